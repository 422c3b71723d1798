from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from consent.codes import Code
from consent.errors import TextMalformed
from consent.spoken import (
    RECEIPT_CONTEXT,
    SPOKEN_CONTEXT,
    SPOKEN_DIGITS,
    SPOKEN_WORDS,
    STEP_SECONDS,
    HomeSecret,
    are_receipt_words,
    are_spoken_words,
    digits_from_text,
    receipt_words,
    spoken_words,
)
from consent.words import words_for

SECRET = HomeSecret(bytes(range(32)))
OTHER_SECRET = HomeSecret(bytes(range(1, 33)))
# In the middle of a step, so that a minute either way stays in it.
NOW = datetime(2026, 11, 20, 18, 2, 30, tzinfo=UTC)
STEP = timedelta(seconds=STEP_SECONDS)
AGREEMENT = "a1" * 32


def test_what_words_are_made_of_is_spelt_out() -> None:
    """Box and desk say the same words only while secret, digits, step and context stay the same."""
    step = int(NOW.timestamp()) // 300
    message = b"lamplight/spoken/v1" + b"4821" + step.to_bytes(8, "big")
    made = hmac.new(bytes(range(32)), message + hashlib.sha256(b"on").digest(), "sha256").digest()
    receipt = hmac.new(
        bytes(range(32)), b"lamplight/stop-receipt/v1" + b"\xa1" * 32, "sha256"
    ).digest()

    assert spoken_words(SECRET, "4821", NOW, about=b"on") == words_for(made, 4)
    assert receipt_words(SECRET, AGREEMENT) == words_for(receipt, 4)
    assert (SPOKEN_CONTEXT, RECEIPT_CONTEXT) == (
        b"lamplight/spoken/v1",
        b"lamplight/stop-receipt/v1",
    )
    assert (SPOKEN_DIGITS, SPOKEN_WORDS, STEP_SECONDS) == (4, 4, 300)


def test_words_said_now_are_right() -> None:
    """Four words answer four digits, however they are typed after they were heard."""
    words = spoken_words(SECRET, "4821", NOW)

    assert len(words) == 4
    assert are_spoken_words(" ".join(words), SECRET, "4821", NOW)
    assert are_spoken_words(", ".join(words).upper(), SECRET, "48 21", NOW)


SAID = " ".join(spoken_words(SECRET, "4821", NOW, about=b"on until Sunday"))


@pytest.mark.parametrize(
    ("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False), (288, False)]
)
def test_old_words_fail(steps: int, *, right: bool) -> None:
    """Words are taken within a step of when they were made, and never again."""
    now = NOW + steps * STEP

    assert are_spoken_words(SAID, SECRET, "4821", now, about=b"on until Sunday") is right


WRONG = {
    "other digits": (SAID, SECRET, "4822", b"on until Sunday"),
    "another home": (SAID, OTHER_SECRET, "4821", b"on until Sunday"),
    "another state": (SAID, SECRET, "4821", b"off"),
    "no state": (SAID, SECRET, "4821", b""),
    "three words": (SAID.rsplit(" ", 1)[0], SECRET, "4821", b"on until Sunday"),
    "the words turned round": (
        " ".join(reversed(SAID.split())),
        SECRET,
        "4821",
        b"on until Sunday",
    ),
    "nothing": ("", SECRET, "4821", b"on until Sunday"),
    "no words of the list": ("one two three fnord", SECRET, "4821", b"on until Sunday"),
    "a receipt": (
        " ".join(receipt_words(SECRET, AGREEMENT)),
        SECRET,
        "4821",
        b"on until Sunday",
    ),
}


@pytest.mark.parametrize(("heard", "secret", "digits", "about"), WRONG.values(), ids=WRONG)
def test_other_words_fail(heard: str, secret: HomeSecret, digits: str, about: bytes) -> None:
    """Words for other digits, another home or another state are not the words."""
    assert not are_spoken_words(heard, secret, digits, NOW, about=about)


DIGITS = {
    "as they are": ("4821", "4821"),
    "with spaces": (" 4 8\u00a02 1 ", "4821"),
    "with hyphens": ("48-21", "4821"),
    "in Arabic": ("\u0664\u0668\u0662\u0661", "4821"),
    "zeros in front": ("0007", "0007"),
    "one too few": ("482", None),
    "one too many": ("48213", None),
    "a letter": ("48a1", None),
    "a fraction": ("482\u00bd", None),
    "nothing": ("", None),
    "as long as anyone types": ("4821" + " " * 76, "4821"),
    "longer": ("4821" + " " * 77, None),
}


@pytest.mark.parametrize(("typed", "digits"), DIGITS.values(), ids=DIGITS)
def test_digits_are_read_in_any_script(typed: str, digits: str | None) -> None:
    """Four digits are four digits however they are typed, and nothing else is."""
    if digits is not None:
        assert digits_from_text(typed, 4) == digits
        return
    with pytest.raises(TextMalformed) as caught:
        spoken_words(SECRET, typed, NOW)
    with pytest.raises(TextMalformed):
        are_spoken_words(SAID, SECRET, typed, NOW)
    assert caught.value.code is Code.SPOKEN_DIGITS


def test_a_receipt_is_of_one_agreement_in_one_home() -> None:
    """The words for one stopped agreement are not those for another, nor another home's."""
    words = " ".join(receipt_words(SECRET, AGREEMENT))

    assert are_receipt_words(words, SECRET, AGREEMENT)
    assert not are_receipt_words(words, SECRET, "a2" * 32)
    assert not are_receipt_words(words, OTHER_SECRET, AGREEMENT)
    assert not are_receipt_words(SAID, SECRET, AGREEMENT)


def test_a_receipt_is_of_a_whole_digest() -> None:
    """Half a digest names no agreement."""
    with pytest.raises(ValueError, match="32 octets"):
        receipt_words(SECRET, "a1" * 16)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_secret_has_one_length(length: int) -> None:
    """A secret that is shorter or longer is none."""
    with pytest.raises(ValueError, match="32 octets"):
        HomeSecret(bytes(length))


def test_a_secret_that_is_printed_shows_nothing() -> None:
    """Where a secret gets into a journal, it says nothing."""
    assert repr(SECRET) == "HomeSecret()"
