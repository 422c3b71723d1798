"""The words of the Devices pages: new devices, naming them, whose each is, and forgetting one.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Nothing says whether a device is on the network now, or when it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

DEVICES: Final = "Devices"
DEVICES_TEXT: Final = "Whose each phone, tablet or computer is says which rules it has."
TO_DEVICES: Final = "Back to all devices"
SAVED: Final = "Saved"
SAVED_TEXT: Final = "The new rules hold on it within a second. You can undo this on the Rules page."

# The phone in hand.
MINE: Final = "Is this phone yours?"
MINE_TEXT: Final = (
    "This page is open on a device that nobody has named."
    " If it is your own, one tap makes it yours."
)
MINE_MEANS: Final = (
    "Then no kind of site is blocked on it but harmful ones, and search is as it is."
    " Nothing on it is ever written down."
)
MINE_NAMES: Final = "Names that are blocked for everyone here stay blocked on it too."
MINE_BUTTON: Final = "This phone is mine"
MINE_WHO: Final = "I am"
MINE_NAME: Final = "{who}'s phone"
MINE_RULE: Final = "No filter"

# New devices.
NEW: Final = "New devices"
NEW_TEXT: Final = "Nobody has named these yet. They have the rules for visitors from the start."
NEW_NONE: Final = "No new device. Join the Wi-Fi on one, and it appears here."
NEW_ONE: Final = "New device {number}"
LINK: Final = "Its address on the Wi-Fi"
MADE_UP: Final = (
    "The device made this address up by itself. Phones do so to stay private."
    " It may take another one later, and then it looks new again."
)
MAKERS: Final = "Its maker gave it this address, and it mostly keeps it."
SAYS: Final = "It calls itself"
SAYS_HINT: Final = "A device can say anything here, so look at the device itself."
SAYS_NOTHING: Final = "It does not say what it is."
NO_ADDRESS: Final = "It has joined, but nothing was heard from it besides."
PERHAPS: Final = "Is it one you named before?"
PERHAPS_TEXT: Final = "A phone that takes a new address looks like a new phone. We do not guess."
PERHAPS_YES: Final = "Yes, this is \u201c{device}\u201d"
NAME_IT: Final = "Name it"
NAME: Final = "What do you call it?"
NAME_HINT: Final = "For example: blue tablet"
OWNER: Final = "Whose is it?"
OWNER_EVERYONE: Final = "Everyone's"
OWNER_NOBODY: Final = "Nobody's yet"
OWNER_SCHOOL: Final = "It comes from a school"
OWNER_SCHOOL_TEXT: Final = (
    "Nothing on it is ever written down or counted, and its school's sites stay open."
)
NAME_BUTTON: Final = "Save this device"

# When the network cannot be seen.
UNSEEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not-looked-at": "Lamplight does not look for new devices on this network.",
        "absent": "Lamplight has not looked at the network yet. Wait a minute.",
        "unreadable": "What Lamplight saw on the network cannot be read.",
    }
)
UNSEEN_TEXT: Final = "They have the rules for visitors all the same."

# Devices with a name.
NAMED: Final = "Named devices"
NAMED_NONE: Final = "No device has a name yet."
OF: Final = "{who}'s"
OF_EVERYONE: Final = "Everyone's"
OF_NOBODY: Final = "Nobody's yet, so it has the rules for visitors"
OF_SCHOOL: Final = "from a school"
CHANGE: Final = "Change \u201c{device}\u201d"

# One device.
ABOUT: Final = "About this device"
WHOSE: Final = "Whose it is"
ADDRESSES: Final = "Known by"
ADDRESSES_NONE: Final = "No address yet"
RENAME: Final = "Another name"
RENAME_BUTTON: Final = "Save the name"
GIVE: Final = "Another person"
GIVE_TEXT: Final = "It has that person's rules from then on."
GIVE_BUTTON: Final = "Save whose it is"
RULES: Final = "See its rules"
FORGET: Final = "Forget this device"
FORGET_TEXT: Final = (
    "It looks new again and has the rules for visitors."
    " Rules that were for this device alone are lost."
)
FORGET_BUTTON: Final = "Forget it"

# Sharing.
SHARE: Final = "Who shares it"
SHARE_TEXT: Final = (
    "They take turns. Whoever has the turn has their own rules."
    " When nobody has it, the strictest of their rules hold."
)
SHARE_WHO: Final = "People who share it"
SHARE_MINUTES: Final = "It forgets whose turn it is after so many minutes"
SHARE_BUTTON: Final = "Save who shares it"
TURN: Final = "Whose turn it is"
TURN_NOW: Final = "{who} has the turn until {time}."
TURN_NONE: Final = "Nobody has the turn, so the strictest rules hold."
TURN_GIVE: Final = "Give the turn to"
TURN_BUTTON: Final = "Give the turn"
TURN_END: Final = "End this turn"
PIN: Final = "PINs for turns"
PIN_TEXT: Final = "With a PIN, people can take the turn on the device by themselves."
PIN_OF: Final = "PIN for {who}"
PIN_HAS: Final = "There is a PIN. A new one takes its place."
PIN_HINT: Final = "Four to eight digits, and not all the same"
PIN_PICTURE: Final = "Picture {number}"
PIN_PICTURES_HINT: Final = "Four pictures in a row, and not all the same"
PIN_BUTTON: Final = "Save this PIN"
PIN_WRONG: Final = "This cannot be a PIN. Choose another one."

# Binding for an agreement.
BIND: Final = "For an agreement"
BIND_TEXT: Final = (
    "If an agreement is about this device, set it up here. Take the device in hand, with the"
    " young person there."
)
BIND_BUTTON: Final = "Show a code"
BIND_CODE: Final = "The code"
BIND_UNTIL: Final = "It is good until {time}, once, and on this device only."
BIND_HOW: Final = "Open this page on the device itself and type the code there: {home}"

# What is wrong with what was typed.
WRONG: Final = "There is a problem"
WRONGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no-name": "Give it a name.",
        "long-name": "Use 1 to 60 letters for the name.",
        "name-taken": "Another device has this name. Choose another one.",
        "no-owner": "Choose whose it is.",
        "link-taken": "This device has a name already. Look at the list once more.",
        "gone": "This device is not here any more. Somebody may have forgotten it.",
        "full": "There are too many devices. Forget one that is gone.",
        "not-shared": "Only a device of everyone's can be shared. Say first that it is everyone's.",
        "too-few": "Tick two people or more, or nobody.",
        "time": "Write minutes from 1 to 1440.",
    }
)
