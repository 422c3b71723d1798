"""The visit page: how recording stands, since when and why, with all that is read out or typed.

Rules kept here:
- It is drawn from one answer of the recorder, so no two parts of it can disagree.
- Yes or no is what the recorder decided last; the reason is the sentence of its code.
- Every look is counted and shown by role and label, never what was looked at.
- A young person sees what is about their own device, a carer all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from consent.acts import (
    DayClosed,
    DayKeyCreated,
    Exported,
    PolicyChanged,
    Rebooted,
    StoppedByPress,
    SwitchedOff,
    SwitchedOn,
    Updated,
    Viewed,
)
from consent.audit_entry import AuditEntry
from consent.calendar import london_day, months_later
from consent.codes import Code
from consent.profiles.dates import FIRST_REVIEW_MONTHS
from consent.recorder_answers import AgreementStanding, HowItStands
from consent.records.agreement import Agreement
from consent.records.fields import LocalDate
from console import words
from console.pages.agreed import Fact
from console.pages.recorded import Verdict
from console.pages.times import day_in_words, time_in_words
from console.services.agreements import ReadAgreement
from console.services.visit import Visit
from console.services.visit_square import Square, square_of
from console.store.recorder import RecorderRefused, RecorderSilent
from console.words.of_policy import FOR_CARER

CHECK_WORDS: Final = 6
UNFOLDED: Final = 5

_UNSAID: Final = (DayClosed, DayKeyCreated, PolicyChanged, Updated)
"""What happens every day by itself, or is about no agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of what happened, or of a gap."""

    time: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedPart:
    """What happened, the newest first; `text` stands in where there is no line."""

    rows: tuple[Happened, ...]
    folded: tuple[Happened, ...]
    fold: str | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAgreement:
    """One agreement: what there is to know of it, in short."""

    heading: str
    texts: tuple[str, ...]
    facts: tuple[Fact, ...]
    check: str | None
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The signed text, and its square code where one can hold it."""

    text: str
    square: Square | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What was typed into a field that was refused, and the sentence why."""

    typed: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page shows beside how things stand: an answer, or a field that was refused."""

    spoken: tuple[str, ...] = ()
    statement: Statement | None = None
    wrong_digits: Field | None = None
    wrong_challenge: Field | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """The page. `at` is when the recorder said all this, None where it says nothing."""

    title: str
    status: HTTPStatus
    at: str | None
    verdict: Verdict
    agreements: tuple[VisitAgreement, ...] = ()
    looks: HappenedPart | None = None
    happened: HappenedPart | None = None
    gaps: HappenedPart | None = None
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """Where a stop code is typed; it says nothing of how things stand."""

    title: str
    status: HTTPStatus
    wrong: Field | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedPage:
    """After a stop code: the four words; none where they cannot be had, and why."""

    title: str
    status: HTTPStatus
    words: tuple[str, ...]
    text: str


NOTHING_ASKED: Final = Asked()


def visit_page(visit: Visit | None, asked: Asked = NOTHING_ASKED) -> VisitPage:
    """Return the page for what the recorder tells; None is that it tells nothing."""
    wrong = asked.wrong_digits or asked.wrong_challenge
    if visit is None:
        return _silent(asked)
    how = visit.how
    named = {digest: one.agreement for digest, one in (visit.read or {}).items()}
    shown = {one.agreement for one in how.agreements}
    entries = None if visit.entries is None else _about(visit.entries, how, shown)
    labels = {one.id: one.label for one in how.devices}
    return VisitPage(
        title=words.TITLE.format(page=words.visit.VISIT),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        at=time_in_words(how.at),
        verdict=_verdict(how),
        agreements=tuple(
            agreement_of(one, visit, is_first=place == 0)
            for place, one in enumerate(visit.agreements)
        ),
        looks=_looks(entries, named),
        happened=_happened(entries, labels),
        gaps=_gaps(entries),
        asked=asked,
    )


def refused_field(typed: str, refused: RecorderRefused | RecorderSilent) -> Field:
    """Return a field that the recorder refused, with the sentence of its code."""
    if isinstance(refused, RecorderSilent):
        return Field(typed=typed, error=words.visit.NO_ANSWER)
    is_form = refused.code in {Code.SPOKEN_DIGITS, Code.RECORD_VALUE, Code.RECORD_TYPE}
    error = words.visit.DIGITS_WRONG if is_form else FOR_CARER[refused.code]
    return Field(typed=typed, error=error)


def code_page(wrong: Field | None = None) -> CodePage:
    """Return the page on which anyone may type a stop code."""
    return CodePage(
        title=words.TITLE.format(page=words.visit.CODE),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        wrong=wrong,
    )


def statement_of(text: str) -> Statement:
    """Return a signed text with its square code."""
    return Statement(text=text, square=square_of(text))


def stopped_page(found: tuple[str, ...] | None) -> StoppedPage:
    """Return what a stop code came to; None is that its words are not here any more."""
    text = words.visit.STOPPED_TEXT if found else words.visit.STOPPED_UNKEPT
    return StoppedPage(
        title=words.TITLE.format(page=words.visit.STOPPED),
        status=HTTPStatus.OK if found is not None else HTTPStatus.NOT_FOUND,
        words=found or (),
        text=words.visit.STOPPED_GONE if found is None else text,
    )


def _silent(asked: Asked) -> VisitPage:
    return VisitPage(
        title=words.TITLE.format(page=words.visit.VISIT),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        at=None,
        verdict=Verdict(
            heading=words.visit.SILENT,
            large=None,
            texts=(words.visit.SILENT_TEXT,),
            icon="unplug",
            is_on=False,
        ),
        asked=asked,
    )


def _verdict(how: HowItStands) -> Verdict:
    on = [one.label for one in how.devices if one.off is None]
    if on:
        texts: tuple[str, ...] = (words.visit.YES_TEXT.format(devices=", ".join(on)),)
    elif not how.agreements:
        texts = (words.visit.NO_TEXT, words.visit.NOBODY_YET)
    else:
        texts = (words.visit.NO_TEXT,)
    return Verdict(
        heading=words.visit.ASKED,
        large=words.visit.YES if on else words.visit.NO,
        texts=texts,
        icon="eye" if on else "eye-off",
        is_on=bool(on),
    )


def agreement_of(one: AgreementStanding, visit: Visit, *, is_first: bool) -> VisitAgreement:
    """Return what there is to know of an agreement, in short."""
    read = None if visit.read is None else visit.read.get(one.agreement)
    today = london_day(visit.how.at)
    texts = []
    if read is None:
        texts.append(words.visit.UNREAD)
    due = None if read is None else due_day(read)
    if one.over is None and due is not None and today > due:
        texts.append(words.visit.OVERDUE_TEXT.format(date=day_in_words(due)))
    if one.over is None and one.is_objected:
        texts.append(words.visit.OBJECTED.format(date=day_in_words(one.valid_until)))
    if one.over is None and one.is_paused:
        texts.append(words.visit.PAUSED)
    return VisitAgreement(
        heading=words.visit.AGREEMENT if is_first else words.visit.OTHER,
        texts=tuple(texts),
        facts=tuple(_facts(one, visit.how, read, due, today)),
        check=None if read is None else check_words(read),
        is_over=one.over is not None,
    )


def _facts(
    one: AgreementStanding,
    how: HowItStands,
    read: ReadAgreement | None,
    due: LocalDate | None,
    today: LocalDate,
) -> list[Fact]:
    if one.over is not None:
        return [Fact(label=words.visit.OVER, texts=(FOR_CARER[one.over],))]
    until = min(one.valid_until, one.end_by)
    facts = [Fact(label=words.visit.UNTIL, texts=(day_in_words(until),))]
    if due is not None:
        label = words.visit.OVERDUE if today > due else words.visit.DUE
        facts.append(Fact(label=label, texts=(day_in_words(due),)))
    named = {each.id for each in read.agreement.devices} if read else set()
    devices = tuple(
        words.visit.DEVICE_ON.format(device=device.label)
        if device.off is None
        else words.visit.DEVICE_OFF.format(device=device.label, why=FOR_CARER[device.off])
        for device in how.devices
        if device.id in named
    )
    if devices:
        facts.append(Fact(label=words.visit.DEVICES, texts=devices))
    return facts


def due_day(read: ReadAgreement) -> LocalDate | None:
    """Return the day by which the next review must be held, None where there is to be none."""
    days = [review.next_review_due for _, review in read.line.reviews]
    if days:
        return days[-1]
    return months_later(read.agreement.starts_on, FIRST_REVIEW_MONTHS)


def check_words(read: ReadAgreement) -> str | None:
    """Return the words that paper and page are compared by; None where the text is another."""
    if read.text is None or not read.is_text_signed:
        return None
    return " ".join(read.text.words[:CHECK_WORDS])


def _about(
    entries: Sequence[AuditEntry], how: HowItStands, shown: set[str]
) -> tuple[AuditEntry, ...]:
    """Return the entries about these agreements and devices, and those about the whole box."""
    devices = {one.id for one in how.devices}
    found = []
    for entry in entries:
        agreement = getattr(entry.act, "agreement", None)
        device = getattr(entry.act, "device", None)
        # A device that is gone by now was of one of the agreements.
        is_ours = agreement in shown if agreement is not None else device in {None, *devices}
        if is_ours:
            found.append(entry)
    return tuple(found)


def _looks(entries: Sequence[AuditEntry] | None, named: Mapping[str, Agreement]) -> HappenedPart:
    if entries is None:
        return HappenedPart(rows=(), folded=(), fold=None, text=words.visit.UNSOUND)
    rows = [
        Happened(time=time_in_words(entry.at), text=_looked(entry.act, named))
        for entry in reversed(entries)
        if isinstance(entry.act, Viewed | Exported)
    ]
    return _part(rows, words.visit.LOOKS_NOBODY)


def _looked(look: Viewed | Exported, named: Mapping[str, Agreement]) -> str:
    agreement = named.get(look.agreement)
    viewers = agreement.viewing.viewers if agreement else ()
    who = [
        words.visit.VIEWERS[one.role].format(label=one.label)
        for one in viewers
        if one.keys.keyid == look.viewer
    ]
    days = ", ".join(day_in_words(day) for day in sorted(look.days))
    why = words.visit.REASONS[look.reason] if isinstance(look, Viewed) else words.visit.TOOK
    return words.visit.LOOKED.format(who=(*who, words.LOOKS_SOMEBODY)[0], days=days, why=why)


def _happened(entries: Sequence[AuditEntry] | None, labels: Mapping[str, str]) -> HappenedPart:
    if entries is None:
        return HappenedPart(rows=(), folded=(), fold=None, text=words.visit.UNSOUND)
    rows = [
        Happened(time=time_in_words(entry.at), text=_said(entry, labels))
        for entry in reversed(entries)
        if not isinstance(entry.act, _UNSAID)
    ]
    return _part(rows, words.visit.TIMELINE_NONE)


def _said(entry: AuditEntry, labels: Mapping[str, str]) -> str:
    match entry.act:
        case StoppedByPress(press=press):
            return words.visit.PRESSED[press]
        case SwitchedOff(device=device, code=code):
            label = labels.get(device, words.visit.GONE_DEVICE)
            return words.visit.ACTS["off"].format(device=label, why=FOR_CARER[code])
        case SwitchedOn(device=device):
            label = labels.get(device, words.visit.GONE_DEVICE)
            return words.visit.ACTS["on"].format(device=label)
        case act:
            return words.visit.ACTS[act.how]


def _gaps(entries: Sequence[AuditEntry] | None) -> HappenedPart:
    """Return when a device was off after it had been on once, the newest first."""
    if entries is None:
        return HappenedPart(rows=(), folded=(), fold=None, text=words.visit.UNSOUND)
    off: dict[str, tuple[datetime, str]] = {}
    on: set[str] = set()
    found: list[Happened] = []
    for entry in entries:
        match entry.act:
            case SwitchedOn(device=device):
                if device in off:
                    since, why = off.pop(device)
                    found.append(_gap(since, entry.at, why))
                on.add(device)
            case SwitchedOff(device=device, code=code) if device in on:
                off[device] = (entry.at, FOR_CARER[code])
                on.discard(device)
            case Rebooted():
                off |= dict.fromkeys(on, (entry.at, words.visit.GAP_START))
                on.clear()
            case _:
                pass
    found += [
        Happened(time=words.visit.GAP_OPEN.format(since=time_in_words(since)), text=why)
        for since, why in off.values()
    ]
    return _part(found[::-1], words.visit.GAPS_NONE)


def _gap(since: datetime, until: datetime, why: str) -> Happened:
    return Happened(
        time=words.visit.GAP.format(since=time_in_words(since), time=time_in_words(until)),
        text=why,
    )


def _part(rows: Sequence[Happened], nothing: str) -> HappenedPart:
    return HappenedPart(
        rows=tuple(rows[:UNFOLDED]),
        folded=tuple(rows[UNFOLDED:]),
        fold=words.visit.TIMELINE_ALL.format(count=len(rows)) if len(rows) > UNFOLDED else None,
        text=None if rows else nothing,
    )
