"""Looking at what was recorded, and taking it to a desk: on the journal first, then handed out.

Rules kept here:
- Somebody is a viewer because the agreement names their key, and proves it by signing a number that
  is good once. What is handed out is sealed to them: this process cannot read it.
- A carer looks only after they have signed that they read how looking is meant.
- After an objection no carer looks until the review. After a withdrawal nobody but the young person
  does. After any other end there is nothing to look at.
- The entry names viewer, days and reason. The young person sees the same entries as everyone.
- What was changed on the card since it was written is not handed out, and no look is noted for it.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from agent.recorder.box import CLOCK_CODES, Box
from agent.recorder.devices import move
from agent.recorder.erasing import end_of_agreement, standing_of
from agent.recorder.errors import RecorderRefused
from agent.recorder.presses import check_known
from consent.acts import ActorRole, Erasure, Exported, LoginFailed, Viewed, ViewReason
from consent.audit_entry import Actor
from consent.codes import Code
from consent.errors import ConsentError
from consent.kept_days import told_days
from consent.keys import PublicKey
from consent.recorder_requests import Export, GiveUpCopy, Look, MoveDevice, Proven, proof_of
from consent.records.agreement import Agreement, Viewer
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey
from consent.sealed_day import slip_to_octets

NONCE_MS: Final = 2 * 60 * 1000
MOST_NONCES: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """One day as it leaves the recorder: the slip, the viewer's sealed key, and sealed frames."""

    slip: bytes
    sealed_key: bytes
    frames: tuple[bytes, ...]


class Nonces:
    """Numbers that were given out to be signed. Each is good once, for two minutes."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def give(self, boot_ms: int) -> str:
        """Return a fresh one."""
        fresh = {one: at for one, at in self._given.items() if at > boot_ms - NONCE_MS}
        while len(fresh) >= MOST_NONCES:
            del fresh[next(iter(fresh))]
        nonce = secrets.token_hex(16)
        self._given = {**fresh, nonce: boot_ms}
        return nonce

    def take(self, nonce: str, boot_ms: int) -> bool:
        """Say whether a number was given out lately; from now on it was not."""
        given = self._given.pop(nonce, None)
        return given is not None and boot_ms - NONCE_MS < given <= boot_ms


def look(box: Box, nonces: Nonces, asked: Look) -> tuple[HandedOut, ...]:
    """Return sealed days for a viewer, each on the journal before. Raises ConsentError."""
    agreement = check_known(box, asked.agreement)
    viewer = _viewer(agreement, asked.viewer)
    _check_proof(box, nonces, asked, viewer.keys)
    is_own = viewer.role is ViewerRole.YOUNG_PERSON
    if (asked.reason is ViewReason.OWN_ENTRIES) != is_own:
        raise RecorderRefused(Code.LOOK_VIEWER, "reason")
    if viewer.role is ViewerRole.SOCIAL_WORKER:
        # She has no account here: what she may see goes to her desk, by `export`.
        raise RecorderRefused(Code.LOOK_VIEWER, "viewer")
    _check_may_look(box, asked.agreement, viewer)
    fingerprints = _kept(box, viewer, asked.device, asked.agreement, asked.days)
    box.note(
        Viewed(
            how="view",
            viewer=viewer.keys.keyid,
            device=asked.device,
            agreement=asked.agreement,
            days=asked.days,
            reason=asked.reason,
        ),
        Actor(role=ActorRole(viewer.role), key=viewer.keys.keyid[:8]),
    )
    return _handed_out(box, viewer, fingerprints)


def export(box: Box, asked: Export) -> tuple[HandedOut, ...]:
    """Return sealed days for a social worker's desk, on the journal before. Raises ConsentError.

    Whoever is at the box may hand them out: they are sealed to her, and it is on record.
    """
    viewer = _viewer(check_known(box, asked.agreement), asked.viewer)
    if viewer.role is not ViewerRole.SOCIAL_WORKER:
        raise RecorderRefused(Code.LOOK_VIEWER, "viewer")
    _check_may_look(box, asked.agreement, viewer)
    fingerprints = _kept(box, viewer, asked.device, asked.agreement, asked.days)
    box.note(
        Exported(
            how="export",
            viewer=viewer.keys.keyid,
            device=asked.device,
            agreement=asked.agreement,
            days=asked.days,
        ),
        Actor(role=ActorRole.ANYONE),
    )
    return _handed_out(box, viewer, fingerprints)


def give_up_copy(box: Box, nonces: Nonces, asked: GiveUpCopy) -> None:
    """Have what is kept after a withdrawal destroyed now, by the young person's own card."""
    agreement = check_known(box, asked.agreement)
    _check_proof(box, nonces, asked, agreement.young_person.card)
    if end_of_agreement(box, asked.agreement) is not Erasure.WITHDRAWN:
        raise RecorderRefused(Code.COPY_NONE, "agreement")
    if asked.agreement not in box.memory.deleted_sooner:
        given_up = (*box.memory.deleted_sooner, asked.agreement)
        box.remember(replace(box.memory, deleted_sooner=given_up))


def move_device(box: Box, nonces: Nonces, asked: MoveDevice) -> None:
    """Let a device keep its id at other addresses, by the young person's own card."""
    agreement = check_known(box, asked.agreement)
    device = box.memory.device(asked.device)
    if device is None or device.id not in {one.id for one in agreement.devices}:
        raise RecorderRefused(Code.DEVICE_UNBOUND, "device")
    _check_proof(box, nonces, asked, agreement.young_person.card)
    move(box, device, asked.addresses)


def _viewer(agreement: Agreement, keyid: str) -> Viewer:
    for one in agreement.viewing.viewers:
        if one.keys.keyid == keyid:
            return one
    raise RecorderRefused(Code.LOOK_VIEWER, "viewer")


def _check_proof(box: Box, nonces: Nonces, asked: Proven, keys: PersonalKey) -> None:
    """Raise RecorderRefused unless this key has signed this request, just now."""
    try:
        key = PublicKey(bytes.fromhex(keys.ed25519))
        is_signed = key.verifies(bytes.fromhex(asked.signature), proof_of(asked, box.identity.box))
    except (ConsentError, ValueError):
        is_signed = False
    # The number is used up also where the signature is wrong: nobody tries twice on one.
    if not nonces.take(asked.nonce, box.moment.boot_ms) or not is_signed:
        with suppress(RecorderRefused):
            box.note(LoginFailed(how="login_failed", times=1), Actor(role=ActorRole.ANYONE))
        raise RecorderRefused(Code.LOOK_PROOF, "signature")


def _check_may_look(box: Box, digest: str, viewer: Viewer) -> None:
    standing = standing_of(box, digest)
    is_young_person = viewer.role is ViewerRole.YOUNG_PERSON
    is_carer = viewer.role is ViewerRole.CARER
    if standing is None or (end_of_agreement(box, digest) and not is_young_person):
        raise RecorderRefused(Code.LOOK_VIEWER, "agreement")
    if standing.is_objected and is_carer:
        raise RecorderRefused(Code.LOOK_OBJECTED, "agreement")
    assert box.ledger is not None
    if is_carer and viewer.keys.keyid not in box.ledger.acknowledged(digest):
        raise RecorderRefused(Code.LOOK_NOT_READ, "viewer")
    if box.ledger.chains[-1].revocations(viewer.keys.keyid):
        raise RecorderRefused(Code.LOOK_VIEWER, "viewer")
    # Nobody knows whether it has ended meanwhile. Young people see their own in any case.
    if not box.moment.is_trusted and not is_young_person:
        raise RecorderRefused(CLOCK_CODES[box.moment.clock.state], "clock")


def _kept(
    box: Box, viewer: Viewer, device: str, agreement: str, days: tuple[date, ...]
) -> tuple[str, ...]:
    """Return the fingerprints of these days, each of which the viewer can open.

    Raises RecorderRefused, and SealedDayRefused for a day that was changed since.
    """
    by_day = {
        slip.day: fingerprint
        for fingerprint, slip in box.days.slips.items()
        if (slip.device, slip.agreement) == (device, agreement)
        and viewer.keys.keyid in box.days.viewers(fingerprint)
    }
    if len(set(days)) != len(days) or not by_day.keys() >= set(days):
        raise RecorderRefused(Code.LOOK_DAYS, "days")
    fingerprints = tuple(by_day[day] for day in sorted(days))
    told = told_days(box.journal.entries)
    for one in fingerprints:
        if one not in told:
            raise RecorderRefused(Code.LOOK_DAYS, "days")
        box.days.check_sealed_key(one, viewer.keys.keyid)
        told[one].check_frames(one, box.days.frames(one))
    return fingerprints


def _handed_out(box: Box, viewer: Viewer, fingerprints: tuple[str, ...]) -> tuple[HandedOut, ...]:
    days = box.days
    return tuple(
        HandedOut(
            slip=slip_to_octets(days.slips[one]),
            sealed_key=days.sealed_key(one, viewer.keys.keyid) or b"",
            frames=tuple(days.frames(one)),
        )
        for one in fingerprints
    )
