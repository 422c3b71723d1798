"""What the pages say by which carers and helpers sign in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.security.permissions import Role

# Who may not.
NOT_FOR_YOU: Final = "This is not for you"
NOT_FOR_YOU_TEXT: Final = "It was not done. Nothing was changed."
NOT_FOR_YOU_ONWARD: Final = "Sign in"
KEPT: Final = "This is saved, but not in force yet"
KEPT_TEXT: Final = "The box has your change, but the filter does not have it yet."
KEPT_TODO: Final = "Make room on the card. Then stop this console and start it again."
NOT_SAFE: Final = "You cannot sign in this way"
NOT_SAFE_TEXT: Final = (
    "What you type would go through the air so that others near you could read it."
)
NOT_SAFE_TODO: Final = "Use the safe address of this box. It begins with https."
TOO_OFTEN: Final = "That was too often. Wait a minute, then try again."

# Signing in.
TITLE: Final = "Sign in"
HEADING: Final = "Sign in"
NAME: Final = "Your name"
PASSWORD: Final = "Password"  # noqa: S105 - a label, as the two further on
CODE: Final = "Code from your app"
CODE_HINT: Final = "Leave this empty on a phone that you paired, or if you have no app yet."
SIGN_IN: Final = "Sign in"
WRONG: Final = "The name, the password or the code is wrong."
LOST: Final = "I lost my password"
YOUNG: Final = "Young people need no password. Open this box on your own phone or tablet."
IS_IN: Final = "You are signed in on this phone or computer."
SIGN_OUT: Final = "Sign out"

# The PIN of a paired phone.
UNLOCK_TITLE: Final = "Your PIN"
UNLOCK_HEADING: Final = "Type your PIN"
UNLOCK_TEXT: Final = "With it you can give 15 minutes, and undo that."
PIN: Final = "PIN"
UNLOCK: Final = "Go on"
UNLOCK_WRONG: Final = "That PIN is wrong."
UNLOCK_SPENT: Final = "This PIN is off, because it was wrong too often. Sign in instead."
UNLOCK_NONE: Final = "This phone is not paired. Sign in instead."
UNLOCKED: Final = "Your PIN works"
UNLOCKED_TEXT: Final = "For all else, sign in with your password."
QUICK_GIVE: Final = "Give 15 minutes"
QUICK_UNDO: Final = "Undo"
UNLOCK_MORE: Final = "Sign in with your password"

# Pairing a phone.
PAIR_TITLE: Final = "Pair this phone"
PAIR_HEADING: Final = "Pair this phone"
PAIR_TEXT: Final = (
    "Then you can use a short PIN here. A stolen password alone is of no use to anyone."
)
PAIR_APP: Final = "First, your app for codes"
PAIR_APP_TEXT: Final = "Open an app for sign-in codes. Scan this picture with it."
PAIR_APP_PICTURE: Final = "A picture for your app to scan"
PAIR_APP_TYPED: Final = "Or type this into the app:"
PAIR_CODE_TEXT: Final = "Type the code that your app shows now."
PAIR_LABEL: Final = "What do you call this phone?"
PAIR_PIN: Final = "Choose a PIN"
PAIR_PIN_HINT: Final = "4 to 8 digits. Not 1234, and not one digit only."
PAIR: Final = "Pair"
PAIR_CODE_WRONG: Final = (
    "That code is wrong. Wait for the next one. Check the clock of your phone too."
)
PAIR_PIN_WRONG: Final = "Choose another PIN: 4 to 8 digits that do not just count."
PAIR_LABEL_WRONG: Final = "Give it a name of at most 40 letters."
PAIRED: Final = "This phone is paired"
PAIRED_TEXT: Final = "From now on your PIN works here."
CODES: Final = "Ten codes for your drawer"
CODES_TEXT: Final = (
    "Each one works once, in place of your app or your password. Write them down now."
    " This page will not show them again."
)
PAIRED_ONWARD: Final = "I wrote them down"
PAIRED_GO: Final = "Go on"

# A lost password.
LOST_TITLE: Final = "Lost password"
LOST_HEADING: Final = "Choose a new password"
LOST_TEXT: Final = "You need one of the ten codes that you wrote down."
LOST_ELSE: Final = "If you have none, ask your helper. At the box they can run:"
LOST_COMMAND: Final = "python -m console.accounts reset"
LOST_CODE: Final = "One of your ten codes"
LOST_PASSWORD: Final = "New password"  # noqa: S105 - a label
LOST_LENGTH_HINT: Final = "At least 10 letters. Three or four odd words are good."
LOST_SAVE: Final = "Save the new password"
LOST_WRONG: Final = "The name or the code is wrong. Each code works once."
LOST_SHORT: Final = "That is too short. Use at least 10 letters, and not all the same."
LOST_DONE: Final = "Your new password is saved. Sign in with it."

# Who may sign in.
ALL_TITLE: Final = "Who can sign in"
ALL_HEADING: Final = "Who can sign in here"
ALL_NOBODY: Final = "Nobody can sign in yet. The first one should be you."
ROLES: Final[Mapping[Role, str]] = MappingProxyType({Role.CARER: "Carer", Role.HELPER: "Helper"})
ROLES_TEXT: Final = (
    "A carer decides what holds here. A helper sets up the box, and sees nothing of anyone here."
)
ALL_SINCE: Final = "Since {date}"
ALL_PHONES: Final = "Paired phones"
ALL_NO_PHONE: Final = "No phone is paired."
ALL_VISITS_ONE: Final = "Signed in now in one place."
ALL_VISITS: Final = "Signed in now in {count} places."
ALL_VISITS_NONE: Final = "Not signed in now."
ALL_CODES: Final = "Codes still in the drawer: {count}"
ALL_NO_APP: Final = "No app for codes yet."
ALL_PHONE_REMOVE: Final = "Remove"
ALL_END: Final = "Sign out everywhere"
ALL_REMOVE: Final = "Take away"
ALL_YOU: Final = "This is you"
ALL_ADD: Final = "Let someone else sign in"
ALL_ROLE: Final = "What are they here?"
ALL_ADD_NAME: Final = "Their name"
ALL_ADD_BUTTON: Final = "Add them"
ALL_NAME_WRONG: Final = "Type a name of at most 40 letters that nobody else here has."
ALL_LAST: Final = "At least one carer must be able to sign in."
ADDED: Final = "They can sign in now"
ADDED_TEXT: Final = "Tell them this first password. This page will not show it again."
ADDED_ONWARD: Final = "I passed it on"
ALL_PAIR: Final = "Pair this phone"
