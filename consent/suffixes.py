"""Names of the domain name system, as far as records hold them: who is registrable at all.

Rules kept here:
- The Public Suffix List is read as the library ships it; nothing is fetched.
- Names are in lower case and in A-labels.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from publicsuffixlist import PublicSuffixList

_LABEL: Final = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
# No name ends in digits alone (RFC 3696 section 2): an address in four numbers is not a name.
_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.(?![0-9]+\Z){_LABEL}")
_CATEGORY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_domain(text: str) -> bool:
    """Say whether a text is a domain below a public suffix."""
    return _NAME.fullmatch(text) is not None and registrable(text) is not None


def is_registrable(text: str) -> bool:
    """Say whether a text is exactly one label below a public suffix."""
    return _NAME.fullmatch(text) is not None and registrable(text) == text


def is_name(text: str) -> bool:
    """Say whether a text is a category's name."""
    return len(text) <= 40 and _CATEGORY.fullmatch(text) is not None


def registrable(name: str) -> str | None:
    """Return the registrable domain of a name, or None for a public suffix."""
    found: str | None = _suffixes().privatesuffix(name)
    return found


def public_suffix(name: str) -> str | None:
    """Return the public suffix that a name stands below, such as `gov.uk`."""
    found: str | None = _suffixes().publicsuffix(name)
    return found


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
