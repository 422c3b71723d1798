from __future__ import annotations

from datetime import date
from http import HTTPStatus

import pytest

from consent.codes import Code
from consent.records.fields import ViewerRole
from consent.rows import Row
from consent.sentences import SENTENCES
from console import words
from console.pages.viewing import viewing_page, why_nothing
from console.services.viewing import REASONS, KeptSet, LookRefused, OpenedDay
from console.services.viewing_wrong import Wrong
from console.store.recorder import RecorderRefused, RecorderSilent
from tests.consent.scene import PHONE, agreed
from tests.console.told import TABLET, only

DAY = date(2026, 12, 8)
KEPT = KeptSet(
    agreement=agreed().agreements[0],
    device=PHONE,
    label="Blue phone",
    days=(DAY, date(2026, 12, 5)),
    read=only(agreed()),
)
SITE = Row(hour=17, category="strangers", domain="chat.example", times=None)
BARE = Row(hour=23, category=None, domain="dates.example", times=None)
COUNT = Row(hour=None, category="strangers", domain=None, times=20)


def test_the_form_holds_nothing_of_what_was_written_down() -> None:
    """Before a look there are devices, days and hours, and no row and no day is open."""
    page = viewing_page((KEPT,), ViewerRole.CARER)
    [form] = page.forms

    assert page.days == ()
    assert (form.label, form.hours) == ("Blue phone", "From 15:00 to 22:00")
    assert [(one.day, one.label) for one in form.days] == [
        ("2026-12-08", "8 December 2026"),
        ("2026-12-05", "5 December 2026"),
    ]


def test_a_carer_says_why_and_a_young_person_need_not() -> None:
    """Each reason that a carer may have is there, and on one's own device there is none."""
    carers = viewing_page((KEPT,), ViewerRole.CARER)
    own = viewing_page((KEPT,), ViewerRole.YOUNG_PERSON)

    assert [one for one, _ in carers.reasons] == list(REASONS)
    assert (carers.is_own, own.is_own, own.reasons) == (False, True, ())


def test_a_row_says_its_hour_and_what_it_does_not_show() -> None:
    """A site stands in one hour with its kind where there is one, and a count in none."""
    days = (OpenedDay(day=DAY, rows=(SITE, BARE, COUNT)), OpenedDay(day=DAY, rows=()))
    page = viewing_page((KEPT,), ViewerRole.CARER, days)
    full, empty = page.days
    site, bare, count = full.rows

    assert (full.heading, empty.rows) == ("8 December 2026", ())
    assert (site.time, bare.time, count.time) == ("17:00 to 18:00", "23:00 to 00:00", None)
    assert site.text.startswith("chat.example (")
    assert bare.text == "dates.example"
    assert "asked for, and blocked, 20 times" in count.text
    assert "Blue phone" not in page.title


STATES = {
    "silent": (None, HTTPStatus.SERVICE_UNAVAILABLE, words.viewing.SILENT),
    "nothing": ((), HTTPStatus.OK, words.viewing.NOTHING),
    "something": ((KEPT,), HTTPStatus.OK, None),
}


@pytest.mark.parametrize(("sets", "status", "text"), STATES.values(), ids=STATES)
def test_silent_is_told_from_nothing(
    sets: tuple[KeptSet, ...] | None, status: HTTPStatus, text: str | None
) -> None:
    """Where the box cannot say, the page does not say that there is nothing."""
    page = viewing_page(sets, ViewerRole.CARER)

    assert (page.status, page.text) == (status, text)


def test_what_is_wrong_stands_at_the_form_that_was_sent() -> None:
    """Where that form is gone by now it stands at the top, so that it is never lost."""
    placed = viewing_page((KEPT,), ViewerRole.CARER, wrong=(PHONE, "No."))
    loose = viewing_page((KEPT,), ViewerRole.CARER, wrong=(TABLET, "No."))

    assert ([one.error for one in placed.forms], placed.error) == (["No."], None)
    assert ([one.error for one in loose.forms], loose.error) == ([None], "No.")
    assert placed.status is HTTPStatus.UNPROCESSABLE_ENTITY


def test_each_refusal_has_its_own_words() -> None:
    """Ours in the page's words, the recorder's in the sentence of its code, silence as silence."""
    assert {wrong: why_nothing(LookRefused(wrong)) for wrong in Wrong} == words.viewing.WRONG
    assert why_nothing(RecorderRefused(Code.LOOK_VIEWER)) == SENTENCES[Code.LOOK_VIEWER].carer
    assert why_nothing(RecorderSilent("gone")) == words.viewing.SILENT
