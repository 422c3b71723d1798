"""One home as its ledger grows, and what a decision is asked there: everybody, every day, one box.

The agreement is issued on 30 November 2026, seen a day later, starts on 2 December, and is to be
reviewed by 2 January 2027. `NOW` is an evening in between, inside the hours that were agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from consent.decide import decide
from consent.entries import Entry
from consent.envelope import Envelope, envelope_to_bytes
from consent.home import Clock, ClockState, DeviceFacts, HomeState, Notice
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit
from consent.records.agreement import Agreement
from consent.records.reading import Record
from consent.records.review import Review
from consent.signer import Ed25519Signer
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.profiles import sample
from tests.consent.profiles.sample import MOTHER
from tests.consent.samples import keyset, signed, trust_root

BOX: Final = sample.AGREEMENT.box
PHONE: Final = sample.AGREEMENT.devices[0].id
BEGUN: Final = datetime(2026, 11, 29, 9, tzinfo=UTC)
ADMITTED: Final = datetime(2026, 11, 30, 12, tzinfo=UTC)
SEEN: Final = datetime(2026, 12, 1, 12, tzinfo=UTC)
NOW: Final = datetime(2026, 12, 9, 18, tzinfo=UTC)
REVIEWED: Final = datetime(2026, 12, 29, 18, tzinfo=UTC)
AFTER_REVIEW: Final = datetime(2027, 1, 20, 18, tzinfo=UTC)

AGREEMENT: Final = sample.YOUNG_PERSON_GIVES.agreement
MOTHERS: Final = sample.MOTHER_GIVES.agreement
REVIEW: Final = sample.REDUCED.review
MOTHERS_REVIEW: Final = sample.MOTHER_CONTINUES.review


def octets_of(record: Record, *signers: Ed25519Signer) -> bytes:
    """Return a record in its envelope as it is sent."""
    return envelope_to_bytes(signed(record, *signers))


def giver_of(record: Agreement | Review) -> tuple[Ed25519Signer, ...]:
    """Return who agrees with a key of their own, nobody where it is on paper or nobody need."""
    keyids = {str(one.public_key.keyid): one for one in (ALEX, MOTHER, sample.CARER)}
    how = record.giver.how if isinstance(record, Agreement) else record.giver
    return (keyids[how.keyid],) if how is not None and how.how == "own_key" else ()


def signers_of(record: Agreement | Review) -> tuple[Ed25519Signer, ...]:
    """Return everyone who must sign a record, and nobody else."""
    wider = isinstance(record, Agreement) and (
        record.scope.level == 4 or record.urgent or record.giver.is_carer
    )
    return (PRIYA, MORGAN, *((sample.SERVICE,) if wider else ()), *giver_of(record))


def begun(**changes: Any) -> TrustedLedger:  # noqa: ANN401 - what `begin` takes
    """Return a ledger that trusts the agency and knows nothing else."""
    octets = octets_of(trust_root())
    given = {
        "box": BOX,
        "root_octets": octets,
        "fingerprint": signed(trust_root()).digest,
        "proven_domain": sample.DOMAIN,
        "at": BEGUN,
    }
    return TrustedLedger.begin(**{**given, **changes})


def trusting(**changes: Any) -> TrustedLedger:  # noqa: ANN401 - fields of a keyset
    """Return a ledger that also has the agency's keyset."""
    return begun().admit(octets_of(keyset(**changes)), at=BEGUN)


def agreed(agreement: Agreement = AGREEMENT, at: datetime = ADMITTED) -> TrustedLedger:
    """Return a ledger in which an agreement was admitted."""
    return trusting().admit(octets_of(agreement, *signers_of(agreement)), at=at)


def reviewed(
    agreement: Agreement = AGREEMENT, review: Review = REVIEW, at: datetime = REVIEWED
) -> TrustedLedger:
    """Return a ledger in which an agreement was reviewed too."""
    return agreed(agreement).admit(octets_of(review, *signers_of(review)), at=at)


def holding(ledger: TrustedLedger, *later: tuple[Envelope, datetime]) -> TrustedLedger:
    """Return a ledger that holds these without a look, as one on a changed card would."""
    entries = (*ledger.entries, *(Entry(at, envelope) for envelope, at in later))
    return replace(ledger, entries=entries)


def notices_of(agreements: Iterable[str], **changes: Any) -> tuple[Notice, ...]:  # noqa: ANN401
    """Return the notices of agreements on every device, each seen once and then daily."""
    notice = Notice(device="", agreement="", first_seen_at=SEEN, last_seen_at=NOW)
    return tuple(
        replace(notice, device=one.id, agreement=agreement, **changes)
        for agreement in agreements
        for one in sample.AGREEMENT.devices
    )


def home_of(ledger: TrustedLedger, **changes: Any) -> HomeState:  # noqa: ANN401 - fields
    """Return what the box knows beside its ledger, where nothing stands in the way."""
    home = HomeState(
        box=BOX,
        proven_domain=sample.DOMAIN,
        hosted=False,
        last_fetched_at=None,
        marks=ledger.marks,
        notices=notices_of(ledger.agreements),
        paused=frozenset(),
        stopped=(),
        audit_writable=True,
    )
    return replace(home, **changes)


def device_of(**changes: Any) -> DeviceFacts:  # noqa: ANN401 - fields
    """Return the phone as it was bound."""
    phone = DeviceFacts(
        id=PHONE, bound=True, sole_user=True, ambiguous=False, bound_on=date(2026, 11, 26)
    )
    return replace(phone, **changes)


def clock_at(now: datetime, **changes: Any) -> Clock:  # noqa: ANN401 - fields
    """Return a clock that is trusted."""
    return replace(Clock(state=ClockState.TRUSTED, mark=now), **changes)


def decided(ledger: TrustedLedger, now: datetime = NOW, **changes: Any) -> Permit | Off:  # noqa: ANN401
    """Return the decision, where nothing but these changes to the home stands in the way."""
    seen = notices_of(ledger.agreements, last_seen_at=now)
    home = home_of(ledger, **{"notices": seen, **changes})
    return decide(ledger, home, device_of(), clock_at(now), now)
