from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import JsonObject, JsonValue, json_from_object, object_from_json
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.errors import JsonMalformed, RecordMalformed
from consent.frozen import MAX_OCTETS, Kind
from consent.keys import KeyId
from consent.records.agency import Keyset
from consent.records.reading import SCHEMAS, Record, kind_of, payload_octets, record_from_payload
from consent.verification import Payload, UnverifiedPayload, read_unverified
from tests.consent import samples
from tests.consent.drawn import drawn
from tests.consent.people import signer_named

RECORDS = samples.records()
CANARY = "Zebedee Canary"
EVERY_RECORD: st.SearchStrategy[Record] = st.one_of(*map(drawn, SCHEMAS.values()))


def read_back(kind: Kind, octets: bytes) -> Record:
    """Return what octets of a kind say."""
    return record_from_payload(UnverifiedPayload(kind, octets))


def test_each_kind_has_one_schema_of_its_own() -> None:
    """No kind is without a schema, no schema serves two kinds, and each says which kind it is."""
    assert set(SCHEMAS) == set(Kind)
    assert len(set(SCHEMAS.values())) == len(SCHEMAS)
    assert set(get_args(Record)) == set(SCHEMAS.values())


@pytest.mark.parametrize("kind", Kind)
def test_a_record_is_read_as_it_was_written(kind: Kind) -> None:
    """A record of each kind comes out of its envelope as it went in, octet for octet."""
    record = RECORDS[kind]
    sent = envelope_to_bytes(samples.signed(record))
    arrived = envelope_from_bytes(sent)

    assert record_from_payload(read_unverified(arrived)) == record
    assert kind_of(record) is kind
    assert payload_octets(record) == arrived.payload


def test_a_believed_payload_is_read_alike() -> None:
    """Whether signatures were checked changes nothing about what a record says."""
    octets = payload_octets(RECORDS[Kind.STOP])
    believed = Payload(Kind.STOP, octets, frozenset({KeyId("0" * 64)}))

    assert record_from_payload(believed) == read_back(Kind.STOP, octets)


@given(EVERY_RECORD)
def test_what_can_be_said_is_read_again(record: Record) -> None:
    """Any value of any schema is read as it was written, and written again to the same octets."""
    octets = payload_octets(record)
    again = read_back(kind_of(record), octets)

    assert again == record
    assert payload_octets(again) == octets


@given(EVERY_RECORD, st.data())
def test_a_member_more_or_less_is_refused(record: Record, data: st.DataObject) -> None:
    """A record with a member too many or too few, at the top or below, is not read."""
    document = object_from_json(payload_octets(record))
    inside = data.draw(st.sampled_from([document, *objects_in(document)]))
    if data.draw(st.booleans()):
        inside["more"] = None
    else:
        del inside[data.draw(st.sampled_from(sorted(inside)))]

    with pytest.raises(RecordMalformed):
        read_back(kind_of(record), json_from_object(document))


def objects_in(value: object) -> list[JsonObject]:
    """Return every object that stands somewhere within a value."""
    if isinstance(value, dict):
        return [value, *(found for one in value.values() for found in objects_in(one))]
    if isinstance(value, list):
        return [found for one in value for found in objects_in(one)]
    return []


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("claimed", Kind)
def test_a_record_is_of_the_kind_that_was_signed(kind: Kind, claimed: Kind) -> None:
    """A record under the type of another kind is refused, whatever the two have in common."""
    octets = payload_octets(RECORDS[kind])
    if kind is claimed:
        assert read_back(claimed, octets) == RECORDS[kind]
        return
    with pytest.raises(RecordMalformed) as caught:
        read_back(claimed, octets)

    assert caught.value.code is Code.RECORD_KIND


KINDLESS: dict[str, JsonObject] = {
    "no type": {"v": 1},
    "null": {"type": None},
    "a list": {"type": ["stop"]},
    "in capitals": {"type": "STOP"},
    "the payload type": {"type": "application/vnd.lamplight.stop.v1+json"},
}


@pytest.mark.parametrize("document", KINDLESS.values(), ids=KINDLESS)
def test_a_record_says_its_kind(document: JsonObject) -> None:
    """A record that does not say which kind it is, in the one way to say it, is refused."""
    with pytest.raises(RecordMalformed) as caught:
        read_back(Kind.STOP, json_from_object(document))

    assert (caught.value.code, caught.value.where) == (Code.RECORD_KIND, "type")


STOP = samples.stop()
UNSAYABLE: dict[str, tuple[dict[str, Any], Code]] = {
    "a fraction of a second": (
        {"issued_at": datetime(2026, 12, 1, 9, 0, 0, 1, tzinfo=UTC)},
        Code.RECORD_DATE,
    ),
    "another zone": (
        {"issued_at": datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=1)))},
        Code.RECORD_DATE,
    ),
    "no zone": ({"issued_at": datetime(2026, 12, 1, 9)}, Code.RECORD_DATE),  # noqa: DTZ001 - its point
    "a day for an instant": ({"issued_at": date(2026, 12, 1)}, Code.RECORD_DATE),
    "before records": ({"issued_at": datetime(1999, 12, 31, tzinfo=UTC)}, Code.RECORD_DATE),
    "a short digest": ({"box": "0f"}, Code.RECORD_VALUE),
    "no digest": ({"box": None}, Code.RECORD_TYPE),
    "another version": ({"v": 2}, Code.RECORD_VALUE),
    "true for one": ({"v": True}, Code.RECORD_VALUE),
    "an unknown reason": ({"reason": "because"}, Code.RECORD_VALUE),
    "another kind": ({"type": "objection"}, Code.RECORD_UNKNOWN),
}


@pytest.mark.parametrize(("changes", "code"), UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_could_not_be_read_is_not_written(changes: dict[str, Any], code: Code) -> None:
    """A value that no reader would take is refused by the writer, for the reader's reason."""
    with pytest.raises(RecordMalformed) as caught:
        payload_octets(replace(STOP, **changes))

    assert caught.value.code is code


UNWRITABLE = {
    "an unseen mark": ("Northmoor\u202ecnuoC", Code.JSON_CHARACTER),
    "letters not composed": ("Zoe\u0308 Council", Code.JSON_COMPOSITION),
}


@pytest.mark.parametrize(("name", "code"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_a_text_that_deceives_is_not_written(name: str, code: Code) -> None:
    """A text with marks that nobody sees, or letters in pieces, cannot stand in a record."""
    root = samples.trust_root()
    with pytest.raises(JsonMalformed) as caught:
        payload_octets(replace(root, agency=replace(root.agency, name=name)))

    assert caught.value.code is code


def test_a_hundred_workers_fit_into_one_file() -> None:
    """A keyset of a hundred workers, in its envelope, is below the bound on every file."""
    first = samples.keyset().keys[0]
    workers = [signer_named(f"worker {number}").public_key for number in range(100)]
    keys = tuple(
        replace(first, keyid=key.keyid, ed25519=key.octets.hex(), name="Priya Kaur-Whitfield")
        for key in workers
    )
    sent = envelope_to_bytes(samples.signed(samples.keyset(keys=keys)))

    assert len(sent) <= MAX_OCTETS
    assert len(cast("Keyset", record_from_payload(read_unverified(envelope_from_bytes(sent)))).keys)


def test_no_field_could_hold_who_the_young_person_is() -> None:
    """No record has a field for a name, a day of birth, an address or a place of a young person."""
    every = {name for record in RECORDS.values() for name in names_in(record)}

    assert (
        every & {"birthday", "born_on", "date_of_birth", "address", "postcode", "school"} == set()
    )
    assert set(names_in(samples.agreement().young_person)) == {
        *("ref", "age_band", "ends_before_18", "card", "keyid", "ed25519", "x25519")
    }


def names_in(value: object) -> list[str]:
    """Return the names of all fields in a record, however deep."""
    if isinstance(value, tuple):
        return [name for one in value for name in names_in(one)]
    if not hasattr(value, "__dataclass_fields__"):
        return []
    return [
        name
        for one in fields(cast("Any", value))
        for name in (one.name, *names_in(getattr(value, one.name)))
    ]


def spoilt(document: JsonObject, scraps: tuple[JsonValue, ...]) -> Iterator[bytes]:
    """Yield a document with a scrap in place of each member in turn, and beside them all."""
    for inside in objects_in(document):
        for name in [*inside, CANARY]:
            kept = dict(inside)
            for scrap in scraps:
                inside[name] = scrap
                yield json_from_object(document)
            inside.clear()
            inside.update(kept)


@pytest.mark.parametrize("kind", Kind)
def test_an_error_repeats_nothing_of_the_record(kind: Kind) -> None:
    """Whatever is wrong with a record, the error's text holds none of its words."""
    document = object_from_json(payload_octets(RECORDS[kind]))
    said = []
    for octets in spoilt(document, ([CANARY], {CANARY: CANARY}, f" {CANARY}")):
        with pytest.raises(RecordMalformed) as caught:
            read_back(kind, octets)
        said.append(str(caught.value))

    assert said
    assert [text for text in said if CANARY in text] == []


def test_an_envelope_is_no_record() -> None:
    """An envelope put where a payload belongs is refused as a record without a kind."""
    sent = envelope_to_bytes(samples.signed(STOP))
    with pytest.raises(RecordMalformed) as caught:
        record_from_payload(read_unverified(Envelope(Kind.STOP, sent)))

    assert caught.value.code is Code.RECORD_KIND
