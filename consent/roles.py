"""Who must sign: roles with thresholds, all of several roles, and what is still missing.

Rules kept here:
- People count, keys do not: whoever signs with two keys is one, and fills one place of a
  requirement even where they hold two roles (a social worker is not her own manager).
- A threshold of none is refused, and so is a requirement without roles: both would be met by
  nobody at all.
- The answer is a value that says who signed and which places are empty; it is also a truth value.
- Where the same people may count twice, as in handing over from an old trust root to its successor,
  these are two requirements, each judged by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType

from consent.codes import Code
from consent.errors import RoleMalformed
from consent.keys import KeyId

PersonId = NewType("PersonId", str)


@dataclass(frozen=True, slots=True)
class Holder:
    """A key and the person who holds it."""

    keyid: KeyId
    person: PersonId


@dataclass(frozen=True, slots=True)
class Role:
    """So many different people out of these. Raises RoleMalformed."""

    title: str
    holders: tuple[Holder, ...]
    threshold: int

    def __post_init__(self) -> None:
        # Zero asked for nothing and was met by anybody in TUF (GHSA-fphv-w9fq-2525).
        if self.threshold < 1:
            raise RoleMalformed(Code.ROLE_THRESHOLD, "a threshold below 1")
        # A key listed twice was counted twice in TUF (GHSA-pwqf-9h7j-7mv8).
        if len({holder.keyid for holder in self.holders}) != len(self.holders):
            raise RoleMalformed(Code.ROLE_KEY_TWICE, "a key listed twice in one role")
        if len({holder.person for holder in self.holders}) < self.threshold:
            raise RoleMalformed(Code.ROLE_TOO_FEW, "fewer people than the threshold")

    @property
    def keyids(self) -> frozenset[KeyId]:
        """The keys that may sign in this role."""
        return frozenset(holder.keyid for holder in self.holders)

    def people(self, signers: frozenset[KeyId]) -> frozenset[PersonId]:
        """Return whom among the holders these keys stand for."""
        return frozenset(holder.person for holder in self.holders if holder.keyid in signers)


@dataclass(frozen=True, slots=True)
class Counted:
    """One place of a requirement and the person who fills it."""

    title: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What the signatures amount to. True where no place is empty.

    `missing` names the title of each empty place, so often as it is empty.
    """

    signed: tuple[Counted, ...]
    missing: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Requirement:
    """All of several roles, each place filled by another person. Raises RoleMalformed."""

    roles: tuple[Role, ...]

    def __post_init__(self) -> None:
        if not self.roles:
            raise RoleMalformed(Code.ROLE_NOBODY, "a requirement without roles")
        pairs = {(holder.keyid, holder.person) for role in self.roles for holder in role.holders}
        if len({keyid for keyid, _ in pairs}) != len(pairs):
            raise RoleMalformed(Code.ROLE_KEY_SHARED, "one key held by two people")

    def judge(self, signers: frozenset[KeyId]) -> VerificationResult:
        """Return what these keys amount to; they must be of signatures that were checked."""
        places = [
            place
            for role in self.roles
            for place in [(role.title, role.people(signers))] * role.threshold
        ]
        people = sorted(frozenset().union(*(fit for _, fit in places)))
        fitting = {one: [at for at, (_, fit) in enumerate(places) if one in fit] for one in people}
        filled = _fill(fitting)
        return VerificationResult(
            signed=tuple(
                Counted(title, filled[at]) for at, (title, _) in enumerate(places) if at in filled
            ),
            missing=tuple(title for at, (title, _) in enumerate(places) if at not in filled),
        )


def _fill(fitting: Mapping[PersonId, Sequence[int]]) -> dict[int, PersonId]:
    """Return as many places filled as can be, one person to a place.

    Taking people in turn is not enough: whoever could fill two places may sit in the one that
    somebody else needs. So a newcomer may ask the one who sits there to move (Kuhn's algorithm).
    """
    filled: dict[int, PersonId] = {}

    def seat(person: PersonId, asked: set[int]) -> bool:
        # A free place first, so that nobody moves without need.
        for place in sorted(fitting[person], key=lambda at: at in filled):
            if place not in asked:
                asked.add(place)
                if place not in filled or seat(filled[place], asked):
                    filled[place] = person
                    return True
        return False

    for person in fitting:
        seat(person, set())
    return filled
