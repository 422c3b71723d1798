from __future__ import annotations

import pytest

from consent.commands.box_key import box_key, card_key
from consent.desk import DeskRefused
from consent.envelope import Envelope, envelope_to_bytes
from consent.frozen import Kind
from consent.records.home_card import HomeCard
from consent.records.reading import payload_octets
from tests.consent import scene
from tests.consent.commands.handed import desk_with
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import STRANGER
from tests.consent.played import PlayedBox
from tests.consent.profiles.sample import BOX_KEY
from tests.consent.samples import home_card, signed

KEY = BOX_KEY.public_key
DESK = desk_with(PlayedBox())


def test_the_card_says_which_box() -> None:
    """The folder's card, or another that is named, gives the box's key, also as pasted text."""
    card = DESK.files["home-card.json"]
    other = MemoryDesk(files={"card.txt": card})

    assert box_key(DESK) == box_key(other, card="card.txt") == KEY


def test_a_key_can_be_typed() -> None:
    """Sixty-four digits, in groups or in capitals, are the key."""
    digits = KEY.octets.hex()

    assert box_key(MemoryDesk(), key=f"{digits[:32].upper()} {digits[32:]}") == KEY


@pytest.mark.parametrize("typed", ["", "none", "00" * 32, "ab"])
def test_what_is_no_key_is_refused(typed: str) -> None:
    """A key that is mistyped, or that proves nothing, is refused with a sentence."""
    with pytest.raises(DeskRefused, match="--box-key"):
        box_key(MemoryDesk(), key=typed)


def test_another_record_is_no_card() -> None:
    """A file that holds something else says nothing of a box."""
    with pytest.raises(DeskRefused, match="another kind"):
        box_key(DESK, card="agreement.json")
    with pytest.raises(DeskRefused, match=r"no home-card\.json"):
        box_key(MemoryDesk())


def unsound(card: HomeCard, *, by_box: bool) -> Envelope:
    """Return a card that its box, or somebody else, has signed."""
    return signed(card, BOX_KEY if by_box else STRANGER)


UNSOUND = {
    "signed by somebody else": unsound(home_card(), by_box=False),
    "of a key that is not the box's": unsound(
        home_card(box_key=STRANGER.public_key.octets.hex()), by_box=True
    ),
    "changed since": Envelope(
        Kind.HOME_CARD,
        payload_octets(home_card(issued_at=scene.NOW)),
        unsound(home_card(), by_box=True).signatures,
    ),
}


@pytest.mark.parametrize("envelope", UNSOUND.values(), ids=UNSOUND)
def test_a_card_is_signed_by_the_box_it_names(envelope: Envelope) -> None:
    """Whoever writes a card of their own cannot make it another box's."""
    desk = MemoryDesk(files={"card.json": envelope_to_bytes(envelope)})

    with pytest.raises(DeskRefused, match=r"card\.json"):
        box_key(desk, card="card.json")
    assert card_key(home_card(), unsound(home_card(), by_box=True), "a card") == KEY
