from __future__ import annotations

from agent.devices.tally import Tally
from agent.dns.noticing import Noticing
from agent.in_force import InForce
from policy.names import Name, from_text
from policy.verdict import Allow, Block, Verdict, Why
from tests.agent.dns import house

NAME = from_text("www.example.org")
CURRENT = house.current()
POLICY = CURRENT.in_force.policy.visitors
ALLOWED, BLOCKED = Allow(Why.NOTHING), Block(Why.RULE, NAME, 0, True)


class Ears:
    """Somebody who is told."""

    def __init__(self) -> None:
        self.heard: list[Verdict] = []

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Take notice."""
        assert (name, in_force) == (NAME, CURRENT.in_force)
        self.heard.append(verdict)


def tell(noticing: Noticing, verdict: Verdict, source: str = house.STRANGER) -> None:
    """Tell of a look-up of a device that has no name."""
    noticing.tell(POLICY, source, NAME, verdict, CURRENT.in_force)


def test_mostly_nobody_is_told() -> None:
    """Without a lens, a count or somebody who looks for a block, a look-up is told to nobody."""
    noticing = Noticing({}, {})
    tell(noticing, BLOCKED)

    assert not noticing.is_told(POLICY, house.STRANGER)


def test_a_lens_is_told_of_its_own_address_alone() -> None:
    """Who is lent one address hears of that one, whatever was decided."""
    ears = Ears()
    noticing = Noticing({}, {}, lenses={house.SAM: ears})
    for source in (house.SAM, house.ALEX):
        tell(noticing, ALLOWED, source)

    assert ears.heard == [ALLOWED]
    assert noticing.is_told(POLICY, house.SAM)
    assert not noticing.is_told(POLICY, house.ALEX)


def test_what_is_blocked_is_shown_to_the_device_itself() -> None:
    """A device whose holder looks for what is blocked hears of blocks only, and of its own."""
    ears = Ears()
    noticing = Noticing({}, {house.STRANGER: ears})
    tell(noticing, ALLOWED)
    tell(noticing, BLOCKED, house.SAM)
    tell(noticing, BLOCKED)

    assert ears.heard == [BLOCKED]


def test_the_home_is_counted_as_a_whole() -> None:
    """The tally counts every look-up that is told of."""
    tally = Tally(lambda: 0)
    tell(Noticing({}, {}, tally), ALLOWED)
    tell(Noticing({}, {}, tally), BLOCKED, "2001:db8::1")

    assert (tally.totals().over_ipv4, tally.totals().over_ipv6) == (1, 1)
