"""What the carer's pages of the evening say: Tonight, and what can be given to one young person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.outcomes import Length, NotAsked, NotGiven
from console.words.sentence import _

TITLE: Final = _("Tonight")
NOW: Final = _("{weekday} {day} {month}, {time}")
WEEKDAYS: Final = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"),
    _("Saturday"), _("Sunday"),
)  # fmt: skip
CHANGES: Final = _("See what was changed")
WORRIED: Final = _("Worried?")
WORRIED_TEXT: Final = _("What to do, and whom to ring. It works with no internet.")
WORRIED_GO: Final = _("What to do now")
NOT_DONE: Final = _("This was not done")

# The first line, where rules are in force and yet nothing is asked of this box.
QUIET: Final = _("No device uses this box since {time}")
QUIET_TEXT: Final = _("The rules are in force, but no device has asked the box for anything.")
QUIET_TODO: Final = _(
    "Open a page on a phone here. If this stays, the router may use another filter."
)

# The first line, where rules are in force and no device has shown it.
UNTESTED: Final = _("The rules are in force, but no device was tested today")
UNTESTED_TEXT: Final = _("Only a device can show that the rules reach it.")
UNTESTED_TODO: Final = _("Open lamplight.local/check on a phone that is on the home Wi-Fi.")

# Where else to look.
UNNAMED_HEADING: Final = _("New devices")
UNNAMED_ONE: Final = _("There is a device that nobody has named yet.")
UNNAMED: Final = _("There are {count} devices that nobody has named yet.")
UNNAMED_TEXT: Final = _("Until somebody does, they have the rules for visitors.")
UNNAMED_GO: Final = _("Look at the devices")
ELSEWHERE: Final = _("More about this home")
DEVICES_GO: Final = _("Devices")
RULES_GO: Final = _("Rules")
HEALTH_GO: Final = _("How the box is")
COVERAGE_GO: Final = _("What the box covers, and what it cannot")

# What waits.
NO_TIME: Final = _("The box does not know what time it is")
NO_TIME_TEXT: Final = _("Until it does, bedtimes and minutes do not hold. Sites stay blocked.")
NO_TIME_TODO: Final = _("Look at a clock, and write the day and the time here.")
NO_TIME_DAY: Final = _("The day")
NO_TIME_CLOCK: Final = _("The time")
NO_TIME_SET: Final = _("This is the time")
NO_TIME_WRONG: Final = _("Write a day such as 2026-11-21, and a time such as 18:42.")
NOBODY: Final = _("No young person lives here yet")
NOBODY_TEXT: Final = _("Once one does, this page shows how the evening stands.")

# What young people ask.
REQUESTS: Final = _("Asked for")
REQUESTS_NONE: Final = _("Nobody is asking for anything.")
ASKS_SITE: Final = _("{person} asks for {site}")
ASKS_MINUTES: Final = _("{person} asks for {count} more minutes of {target}")
ASKS_LATER: Final = _("{person} asks that {title} comes later")
ASKED_AT: Final = _("Asked at {time}")
YES: Final = _("Yes")
YES_LENGTH: Final = _("For how long?")
NO: Final = _("Say no")
REFUSED: Final = _("Answered with no today")
REFUSED_BY: Final = _("{who} said no at {time}.")
AFTER_ALL: Final = _("Give it after all")
NO_OPEN: Final = _("Not this time")
NO_WHY: Final = _("Why? {person} reads it.")
NO_MORE: Final = _("Say more, if you like")
NO_REASONS: Final = (
    _("Not tonight. We can talk about it tomorrow."),
    _("It is late, and sleep matters."),
    _("Homework first, then we will see."),
    _("I want to look at it with you first."),
    _("I am not sure yet. Ask me when we eat."),
)

# Each young person.
PEOPLE: Final = _("Young people")
TIME_HEADING: Final = _("Time")
HOLDS_HEADING: Final = _("What holds now, and why")
GIVE_MINUTES: Final = _("Give {count} more minutes of {target}")
PAUSE: Final = _("Pause")
PAUSE_PERSON: Final = _("Pause {person}")
PAUSE_ALL: Final = _("Pause every young person")
PAUSE_WHY: Final = _("Why? They read it.")
PAUSE_LENGTH: Final = _("For how long?")
MORE_FOR: Final = _("More for {person}")
UNDO: Final = _("Undo")
DEVICES: Final = _("Devices that are nobody's own")

# What can be given to one young person.
GIVE_TITLE: Final = _("Give")
GIVE_HEADING: Final = _("For {person}")
MINUTES: Final = _("More time")
MINUTES_OF: Final = _("Of what?")
MINUTES_COUNT: Final = _("How many minutes?")
MINUTES_GIVE: Final = _("Give more time")
OPEN: Final = _("Open a site or an app")
OPEN_SITE: Final = _("Which site?")
OPEN_SITE_HINT: Final = _("Write its name, such as example.org. Or choose an app.")
OPEN_SERVICE: Final = _("Which app?")
OPEN_SERVICE_NONE: Final = _("None")
OPEN_LENGTH: Final = _("For how long?")
OPEN_GIVE: Final = _("Open it")
LATER: Final = _("Bedtime later")
LATER_TITLE: Final = _("What comes later?")
LATER_LENGTH: Final = _("By how much?")
LATER_GIVE: Final = _("Make it later")
HOMEWORK: Final = _("Homework time")
HOMEWORK_TEXT: Final = _("Only school sites and sites to look things up are open.")
HOMEWORK_LENGTH: Final = _("For how long?")
HOMEWORK_GIVE: Final = _("Start homework time")
FAMILY: Final = _("Switch off family time")
FAMILY_TEXT: Final = _("Family calls close too, when all else is closed. They read why.")
FAMILY_WHY: Final = _("Why? They read it.")
FAMILY_LENGTH: Final = _("For how long?")
FAMILY_GIVE: Final = _("Switch it off")
FILTERS: Final = _("Is it us?")
FILTERS_TEXT: Final = _("If an app does not work, this takes the filters off one device.")
FILTERS_TEXT_END: Final = _("After ten minutes they are back. Nothing is written down.")
FILTERS_DEVICE: Final = _("Which device?")
FILTERS_GIVE: Final = _("Take the filters off for ten minutes")
BACK: Final = _("Back to Tonight")

LENGTHS: Final[Mapping[Length, str]] = MappingProxyType(
    {
        Length.QUARTER: _("15 minutes"),
        Length.HALF: _("30 minutes"),
        Length.HOUR: _("1 hour"),
        Length.TWO_HOURS: _("2 hours"),
        Length.MORNING: _("Until seven in the morning"),
        Length.TODAY: _("Until midnight"),
        Length.WEEK: _("One week"),
    }
)

# Why something was not done.
NOT_GIVEN: Final[Mapping[NotGiven, str]] = MappingProxyType(
    {
        NotGiven.NOT_SET_UP: _("This home is not set up yet."),
        NotGiven.NOBODY: _("That young person is not here any more."),
        NotGiven.NO_DEVICE: _("That device is not here any more."),
        NotGiven.NO_BUDGET: _("No minutes are counted for that, so none can be given."),
        NotGiven.NO_RULE: _("There is no such rule any more."),
        NotGiven.NOT_SOON: _("That does not begin in the next hours. Try again later in the day."),
        NotGiven.NO_FAMILY_TIME: _("There is no family time that could be off."),
        NotGiven.NOTHING_SAID: _("Write the name of a site, or choose an app."),
        NotGiven.NO_REASON: _("Write why. They read it, so that they know."),
        NotGiven.LONG_REASON: _("That is too long. Say why in one line."),
        NotGiven.NO_TIME: _("The box does not know what time it is. Choose minutes or an hour."),
        NotGiven.TOO_MANY: _("Too much was given this week. Try again tomorrow."),
        NotGiven.OVER: _("That was over already."),
    }
)
NOT_ANSWERED: Final[Mapping[NotAsked, str]] = MappingProxyType(
    {
        NotAsked.NOT_SET_UP: _("This home is not set up yet."),
        NotAsked.NOBODY: _("That young person is not here any more."),
        NotAsked.NOTHING_SAID: _("That asks for nothing."),
        NotAsked.LONG_WORDS: _("That is too long. Please use fewer words."),
        NotAsked.TOO_MANY: _("Too many questions wait already."),
        NotAsked.NO_WORDS: _("Say why not. They read it."),
        NotAsked.ANSWERED: _("Another carer has answered it."),
    }
)
