from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from consent.passphrase import PersonalKeys
from consent.signer import Ed25519Signer
from console.security.own_words import (
    PADDED_TO,
    NotOpened,
    NotSealed,
    opened_text,
    sealed_text,
)

BOX, AGREEMENT = "b0" * 32, "a0" * 32
TEXT = "I do not like the new rule."


def keys() -> PersonalKeys:
    """Return the keys of a card, by chance."""
    signer = Ed25519Signer(Ed25519PrivateKey.generate())
    return PersonalKeys(signer=signer, opening_key=X25519PrivateKey.generate())


CARD = keys()


def sealed(text: str = TEXT) -> bytes:
    """Return a text sealed to the card."""
    return sealed_text(text, x25519=CARD.public.x25519, box=BOX, agreement=AGREEMENT)


@given(st.text(max_size=2_000))
def test_the_card_opens_what_was_sealed_to_it(text: str) -> None:
    """Whatever somebody writes, also what looks like padding, comes back letter for letter."""
    assert opened_text(sealed(text), CARD, box=BOX, agreement=AGREEMENT) == text


def test_no_other_card_opens_it() -> None:
    """Another card's key opens nothing."""
    with pytest.raises(NotOpened):
        opened_text(sealed(), keys(), box=BOX, agreement=AGREEMENT)


BOUND = {
    "another box": ("b1" * 32, AGREEMENT),
    "another agreement": (BOX, "a1" * 32),
    "the two exchanged": (AGREEMENT, BOX),
}


@pytest.mark.parametrize(("box", "agreement"), BOUND.values(), ids=BOUND)
def test_it_opens_only_as_words_of_its_box_and_agreement(box: str, agreement: str) -> None:
    """What was moved from elsewhere is not taken for something written here."""
    with pytest.raises(NotOpened):
        opened_text(sealed(), CARD, box=box, agreement=agreement)


@given(place=st.integers(min_value=0, max_value=len(sealed()) - 1))
def test_what_was_changed_does_not_open(place: int) -> None:
    """One bit turned anywhere is noticed."""
    octets = bytearray(sealed())
    octets[place] ^= 1
    with pytest.raises(NotOpened):
        opened_text(bytes(octets), CARD, box=BOX, agreement=AGREEMENT)


@pytest.mark.parametrize("octets", [b"", b"\x00" * 16, b"\x00" * 600])
def test_what_was_never_sealed_does_not_open(octets: bytes) -> None:
    """Octets that are too few or by chance are refused like those that were changed."""
    with pytest.raises(NotOpened):
        opened_text(octets, CARD, box=BOX, agreement=AGREEMENT)


def test_its_length_tells_roughly_how_much_and_no_more() -> None:
    """All texts that fit into as many blocks are of one length once they are sealed."""
    lengths = [len(sealed("a" * count)) for count in (0, 1, PADDED_TO - 1, PADDED_TO)]

    assert lengths[0] == lengths[1] == lengths[2]
    assert lengths[3] - lengths[2] == PADDED_TO


def test_sealing_the_same_twice_gives_two_things() -> None:
    """Nobody sees from what is kept that somebody wrote the same again."""
    assert sealed() != sealed()


USELESS = {
    "a point that opens to everyone": "00" * 32,
    "another one": "01" + "00" * 31,
    "no point": "zz" * 32,
    "too short": "0a",
    "nothing": "",
}


@pytest.mark.parametrize("x25519", USELESS.values(), ids=USELESS)
def test_a_key_that_can_hide_nothing_is_not_sealed_to(x25519: str) -> None:
    """Where a card's key is none, the words are refused and never kept as if they were locked."""
    with pytest.raises(NotSealed):
        sealed_text(TEXT, x25519=x25519, box=BOX, agreement=AGREEMENT)
