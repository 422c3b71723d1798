"""Link addresses: what an interface is called on its own wire or air, and what can be told from it.

Rules kept here:
- One spelling: six pairs of small hexadecimal digits with colons between them.
- A link address says which interface speaks, and only as long as the interface says so itself. A
  telephone makes up a fresh one for each network, and anybody can take one that is in use.
- What it is by its maker's prefix is not told here: the list of makers is long and of other
  people, a made-up address has none, and a maker's name helps nobody to find whose telephone it is.

Sources: IEEE 802-2014, 8.2 (group bit, local bit); RFC 7042, 2.1.
"""

from __future__ import annotations

import re
from typing import Final

from policy.errors import PolicyError

_FORM: Final = re.compile(r"[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}")
_GROUP_BIT: Final = 0x01
_LOCAL_BIT: Final = 0x02
_NOBODY: Final = "00:00:00:00:00:00"


class LinkMalformed(PolicyError):
    """What was given is not the link address of one interface."""


def link_from(text: str) -> str:
    """Return a link address in its one spelling. Raises LinkMalformed.

    The form with dashes is taken too, as it is printed on some boxes and screens.
    """
    if not _FORM.fullmatch(text):
        raise LinkMalformed(
            f"{text!r} is not a link address; expected one such as 3c:22:fb:10:20:30"
        )
    link = text.lower().replace("-", ":")
    if _first_octet(link) & _GROUP_BIT or link == _NOBODY:
        raise LinkMalformed(f"{text!r} cannot be the link address of one device")
    return link


def is_made_up(link: str) -> bool:
    """Say whether a device chose this link address itself, as telephones do for privacy.

    It is the bit that says "locally administered"; a maker's own addresses never have it.
    """
    return bool(_first_octet(link) & _LOCAL_BIT)


def _first_octet(link: str) -> int:
    return int(link[:2], 16)
