"""What is said of who can see what; in which list a sentence stands is for the table to say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.security.permissions import Action
from console.words.sentence import _

ADULTS: Final = _("Adults here can see")
NO_ONE: Final = _("No one can see")
NAMED: Final = _("Only the people on your paper can see")
SIGHTS: Final[Mapping[Action, str]] = MappingProxyType(
    {
        Action.SEE_TONIGHT: _("How much time you have for today"),
        Action.SEE_REQUESTS: _("What you ask them for"),
        Action.SEE_RULES: _("Your rules"),
        Action.SEE_CHANGES: _("What was changed, and by whom"),
        Action.SEE_RECORDED: _("What was written down, as you all agreed"),
        Action.SEE_LOOKED_UP: _("What you look up"),
        Action.SEE_ONLINE_NOW: _("If you are online now"),
        Action.SEE_MESSAGES: _("Your messages, calls and pictures"),
    }
)
