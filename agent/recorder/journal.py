"""The audit journal on the card: an entry is there before the act that it tells of.

Rules kept here:
- An entry that cannot be written refuses its act. From then on the journal is not sound, and a
  journal that is not sound permits nothing.
- After each entry the box signs how long the journal is. A journal that is shorter than that, or
  another one, was put there by somebody: it is left as it is, nothing is added to it, and what the
  box signs of it is what it signed before.
- An entry that was acknowledged is never lost: a torn last line was never acknowledged.
"""

from __future__ import annotations

from datetime import datetime

from agent.recorder.disk import Disk
from agent.recorder.errors import RecorderRefused
from agent.recorder.identity import Identity
from consent.acts import Act
from consent.audit import AuditJournal, journal_from_lines, journal_of
from consent.audit_entry import BOX, Actor, AuditEntry, entry_from_line
from consent.checkpoint import Checkpoint, opened_checkpoint, signed_checkpoint
from consent.codes import Code
from consent.errors import ConsentError
from consent.home import ClockState
from consent.keys import KeyId
from consent.tree import leaf_hash, range_of

FILE = "journal.jsonl"
CHECKPOINT_FILE = "checkpoint"


class Journal:
    """The journal of one box: its lines, what they say, and whether more may be added.

    `entries` is empty where the lines do not follow from each other. `is_whole` is that the lines
    are those that the box signed; `is_sound`, that one more can be added.
    """

    def __init__(self, disk: Disk, identity: Identity, *, has_begun: bool = False) -> None:
        """Take up where the card left off. Raises OSError.

        `has_begun` is that there must be entries: somebody was trusted already.
        """
        self._disk = disk
        self._signer = identity.signer
        self.lines = disk.lines(FILE)
        self.entries: list[AuditEntry] = []
        self.is_sound = self.is_whole = True
        self._claim: Checkpoint | None = None
        self._journal: AuditJournal = journal_of(KeyId(identity.box))
        try:
            self._journal = journal_from_lines(self.lines, KeyId(identity.box))
            self.entries = [entry_from_line(line) for line in self.lines]
            self._check_last_seen(disk.read(CHECKPOINT_FILE), has_begun=has_begun)
        except ConsentError:
            self.is_sound = self.is_whole = False
            self._claim = self._claimed(disk.read(CHECKPOINT_FILE))

    @property
    def checkpoint(self) -> Checkpoint:
        """How long the journal is, or was when the box last signed it, where it is not whole.

        Raises RecorderRefused where nobody knows that any more.
        """
        if self.is_whole:
            return self._journal.checkpoint
        if self._claim is None:
            raise RecorderRefused(Code.AUDIT_REMOVED, "the checkpoint")
        return self._claim

    @property
    def note(self) -> bytes:
        """The checkpoint, signed by the box. Raises RecorderRefused where there is none."""
        return signed_checkpoint(self.checkpoint, self._signer)

    def append(self, act: Act, *, at: datetime, clock: ClockState, actor: Actor = BOX) -> None:
        """Have an entry on the card. Raises RecorderRefused, and then the act must not be done."""
        if not self.is_sound:
            raise RecorderRefused(Code.AUDIT, "the journal")
        journal, line = self._journal.append(act, at=at, clock=clock, actor=actor)
        try:
            self._disk.append(FILE, line)
        except OSError:
            self.is_sound = False
            raise RecorderRefused(Code.AUDIT, "the journal") from None
        self._journal = journal
        self.lines.append(line)
        self.entries.append(entry_from_line(line))
        try:
            self._disk.replace(CHECKPOINT_FILE, self.note)
        except OSError:
            # The entry stands; only how long the journal is could not be noted.
            self.is_sound = False
            raise RecorderRefused(Code.AUDIT, "the checkpoint") from None

    def _claimed(self, note: bytes | None) -> Checkpoint | None:
        """Return what the box signed last, None where that is gone or damaged."""
        try:
            return None if note is None else opened_checkpoint(note, self._signer.public_key)
        except ConsentError:
            return None

    def _check_last_seen(self, note: bytes | None, *, has_begun: bool) -> None:
        """Raise ConsentError where the card holds less, or something else, than the box signed."""
        if note is None:
            if self.lines or has_begun:
                raise RecorderRefused(Code.AUDIT_REMOVED, "the checkpoint")
            return
        seen = opened_checkpoint(note, self._signer.public_key)
        hashes = [leaf_hash(line) for line in self.lines[: seen.size]]
        if len(hashes) < seen.size or range_of(hashes).root != seen.root:
            raise RecorderRefused(Code.AUDIT_REMOVED, "the journal")
