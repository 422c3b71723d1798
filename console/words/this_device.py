"""What a device that belongs to no young person is told at the box's address, without a sign-in."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

TITLE: Final = _("This device")
HEADING: Final = _("The rules on this device")
TEXT: Final = _("This box keeps watch over the home's internet. These are all its rules here.")
OWNED: Final = _("For this device")
VISITORS: Final = _("For visitors")
VISITORS_NONE: Final = _("No rule is for visitors alone.")
DOUBT: Final = _("The box cannot tell whose device this is")
DOUBT_TEXT: Final = _("So the strictest rules of all who live here hold on it.")
SHARED: Final = _("For all who share this device")
SHARED_TEXT: Final = _("Until one of you says who uses it, the strictest of your rules hold.")
TURN: Final = _("For the one who uses it now")
TURN_TEXT: Final = _("Someone said that it is their turn, so their rules hold.")
MINUTES: Final = _("Time is counted here. Once it is used up, what it was for is closed.")
OWN_NONE: Final = _("No rule is for one of you alone.")
EVERYONE: Final = _("For everyone here")
EVERYONE_NONE: Final = _("No rule is for everyone.")
HELP_STAYS: Final = _("Help lines, health sites and the police are never blocked.")
SINCE: Final = _("Who made them, and when")
SINCE_CARER: Final = _("A carer made or changed these rules last on {date}.")
SINCE_BOX: Final = _("They were made or changed last on {date}, at the box itself.")
NEW: Final = _("This box was set up anew on {date}.")
WRITTEN: Final = _("Is anything written down?")
WRITTEN_NO: Final = _("No. Nothing that this device looks up is written down.")
WRITTEN_ASK: Final = _("See what is written down about this device")
HELP: Final = _("Get help")
SIGN_IN: Final = _("Sign in as a carer")
