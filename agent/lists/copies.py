"""The copies of lists that are in use: when a new one is taken, and what is left out of each.

Rules kept here:
- A new copy takes the place of the old one only when it can be read and is judged good; else the
  old one stays, and the new one is put aside where a person may still accept it.
- The first copy of a list has no old one to stay in its place. If only a few of its entries offend
  it is used without them, since a home without the list would be the worse for it.
- A copy that is here was good when it came. Where our own tables of names have changed since,
  entries that offend against them are left out: the index never blocks what it must not.
- A copy that is not the remembered one (a run was cut off, a card is failing) is taken for what it
  is: judged again before it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from agent.errors import ListMalformed
from agent.lists.catalogue import Entry, Published
from agent.lists.headers import Validators
from agent.lists.inspection import Inspected, Tables, inspect
from agent.lists.judge import HeldBack, judge
from agent.lists.memory import Kept, Memory, write_memory
from agent.lists.shelf import Shelf
from policy.list_standing import Trouble
from policy.names import Name, from_text, to_text

MAX_LEFT_OUT_AT_FIRST: Final = 50
MAX_LEFT_OUT_BY_HAND: Final = 10_000

NO_VALIDATORS: Final = Validators(None, None)


class Copies:
    """The copies on a shelf, with what is remembered of them."""

    def __init__(
        self,
        shelf: Shelf,
        memory: Memory,
        tables: Tables,
        stamp: Callable[[], str],
        tell: Callable[[str], None],
    ) -> None:
        """Take what is there; `stamp` gives the time as the standing writes it."""
        self._shelf = shelf
        self._memory = memory
        self._tables = tables
        self._stamp = stamp
        self._tell = tell
        self._unsure: set[str] = set()

    def check(self, entries: Iterable[Entry]) -> None:
        """Hold what is remembered against what is there, and that against our own tables."""
        for entry in entries:
            kept = self._memory.of(entry.id)
            digest = self._shelf.digest(entry.id)
            if kept.digest != digest:
                kept = self._memory.lists[entry.id] = kept.without_copy()
                self._unsure.add(entry.id)
            if digest and kept.judged_by != self._tables.digest():
                self._judge_again(entry, kept, digest)

    def strike(self, entry: Entry) -> frozenset[Name]:
        """Return the names to leave out of a list, by the catalogue and by this home."""
        return entry.struck.union(map(from_text, self._memory.of(entry.id).strike))

    def consider(
        self, entry: Entry, validators: Validators = NO_VALIDATORS, moved_to: str | None = None
    ) -> HeldBack | None:
        """Judge the copy that came; keep it, or put it aside and return why. Raises OSError."""
        incoming = self._shelf.incoming(entry.id)
        kept = self._memory.of(entry.id)
        leave_out = 0 if kept.digest else MAX_LEFT_OUT_AT_FIRST
        # A copy that is not the remembered one may be half a list: no measure for the next one.
        sure = kept.digest and entry.id not in self._unsure
        try:
            inspected, more = self._inspect(entry, incoming, leave_out)
        except ListMalformed as error:
            self._tell(str(error))
            return HeldBack(Trouble.UNREADABLE)
        before = kept.names if sure else None
        if refusal := judge(inspected.names, inspected.found, least=least(entry), before=before):
            incoming.replace(self._shelf.held(entry.id))
            self._memory.note(entry.id, checked=self._stamp())
            return refusal
        self._keep(entry, inspected, more, validators, moved_to)
        return None

    def accept(self, entry: Entry) -> HeldBack | None:
        """Take the copy that was put aside, and leave out for good what offends in it.

        Return why that cannot be. Raises ListMalformed and OSError.
        """
        held = self._shelf.held(entry.id)
        inspected, more = self._inspect(entry, held, MAX_LEFT_OUT_BY_HAND)
        if refusal := judge(inspected.names, inspected.found, least=least(entry), before=None):
            return refusal
        held.replace(self._shelf.incoming(entry.id))
        self._keep(entry, inspected, more, NO_VALIDATORS, None)
        return None

    def _inspect(
        self, entry: Entry, path: Path, leave_out: int
    ) -> tuple[Inspected, frozenset[Name]]:
        """Return what a copy holds, and the entries to leave out of it besides those known.

        Up to `leave_out` entries that offend are left out; if there are more they are told.
        """
        strike = self.strike(entry)
        inspected = inspect(path, self._tables, strike)
        offending = {item.entry for item in inspected.found}
        more = inspected.quiet | (offending if len(offending) <= leave_out else frozenset())
        if more:
            inspected = inspect(path, self._tables, strike | more)
        return inspected, more

    def _keep(
        self,
        entry: Entry,
        inspected: Inspected,
        more: frozenset[Name],
        validators: Validators,
        moved_to: str | None,
    ) -> None:
        before = self._memory.of(entry.id)
        self._shelf.incoming(entry.id).replace(self._shelf.copy(entry.id))
        digest = self._shelf.digest(entry.id)
        self._memory.note(
            entry.id,
            digest=digest,
            names=inspected.names,
            strike=_with(before.strike, more),
            judged_by=self._tables.digest(),
            etag=validators.etag,
            last_modified=validators.last_modified,
            checked=self._stamp(),
            changed=before.changed if digest == before.digest else self._stamp(),
            moved_to=moved_to,
        )
        self._shelf.held(entry.id).unlink(missing_ok=True)
        write_memory(self._shelf.memory, self._memory)

    def _judge_again(self, entry: Entry, kept: Kept, digest: str) -> None:
        path = self._shelf.copy(entry.id)
        try:
            inspected, more = self._inspect(entry, path, MAX_LEFT_OUT_BY_HAND)
        except ListMalformed as error:
            # Damaged on the card, or a reader that has become stricter: it is fetched again.
            self._tell(str(error))
            path.unlink()
            self._memory.lists[entry.id] = kept.without_copy()
            return
        self._memory.note(
            entry.id,
            digest=digest,
            names=inspected.names,
            strike=_with(kept.strike, more),
            judged_by=self._tables.digest(),
        )


def least(entry: Entry) -> int:
    """Return the fewest names that a list can soundly have."""
    return entry.origin.least_names if isinstance(entry.origin, Published) else 1


def _with(strike: Iterable[str], more: Iterable[Name]) -> tuple[str, ...]:
    return tuple(sorted({*strike, *map(to_text, more)}))
