from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import json_from_object
from consent.envelope import (
    Envelope,
    Signature,
    envelope_from_bytes,
    envelope_to_bytes,
    with_signature,
)
from consent.errors import ConsentError, RoleMalformed, SignatureRefused, ThresholdNotMet
from consent.frozen import SMALL_ORDER_POINTS, Kind
from consent.keys import PublicKey
from consent.roles import Requirement, Role
from consent.signer import Ed25519Signer
from consent.verification import (
    Payload,
    UnverifiedPayload,
    check_signatures,
    open_payload,
    read_unverified,
)
from tests.architecture.tree import ROOMS, parsed, python_files
from tests.consent.people import (
    ALEX,
    ALL_THREE,
    DOCUMENT,
    KEYS,
    LEE,
    MANAGER,
    MORGAN,
    PRIYA,
    SOCIAL_WORKER,
    STRANGER,
    YOUNG_PERSON,
    holder,
    keyid,
    keys_of,
    signed_by,
)

THREE = (PRIYA, MORGAN, ALEX)
ACCEPTED = envelope_to_bytes(signed_by(*THREE))


def opened(octets: bytes, requirement: Requirement = ALL_THREE) -> Payload:
    """Return the payload of an envelope from outside, as strictly as can be."""
    return open_payload(check_signatures(envelope_from_bytes(octets), KEYS), [requirement])


def refusal(act: Callable[[], object]) -> Code:
    """Return the code with which an act is refused."""
    with pytest.raises(ConsentError) as caught:
        act()
    return caught.value.code


def test_what_everyone_signed_is_opened() -> None:
    """Kind, exact octets, meaning, name and signers come out together."""
    payload = opened(ACCEPTED)

    assert (payload.kind, payload.octets) == (Kind.AGREEMENT, json_from_object(DOCUMENT))
    assert payload.document() == DOCUMENT
    assert payload.digest == signed_by().digest
    assert payload.signers == frozenset(keyid(who) for who in THREE)


def test_a_meaning_that_was_altered_by_its_reader_is_not_the_payload_s() -> None:
    """Whoever changes the tree they were given changes nothing of the payload."""
    payload = opened(ACCEPTED)
    payload.document()["retention_days"] = 400

    assert payload.document() == DOCUMENT


@pytest.mark.parametrize("order", list(itertools.permutations(THREE)))
def test_the_order_of_signing_does_not_matter(order: Sequence[Ed25519Signer]) -> None:
    """Every order in which the three may sign is accepted, and sends the same octets."""
    octets = envelope_to_bytes(signed_by(*order))

    assert octets == ACCEPTED
    assert opened(octets).document() == DOCUMENT


def some_without_all() -> list[tuple[Ed25519Signer, ...]]:
    """Return every smaller choice among the three."""
    return [few for count in (1, 2) for few in itertools.combinations(THREE, count)]


@pytest.mark.parametrize("few", some_without_all(), ids=len)
def test_without_any_one_of_the_required_signatures_nothing_is_opened(
    few: tuple[Ed25519Signer, ...],
) -> None:
    """Each choice of fewer than all is refused as not enough."""
    assert refusal(lambda: opened(envelope_to_bytes(signed_by(*few)))) is Code.SIG_MISSING


def test_a_social_worker_is_not_her_own_manager() -> None:
    """Somebody who holds both roles fills one of them, so that a second person must look."""
    assert refusal(lambda: opened(envelope_to_bytes(signed_by(LEE, ALEX)))) is Code.SIG_MISSING
    assert is_accepted(envelope_to_bytes(signed_by(LEE, PRIYA, ALEX)))


def test_every_requirement_counts_by_itself() -> None:
    """Two requirements may be met by the same people, and one that is not met refuses."""
    checked = check_signatures(signed_by(*THREE), KEYS)
    lees = Requirement((Role("root", (holder(LEE, "lee"),), 1),))

    both = open_payload(checked, [ALL_THREE, Requirement((SOCIAL_WORKER,))])

    assert both.document() == DOCUMENT
    assert refusal(lambda: open_payload(checked, [ALL_THREE, lees])) is Code.SIG_MISSING
    assert refusal(lambda: open_payload(checked, [lees, ALL_THREE])) is Code.SIG_MISSING


def test_without_requirements_nothing_is_opened() -> None:
    """All of no requirements would be met by anything, so it is refused."""
    checked = check_signatures(signed_by(*THREE), KEYS)

    with pytest.raises(RoleMalformed):
        open_payload(checked, [])


def spoilt(envelope: Envelope, who: Ed25519Signer, octets: bytes) -> Envelope:
    """Return an envelope in which one person's signature was replaced."""
    others = tuple(one for one in envelope.signatures if one.keyid != keyid(who))
    return replace(envelope, signatures=(*others, Signature(keyid(who), octets)))


SIGNED = signed_by(*THREE)
SPOILT = {
    "another's signature under my id": spoilt(SIGNED, ALEX, PRIYA.sign(SIGNED.signed_octets)),
    "my signature over another kind": spoilt(
        SIGNED, ALEX, ALEX.sign(signed_by(kind=Kind.WITHDRAWAL).signed_octets)
    ),
    "my signature over the payload alone": spoilt(SIGNED, ALEX, ALEX.sign(SIGNED.payload)),
    "my signature of another record": spoilt(
        SIGNED, ALEX, ALEX.sign(Envelope(Kind.AGREEMENT, b"{}").signed_octets)
    ),
    "nothing but noughts": spoilt(SIGNED, ALEX, bytes(64)),
    "another kind around what was signed": replace(SIGNED, kind=Kind.WITHDRAWAL),
    "another payload": replace(SIGNED, payload=SIGNED.payload.replace(b"7", b"8")),
    "one too many, and that one is wrong": spoilt(
        with_signature(SIGNED, LEE), LEE, PRIYA.sign(SIGNED.signed_octets)
    ),
    **{
        f"an R of small order, {point.hex()[:8]}…{point.hex()[-2:]}": spoilt(
            SIGNED, ALEX, point + bytes(32)
        )
        for point in sorted(SMALL_ORDER_POINTS)
    },
}


@pytest.mark.parametrize("envelope", SPOILT.values(), ids=SPOILT)
def test_one_wrong_signature_spoils_the_envelope(envelope: Envelope) -> None:
    """A signature that does not fit is not passed over, even where enough others do."""
    with pytest.raises(SignatureRefused) as caught:
        check_signatures(envelope, KEYS)

    assert caught.value.code is Code.SIG_INVALID


def test_a_signature_by_somebody_unknown_spoils_the_envelope() -> None:
    """A signature that nobody can check is not passed over, even where enough others fit."""
    octets = envelope_to_bytes(signed_by(*THREE, STRANGER))

    assert refusal(lambda: opened(octets)) is Code.SIG_UNKNOWN


def test_a_record_that_names_a_key_is_opened_in_two_steps() -> None:
    """First with the keys known before, then once more with the key that the record named."""
    agency = Requirement((SOCIAL_WORKER, MANAGER))
    envelope = envelope_from_bytes(ACCEPTED)

    first = check_signatures(envelope, keys_of(PRIYA, MORGAN))
    seen = open_payload(first, [agency], names_further_keys=True)
    second = check_signatures(envelope, keys_of(PRIYA, MORGAN, ALEX))

    assert first.unknown == {keyid(ALEX)}
    assert seen.document() == DOCUMENT
    assert seen.signers == {keyid(PRIYA), keyid(MORGAN)}
    assert refusal(lambda: open_payload(first, [agency])) is Code.SIG_UNKNOWN
    assert open_payload(second, [agency, Requirement((YOUNG_PERSON,))]).document() == DOCUMENT


def test_the_first_of_two_steps_asks_for_its_signatures_too() -> None:
    """Allowing for further keys does not allow for a missing signature."""
    first = check_signatures(signed_by(PRIYA, ALEX), keys_of(PRIYA, MORGAN))

    with pytest.raises(ThresholdNotMet):
        open_payload(first, [Requirement((SOCIAL_WORKER, MANAGER))], names_further_keys=True)


def test_a_key_given_twice_is_one_key() -> None:
    """Keys are found by the id that is computed from them, so listing one again adds nobody."""
    checked = check_signatures(signed_by(PRIYA), [*KEYS, *KEYS])

    assert checked.signers == {keyid(PRIYA)}


UNREADABLE = {
    "no JSON": (b"agreement", Code.JSON_UNREADABLE),
    "a list": (b"[]", Code.JSON_SHAPE),
    "with spaces": (b'{"a": 1}', Code.JSON_FORM),
    "a fraction": (b'{"a":1.5}', Code.JSON_NUMBER),
    "a member twice": (b'{"a":1,"a":1}', Code.JSON_DUPLICATE),
    "hidden characters": ('{"a":"\u202e"}'.encode(), Code.JSON_CHARACTER),
}


@pytest.mark.parametrize(("payload", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_signatures_do_not_make_a_payload_readable(payload: bytes, code: Code) -> None:
    """What everyone signed is still refused where two readers could understand it differently."""
    envelope = Envelope(Kind.AGREEMENT, payload)
    for who in THREE:
        envelope = with_signature(envelope, who)

    assert refusal(lambda: opened(envelope_to_bytes(envelope))) is code
    assert refusal(lambda: read_unverified(envelope)) is code


def test_who_signed_is_judged_before_anything_is_parsed() -> None:
    """A payload that is unreadable and not signed enough is refused for its signatures."""
    envelope = with_signature(Envelope(Kind.AGREEMENT, b"\xff{"), PRIYA)

    assert refusal(lambda: opened(envelope_to_bytes(envelope))) is Code.SIG_MISSING


def test_a_draft_can_be_read_before_it_is_signed() -> None:
    """What a signer must read first comes as a value that is nobody's proof."""
    draft: object = read_unverified(signed_by())

    assert not isinstance(draft, Payload)
    assert isinstance(draft, UnverifiedPayload)
    assert (draft.kind, draft.document()) == (Kind.AGREEMENT, DOCUMENT)


def is_accepted(octets: bytes) -> bool:
    """Say whether octets are opened; nothing but this room's errors may come out."""
    try:
        opened(octets)
    except ConsentError:
        return False
    return True


@given(st.integers(0, len(ACCEPTED) - 1), st.integers(1, 255))
def test_no_octet_of_what_is_accepted_can_be_changed(at: int, change: int) -> None:
    """Whichever octet is changed into whatever other, the envelope is no longer accepted."""
    altered = bytearray(ACCEPTED)
    altered[at] ^= change

    assert not is_accepted(bytes(altered))


def test_no_single_bit_of_what_is_accepted_can_be_flipped() -> None:
    """Each bit of each octet is flipped once, and each time the envelope is refused."""
    for at, bit in itertools.product(range(len(ACCEPTED)), range(8)):
        altered = bytearray(ACCEPTED)
        altered[at] ^= 1 << bit
        assert not is_accepted(bytes(altered)), (at, bit)


@given(st.integers(0, len(ACCEPTED)), st.binary(min_size=1, max_size=3))
def test_nothing_can_be_put_into_what_is_accepted(at: int, scrap: bytes) -> None:
    """Octets put in anywhere make another file, which is refused."""
    altered = ACCEPTED[:at] + scrap + ACCEPTED[at:]

    assert not is_accepted(altered)


@given(st.integers(0, len(ACCEPTED) - 1), st.integers(1, 200))
def test_nothing_can_be_cut_out_of_what_is_accepted(at: int, length: int) -> None:
    """Octets cut out anywhere make another file, which is refused."""
    assert not is_accepted(ACCEPTED[:at] + ACCEPTED[at + length :])


@given(st.sets(st.sampled_from(range(5))), st.sets(st.sampled_from(range(5))))
def test_only_known_people_who_are_all_needed_open_a_payload(
    signing: set[int], known: set[int]
) -> None:
    """It opens exactly when every signature is by a known key and each place has its person."""
    everyone = (PRIYA, MORGAN, LEE, ALEX, STRANGER)
    signers = [everyone[at] for at in sorted(signing)]
    keys: list[PublicKey] = [everyone[at].public_key for at in sorted(known)]
    checked = check_signatures(signed_by(*signers), keys)
    agency = signing & {0, 1, 2}
    expected = signing <= known and 3 in signing and len(agency) >= 2

    try:
        open_payload(checked, [ALL_THREE])
        done = True
    except ConsentError:
        done = False

    assert done is expected


def test_proofs_are_made_in_one_place() -> None:
    """No other module of the box builds a value that says that signatures were checked."""
    makers = {
        path.name
        for path in python_files(*ROOMS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr)
        in {"CheckedSignatures", "Payload"}
    }

    assert makers == {"verification.py"}
