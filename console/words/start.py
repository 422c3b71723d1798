"""What the page says before this home was set up."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("Welcome")
HEADING: Final = _("Welcome to Lamplight")
TEXT: Final = _("Nobody has set up this home yet.")
DAMAGED: Final = _("This home's settings were damaged")
DAMAGED_TEXT: Final = (
    _("The file with its people and settings was put aside. Nothing was deleted."),
    _("The last rules still hold for every device."),
)
DAMAGED_TODO: Final = _("Ring whoever set up the box. They can bring back your backup.")
HOLDS: Final = _(
    "Until then, sites with malware and sites for adults are blocked for every device."
)
SEARCH: Final = _("Searches hide what is not for young people.")
NOTHING: Final = _("Nothing that anyone looks up is written down.")
