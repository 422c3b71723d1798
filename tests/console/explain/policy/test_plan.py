from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.explain.policy.__main__ import main
from console.store.whole_file import holding
from policy.document import household_from_toml
from policy.household import Household
from policy.plan_file import FORMAT, plan_from_toml
from tests.console.running import LIMIT_SECONDS, ROOT

FIRST_HOME = """
format = "lamplight-household/v1"

[everyone]
block = ["casino.example"]
safe_search = true

[[young_people]]
name = "Maya"
id = 7
placement = { from = "2026-01-05" }
block_categories = ["games"]
budgets = [{ minutes = 60, category = "games" }]
[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{ from = "21:00", until = "07:00" }]

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = ["192.0.2.7"]
"""

NEXT_HOME = """\
# What we agreed with Leo in the kitchen.
format = "lamplight-household/v1"

[everyone]
safe_search = true

[[young_people]]
name = "Leo"  # eleven in March
block = ["late.example"]

[[devices]]
name = "Television"
belongs_to = "everyone"
addresses = []
"""


@pytest.fixture
def first_home(tmp_path: Path) -> Path:
    """Return the household file of the home that Maya leaves."""
    path = tmp_path / "old" / "household.toml"
    path.parent.mkdir()
    path.write_text(FIRST_HOME, encoding="utf-8")
    return path


@pytest.fixture
def next_home(tmp_path: Path) -> Path:
    """Return the household file of the home that Maya comes to, with a note in it."""
    path = tmp_path / "new" / "household.toml"
    path.parent.mkdir()
    path.write_text(NEXT_HOME, encoding="utf-8")
    return path


@pytest.fixture
def plan(first_home: Path, tmp_path: Path) -> Path:
    """Return the file that Maya takes along."""
    path = tmp_path / "maya.toml"
    assert main(["plan", "export", "Maya", "--household", str(first_home), "--out", str(path)]) == 0
    return path


def home_at(path: Path) -> Household:
    """Return the household that a file describes."""
    return household_from_toml(path.read_text(encoding="utf-8"))


def waits_for_a_lock(process: int) -> bool:
    """Say whether a process waits for a lock that somebody else holds (proc(5), locks)."""
    waiting = Path("/proc/locks").read_text(encoding="utf-8").splitlines()
    return any("->" in line and str(process) in line.split() for line in waiting)


def bring(plan: Path, home: Path, *more: str) -> int:
    """Import a plan, and return the exit status."""
    return main(["plan", "import", str(plan), "--household", str(home), *more])


def test_what_is_taken_along_holds_rules_and_nothing_of_the_home(plan: Path) -> None:
    """Rules and the house's agreement are in the file; stay, number, device and address are not."""
    text = plan.read_text(encoding="utf-8")
    found = plan_from_toml(text)

    assert [rule.title for rule in found.young_person.rules.timed] == ["Bedtime"]
    assert found.house == household_from_toml(FIRST_HOME).everyone
    assert [word for word in ("placement", "tablet", "192.0.2", "id = ") if word in text] == []


def test_what_would_change_is_told_before_anything_does(
    plan: Path, next_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --write the sentences are printed, and the household file is as it was."""
    capsys.readouterr()
    status = bring(plan, next_home)

    assert status == 0
    assert next_home.read_text(encoding="utf-8") == NEXT_HOME
    assert capsys.readouterr().out == (
        "For Maya, this is new: A young person.\n"
        "For Maya, this is new: Games sites are blocked.\n"
        'For Maya, this is new: "Bedtime": everything is closed from 21:00 to 07:00.\n'
        "For Maya, this is new: 60 minutes a day of games.\n"
        "In the home they come from, this held for everyone: casino.example is blocked.\n"
        "Nothing was changed. With --write, it is.\n"
    )


def test_who_comes_is_added_and_what_was_noted_stays(
    plan: Path, next_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file keeps its notes and its letters, and holds the young person at its end."""
    next_home.chmod(0o600)
    status = bring(plan, next_home, "--write")
    text = next_home.read_text(encoding="utf-8")
    maya = home_at(next_home).young_people[1]

    assert status == 0
    assert text.startswith(NEXT_HOME)
    assert (maya.name, maya.placement, len(maya.budgets)) == ("Maya", None, 1)
    assert home_at(next_home).everyone == household_from_toml(NEXT_HOME).everyone
    assert next_home.stat().st_mode & 0o777 == 0o600
    assert "start the console again" in capsys.readouterr().out
    assert [path.name for path in next_home.parent.iterdir()] == ["household.toml"]


def test_a_plan_that_came_along_can_be_taken_on(
    plan: Path, next_home: Path, tmp_path: Path
) -> None:
    """Out of the second home the same file comes, when the house's rules came along."""
    bring(plan, next_home, "--write", "--with-house-rules")
    further = tmp_path / "further.toml"
    main(["plan", "export", "Maya", "--household", str(next_home), "--out", str(further)])

    assert further.read_text(encoding="utf-8") == plan.read_text(encoding="utf-8")


def test_with_the_house_s_rules_the_file_is_written_anew_and_the_old_one_kept(
    plan: Path, next_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be added at the end is written whole, and the file as it was stays beside it."""
    status = bring(plan, next_home, "--write", "--with-house-rules")
    kept = next_home.with_name("household.toml.before")

    assert status == 0
    assert home_at(next_home).everyone == household_from_toml(FIRST_HOME).everyone
    assert kept.read_text(encoding="utf-8") == NEXT_HOME
    assert str(kept) in capsys.readouterr().out


def test_people_written_on_one_line_are_no_obstacle(plan: Path, tmp_path: Path) -> None:
    """Where nothing can be added at the end, the file is written anew."""
    home = tmp_path / "household.toml"
    home.write_text(
        'format = "lamplight-household/v1"\nyoung_people = [{ name = "Leo" }]\n', encoding="utf-8"
    )

    assert bring(plan, home, "--write") == 0
    assert [person.name for person in home_at(home).young_people] == ["Leo", "Maya"]


def test_a_link_stays_a_link(plan: Path, next_home: Path, tmp_path: Path) -> None:
    """What the link leads to is changed."""
    link = tmp_path / "household.toml"
    link.symlink_to(next_home)
    bring(plan, link, "--write")

    assert link.is_symlink()
    assert len(home_at(next_home).young_people) == 2


def test_a_stay_and_another_name_are_said_where_they_come_to(plan: Path, next_home: Path) -> None:
    """A first day and a name for here are options; the plan itself knows neither."""
    bring(plan, next_home, "--write", "--called", "May", "--stay-from", "2026-11-23")
    may = home_at(next_home).young_people[1]

    assert may.name == "May"
    assert may.placement is not None
    assert may.placement.since.isoformat() == "2026-11-23"


PERSON = f'format = "{FORMAT}"\n[young_person]\nname = "Maya"\n'

REFUSED: dict[str, tuple[str | None, tuple[str, ...], str]] = {
    "no file": (None, (), "maya.toml: cannot be read"),
    "a file of another kind": (NEXT_HOME, (), "maya.toml: the document: the key 'everyone'"),
    "minutes that were used": (PERSON + "used = 55", (), "maya.toml: young_person: the key 'used'"),
    "names that were asked for": (PERSON + "[seen]\nx = 1", (), "the key 'seen' is not known"),
    "a rule that is wrong": (PERSON + 'block = ["a b"]', (), "young_person.block[0]"),
    "a name that is taken": (PERSON, ("--called", "Leo"), "already the name of someone here"),
    "a name that is none": (PERSON, ("--called", "\u0007"), "--called NAME"),
    "a day that is none": (PERSON, ("--stay-from", "Monday"), "'Monday' is no day"),
    "a day in other words": (PERSON, ("--stay-from", "20261123"), "'20261123' is no day"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_come_along_is_refused_and_nothing_changes(
    case: str, next_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message says where and what; the household file is as it was, octet for octet."""
    text, options, words = REFUSED[case]
    path = tmp_path / "maya.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    status = bring(path, next_home, "--write", *options)
    printed = capsys.readouterr()

    assert (status, printed.out) == (2, "")
    assert words in printed.err
    assert next_home.read_text(encoding="utf-8") == NEXT_HOME


def test_a_file_that_is_there_is_not_written_over(
    plan: Path, first_home: Path, next_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither an export nor the copy of an old household takes the place of another file."""
    kept = next_home.with_name("household.toml.before")
    kept.write_text("mine", encoding="utf-8")
    options = ["--household", str(first_home), "--out", str(plan)]
    before = plan.read_bytes()

    assert main(["plan", "export", "Maya", *options]) == 2
    assert bring(plan, next_home, "--write", "--with-house-rules") == 2
    assert capsys.readouterr().err.count("is there already, and is not written over") == 2
    assert (kept.read_text(encoding="utf-8"), plan.read_bytes()) == ("mine", before)
    assert next_home.read_text(encoding="utf-8") == NEXT_HOME


def test_where_the_disk_refuses_nothing_changes(
    plan: Path, first_home: Path, next_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old file stands whole, nothing lies beside it, and the message names the file."""
    # A name so long that there is no room for the sibling through which files are replaced.
    long = next_home.rename(next_home.with_name("x" * 250))
    out = next_home.parent / ("y" * 300)
    statuses = (
        bring(plan, long, "--write"),
        main(["plan", "export", "Maya", "--household", str(first_home), "--out", str(out)]),
    )

    assert statuses == (2, 2)
    assert capsys.readouterr().err.count("cannot be written: File name too long") == 2
    assert long.read_text(encoding="utf-8") == NEXT_HOME
    assert list(long.parent.iterdir()) == [long]


def test_a_file_that_somebody_else_changes_meanwhile_is_left_alone(
    plan: Path, next_home: Path
) -> None:
    """What was told is what is written: where the file is another one by then, nothing is."""
    words = ["plan", "import", str(plan), "--household", str(next_home), "--write"]
    changed = NEXT_HOME.replace("late.example", "later.example")
    with holding(next_home.parent):
        command = subprocess.Popen(
            [sys.executable, "-m", "console.explain.policy", *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + LIMIT_SECONDS
        while not waits_for_a_lock(command.pid) and time.monotonic() < until:
            assert command.poll() is None, "it has to wait while somebody holds the folder"
        next_home.write_text(changed, encoding="utf-8")
    _, complained = command.communicate(timeout=LIMIT_SECONDS)

    assert command.returncode == 2
    assert "somebody changed it just now" in complained
    assert next_home.read_text(encoding="utf-8") == changed


def test_a_plan_of_nobody_here_is_refused(
    first_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error lists the young people there are."""
    status = main(["plan", "export", "Sam", "--household", str(first_home)])

    assert status == 2
    assert "no young person here is called 'Sam'; they are: 'Maya'" in capsys.readouterr().err
