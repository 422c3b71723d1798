from __future__ import annotations

import math

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import TextMalformed
from consent.frozen import CARD_WORDS
from consent.passphrase import (
    FULL_COST,
    Cost,
    _parted,
    _stretched,
    keys_from_words,
    stop_code_for,
    stop_code_matches,
)
from consent.records.agreement import StopCode
from consent.records.home_card import PersonalKey
from consent.schema import read, write
from consent.words import WORDS, words_for

# The least that Argon2id allows with four lanes: most of these tests are not about cost.
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)

CARD = ("abacus", "cautious", "turret", "bacon", "pandemic")
REF = "000102030405060708090a0b0c0d0e0f"
OTHER_REF = "100102030405060708090a0b0c0d0e0f"


def test_a_card_is_the_same_keys_for_ever() -> None:
    """Five words and an id give, at the full cost, the keys that are written here."""
    keys = keys_from_words(CARD, REF)

    assert keys.public == PersonalKey(
        keyid="9009df3d72feab5b5d3ca66d30e8db586ad2189bca105e60f2419978ed230612",
        ed25519="0204981c02c192c729374366c8b83ab809f8b1591f9062954210a23af53f7a7d",
        x25519="61c8a51f1480880fe85bb846bab88ad15b7114146bdbf8511a46891024b03232",
    )


def test_the_keys_of_a_card_are_argon2id_then_hkdf() -> None:
    """Written out with the library alone, the recipe gives the same two keys."""
    secret = Argon2id(
        salt=b"lamplight/card/v1" + bytes(range(16)),
        length=32,
        iterations=1,
        lanes=4,
        memory_cost=32,
    ).derive(b"abacus cautious turret bacon dropdown")

    def parted(info: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)

    keys = keys_from_words((*CARD[:4], "drop-down"), REF, cost=CHEAP)

    assert keys.signer.private_key.private_bytes_raw() == parted(b"lamplight/card/ed25519/v1")
    assert keys.opening_key.private_bytes_raw() == parted(b"lamplight/card/x25519/v1")


def test_keys_of_a_card_sign_and_open() -> None:
    """What a card's words sign is the listed key's, and a secret shared with it is the same."""
    keys = keys_from_words(CARD, REF, cost=CHEAP)
    public = keys.public
    stranger = X25519PrivateKey.from_private_bytes(bytes(range(32)))

    assert keys.signer.public_key.octets.hex() == public.ed25519
    assert keys.signer.public_key.keyid == public.keyid
    assert keys.signer.public_key.verifies(keys.signer.sign(b"stop"), b"stop")
    assert stranger.exchange(keys.opening_key.public_key()) == keys.opening_key.exchange(
        stranger.public_key()
    )
    assert read(PersonalKey, write(public)) == public


OTHERWISE_TYPED = {
    "in capitals": ("ABACUS", "Cautious", "turret", "BACON", "pandemic"),
    "with gaps": (" abacus", "cautious ", "tur-ret", "bacon,", "pandemic"),
    "in one text": ("abacus cautious turret bacon pandemic",),
    "run together": ("abacuscautiousturretbaconpandemic",),
}


@pytest.mark.parametrize("words", OTHERWISE_TYPED.values(), ids=OTHERWISE_TYPED)
def test_what_is_for_the_eye_does_not_change_a_key(words: tuple[str, ...]) -> None:
    """However the five words are typed, they are the same keys."""
    assert (
        keys_from_words(words, REF, cost=CHEAP).public
        == keys_from_words(CARD, REF, cost=CHEAP).public
    )


def test_twins_are_one_word() -> None:
    """The only two words with the same letters make the same keys: no reader can hear which."""
    one, other = ((*CARD[:4], twin) for twin in ("yo-yo", "yoyo"))

    assert (
        keys_from_words(one, REF, cost=CHEAP).public
        == keys_from_words(other, REF, cost=CHEAP).public
    )


OTHER_CARDS = {
    "another word": ((*CARD[:4], "zoom"), REF),
    "another order": ((*CARD[1:], CARD[0]), REF),
    "another id": (CARD, OTHER_REF),
}


@pytest.mark.parametrize(("words", "ref"), OTHER_CARDS.values(), ids=OTHER_CARDS)
def test_another_card_is_other_keys(words: tuple[str, ...], ref: str) -> None:
    """A word, an order or an id that differs shares neither key with the card."""
    one, other = keys_from_words(CARD, REF, cost=CHEAP), keys_from_words(words, ref, cost=CHEAP)

    assert one.public.ed25519 != other.public.ed25519
    assert one.public.x25519 != other.public.x25519


def test_cost_is_part_of_a_key() -> None:
    """Keys made at less than the full cost are other keys, so they can never pass for it."""
    dearer = Cost(memory_kib=32, passes=2, lanes=4)

    assert (
        keys_from_words(CARD, REF, cost=CHEAP).public
        != keys_from_words(CARD, REF, cost=dearer).public
    )
    assert Cost(memory_kib=64 * 1024, passes=3, lanes=4) == FULL_COST


REFUSED = {
    "too few": (CARD[:4], REF, Code.WORDS_COUNT),
    "too many": ((*CARD, "zoom"), REF, Code.WORDS_COUNT),
    "an unknown word": ((*CARD[:4], "zooom"), REF, Code.WORDS_UNKNOWN),
    "a salt in capitals": (CARD, REF.upper(), Code.TEXT_HEX),
    "a salt that is too short": (CARD, REF[2:], Code.TEXT_HEX),
    "a salt that is too long": (CARD, f"{REF}00", Code.TEXT_HEX),
    "no salt": (CARD, "", Code.TEXT_HEX),
}


@pytest.mark.parametrize(("words", "ref", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_card_makes_no_keys(words: tuple[str, ...], ref: str, code: Code) -> None:
    """Anything but five words and an id is refused, and the refusal holds no word."""
    with pytest.raises(TextMalformed) as refused:
        keys_from_words(words, ref, cost=CHEAP)

    assert refused.value.code is code
    assert not any(word in str(refused.value) for word in (*CARD, "zooom"))


def test_nothing_shows_a_secret() -> None:
    """The text of the keys holds no octet of either private half, and no word."""
    keys = keys_from_words(CARD, REF, cost=CHEAP)

    assert repr(keys) == "PersonalKeys(signer=Ed25519Signer())"


def test_five_words_are_64_bits_of_chance() -> None:
    """Drawn by chance, a card is worth the bits that this room says it is."""
    assert math.log2(len(WORDS) ** CARD_WORDS) == pytest.approx(64.6, abs=0.05)
    assert len(words_for(bytes(16), CARD_WORDS)) == CARD_WORDS


def test_argon2id_is_that_of_its_rfc() -> None:
    """The library gives the tag of RFC 9106 section 5.3."""
    tag = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    ).derive(b"\x01" * 32)

    assert tag.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


# From the tests of the reference implementation (github.com/P-H-C/phc-winner-argon2, src/test.c).
REFERENCE = {
    "256 KiB": (
        Cost(memory_kib=256, passes=2, lanes=1),
        "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
    ),
    "two lanes": (
        Cost(memory_kib=256, passes=2, lanes=2),
        "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
    ),
    "64 MiB": (
        Cost(memory_kib=65_536, passes=2, lanes=1),
        "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
    ),
}


@pytest.mark.parametrize(("cost", "tag"), REFERENCE.values(), ids=REFERENCE)
def test_cost_means_what_the_reference_means_by_it(cost: Cost, tag: str) -> None:
    """Memory, passes and lanes each go where the reference implementation has them."""
    assert _stretched(b"password", b"somesalt", 32, cost).hex() == tag


# RFC 5869 appendix A, test cases 1 to 3 (SHA-256): secret, salt, info, result.
CASE_2 = (
    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
    "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
    "cc30c58179ec3e87c14c01d5c1f3434f1d87"
)
HKDF_CASES = {
    "case 1": (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    "case 2": (
        bytes(range(0x50)).hex(),
        bytes(range(0x60, 0xB0)).hex(),
        bytes(range(0xB0, 0x100)).hex(),
        CASE_2,
    ),
    "case 3": (
        "0b" * 22,
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
}


@pytest.mark.parametrize(("secret", "salt", "info", "made"), HKDF_CASES.values(), ids=HKDF_CASES)
def test_hkdf_is_that_of_its_rfc(secret: str, salt: str, info: str, made: str) -> None:
    """The library gives the results of RFC 5869, and so does this module where it has no salt."""
    octets = bytes.fromhex(made)
    hkdf = HKDF(
        algorithm=SHA256(),
        length=len(octets),
        salt=bytes.fromhex(salt),
        info=bytes.fromhex(info),
    )

    assert hkdf.derive(bytes.fromhex(secret)) == octets
    if not salt:
        assert _parted(bytes.fromhex(secret), bytes.fromhex(info)) == octets[:32]


def test_a_stop_code_is_the_same_digest_for_ever() -> None:
    """Eight digits and a salt give, at the full cost, the digest that is written here."""
    kept = stop_code_for("12345678", REF)

    assert kept == StopCode(
        salt=REF, digest="ae5e0c7373c0f3afce0cb7ee4de3f772920036107b82791e71d699845b850d57"
    )
    assert stop_code_matches("1234 5678", kept)


KEPT = stop_code_for("01234567", REF, cost=CHEAP)

READ_OUT = {
    "as digits": "01234567",
    "in pairs": "01 23 45 67",
    "with hyphens": "0123-4567",
    "with dashes and hard spaces": "\u00a00123\u20134567\n",
    "in Persian digits": "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7",
    "in Arabic digits": "\u0660\u0661\u0662\u0663 \u0664\u0665\u0666\u0667",
}
NOT_READ_OUT = {
    "another code": "01234568",
    "a digit too few": "1234567",
    "a digit too many": "001234567",
    "a letter": "0123456O",
    "a superscript": "0123456\u2077",
    "a fullstop between": "0123.4567",
    "nothing": "",
    "very many": "01234567" * 1_000,
    "very many spaces": "01234567" + " " * 1_000,
}


@pytest.mark.parametrize("code", READ_OUT.values(), ids=READ_OUT)
def test_a_stop_code_is_taken_however_it_is_typed(code: str) -> None:
    """Gaps do not count, and digits of any script are digits."""
    assert stop_code_matches(code, KEPT, cost=CHEAP)


@pytest.mark.parametrize("code", NOT_READ_OUT.values(), ids=NOT_READ_OUT)
def test_another_stop_code_is_not_taken(code: str) -> None:
    """Whatever is not the eight digits is not the code."""
    assert not stop_code_matches(code, KEPT, cost=CHEAP)


@pytest.mark.parametrize("code", ["", "1234567", "123456789", "1234567x"])
def test_a_stop_code_of_another_length_is_never_kept(code: str) -> None:
    """Only eight digits become a stop code, and the refusal does not repeat what was typed."""
    with pytest.raises(TextMalformed) as refused:
        stop_code_for(code, REF, cost=CHEAP)

    assert str(refused.value) == "E_STOP_CODE_FORM: a stop code is 8 digits"


def test_a_stop_code_is_no_card() -> None:
    """The same secret and id give a stop code and a card nothing in common."""
    kept = stop_code_for("12345678", REF, cost=CHEAP)
    without = _stretched(b"12345678", bytes.fromhex(REF), 32, CHEAP)
    as_card = _stretched(b"12345678", b"lamplight/card/v1" + bytes.fromhex(REF), 32, CHEAP)

    assert kept.digest not in {without.hex(), as_card.hex()}
    assert read(StopCode, write(kept)) == kept


@given(st.text("01234567 -", max_size=12))
def test_only_the_eight_digits_are_a_stop_code(code: str) -> None:
    """Of all that is typed with the right digits and gaps, only their order counts."""
    typed = code.replace(" ", "").replace("-", "")

    assert stop_code_matches(code, KEPT, cost=CHEAP) == (typed == "01234567")


@given(st.text(max_size=100))
def test_nothing_typed_as_a_stop_code_surprises(code: str) -> None:
    """Whatever is typed is the code or is not."""
    assert stop_code_matches(code, KEPT, cost=CHEAP) in {True, False}
