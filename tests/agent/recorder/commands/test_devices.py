from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.commands.devices import address_typed, bind, move, together, unbind
from agent.recorder.errors import RecorderRefused
from consent.acts import LookedTogether
from consent.codes import Code
from consent.desk import DeskRefused
from consent.home import Press
from consent.recorder_requests import Stop
from tests.agent.recorder.commands.at_home import CARD, AtHome, at_home, with_entries
from tests.agent.recorder.commands.telling import acts_of
from tests.agent.recorder.home import TABLET, moved_in

YES = {"yes or no": "yes"}
NO = {"yes or no": "no"}
CARDS = {"five words of the card": CARD}

ADDRESSES = {
    "of IPv4": ("192.168.7.21", "192.168.7.21"),
    "of IPv6, long": ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
    "of IPv4 inside IPv6": ("::ffff:192.168.7.21", "192.168.7.21"),
    "of one link": ("fe80::1%eth0", "fe80::1%eth0"),
    "with spaces": (" 192.168.7.21 ", "192.168.7.21"),
}


@pytest.mark.parametrize(("typed", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_kept_as_packets_bear_it(typed: str, expected: str) -> None:
    """An address is kept in the one form in which packets bear it."""
    assert address_typed(typed) == expected


@pytest.mark.parametrize("typed", ["", "192.168.7", "tablet", "02:00:00:00:00:01", "1.2.3.4/24"])
def test_what_is_no_address_is_not_kept(typed: str) -> None:
    """Nothing but an address can be a device's address."""
    with pytest.raises(DeskRefused, match="not an address of a device"):
        address_typed(typed)


def addresses(home: AtHome, label: str) -> tuple[str, ...]:
    """Return where a device of a home is."""
    [found] = [one.addresses for one in home.how().devices if one.label == label]
    return found


def test_a_device_is_bound_with_its_addresses(tmp_path: Path) -> None:
    """A device is known from now on, by all its addresses, and what comes next is said."""
    with at_home(tmp_path) as home:
        desk = home.somebody()
        bind(desk, home.recorder, " Tablet ", [TABLET, "2001:DB8::1"], is_shared=False)
        [device] = home.how().devices

    assert (device.label, device.sole_user) == ("Tablet", True)
    assert device.addresses == (TABLET, "2001:db8::1")
    assert "A new home card names it" in desk.text


def test_a_shared_device_is_told_as_never_written_down(tmp_path: Path) -> None:
    """A device that several people use is known, and said never to be written down."""
    with at_home(tmp_path) as home:
        desk = home.somebody()
        bind(desk, home.recorder, "Console", [TABLET], is_shared=True)
        [device] = home.how().devices

    assert device.sole_user is False
    assert "it is never written down" in desk.text


def test_a_label_is_one_devices(tmp_path: Path) -> None:
    """A second device of one label is refused with its code."""
    with at_home(tmp_path, moved_in()) as home, pytest.raises(RecorderRefused) as refused:
        bind(home.somebody(), home.recorder, "Tablet", ["192.168.7.9"], is_shared=False)

    assert refused.value.code == Code.DEVICE_LABEL


def test_a_device_is_forgotten_after_a_yes(tmp_path: Path) -> None:
    """A device is forgotten, with what was written down about it, once somebody has said yes."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        unbind(home.somebody(NO), home.recorder, "tablet")
        unchanged = home.how()
        desk = home.somebody(YES)
        unbind(desk, home.recorder, "tablet")
        stands = home.how()

    assert [one.label for one in unchanged.devices] == ["Tablet", "Laptop"]
    assert [one.label for one in stands.devices] == ["Laptop"]
    assert stands.days == ()
    assert "destroys whatever was written down about it" in desk.asked[0]


def test_a_device_moves_by_the_young_persons_words(tmp_path: Path) -> None:
    """With the young person's card a device keeps its id and its agreement at another address."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        before = home.how().devices[0]
        desk = home.somebody(CARDS)
        move(desk, home.recorder, "Tablet", ["192.168.7.99"], None)
        after = home.how().devices[0]

    assert (after.id, after.addresses) == (before.id, ("192.168.7.99",))
    assert after.off is None
    assert desk.said == ["Tablet is the same device at its new address."]


def test_a_device_does_not_move_by_other_words(tmp_path: Path) -> None:
    """A carer's own words, or wrong ones, move nothing."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        with pytest.raises(DeskRefused, match="not right three times"):
            move(
                home.somebody({"five words": "abacus abacus abacus abacus abacus"}),
                home.recorder,
                "Tablet",
                ["192.168.7.99"],
                None,
            )

        assert addresses(home, "Tablet") == (TABLET,)


def test_a_device_without_an_agreement_has_nobodys_card(tmp_path: Path) -> None:
    """A device that no agreement is about cannot be moved by a card."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home, pytest.raises(DeskRefused, match="no agreement here"):
        move(home.somebody(CARDS), home.recorder, "Laptop", ["192.168.7.99"], None)


def test_a_device_moves_also_under_an_agreement_that_is_over(tmp_path: Path) -> None:
    """Where every agreement is over, the card of the last one still moves the device."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.CARER))
        move(home.somebody(CARDS), home.recorder, "Tablet", ["192.168.7.99"], None)

        assert addresses(home, "Tablet") == ("192.168.7.99",)


def test_that_they_looked_together_is_noted_after_a_yes(tmp_path: Path) -> None:
    """Looking together is noted for the device's agreement, once somebody has said yes."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        together(home.somebody(NO), home.recorder, "Tablet", None)
        nothing = acts_of(home.recorder, LookedTogether)
        together(home.somebody(YES), home.recorder, "Tablet", None)
        [noted] = acts_of(home.recorder, LookedTogether)

    assert nothing == []
    assert noted.on == home.time.now.date()


def test_looking_together_ends_a_notice_that_went_unseen(tmp_path: Path) -> None:
    """Of a notice that went unseen for two weeks, looking together lets it go on."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        home.later(days=15)
        before = home.how().devices[0].off
        together(home.somebody(YES), home.recorder, "Tablet", None)
        after = home.how().devices[0].off

    assert (before, after) == (Code.NOTICE_LAPSED, None)


def test_nothing_is_noted_where_nobody_was_told(tmp_path: Path) -> None:
    """On a device of which nobody was told of anything, there is nothing to look at together."""
    with (
        at_home(tmp_path, moved_in()) as home,
        pytest.raises(DeskRefused, match="Nobody was told of an agreement on Tablet yet"),
    ):
        together(home.somebody(YES), home.recorder, "Tablet", None)
