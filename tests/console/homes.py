"""Sample homes, and what an agent may say of itself, for the tests of the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from agent.presence import present_at
from console.services.publish import publish
from console.store.published import Published
from policy.document import household_from_toml
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus, IndexState, PolicyState, Refusal, status_to_bytes

FULL: Final = """\
format = "lamplight-household/v1"

[everyone]
block_categories = ["ads", "malware", "adult", "gambling"]
block = ["chat.example", "childline.org.uk"]

[visitors]
block_categories = ["vpn"]

[[young_people]]
name = "Maya"
block_categories = ["self-harm", "dating", "vpn"]
allow = ["museum.example"]

[[young_people]]
name = "Leo"
block_categories = ["social-media", "strangers", "vpn"]

[[young_people]]
name = "Noor"

[[carers]]
name = "Sam"
allow = ["chat.example"]

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = ["192.168.77.21"]

[[devices]]
name = "Maya's phone"
belongs_to = "Maya"
addresses = ["192.168.77.22"]
block_categories = ["games"]
block = ["n1.example", "n2.example", "n3.example", "n4.example", "n5.example",
         "n6.example", "n7.example", "n8.example", "n9.example"]

[[devices]]
name = "Leo's games console"
belongs_to = "Leo"
addresses = ["fd00:77::23"]

[[devices]]
name = "Sam's laptop"
belongs_to = "Sam"
addresses = ["192.168.77.24"]

[[devices]]
name = "Living room TV"
belongs_to = "everyone"
addresses = ["192.168.77.25"]

[[devices]]
name = "Kitchen radio"
belongs_to = "everyone"
addresses = ["192.168.77.26"]
"""

EMPTY: Final = 'format = "lamplight-household/v1"\n'

IN_FORCE: Final = AgentStatus(
    policy=PolicyState.PUBLISHED,
    snapshot_version=1,
    snapshot_refused=Refusal.NONE,
    index=IndexState.IN_FORCE,
    index_names=812_345,
    index_refused=Refusal.NONE,
)
BEHIND: Final = replace(IN_FORCE, snapshot_version=7)
DEFAULT: Final = replace(IN_FORCE, policy=PolicyState.PROTECTIVE_DEFAULT, snapshot_version=0)
ALL_WRONG: Final = replace(
    IN_FORCE,
    snapshot_refused=Refusal.MALFORMED,
    index=IndexState.MISSING,
    index_names=0,
    index_refused=Refusal.MALFORMED,
)


def snapshot_of(text: str, version: int = 1) -> PolicySnapshot:
    """Return the snapshot of a household file."""
    return PolicySnapshot(version=version, household=household_from_toml(text))


def published_in(state: Path, text: str, status: AgentStatus | None) -> Published:
    """Publish a household below `state`, and leave what an agent would say of itself."""
    published = Published(state)
    publish(published, household_from_toml(text))
    if status is not None:
        leave_status(published, status)
    return published


@contextmanager
def agent_at(state: Path) -> Iterator[None]:
    """Be there as a running agent is, by holding the lock that one holds."""
    folder = Published(state).status_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    with present_at(folder):
        yield


def leave_status(published: Published, status: AgentStatus) -> None:
    """Leave what an agent would say of itself."""
    published.status_path.parent.mkdir(parents=True, exist_ok=True)
    published.status_path.write_bytes(status_to_bytes(status))
