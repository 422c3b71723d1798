"""A home whose lists come from a publisher on this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.index_file import open_index
from agent.lists.catalogue import Entry, Form, Origin, Published, Strike
from agent.lists.fetch import Session
from agent.lists.our_tables import OUR_TABLES
from agent.lists.shelf import Shelf
from agent.lists.update import Clocks, Update
from policy.categories import Category
from policy.index import CategoryIndex
from policy.list_standing import ListStanding, standing_from_bytes
from policy.names import from_text
from tests.agent.lists.publisher import Publisher

GOOD = "".join(f"site-{number}.example\n" for number in range(1000)).encode()
"""A list that nothing is against."""


def listed(
    list_id: str,
    origin: Origin,
    category: Category = Category.GAMBLING,
    strike: Sequence[str] = (),
    *,
    alone: bool = True,
) -> Entry:
    """Return a list of a catalogue."""
    return Entry(
        id=list_id,
        title=f"The list {list_id}",
        category=category,
        origin=origin,
        publisher="A publisher of the tests",
        licence="MIT",
        home="https://publisher.example/",
        alone=alone,
        on=True,
        strike=tuple(Strike(from_text(text), "A mistake.") for text in strike),
        reviewed=dt.date(2026, 11, 21),
        note="",
    )


def published(address: str, *, every_hours: int = 24, megabytes: int = 1, least: int = 1) -> Origin:
    """Return where a publisher's list comes from."""
    return Published(
        address=address,
        form=Form.NAMES,
        every_hours=every_hours,
        max_megabytes=megabytes,
        least_names=least,
    )


@dataclass(slots=True)
class Home:
    """The lists folder of a home, a publisher, and a clock that moves when told."""

    folder: Path
    publisher: Publisher
    hours: float = 0.0
    told: list[str] = field(default_factory=list)

    @property
    def shelf(self) -> Shelf:
        """Where the job keeps its files."""
        return Shelf(self.folder)

    def run(self, entries: Sequence[Entry]) -> Update:
        """Return a run that has begun."""
        return Update(entries, self.shelf, OUR_TABLES, self.clocks(), self.told.append)

    def clocks(self) -> Clocks:
        """Return clocks by which nothing lasts, except what `hours` says."""
        begin = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)

        def stamp() -> str:
            return (begin + dt.timedelta(hours=self.hours)).strftime("%Y-%m-%dT%H:%M:%SZ")

        def hours_since(text: str) -> float:
            then = dt.datetime.fromisoformat(text)
            return (begin + dt.timedelta(hours=self.hours) - then).total_seconds() / 3600

        return Clocks(stamp=stamp, now=lambda: 0.0, hours_since=hours_since)

    def update(self, *entries: Entry, due: bool = False) -> dict[str, ListStanding]:
        """Run the job over these lists, and return how they stand, by id."""
        run = self.run(entries)
        with Session(authority=self.publisher.authority) as session:
            for entry in entries:
                if not due or run.is_due(entry):
                    run.refresh(entry, session)
        standing, _ = run.finish()
        assert standing_from_bytes(self.shelf.standing.read_bytes()) == standing
        return {one.id: one for one in standing.lists}

    def index(self) -> CategoryIndex:
        """Return the index as the agent would open it."""
        return open_index(self.shelf.index)

    def blocks(self, text: str) -> bool:
        """Say whether the lists in use name a site in any category."""
        return bool(self.index().listings(from_text(text)))
