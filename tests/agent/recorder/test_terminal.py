from __future__ import annotations

import getpass
import os
import stat
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from agent.recorder.terminal import Terminal
from consent.desk import Desk, DeskRefused


def typing(monkeypatch: pytest.MonkeyPatch, octets: bytes) -> Desk:
    """Return a terminal into which somebody has typed this."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(octets), encoding="utf-8"))
    return Terminal()


class AtATerminal(StringIO):
    """A standard input that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_what_was_found_and_what_is_asked_are_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """What was found goes to standard output, and all beside it to standard error."""
    desk = Terminal()
    desk.say("found")
    desk.note("beside")

    assert capsys.readouterr() == ("found\n", "beside\n")


@pytest.mark.parametrize("octets", [b"yes\n", b"yes\r\n", b"yes"], ids=["unix", "windows", "cut"])
def test_a_line_is_what_was_typed(
    octets: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question is shown, and the line that was typed is the answer, without its end."""
    desk = typing(monkeypatch, octets)

    assert desk.ask("Stop it? ") == "yes"
    assert capsys.readouterr() == ("", "Stop it? ")


def test_letters_that_are_none_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no text is an answer that means nothing."""
    assert typing(monkeypatch, b"\xff\xfe\n").ask("?") == "\ufffd\ufffd"


def test_nobody_at_the_terminal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers any more, nothing is done, and that is said."""
    with pytest.raises(DeskRefused, match="nobody answers any more"):
        typing(monkeypatch, b"").ask("?")


def test_secret_words_come_from_a_pipe_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a pipe, secret words are the next line of it."""
    assert typing(monkeypatch, b"five words\n").ask_secret("?") == "five words"


def test_secret_words_are_typed_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal, words are typed unseen."""
    asked: list[str] = []

    def unseen(question: str) -> str:
        asked.append(question)
        return "five words"

    monkeypatch.setattr("sys.stdin", AtATerminal())
    monkeypatch.setattr(getpass, "getpass", unseen)

    assert Terminal().ask_secret("Words: ") == "five words"
    assert asked == ["Words: "]


def test_nobody_who_types_unseen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the terminal is closed instead of words, nothing is done."""

    def closed(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin", AtATerminal())
    monkeypatch.setattr(getpass, "getpass", closed)
    with pytest.raises(DeskRefused, match="nobody answers any more"):
        Terminal().ask_secret("?")


def test_files_are_read_and_written_where_somebody_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is one of the folder that somebody stands in, or the one that a path names."""
    monkeypatch.chdir(tmp_path)
    desk = Terminal()
    desk.write("a.txt", b"one")
    desk.write(str(tmp_path / "b.txt"), b"two", private=True)
    desk.write("a.txt", b"three")

    assert (desk.read("a.txt"), desk.read("b.txt")) == (b"three", b"two")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert [desk.exists(name) for name in ("a.txt", "c.txt")] == [True, False]


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o644)])
def test_a_private_file_is_its_owners(
    private: bool,  # noqa: FBT001 - a case
    mode: int,
    tmp_path: Path,
) -> None:
    """A private file is readable by its owner alone, and any other by everyone."""
    before = os.umask(0)
    try:
        Terminal().write(str(tmp_path / "a"), b"", private=private)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A file that is not there is named, with why."""
    with pytest.raises(DeskRefused, match=r"nothing cannot be read \(No such file"):
        Terminal().read(str(tmp_path / "nothing"))


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """Where a file cannot be written, what is there stays, and nothing half is left."""
    (tmp_path / "full").mkdir()
    with pytest.raises(DeskRefused, match="cannot be written"):
        Terminal().write(str(tmp_path / "full"), b"x")

    assert [one.name for one in tmp_path.iterdir()] == ["full"]
    with pytest.raises(DeskRefused, match="cannot be written"):
        Terminal().write(str(tmp_path / "missing" / "a"), b"x")


def test_all_that_is_piped_in_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen in place of a file's name is all that is typed or piped in."""
    assert typing(monkeypatch, b"one\ntwo\n").read("-") == b"one\ntwo\n"


def test_time_and_chance_are_this_machines() -> None:
    """The time is this machine's, to the second, and chance is new each time."""
    desk = Terminal()

    assert desk.now().microsecond == 0
    assert abs(desk.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert len(desk.chance(16)) == 16
    assert desk.chance(16) != desk.chance(16)
