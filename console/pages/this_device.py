"""The front page of a device that is no young person's, for whoever holds it and did not sign in.

Rules kept here:
- No restriction is hidden from anybody (people.md, 12): every rule for the device in hand, since
  when, by which role, whether anything is written down, and help lines.
- It names nobody who lives here: whoever made a rule is a carer, and a visitor learns no more.
- For thirty days it says that the box was set up anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from console.pages.own_rules import RulesPart
from console.security.asking import AT_THE_BOX
from console.services.tonight import TonightNow
from console.store.database.changes import BY_FILE, Change, Changed
from console.words import MONTHS, this_device
from console.words import TITLE as PAGE_TITLE
from policy.household import Device
from policy.plan_words import rules_in_words
from policy.zones import on_the_wall

ANEW: Final = timedelta(days=30)

_OF_EVERYONE: Final = frozenset(
    {Changed.EVERYONE_RULES, Changed.FILE_READ, Changed.SET_UP, Changed.UNDONE, Changed.BACKUP}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisDevicePage:
    """The page. `is_asked` is that another page tells what is written down about the device."""

    title: str
    parts: tuple[RulesPart, ...]
    since: str | None
    anew: str | None
    is_asked: bool


def this_device_page(
    now: TonightNow, device: Device | None, found: Iterable[Change], *, is_asked: bool
) -> ThisDevicePage:
    """Return the page; `device` is None for a visitor's, `found` are changes, the latest first."""
    home = now.household
    parts = [
        RulesPart(
            heading=this_device.EVERYONE,
            sentences=rules_in_words(home.everyone) or (this_device.EVERYONE_NONE,),
        )
    ]
    if device is None:
        own = rules_in_words(home.visitors) or (this_device.VISITORS_NONE,)
        parts.insert(0, RulesPart(heading=this_device.VISITORS, sentences=own))
    else:
        carers = {one.name: one.rules for one in home.carers}
        said = rules_in_words(device.rules)
        if device.belongs_to in carers:
            said = (*rules_in_words(carers[device.belongs_to]), *said)
        if said:
            parts.insert(0, RulesPart(heading=this_device.OWNED, sentences=tuple(said)))
    return ThisDevicePage(
        title=PAGE_TITLE.format(page=this_device.TITLE),
        parts=tuple(parts),
        since=_since(now, device, found),
        anew=_anew(now),
        is_asked=is_asked,
    )


def _since(now: TonightNow, device: Device | None, found: Iterable[Change]) -> str | None:
    for one in found:
        if one.note.what in _OF_EVERYONE or _is_own(one, device):
            at_the_box = one.note.who in (BY_FILE, AT_THE_BOX)
            text = this_device.SINCE_BOX if at_the_box else this_device.SINCE_CARER
            return text.format(date=_day(one.at, now))
    return None


def _is_own(change: Change, device: Device | None) -> bool:
    if device is None:
        return change.note.what is Changed.VISITORS_RULES
    return change.note.about in (device.name, device.belongs_to)


def _anew(now: TonightNow) -> str | None:
    if now.set_up_at is None or not timedelta(0) <= now.moment.at - now.set_up_at < ANEW:
        return None
    return this_device.NEW.format(date=_day(now.set_up_at, now))


def _day(at: datetime, now: TonightNow) -> str:
    wall = on_the_wall(at, now.moment.zone)
    return f"{wall.day} {MONTHS[wall.month - 1]} {wall.year}"
