"""The words of the Rules pages: for whom, what, when, how long, and what a change would change.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- What a rule says is said by `policy.plan_words`; here stands only what is around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.words.sentence import _

# All of these pages.
RULES: Final = _("Rules")
RULES_TEXT: Final = _("Choose whose rules to see or change. A change holds within a second.")
PEOPLE: Final = _("Each person")
ALL_HERE: Final = _("The whole home")
DEVICES: Final = _("One device only")
EVERYONE: Final = _("Everyone here")
VISITORS: Final = _("Visitors")
FOR: Final = _("Rules for {who}")
COUNT: Final = _("{count} rules")
COUNT_ONE: Final = _("One rule")
COUNT_NONE: Final = _("No rules of their own")
TO_RULES: Final = _("Back to all rules")
TO_SUBJECT: Final = _("Back without a change")
GONE: Final = _("This is not here any more")
GONE_TEXT: Final = _("Somebody changed or removed it. Nothing was changed now.")

# One person or device.
WIDER_TOO: Final = _("The rules for everyone here hold as well.")
VISITORS_ALONE: Final = _("These hold for every device that nobody has named.")
KINDS: Final = _("Kinds of site and apps")
NAMES: Final = _("Names of sites")
WEEK: Final = _("The week")
WEEK_TEXT: Final = _("Each line is a day, from midnight to midnight.")
WEEK_PICTURE: Final = _("The week as a picture. The list that follows says the same.")
WEEK_TERM: Final = _("In term time")
WEEK_HOLIDAYS: Final = _("In the holidays")
DAY_OPEN: Final = _("{day}: nothing is closed")
DAY_CLOSED: Final = _("{day}: {parts}")
CLOSED_FROM: Final = _("closed from {start} to {end}")
PART_FROM: Final = _("partly closed from {start} to {end}")
OPENED_FROM: Final = _("some things open from {start} to {end}")
KEY_CLOSED: Final = _("Closed")
KEY_PART: Final = _("Partly closed")
KEY_OPEN: Final = _("Opened")
MINUTES: Final = _("Minutes")
FAMILY: Final = _("Family time")
FAMILY_TEXT: Final = _("Call apps that stay open through bedtime, minutes and pauses.")
AGE: Final = _("Start from an age")
NOTHING_SET: Final = _("Nothing is set here.")
CHANGE_PART: Final = _("Change: {part}")
CHANGE_ONE: Final = _("Change \u201c{title}\u201d")
ADD_TIME: Final = _("Add a bedtime or another time")
ADD_FAMILY: Final = _("Add family time")
CHOOSE_AGE: Final = _("Choose an age to start from")

# The form of kinds and apps.
KINDS_BLOCKED: Final = _("Kinds of site to block")
KINDS_HINT: Final = _("Tick a kind to block it.")
APPS: Final = _("Apps and services")
APPS_HINT: Final = _("An app does what its kind does, unless you say so here.")
APPS_OF: Final = _("{kind} ({count})")
APPS_OTHER: Final = _("Other apps")
APPS_SET: Final = _("{kind} ({count}, {number} set)")
SWITCHES: Final[Mapping[str, str]] = MappingProxyType(
    {"kind": _("As its kind"), "closed": _("Blocked"), "open": _("Open")}
)
SEARCH: Final = _("Search")
SAFE_SEARCH: Final = _("Safe search")
SAFE_SEARCHES: Final[Mapping[str, str]] = MappingProxyType(
    {"wider": _("As for everyone"), "on": _("On"), "off": _("Off")}
)
YOUTUBE: Final = _("YouTube")
YOUTUBES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wider": _("As for everyone"),
        "off": _("As it is"),
        "moderate": _("Without what is for adults"),
        "strict": _("Only what is strictly safe"),
    }
)

# The form of names.
BLOCK: Final = _("Names to block")
ALLOW: Final = _("Names to allow")
NAMES_HINT: Final = _("One name on each line. Each covers all that belongs to it.")
NAMES_EXAMPLE: Final = _("For example: chess.example")

# The form of a time.
NEW_TIME: Final = _("A new time")
ONE_TIME: Final = _("A time")
TITLE: Final = _("What you call it")
TITLE_HINT: Final = _("For example: Bedtime. The young person sees this name.")
DOES: Final = _("What it does")
DOES_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "close-all": _("Closes everything, but what I choose"),
        "close": _("Closes only what I choose"),
        "only": _("Opens only what I choose, and closes the rest"),
        "open": _("Opens what I choose"),
        "open-all": _("Opens everything"),
    }
)
LEAVES: Final = _("What stays open")
LEAVES_HINT: Final = _("Used when it closes everything. Calls and stories are a good start.")
CHOSEN: Final = _("What I choose")
CHOSEN_HINT: Final = _("Used for the other four.")
PICK_KINDS: Final = _("Kinds of site")
PICK_APPS: Final = _("Apps")
PICK_SITES: Final = _("Names of sites")
WHEN: Final = _("When")
WHEN_HINT: Final = _("Clear a row to remove it. A time may go past midnight.")
ROW: Final = _("Time {number}")
ROW_SPARE: Final = _("Another time")
FROM: Final = _("From")
UNTIL: Final = _("Until")
DAYS: Final = _("Days it starts on")
DURING: Final = _("Part of the year")
DURINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"all-year": _("All year"), "term": _("Term time"), "holidays": _("Holidays")}
)
FIRST: Final = _("First day, if any")
LAST: Final = _("Last day, if any")
WEEKDAYS: Final = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
SHORT_DAYS: Final = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
REMOVE: Final = _("Remove \u201c{title}\u201d")

# The form of minutes.
MINUTES_TEXT: Final = _("Minutes come in steps of five. Help, school and homework never count.")
BUDGET: Final = _("Minutes {number}")
BUDGET_SPARE: Final = _("More minutes")
HOW_MANY: Final = _("How many minutes")
OF_WHAT: Final = _("Of what")
EVERYTHING: Final = _("Everything")
PER: Final = _("For")
PERIODS: Final[Mapping[str, str]] = MappingProxyType({"day": _("Each day"), "week": _("Each week")})
MINUTES_DAYS: Final = _("On these days")
MINUTES_HINT: Final = _("Clear the number to remove a row. Minutes for a week count on every day.")

# The form of family time.
NEW_FAMILY: Final = _("New family time")
ONE_FAMILY: Final = _("Family time")
FAMILY_TITLE_HINT: Final = _("For example: Calls with Nan.")

# The form of ages.
AGE_TEXT: Final = _(
    "This sets the kinds of site, safe search, bedtime and minutes for an age."
    " Names, other times and family time stay."
)
AGES: Final = _("Ages")

# Before it is saved.
LOOK: Final = _("See what would change")
COMPARE: Final = _("Is this what you want?")
COMPARE_TEXT: Final = _("Nothing has changed yet. This is what would change:")
COMPARE_NOTHING: Final = _("This would change nothing.")
COMPARE_AGAIN: Final = _("Somebody else changed something just now. Look at it once more.")
ENDS: Final = _("This ends")
BEGINS: Final = _("This is new")
SAVE: Final = _("Save these rules")
BACK_TO_FORM: Final = _("Go back and change it")
POWERLESS: Final = _("These stay open")
POWERLESS_TEXT: Final = _("No rule here can block them, so a block does nothing.")
POWERLESS_BOX: Final = _("the box answers this name by itself")
SAVED: Final = _("Saved")
SAVED_TEXT: Final = _("The new rules are in force. You can undo them on the page of all rules.")
SAVED_WAITING: Final = _(
    "The filter has not taken them up yet. You can undo them on the page of all rules."
)

# The way back.
UNDO: Final = _("The latest change")
UNDO_TEXT: Final = _("You can undo it as long as nothing else was changed. Undoing it means:")
UNDO_BUTTON: Final = _("Undo it")
UNDONE: Final = _("Undone")
UNDONE_TEXT: Final = _("It is as it was before.")
UNDO_TOO_LATE: Final = _("Something else was changed since, so this was not undone.")

# What is wrong with what was typed.
WRONG: Final = _("There is a problem")
COMPLAINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": _("This is no name of a site"),
        "both": _("This name is on both lists. Take it off one of them."),
        "too-many": _("This is more than one page can hold. Take some away."),
        "no-title": _("Give it a name of 1 to 60 letters."),
        "title-taken": _("Another one here has this name. Choose another name."),
        "nothing": _("Choose what it is about."),
        "no-days": _("Tick one day or more."),
        "no-time": _("Write both times like 21:30."),
        "no-date": _("Write a day like 2026-09-01, and the last day after the first."),
        "no-kind": _("No app is known of one of these kinds. Name the sites instead."),
        "steps": _("Write minutes in steps of five, such as 30. A day has 1440."),
        "gone": _("This is not here any more. Go back to all rules."),
    }
)
