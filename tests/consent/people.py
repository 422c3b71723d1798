"""Four people with fixed keys, and a record they may sign.

The keys are for tests alone: each is made of a digest that anyone can compute.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.encoding import JsonObject
from consent.envelope import Envelope, envelope_around, with_signature
from consent.frozen import Kind
from consent.keys import KeyId, PublicKey
from consent.roles import Holder, PersonId, Requirement, Role
from consent.signer import Ed25519Signer, Signer


def signer_named(name: str) -> Ed25519Signer:
    """Return the signer whose key is made of a name."""
    seed = hashlib.sha256(f"lamplight test key: {name}".encode()).digest()
    return Ed25519Signer(Ed25519PrivateKey.from_private_bytes(seed))


PRIYA = signer_named("Priya, social worker")
MORGAN = signer_named("Morgan, team manager")
LEE = signer_named("Lee, social worker and deputy manager")
ALEX = signer_named("Alex, young person")
STRANGER = signer_named("somebody else")

KEYS = tuple(signer.public_key for signer in (PRIYA, MORGAN, LEE, ALEX))

DOCUMENT: JsonObject = {
    "type": "agreement",
    "v": 1,
    "devices": [{"id": "0f" * 16, "label": "Zoë's tablet", "sole_user": True}],
    "prev": None,
    "retention_days": 7,
}


def holder(signer: Signer, person: str) -> Holder:
    """Return a signer's key as held by a person."""
    return Holder(signer.public_key.keyid, PersonId(person))


SOCIAL_WORKER = Role("social worker", (holder(PRIYA, "priya"), holder(LEE, "lee")), 1)
MANAGER = Role("manager", (holder(MORGAN, "morgan"), holder(LEE, "lee")), 1)
YOUNG_PERSON = Role("young person", (holder(ALEX, "alex"),), 1)
ALL_THREE = Requirement((SOCIAL_WORKER, MANAGER, YOUNG_PERSON))


def signed_by(*signers: Signer, kind: Kind = Kind.AGREEMENT) -> Envelope:
    """Return the record, signed by these."""
    envelope = envelope_around(kind, DOCUMENT)
    for signer in signers:
        envelope = with_signature(envelope, signer)
    return envelope


def keyid(signer: Signer) -> KeyId:
    """Return the id of a signer's key."""
    return signer.public_key.keyid


def keys_of(*signers: Signer) -> tuple[PublicKey, ...]:
    """Return the public keys of some signers."""
    return tuple(signer.public_key for signer in signers)
