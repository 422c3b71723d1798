from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.install import existing
from agent.install.steps import StepFailed


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Hold the port for names; return as which program."""
    with socket.socket(type=socket.SOCK_DGRAM) as held:
        held.bind(("127.0.0.1", 0))
        monkeypatch.setattr(existing, "DNS_PORT", held.getsockname()[1])
        yield Path("/proc/self/comm").read_text(encoding="utf-8").strip()


@pytest.fixture
def _pi_hole(holder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be Pi-hole at the port for names."""
    monkeypatch.setitem(existing.SERVICES, holder, ("pihole-FTL.service", "Pi-hole"))


def test_a_port_that_is_free_asks_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody answers names, nobody has to step aside."""
    with socket.socket(type=socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(existing, "DNS_PORT", port)

    assert existing.steps_aside(tmp_path) == []


def test_a_stranger_at_the_port_is_named_and_left_alone(tmp_path: Path, holder: str) -> None:
    """A program that nobody here knows ends the installation before anything is touched."""
    with pytest.raises(StepFailed, match=holder):
        existing.steps_aside(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_pi_hole")
def test_one_that_is_known_is_asked_for_by_the_name_people_call_it(tmp_path: Path) -> None:
    """Pi-hole is called Pi-hole, and the question says that nothing of it is removed."""
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


def half_done(root: Path, conf: str = existing.STUB_OFF_TEXT) -> Path:
    """Write the file that switches the stub off, as far as a power cut let it be written."""
    path = root / existing.STUB_OFF
    path.parent.mkdir(parents=True)
    path.write_text(conf, encoding="utf-8")
    return path


HALVES = {"half a file": existing.STUB_OFF_TEXT[:40], "the file alone": existing.STUB_OFF_TEXT}


@pytest.mark.parametrize("conf", HALVES.values(), ids=HALVES)
def test_a_stub_that_a_power_cut_left_half_off_is_done_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, conf: str
) -> None:
    """The machine's own link to names is turned by the next installation, though we listen."""
    monkeypatch.setattr(existing, "run", lambda *_: "")  # it would restart this machine's resolver
    half_done(tmp_path, conf)
    resolv = tmp_path / "etc/resolv.conf"
    resolv.symlink_to("../run/systemd/resolve/stub-resolv.conf")
    [step] = existing.steps_aside(tmp_path, is_ours=True)
    assert not step.is_done()

    step.do()

    assert step.is_done()
    assert (tmp_path / existing.STUB_OFF).read_text(encoding="utf-8") == existing.STUB_OFF_TEXT
    assert str(resolv.readlink()) == "../run/systemd/resolve/resolv.conf"
    step.undo()
    assert str(resolv.readlink()) == "../run/systemd/resolve/stub-resolv.conf"


def test_the_machine_is_never_without_a_way_to_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut while the link is turned leaves the old one, and not none."""
    monkeypatch.setattr(existing, "run", lambda *_: "")
    half_done(tmp_path)
    resolv = tmp_path / "etc/resolv.conf"
    resolv.symlink_to("../run/systemd/resolve/stub-resolv.conf")
    [step] = existing.steps_aside(tmp_path, is_ours=True)
    monkeypatch.setattr(Path, "symlink_to", cut)

    with pytest.raises(InterruptedError):
        step.do()

    assert resolv.is_symlink()


def cut(*_: object) -> None:
    """End what goes on, as a power cut does."""
    raise InterruptedError


def test_one_that_a_power_cut_left_running_is_still_asked_to_step_aside(tmp_path: Path) -> None:
    """Who was written down and is there again after a boot is not forgotten, though we listen."""
    path = tmp_path / existing.STEPPED_ASIDE
    path.parent.mkdir(parents=True)
    path.write_text("pihole-FTL.service\n", encoding="utf-8")

    [step] = existing.steps_aside(tmp_path, is_ours=True)

    assert step.says.startswith("Pi-hole answers names")


@pytest.mark.usefixtures("_pi_hole")
def test_who_is_to_step_aside_is_written_down_before(tmp_path: Path) -> None:
    """It stands on the card before anything is stopped, and no longer once that is undone."""
    [step] = existing.noted(tmp_path)
    assert existing.noted(tmp_path, is_ours=True) == []

    step.do()
    assert step.is_done()
    assert [one.says.split()[0] for one in existing.put_back(tmp_path)] == ["Pi-hole"]
    step.undo()
    assert existing.put_back(tmp_path) == []


def test_where_nobody_stepped_aside_nobody_comes_back(tmp_path: Path) -> None:
    """A machine on which nothing was touched has nothing put back."""
    assert existing.put_back(tmp_path) == []
