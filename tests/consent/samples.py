"""One record of each kind, as they follow one another in one home, and who signs each of them.

The agreement and the review are those of `profiles/sample.py`, which keep every rule of the
profile. Whoever needs another record changes fields of one: `keyset(version=5)`. The keys are for
tests alone: each is made of a digest that anyone can compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final

from consent.encoding import digest
from consent.envelope import Envelope, with_signature
from consent.frozen import Kind
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.acknowledgement import Acknowledgement
from consent.records.agency import Keyset, TrustKey, TrustRole, TrustRoot
from consent.records.agreement import Agreement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import StopReason, ViewerRole
from consent.records.home_card import CardDevice, CardViewer, HomeCard
from consent.records.paper_notice import PaperNotice
from consent.records.reading import Record, kind_of, payload_octets
from consent.records.review import Review
from consent.signer import Ed25519Signer
from tests.consent.people import ALEX, MORGAN, PRIYA, signer_named
from tests.consent.profiles import sample
from tests.consent.profiles.sample import BOX_KEY, CARER, MOTHER, OFFLINE, worded

DELEGATOR: Final = signer_named("the list of workers")
DEMONSTRATION: Final = "demo.invalid"


def record_digest(record: Record) -> str:
    """Return the name under which other records find this one."""
    return digest(payload_octets(record))


def signed(record: Record, *signers: Ed25519Signer) -> Envelope:
    """Return a record in its envelope, signed by these; by those of `SIGNERS` if none are named."""
    envelope = Envelope(kind_of(record), payload_octets(record))
    for signer in signers or SIGNERS[envelope.kind]:
        envelope = with_signature(envelope, signer)
    return envelope


def trust_key(signer: Ed25519Signer, title: str) -> TrustKey:
    """Return somebody's entry in a trust root."""
    key = signer.public_key
    return TrustKey(
        keyid=key.keyid,
        ed25519=key.octets.hex(),
        person=digest(f"offline: {title}".encode())[:32],
        title=title,
    )


_HOLDERS: Final = ("Principal social worker", "Head of fostering", "Information governance")
_TRUST_ROOT: Final = replace(
    sample.TRUST_ROOT,
    root=TrustRole(keys=tuple(map(trust_key, OFFLINE, _HOLDERS)), threshold=2),
    delegator=TrustRole(keys=(trust_key(DELEGATOR, "List of workers"),), threshold=1),
)


def trust_root(*, domain: str = sample.DOMAIN, **changes: Any) -> TrustRoot:  # noqa: ANN401 - fields
    """Return the agency's trust root."""
    agency = replace(_TRUST_ROOT.agency, domain=domain)
    return replace(_TRUST_ROOT, **{"agency": agency, **changes})


def keyset(*, domain: str = sample.DOMAIN, **changes: Any) -> Keyset:  # noqa: ANN401 - fields
    """Return the agency's keyset: one worker in each role."""
    keys = tuple(replace(key, contact=f"{key.name.lower()}@{domain}") for key in sample.KEYSET.keys)
    return replace(sample.KEYSET, **{"agency": domain, "keys": keys, **changes})


def home_card(**changes: Any) -> HomeCard:  # noqa: ANN401 - fields
    """Return the card of the home that the agreement is about."""
    card = HomeCard(
        type="home-card",
        v=1,
        box=BOX_KEY.public_key.keyid,
        box_key=BOX_KEY.public_key.octets.hex(),
        issued_at=datetime(2026, 11, 26, 17, tzinfo=UTC),
        devices=(
            *sample.AGREEMENT.devices,
            CardDevice(
                id="0c" * 16, label="Television", sole_user=False, bound_on=date(2026, 11, 26)
            ),
        ),
        viewers=tuple(
            CardViewer(role=one.role, label=one.label, keys=one.keys)
            for one in sample.AGREEMENT.viewing.viewers
            if one.role is not ViewerRole.SOCIAL_WORKER
        ),
    )
    return replace(card, **changes)


def agreement_case(**changes: Any) -> AgreementCase:  # noqa: ANN401 - fields
    """Return the agreement, with the text that comes out of it, under the keys above."""
    made = replace(sample.AGREEMENT, **changes)
    return worded(AgreementCase(agreement=made, trust_root=trust_root(), keyset=keyset()))


def agreement(**changes: Any) -> Agreement:  # noqa: ANN401 - fields
    """Return the agreement, given by the young person with their own card."""
    return agreement_case(**changes).agreement


def review_case(**changes: Any) -> ReviewCase:  # noqa: ANN401 - fields
    """Return the first review, with the text that comes out of it, under the keys above."""
    return sample.review_of(agreement_case(), replace(sample.REVIEW, **changes))


def review(**changes: Any) -> Review:  # noqa: ANN401 - fields
    """Return the first review, which leaves less than before."""
    return review_case(**changes).review


def withdrawal(**changes: Any) -> Withdrawal:  # noqa: ANN401 - fields
    """Return the young person's withdrawal, a week after the start."""
    record = Withdrawal(
        type="withdrawal",
        v=1,
        agreement=record_digest(agreement()),
        box=BOX_KEY.public_key.keyid,
        id="e1" * 16,
        issued_at=datetime(2026, 12, 9, 20, 15, tzinfo=UTC),
    )
    return replace(record, **changes)


def objection(**changes: Any) -> Objection:  # noqa: ANN401 - fields
    """Return the young person's objection to what their mother gave."""
    record = Objection(
        type="objection",
        v=1,
        agreement=record_digest(sample.MOTHER_GIVES.agreement),
        box=BOX_KEY.public_key.keyid,
        id="e2" * 16,
        issued_at=datetime(2026, 12, 9, 20, 15, tzinfo=UTC),
    )
    return replace(record, **changes)


def stop(**changes: Any) -> Stop:  # noqa: ANN401 - fields
    """Return the social worker's stop."""
    record = Stop(
        type="stop",
        v=1,
        agreement=record_digest(agreement()),
        box=BOX_KEY.public_key.keyid,
        id="e3" * 16,
        issued_at=datetime(2026, 12, 10, 9, tzinfo=UTC),
        reason=StopReason.NO_LONGER_NEEDED,
    )
    return replace(record, **changes)


def acknowledgement(**changes: Any) -> Acknowledgement:  # noqa: ANN401 - fields
    """Return the carer's word that they read how to look at what is written down."""
    record = Acknowledgement(
        type="ack",
        v=1,
        agreement=record_digest(agreement()),
        box=BOX_KEY.public_key.keyid,
        id="e4" * 16,
        issued_at=datetime(2026, 12, 1, 19, tzinfo=UTC),
        viewer=CARER.public_key.keyid,
        card="eng-foster-1/viewing/1",
    )
    return replace(record, **changes)


def paper_notice(**changes: Any) -> PaperNotice:  # noqa: ANN401 - fields
    """Return the social worker's word that paper about the phone was handed over."""
    record = PaperNotice(
        type="paper-notice",
        v=1,
        agreement=record_digest(agreement()),
        box=BOX_KEY.public_key.keyid,
        id="e5" * 16,
        issued_at=datetime(2026, 12, 1, 17, tzinfo=UTC),
        device=agreement().devices[0].id,
        language=agreement().discussion.language,
        handed_over_on=date(2026, 12, 1),
    )
    return replace(record, **changes)


SIGNERS: Final[Mapping[Kind, tuple[Ed25519Signer, ...]]] = MappingProxyType(
    {
        Kind.TRUST_ROOT: OFFLINE,
        Kind.KEYSET: (DELEGATOR,),
        Kind.HOME_CARD: (BOX_KEY,),
        Kind.AGREEMENT: (PRIYA, MORGAN, ALEX),
        Kind.REVIEW: (PRIYA, MORGAN, ALEX),
        Kind.WITHDRAWAL: (ALEX,),
        Kind.OBJECTION: (ALEX,),
        Kind.STOP: (PRIYA,),
        Kind.ACKNOWLEDGEMENT: (CARER,),
        Kind.PAPER_NOTICE: (PRIYA,),
    }
)


def records() -> Mapping[Kind, Record]:
    """Return one record of each kind."""
    made: tuple[Record, ...] = (
        *(trust_root(), keyset(), home_card(), agreement(), review()),
        *(withdrawal(), objection(), stop(), acknowledgement(), paper_notice()),
    )
    return MappingProxyType({kind_of(one): one for one in made})


__all__ = [
    "ALEX",
    "BOX_KEY",
    "CARER",
    "DELEGATOR",
    "DEMONSTRATION",
    "MORGAN",
    "MOTHER",
    "OFFLINE",
    "PRIYA",
    "SIGNERS",
    "acknowledgement",
    "agreement",
    "agreement_case",
    "home_card",
    "keyset",
    "objection",
    "paper_notice",
    "record_digest",
    "records",
    "review",
    "review_case",
    "signed",
    "stop",
    "trust_key",
    "trust_root",
    "withdrawal",
]
