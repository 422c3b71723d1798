"""Which Host names are ours.

Rules kept here:
- A request that names another host is refused before anything else sees it. Without this, a page
  on the internet could point its own name at this machine and read what is here from a visitor's
  browser (DNS rebinding).
- An address literal cannot be pointed anywhere else, so the one we listen on is always ours.
"""

from __future__ import annotations

from typing import Final

from console.config import ListenAddress

BOX_NAMES: Final = ("lamplight.local",)
"""The names by which other devices know this box; its certificate is for these."""

OUR_NAMES: Final = ("localhost", "127.0.0.1", "[::1]", *BOX_NAMES)


def our_names(listen: ListenAddress) -> tuple[str, ...]:
    """Return the Host names to answer for when listening on `listen`, without ports."""
    return tuple(dict.fromkeys((*OUR_NAMES, listen.authority)))
