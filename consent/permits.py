"""The permit to write something down, and the answer that nothing may be.

Rules kept here:
- Whoever holds a permit holds the proof that `decide` said yes: nothing else can make one, and it
  can be neither copied, nor changed, nor written to a file.
- A permit is of one device, one level, one day and at most ten minutes.
- Where either is printed, it names no one.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from datetime import date, datetime
from typing import Final, NoReturn, final

from consent.codes import Code
from consent.errors import Reader
from consent.records.agreement import Hours
from consent.records.home_card import PersonalKey
from consent.sentences import SENTENCES
from consent.standing import Standing

_PROOF: Final = object()


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Permit:
    """One device's look-ups may be written down until then, so much of them, for these viewers.

    `record` is the newest record of the agreement; `until` is the first instant after the permit.
    """

    device: str
    level: int
    categories: frozenset[str]
    watch: frozenset[str]
    hours: Hours | None
    never_recorded: frozenset[str]
    day: date
    agreement: str
    record: str
    viewers: tuple[PersonalKey, ...]
    until: datetime
    proof: InitVar[object]

    def __post_init__(self, proof: object) -> None:
        if proof is not _PROOF:
            raise TypeError("a permit is made by decide alone")

    def __repr__(self) -> str:
        return f"<Permit, level {self.level}, until {self.until.isoformat()}>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a permit is neither copied nor written to a file")


@final
@dataclass(frozen=True, slots=True)
class Off:
    """Nothing may be written down, for this reason."""

    code: Code

    def explain(self, reader: Reader) -> str:
        """Return why, and what to do, for this reader."""
        sentences = SENTENCES[self.code]
        return sentences.carer if reader is Reader.CARER else sentences.social_worker


def mint_permit(
    device: str, standing: Standing, *, day: date, viewers: tuple[PersonalKey, ...], until: datetime
) -> Permit:
    """Return a permit under an agreement as it stands. `consent/decide.py` alone may call this."""
    scope = standing.scope
    return Permit(
        device=device,
        level=scope.level,
        categories=frozenset(scope.categories),
        watch=frozenset(scope.watch),
        hours=scope.hours,
        never_recorded=frozenset(scope.never_recorded),
        day=day,
        agreement=standing.digest,
        record=standing.tip,
        viewers=viewers,
        until=until,
        proof=_PROOF,
    )
