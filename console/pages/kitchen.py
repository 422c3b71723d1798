"""The page for the tablet in the kitchen: in large letters what ends soon, and what time there is.

Rules kept here:
- It names no site. What is named is what the family itself called a rule, and kinds and apps that
  have a limit.
- Minutes are in steps of fifteen, since everybody who passes by reads them; a warning says ten or
  five, since that is what it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from console.services.kitchen import KitchenNow
from console.store.agent import AgentSilence
from console.words import TITLE as PAGE_TITLE
from console.words import kitchen
from console.words.of_policy import target_label
from policy.agent_answers import DueWarning, TargetLeft
from policy.household import ids_of
from policy.screen_time.words import in_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Soon:
    """Something that ends soon, for somebody. `mark` tells one warning from the next."""

    name: str
    text: str
    minutes: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KitchenPerson:
    """What time somebody has."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KitchenPage:
    """The page. `note` says why something cannot be told; `soon` is None where nobody can say."""

    title: str
    soon: tuple[Soon, ...] | None
    people: tuple[KitchenPerson, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKitchenPage:
    """The page on a device that is not everyone's; it tells nothing of anybody."""

    title: str


def kitchen_page(now: KitchenNow) -> KitchenPage:
    """Return the page of a moment."""
    names = {number: name for name, number in ids_of(now.household).items()}
    return KitchenPage(
        title=PAGE_TITLE.format(page=kitchen.TITLE),
        soon=None
        if isinstance(now.due, AgentSilence)
        else tuple(_soon(one, names) for one in now.due.warnings if one.young_person in names),
        people=tuple(_people(now, names)),
        note=_note(now),
    )


def not_kitchen_page() -> NotKitchenPage:
    """Return the page for any other device."""
    return NotKitchenPage(title=PAGE_TITLE.format(page=kitchen.TITLE))


def _note(now: KitchenNow) -> str | None:
    if isinstance(now.left, AgentSilence):
        return kitchen.SILENT
    return None if now.left.knows_the_time else kitchen.NO_CLOCK


def _soon(one: DueWarning, names: dict[int, str]) -> Soon:
    text = kitchen.SOON[one.kind].format(title=one.title, minutes=one.minutes)
    mark = f"{one.number}-{one.minutes}"
    return Soon(name=names[one.young_person], text=text, minutes=one.minutes, mark=mark)


def _people(now: KitchenNow, names: dict[int, str]) -> Iterator[KitchenPerson]:
    if isinstance(now.left, AgentSilence) or not now.left.knows_the_time:
        return
    for number, name in names.items():
        texts = [_line(one) for one in now.left.left if one.young_person == number]
        yield KitchenPerson(name=name, texts=tuple(texts) or (kitchen.TIME_NONE,))


def _line(one: TargetLeft) -> str:
    if not one.minutes:
        return kitchen.TIME_OVER.format(target=target_label(one.target))
    return kitchen.TIME_LINE.format(target=target_label(one.target), minutes=in_steps(one.minutes))
