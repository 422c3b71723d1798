"""What the list of changes says: one sentence for each kind of change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.store.changed import Changed

TITLE: Final = "Changes"
HEADING: Final = "What was changed"
TEXT: Final = "Who changed what in this home, and when. The latest comes first."
NONE: Final = "Nothing has been changed yet."
RUNNING: Final = "Holds now, and can be undone"
RUNNING_NONE: Final = "Nothing is given just now."
WHY: Final = "Why: {reason}"
WHEN: Final = "{date}, {time}"
FOR: Final = "{person}: {text}"
ALL: Final = "{count} changes are shown. Older ones are kept."
BACK: Final = "Back to Tonight"

DID: Final[Mapping[Changed, str]] = MappingProxyType(
    {
        **dict.fromkeys(Changed, "{who} changed something."),
        Changed.FILE_READ: "The home was read from its file.",
        Changed.SET_UP: "{who} set up this home.",
        Changed.NAME_ALLOWED: "{who} allowed a site.",
        Changed.NAME_TAKEN_BACK: "{who} allows a site no longer.",
        Changed.EVERYONE_RULES: "{who} changed the rules for everyone.",
        Changed.VISITORS_RULES: "{who} changed the rules for visitors.",
        Changed.PERSON_ADDED: "{who} added somebody.",
        Changed.PERSON_CHANGED: "{who} changed how somebody is called.",
        Changed.PERSON_REMOVED: "{who} took somebody out.",
        Changed.PERSON_RULES: "{who} changed somebody's rules.",
        Changed.PERSON_TIMES: "{who} changed somebody's times.",
        Changed.PLACEMENT: "{who} changed how long somebody stays.",
        Changed.DEVICE_ADDED: "{who} named a device.",
        Changed.DEVICE_CHANGED: "{who} changed a device.",
        Changed.DEVICE_REMOVED: "{who} took a device out.",
        Changed.DEVICE_RULES: "{who} changed the rules of a device.",
        Changed.SCHOOL_YEAR: "{who} changed the school year.",
        Changed.TIME_GIVEN: "{who} gave something for a time.",
        Changed.PAUSED: "{who} paused the internet.",
        Changed.GRANT_ENDED: "{who} ended something early.",
        Changed.REQUEST_ANSWERED: "{who} answered a question.",
        Changed.FIX_USED: "Somebody used Fix an app.",
        Changed.TIME_CONFIRMED: "{who} told the box what time it is.",
        Changed.UNDONE: "{who} undid a change.",
        Changed.LISTS: "{who} changed the lists of sites.",
        Changed.NETWORK: "{who} changed how the box knows the network.",
        Changed.BACKUP: "{who} made or used a backup.",
        Changed.SIGN_IN_ADDED: "{who} let somebody sign in.",
        Changed.SIGN_IN_REMOVED: "{who} let somebody sign in no more.",
        Changed.SIGN_IN_RESET: "{who} made a sign-in new.",
        Changed.PHONE_PAIRED: "{who} paired a phone.",
        Changed.PHONE_REMOVED: "{who} took a paired phone out.",
    }
)
