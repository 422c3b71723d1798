"""What can stand on a box's audit journal: a closed set of acts, each with a closed set of facts.

Rules kept here:
- Nothing can be told here but ids, digests, days, numbers and closed choices. There is no field
  that a name, a site, a reason in words or any other detail of a case could be written into.
- A device is its random id, a person is a role and the beginning of a key's id.
- An act is written down before it is done, so an act says what is about to be, not what was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from consent.codes import Code
from consent.home import Press
from consent.records.fields import Digest, Id, Instant, LocalDate, Version
from consent.schema import Items, Span


@dataclass(frozen=True, slots=True)
class Hex:
    """So many hexadecimal digits, in lower case."""

    digits: int

    def allows(self, value: object) -> bool:
        """Say whether there are so many, and nothing else."""
        return re.fullmatch(f"[0-9a-f]{{{self.digits}}}", str(value)) is not None


@dataclass(frozen=True, slots=True)
class Release:
    """The number of a release: three whole numbers without leading zeros, such as 1.4.2."""

    def allows(self, value: object) -> bool:
        """Say whether it is one."""
        return _RELEASE.fullmatch(str(value)) is not None


_PART: Final = r"(?:0|[1-9][0-9]?)"
_RELEASE: Final = re.compile(rf"{_PART}\.{_PART}\.{_PART}")

Count: TypeAlias = Annotated[int, Span(0, 2**31 - 1)]
KeyStart: TypeAlias = Annotated[str, Hex(8)]
"""The first eight hexadecimal digits of a key's id."""

ReleaseText: TypeAlias = Annotated[str, Release()]


class ActorRole(StrEnum):
    """In which role somebody acted; the box itself where nobody did."""

    BOX = "box"
    YOUNG_PERSON = "young_person"
    CARER = "carer"
    GIVER = "giver"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    IRO = "iro"
    ADVOCATE = "advocate"
    AGENCY = "agency"
    ANYONE = "anyone"


class NoticeWay(StrEnum):
    """How somebody was told that recording will begin."""

    SHOWN = "shown"
    PAPER = "paper"


class ViewReason(StrEnum):
    """Why somebody looks; the words belong in the case file."""

    AS_AGREED = "as_agreed"
    WORRIED = "worried"
    YOUNG_PERSON_ASKED = "young_person_asked"
    BEFORE_REVIEW = "before_review"
    OWN_ENTRIES = "own_entries"


class Policy(StrEnum):
    """Which of the home's rules changed."""

    FILTERS = "filters"
    TIMES = "times"
    DEVICES = "devices"
    LISTS = "lists"


class Erasure(StrEnum):
    """Why a day can be opened by fewer people, or by nobody any more."""

    RETENTION = "retention"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    DELETED_SOONER = "deleted_sooner"
    PLACEMENT_ENDED = "placement_ended"
    DEVICE_REMOVED = "device_removed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A record is taken in."""

    how: Literal["import"]
    record: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record is not taken in, or an act is not done."""

    how: Literal["refuse"]
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class RootChanged:
    """The agency's list of key holders is another one from here on."""

    how: Literal["root"]
    record: Digest
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysetChanged:
    """The agency's list of who may sign is another one from here on."""

    how: Literal["keyset"]
    record: Digest
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStarted:
    """The notice of an agreement counts from here on."""

    how: Literal["notice_started"]
    device: Id
    agreement: Digest
    way: NoticeWay


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedTogether:
    """Carer and young person looked at the notice together, after it had gone unseen."""

    how: Literal["looked_together"]
    device: Id
    agreement: Digest
    on: LocalDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceBound:
    """A device is bound in the hand of whoever uses it."""

    how: Literal["device_bound"]
    device: Id
    sole_user: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUnbound:
    """A device is not known any more."""

    how: Literal["device_unbound"]
    device: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOn:
    """Recording begins."""

    how: Literal["on"]
    device: Id
    agreement: Digest
    record: Digest
    level: Annotated[int, Span(1, 4)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOff:
    """Recording ends, for now or for good."""

    how: Literal["off"]
    device: Id
    agreement: Digest
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """A carer pauses recording."""

    how: Literal["pause"]
    agreement: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A carer ends the pause."""

    how: Literal["resume"]
    agreement: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """A day of a bound device is over; written also where nothing was recorded (level 0)."""

    how: Literal["day"]
    device: Id
    day: LocalDate
    level: Annotated[int, Span(0, 4)]
    frames: Count
    observations: Count
    last_frame: Digest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayKeyCreated:
    """A key is made for a device's day; its public half is known by this fingerprint."""

    how: Literal["day_key_created"]
    device: Id
    agreement: Digest
    day: LocalDate
    fingerprint: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewersKeysDestroyed:
    """A day's key is left to the young person alone."""

    how: Literal["viewers_keys_destroyed"]
    device: Id
    day: LocalDate
    fingerprint: Digest
    reason: Erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class DayKeyDestroyed:
    """A day's key is destroyed for everybody, and then what was sealed with it."""

    how: Literal["day_key_destroyed"]
    device: Id
    day: LocalDate
    fingerprint: Digest
    reason: Erasure
    frames: Count
    octets: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """Somebody looks at days of a device. The actor's key is the beginning of the viewer's."""

    how: Literal["view"]
    viewer: Digest
    device: Id
    agreement: Digest
    days: Annotated[tuple[LocalDate, ...], Items(1, 31)]
    reason: ViewReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Somebody takes days of a device away from the box."""

    how: Literal["export"]
    viewer: Digest
    device: Id
    agreement: Digest
    days: Annotated[tuple[LocalDate, ...], Items(1, 31)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChanged:
    """A rule of the home is another one from here on."""

    how: Literal["policy_changed"]
    what: Policy
    before: Digest
    after: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An agreement is withdrawn by whoever gave it, or by the young person."""

    how: Literal["withdrawn"]
    agreement: Digest
    record: Digest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """The young person objects to an agreement that somebody else gave."""

    how: Literal["objected"]
    agreement: Digest
    record: Digest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedByRecord:
    """The agency ends an agreement."""

    how: Literal["stopped"]
    agreement: Digest
    record: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedByPress:
    """An agreement is ended or paused on the box itself."""

    how: Literal["stop_pressed"]
    agreement: Digest
    press: Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An agreement is over and nothing of it can be opened any more: the deletion statement."""

    how: Literal["closed"]
    agreement: Digest
    reason: Erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The box runs another release from here on."""

    how: Literal["update"]
    release: ReleaseText
    image: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLost:
    """The time is not to be trusted from here on."""

    how: Literal["clock_lost"]
    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRegained:
    """The time is trusted again. `last_trusted` is the latest trusted time before."""

    how: Literal["clock_regained"]
    last_trusted: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebooted:
    """The box was started."""

    how: Literal["reboot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailed:
    """So many attempts to sign in or to open failed since the last such entry."""

    how: Literal["login_failed"]
    times: Annotated[int, Span(1, 2**31 - 1)]


Act: TypeAlias = (
    Admitted
    | Refused
    | RootChanged
    | KeysetChanged
    | NoticeStarted
    | LookedTogether
    | DeviceBound
    | DeviceUnbound
    | SwitchedOn
    | SwitchedOff
    | Paused
    | Resumed
    | DayClosed
    | DayKeyCreated
    | ViewersKeysDestroyed
    | DayKeyDestroyed
    | Viewed
    | Exported
    | PolicyChanged
    | Withdrawn
    | Objected
    | StoppedByRecord
    | StoppedByPress
    | Closed
    | Updated
    | ClockLost
    | ClockRegained
    | Rebooted
    | LoginFailed
)
