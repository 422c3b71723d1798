from __future__ import annotations

import socket
from pathlib import Path

import pytest

from agent.install import existing
from agent.install.steps import StepFailed


def test_a_port_that_is_free_asks_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody answers names, nobody has to step aside."""
    with socket.socket(type=socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(existing, "DNS_PORT", port)

    assert existing.steps_aside(tmp_path) == []


def test_a_stranger_at_the_port_is_named_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that nobody here knows ends the installation before anything is touched."""
    own = Path("/proc/self/comm").read_text(encoding="utf-8").strip()
    with socket.socket(type=socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        monkeypatch.setattr(existing, "DNS_PORT", held.getsockname()[1])

        with pytest.raises(StepFailed, match=own):
            existing.steps_aside(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_known_is_asked_for_by_the_name_people_call_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pi-hole is called Pi-hole, and the question says that nothing of it is removed."""
    own = Path("/proc/self/comm").read_text(encoding="utf-8").strip()
    monkeypatch.setitem(existing.SERVICES, own, ("pihole-FTL.service", "Pi-hole"))
    with socket.socket(type=socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        monkeypatch.setattr(existing, "DNS_PORT", held.getsockname()[1])
        [step] = existing.steps_aside(tmp_path)

    assert step.says.startswith("Pi-hole answers names")
    assert "Nothing of it is removed" in str(step.asks)


def test_who_stepped_aside_is_brought_back(tmp_path: Path) -> None:
    """What was written down is what is started again, and then it is forgotten."""
    path = tmp_path / existing.STEPPED_ASIDE
    path.parent.mkdir(parents=True)
    path.write_text("dnsmasq.service\npihole-FTL.service\n", encoding="utf-8")
    stub = tmp_path / existing.STUB_OFF
    stub.parent.mkdir(parents=True)
    stub.write_text(existing.STUB_OFF_TEXT, encoding="utf-8")

    said = [step.says for step in existing.put_back(tmp_path)]

    assert [words.split()[0] for words in said] == ["dnsmasq", "Pi-hole", "systemd-resolved"]
    existing.forget(tmp_path)
    assert not path.exists()


def test_where_nobody_stepped_aside_nobody_comes_back(tmp_path: Path) -> None:
    """A machine on which nothing was touched has nothing put back."""
    assert existing.put_back(tmp_path) == []
