from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policy.categories import Category
from policy.index import CategoryIndex, ListSource
from policy.names import from_text
from tests.conftest import Scale

ROOT = Path(__file__).resolve().parents[3]

MEGABYTE = 1024 * 1024


def lists(*words: str | Path, python: tuple[str, ...] = ("-m", "agent.lists")) -> Ended:
    """Run `lists` as a process of its own to its end."""
    return subprocess.run(
        [sys.executable, *python, *words], check=False, capture_output=True, text=True, cwd=ROOT
    )


Ended = subprocess.CompletedProcess[str]


@pytest.fixture
def ads(tmp_path: Path) -> Path:
    """Return a list of plain names."""
    path = tmp_path / "ads.txt"
    path.write_text("# adverts\nads.example\ntracker.example\ncom\ngithub.io\n||b.example/x\n")
    return path


@pytest.fixture
def hosts(tmp_path: Path) -> Path:
    """Return a hosts file."""
    path = tmp_path / "hosts"
    path.write_text("127.0.0.1 localhost\n0.0.0.0 adult.example\n0.0.0.0 ads.example\n")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where the index goes, in a folder of its own, so that litter shows."""
    folder = tmp_path / "state"
    folder.mkdir()
    return folder / "lists.idx"


COUNTS = [
    {"list": "ads.txt", "category": "home-list", "names": "3", "exact": "0", "skipped": "0"}
    | {"unsupported": "1", "providers": "1", "bad": "1"},
    {"list": "hosts", "category": "adult", "names": "0", "exact": "2", "skipped": "1"}
    | {"unsupported": "0", "providers": "0", "bad": "0"},
]


def counts(done: Ended) -> list[dict[str, str]]:
    """Return the rows of the table of lists, without what these lists have none of."""
    heading, *rows = (line.split() for line in done.stdout.replace("taken out", "out").splitlines())
    table = [dict(zip(heading, row, strict=True)) for row in rows[:2]]
    return [{name: row[name] for name in COUNTS[0]} for row in table]


def test_build_writes_an_index(ads: Path, hosts: Path, out: Path) -> None:
    """A build writes an index that answers for its lists, and says in words what went in."""
    done = lists("build", "--out", out, ads, f"adult={hosts}")

    assert (done.returncode, done.stderr) == (0, "")
    index = CategoryIndex(memoryview(out.read_bytes()))
    home, adult = ListSource("ads.txt", Category.HOME_LIST), ListSource("hosts", Category.ADULT)
    assert index.lists == (home, adult)
    assert index.lists_naming(from_text("x.ads.example"), Category.HOME_LIST) == [(2, home)]
    assert index.lists_naming(from_text("adult.example"), Category.ADULT) == [(0, adult)]
    assert index.lists_naming(from_text("x.adult.example"), Category.ADULT) == []
    assert counts(done) == COUNTS
    size = out.stat().st_size
    assert f"In all 4 different names; the index takes {size:,} octets;" in done.stdout
    assert "`lamplight lists check` shows where the bad lines stand." in done.stdout
    assert [path.name for path in out.parent.iterdir()] == ["lists.idx"]


def test_build_without_bad_lines_does_not_speak_of_them(hosts: Path, out: Path) -> None:
    """Where there are no bad lines, nobody is sent to look at them."""
    assert "check" not in lists("build", "--out", out, hosts).stdout


REFUSED = {
    "missing": (("missing.txt",), "missing.txt does not exist; check the name and the folder"),
    "folder": (("folder",), "folder is a folder; name the list files in it, one by one"),
    "empty": (("empty.txt",), "empty.txt is empty; fetch the list again"),
    "another form": (("block.txt",), "block.txt: 2 of 2 lines cannot be read; it looks like"),
    "rules that cannot be followed": (("rules.txt",), "rules.txt: the list holds no names"),
    "no names": (("comments.txt",), "comments.txt: the list holds no names"),
    "the second of two": (("ads.txt", "missing.txt"), "missing.txt does not exist"),
    "unknown category": (("adlut=ads.txt",), "there is no category 'adlut'; write one of ads, mal"),
    "the index itself": (("ads.txt", "lists.idx"), "lists.idx is one of the lists"),
}


@pytest.mark.parametrize(("names", "words"), REFUSED.values(), ids=REFUSED)
def test_a_refused_build_leaves_the_old_index(
    names: tuple[str, ...], words: str, ads: Path, tmp_path: Path
) -> None:
    """A build that cannot go well says why in one line, ends with 2, and leaves the old index."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    (tmp_path / "block.txt").write_text("<html>\n<body>\n")
    (tmp_path / "rules.txt").write_text("||ads.example/x\n||b.example/*.js\n")
    (tmp_path / "comments.txt").write_text("# nothing\n")
    out = tmp_path / "lists.idx"
    assert lists("build", "--out", out, ads).returncode == 0
    before = out.read_bytes()
    given = [
        f"{tag}{equals}{tmp_path / path}"
        for tag, equals, path in (name.rpartition("=") for name in names)
    ]

    done = lists("build", "--out", out, *given)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("lamplight lists: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert out.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


PLACES = {
    "a folder": ("", "is a folder; name a file to write"),
    "no such folder": ("no/lists.idx", "cannot be opened (No such file or directory); make it"),
    "under a file": ("ads.txt/lists.idx", "cannot be opened (Not a directory); make it first"),
}


@pytest.mark.parametrize(("place", "words"), PLACES.values(), ids=PLACES)
def test_places_where_no_index_can_be(place: str, words: str, ads: Path, tmp_path: Path) -> None:
    """An index cannot take the place of a folder or go into one that is not there."""
    done = lists("build", "--out", tmp_path / place, ads)

    assert done.returncode == 2
    assert words in done.stderr


def program(before: str) -> tuple[str, ...]:
    """Return how to start `lists` with a few lines of Python run first, in the same process."""
    start = "runpy.run_module('agent.lists', run_name='__main__', alter_sys=True)"
    return ("-c", f"import os, resource, runpy, signal, sys\n{before}\n{start}")


FULL_DISK = "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))"
INTERRUPTED = """
def interrupt(event, _):
    if event == "os.rename":
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(interrupt)
"""


@pytest.mark.parametrize(
    ("before", "status", "words"),
    [(FULL_DISK, 2, "lists.idx: File too large"), (INTERRUPTED, 130, "stopped before the end")],
    ids=["no room", "interrupted at the last moment"],
)
def test_a_build_that_fails_late(
    before: str, status: int, words: str, ads: Path, hosts: Path, out: Path
) -> None:
    """Where writing fails or somebody presses Ctrl-C, the old index stays and nothing beside it."""
    lists("build", "--out", out, ads)
    old = out.read_bytes()

    done = lists("build", "--out", out, hosts, python=program(before))

    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_bytes() == old
    assert [path.name for path in out.parent.iterdir()] == ["lists.idx"]


def test_a_second_build_of_the_same_index_is_refused(ads: Path, out: Path) -> None:
    """While one build holds the folder, another ends at once and touches nothing there."""
    running = out.with_name(".lists.idx.0123abcd.part")
    running.touch()
    folder = os.open(out.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    done = lists("build", "--out", out, ads)
    kept = running.exists()
    os.close(folder)
    again = lists("build", "--out", out, ads)

    assert (done.returncode, kept) == (2, True)
    assert "another build is writing into the folder" in done.stderr
    assert again.returncode == 0
    assert [path.name for path in out.parent.iterdir()] == ["lists.idx"]


def test_check_writes_nothing(ads: Path, hosts: Path, tmp_path: Path) -> None:
    """A check gives the same report with the places of bad lines, and writes nothing."""
    before = sorted(tmp_path.rglob("*"))

    done = lists("check", ads, f"adult={hosts}")

    assert (done.returncode, done.stderr) == (0, "")
    assert counts(done) == COUNTS
    assert "ads.txt: 1 line cannot be read:\n  line 4: a single word such as com" in done.stdout
    assert "In all 4 different names;" in done.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_check_goes_on_after_a_refused_list(ads: Path, tmp_path: Path) -> None:
    """A check reports on every list, and ends with 1 if one of them cannot be used."""
    page = tmp_path / "page.txt"
    page.write_text("<html>\n")

    done = lists("check", page, tmp_path / "missing.txt", ads)
    none = lists("check", page)

    assert (done.returncode, none.returncode) == (1, 1)
    assert "page.txt: 1 of 1 lines cannot be read; it looks like a web page" in done.stderr
    assert "missing.txt does not exist" in done.stderr
    assert ["ads.txt", "home-list", "3"] in [line.split()[:3] for line in done.stdout.splitlines()]
    assert "In all" not in done.stdout
    assert none.stdout == ""


def test_a_name_the_terminal_cannot_show(tmp_path: Path, out: Path) -> None:
    """A list whose file name this terminal cannot show is built and reported all the same."""
    path = tmp_path / "bücher \x1b[2J.txt"
    path.write_text("ads.example\n")
    done = subprocess.run(
        [sys.executable, "-m", "agent.lists", "build", "--out", out, path],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )

    assert done.returncode == 0
    assert b"b?cher ?[2J.txt" in done.stdout


def test_help_names_the_categories_and_the_exit_status() -> None:
    """The help of either verb says which categories there are and what the exit status means."""
    for verb in ("build", "check"):
        text = lists(verb, "--help").stdout

        assert all(category in text for category in Category)
        assert (
            "exit status: 0 all went well; 1 a list cannot be used; 2 nothing was written" in text
        )
        assert "An ending such as co.uk is refused" in text


# Of its own memory only: what the system counts for a process that ended holds, from the moment
# before it became `lists`, that of the tests.
HIGH_WATER = """
import atexit, pathlib
def tell():
    status = pathlib.Path("/proc/self/status").read_text()
    print("high water", status.partition("VmHWM:")[2].split()[0], file=sys.stderr)
atexit.register(tell)
"""


def test_many_names_in_bounded_memory(tmp_path: Path, out: Path, scale: Scale) -> None:
    """A long list is built within the memory and the time that the smallest box has."""
    count = scale(50_000, 1_000_000)
    path = tmp_path / "long.txt"
    with path.open("w") as file:
        file.writelines(f"www.site-{number:x}.co.example\n" for number in range(count))
    process = subprocess.Popen(
        [sys.executable, *program(HIGH_WATER), "build", "--out", out, path],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stderr is not None
    with process.stderr:
        told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)

    assert process.returncode == 0
    assert int(told.split("high water")[1]) * 1024 < 300 * MEGABYTE
    # The goal is six seconds for a million; a machine that is busy gets three times as much.
    assert used.ru_utime + used.ru_stime < 2 + 18 * count / 1_000_000
    assert out.stat().st_size < 11 * count
