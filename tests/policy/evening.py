"""One home with a bit of everything that hangs on time, for tests of decisions and sentences.

Rules kept here:
- Saturday 29 March 2025 in Europe/London, where clocks are put forward in the coming night.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from policy.categories import Category
from policy.compile import CompiledPolicy, compile_policy
from policy.document import household_from_toml
from policy.given.grants import Grant, GrantKind
from policy.index import ListSource
from policy.moment import Moment
from policy.names import from_text
from policy.screen_time.minutes import Minutes, Used
from policy.screen_time.targets import target_id
from policy.timed import Target
from policy.tonight import NOTHING_TONIGHT, Tonight
from policy.what import NOTHING_NAMED, What
from tests.policy.strategies import index_of

LONDON = ZoneInfo("Europe/London")

HOME = household_from_toml("""
format = "lamplight-household/v1"
school_sites = ["school.example"]

[everyone]
block_categories = ["adult", "malware"]
allow = ["roblox.com"]

[visitors]
block_categories = ["games"]

[[carers]]
name = "Jo"

[[young_people]]
name = "Sam"
id = 7
safe_search = true
block = ["always.example"]
timed = [
    { title = "Bedtime", effect = "block", everything = true, \
leaves = { services = ["audible"], names = ["sleep.example"] }, \
when = [{ from = "21:00", until = "07:00" }] },
    { title = "No shops before lunch", effect = "block", categories = ["shopping"], \
when = [{ until = "12:00" }] },
    { title = "TikTok after tea", effect = "block", services = ["tiktok"], \
when = [{ from = "16:00", until = "18:00" }] },
    { title = "Audio hour", effect = "allow", names = ["radio.example"], \
when = [{ from = "20:00", until = "22:00" }] },
]
budgets = [
    { minutes = 60, category = "games" },
    { minutes = 30, service = "youtube" },
    { minutes = 180 },
]
family_time = [{ title = "Call Mum", services = ["whatsapp"], \
when = [{ from = "20:30", until = "21:30" }] }]

[[young_people]]
name = "Alex"
id = 8
[[young_people.timed]]
title = "Study"
effect = "allow-only"
names = ["study.example"]
when = [{ from = "09:00", until = "11:00" }]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["192.0.2.7"]

[[devices]]
name = "Sam's school laptop"
belongs_to = "Sam"
addresses = []
school = true

[[devices]]
name = "Alex's phone"
belongs_to = "Alex"
addresses = []

[[devices]]
name = "Jo's phone"
belongs_to = "Jo"
addresses = []

[[devices]]
name = "Tablet"
belongs_to = "everyone"
addresses = []
shared_by = ["Sam", "Alex", "Jo"]

[[devices]]
name = "Box"
belongs_to = "nobody yet"
addresses = []
""")

INDEX = index_of(
    [
        (ListSource("Bad", Category.MALWARE), [(from_text("bad.example"), False)]),
        (ListSource("Shops", Category.SHOPPING), [(from_text("shop.example"), False)]),
        (ListSource("Play", Category.GAMES), [(from_text("play.example"), False)]),
    ]
)


def clock(text: str) -> datetime:
    """Return the instant of a time in London: of 29 March, unless a date is written before it."""
    written = text if " " in text else f"2025-03-29 {text}"
    return datetime.fromisoformat(written).replace(tzinfo=LONDON).astimezone(UTC)


def moment(text: str, *, plausible: bool = True, booted: str | None = None) -> Moment:
    """Return a moment by the clock on the wall."""
    return Moment(
        at=clock(text),
        zone=LONDON,
        plausible=plausible,
        booted=None if booted is None else clock(booted),
    )


def at(text: str, *grants: Grant, minutes: dict[Target, int] | None = None) -> CompiledPolicy:
    """Return what holds in the home at a time of the evening."""
    tonight = NOTHING_TONIGHT
    if grants or minutes:
        tonight = Tonight(grants=grants, minutes=used(minutes or {}))
    return compile_policy(HOME, 1, moment=moment(text), tonight=tonight)


def used(minutes: dict[Target, int]) -> Minutes:
    """Return what Sam used today."""
    day = datetime(2025, 3, 29, tzinfo=UTC).toordinal()
    return Minutes(
        day=day,
        week=day - 5,
        used=tuple(
            Used(person=7, target=target_id(target), today=count, this_week=count)
            for target, count in minutes.items()
        ),
    )


def grant(
    kind: GrantKind,
    given: str,
    until: str,
    *,
    person: str | None = "Sam",
    device: str | None = None,
    what: What = NOTHING_NAMED,
    target: Target | None = None,
    minutes: int = 0,
) -> Grant:
    """Return a grant of Jo's."""
    return Grant(
        kind=kind,
        giver="Jo",
        given=clock(given),
        until=clock(until),
        young_person=None if device else person,
        device=device,
        reason="we agreed",
        what=what,
        target=target,
        minutes=minutes,
        title="Bedtime" if kind is GrantKind.LATER else None,
    )
