"""What holds at a moment, as a table: who, when, what was given, which name, and the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.given.grants import Grant, GrantKind, holding
from policy.given.turns import Turn
from policy.household import Household
from policy.in_time import InTime
from policy.index import ListSource
from policy.listings import no_lists
from policy.moment import Moment
from policy.names import Name, from_text
from policy.never_blocked import LIFELINES, Lifeline
from policy.special import BYPASS_SIGNALS
from policy.timed import Target
from policy.tonight import Tonight
from policy.verdict import Allow, Block, Why
from policy.what import What
from tests.policy.evening import HOME, INDEX, at, clock, grant, moment, used
from tests.policy.strategies import index_of, names, whole_households
from tests.policy.time_strategies import evenings, moments

PHONE, LAPTOP, ALEX, JO = "Sam's phone", "Sam's school laptop", "Alex's phone", "Jo's phone"
GAMES, YOUTUBE, ALL = Target(category=Category.GAMES), Target(service="youtube"), Target()
SITE = What(names=frozenset({from_text("site.example")}))

PAUSE = grant(GrantKind.PAUSE, "14:00", "15:00")
OPEN_SITE = grant(GrantKind.OPEN, "14:30", "15:30", what=SITE)
OPEN_BEFORE = grant(GrantKind.OPEN, "13:30", "15:30", what=SITE)
HOMEWORK = grant(GrantKind.HOMEWORK, "14:00", "15:00", what=SITE)
PLAIN_HOMEWORK = grant(GrantKind.HOMEWORK, "14:00", "15:00")
LATER = grant(GrantKind.LATER, "20:50", "22:00")
IS_IT_US = grant(GrantKind.IS_IT_US, "14:00", "14:10", device=PHONE)
OPEN_GAMES = grant(
    GrantKind.OPEN, "14:00", "15:00", what=What(categories=frozenset({Category.GAMES}))
)
OPEN_SHOPS = grant(
    GrantKind.OPEN, "09:00", "15:00", what=What(categories=frozenset({Category.SHOPPING}))
)
CUT = grant(GrantKind.CUT_FAMILY_TIME, "20:00", "21:15")
MORE = grant(GrantKind.MORE_TIME, "14:00", "23:59", target=GAMES, minutes=30)
ALL_PAUSED = grant(GrantKind.PAUSE, "14:00", "15:00", person=None)

Row = tuple[str, str, tuple[Grant, ...], dict[Target, int], str, bool, Why]

TABLE: Final[dict[str, Row]] = {
    "an afternoon like any": (PHONE, "14:00", (), {}, "x.example", True, Why.NOTHING),
    "bedtime": (PHONE, "21:00", (), {}, "x.example", False, Why.CLOCK),
    "bedtime early in the morning": (PHONE, "06:59", (), {}, "x.example", False, Why.CLOCK),
    "bedtime is over": (PHONE, "07:00", (), {}, "x.example", True, Why.NOTHING),
    "bedtime for others": (ALEX, "21:00", (), {}, "x.example", True, Why.NOTHING),
    "bedtime leaves sleep sounds": (PHONE, "23:00", (), {}, "a.sleep.example", True, Why.NOTHING),
    "bedtime leaves audio stories": (PHONE, "23:00", (), {}, "audible.co.uk", True, Why.NOTHING),
    "bedtime and a lifeline": (PHONE, "23:00", (), {}, "childline.org.uk", True, Why.NEVER_BLOCKED),
    "bedtime beats an allow for always": (PHONE, "23:00", (), {}, "roblox.com", False, Why.CLOCK),
    "a rule in time opens through it": (PHONE, "21:30", (), {}, "radio.example", True, Why.RULE),
    "and not when it is over": (PHONE, "22:00", (), {}, "radio.example", False, Why.CLOCK),
    "a category by the clock": (PHONE, "11:59", (), {}, "shop.example", False, Why.CATEGORY),
    "a category after it": (PHONE, "12:00", (), {}, "shop.example", True, Why.NOTHING),
    "a service by the clock": (PHONE, "17:59", (), {}, "www.tiktok.com", False, Why.RULE),
    "a service after it": (PHONE, "18:00", (), {}, "www.tiktok.com", True, Why.NOTHING),
    "allow only": (ALEX, "09:00", (), {}, "x.example", False, Why.CLOCK),
    "what allow only allows": (ALEX, "09:00", (), {}, "a.study.example", True, Why.NOTHING),
    "a filter while only it is allowed": (ALEX, "09:00", (), {}, "bad.example", False, Why.CLOCK),
    "family time": (PHONE, "21:29", (), {}, "web.whatsapp.com", True, Why.FAMILY_TIME),
    "family time is over": (PHONE, "21:30", (), {}, "web.whatsapp.com", False, Why.CLOCK),
    "family time cut": (PHONE, "21:10", (CUT,), {}, "web.whatsapp.com", False, Why.CLOCK),
    "family time after a cut": (PHONE, "21:15", (CUT,), {}, "whatsapp.com", True, Why.FAMILY_TIME),
    "family time and no minutes left": (
        *(PHONE, "20:45", (), {ALL: 180}),
        *("whatsapp.com", True, Why.FAMILY_TIME),
    ),
    "a pause": (PHONE, "14:59", (PAUSE,), {}, "x.example", False, Why.PAUSE),
    "a pause is over": (PHONE, "15:00", (PAUSE,), {}, "x.example", True, Why.NOTHING),
    "a pause that has not begun": (PHONE, "13:59", (PAUSE,), {}, "x.example", True, Why.NOTHING),
    "a pause for another": (ALEX, "14:30", (PAUSE,), {}, "x.example", True, Why.NOTHING),
    "a pause for all young people": (
        ALEX,
        "14:30",
        (ALL_PAUSED,),
        {},
        "x.example",
        False,
        Why.PAUSE,
    ),
    "and not for carers": (JO, "14:30", (ALL_PAUSED,), {}, "x.example", True, Why.NOTHING),
    "a pause and a lifeline": (
        *(PHONE, "14:30", (PAUSE,), {}),
        *("www.nhs.uk", True, Why.NEVER_BLOCKED),
    ),
    "what opened after the pause": (
        *(PHONE, "14:30", (PAUSE, OPEN_SITE), {}),
        *("a.site.example", True, Why.GRANT),
    ),
    "what opened before the pause": (
        *(PHONE, "14:30", (OPEN_BEFORE, PAUSE), {}),
        *("site.example", False, Why.PAUSE),
    ),
    "homework": (PHONE, "14:00", (HOMEWORK,), {}, "x.example", False, Why.HOMEWORK),
    "what homework needs": (PHONE, "14:00", (HOMEWORK,), {}, "wikipedia.org", True, Why.NOTHING),
    "what it was given besides": (
        PHONE,
        "14:00",
        (HOMEWORK,),
        {},
        "site.example",
        True,
        Why.NOTHING,
    ),
    "what opened after homework began": (
        *(PHONE, "14:30", (PLAIN_HOMEWORK, OPEN_SITE), {}),
        *("site.example", True, Why.GRANT),
    ),
    "what opened before homework began": (
        *(PHONE, "14:30", (PLAIN_HOMEWORK, OPEN_BEFORE), {}),
        *("site.example", False, Why.HOMEWORK),
    ),
    "a filter in homework time": (
        *(PHONE, "14:00", (HOMEWORK,), {}),
        *("always.example", False, Why.HOMEWORK),
    ),
    "bedtime later": (PHONE, "21:59", (LATER,), {}, "x.example", True, Why.NOTHING),
    "bedtime after all": (PHONE, "22:00", (LATER,), {}, "x.example", False, Why.CLOCK),
    "a site opened through bedtime": (
        *(PHONE, "21:10", (grant(GrantKind.OPEN, "21:00", "21:20", what=SITE),), {}),
        *("site.example", True, Why.GRANT),
    ),
    "a site opened before bedtime": (
        *(PHONE, "21:10", (grant(GrantKind.OPEN, "20:00", "21:20", what=SITE),), {}),
        *("site.example", True, Why.GRANT),
    ),
    "a category opened": (PHONE, "10:00", (OPEN_SHOPS,), {}, "shop.example", True, Why.NOTHING),
    "the filter lifted": (PHONE, "14:05", (IS_IT_US,), {}, "always.example", True, Why.GRANT),
    "on that device alone": (LAPTOP, "14:05", (IS_IT_US,), {}, "always.example", False, Why.RULE),
    "lifted no longer": (PHONE, "14:10", (IS_IT_US,), {}, "always.example", False, Why.RULE),
    "lifted, and a way around": (
        *(PHONE, "14:05", (IS_IT_US,), {}),
        *("mask.icloud.com", False, Why.BYPASS_SIGNAL),
    ),
    "minutes of a kind": (PHONE, "14:00", (), {GAMES: 60}, "play.example", False, Why.USED_UP),
    "of its services": (PHONE, "14:00", (), {GAMES: 60}, "www.roblox.com", False, Why.USED_UP),
    "another kind when those are used up": (
        *(PHONE, "09:00", (), {GAMES: 60}),
        *("shop.example", False, Why.CATEGORY),
    ),
    "minutes left": (PHONE, "14:00", (), {GAMES: 55}, "play.example", True, Why.NOTHING),
    "minutes of a service": (PHONE, "14:00", (), {YOUTUBE: 30}, "youtube.com", False, Why.USED_UP),
    "another service": (PHONE, "14:00", (), {YOUTUBE: 30}, "netflix.com", True, Why.NOTHING),
    "minutes of everything": (PHONE, "14:00", (), {ALL: 180}, "x.example", False, Why.USED_UP),
    "learning when all is used up": (
        *(PHONE, "14:00", (), {ALL: 180}),
        *("classroom.google.com", True, Why.NOTHING),
    ),
    "more minutes": (PHONE, "14:00", (MORE,), {GAMES: 60}, "play.example", True, Why.NOTHING),
    "more minutes used": (PHONE, "14:00", (MORE,), {GAMES: 90}, "play.example", False, Why.USED_UP),
    "opened when used up": (
        *(PHONE, "14:00", (OPEN_GAMES,), {GAMES: 60}),
        *("www.roblox.com", True, Why.GRANT),
    ),
    "a lifted filter gives no minutes": (
        *(PHONE, "14:05", (IS_IT_US,), {GAMES: 60}),
        *("play.example", False, Why.USED_UP),
    ),
    "school sites on a school device": (
        LAPTOP,
        "23:00",
        (),
        {},
        "school.example",
        True,
        Why.SCHOOL,
    ),
    "learning on a school device": (LAPTOP, "23:00", (), {}, "docs.google.com", True, Why.SCHOOL),
    "other sites on it at bedtime": (LAPTOP, "23:00", (), {}, "x.example", False, Why.CLOCK),
    "minutes do not run on it": (LAPTOP, "14:00", (), {ALL: 180}, "x.example", True, Why.NOTHING),
    "school sites in a pause": (
        *(LAPTOP, "14:30", (PAUSE,), {}),
        *("school.example", True, Why.SCHOOL),
    ),
    "an adult at bedtime": (JO, "23:00", (), {}, "x.example", True, Why.NOTHING),
    "search that cannot be safe": (PHONE, "14:00", (), {}, "yandex.com", False, Why.SAFE_SEARCH),
    "an adult's search": (JO, "14:00", (), {}, "yandex.com", True, Why.NOTHING),
    "nobody's yet": ("Box", "14:00", (), {}, "play.example", False, Why.CATEGORY),
}


@pytest.mark.parametrize("case", TABLE)
def test_what_holds_at_a_time_is_what_the_table_says(case: str) -> None:
    """Each row of the table is decided so, for the reason it gives."""
    device, time, grants, minutes, asked, allowed, why = TABLE[case]
    policy = at(time, *grants, minutes=minutes).by_device[device]
    verdict = decide(policy, from_text(asked), INDEX.listings)

    assert (isinstance(verdict, Allow), verdict.why) == (allowed, why)


def test_the_table_leaves_out_no_reason() -> None:
    """Every reason that a decision can have stands in the table."""
    assert {why for *_, why in TABLE.values()} == set(Why)


ASKED = ("x.example", "shop.example", "tiktok.com", "radio.example", "study.example")


@pytest.mark.parametrize(
    ("device", "closed"),
    [(PHONE, {"shop.example", "tiktok.com"}), (ALEX, set()), (JO, set())],
)
def test_without_a_plausible_clock_the_stricter_side_holds_and_nothing_is_all_closed(
    device: str, closed: set[str]
) -> None:
    """Windows of kinds and services hold all day, those that close everything and budgets never."""
    tonight = Tonight(minutes=used({ALL: 500, GAMES: 500}))
    for now in (None, moment("23:00", plausible=False), moment("14:00", plausible=False)):
        policy = compile_policy(HOME, 1, moment=now, tonight=tonight).by_device[device]
        blocked = {
            text
            for text in ASKED
            if isinstance(decide(policy, from_text(text), INDEX.listings), Block)
        }

        assert blocked == closed


def test_once_the_time_is_known_nobody_stays_in_bedtime() -> None:
    """After months on a shelf the next policy made with a confirmed clock is the one of now."""
    asked = from_text("x.example")
    on_the_shelf = compile_policy(HOME, 1, moment=moment("2025-03-29 23:00", plausible=False))
    confirmed = compile_policy(HOME, 1, moment=moment("2025-09-30 16:00"))

    assert isinstance(decide(on_the_shelf.by_device[PHONE], asked, no_lists), Allow)
    assert isinstance(decide(confirmed.by_device[PHONE], asked, no_lists), Allow)
    assert on_the_shelf.valid_until is None


def test_with_an_unset_clock_a_carer_can_still_give_and_take() -> None:
    """What was given since the box started holds until its end; what was given before does not."""
    tonight = Tonight(grants=(PAUSE,))
    since = compile_policy(
        HOME, 1, moment=moment("14:30", plausible=False, booted="13:00"), tonight=tonight
    )
    before = compile_policy(
        HOME, 1, moment=moment("14:30", plausible=False, booted="14:10"), tonight=tonight
    )

    assert decide(since.by_device[PHONE], from_text("x.example"), no_lists).why is Why.PAUSE
    assert decide(before.by_device[PHONE], from_text("x.example"), no_lists).why is Why.NOTHING
    assert since.by_device[PHONE].valid_until == clock("15:00")


SHARED: Final[dict[str, tuple[str, str | None, str, Why]]] = {
    "nobody said, Sam's bedtime": ("23:00", None, "x.example", Why.CLOCK),
    "nobody said, Alex's study": ("09:30", None, "x.example", Why.CLOCK),
    "nobody said, Sam's rule": ("14:00", None, "always.example", Why.RULE),
    "nobody said, and nobody minds": ("14:00", None, "x.example", Why.NOTHING),
    "Alex said so": ("23:00", "Alex", "x.example", Why.NOTHING),
    "Sam said so": ("23:00", "Sam", "x.example", Why.CLOCK),
    "a carer said so": ("23:00", "Jo", "always.example", Why.NOTHING),
}


@pytest.mark.parametrize(("time", "person", "asked", "why"), SHARED.values(), ids=SHARED)
def test_on_a_shared_tablet_the_strictest_holds_until_somebody_says_who_they_are(
    time: str, person: str | None, asked: str, why: Why
) -> None:
    """Whose turn it is decides; without a turn, what one of them may not have nobody has."""
    turns = () if person is None else (Turn(device="Tablet", person=person, since=clock(time)),)
    policy = compile_policy(HOME, 1, moment=moment(time), tonight=Tonight(turns=turns))
    tablet = policy.by_device["Tablet"]

    assert decide(tablet, from_text(asked), INDEX.listings).why is why
    assert tablet.counted_for == {"Sam": 7, "Alex": 8}.get(person or "", 0)


def test_a_turn_ends_after_its_time_and_with_a_restart() -> None:
    """An hour later, and after the box was started anew, the strictest holds again."""
    turn = Turn(device="Tablet", person="Alex", since=clock("23:00"))
    tonight = Tonight(turns=(turn,))
    asked = from_text("x.example")

    def why(text: str, booted: str | None = None) -> Why:
        policy = compile_policy(HOME, 1, moment=moment(text, booted=booted), tonight=tonight)
        return decide(policy.by_device["Tablet"], asked, no_lists).why

    assert why("23:59:59", booted="10:00") is Why.NOTHING
    assert why("2025-03-30 00:00", booted="10:00") is Why.CLOCK
    assert why("23:30", booted="23:10") is Why.CLOCK


@given(st.data(), whole_households(), moments(), st.sampled_from(LIFELINES))
def test_no_rule_budget_pause_or_homework_blocks_a_lifeline(
    data: st.DataObject, household: Household, now: Moment, lifeline: Lifeline
) -> None:
    """Whatever holds, a lifeline and what is below it are answered on every device."""
    tonight = data.draw(evenings(household))
    everyone = Grant(
        kind=GrantKind.PAUSE,
        giver="Jo",
        given=now.at,
        until=now.at.replace(microsecond=0) + (clock("15:00") - clock("14:00")),
        reason="why not",
    )
    paused = replace(tonight, grants=(*tonight.grants, everyone))
    everything = index_of([(ListSource("x", kind), [(lifeline.name, False)]) for kind in Category])
    for given_lately in (tonight, paused):
        compiled = compile_policy(household, 1, moment=now, tonight=given_lately)
        for policy in (compiled.visitors, *compiled.by_device.values()):
            for name in (lifeline.name, Name(b"\1a" + lifeline.name)):
                assert isinstance(decide(policy, name, everything.listings), Allow)


@given(st.data(), whole_households(), moments(), names())
def test_a_school_device_is_never_counted(
    data: st.DataObject, household: Household, now: Moment, name: Name
) -> None:
    """For any home and evening, no minute of anybody's runs on it, and none that is gone closes."""
    tonight = data.draw(evenings(household))
    schools = tuple(replace(one, school=True) for one in household.devices)
    compiled = compile_policy(replace(household, devices=schools), 1, moment=now, tonight=tonight)
    for policy in compiled.by_device.values():
        assert policy.counted_for == 0
        assert decide(policy, name, INDEX.listings).why is not Why.USED_UP


def test_minutes_that_are_gone_close_nothing_on_a_school_device() -> None:
    """While Sam's phone is closed for used up minutes, the school's laptop is open."""
    gone = at("14:00", minutes={Target(): 500})
    whys = [
        decide(gone.by_device[device], from_text("x.example"), no_lists).why
        for device in (PHONE, LAPTOP)
    ]

    assert whys == [Why.USED_UP, Why.NOTHING]


@given(st.data(), whole_households(), moments(), names())
def test_two_compilations_never_decide_differently(
    data: st.DataObject, household: Household, now: Moment, name: Name
) -> None:
    """The same household, moment and evening decide every name alike, reason and end included."""
    tonight = data.draw(evenings(household))
    one, other = (compile_policy(household, 1, moment=now, tonight=tonight) for _ in range(2))

    assert one == other
    for device, policy in one.by_device.items():
        assert decide(policy, name, no_lists) == decide(other.by_device[device], name, no_lists)


@given(st.data(), whole_households(), moments(), st.floats(0, 1), names())
def test_up_to_the_next_change_every_decision_stays_the_same(
    data: st.DataObject, household: Household, now: Moment, part: float, name: Name
) -> None:
    """Until a device's policy ends, compiling again decides every name on it as before."""
    tonight = data.draw(evenings(household))
    compiled = compile_policy(household, 1, moment=now, tonight=tonight)
    for device, policy in compiled.by_device.items():
        if policy.valid_until is None:
            continue
        assert now.at < policy.valid_until
        instant = now.at + (policy.valid_until - now.at) * part
        if instant >= policy.valid_until or instant >= (compiled.valid_until or instant):
            continue
        later = compile_policy(household, 1, moment=replace(now, at=instant), tonight=tonight)
        found = decide(later.by_device[device], name, INDEX.listings)
        assert found == decide(policy, name, INDEX.listings)


@given(st.data(), whole_households(), moments())
def test_a_grant_never_outlives_its_end(
    data: st.DataObject, household: Household, now: Moment
) -> None:
    """At its end and after it, a grant holds in no moment, and the policy is as without it."""
    tonight = data.draw(evenings(household))
    over = tuple(one for one in tonight.grants if one.until <= now.at)
    without = replace(tonight, grants=tuple(one for one in tonight.grants if one not in over))

    assert not set(holding(tonight.grants, now)) & set(over)
    assert compile_policy(household, 1, moment=now, tonight=tonight) == compile_policy(
        household, 1, moment=now, tonight=without
    )


@given(st.data(), whole_households(), moments())
def test_no_grant_opens_a_way_around_the_filter(
    data: st.DataObject, household: Household, now: Moment
) -> None:
    """A signal by which a device asks to go around is never allowed by a grant."""
    tonight = data.draw(evenings(household))
    compiled = compile_policy(household, 1, moment=now, tonight=tonight)
    for policy in compiled.by_device.values():
        for signal in BYPASS_SIGNALS:
            assert decide(policy, signal, no_lists).why is not Why.GRANT


def test_where_nothing_is_said_there_is_nothing() -> None:
    """A device on which nothing hangs on time has no such part at all."""
    assert InTime(kept={}, opened={}).says_nothing
    assert at("14:00").by_device[JO].in_time is None
    assert at("14:00", PAUSE).by_device[PHONE].in_time is not None
