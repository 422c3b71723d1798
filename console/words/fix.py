"""What a young person reads where they look for what is in an app's way."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policy.agent_answers import Refused
from policy.why import Why

TITLE: Final = "Fix an app"
HEADING: Final = "Fix an app"
TEXT: Final = "If an app does not work, this shows what was blocked on this device."
HOW: Final = "Press Start, then open the app. Come back here and look."
SHOWN: Final = "It is shown for two minutes, on this device and nowhere else."
FORGOTTEN: Final = "After that the box has forgotten it. It is written down nowhere."
USED: Final = "That you used this is shown on your own page."
START: Final = "Start"
AGAIN: Final = "Look again"
RESTART: Final = "Start again"
RUNNING: Final = "It runs for {count} more seconds."
NOTHING: Final = "Nothing was blocked since you pressed Start."
FOUND: Final = "Blocked just now"
ASK: Final = "Ask for {site}"
SILENT: Final = "The filter did not answer. Please try again in a minute."
NOT_DONE: Final = "This cannot be shown"
REFUSED: Final[Mapping[Refused, str]] = MappingProxyType(
    {
        **dict.fromkeys(Refused, "The filter could not do it. Please try again in a minute."),
        Refused.TOO_MANY: "Too many devices do this just now. Please try again in a minute.",
    }
)
WHY: Final[Mapping[Why, str]] = MappingProxyType(
    {
        **dict.fromkeys(Why, "A rule blocks it."),
        Why.CATEGORY: "It is on a list: {kind}",
        Why.CLOCK: "The clock closes it now.",
        Why.PAUSE: "There is a pause now.",
        Why.HOMEWORK: "It is homework time now.",
        Why.USED_UP: "The time for it is used up.",
        Why.SAFE_SEARCH: "Safe search blocks it.",
        Why.BYPASS_SIGNAL: "It asks to go around the rules of this home.",
    }
)
HARMS: Final = "It can harm your device, so think before you ask for it."
