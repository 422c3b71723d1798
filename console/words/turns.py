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

TURNS: Final = "Who is using it?"
TURN_OF: Final = "It is {who}'s turn until {time}."
TURN_NONE: Final = "Nobody has said. Tap your name."
TURN_ME: Final = "I am {who}"
TURN_DONE: Final = "I am done"
NO_PIN: Final = "{who} has no PIN yet. Ask a carer."
PIN: Final = "Type your PIN"
PIN_LABEL: Final = "Your PIN"
PIN_BUTTON: Final = "Go"
PICTURES: Final = "Tap your four pictures"
PICKED: Final = "{count} of 4"
PICTURE_AGAIN: Final = "Start again"
BACK: Final = "Back"
WRONG: Final = "That was not it. Try again."
WAIT: Final = "Too many tries. Wait a while, or ask a carer."
NOT_SHARED: Final = "This is not a shared device"
NOT_SHARED_TEXT: Final = "Turns are for devices that several people share."
PICTURE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cat": "Cat",
        "dog": "Dog",
        "fish": "Fish",
        "bird": "Bird",
        "tree": "Tree",
        "flower": "Flower",
        "sun": "Sun",
        "moon": "Moon",
        "car": "Car",
        "boat": "Boat",
        "ball": "Ball",
        "apple": "Apple",
    }
)
