"""Octets that are no record: what is not canonical, not closed, not visible, or not signed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from consent.encoding import base64_from_octets, json_from_object
from consent.envelope import Envelope, envelope_to_bytes, with_signature
from consent.frozen import PAYLOAD_TYPES, Kind
from consent.records.reading import payload_octets
from consent.schema import write
from tests.consent import scene
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.profiles.sample import YOUNG_PERSON_GIVES
from tests.vectors.cases.rules import of_agreement
from tests.vectors.ledger_case import Case, Sent

TWIN: Final = "valid_a_young_person_gives_with_their_card"
CLOSED: Final = "consent.md B.2: one form only, no unknown field, no float, nothing unseen"
SIGNED: Final = "one octet changed anywhere"
_BASE: Final = of_agreement("", YOUNG_PERSON_GIVES, CLOSED, "")
_PAYLOAD: Final = payload_octets(YOUNG_PERSON_GIVES.agreement)


def schema() -> Iterator[Case]:
    """Yield documents in canonical form whose fields are not those of an agreement."""
    for name, path, value, expect in (
        ("field_unknown", "colour", "blue", "E_RECORD_UNKNOWN"),
        ("field_unknown_below", "giver.colour", "blue", "E_RECORD_UNKNOWN"),
        ("field_name_of_a_person", "young_person.name", "Alex", "E_RECORD_UNKNOWN"),
        ("field_digest_of_evidence", "evidence.0.digest", "11" * 32, "E_RECORD_UNKNOWN"),
        ("field_number_as_text", "retention_days", "7", "E_RECORD_TYPE"),
        ("field_truth_as_number", "urgent", 0, "E_RECORD_TYPE"),
        ("field_null", "setting", None, "E_RECORD_TYPE"),
        ("field_level_5", "scope.level", 5, "E_RECORD_VALUE"),
        ("field_level_0", "scope.level", 0, "E_RECORD_VALUE"),
        ("field_kept_15_days", "retention_days", 15, "E_RECORD_VALUE"),
        ("field_text_too_long", "necessity.plain_reason", "a" * 281, "E_RECORD_VALUE"),
        ("field_text_empty", "necessity.plain_reason", "", "E_RECORD_VALUE"),
        ("field_day_without_hyphens", "starts_on", "20261202", "E_RECORD_DATE"),
        ("field_day_that_is_none", "starts_on", "2026-02-30", "E_RECORD_DATE"),
        ("field_instant_with_offset", "issued_at", "2026-11-30T10:00:00+00:00", "E_RECORD_DATE"),
        ("field_key_in_capitals", "young_person.card.keyid", "AB" * 32, "E_RECORD_VALUE"),
        ("field_watch_of_a_suffix", "scope.watch", ["co.uk"], "E_RECORD_VALUE"),
        ("field_recorded_call", "giver.how", {"how": "recorded_call"}, "E_RECORD_VALUE"),
        ("field_version_2", "v", 2, "E_RECORD_VALUE"),
        ("field_kind_of_another", "type", "review", "E_RECORD_KIND"),
    ):
        yield _changed(name, path, value, expect)
    for basis in (
        *("care_order", "interim_care_order", "emergency_protection_order", "section_20"),
        *("local_authority", "corporate_parent"),
    ):
        made = _changed(f"giver_by_{basis}", "giver.pr_basis", basis, "E_RECORD_VALUE")
        yield replace(made, source="seed 004, section 3, ¶6: but not the corporate parent")
    missing = json.loads(_PAYLOAD)
    del missing["young_person"]["card"]
    yield _signed("field_card_missing", json_from_object(missing), "E_RECORD_MISSING")


def characters() -> Iterator[Case]:
    """Yield texts that people would not see as they are."""
    for name, path, value, expect in (
        ("label_turned_around", "devices.0.label", "Phone\u202e", "E_JSON_CHARACTER"),
        ("reason_turned_around", "necessity.plain_reason", "\u2067No", "E_JSON_CHARACTER"),
        ("label_with_a_control", "devices.0.label", "Pho\u0007ne", "E_JSON_CHARACTER"),
        ("reason_with_a_line_end", "necessity.plain_reason", "No\nYes", "E_JSON_CHARACTER"),
        ("label_of_zero_width", "devices.0.label", "Pho\u200bne", "E_JSON_CHARACTER"),
        ("label_not_composed", "devices.0.label", "Zoe\u0308's phone", "E_JSON_COMPOSITION"),
    ):
        document = _with(path, value)
        octets = json.dumps(
            document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
        yield _signed(name, octets, expect)


def forms() -> Iterator[Case]:
    """Yield the same record in another form, and forms in which two readers could differ."""
    text = _PAYLOAD.decode()
    for name, octets, expect in (
        ("form_with_spaces", json.dumps(json.loads(text), sort_keys=True).encode(), "E_JSON_FORM"),
        ("form_with_a_line_end", _PAYLOAD + b"\n", "E_JSON_FORM"),
        ("form_member_twice", text.replace('"v":1', '"v":1,"v":1').encode(), "E_JSON_DUPLICATE"),
        (
            "form_float",
            text.replace('"retention_days":7', '"retention_days":7.0').encode(),
            "E_JSON_NUMBER",
        ),
        (
            "form_too_large_a_number",
            text.replace('"seq":0', '"seq":9007199254740993').encode(),
            "E_JSON_NUMBER",
        ),
        ("form_cut_off", _PAYLOAD[:-1], "E_JSON_UNREADABLE"),
        ("form_a_list", b"[" + _PAYLOAD + b"]", "E_JSON_SHAPE"),
        ("form_with_a_mark_before", b"\xef\xbb\xbf" + _PAYLOAD, "E_JSON_UNREADABLE"),
    ):
        assert octets != _PAYLOAD, name
        yield _signed(name, octets, expect)
    whole = envelope_to_bytes(_envelope(_PAYLOAD))
    yield replace(
        _BASE,
        name="form_one_octet_above_64_kib",
        twin=TWIN,
        envelopes=(Sent(whole + b" " * (64 * 1024 + 1 - len(whole)), scene.ADMITTED),),
        expect="E_JSON_SIZE",
    )


def signatures() -> Iterator[Case]:
    """Yield an accepted envelope with one thing changed on its way."""
    envelope = json.loads(envelope_to_bytes(_envelope(_PAYLOAD)))
    payload = bytearray(base64.b64decode(envelope["payload"]))
    payload[len(payload) // 2] ^= 1
    signature = bytearray(base64.b64decode(envelope["signatures"][0]["sig"]))
    signature[40] ^= 1
    changes: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
        "octet_of_the_payload": (
            lambda one: one.update(payload=base64_from_octets(bytes(payload))),
            "E_SIG_INVALID",
        ),
        "octet_of_a_signature": (
            lambda one: one["signatures"][0].update(sig=base64_from_octets(bytes(signature))),
            "E_SIG_INVALID",
        ),
        "type_of_a_review": (
            lambda one: one.update(payloadType=PAYLOAD_TYPES[Kind.REVIEW]),
            "E_SIG_INVALID",
        ),
        "type_unknown": (lambda one: one.update(payloadType="text/plain"), "E_ENV_TYPE"),
        "keyid_in_capitals": (
            lambda one: one["signatures"][0].update(keyid=one["signatures"][0]["keyid"].upper()),
            "E_TEXT_HEX",
        ),
        "signature_twice": (
            lambda one: one["signatures"].append(one["signatures"][0]),
            "E_ENV_SIGNED_TWICE",
        ),
        "no_signature": (lambda one: one.update(signatures=[]), "E_ENV_UNSIGNED"),
        "member_more": (lambda one: one.update(note="x"), "E_ENV_MEMBERS"),
    }
    for name, (change, expect) in changes.items():
        wrong = json.loads(json.dumps(envelope))
        change(wrong)
        octets = json_from_object(wrong)
        yield replace(
            _BASE,
            name=f"envelope_{name}",
            source=SIGNED,
            twin=TWIN,
            envelopes=(Sent(octets, scene.ADMITTED),),
            expect=expect,
        )


def _with(path: str, value: object) -> Any:  # noqa: ANN401 - a document
    document: Any = json.loads(json.dumps(write(YOUNG_PERSON_GIVES.agreement)))
    *way, last = path.split(".")
    here = document
    for step in way:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[last] = value
    return document


def _changed(name: str, path: str, value: object, expect: str) -> Case:
    return _signed(name, json_from_object(_with(path, value)), expect)


def _envelope(octets: bytes) -> Envelope:
    envelope = Envelope(Kind.AGREEMENT, octets)
    for signer in (PRIYA, MORGAN, ALEX):
        envelope = with_signature(envelope, signer)
    return envelope


def _signed(name: str, octets: bytes, expect: str) -> Case:
    envelope = _envelope(octets)
    return replace(
        _BASE,
        name=name,
        twin=TWIN,
        envelopes=(Sent(envelope_to_bytes(envelope), scene.ADMITTED),),
        expect=expect,
    )


GROUPS: Final = (schema, characters, forms, signatures)
