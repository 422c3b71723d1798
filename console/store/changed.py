"""Everything about a home that can be changed, as a closed list.

Rules kept here:
- It knows no database, so that what is said of a change can be told without one.
"""

from __future__ import annotations

from enum import StrEnum


class Changed(StrEnum):
    """Everything that can be changed; kept as written here, so none is ever renamed."""

    FILE_READ = "file-read"
    SET_UP = "set-up"
    NAME_ALLOWED = "name-allowed"
    NAME_TAKEN_BACK = "name-taken-back"
    EVERYONE_RULES = "everyone-rules"
    VISITORS_RULES = "visitors-rules"
    PERSON_ADDED = "person-added"
    PERSON_CHANGED = "person-changed"
    PERSON_REMOVED = "person-removed"
    PERSON_RULES = "person-rules"
    PERSON_TIMES = "person-times"
    PLACEMENT = "placement"
    DEVICE_ADDED = "device-added"
    DEVICE_CHANGED = "device-changed"
    DEVICE_REMOVED = "device-removed"
    DEVICE_RULES = "device-rules"
    SCHOOL_YEAR = "school-year"
    TIME_GIVEN = "time-given"
    PAUSED = "paused"
    GRANT_ENDED = "grant-ended"
    TURN = "turn"
    REQUEST_ANSWERED = "request-answered"
    FIX_USED = "fix-used"
    TIME_CONFIRMED = "time-confirmed"
    UNDONE = "undone"
    LISTS = "lists"
    NETWORK = "network"
    BACKUP = "backup"
    RECORDS = "records"
    SIGN_IN_ADDED = "sign-in-added"
    SIGN_IN_REMOVED = "sign-in-removed"
    SIGN_IN_RESET = "sign-in-reset"
    PHONE_PAIRED = "phone-paired"
    PHONE_REMOVED = "phone-removed"
