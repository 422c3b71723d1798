"""Traps that others fell into, as far as rules and time are concerned: one test for each.

What happened to whom stands beside each test. Traps of networks, disks and updates are held where
those are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from policy.categories import Category
from policy.compile import PROTECTIVE_DEFAULT, compile_policy
from policy.compiled import ttl_cap
from policy.decide import decide
from policy.document import household_from_toml
from policy.errors import HouseholdMalformed
from policy.expectations import FORMAT, expectations_from_toml, judged
from policy.explain import explain
from policy.facts.background import BACKGROUND
from policy.given.grants import LONGEST, Grant, GrantKind
from policy.given.turns import Turn
from policy.household import Device, Household, YoungPerson
from policy.listings import no_lists
from policy.moment import Moment
from policy.names import from_text
from policy.never_blocked import LIFELINES
from policy.plan_words import differences
from policy.rules import RuleSet
from policy.screen_time.minutes import NO_MINUTES, counted, used_of
from policy.screen_time.slots import MINIMUM, SlotCounter
from policy.screen_time.targets import counts_towards
from policy.snapshot import PolicySnapshot, snapshot_from_bytes, snapshot_to_bytes
from policy.special import BYPASS_SIGNALS
from policy.timed import Effect, Period, Target, TimedRule
from policy.tonight import Tonight
from policy.verdict import Allow, Block, Why
from policy.what import EVERYTHING
from policy.windows import Window
from tests.policy.evening import HOME, INDEX, LONDON, at, clock, grant, moment

ASKED = from_text("x.example")
PHONE = "Sam's phone"
ALL = Target()


def home(start: int, end: int, weekdays: frozenset[int] | None = None) -> Household:
    """Return a home in which everything is closed from one minute of the day to another."""
    window = Window(start=start, end=end)
    if weekdays is not None:
        window = replace(window, weekdays=weekdays)
    rule = TimedRule(title="Off", effect=Effect.BLOCK, what=EVERYTHING, windows=(window,))
    return Household(
        young_people=(YoungPerson(name="Sam", rules=RuleSet(timed=(rule,))),),
        devices=(Device(name="phone", belongs_to="Sam", addresses=()),),
    )


def closed(household: Household, now: Moment) -> bool:
    """Say whether a name is closed on the phone."""
    policy = compile_policy(household, 1, moment=now).by_device["phone"]
    return isinstance(decide(policy, ASKED, no_lists), Block)


@pytest.mark.parametrize("day", ["2025-03-30", "2025-10-26"])
@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Brussels"])
def test_dst(day: str, zone: str) -> None:
    """On both days on which clocks are moved, eight in the evening is eight in the evening."""
    # AdGuardHome #7404 and #8317: windows moved by an hour, for time since midnight was counted.
    wall = ZoneInfo(zone)
    change = clock(f"{day} 20:00") + (timedelta(hours=-1) if "Brussels" in zone else timedelta())
    evening = home(20 * 60, 22 * 60)

    assert not closed(evening, Moment(at=change - timedelta(seconds=1), zone=wall))
    assert closed(evening, Moment(at=change, zone=wall))


def test_time_zone() -> None:
    """The zone is the home's: one instant is evening in Kathmandu and afternoon in London."""
    # AdGuardHome #6401 sent UTC whatever was chosen; #6565 could not save a zone.
    now = Moment(at=clock("15:30"), zone=ZoneInfo("Asia/Kathmandu"))
    octets = snapshot_to_bytes(
        PolicySnapshot(version=1, household=replace(home(0, 1), zone="Asia/Kathmandu"))
    )

    assert closed(home(20 * 60, 22 * 60), now)
    assert not closed(home(20 * 60, 22 * 60), replace(now, zone=LONDON))
    assert snapshot_from_bytes(octets).household.zone == "Asia/Kathmandu"


@pytest.mark.parametrize("weekday", range(1, 8))
def test_overnight(weekday: int) -> None:
    """A window past midnight belongs to the day it starts, whichever day of the week that is."""
    # AdGuardHome #6598 and #6326: 20:00 to 06:00 could not be said.
    night = home(20 * 60, 6 * 60, frozenset({weekday}))
    first = date(2025, 6, 2) + timedelta(days=weekday - 1)
    instants = [
        clock(f"{first + timedelta(days=days)} {time}")
        for days, time in ((0, "05:59"), (0, "20:00"), (1, "05:59"), (1, "06:00"), (1, "20:00"))
    ]

    assert [closed(night, Moment(at=it, zone=LONDON)) for it in instants] == [
        *(False, True, True, False, False)
    ]


def test_clock_wrong_at_boot() -> None:
    """A box without a battery closes nobody out, and freezes minutes instead of inventing them."""
    # pi-hole #2348 and #4283, systemd #5873: without the time there is no way to the time.
    wrong = replace(moment("23:00"), plausible=False)
    policy = compile_policy(HOME, 1, moment=wrong).by_device[PHONE]

    assert isinstance(decide(policy, ASKED, no_lists), Allow)
    for text in ("pool.ntp.org", "time.apple.com", "time.google.com"):
        assert decide(at("23:00").by_device[PHONE], from_text(text), no_lists).why is (
            Why.NEVER_BLOCKED
        )


def test_clock_wrong_at_boot_takes_the_stricter_side() -> None:
    """While nobody knows the time, what is closed for a part of the day is closed all day."""
    # The other half of the same trap: a wrong clock must not be the way around a rule either.
    lost = replace(moment("14:00"), plausible=False)
    policy = compile_policy(HOME, 1, moment=lost).by_device[PHONE]
    right = compile_policy(HOME, 1, moment=moment("14:00")).by_device[PHONE]
    tiktok = from_text("www.tiktok.com")

    assert isinstance(decide(right, tiktok, no_lists), Allow)
    assert isinstance(decide(policy, tiktok, no_lists), Block)


def test_clock_that_jumps_reopens_nothing_that_was_given() -> None:
    """A clock put back after a restart brings nothing back that may be over by now."""
    # systemd #5873: after a start the clock stands where it stood weeks ago.
    lifted = grant(GrantKind.IS_IT_US, "14:00", "14:10", device=PHONE)
    again = replace(moment("14:05", booted="14:04"), plausible=False)
    policy = compile_policy(HOME, 1, moment=again, tonight=Tonight(grants=(lifted,)))

    assert decide(at("14:05", lifted).by_device[PHONE], ASKED, no_lists).why is Why.GRANT
    assert decide(policy.by_device[PHONE], ASKED, no_lists).why is not Why.GRANT


def test_answer_cached_beyond_the_start_of_a_schedule() -> None:
    """Up to bedtime an answer may be kept exactly so many seconds, whatever its own life is."""
    # AdGuardHome #3139 and #3252: apps kept an address for hours after the window had begun.
    evening = home(21 * 60, 7 * 60)
    for before in (1, 59, 300, 3_600):
        now = Moment(at=clock("21:00") - timedelta(seconds=before), zone=LONDON)
        policy = compile_policy(evening, 1, moment=now).by_device["phone"]
        assert ttl_cap(policy, now.at) == before
        assert ttl_cap(policy, now.at + timedelta(milliseconds=1)) == before - 1


def test_private_relay() -> None:
    """The signals are denied with all below them under every rule, grant and hour."""
    # FTL #1171: it needs a negative answer, at once, for every type.
    lifted = grant(GrantKind.IS_IT_US, "14:00", "14:10", device=PHONE)
    for compiled in (at("14:05"), at("14:05", lifted), at("23:00")):
        for signal in BYPASS_SIGNALS:
            verdict = decide(compiled.by_device[PHONE], signal, no_lists)
            assert isinstance(verdict, Block)
            assert verdict.denies_below


def test_doh_in_browsers() -> None:
    """The canary is denied for every device, and only a rule for that very name opens it."""
    # StevenBlack/hosts #1182: it works while nobody has switched their browser's own DNS on.
    canary = from_text("use-application-dns.net")
    denied = decide(at("14:05").by_device[PHONE], canary, no_lists)
    home = Household(everyone=RuleSet(allow=frozenset({canary})))
    opened = decide(compile_policy(home, 1).visitors, canary, no_lists)

    assert (type(denied), denied.why) == (Block, Why.BYPASS_SIGNAL)
    assert (type(opened), opened.why) == (Allow, Why.RULE)


@pytest.mark.parametrize("key", ["block", "allow"])
@pytest.mark.parametrize("address", ["192.0.2.1", "192.0.2.1.", "2001:db8::1", "192.0.2.0/24"])
def test_blocking_by_ip_hits_neighbours(address: str, key: str) -> None:
    """An address cannot be written as a rule: many sites that are not meant share it."""
    # Firewalla: blocking tiktokv.com by address blocked slickdeals.net too.
    text = f'format = "lamplight-household/v1"\n[everyone]\n{key} = ["{address}"]\n'

    with pytest.raises(HouseholdMalformed, match=rf"everyone\.{key}\[0\]: .*write"):
        household_from_toml(text)


def test_captive_portals_and_connectivity_checks() -> None:
    """No phone says that there is no internet because of a bedtime or a pause."""
    # CleanBrowsing and others: a blocked check makes phones leave the network.
    paused = at("14:30", grant(GrantKind.PAUSE, "14:00", "15:00"))
    for text in ("captive.apple.com", "connectivitycheck.gstatic.com", "detectportal.firefox.com"):
        for compiled in (paused, at("23:00")):
            verdict = decide(compiled.by_device[PHONE], from_text(text), no_lists)
            assert verdict.why is Why.NEVER_BLOCKED


def test_fail_open_without_notice() -> None:
    """Without any list, rules, services and hours hold, and the sentence says what was missing."""
    # blocky #1825 and Pi-hole's replyWhenBusy: a list that failed switched blocking off.
    afternoon = at("16:30").by_device[PHONE]

    assert isinstance(decide(afternoon, from_text("tiktok.com"), no_lists), Block)
    assert "lists were not there" in explain(afternoon, ASKED, None).sentence


def test_random_macs() -> None:
    """A device that nobody knows gets the safe default, neither nothing nor everything."""
    # Firewalla: each new address of a phone landed in quarantine.
    visitors = compile_policy(PROTECTIVE_DEFAULT, 0).visitors

    assert isinstance(decide(visitors, ASKED, no_lists), Allow)
    assert {Category.MALWARE, Category.ADULT} <= visitors.category_scopes.keys()
    assert visitors.safe_answers


def test_update_loses_protection_settings() -> None:
    """Two policies can be compared in sentences, so that a loss cannot pass unseen."""
    # AdGuardHome #1624.
    [sam, _] = HOME.young_people
    lost = replace(HOME, young_people=(replace(sam, rules=RuleSet()),))

    assert any("Bedtime" in sentence for sentence in differences(HOME, lost))
    assert any("Search is made safe." in sentence for sentence in differences(HOME, lost))


def test_vendor_sync_loses_settings() -> None:
    """What is in force can always be asked, and the rule that decides is named."""
    # Apple, 2023: limits went back by themselves and nothing said so.
    found = explain(at("21:00").by_device[PHONE], ASKED, INDEX, LONDON)

    assert found.title == "Bedtime"
    assert '"Bedtime", a rule for Sam' in found.sentence


def test_budget_counted_per_device() -> None:
    """Phone and tablet at once cost one slot, not two."""
    # Microsoft and Apple: an hour meant an hour for each device.
    counter, mask = SlotCounter(), counts_towards(ASKED, no_lists)
    for _device in ("phone", "tablet"):
        for _ in range(MINIMUM):
            counter.note(7, mask, 100)
    counter.advance(101)
    [(slot, seen)] = counter.take()
    found = counted(NO_MINUTES, slot, date(2025, 3, 29), seen, {7: (ALL,)})

    assert used_of(found, 7, ALL, Period.DAY) == 5


def test_idle_time_eats_the_budget() -> None:
    """A night of updates, pushes and checks costs no minute, nor do two stray questions."""
    # Microsoft: signed in and idle counted as use.
    counter = SlotCounter()
    for row in BACKGROUND:
        counter.note(7, counts_towards(row.name, no_lists), 100)
    for _ in range(MINIMUM - 1):
        counter.note(7, counts_towards(ASKED, no_lists), 100)
    counter.advance(101)

    assert [seen for _, seen in counter.take() if seen] == []


def test_shared_device() -> None:
    """Who says who they are has their own rules, for a while; else the strictest hold."""
    # eBlocker solved it with a PIN that is handed over.
    turn = Turn(device="Tablet", person="Alex", since=clock("22:00"))
    taken = Tonight(turns=(turn,))

    def may(text: str) -> bool:
        compiled = compile_policy(HOME, 1, moment=moment(text), tonight=taken)
        return isinstance(decide(compiled.by_device["Tablet"], ASKED, no_lists), Allow)

    assert [may(text) for text in ("21:59", "22:00", "22:59", "23:00")] == [
        *(False, True, True, False)
    ]


@pytest.mark.parametrize("kind", GrantKind)
def test_global_pause_forgotten(kind: GrantKind) -> None:
    """Nothing that is given or taken for a time can be without an end, or with one far away."""
    # AdGuardHome #5107: "I might forget to turn it on".
    assert "until" in Grant.__dataclass_fields__
    assert timedelta() < LONGEST[kind] <= timedelta(days=7)


INVENTED = {
    "a window in a name": 'block = ["youtube.com$time=16:00-18:00"]',
    "a key that sounds right": 'schedule = ["mon 16:00-18:00"]',
    "days as one word": 'timed = [{ title = "x", effect = "block", everything = true, '
    'when = [{ days = ["weekdays"] }] }]',
    "a time without minutes": 'timed = [{ title = "x", effect = "block", everything = true, '
    'when = [{ from = "9pm" }] }]',
}


@pytest.mark.parametrize("case", INVENTED)
def test_invented_rule_syntax(case: str) -> None:
    """A rule in a language that does not exist is refused loudly, and never does nothing."""
    # AdGuardHome discussion 8472: 77 lines with parts that nothing read.
    text = f'format = "lamplight-household/v1"\n[everyone]\n{INVENTED[case]}\n'

    with pytest.raises(HouseholdMalformed, match="everyone"):
        household_from_toml(text)


def test_config_without_effect() -> None:
    """A carer can write what they expect, and is told which of it is not so."""
    # Technitium #2131, #1547, #876: accepted, and without effect.
    text = (
        f'format = "{FORMAT}"\n[[expect]]\ndevice = "{PHONE}"\nname = "x.example"\n'
        'at = "2025-03-29 21:30"\nallowed = true\n'
    )
    [row] = judged(expectations_from_toml(text), HOME, LONDON, INDEX)

    assert not row.holds


def test_help_is_there_at_every_hour_of_a_day() -> None:
    """Through a whole day, pause and homework included, every lifeline is answered."""
    paused = grant(GrantKind.PAUSE, "10:00", "16:00")
    homework = grant(GrantKind.HOMEWORK, "16:00", "20:00")
    for hour in range(24):
        compiled = at(f"{hour:02}:30", paused, homework, minutes={ALL: 500})
        for policy in (compiled.visitors, *compiled.by_device.values()):
            assert all(isinstance(decide(policy, line.name, no_lists), Allow) for line in LIFELINES)
