"""The verbs on the lists of a home: update, accept, report. Clocks, network and state meet here.

Rules kept here:
- It belongs to the composition root, `agent.lists.__main__`, which loads it for these verbs only:
  what fetches is not needed to build an index from files.
- What is wrong with a list is said in the words of `policy.list_words`, as the console says it.
- On a box another process goes for the lists (`--fetch-by`), and this one has no network. Then it
  does not even load what could speak over one.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from agent.errors import AgentError
from agent.fetching.asking import Asking
from agent.index_file import open_index
from agent.lists.bringing import Bringer
from agent.lists.catalogue import Entry, load_catalogue, read_catalogue
from agent.lists.our_tables import OUR_POPULAR, OUR_TABLES
from agent.lists.overblocking import above_ceilings, read_ceilings, read_popular, report_on
from agent.lists.overblocking import table as overblocking_table
from agent.lists.report import Progress, shown, table
from agent.lists.shelf import Shelf
from agent.lists.target import sole_build
from agent.lists.update import Clocks, Update
from policy.age_templates import TEMPLATES
from policy.list_words import list_sentence, list_todo, why


class ListUnknown(AgentError):
    """A list was named that the catalogue does not hold."""


class AuthorityUnusable(AgentError):
    """The authority that publishers should be trusted by cannot be read."""


class NothingHeld(AgentError):
    """There is no copy to accept, or it cannot be used."""


Say = Callable[[str], None]


def run(options: argparse.Namespace, show: Say, tell: Say) -> int:
    """Do what a verb asks; return the exit status.

    What was found goes to `show`, how far it is to `tell`.
    Raises AgentError, IndexMalformed and OSError.
    """
    match options.verb:
        case "update":
            return _update(options, show, tell)
        case "accept":
            return _accept(options, show, tell)
        case _:
            return _report(options, show)


def _update(options: argparse.Namespace, show: Say, tell: Say) -> int:
    entries = _catalogue(options.catalogue)
    chosen = [_entry(entries, list_id) for list_id in options.lists] or entries
    shelf = Shelf(options.state / "lists")
    shelf.folder.mkdir(parents=True, exist_ok=True)
    progress = Progress(time.monotonic, tell)
    with sole_build(shelf.index), _session(options) as session:
        run = Update(entries, shelf, OUR_TABLES, _CLOCKS, progress)
        for entry in chosen:
            if not options.due or run.is_due(entry):
                run.refresh(entry, session)
        return _finish(run, shelf, show)


def _session(options: argparse.Namespace) -> AbstractContextManager[Bringer]:
    """Return who goes for the lists. Raises AuthorityUnusable."""
    if options.fetch_by is not None:
        return Asking(options.fetch_by)
    from agent.lists.fetch import Session  # noqa: PLC0415 - only who has a network loads it

    try:
        return Session(authority=options.authority)
    except OSError as error:
        raise AuthorityUnusable(
            f"{options.authority} is not a file of certificates that can be used: {error.strerror}"
        ) from error


def _accept(options: argparse.Namespace, show: Say, tell: Say) -> int:
    entries = _catalogue(options.catalogue)
    entry = _entry(entries, options.lists[0])
    shelf = Shelf(options.state / "lists")
    if not shelf.held(entry.id).exists():
        raise NothingHeld(
            f"no copy of {entry.id} is held back; `lamplight lists update` says how each stands"
        )
    with sole_build(shelf.index):
        run = Update(entries, shelf, OUR_TABLES, _CLOCKS, Progress(time.monotonic, tell))
        if refusal := run.accept(entry):
            said = why(refusal.trouble, refusal.told, refusal.figures)
            raise NothingHeld(f"{entry.title} cannot be used: {said}")
        return _finish(run, shelf, show)


def _finish(run: Update, shelf: Shelf, show: Say) -> int:
    standing, reports = run.finish()
    if reports:
        show("\n".join(table(reports)))
    for one in standing.lists:
        show(list_sentence(one))
        if todo := list_todo(one):
            show(f"    {todo}")
    said = "is new" if reports else "is as it was"
    show(f"The index {shelf.index} {said}." if shelf.index.exists() else "There is no index yet.")
    return 1 if any(one.trouble for one in standing.lists) else 0


def _report(options: argparse.Namespace, show: Say) -> int:
    index = open_index(options.index or Shelf(options.state / "lists").index)
    popular = read_popular(options.top.read_bytes()) if options.top else OUR_POPULAR
    reports = report_on(
        {template.band: template.categories for template in TEMPLATES},
        index.listings,
        popular=popular,
        mistakes=OUR_TABLES.mistakes,
        everyday=OUR_TABLES.everyday,
    )
    show("\n".join(overblocking_table(reports, len(popular))))
    passed: list[str] = []
    if options.ceilings:
        passed += above_ceilings(reports, read_ceilings(options.ceilings.read_bytes()))
    for sentence in passed:
        show(sentence)
    return 1 if passed or any(report.mistakes or report.everyday for report in reports) else 0


def _catalogue(path: Path | None) -> tuple[Entry, ...]:
    """Return the lists of a catalogue that are used without being asked for."""
    if path is None:
        return load_catalogue().by_default()
    return read_catalogue(path.read_text(encoding="utf-8"), path.parent).by_default()


def _entry(entries: Sequence[Entry], list_id: str) -> Entry:
    for entry in entries:
        if entry.id == list_id:
            return entry
    known = ", ".join(entry.id for entry in entries)
    raise ListUnknown(f"there is no list {shown(list_id)!r} in use; the lists are {known}")


def _stamp() -> str:
    return datetime.now(UTC).strftime(_TIME)


def _hours_since(stamp: str) -> float:
    then = datetime.strptime(stamp, _TIME).replace(tzinfo=UTC)
    return (datetime.now(UTC) - then).total_seconds() / 3600


_TIME = "%Y-%m-%dT%H:%M:%SZ"
_CLOCKS = Clocks(stamp=_stamp, now=time.monotonic, hours_since=_hours_since)
