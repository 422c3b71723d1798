from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

import pytest

from consent.acts import (
    Act,
    Admitted,
    DayClosed,
    Rebooted,
    StoppedByPress,
    SwitchedOff,
    SwitchedOn,
)
from consent.codes import Code
from consent.home import Press
from consent.profiles.rules import AgreementCase
from consent.sentences import SENTENCES
from console import words
from console.pages.visit import (
    UNFOLDED,
    Asked,
    Field,
    VisitPage,
    agreement_of,
    check_words,
    code_page,
    due_day,
    refused_field,
    statement_of,
    stopped_page,
    visit_page,
)
from console.services.agreements import _pressed
from console.services.visit import Visit
from console.store.recorder import RecorderRefused, RecorderSilent
from tests.consent.profiles import sample
from tests.consent.scene import AFTER_REVIEW, NOW, PHONE, agreed, reviewed
from tests.console.told import (
    TABLET,
    entries,
    exported,
    how_of,
    only,
    phone,
    read_of,
    standing_of,
    viewed,
)

DIGEST: Final = agreed().agreements[0]
AT: Final = datetime(2026, 12, 8, 18, tzinfo=UTC)
ON: Final = SwitchedOn(how="on", device=PHONE, agreement=DIGEST, record=DIGEST, level=2)
OFF: Final = SwitchedOff(how="off", device=PHONE, agreement=DIGEST, code=Code.PAUSED)


def visit(*acts: Act, **changes: Any) -> Visit:  # noqa: ANN401 - fields of how it stands
    """Return a visit to a home with one agreement, on unless changed; each act an hour later."""
    how = how_of(agreed(), devices=(phone(),), agreements=(standing_of(agreed()),))
    told = [(act, AT + timedelta(hours=place)) for place, act in enumerate(acts)]
    begun = (Rebooted(how="reboot"), AT - timedelta(hours=1))
    return Visit(how=replace(how, **changes), read=read_of(agreed()), entries=entries(begun, *told))


def facts(page: VisitPage) -> dict[str, tuple[str, ...]]:
    """Return what is said of the first agreement, by its label."""
    return {one.label: one.texts for one in page.agreements[0].facts}


VERDICTS: dict[str, tuple[dict[str, object], str, tuple[str, ...]]] = {
    "on": ({}, words.visit.YES, (words.visit.YES_TEXT.format(devices="Blue phone"),)),
    "off": ({"devices": (phone(Code.PAUSED),)}, words.visit.NO, (words.visit.NO_TEXT,)),
    "nothing agreed": (
        {"devices": (), "agreements": ()},
        words.visit.NO,
        (words.visit.NO_TEXT, words.visit.NOBODY_YET),
    ),
}


@pytest.mark.parametrize(("changes", "large", "texts"), VERDICTS.values(), ids=VERDICTS)
def test_yes_or_no_is_what_was_decided_last(
    changes: dict[str, object], large: str, texts: tuple[str, ...]
) -> None:
    """The answer names the devices that are on, and says where nobody could be recorded at all."""
    page = visit_page(visit(**changes))

    assert (page.verdict.large, page.verdict.texts) == (large, texts)
    assert page.verdict.is_on is (large == words.visit.YES)
    assert page.at == "9 December 2026, 18:00"


def test_silence_is_neither_yes_nor_no() -> None:
    """No answer, no agreement and no list stands on the page of a box that says nothing."""
    page = visit_page(None)

    assert (page.status, page.verdict.large) == (HTTPStatus.SERVICE_UNAVAILABLE, None)
    assert (page.agreements, page.looks, page.happened, page.gaps) == ((), None, None, None)


def test_each_device_says_why_it_is_off() -> None:
    """The reason is the sentence of the recorder's own code."""
    on, off = visit_page(visit()), visit_page(visit(devices=(phone(Code.PAUSED),)))

    assert facts(on)[words.visit.DEVICES] == ("Blue phone: on",)
    assert facts(off)[words.visit.DEVICES] == (f"Blue phone: off. {SENTENCES[Code.PAUSED].carer}",)


def test_the_last_day_is_the_earlier_of_the_two() -> None:
    """It goes on until its last day, or until the very last one where that comes before."""
    early = standing_of(agreed(), end_by=date(2026, 12, 20))

    assert facts(visit_page(visit()))[words.visit.UNTIL] == ("2 January 2027",)
    assert facts(visit_page(visit(agreements=(early,))))[words.visit.UNTIL] == ("20 December 2026",)


def test_a_review_is_due_until_its_day_and_overdue_after() -> None:
    """On the day itself it is due; a day later it is overdue, which starts nothing."""
    due = due_day(only(agreed()))
    assert due is not None
    noon = datetime(due.year, due.month, due.day, 12, tzinfo=UTC)
    on, late = visit_page(visit(at=noon)), visit_page(visit(at=noon + timedelta(days=1)))

    assert words.visit.DUE in facts(on)
    assert words.visit.OVERDUE in facts(late)
    assert on.agreements[0].texts == ()
    assert "starts nothing again" in late.agreements[0].texts[0]


def test_after_a_review_the_next_one_is_due_on_the_day_it_said() -> None:
    """What the review itself says counts, and not the months after the start."""
    read = only(reviewed(), AFTER_REVIEW)
    [(_, review)] = read.line.reviews

    assert due_day(read) == review.next_review_due
    assert due_day(only(agreed())) != review.next_review_due


STANDINGS: dict[str, tuple[dict[str, object], str]] = {
    "a no": ({"is_objected": True}, words.visit.OBJECTED.format(date="2 January 2027")),
    "a pause": ({"is_paused": True}, words.visit.PAUSED),
}


@pytest.mark.parametrize(("changes", "text"), STANDINGS.values(), ids=STANDINGS)
def test_a_no_and_a_pause_are_said_while_it_goes_on(changes: dict[str, object], text: str) -> None:
    """Once it is over neither is said: then only why it is over stands there."""
    going = visit_page(visit(agreements=(standing_of(agreed(), **changes),))).agreements[0]
    gone = standing_of(agreed(), **changes, over=Code.STOPPED)
    over = visit_page(visit(agreements=(gone,))).agreements[0]

    assert (going.texts, going.is_over) == ((text,), False)
    assert (over.texts, over.is_over) == ((), True)
    assert [one.texts for one in over.facts] == [(SENTENCES[Code.STOPPED].carer,)]


def test_an_agreement_that_cannot_be_read_is_still_there() -> None:
    """It says so, and until when it goes on, and no words to compare are made up."""
    unread = replace(visit(), read=None)
    [one] = visit_page(unread).agreements

    assert one.texts == (words.visit.UNREAD,)
    assert [fact.label for fact in one.facts] == [words.visit.UNTIL]
    assert one.check is None


def test_words_to_compare_stand_only_beside_what_was_signed() -> None:
    """A mother signed other words than the young person reads, so there are none to compare."""
    signed = only(agreed())
    assert signed.text is not None
    mothers = only(agreed(sample.MOTHER_GIVES.agreement))

    assert check_words(signed) == " ".join(signed.text.words[:6])
    assert check_words(mothers) is None
    assert check_words(replace(signed, text=None)) is None


def test_the_one_that_is_vouched_for_is_called_the_agreement() -> None:
    """Any other bears another heading, so that nobody reads out the wrong one's words."""
    one, found = standing_of(agreed()), visit()

    assert agreement_of(one, found, is_first=True).heading == words.visit.AGREEMENT
    assert agreement_of(one, found, is_first=False).heading == words.visit.OTHER


def test_every_look_is_told_by_role_and_reason_the_newest_first() -> None:
    """Who, which days and why; of what was looked at there is nothing."""
    looks = visit_page(
        visit(viewed(date(2026, 12, 7), by="carer"), exported(date(2026, 12, 6)))
    ).looks
    assert looks is not None

    assert [one.text for one in looks.rows] == [
        f"A social worker: Priya. Days: 6 December 2026. Why: {words.visit.TOOK}.",
        "A carer: Ash. Days: 7 December 2026. Why: as it was agreed.",
    ]


def test_a_look_by_nobody_who_is_named_now_is_not_left_out() -> None:
    """Where the record cannot be read it was somebody, and it counts."""
    looks = visit_page(replace(visit(viewed(date(2026, 12, 7))), read=None)).looks
    assert looks is not None

    assert [one.text.split(".")[0] for one in looks.rows] == [words.LOOKS_SOMEBODY]


def test_without_a_look_it_says_that_nobody_has_looked() -> None:
    """That nobody looked is said only where the journal is sound."""
    sound = visit_page(visit()).looks
    damaged = visit_page(replace(visit(), entries=None))
    assert sound is not None

    assert sound.text == words.visit.LOOKS_NOBODY
    for part in (damaged.looks, damaged.happened, damaged.gaps):
        assert part is not None
        assert (part.text, part.rows) == (words.visit.UNSOUND, ())


def test_what_happens_every_day_by_itself_is_no_news() -> None:
    """A day that closed is not told, a press and a switch are, with the device by its label."""
    closed = DayClosed(
        how="day",
        device=PHONE,
        day=date(2026, 12, 7),
        level=0,
        frames=0,
        observations=0,
        last_frame=None,
    )
    press = StoppedByPress(how="stop_pressed", agreement=DIGEST, press=Press.STOP_CODE)
    part = visit_page(visit(ON, closed, OFF, press)).happened
    assert part is not None

    assert [one.text for one in part.rows] == [
        words.visit.PRESSED[Press.STOP_CODE],
        f"Off: Blue phone. {SENTENCES[Code.PAUSED].carer}",
        "On: Blue phone",
        words.visit.ACTS["reboot"],
    ]


def test_a_device_that_is_gone_has_no_label_any_more() -> None:
    """What happened to it stays on the list."""
    part = visit_page(visit(replace(ON, device=TABLET))).happened
    assert part is not None

    assert part.rows[0].text == f"On: {words.visit.GONE_DEVICE}"


def test_what_is_about_another_agreement_is_not_shown() -> None:
    """On a young person's device nothing of another's agreement is on the list."""
    foreign = replace(ON, agreement="0f" * 32)
    record = Admitted(how="import", record="0e" * 32)
    part = visit_page(visit(foreign, record)).happened
    assert part is not None

    assert [one.text for one in part.rows] == [
        words.visit.ACTS["import"],
        words.visit.ACTS["reboot"],
    ]


def test_a_long_list_is_folded_after_its_first_lines() -> None:
    """All of it is there, and the fold says how many there are."""
    acts: list[Act] = [ON, OFF] * 4
    part = visit_page(visit(*acts)).happened
    assert part is not None

    assert (len(part.rows), len(part.folded)) == (UNFOLDED, 9 - UNFOLDED)
    assert part.fold == words.visit.TIMELINE_ALL.format(count=9)


GAPS: dict[str, tuple[tuple[Act, ...], list[tuple[str, str]]]] = {
    "never on": ((OFF,), []),
    "on": ((ON,), []),
    "off and on again": (
        (ON, OFF, ON),
        [
            (
                "From 8 December 2026, 19:00 to 8 December 2026, 20:00",
                SENTENCES[Code.PAUSED].carer,
            )
        ],
    ),
    "off since": ((ON, OFF), [("Since 8 December 2026, 19:00", SENTENCES[Code.PAUSED].carer)]),
    "no power in between": (
        (ON, Rebooted(how="reboot"), ON),
        [("From 8 December 2026, 19:00 to 8 December 2026, 20:00", words.visit.GAP_START)],
    ),
    "started while it was off": (
        (ON, OFF, Rebooted(how="reboot"), ON),
        [
            (
                "From 8 December 2026, 19:00 to 8 December 2026, 21:00",
                SENTENCES[Code.PAUSED].carer,
            )
        ],
    ),
}


@pytest.mark.parametrize(("acts", "found"), GAPS.values(), ids=GAPS)
def test_a_gap_is_from_when_it_went_off_until_it_was_on_again(
    acts: tuple[Act, ...], found: list[tuple[str, str]]
) -> None:
    """Before it was on for the first time there is none, and each says why."""
    part = visit_page(visit(*acts)).gaps
    assert part is not None

    assert [(one.time, one.text) for one in part.rows] == found
    assert part.text == (None if found else words.visit.GAPS_NONE)


def test_a_refused_field_says_why_and_keeps_what_was_typed() -> None:
    """Digits that are none in the page's words, all else by its code, and silence as silence."""
    form = refused_field("12a4", RecorderRefused(Code.SPOKEN_DIGITS))
    other = refused_field("1", RecorderRefused(Code.STOP_CODE_WRONG))
    silent = refused_field("1", RecorderSilent("gone"))
    page = visit_page(visit(), Asked(wrong_digits=form))

    assert form == Field(typed="12a4", error=words.visit.DIGITS_WRONG)
    assert other.error == SENTENCES[Code.STOP_CODE_WRONG].carer
    assert silent.error == words.visit.NO_ANSWER
    assert (page.status, page.asked.wrong_digits) == (HTTPStatus.UNPROCESSABLE_ENTITY, form)


def test_the_page_of_a_code_tells_nothing_of_how_things_stand() -> None:
    """Whoever finds the address reads no device and no agreement there."""
    assert code_page().status is HTTPStatus.OK
    assert code_page(Field(typed="1", error="No.")).status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert {"title", "status", "wrong"} == set(type(code_page()).__slots__)


RECEIPTS = {
    "words": (("a", "b", "c", "d"), HTTPStatus.OK, words.visit.STOPPED_TEXT),
    "not kept": ((), HTTPStatus.OK, words.visit.STOPPED_UNKEPT),
    "gone": (None, HTTPStatus.NOT_FOUND, words.visit.STOPPED_GONE),
}


@pytest.mark.parametrize(("found", "status", "text"), RECEIPTS.values(), ids=RECEIPTS)
def test_a_receipt_is_told_from_none_and_from_one_that_is_gone(
    found: tuple[str, ...] | None, status: HTTPStatus, text: str
) -> None:
    """What a person is to do with the words, or without them, is said."""
    page = stopped_page(found)

    assert (page.words, page.status, page.text) == (found or (), status, text)


def test_a_statement_too_long_for_a_square_is_still_there_as_text() -> None:
    """The square is beside the text and never in its place."""
    assert statement_of("asked 482913").square is not None
    assert (statement_of("x" * 4_000).text, statement_of("x" * 4_000).square) == ("x" * 4_000, None)


@pytest.mark.parametrize(
    "case", [sample.YOUNG_PERSON_GIVES, sample.ON_PAPER, sample.MOTHER_GIVES, sample.GUARDIAN_GIVES]
)
def test_a_stop_code_ends_whatever_was_agreed(case: AgreementCase) -> None:
    """Whoever gave it, it amounts to what the page of the code says before its field."""
    ledger = agreed(case.agreement)
    after = _pressed(ledger, ledger.agreements[0], NOW, Press.STOP_CODE)

    assert after is not None
    assert after.ended is Code.STOPPED
