"""What somebody may know and do, in the language they read: one sheet of paper, for anybody.

Rules kept here:
- Yes, no and until when come from the very value that the page about the device is drawn from, so
  the two cannot disagree. Of a device that nobody set up it says what holds for any.
- It is whole in one language: all its sentences are of one pack.
- Nobody is told to stop what is not going on, and in a home where nothing can be written down,
  nothing is said of papers.
- A sentence that somebody read out can be heard; where nobody did, there is no button to press.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consent.recorder_answers import DeviceStanding
from console import words
from console.pages.times import day_in_words
from console.services.recorded import Told
from console.words.rights_pack import Audio, Pack, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsLine:
    """One sentence, and where it can be heard with what kind of file; None where nobody read it."""

    text: str
    heard_at: str | None = None
    heard_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsPart:
    """A question and its answer. `is_on` is that something is written down."""

    id: str
    heading: RightsLine
    lines: tuple[RightsLine, ...]
    is_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsPage:
    """The page. `see_all` is None where no page tells more about the device in hand."""

    title: str
    heading: RightsLine
    intro: RightsLine
    parts: tuple[RightsPart, ...]
    see_all: str | None
    see_help: str
    listen: str
    reviewed: str | None
    is_source: bool


def audio_at(pack: Pack, audio: Audio) -> str:
    """Return where one of a pack's audio files is served."""
    return f"/rights/audio/{pack.tag}/{audio.name}"


def rights_page(pack: Pack, told: Told | None, *, has_recorder: bool) -> RightsPage:
    """Return the page for what the recorder tells the device in hand; None is that it is silent."""

    def say(one: Say, **gaps: str) -> RightsLine:
        # What is filled on the box was read out by nobody.
        audio = None if gaps else pack.audio.get(one)
        return RightsLine(
            text=pack.sentences[one].format(**gaps),
            heard_at=None if audio is None else audio_at(pack, audio),
            heard_as=None if audio is None else audio.media_type,
        )

    reviewer = pack.reviewer
    return RightsPage(
        title=words.TITLE.format(page=pack.sentences[Say.TITLE]),
        heading=say(Say.TITLE),
        intro=say(Say.INTRO),
        parts=(
            _recorded(say, told, has_recorder=has_recorder),
            *(_of_papers(say, told) if has_recorder else ()),
            _help(say, has_recorder=has_recorder),
        ),
        see_all=pack.sentences[Say.SEE_ALL] if has_recorder else None,
        see_help=pack.sentences[Say.SEE_HELP],
        listen=pack.sentences[Say.LISTEN],
        reviewed=None
        if reviewer is None
        else pack.sentences[Say.REVIEWED].format(
            name=reviewer.name, role=reviewer.role, date=day_in_words(reviewer.on)
        ),
        is_source=reviewer is None,
    )


_Saying = Callable[..., RightsLine]


def _recorded(say: _Saying, told: Told | None, *, has_recorder: bool) -> RightsPart:
    device = None if told is None else told.device
    if not has_recorder:
        answer = Say.RECORDED_NO_BOX
    elif told is None:
        answer = Say.RECORDED_SILENT
    elif device is None:
        answer = Say.RECORDED_TWO if told.devices else Say.RECORDED_UNKNOWN
    else:
        answer = Say.RECORDED_YES if device.off is None else Say.RECORDED_NO
    more = (Say.RECORDED_LIMIT, Say.RECORDED_SIGNED) if has_recorder else ()
    return RightsPart(
        id="recorded",
        heading=say(Say.RECORDED),
        lines=tuple(say(one) for one in (answer, *more)),
        is_on=answer is Say.RECORDED_YES,
    )


def _of_papers(say: _Saying, told: Told | None) -> tuple[RightsPart, ...]:
    device = None if told is None else told.device
    can_stop = told is not None and any(not one.is_stopped for one in told.agreements)
    stop = (
        (Say.STOP_HERE, Say.STOP_FREE, Say.STOP_ELSEWHERE)
        if device is None or can_stop
        else (Say.STOP_NOTHING,)
    )
    return (
        RightsPart(id="who", heading=say(Say.WHO), lines=(say(Say.WHO_NAMED), say(Say.WHO_LIST))),
        RightsPart(id="until", heading=say(Say.UNTIL), lines=(_until(say, device),)),
        RightsPart(id="stop", heading=say(Say.STOP), lines=tuple(say(one) for one in stop)),
    )


def _until(say: _Saying, device: DeviceStanding | None) -> RightsLine:
    if device is not None and device.off is not None:
        return say(Say.UNTIL_NOT_NOW)
    if device is None or device.until is None:
        return say(Say.UNTIL_LAST_DAY)
    return say(Say.UNTIL_DATE, date=day_in_words(device.until))


def _help(say: _Saying, *, has_recorder: bool) -> RightsPart:
    of_papers = (Say.HELP_WORKER, Say.HELP_ADVOCATE) if has_recorder else ()
    said = (
        *(Say.HELP_CHILDLINE, Say.HELP_DANGER),
        *of_papers,
        *(Say.HELP_INTERPRETER, Say.HELP_PRIVATE),
    )
    return RightsPart(id="help", heading=say(Say.HELP), lines=tuple(say(one) for one in said))
