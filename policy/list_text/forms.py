"""What one line of a list means, in every form that is read.

Rules kept here:
- Forms may be mixed in one file: each line is told by its own signs. Only a zone file has a
  memory (`Zone`).
- A line that asks for more or for something else than a block of a whole name is unsupported. It
  is never read as the block that it resembles.
- In a hosts file a name means itself; by itself on a line, it and everything below it. Behind
  `*.`, `+.` or a dot too the name and what is below it are meant: publishers offer the same names
  as plain names and behind a star, and the programs that such lists are made for (Blocky, Surge,
  AdGuard) read them so. In mihomo's payload, where each way of writing has a meaning of its own,
  that meaning holds.

Sources: AdGuard's pages on DNS filtering and uBlock Origin's on static filters; Surge's manual on
domain sets; the rule pages of mihomo and of v2fly/domain-list-community.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from policy.index import Reach
from policy.list_text.entries import address, leads_nowhere
from policy.list_text.faults import Fault, Unsupported
from policy.list_text.line import Line, Zone, holding
from policy.list_text.servers import goes_on, read_dnsmasq, read_unbound, read_zone_line

MAX_LINE_OCTETS: Final = 4096

_BOM = b"\xef\xbb\xbf"
_COMMENT = re.compile(rb"[#!;]|//").match
_COMMENT_BEHIND = re.compile(rb"\s[#;].*", re.DOTALL)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]").search
_HEADING = re.compile(rb"\[adblock|(?:payload|rules|server|forward-zone):$").match

# Each group is named after the function in `_READERS` that reads such a line. The order matters
# where two would match.
_SIGNS = re.compile(
    rb"(?P<web_page><)"
    rb"|(?P<dnsmasq>[a-z-]+=)"
    rb"|(?P<unbound>(?:local-zone|local-data|local-data-ptr|private-domain):)"
    rb"|(?P<zone>\$(?:ttl|origin|include|generate)\b|(?:.*\s)?(?:cname|soa|ns|ptr)\s"
    rb"|\S+\s(?:.*\s)?(?:a|aaaa|txt)\s)"
    rb"|(?P<payload>- )"
    rb"|(?P<v2fly>(?:full|domain|keyword|regexp|include):)"
    rb"|(?P<classical>(?:domain|ip|geo|process|dst|src|user)[a-z-]*,)"
    rb"|(?P<adblock>\||@@|/.*/$|.*(?:##|#@#|#\?#|#\$#|\^|\$))"
    rb"|(?P<wildcard>[*+]?\.)"
    rb"|(?P<web_address>\S*/)"
    rb"|(?P<pattern>(?=\S*$)\S*\*)",
    re.DOTALL,
).match


def read_line(line: bytes, zone: Zone) -> Line | None:
    """Return what a line in lower case holds, None for an empty line or a comment."""
    if len(line) > MAX_LINE_OCTETS:
        return Line(fault=Fault.TOO_LONG)
    # Files that were joined carry the mark of their beginning in the middle.
    line = line.strip().removeprefix(_BOM).lstrip()
    if not line or _COMMENT(line):
        return None
    if goes_on(line, zone):
        return Line(heading=True)
    line = _COMMENT_BEHIND.sub(b"", line).rstrip()
    if _NOT_TEXT(line):
        return Line(fault=Fault.NOT_TEXT)
    if _HEADING(line):
        return Line(heading=True)
    first, *words = line.split()
    if address(first):
        return _hosts(first, words)
    if signs := _SIGNS(line):
        return _READERS[str(signs.lastgroup)](line, zone)
    return _plain(line)


def _hosts(where: bytes, names: list[bytes]) -> Line:
    if not names:
        return Line(addresses=1)
    # The local names stand beside all kinds of addresses; any other name beside an address that
    # leads somewhere is a home's own machine, and listing it would cut it off.
    found = Line().add(names, Reach.ITSELF)
    if found.entries and not leads_nowhere(where):
        return Line(local=found.local, fault=Fault.REDIRECT)
    return found


def _plain(line: bytes) -> Line:
    """Read a name by itself, or with the attributes that v2fly puts behind one."""
    first, *words = line.split()
    if any(word[:1] not in (b"@", b"&") for word in words):
        return Line(fault=Fault.SEVERAL_WORDS)
    return holding(first, Reach.BOTH)


def _wildcard(line: bytes) -> Line:
    name = line[line.index(b".") + 1 :]
    if len(name.split()) > 1:
        return Line(fault=Fault.SEVERAL_WORDS)
    return Line(asks=Unsupported.PATTERN) if b"*" in name else holding(name, Reach.BOTH)


_COSMETIC = re.compile(rb"##|#@#|#\?#|#\$#").search
_HARMLESS: Final = frozenset({b"", b"important", b"all"})
"""Modifiers that ask for no less than everything of a site."""


def _adblock(line: bytes) -> Line:
    if _COSMETIC(line):
        return Line(asks=Unsupported.COSMETIC)
    rule = line.removeprefix(b"@@")
    if rule.startswith(b"/") and rule.endswith(b"/"):
        return Line(asks=Unsupported.PATTERN)
    pattern, _, modifiers = rule.partition(b"$")
    if asks := _condition({modifier.strip() for modifier in modifiers.split(b",")}):
        return Line(asks=asks)
    name = pattern.removeprefix(b"||").removeprefix(b"|").removesuffix(b"|").removesuffix(b"^")
    if b"/" in name or b":" in name:
        return Line(asks=Unsupported.PART_OF_SITE)
    reach = Reach.BOTH
    if rule != line:
        reach = Reach.EXCEPTION
    elif name.startswith(b"*."):
        name, reach = name.removeprefix(b"*."), Reach.BELOW
    elif not rule.startswith(b"||"):
        reach = Reach.ITSELF
    # Without a bar in front, or with a dot at its end, it is any piece of an address.
    if not rule.startswith(b"|") or name.endswith(b".") or b"*" in name or b"^" in name:
        return Line(asks=Unsupported.PATTERN)
    return holding(name, reach)


def _condition(modifiers: set[bytes]) -> Unsupported | None:
    """Return what the modifiers of a rule ask for, None where they change nothing for us."""
    asked = modifiers - _HARMLESS
    if b"badfilter" in asked:
        return Unsupported.OTHER_RULE
    if any(modifier.startswith(b"dnsrewrite") for modifier in asked):
        return Unsupported.OTHER_ANSWER
    return Unsupported.CONDITION if asked else None


_V2FLY: Final[dict[bytes, Reach | Unsupported]] = {
    b"domain": Reach.BOTH,
    b"full": Reach.ITSELF,
    b"keyword": Unsupported.PATTERN,
    b"regexp": Unsupported.PATTERN,
    b"include": Unsupported.OTHER_LIST,
}


def _v2fly(line: bytes) -> Line:
    kind, _, value = line.partition(b":")
    means = _V2FLY[kind]
    if isinstance(means, Unsupported):
        return Line(asks=means)
    first, *words = value.split() or [b""]
    if any(word[:1] not in (b"@", b"&") for word in words):
        return Line(fault=Fault.SEVERAL_WORDS)
    return holding(first, means)


_CLASSICAL: Final[dict[bytes, Reach | Unsupported]] = {
    b"domain": Reach.ITSELF,
    b"domain-suffix": Reach.BOTH,
    b"domain-keyword": Unsupported.PATTERN,
    b"domain-regex": Unsupported.PATTERN,
    b"domain-wildcard": Unsupported.PATTERN,
}
_BLOCKING: Final = frozenset({b"reject", b"reject-drop", b"block"})


def _classical(line: bytes) -> Line:
    """Read `DOMAIN-SUFFIX,name`, perhaps with what to do about it."""
    kind, value, *action = (part.strip() for part in line.split(b","))
    means = _CLASSICAL.get(kind)
    if means is None:
        about = kind.startswith((b"ip", b"geo", b"dst-ip", b"src-ip"))
        return Line(asks=Unsupported.ADDRESSES if about else Unsupported.SETTING)
    if isinstance(means, Unsupported):
        return Line(asks=means)
    if action and action[0] not in _BLOCKING:
        return Line(asks=Unsupported.OTHER_ANSWER)
    return holding(value, means)


def _payload(line: bytes) -> Line:
    """Read an item of mihomo's payload: `+.` is a name and what is below it, `.` only the latter.

    A name by itself means itself.
    """
    item = line.removeprefix(b"- ").strip().strip(b"'\"").strip()
    if b"," in item:
        return _classical(item)
    mark, dot, name = item.partition(b".")
    reach = {b"+": Reach.BOTH, b"*": Reach.BELOW, b"": Reach.BELOW}.get(mark, Reach.ITSELF)
    if reach is Reach.ITSELF or not dot:
        reach, name = Reach.ITSELF, item
    if b"*" in name:
        return Line(asks=Unsupported.PATTERN)
    return Line(fault=Fault.SEVERAL_WORDS) if len(name.split()) > 1 else holding(name, reach)


_READERS: Final[dict[str, Callable[[bytes, Zone], Line]]] = {
    "web_page": lambda _line, _zone: Line(fault=Fault.WEB_PAGE),
    "dnsmasq": lambda line, _zone: read_dnsmasq(line),
    "unbound": lambda line, _zone: read_unbound(line),
    "zone": read_zone_line,
    "payload": lambda line, _zone: _payload(line),
    "v2fly": lambda line, _zone: _v2fly(line),
    "classical": lambda line, _zone: _classical(line),
    "adblock": lambda line, _zone: _adblock(line),
    "wildcard": lambda line, _zone: _wildcard(line),
    "web_address": lambda _line, _zone: Line(fault=Fault.WEB_ADDRESS),
    "pattern": lambda _line, _zone: Line(asks=Unsupported.PATTERN),
}
