"""Checkpoints: how long a list is and what its root is, signed by the box that keeps it.

This is C2SP tlog-checkpoint: a signed note of three lines, and extension lines that we never write.

Rules kept here:
- A checkpoint is of one box: its origin is made of the id of the box's key, and the key is given by
  whoever checks, never taken from the note.
- A list only grows. Whoever remembers a checkpoint refuses a later one that is shorter, or that
  does not begin with what was remembered.
- A checkpoint of nothing says nothing about a later one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frozen import DIGEST_OCTETS, MAX_WHOLE_NUMBER
from consent.keys import KeyId, PublicKey
from consent.note import NoteKey, opened_note, signed_note
from consent.signer import Signer
from consent.tree import EMPTY_ROOT, is_consistent

BOX_DIGITS: Final = 16
"""How many hexadecimal digits of a box's id stand in its origin, and in each of its entries."""

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")


class CheckpointRefused(ConsentError):
    """A checkpoint is not one, is another box's, or does not go on from the one before."""


def origin_of(box: KeyId | str) -> str:
    """Return the name under which a box signs notes. `box` is the id of its key."""
    return f"lamplight/{box[:BOX_DIGITS]}"


def note_key_of(key: PublicKey) -> NoteKey:
    """Return the key of a box as its notes name it."""
    return NoteKey(origin_of(key.keyid), key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A list's origin, its length and its root. Raises CheckpointRefused for what cannot be one."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if any(not line or "\n" in line for line in lines):
            raise CheckpointRefused(Code.CHECKPOINT_FORM, "a line")
        if not 0 <= self.size <= MAX_WHOLE_NUMBER:
            raise CheckpointRefused(Code.CHECKPOINT_FORM, "size")
        if len(self.root) != DIGEST_OCTETS or (not self.size and self.root != EMPTY_ROOT):
            raise CheckpointRefused(Code.CHECKPOINT_FORM, "root")

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), base64_from_octets(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def checkpoint_from_text(text: str) -> Checkpoint:
    """Return the checkpoint that a text says. Raises CheckpointRefused, TextMalformed."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise CheckpointRefused(Code.CHECKPOINT_FORM, "the text as a whole")
    origin, size, root, *extensions = lines
    if _SIZE.fullmatch(size) is None:
        raise CheckpointRefused(Code.CHECKPOINT_FORM, "size")
    return Checkpoint(
        origin=origin,
        size=int(size),
        root=octets_from_base64(root, "root"),
        extensions=tuple(extensions),
    )


def signed_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """Return a checkpoint as a note signed by its box.

    Raises CheckpointRefused for another box's, and NoteRefused.
    """
    key = note_key_of(signer.public_key)
    if checkpoint.origin != key.name:
        raise CheckpointRefused(Code.CHECKPOINT_OTHER_BOX, "origin")
    return signed_note(checkpoint.text, key.name, signer)


def opened_checkpoint(note: bytes, key: PublicKey) -> Checkpoint:
    """Return the checkpoint that the box of this key has signed.

    Raises CheckpointRefused, NoteRefused and TextMalformed.
    """
    box = note_key_of(key)
    checkpoint = checkpoint_from_text(opened_note(note, (box,)).text)
    if checkpoint.origin != box.name:
        raise CheckpointRefused(Code.CHECKPOINT_OTHER_BOX, "origin")
    return checkpoint


def check_goes_on(
    checkpoint: Checkpoint, before: Checkpoint, proof: Sequence[bytes] | None = None
) -> None:
    """Raise CheckpointRefused where a checkpoint does not go on from one that was seen before.

    Without a proof of consistency, only what shows without one is found: a shorter list, or another
    of the same length.
    """
    if checkpoint.origin != before.origin:
        raise CheckpointRefused(Code.CHECKPOINT_OTHER_BOX, "origin")
    if checkpoint.size < before.size:
        raise CheckpointRefused(Code.CHECKPOINT_SHORTER, "size")
    sizes, roots = (before.size, checkpoint.size), (before.root, checkpoint.root)
    if before.size == checkpoint.size:
        proof = ()
    if before.size and proof is not None and not is_consistent(*sizes, *roots, proof):
        raise CheckpointRefused(Code.CHECKPOINT_FORKED, "root")
