"""What the agent says about itself: which policy and which index are in force.

Rules kept here:
- The shape is closed and holds versions, counts of list entries and words from fixed sets.
  Nothing in it depends on what anybody asked, so two homes that differ only in the names their
  devices asked for publish the same status. `tests/policy/test_status.py` holds this.
- The console says that a rule is in force only when this document carries its version.
- `latest_hour` is a floor for the clock at the agent's next start, so it is one more thing that is
  kept, and no finer than that: it says when the box was on, not when anybody was.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from policy.errors import JsonMalformed, StatusMalformed
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-agent-status/v1"


class PolicyState(StrEnum):
    """Where the policy in force came from."""

    PUBLISHED = "published"
    PROTECTIVE_DEFAULT = "protective-default"


class IndexState(StrEnum):
    """Whether the categories can be told apart."""

    IN_FORCE = "in-force"
    MISSING = "missing"


class Refusal(StrEnum):
    """What the agent found and did not take, if anything; it keeps the last good one."""

    NONE = "none"
    MALFORMED = "malformed"
    ROLLBACK = "rollback"


class ClockState(StrEnum):
    """Whether windows and budgets can go by the box's clock (decision 16 of the design)."""

    PLAUSIBLE = "plausible"
    IMPLAUSIBLE = "implausible"
    ZONE_UNKNOWN = "zone-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStatus:
    """One moment of the agent. `snapshot_version` is 0 under the protective default.

    `latest_hour` is the latest hour in which its clock was plausible, counted from the beginning
    of 1970 in UTC; 0 where it never was.
    """

    policy: PolicyState
    snapshot_version: int
    snapshot_refused: Refusal
    index: IndexState
    index_names: int
    index_refused: Refusal
    clock: ClockState
    latest_hour: int


def status_to_bytes(status: AgentStatus) -> bytes:
    """Return the status as the agent publishes it."""
    return (json.dumps({"format": FORMAT, **asdict(status)}) + "\n").encode()


def status_from_bytes(octets: bytes) -> AgentStatus:
    """Return the status that was published. Raises StatusMalformed."""
    try:
        document = parse_strict_json(octets)
    except JsonMalformed as error:
        raise StatusMalformed(str(error)) from error
    members = set(AgentStatus.__slots__) | {"format"}
    if not isinstance(document, dict) or set(document) != members or document["format"] != FORMAT:
        raise StatusMalformed(f"expected the members of {FORMAT!r} and no others")
    for member in ("snapshot_version", "index_names", "latest_hour"):
        if type(document[member]) is not int or document[member] < 0:
            raise StatusMalformed(f"{member}: expected a whole number, 0 or more")
    try:
        return AgentStatus(
            policy=PolicyState(document["policy"]),
            snapshot_version=document["snapshot_version"],
            snapshot_refused=Refusal(document["snapshot_refused"]),
            index=IndexState(document["index"]),
            index_names=document["index_names"],
            index_refused=Refusal(document["index_refused"]),
            clock=ClockState(document["clock"]),
            latest_hour=document["latest_hour"],
        )
    except ValueError as error:
        raise StatusMalformed(str(error)) from error
