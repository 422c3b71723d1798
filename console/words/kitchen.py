"""What stands on the page for the tablet in the kitchen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.words.sentence import _
from policy.agent_answers import WarningKind

TITLE: Final = _("Kitchen")
HEADING: Final = _("What is coming")
SOON: Final[Mapping[WarningKind, str]] = MappingProxyType(
    {
        WarningKind.END: _("{title}: in {minutes} minutes"),
        WarningKind.MINUTES: _("{minutes} minutes of {title} remain"),
    }
)
SOON_NONE: Final = _("Nothing ends in the next ten minutes.")
TIME: Final = _("Time for today and this week")
TIME_LINE: Final = _("{target}: up to {minutes} minutes")
TIME_OVER: Final = _("{target}: used up")
TIME_NONE: Final = _("No limit of time is running.")
ESTIMATE: Final = _("Minutes are estimates. This page loads itself anew.")
BELL: Final = _("The bell: something ends soon")
RINGS: Final = _("A bell rings ten and five minutes before. Tap the page once, so that it may.")
SILENT: Final = _("The box cannot say just now. It tries again by itself.")
NO_CLOCK: Final = _("The box does not know what time it is.")
NOT_HERE: Final = _("This page is for a tablet that everyone here uses")
NOT_HERE_TEXT: Final = _("A carer can say on the Devices page that this device is everyone's.")
