"""What the list of changes says: one sentence for each kind of change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.store.changed import Changed
from console.words.sentence import _

TITLE: Final = _("Changes")
HEADING: Final = _("What was changed")
TEXT: Final = _("Who changed what in this home, and when. The latest comes first.")
NONE: Final = _("Nothing has been changed yet.")
RUNNING: Final = _("Holds now, and can be undone")
RUNNING_NONE: Final = _("Nothing is given just now.")
WHY: Final = _("Why: {reason}")
WHEN: Final = _("{date}, {time}")
FOR: Final = _("{person}: {text}")
ALL: Final = _("{count} changes are shown. Older ones are kept.")
BACK: Final = _("Back to Tonight")

DID: Final[Mapping[Changed, str]] = MappingProxyType(
    {
        **dict.fromkeys(Changed, _("{who} changed something.")),
        Changed.FILE_READ: _("The home was read from its file."),
        Changed.SET_UP: _("{who} set up this home."),
        Changed.NAME_ALLOWED: _("{who} allowed a site."),
        Changed.NAME_TAKEN_BACK: _("{who} allows a site no longer."),
        Changed.EVERYONE_RULES: _("{who} changed the rules for everyone."),
        Changed.VISITORS_RULES: _("{who} changed the rules for visitors."),
        Changed.PERSON_ADDED: _("{who} added somebody."),
        Changed.PERSON_CHANGED: _("{who} changed how somebody is called."),
        Changed.PERSON_REMOVED: _("{who} took somebody out."),
        Changed.PERSON_RULES: _("{who} changed somebody's rules."),
        Changed.PERSON_TIMES: _("{who} changed somebody's times."),
        Changed.PLACEMENT: _("{who} changed how long somebody stays."),
        Changed.DEVICE_ADDED: _("{who} named a device."),
        Changed.DEVICE_CHANGED: _("{who} changed a device."),
        Changed.DEVICE_REMOVED: _("{who} took a device out."),
        Changed.DEVICE_RULES: _("{who} changed the rules of a device."),
        Changed.SCHOOL_YEAR: _("{who} changed the school year."),
        Changed.TIME_GIVEN: _("{who} gave something for a time."),
        Changed.PAUSED: _("{who} paused the internet."),
        Changed.GRANT_ENDED: _("{who} ended something early."),
        Changed.REQUEST_ANSWERED: _("{who} answered a question."),
        Changed.FIX_USED: _("Somebody used Fix an app."),
        Changed.TIME_CONFIRMED: _("{who} told the box what time it is."),
        Changed.UNDONE: _("{who} undid a change."),
        Changed.LISTS: _("{who} changed the lists of sites."),
        Changed.NETWORK: _("{who} changed how the box knows the network."),
        Changed.BACKUP: _("{who} made or used a backup."),
        Changed.SIGN_IN_ADDED: _("{who} let somebody sign in."),
        Changed.SIGN_IN_REMOVED: _("{who} let somebody sign in no more."),
        Changed.SIGN_IN_RESET: _("{who} made a sign-in new."),
        Changed.PHONE_PAIRED: _("{who} paired a phone."),
        Changed.PHONE_REMOVED: _("{who} took a paired phone out."),
    }
)
