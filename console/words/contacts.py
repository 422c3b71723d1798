"""The words about whom a carer rings, and about telling the social worker of a stop.

Rules kept here:
- As in `console.words`: whole sentences, for a reader of eleven, in this one place.
- Lamplight rings and writes to nobody, so no sentence says that it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.services.contacts_wrong import Wrong
from console.store.routes_to_people import Route
from console.words.sentence import _

TELL: Final = _("Tell the social worker")
TELL_STOP: Final = _("Tell the social worker: somebody pressed stop")
TELL_STOP_TEXT: Final = _("It was on {time}. Lamplight does not tell anyone, so please ring.")
TOLD: Final = _("{who} was told on {time}.")
WHO: Final = _("Who did you tell?")
WHEN: Final = _("When was that?")
NOTE: Final = _("Keep this")
NO_NUMBERS: Final = _("No number is kept here yet.")
CHANGE: Final = _("Change the numbers")
NUMBERS: Final = _("Whom to ring about an agreement")
NUMBERS_TEXT: Final = _(
    "These stand on the page of agreements. Young people do not see them there."
)
NAME: Final = _("Who it is")
NUMBER: Final = _("Number")
SAVE: Final = _("Save the numbers")
ROUTES: Final[Mapping[Route, str]] = MappingProxyType(
    {
        Route.SOCIAL_WORKER: _("The young person's social worker"),
        Route.TEAM: _("The duty team, by day"),
        Route.OUT_OF_HOURS: _("At night and on weekends"),
        Route.FOSTERING: _("Your own social worker"),
        Route.ADVOCATE: _("The young person's advocate"),
    }
)
WRONG: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.NO_NAME: _("Please write who it is."),
        Wrong.LONG_NAME: _("That is too long. Sixty letters are the most."),
        Wrong.NUMBER: _("Please write the number as you would dial it."),
        Wrong.TIME: _("Please write a day and a time, after it was pressed."),
        Wrong.FUTURE: _("That time has not come yet."),
    }
)
