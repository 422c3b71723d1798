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

TELL: Final = "Tell the social worker"
TELL_STOP: Final = "Tell the social worker: somebody pressed stop"
TELL_STOP_TEXT: Final = "It was on {time}. Lamplight does not tell anyone, so please ring."
TOLD: Final = "{who} was told on {time}."
WHO: Final = "Who did you tell?"
WHEN: Final = "When was that?"
NOTE: Final = "Keep this"
NO_NUMBERS: Final = "No number is kept here yet."
CHANGE: Final = "Change the numbers"
NUMBERS: Final = "Whom to ring about an agreement"
NUMBERS_TEXT: Final = "These stand on the page of agreements. Young people do not see them there."
NAME: Final = "Who it is"
NUMBER: Final = "Number"
SAVE: Final = "Save the numbers"
ROUTES: Final[Mapping[Route, str]] = MappingProxyType(
    {
        Route.SOCIAL_WORKER: "The young person's social worker",
        Route.TEAM: "The duty team, by day",
        Route.OUT_OF_HOURS: "At night and on weekends",
        Route.FOSTERING: "Your own social worker",
        Route.ADVOCATE: "The young person's advocate",
    }
)
WRONG: Final[Mapping[Wrong, str]] = MappingProxyType(
    {
        Wrong.NO_NAME: "Please write who it is.",
        Wrong.LONG_NAME: "That is too long. Sixty letters are the most.",
        Wrong.NUMBER: "Please write the number as you would dial it.",
        Wrong.TIME: "Please write a day and a time, after it was pressed.",
        Wrong.FUTURE: "That time has not come yet.",
    }
)
