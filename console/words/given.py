"""What is said of what carers give and of time that is left, on whichever page it stands.

The carer and the young person read these very sentences, so that nothing is told to one of them
in other words than to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from policy.given.grants import GrantKind

# When something ends.
TIME: Final = "{time}"
TIME_TOMORROW: Final = "{time} tomorrow"
TIME_LATER: Final = "{time} on {date}"
DATE: Final = "{day} {month}"

# What was given, as it holds now.
KINDS: Final[Mapping[GrantKind, str]] = MappingProxyType(
    {
        GrantKind.MORE_TIME: "{count} more minutes of {target}, for today.",
        GrantKind.OPEN: "Open until {time}: {what}.",
        GrantKind.LATER: "{title} comes later. It begins at {time}.",
        GrantKind.PAUSE: "Paused until {time}.",
        GrantKind.HOMEWORK: "Homework time until {time}.",
        GrantKind.IS_IT_US: "The filters are off on {device} until {time}.",
        GrantKind.CUT_FAMILY_TIME: "Family time is off until {time}.",
    }
)
LISTED: Final[Mapping[GrantKind, str]] = MappingProxyType(
    {
        GrantKind.MORE_TIME: "{count} more minutes of {target}",
        GrantKind.OPEN: "Opened: {what}",
        GrantKind.LATER: "{title} comes later",
        GrantKind.PAUSE: "A pause",
        GrantKind.HOMEWORK: "Homework time",
        GrantKind.IS_IT_US: "The filters off on one device, for ten minutes",
        GrantKind.CUT_FAMILY_TIME: "Family time off",
    }
)
BY: Final = "From {who}"
BY_WHY: Final = "From {who}. Why: {reason}"
FOR_ALL: Final = "This is for every young person here."
HOMEWORK_OPENS: Final = "Only what homework needs is open."
HOMEWORK_OPENS_TOO: Final = "Only what homework needs is open, and {what}."
PAUSE_TRUTH: Final = "New things stop now. A video that is running may go on."
HELP_STAYS: Final = "Help lines and calls for help still work."

# What a rule does now.
RULE_CLOSES: Final = "{title} is on until {time}."
RULE_CLOSES_OPEN_END: Final = "{title} is on."
RULE_PART: Final = "{title} holds until {time}."
RULE_PART_OPEN_END: Final = "{title} holds now."
NEXT: Final = "{title} begins at {time}."
NOTHING_NOW: Final = "Nothing is closed by the clock now."
FIRST_WEEK: Final = "This is the first week here, so there are no limits of time."
NOT_HERE: Final = "The stay has not begun, or it is over."

# What cannot be told.
NO_CLOCK: Final = (
    "The box does not know what time it is, so no time is counted and no bedtime holds."
)
LEFT_SILENT: Final = "The filter does not answer, so we cannot tell how much time there is."
LEFT_NONE: Final = "No time is counted here."
WAITING: Final = "The filter has not taken this up yet. Load this page again."

# Over 24 hours in a week.
LISTED_PAUSES: Final = "Paused for more than 24 hours in a week"
LISTED_PAUSES_TEXT: Final = "The internet is not a punishment, so this stays on the list."
LISTED_PAUSE: Final = "From {start} to {end}"
