"""What a young person reads where they look for what is in an app's way."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.words.sentence import _
from policy.agent_answers import Refused
from policy.why import Why

TITLE: Final = _("Fix an app")
HEADING: Final = _("Fix an app")
TEXT: Final = _("If an app does not work, this shows what was blocked on this device.")
HOW: Final = _("Press Start, then open the app. Come back here and look.")
SHOWN: Final = _("It is shown for two minutes, on this device and nowhere else.")
FORGOTTEN: Final = _("After that the box has forgotten it. It is written down nowhere.")
USED: Final = _("That you used this is shown on your own page.")
START: Final = _("Start")
AGAIN: Final = _("Look again")
RESTART: Final = _("Start again")
RUNNING: Final = _("It runs for {count} more seconds.")
NOTHING: Final = _("Nothing was blocked since you pressed Start.")
FOUND: Final = _("Blocked just now")
ASK: Final = _("Ask for {site}")
SILENT: Final = _("The filter did not answer. Please try again in a minute.")
NOT_DONE: Final = _("This cannot be shown")
REFUSED: Final[Mapping[Refused, str]] = MappingProxyType(
    {
        **dict.fromkeys(Refused, _("The filter could not do it. Please try again in a minute.")),
        Refused.TOO_MANY: _("Too many devices do this just now. Please try again in a minute."),
    }
)
WHY: Final[Mapping[Why, str]] = MappingProxyType(
    {
        **dict.fromkeys(Why, _("A rule blocks it.")),
        Why.CATEGORY: _("It is on a list: {kind}"),
        Why.CLOCK: _("The clock closes it now."),
        Why.PAUSE: _("There is a pause now."),
        Why.HOMEWORK: _("It is homework time now."),
        Why.USED_UP: _("The time for it is used up."),
        Why.SAFE_SEARCH: _("Safe search blocks it."),
        Why.BYPASS_SIGNAL: _("It asks to go around the rules of this home."),
    }
)
HARMS: Final = _("It can harm your device, so think before you ask for it.")
