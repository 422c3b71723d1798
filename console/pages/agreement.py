"""The page of agreements, for a carer: what each says, and what a carer may do with it.

Rules kept here:
- It is drawn from what the recorder tells at one moment; where it tells nothing, it says so.
- What a stop would do comes from what the agreement would amount to after it.
- No part of it starts recording. A carers' own pause can be ended where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from consent.codes import Code
from consent.recorder_answers import AgreementStanding
from consent.records.agreement import Viewer
from consent.records.fields import Capacity
from consent.texts.languages import language_named
from consent.texts.wording import Section
from console import words
from console.pages.agreed import (
    Fact,
    days_kept,
    hours_in_words,
    never_written,
    what_is_written,
)
from console.pages.contacts import TellPart, tell_part
from console.pages.own_words import CarersWords
from console.pages.visit import VisitAgreement, agreement_of
from console.services.agreement import TakenIn
from console.services.agreements import ReadAgreement
from console.services.contacts import StopToTell
from console.services.visit import Visit
from console.store.database.contacts import Contact
from console.store.recorder import RecorderRefused, RecorderSilent
from console.words.language import language_here
from console.words.of_policy import FOR_CARER


@dataclass(frozen=True, slots=True, kw_only=True)
class CarersAgreement:
    """One agreement. `digest` is what its forms send; `stop` what a carer's stop does."""

    digest: str
    heading: str
    short: VisitAgreement
    facts: tuple[Fact, ...]
    language: str
    sections: tuple[Section, ...]
    stop: tuple[str, ...]
    can_pause: bool
    is_paused: bool
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPart:
    """The form that takes papers in: what was pasted, and what became of it."""

    pasted: str = ""
    error: str | None = None
    taken: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What came of a press; `tell_error` is a stop's place, a field, and a sentence."""

    taking: ImportPart = ImportPart()
    trouble: str | None = None
    tell_error: tuple[int, str, str] | None = None

    @property
    def is_refused(self) -> bool:
        """Whether it was refused, or is not sure."""
        taking = self.taking
        return bool(taking.error or taking.refused or self.trouble or self.tell_error)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHere:
    """What the console itself keeps beside agreements."""

    contacts: tuple[Contact, ...] = ()
    stops: tuple[StopToTell, ...] = ()
    written: tuple[CarersWords, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsPage:
    """The page. `silent` is what stands in where the recorder says nothing."""

    title: str
    status: HTTPStatus
    silent: bool
    tell: TellPart
    agreements: tuple[CarersAgreement, ...] = ()
    over: tuple[CarersAgreement, ...] = ()
    taking: ImportPart = ImportPart()
    trouble: str | None = None
    written: tuple[CarersWords, ...] = ()


def agreements_page(
    visit: Visit | None, kept: KeptHere, pressed: Pressed | None = None
) -> AgreementsPage:
    """Return the page for what the recorder tells; None is that it tells nothing."""
    pressed = pressed or Pressed()
    status = HTTPStatus.OK if visit else HTTPStatus.SERVICE_UNAVAILABLE
    if visit and pressed.is_refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    found = tuple(_one(one, visit) for one in visit.agreements) if visit else ()
    return AgreementsPage(
        title=words.TITLE.format(page=words.agreement.AGREEMENTS),
        status=status,
        silent=visit is None,
        tell=tell_part(kept.contacts, kept.stops, pressed.tell_error),
        agreements=tuple(one for one in found if not one.short.is_over),
        over=tuple(one for one in found if one.short.is_over),
        taking=pressed.taking,
        trouble=pressed.trouble,
        written=kept.written,
    )


def import_part(taken: Sequence[TakenIn], pasted: str) -> ImportPart:
    """Return what to say of records that were to be taken in."""
    good = tuple(_good(one) for one in taken if one.code is None)
    bad = tuple(FOR_CARER[one.code] for one in taken if one.code is not None)
    return ImportPart(pasted=pasted if bad else "", taken=good, refused=bad)


def trouble_of(refused: RecorderRefused | RecorderSilent) -> str:
    """Return why something was not done, in words."""
    if isinstance(refused, RecorderSilent):
        return words.agreement.NO_ANSWER
    if refused.code is Code.AUDIT:
        return words.agreement.UNKEPT
    return FOR_CARER[refused.code]


def _good(one: TakenIn) -> str:
    if one.is_unkept:
        return words.agreement.UNKEPT
    assert one.kind is not None  # what is no record was refused
    return words.agreement.KNOWN if one.was_known else words.agreement.ADMITTED[one.kind]


def _one(one: AgreementStanding, visit: Visit) -> CarersAgreement:
    read = None if visit.read is None else visit.read.get(one.agreement)
    short = agreement_of(one, visit, is_first=True)
    text = None if read is None else read.text
    return CarersAgreement(
        digest=one.agreement,
        heading=_heading(read, is_over=short.is_over),
        short=short,
        facts=() if read is None else _facts(one, read, visit),
        language=text.phrases.language if text else language_here().tag,
        sections=text.sections if text else (),
        stop=() if short.is_over else stop_texts(read),
        can_pause=not short.is_over and not one.is_paused,
        is_paused=one.is_paused and not short.is_over,
        is_closed=one.is_closed,
    )


def stop_texts(read: ReadAgreement | None) -> tuple[str, ...]:
    """Return what a carer's stop does, off what the agreement would amount to after it."""
    after = None if read is None else read.stopped
    is_ended = after is not None and after.ended is Code.STOPPED
    return words.agreement.STOP_ENDS if is_ended else words.agreement.STOP_UNSURE


def _heading(read: ReadAgreement | None, *, is_over: bool) -> str:
    if read is None:
        return words.agreement.HEADING_UNREAD
    text = words.agreement.HEADING_OVER if is_over else words.agreement.HEADING
    return text.format(devices=", ".join(one.label for one in read.agreement.devices))


def _facts(one: AgreementStanding, read: ReadAgreement, visit: Visit) -> tuple[Fact, ...]:
    phrases = language_named(read.text.language if read.text else "en").phrases
    viewing = read.agreement.viewing
    often = words.agreement.LOOK_OFTEN.format(
        how_often=phrases.how_often[viewing.how_often], then=viewing.then
    )
    by_young_person = read.agreement.giver.capacity is Capacity.YOUNG_PERSON
    kept = tuple(day for day in visit.how.days if day.agreement == one.agreement)
    return (
        Fact(label=words.AGREED_WHAT, texts=(what_is_written(read, phrases),)),
        Fact(label=words.AGREED_HOURS, texts=(hours_in_words(read.line.scope.hours),)),
        Fact(label=words.AGREED_NEVER, texts=never_written(read)),
        Fact(
            label=words.agreement.LOOKS,
            texts=(*map(_viewer, viewing.viewers), often),
        ),
        Fact(
            label=words.agreement.SIGNED,
            texts=(
                words.agreement.SIGNED_GIVER[by_young_person],
                *(words.AGREED_ROLES[role] for role in read.signed_by),
                words.AGREED_AGENCY.format(domain=read.agreement.agency.domain),
            ),
        ),
        Fact(label=words.AGREED_KEPT, texts=(days_kept(kept),)),
    )


def _viewer(viewer: Viewer) -> str:
    who = words.visit.VIEWERS[viewer.role].format(label=viewer.label)
    return words.agreement.LOOK_WHY.format(who=who, why=viewer.why) if viewer.why else who
