from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console import words
from console.security.permissions import Role
from console.services.home import household_in
from console.store.database.changes import Changed, changes_in
from policy.categories import Category
from policy.compile import compile_policy
from policy.household import Device
from policy.neighbours import DhcpFacts, Router, RouterSource
from tests.console import homes
from tests.console.at_hand import AtHand, Fields, at_hand, here

NEW, MADE_UP, MAYAS = "3c:22:fb:10:20:30", "06:22:fb:10:20:31", "06:00:00:00:00:05"
HOME = homes.FULL.replace(
    'name = "Maya\'s phone"\nbelongs_to = "Maya"\naddresses = ["192.168.77.22"]',
    f'name = "Maya\'s phone"\nbelongs_to = "Maya"\nlinks = ["{MAYAS}"]',
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home in which two devices were seen that nobody named."""
    with at_hand(tmp_path, HOME) as home:
        home.sees(
            here(NEW, "192.168.77.90", "fd00:77::90", mdns_name="iPad"),
            here(MADE_UP, dhcp=DhcpFacts(host_name="<b>Galaxy</b>")),
            here("3c:22:fb:10:20:01", "192.168.77.1"),
            routers=(
                Router(link="3c:22:fb:10:20:01", address="192.168.77.1", told_by=RouterSource.DHCP),
            ),
        )
        yield home


def test_a_new_device_is_told_of_with_the_rules_it_has(home: AtHand) -> None:
    """The inbox says what was seen, how, and that visitors' rules hold; a router is not in it."""
    page = home.get("/devices")

    assert words.devices.NEW_TEXT in page.text
    assert [NEW in page.text, MADE_UP in page.text, "3c:22:fb:10:20:01" in page.text] == [
        True,
        True,
        False,
    ]
    assert words.devices.MADE_UP in page.text
    assert words.devices.MAKERS in page.text
    assert "&lt;b&gt;Galaxy" in page.body, "what a device says is text and nothing else"


def test_a_named_device_has_its_persons_rules(home: AtHand) -> None:
    """Naming it publishes it, lists the change, and takes it out of the inbox."""
    done = home.send("/devices/name", {"link": NEW, "name": "blue tablet", "owner": "Maya"})
    device = household_in(home.house).devices[-1]
    snapshot = home.house.published.snapshot()
    with home.house.database.reading() as session:
        latest = changes_in(session)[0].note

    assert (done.status, done.leads_to) == (303, "/devices/saved")
    assert device == Device(name="blue tablet", belongs_to="Maya", links=(NEW,))
    assert snapshot.household.devices[-1] == device
    assert (latest.what, latest.about) == (Changed.DEVICE_ADDED, "blue tablet")
    page = home.get("/devices/saved")
    assert words.devices.SAVED_WAITING in page.text
    assert words.devices.SAVED_TEXT not in page.text
    with home.taken_up():
        assert words.devices.SAVED_TEXT in home.get("/devices/saved").text
    assert NEW not in page.text


def test_what_is_wrong_is_told_where_it_was_typed(home: AtHand) -> None:
    """The page keeps what was typed, beside its field, and nothing is changed."""
    before = home.house.published.snapshot()
    page = home.send("/devices/name", {"link": NEW, "name": "Living room TV", "owner": "Leo"})

    assert page.status == 422
    assert words.devices.WRONGS["name-taken"] in page.text
    assert 'value="Living room TV"' in page.body
    assert 'value="Leo" checked' in page.body
    assert home.house.published.snapshot() == before


@pytest.mark.parametrize("link", ["3c:22:fb:10:20:01", "00:11:22:33:44:55", "", MAYAS])
def test_only_what_is_in_the_inbox_can_be_named(link: str, home: AtHand) -> None:
    """A router, a device that nobody saw and one that has a name are not named from a form."""
    page = home.send("/devices/name", {"link": link, "name": "x", "owner": "Leo"})

    assert page.status == 422
    assert len(household_in(home.house).devices) == 6


def test_the_phone_of_before_is_asked_about_and_never_assumed(home: AtHand) -> None:
    """Only a tap joins a made-up address to a device of before that is not here."""
    page = home.get("/devices")
    done = home.send("/devices/same", {"link": MADE_UP, "device": "Maya's phone"})

    assert words.devices.PERHAPS_YES.format(device="Maya's phone") in page.text
    assert done.status == 303
    assert household_in(home.house).devices[1].links == (MAYAS, MADE_UP)
    assert home.send("/devices/same", {"link": NEW, "device": "gone"}).status == 422


def test_this_phone_is_mine_in_one_tap(home: AtHand) -> None:
    """The page knows the device it is open on; a tap makes it the carer's, without a filter."""
    visit = home.signed_in("Sam")
    page = home.get("/devices", "fd00:77::90", visit)
    done = home.send("/devices/mine", {"owner": "Leo"}, "fd00:77::90", visit)
    device = household_in(home.house).devices[-1]
    policy = compile_policy(household_in(home.house), 1).by_device[device.name]

    assert words.devices.MINE in page.text
    assert (done.status, device.belongs_to, device.links) == (303, "Sam", (NEW,))
    assert policy.blocked == Category.MALWARE.bit
    assert policy.safe_answers == {}
    assert words.devices.MINE not in home.get("/devices", "fd00:77::90", visit).text
    assert home.send("/devices/mine", {}, "fd00:77::90", visit).status == 422


def test_the_box_itself_is_nobodys_phone(home: AtHand) -> None:
    """At the box there is no card, and a form that is sent from there names nothing."""
    assert words.devices.MINE not in home.get("/devices").text
    assert home.send("/devices/mine", {"owner": "Sam"}).status == 422
    assert len(household_in(home.house).devices) == 6


def test_a_second_phone_has_a_name_of_its_own(home: AtHand) -> None:
    """Both are the carer's, and can be told apart."""
    visit = home.signed_in("Sam")
    home.sees(here(NEW, "192.168.77.90"), here(MADE_UP, "192.168.77.91"))
    for source in ("192.168.77.90", "192.168.77.91"):
        assert home.send("/devices/mine", {}, source, visit).status == 303

    assert [one.name for one in household_in(home.house).devices[-2:]] == [
        "Sam's phone",
        "Sam's phone 2",
    ]


def test_a_helper_names_devices_and_lifts_nothing(home: AtHand) -> None:
    """Whoever helps with the box can name a device, and neither lift a filter nor see turns."""
    visit = home.signed_in("Ada", Role.HELPER)
    named = home.send(
        "/devices/name", {"link": NEW, "name": "tab", "owner": "Leo"}, "192.0.2.7", visit
    )
    refused = [
        home.send(f"/devices/{path}", {}, "192.0.2.7", visit).status
        for path in ("mine", "5/share", "5/turn", "5/turn-end", "5/pin", "2/code")
    ]

    assert named.status == 303
    assert refused == [403] * 6
    assert words.devices.SHARE not in home.get("/devices/5", "192.0.2.7", visit).text


def test_who_has_not_signed_in_changes_nothing(home: AtHand) -> None:
    """Without a visit, pages lead to the sign-in and forms are refused."""
    home.signed_in("Sam")

    assert home.get("/devices", "192.168.77.90").leads_to == "/sign-in"
    assert home.send("/devices/mine", {"owner": "Sam"}, "192.168.77.90").status == 403
    assert len(household_in(home.house).devices) == 6


def test_a_device_is_renamed_given_shared_and_forgotten(home: AtHand) -> None:
    """Each change is about the device that its form was made with, whatever its number is."""
    steps: list[tuple[str, Fields]] = [
        ("rename", {"name": "Telly"}),
        ("share", {"person": ["Maya", "Leo"], "minutes": "30"}),
        ("give", {"owner": "Leo", "school": "yes"}),
    ]
    name = "Living room TV"
    for verb, fields in steps:
        done = home.send(f"/devices/1/{verb}", {"device": name, **fields})
        assert (done.status, done.leads_to) == (303, "/devices/saved"), verb
        name = "Telly"
    device = household_in(home.house).devices[4]
    assert (device.name, device.belongs_to, device.school) == ("Telly", "Leo", True)
    assert home.send("/devices/5/forget", {"device": "Telly"}).status == 303
    gone = home.send("/devices/5/forget", {"device": "Telly"})
    assert gone.status == 422
    assert words.devices.WRONGS["gone"] in gone.text
    assert [one.name for one in household_in(home.house).devices].count("Telly") == 0


def test_what_is_wrong_with_a_device_is_told_on_its_page(home: AtHand) -> None:
    """A name that is taken stays typed; people and minutes that cannot be are told."""
    page = home.send("/devices/5/rename", {"device": "Living room TV", "name": "Kitchen radio"})
    alone = home.send(
        "/devices/5/share", {"device": "Living room TV", "person": "Leo", "minutes": "30"}
    )
    never = home.send(
        "/devices/5/share", {"device": "Living room TV", "person": ["Leo", "Maya"], "minutes": "x"}
    )

    assert (page.status, 'value="Kitchen radio"' in page.body) == (422, True)
    assert words.devices.WRONGS["name-taken"] in page.text
    assert words.devices.WRONGS["too-few"] in alone.text
    assert words.devices.WRONGS["time"] in never.text


def test_a_device_that_is_not_there_is_told_of_on_the_list(home: AtHand) -> None:
    """A number that no device has shows the list and what happened."""
    page = home.get("/devices/99")

    assert page.status == 422
    assert words.devices.WRONGS["gone"] in page.text


def test_how_the_network_cannot_be_seen_is_said(home: AtHand) -> None:
    """A missing file and a damaged one are told apart, and which rules hold all the same."""
    home.neighbours.write_bytes(b"damaged")
    damaged = home.get("/devices")
    home.neighbours.unlink()
    missing = home.get("/devices")

    assert words.devices.UNSEEN["unreadable"] in damaged.text
    assert words.devices.UNSEEN["absent"] in missing.text
    assert words.devices.UNSEEN_TEXT in missing.text


def test_no_page_about_devices_says_who_is_there(home: AtHand) -> None:
    """Two networks that differ only in which named devices are heard give the same page."""
    both = (here(NEW, "192.168.77.90"), here("3c:22:fb:10:20:99", "192.168.77.24"))
    home.sees(*both)
    away = home.get("/devices").body
    home.sees(*both, here(MAYAS, "192.168.77.70"))
    present = home.get("/devices").body

    assert present == away


TV: dict[str, str] = {"device": "Living room TV"}
CHANGED: dict[str, tuple[str, Fields]] = {
    "a new device named": ("/devices/name", {"link": NEW, "name": "blue tablet", "owner": "Maya"}),
    "a new device is one of ours": ("/devices/same", {"link": NEW} | TV),
    "another name": ("/devices/5/rename", TV | {"name": "Big TV"}),
    "another owner": ("/devices/5/give", TV | {"owner": "Leo"}),
    "shared": ("/devices/5/share", TV | {"person": ["Leo", "Maya"], "minutes": "30"}),
    "forgotten": ("/devices/5/forget", TV),
}


@pytest.mark.parametrize(("path", "fields"), CHANGED.values(), ids=CHANGED)
def test_what_was_done_with_a_device_can_be_undone_from_the_changes(
    path: str, fields: Fields, home: AtHand
) -> None:
    """One press on the list of changes brings the devices back as they were, and publishes them."""
    before = household_in(home.house)
    done = home.send(path, fields)
    after = household_in(home.house)
    undone = home.send("/rules/undo", {"number": home.get("/changes").value("number")})

    assert (done.status, undone.status) == (303, 303)
    assert after != before
    assert household_in(home.house) == before
    assert home.house.published.snapshot().household == before
