"""Is everything working?: a few lines that can be read out, and one answer at their head.

Rules kept here:
- "All is working" needs every line fine and a test that a device passed within a day. Where one
  thing is not known, it is not said.
- Nothing here is about what anybody asked for, and nothing about who was here when.
- A family home reads nothing of recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from console.pages.lists import lists_part
from console.pages.standing import Notice, Tone, standing
from console.pages.times import day_in_words
from console.security.kept_keys import Keeping
from console.services.carrying import CarriedNow, Carrying
from console.services.health import Answers, HealthNow, Recording
from console.services.machine import MachineNow, Room
from console.store.published import Silence
from console.words import TITLE as PAGE_TITLE
from console.words import health as health_words
from console.words.sentence import English
from policy.coverage import NOTES, FindingKind
from policy.status import ClockState

_FACTS: Final = (
    (
        FindingKind.NOT_VALIDATED,
        health_words.GENUINE,
        health_words.GENUINE_UNCHECKED,
        health_words.GENUINE_TODO,
    ),
    (
        FindingKind.LED_HOME,
        health_words.LED_HOME,
        health_words.LED_HOME_REFUSED,
        health_words.LED_HOME_TODO,
    ),
    (
        FindingKind.TOO_MUCH,
        health_words.TOO_MUCH,
        health_words.TOO_MUCH_SLOWED,
        health_words.TOO_MUCH_TODO,
    ),
)
"""What is told with the network and has a line of its own, since it is the filter's own work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLine:
    """One line: what it is about, how it is, and what to do where something can be done."""

    about: str
    tone: Tone
    says: str
    todo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    """The page. `answer` is what the heading asks."""

    title: str
    answer: Notice
    lines: tuple[HealthLine, ...]


def health_page(now: HealthNow) -> HealthPage:
    """Return the page, given how everything is now."""
    lines = health_lines(now)
    tested = () if now.is_tested is None else (_test(is_tested=now.is_tested),)
    return HealthPage(
        title=PAGE_TITLE.format(page=health_words.TITLE),
        answer=_answer(lines, is_tested=bool(now.is_tested)),
        lines=(*lines, *tested),
    )


def settings_unread() -> HealthLine:
    """Return the line of a home whose settings cannot be read as they are."""
    return _care(
        health_words.SETTINGS, health_words.SETTINGS_UNREAD, health_words.SETTINGS_UNREAD_TODO
    )


def health_lines(now: HealthNow) -> tuple[HealthLine, ...]:
    """Return every line but that of the test, which only a device can make."""
    return (
        *_rules(now),
        *_lists(now),
        _clock(now),
        _answers(now),
        _network(now),
        *_facts(now),
        *_machine(now.machine),
        *_KEYS[now.keys],
        *_carrying(now.carried),
        *_recording(now),
        *_languages(now),
    )


def _answer(lines: tuple[HealthLine, ...], *, is_tested: bool) -> Notice:
    if any(line.tone is Tone.CARE for line in lines):
        return Notice(
            tone=Tone.CARE,
            icon="triangle-alert",
            heading=health_words.LOOK,
            texts=(health_words.LOOK_TEXT,),
        )
    if not is_tested:
        return Notice(
            tone=Tone.CARE,
            icon="hourglass",
            heading=health_words.NOT_TESTED,
            texts=(health_words.NOT_TESTED_TEXT,),
            todo=health_words.NOT_TESTED_TODO,
        )
    return Notice(
        tone=Tone.FINE,
        icon="circle-check",
        heading=health_words.ALL_WORKING,
        texts=(health_words.ALL_WORKING_TEXT,),
    )


def _fine(about: str, says: str) -> HealthLine:
    return HealthLine(about=about, tone=Tone.FINE, says=says)


def _care(about: str, says: str, todo: str | None = None) -> HealthLine:
    return HealthLine(about=about, tone=Tone.CARE, says=says, todo=todo)


def _of(about: str, notice: Notice) -> HealthLine:
    says = f"{notice.heading}. {' '.join(map(str, notice.texts))}"  # str: as it is shown here
    return HealthLine(about=about, tone=notice.tone, says=says, todo=notice.todo)


def _rules(now: HealthNow) -> tuple[HealthLine, ...]:
    if now.snapshot is None:
        return (
            _care(health_words.FILTER, health_words.RULES_UNREAD, health_words.RULES_UNREAD_TODO),
        )
    stands = standing(now.snapshot, now.status)
    return tuple(_of(health_words.FILTER, notice) for notice in (stands.truth, *stands.notes))


def _lists(now: HealthNow) -> tuple[HealthLine, ...]:
    if now.lists is None:
        return (_fine(health_words.LISTS, health_words.LISTS_NOT_KEPT),)
    notices = [one for one in lists_part(now.lists).notices if one.tone is Tone.CARE]
    return tuple(_of(health_words.LISTS, one) for one in notices) or (
        _fine(health_words.LISTS, health_words.LISTS_FINE),
    )


def _clock(now: HealthNow) -> HealthLine:
    if isinstance(now.status, Silence):
        return _care(health_words.CLOCK, health_words.CLOCK_UNKNOWN)
    match now.status.clock:
        case ClockState.PLAUSIBLE:
            return _fine(health_words.CLOCK, health_words.CLOCK_FINE)
        case ClockState.IMPLAUSIBLE:
            return _care(
                health_words.CLOCK, health_words.CLOCK_WRONG, health_words.CLOCK_WRONG_TODO
            )
        case ClockState.ZONE_UNKNOWN:
            return _care(health_words.CLOCK, health_words.CLOCK_ZONE, health_words.CLOCK_ZONE_TODO)


def _answers(now: HealthNow) -> HealthLine:
    match now.answers:
        case Answers.CAME:
            return _fine(health_words.ANSWERS, health_words.ANSWERS_FINE)
        case Answers.SILENT:
            return _care(
                health_words.ANSWERS, health_words.ANSWERS_SILENT, health_words.ANSWERS_TODO
            )
        case Answers.NOT_ASKED:
            return _care(health_words.ANSWERS, health_words.ANSWERS_NOT_ASKED)


def _network(now: HealthNow) -> HealthLine:
    kinds = {one.kind for one in now.findings}
    if not kinds:
        return _fine(health_words.NETWORK, health_words.NETWORK_FINE)
    if kinds <= NOTES:
        return _fine(health_words.NETWORK, health_words.NETWORK_NOTES)
    return _care(health_words.NETWORK, health_words.NETWORK_LOOK, health_words.NETWORK_TODO)


def _machine(now: MachineNow) -> tuple[HealthLine, ...]:
    lines = [_ROOM[now.room]]
    if now.is_weak:
        lines.append(_care(health_words.POWER, health_words.POWER_WEAK, health_words.POWER_TODO))
    if now.is_hot:
        lines.append(_care(health_words.HEAT, health_words.HEAT_HOT, health_words.HEAT_TODO))
    lines += [
        _care(health_words.ASIDE, health_words.ASIDE_SAYS[one], health_words.ASIDE_TODO[one])
        for one in now.aside
    ]
    return tuple(lines)


def _carrying(now: CarriedNow) -> tuple[HealthLine, ...]:
    day = "" if now.day is None else day_in_words(now.day)
    match now.stands:
        case Carrying.NOT_WANTED:
            return ()
        case Carrying.FINE:
            return (_fine(health_words.BACKUP, health_words.BACKUP_FINE.format(day=day)),)
        case Carrying.WAITING:
            return (_fine(health_words.BACKUP, health_words.BACKUP_WAITING),)
        case Carrying.OLD:
            says = health_words.BACKUP_OLD.format(day=day)
        case Carrying.NEVER:
            says = health_words.BACKUP_NEVER
    return (_care(health_words.BACKUP, says, health_words.BACKUP_TODO),)


def _facts(now: HealthNow) -> tuple[HealthLine, ...]:
    """Return what the filter says of its own work, as facts about the home: nobody is named."""
    kinds = {one.kind for one in now.findings}
    lines = []
    if now.validates:
        lines.append(_fine(health_words.GENUINE, health_words.GENUINE_CHECKED))
    for kind, about, says, todo in _FACTS:
        if kind in kinds:
            lines.append(HealthLine(about=about, tone=Tone.FINE, says=says, todo=todo))
    return tuple(lines)


def _recording(now: HealthNow) -> tuple[HealthLine, ...]:
    match now.recording:
        case Recording.NONE_HERE:
            return ()
        case Recording.READY:
            line = _fine(health_words.RECORDING, health_words.RECORDING_FINE)
        case Recording.NO_ROOM:
            line = _care(
                health_words.RECORDING,
                health_words.RECORDING_ROOM,
                health_words.RECORDING_ROOM_TODO,
            )
        case Recording.CLOCK:
            line = _care(
                health_words.RECORDING,
                health_words.RECORDING_CLOCK,
                health_words.RECORDING_CLOCK_TODO,
            )
        case Recording.JOURNAL:
            line = _care(
                health_words.RECORDING,
                health_words.RECORDING_JOURNAL,
                health_words.RECORDING_JOURNAL_TODO,
            )
        case Recording.CARD:
            line = _care(
                health_words.RECORDING,
                health_words.RECORDING_CARD,
                health_words.RECORDING_JOURNAL_TODO,
            )
        case Recording.SILENT:
            line = _care(
                health_words.RECORDING,
                health_words.RECORDING_SILENT,
                health_words.RECORDING_SILENT_TODO,
            )
    return (line,)


def _languages(now: HealthNow) -> tuple[HealthLine, ...]:
    return tuple(
        _care(
            health_words.LANGUAGE,
            health_words.LANGUAGE_REFUSED.format(text=English(f"{one.tag}: {one.why}")),
            health_words.LANGUAGE_TODO,
        )
        for one in now.packs_refused
    )


def _test(*, is_tested: bool) -> HealthLine:
    if is_tested:
        return _fine(health_words.TEST, health_words.TEST_FINE)
    return _care(health_words.TEST, health_words.TEST_NONE, health_words.NOT_TESTED_TODO)


_KEYS: Final[Mapping[Keeping, tuple[HealthLine, ...]]] = {
    Keeping.ALL: (),
    Keeping.NOT_THE_LATEST: (
        _care(health_words.KEYS, health_words.KEYS_RENEWED, health_words.KEYS_RENEWED_TODO),
    ),
    Keeping.NONE: (_care(health_words.KEYS, health_words.KEYS_NONE, health_words.KEYS_NONE_TODO),),
}

_ROOM: Final = {
    Room.FINE: _fine(health_words.CARD, health_words.CARD_FINE),
    Room.LOW: _care(health_words.CARD, health_words.CARD_LOW, health_words.CARD_LOW_TODO),
    Room.FULL: _care(health_words.CARD, health_words.CARD_FULL, health_words.CARD_FULL_TODO),
    Room.READ_ONLY: _care(
        health_words.CARD, health_words.CARD_READ_ONLY, health_words.CARD_READ_ONLY_TODO
    ),
    Room.UNKNOWN: _care(health_words.CARD, health_words.CARD_UNKNOWN),
}
