"""Lines by which name servers are told to block: dnsmasq, unbound, and zone files (RPZ).

Rules kept here:
- A name that is sent to an address that leads somewhere is a redirect and not a block.
- In a zone file `*.` leaves out the name itself, as RFC 1034 section 4.3.3 has it.
- A record of the zone itself (SOA, NS) is no entry. One that goes over several lines ends at its
  bracket, or where a line comes that cannot belong to it: it never swallows the rest of a list.

Sources: the manual pages of dnsmasq and of unbound.conf; draft-vixie-dnsop-dns-rpz.
"""

from __future__ import annotations

import re
from typing import Final

from policy.index import Reach
from policy.list_text.entries import address, leads_nowhere
from policy.list_text.faults import Fault, Unsupported
from policy.list_text.line import Line, Zone, holding


def read_dnsmasq(line: bytes) -> Line:
    """Read `address=/name/` and the like; several names may stand between the slashes."""
    setting, _, value = line.partition(b"=")
    first, *names = value.split(b"/")
    if setting not in {b"address", b"local", b"server"} or first or len(names) < 2:
        return Line(asks=Unsupported.SETTING)
    target = names.pop()
    reach = Reach.BOTH
    if target and setting != b"address":
        if target != b"#":
            return Line(asks=Unsupported.SETTING)
        # The usual servers are asked again for this name, whatever is said of one above it.
        reach = Reach.EXCEPTION
    elif target not in {b"", b"#"} and not leads_nowhere(target):
        return Line(asks=Unsupported.OTHER_ANSWER)
    return Line().add((name.removeprefix(b".") for name in names), reach)


_UNBOUND_BLOCKS: Final = frozenset(
    b"always_null always_nxdomain always_nodata always_refuse always_deny"
    b" refuse deny static inform_deny".split()
)
_UNBOUND_LETS: Final = frozenset({b"transparent", b"always_transparent", b"typetransparent"})


def read_unbound(line: bytes) -> Line:
    """Read a `local-zone` that blocks or lets through, or a `local-data` that leads nowhere."""
    setting, _, value = line.partition(b":")
    words = value.translate(None, b"\"'").split()
    if setting == b"local-zone" and len(words) == 2:
        name, kind = words
        if kind in _UNBOUND_BLOCKS:
            return holding(name, Reach.BOTH)
        if kind in _UNBOUND_LETS:
            return holding(name, Reach.EXCEPTION)
        return Line(asks=Unsupported.OTHER_ANSWER)
    if setting == b"local-data" and len(words) > 2 and words[-2] in {b"a", b"aaaa"}:
        if leads_nowhere(words[-1]):
            return holding(words[0], Reach.ITSELF)
        return Line(asks=Unsupported.OTHER_ANSWER)
    return Line(asks=Unsupported.SETTING)


_RECORD = re.compile(
    rb"(?P<owner>\S+)\s+(?:\d+[smhdw]?\s+)?(?:in\s+)?(?:\d+[smhdw]?\s+)?"
    rb"(?P<type>cname|a|aaaa|txt|soa|ns|ptr)\s+(?P<target>.+)",
    re.DOTALL,
).fullmatch
_GOES_ON = re.compile(rb"[\d\ssmhdw]*(?P<end>\)\s*)?(?:;.*)?", re.DOTALL).fullmatch
_TRIGGERS: Final = {
    b"rpz-ip": Unsupported.ADDRESSES,
    b"rpz-nsip": Unsupported.ADDRESSES,
    b"rpz-client-ip": Unsupported.ADDRESSES,
    b"rpz-nsdname": Unsupported.CONDITION,
}
_ZONE_SETTINGS: Final = {
    b"$include": Unsupported.OTHER_LIST,
    b"$generate": Unsupported.PATTERN,
}


def goes_on(line: bytes, zone: Zone) -> bool:
    """Say whether a line belongs to the record that the lines before it began."""
    if zone.open_record:
        belongs = _GOES_ON(line)
        zone.open_record = belongs is not None and not belongs["end"]
        return belongs is not None
    return False


def read_zone_line(line: bytes, zone: Zone) -> Line:
    """Read a line of a zone file."""
    if line.startswith(b"$"):
        return _zone_setting(line.split(), zone)
    record = _RECORD(line)
    if record is None:
        # Without an owner: a record of the zone itself, with which a zone file may begin.
        of_the_zone = line.startswith((b"soa", b"ns"))
        return Line(heading=True) if of_the_zone else Line(fault=Fault.SEVERAL_WORDS)
    owner, kind, target = record["owner"], record["type"], record["target"].strip()
    if kind in {b"soa", b"ns"}:
        zone.open_record = b"(" in target and b")" not in target
        if kind == b"soa" and owner.endswith(b".") and owner != b".":
            zone.origin = owner.strip(b".")
        return Line(heading=True)
    if kind in {b"a", b"aaaa"} and address(target) is None:
        return Line(fault=Fault.SEVERAL_WORDS)
    return _trigger(owner, _action(kind, target), zone)


def _zone_setting(words: list[bytes], zone: Zone) -> Line:
    if words[0] == b"$origin" and len(words) > 1:
        zone.origin = words[1].strip(b".")
    asks = _ZONE_SETTINGS.get(words[0])
    return Line(asks=asks) if asks else Line(heading=True)


def _trigger(owner: bytes, action: Reach | None, zone: Zone) -> Line:
    """Return what a record with this owner means."""
    if zone.origin:
        owner = owner.removesuffix(b"." + zone.origin + b".")
    if trigger := _TRIGGERS.get(owner.removesuffix(b".").rpartition(b".")[2]):
        return Line(asks=trigger)
    name = owner.removeprefix(b"*.")
    if action is None:
        return Line(asks=Unsupported.OTHER_ANSWER)
    below = action is Reach.ITSELF and name != owner
    return holding(name, Reach.BELOW if below else action)


def _action(kind: bytes, target: bytes) -> Reach | None:
    """Return what a record means by its owner, None for an answer of its own."""
    if kind == b"cname" and target in {b".", b"*.", b"rpz-drop."}:
        return Reach.ITSELF
    if kind == b"cname" and target == b"rpz-passthru.":
        return Reach.EXCEPTION
    if kind in {b"a", b"aaaa"} and leads_nowhere(target):
        return Reach.ITSELF
    return None
