from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from console.pages.evening import (
    clock,
    device_grants,
    evenings_of,
    given_line,
    holding_now,
    is_in_force,
)
from console.pages.mine import mine_page
from console.pages.tonight import tonight_page
from console.render import Renderer
from console.services.tonight import TonightNow
from console.store.agent import AgentSilence
from console.store.database.given import KeptGrant
from console.words import given
from policy.agent_answers import TargetLeft, TimeLeft
from policy.document import household_from_toml
from policy.given.grants import Grant, GrantKind
from policy.moment import Moment
from policy.names import from_text
from policy.screen_time.words import in_steps
from policy.snapshot import PolicySnapshot
from policy.timed import Period
from policy.what import What
from tests.conftest import Scale
from tests.console import homes
from tests.console.given_home import GAMES, SIX_IN_THE_EVENING, TEXT
from tests.console.pages.evenings import HOUSEHOLD, LONDON, Plain, evening_at_random
from tests.policy import evening as policy_evening

RENDERER = Renderer("/static")
OWN = re.compile(r"You have about (\d+) minutes of (.+?) left (today|this week)\.")
ADULTS = re.compile(r"Up to (\d+) minutes of (.+?) are left (today|this week)\.")


def texts(body: str) -> list[str]:
    """Return the lines of a page that can be read."""
    plain = re.sub(r"<[^>]*>", "\n", body)
    return [line.strip() for line in html.unescape(plain).splitlines() if line.strip()]


def kept(grant: Grant, number: int = 1) -> KeptGrant:
    """Return a grant as it is kept."""
    return KeptGrant(number=number, grant=grant)


def pause(**changed: object) -> Grant:
    """Return a pause of Sam from Jo, from six o'clock for an hour."""
    parts: dict[str, object] = {
        "kind": GrantKind.PAUSE,
        "giver": "Jo",
        "given": SIX_IN_THE_EVENING,
        "until": SIX_IN_THE_EVENING + timedelta(hours=1),
        "young_person": "Sam",
        "reason": "dinner",
    }
    return Grant(**(parts | changed))  # type: ignore[arg-type]  # fields of a grant


def test_the_two_pages_never_disagree(dice: Random, scale: Scale) -> None:
    """In whatever state a home is, what one page says of grants, rules and time the other says."""
    for _ in range(scale(60, 3_000)):
        now = evening_at_random(dice)
        tonight = RENDERER.html(tonight_page(now))
        for evening in evenings_of(now):
            own = RENDERER.html(mine_page(evening, AgentSilence.NOT_THERE, (), now))
            _, _, after = tonight.partition(f'id="person-{evening.number}"')
            part = after.partition("</article>")[0]
            same = {
                *evening.rules,
                *(text for line in evening.given for text in (line.text, line.by, *line.more)),
                *(text for row in evening.listed for text in (row.text, row.by)),
                *((evening.left_note,) if evening.left_note else ()),
            }
            told, shown = set(texts(own)), set(texts(part))
            minutes = OWN.findall(" ".join(texts(own)))
            steps = ADULTS.findall(" ".join(texts(part)))

            assert same <= told
            assert same <= shown
            assert steps == [
                (str(in_steps(int(number))), target, period) for number, target, period in minutes
            ]
            assert len(minutes) == sum(1 for one in evening.left if one.minutes)
            assert _grant_sentences(told) == _grant_sentences(shown)


def _grant_sentences(lines: set[str]) -> set[str]:
    kinds = ("Paused until", "Open until", "Homework time until", "Family time is off")
    return {line for line in lines if line.startswith(kinds) or "comes later" in line}


CLOCKS = {
    "today": ("2026-11-21 23:59", "23:59"),
    "tomorrow": ("2026-11-22 07:00", "07:00 tomorrow"),
    "later": ("2026-11-28 07:00", "07:00 on 28 November"),
    "before": ("2026-11-20 07:00", "07:00 on 20 November"),
}


@pytest.mark.parametrize(("at", "expected"), CLOCKS.values(), ids=CLOCKS)
def test_times_are_those_of_the_clocks_at_home(at: str, expected: str) -> None:
    """A time of another day says which."""
    moment = Moment(at=SIX_IN_THE_EVENING, zone=LONDON)

    assert clock(policy_evening.clock(at), moment) == expected


RULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "before bedtime": (
        "2026-11-21 18:00",
        (given.NOTHING_NOW, given.NEXT.format(title="Bedtime", time="21:00")),
    ),
    "in bed": (
        "2026-11-21 21:00",
        (given.RULE_CLOSES.format(title="Bedtime", time="07:00 tomorrow"),),
    ),
    "the last minute": (
        "2026-11-22 06:59",
        (given.RULE_CLOSES.format(title="Bedtime", time="07:00"),),
    ),
    "the morning": (
        "2026-11-22 07:00",
        (given.NOTHING_NOW, given.NEXT.format(title="Bedtime", time="21:00")),
    ),
}


@pytest.mark.parametrize(("at", "expected"), RULES.values(), ids=RULES)
def test_what_the_clock_closes_is_told_with_its_end(at: str, expected: tuple[str, ...]) -> None:
    """It holds from its minute up to its end, and before that it is announced."""
    now = Plain(at=policy_evening.clock(at)).now()

    assert evenings_of(now)[0].rules == expected


def _other_home(more: str) -> TonightNow:
    household = household_from_toml(TEXT.replace('name = "Alex"\n', f'name = "Alex"\n{more}', 1))
    return Plain().now(household=household, snapshot=PolicySnapshot(version=1, household=household))


_NO_GAMES = """[[young_people.timed]]
title = "No games"
effect = "block"
categories = ["games"]
"""
_REST = """[[young_people.timed]]
title = "Rest"
effect = "block"
everything = true
"""
_FROM_NOVEMBER = 'when = [{first = "2026-11-01"}]\n'
_AT_TEA = 'when = [{from = "17:00", until = "19:00"}]\n'

ALEXES = {
    "no rule": ("", (given.NOTHING_NOW,)),
    "the first week": ('placement = {from = "2026-11-20"}\n', (given.FIRST_WEEK,)),
    "a stay that has not begun": ('placement = {from = "2027-01-01"}\n', (given.NOT_HERE,)),
    "a part of the sites": (
        _NO_GAMES + _AT_TEA,
        (given.RULE_PART.format(title="No games", time="19:00"), given.NOTHING_NOW),
    ),
    "without an end": (
        _REST + _FROM_NOVEMBER,
        (given.RULE_CLOSES_OPEN_END.format(title="Rest"),),
    ),
    "a part without an end": (
        _NO_GAMES + _FROM_NOVEMBER,
        (given.RULE_PART_OPEN_END.format(title="No games"), given.NOTHING_NOW),
    ),
}


@pytest.mark.parametrize(("more", "expected"), ALEXES.values(), ids=ALEXES)
def test_each_kind_of_rule_has_its_sentence(more: str, expected: tuple[str, ...]) -> None:
    """What closes everything, what closes a part, with and without an end, and no limits."""
    assert evenings_of(_other_home(more))[1].rules == expected


def test_without_the_time_no_rule_and_no_minute_is_told() -> None:
    """Both pages say that the box does not know the time, and promise nothing by it."""
    moment = Moment(at=SIX_IN_THE_EVENING, zone=LONDON, plausible=False)
    now = Plain().now(moment=moment, left=replace(_told(), knows_the_time=False))
    [sam, _] = evenings_of(now)

    assert sam.rules == (given.NO_CLOCK,)
    assert (sam.left, sam.left_note) == ((), given.NO_CLOCK)


def _told() -> TimeLeft:
    return TimeLeft(left=(), knows_the_time=True)


def _one_left() -> TargetLeft:
    return TargetLeft(young_person=1, target=GAMES, period=Period.DAY, minutes=30, may_borrow=True)


def test_a_rule_that_comes_later_is_told_by_what_was_given() -> None:
    """While a grant moves bedtime the rule itself says nothing, neither before nor after nine."""
    later = Grant(
        kind=GrantKind.LATER,
        giver="Jo",
        given=SIX_IN_THE_EVENING,
        until=policy_evening.clock("2026-11-21 21:30"),
        young_person="Sam",
        title="Bedtime",
    )
    told = []
    for at in ("2026-11-21 20:00", "2026-11-21 21:15"):
        now = Plain(at=policy_evening.clock(at)).now(grants=(kept(later),))
        told.append(evenings_of(now)[0])

    assert [one.rules for one in told] == [(given.NOTHING_NOW,)] * 2
    assert told[0].given[0].text == "Bedtime comes later. It begins at 21:30."


def test_only_what_holds_is_told_and_what_was_undone_is_not() -> None:
    """A grant that is over, still to come, or undone is not on the page."""
    hour = timedelta(hours=1)
    over = pause(given=SIX_IN_THE_EVENING - hour, until=SIX_IN_THE_EVENING)
    to_come = pause(given=SIX_IN_THE_EVENING + hour, until=SIX_IN_THE_EVENING + 2 * hour)
    undone = replace(kept(pause(), 3), ended=SIX_IN_THE_EVENING, ended_by="Jo")
    holds = kept(pause(reason="bath"), 4)
    now = Plain().now(grants=(kept(over, 1), kept(to_come, 2), undone, holds))

    assert holding_now(now) == (holds,)
    assert [line.number for line in evenings_of(now)[0].given] == [4]


def test_what_is_for_all_is_told_to_each_and_says_so() -> None:
    """Each young person reads that it is not about them alone."""
    now = Plain().now(grants=(kept(pause(young_person=None)),))

    assert [one.given[0].more[-1] for one in evenings_of(now)] == [given.FOR_ALL] * 2
    assert all(one.is_paused for one in evenings_of(now))


def test_what_is_for_a_device_is_told_with_whose_it_is() -> None:
    """A young person's own device is told with them; a shared one by itself."""
    minutes = timedelta(minutes=10)
    own, shared = (
        Grant(
            kind=GrantKind.IS_IT_US,
            giver="Jo",
            given=SIX_IN_THE_EVENING,
            until=SIX_IN_THE_EVENING + minutes,
            device=device,
        )
        for device in ("Sam's phone", "Tablet")
    )
    now = Plain().now(grants=(kept(own, 1), kept(shared, 2)))
    [sam, alex] = evenings_of(now)

    assert [line.number for line in sam.given] == [1]
    assert alex.given == ()
    assert [line.number for line in device_grants(now)] == [2]


def test_homework_says_what_is_open() -> None:
    """Only what homework needs, and what was named besides."""
    plain = pause(kind=GrantKind.HOMEWORK, reason="")
    more = replace(plain, what=What(names=frozenset({from_text("chess.example")})))
    moment = Moment(at=SIX_IN_THE_EVENING, zone=LONDON)
    told = [given_line(kept(one), HOUSEHOLD, moment).more[0] for one in (plain, more)]

    assert told == [
        given.HOMEWORK_OPENS,
        given.HOMEWORK_OPENS_TOO.format(what="chess.example"),
    ]


def test_until_the_agent_has_taken_it_up_it_is_said_to_wait() -> None:
    """In force is only what the agent holds of just this: the home and all that was given."""
    grants = (kept(pause()),)
    published = PolicySnapshot(version=1, household=HOUSEHOLD, grants=(pause(),))

    assert is_in_force(Plain().now(grants=grants, snapshot=published))
    assert not is_in_force(Plain().now(grants=grants))
    assert not is_in_force(Plain().now(grants=grants, snapshot=published, status=homes.BEHIND))
    assert evenings_of(Plain().now(grants=grants))[0].waiting


def test_minutes_are_each_persons_own() -> None:
    """Of what the agent tells, each page has its own person's."""
    left = tuple(
        replace(_one_left(), young_person=number, minutes=number * 10) for number in (1, 2)
    )
    told = evenings_of(Plain().now(left=replace(_told(), left=left)))

    assert [[one.minutes for one in evening.left] for evening in told] == [[10], [20]]


TOTALS = {
    "no whole day": (None, (given.TOTAL_NONE,)),
    "below the lowest step": (0, (given.TOTAL_LOW.format(count="1,000"), given.TOTAL_TRUTH)),
    "a step": (5_000, (given.TOTAL.format(count="5,000"), given.TOTAL_TRUTH)),
}


@pytest.mark.parametrize("case", TOTALS)
def test_both_pages_tell_the_same_one_total(case: str) -> None:
    """The carer's and the young person's page have the very same sentences about the home."""
    told, sentences = TOTALS[case]
    now = Plain().now(yesterday=told)
    mine = mine_page(evenings_of(now)[0], AgentSilence.NOT_THERE, (), now)

    assert tonight_page(now).total == mine.total == sentences
