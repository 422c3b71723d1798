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
from console.words.sentence import _

EYE: Final = _("Written down now")
VISIT: Final = _("For a visit or a call")
VISIT_TEXT: Final = _("Open this page when the social worker visits or rings.")
ASKED: Final = _("Is anything written down in this home now?")
YES: Final = _("Yes")
YES_TEXT: Final = _(
    "What these devices ask for is written down, as far as people agreed: {devices}."
)
NO: Final = _("No")
NO_TEXT: Final = _("Nothing is written down on any device here now.")
SILENT: Final = _("The box cannot say right now")
SILENT_TEXT: Final = _("Load this page again in a minute.")
NOBODY_YET: Final = _("There is no agreement in this home, so nothing can be written down.")

# Each agreement.
AGREEMENT: Final = _("The agreement")
OTHER: Final = _("Another agreement")
DEVICE_ON: Final = _("{device}: on")
DEVICE_OFF: Final = _("{device}: off. {why}")
DEVICES: Final = _("Its devices")
UNTIL: Final = _("It goes on until")
OVER: Final = _("It is over")
DUE: Final = _("The next review is due by")
OVERDUE: Final = _("The review is overdue")
OVERDUE_TEXT: Final = _("It was due by {date}. A review that comes late starts nothing again.")
OBJECTED: Final = _("The young person said no. It is paused until a review hears them, by {date}.")
PAUSED: Final = _("A carer has paused it.")
CHECK: Final = _("Check words")
CHECK_TEXT: Final = _("The signed paper begins with the same six words.")
UNREAD: Final = _("This page cannot read its record.")

# What happened.
LOOKS: Final = _("Who looked")
LOOKED: Final = _("{who}. Days: {days}. Why: {why}.")
VIEWERS: Final[Mapping[ViewerRole, str]] = MappingProxyType(
    {
        ViewerRole.YOUNG_PERSON: _("The young person, with their card"),
        ViewerRole.SOCIAL_WORKER: _("A social worker: {label}"),
        ViewerRole.CARER: _("A carer: {label}"),
    }
)
REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: _("as it was agreed"),
        ViewReason.WORRIED: _("because of a worry"),
        ViewReason.YOUNG_PERSON_ASKED: _("the young person asked for it"),
        ViewReason.BEFORE_REVIEW: _("before a review"),
        ViewReason.OWN_ENTRIES: _("to read their own"),
    }
)
TOOK: Final = _("a copy, to read at a desk")
LOOKS_NOBODY: Final = _("Nobody has looked.")
TIMELINE: Final = _("What happened")
TIMELINE_NONE: Final = _("Nothing has happened yet.")
TIMELINE_ALL: Final = _("Show all {count}")
GAPS: Final = _("When it was off in between")
GAPS_NONE: Final = _("It was not off in between.")
GAP: Final = _("From {since} to {time}")
GAP_OPEN: Final = _("Since {since}")
GAP_START: Final = _("The box was started anew, or had no power.")
UNSOUND: Final = _(
    "The box's list is damaged, so it cannot say what happened. Tell the social worker."
)

ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "import": _("A signed paper was taken in"),
        "refuse": _("Something was not taken in"),
        "root": _("The list of who speaks for the council was taken in"),
        "keyset": _("The list of who may sign was taken in"),
        "notice_started": _("The wait before the start began"),
        "looked_together": _("Carer and young person read it together"),
        "device_bound": _("A device was set up"),
        "device_unbound": _("A device was taken off"),
        "on": _("On: {device}"),
        "off": _("Off: {device}. {why}"),
        "pause": _("A carer paused it"),
        "resume": _("A carer ended the pause"),
        "viewers_keys_destroyed": _("A day was closed for all but the young person"),
        "day_key_destroyed": _("A day was erased"),
        "view": _("Somebody looked"),
        "export": _("Somebody took a copy"),
        "withdrawn": _("The yes was taken back"),
        "objected": _("The young person said no"),
        "stopped": _("The people who asked for it ended it"),
        "closed": _("Nothing of it can be opened any more"),
        "clock_lost": _("The box was not sure of the time"),
        "clock_regained": _("The box was sure of the time again"),
        "reboot": _("The box was started"),
        "login_failed": _("Wrong words or a wrong code were typed"),
    }
)
PRESSED: Final[Mapping[Press, str]] = MappingProxyType(
    {
        Press.YOUNG_PERSON: _("The young person pressed Stop"),
        Press.STOP_CODE: _("The stop code was typed"),
        Press.CARER: _("A carer stopped it"),
    }
)
GONE_DEVICE: Final = _("a device that is gone")

# What is read out.
SPOKEN: Final = _("Check by telephone")
SPOKEN_TEXT: Final = _(
    "The social worker says four digits. Type them, and read out the four words."
)
SPOKEN_FIELD: Final = _("The four digits")
SPOKEN_BUTTON: Final = _("Show the four words")
SPOKEN_WORDS: Final = _("Read out these four words")
SPOKEN_LASTS: Final = _("They hold for a few minutes, and only while all stays as it is now.")
STATUS: Final = _("Signed statement")
STATUS_TEXT: Final = _("The social worker gives six digits. The box then signs how all stands now.")
STATUS_FIELD: Final = _("The six digits")
STATUS_BUTTON: Final = _("Show the statement")
STATUS_SHOWN: Final = _("Send this text as it is, or let it be photographed")
STATUS_LIMIT: Final = _("It shows what this box does. It says nothing of other tools in the home.")
SQUARE: Final = _("The same text as a square code")
CODE: Final = _("Stop code")
CODE_OPEN: Final = _("Type a stop code")
CODE_DOES: Final = _("What it does")
CODE_TEXT: Final = (
    _("The agreement that the code is for ends at once, for good."),
    _("All that was written down under it is erased now, the young person's copy too."),
    _("Only a new agreement can start it again."),
)
CODE_ANYONE: Final = _("Anyone may type it. Nobody has to say why.")
CODE_FIELD: Final = _("The stop code, eight digits")
CODE_BUTTON: Final = _("Stop with the code")
STOPPED: Final = _("It is stopped, for good")
STOPPED_TEXT: Final = _("Read out these four words. They show that it is stopped.")
STOPPED_UNKEPT: Final = _(
    "But the box could not make a note of it, so it may forget. Ring the social worker."
)
STOPPED_GONE: Final = _("The words are not here any more. Type the code again to see them.")
NO_ANSWER: Final = _("The box did not answer. Please try again.")
TOO_MANY: Final = _("That was too often. Wait a minute, and try again.")
DIGITS_WRONG: Final = _("Please type digits only, as many as it says.")

# To take away.
BUNDLE: Final = _("The box's list, to take away")
BUNDLE_TEXT: Final = _(
    "It shows who looked, what was on, and when. It holds no site that anyone asked for."
)
ERASED: Final = _("Save the box's word that it is erased")
BUNDLE_BUTTON: Final = _("Save the list")
PRINT_TEXT: Final = _("This page fits on one sheet of paper when it is printed.")
