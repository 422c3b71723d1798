"""The words of the Devices pages: new devices, naming them, whose each is, and forgetting one.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Nothing says whether a device is on the network now, or when it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.words.sentence import _

DEVICES: Final = _("Devices")
DEVICES_TEXT: Final = _("Whose each phone, tablet or computer is says which rules it has.")
TO_DEVICES: Final = _("Back to all devices")
SAVED: Final = _("Saved")
SAVED_TEXT: Final = _("The filter has taken it up. You can undo this on the Rules page.")
SAVED_WAITING: Final = _(
    "The filter has not taken this up yet. You can undo this on the Rules page."
)

# The phone in hand.
MINE: Final = _("Is this phone yours?")
MINE_TEXT: Final = _(
    "This page is open on a device that nobody has named."
    " If it is your own, one tap makes it yours."
)
MINE_MEANS: Final = _(
    "Then no kind of site is blocked on it but harmful ones, and search is as it is."
    " Nothing on it is ever written down."
)
MINE_NAMES: Final = _("Names that are blocked for everyone here stay blocked on it too.")
MINE_BUTTON: Final = _("This phone is mine")
MINE_WHO: Final = _("I am")
MINE_NAME: Final = _("{who}'s phone")
MINE_RULE: Final = _("No filter")

# New devices.
NEW: Final = _("New devices")
NEW_TEXT: Final = _("Nobody has named these yet. They have the rules for visitors from the start.")
NEW_NONE: Final = _("No new device. Join the Wi-Fi on one, and it appears here.")
NEW_ONE: Final = _("New device {number}")
LINK: Final = _("Its address on the Wi-Fi")
MADE_UP: Final = _(
    "The device made this address up by itself. Phones do so to stay private."
    " It may take another one later, and then it looks new again."
)
MAKERS: Final = _("Its maker gave it this address, and it mostly keeps it.")
SAYS: Final = _("It calls itself")
SAYS_HINT: Final = _("A device can say anything here, so look at the device itself.")
SAYS_NOTHING: Final = _("It does not say what it is.")
NO_ADDRESS: Final = _("It has joined, but nothing was heard from it besides.")
PERHAPS: Final = _("Is it one you named before?")
PERHAPS_TEXT: Final = _("A phone that takes a new address looks like a new phone. We do not guess.")
PERHAPS_YES: Final = _("Yes, this is \u201c{device}\u201d")
NAME_IT: Final = _("Name it")
NAME: Final = _("What do you call it?")
NAME_HINT: Final = _("For example: blue tablet")
OWNER: Final = _("Whose is it?")
OWNER_EVERYONE: Final = _("Everyone's")
OWNER_NOBODY: Final = _("Nobody's yet")
OWNER_SCHOOL: Final = _("It comes from a school")
OWNER_SCHOOL_TEXT: Final = _(
    "Nothing on it is ever written down or counted, and its school's sites stay open."
)
NAME_BUTTON: Final = _("Save this device")

# When the network cannot be seen.
UNSEEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not-looked-at": _("Lamplight does not look for new devices on this network."),
        "absent": _("Lamplight has not looked at the network yet. Wait a minute."),
        "unreadable": _("What Lamplight saw on the network cannot be read."),
    }
)
UNSEEN_TEXT: Final = _("They have the rules for visitors all the same.")

# Devices with a name.
NAMED: Final = _("Named devices")
NAMED_NONE: Final = _("No device has a name yet.")
OF: Final = _("{who}'s")
OF_EVERYONE: Final = _("Everyone's")
OF_NOBODY: Final = _("Nobody's yet, so it has the rules for visitors")
OF_SCHOOL: Final = _("{who}, from a school")
CHANGE: Final = _("Change \u201c{device}\u201d")

# One device.
ABOUT: Final = _("About this device")
WHOSE: Final = _("Whose it is")
ADDRESSES: Final = _("Known by")
ADDRESSES_NONE: Final = _("No address yet")
RENAME: Final = _("Another name")
RENAME_BUTTON: Final = _("Save the name")
GIVE: Final = _("Another person")
GIVE_TEXT: Final = _("It has that person's rules from then on.")
GIVE_BUTTON: Final = _("Save whose it is")
RULES: Final = _("See its rules")
FORGET: Final = _("Forget this device")
FORGET_TEXT: Final = _(
    "It looks new again and has the rules for visitors."
    " Rules that were for this device alone are lost."
)
FORGET_BUTTON: Final = _("Forget it")

# Sharing.
SHARE: Final = _("Who shares it")
SHARE_TEXT: Final = _(
    "They take turns. Whoever has the turn has their own rules."
    " When nobody has it, the strictest of their rules hold."
)
SHARE_WHO: Final = _("People who share it")
SHARE_MINUTES: Final = _("It forgets whose turn it is after so many minutes")
SHARE_BUTTON: Final = _("Save who shares it")
TURN: Final = _("Whose turn it is")
TURN_NOW: Final = _("{who} has the turn until {time}.")
TURN_NONE: Final = _("Nobody has the turn, so the strictest rules hold.")
TURN_GIVE: Final = _("Give the turn to")
TURN_BUTTON: Final = _("Give the turn")
TURN_END: Final = _("End this turn")
PIN: Final = _("PINs for turns")
PIN_TEXT: Final = _("With a PIN, people can take the turn on the device by themselves.")
PIN_OF: Final = _("PIN for {who}")
PIN_HAS: Final = _("There is a PIN. A new one takes its place.")
PIN_HINT: Final = _("Four to eight digits, and not all the same")
PIN_PICTURE: Final = _("Picture {number}")
PIN_PICTURES_HINT: Final = _("Four pictures in a row, and not all the same")
PIN_BUTTON: Final = _("Save this PIN")
PIN_WRONG: Final = _("This cannot be a PIN. Choose another one.")

# Binding for an agreement.
BIND: Final = _("For an agreement")
BIND_TEXT: Final = _(
    "If an agreement is about this device, set it up here. Take the device in hand, with the"
    " young person there."
)
BIND_BUTTON: Final = _("Show a code")
BIND_CODE: Final = _("The code")
BIND_UNTIL: Final = _("It is good until {time}, once, and on this device only.")
BIND_HOW: Final = _("Open this page on the device itself and type the code there: {home}")

# What is wrong with what was typed.
WRONG: Final = _("There is a problem")
WRONGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no-name": _("Give it a name."),
        "long-name": _("Use 1 to 60 letters for the name."),
        "name-taken": _("Another device has this name. Choose another one."),
        "no-owner": _("Choose whose it is."),
        "link-taken": _("This device has a name already. Look at the list once more."),
        "gone": _("This device is not here any more. Somebody may have forgotten it."),
        "full": _("There are too many devices. Forget one that is gone."),
        "not-shared": _(
            "Only a device of everyone's can be shared. Say first that it is everyone's."
        ),
        "too-few": _("Tick two people or more, or nobody."),
        "time": _("Write minutes from 1 to 1440."),
    }
)
