"""What is written down about the device that asks, for whoever holds it; nobody signs in.

Rules kept here:
- The page is a function of what the recorder tells at one moment. Where it tells nothing, the page
  says so and guesses nothing.
- Yes or no is what the recorder decided last for this very device, in its own words for why.
- No person, device or agreement stands in the title or in an address: browsers keep both.
- Nothing here promises what the records and the recorder do not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from consent.recorder_answers import DeviceStanding
from consent.records.fields import LocalDate
from console import words
from console.pages.agreed import AgreementPart, StopPart, agreement_part, stop_part
from console.pages.looks import LooksPart, looks_part
from console.pages.times import day_in_words
from console.services.recorded import Told
from console.words import card


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was asked, and the answer in one word where there is one.

    `is_on` is that something is written down.
    """

    heading: str
    large: str | None
    texts: tuple[str, ...]
    icon: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPage:
    """The page. `press_again` stands where a press of Stop was not answered.

    `by_card` is said where it was opened by card, `others` are the places of one's other devices.
    """

    title: str
    status: HTTPStatus
    device: str | None
    verdict: Verdict
    current: tuple[AgreementPart, ...] = ()
    over: tuple[AgreementPart, ...] = ()
    looks: LooksPart | None = None
    press_again: StopPart | None = None
    ask_again: bool = False
    by_card: str | None = None
    others: tuple[int, ...] = ()


def recorded_page(
    told: Told | None, others: Sequence[int] = (), *, lists_missing: bool = False
) -> RecordedPage:
    """Return the page for what the recorder tells; None is that it tells nothing.

    Without lists the filter cannot tell what must never be written down, and so passes nothing on.
    """
    page = _recorded(told)
    if lists_missing and page.device is not None and page.verdict.is_on:
        texts = (*page.verdict.texts, words.RECORDED_WITHOUT_LISTS)
        page = replace(page, verdict=replace(page.verdict, texts=texts))
    return replace(page, others=tuple(others))


def by_card_page(page: RecordedPage) -> RecordedPage:
    """Return the page as it is opened by card: about a device that may not be the one in hand."""
    if page.device is not None:
        return replace(page, by_card=card.RECORDED)
    if page.ask_again:
        return page
    nothing = Verdict(
        heading=card.RECORDED_NOTHING,
        large=None,
        texts=(card.RECORDED_NOTHING_TEXT,),
        icon="monitor-smartphone",
        is_on=False,
    )
    return replace(page, verdict=nothing)


def _recorded(told: Told | None) -> RecordedPage:
    if told is None:
        return _silent()
    device = told.device
    if device is None:
        return _page(_two(told) if told.devices else _unknown())
    parts = [agreement_part(one, told.how) for one in told.agreements]
    named = {
        one.standing.agreement: one.read.agreement
        for one in told.agreements
        if one.read is not None
    }
    return _page(
        _of(device),
        device=words.RECORDED_DEVICE.format(device=device.label),
        current=tuple(part for part in parts if not part.is_over),
        over=tuple(part for part in parts if part.is_over),
        looks=looks_part(told.looks, device.id, named),
    )


def unanswered_page(agreement: str) -> RecordedPage:
    """Return the page for a press of Stop of which nobody can say whether it stopped anything."""
    verdict = Verdict(
        heading=words.STOP_UNANSWERED,
        large=None,
        texts=(words.STOP_UNANSWERED_TEXT, words.STOP_OTHER_WAYS),
        icon="triangle-alert",
        is_on=False,
    )
    return RecordedPage(
        title=words.TITLE.format(page=words.RECORDED_TITLE),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        device=None,
        verdict=verdict,
        press_again=stop_part(agreement, None),
    )


def _page(
    verdict: Verdict,
    *,
    device: str | None = None,
    current: tuple[AgreementPart, ...] = (),
    over: tuple[AgreementPart, ...] = (),
    looks: LooksPart | None = None,
) -> RecordedPage:
    return RecordedPage(
        title=words.TITLE.format(page=words.RECORDED_TITLE),
        status=HTTPStatus.OK,
        device=device,
        verdict=verdict,
        current=current,
        over=over,
        looks=looks,
    )


def _silent() -> RecordedPage:
    verdict = Verdict(
        heading=words.RECORDED_SILENT,
        large=None,
        texts=(words.RECORDED_SILENT_TEXT,),
        icon="unplug",
        is_on=False,
    )
    return replace(_page(verdict), status=HTTPStatus.SERVICE_UNAVAILABLE, ask_again=True)


def _unknown() -> Verdict:
    return Verdict(
        heading=words.RECORDED_UNKNOWN,
        large=None,
        texts=(words.RECORDED_UNKNOWN_TEXT, words.RECORDED_UNKNOWN_TODO),
        icon="monitor-smartphone",
        is_on=False,
    )


def _two(told: Told) -> Verdict:
    is_off = all(one.off is not None for one in told.devices)
    return Verdict(
        heading=words.RECORDED_TWO,
        large=None,
        texts=(words.RECORDED_TWO_TEXT,) if is_off else (),
        icon="monitor-smartphone",
        is_on=not is_off,
    )


def _of(device: DeviceStanding) -> Verdict:
    if device.off is None:
        until = () if device.until is None else (_until(device.until),)
        return Verdict(
            heading=words.RECORDED_ASKED,
            large=words.RECORDED_YES,
            texts=(words.RECORDED_YES_TEXT, *until),
            icon="eye",
            is_on=True,
        )
    return Verdict(
        heading=words.RECORDED_ASKED,
        large=words.RECORDED_NO,
        texts=(words.RECORDED_NO_TEXT, words.WHY_OFF[device.off]),
        icon="eye-off",
        is_on=False,
    )


def _until(day: LocalDate) -> str:
    return words.RECORDED_UNTIL.format(date=day_in_words(day))
