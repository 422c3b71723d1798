from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.pages.standing import Tone
from console.pages.tonight import choices, tonight_page, why_not
from console.services.outcomes import Length, NotAsked, NotGiven
from console.store.database.given import KeptGrant
from console.store.published import Silence
from console.words import IN_FORCE as IN_FORCE_HEADING
from console.words import NOT_RUNNING, given, tonight
from policy.agent_answers import TargetLeft, TimeLeft
from policy.given.grants import Grant, GrantKind
from policy.given.requests import Request, answered
from policy.names import from_text
from policy.screen_time.targets import target_id
from policy.screen_time.words import time_left_for_adults
from policy.status import ClockState
from policy.timed import Period
from policy.what import What
from tests.console import homes
from tests.console.given_home import GAMES, SIX_IN_THE_EVENING, STREAMING
from tests.console.pages.evenings import Plain

ASKED = Request(
    number=7, young_person="Sam", asked=SIX_IN_THE_EVENING, name=from_text("chess.example")
)

TRUTHS: dict[str, tuple[dict[str, object], str]] = {
    "in force": ({}, IN_FORCE_HEADING),
    "nobody can say who asks": ({"quiet_minutes": None}, IN_FORCE_HEADING),
    "just before half an hour": ({"quiet_minutes": 29}, IN_FORCE_HEADING),
    "half an hour": ({"quiet_minutes": 30}, tonight.QUIET.format(time="17:30")),
    "cut to ten minutes": ({"quiet_minutes": 41}, tonight.QUIET.format(time="17:10")),
    "over midnight": (
        {"quiet_minutes": 20 * 60},
        tonight.QUIET.format(time="22:00 on 20 November"),
    ),
    "no device was tested": ({"is_tested": False}, tonight.UNTESTED),
    "no device at all comes before": (
        {"is_tested": False, "quiet_minutes": 30},
        tonight.QUIET.format(time="17:30"),
    ),
    "no filter comes before a test": (
        {"is_tested": False, "status": Silence.NOT_RUNNING},
        NOT_RUNNING,
    ),
    "no filter comes before": (
        {"quiet_minutes": 90, "status": Silence.NOT_RUNNING},
        NOT_RUNNING,
    ),
}


@pytest.mark.parametrize(("changed", "heading"), TRUTHS.values(), ids=TRUTHS)
def test_the_first_line_is_what_is_so(changed: dict[str, object], heading: str) -> None:
    """In force, or that no device uses this box and since when, or that there is no filter."""
    page = tonight_page(Plain().now(**changed))

    assert page.truth.heading == heading
    assert (page.truth.tone is Tone.FINE) is (heading == IN_FORCE_HEADING)


def test_minutes_are_told_in_steps_with_a_button_for_each() -> None:
    """Each budget that is counted has its sentence and its fifteen minutes; used up says so."""
    left = TimeLeft(
        left=tuple(
            TargetLeft(
                young_person=1, target=target, period=period, minutes=minutes, may_borrow=True
            )
            for target, period, minutes in (
                (GAMES, Period.DAY, 31),
                (GAMES, Period.WEEK, 200),
                (STREAMING, Period.WEEK, 0),
            )
        ),
        knows_the_time=True,
    )
    [sam, alex] = tonight_page(Plain().now(left=left)).people

    assert sam.left == (
        time_left_for_adults(31, GAMES, Period.DAY),
        time_left_for_adults(200, GAMES, Period.WEEK),
        time_left_for_adults(0, STREAMING, Period.WEEK),
    )
    assert "45 minutes" in sam.left[0]
    assert [one.target for one in sam.quick] == [target_id(GAMES), target_id(STREAMING)]
    assert (alex.left, alex.quick) == ((given.LEFT_NONE,), ())


def test_only_what_waits_is_asked_for() -> None:
    """An answered request is off the page; a site and a later bedtime come with lengths."""
    done = answered(replace(ASKED, number=1), yes=True, carer="Jo", words="", at=ASKED.asked)
    later = Request(number=8, young_person="Alex", asked=ASKED.asked, title="Bedtime")
    minutes = Request(number=9, young_person="Sam", asked=ASKED.asked, target=GAMES, minutes=30)
    cards = tonight_page(Plain().now(requests=(done, ASKED, later, minutes))).requests

    assert [one.number for one in cards] == [7, 8, 9]
    assert [one.heading for one in cards] == [
        tonight.ASKS_SITE.format(person="Sam", site="chess.example"),
        tonight.ASKS_LATER.format(person="Alex", title="Bedtime"),
        tonight.ASKS_MINUTES.format(person="Sam", count=30, target="games"),
    ]
    assert [len(one.lengths) for one in cards] == [3, 3, 0]


def test_what_was_answered_with_no_today_can_be_given_after_all() -> None:
    """It says who said no and when; yesterday's is past, and so is what was given since."""
    no = answered(ASKED, yes=False, carer="Jo", words="Homework first.", at=ASKED.asked)
    yes = answered(replace(ASKED, number=1), yes=True, carer="Jo", words="", at=ASKED.asked)
    page = tonight_page(Plain().now(requests=(no, yes)))
    tomorrow = Plain(at=ASKED.asked + timedelta(days=1)).now(requests=(no,))
    grant = Grant(
        kind=GrantKind.OPEN,
        giver="Kim",
        given=ASKED.asked,
        until=ASKED.asked + timedelta(hours=1),
        young_person="Sam",
        what=What(names=frozenset({from_text("chess.example")})),
    )
    given_since = Plain().now(requests=(no,), grants=(KeptGrant(number=1, grant=grant),))

    assert [(one.number, one.heading, len(one.lengths)) for one in page.refused] == [
        (7, tonight.ASKS_SITE.format(person="Sam", site="chess.example"), 3)
    ]
    assert page.refused[0].said.startswith("Jo said no at ")
    assert tonight_page(tomorrow).refused == ()
    assert tonight_page(given_since).refused == ()


def test_what_is_not_taken_up_yet_is_said_to_wait() -> None:
    """Where the rules are in force and what was given is not, one line says so."""
    grant = Grant(
        kind=GrantKind.PAUSE,
        giver="Jo",
        given=SIX_IN_THE_EVENING,
        until=SIX_IN_THE_EVENING + timedelta(hours=1),
        reason="dinner",
    )
    kept = (KeptGrant(number=1, grant=grant),)

    assert tonight_page(Plain().now(grants=kept)).waiting == given.WAITING
    assert tonight_page(Plain().now()).waiting is None
    assert tonight_page(Plain().now(grants=kept, status=Silence.ABSENT)).waiting is None


def test_the_time_is_asked_for_only_where_the_box_does_not_know_it() -> None:
    """A clock that cannot be right brings the question; one that can does not."""
    lost = replace(homes.IN_FORCE, clock=ClockState.IMPLAUSIBLE)

    assert tonight_page(Plain().now(status=lost)).asks_time
    assert not tonight_page(Plain().now()).asks_time


def test_no_name_stands_in_the_title() -> None:
    """Browsers keep titles, so it says nothing of who lives here."""
    page = tonight_page(Plain().now(requests=(ASKED,)))

    assert "Sam" not in page.title
    assert page.now == "Saturday 21 November, 18:00"


def test_everybody_is_paused_at_once_only_where_there_is_more_than_one() -> None:
    """In a home with one young person there is one pause, theirs."""
    now = Plain().now()
    alone = replace(now.household, young_people=now.household.young_people[:1])

    assert tonight_page(now).pause_all
    assert not tonight_page(Plain().now(household=alone)).pause_all


def test_lengths_and_refusals_have_their_words() -> None:
    """A choice sends the length and shows its words; each refusal has its sentence."""
    [choice] = choices((Length.MORNING,))

    assert (choice.value, choice.label) == ("morning", tonight.LENGTHS[Length.MORNING])
    assert why_not(NotGiven.NO_REASON) == tonight.NOT_GIVEN[NotGiven.NO_REASON]
    assert why_not(NotAsked.ANSWERED) == tonight.NOT_ANSWERED[NotAsked.ANSWERED]


UNNAMED = {
    0: None,
    1: "There is a device that nobody has named yet.",
    12: "There are 12 devices that nobody has named yet.",
}


@pytest.mark.parametrize("count", UNNAMED)
def test_new_devices_are_a_count_and_nothing_more(count: int) -> None:
    """How many wait for a name is told; which, and what they call themselves, is not."""
    assert tonight_page(Plain().now(unnamed=count)).unnamed == UNNAMED[count]
