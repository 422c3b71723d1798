from __future__ import annotations

import ipaddress
import socket
import ssl
import stat
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from console.security.authority import (
    LASTS,
    RENEWED_AHEAD,
    Authority,
    AuthorityDamaged,
    open_authority,
)

NAME: Final = "lamplight.local"
HERE: Final = ipaddress.ip_address("127.0.0.1")
ELSEWHERE: Final = ipaddress.ip_address("192.168.1.9")
NOW: Final = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)

FOREIGN: Final = {
    "a bank": x509.DNSName("bank.example"),
    "a name that ends like ours": x509.DNSName("notlamplight.local"),
    "the router": x509.IPAddress(ipaddress.ip_address("192.168.1.1")),
    "an address of version 6": x509.IPAddress(ipaddress.ip_address("fd00::1")),
}


def opened(folder: Path, now: datetime = NOW) -> Authority:
    """Return the authority below a folder, for this machine."""
    return open_authority(folder / "tls", (NAME,), (HERE,), now)


def verified(authority: Authority, leaf: Path, *options: str) -> str:
    """Return what OpenSSL says of a certificate, with this authority trusted and no other."""
    trusted = authority.folder.parent / "trusted.pem"
    trusted.write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    done = subprocess.run(
        [
            "openssl",
            "verify",
            "-no-CApath",
            "-CAfile",
            trusted,
            "-purpose",
            "sslserver",
            *options,
            leaf,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("option", [("-verify_hostname", NAME), ("-verify_ip", str(HERE))])
def test_openssl_accepts_the_box_s_certificate(option: tuple[str, str], tmp_path: Path) -> None:
    """Whoever trusts the authority trusts this box by its name and by its address."""
    authority = opened(tmp_path)
    when = str(int(NOW.timestamp()))

    assert verified(authority, authority.box_path, *option, "-attime", when).endswith(": OK\n")


@pytest.mark.parametrize("case", FOREIGN)
def test_its_key_cannot_vouch_for_anything_else(case: str, tmp_path: Path) -> None:
    """A certificate for another name, made with the stolen key, is refused by OpenSSL."""
    authority = opened(tmp_path)
    stolen = (authority.folder / "authority.pem").read_bytes()
    signer = serialization.load_pem_private_key(stolen, None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    forged = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "box")]))
        .issuer_name(authority.certificate.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([FOREIGN[case]]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    path = tmp_path / "forged.pem"
    path.write_bytes(forged.public_bytes(serialization.Encoding.PEM))

    said = verified(authority, path, "-attime", str(int(NOW.timestamp()) + 60))

    assert "permitted subtree violation" in said or "excluded subtree violation" in said


def test_its_constraints_are_critical_and_no_other_authority_can_follow(tmp_path: Path) -> None:
    """A program that does not know constraints refuses the authority instead of passing over."""
    extensions = opened(tmp_path).certificate.extensions
    constraints = extensions.get_extension_for_class(x509.NameConstraints)
    basic = extensions.get_extension_for_class(x509.BasicConstraints)

    assert (constraints.critical, basic.critical) == (True, True)
    assert (basic.value.ca, basic.value.path_length) == (True, 0)
    # OpenSSL would refuse version 6 anyway; others judge each family by itself.
    assert constraints.value.excluded_subtrees == [x509.IPAddress(ipaddress.ip_network("::/0"))]


def test_only_this_account_can_read_the_keys(tmp_path: Path) -> None:
    """Both files with a key have mode 0600, in a folder that nobody else may enter."""
    folder = opened(tmp_path).folder
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert modes == {"authority.pem": 0o600, "box.pem": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_starting_again_keeps_the_authority_and_its_words(tmp_path: Path) -> None:
    """What adults took in on their devices goes on being right."""
    first, again = opened(tmp_path), opened(tmp_path)

    assert first.octets == again.octets
    assert len(first.fingerprint) == 8
    assert first.fingerprint == again.fingerprint
    assert first.box_certificate() == again.box_certificate()


RENEWED: Final = {
    "fresh": (timedelta(), False),
    "a day before it is time": (LASTS - RENEWED_AHEAD - timedelta(days=2), False),
    "when it is time": (LASTS - RENEWED_AHEAD, True),
    "long expired": (LASTS * 3, True),
    "a clock that went back": (timedelta(days=-30), True),
}


@pytest.mark.parametrize("case", RENEWED)
def test_the_certificate_is_made_anew_in_time(case: str, tmp_path: Path) -> None:
    """A certificate is renewed ahead of its end, and where the clock shows a time before it."""
    later, is_new = RENEWED[case]
    before = opened(tmp_path).box_certificate()
    authority = opened(tmp_path, NOW + later)
    after = authority.box_certificate()

    assert after is not None
    assert (after != before) is is_new
    assert after.not_valid_before_utc <= NOW + later < after.not_valid_after_utc
    assert after.not_valid_after_utc - after.not_valid_before_utc == timedelta(days=397)
    assert authority.renew(NOW + later) is False


def _cut(octets: bytes) -> bytes:
    return octets[: len(octets) // 2]


def _other_key(octets: bytes) -> bytes:
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return other + octets[octets.index(b"-----BEGIN CERTIFICATE") :]


def _other_kind(octets: bytes) -> bytes:
    return (
        ed25519.Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + octets
    )


DAMAGE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda _: b"",
    "cut in two": _cut,
    "a key of another kind": _other_kind,
    "a certificate that is not one": lambda octets: octets.replace(b"MII", b"???"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_authority_is_never_written_over(case: str, tmp_path: Path) -> None:
    """The start ends with what to do, and the file is as it was."""
    path = opened(tmp_path).folder / "authority.pem"
    damaged = DAMAGE[case](path.read_bytes())
    path.write_bytes(damaged)

    with pytest.raises(AuthorityDamaged, match=r"move the file away"):
        opened(tmp_path)

    assert damaged == path.read_bytes()


@pytest.mark.parametrize("case", [*DAMAGE, "another key"])
def test_a_damaged_certificate_of_the_box_is_made_anew(case: str, tmp_path: Path) -> None:
    """Nothing is lost with it, since the authority makes another."""
    authority = opened(tmp_path)
    change = _other_key if case == "another key" else DAMAGE[case]
    authority.box_path.write_bytes(change(authority.box_path.read_bytes()))

    assert authority.box_certificate() is None
    assert authority.renew(NOW) is True
    assert authority.box_certificate() is not None


def test_an_authority_without_critical_constraints_is_not_used(tmp_path: Path) -> None:
    """What somebody put in its place could vouch for everything, so it is refused."""
    path = opened(tmp_path).folder / "authority.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "free")])
    free = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.NameConstraints([x509.DNSName(NAME)], None), critical=False)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + free.public_bytes(serialization.Encoding.PEM)
    )

    with pytest.raises(AuthorityDamaged, match="constraints are not critical"):
        opened(tmp_path)


def test_an_address_that_came_later_is_left_out(tmp_path: Path) -> None:
    """What adults trust is not widened behind their backs; the name goes on being right."""
    opened(tmp_path)
    moved = open_authority(tmp_path / "tls", (NAME,), (ELSEWHERE,), NOW)
    certificate = moved.box_certificate()
    assert certificate is not None
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert (moved.names, moved.addresses) == ((NAME,), ())
    assert list(found) == [x509.DNSName(NAME)]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where there is a file in place of the folder, the start says so."""
    (tmp_path / "tls").write_text("no folder")

    with pytest.raises(AuthorityDamaged, match="cannot be used"):
        opened(tmp_path)


def test_a_card_that_is_full_is_told(tmp_path: Path) -> None:
    """A certificate that cannot be written leaves nothing half written behind."""
    authority = opened(tmp_path)
    authority.box_path.unlink()
    authority.box_path.mkdir()

    with pytest.raises(AuthorityDamaged, match="cannot be written"):
        authority.renew(NOW)

    assert {"authority.pem", "box.pem"} == {path.name for path in authority.folder.iterdir()}


def test_whoever_connects_next_has_the_new_certificate(tmp_path: Path) -> None:
    """A running server changes its certificate without a restart, over real TLS."""
    now = datetime.now(UTC)  # the browser's side judges by the machine's own clock
    authority = opened(tmp_path, now - timedelta(days=350))
    context = authority.context()
    with socket.create_server((str(HERE), 0)) as listening:
        before = _seen(listening, context, authority)
        authority.refresh(context, now)
        after = _seen(listening, context, authority)
        authority.refresh(context, now)
        same = _seen(listening, context, authority)

    assert before != after
    assert after == same == _octets(authority)


def test_a_certificate_that_is_due_and_cannot_be_kept_is_used_all_the_same(tmp_path: Path) -> None:
    """A card that wore out while the box runs is told, and ends no page after sixty days."""
    now = datetime.now(UTC)
    authority = opened(tmp_path, now - LASTS - timedelta(days=1))
    context = authority.context()
    authority.box_path.unlink()
    authority.box_path.mkdir()  # so that nothing can be put in its place
    with pytest.raises(AuthorityDamaged, match="cannot be written"):
        authority.refresh(context, now)
    with socket.create_server((str(HERE), 0)) as listening:
        seen = _seen(listening, context, authority)

    assert seen is not None
    assert x509.load_der_x509_certificate(seen).not_valid_after_utc > now
    assert {"authority.pem", "box.pem"} == {path.name for path in authority.folder.iterdir()}


def test_nothing_older_than_tls_1_2_is_spoken(tmp_path: Path) -> None:
    """The ways of TLS that are known to be weak are not offered."""
    assert opened(tmp_path).context().minimum_version == ssl.TLSVersion.TLSv1_2


def test_an_expired_certificate_is_refused_by_whoever_trusts_the_authority(tmp_path: Path) -> None:
    """Trust in the authority does not outlast the certificate."""
    authority = opened(tmp_path, datetime.now(UTC) - LASTS * 2)
    context = authority.context()
    with (
        socket.create_server((str(HERE), 0)) as listening,
        pytest.raises(ssl.SSLCertVerificationError, match="expired"),
    ):
        _seen(listening, context, authority)


def _octets(authority: Authority) -> bytes:
    certificate = authority.box_certificate()
    assert certificate is not None
    return certificate.public_bytes(serialization.Encoding.DER)


def _seen(listening: socket.socket, context: ssl.SSLContext, authority: Authority) -> bytes | None:
    """Return the certificate that somebody sees who trusts the authority alone."""

    def answer() -> None:
        connection, _ = listening.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(1)
        except OSError:
            connection.close()

    answering = threading.Thread(target=answer)
    answering.start()
    trusting = ssl.create_default_context(cadata=authority.octets)
    try:
        with (
            socket.create_connection(listening.getsockname(), timeout=10) as plain,
            trusting.wrap_socket(plain, server_hostname=NAME) as secured,
        ):
            return secured.getpeercert(binary_form=True)
    finally:
        answering.join(timeout=10)
