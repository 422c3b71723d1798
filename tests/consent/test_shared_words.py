from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.codes import Code
from consent.errors import ConsentError, KeyRefused
from consent.keys import PublicKey
from consent.note import NoteRefused, signed_note
from consent.shared_words import (
    SEALED_OCTETS,
    SharedWords,
    SharedWordsRefused,
    home_secret,
    opened_shared_words,
    shared_words_binding,
    shared_words_from_text,
    signed_shared_words,
)
from tests.consent.journal import BOX_SIGNER, OTHER_BOX
from tests.consent.people import MORGAN, PRIYA, signer_named

OPENING = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYID = PRIYA.public_key.keyid
# Sealed once, with chance of that day, to the key of OPENING by the box of BOX_SIGNER.
SEALED = bytes.fromhex(
    "78e10c33f460a350aec584849a8161f7ff4fe6b602437c365db2b0ce2168096438c035b5f099e1be"
    "51aacd9fe2ee6f2be7a344c2390d775a1f2a718d6c64a6e222c677824f3312bc08ba1bb8305c7b4d"
)
SECRET = bytes(range(32))
WORDS = SharedWords(box_key=BOX_SIGNER.public_key, to=KEYID, sealed=SEALED)
NOTE = signed_shared_words(WORDS, BOX_SIGNER)


def test_what_was_sealed_to_a_worker_she_opens() -> None:
    """A fixed vector: the same octets give the same secret, in every version of the library."""
    words = opened_shared_words(NOTE)

    assert words == WORDS
    assert home_secret(words, KEYID, OPENING).octets == SECRET
    assert shared_words_binding("b0" * 32, "a1" * 32) == (
        b"lamplight/shared-words/v1|" + b"b0" * 32 + b"|" + b"a1" * 32
    )


def test_its_lines_are_short_enough_for_a_mail() -> None:
    """No line but the signature's is so long that a mail program would break it."""
    assert max(map(len, WORDS.text.split("\n"))) < 76
    assert NOTE.startswith(b"lamplight-shared-words/v1\nbox ")


CLOSED: dict[str, tuple[SharedWords, str, X25519PrivateKey]] = {
    "for another key": (replace(WORDS, to=MORGAN.public_key.keyid), KEYID, OPENING),
    "by another key": (
        WORDS,
        KEYID,
        X25519PrivateKey.from_private_bytes(bytes(range(2, 34))),
    ),
    "under another id": (
        replace(WORDS, to=MORGAN.public_key.keyid),
        MORGAN.public_key.keyid,
        OPENING,
    ),
    "of another box": (replace(WORDS, box_key=OTHER_BOX.public_key), KEYID, OPENING),
    "altered": (replace(WORDS, sealed=SEALED[:-1] + b"\x00"), KEYID, OPENING),
}


@pytest.mark.parametrize(("words", "keyid", "opening"), CLOSED.values(), ids=CLOSED)
def test_what_was_sealed_for_something_else_stays_shut(
    words: SharedWords, keyid: str, opening: X25519PrivateKey
) -> None:
    """It opens for one key, from one box, and as what was sealed; else it is refused."""
    with pytest.raises(SharedWordsRefused) as refused:
        home_secret(words, keyid, opening)
    assert refused.value.code is Code.SHARED_WORDS_CLOSED


TEXT = WORDS.text
MALFORMED = {
    "nothing": "",
    "another first line": TEXT.replace("v1", "v2"),
    "without a box": TEXT.replace("box ", "home "),
    "sealed in one line": TEXT.replace("\nsealed ", "", 2).replace("words/v1", "words/v1\nsealed "),
    "a line more": f"{TEXT}more\n",
    "too short": TEXT[:-10] + "\n",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_shared_words_are_read_in_one_form_only(text: str) -> None:
    """What is not whole is refused."""
    with pytest.raises(ConsentError) as refused:
        shared_words_from_text(text)
    assert refused.value.code in {Code.SHARED_WORDS_FORM, Code.TEXT_BASE64}


def test_a_sealed_part_of_another_length_is_refused() -> None:
    """A secret has one length, so what is sealed of it has one too."""
    short = replace(WORDS, sealed=SEALED[: SEALED_OCTETS - 3])

    with pytest.raises(SharedWordsRefused) as refused:
        shared_words_from_text(short.text)
    assert refused.value.code is Code.SHARED_WORDS_FORM
    with pytest.raises(KeyRefused):
        shared_words_from_text(TEXT.replace(BOX_SIGNER.public_key.octets.hex(), "00" * 32))


def test_a_box_signs_for_itself_alone() -> None:
    """Shared words of another box, or such as could not be read, are not signed."""
    with pytest.raises(SharedWordsRefused):
        signed_shared_words(WORDS, OTHER_BOX)
    with pytest.raises(SharedWordsRefused):
        signed_shared_words(replace(WORDS, sealed=SEALED[:-1]), BOX_SIGNER)


def test_nobody_else_can_put_a_secret_in_its_place() -> None:
    """A secret that somebody else sealed to her is refused, as the box did not sign it."""
    thief = signer_named("somebody on the network")
    forged = signed_note(TEXT, f"lamplight/{BOX_SIGNER.public_key.keyid[:16]}", thief)

    with pytest.raises(NoteRefused):
        opened_shared_words(forged)
    assert opened_shared_words(NOTE).box_key == PublicKey(BOX_SIGNER.public_key.octets)


def test_the_sealed_part_is_not_printed() -> None:
    """Where shared words end up in a journal of errors, nothing of the secret does."""
    assert "sealed" not in repr(WORDS)
