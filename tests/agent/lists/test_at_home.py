from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.index_file import open_index
from agent.lists.shelf import Shelf
from policy.index import ListSource, Reach
from policy.list_standing import ListStanding, Trouble, Use, standing_from_bytes
from policy.names import from_text
from tests.agent.fetching.fetchers import fetcher, listening
from tests.agent.lists.publisher import Answer, Publisher, content, cut_short, held, moved
from tests.policy.strategies import index_octets
from tests.systemd.starting import PATIENCE_SECONDS

GOOD = "".join(f"site-{number}.example\n" for number in range(1000)).encode()

CATALOGUE = """
format = "lamplight-catalogue/v1"

[[list]]
id = "bets"
title = "Bets"
category = "gambling"
address = "{address}"
form = "names"
publisher = "A publisher of the tests"
licence = "MIT"
home = "https://publisher.example/"
every_hours = 24
max_megabytes = 1
least_names = 10
on = true
reviewed = 2026-11-21

[[list]]
id = "weapons"
title = "Weapons"
category = "violence"
own = "weapons"
on = true
reviewed = 2026-11-21
"""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    """Return a publisher of one good list, and a catalogue that names it."""
    with Publisher(tmp_path) as publisher:
        publisher.serve("/bets.txt", content(GOOD))
        address = publisher.url("/bets.txt", "127.0.0.1")
        (tmp_path / "catalogue.toml").write_text(CATALOGUE.format(address=address))
        yield publisher


def lists(*options: object) -> subprocess.CompletedProcess[str]:
    """Run the lists job to its end."""
    command = [sys.executable, "-m", "agent.lists", *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def update(folder: Path, publisher: Publisher, *more: object) -> subprocess.CompletedProcess[str]:
    """Run `update` for the home in a folder."""
    return lists(
        *("update", "--state", folder / "state", "--catalogue", folder / "catalogue.toml"),
        *("--authority", publisher.authority, *more),
    )


def test_an_update_brings_the_lists_and_says_how_they_stand(
    tmp_path: Path, publisher: Publisher
) -> None:
    """The first run makes the folders, fetches, builds, and says of each list how it stands."""
    done = update(tmp_path, publisher)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Bets: in use, 1,000 names." in done.stdout
    assert "Weapons: in use, " in done.stdout
    assert f"The index {tmp_path}/state/lists/categories.idx is new." in done.stdout
    again = update(tmp_path, publisher, "--due")
    assert (again.returncode, len(publisher.asked)) == (0, 1)
    assert "categories.idx is as it was." in again.stdout


def test_a_list_that_is_held_back_is_told_and_can_be_accepted(
    tmp_path: Path, publisher: Publisher
) -> None:
    """The run ends with 1 and says what to do; doing that puts the copy in use without mistakes."""
    update(tmp_path, publisher)
    publisher.serve("/bets.txt", content(GOOD + b"gamcare.org.uk\nnew.example\n"))

    held = update(tmp_path, publisher)
    accepted = lists(
        *("accept", "--state", tmp_path / "state", "bets"),
        *("--catalogue", tmp_path / "catalogue.toml"),
    )

    assert held.returncode == 1
    assert "it names a site for help, health or safety (gamcare.org.uk)" in held.stdout
    assert "lamplight lists accept bets" in held.stdout
    assert accepted.returncode == 0
    assert "Bets: in use, 1,001 names. Left out as mistakes: gamcare.org.uk." in accepted.stdout


def test_one_list_may_be_asked_for_alone(tmp_path: Path, publisher: Publisher) -> None:
    """Only the list that is named is renewed; the others stand as they stood."""
    done = update(tmp_path, publisher, "weapons")

    assert publisher.asked == []
    assert done.returncode == 0
    assert "Bets: not fetched yet." in done.stdout


def test_without_a_network_what_is_ours_is_in_force(tmp_path: Path, publisher: Publisher) -> None:
    """A home that reaches nobody has the lists that came with the program, and is told the rest."""
    (tmp_path / "catalogue.toml").write_text(CATALOGUE.format(address="https://127.0.0.1:1/x"))

    done = update(tmp_path, publisher)

    assert done.returncode == 1
    assert "Bets: not in use, because its publisher could not be reached." in done.stdout
    assert "Weapons: in use, " in done.stdout
    assert Shelf(tmp_path / "state" / "lists").index.exists()


def kept_in(folder: Path) -> dict[str, bytes]:
    """Return every file that a run leaves, with the hours taken out; of the index how many names.

    The index is salted anew each time; `fetched.json` says of what it was built.
    """
    shelf = folder / "state" / "lists"
    hour = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    kept = {
        path.relative_to(shelf).as_posix(): hour.sub(b"then", path.read_bytes())
        for path in shelf.rglob("*")
        if path.is_file()
    }
    return kept | {"categories.idx": b"%d" % open_index(shelf / "categories.idx").count}


NEWER = GOOD + b"new.example\n"
RUNS: dict[str, tuple[Answer, ...]] = {
    "a list": (content(GOOD),),
    "the same again": (content(GOOD), content(GOOD)),
    "a newer one": (content(GOOD), content(NEWER, packed=True)),
    "one that is held back": (content(GOOD), content(GOOD + b"gamcare.org.uk\n")),
    "one that was cut off": (content(GOOD), cut_short(NEWER)),
    "one that moved": (moved("/elsewhere.txt"),),
    "one sent to an unsafe address": (content(GOOD), moved("http://127.0.0.1/bets.txt")),
}


@pytest.mark.parametrize("answers", RUNS.values(), ids=RUNS)
def test_whoever_fetches_the_lists_they_stand_the_same(
    answers: tuple[Answer, ...], tmp_path: Path, publisher: Publisher
) -> None:
    """Fetched here or by a process that was asked, what is said and each file left is the same."""
    here, there = tmp_path / "here", tmp_path / "there"
    publisher.serve("/elsewhere.txt", content(GOOD))
    with fetcher("--authority", publisher.authority) as fetching:
        for answer in answers:
            publisher.serve("/bets.txt", answer)
            ways = (here, "--authority", publisher.authority), (there, "--fetch-by", fetching.path)
            done = [
                lists(
                    *("update", "--state", folder / "state", *way),
                    *("--catalogue", tmp_path / "catalogue.toml"),
                )
                for folder, *way in ways
            ]
            said = [
                one.stdout.replace(str(folder), "").splitlines()
                for one, (folder, *_) in zip(done, ways, strict=True)
            ]
            assert done[0].returncode == done[1].returncode
            # The table's last column is how long each list took to read.
            assert [line for line in said[0] if ": " in line] == [
                line for line in said[1] if ": " in line
            ]
            assert kept_in(here) == kept_in(there)
    assert {"categories.idx", "lists.json", "fetched.json", "copies/bets"} <= kept_in(there).keys()


def standing(folder: Path) -> dict[str, ListStanding]:
    """Return how the lists of a home stand, by id."""
    octets = Shelf(folder / "state" / "lists").standing.read_bytes()
    return {one.id: one for one in standing_from_bytes(octets).lists}


def update_by(folder: Path, socket: Path) -> list[str]:
    """Return what runs `update` by a process that is asked at a socket."""
    words = ("update", "--state", folder / "state", "--catalogue", folder / "catalogue.toml")
    return [sys.executable, "-m", "agent.lists", *map(str, words), "--fetch-by", str(socket)]


def test_a_killed_fetcher_leaves_the_old_copy_and_the_others_go_on(
    tmp_path: Path, publisher: Publisher
) -> None:
    """Killed in the middle of a list, it costs that one alone its newer copy, and that is said."""
    update(tmp_path, publisher)
    publisher.serve("/bets.txt", held(NEWER))
    with fetcher("--authority", publisher.authority) as fetching:
        command = update_by(tmp_path, fetching.path)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert publisher.reached.wait(PATIENCE_SECONDS)
            fetching.started.process.send_signal(signal.SIGKILL)
            said, _ = running.communicate(timeout=PATIENCE_SECONDS)
    stand = standing(tmp_path)

    assert running.returncode == 1
    assert (stand["bets"].use, stand["bets"].names) == (Use.IN_USE, 1000)
    assert stand["bets"].trouble in {Trouble.CUT_OFF, Trouble.UNREACHABLE}
    assert (stand["weapons"].use, stand["weapons"].trouble) == (Use.IN_USE, None)
    assert "stays in use, because the new one was not taken: it" in said
    assert (tmp_path / "state/lists/copies/bets").read_bytes() == GOOD
    assert list((tmp_path / "state/lists/incoming").iterdir()) == []


def test_where_nobody_fetches_what_is_here_is_in_force(
    tmp_path: Path, publisher: Publisher
) -> None:
    """Without the process that is asked, old copies stay, ours are built, and it is no crash."""
    with listening() as (path, one):
        one.close()
        first = subprocess.run(
            update_by(tmp_path, path), capture_output=True, text=True, check=False
        )
        update(tmp_path, publisher)
        second = subprocess.run(
            update_by(tmp_path, path), capture_output=True, text=True, check=False
        )

    assert (first.returncode, second.returncode) == (1, 1)
    assert "Bets: not in use, because its publisher could not be reached." in first.stdout
    assert "Weapons: in use, " in first.stdout
    assert standing(tmp_path)["bets"].trouble is Trouble.UNREACHABLE
    assert standing(tmp_path)["bets"].use is Use.IN_USE
    assert "Traceback" not in first.stderr + second.stderr


def test_who_has_another_fetch_loads_nothing_that_could() -> None:
    """A job without a network does not even carry what speaks HTTP."""
    code = (
        "import json, sys; from agent.lists import at_home, __main__ as lists;"
        "options = lists.arguments().parse_args("
        "['update', '--state', 'x', '--fetch-by', '/nowhere.sock']);"
        "at_home._session(options); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    loaded = set(json.loads(done.stdout))

    assert "agent.fetching.asking" in loaded
    assert not {"httpx", "httpcore", "h11", "certifi"} & loaded


def test_the_report_counts_and_names_what_is_blocked(tmp_path: Path) -> None:
    """The report prints a row for each category, and ends with 1 where a ceiling is passed."""
    index, top, ceilings = (tmp_path / name for name in ("c.idx", "top.txt", "ceilings.toml"))
    sources = [(ListSource("bets", "gambling"), [(from_text("bet.example"), Reach.BOTH)])]  # type: ignore[arg-type] # a tag does as well as its category
    index.write_bytes(index_octets(sources))
    top.write_text("1,bet.example\n2,other.example\n")
    ceilings.write_text("")

    plain = lists("report", "--index", index, "--top", top)
    passed = lists("report", "--index", index, "--top", top, "--ceilings", ceilings)

    assert plain.returncode == 0
    assert "of 2 popular names" in plain.stdout
    assert [line.split() for line in plain.stdout.splitlines() if "gambling" in line] == [
        ["gambling", "1", "1", "1", "1", "-"]
    ]
    assert passed.returncode == 1
    assert "6-9: gambling blocks 1 popular names; at most 0 may be" in passed.stdout


def test_a_report_names_an_everyday_name_that_is_blocked(tmp_path: Path) -> None:
    """An index that blocks an everyday name is told so, whatever the ceilings say."""
    index = tmp_path / "c.idx"
    sources = [(ListSource("bets", "gambling"), [(from_text("bbc.co.uk"), Reach.BOTH)])]  # type: ignore[arg-type] # a tag does as well as its category
    index.write_bytes(index_octets(sources))

    done = lists("report", "--index", index)

    assert done.returncode == 1
    assert "6-9: blocks the everyday name bbc.co.uk" in done.stdout


MISTAKES = {
    "no such list": (("update", "--state", "{0}", "bet"), "there is no list 'bet' in use"),
    "nothing held back": (("accept", "--state", "{0}", "own-weapons"), "no copy of own-weapons"),
    "no state": (("update",), "--state"),
    "no such catalogue": (
        ("update", "--state", "{0}", "--catalogue", "/nowhere.toml"),
        "/nowhere.toml: No such file",
    ),
    "no such authority": (
        ("update", "--state", "{0}", "--authority", "/nowhere.pem"),
        "/nowhere.pem is not a file of certificates that can be used: No such file",
    ),
    "an authority, and another who fetches": (
        ("update", "--state", "{0}", "--authority", "{0}/file", "--fetch-by", "{0}/x.sock"),
        "not allowed with argument",
    ),
    "an authority that is none": (
        ("update", "--state", "{0}", "--authority", "{0}/file"),
        "file is not a file of certificates",
    ),
    "no index to report on": (("report", "--state", "{0}"), "categories.idx: No such file"),
    "a state that is a file": (("update", "--state", "{0}/file"), "file"),
}


@pytest.mark.parametrize(("options", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_a_sentence(
    options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    """What a person can mend ends with status 2 and one sentence, and no trace of the program."""
    (tmp_path / "file").write_text("")
    done = lists(*(option.format(tmp_path) for option in options))

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
