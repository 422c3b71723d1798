"""What an audit says to a person: each oddity, each reason, each act, in plain words.

Rules kept here:
- An oddity is told as what the box wrote, what does not fit, and what to do; nobody is accused.
- What an audit cannot say is said with every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from consent.acts import (
    ActorRole,
    Erasure,
    LookedTogether,
    NoticeStarted,
    NoticeWay,
    Objected,
    Paused,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    ViewReason,
    Withdrawn,
)
from consent.audit_entry import AuditEntry
from consent.findings import Oddity
from consent.home import Press

ODDITIES: Final[Mapping[Oddity, str]] = MappingProxyType(
    {
        Oddity.RECORD_NOT_TOLD: (
            "The box holds a record that its journal does not tell of. "
            "Compare it with your case folder."
        ),
        Oddity.RECORD_MISSING: (
            "The journal tells of a record that is not here. The power may have failed at that"
            " moment; else somebody took it out. Send the record to the box again."
        ),
        Oddity.RECORD_OTHER_TIME: (
            "A record stands here at another time, or in another place, than on the journal."
            " Ask for the bundle again; if it comes the same, visit the home."
        ),
        Oddity.TIME_BACK: (
            "The time on the journal goes back here. Compare this day with what people remember."
        ),
        Oddity.ON_NOT_ALLOWED: (
            "Recording began although the records did not allow it. Visit the home."
        ),
        Oddity.ON_OTHERWISE: (
            "Recording began by another record, or at another level, than the one that counted."
            " Visit the home."
        ),
        Oddity.ON_TOO_LONG: (
            "Recording was still on here, more than ten minutes after it should have stopped."
            " Visit the home."
        ),
        Oddity.KEY_NOT_ALLOWED: (
            "A key for a day was made although the records did not allow it. Visit the home."
        ),
        Oddity.KEY_OTHERWISE: (
            "A key was made for another day, or by another agreement, than the one that counted."
            " Visit the home."
        ),
        Oddity.KEY_TWICE: "A second key was made for the same day of one device. Visit the home.",
        Oddity.KEY_UNMADE: (
            "The key of a day was destroyed that was never made, or was destroyed before."
            " Visit the home."
        ),
        Oddity.KEY_LOST: (
            "The key of a day that was recorded was gone from the card. The card may be failing;"
            " else somebody took it out. Have the card looked at."
        ),
        Oddity.KEY_KEPT_LONGER: (
            "A day is kept longer than was agreed. Have it deleted, and visit the home."
        ),
        Oddity.KEY_LEFT: (
            "The agreement is over, and a day of it can still be opened. Visit the home."
        ),
        Oddity.KEY_AFTER_CLOSED: (
            "A key for a day was made after the agreement had been closed. Visit the home."
        ),
        Oddity.KEY_WITHOUT_SLIP: (
            "A day can still be opened, and the box did not say for whom. Somebody may have changed"
            " the card, or left it out here. Ask for the bundle again."
        ),
        Oddity.CLOSED_WITH_KEYS: (
            "The agreement was closed while a day of it could still be opened. Visit the home."
        ),
        Oddity.NOT_CLOSED: (
            "The agreement is over, and the box did not close it. Ask for the bundle again; if it"
            " comes the same, visit the home."
        ),
        Oddity.SLIP_UNKNOWN: (
            "The box holds a day that its journal does not know, or says was destroyed."
            " Visit the home."
        ),
        Oddity.SLIP_FOR_OTHERS: (
            "A day was made for somebody to open whom the agreement does not name. Visit the home."
        ),
        Oddity.DAY_WITHOUT_KEY: (
            "Something was written down on a day for which no key was made. Visit the home."
        ),
        Oddity.FRAMES_MISSING: (
            "When a day was destroyed there was more or less of it than when it ended."
            " Somebody may have changed the card."
        ),
        Oddity.LOOK_NO_KEY: (
            "Somebody looked at a day that nobody could open. Ask them what they saw."
        ),
        Oddity.LOOK_NOT_NAMED: (
            "Somebody looked whom the agreement does not name, or not in that role. Visit the home."
        ),
        Oddity.LOOK_BARRED: "Somebody looked who might not look any more. Visit the home.",
        Oddity.LOOK_NOT_READ: (
            "A carer looked before they had signed that they read how looking is meant."
            " Talk it over with them."
        ),
    }
)

ERASURES: Final[Mapping[Erasure, str]] = MappingProxyType(
    {
        Erasure.RETENTION: "it had been kept as long as was agreed",
        Erasure.EXPIRED: "the agreement ran out",
        Erasure.WITHDRAWN: "it was withdrawn",
        Erasure.STOPPED: "it was stopped",
        Erasure.DELETED_SOONER: "it was withdrawn, and the copy was deleted before its time",
        Erasure.PLACEMENT_ENDED: "the placement ended",
        Erasure.DEVICE_REMOVED: "the device was removed",
        Erasure.LOST: "it was gone from the card",
    }
)

REASONS: Final[Mapping[ViewReason, str]] = MappingProxyType(
    {
        ViewReason.AS_AGREED: "as agreed",
        ViewReason.WORRIED: "worried",
        ViewReason.YOUNG_PERSON_ASKED: "the young person asked for it",
        ViewReason.BEFORE_REVIEW: "before a review",
        ViewReason.OWN_ENTRIES: "their own entries",
    }
)

ROLES: Final[Mapping[ActorRole, str]] = MappingProxyType(
    {
        ActorRole.BOX: "the box",
        ActorRole.YOUNG_PERSON: "the young person",
        ActorRole.CARER: "a carer",
        ActorRole.GIVER: "whoever agreed to it",
        ActorRole.SOCIAL_WORKER: "a social worker",
        ActorRole.TEAM_MANAGER: "a team manager",
        ActorRole.SERVICE_MANAGER: "a service manager",
        ActorRole.IRO: "an independent reviewing officer",
        ActorRole.ADVOCATE: "an advocate",
        ActorRole.AGENCY: "the agency",
        ActorRole.ANYONE: "somebody at the box",
    }
)

_PRESSES: Final[Mapping[Press, str]] = MappingProxyType(
    {
        Press.YOUNG_PERSON: "the young person stopped it on the box",
        Press.STOP_CODE: "the stop code was typed on the box",
        Press.CARER: "a carer stopped it on the box",
    }
)

_WAYS: Final[Mapping[NoticeWay, str]] = MappingProxyType(
    {
        NoticeWay.SHOWN: "the device showed it",
        NoticeWay.PAPER: "it was entered that paper was handed over",
    }
)

CANNOT_SAY: Final = (
    "It is what an unaltered Lamplight on that box wrote. Other programs could write other things.",
    "It holds nothing that was looked up, so it does not say which sites were asked for.",
    "It does not show whether somebody took a picture of a screen, or made a copy.",
    "It says nothing of other programs or boxes in the home.",
    "Whether the young person saw the notice again, only the box and the people there know.",
)
NOT_SEEN_BEFORE: Final = (
    "You had not checked this box before. So nothing here shows whether an older journal was thrown"
    " away; from now on it would show."
)
NOT_UNDONE: Final = (
    "Deleting does not undo a picture of a screen, a print, or a copy that somebody made before."
)


def notice_words(entry: AuditEntry) -> tuple[str, str, str]:
    """Return of which agreement and device notice was given, and how.

    Raises ValueError for any other entry.
    """
    match entry.act:
        case NoticeStarted(agreement=agreement, device=device, way=way):
            return agreement, device, _WAYS[way]
        case LookedTogether(agreement=agreement, device=device):
            return agreement, device, "carer and young person looked at it together"
        case _:
            raise ValueError(entry.kind)


def stop_words(entry: AuditEntry) -> tuple[str, str]:
    """Return which agreement was stopped, paused or said no to, and how and by whom.

    Raises ValueError for any other entry.
    """
    who = ROLES[entry.actor.role]
    match entry.act:
        case StoppedByPress(agreement=agreement, press=press):
            return agreement, _PRESSES[press]
        case Withdrawn(agreement=agreement):
            return agreement, f"withdrawn by {who}"
        case Objected(agreement=agreement):
            return agreement, f"objected to by {who}"
        case StoppedByRecord(agreement=agreement):
            return agreement, f"stopped by {who}, with a signed record"
        case Paused(agreement=agreement):
            return agreement, f"paused by {who}"
        case Resumed(agreement=agreement):
            return agreement, f"the pause was ended by {who}"
        case _:
            raise ValueError(entry.kind)
