"""Publishing a home: from what people decided to the document that the agent takes up.

Rules kept here:
- What is published is the household with the names allowed from a page, and what was given lately
  (grants, turns, the time that a carer confirmed).
- A home is compiled and read back once before it is written, so the agent never meets a
  document that this console could have refused.
- Publishing what is already published changes nothing, so it is repeated at every start and
  heals a crash between deciding and writing.
- Versions only rise. A running agent's version counts too: if our file was lost, counting from 1
  again would be a rollback to the agent, and it would be right to refuse it.
- A published document that cannot be read is never written over; a person looks at it first.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from console.errors import NothingPublished, PublishRefused
from console.store.database.given import Given
from console.store.published import Published
from policy.compile import compile_policy
from policy.errors import PolicyError
from policy.household import Household
from policy.snapshot import PolicySnapshot, snapshot_from_bytes, snapshot_to_bytes
from policy.status import AgentStatus

PATIENCE_SECONDS: Final = 2.0
"""How long to wait for the agent, which looks once a second."""

_LOOK_SECONDS: Final = 0.05

NOTHING_GIVEN: Final = Given()


def publish(
    published: Published, household: Household, given: Given = NOTHING_GIVEN
) -> PolicySnapshot:
    """Make `household` the published policy, and return it with its version.

    Raises PublishRefused or PublishedDamaged, and then nothing has changed.
    """
    snapshot, octets = prepare(published, household, given)
    if octets is not None:
        published.replace(octets)
    return snapshot


def prepare(
    published: Published, household: Household, given: Given = NOTHING_GIVEN
) -> tuple[PolicySnapshot, bytes | None]:
    """Return what publishing would publish, with its octets; None where it is published already.

    Raises PublishRefused or PublishedDamaged.
    """
    try:
        before: PolicySnapshot | None = published.snapshot()
    except NothingPublished:
        before = None
    held = _held(published)
    snapshot = PolicySnapshot(
        version=max(before.version if before else 0, held) + 1,
        household=household,
        grants=given.grants,
        turns=given.turns,
        confirmed=given.confirmed,
    )
    if (
        before is not None
        and before.version >= held
        and replace(snapshot, version=before.version) == before
    ):
        return before, None
    return snapshot, _checked(snapshot)


def await_taken_up(published: Published, version: int) -> None:
    """Give a running agent a moment to take up a version, so that the next page can say so.

    Whether it did is for that page to find out; nothing is concluded here.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        status = published.status()
        if not isinstance(status, AgentStatus) or status.snapshot_version >= version:
            return
        time.sleep(_LOOK_SECONDS)


def _held(published: Published) -> int:
    """Return the version that a running agent holds, 0 where none can be asked."""
    status = published.status()
    return status.snapshot_version if isinstance(status, AgentStatus) else 0


def _checked(snapshot: PolicySnapshot) -> bytes:
    """Return the octets to publish, once it is sure that they can be taken up."""
    try:
        octets = snapshot_to_bytes(snapshot)
        compile_policy(snapshot_from_bytes(octets).household, snapshot.version)
    except PolicyError as error:
        raise PublishRefused(f"this household cannot be published: {error}") from error
    return octets
