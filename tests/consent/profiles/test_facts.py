from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consent.profiles.facts import (
    agency_keyids,
    are_different,
    has_evidence,
    is_day_or_reason,
    is_key,
    issue_day,
    worker,
)
from consent.records.agency import RevokedKey
from consent.records.agreement import Happened, OwnKey
from consent.records.fields import AgencyRole, EvidenceKind, Revocation
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.profiles.sample import AGREEMENT, DELEGATOR, KEYSET, OFFLINE, TRUST_ROOT, own_key

UNTIL = date(2026, 11, 30)
HAPPENED = {
    "a day": (Happened(on=UNTIL, why_not=None), True),
    "a reason": (Happened(on=None, why_not="They were ill."), True),
    "a day too late": (Happened(on=date(2026, 12, 1), why_not=None), False),
    "both": (Happened(on=UNTIL, why_not="They were ill."), False),
    "neither": (Happened(on=None, why_not=None), False),
}


@pytest.mark.parametrize(("happened", "expected"), HAPPENED.values(), ids=HAPPENED)
def test_something_took_place_or_there_is_a_reason(happened: Happened, *, expected: bool) -> None:
    """Exactly one of the two stands there, and no day that is still to come."""
    assert is_day_or_reason(happened, UNTIL) is expected


def test_a_record_is_issued_on_a_day_in_london() -> None:
    """Late in the evening of a summer's day, it is the next day in London already."""
    at = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)

    assert issue_day(replace(AGREEMENT, issued_at=at)) == date(2026, 8, 1)


def revoked(reason: Revocation) -> RevokedKey:
    """Return an entry about the social worker's key."""
    return RevokedKey(keyid=PRIYA.public_key.keyid, reason=reason, accept_before=None)


def test_a_worker_is_found_by_key_and_role() -> None:
    """A key is a worker's only in the role that the keyset gives it."""
    found = worker(KEYSET, PRIYA.public_key.keyid, AgencyRole.SOCIAL_WORKER)

    assert found == KEYSET.keys[0]
    assert worker(KEYSET, PRIYA.public_key.keyid, AgencyRole.TEAM_MANAGER) is None
    assert worker(KEYSET, ALEX.public_key.keyid, AgencyRole.SOCIAL_WORKER) is None


@pytest.mark.parametrize("reason", Revocation)
def test_a_compromised_key_is_nobodys(reason: Revocation) -> None:
    """Somebody who left did what they did; a compromised key did nothing."""
    keyset = replace(KEYSET, revoked=(revoked(reason),))
    found = worker(keyset, PRIYA.public_key.keyid, AgencyRole.SOCIAL_WORKER)

    assert (found is None) is (reason is Revocation.COMPROMISED)


def test_every_key_that_an_agency_names_is_the_agencys() -> None:
    """Keys offline, keys of workers, and keys that count no more."""
    gone = RevokedKey(keyid="ab" * 32, reason=Revocation.LEFT, accept_before=None)
    keyids = agency_keyids(TRUST_ROOT, replace(KEYSET, revoked=(gone,)))

    assert keyids == {
        *(signer.public_key.keyid for signer in (*OFFLINE, DELEGATOR)),
        *(key.keyid for key in KEYSET.keys),
        "ab" * 32,
    }


def test_the_delegators_are_the_agencys_too() -> None:
    """Whoever may sign keysets belongs to the agency, also without a part in the trust root."""
    assert DELEGATOR.public_key.keyid not in {one.keyid for one in TRUST_ROOT.root.keys}
    assert DELEGATOR.public_key.keyid in agency_keyids(TRUST_ROOT, KEYSET)


def test_evidence_is_found_by_what_it_shows() -> None:
    """A document counts for its kind alone."""
    assert has_evidence(AGREEMENT, EvidenceKind.DECISION)
    assert not has_evidence(AGREEMENT, EvidenceKind.SIGNED_AGREEMENT)


KEYS = {
    "a key under its id": (own_key(ALEX), True),
    "a key under another's id": (
        replace(own_key(ALEX), keyid=MORGAN.public_key.keyid),
        False,
    ),
    "a key of small order": (replace(own_key(ALEX), ed25519="01" + "00" * 31), False),
}


@pytest.mark.parametrize(("listed", "expected"), KEYS.values(), ids=KEYS)
def test_a_key_is_known_by_its_own_id(listed: OwnKey, *, expected: bool) -> None:
    """A key that proves nothing, or bears another's id, is none."""
    assert is_key(listed) is expected


def test_what_stands_twice_is_seen() -> None:
    """Two of the same are not different."""
    assert are_different(["a", "b"])
    assert not are_different(["a", "b", "a"])
