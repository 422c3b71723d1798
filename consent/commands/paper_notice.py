"""Signing at a desk that paper was handed over: the notice for somebody who sees no screen.

Rules kept here:
- It is signed by whoever handed it over, a social worker or a manager, alone.
- The language is that of the agreement's discussion. Nobody types it, so nobody mistypes it.
- What the box would refuse is refused here first, before a passphrase is asked for where it can be.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from consent.calendar import london_day
from consent.case_note import Event, Happening
from consent.commands import key_file
from consent.commands.case_folder import AGREEMENT, CaseFolder, refused
from consent.commands.questions import AnswerRefused, day_shown, day_typed
from consent.desk import Desk, DeskRefused
from consent.envelope import Envelope, with_signature
from consent.errors import ConsentError
from consent.parties import paper_notice_requirement
from consent.records.agreement import Agreement
from consent.records.paper_notice import PaperNotice
from consent.records.reading import kind_of, payload_octets

PAPER_NOTICE: Final = "paper-notice"


def paper_notice(desk: Desk, key_name: str, *, device: str | None, handed_over: str) -> None:
    """Sign that paper about a device was handed over on a day. Raises DeskRefused."""
    folder = CaseFolder(desk)
    agreement, keyset = folder.agreement(), folder.keyset()
    now = desk.now()
    record = PaperNotice(
        type="paper-notice",
        v=1,
        agreement=folder.envelope(AGREEMENT).digest,
        box=agreement.box,
        id=desk.chance(16).hex(),
        issued_at=now,
        device=_device(agreement, device),
        language=agreement.discussion.language,
        handed_over_on=_day(handed_over, agreement, london_day(now)),
    )
    try:
        requirement = paper_notice_requirement(agreement, keyset, now)
    except ConsentError as error:
        raise refused(error, "the list of who may sign") from None
    signer = key_file.unlock(desk, key_name).signer
    keyid = signer.public_key.keyid
    if not requirement.judge(frozenset({keyid})):
        raise DeskRefused(
            "that key is not of a social worker or a manager of this agency; nothing is signed"
        )
    name = _name(folder)
    folder.keep(name, with_signature(Envelope(kind_of(record), payload_octets(record)), signer))
    desk.say(
        "It is signed. The wait begins when it is entered on the box, not on the day of the paper."
    )
    role = next(one.role for one in keyset.keys if one.keyid == keyid)
    folder.tell(Event(what=Happening.SIGNED, at=now, by=role), record)


def _device(agreement: Agreement, label: str | None) -> str:
    """Return the id of the device with a label; of the only one, where none was given."""
    labels = [one.label for one in agreement.devices]
    if label is None and len(labels) == 1:
        return agreement.devices[0].id
    for one in agreement.devices:
        if label is not None and one.label.casefold() == label.strip().casefold():
            return one.id
    raise DeskRefused(f"say which device with --device; the agreement names: {', '.join(labels)}")


def _day(typed: str, agreement: Agreement, today: date) -> date:
    """Return the day that was typed, if paper could be handed over then. Raises DeskRefused."""
    try:
        day = day_typed(typed.strip())
    except AnswerRefused as error:
        raise DeskRefused(str(error)) from None
    issued = london_day(agreement.issued_at)
    if not issued <= day <= today:
        raise DeskRefused(
            f"paper is handed over between the agreement's day, {day_shown(issued)}, and today"
        )
    return day


def _name(folder: CaseFolder) -> str:
    """Return the name of the next such record: one for each device, and for each time."""
    number = 1
    while folder.has(f"{PAPER_NOTICE}-{number}"):
        number += 1
    return f"{PAPER_NOTICE}-{number}"
