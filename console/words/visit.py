"""The words of the visit page: how things stand, and what is read out or typed on the telephone.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Carer, young person and social worker read the same sentences. So nobody here is "you" but whoever
  presses something.
- What a stop code does is said before its field, and it is what the box does then.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from consent.acts import ViewReason
from consent.home import Press
from consent.records.fields import ViewerRole

EYE: Final = "Written down now"
VISIT: Final = "For a visit or a call"
VISIT_TEXT: Final = "Open this page when the social worker visits or rings."
ASKED: Final = "Is anything written down in this home now?"
YES: Final = "Yes"
YES_TEXT: Final = "What these devices ask for is written down, as far as people agreed: {devices}."
NO: Final = "No"
NO_TEXT: Final = "Nothing is written down on any device here now."
SILENT: Final = "The box cannot say right now"
SILENT_TEXT: Final = "Load this page again in a minute."
NOBODY_YET: Final = "There is no agreement in this home, so nothing can be written down."

# Each agreement.
AGREEMENT: Final = "The agreement"
OTHER: Final = "Another agreement"
DEVICE_ON: Final = "{device}: on"
DEVICE_OFF: Final = "{device}: off. {why}"
DEVICES: Final = "Its devices"
UNTIL: Final = "It goes on until"
OVER: Final = "It is over"
DUE: Final = "The next review is due by"
OVERDUE: Final = "The review is overdue"
OVERDUE_TEXT: Final = "It was due by {date}. A review that comes late starts nothing again."
OBJECTED: Final = "The young person said no. It is paused until a review hears them, by {date}."
PAUSED: Final = "A carer has paused it."
CHECK: Final = "Check words"
CHECK_TEXT: Final = "The signed paper begins with the same six words."
UNREAD: Final = "This page cannot read its record."

# What happened.
LOOKS: Final = "Who looked"
LOOKED: Final = "{who}. Days: {days}. Why: {why}."
VIEWERS: Final[Mapping[ViewerRole, str]] = MappingProxyType(
    {
        ViewerRole.YOUNG_PERSON: "The young person, with their card",
        ViewerRole.SOCIAL_WORKER: "A social worker: {label}",
        ViewerRole.CARER: "A carer: {label}",
    }
)
REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: "as it was agreed",
        ViewReason.WORRIED: "because of a worry",
        ViewReason.YOUNG_PERSON_ASKED: "the young person asked for it",
        ViewReason.BEFORE_REVIEW: "before a review",
        ViewReason.OWN_ENTRIES: "to read their own",
    }
)
TOOK: Final = "a copy, to read at a desk"
LOOKS_NOBODY: Final = "Nobody has looked."
TIMELINE: Final = "What happened"
TIMELINE_NONE: Final = "Nothing has happened yet."
TIMELINE_ALL: Final = "Show all {count}"
GAPS: Final = "When it was off in between"
GAPS_NONE: Final = "It was not off in between."
GAP: Final = "From {since} to {time}"
GAP_OPEN: Final = "Since {since}"
GAP_START: Final = "The box was started anew, or had no power."
UNSOUND: Final = (
    "The box's list is damaged, so it cannot say what happened. Tell the social worker."
)

ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "import": "A signed paper was taken in",
        "refuse": "Something was not taken in",
        "root": "The list of who speaks for the council was taken in",
        "keyset": "The list of who may sign was taken in",
        "notice_started": "The wait before the start began",
        "looked_together": "Carer and young person read it together",
        "device_bound": "A device was set up",
        "device_unbound": "A device was taken off",
        "on": "On: {device}",
        "off": "Off: {device}. {why}",
        "pause": "A carer paused it",
        "resume": "A carer ended the pause",
        "viewers_keys_destroyed": "A day was closed for all but the young person",
        "day_key_destroyed": "A day was erased",
        "view": "Somebody looked",
        "export": "Somebody took a copy",
        "withdrawn": "The yes was taken back",
        "objected": "The young person said no",
        "stopped": "The people who asked for it ended it",
        "closed": "Nothing of it can be opened any more",
        "clock_lost": "The box was not sure of the time",
        "clock_regained": "The box was sure of the time again",
        "reboot": "The box was started",
        "login_failed": "Wrong words or a wrong code were typed",
    }
)
PRESSED: Final[Mapping[Press, str]] = MappingProxyType(
    {
        Press.YOUNG_PERSON: "The young person pressed Stop",
        Press.STOP_CODE: "The stop code was typed",
        Press.CARER: "A carer stopped it",
    }
)
GONE_DEVICE: Final = "a device that is gone"

# What is read out.
SPOKEN: Final = "Check by telephone"
SPOKEN_TEXT: Final = "The social worker says four digits. Type them, and read out the four words."
SPOKEN_FIELD: Final = "The four digits"
SPOKEN_BUTTON: Final = "Show the four words"
SPOKEN_WORDS: Final = "Read out these four words"
SPOKEN_LASTS: Final = "They hold for a few minutes, and only while all stays as it is now."
STATUS: Final = "Signed statement"
STATUS_TEXT: Final = "The social worker gives six digits. The box then signs how all stands now."
STATUS_FIELD: Final = "The six digits"
STATUS_BUTTON: Final = "Show the statement"
STATUS_SHOWN: Final = "Send this text as it is, or let it be photographed"
STATUS_LIMIT: Final = "It shows what this box does. It says nothing of other tools in the home."
SQUARE: Final = "The same text as a square code"
CODE: Final = "Stop code"
CODE_OPEN: Final = "Type a stop code"
CODE_DOES: Final = "What it does"
CODE_TEXT: Final = (
    "The agreement that the code is for ends at once, for good.",
    "All that was written down under it is erased now, the young person's copy too.",
    "Only a new agreement can start it again.",
)
CODE_ANYONE: Final = "Anyone may type it. Nobody has to say why."
CODE_FIELD: Final = "The stop code, eight digits"
CODE_BUTTON: Final = "Stop with the code"
STOPPED: Final = "It is stopped, for good"
STOPPED_TEXT: Final = "Read out these four words. They show that it is stopped."
STOPPED_UNKEPT: Final = (
    "But the box could not make a note of it, so it may forget. Ring the social worker."
)
STOPPED_GONE: Final = "The words are not here any more. Type the code again to see them."
NO_ANSWER: Final = "The box did not answer. Please try again."
TOO_MANY: Final = "That was too often. Wait a minute, and try again."
DIGITS_WRONG: Final = "Please type digits only, as many as it says."

# To take away.
BUNDLE: Final = "The box's list, to take away"
BUNDLE_TEXT: Final = (
    "It shows who looked, what was on, and when. It holds no site that anyone asked for."
)
BUNDLE_BUTTON: Final = "Save the list"
PRINT_TEXT: Final = "This page fits on one sheet of paper when it is printed."
