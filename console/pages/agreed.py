"""One agreement about a device, as the page tells it: in short, how to stop it, and word for word.

Rules kept here:
- What is said in short is read off the records and the recorder's own standing, nothing else.
- The sentences before Stop come from what the agreement would amount to after the press. Where that
  cannot be told, they say only what is true in any case.
- Who can look is said by the same rules by which the recorder lets somebody look: nobody but the
  young person once it is over, no carer while their no stands.
- The text is shown whole while the agreement can still write something down, and stays to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from consent.calendar import start_of
from consent.codes import Code
from consent.home import ClockState
from consent.profiles.dates import NOTICE, NOTICE_IF_URGENT
from consent.recorder_answers import AgreementStanding, HowItStands, KeptDay
from consent.records.agreement import Agreement, Hours, Viewer
from consent.records.fields import Capacity, Countersign, Instant, ViewerRole
from consent.standing import Standing
from consent.texts import Text
from consent.texts.languages import language_named
from consent.texts.wording import Phrases, Section
from console import words
from console.pages.looks import viewer_in_words
from console.pages.times import day_in_words, minute_in_words, time_in_words
from console.services.agreements import ReadAgreement
from console.services.recorded import AgreementHere, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One labelled thing about an agreement."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPart:
    """The button, and what it does. `agreement` is what the form sends."""

    agreement: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPart:
    """What came of a press: four words, or what to do where there are none.

    `again` is what the form sends to have the words shown once more.
    """

    text: str
    words: tuple[str, ...]
    again: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """The agreement's own words. `check` are the words by which paper and page are compared."""

    language: str
    sections: tuple[Section, ...]
    check: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPart:
    """One agreement. `notice` is what there is to know of when it can start.

    `closed` is its digest where nothing of it can be opened any more, None before that.
    """

    heading: str
    texts: tuple[str, ...]
    facts: tuple[Fact, ...]
    stop: StopPart | None
    receipt: ReceiptPart | None
    notice: tuple[str, ...]
    text: TextPart | None
    is_over: bool
    closed: str | None


def agreement_part(one: AgreementHere, how: HowItStands) -> AgreementPart:
    """Return what to tell of an agreement."""
    read, standing = one.read, one.standing
    return AgreementPart(
        heading=words.AGREED_OLD if one.is_over else words.AGREED,
        texts=_texts(one),
        facts=() if read is None else _facts(one, read),
        stop=None if one.is_stopped else stop_part(standing.agreement, read),
        receipt=_receipt(one) if one.is_stopped else None,
        notice=() if one.is_over else _notice(one, how),
        text=None if read is None or read.text is None else _text(read, read.text),
        is_over=one.is_over,
        closed=standing.agreement if standing.is_closed else None,
    )


def stop_part(agreement: str, read: ReadAgreement | None) -> StopPart:
    """Return the button of an agreement with the sentences before it."""
    pressed = None if read is None else read.pressed
    return StopPart(agreement=agreement, texts=(*_after_stop(pressed), words.STOP_FREE))


def _after_stop(pressed: Standing | None) -> tuple[str, ...]:
    if pressed is not None and pressed.ended is Code.WITHDRAWN:
        return words.STOP_FOR_GOOD
    if pressed is not None and pressed.ended is None and pressed.is_objected:
        day = day_in_words(pressed.valid_until)
        return tuple(text.format(date=day) for text in words.STOP_PAUSES)
    return words.STOP_EITHER


def _texts(one: AgreementHere) -> tuple[str, ...]:
    standing = one.standing
    found = []
    if one.read is None or (one.read.text is None and not one.is_over):
        found.append(words.AGREED_UNREAD)
    if standing.over is not None:
        found.append(words.WHY_OFF[standing.over])
    if standing.is_closed:
        found.append(words.AGREED_CLOSED)
    if not one.is_over:
        if standing.is_objected:
            day = day_in_words(standing.valid_until)
            found.append(words.AGREED_OBJECTED.format(date=day))
        if standing.is_paused:
            found.append(words.AGREED_PAUSED)
    return tuple(found)


def _receipt(one: AgreementHere) -> ReceiptPart | None:
    match one.receipt:
        case Receipt(words=()):
            return ReceiptPart(text=words.STOP_UNKEPT, words=(), again=None)
        case Receipt(words=found):
            return ReceiptPart(text=words.STOP_WORDS, words=found, again=None)
        case None if one.was_pressed:
            again = one.standing.agreement
            return ReceiptPart(text=words.STOP_WORDS, words=(), again=again)
        case None:
            return None
        case _:
            assert_never(one.receipt)


def _facts(one: AgreementHere, read: ReadAgreement) -> tuple[Fact, ...]:
    language = read.text.language if read.text else "en"
    phrases = language_named(language).phrases
    facts = [Fact(label=words.AGREED_WHO, texts=_who(read, phrases))]
    if not one.is_over:
        facts = [
            Fact(label=words.AGREED_LAST, texts=(_last_day(one.standing),)),
            *facts,
            Fact(label=words.AGREED_WHAT, texts=(what_is_written(read, phrases),)),
            Fact(label=words.AGREED_HOURS, texts=(hours_in_words(read.line.scope.hours),)),
            Fact(label=words.AGREED_NEVER, texts=never_written(read)),
        ]
    return (
        *facts,
        Fact(label=words.AGREED_LOOK, texts=_can_look(one, read)),
        Fact(label=words.AGREED_KEPT, texts=(days_kept(one.days),)),
    )


def _last_day(standing: AgreementStanding) -> str:
    is_last = standing.valid_until >= standing.end_by
    text = words.AGREED_LATEST if is_last else words.AGREED_LAST_TEXT
    return text.format(date=day_in_words(min(standing.valid_until, standing.end_by)))


def _who(read: ReadAgreement, phrases: Phrases) -> tuple[str, ...]:
    countersign = read.agreement.giver.countersign
    beside = countersign is not None and countersign.state is Countersign.SIGNED
    return (
        _giver(read.agreement, phrases),
        *((words.AGREED_BESIDE,) if beside else ()),
        *(words.AGREED_ROLES[role] for role in read.signed_by),
        words.AGREED_AGENCY.format(domain=read.agreement.agency.domain),
    )


def _giver(agreement: Agreement, phrases: Phrases) -> str:
    giver = agreement.giver
    is_theirs = giver.capacity is Capacity.YOUNG_PERSON
    if giver.how.how == "own_key" and is_theirs:
        return words.AGREED_BY_CARD
    basis = phrases.none if giver.pr_basis is None else phrases.givers[giver.pr_basis]
    who = words.AGREED_YOU if is_theirs else basis
    on_paper = giver.how.how == "paper"
    return (words.AGREED_ON_PAPER if on_paper else words.AGREED_BY_KEY).format(who=who)


def what_is_written(read: ReadAgreement, phrases: Phrases) -> str:
    """Return what may be written down, in words."""
    scope = read.line.scope
    return words.AGREED_LEVELS[scope.level - 1].format(
        kinds=", ".join(phrases.kinds.get(one, one) for one in scope.categories),
        sites=", ".join(scope.watch),
    )


def hours_in_words(hours: Hours | None) -> str:
    """Return at what time of day."""
    if hours is None:
        return words.AGREED_ANY_HOUR
    return words.AGREED_FROM_TO.format(
        start=minute_in_words(hours.start), end=minute_in_words(hours.end)
    )


def never_written(read: ReadAgreement) -> tuple[str, ...]:
    """Return what is never written down."""
    more = read.line.scope.never_recorded
    if not more:
        return words.AGREED_NEVER_TEXT
    return (*words.AGREED_NEVER_TEXT, words.AGREED_NEVER_MORE.format(sites=", ".join(more)))


def _can_look(one: AgreementHere, read: ReadAgreement) -> tuple[str, ...]:
    can = [viewer_in_words(viewer) for viewer in read.viewers if _may_look(viewer, one)]
    return tuple(can) or (words.AGREED_NO_VIEWER,)


def _may_look(viewer: Viewer, one: AgreementHere) -> bool:
    match viewer.role:
        case ViewerRole.YOUNG_PERSON:
            return not one.standing.is_closed
        case ViewerRole.SOCIAL_WORKER:
            return not one.is_over
        case ViewerRole.CARER:
            return not one.is_stopped
        case _:
            assert_never(viewer.role)


def days_kept(days: tuple[KeptDay, ...]) -> str:
    """Return which days are kept now."""
    found = sorted({one.day for one in days})
    if not found:
        return words.AGREED_KEPT_NONE
    first, last = day_in_words(found[0]), day_in_words(found[-1])
    if len(found) == 1:
        return words.AGREED_KEPT_ONE.format(first=first)
    return words.AGREED_KEPT_MORE.format(count=len(found), first=first, last=last)


def _notice(one: AgreementHere, how: HowItStands) -> tuple[str, ...]:
    if one.read is None:
        return ()
    agreement = one.read.agreement
    told = None if one.notice is None else one.notice.told_at
    if told is None:
        if one.read.text is None:
            return (words.NOTICE_UNSHOWN,)
        if one.read.is_text_foreign:
            return (words.NOTICE_FOREIGN,)
        if how.clock is not ClockState.TRUSTED:
            return (words.NOTICE_NO_TIME,)
        at_soonest = time_in_words(_earliest(agreement, how.at))
        return (words.NOTICE_FIRST.format(time=at_soonest),)
    earliest = _earliest(agreement, told)
    text = words.NOTICE_PASSED if earliest <= how.at else words.NOTICE_COUNTS
    texts = [text.format(since=time_in_words(told), time=time_in_words(earliest))]
    if one.notice is not None and one.notice.is_lapsed:
        texts.append(words.NOTICE_LAPSED)
    return tuple(texts)


def _earliest(agreement: Agreement, told: Instant) -> Instant:
    """Return before which instant nothing is written down, where the wait counts from `told`."""
    wait = NOTICE_IF_URGENT if agreement.urgent else NOTICE
    return max(told + wait, start_of(agreement.starts_on))


def _text(read: ReadAgreement, text: Text) -> TextPart:
    return TextPart(
        language=text.phrases.language,
        sections=text.sections,
        check=words.NOTICE_CHECK.format(label=" ".join(text.words))
        if read.is_text_signed
        else None,
    )
