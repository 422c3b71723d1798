"""The agency's keys: proven, rotated, rolled back, forked, expired, fetched too long ago."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from consent.home import Marks
from consent.records.agency import Keyset, TrustRole, TrustRoot
from consent.signer import Ed25519Signer
from tests.consent import scene
from tests.consent.people import STRANGER, signer_named
from tests.consent.profiles.sample import DELEGATOR, OFFLINE, YOUNG_PERSON_GIVES
from tests.consent.samples import DEMONSTRATION, keyset, signed, trust_key, trust_root
from tests.vectors.cases.rules import of_agreement
from tests.vectors.ledger_case import PERMIT, Case, Sent

TWIN: Final = "valid_a_young_person_gives_with_their_card"
DOMAIN: Final = "people 11: an agency is a domain that proved itself, below a controlled suffix"
TUF: Final = "TUF: versions rise by one, both thresholds sign a rotation, nothing rolls back"
NEWER: Final = tuple(signer_named(f"newer offline key {number}") for number in (1, 2, 3))
_BASE: Final = of_agreement("", YOUNG_PERSON_GIVES, TUF, "")
_LATER: Final = scene.ADMITTED + timedelta(hours=3)
_FRESH: Final[dict[str, Any]] = {
    "issued_at": scene.ADMITTED,
    "expires_at": scene.ADMITTED + timedelta(days=90),
}


def domains() -> Iterator[Case]:
    """Yield agencies that are not who they say, or cannot prove it."""
    base = replace(_BASE, source=DOMAIN, twin=TWIN)
    yield replace(
        base, name="domain_not_proven", home={"proven_domain": None}, expect="E_TRUST_UNPROVEN"
    )
    other = {"proven_domain": "southmoor.gov.uk"}
    yield replace(base, name="domain_another_proven", home=other, expect="E_TRUST_UNPROVEN")
    for title, domain in (("free", "northmoor-council.example"), ("demonstration", DEMONSTRATION)):
        root = trust_root(domain=domain)
        yield replace(
            base,
            name=f"domain_{title}",
            root=Sent(scene.octets_of(root), scene.BEGUN),
            fingerprint=signed(root).digest,
            home={"proven_domain": domain},
            expect="E_TRUST_UNCONTROLLED",
        )
    yield replace(
        base, name="fingerprint_another", fingerprint="5a" * 32, expect="E_TRUST_FINGERPRINT"
    )


def rotations() -> Iterator[Case]:
    """Yield a second trust root, signed by both sides, by one, and out of turn."""
    holders = TrustRole(
        keys=tuple(trust_key(one, f"Holder {at}") for at, one in enumerate(NEWER)), threshold=2
    )
    both = (*OFFLINE[:2], *NEWER[:2])
    for name, version, by, expect in (
        ("rotation_by_both", 2, both, f"{PERMIT}:2"),
        ("rotation_by_old_alone", 2, OFFLINE, "E_SIG_MISSING"),
        ("rotation_by_new_alone", 2, NEWER, "E_SIG_MISSING"),
        ("rotation_by_one_old_and_all_new", 2, (OFFLINE[0], *NEWER), "E_SIG_MISSING"),
        ("rotation_skips_a_version", 3, both, "E_TRUST_SKIPPED"),
    ):
        root = trust_root(version=version, root=holders, issued_at=scene.ADMITTED)
        again = keyset(root_version=2, version=5, **_FRESH)
        sent = [_at(root, *by)]
        if expect.startswith(PERMIT):
            sent.append(Sent(scene.octets_of(again), _LATER + timedelta(minutes=1)))
        yield _with(name, expect, *sent)
    unrotated = trust_root(version=2, root=holders, issued_at=scene.ADMITTED)
    yield _with("rotation_without_a_new_keyset", "E_TRUST_OLD_ROOT", _at(unrotated, *both))


def keysets() -> Iterator[Case]:
    """Yield keysets that are older, forked, unsigned, expired, of somebody else."""
    yield _with("keyset_newer", f"{PERMIT}:2", _at(keyset(version=5, **_FRESH), DELEGATOR))
    yield _with("keyset_rolled_back", "E_TRUST_ROLLBACK", _at(keyset(version=3), DELEGATOR))
    forked = keyset(expires_at=datetime(2027, 1, 30, tzinfo=UTC))
    yield _with("keyset_forked", "E_TRUST_FORK", _at(forked, DELEGATOR))
    yield _with("keyset_by_a_stranger", "E_SIG_UNKNOWN", _at(keyset(version=5, **_FRESH), STRANGER))
    offline = _at(keyset(version=5, **_FRESH), OFFLINE[0])
    yield _with("keyset_by_the_trust_root", "E_SIG_MISSING", offline)
    elsewhere = keyset(domain="southmoor.gov.uk", version=5, **_FRESH)
    yield _with("keyset_of_another_agency", "E_TRUST_OTHER_AGENCY", _at(elsewhere, DELEGATOR))
    yield _with(
        "keyset_of_a_root_to_come",
        "E_TRUST_OLD_ROOT",
        _at(keyset(version=5, root_version=2, **_FRESH), DELEGATOR),
    )
    short = keyset(expires_at=datetime(2026, 12, 9, 17, 59, 59, tzinfo=UTC))
    expired = (Sent(scene.octets_of(short), scene.BEGUN),)
    yield replace(
        _BASE, name="keyset_expired", twin=TWIN, keysets=expired, expect="E_TRUST_KEYSET_EXPIRED"
    )
    root = trust_root(expires_at=datetime(2026, 12, 9, 17, 59, 59, tzinfo=UTC))
    yield replace(
        _BASE,
        name="root_expired",
        twin=TWIN,
        root=Sent(scene.octets_of(root), scene.BEGUN),
        fingerprint=signed(root).digest,
        expect="E_TRUST_ROOT_EXPIRED",
    )
    yield replace(_BASE, name="keyset_none", twin=TWIN, keysets=(), expect="E_TRUST_NO_KEYSET")


def freshness() -> Iterator[Case]:
    """Yield a keyset on the agency's site that was fetched in time, too long ago, and never."""
    base = replace(
        _BASE, source="consent.md B.8: a hosted keyset is at most seven days old", twin=TWIN
    )
    week = scene.NOW - timedelta(days=7)
    for name, at, expect in (
        ("hosted_a_week_ago", week, f"{PERMIT}:2"),
        ("hosted_a_second_longer_ago", week - timedelta(seconds=1), "E_TRUST_STALE"),
        ("hosted_never", None, "E_TRUST_STALE"),
    ):
        home = {"hosted": True, "last_fetched_at": at}
        yield replace(base, name=name, home=home, expect=expect)


def rolled_back() -> Iterator[Case]:
    """Yield a ledger that falls short of what the box remembers: a card from an earlier day."""
    marks = Marks(root_version=1, keyset_version=4, entries=3, newest_at=scene.ADMITTED)
    ahead_by: dict[str, dict[str, Any]] = {
        "marks_of_a_newer_root": {"root_version": 2},
        "marks_of_a_newer_keyset": {"keyset_version": 5},
        "marks_of_more_entries": {"entries": 4},
    }
    for name, changes in ahead_by.items():
        ahead = replace(marks, **changes)
        yield replace(_BASE, name=name, twin=TWIN, marks=ahead, expect="E_TRUST_ROLLBACK")
    yield replace(_BASE, name="marks_reached", twin=TWIN, marks=marks, expect=f"{PERMIT}:2")


def _at(record: TrustRoot | Keyset, *signers: Ed25519Signer) -> Sent:
    return Sent(scene.octets_of(record, *signers), _LATER)


def _with(name: str, expect: str, *later: Sent) -> Case:
    return replace(_BASE, name=name, twin=TWIN, keysets=(*_BASE.keysets, *later), expect=expect)


GROUPS: Final = (domains, rotations, keysets, freshness, rolled_back)
