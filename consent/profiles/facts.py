"""What several rules ask of a case: on which day it was issued, and whose key that is.

Rules kept here:
- A day is a day in London.
- A key is somebody's only if the keyset says so and has not called it compromised.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from consent.calendar import london_day
from consent.errors import ConsentError
from consent.keys import public_key_listed
from consent.records.agency import Keyset, StaffKey, TrustRoot
from consent.records.agreement import Agreement, Happened, OwnKey
from consent.records.fields import AgencyRole, EvidenceKind, Revocation
from consent.records.home_card import PersonalKey
from consent.records.review import Review


def issue_day(record: Agreement | Review) -> date:
    """Return the day on which a record was issued."""
    return london_day(record.issued_at)


def is_day_or_reason(happened: Happened, until: date) -> bool:
    """Say whether there is exactly one of the two, and the day is not after another."""
    if happened.on is None:
        return happened.why_not is not None
    return happened.why_not is None and happened.on <= until


def worker(keyset: Keyset, keyid: str, role: AgencyRole) -> StaffKey | None:
    """Return the worker with a key in a role, None where there is nobody."""
    compromised = {one.keyid for one in keyset.revoked if one.reason is Revocation.COMPROMISED}
    found = [key for key in keyset.keys if key.keyid == keyid and key.role is role]
    return found[0] if found and keyid not in compromised else None


def is_key(listed: OwnKey | PersonalKey) -> bool:
    """Say whether what is listed is a key that proves something, under its own id."""
    try:
        public_key_listed(listed.keyid, listed.ed25519)
    except ConsentError:
        return False
    return True


def agency_keyids(trust_root: TrustRoot, keyset: Keyset) -> frozenset[str]:
    """Return the ids of every key that an agency names or has named, so far as these two say."""
    offline = {key.keyid for role in (trust_root.root, trust_root.delegator) for key in role.keys}
    return frozenset(
        offline | {key.keyid for key in keyset.keys} | {one.keyid for one in keyset.revoked}
    )


def has_evidence(agreement: Agreement, kind: EvidenceKind) -> bool:
    """Say whether a document of a kind is named."""
    return any(one.kind is kind for one in agreement.evidence)


def are_different(values: Collection[object]) -> bool:
    """Say whether nothing stands there twice."""
    return len(set(values)) == len(values)
