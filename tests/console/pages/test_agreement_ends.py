from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from consent.codes import Code
from consent.commands.checking_bundle import box_words
from consent.errors import ConsentError
from consent.pasted import from_text
from consent.sentences import SENTENCES
from console import words
from console.pages.agreement_ends import (
    end_page,
    ended_page,
    home_card_page,
    why_not_ended,
)
from console.services.agreement import home_card
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from tests.console.recorder_home import RecorderHome, recorder_home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices."""
    with recorder_home(tmp_path) as home:
        yield home.enrolled()


def test_the_home_card_is_the_boxs_own_as_text(home: RecorderHome) -> None:
    """What is copied off the page is the signed card, beside the words of this very box."""
    octets, box = home_card(Recorder(home.socket)), home.how().box
    page = home_card_page(octets, box)

    assert from_text(page.text) == octets
    assert page.check == box_words(box)
    assert box[:16] not in page.title


def test_what_is_no_card_makes_no_page() -> None:
    """Octets that are no record are refused, and never shown for somebody to send."""
    with pytest.raises(ConsentError) as refused:
        home_card_page(b"no card", "b0" * 32)

    assert refused.value.code in set(Code)


def test_the_end_is_asked_for_and_says_what_is_wrong() -> None:
    """First there is no error; without the tick the page says what is missing."""
    assert (end_page().status, end_page().error) == (HTTPStatus.OK, None)
    assert (end_page("Tick it.").status, end_page("Tick it.").error) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Tick it.",
    )


ENDED = {
    "with a list": (b"list", HTTPStatus.OK, words.agreement.ENDED_LIST, "/there"),
    "a damaged list": (b"", HTTPStatus.OK, words.agreement.ENDED_NO_LIST, None),
    "taken away": (None, HTTPStatus.NOT_FOUND, words.agreement.ENDED_GONE, None),
}


@pytest.mark.parametrize(("octets", "status", "text", "at"), ENDED.values(), ids=ENDED)
def test_a_list_is_offered_where_there_is_one(
    octets: bytes | None, status: HTTPStatus, text: str, at: str | None
) -> None:
    """A list that was damaged is told from one that is not here any more."""
    page = ended_page(octets, "/there")

    assert (page.status, page.text, page.list_at) == (status, text, at)


def test_an_end_that_failed_is_never_said_to_hold() -> None:
    """A stop holds where the card takes nothing; an end does not, and silence claims neither."""
    failed = why_not_ended(RecorderRefused(Code.AUDIT))

    assert failed == words.agreement.NOT_ENDED
    assert why_not_ended(RecorderSilent("gone")) == words.agreement.NO_ANSWER
    assert why_not_ended(RecorderRefused(Code.DOUBT)) == SENTENCES[Code.DOUBT].carer
