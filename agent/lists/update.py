"""The update job: fetch what is due, keep the good copies, build the index from them.

Rules kept here:
- Whatever happens to one list, the others go on, and its old copy stays in use. The standing says
  why.
- The index is built from the copies and from nothing else. It is replaced when anything that goes
  into it has changed, so a run that was cut off anywhere is healed by the next one.
- The order on the disk is copy, memory, index, standing; each may lag behind the one before.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from agent.files import put_aside, replace_file
from agent.index_file import open_index
from agent.lists.allowance import Limits
from agent.lists.bringing import Bringer, Failed, Unchanged, fetch
from agent.lists.build import Build, ListFile, ListReport
from agent.lists.catalogue import Entry, Kept, Published
from agent.lists.copies import Copies
from agent.lists.headers import Validators
from agent.lists.inspection import Tables
from agent.lists.judge import HeldBack
from agent.lists.memory import read_memory, write_memory
from agent.lists.ours import text_of_ours
from agent.lists.shelf import Shelf
from policy.categories import NEEDS_TWO_LISTS
from policy.errors import IndexMalformed, ListStandingMalformed
from policy.index import FORMAT
from policy.list_standing import (
    ListsStanding,
    ListStanding,
    Trouble,
    Use,
    standing_from_bytes,
    standing_to_bytes,
)
from policy.names import to_text

FETCH_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`stamp` gives UTC as the standing writes it, `now` counts seconds.

    `hours_since` says how long ago a stamp was; below zero where the clock was set back.
    """

    stamp: Callable[[], str]
    now: Callable[[], float]
    hours_since: Callable[[str], float]


class Update:
    """One run over the lists of a catalogue: `refresh` some of them, then `finish`."""

    def __init__(
        self,
        entries: Sequence[Entry],
        shelf: Shelf,
        tables: Tables,
        clocks: Clocks,
        tell: Callable[[str], None],
    ) -> None:
        """Read what is remembered. `tell` hears how far the run is. Raises OSError."""
        self._entries = entries
        self._shelf = shelf
        self._clocks = clocks
        self._tell = tell
        shelf.make()
        self._memory = read_memory(shelf.memory)
        self._copies = Copies(shelf, self._memory, tables, clocks.stamp, tell)
        self._copies.check(entries)
        self._before = _standing_before(shelf)
        self._held: dict[str, HeldBack | None] = {}

    def is_due(self, entry: Entry) -> bool:
        """Say whether it is time to ask a list's publisher again."""
        kept = self._memory.of(entry.id)
        if kept.digest is None or kept.checked is None or not isinstance(entry.origin, Published):
            return True
        # Below zero the clock was set back; that must not keep a list as it is for years.
        return not 0 <= self._clocks.hours_since(kept.checked) < entry.origin.every_hours

    def refresh(self, entry: Entry, session: Bringer) -> None:
        """Take a new copy of a list if there is a good one. `session` goes for it."""
        incoming = self._shelf.incoming(entry.id)
        try:
            match entry.origin:
                case Published() as origin:
                    self._held[entry.id] = self._fetch(entry, origin, session)
                case Kept(path):
                    shutil.copyfile(path, incoming)
                    self._held[entry.id] = self._copies.consider(entry)
                case origin:
                    incoming.write_text(text_of_ours(origin, entry.category), encoding="utf-8")
                    self._held[entry.id] = self._copies.consider(entry)
        except FileNotFoundError as error:
            self._held[entry.id] = HeldBack(Trouble.GONE)
            self._tell(f"{entry.id}: {error.filename} is not there")
        except OSError as error:
            self._held[entry.id] = HeldBack(Trouble.NO_ROOM)
            self._tell(f"{entry.id}: {error.strerror}")
        finally:
            incoming.unlink(missing_ok=True)

    def accept(self, entry: Entry) -> HeldBack | None:
        """Take the copy that was held back; return why that cannot be.

        Raises ListMalformed and OSError.
        """
        refusal = self._copies.accept(entry)
        if refusal is None:
            self._held[entry.id] = None
        return refusal

    def finish(self) -> tuple[ListsStanding, list[ListReport]]:
        """Build the index where anything changed, publish how the lists stand, and return that.

        Raises AgentError and OSError where no index could be built; the old one then stays.
        """
        files = self._files()
        built_from = self._fingerprint(files)
        reports: list[ListReport] = []
        if files and not (self._memory.built_from == built_from and self._index_is_sound()):
            build = Build(self._clocks.now, self._tell)
            reports = [build.read(item) for item in files]
            self._put_aside_what_is_damaged()
            replace_file(self._shelf.index, [build.finish().octets])
            self._memory.built_from = built_from
        write_memory(self._shelf.memory, self._memory)
        standing = ListsStanding(
            made=self._clocks.stamp(), lists=tuple(map(self._standing, self._entries))
        )
        replace_file(self._shelf.standing, [standing_to_bytes(standing)])
        return standing, reports

    def _fetch(self, entry: Entry, origin: Published, session: Bringer) -> HeldBack | None:
        kept = self._memory.of(entry.id)

        def tell(octets: int, of: int | None) -> None:
            whole = f" of {of / 1e6:.1f}" if of else ""
            self._tell(f"{entry.id}: {octets / 1e6:.1f}{whole} MB")

        answer = fetch(
            origin.address,
            validators=Validators(kept.etag, kept.last_modified) if kept.digest else None,
            limits=Limits(octets=origin.max_megabytes * 1_000_000, seconds=FETCH_SECONDS),
            to=self._shelf.incoming(entry.id),
            tell=tell,
            now=self._clocks.now,
            session=session,
        )
        if isinstance(answer, Failed):
            self._tell(f"{entry.id}: {answer.fault} ({answer.detail})")
            return HeldBack(Trouble[answer.fault.name])
        if isinstance(answer, Unchanged):
            self._memory.note(entry.id, checked=self._clocks.stamp(), moved_to=answer.moved_to)
            return None
        return self._copies.consider(entry, answer.validators, answer.moved_to)

    def _files(self) -> list[ListFile]:
        """Return the copies that go into the index."""
        files = [
            ListFile(
                self._shelf.copy(entry.id),
                entry.category,
                entry.alone,
                self._copies.strike(entry),
            )
            for entry in self._entries
            if self._memory.of(entry.id).digest
        ]
        for category in NEEDS_TWO_LISTS:
            only = [item for item in files if item.category is category]
            if len(only) == 1:
                # The second list has not come yet. This one was judged as if it stood alone.
                files[files.index(only[0])] = replace(only[0], alone=True)
        return files

    def _fingerprint(self, files: Sequence[ListFile]) -> str:
        """Return what changes when the index has to be built again."""
        parts = [
            (item.path.name, item.category, item.alone, sorted(map(to_text, item.strike)),
             self._memory.of(item.path.name).digest)
            for item in files
        ]  # fmt: skip
        return hashlib.sha256(json.dumps([FORMAT, parts]).encode()).hexdigest()

    def _index_is_sound(self) -> bool:
        try:
            open_index(self._shelf.index)
        except (IndexMalformed, OSError):
            return False
        return True

    def _put_aside_what_is_damaged(self) -> None:
        """Keep an index that cannot be read, for whoever helps; the new one takes its place."""
        if self._shelf.index.exists() and not self._index_is_sound():
            put_aside(self._shelf.index)

    def _standing(self, entry: Entry) -> ListStanding:
        kept = self._memory.of(entry.id)
        held = self._held.get(entry.id)
        if entry.id not in self._held and (before := self._before.get(entry.id)):
            # Not asked in this run: what was wrong before is still wrong.
            held = before
        return ListStanding(
            id=entry.id,
            title=entry.title,
            category=entry.category,
            publisher=entry.publisher,
            licence=entry.licence,
            home=entry.home,
            use=Use.IN_USE if kept.digest else Use.WAITING,
            names=kept.names,
            checked=kept.checked,
            changed=kept.changed,
            trouble=held.trouble if held else None,
            told=held.told if held else (),
            figures=held.figures if held else (),
            left_out=kept.strike,
            moved_to=kept.moved_to,
        )


def _standing_before(shelf: Shelf) -> dict[str, HeldBack]:
    """Return what was wrong with which lists when the job last ended."""
    with suppress(OSError, ListStandingMalformed):
        return {
            one.id: HeldBack(one.trouble, one.told, one.figures)
            for one in standing_from_bytes(shelf.standing.read_bytes()).lists
            if one.trouble
        }
    return {}
