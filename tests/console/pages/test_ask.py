from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.pages.ask import ask_page
from console.words import ask
from policy.given.requests import OPEN_FOR, Request, answered, kept
from policy.names import from_text
from tests.console.given_home import SIX_IN_THE_EVENING
from tests.console.pages.evenings import Plain

ASKED = Request(
    number=1,
    young_person="Sam",
    asked=SIX_IN_THE_EVENING - timedelta(hours=1),
    words="please",
    name=from_text("chess.example"),
)
SAM, ALEX = Plain().now().household.young_people

BECAME = {
    "waiting": (ASKED, ask.WAITS, None),
    "yes": (
        answered(ASKED, yes=True, carer="Jo", words="", at=SIX_IN_THE_EVENING),
        ask.YES.format(who="Jo"),
        None,
    ),
    "no": (
        answered(ASKED, yes=False, carer="Kim", words="Not now.", at=SIX_IN_THE_EVENING),
        ask.NO.format(who="Kim"),
        ask.WHY.format(reason="Not now."),
    ),
    "forgotten": (kept([ASKED], ASKED.asked + OPEN_FOR)[0], ask.NOT_ANSWERED, None),
}


@pytest.mark.parametrize(("request_kept", "answer", "why"), BECAME.values(), ids=BECAME)
def test_what_became_of_a_request_is_told_with_why(
    request_kept: Request, answer: str, why: str | None
) -> None:
    """Who answered, what, and the reason; or that nobody did."""
    [row] = ask_page(Plain().now(requests=(request_kept,)), SAM).rows

    assert row.text == ask.ASKED_SITE.format(site="chess.example")
    assert (row.words, row.when) == ("please", "On 21 November, 17:00")
    assert (row.answer, row.why) == (answer, why)


def test_the_latest_comes_first_and_only_ones_own() -> None:
    """Nobody reads what somebody else asked."""
    second = replace(ASKED, number=2, words="again")
    now = Plain().now(requests=(ASKED, second, replace(ASKED, number=3, young_person="Alex")))

    assert [row.words for row in ask_page(now, SAM).rows] == ["again", "please"]


def test_a_shared_device_shows_nothing_that_was_asked() -> None:
    """Others use it too."""
    page = ask_page(Plain().now(requests=(ASKED,)), SAM, is_shared=True)

    assert (page.rows, page.is_shared) == ((), True)


def test_who_reads_it_is_said_also_where_no_carer_has_a_name() -> None:
    """Every carer of the home is named, since all of them can read it."""
    now = Plain().now()
    nameless = replace(now.household, carers=())

    assert ask_page(now, SAM).who_reads == ask.WHO_READS.format(who="Jo and Kim")
    assert ask_page(Plain().now(household=nameless), SAM).who_reads == ask.WHO_READS_NOBODY


def test_only_what_a_yes_could_give_is_offered() -> None:
    """Minutes where some are counted, later where there is a bedtime; a site always."""
    sam, alex = (ask_page(Plain().now(), young) for young in (SAM, ALEX))

    assert [one.label for one in sam.targets] == ["games", "streaming"]
    assert [one.label for one in sam.titles] == ["Bedtime"]
    assert (alex.targets, alex.titles) == ((), ())
