"""Untrusted bytes may raise only ConsentError, from the envelope's octets to the opened payload."""

from __future__ import annotations

import base64
import random

import pytest

from consent.encoding import JsonValue, json_from_object, object_from_json
from consent.envelope import envelope_from_bytes, envelope_to_bytes
from consent.errors import ConsentError
from consent.frozen import PAYLOAD_TYPES, Kind
from consent.keys import PublicKey, public_key_listed
from consent.verification import check_signatures, open_payload, read_unverified
from tests.conftest import Scale
from tests.consent.people import ALEX, ALL_THREE, DOCUMENT, KEYS, MORGAN, PRIYA, signed_by
from tests.fuzz.damage import damaged

SENT = envelope_to_bytes(signed_by(PRIYA, MORGAN, ALEX))
PAYLOAD = json_from_object(DOCUMENT)


def opened(octets: bytes) -> bytes:
    """Return the payload that octets from outside are opened to."""
    return open_payload(check_signatures(envelope_from_bytes(octets), KEYS), [ALL_THREE]).octets


def test_the_envelope_to_be_damaged_is_in_order() -> None:
    """What the mutations start from is itself opened, so that damage is what is refused."""
    assert opened(SENT) == PAYLOAD


def test_a_damaged_envelope_is_refused(dice: random.Random, scale: Scale) -> None:
    """An envelope that is not, octet for octet, the one that was sent is refused."""
    for _ in range(scale(10_000, 500_000)):
        octets = damaged(SENT, dice)
        if octets != SENT:
            with pytest.raises(ConsentError):
                opened(octets)


def test_rubbish_is_refused(dice: random.Random, scale: Scale) -> None:
    """Octets that were never an envelope are refused."""
    for _ in range(scale(2_000, 100_000)):
        with pytest.raises(ConsentError):
            opened(dice.randbytes(dice.randrange(300)))


def test_a_damaged_payload_in_a_sound_envelope_is_read_or_refused(
    dice: random.Random, scale: Scale
) -> None:
    """Whatever a payload holds, it is read in one way or refused, and read again gives the same."""
    read = 0
    for _ in range(scale(5_000, 300_000)):
        payload = damaged(PAYLOAD, dice)
        octets = json_from_object(
            {
                "payload": base64.b64encode(payload).decode(),
                "payloadType": PAYLOAD_TYPES[dice.choice(list(Kind))],
                "signatures": [{"keyid": "0" * 64, "sig": "A" * 86 + "=="}],
            }
        )
        try:
            document = read_unverified(envelope_from_bytes(octets)).document()
        except ConsentError:
            continue
        assert json_from_object(document) == payload
        read += 1

    assert read


def test_damaged_members_of_an_envelope_are_read_or_refused(
    dice: random.Random, scale: Scale
) -> None:
    """An envelope in canonical form, with anything in any member, raises nothing else."""
    scraps: list[JsonValue] = [None, True, 7, "", "e30=", "A" * 86 + "==", "0" * 64]
    scraps += [[], {}, [[]], "é", "_-8="]
    refused = 0
    for _ in range(scale(5_000, 200_000)):
        document = object_from_json(SENT)
        signatures = document["signatures"]
        assert isinstance(signatures, list)
        entry = dice.choice(signatures)
        assert isinstance(entry, dict)
        target = dice.choice([document, entry])
        target[dice.choice([*target, "more"])] = dice.choice(scraps)
        with pytest.raises(ConsentError):
            opened(json_from_object(document))
        refused += 1

    assert refused


def test_any_octets_are_a_key_or_refused(dice: random.Random, scale: Scale) -> None:
    """A key from outside is refused or answers for any signature, without raising."""
    kept = 0
    for _ in range(scale(3_000, 200_000)):
        octets = dice.randbytes(32)
        with pytest.raises(ConsentError):
            public_key_listed("0" * 64, octets.hex())
        try:
            key = PublicKey(octets)
        except ConsentError:
            continue
        assert not key.verifies(dice.randbytes(64), b"what everyone agreed")
        kept += 1

    assert kept
