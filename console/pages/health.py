"""Is everything working?: a few lines that can be read out, and one answer at their head.

Rules kept here:
- "All is working" needs every line fine and a test that a device passed within a day. Where one
  thing is not known, it is not said.
- Nothing here is about what anybody asked for, and nothing about who was here when.
- A family home reads nothing of recording.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.pages.lists import lists_part
from console.pages.standing import Notice, Tone, standing
from console.services.health import Answers, HealthNow, Recording
from console.store.published import Silence
from console.words import TITLE as PAGE_TITLE
from console.words import health as health_words
from policy.coverage import NOTES
from policy.status import ClockState


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
    lines = (
        *_rules(now),
        *_lists(now),
        _clock(now),
        _answers(now),
        _network(now),
        *_recording(now),
    )
    return HealthPage(
        title=PAGE_TITLE.format(page=health_words.TITLE),
        answer=_answer(lines, is_tested=now.is_tested),
        lines=(*lines, _test(is_tested=now.is_tested)),
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
    says = f"{notice.heading}. {' '.join(notice.texts)}"
    return HealthLine(about=about, tone=notice.tone, says=says, todo=notice.todo)


def _rules(now: HealthNow) -> tuple[HealthLine, ...]:
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


def _recording(now: HealthNow) -> tuple[HealthLine, ...]:
    match now.recording:
        case Recording.NONE_HERE:
            return ()
        case Recording.READY:
            line = _fine(health_words.RECORDING, health_words.RECORDING_FINE)
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
        case Recording.SILENT:
            line = _care(
                health_words.RECORDING,
                health_words.RECORDING_SILENT,
                health_words.RECORDING_SILENT_TODO,
            )
    return (line,)


def _test(*, is_tested: bool) -> HealthLine:
    if is_tested:
        return _fine(health_words.TEST, health_words.TEST_FINE)
    return _care(health_words.TEST, health_words.TEST_NONE, health_words.NOT_TESTED_TODO)
