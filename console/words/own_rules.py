"""What a young person reads about their rules and about who changed them."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("My rules and why")
HEADING: Final = _("My rules and why")
TEXT: Final = _("These are the rules for you, in full. Nobody has others for you.")
OWN: Final = _("For you")
OWN_NONE: Final = _("No rule is for you alone.")
EVERYONE: Final = _("For everyone here")
EVERYONE_NONE: Final = _("No rule is for everyone.")
DEVICE: Final = _("For {device}")
HELP_STAYS: Final = _("Help lines, health sites and the police are never blocked.")
CHANGED: Final = _("Who changed them, and when")
CHANGED_NONE: Final = _("Nobody has changed anything since the box was set up.")
CHANGED_SINCE: Final = _("The box was set up on {date}.")
