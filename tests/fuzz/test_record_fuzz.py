"""Reading a record may raise only ConsentError, and what is read is written to the same octets."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError, RecordMalformed
from consent.frozen import Kind
from consent.records.agency import Keyset, TrustRoot
from consent.records.reading import Record, payload_octets, record_from_payload
from consent.trust import check_keys_apart, check_keyset, check_trust_root
from consent.verification import UnverifiedPayload
from tests.conftest import Scale
from tests.consent import samples
from tests.fuzz.damage import damaged

SAMPLES = {kind: payload_octets(record) for kind, record in samples.records().items()}
ROOT = samples.trust_root()


def read_back(kind: Kind, octets: bytes) -> Record:
    """Return what octets of a kind say."""
    return record_from_payload(UnverifiedPayload(kind, octets))


# What a reader may stumble over where it expects something else.
SCRAPS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**53 - 1, 2**31, "", " ", "x" * 300, "null", "0", "own_key"),
    *("2026-11-21", "2026-11-21T09:00:00Z", "2199-12-31", "0000-00-00", "9999-12-31T23:59:59Z"),
    *("0f" * 16, "0f" * 32, "00" * 32, "ff" * 32, "gov.uk", "a.gov.uk", "é", "\u0663", "16-17"),
    *([], {}, [[]], [{}], {"how": "paper"}, {"how": []}, {"how": {"how": "own_key"}}, ["0f" * 32]),
)


def places_in(value: Any) -> list[tuple[Any, str | int]]:  # noqa: ANN401 - any JSON
    """Return every place of a document that holds a value: what it is in, and under which name."""
    if isinstance(value, dict):
        named = list(value.items())
    elif isinstance(value, list):
        named = list(enumerate(value))
    else:
        return []
    return [
        *((value, name) for name, _ in named),
        *(place for _, one in named for place in places_in(one)),
    ]


def disturbed(octets: bytes, dice: random.Random) -> bytes:
    """Return canonical octets with one to three values of the document replaced or moved."""
    document = object_from_json(octets)
    for _ in range(dice.randint(1, 3)):
        within, name = dice.choice(places_in(document))
        other, other_name = dice.choice(places_in(document))
        put = dice.choice(SCRAPS) if dice.random() < 0.75 else other[other_name]
        within[name] = deepcopy(put)
    return json_from_object(document)


def test_what_is_damaged_was_in_order() -> None:
    """The records that the mutations start from are themselves read, so that damage is refused."""
    assert {kind: payload_octets(read_back(kind, octets)) for kind, octets in SAMPLES.items()} == (
        SAMPLES
    )


@pytest.mark.parametrize("kind", Kind)
def test_damaged_octets_are_read_or_refused(kind: Kind, dice: random.Random, scale: Scale) -> None:
    """Octets damaged anywhere are a record that is written to the same octets, or are refused."""
    refused = 0
    for _ in range(scale(400, 50_000)):
        octets = damaged(SAMPLES[kind], dice)
        try:
            record = read_back(kind, octets)
        except ConsentError:
            refused += 1
            continue
        assert payload_octets(record) == octets

    assert refused


@pytest.mark.parametrize("kind", Kind)
def test_any_value_in_any_place_is_read_or_refused(
    kind: Kind, dice: random.Random, scale: Scale
) -> None:
    """A canonical document with anything anywhere is a record of this kind, or is refused."""
    read, refused = 0, 0
    for _ in range(scale(400, 50_000)):
        try:
            octets = disturbed(SAMPLES[kind], dice)
            record = read_back(kind, octets)
        except RecordMalformed:
            refused += 1
            continue
        except ConsentError:
            continue
        assert payload_octets(record) == octets
        read += 1

    assert read
    assert refused


@pytest.mark.parametrize("kind", [Kind.TRUST_ROOT, Kind.KEYSET])
def test_any_list_of_keys_is_judged(kind: Kind, dice: random.Random, scale: Scale) -> None:
    """Whatever a trust root or a keyset holds, it is sound or refused, without another error."""
    judged: dict[type, Callable[[Record], None]] = {TrustRoot: _judge_root, Keyset: _judge_keyset}
    sound, refused = 0, 0
    for _ in range(scale(700, 100_000)):
        try:
            record = read_back(kind, disturbed(SAMPLES[kind], dice))
        except ConsentError:
            continue
        try:
            judged[type(record)](record)
            sound += 1
        except ConsentError:
            refused += 1

    assert sound
    assert refused


def _judge_root(record: Record) -> None:
    assert isinstance(record, TrustRoot)
    check_trust_root(record)


def _judge_keyset(record: Record) -> None:
    assert isinstance(record, Keyset)
    check_keyset(record)
    check_keys_apart(record, ROOT)
