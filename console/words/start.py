"""What the page says before this home was set up."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Welcome"
HEADING: Final = "Welcome to Lamplight"
TEXT: Final = "Nobody has set up this home yet."
HOLDS: Final = "Until then, sites with malware and sites for adults are blocked for every device."
SEARCH: Final = "Searches hide what is not for young people."
NOTHING: Final = "Nothing that anyone looks up is written down."
