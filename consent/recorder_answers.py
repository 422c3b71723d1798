"""What the recorder answers over its socket: a closed set of answers.

Rules kept here:
- An answer tells states, days and numbers, never a name that anyone looked up: what was recorded
  leaves only as sealed octets that are attached.
- A refusal is a code, which has its sentences in `sentences.py`.
- Who may ask is the console's to judge, and the system's by the socket's mode. What two people are
  shown is made of one answer, so that their pages cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

from consent.acts import Count
from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.home import ClockState
from consent.records.fields import Digest, DomainName, Id, Instant, Label, LocalDate, ViewerRole
from consent.records.home_card import PersonalKey
from consent.schema import Items, Span, Text, read, write

DAMAGED_MARK: Final = "damaged"
"""A file beside the recorder's socket: it is there while the recorder cannot run, since what is on
the card cannot be read. It is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStanding:
    """How recording stands on a device. `off` is why it is off, null while it is on.

    `agreement`, `level` and `until` are null while it is off.
    """

    id: Id
    label: Label
    sole_user: bool
    bound_on: LocalDate
    addresses: Annotated[tuple[Annotated[str, Text(64)], ...], Items(1, 16)]
    off: Code | None
    agreement: Digest | None
    level: Annotated[int, Span(1, 4)] | None
    until: LocalDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """A day of a device that somebody can still open: for whom, by the ids of their keys."""

    device: Id
    agreement: Digest
    day: LocalDate
    viewers: Annotated[tuple[Digest, ...], Items(0, 8)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStanding:
    """The notice of an agreement on a device: when it began to count, and until when it waits."""

    device: Id
    agreement: Digest
    told_at: Instant | None
    last_seen_at: Instant | None
    is_lapsed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementStanding:
    """An agreement as it stands. `over` is why for good; `is_closed` is that nothing is left."""

    agreement: Digest
    tip: Digest
    seq: Count
    valid_until: LocalDate
    end_by: LocalDate
    over: Code | None
    is_objected: bool
    is_paused: bool
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeViewer:
    """Somebody in the home with keys to look with; `ref` is what their words are bound to."""

    role: ViewerRole
    label: Label
    ref: Id
    keys: PersonalKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HowItStands:
    """Everything that a page tells of recording, but the records and the journal.

    `decided_at` is when it was last decided for every device, null before the first time.
    """

    how: Literal["stands"] = "stands"
    box: Digest
    at: Instant
    clock: ClockState
    agency: DomainName | None
    is_journal_sound: bool
    is_agent_there: bool
    devices: Annotated[tuple[DeviceStanding, ...], Items(0, 32)]
    notices: Annotated[tuple[NoticeStanding, ...], Items(0, 128)]
    agreements: Annotated[tuple[AgreementStanding, ...], Items(0, 64)]
    days: Annotated[tuple[KeptDay, ...], Items(0, 128)]
    viewers: Annotated[tuple[HomeViewer, ...], Items(0, 16)]
    decided_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is done. What was asked for is attached; `words` are a receipt or a check, `id` is new."""

    how: Literal["done"] = "done"
    words: Annotated[tuple[Annotated[str, Text(12)], ...], Items(0, 8)] = ()
    id: Annotated[str, Text(64)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """It is not done, and nothing has changed, for this reason."""

    how: Literal["not_done"] = "not_done"
    code: Code


Answer: TypeAlias = HowItStands | Done | NotDone


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packet:
    answer: Answer


def answer_to_octets(answer: Answer) -> bytes:
    """Return an answer as octets. Raises RecordMalformed for what none can say."""
    octets = json_from_object(write(_Packet(answer=answer)))
    answer_from_octets(octets)
    return octets


def answer_from_octets(octets: bytes) -> Answer:
    """Return the answer that octets say. Raises JsonMalformed, RecordMalformed."""
    return read(_Packet, object_from_json(octets)).answer
