"""English where another language was looked up and had nothing to say.

Rules kept here:
- A marked text is shown within an element that says that it is English, so that it is read out and
  set as English. Within an attribute, a title or a field there can be no element; there the marks
  go, and nothing comes in their place.
- The marks are two noncharacters (Unicode, 23.7), which no text may hold; what people typed loses
  them. No mark leaves this console.
"""

from __future__ import annotations

import re
from typing import Final

_OPEN: Final = "\ufdd0"
_CLOSE: Final = "\ufdd1"

_PARTS: Final = re.compile(
    # What can hold no element is one part, with what stands in it; then each tag; then text.
    r"<(title|textarea|option|script|style)\b[^>]*>.*?</\1>|<[^>]*>|[^<]+",
    re.DOTALL | re.IGNORECASE,
)
_ENGLISH: Final = '<span lang="en" dir="ltr">'


def unsaid(english: str) -> str:
    """Return a sentence marked as one that was looked up in vain."""
    return f"{_OPEN}{english}{_CLOSE}"


def without_marks(text: str) -> str:
    """Return a text as it is without them."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def marks_as_html(html: str) -> str:
    """Return a page in which what is English says so."""
    if _OPEN not in html and _CLOSE not in html:
        return html
    return "".join(_part(found[0]) for found in _PARTS.finditer(html))


def _part(part: str) -> str:
    if part.startswith("<"):
        return without_marks(part)
    # Marks within marks, of a sentence that fills another, open and close no element of their own.
    shown: list[str] = []
    depth = 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", part):
        if piece == _OPEN:
            depth += 1
            shown.append(_ENGLISH if depth == 1 else "")
        elif piece == _CLOSE and depth:
            depth -= 1
            shown.append("</span>" if depth == 0 else "")
        elif piece != _CLOSE:
            shown.append(piece)
    return "".join(shown) + ("</span>" if depth else "")
