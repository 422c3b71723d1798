"""Who opened a page: from which address, and whether somebody did, or only a program.

Rules kept here:
- The source is the address that the connection came from. Nothing that a request says of itself
  counts for it.
- A page counts as opened only where nothing says otherwise: a browser says of a request that it is
  made ahead of time, within another page, or from another site's page, and then nobody may have
  seen the answer.
- Where a browser says none of that, as it does to addresses that it does not trust, it says at
  least which kind of answer it would like; for a page that is HTML.
- What a page that stands open asks for by itself says so, and is nobody being there.

Sources: Fetch Metadata Request Headers (W3C); the header Sec-Purpose in Fetch; RFC 9110, 12.5.1.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from console.security.origin import OURS

NOBODY: Final = ""
"""An address that no device has."""

LIVE_AT: Final = "/live"
"""Below it an open page asks whether it would look different now."""

BY_ITSELF: Final = "lamplight-live"
"""The header by which an open page says that nobody pressed anything."""

_AHEAD: Final = ("sec-purpose", "purpose", "x-moz", "x-purpose")
_HTML: Final = "text/html"


def source_of(request: HTTPConnection) -> str:
    """Return the address that a request came from, in its one way of writing it."""
    if request.client is None:
        return NOBODY
    try:
        # A link's name behind a percent sign is this machine's own, and no device is bound to it.
        address = ipaddress.ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return NOBODY
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def is_opened(method: str, headers: Headers) -> bool:
    """Say whether a request is one by which somebody opens a page to see it."""
    return (
        method == "GET"
        and not any(name in headers for name in (*_AHEAD, BY_ITSELF))
        and headers.get("sec-fetch-mode", "navigate") == "navigate"
        and headers.get("sec-fetch-dest", "document") == "document"
        and headers.get("sec-fetch-site", "none") in OURS
        and _HTML in headers.get("accept", "")
    )


def is_by_itself(request: HTTPConnection) -> bool:
    """Say whether an open page asks by itself, with nobody needed before it.

    What says so of itself without need loses by it: a visit locks the sooner.
    """
    return BY_ITSELF in request.headers or request.url.path.startswith(f"{LIVE_AT}/")
