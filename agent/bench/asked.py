"""Which names are listed and which are asked: from a folder of real lists, or made up here.

Rules kept here:
- What is asked is drawn by Zipf's law from few names, as homes ask: most queries are for few sites.
- The same seed gives the same files, so that two runs differ only in the machine.
- Without a folder every name is made up; nothing of anybody's evening is in this repository.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Final, NamedTuple

BLOCKED_SHARE: Final = 0.3
DISTINCT: Final = 5_000
"""How many names of each kind are asked, at most."""

TYPES: Final = ("A", "AAAA")

LISTS: Final = Path("combined") / "combined.tsv"
STREAM: Final = Path("streams") / "dnsperf-queries-100k.tsv"


class Names(NamedTuple):
    """What is listed, and what is asked of it and beside it, the most asked first."""

    listed: tuple[str, ...]
    blocked: tuple[str, ...]
    allowed: tuple[str, ...]


class _Weighted(NamedTuple):
    """Names with their weights by Zipf's law, summed up."""

    names: Sequence[str]
    weights: list[float]


def names_in(folder: Path | None, count: int) -> Names:
    """Return names with `count` listed ones at most, from a folder or made up. Raises OSError."""
    if folder is None:
        listed = tuple(made_up(count))
        few = range(min(DISTINCT, count))
        allowed = tuple(f"n{number}.site{number % 89}.example.net" for number in few)
        return Names(listed, listed[:DISTINCT], allowed)
    with (folder / LISTS).open(encoding="utf-8") as lines:
        every = [line.split("\t", 1)[0] for line in lines if not line.startswith("#")]
    # From all over an ordered list, or every name would begin with a zero.
    listed = tuple(every[:: max(1, len(every) // count)][:count])
    known = frozenset(listed)
    with (folder / STREAM).open(encoding="utf-8") as lines:
        stream = (line.split("\t", 1)[0].rstrip(".").lower() for line in lines)
        allowed = tuple(islice(_first_of_each(stream, known), DISTINCT))
    return Names(listed, listed[:: max(1, len(listed) // DISTINCT)][:DISTINCT], allowed)


def made_up(count: int) -> Iterator[str]:
    """Yield listed names that nobody has; fewer of them are the first of more."""
    return (f"n{number}.listed{number % 97}.example.com" for number in range(count))


def _first_of_each(stream: Iterable[str], listed: frozenset[str]) -> Iterator[str]:
    seen = set()
    for name in stream:
        labels = name.split(".")
        if name in seen or any(".".join(labels[at:]) in listed for at in range(len(labels))):
            continue
        # Names that no list and no special rule is about, and that every server reads alike.
        if all(label.isascii() and label and len(label) < 64 for label in labels) and labels[1:]:
            seen.add(name)
            yield name


def hot(names: Names, count: int, dice: random.Random) -> list[str]:
    """Return lines for dnsperf: names that were asked before, three in ten of them blocked."""
    blocked, allowed = _weighted(names.blocked), _weighted(names.allowed)
    return [
        f"{_drawn(blocked if dice.random() < BLOCKED_SHARE else allowed, dice)}"
        f" {dice.choice(TYPES)}"
        for _ in range(count)
    ]


def _weighted(names: Sequence[str]) -> _Weighted:
    return _Weighted(names, list(accumulate(1 / rank for rank in range(1, len(names) + 1))))


def _drawn(among: _Weighted, dice: random.Random) -> str:
    [name] = dice.choices(among.names, cum_weights=among.weights)
    return name


def once_each(names: Names) -> list[str]:
    """Return lines that ask for every name once, so that what can be kept is kept."""
    return [f"{name} {kind}" for name in (*names.allowed, *names.blocked) for kind in TYPES]


def missed(names: Names, count: int, mark: str) -> list[str]:
    """Return lines that nobody asked before: below allowed names, with a mark of the run's own."""
    among = names.allowed
    return [f"{mark}-{number}.{among[number % len(among)]} A" for number in range(count)]
