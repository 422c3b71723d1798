"""What the box says of itself: how things stand, signed statements, spoken words, card and bundle.

Rules kept here:
- One agreement stands for the box where a statement names one: the one that is on, else the newest.
- Whatever is signed here holds ids, days and counts. No site has a place in it, and no person.
- A statement is on nobody's journal: asking how things stand changes nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from agent.recorder.box import Box
from agent.recorder.erasing import end_of_agreement, standing_of
from agent.recorder.errors import RecorderRefused
from agent.recorder.presses import check_known, known_agreements
from agent.recorder.shared_words import sealed_words
from agent.release import RELEASE, image
from consent.bundle import Bundle, BundledAgency, bundle_to_octets
from consent.codes import Code
from consent.deletion import deletion_of, signed_deletion
from consent.envelope import envelope_around, envelope_to_bytes, with_signature
from consent.frozen import Kind
from consent.home import has_lapsed, told_at
from consent.permits import Off, Permit
from consent.recorder_answers import (
    AgreementStanding,
    DeviceStanding,
    HomeViewer,
    HowItStands,
    KeptDay,
    NoticeStanding,
)
from consent.records.home_card import CardDevice, CardViewer, HomeCard
from consent.schema import write
from consent.spoken import digits_from_text, spoken_words
from consent.spoken_about import AGREEMENT_DIGITS, NO_AGREEMENT, VisitState, about_of
from consent.standing import Standing
from consent.status import (
    IMAGE_DIGITS,
    STATUS_DIGITS,
    AgreementStatus,
    On,
    Status,
    signed_status,
)

MOST_DEVICES_SAID: Final = 9


def how_it_stands(
    box: Box,
    answers: dict[str, Permit | Off],
    *,
    is_agent_there: bool,
    decided_at: datetime | None = None,
) -> HowItStands:
    """Return everything that a page tells of recording."""
    moment = box.moment
    return HowItStands(
        box=box.identity.box,
        at=moment.at,
        clock=moment.clock.state,
        agency=None if box.memory.agency is None else box.memory.agency.domain,
        is_journal_sound=box.journal.is_sound,
        is_agent_there=is_agent_there,
        devices=_devices(box, answers),
        notices=tuple(
            NoticeStanding(
                device=one.device,
                agreement=one.agreement,
                told_at=told_at(one),
                last_seen_at=one.last_seen_at,
                is_lapsed=has_lapsed(one, moment.at),
            )
            for one in box.memory.notices
        ),
        agreements=tuple(
            _agreement(box, standing)
            for digest in known_agreements(box)
            if (standing := standing_of(box, digest)) is not None
        ),
        days=tuple(
            KeptDay(
                device=slip.device,
                agreement=slip.agreement,
                day=slip.day,
                viewers=tuple(sorted(box.days.viewers(fingerprint))),
            )
            for fingerprint, slip in sorted(box.days.slips.items(), key=lambda one: one[1].day)
        ),
        viewers=tuple(
            HomeViewer(role=one.role, label=one.label, ref=one.ref, keys=one.keys)
            for one in box.memory.viewers
        ),
        decided_at=decided_at,
    )


def status(box: Box, answers: dict[str, Permit | Off], challenge: str) -> bytes:
    """Return a signed statement that answers six digits. Raises ConsentError."""
    on = _on(answers)
    about = _spoken_of(box, answers)
    standing = None if about is None else standing_of(box, about)
    recording: On | Code = _why_off(answers)
    if on and standing is not None:
        recording = On(devices=min(len(on), MOST_DEVICES_SAID), until=_last_day(standing))
    statement = Status(
        challenge=digits_from_text(challenge, STATUS_DIGITS),
        at=box.moment.at,
        clock=box.moment.clock.state,
        release=RELEASE,
        image=image()[:IMAGE_DIGITS],
        recording=recording,
        agreement=None
        if standing is None
        else AgreementStatus(start=standing.digest[:AGREEMENT_DIGITS], seq=standing.seq),
        checkpoint=box.journal.checkpoint,
    )
    return signed_status(statement, box.identity.signer)


def spoken(box: Box, answers: dict[str, Permit | Off], digits: str) -> tuple[str, ...]:
    """Return the four words that vouch for what the visit page shows now. Raises TextMalformed."""
    about = about_of(visit_state(box, answers))
    return spoken_words(box.identity.secret, digits, box.moment.at, about=about)


def visit_state(box: Box, answers: dict[str, Permit | Off]) -> VisitState:
    """Return the state that the visit page shows, and that the spoken words vouch for."""
    digest = _spoken_of(box, answers)
    standing = None if digest is None else standing_of(box, digest)
    if standing is None:
        return NO_AGREEMENT
    start = standing.digest[:AGREEMENT_DIGITS]
    if end_of_agreement(box, standing.digest) is not None:
        return VisitState(is_on=False, agreement=start)
    return VisitState(
        is_on=bool(_on(answers)),
        agreement=start,
        level=standing.scope.level,
        until=_last_day(standing),
    )


def home_card(box: Box) -> bytes:
    """Return the home card as a signed record. Raises ConsentError."""
    card = HomeCard(
        type="home-card",
        v=1,
        box=box.identity.box,
        box_key=box.identity.signer.public_key.octets.hex(),
        issued_at=box.moment.at,
        devices=tuple(
            CardDevice(id=one.id, label=one.label, sole_user=one.sole_user, bound_on=one.bound_on)
            for one in box.memory.devices
        ),
        viewers=tuple(
            CardViewer(role=one.role, label=one.label, keys=one.keys) for one in box.memory.viewers
        ),
    )
    envelope = with_signature(envelope_around(Kind.HOME_CARD, write(card)), box.identity.signer)
    return envelope_to_bytes(envelope)


def shared_words(box: Box, keyid: str) -> bytes:
    """Return the home's shared secret, sealed to a worker of the agency. Raises ConsentError."""
    if box.ledger is None:
        raise RecorderRefused(Code.LEDGER_NO_AGENCY, "the agency")
    today = box.ledger.chains[-1]
    for key in today.keyset.keys:
        if key.keyid == keyid and not today.revocations(keyid):
            return sealed_words(
                box.identity.secret, box.identity.signer, keyid=keyid, x25519=key.x25519
            )
    raise RecorderRefused(Code.SIGNERS, "key")


def bundle(box: Box) -> bytes:
    """Return the audit bundle. Raises ConsentError."""
    agency = box.memory.agency
    return bundle_to_octets(
        Bundle(
            box_key=box.identity.signer.public_key,
            agency=None
            if agency is None
            else BundledAgency(domain=agency.domain, fingerprint=agency.fingerprint),
            checkpoint=box.journal.note,
            journal=tuple(box.journal.lines),
            ledger=box.ledger.to_lines() if box.ledger else (),
            slips=tuple(box.days.slips.values()),
        )
    )


def deletion(box: Box, agreement: str) -> bytes:
    """Return the signed statement that nothing of an agreement is left. Raises ConsentError."""
    check_known(box, agreement)
    if not box.journal.is_whole:
        raise RecorderRefused(Code.AUDIT_REMOVED, "the journal")
    if agreement not in box.closed:
        raise RecorderRefused(Code.NOT_CLOSED, "agreement")
    found = deletion_of(box.journal.lines, box.journal.checkpoint, agreement)
    return signed_deletion(found, box.identity.signer)


def _devices(box: Box, answers: dict[str, Permit | Off]) -> tuple[DeviceStanding, ...]:
    found = []
    for device in box.memory.devices:
        answer = answers.get(device.id, Off(Code.AGREEMENT_NONE))
        permit = answer if isinstance(answer, Permit) else None
        standing = None if permit is None else standing_of(box, permit.agreement)
        found.append(
            DeviceStanding(
                id=device.id,
                label=device.label,
                sole_user=device.sole_user,
                bound_on=device.bound_on,
                addresses=device.addresses,
                off=answer.code if isinstance(answer, Off) else None,
                agreement=None if permit is None else permit.agreement,
                level=None if permit is None else permit.level,
                until=None if standing is None else _last_day(standing),
            )
        )
    return tuple(found)


def _agreement(box: Box, standing: Standing) -> AgreementStanding:
    over = end_of_agreement(box, standing.digest)
    code = standing.ended
    if over is not None and code is None:
        is_at_end = _last_day(standing) >= standing.agreement.end_by
        code = Code.TIME_ENDED if is_at_end else Code.TIME_REVIEW
    return AgreementStanding(
        agreement=standing.digest,
        tip=standing.tip,
        seq=standing.seq,
        valid_until=standing.valid_until,
        end_by=standing.agreement.end_by,
        over=code,
        is_objected=standing.is_objected,
        is_paused=standing.digest in box.memory.paused,
        is_closed=standing.digest in box.closed,
    )


def _on(answers: dict[str, Permit | Off]) -> list[Permit]:
    return [one for one in answers.values() if isinstance(one, Permit)]


def _spoken_of(box: Box, answers: dict[str, Permit | Off]) -> str | None:
    """Return the agreement that is meant where only one can be named."""
    if on := _on(answers):
        return on[0].agreement
    known = list(known_agreements(box))
    going_on = [one for one in known if end_of_agreement(box, one) is None]
    return next(reversed(going_on or known), None)


def _why_off(answers: dict[str, Permit | Off]) -> Code:
    codes = [one.code for one in answers.values() if isinstance(one, Off)]
    # A device that nobody agreed about says less than one that somebody did.
    telling = [one for one in codes if one is not Code.AGREEMENT_NONE]
    return (telling or codes or [Code.AGREEMENT_NONE])[0]


def _last_day(standing: Standing) -> date:
    return min(standing.valid_until, standing.agreement.end_by)
