"""The words of the page on which a young person writes something of their own.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Who can read a text is said at its choice, and it is what the box does.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.own_words_wrong import Wrong
from console.store.purposes import Purpose
from console.words.sentence import _

TITLE: Final = _("My words")
TEXT: Final = _("You can write down what you want to say. Nobody has to write anything.")
WRONG_HERE: Final = _("Something is wrong")
WRONG_HERE_TEXT: Final = _("This opens Get help. It sends nothing to anyone.")
WRITE: Final = _("Write something")
PURPOSE: Final = _("What is it for?")
PURPOSES: Final[Mapping[Purpose, str]] = MappingProxyType(
    {
        Purpose.REVIEW: _("For the review"),
        Purpose.HOUSE: _("A line for the house agreement"),
    }
)
READERS: Final = _("Who can read it?")
CARERS: Final = _("My carers")
CARERS_HINT: Final = _("They see it on their page of agreements.")
PRIVATE: Final = _("Not for my carer")
PRIVATE_HINT: Final = _(
    "The box locks it. Only your card opens it, on this device. You can read it out at the review."
)
FIELD: Final = _("Your words")
KEEP: Final = _("Keep it")
KEPT_HERE: Final = _("What you wrote")
NOTHING: Final = _("You have not written anything here.")
LOCKED: Final = _("This is locked. Your card opens it.")
WRITTEN_AT: Final = _("{kind}. {time}")
ERASE: Final = _("Erase it")
OPEN: Final = _("Open what is locked")
OPEN_FIELD: Final = _("The five words of your card")
OPEN_BUTTON: Final = _("Open it")
OPENED: Final = _("This page shows it once. The box does not keep it open.")
ERASED: Final = _(
    "Your words are erased when you live here no more:"
    " once no device of yours was here for 60 days, or when a carer ends the placement."
)
NOT_YOURS: Final = _("This page is for a young person's own device")
NOT_YOURS_TEXT: Final = _("Open it on your own phone or tablet.")
WRONG: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.EMPTY: _("There is nothing written yet."),
        Wrong.LONG: _("That is too long. Please write less, or write it in two parts."),
        Wrong.FULL: _("There is no more room. Erase something first."),
        Wrong.NO_CARD: _("There is no card that it could be locked for, so it was not kept."),
        Wrong.CARD: _("These are not the five words of your card. Look at them again."),
        Wrong.TOO_OFTEN: _("That was too often. Wait a minute, then try again."),
    }
)

# What a carer sees of it.
CARERS_HEADING: Final = _("What young people wrote")
CARERS_LINE: Final = _("{who}. {kind}. {time}")
