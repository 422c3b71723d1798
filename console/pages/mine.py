"""My time: how a young person's evening stands, on their own device.

Rules kept here:
- It says of the evening what the carer's page says, in the same sentences; minutes are told here as
  they are, there in steps of fifteen.
- No name stands in the title or in an address.
- On a device that several share, it is for whoever's turn it is (`console.pages.turns` asks).
- The box tells who somebody is by their device alone, and says so where it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.pages.changes import when
from console.pages.evening import GivenLine, PauseLine, PersonEvening, total_in_words
from console.pages.pictures import Picture
from console.services.tonight import TonightNow
from console.store.agent import AgentSilence
from console.store.database.changes import Change, Changed
from console.words import TITLE as PAGE_TITLE
from console.words import card, given, mine, pictures
from console.words.of_policy import KINDS_ALONE, borrowed, target_label, time_left
from policy.agent_answers import DueWarning, NotDone, Refused, WarningKind, WarningsDue
from policy.screen_time.minutes import BORROWED_MINUTES
from policy.screen_time.targets import target_id
from policy.timed import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """Ten minutes that can be taken from tomorrow: what it means, and the button."""

    target: int
    text: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinePage:
    """The page of the person who holds the device. `is_shared` is that others use it too.

    `is_own` is that it is theirs alone, and so the place to make a card. `pictures` stand in for
    the words where pictures are wanted; to whom `is_young` they are offered first.
    """

    title: str
    hello: str
    left: tuple[str, ...]
    soon: tuple[str, ...]
    rules: tuple[str, ...]
    given: tuple[GivenLine, ...]
    listed: tuple[PauseLine, ...]
    loans: tuple[Loan, ...]
    borrowed: str | None
    fixes: tuple[str, ...]
    waiting: str | None
    total: tuple[str, ...]
    is_shared: bool
    error: str | None
    is_own: bool = False
    pictures: tuple[Picture, ...] = ()
    is_young: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMinePage:
    """The page where the device is no young person's; it tells nothing of anybody."""

    title: str
    heading: str
    text: str


def mine_page(
    evening: PersonEvening,
    warnings: WarningsDue | AgentSilence,
    fixes: Iterable[Change],
    now: TonightNow,
    *,
    is_shared: bool = False,
    error: str | None = None,
) -> MinePage:
    """Return the page for a young person's evening.

    `fixes` are the changes that say when "Fix an app" was used for them.
    """
    days = [one for one in evening.left if one.period is Period.DAY]
    return MinePage(
        title=PAGE_TITLE.format(page=mine.TITLE),
        hello=mine.HELLO.format(person=evening.name),
        left=tuple(_left(evening)),
        soon=tuple(_soon(warnings, evening.number)),
        rules=evening.rules,
        given=evening.given,
        listed=evening.listed,
        loans=tuple(
            Loan(
                target=target_id(one.target),
                text=borrowed(BORROWED_MINUTES, one.target),
                button=mine.BORROW_GIVE.format(target=target_label(one.target)),
            )
            for one in days
            if one.may_borrow
        ),
        borrowed=mine.BORROW_NOT if days and not any(one.may_borrow for one in days) else None,
        fixes=tuple(
            mine.FIX_USED.format(date=date, time=time)
            for one in fixes
            if one.note.what is Changed.FIX_USED
            for date, time in (when(one, now.moment),)
        ),
        waiting=given.WAITING if evening.waiting else None,
        total=total_in_words(now),
        is_shared=is_shared,
        error=error,
        pictures=tuple(_pictures(evening)),
    )


def _pictures(evening: PersonEvening) -> Iterator[Picture]:
    for one in evening.left:
        yield Picture(
            icon="hourglass" if one.minutes else "ban",
            large=pictures.MINUTES.format(count=one.minutes),
            text=KINDS_ALONE[one.target.category]
            if one.target.category
            else target_label(one.target),
        )


def not_mine_page(*, is_adults: bool) -> NotMinePage:
    """Return the page where the device is a carer's, or the box cannot tell whose it is."""
    return NotMinePage(
        title=PAGE_TITLE.format(page=mine.TITLE),
        heading=mine.UNKNOWN_ADULT if is_adults else mine.UNKNOWN,
        text=mine.UNKNOWN_ADULT_TEXT if is_adults else mine.UNKNOWN_TEXT,
    )


def not_here_page() -> NotMinePage:
    """Return the page where somebody came by card for what is about the device in hand."""
    return NotMinePage(
        title=PAGE_TITLE.format(page=mine.TITLE), heading=card.NOT_HERE, text=card.NOT_HERE_TEXT
    )


def why_not_borrowed(outcome: NotDone | AgentSilence) -> str:
    """Return why ten minutes were not lent."""
    if isinstance(outcome, AgentSilence):
        return mine.BORROW_SILENT
    match outcome.why:
        case Refused.BORROWED:
            return mine.BORROW_NOT
        case Refused.NO_TIME:
            return mine.BORROW_NOT_TIME
        case _:
            return mine.BORROW_NOT_BUDGET


def _left(evening: PersonEvening) -> Iterator[str]:
    for one in evening.left:
        yield time_left(one.minutes, one.target, one.period)
    if evening.left_note is not None:
        yield evening.left_note


def _soon(warnings: WarningsDue | AgentSilence, number: int) -> Iterator[str]:
    if isinstance(warnings, AgentSilence):
        return
    for one in warnings.warnings:
        if one.young_person == number:
            yield _warning(one)


def _warning(one: DueWarning) -> str:
    text = mine.SOON_MINUTES if one.kind is WarningKind.MINUTES else mine.SOON_END
    return text.format(title=one.title, count=one.minutes)
