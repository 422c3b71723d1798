"""The words of the page on a shared device: whose turn it is, and taking it.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place; here for a
  reader of eight, so they are short.
- Nothing here speaks of what is written down, of what anybody asked for, or of anyone's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.words.sentence import _

TURNS: Final = _("Who is using it?")
TURN_OF: Final = _("It is {who}'s turn until {time}.")
TURN_NONE: Final = _("Nobody has said. Tap your name.")
TURN_ME: Final = _("I am {who}")
TURN_DONE: Final = _("I am done")
NO_PIN: Final = _("{who} has no PIN yet. Ask a carer.")
PIN: Final = _("Type your PIN")
PIN_LABEL: Final = _("Your PIN")
PIN_BUTTON: Final = _("Go")
PICTURES: Final = _("Tap your four pictures")
PICKED: Final = _("{count} of 4")
PICTURE_AGAIN: Final = _("Start again")
BACK: Final = _("Back")
WRONG: Final = _("That was not it. Try again.")
WAIT: Final = _("Too many tries. Wait a while, or ask a carer.")
NOT_SHARED: Final = _("This is not a shared device")
NOT_SHARED_TEXT: Final = _("Turns are for devices that several people share.")
PICTURE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cat": _("Cat"),
        "dog": _("Dog"),
        "fish": _("Fish"),
        "bird": _("Bird"),
        "tree": _("Tree"),
        "flower": _("Flower"),
        "sun": _("Sun"),
        "moon": _("Moon"),
        "car": _("Car"),
        "boat": _("Boat"),
        "ball": _("Ball"),
        "apple": _("Apple"),
    }
)
