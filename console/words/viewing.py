"""The words of the page on which what was written down is looked at.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- What a row does not show is said with every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from consent.acts import ViewReason
from console.services.viewing_wrong import Wrong

TITLE: Final = "Look at what was written down"
BEFORE: Final = (
    "Each look goes on a list first. The young person and the social worker see that list.",
    "Nothing is shown before you say why, and type your own five words.",
)
BEFORE_OWN: Final = ("Type the five words of your card. Your look goes on the list too.",)
NOTHING: Final = "There is nothing here that can be looked at."
SILENT: Final = "The box cannot say right now. Load this page again in a minute."
HOURS: Final = "At what time, as agreed"
DAYS: Final = "Which days?"
WHY: Final = "Why do you look?"
REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: "As it was agreed",
        ViewReason.WORRIED: "Because of a worry",
        ViewReason.YOUNG_PERSON_ASKED: "The young person asked for it",
        ViewReason.BEFORE_REVIEW: "Before a review",
    }
)
WORDS: Final = "Your five words"
BUTTON: Final = "Put it on the list and show it"
SHOWN: Final = "This is what was written down"
SHOWN_ONCE: Final = "It is on the list now. The page shows it once, and nothing of it is kept here."
DAY_EMPTY: Final = "Nothing was written down on this day."
ASKED: Final = "The device asked; this does not show that anyone opened it."
HOUR: Final = "{start} to {end}"
SITE: Final = "{site}"
SITE_KIND: Final = "{site} ({kind})"
COUNT: Final = "{kind}: asked for, and blocked, {count} times"
SOME: Final = "It shows some names of sites only. It shows no messages, searches or pictures."
WORRIED: Final = "Are you worried?"
WORRIED_TEXT: Final = "Do not wait. Get help now, and ring the social worker."
WRONG: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.WORDS: "These are not the five words of anyone who may look. Look at them again.",
        Wrong.DAYS: "Choose at least one day.",
        Wrong.REASON: "Say first why you look.",
        Wrong.DAMAGED: "What is kept was damaged, so it cannot be shown. Tell the social worker.",
        Wrong.TOO_OFTEN: "That was too often. Wait a minute, then try again.",
    }
)
