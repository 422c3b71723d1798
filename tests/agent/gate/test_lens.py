from __future__ import annotations

import copy
import pickle
import random
import socket
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.gate.lens import AGAIN_MS, MAX_RECENT, MAX_SITES, QUIET_MS, Lens
from agent.in_force import InForce
from policy.categories import Category
from policy.names import ROOT, Name, from_text
from policy.rules import Scope
from policy.verdict import Allow, Block, Verdict, Why
from tests.agent.gate.lending import MINUTE_MS, BootClock, Way, in_force, is_closed, pair, terms

IN_FORCE = in_force()
ANSWERED = Allow(Why.NOTHING)
BLOCKED = Block(Why.CATEGORY, from_text("x.com"), 0, True, Scope.EVERYONE, Category.ADULT)
HELPED = Allow(Why.NEVER_BLOCKED, from_text("childline.org.uk"))


def look_up(way: Way, text: str, verdict: Verdict = ANSWERED) -> None:
    """Have a lens told of a look-up."""
    way.lens.observe(from_text(text), verdict, IN_FORCE)


LEVELS: dict[int, tuple[str, Verdict, tuple[str | None, str | None]]] = {
    1: ("www.adult-site.co.uk", BLOCKED, ("adult", None)),
    2: ("www.adult-site.co.uk", BLOCKED, ("adult", "adult-site.co.uk")),
    3: ("a.b.watched.com", ANSWERED, (None, "watched.com")),
    4: ("cdn.news.co.uk", ANSWERED, (None, "news.co.uk")),
}


@pytest.mark.parametrize("level", LEVELS)
def test_what_leaves_is_cut_down_to_its_level(level: int) -> None:
    """At each level just what it lets through arrives, and no host's name."""
    text, verdict, expected = LEVELS[level]
    with Way(terms(level)) as way:
        look_up(way, text, verdict)

        assert way.arrived() == [expected]


def test_the_same_is_sent_once_a_minute() -> None:
    """One page's many questions for a site are one observation, and the next minute's another."""
    with Way(terms(4)) as way:
        for text in ("news.com", "www.news.com", "cdn.news.com", "www.news.com"):
            look_up(way, text)
        look_up(way, "other.com")
        way.clock.now += AGAIN_MS - 1
        look_up(way, "www.news.com")

        assert way.arrived() == [(None, "news.com"), (None, "other.com")]

        way.clock.now += 1
        look_up(way, "www.news.com")
        look_up(way, "www.news.com")

        assert way.arrived() == [(None, "news.com")]


HELP = {
    "a help line": "www.childline.org.uk",
    "advocacy": "coramvoice.org.uk",
    "for refugees": "asylumaid.org.uk",
    "health": "111.nhs.uk",
    "the police": "www.police.uk",
    "a complaint": "ico.org.uk",
    "what the agreement adds": "mail.solicitor.co.uk",
}
MACHINES = {
    "a connectivity check": "captive.apple.com",
    "the time": "0.pool.ntp.org",
    "an update": "swscan.apple.com",
    "calls over Wi-Fi": "epdg.epc.mnc010.mcc234.pub.3gppnetwork.org",
    "a medical device": "share.dexcom.com",
    "telecare": "tunstall.co.uk",
}


@pytest.mark.parametrize("text", HELP.values(), ids=HELP)
def test_after_help_was_sought_nothing_is_observed_for_a_while(text: str) -> None:
    """For fifteen minutes after a name of help nothing is sent, then again; help itself never."""
    with Way(terms(4, never_recorded=("solicitor.co.uk",)), minutes=40) as way:
        look_up(way, "before.com")
        look_up(way, text, HELPED)
        look_up(way, "at-once.com")
        way.clock.now += QUIET_MS - 1
        look_up(way, "in-the-last-moment.com")

        assert way.arrived() == [(None, "before.com")]

        way.clock.now += 1
        look_up(way, "afterwards.com")

        assert way.arrived() == [(None, "afterwards.com")]
        assert QUIET_MS == 15 * MINUTE_MS


def test_help_sought_again_begins_the_quiet_anew() -> None:
    """Quiet lasts from the last name of help on."""
    with Way(terms(4), minutes=40) as way:
        look_up(way, "childline.org.uk", HELPED)
        way.clock.now += 14 * MINUTE_MS
        look_up(way, "www.samaritans.org", HELPED)
        way.clock.now += 14 * MINUTE_MS
        look_up(way, "news.com")

        assert way.arrived() == []


@pytest.mark.parametrize("text", MACHINES.values(), ids=MACHINES)
def test_what_devices_ask_by_themselves_is_not_observed_and_brings_no_quiet(text: str) -> None:
    """Checks, time, updates, calls and medical servers are never sent, and stop nothing else."""
    with Way(terms(4)) as way:
        look_up(way, text, HELPED)
        look_up(way, "news.com")

        assert way.arrived() == [(None, "news.com")]


def test_help_brings_quiet_whatever_was_decided() -> None:
    """Quiet hangs on the name alone, also where a verdict is one that nobody expects."""
    rule = Block(Why.RULE, from_text("childline.org.uk"), 0, True, Scope.PERSON)
    for verdict in (ANSWERED, BLOCKED, rule):
        with Way(terms(4)) as way:
            look_up(way, "childline.org.uk", verdict)
            look_up(way, "news.com")

            assert way.arrived() == []


def test_while_settling_nothing_is_sent_but_quiet_is_kept() -> None:
    """Help sought while settling keeps quiet after settling ended."""
    with Way(terms(4), minutes=40, is_settling=True) as way:
        look_up(way, "news.com")
        look_up(way, "childline.org.uk", HELPED)
        way.clock.now += 10 * MINUTE_MS
        way.lens.renew(way.clock.now + 20 * MINUTE_MS, is_settling=False)
        look_up(way, "news.com")

        assert way.arrived() == []

        way.clock.now += 5 * MINUTE_MS
        look_up(way, "news.com")

        assert way.arrived() == [(None, "news.com")]


def test_where_it_could_not_be_seen_what_was_looked_up_quiet_begins() -> None:
    """A hushed lens sends nothing for fifteen minutes."""
    with Way(terms(4), minutes=40) as way:
        way.lens.hush()
        way.clock.now += QUIET_MS - 1
        look_up(way, "news.com")

        assert way.arrived() == []

        way.clock.now += 1
        look_up(way, "news.com")

        assert way.arrived() == [(None, "news.com")]


NOTHING = {
    "the root": ROOT,
    "one label": from_text("printer"),
    "a name of the home": from_text("router.lan"),
    "a reverse name": from_text("4.3.2.1.in-addr.arpa"),
    "a public suffix": from_text("co.uk"),
    "an advert": from_text("www.ads.net"),
    "octets that no name on the web has": Name(b"\3www\4a\0.b\3com\0"),
    "a dot inside a label": Name(b"\4a.bc\3com\0"),
    "an underscore in the domain": Name(b"\3www\4a_bc\3com\0"),
    "numbers at the end": Name(b"\x031.2\x0210\0"),
}


@pytest.mark.parametrize("level", [1, 2, 4])
@pytest.mark.parametrize("name", NOTHING.values(), ids=NOTHING)
def test_what_is_nobodys_site_never_leaves(name: Name, level: int) -> None:
    """Names that are no site are sent at no level that names sites."""
    with Way(terms(level)) as way:
        way.lens.observe(name, BLOCKED if level < 3 else ANSWERED, IN_FORCE)
        domains = [domain for _, domain in way.arrived()]

        assert domains in ([], [None])
        assert way.lens.lost == 0


def test_it_ends_by_itself() -> None:
    """At the moment a lease ends nothing more is sent, and the way is closed."""
    with Way(terms(4), minutes=10) as way:
        way.clock.now += 10 * MINUTE_MS - 1
        look_up(way, "news.com")

        assert (way.arrived(), way.lens.is_over()) == ([(None, "news.com")], False)

        way.clock.now += 1
        look_up(way, "other.com")

        assert way.lens.is_over()
        assert is_closed(way.ours)


def test_renewed_it_goes_on() -> None:
    """Renewed before its end, a lease lasts until the later one, and not longer."""
    with Way(terms(4), minutes=10) as way:
        way.clock.now += 9 * MINUTE_MS
        way.lens.renew(way.clock.now + 10 * MINUTE_MS, is_settling=False)
        way.clock.now += 10 * MINUTE_MS - 1
        look_up(way, "news.com")
        way.clock.now += 1
        look_up(way, "other.com")

        assert way.arrived() == [(None, "news.com")]
        assert is_closed(way.ours)


def test_what_has_ended_stays_ended() -> None:
    """A lease that ran out is not renewed, however soon after it somebody tries."""
    with Way(terms(4), minutes=10) as way:
        way.clock.now += 10 * MINUTE_MS
        way.lens.renew(way.clock.now + 10 * MINUTE_MS, is_settling=False)
        look_up(way, "news.com")

        assert way.lens.is_over()
        assert is_closed(way.ours)


def test_renewed_for_less_it_ends_sooner() -> None:
    """The newest word holds, also where it is a shorter time."""
    with Way(terms(4), minutes=10) as way:
        way.lens.renew(way.clock.now + 1, is_settling=False)
        way.clock.now += 1

        assert way.lens.is_over()


def test_a_closed_end_loses_and_counts() -> None:
    """Where nobody is at the other end any more, the observation is lost and the lens ends."""
    with Way(terms(4)) as way:
        look_up(way, "news.com")
        way.ours.close()
        look_up(way, "other.com")
        look_up(way, "third.com")

        assert way.lens.lost == 1
        assert way.lens.is_over()


def fill(lens: Lens) -> int:
    """Have so much looked up that an observation is lost; return the number of the last one."""
    assert lens._way is not None
    # As little room as the kernel gives.
    lens._way.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    for number in range(MAX_RECENT):
        lens.observe(from_text(f"site{number}.com"), ANSWERED, IN_FORCE)
        if lens.lost:
            return number
    raise AssertionError("there was room for all of it")


def test_a_full_socket_loses_and_counts_and_goes_on_when_there_is_room() -> None:
    """What finds no room is lost, never waited for; what comes later finds the room again."""
    with Way(terms(4)) as way:
        last = fill(way.lens)

        assert len(way.arrived()) == last

        look_up(way, f"site{last}.com")

        assert way.arrived() == [(None, f"site{last}.com")]
        assert way.lens.lost == 1


def test_a_flood_is_lost_and_counted() -> None:
    """In one minute there is room for so many different observations; the minute after, again."""
    with Way(terms(4)) as way:
        arrived = []
        for number in range(MAX_RECENT + 50):
            look_up(way, f"site{number}.com")
            arrived += way.arrived()

        assert (len(arrived), way.lens.lost) == (MAX_RECENT, 50)

        way.clock.now += AGAIN_MS
        look_up(way, "site0.com")

        assert way.arrived() == [(None, "site0.com")]


def test_what_it_remembers_is_bounded() -> None:
    """However many names are looked up, it remembers no more than its bounds, and can forget."""
    with Way(terms(4)) as way:
        for number in range(3 * MAX_SITES):
            look_up(way, f"www{number}.site{number % 40}.com")
            look_up(way, "www0.site0.com")

        assert len(way.lens._sites) <= MAX_SITES
        assert len(way.lens._recent) == 40

        way.clock.now += AGAIN_MS - 1
        way.lens.tidy()

        assert (len(way.lens._sites), len(way.lens._recent)) == (0, 40)

        way.clock.now += 1
        way.lens.tidy()

        assert not way.lens._recent


def test_ended_it_remembers_nothing() -> None:
    """With its end it forgets what was looked up, and closing it twice is closing it."""
    with Way(terms(4)) as way:
        look_up(way, "www.news.com")
        way.lens.close()
        way.lens.close()

        assert not way.lens._recent
        assert not way.lens._sites
        assert is_closed(way.ours)


class Broken(InForce):
    """What is in force, with lists that cannot be read."""

    def listings(self, name: Name) -> list[tuple[int, int]]:
        """Raise, with the name in it."""
        raise ValueError(name)


def test_whatever_goes_wrong_nothing_is_raised_and_nothing_sent() -> None:
    """A fault inside ends the lens and is counted; whoever asked notices nothing."""
    with Way(terms(4)) as way:
        way.lens.observe(from_text("news.com"), ANSWERED, Broken(IN_FORCE.policy, IN_FORCE.index))
        look_up(way, "news.com")

        assert way.lens.lost == 1
        assert is_closed(way.ours)


def test_a_way_is_never_waited_for_even_if_it_could_be() -> None:
    """A way that comes as one that waits is not waited for."""
    ours, theirs = pair()
    clock = BootClock()
    lens = Lens(theirs, terms(4), clock, until_ms=clock.now + MINUTE_MS, is_settling=False)
    # The mode belongs to both copies of a socket, so the recorder's could set it back.
    with socket.socket(fileno=socket.dup(theirs.fileno())) as copied, ours:
        copied.setblocking(True)
        fill(lens)
        lens.close()

        assert lens.lost == 1


SHOWN: dict[str, Callable[[Lens], str]] = {
    "repr": repr,
    "str": str,
    "format": "{}".format,
    "inside something": lambda lens: repr([lens]),
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_a_lens_shows_nothing(shown: Callable[[Lens], str]) -> None:
    """Printed in whatever way, a lens says what it is and nothing of what it saw."""
    with Way(terms(4, never_recorded=("news.com",))) as way:
        look_up(way, "www.other.com")

        assert shown(way.lens).strip("[]") == "<Lens>"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_lens_cannot_be_written_or_copied(protocol: int) -> None:
    """A lens with what it remembers cannot be written to a file, nor copied."""
    with Way(terms(4)) as way:
        with pytest.raises(TypeError, match="not written to a file"):
            pickle.dumps(way.lens, protocol)
        with pytest.raises(TypeError, match="not written to a file"):
            copy.copy(way.lens)


_TEXTS = st.sampled_from(
    (
        *("news.com", "www.news.com", "other.co.uk", "www.watched.com", "a.adult-site.com"),
        *("childline.org.uk", "www.nhs.uk", "mail.solicitor.co.uk"),
        *("time.apple.com", "captive.apple.com", "www.ads.net", "bad.net", "x.lan", "printer"),
    )
)
_VERDICTS = st.sampled_from(
    (ANSWERED, BLOCKED, HELPED, Block(Why.RULE, from_text("news.com"), 0, True, Scope.PERSON))
)
_STEPS = st.lists(
    st.tuples(_TEXTS, _VERDICTS, st.sampled_from((0, 1, 30_000, MINUTE_MS, 14 * MINUTE_MS))),
    max_size=40,
)
SOUGHT = {"childline.org.uk", "www.nhs.uk", "mail.solicitor.co.uk"}


@given(st.sampled_from((1, 2, 3, 4)), _STEPS)
def test_in_any_order_of_events_the_promises_hold(
    level: int, steps: list[tuple[str, Verdict, int]]
) -> None:
    """All that is sent fits its terms, and none is sent in quiet, twice a minute or too late."""
    clock = BootClock()
    until, sought = clock.now + 60 * MINUTE_MS, -QUIET_MS
    last: dict[tuple[str | None, str | None], int] = {}
    with Way(terms(level, never_recorded=("solicitor.co.uk",)), clock, minutes=60) as way:
        for text, verdict, wait in steps:
            look_up(way, text, verdict)
            for observation in [] if way.lens.is_over() else way.arrived():
                assert text in {
                    *("news.com", "www.news.com", "other.co.uk"),
                    *("www.watched.com", "a.adult-site.com"),
                }
                assert clock.now < until
                assert clock.now - sought >= QUIET_MS
                assert clock.now - last.get(observation, -AGAIN_MS) >= AGAIN_MS
                last[observation] = clock.now
            if text in SOUGHT:
                sought = clock.now
            clock.now += wait


def test_many_random_names_leave_only_sites(dice: random.Random) -> None:
    """Whatever octets a name is made of, what arrives is a registrable domain or nothing."""
    with Way(terms(4)) as way:
        for _ in range(3_000):
            labels = [
                bytes(dice.choices(b"abc019-_.\\\0\xff*", k=dice.randint(1, 6)))
                for _ in range(dice.randint(1, 4))
            ]
            wire = b"".join(bytes((len(label),)) + label for label in labels) + b"\3com\0"
            way.lens.observe(Name(wire), ANSWERED, IN_FORCE)
            way.clock.now += AGAIN_MS
            way.lens.renew(way.clock.now + MINUTE_MS + 1, is_settling=False)
            assert len(way.arrived()) <= 1

        assert way.lens.lost == 0
