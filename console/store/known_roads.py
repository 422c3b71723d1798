"""The network as a carer last said that it is theirs: `console/network.json`.

Rules kept here:
- What stands in it are routers, DHCP and DNS servers and networks, and nothing of any device.
- A file that is not there, or that cannot be read, is as if nobody had said anything: then what is
  new is not told, and the page offers to say it.

The shape:

    {"format": "lamplight-known-network/v1", "routers": [], "dhcp_servers": [],
     "dns_servers": [], "subnets": []}
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from console.store.whole_file import read_up_to, replace_whole
from policy.coverage import Roads
from policy.errors import JsonMalformed
from policy.strict_json import parse_strict_json

FORMAT: Final = "lamplight-known-network/v1"
MAX_OCTETS: Final = 64_000
MAX_EACH: Final = 400

_PARTS: Final = ("routers", "dhcp_servers", "dns_servers", "subnets")


def octets_of(roads: Roads) -> bytes:
    """Return a network as octets; equal ones have equal octets."""
    parts = {part: sorted(getattr(roads, part)) for part in _PARTS}
    return json.dumps({"format": FORMAT, **parts}, indent=1).encode() + b"\n"


def digest_of(roads: Roads) -> str:
    """Return a text that tells one network from another."""
    return hashlib.sha256(octets_of(roads)).hexdigest()


@dataclass(frozen=True, slots=True)
class KnownRoads:
    """The document below one state folder."""

    state: Path

    @property
    def path(self) -> Path:
        """Where the document stands."""
        return self.state / "console" / "network.json"

    def read(self) -> Roads | None:
        """Return the network that was said to be right, None where nobody has said so."""
        try:
            octets = read_up_to(self.path, MAX_OCTETS)
            return _from(parse_strict_json(octets)) if len(octets) <= MAX_OCTETS else None
        except (OSError, JsonMalformed):
            return None

    def keep(self, roads: Roads) -> None:
        """Keep that this network is right. Raises OSError, and then the old one stays."""
        replace_whole(self.path, octets_of(roads))


def _from(document: object) -> Roads | None:
    if not isinstance(document, dict) or set(document) != {"format", *_PARTS}:
        return None
    found = [document[part] for part in _PARTS]
    if document["format"] != FORMAT or not all(map(_is_texts, found)):
        return None
    routers, dhcp_servers, dns_servers, subnets = map(frozenset, found)
    return Roads(
        routers=routers, dhcp_servers=dhcp_servers, dns_servers=dns_servers, subnets=subnets
    )


def _is_texts(part: object) -> bool:
    return (
        isinstance(part, list)
        and len(part) <= MAX_EACH
        and all(isinstance(one, str) for one in part)
    )
