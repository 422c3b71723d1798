"""A home's shared secret on its way to a social worker: sealed to her key, signed by the box.

    lamplight-shared-words/v1
    box 3f9a0c…            the box's public key
    for 5be1…              the id of the key that it is sealed to
    sealed …               HPKE of 32 octets, on two lines

Rules kept here:
- Only her key opens it, and only as what it is: sealed for another box or key, it does not open.
- The box signs it. Anybody could seal another secret to her key, and would then answer her spoken
  checks in the box's place.
- The key in it proves nothing alone: whoever reads it compares the box with the home card, or with
  the agreement, which names the box.
- Its lines are short, so that a mail leaves them as they are.
- Nothing here seals: that needs chance, and is the recorder's (`agent/recorder/shared_words.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.checkpoint import note_key_of
from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frozen import SHARED_WORDS_CONTEXT, SHARED_WORDS_NOTE
from consent.keys import PublicKey
from consent.note import opened_note, signed_note
from consent.sealed_day import SUITE
from consent.signer import Signer
from consent.spoken import SECRET_OCTETS, HomeSecret

SEALED_OCTETS: Final = SECRET_OCTETS + 48
"""A key's 32 octets before (RFC 9180 section 7.1, X25519), and a tag's 16 behind."""

_WIDTH: Final = 56
_TEXT: Final = re.compile(
    rf"{re.escape(SHARED_WORDS_NOTE)}\nbox ([0-9a-f]{{64}})\nfor ([0-9a-f]{{64}})\n"
    rf"sealed ([A-Za-z0-9+/]{{{_WIDTH}}})\nsealed ([A-Za-z0-9+/=]{{1,{_WIDTH}}})\n"
)


class SharedWordsRefused(ConsentError):
    """Shared words are not whole, are another box's, or do not open with this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWords:
    """The secret of the home with this box, sealed to the key of this id."""

    box_key: PublicKey
    to: str
    sealed: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The text that is signed."""
        sealed = base64_from_octets(self.sealed)
        return (
            f"{SHARED_WORDS_NOTE}\nbox {self.box_key.octets.hex()}\nfor {self.to}\n"
            f"sealed {sealed[:_WIDTH]}\nsealed {sealed[_WIDTH:]}\n"
        )


def shared_words_binding(box: str, keyid: str) -> bytes:
    """Return what binds sealed words to a box and to a key, by their ids: HPKE's `info`."""
    return f"{SHARED_WORDS_CONTEXT}|{box}|{keyid}".encode("ascii")


def shared_words_from_text(text: str) -> SharedWords:
    """Return what a text says, unchecked. Raises SharedWordsRefused, KeyRefused, TextMalformed."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise SharedWordsRefused(Code.SHARED_WORDS_FORM, "the text as a whole")
    sealed = octets_from_base64(found[3] + found[4], "sealed")
    if len(sealed) != SEALED_OCTETS:
        raise SharedWordsRefused(Code.SHARED_WORDS_FORM, "sealed")
    return SharedWords(box_key=PublicKey(bytes.fromhex(found[1])), to=found[2], sealed=sealed)


def signed_shared_words(words: SharedWords, signer: Signer) -> bytes:
    """Return shared words signed by their box. Raises SharedWordsRefused for another's."""
    key = note_key_of(signer.public_key)
    if words.box_key != key.key or shared_words_from_text(words.text) != words:
        raise SharedWordsRefused(Code.SHARED_WORDS_FORM, "the text as a whole")
    return signed_note(words.text, key.name, signer)


def opened_shared_words(note: bytes) -> SharedWords:
    """Return the shared words that the box named in them has signed.

    Whether it is the right box is for the caller to ask. Raises SharedWordsRefused, NoteRefused,
    KeyRefused and TextMalformed.
    """
    text = note.decode("utf-8", "replace").partition("\n\n")[0] + "\n"
    words = shared_words_from_text(text)
    opened_note(note, (note_key_of(words.box_key),))
    return words


def home_secret(words: SharedWords, keyid: str, opening_key: X25519PrivateKey) -> HomeSecret:
    """Return the secret that was sealed to the key of this id. Raises SharedWordsRefused."""
    if words.to != keyid:
        raise SharedWordsRefused(Code.SHARED_WORDS_CLOSED, "for")
    info = shared_words_binding(words.box_key.keyid, keyid)
    try:
        octets = SUITE.decrypt(words.sealed, opening_key, info=info)
    except (InvalidTag, ValueError):
        raise SharedWordsRefused(Code.SHARED_WORDS_CLOSED, "sealed") from None
    return HomeSecret(octets)
