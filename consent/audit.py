"""A box's audit journal: how it grows, whether it is whole, and what it leaves open.

Rules kept here:
- The journal numbers and links its entries itself, so no two of them can claim one place.
- A journal of no entries proves nothing: every box has at least begun.
- What is signed is believed before what is read: a line that the checkpoint vouches for and this
  room cannot read comes from a newer box, and nobody is accused of having altered it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from consent.acts import (
    Act,
    ActorRole,
    DayKeyCreated,
    DayKeyDestroyed,
    Exported,
    Viewed,
    ViewersKeysDestroyed,
)
from consent.audit_entry import (
    BOX,
    Actor,
    AuditEntry,
    entry_from_line,
    entry_to_line,
    start_of_journal,
)
from consent.audit_links import AuditRefused, check_linked, entries_or_none, refuse_whole
from consent.checkpoint import (
    BOX_DIGITS,
    Checkpoint,
    CheckpointRefused,
    check_goes_on,
    opened_checkpoint,
    origin_of,
)
from consent.codes import Code
from consent.home import ClockState
from consent.keys import KeyId, PublicKey
from consent.tree import CompactRange, leaf_hash, range_of


@dataclass(frozen=True, slots=True)
class AuditJournal:
    """What a box has to know of its journal to write the next line, which is not the lines."""

    box: str
    previous: str
    tree: CompactRange = field(default=CompactRange())

    @property
    def checkpoint(self) -> Checkpoint:
        """How long the journal is now, and what its root is."""
        return Checkpoint(origin=origin_of(self.box), size=self.tree.size, root=self.tree.root)

    def append(
        self, act: Act, *, at: datetime, clock: ClockState, actor: Actor = BOX
    ) -> tuple[AuditJournal, bytes]:
        """Return the journal with one entry more, and the line to be on disk before the act.

        Raises RecordMalformed for what no entry can say, such as a time before the year 2000.
        """
        line = entry_to_line(
            AuditEntry(
                n=self.tree.size,
                box=self.box,
                previous=self.previous,
                at=at,
                clock=clock,
                actor=actor,
                act=act,
            )
        )
        leaf = leaf_hash(line)
        return AuditJournal(self.box, leaf.hex(), self.tree.append(leaf)), line


def journal_of(box: KeyId) -> AuditJournal:
    """Return the journal of a box before its first entry. `box` is the id of its key."""
    name = box[:BOX_DIGITS]
    return AuditJournal(name, start_of_journal(name))


def journal_from_lines(lines: Sequence[bytes], box: KeyId) -> AuditJournal:
    """Return the journal of a box as its lines leave it: how a box goes on after a restart.

    Raises AuditRefused where they do not follow from each other. Whether they are what the box once
    signed is for `verify_lines` to say.
    """
    empty = journal_of(box)
    hashes = [leaf_hash(line) for line in lines]
    check_linked(entries_or_none(lines), hashes, empty.box)
    return AuditJournal(empty.box, hashes[-1].hex() if hashes else empty.previous, range_of(hashes))


def verify_lines(
    lines: Sequence[bytes], checkpoint: bytes, key: PublicKey, seen: Iterable[Checkpoint] = ()
) -> tuple[AuditEntry, ...]:
    """Return the entries of a journal that is whole, by a checkpoint signed with the box's key.

    `seen` are checkpoints of this box that the reader remembers. Raises AuditRefused with the first
    entry that was altered, removed, put in another place or taken from elsewhere, or that cannot be
    read; CheckpointRefused where the box once signed another journal; NoteRefused, TextMalformed.
    """
    claim = opened_checkpoint(checkpoint, key)
    remembered = tuple(seen)
    box = key.keyid[:BOX_DIGITS]
    hashes = [leaf_hash(line) for line in lines]
    entries = entries_or_none(lines)
    if not hashes or (claim.size, claim.root) != (len(hashes), range_of(hashes).root):
        check_linked(entries, hashes, box, claim)
        refuse_whole(hashes, claim, remembered)
    if None in entries:
        raise AuditRefused(Code.AUDIT_LINE, entries.index(None))
    check_linked(entries, hashes, box, claim)
    for one in remembered:
        check_goes_on(claim, one)
        if one.size and one.root != range_of(hashes[: one.size]).root:
            raise CheckpointRefused(Code.CHECKPOINT_FORKED, "root")
    return tuple(entry for entry in entries if entry is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """What a journal leaves open, and what in it has nothing that it belongs to.

    `keys` were made and not destroyed. `destroyed` were never made, or destroyed before. `views`
    are looks or exports of a day that no key was there to open, for whoever looked.
    """

    keys: tuple[AuditEntry, ...]
    destroyed: tuple[AuditEntry, ...]
    views: tuple[AuditEntry, ...]


def unmatched(lines: Iterable[bytes]) -> Unmatched:
    """Return which day keys are still there, and which acts belong to none. Raises as reading does.

    That an agreement's journal leaves no key open is what a deletion statement says.
    """
    keys: dict[str, tuple[AuditEntry, DayKeyCreated]] = {}
    young_persons_alone: set[str] = set()
    destroyed: list[AuditEntry] = []
    views: list[AuditEntry] = []
    for entry in map(entry_from_line, lines):
        match entry.act:
            case DayKeyCreated() as made:
                keys[made.fingerprint] = entry, made
            case ViewersKeysDestroyed(fingerprint=fingerprint):
                young_persons_alone.add(fingerprint)
            case DayKeyDestroyed(fingerprint=fingerprint):
                if keys.pop(fingerprint, None) is None:
                    destroyed.append(entry)
            case Viewed() | Exported() as look:
                barred = young_persons_alone
                if entry.actor.role is ActorRole.YOUNG_PERSON:
                    barred = set()
                open_days = {
                    made.day
                    for fingerprint, (_, made) in keys.items()
                    if made.device == look.device and fingerprint not in barred
                }
                if not open_days.issuperset(look.days):
                    views.append(entry)
            case _:
                pass
    return Unmatched(
        keys=tuple(entry for entry, _ in keys.values()),
        destroyed=tuple(destroyed),
        views=tuple(views),
    )


def views_in(lines: Iterable[bytes]) -> tuple[AuditEntry, ...]:
    """Return every look and every export, first to last. Raises as reading does."""
    entries = map(entry_from_line, lines)
    return tuple(one for one in entries if isinstance(one.act, Viewed | Exported))
