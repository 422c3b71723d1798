from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import words
from console.services.home import household_in
from console.services.sharing import FREE_TRIES, LONGEST_WAIT
from console.store.database.changes import changes_in
from console.store.database.pins import pin_of
from policy.household import NOBODY
from tests.console import homes
from tests.console.at_hand import AtHand, Seen, at_hand, here

TV = "192.168.77.25"
HOME = homes.FULL.replace(
    'addresses = ["192.168.77.25"]',
    'links = ["3c:22:fb:10:20:25"]\nshared_by = ["Maya", "Leo", "Sam"]\nhand_back_minutes = 30',
).replace('name = "Leo"\n', 'name = "Leo"\nage = "6-9"\n', 1)
DIGITS = "2580"
PICTURES = ("cat", "sun", "cat", "boat")
TELLING = (
    *("record", "agreement", "written down", "request", "asked", "monitor", "blocked", "minutes"),
    *("/recorded", "/rules", "/devices", "/me"),
)
NO_PIN = ("", "258", "123456789", "0000", "1234", "abcd", "25 8x")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with a television that three people share, two of them with a PIN."""
    with at_hand(tmp_path, HOME) as home:
        home.sees(here("3c:22:fb:10:20:25", TV), here("3c:22:fb:10:20:99", "192.168.77.99"))
        for person, pin in (("Maya", [DIGITS]), ("Leo", list(PICTURES))):
            fields = {"device": "Living room TV", "person": person, "pin": pin}
            assert home.send("/devices/5/pin", fields).status == 303
        yield home


def test_a_turn_is_taken_with_a_pin_and_ends_by_itself(home: AtHand) -> None:
    """On the device itself somebody says who they are; after its time nobody has the turn."""
    asked = home.send("/turn", {"person": "Maya"}, TV)
    done = home.send("/turn/pin", {"person": "Maya", "pin": DIGITS}, TV)
    published = home.house.published.snapshot()
    mayas = home.get("/turn", TV).text
    home.later(minutes=30)

    assert words.turns.PIN in asked.text
    assert (done.status, done.leads_to) == (303, "/turn")
    assert [(turn.device, turn.person) for turn in published.turns] == [("Living room TV", "Maya")]
    assert words.turns.TURN_OF.format(who="Maya", time="19:10") in mayas
    assert words.turns.TURN_NONE in home.get("/turn", TV).text


def test_pictures_are_tapped_one_after_the_other(home: AtHand) -> None:
    """Under-tens tap four pictures; right ones take the turn, wrong ones are told kindly."""
    page = home.send("/turn", {"person": "Leo"}, TV)
    assert [label in page.body for label in words.turns.PICTURE_NAMES.values()] == [True] * 12
    for picture in PICTURES:
        page = home.send(
            "/turn/picture",
            {"person": "Leo", "so_far": page.value("so_far"), "picture": picture},
            TV,
        )
    assert page.leads_to == "/turn"
    wrong = _tapped(home, PICTURES[::-1])
    nonsense = home.send("/turn/picture", {"person": "Leo", "so_far": "", "picture": "x"}, TV)

    assert words.turns.WRONG in wrong.text
    assert nonsense.status == 200
    assert words.turns.PICKED.format(count=0) in nonsense.text


def test_tries_are_limited_and_the_limit_outlives_a_restart(home: AtHand) -> None:
    """After five wrong PINs the right one has to wait, each time longer; then it counts anew."""
    for _ in range(FREE_TRIES):
        assert words.turns.WRONG in _pin(home, "Maya", "9999").text
    assert words.turns.WAIT in _pin(home, "Maya", DIGITS).text
    again = AtHand(home.house, home.neighbours, home.clock)
    assert words.turns.WAIT in _pin(again, "Maya", DIGITS).text
    home.later(minutes=1)
    assert words.turns.WRONG in _pin(home, "Maya", "9999").text
    home.later(minutes=1)
    assert words.turns.WAIT in _pin(home, "Maya", DIGITS).text
    home.later(minutes=1)
    assert _pin(home, "Maya", DIGITS).status == 303
    with home.house.database.reading() as session:
        pin = pin_of(session, "Maya")
    assert pin is not None
    assert (pin.wrong, pin.barred_until) == (0, None)


def test_no_wait_is_longer_than_an_hour(home: AtHand) -> None:
    """Somebody who types wrongly on purpose cannot lock another out for a day."""
    for _ in range(20):
        _pin(home, "Maya", "9999")
        home.later(seconds=LONGEST_WAIT.total_seconds())

    assert _pin(home, "Maya", DIGITS).status == 303


def test_nobody_takes_a_turn_without_a_pin(home: AtHand) -> None:
    """Who has none asks a carer; who does not share the device has no turn, whatever is sent."""
    page = home.get("/turn", TV)

    assert words.turns.NO_PIN.format(who="Sam") in page.text
    for person in ("Sam", "Noor", "nobody"):
        assert _pin(home, person, DIGITS).status in (404, 422)
    assert home.send("/turn", {"person": "Noor"}, TV).status == 200
    assert home.house.published.snapshot().turns == ()


def test_a_carer_gives_and_ends_a_turn(home: AtHand) -> None:
    """Without a PIN, on the Devices page; it shows whose turn it is until when."""
    given = home.send("/devices/5/turn", {"device": "Living room TV", "person": "Sam"})
    page = home.get("/devices/5")
    home.send("/devices/5/turn-end", {"device": "Living room TV"})

    assert given.leads_to == "/devices/5"
    assert words.devices.TURN_NOW.format(who="Sam", time="19:10") in page.text
    assert words.devices.TURN_NONE in home.get("/devices/5").text
    home.send("/devices/5/turn", {"device": "Living room TV", "person": "Noor"})
    assert home.house.published.snapshot().turns == ()


def test_whoever_is_done_hands_back(home: AtHand) -> None:
    """One tap, and the strictest rules hold again."""
    _pin(home, "Maya", DIGITS)
    done = home.send("/turn/done", {"done": "yes"}, TV)

    assert done.leads_to == "/turn"
    assert home.house.published.snapshot().turns == ()
    assert home.send("/turn/done", {"done": "yes"}, TV).status == 303


def test_turns_are_listed_nowhere(home: AtHand) -> None:
    """When somebody sat at the television is nobody's to read: no change tells of a turn."""
    with home.house.database.reading() as session:
        before = changes_in(session)
    _pin(home, "Maya", DIGITS)
    home.send("/turn/done", {"done": "yes"}, TV)
    with home.house.database.reading() as session:
        assert changes_in(session) == before


def test_the_page_on_a_shared_device_tells_nothing_else(home: AtHand) -> None:
    """Neither what is written down, nor requests, nor words, nor a way to pages about them."""
    pages = [
        home.get("/turn", TV),
        home.send("/turn", {"person": "Leo"}, TV),
        home.send("/turn", {"person": "Maya"}, TV),
    ]
    for page in pages:
        main = page.body.partition("<main")[2].partition("</main>")[0].lower()
        assert [told for told in TELLING if told in main] == []


def test_on_any_other_device_there_are_no_turns(home: AtHand) -> None:
    """A page opened elsewhere tells nobody's name, and takes no PIN."""
    for source in ("192.168.77.99", "192.168.77.21", "192.0.2.1"):
        for page in (
            home.get("/turn", source),
            home.send("/turn", {"person": "Maya"}, source),
            home.send("/turn/pin", {"person": "Maya", "pin": DIGITS}, source),
            home.send("/turn/picture", {"person": "Leo", "so_far": "", "picture": "cat"}, source),
        ):
            assert page.status == 404
            assert not re.search("Maya|Leo", page.text)


@pytest.mark.parametrize("typed", NO_PIN)
def test_what_is_too_easy_is_no_pin(typed: str, home: AtHand) -> None:
    """Too short, too long, all the same, counted up, or no digits."""
    fields = {"device": "Living room TV", "person": "Sam", "pin": typed}
    page = home.send("/devices/5/pin", fields)

    assert page.status == 422
    assert words.devices.PIN_WRONG in page.text


def test_four_times_one_picture_is_no_pin(home: AtHand) -> None:
    """Nor are three of them, nor a picture that there is not."""
    for pin in (["cat"] * 4, ["cat", "sun", "cat"], ["cat", "sun", "cat", "x"]):
        fields = {"device": "Living room TV", "person": "Leo", "pin": pin}
        assert home.send("/devices/5/pin", fields).status == 422
    stranger = {"device": "Living room TV", "person": NOBODY, "pin": DIGITS}
    assert home.send("/devices/5/pin", stranger).status == 422


def test_a_pin_stands_nowhere(home: AtHand) -> None:
    """Neither in the database, nor in what is published, nor on a page."""
    octets = home.house.database.path.read_bytes()
    octets += home.house.published.snapshot_path.read_bytes()
    octets += home.get("/devices/5").body.encode()

    assert DIGITS.encode() not in octets
    assert " ".join(PICTURES).encode() not in octets
    assert household_in(home.house).devices[4].shared_by == ("Maya", "Leo", "Sam")


def _pin(home: AtHand, person: str, pin: str) -> Seen:
    return home.send("/turn/pin", {"person": person, "pin": pin}, TV)


def _tapped(home: AtHand, pictures: tuple[str, ...]) -> Seen:
    *before, last = pictures
    fields = {"person": "Leo", "so_far": " ".join(before), "picture": last}
    return home.send("/turn/picture", fields, TV)
