from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.recorder import __main__ as composition
from agent.recorder.__main__ import NOT_DONE, arguments, main
from consent.codes import Code
from consent.commands.checking_bundle import box_words
from consent.recorder_answers import DAMAGED_MARK
from consent.sentences import SENTENCES
from tests.agent.recorder.commands.at_home import (
    CARD,
    CARERS_WORDS,
    SITES,
    AtHome,
    at_home,
    with_entries,
)
from tests.promises.programs import ROOT, Program, our_python, surroundings


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHome]:
    """Give a home with something written down."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as found:
        yield found


def typed(
    home: AtHome, *words: str, lines: Sequence[str] = (), cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a verb in a process of its own, with a pipe for answers."""
    return subprocess.run(
        [*our_python("agent.recorder"), *words, "--run", str(home.run)],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd or ROOT,
        timeout=60,
        env=surroundings(LANG="C.UTF-8"),
    )


def test_a_whole_evening_in_processes_of_their_own(home: AtHome, tmp_path: Path) -> None:
    """A carer looks, the young person sees the look, stops it, and everyone reads that."""
    carer = typed(home, "look", "Tablet", "--reason", "worried", lines=[" ".join(CARERS_WORDS)])
    told = typed(home, "audit", "show")
    stopped = typed(home, "stop", "--young-person", lines=["yes"])
    own = typed(home, "look", "Tablet", lines=[CARD])
    how = typed(home, "how")
    bundle = typed(home, "audit", "bundle", "home.bundle", cwd=tmp_path)
    checked = subprocess.run(
        [*our_python("consent"), "verify", "home.bundle"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
        env=surroundings(),
    )

    assert [one.returncode for one in (carer, told, stopped, own, how, bundle)] == [0] * 6
    assert SITES[0] in carer.stdout
    assert told.stdout.rstrip().endswith(
        "A carer (Carer) looked at Tablet, 23 November 2026. Why: worried."
    )
    assert "These four words show it." in stopped.stdout
    assert SITES[0] in own.stdout
    assert f"Tablet: off. {SENTENCES[Code.WITHDRAWN].carer}" in how.stdout
    assert checked.stdout.startswith("ALL RIGHT.")


def test_no_secret_is_shown(home: AtHome) -> None:
    """Words that are typed stand nowhere in what a verb shows."""
    done = typed(home, "look", "Tablet", "--reason", "worried", lines=[" ".join(CARERS_WORDS)])

    shown = done.stdout + done.stderr
    assert done.returncode == 0
    assert not [word for word in CARERS_WORDS if word in shown]


def test_what_was_found_can_be_written_to_a_file(home: AtHome) -> None:
    """The home card alone is on standard output, so that it can go into a file as it is."""
    done = typed(home, "home-card")

    assert done.stdout.startswith("-----BEGIN LAMPLIGHT HOME CARD-----\n")
    assert done.stdout.endswith("-----END LAMPLIGHT HOME CARD-----\n")
    assert box_words(home.how().box) in done.stderr


def test_records_come_through_a_pipe(home: AtHome) -> None:
    """A mail that is piped in is read for its records."""
    text = home.desk.files["keyset.txt"].decode()
    done = typed(home, "import", "-", lines=[f"> {line}" for line in text.splitlines()])

    assert (done.returncode, done.stdout) == (
        0,
        "The box knows this already. Nothing was changed.\n",
    )


def test_a_refusal_is_one_sentence_and_its_code(home: AtHome) -> None:
    """What the box refuses is its sentence for a carer, with the code, and exit status 2."""
    done = typed(home, "stop", "--code", lines=["8765 4321"])

    assert done.returncode == NOT_DONE
    assert f"lamplight: {SENTENCES[Code.STOP_CODE_WRONG].carer} (E_STOP_CODE_WRONG)" in done.stderr


def test_what_cannot_be_done_here_is_one_sentence(home: AtHome) -> None:
    """What is wrong with what was typed is one sentence, and exit status 2."""
    done = typed(home, "look", "Phone")

    assert (done.returncode, done.stdout) == (NOT_DONE, "")
    assert done.stderr == (
        "lamplight: There is no device called Phone here. These are known: Tablet, Laptop.\n"
    )


def test_a_status_of_its_own_is_handed_on(home: AtHome, tmp_path: Path) -> None:
    """A verb that tells more by its exit status does."""
    (tmp_path / "card.json").write_bytes(home.desk.files["home-card.json"])
    done = typed(home, "import", "card.json", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stdout.startswith("Not taken in.")


def test_nobody_at_home_is_one_sentence(tmp_path: Path) -> None:
    """Without a recorder there is one sentence that says what to do, and exit status 2."""
    done = subprocess.run(
        [*our_python("agent.recorder"), "how", "--run", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=surroundings(),
    )

    assert done.returncode == NOT_DONE
    assert "the recorder does not answer at" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_reader_who_has_seen_enough_ends_it_quietly(home: AtHome) -> None:
    """Whoever closes the pipe early, as `head` does, leaves no traceback behind."""
    done = subprocess.run(
        ["bash", "-c", '"$0" -P -m agent.recorder audit show --run "$1" | head -n 1',
         sys.executable, str(home.run)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=surroundings(),
    )  # fmt: skip

    assert done.stdout == "21 November 2026, 09:30: The box was started.\n"
    assert done.stderr == ""


def test_a_file_that_is_not_there_is_named(
    home: AtHome, capsys: pytest.CaptureFixture[str]
) -> None:
    """An authority's file that is not there is named."""
    status = main(["fetch", "--run", str(home.run), "--authority", "nowhere.pem"])

    assert status == NOT_DONE
    assert "No such file or directory" in capsys.readouterr().err


def interrupted(*_: object) -> int:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


def cut_off(*_: object) -> int:
    """Find nobody reading any more."""
    raise BrokenPipeError


@contextmanager
def own_output() -> Iterator[int]:
    """Give standard output a descriptor of its own, and put the old one back."""
    kept = os.dup(1)
    try:
        yield kept
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def test_ctrl_c_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends a verb with a sentence and no traceback."""
    options = arguments().parse_args(["how"])
    options.ask = interrupted

    assert composition._ask(options) == NOT_DONE
    assert capsys.readouterr().err == "\nlamplight: stopped before the end\n"


def test_a_closed_pipe_is_no_fault(capfd: pytest.CaptureFixture[str]) -> None:
    """A pipe that was closed ends a verb, and what follows goes nowhere."""
    options = arguments().parse_args(["how"])
    options.ask = cut_off
    with own_output():
        assert composition._ask(options) == NOT_DONE

    assert capfd.readouterr().err == ""


def test_letters_that_a_terminal_cannot_show_do_no_harm(
    home: AtHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal without some letter shows something else in its place, and goes on."""
    octets = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(octets, encoding="ascii"))
    status = main(["audit", "status", "482913", "--run", str(home.run)])

    assert status == 0
    assert b"? lamplight/" in octets.getvalue()


@pytest.mark.parametrize("words", [["how"], ["audit", "show"], ["home-card"]])
def test_each_verb_finds_its_module(words: list[str], home: AtHome) -> None:
    """The three verbs of the front door that this module speaks for each run theirs."""
    assert main([*words, "--run", str(home.run)]) == 0


@pytest.mark.parametrize("words", [["--help"], ["audit", "--help"], ["home-card", "--help"]])
def test_every_verb_is_in_the_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The help of each names how it is called from the front door."""
    with pytest.raises(SystemExit) as ended:
        main(words)

    called = "recorder" if words == ["--help"] else words[0]
    assert ended.value.code == 0
    assert f"usage: lamplight {called}" in capsys.readouterr().out


LIMITS_AFTER = """
import resource, runpy, sys
sys.argv[1:] = ["how", "--run", sys.argv[1]]
try:
    runpy.run_module("agent.recorder", run_name="__main__")
finally:
    print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_a_verb_gives_up_core_files(tmp_path: Path) -> None:
    """A verb, through whose memory words and sites pass, leaves no core file."""
    ended = subprocess.run(
        [sys.executable, "-c", LIMITS_AFTER, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=surroundings(),
    )

    assert ended.stdout == "(0, 0)\n"


def serving(folder: Path) -> list[str]:
    """Return the options of `serve` for a folder."""
    (folder / "run").mkdir()
    report = str(folder / "clock.json")
    where = ["--state", str(folder / "state"), "--run", str(folder / "run")]
    return ["serve", *where, "--clock-report", report]


def test_the_installed_recorder_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """The recorder as it is installed starts, answers its verbs, and ends when told to."""
    run = str(tmp_path / "run")
    with Program(our_python("agent.recorder", *serving(tmp_path))) as recorder:
        recorder.line_with("ready: the gate")
        how = subprocess.run(
            [*our_python("agent.recorder"), "how", "--run", run],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=surroundings(),
        )
        recorder.tell(signal.SIGTERM)
        status = recorder.end()

    assert status == 0
    # There is no time service beside it, and so no time that it would trust.
    assert "It is not sure of the time, so nothing is written down." in how.stdout
    assert recorder.printed == "ready: the gate\n"


class StopsWhenReady(io.StringIO):
    """A standard output that tells this process to stop once it reads that it is ready."""

    def write(self, text: str) -> int:
        """Keep the text; at the word that was waited for, tell."""
        if "ready" in text:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().write(text)


def test_serving_ends_with_status_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Being told to stop is how it ends: with exit status 0."""
    # It would take its core files and more from the whole run of tests.
    monkeypatch.setattr(composition, "confine", lambda: None)
    monkeypatch.setattr("sys.stdout", StopsWhenReady())

    assert main(serving(tmp_path)) == 0


def test_a_recorder_that_cannot_run_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is damaged, or none, is one sentence and exit status 2."""
    monkeypatch.setattr(composition, "confine", lambda: None)
    options = serving(tmp_path)
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "box.key").write_bytes(b"short")
    damaged = main(options)
    mark = Path(options[options.index("--run") + 1]) / DAMAGED_MARK
    assert (mark.read_bytes(), mark.stat().st_mode & 0o777) == (b"", 0o640)
    (tmp_path / "state" / "box.key").unlink()
    (tmp_path / "state" / "journal.jsonl").mkdir()
    unreadable = main(options)
    said = capsys.readouterr().err.splitlines()

    assert (damaged, unreadable) == (NOT_DONE, NOT_DONE)
    assert "box.key is damaged" in said[0]
    assert "Is a directory" in said[1]
    assert not mark.exists()
