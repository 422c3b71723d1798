"""The real console as systemd starts it; what it does besides is in `test_main.py`."""

from __future__ import annotations

import os
import signal
import socket
import sys
import urllib.request
from pathlib import Path

from tests.systemd.starting import PATIENCE_SECONDS, started

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def test_the_pages_are_served_on_what_was_opened_for_them(tmp_path: Path) -> None:
    """The console needs no right to a port: it serves each socket, says ready, lives and ends."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    state = tmp_path / "state"
    state.mkdir()
    with started(
        [sys.executable, "-m", "console", "--state", str(state)],
        tmp_path,
        name="web",
        sockets=sockets,
        environment=ENVIRONMENT,
        alive_within_seconds=30,
    ) as console:
        assert console.hears("READY=1"), console.process.communicate()
        assert console.hears("WATCHDOG=1")
        for one in sockets:
            host, port = one.getsockname()
            address = f"http://127.0.0.1:{port}/worried"
            # The names by which a page may be asked for hold the first socket's port.
            request = urllib.request.Request(
                address, headers={"Host": f"127.0.0.1:{sockets[0].getsockname()[1]}"}
            )
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as page:  # noqa: S310
                assert (host, page.status) == ("127.0.0.1", 200)
        console.process.send_signal(signal.SIGTERM)
        assert console.hears("STOPPING=1")
        assert console.process.wait(PATIENCE_SECONDS) == 0
    for one in sockets:
        one.close()
