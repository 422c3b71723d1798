"""The household's own authority for certificates: one for this box alone, made on it.

Rules kept here:
- The authority can vouch for the box's own names and addresses and for nothing else; its
  constraints say so and are critical. Whoever steals the box cannot pretend with it to be a bank.
- What it may vouch for is settled when it is made, since adults then trust it on their devices. An
  address that comes later is left out, and at that address a browser goes on warning.
- A key and its certificate stand in one file, replaced whole, so that the two always fit. Only the
  console's own account can read it (0600).
- The box's certificate lasts 397 days and is made anew sixty days ahead, also where the clock shows
  a time before it: a box may have begun with a clock that was wrong.
- The authority itself lasts from a day that is written here, so a wrong clock cannot spoil it.
- A damaged authority is never written over: adults trust the one that was there.
- A certificate that is due and cannot be kept is used all the same, from memory, by a console that
  runs. One that starts on a card that takes nothing has `console.security.kept_keys`.

Sources: RFC 5280 (4.2.1.10: names of a kind without any constraint are free, so both kinds by
which a browser knows a server have one; 4.2.1.12 keeps it to servers); CA/Browser Forum Baseline
Requirements, 6.3.2 (398 days).
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import secrets
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from consent.frozen import FINGERPRINT_WORDS
from consent.words import words_for
from console.errors import ConsoleError
from console.store.card import room_in_memory
from console.store.whole_file import holding, read_up_to

LASTS: Final = timedelta(days=397)
RENEWED_AHEAD: Final = timedelta(days=60)
_BACKWARDS: Final = timedelta(days=1)
"""How far a certificate reaches back: the clocks of phones are not all right."""

_FIRST_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LAST_DAY: Final = datetime(2046, 1, 1, tzinfo=UTC)

FILES: Final = ("authority.pem", "box.pem")
"""The authority's key and certificate, and the box's own."""

_MAX_OCTETS: Final = 65_536
_EVERY_ADDRESS: Final = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class AuthorityDamaged(ConsoleError):
    """The authority's file cannot be read or written; nothing is written over it."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority of one box, below its folder, and what its certificate is made for.

    `card` is the folder of a card that takes nothing, of which `folder` is a copy in memory.
    """

    folder: Path
    certificate: x509.Certificate
    names: tuple[str, ...]
    addresses: tuple[Address, ...]
    _key: ec.EllipticCurvePrivateKey
    card: Path | None = None

    @property
    def box_path(self) -> Path:
        """Where the box's key stands, with its certificate and the authority's."""
        return self.folder / FILES[1]

    @property
    def octets(self) -> bytes:
        """The authority's certificate as devices take it in."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """Eight words by which a person can tell that it is this very certificate."""
        return words_for(hashlib.sha256(self.octets).digest(), FINGERPRINT_WORDS)

    def box_certificate(self) -> x509.Certificate | None:
        """Return the box's certificate, None where there is none that can be used."""
        try:
            octets = read_up_to(self.box_path, _MAX_OCTETS)
            key, certificate = _parted(octets)
            certificate.verify_directly_issued_by(self.certificate)
        except (OSError, ValueError, TypeError, InvalidSignature):
            return None
        return certificate if key.public_key() == certificate.public_key() else None

    def renew(self, now: datetime) -> bool:
        """Make the box's certificate anew where it is time; say whether that was done.

        Raises AuthorityDamaged where the disk refuses.
        """
        held = self.box_certificate()
        if (
            held is not None
            and held.not_valid_before_utc <= now < held.not_valid_after_utc - RENEWED_AHEAD
            and _subject_names(held) == self._subject_names()
        ):
            return False
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._signed(key.public_key(), now)
        octets = _pem(key) + certificate.public_bytes(serialization.Encoding.PEM)
        _keep(self.box_path, octets + self.certificate.public_bytes(serialization.Encoding.PEM))
        return True

    def context(self) -> ssl.SSLContext:
        """Return how TLS is spoken with the box's certificate as it is now."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(self.box_path)
        return context

    def refresh(self, context: ssl.SSLContext, now: datetime) -> None:
        """Give a context that is in use a new certificate where it is time.

        Who is connected keeps the one before. Raises AuthorityDamaged where the new one cannot be
        kept; it is in use then too.
        """
        try:
            if self.renew(now):
                context.load_cert_chain(self.box_path)
        except AuthorityDamaged:
            with suppress(OSError), room_in_memory() as room:
                passing = replace(self, folder=Path(room))
                passing.renew(now)
                context.load_cert_chain(passing.box_path)
            raise

    def _subject_names(self) -> x509.SubjectAlternativeName:
        return x509.SubjectAlternativeName(
            [
                *(x509.DNSName(name) for name in self.names),
                *(x509.IPAddress(address) for address in self.addresses),
            ]
        )

    def _signed(self, key: ec.EllipticCurvePublicKey, now: datetime) -> x509.Certificate:
        begins = now - _BACKWARDS
        return (
            x509.CertificateBuilder()
            .subject_name(_called("Lamplight box"))
            .issuer_name(self.certificate.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + LASTS)
            .add_extension(self._subject_names(), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )


def open_authority(
    folder: Path, names: Sequence[str], addresses: Sequence[Address], now: datetime
) -> Authority:
    """Return the authority below a folder, made where there is none, with a fresh certificate.

    What it may not vouch for is left out of `names` and `addresses`. Raises AuthorityDamaged.
    """
    path = folder / FILES[0]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with holding(folder):
            if not path.exists():
                _keep(path, _made(names, addresses))
            key, certificate = _parted(read_up_to(path, _MAX_OCTETS))
            may_names, may_addresses = _may_vouch_for(certificate)
            authority = Authority(
                folder,
                certificate,
                tuple(name for name in names if name in may_names),
                tuple(one for one in addresses if one in may_addresses),
                key,
            )
            authority.renew(now)
    except OSError as error:
        raise AuthorityDamaged(f"{path}: cannot be used: {error.strerror}") from error
    except (ValueError, TypeError, x509.ExtensionNotFound) as error:
        raise AuthorityDamaged(
            f"{path}: this is not the box's own authority any more: {error}\n"
            "Nothing was changed. Put a copy from before in its place, or move the file away, as"
            f" with\n  mv {path} {path}.damaged\nand start the console again. Then the box has a"
            " new authority, and adults take it in on their devices anew."
        ) from error
    return authority


def _made(names: Sequence[str], addresses: Sequence[Address]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    who = _called(f"Lamplight household {secrets.token_hex(4)}")
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    permitted += [x509.IPAddress(ipaddress.ip_network(address)) for address in addresses]
    versions = {address.version for address in addresses}
    excluded: list[x509.GeneralName] = [
        x509.IPAddress(every) for every in _EVERY_ADDRESS if every.version not in versions
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FIRST_DAY)
        .not_valid_after(_LAST_DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(permitted, excluded or None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _pem(key) + certificate.public_bytes(serialization.Encoding.PEM)


def _may_vouch_for(certificate: x509.Certificate) -> tuple[frozenset[str], frozenset[Address]]:
    """Return the names and addresses that an authority's constraints permit."""
    found = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    permitted = found.value.permitted_subtrees or []
    if not found.critical:
        raise ValueError("its constraints are not critical")
    return (
        frozenset(one.value for one in permitted if isinstance(one, x509.DNSName)),
        frozenset(
            one.value.network_address
            for one in permitted
            if isinstance(one, x509.IPAddress)
            and isinstance(one.value, ipaddress.IPv4Network | ipaddress.IPv6Network)
        ),
    )


def _subject_names(certificate: x509.Certificate) -> x509.SubjectAlternativeName:
    return certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value


def _parted(octets: bytes) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return the key and the first certificate of a file. Raises ValueError, TypeError."""
    key = serialization.load_pem_private_key(octets, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("this key is of another kind")
    return key, x509.load_pem_x509_certificates(octets)[0]


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(path: Path, octets: bytes) -> None:
    """Replace a secret file whole, readable by this account alone. Raises AuthorityDamaged."""
    sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        held = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(held, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        sibling.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        sibling.unlink(missing_ok=True)
        raise AuthorityDamaged(f"{path}: cannot be written: {error.strerror}") from error
