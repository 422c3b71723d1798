from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.install import healthy
from agent.install.healthy import Asked, asks_upstream, await_well, names_are_answered, wrong_with
from tests.agent.install.standing_box import StandingBox, answering, standing_box


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingBox]:
    """Return a box that is well."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with answering() as (names, pages):
        yield standing_box(tmp_path, names_port=names, pages_port=pages)


def asked(box: StandingBox) -> Asked:
    """Return what has to be well."""
    return replace(box.places.asks, services=("lamplight-agent.service",), upstream=True)


def test_a_box_that_is_well_is_well_after_a_stretch(box: StandingBox) -> None:
    """Names, pages and services are asked, and nothing is wrong."""
    assert names_are_answered(asked(box))
    assert asks_upstream("127.0.0.1", asked(box).names_port)
    assert wrong_with(asked(box)) is None
    assert await_well(asked(box)) is None


def test_whether_a_process_answers_is_no_as_soon_as_it_has_ended(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for the answer of one who fell, and one who lives is heard."""
    monkeypatch.setattr(healthy, "MOMENT", 3_600.0)
    assert names_are_answered(asked(box), os.getpid())
    with socket.socket(type=socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        unheard = replace(asked(box), names_port=silent.getsockname()[1])
        with subprocess.Popen(["true"]) as falls:
            assert not names_are_answered(unheard, falls.pid)
        # By now nobody has this number.
        assert not names_are_answered(unheard, falls.pid)


def closed() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        return int(finder.getsockname()[1])


def test_each_thing_that_is_wrong_has_its_sentence(box: StandingBox, tmp_path: Path) -> None:
    """Whoever reads why a box went back knows where to look."""
    good = asked(box)
    deaf = tmp_path / "deaf.sock"
    deaf.touch()
    with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as over_tcp:
        udp.bind(("127.0.0.1", 0))
        over_tcp.bind(("127.0.0.1", 0))

        assert "over UDP" in (wrong_with(replace(good, names_port=closed())) or "")
    assert "recorder" in (wrong_with(replace(good, recorder=deaf)) or "")
    assert "do not answer" in (wrong_with(replace(good, pages_port=closed())) or "")
    with answering(status=500) as (_, pages):
        assert "an error (500)" in (wrong_with(replace(good, pages_port=pages)) or "")
    box.steer("active", "failed")
    assert wrong_with(good) == "lamplight-agent.service does not run."


def test_a_service_that_falls_again_and_again_is_not_well(box: StandingBox) -> None:
    """It may run whenever one looks; how often it was started again is what tells."""
    hours = iter(range(1_000))
    looks = iter(range(1, 1_000))

    def wait(_: float) -> None:
        box.steer("restarts", str(next(looks)))

    said = await_well(
        replace(asked(box), patience=12, steady=2), clock=lambda: float(next(hours)), wait=wait
    )

    assert said == "A service fell, and was started again."


def test_without_a_service_manager_nothing_is_well(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be asked is not taken for well, and what was wrong is told."""
    monkeypatch.setenv("PATH", "/nowhere")

    assert "There is no systemctl" in (await_well(replace(asked(box), patience=0.1)) or "")


def test_it_asks_for_names_that_mean_nothing() -> None:
    """Nobody outside learns that a home upgrades from what is asked for."""
    assert healthy._LOCAL.startswith(b"\x09localhost\x00")
    assert healthy._ROOT == b"\x00\x00\x02\x00\x01"
