"""An agreement that exists: shown in plain words, ended by one person alone.

Rules kept here:
- The young person's stop is one command: it is a withdrawal where they gave the agreement, and an
  objection where somebody else did. Neither asks why.
- Ending never waits for a second signature.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from consent.case_note import Event, Happening
from consent.commands import key_file
from consent.commands.cards import card_signer
from consent.commands.case_folder import (
    AGREEMENT,
    DATES,
    CaseFolder,
    envelope_in,
    record_in,
    refused,
)
from consent.commands.plain import plain
from consent.dates_file import dates_file
from consent.desk import Desk, DeskRefused
from consent.envelope import Envelope, with_signature
from consent.errors import ConsentError
from consent.parties import stop_requirement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import Capacity, StopReason
from consent.records.reading import kind_of, payload_octets
from consent.signer import Signer

WITHDRAWAL: Final = "withdrawal"
OBJECTION: Final = "objection"
STOP: Final = "stop"


def show(desk: Desk, name: str) -> None:
    """Show what a record says, in plain words. Raises DeskRefused."""
    folder = CaseFolder(desk)
    if desk.exists(name):
        envelope = envelope_in(desk.read(name), name)
    elif not folder.has(name) and name == AGREEMENT:
        raise DeskRefused("nothing is signed here yet; the draft's text is in text.txt")
    else:
        envelope = folder.envelope(name)
    record = record_in(envelope, name)
    try:
        desk.say(plain(record, envelope))
    except ConsentError as error:
        raise refused(error, name) from None


def withdraw(desk: Desk) -> None:
    """Let the young person end or stop it with their own card. Raises DeskRefused."""
    folder = CaseFolder(desk)
    agreement = folder.agreement()
    is_givers = agreement.giver.capacity is Capacity.YOUNG_PERSON
    _refuse_if_there(folder, WITHDRAWAL if is_givers else OBJECTION)
    signer = card_signer(desk, agreement)
    agreed, box, mark, at = folder.envelope(AGREEMENT).digest, agreement.box, *_mark(desk)
    if is_givers:
        record: Withdrawal | Objection = Withdrawal(
            type="withdrawal", v=1, agreement=agreed, box=box, id=mark, issued_at=at
        )
        name, happening = WITHDRAWAL, Happening.WITHDRAWN
        told = "It is withdrawn. On the box, recording ends within a second of its arrival."
    else:
        record = Objection(type="objection", v=1, agreement=agreed, box=box, id=mark, issued_at=at)
        name, happening = OBJECTION, Happening.OBJECTED
        told = (
            "The objection is signed. On the box, recording pauses within a second of its arrival,"
            " and goes on only after a review in which they were heard."
        )
    _end(desk, folder, name, record, signer)
    desk.say(told)
    folder.tell(Event(what=happening, at=desk.now(), by=Capacity.YOUNG_PERSON), record)


def stop(desk: Desk, key_name: str, reason: StopReason) -> None:
    """Let anyone of the agency who may stop it, alone. Raises DeskRefused."""
    folder = CaseFolder(desk)
    agreement, keyset = folder.agreement(), folder.keyset()
    _refuse_if_there(folder, STOP)
    try:
        requirement = stop_requirement(folder.trust_root(), keyset)
    except ConsentError as error:
        raise refused(error, "the list of who may sign") from None
    signer = key_file.unlock(desk, key_name).signer
    keyid = signer.public_key.keyid
    if not requirement.judge(frozenset({keyid})):
        raise DeskRefused("that key is not one of this agency; its list may need renewing here")
    mark, at = _mark(desk)
    record = Stop(
        type="stop",
        v=1,
        agreement=folder.envelope(AGREEMENT).digest,
        box=agreement.box,
        id=mark,
        issued_at=at,
        reason=reason,
    )
    _end(desk, folder, STOP, record, signer)
    desk.say("It is stopped. On the box, recording ends within a second of its arrival.")
    role = next(one.role for one in keyset.keys if one.keyid == keyid)
    folder.tell(Event(what=Happening.STOPPED, at=desk.now(), by=role), record)


def _mark(desk: Desk) -> tuple[str, datetime]:
    """Return a new record's id, and when it is issued."""
    return desk.chance(16).hex(), desk.now()


def _refuse_if_there(folder: CaseFolder, name: str) -> None:
    # Before a secret is asked for: nobody should type one for nothing.
    if folder.has(name):
        raise DeskRefused(f"this folder holds one already; send {name}.json to the home")


def _end(
    desk: Desk, folder: CaseFolder, name: str, record: Withdrawal | Objection | Stop, signer: Signer
) -> None:
    envelope = Envelope(kind_of(record), payload_octets(record))
    folder.keep(name, with_signature(envelope, signer))
    desk.write(DATES, dates_file(folder.agreement(), ended=True).encode(), private=True)
