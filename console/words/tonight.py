"""What the carer's pages of the evening say: Tonight, and what can be given to one young person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.outcomes import Length, NotAsked, NotGiven

TITLE: Final = "Tonight"
NOW: Final = "{weekday} {day} {month}, {time}"
WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
CHANGES: Final = "See what was changed"
WORRIED: Final = "Worried?"
WORRIED_TEXT: Final = "What to do, and whom to ring. It works with no internet."
WORRIED_GO: Final = "What to do now"
NOT_DONE: Final = "This was not done"

# The first line, where rules are in force and yet nothing is asked of this box.
QUIET: Final = "No device uses this box since {time}"
QUIET_TEXT: Final = "The rules are in force, but no device has asked the box for anything."
QUIET_TODO: Final = "Open a page on a phone here. If this stays, the router may use another filter."

# The first line, where rules are in force and no device has shown it.
UNTESTED: Final = "The rules are in force, but no device was tested today"
UNTESTED_TEXT: Final = "Only a device can show that the rules reach it."
UNTESTED_TODO: Final = "Open lamplight.local/check on a phone that is on the home Wi-Fi."

# Where else to look.
UNNAMED_HEADING: Final = "New devices"
UNNAMED_ONE: Final = "There is a device that nobody has named yet."
UNNAMED: Final = "There are {count} devices that nobody has named yet."
UNNAMED_TEXT: Final = "Until somebody does, they have the rules for visitors."
UNNAMED_GO: Final = "Look at the devices"
ELSEWHERE: Final = "More about this home"
DEVICES_GO: Final = "Devices"
RULES_GO: Final = "Rules"
HEALTH_GO: Final = "How the box is"
COVERAGE_GO: Final = "What the box covers, and what it cannot"

# What waits.
NO_TIME: Final = "The box does not know what time it is"
NO_TIME_TEXT: Final = "Until it does, bedtimes and minutes do not hold. Sites stay blocked."
NO_TIME_TODO: Final = "Look at a clock, and write the day and the time here."
NO_TIME_DAY: Final = "The day"
NO_TIME_CLOCK: Final = "The time"
NO_TIME_SET: Final = "This is the time"
NO_TIME_WRONG: Final = "Write a day such as 2026-11-21, and a time such as 18:42."
NOBODY: Final = "No young person lives here yet"
NOBODY_TEXT: Final = "Once one does, this page shows how the evening stands."

# What young people ask.
REQUESTS: Final = "Asked for"
REQUESTS_NONE: Final = "Nobody is asking for anything."
ASKS_SITE: Final = "{person} asks for {site}"
ASKS_MINUTES: Final = "{person} asks for {count} more minutes of {target}"
ASKS_LATER: Final = "{person} asks that {title} comes later"
ASKED_AT: Final = "Asked at {time}"
YES: Final = "Yes"
YES_LENGTH: Final = "For how long?"
NO: Final = "Say no"
NO_OPEN: Final = "Not this time"
NO_WHY: Final = "Why? {person} reads it."
NO_MORE: Final = "Say more, if you like"
NO_REASONS: Final = (
    "Not tonight. We can talk about it tomorrow.",
    "It is late, and sleep matters.",
    "Homework first, then we will see.",
    "I want to look at it with you first.",
    "I am not sure yet. Ask me when we eat.",
)

# Each young person.
PEOPLE: Final = "Young people"
TIME_HEADING: Final = "Time"
HOLDS_HEADING: Final = "What holds now, and why"
GIVE_MINUTES: Final = "Give {count} more minutes of {target}"
PAUSE: Final = "Pause"
PAUSE_PERSON: Final = "Pause {person}"
PAUSE_ALL: Final = "Pause every young person"
PAUSE_WHY: Final = "Why? They read it."
PAUSE_LENGTH: Final = "For how long?"
MORE_FOR: Final = "More for {person}"
UNDO: Final = "Undo"
DEVICES: Final = "Devices that are nobody's own"

# What can be given to one young person.
GIVE_TITLE: Final = "Give"
GIVE_HEADING: Final = "For {person}"
MINUTES: Final = "More time"
MINUTES_OF: Final = "Of what?"
MINUTES_COUNT: Final = "How many minutes?"
MINUTES_GIVE: Final = "Give more time"
OPEN: Final = "Open a site or an app"
OPEN_SITE: Final = "Which site?"
OPEN_SITE_HINT: Final = "Write its name, such as example.org. Or choose an app."
OPEN_SERVICE: Final = "Which app?"
OPEN_SERVICE_NONE: Final = "None"
OPEN_LENGTH: Final = "For how long?"
OPEN_GIVE: Final = "Open it"
LATER: Final = "Bedtime later"
LATER_TITLE: Final = "What comes later?"
LATER_LENGTH: Final = "By how much?"
LATER_GIVE: Final = "Make it later"
HOMEWORK: Final = "Homework time"
HOMEWORK_TEXT: Final = "Only school sites and sites to look things up are open."
HOMEWORK_LENGTH: Final = "For how long?"
HOMEWORK_GIVE: Final = "Start homework time"
FAMILY: Final = "Switch off family time"
FAMILY_TEXT: Final = "Family calls close too, when all else is closed. They read why."
FAMILY_WHY: Final = "Why? They read it."
FAMILY_LENGTH: Final = "For how long?"
FAMILY_GIVE: Final = "Switch it off"
FILTERS: Final = "Is it us?"
FILTERS_TEXT: Final = "If an app does not work, this takes the filters off one device."
FILTERS_TEXT_END: Final = "After ten minutes they are back. Nothing is written down."
FILTERS_DEVICE: Final = "Which device?"
FILTERS_GIVE: Final = "Take the filters off for ten minutes"
BACK: Final = "Back to Tonight"

LENGTHS: Final[Mapping[Length, str]] = MappingProxyType(
    {
        Length.QUARTER: "15 minutes",
        Length.HALF: "30 minutes",
        Length.HOUR: "1 hour",
        Length.TWO_HOURS: "2 hours",
        Length.MORNING: "Until seven in the morning",
        Length.TODAY: "Until midnight",
        Length.WEEK: "One week",
    }
)

# Why something was not done.
NOT_GIVEN: Final[Mapping[NotGiven, str]] = MappingProxyType(
    {
        NotGiven.NOT_SET_UP: "This home is not set up yet.",
        NotGiven.NOBODY: "That young person is not here any more.",
        NotGiven.NO_DEVICE: "That device is not here any more.",
        NotGiven.NO_BUDGET: "No minutes are counted for that, so none can be given.",
        NotGiven.NO_RULE: "There is no such rule any more.",
        NotGiven.NOT_SOON: "That does not begin in the next hours. Try again later in the day.",
        NotGiven.NO_FAMILY_TIME: "There is no family time that could be off.",
        NotGiven.NOTHING_SAID: "Write the name of a site, or choose an app.",
        NotGiven.NO_REASON: "Write why. They read it, so that they know.",
        NotGiven.LONG_REASON: "That is too long. Say why in one line.",
        NotGiven.NO_TIME: "The box does not know what time it is. Choose minutes or an hour.",
        NotGiven.TOO_MANY: "Too much was given this week. Try again tomorrow.",
        NotGiven.OVER: "That was over already.",
    }
)
NOT_ANSWERED: Final[Mapping[NotAsked, str]] = MappingProxyType(
    {
        NotAsked.NOT_SET_UP: "This home is not set up yet.",
        NotAsked.NOBODY: "That young person is not here any more.",
        NotAsked.NOTHING_SAID: "That asks for nothing.",
        NotAsked.LONG_WORDS: "That is too long. Please use fewer words.",
        NotAsked.TOO_MANY: "Too many questions wait already.",
        NotAsked.NO_WORDS: "Say why not. They read it.",
        NotAsked.ANSWERED: "Another carer has answered it.",
    }
)
