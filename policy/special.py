"""Names that mean something to the box itself, whoever asks.

Rules kept here:
- Local names are answered by the box, never forwarded, and no rule changes that.
- Bypass signals are names by which a device asks "may I go around this network's DNS?". The
  answer is NXDOMAIN, at once and never silence, which the vendors document as "no". An explicit
  allow rule can lift one, for an adult's own device.
- The self-test's name lies below home.arpa, which is set apart for homes: it is nobody's on the
  internet, a device's own resolver has to send it to the resolver that it was told of, and one
  outside the home has to say that there is no such name (RFC 8375, section 4). So its arrival here
  tells that the device asks here, and no stranger can make it arrive.

Sources: RFC 6761 (localhost, invalid), RFC 7686 (onion), RFC 9462 section 4 (resolver.arpa),
RFC 8375 (home.arpa), RFC 9665 (service.arpa);
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
    SERVICE_ARPA = "service.arpa"
    SELFTEST = "selftest.lamplight.home.arpa"


NONCE_OCTETS: Final = 32
"""A number of chance as so many hexadecimal digits, in one label below the name of the test."""

_SELFTEST_ENDS: Final = from_text(LocalName.SELFTEST)
_HEX_DIGITS: Final = frozenset(b"0123456789abcdef")

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


def selftest_nonce(name: Name) -> bytes | None:
    """Return the number of chance of a self-test's name; None for every other name."""
    if len(name) != 1 + NONCE_OCTETS + len(_SELFTEST_ENDS) or not name.endswith(_SELFTEST_ENDS):
        return None
    nonce = name[1 : 1 + NONCE_OCTETS]
    return nonce if name[0] == NONCE_OCTETS and _HEX_DIGITS.issuperset(nonce) else None
