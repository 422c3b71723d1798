"""What a young person reads about their own card: making it, and opening their pages with it."""

from __future__ import annotations

from typing import Final

from console.words.sentence import _

# Opening one's own pages on any device.
TITLE: Final = _("Your card")
HEADING: Final = _("Open your own pages with your card")
TEXT: Final = _("Type the five words on your card. It works on any device at home.")
FIELD: Final = _("The five words")
OPEN: Final = _("Open my pages")
WRONG: Final = _("Those are not the words of a card from here. Look at each word again.")
TOO_OFTEN: Final = _("That was too often. Wait a minute, then try again.")
NONE: Final = _("You have no card?")
NONE_TEXT: Final = _(
    "Make one on your own phone or tablet: open My time, then My card. A card that came with your"
    " paper works here too."
)
NONE_TEXT_FAMILY: Final = _("Make one on your own phone or tablet: open My time, then My card.")
UNSEEN: Final = _("No one is shown that you came this way. The box keeps no list of it.")

# While they are open.
IN: Final = _("Your own pages are open here")
IN_TEXT: Final = _(
    "Close them when you are done. They close by themselves after five minutes with no tap."
)
LEAVE: Final = _("Close my pages")
ONWARD: Final = _("My time")

# Making a card, on one's own device.
OWN: Final = _("My card")
OWN_TEXT: Final = _("With a card you can open your own pages on any device at home.")
OWN_HOW: Final = _("It is five words. Write them down, and keep them where only you look.")
OWN_NONE: Final = _("You have no card from this page yet.")
OWN_SINCE: Final = _("You made a card on {date}.")
OWN_NOT_YOU: Final = _(
    "If that was not you, someone had your device. Make a new card, and the old one stops."
)
MAKE: Final = _("Make my card")
MAKE_NEW: Final = _("Make a new card")
TAKE: Final = _("Stop this card")
MADE: Final = _("Your five words")
MADE_TEXT: Final = _(
    "Write them down now. This page will not show them again, and no one can look them up."
)
MADE_OLD: Final = _("A card that you made before does not work now.")
DONE: Final = _("I wrote them down")

# What is written down, by card.
RECORDED: Final = _("You came by your card. This page is about the device named here.")
RECORDED_OTHER: Final = _("See the next of your devices")
RECORDED_NOTHING: Final = _("The box knows of no paper about a device of yours")
RECORDED_NOTHING_TEXT: Final = _(
    "Nothing can be written down about a device that no paper names. If you have a paper that names"
    " one, look on that device."
)
NOT_HERE: Final = _("This works on your own device")
NOT_HERE_TEXT: Final = _("You came by your card. This page is about the device in your hand.")
LINK: Final = _("Are you a young person here? Open your own pages with your card")
