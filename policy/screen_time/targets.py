"""What a name counts towards: everything, a kind of site, a service; or nothing at all.

Rules kept here:
- What devices ask by themselves never counts (push, updates, time, connectivity checks), nor does
  learning, nor what is never blocked: health, help lines, advocacy.
- A name that several services share counts towards none of them; and towards a kind of site only
  where all of them are of that kind.
- A target has one bit in a mask of this process, and a number for documents. The number never
  changes; which bit it is may, with every release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, NewType

from policy import services
from policy.facts.background import BACKGROUND
from policy.listings import Listings
from policy.names import Name, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED
from policy.timed import COUNTED, EVERYTHING_COUNTED, Target
from policy.what import LEARNING

TargetMask = NewType("TargetMask", int)

NO_TARGET: Final = TargetMask(0)

NEVER_COUNTS: Final = NEVER_BLOCKED | LEARNING | {row.name for row in BACKGROUND}
"""Names that count towards nothing, with all that is below them."""

TARGETS: Final = (
    EVERYTHING_COUNTED,
    *(Target(category=category) for category in COUNTED),
    *(Target(service=service.tag) for service in services.SERVICES if service.category in COUNTED),
)

_BITS: Final = {target: TargetMask(1 << place) for place, target in enumerate(TARGETS)}
_KIND_BITS: Final = tuple((category.bit, _BITS[Target(category=category)]) for category in COUNTED)


def bit_of(target: Target) -> TargetMask:
    """Return the one bit that stands for a target in a mask of this process."""
    return _BITS[target]


def mask_of(targets: Iterable[Target]) -> TargetMask:
    """Return the mask with the bit of each target set."""
    mask = 0
    for target in targets:
        mask |= _BITS[target]
    return TargetMask(mask)


def target_id(target: Target) -> int:
    """Return the number of a target in documents: small for a kind, large for a service."""
    if target.service is None:
        return 1 if target.category is None else 2 + COUNTED.index(target.category)
    digest = hashlib.blake2b(target.service.encode(), digest_size=4, person=b"target")
    return (1 << 32) + int.from_bytes(digest.digest(), "big")


BY_ID: Final = {target_id(target): target for target in TARGETS}


def counts_towards(name: Name, listings: Listings) -> TargetMask:
    """Return what it counts towards that somebody asked for a name; the same for every person.

    It depends on the name and the lists alone, so whoever asks often may remember it.
    """
    for offset in suffix_offsets(name):
        if name[offset:] in NEVER_COUNTS:
            return NO_TARGET
    mask: int = _BITS[EVERYTHING_COUNTED]
    for _, listed in listings(name):
        mask |= _kinds(listed)
    belongs_to = services.services_of(name)
    kinds = {service.category for service in belongs_to}
    if len(kinds) == 1 and (kind := kinds.pop()) in COUNTED:
        mask |= _BITS[Target(category=kind)]
        if len(belongs_to) == 1:
            mask |= _BITS[Target(service=belongs_to[0].tag)]
    return TargetMask(mask)


def _kinds(listed: int) -> int:
    mask = 0
    for category_bit, bit in _KIND_BITS:
        if listed & category_bit:
            mask |= bit
    return mask
