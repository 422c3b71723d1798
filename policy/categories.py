"""The categories a home can block, one bit each.

Rules kept here:
- The set is closed. A tag (`adult`, `social-media`) is permanent: it stands in household files,
  snapshots and index files. A bit's place is not: documents carry tags, never bits.
- A `CategoryMask` is the sum of bits; blocked AND listed, not zero, means block.
- `label` is what a carer reads, `meaning` what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NewType

CategoryMask = NewType("CategoryMask", int)

NOTHING = CategoryMask(0)


class Category(StrEnum):
    """One kind of site. The value is the permanent tag."""

    ADS = "ads"
    MALWARE = "malware"
    ADULT = "adult"
    GAMBLING = "gambling"
    DATING = "dating"
    DRUGS = "drugs"
    VIOLENCE = "violence"
    SELF_HARM = "self-harm"
    PIRACY = "piracy"
    SOCIAL_MEDIA = "social-media"
    MESSAGING = "messaging"
    GAMES = "games"
    STREAMING = "streaming"
    SHOPPING = "shopping"
    STRANGERS = "strangers"
    VPN = "vpn"
    HOME_LIST = "home-list"

    @property
    def bit(self) -> CategoryMask:
        """The one bit that stands for this category in a mask of this process."""
        return _BITS[self]

    @property
    def label(self) -> str:
        """What a carer calls it, in lower case, ready to stand inside a sentence."""
        return _LABELS[self]


_BITS = {category: CategoryMask(1 << place) for place, category in enumerate(Category)}

_BY_BIT: dict[int, Category] = {bit: category for category, bit in _BITS.items()}

_LABELS = {
    Category.ADS: "adverts and trackers",
    Category.MALWARE: "malware and phishing",
    Category.ADULT: "adult",
    Category.GAMBLING: "gambling",
    Category.DATING: "dating",
    Category.DRUGS: "drugs",
    Category.VIOLENCE: "violence and weapons",
    Category.SELF_HARM: "self-harm and eating disorders",
    Category.PIRACY: "piracy",
    Category.SOCIAL_MEDIA: "social media",
    Category.MESSAGING: "messaging",
    Category.GAMES: "games",
    Category.STREAMING: "streaming",
    Category.SHOPPING: "shopping",
    Category.STRANGERS: "artificial companions and stranger chat",
    Category.VPN: "VPNs, proxies and encrypted DNS",
    Category.HOME_LIST: "a list this home added",
}


NEEDS_TWO_LISTS = frozenset({Category.ADULT})
"""Categories in which one public list is not enough. Measured on seven adult lists: 46 of the
thousand most visited names stand in one or more of them, 11 in two or more."""


OFFERS_HELP = frozenset({Category.SELF_HARM, Category.STRANGERS, Category.VIOLENCE})
"""Categories in which a block is a moment to offer help: its explanation leads to somebody to
talk to."""


def mask_of(categories: Iterable[Category]) -> CategoryMask:
    """Return the mask with the bit of each category set."""
    mask = 0
    for category in categories:
        mask |= category.bit
    return CategoryMask(mask)


def first_of(mask: int) -> Category:
    """Return the category of the lowest bit set, the one a block is explained by.

    Raises KeyError for a mask without a category.
    """
    return _BY_BIT[mask & -mask]
