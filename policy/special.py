"""Names that mean something to the box itself, whoever asks.

Rules kept here:
- Local names are answered by the box, never forwarded, and no rule changes that.
- Bypass signals are names by which a device asks "may I go around this network's DNS?". The
  answer is NXDOMAIN, at once and never silence, which the vendors document as "no". An explicit
  allow rule can lift one, for an adult's own device.

Sources: RFC 6761 (localhost, invalid), RFC 7686 (onion), RFC 9462 section 4 (resolver.arpa);
Mozilla's canary domain page; Apple's "prepare your network for iCloud Private Relay".
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from policy.names import Name, from_text, suffix_offsets


class LocalName(StrEnum):
    """A name that the box answers out of its own knowledge."""

    LOCALHOST = "localhost"
    RESOLVER_ARPA = "resolver.arpa"
    ONION = "onion"
    INVALID = "invalid"


_LOCAL: Final = {from_text(kind): kind for kind in LocalName}

BYPASS_SIGNALS: Final = frozenset(
    from_text(text)
    for text in (
        "use-application-dns.net",
        "mask.icloud.com",
        "mask-h2.icloud.com",
        "mask-api.icloud.com",
        "mask-canary.icloud.com",
        "mask.apple-dns.net",
        "canary.mask.apple-dns.net",
        "doh.dns.apple.com",
        "doh.dns.apple.com.v.aaplimg.com",
    )
)


def local_name(name: Name) -> tuple[int, LocalName] | None:
    """Return where in `name` a local name begins, and which it is; None for all other names."""
    for offset in suffix_offsets(name):
        if kind := _LOCAL.get(Name(name[offset:])):
            return offset, kind
    return None
