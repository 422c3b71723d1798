"""What is said of who can see what; in which list a sentence stands is for the table to say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.security.permissions import Action

ADULTS: Final = "Adults here can see"
NO_ONE: Final = "No one can see"
NAMED: Final = "Only the people on your paper can see"
SIGHTS: Final[Mapping[Action, str]] = MappingProxyType(
    {
        Action.SEE_TONIGHT: "How much time you have for today",
        Action.SEE_REQUESTS: "What you ask them for",
        Action.SEE_RULES: "Your rules",
        Action.SEE_CHANGES: "What was changed, and by whom",
        Action.SEE_RECORDED: "What was written down, as you all agreed",
        Action.SEE_LOOKED_UP: "What you look up",
        Action.SEE_ONLINE_NOW: "If you are online now",
        Action.SEE_MESSAGES: "Your messages, calls and pictures",
    }
)
