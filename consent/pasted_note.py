"""Signed notes as they come out of a mail: quoted, indented, the signature broken into lines.

Rules kept here:
- A note's own lines are short enough that no mail program breaks them. The signature's line is not,
  so what follows the dash is put together again.
- Only notes that this house knows are looked for, by their first line. Text around one means
  nothing.
- Nothing is judged here: what comes out is a note or is not, and `note.py` says whether it is
  signed. A letter that a mail program changed makes the signature wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from consent.codes import Code
from consent.frozen import DELETION_CONTEXT, MAX_OCTETS, SHARED_WORDS_NOTE, STATUS_CONTEXT
from consent.note import NoteRefused


class NoteKind(StrEnum):
    """What a note is, by its first line."""

    STATUS = STATUS_CONTEXT
    DELETION = DELETION_CONTEXT
    SHARED_WORDS = SHARED_WORDS_NOTE


_SIGNATURE_CHARACTERS: Final = 92
"""The 4 octets of a key's hash and the 64 of an Ed25519 signature, in base64."""

_QUOTED: Final = re.compile(r"^[\s>|\u00ad\u200b-\u200f\ufeff]*")
# What text programs make of the dash that a signature's line begins with.
_SIGNED: Final = re.compile(r"[\-\u2010-\u2015\u2212]{1,3} ?(lamplight/[0-9a-f]{16})\s*(.*)")


def note_kind(octets: bytes) -> NoteKind | None:
    """Return what note stands in a text, None where none does."""
    if len(octets) > MAX_OCTETS:
        return None
    lines = _lines(octets)
    return next((kind for kind in NoteKind if kind.value in lines), None)


def note_from_pasted(octets: bytes, kind: NoteKind) -> bytes:
    """Return the one note of this kind that stands in a text. Raises NoteRefused."""
    lines = _lines(octets)
    if len(octets) > MAX_OCTETS or lines.count(kind.value) != 1:
        raise NoteRefused(Code.NOTE_FORM, "the note as a whole")
    lines = [line for line in lines[lines.index(kind.value) :] if line]
    for place, line in enumerate(lines):
        found = _SIGNED.fullmatch(line)
        if found is not None:
            text = "\n".join(lines[:place])
            signature = _joined([found[2], *lines[place + 1 :]])
            return f"{text}\n\n\u2014 {found[1]} {signature}\n".encode()
    raise NoteRefused(Code.NOTE_FORM, "a signature line")


def _lines(octets: bytes) -> list[str]:
    text = octets.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [_QUOTED.sub("", line).rstrip() for line in text.split("\n")]


def _joined(lines: Sequence[str]) -> str:
    """Return the signature, put together from as many lines as it was broken into."""
    signature = ""
    for line in lines:
        if len(signature) >= _SIGNATURE_CHARACTERS:
            break
        signature += "".join(line.split())
    return signature
