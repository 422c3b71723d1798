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
from console.words.sentence import _

TITLE: Final = _("Look at what was written down")
BEFORE: Final = (
    _("Each look goes on a list first. The young person and the social worker see that list."),
    _("Nothing is shown before you say why, and type your own five words."),
)
BEFORE_OWN: Final = (_("Type the five words of your card. Your look goes on the list too."),)
NOTHING: Final = _("There is nothing here that can be looked at.")
SILENT: Final = _("The box cannot say right now. Load this page again in a minute.")
HOURS: Final = _("At what time, as agreed")
DAYS: Final = _("Which days?")
WHY: Final = _("Why do you look?")
REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: _("As it was agreed"),
        ViewReason.WORRIED: _("Because of a worry"),
        ViewReason.YOUNG_PERSON_ASKED: _("The young person asked for it"),
        ViewReason.BEFORE_REVIEW: _("Before a review"),
    }
)
WORDS: Final = _("Your five words")
BUTTON: Final = _("Put it on the list and show it")
SHOWN: Final = _("This is what was written down")
SHOWN_ONCE: Final = _(
    "It is on the list now. The page shows it once, and nothing of it is kept here."
)
DAY_EMPTY: Final = _("Nothing was written down on this day.")
ASKED: Final = _("The device asked; this does not show that anyone opened it.")
HOUR: Final = _("{start} to {end}")
SITE: Final = "{site}"
SITE_KIND: Final = _("{site} ({kind})")
COUNT: Final = _("{kind}: asked for, and blocked, {count} times")
SOME: Final = _("It shows some names of sites only. It shows no messages, searches or pictures.")
WORRIED: Final = _("Are you worried?")
WORRIED_TEXT: Final = _("Do not wait. Get help now, and ring the social worker.")
WRONG: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.WORDS: _("These are not the five words of anyone who may look. Look at them again."),
        Wrong.DAYS: _("Choose at least one day."),
        Wrong.REASON: _("Say first why you look."),
        Wrong.DAMAGED: _(
            "What is kept was damaged, so it cannot be shown. Tell the social worker."
        ),
        Wrong.TOO_OFTEN: _("That was too often. Wait a minute, then try again."),
    }
)
