"""From an envelope to a payload that may be believed: signatures first, then meaning.

Rules kept here:
- A payload is not parsed before everyone signed it whose signature is asked for. Whoever needs to
  look earlier, to sign or to show a draft, gets a value of another type, called unverified.
- Each signature is checked by itself, and all of them: one that is wrong, or by a key nobody knows,
  spoils the whole envelope. So no octet of what is accepted can be changed unnoticed.
- `CheckedSignatures` and `Payload` are made here and nowhere else; holding one is the proof.

A record that names a key of its own (the giver's, or those of a new trust root) is opened in two
steps: with the keys known before, allowing for more; then, with the keys it named, once more and
strictly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import final

from consent.codes import Code
from consent.encoding import JsonObject, digest, object_from_json
from consent.envelope import Envelope
from consent.errors import RoleMalformed, SignatureRefused, ThresholdNotMet
from consent.frozen import Kind
from consent.keys import KeyId, PublicKey
from consent.roles import Requirement


@final
@dataclass(frozen=True, slots=True)
class CheckedSignatures:
    """An envelope, the keys whose signatures fit, and the keys that were not at hand."""

    envelope: Envelope
    signers: frozenset[KeyId]
    unknown: frozenset[KeyId]


@final
@dataclass(frozen=True, slots=True)
class Payload:
    """A record's exact octets, signed as was asked, with their meaning beside them."""

    kind: Kind
    octets: bytes
    signers: frozenset[KeyId]

    @property
    def digest(self) -> str:
        """The name of this record: SHA-256 of its octets."""
        return digest(self.octets)

    def document(self) -> JsonObject:
        """Return what the octets say, read anew, so that the two cannot drift apart."""
        return object_from_json(self.octets)


@final
@dataclass(frozen=True, slots=True)
class UnverifiedPayload:
    """What an envelope claims, before anything was checked: to be shown, never to be acted on."""

    kind: Kind
    octets: bytes

    def document(self) -> JsonObject:
        """Return what the octets say, read anew."""
        return object_from_json(self.octets)


def check_signatures(envelope: Envelope, keys: Iterable[PublicKey]) -> CheckedSignatures:
    """Return which of an envelope's signatures were made with these keys.

    Raises SignatureRefused if one that names such a key was not made with it.
    """
    known = {key.keyid: key for key in keys}
    named = {signature.keyid: signature.octets for signature in envelope.signatures}
    signers = frozenset(named.keys() & known.keys())
    message = envelope.signed_octets
    for keyid in signers:
        if not known[keyid].verifies(named[keyid], message):
            raise SignatureRefused(Code.SIG_INVALID, "a signature by a key that is known")
    return CheckedSignatures(envelope, signers, frozenset(named) - signers)


def open_payload(
    checked: CheckedSignatures,
    requirements: Sequence[Requirement],
    *,
    names_further_keys: bool = False,
) -> Payload:
    """Return the payload of an envelope that meets every one of these requirements.

    `names_further_keys` lets signatures of unknown keys stand for the first of two steps. Raises
    ThresholdNotMet, SignatureRefused, RoleMalformed without requirements, and JsonMalformed.
    """
    if not requirements:
        raise RoleMalformed(Code.ROLE_NOBODY, "no requirement at all")
    if checked.unknown and not names_further_keys:
        raise SignatureRefused(Code.SIG_UNKNOWN, "a signature by a key that is not known")
    if not all(requirement.judge(checked.signers) for requirement in requirements):
        raise ThresholdNotMet(Code.SIG_MISSING, "signatures")
    envelope = checked.envelope
    payload = Payload(envelope.kind, envelope.payload, checked.signers)
    payload.document()
    return payload


def read_unverified(envelope: Envelope) -> UnverifiedPayload:
    """Return what an envelope claims, for a person to read before signing. Raises JsonMalformed."""
    unverified = UnverifiedPayload(envelope.kind, envelope.payload)
    unverified.document()
    return unverified
