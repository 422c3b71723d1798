"""Real time servers and a real chrony that asks them, on this machine's own addresses.

Rules kept here:
- No clock is set: every chronyd here runs with `-x`, which leaves the machine's clock alone.
- The programs are copied and the copies started, since the system may confine the installed ones
  to their own folders (AppArmor goes by a program's path).
- Without chronyd the lab fails, and says what is missing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SERVERS: Final = 3
_PLACES: Final = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"


@dataclass(frozen=True, slots=True)
class Server:
    """One time server: its address and the two ports on which it answers."""

    address: str
    ntp: int
    nts: int

    def line(self, *options: str, proves: bool = True) -> str:
        """Return the line of a configuration that asks this server, often."""
        nts = f"nts ntsport {self.nts}" if proves else ""
        return (
            f"server {self.address} port {self.ntp} {nts} iburst minpoll 1 maxpoll 2 "
            f"{' '.join(options)}"
        )


class ChronyLab:
    """A folder with programs, keys and servers; `asking` starts a chrony that asks them."""

    def __init__(self, folder: Path, dice: random.Random, programs: ExitStack) -> None:
        """Start the servers."""
        self.folder = folder
        self._programs = programs
        self._chronyd = program_copied("chronyd", folder)
        octets = [dice.randrange(1, 255) for _ in range(2)]
        addresses = [f"127.{octets[0]}.{octets[1]}.{last + 1}" for last in range(SERVERS)]
        write_certificate(folder, addresses)
        self.servers = [
            Server(address, _free_port(address, socket.SOCK_DGRAM), _free_port(address))
            for address in addresses
        ]
        for server in self.servers:
            self._start(
                server.address,
                "local stratum 3",
                "allow 127.0.0.0/8",
                f"bindaddress {server.address}",
                f"port {server.ntp}",
                f"ntsport {server.nts}",
                f"ntsserverkey {folder}/key.pem",
                f"ntsservercert {folder}/certificate.pem",
                "ntsprocesses 0",
                "bindcmdaddress /",
            )

    def asking(self, sources: Sequence[str], *, selects: str = "require") -> Path:
        """Start a chrony with these sources, as on the box; return its socket."""
        run = self.folder / "run"
        run.mkdir(mode=0o700)  # chronyd opens no socket in a folder that others can enter
        self._start(
            "asking",
            *sources,
            f"ntstrustedcerts {self.folder}/certificate.pem",
            f"authselectmode {selects}",
            "minsources 2",
            f"bindcmdaddress {run}/chronyd.sock",
        )
        return run / "chronyd.sock"

    def _start(self, name: str, *lines: str) -> None:
        configuration = self.folder / f"{name}.conf"
        pid = f"pidfile {self.folder}/{name}.pid"
        configuration.write_text("\n".join([*lines, "cmdport 0", pid, ""]), encoding="ascii")
        user = pwd.getpwuid(os.getuid()).pw_name
        journal = self._programs.enter_context((self.folder / f"{name}.journal").open("wb"))
        program = subprocess.Popen(
            [self._chronyd, "-d", "-x", "-U", "-u", user, "-f", configuration],
            stdout=journal,
            stderr=journal,
        )
        self._programs.callback(_ended, program)


@contextmanager
def chrony_lab(dice: random.Random) -> Iterator[ChronyLab]:
    """Hold a lab in a folder with a short name, as a socket's path must be short."""
    with (
        tempfile.TemporaryDirectory(prefix="lamplight-") as folder,
        ExitStack() as programs,
    ):
        yield ChronyLab(Path(folder), dice, programs)


def chronyc_path() -> Path:
    """Return the folder of `chronyc`. Fails the test where there is none."""
    return _program("chronyc").parent


def _program(name: str) -> Path:
    found = shutil.which(name, path=_PLACES)
    if found is None:
        pytest.fail(f"there is no {name} on this machine; it comes with the package chrony")
    return Path(found)


def program_copied(name: str, folder: Path) -> Path:
    """Copy a program into a folder; return the copy."""
    return Path(shutil.copy(_program(name), folder / name))


def _ended(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(10)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def _free_port(address: str, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """Return a port that is free on an address: chronyd cannot be told to pick one itself."""
    with contextlib.closing(socket.socket(socket.AF_INET, kind)) as found:
        found.bind((address, 0))
        port: int = found.getsockname()[1]
        return port


def write_certificate(folder: Path, addresses: Sequence[str]) -> None:
    """Write a key and a certificate of its own for all servers."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "time.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address(one)) for one in addresses]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").touch(mode=0o600)
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
