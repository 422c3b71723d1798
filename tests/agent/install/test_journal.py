from __future__ import annotations

from pathlib import Path

import pytest

from agent.install import journal


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return what the machine was told to do; here it is told nothing."""
    told: list[tuple[str, ...]] = []
    monkeypatch.setattr(journal, "run", lambda *command: told.append(command))
    return told


RESTART = ("systemctl", "restart", "systemd-journald.service")


def test_the_log_is_kept_in_memory_and_taken_back(tmp_path: Path, ran: list[object]) -> None:
    """One file says so, the log is told, and a removal leaves no trace of it."""
    step = journal.step(tmp_path)
    assert not step.is_done()
    step.do()
    assert (step.is_done(), "Storage=volatile" in (tmp_path / journal.FILE).read_text()) == (
        True,
        True,
    )
    journal.remove(tmp_path)

    assert not (tmp_path / "etc/systemd/journald.conf.d").exists()
    assert ran == [RESTART, RESTART]


def test_what_somebody_else_said_of_the_log_stays(tmp_path: Path, ran: list[object]) -> None:
    """Another file beside ours is not touched, and where there is none of ours nothing is told."""
    other = tmp_path / "etc/systemd/journald.conf.d/other.conf"
    other.parent.mkdir(parents=True)
    other.write_text("[Journal]\n", encoding="utf-8")
    journal.remove(tmp_path)
    step = journal.step(tmp_path)
    step.do()
    step.undo()

    assert list(other.parent.iterdir()) == [other]
    assert ran == [RESTART, RESTART]


def test_undoing_brings_back_what_an_older_release_said(tmp_path: Path, ran: list[object]) -> None:
    """Where a newer release cannot be installed, the log is kept as the one before has it."""
    there = tmp_path / journal.FILE
    there.parent.mkdir(parents=True)
    there.write_text("# older\n", encoding="utf-8")
    step = journal.step(tmp_path)
    step.do()
    step.undo()

    assert there.read_text(encoding="utf-8") == "# older\n"
    assert ran == [RESTART, RESTART]


def test_it_is_asked_for_and_a_no_leaves_the_rest(tmp_path: Path) -> None:
    """The log is the machine's own: whoever says no gets Lamplight all the same."""
    step = journal.step(tmp_path)

    assert step.asks is not None
    assert step.may_be_left
