"""How the lists of sites stand: a summary, what is wrong with which, and a fold with all of them.

Rules kept here:
- What is wrong with a list is said in the sentences of `policy.list_words`, the same that the
  command line prints; here stands what surrounds them.
- It is drawn from what the lists job says of publishers. That cannot hold what anybody asked for.
- Each list is credited: who makes it, under which licence, and where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from console import words
from console.pages.standing import Notice, Tone
from console.store.lists_folder import Unknown
from console.words.of_policy import KINDS, list_sentence, list_todo
from policy.list_standing import ListsStanding, ListStanding, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One list, as its line in the fold says it."""

    sentence: str
    kind: str
    names: str
    checked: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPart:
    """The part of the home page about lists. `fold` is what to press to see `rows`."""

    texts: tuple[str, ...]
    notices: tuple[Notice, ...]
    fold: str | None
    rows: tuple[ListRow, ...]


def lists_part(lists: ListsStanding | Unknown) -> ListsPart:
    """Return what to say of the lists, given what the lists job said of them."""
    if isinstance(lists, Unknown):
        return ListsPart(texts=(), notices=(_unknown(lists),), fold=None, rows=())
    count = len(lists.lists)
    return ListsPart(
        texts=(
            _in_use(sum(one.use is Use.IN_USE for one in lists.lists)),
            words.LISTS_MADE.format(date=day_and_hour(lists.made)),
        ),
        notices=_notices(lists),
        fold=words.LISTS_ALL.format(count=f"{count:,}") if count else None,
        rows=tuple(map(_row, lists.lists)),
    )


def credit(one: ListStanding) -> str:
    """Return whose list it is, on which terms, and where it comes from."""
    # A list that comes with Lamplight has no place of its own.
    said = words.LIST_CREDIT if one.home else words.LIST_CREDIT_NO_PLACE
    return said.format(publisher=one.publisher, licence=one.licence, home=one.home)


def day_and_hour(time: str) -> str:
    """Return a time of `policy.list_standing` as people write it; as it stands if it is no day."""
    month = int(time[5:7])
    if not 1 <= month <= len(words.MONTHS):
        return time
    date = words.DATE.format(day=int(time[8:10]), month=words.MONTHS[month - 1], year=time[:4])
    return words.DATE_AND_TIME_UTC.format(date=date, time=time[11:16])


def _in_use(count: int) -> str:
    match count:
        case 0:
            return words.LISTS_IN_USE_NONE
        case 1:
            return words.LISTS_IN_USE_ONE
        case _:
            return words.LISTS_IN_USE.format(count=f"{count:,}")


def _row(one: ListStanding) -> ListRow:
    return ListRow(
        sentence=list_sentence(one),
        kind=KINDS[one.category],
        names=f"{one.names:,}",
        checked=day_and_hour(one.checked) if one.checked else words.LIST_NEVER_ASKED,
        credit=credit(one),
    )


def _unknown(unknown: Unknown) -> Notice:
    match unknown:
        case Unknown.NEVER_FETCHED:
            heading, text, todo = words.LISTS_NONE, words.LISTS_NONE_TEXT, words.LISTS_UPDATE
        case Unknown.UNREADABLE:
            heading, text = words.LISTS_UNREADABLE, words.LISTS_UNREADABLE_TEXT
            todo = words.LISTS_UPDATE_AGAIN
        case _:
            assert_never(unknown)
    return Notice(tone=Tone.CARE, icon="triangle-alert", heading=heading, texts=(text,), todo=todo)


def _notices(lists: ListsStanding) -> tuple[Notice, ...]:
    """Return a notice for each thing to do, with the lists that it is to be done for."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in lists.lists:
        if one.trouble is not None or one.use is Use.WAITING:
            heading = words.LIST_WAITING if one.use is Use.WAITING else words.LIST_KEPT
            todo = list_todo(one) or words.LISTS_UPDATE
            together.setdefault((heading, todo), []).append(list_sentence(one))
    return tuple(
        Notice(
            tone=Tone.CARE,
            icon="hourglass",
            heading=heading,
            texts=tuple(sentences),
            todo=todo,
        )
        for (heading, todo), sentences in together.items()
    )
