from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from consent.commands.key_file import (
    MOST_CHARACTERS,
    fresh_keys,
    from_file,
    keep,
    make,
    refuse_if_there,
    to_file,
    unlock,
)
from consent.desk import DeskRefused
from tests.consent.commands.ceremony import PASSPHRASE
from tests.consent.commands.memory import MemoryDesk

KEYS = fresh_keys(MemoryDesk().chance)
FILE = to_file(KEYS, PASSPHRASE)


def test_a_key_file_gives_its_keys_back() -> None:
    """The passphrase opens both keys, and both are the ones that were written."""
    found = from_file(FILE, PASSPHRASE)

    assert found is not None
    assert found.public == KEYS.public


def test_nothing_private_is_shown() -> None:
    """Neither the file nor what a programmer prints holds a private key in clear."""
    raw = KEYS.opening_key.private_bytes_raw()

    assert raw not in FILE
    assert raw.hex() not in repr(KEYS)
    assert FILE.count(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n") == 2


SAME = {
    "spaces around": f"  {PASSPHRASE} ",
    "wide gaps": PASSPHRASE.replace(" ", "   "),
    "a tab": PASSPHRASE.replace(" ", "\t"),
}
OTHERS = {
    "none": "",
    "spaces": "   ",
    "another": "somebody else's passphrase",
    "other capitals": PASSPHRASE.upper(),
    "too long for the library": "é" * 5_000,
    "half a pair": "\ud800 and more than sixteen",
}


@pytest.mark.parametrize("typed", SAME.values(), ids=SAME)
def test_spaces_in_a_passphrase_do_not_count(typed: str) -> None:
    """Words that are read off paper open the file, however they are spaced."""
    assert from_file(FILE, typed) is not None


def test_accents_count_however_they_are_composed() -> None:
    """A passphrase typed on one machine opens the file on another that composes letters apart."""
    file = to_file(KEYS, "caf\u00e9 cr\u00e8me in the morning")

    assert from_file(file, "cafe\u0301 cre\u0300me in the morning") is not None


@pytest.mark.parametrize("typed", OTHERS.values(), ids=OTHERS)
def test_another_passphrase_opens_nothing(typed: str) -> None:
    """Whatever else is typed, it is an answer that does not fit, and no error."""
    assert from_file(FILE, typed) is None


def _of_one_kind() -> bytes:
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    keys = [Ed25519PrivateKey.from_private_bytes(bytes([at] * 32)) for at in (1, 2)]
    return b"".join(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption) for key in keys
    )


BLOCK = FILE[: len(FILE) // 2]
NO_KEY_FILES = {
    "nothing": b"",
    "a text": b"a list of things to buy\n",
    "one key": BLOCK,
    "three keys": FILE + BLOCK,
    "cut off": FILE[:-20],
    "something before": b"\n" + FILE,
    "line ends of another system": FILE.replace(b"\n", b"\r\n"),
    "two keys of one kind": _of_one_kind(),
}


@pytest.mark.parametrize("octets", NO_KEY_FILES.values(), ids=NO_KEY_FILES)
def test_anything_but_a_key_file_is_refused(octets: bytes) -> None:
    """A file that was changed, or is another, is told from a wrong passphrase."""
    with pytest.raises(DeskRefused, match=r"key file"):
        from_file(octets, PASSPHRASE)


@given(st.integers(min_value=38, max_value=len(BLOCK) - 40), st.sampled_from(b"AQgwz059+/"))
def test_a_changed_letter_is_no_error(at: int, letter: int) -> None:
    """A damaged file ends in a sentence, in an answer that does not fit, or in keys of nobody."""
    changed = bytearray(FILE)
    changed[at] = letter if changed[at] != ord("\n") else ord("\n")
    try:
        found = from_file(bytes(changed), PASSPHRASE)
    except DeskRefused:
        return

    assert found is None or found.signer.public_key.keyid == found.public.keyid


AES_256_CBC = bytes.fromhex("060960864801650304012a")
LAST_OF_THE_KIND = 11
"""Where the first block of a key says which kind it is: 2b 65 70 is Ed25519, 2b 65 71 Ed448."""


def test_a_key_that_says_to_be_of_a_longer_kind_is_no_error() -> None:
    """One bit of damage that makes the key's kind another, longer one is an answer, not a fault."""
    first, *lines, last = BLOCK.splitlines()
    inside = bytearray(b64decode(b"".join(lines)))
    begins = inside.index(AES_256_CBC) + len(AES_256_CBC) + 2  # the vector's own tag and length
    inside[begins + LAST_OF_THE_KIND] ^= 0x01
    damaged = b"\n".join((first, *wrap(b64encode(inside)), last)) + b"\n"
    file = damaged + FILE[len(BLOCK) :]

    assert len(file) == len(FILE)
    assert from_file(file, PASSPHRASE) is None


def wrap(letters: bytes) -> list[bytes]:
    """Return lines of 64 letters, as key files have them."""
    return [letters[at : at + 64] for at in range(0, len(letters), 64)]


def test_making_keys_writes_nothing_before_everything_is_asked() -> None:
    """Whoever breaks off while choosing a passphrase has made no file."""
    desk = MemoryDesk()

    with pytest.raises(DeskRefused):
        make(desk, "my.key", "your key")

    assert desk.files == {}


def test_a_passphrase_is_offered_and_taken_with_enter() -> None:
    """Enter takes the five words that were shown, and they open the file."""
    desk = MemoryDesk(answers={"Passphrase (Enter": ""})
    made = make(desk, "my.key", "your key")
    keep(desk, made)
    offered = desk.noted[0].splitlines()[-1].strip()

    assert len(offered.split()) == 5
    assert from_file(desk.files["my.key"], offered) is not None
    assert desk.private == {"my.key"}


def test_a_short_passphrase_and_two_that_differ_are_asked_for_again() -> None:
    """Nothing is made until one passphrase that is long enough was typed twice alike."""
    typed = ["short", " " * 30, "x" * (MOST_CHARACTERS + 1), PASSPHRASE, PASSPHRASE]
    desk = MemoryDesk(answers={"(Enter": typed, "once more": ["another one", PASSPHRASE]})
    made = make(desk, "my.key", "your key")

    assert from_file(made.octets, PASSPHRASE) is not None
    assert sum("Take at least 16" in note for note in desk.noted) == 3
    assert sum("not the same" in note for note in desk.noted) == 1


def test_a_key_is_never_written_over() -> None:
    """A file that is there stays as it is, and is named."""
    desk = MemoryDesk(files={"my.key": FILE})

    with pytest.raises(DeskRefused, match=r"^my.key is there already"):
        make(desk, "my.key", "your key")
    with pytest.raises(DeskRefused, match=r"^my.key is there already"):
        refuse_if_there(desk, "other.key", "my.key")
    assert desk.files == {"my.key": FILE}


def test_three_wrong_passphrases_end_it() -> None:
    """The third wrong one ends it with a sentence, the second does not."""
    desk = MemoryDesk(answers={"Passphrase of": ["no", "neither", PASSPHRASE]})
    desk.files["my.key"] = FILE
    assert unlock(desk, "my.key").public == KEYS.public

    desk.answers = {"Passphrase of": ["no", "neither", "nor this", PASSPHRASE]}
    with pytest.raises(DeskRefused, match=r"^my.key was not opened; nothing was signed$"):
        unlock(desk, "my.key")
