from __future__ import annotations

import ssl
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from agent.dns.upstream.key_pin import key_pin
from tests.agent.dns.upstream.tls_upstreams import certified

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def of(key: Key) -> bytes:
    """Return a certificate for a key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "n" * 60)])
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    made = (
        x509.CertificateBuilder()
        .issuer_name(name)
        .subject_name(name)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .serial_number(x509.random_serial_number())
        .public_key(key.public_key())
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(f"n{one}.example") for one in range(30)]),
            critical=False,
        )
        .sign(key, digest)
    )
    return made.public_bytes(Encoding.DER)


EC = ec.generate_private_key(ec.SECP256R1())
KEYS: dict[str, Key] = {
    "P-256": EC,
    "P-521": ec.generate_private_key(ec.SECP521R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    "RSA": rsa.generate_private_key(65_537, 2_048),
}
CERTIFICATE = of(EC)
PIN = sha256(EC.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_the_pin_is_that_of_another_library(key: Key) -> None:
    """The key that is found in a certificate is the one that a whole X.509 reader finds."""
    expected = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    assert key_pin(of(key)) == sha256(expected).digest()


def test_the_pin_of_a_file(tmp_path: Path) -> None:
    """The pin of a certificate that a resolver shows is the one its keeper computes."""
    made = certified(tmp_path)

    assert key_pin(ssl.PEM_cert_to_DER_cert(made.certificate.read_text())) == made.pin


@given(st.binary(max_size=200))
def test_octets_have_no_key(octets: bytes) -> None:
    """What is no certificate has no key, and nothing is raised."""
    assert key_pin(octets) is None


@given(st.integers(0, len(CERTIFICATE) - 1))
def test_a_certificate_cut_short_has_no_key(size: int) -> None:
    """A certificate whose end is missing has no key."""
    assert key_pin(CERTIFICATE[:size]) is None


@given(st.integers(0, len(CERTIFICATE) - 1), st.integers(0, 255))
def test_a_damaged_certificate_has_this_key_or_another_or_none(at: int, octet: int) -> None:
    """Whatever octet is another one, nothing is raised, and a key that is changed is another."""
    damaged = CERTIFICATE[:at] + bytes((octet,)) + CERTIFICATE[at + 1 :]
    key = EC.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    assert key_pin(damaged) != PIN or key in damaged


ODD = {
    "nothing": b"",
    "one octet": b"\x30",
    "an empty certificate": b"\x30\0",
    "no length": b"\x30\x80\0\0",
    "a length of four octets": b"\x30\x84\0\0\0\1\0",
    "a length that is missing": b"\x30\x82\1",
    "no sequence inside": b"\x30\2\2\0",
    "nothing inside": b"\x30\2\x30\0",
    "another element in the key's place": b"\x30\x0e\x30\x0c" + b"\2\0" * 6,
    "a key that runs over": b"\x30\x0e\x30\x0c" + b"\2\0" * 5 + b"\x30\1",
    "a key behind the end": b"\x30\x0e\x30\x0a" + b"\2\0" * 5 + b"\x30\0",
}


@pytest.mark.parametrize("octets", ODD.values(), ids=ODD)
def test_what_lies_about_its_length_has_no_key(octets: bytes) -> None:
    """Lengths that do not fit lead to no key."""
    assert key_pin(octets) is None
