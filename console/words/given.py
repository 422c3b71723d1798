"""What is said of what carers give and of time that is left, on whichever page it stands.

The carer and the young person read these very sentences, so that nothing is told to one of them
in other words than to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.words.sentence import _
from policy.given.grants import GrantKind

# When something ends.
TIME: Final = "{time}"
TIME_TOMORROW: Final = _("{time} tomorrow")
TIME_LATER: Final = _("{time} on {date}")
DATE: Final = _("{day} {month}")

# What was given, as it holds now.
KINDS: Final[Mapping[GrantKind, str]] = MappingProxyType(
    {
        GrantKind.MORE_TIME: _("{count} more minutes of {target}, for today."),
        GrantKind.OPEN: _("Open until {time}: {what}."),
        GrantKind.LATER: _("{title} comes later. It begins at {time}."),
        GrantKind.PAUSE: _("Paused until {time}."),
        GrantKind.HOMEWORK: _("Homework time until {time}."),
        GrantKind.IS_IT_US: _("The filters are off on {device} until {time}."),
        GrantKind.CUT_FAMILY_TIME: _("Family time is off until {time}."),
    }
)
LISTED: Final[Mapping[GrantKind, str]] = MappingProxyType(
    {
        GrantKind.MORE_TIME: _("{count} more minutes of {target}"),
        GrantKind.OPEN: _("Opened: {what}"),
        GrantKind.LATER: _("{title} comes later"),
        GrantKind.PAUSE: _("A pause"),
        GrantKind.HOMEWORK: _("Homework time"),
        GrantKind.IS_IT_US: _("The filters off on one device, for ten minutes"),
        GrantKind.CUT_FAMILY_TIME: _("Family time off"),
    }
)
BY: Final = _("From {who}")
BY_WHY: Final = _("From {who}. Why: {reason}")
FOR_ALL: Final = _("This is for every young person here.")
HOMEWORK_OPENS: Final = _("Only what homework needs is open.")
HOMEWORK_OPENS_TOO: Final = _("Only what homework needs is open, and {what}.")
PAUSE_TRUTH: Final = _("New things stop now. A video that is running may go on.")
HELP_STAYS: Final = _("Help lines and calls for help still work.")

# What a rule does now.
RULE_CLOSES: Final = _("{title} is on until {time}.")
RULE_CLOSES_OPEN_END: Final = _("{title} is on.")
RULE_PART: Final = _("{title} holds until {time}.")
RULE_PART_OPEN_END: Final = _("{title} holds now.")
NEXT: Final = _("{title} begins at {time}.")
NOTHING_NOW: Final = _("Nothing is closed by the clock now.")
FIRST_WEEK: Final = _("This is the first week here, so there are no limits of time.")
NOT_HERE: Final = _("The stay has not begun, or it is over.")

# What cannot be told.
NO_CLOCK: Final = _(
    "The box does not know what time it is, so no time is counted and no bedtime holds."
)
LEFT_SILENT: Final = _("The filter does not answer, so we cannot tell how much time there is.")
LEFT_NONE: Final = _("No time is counted here.")
WAITING: Final = _("The filter has not taken this up yet. Load this page again.")

# Over 24 hours in a week.
LISTED_PAUSES: Final = _("Paused for more than 24 hours in a week")
LISTED_PAUSES_TEXT: Final = _("The internet is not a punishment, so this stays on the list.")
LISTED_PAUSE: Final = _("From {start} to {end}")

# The one total of the whole home.
TOTAL: Final = _("Yesterday all devices here together asked this box {count} times or more.")
TOTAL_LOW: Final = _("Yesterday all devices here together asked this box fewer than {count} times.")
TOTAL_NONE: Final = _("This box has not counted a whole day yet.")
TOTAL_TRUTH: Final = _("This is for the whole home. Most of it is what devices ask by themselves.")
