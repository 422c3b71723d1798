"""What a young person reads about their rules and about who changed them."""

from __future__ import annotations

from typing import Final

TITLE: Final = "My rules and why"
HEADING: Final = "My rules and why"
TEXT: Final = "These are the rules for you, in full. Nobody has others for you."
OWN: Final = "For you"
OWN_NONE: Final = "No rule is for you alone."
EVERYONE: Final = "For everyone here"
EVERYONE_NONE: Final = "No rule is for everyone."
DEVICE: Final = "For {device}"
HELP_STAYS: Final = "Help lines, health sites and the police are never blocked."
CHANGED: Final = "Who changed them, and when"
CHANGED_NONE: Final = "Nobody has changed anything since the box was set up."
CHANGED_SINCE: Final = "The box was set up on {date}."
