from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as TheirEnvelope
from securesystemslib.signer._crypto_signer import CryptoSigner
from securesystemslib.signer._key import Key, SSlibKey

from consent.codes import Code
from consent.encoding import JsonObject, JsonValue, json_from_object, object_from_json
from consent.envelope import (
    Envelope,
    Signature,
    envelope_around,
    envelope_from_bytes,
    envelope_to_bytes,
    pre_authentication_encoding,
    with_signature,
)
from consent.errors import ConsentError
from consent.frozen import MAX_OCTETS, MAX_SIGNATURES, PAYLOAD_TYPES, Kind
from consent.keys import KeyId, PublicKey
from tests.conftest import ROOT
from tests.consent.people import (
    ALEX,
    DOCUMENT,
    MORGAN,
    PRIYA,
    keyid,
    signed_by,
    signer_named,
)

SENT = envelope_to_bytes(signed_by(PRIYA, MORGAN))


def sent_with(change: Callable[[JsonObject], object]) -> bytes:
    """Return the envelope as it would be sent after a change to its outermost object."""
    document = object_from_json(SENT)
    change(document)
    return json_from_object(document)


def with_entry(**members: JsonValue) -> bytes:
    """Return the envelope with some members of its first signature changed."""

    def change(document: JsonObject) -> None:
        signatures = document["signatures"]
        assert isinstance(signatures, list)
        assert isinstance(signatures[0], dict)
        signatures[0].update(members)

    return sent_with(change)


def without_entry_member(name: str) -> bytes:
    """Return the envelope with one member of its first signature taken out."""

    def change(document: JsonObject) -> None:
        signatures = document["signatures"]
        assert isinstance(signatures, list)
        assert isinstance(signatures[0], dict)
        del signatures[0][name]

    return sent_with(change)


def test_an_envelope_is_read_as_it_was_sent() -> None:
    """Kind, payload and signatures come out as they went in, and so do the octets."""
    envelope = envelope_from_bytes(SENT)

    assert envelope == signed_by(PRIYA, MORGAN)
    assert envelope.payload == json_from_object(DOCUMENT)
    assert envelope_to_bytes(envelope) == SENT


def test_an_envelope_s_bytes_are_spelt_out() -> None:
    """The form that is sent has three members, in canonical order, with standard base64."""
    document = json.loads(SENT)

    assert list(document) == ["payload", "payloadType", "signatures"]
    assert base64.b64decode(document["payload"]) == json_from_object(DOCUMENT)
    assert document["payloadType"] == "application/vnd.lamplight.agreement.v1+json"
    assert [list(entry) for entry in document["signatures"]] == [["keyid", "sig"]] * 2
    assert {entry["keyid"] for entry in document["signatures"]} == {keyid(PRIYA), keyid(MORGAN)}


def test_the_order_of_signatures_says_nothing() -> None:
    """Who signed first makes no difference, neither when signing nor when reading."""
    turned = sent_with(lambda document: document.update(signatures=reversed_signatures(document)))

    assert turned != SENT
    assert envelope_from_bytes(turned) == envelope_from_bytes(SENT)
    assert envelope_to_bytes(signed_by(MORGAN, PRIYA)) == SENT


def reversed_signatures(document: JsonObject) -> list[JsonValue]:
    """Return the signatures of an envelope from last to first."""
    signatures = document["signatures"]
    assert isinstance(signatures, list)
    return signatures[::-1]


MALFORMED = {
    "no payload": (sent_with(lambda d: d.pop("payload")), Code.ENV_MEMBERS),
    "no type": (sent_with(lambda d: d.pop("payloadType")), Code.ENV_MEMBERS),
    "no signatures": (sent_with(lambda d: d.pop("signatures")), Code.ENV_MEMBERS),
    "a member more": (sent_with(lambda d: d.update(note="x")), Code.ENV_MEMBERS),
    "signatures that are no list": (
        sent_with(lambda d: d.update(signatures={})),
        Code.ENV_MEMBERS,
    ),
    "a list of no signatures": (sent_with(lambda d: d.update(signatures=[])), Code.ENV_UNSIGNED),
    "a signature that is no object": (
        sent_with(lambda d: d.update(signatures=["x"])),
        Code.ENV_MEMBERS,
    ),
    "a signature without an id": (without_entry_member("keyid"), Code.ENV_MEMBERS),
    "a signature without octets": (without_entry_member("sig"), Code.ENV_MEMBERS),
    "a signature with more": (with_entry(cert="x"), Code.ENV_MEMBERS),
    "an id that is no text": (with_entry(keyid=7), Code.ENV_MEMBERS),
    "an empty id": (with_entry(keyid=""), Code.ENV_KEYID),
    "half an id": (with_entry(keyid=keyid(PRIYA)[:32]), Code.ENV_KEYID),
    "an id in upper case": (with_entry(keyid=keyid(PRIYA).upper()), Code.TEXT_HEX),
    "half a signature": (with_entry(sig="A" * 43 + "="), Code.SIG_LENGTH),
    "a signature and a half": (with_entry(sig="A" * 128), Code.SIG_LENGTH),
    "a signature that is no text": (with_entry(sig=None), Code.TEXT_BASE64),
    "a signature with bits left over": (with_entry(sig="A" * 85 + "B=="), Code.TEXT_BASE64),
    "a signature in the URL-safe alphabet": (with_entry(sig="_" * 85 + "A=="), Code.TEXT_BASE64),
    "a payload that is no text": (sent_with(lambda d: d.update(payload=[])), Code.TEXT_BASE64),
    "a payload without padding": (sent_with(lambda d: d.update(payload="e30")), Code.TEXT_BASE64),
    "a type that is no text": (sent_with(lambda d: d.update(payloadType=1)), Code.ENV_TYPE),
    "a type that is a list": (sent_with(lambda d: d.update(payloadType=[])), Code.ENV_TYPE),
    "somebody else's type": (
        sent_with(lambda d: d.update(payloadType="application/vnd.in-toto+json")),
        Code.ENV_TYPE,
    ),
    "a kind alone": (sent_with(lambda d: d.update(payloadType="agreement")), Code.ENV_TYPE),
    "a type in capitals": (
        sent_with(lambda d: d.update(payloadType=PAYLOAD_TYPES[Kind.AGREEMENT].upper())),
        Code.ENV_TYPE,
    ),
    "a later version": (
        sent_with(lambda d: d.update(payloadType="application/vnd.lamplight.agreement.v2+json")),
        Code.ENV_TYPE,
    ),
    "one signature twice": (
        sent_with(
            lambda d: d.update(signatures=[*reversed_signatures(d), reversed_signatures(d)[0]])
        ),
        Code.ENV_SIGNED_TWICE,
    ),
    "two signatures under one id": (with_entry(keyid=max(keyid(PRIYA), keyid(MORGAN))), None),
    "a crowd": (
        sent_with(
            lambda d: d.update(
                signatures=[
                    {"keyid": f"{at:064x}", "sig": "A" * 86 + "=="}
                    for at in range(MAX_SIGNATURES + 1)
                ]
            )
        ),
        Code.ENV_CROWDED,
    ),
    "written with spaces": (json.dumps(json.loads(SENT)).encode(), Code.JSON_FORM),
    "a line end behind": (SENT + b"\n", Code.JSON_FORM),
    "a member twice": (SENT.replace(b'{"payload"', b'{"payload":"e30=","payload"'), None),
    "a list around it": (b"[" + SENT + b"]", Code.JSON_SHAPE),
}
NAMED_OTHERWISE = {
    "two signatures under one id": Code.ENV_SIGNED_TWICE,
    "a member twice": Code.JSON_DUPLICATE,
}


@pytest.mark.parametrize("case", MALFORMED)
def test_an_envelope_in_any_other_form_is_refused(case: str) -> None:
    """Each departure from the one form is refused with its own code."""
    octets, code = MALFORMED[case]

    with pytest.raises(ConsentError) as caught:
        envelope_from_bytes(octets)

    assert caught.value.code is (code or NAMED_OTHERWISE[case])


def test_a_payload_is_not_looked_into() -> None:
    """An envelope around any octets is read, for what it holds is judged after who signed it."""
    odd = with_signature(Envelope(Kind.STOP, b"\xff{"), PRIYA)

    assert envelope_from_bytes(envelope_to_bytes(odd)).payload == b"\xff{"


def test_a_record_s_name_does_not_change_with_its_signatures() -> None:
    """The digest is that of the payload, however many have signed."""
    assert len({signed_by(*who).digest for who in ((), (PRIYA,), (PRIYA, MORGAN, ALEX))}) == 1


def test_nobody_signs_twice() -> None:
    """A second signature by the same key is refused when it is made."""
    with pytest.raises(ConsentError) as caught:
        with_signature(signed_by(PRIYA), PRIYA)

    assert caught.value.code is Code.ENV_SIGNED_TWICE


@dataclass(frozen=True, slots=True)
class WrongHand:
    """A signer whose signatures are another key's."""

    public_key: PublicKey = PRIYA.public_key

    def sign(self, message: bytes) -> bytes:
        """Return a signature that does not fit the key."""
        return MORGAN.sign(message)


def test_a_signature_that_does_not_fit_its_key_is_never_added() -> None:
    """A signer that errs is found out at once and not by whoever receives the record."""
    with pytest.raises(ConsentError) as caught:
        with_signature(signed_by(), WrongHand())

    assert caught.value.code is Code.SIG_NOT_MADE


def test_a_draft_is_not_sent() -> None:
    """An envelope that nobody signed stays where it is."""
    with pytest.raises(ConsentError) as caught:
        envelope_to_bytes(signed_by())

    assert caught.value.code is Code.ENV_UNSIGNED


def test_a_record_too_long_to_be_read_is_not_sent() -> None:
    """A payload that fits, but not with its envelope around it, is refused when it is sent."""
    long = envelope_around(Kind.AGREEMENT, {"a": "x" * (MAX_OCTETS - 100)})

    with pytest.raises(ConsentError) as caught:
        envelope_to_bytes(with_signature(long, PRIYA))

    assert caught.value.code is Code.JSON_SIZE


def test_sixteen_may_sign() -> None:
    """The limit is the last number that is accepted."""
    crowd = [signer_named(f"member {at}") for at in range(MAX_SIGNATURES)]
    envelope = signed_by(*crowd)

    assert envelope_from_bytes(envelope_to_bytes(envelope)) == envelope
    with pytest.raises(ConsentError) as caught:
        with_signature(envelope, PRIYA)
    assert caught.value.code is Code.ENV_CROWDED


def test_a_signature_of_another_length_is_no_value() -> None:
    """No value holds a signature that is not 64 octets."""
    with pytest.raises(ConsentError) as caught:
        Signature(KeyId("0" * 64), bytes(63))

    assert caught.value.code is Code.SIG_LENGTH


def test_the_protocol_s_own_example() -> None:
    """DSSE's published example gives its published encoding, over which its signature stands."""
    path = ROOT / "tests" / "vectors" / "public" / "dsse" / "protocol-example.json"
    example = json.loads(path.read_text(encoding="utf-8"))
    encoded = pre_authentication_encoding(example["payloadType"], example["body"].encode())
    signature = base64.b64decode(example["envelope"]["signatures"][0]["sig"])
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    x, y = int(example["key"]["x"]), int(example["key"]["y"])
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()

    assert encoded == example["pae"].encode()
    key.verify(encode_dss_signature(r, s), encoded, ec.ECDSA(SHA256()))


@given(st.text(max_size=30), st.binary(max_size=60))
def test_a_second_library_encodes_alike(payload_type: str, payload: bytes) -> None:
    """What is signed is, octet for octet, what securesystemslib would sign."""
    theirs = TheirEnvelope(payload, payload_type, {})

    assert pre_authentication_encoding(payload_type, payload) == theirs.pae()


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_two_types_and_payloads_are_encoded_alike(first: bytes, second: bytes) -> None:
    """A type that holds blanks and numbers cannot reach into the payload beside it."""
    text = f"a 3 {first.hex()}"
    pairs = {(text, second), ("a", f"3 {first.hex()}".encode() + second), (text + " ", second)}

    assert len({pre_authentication_encoding(*pair) for pair in pairs}) == len(pairs)


@given(st.sampled_from(Kind), st.binary(max_size=200), st.sets(st.sampled_from([0, 1, 2])))
def test_a_second_library_accepts_what_is_sent(
    kind: Kind, payload: bytes, signing: set[int]
) -> None:
    """What is sent is an envelope for securesystemslib too, with the same signers."""
    signers = [(PRIYA, MORGAN, ALEX)[at] for at in signing | {0}]
    envelope = Envelope(kind, payload)
    for signer in signers:
        envelope = with_signature(envelope, signer)
    theirs = TheirEnvelope.from_dict(json.loads(envelope_to_bytes(envelope)))
    keys: list[Key] = [
        SSlibKey(keyid(who), "ed25519", "ed25519", {"public": who.public_key.octets.hex()})
        for who in signers
    ]

    assert theirs.payload == payload
    assert theirs.pae() == envelope.signed_octets
    assert set(theirs.verify(keys, len(keys))) == {keyid(who) for who in signers}


@given(st.sampled_from(Kind), st.binary(max_size=200))
def test_what_a_second_library_makes_is_read(kind: Kind, payload: bytes) -> None:
    """An envelope that securesystemslib signed is ours, once it is in canonical form."""
    named = SSlibKey(keyid(ALEX), "ed25519", "ed25519", {"public": ALEX.public_key.octets.hex()})
    theirs = TheirEnvelope(payload, PAYLOAD_TYPES[kind], {})
    theirs.sign(CryptoSigner(ALEX.private_key, named))

    read = envelope_from_bytes(json_from_object(theirs.to_dict()))

    assert read == with_signature(Envelope(kind, payload), ALEX)
