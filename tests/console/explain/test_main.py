from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import words
from console.explain.__main__ import main
from console.store.allowed_file import AllowedFile, AllowedName
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from tests.console import homes
from tests.console.running import ROOT
from tests.policy.strategies import index_octets

REFUSED = {
    "unknown device": (
        ("--device", "Toaster", "--name", "example.org"),
        '--device Toaster: no device here has this name. The devices are: "Maya\'s tablet"',
    ),
    "bad name": (
        ("--device", "visitor", "--name", "https://example.org/"),
        "write only the site's name, such as example.org",
    ),
    "a time that is none": (
        ("--device", "visitor", "--name", "example.org", "--at", "half past nine"),
        "--at: 'half past nine' is no time; expected one such as 2026-11-23 21:30",
    ),
    "a time that clocks leave out": (
        ("--device", "visitor", "--name", "example.org", "--at", "2025-03-30 01:30"),
        "--at: clocks here do not show 2025-03-30 01:30 at all",
    ),
    "missing index": (
        ("--device", "visitor", "--name", "example.org", "--index", "none.idx"),
        "none.idx: cannot be read: No such file",
    ),
}


@pytest.fixture
def index_file(tmp_path: Path) -> Path:
    """Return an index that lists one name under gambling."""
    path = tmp_path / "categories.idx"
    source = ListSource("bets", Category.GAMBLING)
    path.write_bytes(index_octets([(source, [(from_text("bet.example"), False)])]))
    return path


def test_one_sentence_says_why(household_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A block by a rule is told in one line, with whom the rule is for."""
    status = _explain(household_file, "Maya's tablet", "www.chat.example")

    assert status == 0
    assert capsys.readouterr().out == (
        "Maya's tablet may not open www.chat.example:"
        " a rule for everyone here blocks chat.example.\n"
    )


def test_the_list_that_names_it_is_named(
    household_file: Path, index_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With an index, the object names category, list and matched name."""
    status = _explain(
        household_file, "Living room TV", "www.bet.example", "--index", str(index_file), "--json"
    )

    assert status == 0
    assert json.loads(capsys.readouterr().out) == {
        "device": "Living room TV",
        "name": "www.bet.example",
        "allowed": False,
        "why": "category",
        "matched": "bet.example",
        "category": "gambling",
        "lists": [{"list": "bets", "name": "bet.example", "line": None, "text": None}],
        "offers_help": False,
        "rule": None,
        "until": None,
        "sentence": "Living room TV may not open www.bet.example: bet.example is listed under"
        " gambling (bets), which is blocked for everyone here.",
    }


def test_the_line_of_each_list_is_printed(
    household_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the folder of the lists job, each list is a further line with its title and its line."""
    homes.lists_in(tmp_path / "lists")
    _explain(household_file, "visitor", "adult.example", "--lists", str(tmp_path / "lists"))

    assert capsys.readouterr().out == (
        "A device nobody has named may not open adult.example: adult.example is listed under"
        " adult (adult-one, adult-two), which is blocked for everyone here.\n"
        "  The adult-one list, line 3: adult.example\n"
        "  The adult-two list, line 1: adult.example\n"
    )


def test_the_line_of_each_list_is_in_the_object(
    household_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Number and text of the line stand beside the list's name."""
    lists = str(homes.lists_in(tmp_path / "lists").folder)
    _explain(household_file, "visitor", "www.bet.example", "--lists", lists, "--json")

    assert json.loads(capsys.readouterr().out)["lists"] == [
        {"list": "bets", "name": "bet.example", "line": 2, "text": "0.0.0.0 bet.example"}
    ]


def test_a_line_that_cannot_be_found_is_said_so(
    household_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy that is gone costs the line and nothing else."""
    lists = homes.lists_in(tmp_path / "lists")
    (lists.folder / "copies" / "bets").unlink()
    _explain(household_file, "visitor", "bet.example", "--lists", str(lists.folder))

    assert capsys.readouterr().out.splitlines()[1] == (
        "  The bets list: We could not find the line just now."
    )


def test_a_list_cannot_steer_the_terminal(
    household_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What strangers wrote in a list is printed without letters that a terminal obeys."""
    lists = homes.lists_in(tmp_path / "lists")
    (lists.folder / "copies" / "bets").write_bytes(b"bet.example # \x1b[2J\x07\n")
    _explain(household_file, "visitor", "bet.example", "--lists", str(lists.folder))
    printed = capsys.readouterr().out

    assert "\x1b" not in printed
    assert "\x07" not in printed


def test_an_index_named_beside_the_folder_is_the_one_asked(
    household_file: Path, index_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder's own index is the default and no more than that."""
    lists = homes.lists_in(tmp_path / "lists")
    lists.index_path.write_bytes(b"damaged")
    options = ("--index", str(index_file), "--lists", str(lists.folder))
    status = _explain(household_file, "visitor", "bet.example", *options)

    assert status == 0
    assert "  The bets list, line 2: 0.0.0.0 bet.example" in capsys.readouterr().out


def test_a_folder_in_which_nothing_was_fetched_is_no_fault(
    household_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a first start the sentence says that the lists were not there; damage is still told."""
    status = _explain(household_file, "visitor", "bet.example", "--lists", str(tmp_path / "none"))
    (tmp_path / "categories.idx").write_bytes(b"damaged")
    damaged = _explain(household_file, "visitor", "bet.example", "--lists", str(tmp_path))

    assert (status, damaged) == (0, 2)
    assert "the category lists were not there" in capsys.readouterr().out


def test_a_block_that_may_need_it_ends_with_help(
    household_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The numbers to ring stand at the end of the text, and the object says so."""
    lists = str(homes.lists_in(tmp_path / "lists").folder)
    _explain(household_file, "Maya's tablet", "harm.example", "--lists", lists)
    printed = capsys.readouterr().out.splitlines()
    _explain(household_file, "Maya's tablet", "harm.example", "--lists", lists, "--json")

    assert printed[1] == "  The harm list, line 1: harm.example"
    assert printed[2] == f"{words.HELP}:"
    assert printed[3].startswith("  Childline, 0800 1111.")
    assert len(printed) == 3 + len(words.HELP_LINES)
    assert json.loads(capsys.readouterr().out)["offers_help"] is True


def test_a_name_allowed_from_a_page_counts_as_allowed(
    household_file: Path, tmp_path: Path, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the console's state, the command agrees with what the agent does."""
    lists = str(homes.lists_in(tmp_path / "lists").folder)
    entry = AllowedName(from_text("bet.example"), Category.GAMBLING, ("bets",))
    homes.let_through(state, entry)
    options = ("--lists", lists, "--state", str(state))
    _explain(household_file, "visitor", "bet.example", *options)
    allowed = capsys.readouterr().out
    AllowedFile(state).path.write_bytes(b"damaged")
    status = _explain(household_file, "visitor", "bet.example", *options)

    assert "may open bet.example: a rule for everyone here allows bet.example" in allowed
    assert status == 2
    assert "allowed.json.damaged" in capsys.readouterr().err


def test_what_nothing_is_against_is_allowed(
    household_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An allowed name has no match, no category and no list."""
    _explain(household_file, "Living room TV", "Example.ORG.", "--json")
    found = json.loads(capsys.readouterr().out)

    assert (found["allowed"], found["why"], found["name"]) == (True, "nothing", "example.org")
    assert (found["matched"], found["category"], found["lists"]) == (None, None, [])


def test_a_visitor_is_a_device_nobody_has_named(
    household_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The word visitor stands for the rules of devices that nobody has named."""
    _explain(household_file, "visitor", "chat.example")

    assert capsys.readouterr().out.startswith("A device nobody has named may not open")


def test_a_device_that_bears_the_word_comes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A device that a carer called visitor is explained as itself."""
    path = tmp_path / "household.toml"
    device = '[[devices]]\nname = "visitor"\nbelongs_to = "everyone"\naddresses = []\n'
    path.write_text(f'{homes.EMPTY}{device}block = ["chat.example"]\n', encoding="utf-8")
    _explain(path, "visitor", "chat.example")

    assert capsys.readouterr().out == (
        "visitor may not open chat.example: a rule for this device blocks chat.example.\n"
    )


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_explained_says_what_to_write(
    case: str, household_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error is one message on stderr and status 2, with nothing on stdout."""
    options, expected = REFUSED[case]
    status = main(["--household", str(household_file), *options])
    printed = capsys.readouterr()

    assert (status, printed.out) == (2, "")
    assert expected in printed.err


def test_a_damaged_index_is_refused(
    household_file: Path, index_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence is never made from half an index."""
    index_file.write_bytes(index_file.read_bytes()[:-1])
    status = _explain(household_file, "visitor", "bet.example", "--index", str(index_file))

    assert status == 2
    assert "build the lists again" in capsys.readouterr().err


def test_a_malformed_household_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the file and the place."""
    path = tmp_path / "household.toml"
    path.write_text("format = 1\n", encoding="utf-8")
    status = _explain(path, "visitor", "example.org")

    assert status == 2
    assert capsys.readouterr().err.startswith(f"{path}: format: ")


def test_no_web_library_is_loaded(household_file: Path) -> None:
    """Explaining works on a box whose web libraries are broken, since it never loads them."""
    program = (
        "import sys; from console.explain.__main__ import main; "
        f"main(['--household', {str(household_file)!r}, '--device', 'visitor', '--name', 'a.b']); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "{'fastapi', 'starlette', 'uvicorn', 'jinja2', 'pydantic', 'anyio'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_it_runs_as_a_module(household_file: Path) -> None:
    """The command of the README prints one line and ends with status 0."""
    options = ["--household", str(household_file), "--device", "visitor", "--name", "nhs.uk"]
    done = subprocess.run(
        [sys.executable, "-m", "console.explain", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")


BEDTIME = """
format = "lamplight-household/v1"
zone = "ZONE"

[[young_people]]
name = "Maya"
[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{ from = "21:00", until = "07:00" }]

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = []
"""


@pytest.fixture
def evening_file(tmp_path: Path) -> Path:
    """Return a household with a bedtime."""
    path = tmp_path / "household.toml"
    path.write_text(BEDTIME.replace("ZONE", "Europe/London"), encoding="utf-8")
    return path


def test_a_time_can_be_asked_about(evening_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --at, the sentence is the one of that time, and it says which rule and until when."""
    _explain(evening_file, "Maya's tablet", "a.example", "--at", "2026-11-23 21:00")
    _explain(evening_file, "Maya's tablet", "a.example", "--at", "2026-11-23 20:59")

    assert capsys.readouterr().out == (
        'Maya\'s tablet may not open a.example: "Bedtime", a rule for Maya, closes it,'
        " until 07:00 on Tuesday 24 November.\n"
        "Maya's tablet may open a.example: no rule here is against it; the category lists were"
        " not there to be checked.\n"
    )


def test_the_rule_and_its_end_stand_in_the_object(
    evening_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program is told the title of the rule in time, and its end in UTC."""
    _explain(evening_file, "Maya's tablet", "a.example", "--at", "2026-06-23 21:00", "--json")
    found = json.loads(capsys.readouterr().out)

    assert (found["why"], found["rule"]) == ("clock", "Bedtime")
    assert found["until"] == "2026-06-24T06:00:00+00:00"


def test_without_a_time_it_is_now(evening_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who gives no time is told what holds at the moment, by the clocks of the home."""
    options = ["--household", str(evening_file), "--device", "Maya's tablet", "--name", "a.example"]
    main(options, now=datetime(2026, 6, 23, 20, 30, tzinfo=UTC))

    assert "may not open" in capsys.readouterr().out


@pytest.mark.parametrize("zone", ["Europe/Londen", "Narnia", "Europe"])
def test_a_zone_that_is_not_known_is_refused(
    zone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt zone is told, and never silently another one."""
    path = tmp_path / "household.toml"
    path.write_text(BEDTIME.replace("ZONE", zone), encoding="utf-8")
    status = _explain(path, "Maya's tablet", "a.example")

    assert status == 2
    assert f"zone: {zone!r} is not known here" in capsys.readouterr().err


def _explain(household: Path, device: str, name: str, *more: str) -> int:
    return main(["--household", str(household), "--device", device, "--name", name, *more])


def test_its_help_names_the_command_that_people_type(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for help reads `lamplight explain`, not the name of a module."""
    with pytest.raises(SystemExit):
        main(["--help"])

    assert capsys.readouterr().out.startswith("usage: lamplight explain ")
