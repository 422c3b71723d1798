"""Looking at what was written down: with the young person's card, or a carer's own five words.

Rules kept here:
- Whose words were typed shows in the public keys that they turn into. Only somebody whom the record
  names as a viewer has such keys, and the recorder asks for their signature besides.
- The recorder has the look on its list before it hands out a sealed day. It is opened here, in
  memory, shown once, and written nowhere.
- A carer says why before they look. A young person reads their own, and needs no reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from consent.acts import ViewReason
from consent.errors import ConsentError
from consent.exported import SealedDay
from consent.frozen import CARD_WORDS
from consent.passphrase import PersonalKeys, keys_from_words
from consent.recorder_answers import HowItStands
from consent.recorder_requests import AskNonce, AskRecords, Look, proof_of
from consent.records.agreement import Agreement
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey
from consent.sealed_day import Row, opened_day_key, opened_rows, slip_from_octets
from consent.words import words_from_text
from console.errors import ConsoleError
from console.services.agreements import ReadAgreement, read_agreements
from console.services.viewing_wrong import Wrong
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

MOST_DAYS: Final = 31
REASONS: Final = tuple(one for one in ViewReason if one is not ViewReason.OWN_ENTRIES)

_UNSIGNED: Final = "0" * 128


class LookRefused(ConsoleError):
    """Nothing was shown."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(f"a look: {wrong}")
        self.wrong = wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSet:
    """The days of one device under one agreement that can still be opened, the newest first."""

    agreement: str
    device: str
    label: str
    days: tuple[date, ...]
    read: ReadAgreement


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDay:
    """One day as it was written down, opened."""

    day: date
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to look at, as they sent it; `role` is the one that the page is for."""

    agreement: str
    device: str
    days: tuple[str, ...]
    reason: str
    words: str
    role: ViewerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    keys: PersonalKey
    ref: str


def kept_sets(
    recorder: Recorder, addresses: Collection[str] | None = None
) -> tuple[KeptSet, ...] | None:
    """Return what can be looked at; None where nobody can say.

    With addresses, only what is about the devices there.
    """
    try:
        how, read = _state(recorder)
    except (RecorderSilent, RecorderRefused):
        return None
    labels = {
        one.id: one.label
        for one in how.devices
        if addresses is None or not set(addresses).isdisjoint(one.addresses)
    }
    found: dict[tuple[str, str], list[date]] = {}
    for one in how.days:
        found.setdefault((one.agreement, one.device), []).append(one.day)
    return tuple(
        KeptSet(
            agreement=agreement,
            device=device,
            label=labels[device],
            days=tuple(sorted(days, reverse=True)[:MOST_DAYS]),
            read=read[agreement],
        )
        for (agreement, device), days in found.items()
        if agreement in read and device in labels
    )


def viewers_named(recorder: Recorder) -> frozenset[str]:
    """Return what carers are called whom an agreement here names as viewers."""
    try:
        how, read = _state(recorder)
    except (RecorderSilent, RecorderRefused):
        return frozenset()
    named = {
        viewer.keys.keyid
        for one in read.values()
        for viewer in one.agreement.viewing.viewers
        if viewer.role is ViewerRole.CARER
    }
    return frozenset(one.label for one in how.viewers if one.keys.keyid in named)


def look(recorder: Recorder, asked: Asked) -> tuple[OpenedDay, ...]:
    """Return the days that somebody looks at, opened; the look is on the list by then.

    Raises LookRefused, RecorderSilent and RecorderRefused.
    """
    how, read = _state(recorder)
    one = read.get(asked.agreement)
    days = _days(asked.days)
    if one is None or not days:
        raise LookRefused(Wrong.DAYS)
    reason = _reason(asked)
    keys = _recognised(asked, _people(one.agreement, how, asked.role))
    nonce, _ = recorder.done(AskNonce())
    try:
        request = Look(
            nonce=nonce.id or "",
            viewer=keys.public.keyid,
            device=asked.device,
            agreement=asked.agreement,
            days=days,
            reason=reason,
            signature=_UNSIGNED,
        )
        signed = replace(request, signature=keys.signer.sign(proof_of(request, how.box)).hex())
        _, parts = recorder.done(signed)
        return tuple(_opened(sealed, keys) for sealed in _sealed_days(parts))
    except ConsentError:
        raise LookRefused(Wrong.DAMAGED) from None


def _state(recorder: Recorder) -> tuple[HowItStands, Mapping[str, ReadAgreement]]:
    how = recorder.how()
    _, lines = recorder.done(AskRecords())
    return how, read_agreements(lines, how) or {}


def _days(typed: Sequence[str]) -> tuple[date, ...]:
    try:
        return tuple(sorted({date.fromisoformat(one) for one in typed}))[:MOST_DAYS]
    except ValueError:
        raise LookRefused(Wrong.DAYS) from None


def _reason(asked: Asked) -> ViewReason:
    if asked.role is ViewerRole.YOUNG_PERSON:
        return ViewReason.OWN_ENTRIES
    if asked.reason not in REASONS:
        raise LookRefused(Wrong.REASON)
    return ViewReason(asked.reason)


def _people(agreement: Agreement, how: HowItStands, role: ViewerRole) -> tuple[_Person, ...]:
    if role is ViewerRole.YOUNG_PERSON:
        about = agreement.young_person
        return (_Person(keys=about.card, ref=about.ref),)
    named = {one.keys.keyid for one in agreement.viewing.viewers if one.role is role}
    return tuple(
        _Person(keys=one.keys, ref=one.ref) for one in how.viewers if one.keys.keyid in named
    )


def _recognised(asked: Asked, people: Sequence[_Person]) -> PersonalKeys:
    try:
        chosen = words_from_text(asked.words, CARD_WORDS)
    except ConsentError:
        raise LookRefused(Wrong.WORDS) from None
    for person in people:
        keys = keys_from_words(chosen, person.ref)
        if keys.public == person.keys:
            return keys
    raise LookRefused(Wrong.WORDS)


def _sealed_days(parts: Sequence[bytes]) -> Iterator[SealedDay]:
    """Yield the days attached: for each the number of its frames, slip, sealed key, frames."""
    rest = list(parts)
    while rest:
        count, *rest = rest
        if not count.isdigit() or len(rest) < 2 + int(count):
            raise LookRefused(Wrong.DAMAGED)
        slip, sealed_key, *rest = rest
        frames, rest = rest[: int(count)], rest[int(count) :]
        yield SealedDay(slip=slip, sealed_key=sealed_key, frames=tuple(frames))


def _opened(sealed: SealedDay, keys: PersonalKeys) -> OpenedDay:
    slip = slip_from_octets(sealed.slip)
    day_key = opened_day_key(slip, keys.public.keyid, sealed.sealed_key, keys.opening_key)
    return OpenedDay(day=slip.day, rows=opened_rows(slip, sealed.frames, day_key))
