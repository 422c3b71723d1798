"""The deletion statement: what a box signs when an agreement is over and nothing of it is left.

    lamplight-deletion/v1
    lamplight/3f9a0c1122334455
    agreement 9c1e0011aabbccdd
    reason withdrawn
    at 2026-12-03T10:00:00Z trusted
    day-keys 12 made 12 destroyed
    journal 345 …
    not undone: what somebody copied, printed or photographed

Rules kept here:
- It counts what the journal says, and names the journal by its length and root: whoever holds the
  bundle can count again (`check_deletion`).
- A box that has a day key left does not say that it has none: such a statement cannot be made.
- What deleting cannot do stands in it, in words, above the signature.
- It names an agreement by the beginning of its digest, and nobody by name.
- It is read only in the one form in which it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from consent.acts import Closed, DayKeyCreated, DayKeyDestroyed, Erasure
from consent.audit_entry import entry_from_line
from consent.checkpoint import Checkpoint, CheckpointRefused, note_key_of
from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frozen import DELETION_CONTEXT
from consent.home import ClockState
from consent.keys import PublicKey
from consent.note import opened_note, signed_note
from consent.signer import Signer
from consent.status import AGREEMENT_DIGITS
from consent.tree import leaf_hash, range_of

NOT_UNDONE: Final = "not undone: what somebody copied, printed or photographed"

_NUMBER: Final = "(?:0|[1-9][0-9]{0,8})"
# No 24:00:00, which later versions of the library read as the next day: one instant, two texts.
_HOUR: Final = "(?:[01][0-9]|2[0-3])"
_TEXT: Final = re.compile(
    rf"""{re.escape(DELETION_CONTEXT)}
(?P<origin>lamplight/[0-9a-f]{{16}})
agreement (?P<agreement>[0-9a-f]{{{AGREEMENT_DIGITS}}})
reason (?P<reason>[a-z_]+)
at (?P<at>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_HOUR}:[0-9]{{2}}:[0-9]{{2}})Z (?P<clock>[a-z]+)
day-keys (?P<made>{_NUMBER}) made (?P<destroyed>{_NUMBER}) destroyed
journal (?P<size>{_NUMBER}) (?P<root>[A-Za-z0-9+/=]+)
{re.escape(NOT_UNDONE)}
"""
)


class DeletionRefused(ConsentError):
    """A deletion statement is not one, or is not borne out by the journal that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """Nothing of an agreement can be opened on this box any more.

    `agreement` is the first 16 digits of its digest; `checkpoint` is the journal's, with the
    agreement's `closed` entry in it.
    """

    agreement: str
    reason: Erasure
    at: datetime
    clock: ClockState
    made: int
    destroyed: int
    checkpoint: Checkpoint

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (
            DELETION_CONTEXT,
            self.checkpoint.origin,
            f"agreement {self.agreement}",
            f"reason {self.reason}",
            f"at {self.at.replace(tzinfo=None).isoformat()}Z {self.clock}",
            f"day-keys {self.made} made {self.destroyed} destroyed",
            f"journal {self.checkpoint.size} {base64_from_octets(self.checkpoint.root)}",
            NOT_UNDONE,
        )
        return "".join(f"{line}\n" for line in lines)


def deletion_from_text(text: str) -> Deletion:
    """Return the statement that a text says.

    Raises DeletionRefused, CheckpointRefused and TextMalformed.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise DeletionRefused(Code.DELETION_FORM, "the statement as a whole")
    try:
        deletion = Deletion(
            agreement=found["agreement"],
            reason=Erasure(found["reason"]),
            at=datetime.fromisoformat(found["at"]).replace(tzinfo=UTC),
            clock=ClockState(found["clock"]),
            made=int(found["made"]),
            destroyed=int(found["destroyed"]),
            checkpoint=Checkpoint(
                origin=found["origin"],
                size=int(found["size"]),
                root=octets_from_base64(found["root"], "journal"),
            ),
        )
    # No such day, no such hour, or a word that is none of ours.
    except ValueError:
        raise DeletionRefused(Code.DELETION_FORM, "a line") from None
    if deletion.made != deletion.destroyed:
        raise DeletionRefused(Code.DELETION_LEFT, "day-keys")
    return deletion


def deletion_of(lines: Iterable[bytes], checkpoint: Checkpoint, agreement: str) -> Deletion:
    """Return what a box may say of an agreement by its journal; `agreement` is the whole digest.

    Reason and moment are those of the agreement's `closed` entry. Raises DeletionRefused where
    there is none, or where a day key is left; and what reading an entry raises.
    """
    entries = [entry_from_line(line) for line in lines]
    closed = [
        (one, one.act.reason)
        for one in entries
        if isinstance(one.act, Closed) and one.act.agreement == agreement
    ]
    if not closed:
        raise DeletionRefused(Code.DELETION_LEFT, "closed")
    [(entry, reason), *_] = closed
    made = {
        one.act.fingerprint
        for one in entries
        if isinstance(one.act, DayKeyCreated) and one.act.agreement == agreement
    }
    destroyed = made & {
        one.act.fingerprint for one in entries if isinstance(one.act, DayKeyDestroyed)
    }
    deletion = Deletion(
        agreement=agreement[:AGREEMENT_DIGITS],
        reason=reason,
        at=entry.at,
        clock=entry.clock,
        made=len(made),
        destroyed=len(destroyed),
        checkpoint=checkpoint,
    )
    return deletion_from_text(deletion.text)


def signed_deletion(deletion: Deletion, signer: Signer) -> bytes:
    """Return a statement as a note signed by its box.

    Raises DeletionRefused for what no statement can say, and for another box's.
    """
    key = note_key_of(signer.public_key)
    if deletion.checkpoint.origin != key.name or deletion_from_text(deletion.text) != deletion:
        raise DeletionRefused(Code.DELETION_FORM, "the statement as a whole")
    return signed_note(deletion.text, key.name, signer)


def opened_deletion(note: bytes, key: PublicKey) -> Deletion:
    """Return the statement that the box of this key has signed.

    Raises DeletionRefused, CheckpointRefused, NoteRefused and TextMalformed.
    """
    box = note_key_of(key)
    deletion = deletion_from_text(opened_note(note, (box,)).text)
    if deletion.checkpoint.origin != box.name:
        raise DeletionRefused(Code.DELETION_FORM, "the box")
    return deletion


def check_deletion(deletion: Deletion, lines: Sequence[bytes]) -> str:
    """Return the digest of the agreement that a statement is about, as this journal bears it out.

    `lines` are those of a journal that was verified; the statement may be of an earlier day of it.
    Raises CheckpointRefused where the statement names another journal, DeletionRefused where a day
    key is left or was made since, and what reading an entry raises.
    """
    size = deletion.checkpoint.size
    if size > len(lines):
        raise CheckpointRefused(Code.CHECKPOINT_SHORTER, "journal")
    if range_of(leaf_hash(line) for line in lines[:size]).root != deletion.checkpoint.root:
        raise CheckpointRefused(Code.CHECKPOINT_FORKED, "journal")
    digests = {
        one.act.agreement
        for one in map(entry_from_line, lines[:size])
        if isinstance(one.act, Closed) and one.act.agreement.startswith(deletion.agreement)
    }
    if len(digests) != 1:
        raise DeletionRefused(Code.DELETION_LEFT, "closed")
    [agreement] = digests
    # Counted over all there is now: a key that was made after the statement gives it the lie.
    if deletion_of(lines, deletion.checkpoint, agreement) != deletion:
        raise DeletionRefused(Code.DELETION_LEFT, "day-keys")
    return agreement
