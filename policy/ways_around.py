"""Whether a name is one by which a device asks for a way around the home's DNS.

Rules kept here:
- It is asked of every name that the home looks up, so nearly every one has to leave at once.
- What comes of it is one yes or no for the whole home (people.md, 14): no name and nobody's share.
- What a carer allowed by a rule is no news to anybody, and is not told.
"""

from __future__ import annotations

from typing import Final

from policy.facts.encrypted_dns import ENCRYPTED_DNS
from policy.names import Name, suffix_offsets
from policy.special import BYPASS_SIGNALS
from policy.verdict import Block, Verdict
from policy.why import Why

_WAYS: Final = BYPASS_SIGNALS | {one.name for one in ENCRYPTED_DNS}

_TAIL_OCTETS: Final = min(map(len, _WAYS))
_TAILS: Final = frozenset(name[-_TAIL_OCTETS:] for name in _WAYS)


def is_way_around(name: Name) -> bool:
    """Say whether a name is, or lies below, one of an encrypted DNS service or a relay."""
    # Nearly every name ends here, at the cost of one look into a set.
    return name[-_TAIL_OCTETS:] in _TAILS and any(
        Name(name[offset:]) in _WAYS for offset in suffix_offsets(name)
    )


def is_news(verdict: Verdict) -> bool:
    """Say whether a carer has not decided already that this name may be had."""
    return isinstance(verdict, Block) or verdict.why is Why.NOTHING
