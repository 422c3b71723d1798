"""What stands on the page for the tablet in the kitchen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policy.agent_answers import WarningKind

TITLE: Final = "Kitchen"
HEADING: Final = "What is coming"
SOON: Final[Mapping[WarningKind, str]] = MappingProxyType(
    {
        WarningKind.END: "{title}: in {minutes} minutes",
        WarningKind.MINUTES: "{minutes} minutes of {title} remain",
    }
)
SOON_NONE: Final = "Nothing ends in the next ten minutes."
TIME: Final = "Time for today and this week"
TIME_LINE: Final = "{target}: up to {minutes} minutes"
TIME_OVER: Final = "{target}: used up"
TIME_NONE: Final = "No limit of time is running."
ESTIMATE: Final = "Minutes are estimates. This page loads itself anew."
SILENT: Final = "The box cannot say just now. It tries again by itself."
NO_CLOCK: Final = "The box does not know what time it is."
NOT_HERE: Final = "This page is for a tablet that everyone here uses"
NOT_HERE_TEXT: Final = "A carer can say on the Devices page that this device is everyone's."
