"""The words of the Rules pages: for whom, what, when, how long, and what a change would change.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- What a rule says is said by `policy.plan_words`; here stands only what is around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# All of these pages.
RULES: Final = "Rules"
RULES_TEXT: Final = "Choose whose rules to see or change. A change holds within a second."
PEOPLE: Final = "Each person"
ALL_HERE: Final = "The whole home"
DEVICES: Final = "One device only"
EVERYONE: Final = "Everyone here"
VISITORS: Final = "Visitors"
FOR: Final = "Rules for {who}"
COUNT: Final = "{count} rules"
COUNT_ONE: Final = "One rule"
COUNT_NONE: Final = "No rules of their own"
TO_RULES: Final = "Back to all rules"
TO_SUBJECT: Final = "Back without a change"
GONE: Final = "This is not here any more"
GONE_TEXT: Final = "Somebody changed or removed it. Nothing was changed now."

# One person or device.
WIDER_TOO: Final = "The rules for everyone here hold as well."
VISITORS_ALONE: Final = "These hold for every device that nobody has named."
KINDS: Final = "Kinds of site and apps"
NAMES: Final = "Names of sites"
WEEK: Final = "The week"
WEEK_TEXT: Final = "Each line is a day, from midnight to midnight."
WEEK_PICTURE: Final = "The week as a picture. The list that follows says the same."
WEEK_TERM: Final = "In term time"
WEEK_HOLIDAYS: Final = "In the holidays"
DAY_OPEN: Final = "{day}: nothing is closed"
DAY_CLOSED: Final = "{day}: {parts}"
CLOSED_FROM: Final = "closed from {start} to {end}"
PART_FROM: Final = "partly closed from {start} to {end}"
OPENED_FROM: Final = "some things open from {start} to {end}"
KEY_CLOSED: Final = "Closed"
KEY_PART: Final = "Partly closed"
KEY_OPEN: Final = "Opened"
MINUTES: Final = "Minutes"
FAMILY: Final = "Family time"
FAMILY_TEXT: Final = "Call apps that stay open through bedtime, minutes and pauses."
AGE: Final = "Start from an age"
NOTHING_SET: Final = "Nothing is set here."
CHANGE_PART: Final = "Change: {part}"
CHANGE_ONE: Final = "Change \u201c{title}\u201d"
ADD_TIME: Final = "Add a bedtime or another time"
ADD_FAMILY: Final = "Add family time"
CHOOSE_AGE: Final = "Choose an age to start from"

# The form of kinds and apps.
KINDS_BLOCKED: Final = "Kinds of site to block"
KINDS_HINT: Final = "Tick a kind to block it."
APPS: Final = "Apps and services"
APPS_HINT: Final = "An app does what its kind does, unless you say so here."
APPS_OF: Final = "{kind} ({count})"
APPS_OTHER: Final = "Other apps"
APPS_SET: Final = "{kind} ({count}, {number} set)"
SWITCHES: Final[Mapping[str, str]] = MappingProxyType(
    {"kind": "As its kind", "closed": "Blocked", "open": "Open"}
)
SEARCH: Final = "Search"
SAFE_SEARCH: Final = "Safe search"
SAFE_SEARCHES: Final[Mapping[str, str]] = MappingProxyType(
    {"wider": "As for everyone", "on": "On", "off": "Off"}
)
YOUTUBE: Final = "YouTube"
YOUTUBES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "wider": "As for everyone",
        "off": "As it is",
        "moderate": "Without what is for adults",
        "strict": "Only what is strictly safe",
    }
)

# The form of names.
BLOCK: Final = "Names to block"
ALLOW: Final = "Names to allow"
NAMES_HINT: Final = "One name on each line. Each covers all that belongs to it."
NAMES_EXAMPLE: Final = "For example: chess.example"

# The form of a time.
NEW_TIME: Final = "A new time"
ONE_TIME: Final = "A time"
TITLE: Final = "What you call it"
TITLE_HINT: Final = "For example: Bedtime. The young person sees this name."
DOES: Final = "What it does"
DOES_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "close-all": "Closes everything, but what I choose",
        "close": "Closes only what I choose",
        "only": "Opens only what I choose, and closes the rest",
        "open": "Opens what I choose",
        "open-all": "Opens everything",
    }
)
LEAVES: Final = "What stays open"
LEAVES_HINT: Final = "Used when it closes everything. Calls and stories are a good start."
CHOSEN: Final = "What I choose"
CHOSEN_HINT: Final = "Used for the other four."
PICK_KINDS: Final = "Kinds of site"
PICK_APPS: Final = "Apps"
PICK_SITES: Final = "Names of sites"
WHEN: Final = "When"
WHEN_HINT: Final = "Clear a row to remove it. A time may go past midnight."
ROW: Final = "Time {number}"
ROW_SPARE: Final = "Another time"
FROM: Final = "From"
UNTIL: Final = "Until"
DAYS: Final = "Days it starts on"
DURING: Final = "Part of the year"
DURINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"all-year": "All year", "term": "Term time", "holidays": "Holidays"}
)
FIRST: Final = "First day, if any"
LAST: Final = "Last day, if any"
WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
SHORT_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
REMOVE: Final = "Remove \u201c{title}\u201d"

# The form of minutes.
MINUTES_TEXT: Final = "Minutes come in steps of five. Help, school and homework never count."
BUDGET: Final = "Minutes {number}"
BUDGET_SPARE: Final = "More minutes"
HOW_MANY: Final = "How many minutes"
OF_WHAT: Final = "Of what"
EVERYTHING: Final = "Everything"
PER: Final = "For"
PERIODS: Final[Mapping[str, str]] = MappingProxyType({"day": "Each day", "week": "Each week"})
MINUTES_DAYS: Final = "On these days"
MINUTES_HINT: Final = "Clear the number to remove a row. Minutes for a week count on every day."

# The form of family time.
NEW_FAMILY: Final = "New family time"
ONE_FAMILY: Final = "Family time"
FAMILY_TITLE_HINT: Final = "For example: Calls with Nan."

# The form of ages.
AGE_TEXT: Final = (
    "This sets the kinds of site, safe search, bedtime and minutes for an age."
    " Names, other times and family time stay."
)
AGES: Final = "Ages"

# Before it is saved.
LOOK: Final = "See what would change"
COMPARE: Final = "Is this what you want?"
COMPARE_TEXT: Final = "Nothing has changed yet. This is what would change:"
COMPARE_NOTHING: Final = "This would change nothing."
COMPARE_AGAIN: Final = "Somebody else changed something just now. Look at it once more."
ENDS: Final = "This ends"
BEGINS: Final = "This is new"
SAVE: Final = "Save these rules"
BACK_TO_FORM: Final = "Go back and change it"
POWERLESS: Final = "These stay open"
POWERLESS_TEXT: Final = "No rule here can block them, so a block does nothing."
POWERLESS_BOX: Final = "the box answers this name by itself"
SAVED: Final = "Saved"
SAVED_TEXT: Final = (
    "The new rules are in force within a second. You can undo them on the page of all rules."
)

# The way back.
UNDO: Final = "The latest change"
UNDO_TEXT: Final = "You can undo it as long as nothing else was changed. Undoing it means:"
UNDO_BUTTON: Final = "Undo it"
UNDONE: Final = "Undone"
UNDONE_TEXT: Final = "It is as it was before."
UNDO_TOO_LATE: Final = "Something else was changed since, so this was not undone."

# What is wrong with what was typed.
WRONG: Final = "There is a problem"
COMPLAINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "This is no name of a site",
        "both": "This name is on both lists. Take it off one of them.",
        "too-many": "This is more than one page can hold. Take some away.",
        "no-title": "Give it a name of 1 to 60 letters.",
        "title-taken": "Another one here has this name. Choose another name.",
        "nothing": "Choose what it is about.",
        "no-days": "Tick one day or more.",
        "no-time": "Write both times like 21:30.",
        "no-date": "Write a day like 2026-09-01, and the last day after the first.",
        "no-kind": "No app is known of one of these kinds. Name the sites instead.",
        "steps": "Write minutes in steps of five, such as 30. A day has 1440.",
        "gone": "This is not here any more. Go back to all rules.",
    }
)
