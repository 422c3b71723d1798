"""Reading one list: octets in, names out.

Rules kept here:
- Nothing is opened here. No octets whatever raise anything but ListMalformed.
- What a line means is said by `policy.list_text`. Runs of ordinary lines of the common forms go
  through one regular expression instead and become wire form in batches, so a million lines stay a
  matter of seconds; `tests/agent/lists/test_by_the_book.py` holds both ways equal.
- A line that is not understood is counted and never guessed at. Of a hosts line the good names
  are kept, and the line still counts as bad if one of them is not.
- More than half of the lines bad means that the file is something else: the whole is refused.
  Lines that ask for what a filter of names cannot do speak neither for the list nor against it.
- An ending that a registry gives out is refused as an entry, in whatever form; one of a provider's
  is taken, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, cast

from agent.errors import ListMalformed
from agent.lists.suffixes import PublicSuffixes, shipped_suffixes
from agent.lists.tally import Tally
from policy.index import Reach
from policy.list_text.entries import NAME
from policy.list_text.faults import Fault
from policy.list_text.forms import MAX_LINE_OCTETS, read_line
from policy.list_text.line import Zone
from policy.names import Name

__all__ = ["READ_HERE", "Batch", "Tally", "read_names"]

READ_HERE: Final = (
    "Lamplight reads hosts files (lines such as `0.0.0.0 example.org`), plain names, one on each"
    " line, and lists for advert blockers, dnsmasq, unbound, RPZ, mihomo and v2fly"
)

_LOOKS_LIKE: Final = {
    Fault.WEB_PAGE: "a web page, perhaps one that says the list is gone",
    Fault.WEB_ADDRESS: "a list of web addresses",
    Fault.NOT_TEXT: "something that is not text, perhaps a packed file that must be unpacked first",
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Names of one stretch of a list, by what the list means with them (`policy.index.Reach`)."""

    both: list[Name]
    itself: list[Name] = field(default_factory=list)
    below: list[Name] = field(default_factory=list)
    exceptions: list[Name] = field(default_factory=list)


# A name that ends within the longest length, and that is none of the machine's own, which all
# begin with localhost where they hold a dot. Nothing stands behind a run, so nothing is ever tried
# again.
_ORDINARY = rb"(?=[^\s/^\"]{1,253}[\s/^\"])(?!localhost)" + NAME
_GAP = rb"[ \t]{1,99}"
_END = rb"[ \t]{0,99}\n"

# A run of ordinary lines of one form. What is not in a run is one line of any kind.
_RUNS = re.compile(
    rb"(?P<plain>(?:" + _ORDINARY + _END + rb")+)"
    rb"|(?P<hosts>(?:(?:0\.0\.0\.0|127\.0\.0\.1)" + _GAP + _ORDINARY + _END + rb")+)"
    rb"|(?P<adblock>(?:\|\|" + _ORDINARY + rb"\^\n)+)"
    rb"|(?P<dnsmasq>(?:(?:address=/" + _ORDINARY + rb"/(?:#|0\.0\.0\.0|::)?"
    rb"|(?:local|server)=/" + _ORDINARY + rb"/)\n)+)"
    rb"|(?P<wildcard>(?:[*+]?\." + _ORDINARY + rb"\n)+)"
    rb"|(?P<zone>(?:(?:\*\.)?" + _ORDINARY + _GAP + rb"cname" + _GAP + rb"\.\n)+)"
    rb'|(?P<unbound>(?:local-zone: "' + _ORDINARY + rb'\.?" always_null\n)+)'
    rb"|[^\n]*\n"
).finditer

_PREFIXES = [bytes((length,)) for length in range(64)]
_ENOUGH_OCTETS = MAX_LINE_OCTETS + 1
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_names(
    chunks: Iterable[bytes], tally: Tally, suffixes: PublicSuffixes | None = None
) -> Iterator[Batch]:
    """Yield the names of a list that arrives in chunks, cut anywhere; count them in `tally`.

    Raises ListMalformed at the end, where the whole list is not in a form that is read here.
    """
    reader = _Reader(tally, suffixes or shipped_suffixes())
    for block in _blocks(chunks):
        if not tally.lines and block.startswith(_UTF_16):
            raise ListMalformed(f"the list is written as UTF-16; save it as UTF-8. {READ_HERE}")
        yield reader.read(block)
    if refusal := _refusal(tally):
        raise ListMalformed(refusal)


class _Reader:
    """One list that is being read, block by block."""

    def __init__(self, tally: Tally, suffixes: PublicSuffixes) -> None:
        self._tally = tally
        self._suffixes = suffixes
        self._zone = Zone()
        self._number = 0
        self._found: dict[Reach, list[bytes]] = {}

    def read(self, block: bytes) -> Batch:
        """Return the names of a block of whole lines in lower case."""
        self._found = {reach: [] for reach in Reach}
        for run in _RUNS(block):
            if form := run.lastgroup:
                # An ordinary line never belongs to the record that the lines before it began.
                self._zone.open_record = False
                self._read_run(form, run[0])
            else:
                self._read_slowly(run[0])
        found = self._found
        self._tally.names += len(found[Reach.BOTH])
        self._tally.exact += len(found[Reach.ITSELF])
        self._tally.below += len(found[Reach.BELOW])
        self._tally.exceptions += len(found[Reach.EXCEPTION])
        return Batch(
            _to_wire(found[Reach.BOTH]),
            _to_wire(found[Reach.ITSELF]),
            _to_wire(found[Reach.BELOW]),
            _to_wire(found[Reach.EXCEPTION]),
        )

    def _read_run(self, form: str, run: bytes) -> None:
        match form:
            case "plain":
                self._take(run.split(), Reach.BOTH)
            case "hosts":
                self._take(run.split()[1::2], Reach.ITSELF)
            case "adblock":
                self._take(run[2:-2].split(b"^\n||"), Reach.BOTH)
            case "dnsmasq":
                self._take(run.split(b"/")[1::2], Reach.BOTH)
            case "wildcard":
                self._take([line.partition(b".")[2] for line in run.split()], Reach.BOTH)
            case "unbound":
                self._take([word.removesuffix(b".") for word in run.split(b'"')[1::2]], Reach.BOTH)
            case _:
                self._read_zone(run)

    def _take(self, names: list[bytes], reach: Reach) -> None:
        """Take the names of a run, of which each has its line."""
        if refused := self._judge(names):
            names = [name for name in names if name not in refused]
        self._found[reach] += names

    def _judge(self, names: list[bytes]) -> frozenset[bytes]:
        """Count the lines of a run; return which of its names are endings that are refused."""
        first = self._number + 1
        self._number += len(names)
        self._tally.lines += len(names)
        endings = self._suffixes.among(names)
        if not endings:
            return frozenset()
        for number, name in enumerate(names, first):
            if endings.get(name):
                self._tally.count_bad(number, Fault.PUBLIC_SUFFIX)
            elif name in endings:
                self._tally.count_private(number)
        return frozenset(name for name, of_a_registry in endings.items() if of_a_registry)

    def _read_zone(self, run: bytes) -> None:
        """Read the commonest records of a zone file: a name, or all below it, is blocked."""
        # A trigger that is about addresses looks like a name; it ends in .rpz-ip or the like.
        if b".rpz-" in run:
            for line in run.splitlines(keepends=True):
                self._read_slowly(line)
            return
        owners = run.split()[::3]
        if refused := self._judge([owner.removeprefix(b"*.") for owner in owners]):
            owners = [owner for owner in owners if owner.removeprefix(b"*.") not in refused]
        self._found[Reach.BELOW] += [owner[2:] for owner in owners if owner[:2] == b"*."]
        self._found[Reach.ITSELF] += [owner for owner in owners if owner[:2] != b"*."]

    def _read_slowly(self, line: bytes) -> None:
        """Read a line of any kind, with its end."""
        self._number += 1
        held = read_line(line[:-1], self._zone)
        if held is None:
            return
        tally = self._tally
        tally.lines += 1
        tally.local += held.local
        tally.addresses += held.addresses
        tally.headings += held.heading
        fault = held.fault
        endings = self._suffixes.among([name for _, name in held.entries])
        for reach, name in held.entries:
            if endings.get(name):
                fault = fault or Fault.PUBLIC_SUFFIX
                continue
            if name in endings:
                tally.count_private(self._number)
            self._found[reach].append(name)
        if fault:
            tally.count_bad(self._number, fault)
        elif held.asks:
            tally.count_unsupported(self._number, held.asks)


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines in lower case, each ended by LF, whether it was LF, CR or both."""
    rest = b""
    for chunk in chunks:
        block = rest + chunk
        # A CR at the very end may be half of a line's end: it waits for the next chunk.
        cut = max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1
        rest = block[cut:]
        if len(rest) > _ENOUGH_OCTETS:
            # Too long already. Cut, so that a file without a line's end does not fill the memory.
            rest = rest[:_ENOUGH_OCTETS] + rest[-1:]
        yield block[:cut].replace(b"\r\n", b"\n").replace(b"\r", b"\n").lower()
    yield (rest.removesuffix(b"\r") + b"\n").lower()


def _to_wire(texts: Iterable[bytes]) -> list[Name]:
    """Return the names of lower-case texts that are known to be well formed."""
    # One cast for all: a call of Name for each of a million names would take as long as this loop.
    names = []
    for text in texts:
        wire = b""
        for label in text.split(b"."):
            wire += _PREFIXES[len(label)] + label
        names.append(wire + b"\0")
    return cast("list[Name]", names)


def _refusal(tally: Tally) -> str | None:
    """Return why the list as a whole is refused, None where it is not."""
    entries = tally.lines - tally.headings - tally.unsupported.total()
    if tally.bad * 2 > entries:
        [(fault, _)] = tally.faults.most_common(1)
        guess = _LOOKS_LIKE.get(fault)
        looks = f"it looks like {guess}" if guess else f"the most frequent reason: {fault}"
        return f"{tally.bad:,} of {tally.lines:,} lines cannot be read; {looks}. {READ_HERE}"
    if tally.named:
        return None
    if tally.unsupported:
        [(asks, _)] = tally.unsupported.most_common(1)
        return (
            f"the list holds no names that a filter of names can use; the most frequent reason:"
            f" it {asks}. {READ_HERE}"
        )
    return f"the list holds no names. {READ_HERE}"
