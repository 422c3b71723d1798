"""Signed notes: a text that people can read, and the lines below it that say who stands by it.

This is C2SP signed-note with Ed25519 alone. A note is for what has to fit a QR code or a telephone
call; records travel in envelopes (`envelope.py`).

Rules kept here:
- The text of a note is handed out only once a signature by a key that was asked for has been
  checked. One such signature that is wrong spoils the whole note; so does one given twice.
- Whose key is not known is passed over, as the specification asks: witnesses may add their lines.
- The name in a signature line is not signed. What the text is and whose it is stands in the text:
  its first line, which no other text that this room signs begins with.
- What this module writes, it reads, and whatever it reads is written in the same octets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frozen import MAX_OCTETS, MAX_SIGNATURES
from consent.keys import PublicKey
from consent.signer import Signer

# C2SP signed-note, "Signature types": Ed25519 over the text.
ED25519_TYPE: Final = b"\x01"
KEY_HASH_OCTETS: Final = 4

_LINE: Final = re.compile(r"\u2014 ([^ ]+) ([^ ]+)")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteRefused(ConsentError):
    """Octets are not a signed note, or nobody known stands by it."""


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key and the name that its signature lines bear. Raises NoteRefused for no name."""

    name: str
    key: PublicKey

    def __post_init__(self) -> None:
        _check_name(self.name)

    @property
    def hash(self) -> bytes:
        """The four octets by which a signature line names the key, beside the name."""
        named = self.name.encode() + b"\n" + ED25519_TYPE + self.key.octets
        return hashlib.sha256(named).digest()[:KEY_HASH_OCTETS]


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """The text of a note, and the keys whose signatures were found right."""

    text: str
    signers: tuple[NoteKey, ...]


@dataclass(frozen=True, slots=True)
class _SignatureLine:
    name: str
    hash: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"\u2014 {self.name} {base64_from_octets(self.hash + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class _Note:
    text: str
    lines: tuple[_SignatureLine, ...]


def signed_note(text: str, name: str, signer: Signer) -> bytes:
    """Return a text signed under a name. Raises NoteRefused for what no note can hold."""
    return _with_line(_Note(text, ()), name, signer)


def with_signature(note: bytes, name: str, signer: Signer) -> bytes:
    """Return a note with one signature more. Raises NoteRefused; what it says is not judged."""
    return _with_line(_parsed(note), name, signer)


def opened_note(note: bytes, keys: Sequence[NoteKey]) -> OpenedNote:
    """Return the text that one or more of these keys stand by.

    Raises NoteRefused and TextMalformed.
    """
    parsed = _parsed(note)
    message = parsed.text.encode()
    known = {(key.name, key.hash): key for key in keys}
    signers: list[NoteKey] = []
    for line in parsed.lines:
        key = known.get((line.name, line.hash))
        if key is None:
            continue
        if key in signers:
            raise NoteRefused(Code.NOTE_FORM, "a signature given twice")
        if not key.key.verifies(line.signature, message):
            raise NoteRefused(Code.NOTE_CHANGED, "a signature")
        signers.append(key)
    if not signers:
        raise NoteRefused(Code.NOTE_UNKNOWN, "the signatures")
    return OpenedNote(parsed.text, tuple(signers))


def _with_line(note: _Note, name: str, signer: Signer) -> bytes:
    try:
        message = note.text.encode()
    except UnicodeEncodeError:
        raise NoteRefused(Code.NOTE_FORM, "the text") from None
    key = NoteKey(name, signer.public_key)
    line = _SignatureLine(name, key.hash, signer.sign(message))
    longer = replace(note, lines=(*note.lines, line))
    octets = f"{note.text}\n{''.join(map(str, longer.lines))}".encode()
    if _parsed(octets) != longer:
        raise NoteRefused(Code.NOTE_FORM, "the text")
    return octets


def _parsed(octets: bytes) -> _Note:
    if len(octets) > MAX_OCTETS:
        raise NoteRefused(Code.NOTE_FORM, f"longer than {MAX_OCTETS} octets")
    try:
        whole = octets.decode("utf-8")
    except ValueError:
        raise NoteRefused(Code.NOTE_FORM, "the note as a whole") from None
    # The text may hold empty lines, so the last one is what ends it.
    text, separator, below = whole.rpartition("\n\n")
    if _CONTROL.search(whole) or not separator or not below.endswith("\n"):
        raise NoteRefused(Code.NOTE_FORM, "the note as a whole")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteRefused(Code.NOTE_FORM, f"more than {MAX_SIGNATURES} signatures")
    return _Note(f"{text}\n", tuple(map(_signature_line, lines)))


def _signature_line(line: str) -> _SignatureLine:
    found = _LINE.fullmatch(line)
    if found is None:
        raise NoteRefused(Code.NOTE_FORM, "a signature line")
    _check_name(found[1])
    octets = octets_from_base64(found[2], "a signature line")
    if len(octets) <= KEY_HASH_OCTETS:
        raise NoteRefused(Code.NOTE_FORM, "a signature line")
    return _SignatureLine(found[1], octets[:KEY_HASH_OCTETS], octets[KEY_HASH_OCTETS:])


def _check_name(name: str) -> None:
    if not name or "+" in name or any(one.isspace() for one in name) or not _is_sound(name):
        raise NoteRefused(Code.NOTE_FORM, "the name of a key")


def _is_sound(text: str) -> bool:
    """Say whether a text can be written at all: no control characters, no halves of pairs."""
    return _CONTROL.search(text) is None and not any("\ud800" <= one <= "\udfff" for one in text)
