from __future__ import annotations

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any, Final

import pytest

from consent.codes import Code
from consent.frozen import Kind
from consent.profiles.rules import AgreementCase
from consent.sentences import SENTENCES
from console import words
from console.pages.agreement import (
    AgreementsPage,
    CarersAgreement,
    ImportPart,
    KeptHere,
    Pressed,
    agreements_page,
    import_part,
    stop_texts,
    trouble_of,
)
from console.pages.own_words import CarersWords
from console.services.agreement import TakenIn
from console.services.visit import Visit
from console.store.database.contacts import Contact
from console.store.recorder import RecorderRefused, RecorderSilent
from console.store.routes_to_people import Route
from tests.consent.profiles import sample
from tests.consent.scene import agreed
from tests.console.told import how_of, kept, only, phone, read_of, standing_of

NOTHING: Final = KeptHere()
DUTY: Final = Contact(route=Route.TEAM, name="Duty", number="0300 555 0199")


def visit(case: AgreementCase = sample.YOUNG_PERSON_GIVES, **changes: Any) -> Visit:  # noqa: ANN401 - fields of how the agreement stands
    """Return a visit to a home with this agreement."""
    ledger = agreed(case.agreement)
    how = how_of(
        ledger,
        devices=(phone(agreement=ledger.agreements[0]),),
        agreements=(standing_of(ledger, **changes),),
    )
    return Visit(how=how, read=read_of(ledger), entries=())


def shown(case: AgreementCase = sample.YOUNG_PERSON_GIVES, **changes: Any) -> CarersAgreement:  # noqa: ANN401 - as above
    """Return what is shown of the agreement, going on or over."""
    page = agreements_page(visit(case, **changes), NOTHING)
    [one] = (*page.agreements, *page.over)
    return one


def fact(one: CarersAgreement, label: str) -> tuple[str, ...]:
    """Return what stands beside a label."""
    [texts] = [each.texts for each in one.facts if each.label == label]
    return texts


def test_an_agreement_says_what_was_agreed_and_by_whom() -> None:
    """What, when, never, who may look and why, and who signed stand in words of the record."""
    one = shown()

    assert one.heading == "The agreement about Blue phone, Old tablet"
    assert fact(one, words.AGREED_HOURS) == ("From 15:00 to 22:00",)
    assert fact(one, words.AGREED_NEVER)[-1].endswith("solicitor.example, clinic.example")
    assert fact(one, words.agreement.LOOKS) == (
        "The young person, with their card",
        "A social worker: Priya",
        "A carer: Ash. Why: Ash is there when a bad day comes.",
        "How often: once a week. And then: " + sample.YOUNG_PERSON_GIVES.agreement.viewing.then,
    )
    assert fact(one, words.agreement.SIGNED)[0] == words.agreement.SIGNED_GIVER[True]
    assert fact(one, words.agreement.SIGNED)[-1] == "They work for northmoor.gov.uk"


def test_who_said_yes_for_them_is_not_said_to_be_the_young_person() -> None:
    """A mother's yes is somebody's who cares for them by law."""
    assert (
        fact(shown(sample.MOTHER_GIVES), words.agreement.SIGNED)[0]
        == (words.agreement.SIGNED_GIVER[False])
    )


def test_the_text_is_shown_whole() -> None:
    """Every paragraph of the record's own text stands on the page, in its language."""
    one, read = shown(), only(agreed())
    assert read.text is not None
    lines = [line for part in one.sections for line in (part.heading, *part.paragraphs)]

    assert (lines, one.language) == (list(read.text.paragraphs), "en-GB")


def test_days_that_are_kept_are_this_agreements_own() -> None:
    """Another agreement's days are not counted as if they were kept under this one."""
    found, days = visit(), kept(date(2026, 12, 8))
    foreign = replace(days[0], agreement="0f" * 32)
    page = agreements_page(replace(found, how=replace(found.how, days=(*days, foreign))), NOTHING)

    assert fact(page.agreements[0], words.AGREED_KEPT) == ("One: 8 December 2026",)


PRESSES: dict[str, tuple[dict[str, Any], bool, bool, bool]] = {
    "going on": ({}, True, False, True),
    "paused": ({"is_paused": True}, False, True, True),
    "over": ({"over": Code.STOPPED}, False, False, False),
    "over while it was paused": ({"over": Code.STOPPED, "is_paused": True}, False, False, False),
}


@pytest.mark.parametrize(
    ("changes", "can_pause", "is_paused", "can_stop"), PRESSES.values(), ids=PRESSES
)
def test_what_can_be_pressed_is_what_would_change_something(
    changes: dict[str, Any],  # fields of how it stands
    can_pause: bool,  # noqa: FBT001 - a column of the table
    is_paused: bool,  # noqa: FBT001 - a column of the table
    can_stop: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A pause is not offered twice, nothing is offered of what is over, and nothing starts it."""
    one = shown(**changes)

    assert (one.can_pause, one.is_paused, bool(one.stop)) == (can_pause, is_paused, can_stop)


def test_what_a_stop_does_is_what_it_would_amount_to() -> None:
    """Where nobody can say what becomes of what was written down, the page says only that."""
    read = only(agreed())
    assert read.stopped is not None

    assert stop_texts(read) == words.agreement.STOP_ENDS
    assert read.stopped.ended is Code.STOPPED
    assert stop_texts(None) == words.agreement.STOP_UNSURE
    assert stop_texts(replace(read, stopped=None)) == words.agreement.STOP_UNSURE


@pytest.mark.parametrize(
    "case", [sample.YOUNG_PERSON_GIVES, sample.ON_PAPER, sample.MOTHER_GIVES, sample.GUARDIAN_GIVES]
)
def test_a_carers_stop_ends_whatever_was_agreed(case: AgreementCase) -> None:
    """Whoever gave it, a carer's stop is for good, as its sentences say."""
    assert shown(case).stop == words.agreement.STOP_ENDS


def test_what_is_over_stands_apart() -> None:
    """It is not among those that go on, and its heading says that it is over."""
    page = agreements_page(visit(over=Code.STOPPED), NOTHING)

    assert (page.agreements, len(page.over)) == ((), 1)
    assert page.over[0].heading == "An agreement that is over, about Blue phone, Old tablet"


def test_an_agreement_that_cannot_be_read_can_be_stopped() -> None:
    """It says so, and what a stop does is said as far as anybody knows."""
    [one] = agreements_page(replace(visit(), read=None), NOTHING).agreements

    assert (one.heading, one.facts, one.sections) == (words.agreement.HEADING_UNREAD, (), ())
    assert (one.can_pause, one.stop) == (True, words.agreement.STOP_UNSURE)


def test_a_silent_recorder_leaves_the_numbers_and_the_words_here() -> None:
    """Whom to ring does not hang on the part that is down, and no agreement is said to be none."""
    written = CarersWords(head="Maya.", text="I like it here.")
    page = agreements_page(None, KeptHere(contacts=(DUTY,), written=(written,)))

    assert (page.silent, page.status) == (True, HTTPStatus.SERVICE_UNAVAILABLE)
    assert [one.tel for one in page.tell.lines] == ["03005550199"]
    assert page.written == (written,)


REFUSED = {
    "nothing pasted": Pressed(taking=ImportPart(error="Paste.")),
    "a record refused": Pressed(taking=ImportPart(refused=("No.",))),
    "a press refused": Pressed(trouble="No."),
    "a time refused": Pressed(tell_error=(1, "when", "No.")),
}


@pytest.mark.parametrize("pressed", REFUSED.values(), ids=REFUSED)
def test_what_was_refused_is_answered_as_refused(pressed: Pressed) -> None:
    """A browser is told as well as a person."""

    def status(found: Pressed | None) -> HTTPStatus:
        page: AgreementsPage = agreements_page(visit(), NOTHING, found)
        return page.status

    assert status(pressed) is HTTPStatus.UNPROCESSABLE_ENTITY
    assert status(None) is status(Pressed(taking=ImportPart(taken=("Yes.",)))) is HTTPStatus.OK


def test_each_record_that_came_in_is_said_in_its_own_words() -> None:
    """New, known, unkept and refused are four different things."""
    part = import_part(
        (
            TakenIn(kind=Kind.AGREEMENT),
            TakenIn(kind=Kind.KEYSET, was_known=True),
            TakenIn(kind=Kind.STOP, is_unkept=True),
            TakenIn(kind=Kind.REVIEW, code=Code.SIG_INVALID),
            TakenIn(kind=None, code=Code.PASTE_NOTHING),
        ),
        "pasted",
    )

    assert part.taken == (
        words.agreement.ADMITTED[Kind.AGREEMENT],
        words.agreement.KNOWN,
        words.agreement.UNKEPT,
    )
    assert part.refused == (
        SENTENCES[Code.SIG_INVALID].carer,
        SENTENCES[Code.PASTE_NOTHING].carer,
    )


def test_what_was_pasted_stays_only_where_it_is_of_use() -> None:
    """After a refusal it is still in the field, and after all came in the field is empty."""
    good, bad = TakenIn(kind=Kind.AGREEMENT), TakenIn(kind=None, code=Code.PASTE_NOTHING)

    assert import_part((good, bad), "text").pasted == "text"
    assert import_part((good,), "text").pasted == ""


def test_why_something_was_not_done_is_said() -> None:
    """Silence does not claim that nothing was done, and what is unkept holds all the same."""
    assert trouble_of(RecorderSilent("gone")) == words.agreement.NO_ANSWER
    assert trouble_of(RecorderRefused(Code.AUDIT)) == words.agreement.UNKEPT
    assert trouble_of(RecorderRefused(Code.AGREEMENT_NONE)) == SENTENCES[Code.AGREEMENT_NONE].carer
