"""Processes that last, started as systemd starts them; discovery needs a network of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.systemd.starting import PATIENCE_SECONDS, started

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}

SERVICES = {
    "recorder": ("agent.recorder", "serve", "--state", "{state}", "--run", "{run}"),
    "timekeeping": ("agent.timekeeping", "--report", "{run}/c.json", "--socket", "{run}/nobody"),
}


@pytest.mark.parametrize("words", SERVICES.values(), ids=SERVICES)
def test_a_service_says_that_it_is_ready_and_lives_and_ends(
    words: Sequence[str], tmp_path: Path
) -> None:
    """The manager hears of its beginning, its life and its end, and it ends with status 0."""
    folders = {name: tmp_path / name for name in ("state", "run")}
    for folder in folders.values():
        folder.mkdir()
    command = [sys.executable, "-m", *(word.format(**folders) for word in words)]
    with started(command, tmp_path, environment=ENVIRONMENT, alive_within_seconds=60) as service:
        # A sign of life may come first: whoever is ready lives.
        told = {service.told.recv(99) for _ in range(2)}
        assert told == {b"READY=1", b"WATCHDOG=1"}, service.process.communicate()
        service.process.send_signal(signal.SIGTERM)
        assert service.hears("STOPPING=1")
        assert service.process.wait(PATIENCE_SECONDS) == 0
