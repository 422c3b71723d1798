"""What a build or a check found, in words; and how far it is while it takes long.

Rules kept here:
- Texts only; who prints them is `__main__`'s matter.
- An odd line is shown by its place and why it is odd, never by what it holds: a list is somebody
  else's text, and a terminal obeys what it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from agent.lists.build import Built, ListReport

QUIET_SECONDS: Final = 2.0

_HEADINGS: Final = (
    *("list", "category", "names", "exact", "below", "taken out", "skipped"),
    *("unsupported", "providers", "bad", "seconds"),
)


class Progress:
    """Passes a sentence on when two seconds went by without one."""

    def __init__(self, now: Callable[[], float], show: Callable[[str], None]) -> None:
        self._now = now
        self._show = show
        self._shown_at = now()

    def __call__(self, sentence: str) -> None:
        """Show `sentence`, or let it go because another one was shown just before."""
        if self._now() - self._shown_at >= QUIET_SECONDS:
            self._show(sentence)
            self._shown_at = self._now()


def table(reports: Sequence[ListReport]) -> Iterator[str]:
    """Yield the lines of a table with one row per list, and what its columns mean."""
    rows = [_HEADINGS, *(_row(report) for report in reports)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        words = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        yield "  ".join(words + numbers)
    yield (
        "names cover everything below them; exact mean themselves only, as in a hosts file; below"
        " mean"
    )
    yield (
        "only what is below; taken out are a list's own exceptions; skipped are local names, bare"
    )
    yield (
        "addresses and headings; unsupported are rules that a filter of names cannot follow;"
        " providers"
    )
    yield "are endings such as github.io, which are listed; bad are lines that cannot be read."


def bad_lines(report: ListReport) -> Iterator[str]:
    """Yield where the first odd lines of a list stand, and why they are odd; none for none."""
    tally = report.tally
    name = shown(report.source.name)
    yield from _places(
        f"{name}: {_counted(tally.bad, 'line')} cannot be read",
        tally.bad,
        [f"  line {bad.number:,}: {bad.fault}" for bad in tally.first_bad],
    )
    unsupported = tally.unsupported.total()
    yield from _places(
        f"{name}: {_counted(unsupported, 'line')} cannot be followed by a filter of names",
        unsupported,
        [f"  line {line.number:,}: {line.asks}" for line in tally.first_unsupported],
    )
    endings = _counted(tally.private, "ending")
    yield from _places(
        f"{name}: {endings} of providers {'is' if tally.private == 1 else 'are'} listed,"
        " with all their customers",
        tally.private,
        [f"  line {number:,}" for number in tally.first_private],
    )


def _counted(count: int, word: str) -> str:
    return f"1 {word}" if count == 1 else f"{count:,} {word}s"


def _places(sentence: str, count: int, places: Sequence[str]) -> Iterator[str]:
    if count:
        yield sentence + (f"; the first {len(places)}:" if len(places) < count else ":")
        yield from places


def summary(built: Built, seconds: float) -> str:
    """Return the sentence about the index as a whole."""
    return (
        f"In all {built.names:,} different names; the index takes {len(built.octets):,} octets;"
        f" {seconds:.1f} seconds."
    )


def shown(name: str | Path) -> str:
    """Return a file's name as it may go to a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(name))


def _row(report: ListReport) -> tuple[str, ...]:
    tally = report.tally
    return (
        shown(report.source.name),
        report.source.category,
        f"{tally.names:,}",
        f"{tally.exact:,}",
        f"{tally.below:,}",
        f"{tally.exceptions:,}",
        f"{tally.local + tally.addresses + tally.headings:,}",
        f"{tally.unsupported.total():,}",
        f"{tally.private:,}",
        f"{tally.bad:,}",
        f"{report.seconds:.1f}",
    )
