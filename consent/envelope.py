"""The envelope around a record: its exact octets, what they are, and who signed them (DSSE v1.0.2).

Rules kept here:
- What is signed is octets, and an envelope keeps them as they came. It does not look inside:
  `verification.py` opens a payload, once the signatures are what they must be.
- Only what Lamplight writes is read, a subset of DSSE: an object of exactly `payload`,
  `payloadType` and `signatures`, canonical as a whole, each signature of exactly `keyid` and `sig`.
- A key signs once. The order of signatures says nothing and is not kept.
- A record's digest is over its payload, never over its envelope: signatures may be added later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from consent.codes import Code
from consent.encoding import (
    JsonObject,
    JsonValue,
    base64_from_octets,
    digest,
    json_from_object,
    object_from_json,
    octets_from_base64,
    octets_from_hex,
)
from consent.errors import EnvelopeMalformed, SignatureRefused
from consent.frozen import (
    DIGEST_OCTETS,
    MAX_SIGNATURES,
    PAYLOAD_TYPES,
    PRE_AUTHENTICATION_VERSION,
    SIGNATURE_OCTETS,
    Kind,
)
from consent.keys import KeyId
from consent.signer import Signer

_KINDS: Final = {payload_type: kind for kind, payload_type in PAYLOAD_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Signature:
    """What one key is said to have signed with; says nothing about truth."""

    keyid: KeyId
    octets: bytes

    def __post_init__(self) -> None:
        if len(self.octets) != SIGNATURE_OCTETS:
            raise SignatureRefused(Code.SIG_LENGTH, f"a signature is {SIGNATURE_OCTETS} octets")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Payload octets, what kind of record they are, and signatures; says nothing about truth."""

    kind: Kind
    payload: bytes
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        if len(self.signatures) > MAX_SIGNATURES:
            raise EnvelopeMalformed(Code.ENV_CROWDED, f"more than {MAX_SIGNATURES} signatures")
        if len({signature.keyid for signature in self.signatures}) != len(self.signatures):
            raise EnvelopeMalformed(Code.ENV_SIGNED_TWICE, "two signatures of one key")
        in_order = tuple(sorted(self.signatures, key=lambda signature: signature.keyid))
        object.__setattr__(self, "signatures", in_order)

    @property
    def digest(self) -> str:
        """The name of the record inside: SHA-256 of its payload."""
        return digest(self.payload)

    @property
    def signed_octets(self) -> bytes:
        """What each signature is over."""
        return pre_authentication_encoding(PAYLOAD_TYPES[self.kind], self.payload)


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return type and payload as one string of octets that can be taken apart in one way only.

    The lengths are what makes it so: without them, a type could reach into a payload.
    """
    named = payload_type.encode("utf-8")
    return b"%b %d %b %d %b" % (
        PRE_AUTHENTICATION_VERSION,
        len(named),
        named,
        len(payload),
        payload,
    )


def envelope_around(kind: Kind, document: JsonObject) -> Envelope:
    """Return an envelope, not signed yet, around a document. Raises JsonMalformed."""
    return Envelope(kind, json_from_object(document))


def with_signature(envelope: Envelope, signer: Signer) -> Envelope:
    """Return the envelope with one signature more.

    Raises SignatureRefused where what the signer made does not fit its key, and EnvelopeMalformed
    where it had signed before.
    """
    octets = signer.sign(envelope.signed_octets)
    if not signer.public_key.verifies(octets, envelope.signed_octets):
        raise SignatureRefused(Code.SIG_NOT_MADE, "a signature just made")
    made = Signature(signer.public_key.keyid, octets)
    return replace(envelope, signatures=(*envelope.signatures, made))


def envelope_to_bytes(envelope: Envelope) -> bytes:
    """Return the envelope as it is sent. Raises EnvelopeMalformed, JsonMalformed if too long."""
    if not envelope.signatures:
        raise EnvelopeMalformed(Code.ENV_UNSIGNED, "signatures")
    signatures: list[JsonValue] = [
        {"keyid": signature.keyid, "sig": base64_from_octets(signature.octets)}
        for signature in envelope.signatures
    ]
    return json_from_object(
        {
            "payload": base64_from_octets(envelope.payload),
            "payloadType": PAYLOAD_TYPES[envelope.kind],
            "signatures": signatures,
        }
    )


def envelope_from_bytes(octets: bytes) -> Envelope:
    """Return the envelope that octets from outside say, without looking into its payload.

    Raises JsonMalformed, TextMalformed, EnvelopeMalformed or SignatureRefused.
    """
    match object_from_json(octets):
        case {"payload": payload, "payloadType": payload_type, "signatures": [*signatures], **more}:
            if more:
                raise EnvelopeMalformed(Code.ENV_MEMBERS, "the envelope")
        case _:
            raise EnvelopeMalformed(Code.ENV_MEMBERS, "the envelope")
    if not isinstance(payload_type, str) or payload_type not in _KINDS:
        raise EnvelopeMalformed(Code.ENV_TYPE, "payloadType")
    if not signatures:
        raise EnvelopeMalformed(Code.ENV_UNSIGNED, "signatures")
    return Envelope(
        _KINDS[payload_type],
        octets_from_base64(payload, "payload"),
        tuple(_signature(entry, f"signatures[{at}]") for at, entry in enumerate(signatures)),
    )


def _signature(entry: JsonValue, where: str) -> Signature:
    match entry:
        case {"keyid": str(keyid), "sig": sig, **more} if not more:
            if len(octets_from_hex(keyid, f"{where}.keyid")) != DIGEST_OCTETS:
                raise EnvelopeMalformed(Code.ENV_KEYID, f"{where}.keyid")
            return Signature(KeyId(keyid), octets_from_base64(sig, f"{where}.sig"))
        case _:
            raise EnvelopeMalformed(Code.ENV_MEMBERS, where)
