"""The words of the agreement pages: what was agreed, taking papers in, pausing, stopping, ending.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- What a button does is said before it, and never more than the box does.
- No sentence says that somebody is told where Lamplight sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from consent.frozen import Kind
from console.words.sentence import _

AGREEMENTS: Final = _("Agreements")
AGREEMENTS_TEXT: Final = _(
    "An agreement says what may be written down, on which device, and until when."
    " No button here starts one."
)
NONE: Final = _("There is no agreement in this home. So nothing is written down.")
SILENT: Final = _("The box cannot say right now")
SILENT_TEXT: Final = _("Load this page again in a minute.")
HEADING: Final = _("The agreement about {devices}")
HEADING_OVER: Final = _("An agreement that is over, about {devices}")
HEADING_UNREAD: Final = _("An agreement that this page cannot read")
LOOKS: Final = _("Who can look, and why")
LOOK_WHY: Final = _("{who}. Why: {why}")
LOOK_OFTEN: Final = _("How often: {how_often}. And then: {then}")
SIGNED: Final = _("Who signed")
SIGNED_GIVER: Final[Mapping[bool, str]] = MappingProxyType(
    {True: _("The young person said yes"), False: _("Somebody who cares for them by law said yes")}
)
TEXT: Final = _("The agreement, word for word")

# Pausing and stopping.
PAUSE: Final = _("Pause it")
PAUSE_TEXT: Final = _(
    "Nothing more is written down until the pause ends. What was written down stays."
)
PAUSED: Final = _("It is paused")
PAUSED_TEXT: Final = _(
    "If you end the pause, things are written down again, as was agreed and until the same day."
    " A no from the young person stays a no. That you ended the pause is on the box's list."
)
RESUME: Final = _("End the pause")
STOP: Final = _("Stop it for good")
STOP_ENDS: Final = (
    _("If you press this, it ends at once, for good."),
    _("All that was written down under it is erased now, the young person's copy too."),
    _("Only a new agreement can start it again."),
)
STOP_UNSURE: Final = (
    _("If you press this, it stops at once."),
    _("The box cannot say now what becomes of what was written down."),
)
TROUBLE: Final = _("That did not go as it should")
NO_ANSWER: Final = _("The box did not answer, so nobody can say if it was done. Look here again.")

# Taking papers in.
IMPORT: Final = _("Take in what the social worker sent")
IMPORT_TEXT: Final = _("Paste the whole mail, or choose the file. It may stand in quotes.")
IMPORT_PASTE: Final = _("The text")
IMPORT_FILE: Final = _("Or a file that ends in .txt")
IMPORT_BUTTON: Final = _("Take it in")
IMPORT_NOTHING: Final = _("Paste the text, or choose a file.")
TAKEN: Final = _("What was taken in")
REFUSED: Final = _("This was not taken in, and it changed nothing.")
KNOWN: Final = _("The box had this already. Nothing was changed.")
UNKEPT: Final = _(
    "It holds from now on. But the box could not make a note of it. Ring the social worker."
)
ADMITTED: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.TRUST_ROOT: _("The council's own list of who speaks for it is taken in."),
        Kind.KEYSET: _("The list of who may sign is taken in."),
        Kind.AGREEMENT: _(
            "An agreement is taken in. Nothing is written down before it was seen on the device,"
            " and there was time to ask."
        ),
        Kind.REVIEW: _("A review is taken in."),
        Kind.WITHDRAWAL: _("The yes was taken back. It has ended for good."),
        Kind.OBJECTION: _("The young person said no. It is paused until a review hears them."),
        Kind.STOP: _("It is stopped for good."),
        Kind.ACKNOWLEDGEMENT: _("It is noted that a carer read how looking is meant."),
        Kind.PAPER_NOTICE: _("It is noted that paper was handed over. The wait counts from now."),
        Kind.HOME_CARD: _("A home card is taken in."),
    }
)

# The home card.
CARD: Final = _("The home card")
CARD_TEXT: Final = _(
    "The social worker needs it to draw up an agreement. Send it as it is."
    " It holds the box's keys, and what devices are called."
)
CARD_WORDS: Final = _("The box's check words")
CARD_LABEL: Final = _("The home card as text")
CARD_SQUARE: Final = _("The same text as a square code")
CARD_LARGE: Final = _("It is too long for one square code. Send the text: it says the same.")
CARD_OPEN: Final = _("Show the home card")

# The end of a placement.
END: Final = _("End the placement on this box")
END_OPEN: Final = _("The placement has ended")
END_TEXT: Final = (
    _("All agreements end at once."),
    _("All that was written down is erased, the young person's copy too."),
    _("The box forgets the council, the devices of agreements, and all words to look with."),
    _("What young people wrote for a review is erased too."),
    _("The filter and its rules go on as before."),
    _("There is no way back. The box gives out its list once, on the next page."),
)
END_TICK: Final = _("Yes, erase all of this now")
END_BUTTON: Final = _("End it and erase")
NOT_ENDED: Final = _(
    "The box could not end it, so agreements may go on. Ring whoever set up the box."
)
END_NOT_TICKED: Final = _("Tick the box first, if this is what you want.")
ENDED: Final = _("The placement has ended on this box")
ENDED_TEXT: Final = _("All that was written down is erased.")
ENDED_LIST: Final = _("Save the list now, and send it to the social worker. It is not kept here.")
ENDED_NO_LIST: Final = _(
    "Its list was damaged, so there is none. Tell the social worker, and when."
)
ENDED_GONE: Final = _("The list is not here any more.")
ENDED_SAVE: Final = _("Save the list")
BACK: Final = _("Agreements")
