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

TITLE: Final = "My words"
TEXT: Final = "You can write down what you want to say. Nobody has to write anything."
WRONG_HERE: Final = "Something is wrong"
WRONG_HERE_TEXT: Final = "This opens Get help. It sends nothing to anyone."
WRITE: Final = "Write something"
PURPOSE: Final = "What is it for?"
PURPOSES: Final[Mapping[Purpose, str]] = MappingProxyType(
    {
        Purpose.REVIEW: "For the review",
        Purpose.HOUSE: "A line for the house agreement",
    }
)
READERS: Final = "Who can read it?"
CARERS: Final = "My carers"
CARERS_HINT: Final = "They see it on their page of agreements."
PRIVATE: Final = "Not for my carer"
PRIVATE_HINT: Final = (
    "The box locks it. Only your card opens it, on this device. You can read it out at the review."
)
FIELD: Final = "Your words"
KEEP: Final = "Keep it"
KEPT_HERE: Final = "What you wrote"
NOTHING: Final = "You have not written anything here."
LOCKED: Final = "This is locked. Your card opens it."
WRITTEN_AT: Final = "{kind}. {time}"
ERASE: Final = "Erase it"
OPEN: Final = "Open what is locked"
OPEN_FIELD: Final = "The five words of your card"
OPEN_BUTTON: Final = "Open it"
OPENED: Final = "This page shows it once. The box does not keep it open."
ERASED: Final = (
    "Your words are erased when you live here no more:"
    " once no device of yours was here for 60 days, or when a carer ends the placement."
)
NOT_YOURS: Final = "This page is for a young person's own device"
NOT_YOURS_TEXT: Final = "Open it on your own phone or tablet."
WRONG: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.EMPTY: "There is nothing written yet.",
        Wrong.LONG: "That is too long. Please write less, or write it in two parts.",
        Wrong.FULL: "There is no more room. Erase something first.",
        Wrong.NO_CARD: "There is no card that it could be locked for, so it was not kept.",
        Wrong.CARD: "These are not the five words of your card. Look at them again.",
        Wrong.TOO_OFTEN: "That was too often. Wait a minute, then try again.",
    }
)

# What a carer sees of it.
CARERS_HEADING: Final = "What young people wrote"
CARERS_LINE: Final = "{who}. {kind}. {time}"
