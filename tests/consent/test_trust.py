from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.envelope import envelope_around
from consent.errors import ConsentError, RecordMalformed, SignatureRefused, ThresholdNotMet
from consent.frozen import SMALL_ORDER_POINTS, Kind
from consent.opening_keys import SMALL_ORDER_COORDINATES
from consent.parties import keys_of
from consent.records.agency import Keyset, RevokedKey, StaffKey, TrustKey, TrustRoot
from consent.records.fields import AgencyRole, Revocation
from consent.records.reading import payload_octets, record_from_payload
from consent.trust import (
    TrustMalformed,
    check_keys_apart,
    check_keyset,
    check_trust_root,
    delegator_requirement,
    root_requirement,
)
from consent.verification import check_signatures, open_payload, read_unverified
from tests.consent import samples
from tests.consent.people import STRANGER, signer_named
from tests.consent.profiles.sample import SERVICE, sealing_key
from tests.consent.samples import DELEGATOR, OFFLINE, PRIYA, signed, trust_key

ROOT, KEYSET = samples.trust_root(), samples.keyset()
SMALL = min(SMALL_ORDER_POINTS).hex()


def with_root_role(root: TrustRoot = ROOT, **changes: Any) -> TrustRoot:  # noqa: ANN401 - fields
    """Return a trust root with another root role."""
    return replace(root, root=replace(root.root, **changes))


def with_delegator(**changes: Any) -> TrustRoot:  # noqa: ANN401 - fields
    """Return a trust root with another delegator role."""
    return replace(ROOT, delegator=replace(ROOT.delegator, **changes))


def with_worker(**changes: Any) -> Keyset:  # noqa: ANN401 - fields
    """Return a keyset whose first worker's entry has other fields."""
    first, *others = KEYSET.keys
    return replace(KEYSET, keys=(replace(first, **changes), *others))


def key_of(entry: TrustKey | StaffKey) -> dict[str, str]:
    """Return the fields by which an entry names its key."""
    return {"keyid": entry.keyid, "ed25519": entry.ed25519}


HOLDERS = ROOT.root.keys
FOURTH = trust_key(STRANGER, "A fourth")
FIRST_TWICE = replace(HOLDERS[1], **key_of(HOLDERS[0]))
UNDER_A_SECOND_ID = replace(HOLDERS[1], ed25519=HOLDERS[0].ed25519)
ONE_PERSON_TWICE = replace(HOLDERS[2], person=HOLDERS[1].person)

TRUST_ROOTS: dict[str, tuple[TrustRoot, Code]] = {
    "two people": (with_root_role(keys=HOLDERS[:2]), Code.TRUST_ROOT_HOLDERS),
    "two people with three keys": (
        with_root_role(keys=(*HOLDERS[:2], ONE_PERSON_TWICE)),
        Code.TRUST_ROOT_HOLDERS,
    ),
    "GHSA-fphv-w9fq-2525: none of the root": (
        with_root_role(threshold=0),
        Code.TRUST_ROOT_HOLDERS,
    ),
    "one of the root": (with_root_role(threshold=1), Code.TRUST_ROOT_HOLDERS),
    "more of the root than there are": (with_root_role(threshold=4), Code.ROLE_TOO_FEW),
    "GHSA-fphv-w9fq-2525: none of the delegators": (
        with_delegator(threshold=0),
        Code.ROLE_THRESHOLD,
    ),
    "more delegators than there are": (with_delegator(threshold=2), Code.ROLE_TOO_FEW),
    "no delegator": (with_delegator(keys=()), Code.ROLE_TOO_FEW),
    "GHSA-pwqf-9h7j-7mv8: one key twice in a role": (
        with_root_role(keys=(HOLDERS[0], FIRST_TWICE, HOLDERS[2])),
        Code.TRUST_KEY_TWICE,
    ),
    "GHSA-pwqf-9h7j-7mv8: one key under two ids": (
        with_root_role(keys=(HOLDERS[0], UNDER_A_SECOND_ID, HOLDERS[2])),
        Code.KEY_ID,
    ),
    "one key in both roles": (with_delegator(keys=HOLDERS[:1]), Code.TRUST_KEY_TWICE),
    "another key's id": (
        with_delegator(keys=(replace(FOURTH, keyid=HOLDERS[0].keyid),)),
        Code.KEY_ID,
    ),
    "an id in capitals": (
        with_delegator(keys=(replace(FOURTH, keyid=FOURTH.keyid.upper()),)),
        Code.KEY_ID,
    ),
    "a key of small order": (with_delegator(keys=(replace(FOURTH, ed25519=SMALL),)), Code.KEY_WEAK),
    "a key too short": (with_delegator(keys=(replace(FOURTH, ed25519="00"),)), Code.KEY_LENGTH),
    "two years and a day": (
        replace(ROOT, expires_at=datetime(2028, 6, 2, 12, tzinfo=UTC)),
        Code.TRUST_LASTING,
    ),
    "an end at its beginning": (replace(ROOT, expires_at=ROOT.issued_at), Code.TRUST_LASTING),
    "an end before its beginning": (
        replace(ROOT, expires_at=ROOT.issued_at - timedelta(days=1)),
        Code.TRUST_LASTING,
    ),
}


@pytest.mark.parametrize(("root", "code"), TRUST_ROOTS.values(), ids=TRUST_ROOTS)
def test_a_trust_root_that_nobody_should_trust_is_refused(root: TrustRoot, code: Code) -> None:
    """A trust root of too few people, of keys that count twice, or without an end is refused."""
    with pytest.raises(TrustMalformed) as caught:
        check_trust_root(root)

    assert caught.value.code is code


SOUND_ROOTS = {
    "the sample's": ROOT,
    "three of three": with_root_role(threshold=3),
    "two of four": with_root_role(keys=(*HOLDERS, FOURTH)),
    "two keys of one person among four": with_root_role(
        keys=(*HOLDERS, replace(FOURTH, person=HOLDERS[0].person))
    ),
    "a person who is also a delegator": with_delegator(
        keys=(replace(FOURTH, person=HOLDERS[0].person),)
    ),
    "two years to the day": replace(ROOT, expires_at=datetime(2028, 6, 1, 12, tzinfo=UTC)),
    "the demonstration's": samples.trust_root(domain=samples.DEMONSTRATION),
}


@pytest.mark.parametrize("root", SOUND_ROOTS.values(), ids=SOUND_ROOTS)
def test_a_trust_root_of_three_people_is_sound(root: TrustRoot) -> None:
    """Three people or more, two of them or more, delegators, and an end: that is enough."""
    check_trust_root(root)

    assert [role.threshold for role in root_requirement(root).roles] == [root.root.threshold]
    assert [role.threshold for role in delegator_requirement(root).roles] == [
        root.delegator.threshold
    ]


DAY = timedelta(days=1)
WORKER = KEYSET.keys[0]


def revoked(*reasons: Revocation, before: datetime | None = KEYSET.issued_at) -> Keyset:
    """Return a keyset that revokes its first worker's key for each of these reasons."""
    return replace(
        KEYSET,
        revoked=tuple(
            RevokedKey(keyid=WORKER.keyid, reason=reason, accept_before=before)
            for reason in reasons
        ),
    )


KEYSETS: dict[str, tuple[Keyset, Code]] = {
    "a hundred days and a second": (
        replace(KEYSET, expires_at=KEYSET.issued_at + 100 * DAY + timedelta(seconds=1)),
        Code.TRUST_LASTING,
    ),
    "an end at its beginning": (replace(KEYSET, expires_at=KEYSET.issued_at), Code.TRUST_LASTING),
    "a worker's key of 13 months and a day": (
        with_worker(expires_at=datetime(2027, 7, 2, 12, tzinfo=UTC)),
        Code.TRUST_LASTING,
    ),
    "a worker's key that never begins": (
        with_worker(expires_at=WORKER.not_before),
        Code.TRUST_LASTING,
    ),
    "GHSA-pwqf-9h7j-7mv8: one key in two roles": (
        replace(KEYSET, keys=(*KEYSET.keys, replace(WORKER, role=AgencyRole.TEAM_MANAGER))),
        Code.TRUST_KEY_TWICE,
    ),
    "one key in two roles, with another to seal to": (
        replace(
            KEYSET,
            keys=(
                *KEYSET.keys,
                replace(WORKER, role=AgencyRole.IRO, x25519=sealing_key("Priya, once more")),
            ),
        ),
        Code.TRUST_KEY_TWICE,
    ),
    "GHSA-pwqf-9h7j-7mv8: one key under two ids": (
        with_worker(ed25519=KEYSET.keys[1].ed25519),
        Code.KEY_ID,
    ),
    "one key to seal to, for two": (
        with_worker(x25519=KEYSET.keys[1].x25519),
        Code.TRUST_KEY_TWICE,
    ),
    "one key revoked twice": (
        revoked(Revocation.LEFT, Revocation.SUPERSEDED),
        Code.TRUST_KEY_TWICE,
    ),
    "a key of small order": (with_worker(ed25519=SMALL), Code.KEY_WEAK),
    "a key to seal to that hides nothing": (with_worker(x25519="00" * 32), Code.KEY_OPEN_TO_ALL),
    "a key to seal to in a second way": (with_worker(x25519="ff" * 32), Code.KEY_FORM),
    "a worker who left on no day": (revoked(Revocation.LEFT, before=None), Code.TRUST_REVOKED),
    "a key replaced on no day": (revoked(Revocation.SUPERSEDED, before=None), Code.TRUST_REVOKED),
}


@pytest.mark.parametrize(("keyset", "code"), KEYSETS.values(), ids=KEYSETS)
def test_a_keyset_that_nobody_should_trust_is_refused(keyset: Keyset, code: Code) -> None:
    """A keyset with keys that count twice or prove nothing, or without an end, is refused."""
    with pytest.raises(TrustMalformed) as caught:
        check_keyset(keyset)

    assert caught.value.code is code


@pytest.mark.parametrize("point", sorted(SMALL_ORDER_COORDINATES))
def test_nothing_is_sealed_to_a_key_that_hides_nothing(point: int) -> None:
    """No worker is listed with a key to seal to with which everyone could open."""
    keyset = with_worker(x25519=point.to_bytes(32, "little").hex())
    with pytest.raises(TrustMalformed) as caught:
        check_keyset(keyset)

    assert (caught.value.code, caught.value.where) == (Code.KEY_OPEN_TO_ALL, "keys[0]")


SOUND_KEYSETS = {
    "the sample's": KEYSET,
    "nobody yet": replace(KEYSET, keys=()),
    "a hundred days": replace(KEYSET, expires_at=KEYSET.issued_at + 100 * DAY),
    "a worker's key of 13 months": with_worker(expires_at=datetime(2027, 7, 1, 12, tzinfo=UTC)),
    "one person in two roles, with two keys": with_worker(person=KEYSET.keys[1].person),
    "a worker who left": revoked(Revocation.LEFT),
    "a compromised key": revoked(Revocation.COMPROMISED, before=None),
    "a compromised key, with a day that counts for nothing": revoked(Revocation.COMPROMISED),
    "a key revoked that is listed no more": replace(revoked(Revocation.LEFT), keys=KEYSET.keys[1:]),
    "the demonstration's": samples.keyset(domain=samples.DEMONSTRATION),
}


@pytest.mark.parametrize("keyset", SOUND_KEYSETS.values(), ids=SOUND_KEYSETS)
def test_a_keyset_in_order_is_sound(keyset: Keyset) -> None:
    """Each worker's own keys with an end, and each revoked key with its reason: that is enough."""
    check_keyset(keyset)


CONTACTS = {
    "at the domain": ("priya.kaur@northmoor.gov.uk", True),
    "below the domain": ("priya@care.northmoor.gov.uk", True),
    "the domain in capitals": ("Priya@Northmoor.GOV.UK", True),
    "a private account": ("priya@mail.example", False),
    "another council": ("priya@southmoor.gov.uk", False),
    "what ends like the domain": ("priya@notnorthmoor.gov.uk", False),
    "the domain in front": ("priya@northmoor.gov.uk.example", False),
    "two signs": ("priya@mail.example@northmoor.gov.uk", False),
    "nobody": ("@northmoor.gov.uk", False),
    "the domain alone": ("northmoor.gov.uk", False),
    "a space": ("priya kaur@northmoor.gov.uk", False),
    "a telephone number": ("01632 960 123", False),
    "a dot at its end": ("priya@northmoor.gov.uk.", False),
    "a letter that looks like another": ("priya@n\u043erthmoor.gov.uk", False),
}


@pytest.mark.parametrize(("contact", "expected"), CONTACTS.values(), ids=CONTACTS)
def test_a_worker_is_reached_at_work(contact: str, *, expected: bool) -> None:
    """A worker's address for mail is at the agency's domain or below it, never a private one."""
    keyset = with_worker(contact=contact)
    if expected:
        check_keyset(keyset)
    else:
        with pytest.raises(TrustMalformed) as caught:
            check_keyset(keyset)
        assert (caught.value.code, caught.value.where) == (Code.TRUST_CONTACT, "keys[0]")


def test_no_worker_signs_with_a_key_that_is_kept_offline() -> None:
    """A key of the trust root, of either role, is refused among the workers' keys."""
    check_keys_apart(KEYSET, ROOT)
    for offline in (*ROOT.root.keys, *ROOT.delegator.keys):
        with pytest.raises(TrustMalformed) as caught:
            check_keys_apart(with_worker(**key_of(offline)), ROOT)
        assert caught.value.code is Code.TRUST_KEY_TWICE


REQUIREMENTS: dict[str, tuple[Callable[[TrustRoot], object], TrustRoot, Code]] = {
    "none of the root": (root_requirement, with_root_role(threshold=0), Code.ROLE_THRESHOLD),
    "too few of the root": (root_requirement, with_root_role(keys=()), Code.ROLE_TOO_FEW),
    "none of the delegators": (
        delegator_requirement,
        with_delegator(threshold=0),
        Code.ROLE_THRESHOLD,
    ),
    "one key of two people": (
        root_requirement,
        with_root_role(keys=(*HOLDERS, FIRST_TWICE)),
        Code.ROLE_KEY_TWICE,
    ),
}


@pytest.mark.parametrize(("asked", "root", "code"), REQUIREMENTS.values(), ids=REQUIREMENTS)
def test_no_requirement_is_made_of_a_role_that_anyone_could_meet(
    asked: Callable[[TrustRoot], object], root: TrustRoot, code: Code
) -> None:
    """Also without the checks before it, a role without people or threshold is no requirement."""
    with pytest.raises(TrustMalformed) as caught:
        asked(root)

    assert caught.value.code is code


def is_root_signed(*signers: Any) -> bool:  # noqa: ANN401 - signers of any kind
    """Say whether the trust root counts as signed by itself, with these signatures."""
    checked = check_signatures(signed(ROOT, *signers), keys_of(ROOT))
    try:
        open_payload(checked, [root_requirement(ROOT)])
    except (ThresholdNotMet, SignatureRefused):
        return False
    return True


def test_a_trust_root_takes_two_of_its_three() -> None:
    """Any two holders are enough, one is not, and nobody else is a second."""
    one, two, three = OFFLINE

    assert all(map(is_root_signed, (one, one, two), (two, three, three)))
    assert is_root_signed(one, two, three)
    assert not any(is_root_signed(alone) for alone in (*OFFLINE, DELEGATOR, STRANGER))
    assert not is_root_signed(one, DELEGATOR)
    assert not is_root_signed(one, two, STRANGER)


def test_only_a_delegator_signs_a_keyset() -> None:
    """GHSA-77hh-43cm-v8j6: no root holder, worker or stranger counts for a role they are not in."""
    known = keys_of(ROOT, KEYSET)
    requirement = delegator_requirement(ROOT)

    by_delegator = check_signatures(signed(KEYSET, DELEGATOR), known)
    assert record_from_payload(open_payload(by_delegator, [requirement])) == KEYSET
    for signers in (OFFLINE, (PRIYA,), (SERVICE,), (PRIYA, SERVICE, *OFFLINE)):
        with pytest.raises(ThresholdNotMet):
            open_payload(check_signatures(signed(KEYSET, *signers), known), [requirement])
    with pytest.raises(SignatureRefused):
        open_payload(check_signatures(signed(KEYSET, DELEGATOR, STRANGER), known), [requirement])


UNLISTED: dict[str, tuple[TrustRoot | Keyset, Callable[[dict[str, Any]], object], Code]] = {
    "GHSA-77hh-43cm-v8j6: a third role of a trust root": (
        ROOT,
        lambda document: document.update(snapshot=document["delegator"]),
        Code.RECORD_UNKNOWN,
    ),
    "GHSA-77hh-43cm-v8j6: a worker in a role that there is not": (
        KEYSET,
        lambda document: document["keys"][0].update(role="director"),
        Code.RECORD_VALUE,
    ),
    "GHSA-77hh-43cm-v8j6: a worker in two roles": (
        KEYSET,
        lambda document: document["keys"][0].update(role=["social_worker", "team_manager"]),
        Code.RECORD_TYPE,
    ),
    "a keyset that delegates further": (
        KEYSET,
        lambda document: document.update(delegations=[]),
        Code.RECORD_UNKNOWN,
    ),
    "a trust root without delegators": (
        ROOT,
        lambda document: document.pop("delegator"),
        Code.RECORD_MISSING,
    ),
    "a threshold below none": (
        ROOT,
        lambda document: document["root"].update(threshold=-1),
        Code.RECORD_VALUE,
    ),
    "a threshold that is true": (
        ROOT,
        lambda document: document["delegator"].update(threshold=True),
        Code.RECORD_TYPE,
    ),
    "a threshold in words": (
        ROOT,
        lambda document: document["root"].update(threshold="2"),
        Code.RECORD_TYPE,
    ),
}


@pytest.mark.parametrize(("record", "change", "code"), UNLISTED.values(), ids=UNLISTED)
def test_a_role_that_is_not_listed_cannot_be_written(
    record: TrustRoot | Keyset, change: Callable[[dict[str, Any]], object], code: Code
) -> None:
    """A role is one of the two of a trust root, or of the five of a keyset; no other is read."""
    document = object_from_json(payload_octets(record))
    change(document)
    with pytest.raises(RecordMalformed) as caught:
        record_from_payload(
            read_unverified(envelope_around(Kind(record.type), document)),
        )

    assert caught.value.code is code


def test_what_is_refused_does_not_say_whose_it_is() -> None:
    """An error about a key names its place in the list, never the worker or the address."""
    for keyset, _ in KEYSETS.values():
        with pytest.raises(ConsentError) as caught:
            check_keyset(keyset)
        said = str(caught.value)
        assert not any(one.name in said or one.keyid in said for one in KEYSET.keys)


def test_the_longest_of_everything_is_still_a_date() -> None:
    """A trust root issued on the last day that a record can name is judged like any other."""
    last = datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)
    octets = payload_octets(replace(ROOT, issued_at=last - DAY, expires_at=last))
    read = object_from_json(octets)

    check_trust_root(replace(ROOT, issued_at=last - DAY, expires_at=last))
    assert json_from_object(read) == octets
    with pytest.raises(TrustMalformed):
        check_trust_root(replace(ROOT, issued_at=last, expires_at=last))


def test_a_worker_may_hold_two_posts() -> None:
    """A worker stands in two roles with two keys, since people count and keys do not."""
    other = signer_named("Priya, at her other desk").public_key
    second = replace(
        WORKER,
        keyid=other.keyid,
        ed25519=other.octets.hex(),
        x25519=sealing_key("Priya, at her other desk"),
        role=AgencyRole.TEAM_MANAGER,
    )

    check_keyset(replace(KEYSET, keys=(*KEYSET.keys, second)))
