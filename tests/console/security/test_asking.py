from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from console import words
from console.security.asking import AT_THE_BOX, asker_of, device_at, is_here, is_safe, name_of
from console.security.permissions import AtTheBox, Level, Nobody, OnDevice, Role, SignedIn
from console.security.sessions import IDLE, SEEN_EVERY, digest_of
from console.services.around import around
from console.store.database.sign_ins import visit_with
from console.store.neighbours import Unseen
from policy.document import household_from_toml
from policy.household import Device, Household
from policy.neighbours import Conflict, ConflictKind, Neighbour
from tests.console import homes
from tests.console.at_hand import AtHand, at_hand, here
from tests.console.signing_in import Home, home_in

FULL = household_from_toml(homes.FULL)


def _request(
    source: str, scheme: str = "https", cookies: dict[str, str] | None = None
) -> HTTPConnection:
    kept = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    return HTTPConnection(
        {
            "type": "http",
            "scheme": scheme,
            "path": "/",
            "server": ("127.0.0.1", 1),
            "client": (source, 1),
            "headers": [(b"cookie", kept.encode())] if kept else [],
        }
    )


DEVICES: dict[str, tuple[str, OnDevice | None]] = {
    "a young person's": (
        "192.168.77.22",
        OnDevice(device="Maya's phone", owner="Maya", young_person=1),
    ),
    "another young person's": (
        "fd00:77::23",
        OnDevice(device="Leo's games console", owner="Leo", young_person=2),
    ),
    "a carer's": ("192.168.77.24", OnDevice(device="Sam's laptop", owner="Sam")),
    "a shared one": ("192.168.77.25", OnDevice(device="Living room TV", owner="everyone")),
    "nobody's": ("192.168.77.99", None),
    "no address": ("", None),
}


@pytest.mark.parametrize(("address", "expected"), DEVICES.values(), ids=DEVICES)
def test_a_device_is_known_by_its_address(address: str, expected: OnDevice | None) -> None:
    """Whose it is, and which young person's, is what the home says of the address."""
    assert device_at(FULL, address) == expected


def test_an_address_of_two_devices_is_nobodys() -> None:
    """Where the box cannot tell which device it is, it is none."""
    two = tuple(Device(name=name, belongs_to="Maya", addresses=("::1",)) for name in "ab")

    assert device_at(Household(devices=two), "::1") is None


PHONE, RADIO, STRANGER = "3c:22:fb:10:20:22", "3c:22:fb:10:20:26", "3c:22:fb:10:20:99"
FOUR, SIX, RADIO_AT = "192.168.77.90", "fd00:77::90", "192.168.77.96"
MAYA = OnDevice(device="Maya's phone", owner="Maya", young_person=1)
BY_LINKS = homes.FULL.replace('addresses = ["192.168.77.22"]', f'links = ["{PHONE}"]').replace(
    'addresses = ["192.168.77.26"]', f'links = ["{RADIO}"]'
)


@pytest.fixture
def by_links(state: Path) -> Iterator[AtHand]:
    """Return a home whose devices were named from the inbox, with discovery looking."""
    with at_hand(state, BY_LINKS) as home:
        home.sees(here(PHONE, FOUR, SIX), here(RADIO, RADIO_AT), here(STRANGER, "192.168.77.99"))
        yield home


@pytest.mark.parametrize("address", [FOUR, SIX, f"::ffff:{FOUR}"])
def test_a_device_named_by_its_link_address_is_known(address: str, by_links: AtHand) -> None:
    """What the network shows at an address says whose it is, by IPv4 and by IPv6."""
    assert asker_of(by_links.house, _request(address, "http")) == MAYA


@pytest.mark.parametrize("address", [FOUR, SIX])
def test_the_pages_of_a_device_open_by_its_link_address(address: str, by_links: AtHand) -> None:
    """The front page leads to what is the young person's own, and all of that opens there."""
    front = by_links.get("/", address)
    opened = {path: by_links.get(path, address) for path in ("/mine", "/mine/ask", "/mine/rules")}

    assert (front.status, front.leads_to) == (303, "/mine")
    assert {path: seen.status for path, seen in opened.items()} == dict.fromkeys(opened, 200)
    assert words.mine.HELLO.format(person="Maya") in opened["/mine"].text


def test_the_kitchens_tablet_is_known_by_its_link_address(by_links: AtHand) -> None:
    """What is nobody's own shows everybody's time; a device that nobody named shows nothing."""
    assert words.kitchen.HEADING in by_links.get("/kitchen", RADIO_AT).text
    assert words.kitchen.NOT_HERE in by_links.get("/kitchen", "192.168.77.99").text


DOUBTS: dict[str, tuple[tuple[Neighbour, ...], tuple[str, ...]]] = {
    "two link addresses": ((here(PHONE, FOUR),), (PHONE, STRANGER)),
    "two named devices": ((here(PHONE, FOUR),), (PHONE, RADIO)),
    "somebody else's link address": ((here(STRANGER, FOUR),), ()),
    "nothing there": ((), ()),
}
"""Who was heard at the address, and the link addresses that both claim it."""


@pytest.mark.parametrize("case", DOUBTS)
def test_an_address_in_doubt_is_nobodys(case: str, by_links: AtHand) -> None:
    """Where two could be meant, or the address is with another now, no page of theirs opens."""
    neighbours, claiming = DOUBTS[case]
    twice = Conflict(kind=ConflictKind.ADDRESS_TWICE, address=FOUR, links=claiming)
    by_links.sees(*neighbours, conflicts=(twice,) if claiming else ())

    assert around(by_links.house, FOUR).seen is not Unseen.UNREADABLE
    assert asker_of(by_links.house, _request(FOUR)) == Nobody()
    assert "Maya" not in by_links.get("/mine", FOUR).text


def test_a_device_with_link_addresses_is_not_known_by_an_address_it_had(state: Path) -> None:
    """An address that was given to a phone and is with another device now opens nothing."""
    both = homes.FULL.replace(
        'addresses = ["192.168.77.22"]', f'addresses = ["{FOUR}"]\nlinks = ["{PHONE}"]'
    )
    with at_hand(state, both) as home:
        found = {}
        for link in (PHONE, STRANGER):
            home.sees(here(link, FOUR))
            found[link] = asker_of(home.house, _request(FOUR))

    assert found == {PHONE: MAYA, STRANGER: Nobody()}


def test_the_first_to_come_is_at_the_box(state: Path) -> None:
    """While nobody signs in here, the machine itself is trusted and nothing else."""
    house = home_in(state).house

    assert asker_of(house, _request("127.0.0.1", "http")) == AtTheBox()
    assert asker_of(house, _request("::1", "http")) == AtTheBox()
    assert asker_of(house, _request("192.168.77.99")) == Nobody()


def test_once_somebody_signs_in_the_machine_itself_is_nobody(state: Path) -> None:
    """The first sign-in ends the trust in whoever is at the box."""
    house = home_in(state, "Sam").house

    assert asker_of(house, _request("127.0.0.1", "http")) == Nobody()


def test_a_young_person_needs_no_password(state: Path) -> None:
    """On their own device they are known, on a plain line too, with sign-ins and without."""
    maya = OnDevice(device="Maya's phone", owner="Maya", young_person=1)
    home = home_in(state)
    before = asker_of(home.house, _request("192.168.77.22", "http"))
    home.add("Sam")

    assert before == asker_of(home.house, _request("192.168.77.22", "http")) == maya


def test_before_the_home_is_set_up_there_are_no_devices(state: Path) -> None:
    """A box that nobody set up knows nobody's device."""
    house = home_in(state, text=None).house

    assert asker_of(house, _request("192.168.77.22")) == Nobody()


def _visited(home: Home) -> tuple[dict[str, str], SignedIn]:
    browser = home.signed_in("Sam", "192.168.77.22", "https")
    home.pair(browser)
    asker = asker_of(home.house, _request("192.168.77.22", cookies=browser.jar))
    assert isinstance(asker, SignedIn)
    return browser.jar, asker


def test_a_visit_counts_before_the_device(state: Path) -> None:
    """A carer who signs in on a young person's phone is that carer until they sign out."""
    home = home_in(state, "Sam")
    jar, asker = _visited(home)

    assert asker == SignedIn(
        number=1,
        name="Sam",
        role=Role.CARER,
        session=digest_of(jar["__Host-lamplight-visit"]),
        phone=1,
        level=Level.FULL,
    )


def test_a_visit_is_noted_while_it_goes_on_and_not_once_it_locked(state: Path) -> None:
    """Asking keeps a visit open; asking when it is locked does not open it again."""
    home = home_in(state, "Sam")
    jar, asker = _visited(home)
    request = _request("192.168.77.22", cookies=jar)
    seen = []
    for pause in (SEEN_EVERY, IDLE * 2, SEEN_EVERY):
        home.clock.now += pause
        asked = asker_of(home.house, request)
        assert isinstance(asked, SignedIn)
        with home.house.database.reading() as session:
            visit = visit_with(session, asker.session)
        assert visit
        seen.append((asked.level, visit.seen_at - homes.WHEN))

    assert seen == [
        (Level.FULL, SEEN_EVERY),
        (Level.LOCKED, SEEN_EVERY),
        (Level.LOCKED, SEEN_EVERY),
    ]


WAYS = {
    "this machine, plainly": ("127.0.0.1", "http", True, True),
    "this machine by version 6": ("::1", "http", True, True),
    "this machine by version 4 in 6": ("::ffff:127.0.0.1", "http", True, True),
    "elsewhere, plainly": ("192.168.77.22", "http", False, False),
    "elsewhere by TLS": ("192.168.77.22", "https", False, True),
    "no address": ("testing", "http", False, False),
}


@pytest.mark.parametrize("case", WAYS)
def test_a_sign_in_travels_by_tls_or_not_at_all(case: str) -> None:
    """Only this machine itself may do without TLS."""
    source, scheme, here, safe = WAYS[case]
    request = _request(source, scheme)

    assert (is_here(request), is_safe(request)) == (here, safe)


def test_everybody_has_a_name_in_the_list_of_changes() -> None:
    """Who signed in by their name, a device by whose it is, and the box as the box."""
    sam = SignedIn(number=1, name="Sam", role=Role.CARER, session="")

    assert name_of(sam) == "Sam"
    assert name_of(OnDevice(device="Maya's phone", owner="Maya")) == "Maya"
    assert name_of(AtTheBox()) == name_of(Nobody()) == AT_THE_BOX
