"""The status statement: what a box says of itself when a social worker asks, in one square code.

It is a signed note of eight lines that people can read, and a whole one fits a QR code of version
15 with level M: 412 octets. Level M still reads with some of it dirty or in the shade.

Rules kept here:
- It answers six digits that the social worker chose just now, and it is of this moment: an old one,
  or one made for somebody else, fails.
- It names one agreement by the beginning of its digest, and nobody by name.
- It holds the journal's length and root, so it is held against the checkpoint seen last.
- It is read only in the one form in which it is written.
- It proves what an unaltered Lamplight on this box says. It says nothing of other programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from consent.checkpoint import Checkpoint, check_goes_on, note_key_of
from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frozen import STATUS_CONTEXT
from consent.home import ClockState
from consent.keys import PublicKey
from consent.note import opened_note, signed_note
from consent.signer import Signer
from consent.spoken import digits_from_text

STATUS_DIGITS: Final = 6
AGREEMENT_DIGITS: Final = 16
IMAGE_DIGITS: Final = 32
MOST_OCTETS: Final = 412
"""What a QR code of version 15 holds at level M, in octets (ISO/IEC 18004, table 7)."""
FRESH: Final = timedelta(minutes=10)

_PART: Final = "(?:0|[1-9][0-9]?)"
_TEXT: Final = re.compile(
    rf"""{re.escape(STATUS_CONTEXT)}
(?P<origin>lamplight/[0-9a-f]{{16}})
asked (?P<asked>[0-9]{{{STATUS_DIGITS}}})
at (?P<at>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})Z (?P<clock>[a-z]+)
release (?P<release>{_PART}\.{_PART}\.{_PART}) (?P<image>[0-9a-f]{{{IMAGE_DIGITS}}})
(?:on (?P<on>[1-9]) until (?P<until>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|off (?P<off>E_[A-Z0-9_]+))
agreement (?:none|(?P<agreement>[0-9a-f]{{{AGREEMENT_DIGITS}}}) seq (?P<seq>0|[1-9][0-9]?))
journal (?P<size>0|[1-9][0-9]{{0,8}}) (?P<root>[A-Za-z0-9+/=]+)
"""
)


class StatusRefused(ConsentError):
    """A status statement is not one, or does not answer what was asked, now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class On:
    """Recording is on for so many devices, and its last day unless something ends it sooner."""

    devices: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementStatus:
    """Which agreement is meant: the beginning of its digest, and its newest review's number."""

    start: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a box says of itself.

    `recording` is On, or the reason why not; `image` is the beginning of what the box's programs
    hash to; `checkpoint` is the journal's.
    """

    challenge: str
    at: datetime
    clock: ClockState
    release: str
    image: str
    recording: On | Code
    agreement: AgreementStatus | None
    checkpoint: Checkpoint

    @property
    def text(self) -> str:
        """The text that is signed."""
        about = self.agreement
        match self.recording:
            case On(devices=devices, until=until):
                recording = f"on {devices} until {until.isoformat()}"
            case code:
                recording = f"off {code}"
        lines = (
            STATUS_CONTEXT,
            self.checkpoint.origin,
            f"asked {self.challenge}",
            f"at {self.at.replace(tzinfo=None).isoformat()}Z {self.clock}",
            f"release {self.release} {self.image}",
            recording,
            f"agreement {'none' if about is None else f'{about.start} seq {about.seq}'}",
            f"journal {self.checkpoint.size} {base64_from_octets(self.checkpoint.root)}",
        )
        return "".join(f"{line}\n" for line in lines)


def status_from_text(text: str) -> Status:
    """Return the statement that a text says.

    Raises StatusRefused, CheckpointRefused and TextMalformed.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise StatusRefused(Code.STATUS_FORM, "the statement as a whole")
    try:
        status = Status(
            challenge=found["asked"],
            at=datetime.fromisoformat(found["at"]).replace(tzinfo=UTC),
            clock=ClockState(found["clock"]),
            release=found["release"],
            image=found["image"],
            recording=_recording(found),
            agreement=_agreement(found),
            checkpoint=Checkpoint(
                origin=found["origin"],
                size=int(found["size"]),
                root=octets_from_base64(found["root"], "journal"),
            ),
        )
    # No such day, no such hour, or a word that is none of ours.
    except ValueError:
        raise StatusRefused(Code.STATUS_FORM, "a line") from None
    is_under_nothing = isinstance(status.recording, On) and status.agreement is None
    # Later versions of the library read 24:00:00 as the next day: one instant, two texts.
    if is_under_nothing or status.text != text:
        raise StatusRefused(Code.STATUS_FORM, "the statement as a whole")
    return status


def signed_status(status: Status, signer: Signer) -> bytes:
    """Return a statement as a note signed by its box.

    Raises StatusRefused for what no statement can say, and for another box's.
    """
    key = note_key_of(signer.public_key)
    if status.checkpoint.origin != key.name or status_from_text(status.text) != status:
        raise StatusRefused(Code.STATUS_FORM, "the statement as a whole")
    return signed_note(status.text, key.name, signer)


def opened_status(
    note: bytes,
    key: PublicKey,
    *,
    challenge: str,
    now: datetime,
    before: Checkpoint | None = None,
) -> Status:
    """Return the statement with which the box of this key answered six digits, just now.

    `before` is the checkpoint of this box seen last. Raises StatusRefused, CheckpointRefused,
    NoteRefused and TextMalformed.
    """
    box = note_key_of(key)
    status = status_from_text(opened_note(note, (box,)).text)
    if status.checkpoint.origin != box.name:
        raise StatusRefused(Code.STATUS_FORM, "the box")
    if status.challenge != digits_from_text(challenge, STATUS_DIGITS):
        raise StatusRefused(Code.STATUS_CHALLENGE, "asked")
    if not now - FRESH <= status.at <= now + FRESH:
        raise StatusRefused(Code.STATUS_TIME, "at")
    if before is not None:
        check_goes_on(status.checkpoint, before)
    return status


def _recording(found: re.Match[str]) -> On | Code:
    if found["off"] is not None:
        return Code(found["off"])
    return On(devices=int(found["on"]), until=date.fromisoformat(found["until"]))


def _agreement(found: re.Match[str]) -> AgreementStatus | None:
    if found["agreement"] is None:
        return None
    return AgreementStatus(start=found["agreement"], seq=int(found["seq"]))
