"""What a device that belongs to no young person is told at the box's address, without a sign-in."""

from __future__ import annotations

from typing import Final

TITLE: Final = "This device"
HEADING: Final = "The rules on this device"
TEXT: Final = "This box keeps watch over the home's internet. These are all its rules here."
OWNED: Final = "For this device"
VISITORS: Final = "For visitors"
VISITORS_NONE: Final = "No rule is for visitors alone."
EVERYONE: Final = "For everyone here"
EVERYONE_NONE: Final = "No rule is for everyone."
HELP_STAYS: Final = "Help lines, health sites and the police are never blocked."
SINCE: Final = "Who made them, and when"
SINCE_CARER: Final = "A carer made or changed these rules last on {date}."
SINCE_BOX: Final = "They were made or changed last on {date}, at the box itself."
NEW: Final = "This box was set up anew on {date}."
WRITTEN: Final = "Is anything written down?"
WRITTEN_NO: Final = "No. Nothing that this device looks up is written down."
WRITTEN_ASK: Final = "See what is written down about this device"
HELP: Final = "Get help"
SIGN_IN: Final = "Sign in as a carer"
