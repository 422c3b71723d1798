from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from consent.sealed_day import SUITE
from tests.conftest import ROOT
from tests.vectors import hpke

RFC: dict[str, Any] = json.loads(
    (ROOT / "tests/vectors/public/rfc9180/appendix-A.2.1.json").read_text(encoding="utf-8")
)
INFO, PLAINTEXT = bytes.fromhex(RFC["info"]), bytes.fromhex(RFC["pt"])
EPHEMERAL, RECIPIENT = bytes.fromhex(RFC["skEm"]), bytes.fromhex(RFC["skRm"])
PUBLIC = bytes.fromhex(RFC["pkRm"])
ENCRYPTIONS = {str(one["sequence"]): one for one in RFC["encryptions"]}


def test_the_second_implementation_derives_what_the_rfc_says() -> None:
    """Public halves, shared secret, key and base nonce are those of appendix A.2.1."""
    private = X25519PrivateKey.from_private_bytes(EPHEMERAL)
    dh = private.exchange(X25519PublicKey.from_public_bytes(PUBLIC))
    shared = hpke.shared_secret(dh, bytes.fromhex(RFC["enc"]), PUBLIC)
    key, nonce = hpke.key_and_nonce(shared, INFO)

    assert private.public_key().public_bytes_raw().hex() == RFC["pkEm"] == RFC["enc"]
    assert shared.hex() == RFC["shared_secret"]
    assert (key.hex(), nonce.hex()) == (RFC["key"], RFC["base_nonce"])


@pytest.mark.parametrize("case", ENCRYPTIONS.values(), ids=ENCRYPTIONS)
def test_the_second_implementation_encrypts_what_the_rfc_says(case: dict[str, Any]) -> None:
    """Every encryption of appendix A.2.1 comes out octet for octet."""
    nonce = hpke.nonce_at(bytes.fromhex(RFC["base_nonce"]), case["sequence"])
    cipher = ChaCha20Poly1305(bytes.fromhex(RFC["key"]))

    assert cipher.encrypt(nonce, PLAINTEXT, bytes.fromhex(case["aad"])).hex() == case["ct"]


def test_the_second_implementation_seals_and_opens_the_rfcs_first_message() -> None:
    """The message with number 0 is the only one that sealing at once can make, and it opens."""
    aad = bytes.fromhex(ENCRYPTIONS["0"]["aad"])
    sealed = hpke.sealed(PLAINTEXT, PUBLIC, EPHEMERAL, info=INFO, aad=aad)

    assert sealed.hex() == RFC["enc"] + ENCRYPTIONS["0"]["ct"]
    assert hpke.opened(sealed, RECIPIENT, info=INFO, aad=aad) == PLAINTEXT


def test_the_library_opens_under_the_rfcs_keys() -> None:
    """With the keys, text and info of the RFC and without AAD, the library opens what is sealed."""
    sealed = hpke.sealed(PLAINTEXT, PUBLIC, EPHEMERAL, info=INFO)
    private = X25519PrivateKey.from_private_bytes(RECIPIENT)

    assert SUITE.decrypt(sealed, private, info=INFO) == PLAINTEXT


def test_the_library_takes_no_aad() -> None:
    """The RFC's own message, which has AAD, cannot be opened by the library."""
    sealed = bytes.fromhex(RFC["enc"] + ENCRYPTIONS["0"]["ct"])
    with pytest.raises(InvalidTag):
        SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(RECIPIENT), info=INFO)


@given(
    plaintext=st.binary(max_size=2_000),
    info=st.binary(max_size=300),
    recipient=st.binary(min_size=32, max_size=32),
    ephemeral=st.binary(min_size=32, max_size=32),
)
def test_both_implementations_understand_each_other(
    plaintext: bytes, info: bytes, recipient: bytes, ephemeral: bytes
) -> None:
    """Whatever is sealed, each of the two opens what the other has sealed."""
    private = X25519PrivateKey.from_private_bytes(recipient)
    public = private.public_key()
    theirs = hpke.sealed(plaintext, public.public_bytes_raw(), ephemeral, info=info)

    assert SUITE.decrypt(theirs, private, info=info) == plaintext
    assert hpke.opened(SUITE.encrypt(plaintext, public, info=info), recipient, info=info) == (
        plaintext
    )
    with pytest.raises(InvalidTag):
        SUITE.decrypt(theirs, private, info=info + b"\0")
