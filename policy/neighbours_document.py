"""`neighbours.json`: what discovery saw, as octets, and back.

Rules kept here:
- The shape is closed and read strictly: an unknown key, a second spelling of an address or a number
  that is not whole makes the whole document NeighboursMalformed, and the reader keeps what it has.
- One spelling: link addresses in lower case with colons, addresses as Python prints them, without a
  zone, IPv4 never inside IPv6. A reader can compare text with text.
- An address stands at one neighbour only, a neighbour once.
- Reading back what was written gives the same value, and writing it gives the same octets: a
  reader may take equal octets for "nothing changed".
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Final

from policy import reading
from policy.errors import HouseholdMalformed, JsonMalformed, NeighboursMalformed
from policy.links import LinkMalformed, link_from
from policy.neighbours import (
    MAX_ADDRESSES,
    MAX_CONFLICTS,
    MAX_NAME,
    MAX_NEIGHBOURS,
    MAX_OWN,
    MAX_PARAMETERS,
    MAX_ROUTERS,
    MAX_SERVERS,
    Conflict,
    ConflictKind,
    DhcpFacts,
    Freshness,
    Neighbour,
    Neighbours,
    Router,
    RouterSource,
    spelling,
)
from policy.strict_json import parse_strict_json

FORMAT: Final = "lamplight-neighbours/v1"
MAX_OCTETS: Final = 4_000_000

_MEMBERS: Final = ("format", "own_links", "own_addresses", "neighbours", "routers", "conflicts")


def neighbours_to_bytes(seen: Neighbours) -> bytes:
    """Return what was seen as it is published: readable JSON with a final newline."""
    document = {
        "format": FORMAT,
        "own_links": list(seen.own_links),
        "own_addresses": list(seen.own_addresses),
        "neighbours": [_neighbour_to(one) for one in seen.neighbours],
        "routers": [
            {
                "link": one.link,
                "address": one.address,
                "told_by": one.told_by,
                "dns_servers": list(one.dns_servers),
            }
            for one in seen.routers
        ],
        "conflicts": [_conflict_to(one) for one in seen.conflicts],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def neighbours_from_bytes(octets: bytes) -> Neighbours:
    """Return what was published. Raises NeighboursMalformed, which says where it breaks."""
    if len(octets) > MAX_OCTETS:
        raise NeighboursMalformed(f"longer than {MAX_OCTETS} octets")
    try:
        document = reading.table(parse_strict_json(octets), "neighbours.json", _MEMBERS)
        for member in _MEMBERS:
            reading.needed(document, member, "neighbours.json")
        if document["format"] != FORMAT:
            raise NeighboursMalformed(f"format: expected {FORMAT!r}")
        seen = Neighbours(
            own_links=_links(document, "own_links", "", MAX_OWN),
            own_addresses=tuple(
                _own(text) for text in reading.words(document, "own_addresses", "", MAX_OWN)
            ),
            neighbours=tuple(
                _neighbour_from(*one)
                for one in reading.entries(document, "neighbours", "", MAX_NEIGHBOURS)
            ),
            routers=tuple(
                _router_from(*one) for one in reading.entries(document, "routers", "", MAX_ROUTERS)
            ),
            conflicts=tuple(
                _conflict_from(*one)
                for one in reading.entries(document, "conflicts", "", MAX_CONFLICTS)
            ),
        )
    except (JsonMalformed, HouseholdMalformed) as error:
        raise NeighboursMalformed(str(error)) from error
    _check_distinct(seen)
    return seen


def _neighbour_to(one: Neighbour) -> dict[str, object]:
    table: dict[str, object] = {"link": one.link, "addresses": dict(one.addresses)}
    if one.dhcp is not None:
        facts: dict[str, object] = {}
        if one.dhcp.host_name is not None:
            facts["host_name"] = one.dhcp.host_name
        if one.dhcp.vendor_class is not None:
            facts["vendor_class"] = one.dhcp.vendor_class
        table["dhcp"] = facts | {"parameters": list(one.dhcp.parameters)}
    if one.mdns_name is not None:
        table["mdns_name"] = one.mdns_name
    return table


def _conflict_to(one: Conflict) -> dict[str, object]:
    table: dict[str, object] = {"kind": one.kind}
    if one.address is not None:
        table["address"] = one.address
    return table | {"links": list(one.links)}


def _neighbour_from(entry: object, where: str) -> Neighbour:
    table = reading.table(entry, where, ("link", "addresses", "dhcp", "mdns_name"))
    held = reading.needed(table, "addresses", where)
    if not isinstance(held, dict) or len(held) > MAX_ADDRESSES:
        raise HouseholdMalformed(
            f"{where}.addresses", f"expected a table of at most {MAX_ADDRESSES} addresses"
        )
    addresses = {
        _address(text, f"{where}.addresses"): reading.word(
            Freshness, state, f"{where}.addresses.{text}", "freshness", "kinds"
        )
        for text, state in held.items()
    }
    name = None
    if "mdns_name" in table:
        name = reading.a_label(table["mdns_name"], f"{where}.mdns_name", MAX_NAME)
    return Neighbour(
        link=_link(reading.needed(table, "link", where), f"{where}.link"),
        addresses=addresses,
        dhcp=_dhcp_from(table["dhcp"], f"{where}.dhcp") if "dhcp" in table else None,
        mdns_name=name,
    )


def _dhcp_from(entry: object, where: str) -> DhcpFacts:
    table = reading.table(entry, where, ("host_name", "vendor_class", "parameters"))
    names = {
        key: reading.a_label(table[key], f"{where}.{key}", MAX_NAME)
        for key in ("host_name", "vendor_class")
        if key in table
    }
    asked = reading.array(
        reading.needed(table, "parameters", where), f"{where}.parameters", MAX_PARAMETERS
    )
    parameters = [one for one in asked if type(one) is int and 0 <= one <= 255]
    if len(parameters) != len(asked):
        raise HouseholdMalformed(f"{where}.parameters", "expected whole numbers from 0 to 255")
    return DhcpFacts(
        host_name=names.get("host_name"),
        vendor_class=names.get("vendor_class"),
        parameters=tuple(parameters),
    )


def _router_from(entry: object, where: str) -> Router:
    keys = ("link", "address", "told_by", "dns_servers")
    table = reading.table(entry, where, keys)
    link, address, told_by, _ = (reading.needed(table, key, where) for key in keys)
    return Router(
        link=_link(link, f"{where}.link"),
        address=_address(address, f"{where}.address"),
        told_by=reading.word(RouterSource, told_by, f"{where}.told_by", "protocol", "protocols"),
        dns_servers=tuple(
            _address(one, f"{where}.dns_servers")
            for one in reading.words(table, "dns_servers", where, MAX_SERVERS)
        ),
    )


def _conflict_from(entry: object, where: str) -> Conflict:
    table = reading.table(entry, where, ("kind", "address", "links"))
    kind = reading.needed(table, "kind", where)
    links = _links(table, "links", where, MAX_OWN)
    if not links:
        raise HouseholdMalformed(f"{where}.links", "expected at least one link address")
    return Conflict(
        kind=reading.word(ConflictKind, kind, f"{where}.kind", "conflict", "conflicts"),
        address=_address(table["address"], f"{where}.address") if "address" in table else None,
        links=links,
    )


def _links(holder: Mapping[str, object], key: str, where: str, limit: int) -> tuple[str, ...]:
    return tuple(_link(*one) for one in reading.entries(holder, key, where, limit))


def _link(value: object, where: str) -> str:
    said = reading.text(value, where)
    try:
        spelled = link_from(said)
    except LinkMalformed as error:
        raise HouseholdMalformed(where, str(error)) from error
    if spelled != said:
        raise HouseholdMalformed(where, f"expected the link address as {spelled}")
    return said


def _address(value: object, where: str) -> str:
    said = reading.text(value, where)
    if said != spelling(said):
        raise HouseholdMalformed(where, f"{said!r} is no device's address in its one spelling")
    return said


def _own(said: str) -> str:
    try:
        spelled = str(ipaddress.ip_interface(said))
    except ValueError:
        spelled = ""
    if spelled != said or "%" in said:
        raise HouseholdMalformed("own_addresses", f"{said!r} is no address with its prefix length")
    return said


def _check_distinct(seen: Neighbours) -> None:
    links = [one.link for one in seen.neighbours]
    addresses = [address for one in seen.neighbours for address in one.addresses]
    for what, found in (("link address", links), ("address", addresses)):
        if len(set(found)) != len(found):
            raise NeighboursMalformed(f"a {what} stands at two neighbours")
