"""What the ways between pages are called."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

LABEL: Final = _("Pages")
TONIGHT: Final = _("Tonight")
RULES: Final = _("Rules")
DEVICES: Final = _("Devices")
HEALTH: Final = _("Health")
CHANGES: Final = _("Changes")
MINE: Final = _("My time")
ASK: Final = _("Ask")
OWN_RULES: Final = _("My rules")
CARD: Final = _("Close")
FIX: Final = _("Fix an app")
RECORDED: Final = _("Written down")
HELP: Final = _("Get help")
KITCHEN: Final = _("The page for a tablet in the kitchen")
RIGHTS: Final = _("Young people's rights here, on one sheet of paper")
