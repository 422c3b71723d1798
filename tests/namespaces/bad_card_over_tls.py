"""The console over TLS on cards that take nothing, each with other keys on it, for its test.

It runs as `unshare --mount python -m tests.namespaces.bad_card_over_tls KIND FOLDER`. For each case
it makes a small card of its own (a tmpfs) below FOLDER, spoils it, starts the real console, and
prints as JSON what was answered, and what stood on the card before and after. What is right is
judged outside.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Final

from cryptography import x509

from console.security.authority import open_authority
from console.security.hosts import BOX_NAMES
from tests.console import homes
from tests.namespaces.bad_card import CARD, HOUSEHOLD, SPOILS
from tests.promises.programs import Program, our_python

HERE: Final = ipaddress.ip_address("127.0.0.1")
PATHS: Final = ("/", "/health", "/trust", "/worried")


def main() -> int:
    """Have a bad card of one kind with each kind of keys, and print it."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    told = {}
    for case, put in KEYS.items():
        state = folder / case.replace(" ", "-")
        state.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", CARD, "none", str(state)]
        subprocess.run(command, check=True, capture_output=True)
        homes.house_at(state, HOUSEHOLD).database.close()
        put(state / "console" / "tls")
        SPOILS[kind](state)
        told[case] = _lived(state)
    sys.stdout.write(json.dumps(told))
    return 0


def _made(folder: Path, now: datetime) -> None:
    open_authority(folder, BOX_NAMES, (HERE,), now)


def _fresh(folder: Path) -> None:
    _made(folder, datetime.now(UTC))


def _expired(folder: Path) -> None:
    _made(folder, datetime.now(UTC) - timedelta(days=800))


def _damaged(folder: Path) -> None:
    _fresh(folder)
    path = folder / "authority.pem"
    path.write_bytes(path.read_bytes()[:100])


KEYS: Final[Mapping[str, Callable[[Path], None]]] = {
    "fresh": _fresh,
    "expired": _expired,
    "none": lambda _: None,
    "damaged": _damaged,
}


def _lived(state: Path) -> dict[str, object]:
    """Start the console, ask for pages over TLS, and end it."""
    told: dict[str, object] = {"before": _on_card(state)}
    known = _authority(state)
    options = ["--state", str(state), "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0"]
    with Program(our_python("console", *options)) as page:
        found = re.search(r"https://127\.0\.0\.1:(\d+)/", page.line_with("ready"))
        assert found
        port = int(found[1])
        told["pages"] = {path: _get(port, path, known) for path in PATHS}
        page.tell(signal.SIGTERM)
        told["ends"], told["says"] = page.end(), page.complained
    told["after"] = _on_card(state)
    return told


def _on_card(state: Path) -> dict[str, str]:
    return {
        path.relative_to(state).as_posix(): (
            f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
        )
        for path in sorted(state.rglob("*"))
        if path.is_file()
    }


def _authority(state: Path) -> bytes | None:
    """Return the authority that adults' devices know by the card, None where there is none."""
    try:
        octets = (state / "console" / "tls" / "authority.pem").read_bytes()
        return ssl.PEM_cert_to_DER_cert(octets[octets.index(b"-----BEGIN CERT") :].decode())
    except (OSError, ValueError):
        return None


def _get(port: int, path: str, known: bytes | None) -> dict[str, object]:
    """Open a page, as whoever trusts the authority on the card and nobody else."""
    context = ssl.create_default_context(cadata=known) if known else _trusting_anybody()
    line = HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
    try:
        line.request("GET", path)
        octets = line.sock.getpeercert(binary_form=True)
        assert isinstance(octets, bytes)
        answer = line.getresponse()
        until = x509.load_der_x509_certificate(octets).not_valid_after_utc
        return {
            "status": answer.status,
            "body": answer.read().decode(),
            "lasts": until > datetime.now(UTC) + timedelta(days=1),
        }
    finally:
        line.close()


def _trusting_anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


if __name__ == "__main__":
    sys.exit(main())
