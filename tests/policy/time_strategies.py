"""What hangs on time, for Hypothesis: rules, budgets, stays, grants, all on a few days of 2025.

Rules kept here:
- The days lie around the night of 30 March, in which clocks are moved in one of the zones.
- Every value drawn here is one that a document can hold.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from policy.categories import Category
from policy.given.grants import LONGEST, Grant, GrantKind
from policy.given.turns import Turn
from policy.household import Household, ids_of
from policy.moment import Moment
from policy.names import from_text
from policy.placements import Placement
from policy.rules import YouTube
from policy.screen_time.minutes import Minutes, Used, slot_of
from policy.screen_time.targets import target_id
from policy.terms import NamedDays, Terms
from policy.timed import Budget, Effect, FamilyTime, Period, Target, TimedRule
from policy.tonight import Tonight
from policy.what import EVERYTHING, NOTHING_NAMED, What
from policy.windows import ALWAYS, During, Window

_DAY = date(2025, 3, 30)
_WINDOWS = (
    ALWAYS,
    Window(start=21 * 60, end=7 * 60),
    Window(start=90, end=95, weekdays=frozenset({6, 7})),
    Window(start=16 * 60, end=18 * 60, during=During.TERM),
    Window(start=0, end=0, first=_DAY - timedelta(days=3), last=_DAY + timedelta(days=3)),
    Window(start=12 * 60, during=During.HOLIDAYS),
)
_WHATS = (
    EVERYTHING,
    What(services=frozenset({"tiktok"})),
    What(services=frozenset({"whatsapp", "roblox"}), names=frozenset({from_text("www.example")})),
    What(categories=frozenset({Category.GAMES, Category.MESSAGING})),
    What(names=frozenset({from_text("example.org"), from_text("a.www.example.uk")})),
)
_LEFT_OPEN = (NOTHING_NAMED, *_WHATS[1:])
_TITLES = ("Bedtime", "School", "<b>", "Schlaf \u263e", '"')
SEARCH = ((None, None), (True, None), (False, YouTube.STRICT), (True, YouTube.OFF))


def _timed_rule(title: str, effect: Effect, what: What, leaves: What, window: int) -> TimedRule:
    if what.everything and effect is Effect.ALLOW_ONLY:
        effect = Effect.BLOCK
    return TimedRule(
        title=title,
        effect=effect,
        what=what,
        leaves=leaves if what.everything and effect is Effect.BLOCK else NOTHING_NAMED,
        windows=(_WINDOWS[window],) if window % 2 else (_WINDOWS[window], _WINDOWS[1]),
    )


TIMED = st.lists(
    st.builds(
        _timed_rule,
        st.sampled_from(_TITLES),
        st.sampled_from(Effect),
        st.sampled_from(_WHATS),
        st.sampled_from(_LEFT_OPEN),
        st.integers(0, len(_WINDOWS) - 1),
    ),
    max_size=2,
    unique_by=lambda rule: rule.title,
)

_TARGETS = (
    Target(),
    Target(category=Category.GAMES),
    Target(category=Category.MESSAGING),
    Target(service="roblox"),
)
BUDGETS = st.lists(
    st.builds(
        Budget,
        minutes=st.sampled_from((0, 10, 60)),
        target=st.sampled_from(_TARGETS),
        weekdays=st.sampled_from((frozenset({1, 2, 3, 4, 5}), frozenset({6, 7}))),
    )
    | st.builds(
        Budget,
        minutes=st.sampled_from((0, 300)),
        target=st.sampled_from(_TARGETS),
        period=st.just(Period.WEEK),
    ),
    max_size=2,
)
FAMILY = st.sampled_from(
    ((), (FamilyTime(title="Mum", what=_WHATS[2], windows=(_WINDOWS[3], _WINDOWS[1])),))
)
TERMS = (
    Terms(),
    Terms(
        terms=(NamedDays("Spring", _DAY - timedelta(days=50), _DAY - timedelta(days=1)),),
        holidays=(NamedDays("Easter", _DAY, _DAY + timedelta(days=12)),),
    ),
)
STAYS = (
    None,
    Placement(since=_DAY - timedelta(days=3)),
    Placement(since=_DAY - timedelta(days=300), until=_DAY),
    Placement(since=_DAY + timedelta(days=1)),
)
ZONES = ("Europe/London", "Asia/Kathmandu", "Pacific/Apia")


@cache
def moments() -> st.SearchStrategy[Moment]:
    """Return moments on days around a change of the clocks, plausible ones and others."""
    return st.builds(
        lambda minutes, zone, plausible, since: Moment(
            at=datetime(2025, 3, 27, tzinfo=UTC) + timedelta(minutes=minutes),
            zone=ZoneInfo(zone),
            plausible=plausible,
            booted=None if since is None else NOON + timedelta(minutes=since),
        ),
        st.integers(0, 7 * 24 * 60),
        st.sampled_from(ZONES),
        st.sampled_from((True, True, True, False)),
        st.sampled_from((None, -3 * 24 * 60, 0)),
    )


NOON = datetime(2025, 3, 29, 12, tzinfo=UTC)


@st.composite
def _evenings(draw: st.DrawFn, household: Household) -> Tonight:
    young = [person.name for person in household.young_people]
    devices = [device.name for device in household.devices]
    grants = [draw(_grants(young, devices)) for _ in range(draw(st.integers(0, 3)) if young else 0)]
    turns = [
        Turn(
            device=device.name, person=person, since=NOON + timedelta(hours=draw(st.integers(0, 3)))
        )
        for device in household.devices
        for person in device.shared_by[: draw(st.integers(0, 1))]
    ]
    used = {
        (number, target_id(target)): draw(st.sampled_from((0, 5, 60, 300)))
        for number in ids_of(household).values()
        for target in _TARGETS
    }
    return Tonight(
        grants=tuple(grants),
        turns=tuple(turns),
        minutes=Minutes(
            day=_DAY.toordinal() - 1,
            week=_DAY.toordinal() - 6,
            through=slot_of(NOON),
            used=tuple(
                Used(person=person, target=target, today=count, this_week=count)
                for (person, target), count in sorted(used.items())
            ),
        ),
    )


@st.composite
def _grants(draw: st.DrawFn, young: list[str], devices: list[str]) -> Grant:
    kinds = set(GrantKind) if devices else set(GrantKind) - {GrantKind.IS_IT_US}
    kind = draw(st.sampled_from(sorted(kinds)))
    given = NOON + timedelta(minutes=draw(st.integers(-2_000, 2_000)))
    lasts = min(LONGEST[kind], timedelta(minutes=draw(st.integers(1, 900))))
    more = kind is GrantKind.MORE_TIME
    return Grant(
        kind=kind,
        giver="Jo",
        given=given,
        until=given + lasts,
        young_person=None if kind is GrantKind.IS_IT_US else draw(st.sampled_from(young)),
        device=draw(st.sampled_from(devices)) if kind is GrantKind.IS_IT_US else None,
        reason="as we said",
        what=draw(st.sampled_from(_WHATS[1:])) if kind is GrantKind.OPEN else NOTHING_NAMED,
        target=draw(st.sampled_from(_TARGETS)) if more else None,
        minutes=draw(st.sampled_from((5, 60))) if more else 0,
        title="Bedtime" if kind is GrantKind.LATER else None,
    )


def evenings(household: Household) -> st.SearchStrategy[Tonight]:
    """Return what may have been given and used lately in a household."""
    return _evenings(household)
