"""What can be wrong with a policy document, as exceptions a person can act on.

Rules kept here:
- `PolicyError` is the root; bytes and text from outside may raise nothing else in this room.
- A message says what is wrong, where it stands, and what to do about it.
"""

from __future__ import annotations


class PolicyError(Exception):
    """Root of this room's errors; never raised itself."""


class NameMalformed(PolicyError):
    """A text that was meant to be a domain name is not one."""


class HouseholdMalformed(PolicyError):
    """A household document breaks a rule of its closed shape.

    `where` is the path inside the document, such as `devices[2].addresses[0]`. Where the text
    itself could not be read it says so, and `problem` names the line.
    """

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class JsonMalformed(PolicyError):
    """A document is not JSON that every reader would understand alike."""


class SnapshotMalformed(PolicyError):
    """A published snapshot is not in the form that `policy.snapshot` writes."""


class SnapshotRollback(PolicyError):
    """A published snapshot carries a version that is not above the one in force."""


class IndexMalformed(PolicyError):
    """An index file is truncated, damaged, or was not made by Lamplight."""


class StatusMalformed(PolicyError):
    """A status document is not in the form that `policy.status` writes."""


class ListStandingMalformed(PolicyError):
    """What the lists job said is not in the form that `policy.list_standing` writes."""


class MinutesMalformed(PolicyError):
    """A document of minutes is not in the form that `policy.screen_time.document` writes."""


class NeighboursMalformed(PolicyError):
    """What discovery published is not in the form of `policy.neighbours_document`."""


class AgentMessageMalformed(PolicyError):
    """A message on the agent's socket is not in the form that both sides write."""
