from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policy.given.requests import (
    KEPT,
    MAX_OPEN,
    MAX_WORDS,
    OPEN_FOR,
    Answer,
    Request,
    answered,
    kept,
    may_ask,
    without_person,
)
from policy.names import from_text
from policy.timed import Target

ASKED = datetime(2025, 3, 29, 20, tzinfo=UTC)
SITE = from_text("site.example")


def request(number: int = 1, **changes: Any) -> Request:  # noqa: ANN401 - any field of a request
    """Return a request for a site, with some fields changed."""
    fields: dict[str, Any] = {
        "number": number,
        "young_person": "Sam",
        "asked": ASKED,
        "words": "For art.",
        "name": SITE,
    }
    return Request(**(fields | changes))


def test_a_carer_answers_with_words() -> None:
    """The exchange holds both sides' words, who answered and when."""
    at = ASKED + timedelta(hours=1)
    found = answered(request(), yes=True, carer="Jo", words="Until Friday.", at=at)

    assert found == request(
        answer=Answer.YES, answered=at, answered_by="Jo", answer_words="Until Friday."
    )
    assert answered(request(), yes=False, carer="Jo", words="", at=at).answer is Answer.NO


def test_an_answer_stands() -> None:
    """What was answered is not answered again, and nothing is answered before it was asked."""
    done = answered(request(), yes=True, carer="Jo", words="", at=ASKED)

    with pytest.raises(ValueError, match="answered already; ask again"):
        answered(done, yes=False, carer="Jo", words="", at=ASKED)
    with pytest.raises(ValueError, match="comes after its question"):
        answered(request(), yes=True, carer="Jo", words="", at=ASKED - timedelta(seconds=1))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing asked for": ({"name": None}, "ask for one thing"),
    "two things": ({"title": "Bedtime"}, "ask for one thing"),
    "minutes of nothing": ({"minutes": 10}, "ask for one thing"),
    "no minutes of something": ({"name": None, "target": Target()}, "ask for one thing"),
    "a book": ({"words": "x" * (MAX_WORDS + 1)}, "at most 500 letters"),
    "a book as an answer": ({"answer_words": "x" * (MAX_WORDS + 1)}, "at most 500 letters"),
    "a yes of nobody": ({"answer": Answer.YES, "answered": ASKED}, "who gave it"),
    "a yes at no time": ({"answer": Answer.YES, "answered_by": "Jo"}, "and when"),
    "somebody who did not answer": ({"answered_by": "Jo"}, "who gave it"),
    "an answer that waits": ({"answered": ASKED}, "and when"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_half_a_request_cannot_be_built(case: str) -> None:
    """Each of these is refused."""
    changes, words = REFUSED[case]

    with pytest.raises(ValueError, match=words):
        request(**changes)


def test_minutes_and_a_later_bedtime_can_be_asked_for() -> None:
    """The other two kinds of request are in order."""
    minutes = request(name=None, target=Target(), minutes=20)

    assert minutes.last_word == ASKED
    assert request(name=None, title="Bedtime").title == "Bedtime"


def test_an_exchange_is_kept_for_thirty_days_from_its_last_word() -> None:
    """A second before that it is there, then it is gone."""
    at = ASKED + timedelta(days=2)
    done = answered(request(), yes=True, carer="Jo", words="", at=at)

    assert kept([done], at + KEPT - timedelta(seconds=1)) == (done,)
    assert kept([done], at + KEPT) == ()
    assert timedelta(days=30) == KEPT


def test_a_request_that_nobody_answered_says_so() -> None:
    """After three days it is closed, and thirty days later gone."""
    waiting = request()
    closed = request(answer=Answer.NOT_ANSWERED, answered=ASKED + OPEN_FOR)

    assert kept([waiting], ASKED + OPEN_FOR - timedelta(seconds=1)) == (waiting,)
    assert kept([waiting], ASKED + OPEN_FOR) == (closed,)
    assert kept(kept([waiting], ASKED + OPEN_FOR), ASKED + OPEN_FOR + KEPT) == ()


def test_only_so_many_wait_at_once() -> None:
    """Each young person has their own ten; what was answered leaves room."""
    waiting = [request(number) for number in range(MAX_OPEN)]
    done = answered(waiting[0], yes=False, carer="Jo", words="", at=ASKED)

    assert not may_ask(waiting, "Sam")
    assert may_ask(waiting, "Alex")
    assert may_ask([done, *waiting[1:]], "Sam")


def test_with_the_stay_go_the_words() -> None:
    """The requests of somebody whose stay is over are gone, others' are not."""
    theirs, others = request(), request(2, young_person="Alex")

    assert without_person([theirs, others], "Sam") == (others,)
