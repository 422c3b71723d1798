"""Building the category index: list files in, the octets of one index and a report per list out.

Rules kept here:
- A list is read piece by piece and never held whole; of a name, ten octets stay.
- All or nothing: one list that cannot be read stops the build, because a home that asked for five
  lists must not believe it has them and have four.
- The octets are opened and asked, as the agent will do it, before anybody may replace a good
  index by them. That catches a fault of ours. A fault of the card is caught by the agent, which
  checks every octet again when it opens the file.
- A list is called by its file's name, without the folder.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from agent.errors import AgentError, ListMalformed
from agent.lists.parse import Batch, read_names
from agent.lists.tally import Tally
from policy.categories import NEEDS_TWO_LISTS, Category
from policy.errors import IndexMalformed
from policy.index import SALT_OCTETS, CategoryIndex, ListSource, Reach
from policy.index_build import IndexBuilder
from policy.names import Name

MAX_LIST_OCTETS: Final = 512 * 1024 * 1024
CHUNK_OCTETS: Final = 256 * 1024


class CategoryUnknown(AgentError):
    """A list was given for a category that does not exist."""


class IndexUnsound(AgentError):
    """The index that was just built does not hold what went into it."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list to read and the category that its names feed.

    `alone` says that it counts by itself. Names of `strike` are passed over: the list is known to
    hold them by mistake.
    """

    path: Path
    category: Category
    alone: bool = True
    strike: frozenset[Name] = frozenset()

    @property
    def source(self) -> ListSource:
        """What the list is called in the index."""
        # A file's name may hold octets that are no text; the index and the terminal need text.
        name = os.fsencode(self.path.name).decode(errors="replace")
        return ListSource(name, self.category, self.alone)


@dataclass(frozen=True, slots=True)
class ListReport:
    """What one list held. `seconds` is how long it took to read, `struck` what was passed over."""

    source: ListSource
    tally: Tally
    seconds: float
    struck: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """An index that is ready to be written, and how many different names it holds."""

    octets: bytes
    names: int


class Build:
    """One index in the making: read each list, then `finish`."""

    def __init__(self, now: Callable[[], float], tell: Callable[[str], None]) -> None:
        """Start empty. `now` counts seconds; `tell` hears, often, how far it is."""
        self._now = now
        self._tell = tell
        self._builder = IndexBuilder(secrets.token_bytes(SALT_OCTETS))
        self._first_names: list[tuple[Name, ListSource]] = []
        self._names = 0

    def read(self, item: ListFile) -> ListReport:
        """Add one list. Raises ListMalformed, which names the file; the build is then spoilt."""
        since = self._now()
        tally = Tally()
        self._builder.start_list(item.source)
        first: Name | None = None
        struck = 0
        for batch in batches(item.path, tally):
            for reach, names in by_reach(batch):
                kept = names
                if item.strike and reach is not Reach.EXCEPTION:
                    kept = [name for name in names if name not in item.strike]
                    struck += len(names) - len(kept)
                self._builder.add_many(kept, reach)
                first = first or next(iter(kept), None)
            self._tell(f"{item.source.name}: {tally.named:,} names so far")
        if first is None:
            raise ListMalformed(f"{item.path}: all its names are struck out")
        self._first_names.append((first, item.source))
        self._names += tally.named
        return ListReport(item.source, tally, self._now() - since, struck)

    def finish(self) -> Built:
        """Return the index of all lists read. Raises IndexUnsound and IndexMalformed."""
        self._tell(f"sorting {self._names:,} names")
        octets = b"".join(self._builder.finish())
        self._tell("checking the index")
        return Built(octets, _check(octets, self._first_names))


def batches(path: Path, tally: Tally) -> Iterator[Batch]:
    """Yield the names of a list file. Raises ListMalformed, which names the file."""
    file = open_list(path)
    try:
        with file:
            yield from read_names(_chunks(file), tally)
    except OSError as error:
        raise ListMalformed(f"{path}: it could not be read: {error.strerror}") from error
    except ListMalformed as error:
        raise ListMalformed(f"{path}: {error}") from error


def by_reach(batch: Batch) -> tuple[tuple[Reach, list[Name]], ...]:
    """Return the names of a batch with what the list means by them."""
    return (
        (Reach.BOTH, batch.both),
        (Reach.ITSELF, batch.itself),
        (Reach.BELOW, batch.below),
        (Reach.EXCEPTION, batch.exceptions),
    )


def agreeing(lists: Sequence[ListFile]) -> list[ListFile]:
    """Return the lists, told where a second one has to agree: several for such a category.

    A list that is the only one of its category counts by itself.
    """
    several = {
        category
        for category in NEEDS_TWO_LISTS
        if sum(item.category is category for item in lists) > 1
    }
    return [replace(item, alone=item.category not in several) for item in lists]


def list_file(text: str) -> ListFile:
    """Return the list that `FILE` or `CATEGORY=FILE` names on a command line.

    Raises CategoryUnknown.
    """
    tag, equals, path = text.partition("=")
    # No tag holds a slash, so `./a=b.txt` is a file.
    if not equals or "/" in tag:
        return ListFile(Path(text), Category.HOME_LIST)
    try:
        return ListFile(Path(path), Category(tag))
    except ValueError as error:
        raise CategoryUnknown(
            f"there is no category {tag!r}; write one of {', '.join(Category)},"
            f" or ./{text} if that is a file's name"
        ) from error


def open_list(path: Path) -> BinaryIO:
    """Open a list to read. Raises ListMalformed where that cannot go well; it names the file."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise ListMalformed(f"{path} is a folder; name the list files in it, one by one")
        if not stat.S_ISREG(state.st_mode):
            raise ListMalformed(f"{path} is not a plain file; save the list in a file first")
        if state.st_size > MAX_LIST_OCTETS:
            raise ListMalformed(
                f"{path} is larger than {MAX_LIST_OCTETS >> 20} MB, more than a list can need;"
                " choose a smaller one or cut it into several files"
            )
        if not state.st_size:
            raise ListMalformed(f"{path} is empty; fetch the list again")
        return path.open("rb")
    except FileNotFoundError as error:
        raise ListMalformed(f"{path} does not exist; check the name and the folder") from error
    except OSError as error:
        raise ListMalformed(f"{path} cannot be opened: {error.strerror}") from error


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_OCTETS):
        yield chunk


def _check(octets: bytes, first_names: Sequence[tuple[Name, ListSource]]) -> int:
    """Return how many names the index holds, once it has opened and knows a name of each list."""
    try:
        index = CategoryIndex(memoryview(octets))
    except IndexMalformed as error:
        raise IndexUnsound(f"the new index cannot be opened: {error}") from error
    for name, source in first_names:
        if source not in index.names_as_given(name):
            raise IndexUnsound(f"the new index has lost a name of {source.name}")
    return index.count
