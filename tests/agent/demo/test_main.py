from __future__ import annotations

import http.client
import os
import shlex
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from agent.demo.devices import NOT_RECORDED_AT, TOUR
from tests.promises.programs import (
    PATIENCE_SECONDS,
    ROOT,
    Program,
    our_python,
    run,
    surroundings,
)

RECORDER_FILES = (
    *("box.key", "checkpoint", "clock.json", "home.json"),
    *("journal.jsonl", "ledger.jsonl", "spoken.key"),
)
WRONG = {"name": "Sam", "password": "four wrong words here", "code": ""}
LAST_WORDS = "Press Ctrl-C to stop"


def demo(folder: Path, *options: str, stubs: Path | None = None) -> Program:
    """Start the demonstration with its temporary files below `folder`.

    Modules in `stubs` take the place of ours.
    """
    (folder / "tmp").mkdir()
    path = f"{stubs}:{ROOT}" if stubs else str(ROOT)
    given = {"--dns": "127.0.0.1:0", "--console": "127.0.0.1:0"}
    given |= dict(zip(options[::2], options[1::2], strict=True))
    return Program(
        our_python("agent.demo", *(word for option in given.items() for word in option)),
        cwd=folder,
        environment=surroundings(TMPDIR=str(folder / "tmp"), PYTHONPATH=path, PYTHONSAFEPATH="1"),
    )


def left_behind(folder: Path, program: Program) -> tuple[set[int], list[Path]]:
    """Return the processes and temporary files that a demonstration left."""
    return program.family(), list((folder / "tmp").rglob("*"))


@pytest.fixture(name="tmp_path")
def short_path() -> Iterator[Path]:
    """Return a folder with a short path: the demonstration's sockets stand below it."""
    with tempfile.TemporaryDirectory(prefix="demo") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def running() -> Iterator[Program]:
    """Return a demonstration that has shown itself."""
    with tempfile.TemporaryDirectory(prefix="demo") as folder, demo(Path(folder)) as program:
        program.line_with(LAST_WORDS)
        yield program


def test_the_tour_goes_as_it_should(running: Program) -> None:
    """Each visit of the tour is shown, and each came out as it was expected to."""
    shown = running.printed.partition("Try it")[0]

    assert "expected" not in shown
    for visit in TOUR:
        assert f"{visit.name:<22} {visit.outcome:<9} {visit.because}\n" in shown


def digs(printed: str) -> list[tuple[str, str]]:
    """Return the printed dig commands, each with what is said to be expected of it."""
    lines = [line.strip() for line in printed.splitlines()]
    return [
        (line, lines[place + 1]) for place, line in enumerate(lines) if line.startswith("dig @")
    ]


def test_each_dig_that_is_printed_shows_what_is_promised(running: Program) -> None:
    """Each printed dig, run as it stands, shows the status that the line below it promises."""
    if not shutil.which("dig"):
        pytest.fail("dig is missing; install the Debian package bind9-dnsutils", pytrace=False)
    for command, promise in digs(running.printed):
        shown = run(shlex.split(command)).stdout
        status = promise.partition("status ")[2].partition(",")[0]

        assert f"status: {status}," in shown, command
        assert ("EDE: 15 (Blocked)" in shown) == ("EDE 15" in promise), command
        assert ("ANSWER: 1," in shown) == ("with an address" in promise), command
    # One for each device of the tour, one for a help line, and one of what is written down.
    assert len(digs(running.printed)) == len({visit.device for visit in TOUR}) + 2


def test_the_explain_command_that_is_printed_works(running: Program) -> None:
    """The printed explain command says in a sentence why the tour's first block is one."""
    [command] = [
        line.strip() for line in running.printed.splitlines() if "./lamplight explain" in line
    ]
    explained = run(our_python("console.explain", *shlex.split(command)[2:]))

    assert explained.returncode == 0, explained.stderr
    assert "Leo's tablet may not open tiktok.com" in explained.stdout
    assert "social media" in explained.stdout


class Came(NamedTuple):
    """What came back: the status, where it leads to, the text, and what a browser is to keep."""

    status: int
    leads_to: str
    text: str
    kept: str


def page_of(program: Program, door: str, source: str = "", kept: str = "", **typed: str) -> Came:
    """Open a page of the printed console, or send a form to it, from an address of this machine."""
    found = [line.strip() for line in program.printed.splitlines()]
    url = next(line for line in found if line.startswith("http://"))
    where = urlsplit(url)
    assert where.hostname is not None
    headers = {"Sec-Fetch-Site": "same-origin", "Cookie": kept}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(
        where.hostname,
        where.port,
        timeout=PATIENCE_SECONDS,
        source_address=(source, 0) if source else None,
    )
    try:
        method, path = ("POST", door) if typed else ("GET", door)
        connection.request(method, path, urlencode(typed).encode(), headers)
        answer = connection.getresponse()
        cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        text = answer.read().decode()
        return Came(answer.status, answer.headers.get("location", ""), text, cookie)
    finally:
        connection.close()


def sign_ins(program: Program) -> list[tuple[str, str, str]]:
    """Return the printed roles, names and passwords."""
    below = program.printed.partition("/sign-in\n")[2].partition("      No code")[0]
    return [
        (role, name, " ".join(rest)) for role, name, *rest in map(str.split, below.splitlines())
    ]


def test_whoever_is_printed_can_sign_in(running: Program) -> None:
    """Two carers and a helper open with their printed passwords what their role may see."""
    led = {}
    for _, name, password in sign_ins(running):
        came = page_of(running, "/sign-in", name=name, password=password, code="")
        front = page_of(running, "/", kept=came.kept)
        led[name] = (came.status, came.leads_to, front.leads_to, "Television" in front.text)

    assert [role for role, _, _ in sign_ins(running)] == ["carer", "carer", "helper"]
    assert led == {
        "Sam": (303, "/", "", True),
        "Kim": (303, "/", "", True),
        "Alex": (303, "/", "/devices", False),
    }


def test_no_password_but_the_printed_one_opens(running: Program) -> None:
    """A wrong password leaves the door shut."""
    came = page_of(running, "/sign-in", **WRONG)

    assert (came.status, came.kept) == (422, "")


def test_a_young_person_s_page_needs_no_password(running: Program) -> None:
    """This browser stands for Maya's phone; from the tablet's address the pages are Leo's."""
    maya = page_of(running, "/mine")
    leo = page_of(running, "/mine", source=NOT_RECORDED_AT)

    assert (maya.status, "Hello Maya" in maya.text) == (200, True)
    assert (leo.status, "Hello Leo" in leo.text) == (200, True)


def test_the_page_of_a_visit_opens(running: Program) -> None:
    """On Maya's phone the page of a visit says what a social worker is shown."""
    assert page_of(running, "/visit").status == 200


def test_the_page_of_what_is_written_down_is_that_of_the_recorded_device(running: Program) -> None:
    """A browser on this machine stands for the phone with an agreement: Yes, and how to stop it."""
    came = page_of(running, "/recorded")

    assert came.status == 200
    assert "This device: Phone" in came.text
    assert '<p class="one-word">Yes</p>' in came.text


def test_the_console_may_be_at_an_ipv6_address(tmp_path: Path) -> None:
    """With the console on IPv6's loopback, the printed address is the one where it answers."""
    with demo(tmp_path, "--console", "[::1]:0") as program:
        program.line_with(LAST_WORDS)

        assert page_of(program, "/sign-in").status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_nothing_behind(number: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C, a request to end, and a closed window all end it well: no process, no file."""
    with demo(tmp_path) as program:
        program.line_with(LAST_WORDS)
        assert len(program.family()) >= 3
        program.tell(number)

        assert program.end() == 0
        assert left_behind(tmp_path, program) == (set(), [])
        assert "Stopped. Nothing is left behind." in program.printed
        assert program.complained == ""


def test_a_named_state_folder_is_kept(tmp_path: Path) -> None:
    """With --state what is in force stays in that folder, and nothing stays anywhere else."""
    kept = tmp_path / "my state"
    with demo(tmp_path, "--state", str(kept)) as program:
        program.line_with(LAST_WORDS)
        program.tell(signal.SIGINT)

        assert program.end() == 0
        assert left_behind(tmp_path, program) == (set(), [])
        assert str(kept) in program.printed.splitlines()[-1]
    files = {
        str(path.relative_to(kept))
        for path in kept.rglob("*")
        if path.is_file() and path.parent.name != "copies" and "days" not in path.parts
    }
    assert files == {
        *(f"recorder/{name}" for name in RECORDER_FILES),
        "household.toml",
        "console/household.db",
        "console/snapshot.json",
        "agent/status.json",
        "lists/categories.idx",
        "lists/fetched.json",
        "lists/lists.json",
    }


@pytest.mark.parametrize("option", ["--dns", "--console"])
def test_a_port_in_use_names_the_option_that_changes_it(option: str, tmp_path: Path) -> None:
    """Where a port is taken it ends with status 2, names the option, and leaves nothing behind."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        with demo(tmp_path, option, where) as program:
            assert program.end() == 2
            assert left_behind(tmp_path, program) == (set(), [])
            last = program.complained.splitlines()[-1]
            assert f"choose another with {option} ADDR:PORT" in last
            assert where in program.complained
            assert "Traceback" not in program.complained


def test_stopping_while_it_starts_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C while a part is still starting ends all of it, with status 0."""
    stub = tmp_path / "stubs" / "console"
    stub.mkdir(parents=True)
    (stub / "__init__.py").touch()
    (stub / "__main__.py").write_text(
        "import signal, sys\nprint('slow to start', file=sys.stderr, flush=True)\nsignal.pause()\n"
    )
    with demo(tmp_path, stubs=stub.parent) as program:
        program.complaint_with("slow to start")
        program.tell(signal.SIGINT)

        assert program.end() == 0
        assert left_behind(tmp_path, program) == (set(), [])
        assert "Traceback" not in program.complained


def test_a_part_that_dies_ends_the_whole(tmp_path: Path) -> None:
    """Where the agent dies, the rest is ended, the status is 2, and a sentence says why."""
    with demo(tmp_path) as program:
        program.line_with(LAST_WORDS)
        [agent] = [pid for pid in program.family() if b"--upstream" in command_of(pid)]
        os.kill(agent, signal.SIGKILL)

        assert program.end() == 2
        assert left_behind(tmp_path, program) == (set(), [])
        assert "ended by itself" in program.complained


def command_of(pid: int) -> bytes:
    """Return the command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


REFUSED = {
    "an address that the devices cannot reach": ("--dns", "192.0.2.1:5300", "--dns"),
    "an IPv6 address for DNS": ("--dns", "[::1]:5300", "--dns"),
    "a name instead of an address": ("--dns", "localhost:5300", "--dns"),
    "a state folder that is a file": ("--state", "/dev/null", "/dev/null"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_option_that_cannot_be_used_is_refused_in_a_sentence(case: str, tmp_path: Path) -> None:
    """A value that cannot work ends it with status 2 and a sentence that names it."""
    option, value, named = REFUSED[case]
    with demo(tmp_path, option, value) as program:
        assert program.end() == 2
        assert named in program.complained
        assert "Traceback" not in program.complained
        assert left_behind(tmp_path, program) == (set(), [])
