"""Upstream resolvers over TLS: ones that follow a script, and unbound.

Rules kept here:
- Each listens on a free port of a loopback address and is gone when its block ends.
- Keys are made anew for each test, and lie in a folder that is gone with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from agent.dns.upstream import Address
from agent.dns.upstream.kept import Connection
from agent.dns.upstream.secured import cut_off
from tests.agent.dns.upstreams import Script, Scripted, free_port

UNBOUND = shutil.which("unbound", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
NAME = "dns.example"
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Certified:
    """Files that a resolver over TLS needs, and what its visitors must know of it."""

    key: Path
    certificate: Path
    authority: Path
    pin: bytes

    def context(self) -> ssl.SSLContext:
        """Return the resolver's side of TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def certified(folder: Path, name: str = NAME, until: datetime = UNTIL) -> Certified:
    """Make an authority and have it vouch for a name.

    The extensions are those that Python 3.13 insists on (RFC 5280 section 4.2).
    """
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "an authority for tests")])
    authority_id = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    base = x509.CertificateBuilder().issuer_name(issuer).not_valid_before(SINCE)
    authority = (
        base.subject_name(issuer)
        .not_valid_after(UNTIL)
        .serial_number(x509.random_serial_number())
        .public_key(authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_signs_certificates(), critical=True)
        .add_extension(authority_id, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        base.subject_name(x509.Name([]))
        .not_valid_after(until)
        .serial_number(x509.random_serial_number())
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(authority_id),
            critical=False,
        )
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=True,
        )
        .sign(authority_key, hashes.SHA256())
    )
    made = Certified(
        folder / "key.pem",
        folder / "certificate.pem",
        folder / "authority.pem",
        sha256(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        .digest(),
    )  # fmt: skip
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    made.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    made.authority.write_bytes(authority.public_bytes(Encoding.PEM))
    return made


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        key_cert_sign=True,
        digital_signature=False,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


@contextlib.contextmanager
def uncollected() -> Iterator[Callable[[], int]]:
    """Keep the collector of cycles away; give what counts our connections that are still there."""
    gc.collect()
    gc.disable()
    try:
        yield lambda: sum(isinstance(one, Connection) for one in gc.get_objects())
    finally:
        gc.enable()


@contextlib.asynccontextmanager
async def scripted_tls(
    script: Script, context: ssl.SSLContext, port: int = 0
) -> AsyncIterator[Scripted]:
    """Serve a script over TLS until the block ends."""
    upstream = Scripted(script)
    connected: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        await upstream.serve_tcp(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", port, ssl=context)
    upstream.address = Address(*server.sockets[0].getsockname())
    try:
        yield upstream
    finally:
        server.close()
        for writer in connected:
            # TLS would say goodbye first, and nobody may be there any more to answer.
            cut_off(writer)
        for _ in range(3):
            await asyncio.sleep(0)


@contextlib.contextmanager
def unbound(folder: Path, tls: Certified, *local: str) -> Iterator[Address]:
    """Run the real unbound over TLS, with these local data, until the block ends."""
    assert UNBOUND, "these tests need unbound: install the Debian package unbound"
    port = free_port()
    settings = [
        *("server:", 'chroot: ""', 'username: ""', 'pidfile: ""', "use-syslog: no"),
        *("verbosity: 0", "do-daemonize: no", 'directory: "."', "num-threads: 1"),
        *(f"interface: 127.0.0.1@{port}", f"tls-port: {port}", "do-udp: no"),
        *(f'tls-service-key: "{tls.key}"', f'tls-service-pem: "{tls.certificate}"'),
        *('module-config: "iterator"', 'local-zone: "." static', "pad-responses: yes"),
        *(f"local-data: '{record}'" for record in local),
        *("remote-control:", "control-enable: no"),
    ]
    file = folder / "unbound.conf"
    file.write_text("\n".join(settings) + "\n", encoding="ascii")
    command = [UNBOUND, "-d", "-c", str(file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            _wait_until_it_listens(port, process)
            yield Address("127.0.0.1", port)
        finally:
            process.terminate()
            process.communicate(timeout=10)


def _wait_until_it_listens(port: int, process: subprocess.Popen[str]) -> None:
    """Connect again and again; each try waits in the kernel for nothing, so they are paced."""
    for _ in range(200):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
            raise AssertionError(process.stderr and process.stderr.read())
    raise AssertionError("unbound does not listen")
