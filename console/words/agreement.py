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

AGREEMENTS: Final = "Agreements"
AGREEMENTS_TEXT: Final = (
    "An agreement says what may be written down, on which device, and until when."
    " Nothing on this page can start it."
)
NONE: Final = "There is no agreement in this home. So nothing is written down."
SILENT: Final = "The box cannot say right now"
SILENT_TEXT: Final = "Load this page again in a minute."
HEADING: Final = "The agreement about {devices}"
HEADING_OVER: Final = "An agreement that is over, about {devices}"
HEADING_UNREAD: Final = "An agreement that this page cannot read"
LOOKS: Final = "Who can look, and why"
LOOK_WHY: Final = "{who}. Why: {why}"
LOOK_OFTEN: Final = "How often: {how_often}. And then: {then}"
SIGNED: Final = "Who signed"
SIGNED_GIVER: Final[Mapping[bool, str]] = MappingProxyType(
    {True: "The young person said yes", False: "Somebody who cares for them by law said yes"}
)
TEXT: Final = "The agreement, word for word"

# Pausing and stopping.
PAUSE: Final = "Pause it"
PAUSE_TEXT: Final = (
    "Nothing more is written down until the pause ends. What was written down stays."
)
PAUSED: Final = "It is paused"
PAUSED_TEXT: Final = (
    "No page ends a pause, so no button here starts anything."
    " To end it, type this on the box: ./lamplight recorder resume"
)
STOP: Final = "Stop it for good"
STOP_ENDS: Final = (
    "If you press this, it ends at once, for good.",
    "All that was written down under it is erased now, the young person's copy too.",
    "Only a new agreement can start it again.",
)
STOP_UNSURE: Final = (
    "If you press this, it stops at once.",
    "The box cannot say now what becomes of what was written down.",
)
TROUBLE: Final = "That did not go as it should"
NO_ANSWER: Final = "The box did not answer, so nobody can say if it was done. Look here again."

# Taking papers in.
IMPORT: Final = "Take in what the social worker sent"
IMPORT_TEXT: Final = "Paste the whole mail, or choose the file. It may stand in quotes."
IMPORT_PASTE: Final = "The text"
IMPORT_FILE: Final = "Or a file that ends in .txt"
IMPORT_BUTTON: Final = "Take it in"
IMPORT_NOTHING: Final = "Paste the text, or choose a file."
TAKEN: Final = "What was taken in"
REFUSED: Final = "This was not taken in, and it changed nothing."
KNOWN: Final = "The box had this already. Nothing was changed."
UNKEPT: Final = (
    "It holds from now on. But the box could not make a note of it. Ring the social worker."
)
ADMITTED: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.TRUST_ROOT: "The council's own list of who speaks for it is taken in.",
        Kind.KEYSET: "The list of who may sign is taken in.",
        Kind.AGREEMENT: (
            "An agreement is taken in. Nothing is written down before it was seen on the device,"
            " and there was time to ask."
        ),
        Kind.REVIEW: "A review is taken in.",
        Kind.WITHDRAWAL: "The yes was taken back. It has ended for good.",
        Kind.OBJECTION: "The young person said no. It is paused until a review hears them.",
        Kind.STOP: "It is stopped for good.",
        Kind.ACKNOWLEDGEMENT: "It is noted that a carer read how looking is meant.",
        Kind.PAPER_NOTICE: "It is noted that paper was handed over. The wait counts from now.",
        Kind.HOME_CARD: "A home card is taken in.",
    }
)

# The home card.
CARD: Final = "The home card"
CARD_TEXT: Final = (
    "The social worker needs it to draw up an agreement. Send it as it is."
    " It holds the box's keys, and what devices are called."
)
CARD_WORDS: Final = "The box's check words"
CARD_LABEL: Final = "The home card as text"
CARD_SQUARE: Final = "The same text as a square code"
CARD_LARGE: Final = "It is too long for one square code. Send the text: it says the same."
CARD_OPEN: Final = "Show the home card"

# The end of a placement.
END: Final = "End the placement on this box"
END_OPEN: Final = "The placement has ended"
END_TEXT: Final = (
    "All agreements end at once.",
    "All that was written down is erased, the young person's copy too.",
    "The box forgets the council, the devices of agreements, and all words to look with.",
    "What young people wrote for a review is erased too.",
    "The filter and its rules go on as before.",
    "There is no way back. The box gives out its list once, on the next page.",
)
END_TICK: Final = "Yes, erase all of this now"
END_BUTTON: Final = "End it and erase"
NOT_ENDED: Final = "The box could not end it, so agreements may go on. Ring whoever set up the box."
END_NOT_TICKED: Final = "Tick the box first, if this is what you want."
ENDED: Final = "The placement has ended on this box"
ENDED_TEXT: Final = "All that was written down is erased."
ENDED_LIST: Final = "Save the list now, and send it to the social worker. It is not kept here."
ENDED_NO_LIST: Final = "Its list was damaged, so there is none. Tell the social worker, and when."
ENDED_GONE: Final = "The list is not here any more."
ENDED_SAVE: Final = "Save the list"
BACK: Final = "Agreements"
