"""Whoever remembers what a box said of its journal, and holds it to that over every power cut."""

from __future__ import annotations

from consent.audit import unmatched, verify_lines
from consent.audit_entry import AuditEntry
from consent.bundle import bundle_from_octets
from consent.checkpoint import Checkpoint, opened_checkpoint
from consent.keys import PublicKey
from consent.recorder_requests import AskBundle, AskJournal
from tests.promises.at_the_gate import AtTheGate


class Witness:
    """What was seen of one journal so far."""

    def __init__(self, home: AtTheGate) -> None:
        """Ask for the box's key, and remember nothing yet."""
        self._home = home
        _, (bundle,) = home.done(AskBundle())
        self._key: PublicKey = bundle_from_octets(bundle).box_key
        self._lines: list[bytes] = []
        self._seen: list[Checkpoint] = []

    def look(self) -> tuple[AuditEntry, ...]:
        """Hold the journal to everything it ever said; return what it says more by now."""
        _, (note, *lines) = self._home.done(AskJournal())
        entries = verify_lines(lines, note, self._key, self._seen)
        assert lines[: len(self._lines)] == self._lines
        left = unmatched(lines)
        assert left.destroyed == left.views == ()
        fresh = entries[len(self._lines) :]
        self._lines = lines
        self._seen = [opened_checkpoint(note, self._key)]
        return fresh
