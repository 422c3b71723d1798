"""What the pages say by which carers and helpers sign in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.security.permissions import Role
from console.words.sentence import _

# Who may not.
NOT_FOR_YOU: Final = _("This is not for you")
NOT_FOR_YOU_TEXT: Final = _("It was not done. Nothing was changed.")
NOT_FOR_YOU_ONWARD: Final = _("Sign in")
KEPT: Final = _("This is saved, but not in force yet")
KEPT_TEXT: Final = _("The box has your change, but the filter does not have it yet.")
KEPT_TODO: Final = _("Make room on the card. Then stop this console and start it again.")
NOT_SAFE: Final = _("You cannot sign in this way")
NOT_SAFE_TEXT: Final = _(
    "What you type would go through the air so that others near you could read it."
)
NOT_SAFE_TODO: Final = _("Use the safe address of this box. It begins with https.")
TOO_OFTEN: Final = _("That was too often. Wait a minute, then try again.")

# Signing in.
TITLE: Final = _("Sign in")
HEADING: Final = _("Sign in")
NAME: Final = _("Your name")
PASSWORD: Final = _("Password")
CODE: Final = _("Code from your app")
CODE_HINT: Final = _("Leave this empty on a phone that you paired, or if you have no app yet.")
SIGN_IN: Final = _("Sign in")
WRONG: Final = _("The name, the password or the code is wrong.")
LOST: Final = _("I lost my password")
YOUNG: Final = _("Young people need no password. Open this box on your own phone or tablet.")
IS_IN: Final = _("You are signed in on this phone or computer.")
SIGN_OUT: Final = _("Sign out")

# The PIN of a paired phone.
UNLOCK_TITLE: Final = _("Your PIN")
UNLOCK_HEADING: Final = _("Type your PIN")
UNLOCK_TEXT: Final = _("With it you can give 15 minutes, and undo that.")
PIN: Final = _("PIN")
UNLOCK: Final = _("Go on")
UNLOCK_WRONG: Final = _("That PIN is wrong.")
UNLOCK_SPENT: Final = _("This PIN is off, because it was wrong too often. Sign in instead.")
UNLOCK_NONE: Final = _("This phone is not paired. Sign in instead.")
UNLOCKED: Final = _("Your PIN works")
UNLOCKED_TEXT: Final = _("For all else, sign in with your password.")
QUICK_GIVE: Final = _("Give 15 minutes of {target}")
QUICK_NOTHING: Final = _("No time is counted here, so there is none to add to.")
QUICK_UNDO: Final = _("Undo")
UNLOCK_MORE: Final = _("Sign in with your password")

# Pairing a phone.
PAIR_TITLE: Final = _("Pair this phone")
PAIR_HEADING: Final = _("Pair this phone")
PAIR_TEXT: Final = _(
    "Then you can use a short PIN here. A stolen password alone is of no use to anyone."
)
PAIR_APP: Final = _("First, your app for codes")
PAIR_APP_TEXT: Final = _("Open an app for sign-in codes. Scan this picture with it.")
PAIR_APP_PICTURE: Final = _("A picture for your app to scan")
PAIR_APP_TYPED: Final = _("Or type this into the app:")
PAIR_CODE_TEXT: Final = _("Type the code that your app shows now.")
PAIR_LABEL: Final = _("What do you call this phone?")
PAIR_PIN: Final = _("Choose a PIN")
PAIR_PIN_HINT: Final = _("4 to 8 digits. Not 1234, and not one digit only.")
PAIR: Final = _("Pair")
PAIR_CODE_WRONG: Final = _(
    "That code is wrong. Wait for the next one. Check the clock of your phone too."
)
PAIR_PIN_WRONG: Final = _("Choose another PIN: 4 to 8 digits that do not just count.")
PAIR_LABEL_WRONG: Final = _("Give it a name of at most 40 letters.")
PAIRED: Final = _("This phone is paired")
PAIRED_TEXT: Final = _("From now on your PIN works here.")
CODES: Final = _("Ten codes for your drawer")
CODES_TEXT: Final = _(
    "Each one works once, in place of your app or your password. Write them down now."
    " This page will not show them again."
)
PAIRED_ONWARD: Final = _("I wrote them down")
PAIRED_GO: Final = _("Go on")

# A lost password.
LOST_TITLE: Final = _("Lost password")
LOST_HEADING: Final = _("Choose a new password")
LOST_TEXT: Final = _("You need one of the ten codes that you wrote down.")
LOST_ELSE: Final = _("If you have none, ask your helper. At the box they can run:")
LOST_COMMAND: Final = "python -m console.accounts reset"
LOST_CODE: Final = _("One of your ten codes")
LOST_PASSWORD: Final = _("New password")
LOST_LENGTH_HINT: Final = _("At least 10 letters. Three or four odd words are good.")
LOST_SAVE: Final = _("Save the new password")
LOST_WRONG: Final = _("The name or the code is wrong. Each code works once.")
LOST_SHORT: Final = _("That is too short. Use at least 10 letters, and not all the same.")
LOST_DONE: Final = _("Your new password is saved. Sign in with it.")

# Who may sign in.
ALL_TITLE: Final = _("Who can sign in")
ALL_HEADING: Final = _("Who can sign in here")
ALL_NOBODY: Final = _("Nobody can sign in yet. The first one should be you.")
ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {Role.CARER: _("Carer"), Role.HELPER: _("Helper")}
)
ROLES_TEXT: Final = _(
    "A carer decides what holds here. A helper sets up the box, and sees nothing of anyone here."
)
ALL_SINCE: Final = _("Since {date}")
ALL_PHONES: Final = _("Paired phones")
ALL_NO_PHONE: Final = _("No phone is paired.")
ALL_VISITS_ONE: Final = _("Signed in now in one place.")
ALL_VISITS: Final = _("Signed in now in {count} places.")
ALL_VISITS_NONE: Final = _("Not signed in now.")
ALL_CODES: Final = _("Codes still in the drawer: {count}")
ALL_NO_APP: Final = _("No app for codes yet.")
ALL_PHONE_REMOVE: Final = _("Remove")
ALL_END: Final = _("Sign out everywhere")
ALL_REMOVE: Final = _("Take away")
ALL_YOU: Final = _("This is you")
ALL_ADD: Final = _("Let someone else sign in")
ALL_ROLE: Final = _("What are they here?")
ALL_ADD_NAME: Final = _("Their name")
ALL_ADD_BUTTON: Final = _("Add them")
ALL_NAME_WRONG: Final = _("Type a name of at most 40 letters that nobody else here has.")
ALL_LAST: Final = _("At least one carer must be able to sign in.")
ADDED: Final = _("They can sign in now")
ADDED_TEXT: Final = _("Tell them this first password. This page will not show it again.")
ADDED_ONWARD: Final = _("I passed it on")
ALL_PAIR: Final = _("Pair this phone")
