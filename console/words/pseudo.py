"""Two languages that nobody speaks, made from the English, to see what a page does with others.

Rules kept here:
- They are offered to nobody, unless the console is started for tests.
- What varies stays as it is. Every other letter changes, so that a letter of English that is left
  on a page was not looked up; and a sentence is longer, as most translations are.
- The second one is written from right to left, in letters that are.

The tags are those that Android and ChromeOS use for the same purpose.
"""

from __future__ import annotations

import math
import re
from typing import Final

from console.words.language import Direction, Language

_LATIN: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒĝĥîĵķļɱñóþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÓÞɊŔŠŢÛṼŴẊÝŽ",
)
_HEBREW: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "אבגדהוזחטיכלמנספצקרשתםןףץךאבגדהוזחטיכלמנספצקרשתםןףץך",
)
LONGER: Final = 0.4
"""How much longer a sentence becomes."""


def _changed(english: str, letters: dict[int, int], filler: str) -> str:
    parts = re.split(r"({\w*})", english)
    text = "".join(part if part[:1] == "{" else part.translate(letters) for part in parts)
    count = math.ceil(len(re.sub(r"{\w*}", "", english)) * LONGER)
    more = " ".join(filler for _ in range(math.ceil(count / (len(filler) + 1))))
    return f"{text} {more}"


def accented(english: str) -> str:
    """Return a sentence in letters with accents."""
    return _changed(english, _LATIN, "öñé")


def mirrored(english: str) -> str:
    """Return a sentence in letters that are written from right to left."""
    return _changed(english, _HEBREW, "אחת")


ACCENTED: Final = Language(tag="en-XA", name="Þšéûðó", lookup=accented)
MIRRORED: Final = Language(
    tag="ar-XB", name="פסהוד", direction=Direction.RIGHT_TO_LEFT, lookup=mirrored
)
PSEUDO: Final = (ACCENTED, MIRRORED)
