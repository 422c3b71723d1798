from __future__ import annotations

import getpass
import os
import pty
import re
import resource
import runpy
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from consent.__main__ import NOT_DONE, Terminal, main
from consent.codes import Code
from consent.commands import practice
from consent.desk import DeskRefused
from consent.errors import TextMalformed
from consent.spoken import receipt_words, spoken_words
from consent.spoken_about import VisitState, about_of
from tests.consent.commands.ceremony import PASSPHRASE, at_the_agency, with_draft
from tests.consent.commands.handed import (
    DIGITS,
    SECRET,
    deletion_by,
    desk_with,
    ended,
    status_of,
)
from tests.consent.commands.memory import START
from tests.consent.played import AGREEMENT, recording

ROOT = Path(__file__).resolve().parents[2]
TWICE = [PASSPHRASE, PASSPHRASE]


def put(files: dict[str, bytes], folder: Path) -> Path:
    """Write files into a folder; return it."""
    folder.mkdir(exist_ok=True)
    for name, octets in files.items():
        (folder / name).write_bytes(octets)
    return folder


def run(
    arguments: Sequence[str], lines: Sequence[str] = (), *, most_octets: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, with a pipe for answers."""

    def limit() -> None:
        assert most_octets is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_octets, most_octets))

    return subprocess.run(
        [sys.executable, "-m", "consent", *arguments],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limit if most_octets is not None else None,
    )


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_worker_makes_keys_from_a_pipe(tmp_path: Path) -> None:
    """A real process writes both files, the private one for its owner alone, and ends with 0."""
    done = run(["agency", "key", "my", "--folder", f"{tmp_path}/new"], TWICE)

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["my.key", "my.public"]
    assert mode(tmp_path / "new" / "my.key") == 0o600
    assert mode(tmp_path / "new" / "my.public") == 0o644
    assert "Send my.public" in done.stdout
    assert PASSPHRASE not in done.stdout + done.stderr


def test_a_refusal_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    """Where nothing was done, standard output is empty and standard error says why."""
    done = run(["agreement", "sign", "--key", "sw.key", "--folder", str(tmp_path)])

    assert done.returncode == NOT_DONE
    assert done.stdout == ""
    assert re.fullmatch(r"lamplight: nothing is drawn up here yet.*\n", done.stderr)


def test_a_pipe_that_ends_is_told(tmp_path: Path) -> None:
    """With no more answers the command ends with a sentence and has written nothing."""
    done = run(["agency", "key", "my", "--folder", str(tmp_path)], [PASSPHRASE])

    assert done.returncode == NOT_DONE
    assert "nobody answers any more" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_draft_that_breaks_a_rule_is_status_1_and_a_whole_one_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script can tell a draft to mend from one to sign, and from a refusal."""
    monkeypatch.setattr(Terminal, "now", lambda _: START)
    put(with_draft({"setting": "childrens_home"}).files, tmp_path / "one")
    put(with_draft().files, tmp_path / "other")

    assert main(["agreement", "draft", "--from", "in.toml", "--folder", f"{tmp_path}/one"]) == 1
    assert "(P1_SETTING)" in capsys.readouterr().out
    assert main(["agreement", "draft", "--from", "in.toml", "--folder", f"{tmp_path}/other"]) == 0
    assert mode(tmp_path / "other" / "draft.toml") == 0o600
    assert main(["agreement", "draft", "--from", "in.toml", "--folder", f"{tmp_path}/other"]) == 2


def test_whatever_a_home_sent_is_checked_with_one_verb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bundle with its statements, a status by name or without, a card: each from real files."""
    box = ended()
    desk = desk_with(box, deletion=deletion_by(box), status=status_of(box, Code.WITHDRAWN))
    monkeypatch.chdir(put(desk.files, tmp_path / "case"))
    monkeypatch.setattr(Terminal, "now", lambda _: box.at)
    files = ["root.json", "home-card.json", "bundle.txt", "deletion.txt", "status.txt"]

    assert main(["verify", *files, "--digits", DIGITS]) == 0
    said = capsys.readouterr().out
    assert said.startswith("ALL RIGHT.\n")
    assert "The bundle bears it out" in said
    assert mode(tmp_path / "case" / "seen.json") == 0o600
    assert main(["verify", "status", "status.txt", "--digits", "111111"]) == 1
    assert main(["verify", "status.txt", "--digits", DIGITS, "--json"]) == 0
    assert main(["verify", "home-card", "home-card.json"]) == 0
    assert main(["verify", "bundle.txt", "--box", "other words", "--seen", "other.json"]) == 1
    assert main(["verify", "status.txt"]) == NOT_DONE
    assert not (tmp_path / "case" / "other.json").exists()


def test_words_that_were_heard_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The spoken check and a stop's receipt, with a key file and its passphrase from a pipe."""
    box = ended()
    monkeypatch.chdir(put(desk_with(box).files, tmp_path / "case"))
    monkeypatch.setattr(Terminal, "now", lambda _: box.at)
    monkeypatch.setattr(Terminal, "ask_secret", lambda *_: PASSPHRASE)
    given = ["--key", "my.key", "--words", "words.txt"]
    about = about_of(VisitState(is_on=False, agreement=AGREEMENT[:16]))
    heard = " ".join(spoken_words(SECRET, "4821", box.at, about=about))
    receipt = " ".join(receipt_words(SECRET, AGREEMENT))

    assert main(["verify", "spoken", *given, "--digits", "4821", "--heard", heard]) == 0
    assert "recording is off, and the agreement" in capsys.readouterr().out
    assert main(["verify", "spoken", *given, "--digits", "4822", "--heard", heard]) == 1
    assert main(["verify", "receipt", *given, "--heard", receipt]) == 0
    agreement = ["--agreement", "agreement.json"]
    assert main(["verify", "receipt", *given, *agreement, "--heard", heard]) == 1


def test_paper_is_signed_for_from_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The statement stands in the case folder, as it is sent and as text to paste."""
    box = recording(2)
    folder = put(desk_with(box).files, tmp_path / "case")
    monkeypatch.setattr(Terminal, "now", lambda _: box.at)
    monkeypatch.setattr(Terminal, "ask_secret", lambda *_: PASSPHRASE)
    given = ["--key", "my.key", "--device", "Old tablet", "--folder", str(folder)]

    assert main(["agreement", "paper-notice", *given, "--handed-over", "1 December 2026"]) == 0
    assert "Handed over on: 1 December 2026" in capsys.readouterr().out
    assert mode(folder / "paper-notice-1.json") == 0o600
    assert (folder / "paper-notice-1.txt").read_text().startswith("-----BEGIN LAMPLIGHT PAPER")


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    """Where there is no room, it is said, and what stood there before stands there still."""
    folder = put(at_the_agency().files, tmp_path / "agency")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = run(["agency", "renew", "--folder", str(folder)], [PASSPHRASE], most_octets=100)

    assert done.returncode == NOT_DONE
    assert "cannot be written (File too large)" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_ctrl_c_ends_with_a_sentence(tmp_path: Path) -> None:
    """Whoever stops a command in the midst gets no traceback, and nothing half written."""
    with subprocess.Popen(
        [sys.executable, "-m", "consent", "agency", "key", "my", "--folder", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stderr is not None
        said = b""
        while b"Passphrase" not in said:
            said += os.read(process.stderr.fileno(), 1_000)
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=30)

    assert process.returncode == NOT_DONE
    assert b"lamplight: stopped; what was written stays" in rest
    assert b"Traceback" not in rest
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """Output into a pipe that is closed ends quietly."""
    folder = put(at_the_agency().files, tmp_path / "agency")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "consent", "agreement", "show", "root", "--folder", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            timeout=60,
        )

    assert done.returncode == NOT_DONE
    assert done.stderr == b""


def test_a_passphrase_is_not_shown_on_a_terminal(tmp_path: Path) -> None:
    """At a real terminal what is typed does not appear, and Ctrl-D ends it with a sentence."""
    folder = put(at_the_agency().files, tmp_path / "agency")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(  # noqa: S606 - our own program
            sys.executable,
            [sys.executable, "-m", "consent", "agency", "renew", "--folder", str(folder)],
        )
    shown = _until(terminal, b"Passphrase of keyset.key: ")
    os.write(terminal, b"not the one\n")
    shown += _until(terminal, b"Passphrase of keyset.key: ")
    os.write(terminal, b"\x04")
    shown += _until(terminal, b"nobody answers any more")
    os.close(terminal)
    _, status = os.waitpid(pid, 0)

    assert b"not the one" not in shown
    assert os.waitstatus_to_exitcode(status) in {NOT_DONE, -signal.SIGHUP}


def test_a_window_that_was_closed_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be shown any more, also no sentence, the status still is 2."""
    folder = put(at_the_agency().files, tmp_path / "agency")
    keys, terminal = pty.openpty()
    # What could not be shown is tried once more when it is closed.
    with suppress(OSError), open(terminal, "w", encoding="utf-8") as gone:  # noqa: PTH123
        os.close(keys)
        monkeypatch.setattr(sys, "stdout", gone)
        monkeypatch.setattr(sys, "stderr", gone)

        status = main(["agreement", "show", "home-card", "--folder", str(folder)])
        monkeypatch.undo()

    assert status == NOT_DONE


def _until(terminal: int, awaited: bytes) -> bytes:
    """Return what a terminal shows, up to a text."""
    shown = b""
    while awaited not in shown:
        assert select.select([terminal], [], [], 30)[0], shown
        shown += os.read(terminal, 1_000)
    return shown


def at(folder: Path, monkeypatch: pytest.MonkeyPatch, typed: bytes = b"") -> Terminal:
    """Return the real desk in this process, with lines in its standard input."""
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed), encoding="utf-8"))
    return Terminal(folder)


def test_answers_are_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line is what was typed before its end, on every system; questions go to standard error."""
    desk = at(tmp_path, monkeypatch, b"one\ntwo\r\n three ")

    assert desk.ask("First? ") == "one"
    assert desk.ask_secret("Second? ") == "two"
    assert desk.ask("Third? ") == " three "
    with pytest.raises(DeskRefused, match=r"nobody answers any more; what was answered is kept"):
        desk.ask("Fourth? ")
    desk.say("found")
    desk.note("beside")
    out, err = capsys.readouterr()
    assert out == "found\n"
    assert err == "First? Second? Third? Fourth? beside\n"


def test_a_line_that_is_no_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Octets of another encoding end the command with a sentence."""
    with pytest.raises(DeskRefused, match=r"not text in UTF-8"):
        at(tmp_path, monkeypatch, b"caf\xe9\n").ask("A word? ")


@pytest.mark.parametrize(("typed", "said"), [("words", None), (None, "nobody answers any more")])
def test_a_secret_at_a_terminal_is_asked_for_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str | None, said: str | None
) -> None:
    """Where a person sits, the line is taken without showing it, and its end is told."""

    def unseen(_: str) -> str:
        if typed is None:
            raise EOFError
        return typed

    desk = at(tmp_path, monkeypatch)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", unseen)
    if said is None:
        assert desk.ask_secret("Secret? ") == typed
    else:
        with pytest.raises(DeskRefused, match=said):
            desk.ask_secret("Secret? ")


@pytest.mark.parametrize("private", [True, False])
def test_a_file_has_its_mode_from_its_first_octet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, private: bool
) -> None:
    """While it is being written, a private file was never readable by others."""
    seen: list[int] = []
    real = os.fsync

    def look(descriptor: int) -> None:
        seen.extend(mode(path) for path in (tmp_path / "new").iterdir())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    desk = Terminal(tmp_path / "new")
    desk.write("x", b"1", private=private)

    expected = 0o600 if private else 0o644
    assert seen == [expected]
    assert mode(tmp_path / "new" / "x") == expected
    assert desk.read("x") == b"1"


def test_a_file_that_was_open_to_others_becomes_private(tmp_path: Path) -> None:
    """The new file takes the place of the old one, and not its permissions."""
    (tmp_path / "x").write_bytes(b"old")
    (tmp_path / "x").chmod(0o666)
    Terminal(tmp_path).write("x", b"new", private=True)

    assert mode(tmp_path / "x") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_break_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C at the worst moment leaves what was there, and no part of what was to come."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    desk = Terminal(tmp_path)
    desk.write("x", b"old")
    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        desk.write("x", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert desk.read("x") == b"old"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """A file where a folder should be, and a folder where a file should be, are sentences."""
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "agreement").mkdir()
    with pytest.raises(DeskRefused, match=r"cannot be written"):
        Terminal(tmp_path / "file").write("x", b"1")
    with pytest.raises(DeskRefused, match=r"cannot be read"):
        Terminal(tmp_path).read("agreement")
    with pytest.raises(DeskRefused, match=r"cannot be written"):
        Terminal(tmp_path).write("agreement", b"1")

    assert not Terminal(tmp_path).exists("agreement")
    assert Terminal(tmp_path).exists("file")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agreement", "file"]


def test_clock_and_chance_are_the_machines_own() -> None:
    """The instant is in UTC to the second, and chance never repeats."""
    desk = Terminal(Path())
    before = datetime.now(UTC).replace(microsecond=0)

    assert before <= desk.now() <= datetime.now(UTC)
    assert desk.now().microsecond == 0
    assert len(desk.chance(32)) == 32
    assert desk.chance(32) != desk.chance(32)


def test_every_command_reaches_its_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the root ceremony to the stop, each verb does its work in its folder."""
    monkeypatch.chdir(tmp_path)

    def done(command: str, *lines: str) -> int:
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text.encode()), encoding="utf-8"))
        return main(command.split())

    about = ("Kent County Council", "www.kent.gov.uk/complaints", "0300 123 4567")
    assert done("agency init --domain kent.gov.uk", *about, *TWICE * 4) == 0
    assert done("agency key my", *TWICE) == 0
    enrolled = ("Priya Shah", "priya@kent.gov.uk", "", PASSPHRASE)
    assert done("agency enrol my.public --role social_worker", *enrolled) == 0
    keyset = capsys.readouterr().out
    assert "Expires: " in keyset
    assert done("agency renew", PASSPHRASE) == 0
    assert done("agreement practice") == 0
    assert done("agreement show home-card") == 0
    assert "Tablet in the kitchen" in capsys.readouterr().out
    for command in (
        *("agreement draft", "agreement sign --card", "agreement review", "agreement withdraw"),
        *("agreement stop --key my.key --reason other", "agreement open days.txt --card"),
    ):
        assert done(command) == NOT_DONE
    keyid = re.search(rb'"keyid":"([0-9a-f]{64})"', (tmp_path / "my.public").read_bytes())
    assert keyid is not None
    assert done(f"agency revoke {keyid[1].decode()} --reason left", PASSPHRASE) == 0
    assert done("verify root.json --at 2026-11-24 --json") in {0, 1, NOT_DONE}


def test_what_no_command_has_said_better_is_said_in_a_readers_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An error of a record that nobody caught is a sentence with its code, and status 2."""

    def broken(_: object) -> None:
        raise TextMalformed(Code.PASTE_CUT, "somewhere")

    monkeypatch.setattr(practice, "practice", broken)

    assert main(["agreement", "practice", "--folder", str(tmp_path)]) == NOT_DONE
    assert "(E_PASTE_CUT: somewhere)" in capsys.readouterr().err


@pytest.mark.parametrize("raised", [KeyboardInterrupt, BrokenPipeError])
def test_a_break_is_status_2(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    raised: type[BaseException],
) -> None:
    """Ctrl-C is told, a closed pipe is not; both end with 2."""

    def broken(_: object) -> None:
        raise raised

    standard_output = os.dup(1)
    monkeypatch.setattr(practice, "practice", broken)
    try:
        assert main(["agreement", "practice", "--folder", str(tmp_path)]) == NOT_DONE
    finally:
        os.dup2(standard_output, 1)
        os.close(standard_output)

    told = "stopped; what was written stays" in capfd.readouterr().err
    assert told is (raised is KeyboardInterrupt)


def test_a_stream_that_knows_fewer_letters_shows_something_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On an old terminal our quotation marks become question marks; nothing breaks."""
    put(at_the_agency().files, tmp_path)
    old = TextIOWrapper(BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", old)
    main(["agreement", "show", "root", "--folder", str(tmp_path)])
    Terminal(tmp_path).say("\u201cquoted\u201d")
    old.seek(0)

    assert "?quoted?" in old.read()


def test_a_stream_of_another_kind_is_written_to_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where output goes into memory, as in a program that embeds this one, it arrives there."""
    put(at_the_agency().files, tmp_path)
    memory = StringIO()
    monkeypatch.setattr(sys, "stdout", memory)

    assert main(["agreement", "show", "root", "--folder", str(tmp_path)]) == 0
    assert "The trust root of kent.gov.uk" in memory.getvalue()


@pytest.mark.filterwarnings("ignore:.*found in sys.modules.*:RuntimeWarning")
def test_the_room_is_started_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`python -m consent` runs the command, and its status is the process's."""
    monkeypatch.setattr(sys, "argv", ["consent", "agreement", "show", "--folder", str(tmp_path)])

    with pytest.raises(SystemExit, match=r"^2$"):
        runpy.run_module("consent", run_name="__main__")
    assert "nothing is signed here yet" in capsys.readouterr().err


WRONG = {
    "nothing": "",
    "no verb": "agreement",
    "no such verb": "agreement burn",
    "no domain": "agency init",
    "no such role": "agency enrol my.public --role carer",
    "both ways to sign": "agreement sign --card --key my.key",
    "no way to sign": "agreement sign",
    "no reason": "agreement stop --key my.key",
}


@pytest.mark.parametrize("command", WRONG.values(), ids=WRONG)
def test_a_command_that_is_none_shows_how_it_goes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is misspelt ends with 2 and the options that there are."""
    with pytest.raises(SystemExit, match=r"^2$"):
        main(command.split())
    assert "usage: lamplight" in capsys.readouterr().err
