"""Reading one list: octets in, names out.

Two forms are read: hosts lines (`0.0.0.0 name [name ...]`), each of whose names means exactly
that name, and plain names, one a line, which mean the name and everything below it.

Rules kept here:
- Nothing is opened here. No octets whatever raise anything but ListMalformed.
- A line that is not understood is counted and never guessed at. Of a hosts line the good names
  are kept, and the line still counts as bad if one of them is not.
- More than half of the lines bad means that the file is something else: the whole is refused.
- The local names every hosts file carries, and bare addresses, are no fault and no entry; they
  are counted apart.
- Runs of ordinary lines go through one regular expression and become wire form in batches; every
  other line takes the slow way. So a million lines stay a matter of seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, cast

from agent.errors import ListMalformed
from policy.errors import NameMalformed
from policy.names import Name, from_text, label_count, to_text

MAX_LINE_OCTETS: Final = 4096
KEPT_BAD_LINES: Final = 10

READ_HERE: Final = (
    "Lamplight reads hosts files (lines such as `0.0.0.0 example.org`)"
    " and plain names, one on each line"
)


class Fault(StrEnum):
    """Why a line cannot be read. The value is what a person reads."""

    ADBLOCK = "an advert blocker's rule"
    DNSMASQ = "a dnsmasq setting"
    UNBOUND = "an unbound setting"
    RPZ = "a line of a zone file"
    PROXY = "a proxy program's rule"
    WILDCARD = "a name behind a star, a plus or a dot"
    WEB_PAGE = "a piece of a web page"
    WEB_ADDRESS = "a web address or a range of addresses, not a site's name"
    NOT_TEXT = "not readable text (UTF-8)"
    TOO_LONG = "longer than 4,096 letters"
    SEVERAL_WORDS = "more than one word, and the first is not an address"
    REDIRECT = "sends a name to an address, which is not a block"
    WHOLE_ENDING = "a single word such as com, which would block every site that ends in it"
    NUMBER = "ends in a number, so it is not a site's name"
    NOT_A_NAME = "not a site's name"


_FORMATS: Final = {
    Fault.ADBLOCK: "an Adblock list",
    Fault.DNSMASQ: "a dnsmasq file",
    Fault.UNBOUND: "an unbound file",
    Fault.RPZ: "a zone file (RPZ)",
    Fault.PROXY: "a rule file for a proxy program",
    Fault.WILDCARD: "a list of wildcard names",
    Fault.WEB_PAGE: "a web page, perhaps one that says the list is gone",
    Fault.WEB_ADDRESS: "a list of web addresses",
    Fault.NOT_TEXT: "something that is not text, perhaps a packed file that must be unpacked first",
}


@dataclass(frozen=True, slots=True)
class BadLine:
    """Where a line that cannot be read stands, counted from 1, and why it cannot."""

    number: int
    fault: Fault


@dataclass(slots=True)
class Tally:
    """What was met while reading; it grows until the last line was read.

    `lines` are those that are neither empty nor a comment.
    """

    lines: int = 0
    names: int = 0
    exact: int = 0
    local: int = 0
    addresses: int = 0
    bad: int = 0
    first_bad: list[BadLine] = field(default_factory=list)
    faults: Counter[Fault] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Batch:
    """Names of one stretch of a list, by what the list means with them (`policy.index.Reach`)."""

    both: list[Name]
    itself: list[Name] = field(default_factory=list)
    below: list[Name] = field(default_factory=list)
    exceptions: list[Name] = field(default_factory=list)


# The last label begins with a letter, so that no address passes; the local names that hold a dot
# begin with localhost and go the slow way. No two ways to match one line, and nothing behind a
# run, so nothing is ever tried again. Possessive quantifiers would say so better, but with a
# group inside they match wrongly on Debian 12's Python 3.11.2.
_NAME = rb"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9_-]{0,62}"
_LINE_OF_NAME = rb"(?=[^\n]{1,253}\n)(?!localhost)" + _NAME + rb"[ \t]*\n"

_PLAIN_OR_HOSTS_OR_OTHER = re.compile(
    rb"((?:" + _LINE_OF_NAME + rb")+)"
    rb"|((?:(?:0\.0\.0\.0|127\.0\.0\.1)[ \t]+" + _LINE_OF_NAME + rb")+)"
    rb"|[^\n]*\n"
).finditer
_ORDINARY_WORD = re.compile(rb"(?=.{1,253}\.?\Z)(" + _NAME + rb")\.?", re.DOTALL).fullmatch

_LOCAL_WORD = re.compile(
    rb"(?:localhost|localhost[46]?\.localdomain[46]?|localhost[46]|local|broadcasthost"
    rb"|ip[46]-[a-z0-9-]+|0\.0\.0\.0)\.?"
).fullmatch

_COMMENT_MARKS = b"#!;"
_COMMENT_BEHIND = re.compile(rb"\s#.*", re.DOTALL)

# Each group is named after the Fault that it means. The order matters where two would match.
_SYNTAX = re.compile(
    rb"(?P<NOT_TEXT>.*[\x00-\x08\x0e-\x1f\x7f])"
    rb"|(?P<WEB_PAGE><)"
    rb"|(?P<ADBLOCK>\|\||@@|\[adblock|/.*/$|.*(?:##|#@#|#\?#|\^|\$(?!ttl|origin)))"
    rb"|(?P<DNSMASQ>(?:address|local|server|ipset|nftset)=)"
    rb"|(?P<UNBOUND>(?:server|local-zone|local-data):)"
    rb"|(?P<RPZ>\$(?:ttl|origin)\b|.*\s(?:cname|soa|ns|ptr)\s)"
    rb"|(?P<PROXY>(?:full|domain|domain-suffix|keyword|regexp|include|payload)[:,]|- )"
    rb"|(?P<WILDCARD>[*+]?\.)"
    rb"|(?P<WEB_ADDRESS>[^\s]*/)",
    re.DOTALL,
).match

_BOM = b"\xef\xbb\xbf"
_ENOUGH_OCTETS = MAX_LINE_OCTETS + len(_BOM) + 1
_PREFIXES = [bytes((length,)) for length in range(64)]


def read_names(chunks: Iterable[bytes], tally: Tally) -> Iterator[Batch]:
    """Yield the names of a list that arrives in chunks, cut anywhere; count them in `tally`.

    Raises ListMalformed at the end, where the whole list is not in a form that is read here.
    """
    number = 0
    for block in _blocks(chunks):
        below: list[bytes] = []
        exact: list[bytes] = []
        for run in _PLAIN_OR_HOSTS_OR_OTHER(block):
            plain, hosts = run.groups()
            if plain or hosts:
                texts = plain.split() if plain else hosts.split()[1::2]
                (below if plain else exact).extend(texts)
                tally.lines += len(texts)
                number += len(texts)
            else:
                number += 1
                line = run[0][:-1].removeprefix(_BOM if number == 1 else b"")
                if fault := _read_slowly(line, below, exact, tally):
                    _count_bad(tally, number, fault)
        tally.names += len(below)
        tally.exact += len(exact)
        yield Batch(_to_wire(below), _to_wire(exact))
    if refusal := _refusal(tally):
        raise ListMalformed(refusal)


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


def _read_slowly(line: bytes, below: list[bytes], exact: list[bytes], tally: Tally) -> Fault | None:
    """Add what a line of any kind holds; return why it cannot be read, None where it can."""
    if len(line) > MAX_LINE_OCTETS:
        tally.lines += 1
        return Fault.TOO_LONG
    line = line.strip()
    if not line or line[0] in _COMMENT_MARKS:
        return None
    tally.lines += 1
    line = _COMMENT_BEHIND.sub(b"", line)
    if syntax := _SYNTAX(line):
        return Fault[str(syntax.lastgroup)]
    first, *words = line.split()
    address = _address(first)
    if address is None:
        return Fault.SEVERAL_WORDS if words else _read_words([first], below, tally)
    if not words:
        tally.addresses += 1
        return None
    # The local names stand beside all kinds of addresses; any other name beside an address that
    # leads somewhere is a home's own machine, and listing it would cut it off.
    found: list[bytes] = []
    fault = _read_words(words, found, tally)
    if found and not (address.is_unspecified or address.is_loopback):
        return Fault.REDIRECT
    exact += found
    return fault


def _read_words(words: Sequence[bytes], found: list[bytes], tally: Tally) -> Fault | None:
    """Add the name of each word to `found`; return the first fault."""
    first_fault = None
    for word in words:
        if _LOCAL_WORD(word):
            tally.local += 1
        elif _address(word):
            tally.addresses += 1
        elif isinstance(entry := _entry(word), Fault):
            first_fault = first_fault or entry
        else:
            found.append(entry)
    return first_fault


def _entry(word: bytes) -> bytes | Fault:
    """Return the name that a word holds, as text in A-labels, or why it holds none."""
    if hit := _ORDINARY_WORD(word):
        return hit[1]
    try:
        name = from_text(word.decode())
    except UnicodeDecodeError:
        return Fault.NOT_TEXT
    except NameMalformed:
        return Fault.NOT_A_NAME
    if label_count(name) == 1:
        return Fault.WHOLE_ENDING
    text = to_text(name).encode()
    return Fault.NUMBER if text.rpartition(b".")[2].isdigit() else text


def _address(word: bytes) -> IPv4Address | IPv6Address | None:
    """Return the address that a word is, None where it is something else."""
    if not (word[:1].isdigit() or b":" in word):
        return None
    try:
        return ip_address(word.decode())
    except ValueError:
        return None


def _count_bad(tally: Tally, number: int, fault: Fault) -> None:
    tally.bad += 1
    tally.faults[fault] += 1
    if len(tally.first_bad) < KEPT_BAD_LINES:
        tally.first_bad.append(BadLine(number, fault))


def _refusal(tally: Tally) -> str | None:
    """Return why the list as a whole is refused, None where it is not."""
    if tally.bad * 2 > tally.lines:
        [(fault, _)] = tally.faults.most_common(1)
        guess = _FORMATS.get(fault)
        looks = f"it looks like {guess}" if guess else f"the most frequent reason: {fault}"
        return f"{tally.bad:,} of {tally.lines:,} lines cannot be read; {looks}. {READ_HERE}"
    if not tally.names + tally.exact:
        return f"the list holds no names. {READ_HERE}"
    return None
