"""Zones that belong to every home alike, so that nobody outside can know what is in them.

Sources: RFC 6303 section 4 (private and special addresses, backwards), RFC 7793 (what a provider
uses between itself and its homes), RFC 6761 section 6.2 (test), RFC 6762 section 22.1 (local),
RFC 8375 section 4 (home.arpa), RFC 9476 section 2 (alt). What `policy.special` names (localhost,
onion, invalid) never comes as far as here.
"""

from __future__ import annotations

from policy.names import from_text

_NAMES = "alt home.arpa local test"

_FOUR = """
    0 10 127 254.169 168.192 2.0.192 100.51.198 113.0.203 255.255.255.255
    16.172 17.172 18.172 19.172 20.172 21.172 22.172 23.172
    24.172 25.172 26.172 27.172 28.172 29.172 30.172 31.172
"""

_SHARED = """
    64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95
    96 97 98 99 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120
    121 122 123 124 125 126 127
"""

# :: and ::1 with all of their 32 digits; fd00::/8; fe80::/10; 2001:db8::/32.
_SIX = """
    0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0
    1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0
    d.f 8.e.f 9.e.f a.e.f b.e.f 8.b.d.0.1.0.0.2
"""

LOCALLY_SERVED = frozenset(
    from_text(zone)
    for zone in (
        *_NAMES.split(),
        *(net + ".in-addr.arpa" for net in _FOUR.split()),
        *(net + ".100.in-addr.arpa" for net in _SHARED.split()),
        *(net + ".ip6.arpa" for net in _SIX.split()),
    )
)
"""The zones. No name in them goes to an upstream, unless a home says which one knows them."""
