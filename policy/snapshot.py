"""The published policy: the one document by which the console tells the agent what to do.

Rules kept here:
- The bytes are read strictly: UTF-8 JSON, no member twice, no number that is not whole, no key
  that is not known. Anything else is SnapshotMalformed, and the reader keeps what it has.
- What was given lately (grants, turns) travels with the household, so that it outlives a restart
  of the agent. Minutes do not: the agent counts them itself.
- So does the time that a carer confirmed, since the agent has nobody else to ask for it.
- Versions only rise; `check_rises` is the rule (TUF's rollback rule, used on policy).
- Reading back what was written gives the same value, and writing it gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from policy.confirmed import ConfirmedTime
from policy.document import household_from_document, household_to_document
from policy.errors import HouseholdMalformed, JsonMalformed, SnapshotMalformed, SnapshotRollback
from policy.given.document import (
    confirmed_from,
    confirmed_to,
    grants_from,
    grants_to,
    turns_from,
    turns_to,
)
from policy.given.grants import Grant
from policy.given.turns import Turn
from policy.household import Household
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-policy/v1"
MAX_OCTETS = 4_000_000
MAX_VERSION = 2**53 - 1

_MUST = {"format", "version", "household"}
_MAY = {"grants", "turns", "confirmed_time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySnapshot:
    """A household as published; `version` starts at 1 and rises with every change."""

    version: int
    household: Household
    grants: tuple[Grant, ...] = ()
    turns: tuple[Turn, ...] = ()
    confirmed: ConfirmedTime | None = None


def snapshot_to_bytes(snapshot: PolicySnapshot) -> bytes:
    """Return the document as it is published: readable JSON with a final newline.

    Raises SnapshotMalformed where it would be longer than a reader accepts.
    """
    document: dict[str, object] = {
        "format": FORMAT,
        "version": snapshot.version,
        "household": household_to_document(snapshot.household),
    }
    if snapshot.grants:
        document["grants"] = grants_to(snapshot.grants)
    if snapshot.turns:
        document["turns"] = turns_to(snapshot.turns)
    if snapshot.confirmed is not None:
        document["confirmed_time"] = confirmed_to(snapshot.confirmed)
    octets = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    if len(octets) > MAX_OCTETS:
        raise SnapshotMalformed(f"the snapshot is longer than {MAX_OCTETS} octets; use fewer rules")
    return octets


def snapshot_from_bytes(octets: bytes) -> PolicySnapshot:
    """Return the snapshot that was published.

    Raises SnapshotMalformed, which says where the document breaks its shape.
    """
    if len(octets) > MAX_OCTETS:
        raise SnapshotMalformed(f"the snapshot is longer than {MAX_OCTETS} octets")
    try:
        document = parse_strict_json(octets)
    except JsonMalformed as error:
        raise SnapshotMalformed(str(error)) from error
    if not isinstance(document, dict) or set(document) - _MAY != _MUST:
        raise SnapshotMalformed(
            "expected the members format, version and household, and perhaps grants, turns and"
            " confirmed_time"
        )
    if document["format"] != FORMAT:
        raise SnapshotMalformed(f"format: expected {FORMAT!r}")
    version = document["version"]
    if type(version) is not int or not 0 < version <= MAX_VERSION:
        raise SnapshotMalformed("version: expected a whole number above 0")
    try:
        household = household_from_document(document["household"])
    except HouseholdMalformed as error:
        raise SnapshotMalformed(f"household: {error}") from error
    try:
        return PolicySnapshot(
            version=version,
            household=household,
            grants=grants_from(document, "grants"),
            turns=turns_from(document, "turns"),
            confirmed=confirmed_from(document, "confirmed_time"),
        )
    except HouseholdMalformed as error:
        raise SnapshotMalformed(str(error)) from error


def check_rises(version: int, in_force: int) -> None:
    """Raise SnapshotRollback unless `version` is above the version in force (0: none yet)."""
    if version <= in_force:
        raise SnapshotRollback(
            f"version {version} is not above version {in_force}, which is in force"
        )
