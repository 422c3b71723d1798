from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from console.errors import KeptUnpublished, PublishRefused
from console.house import House
from console.services import home as home_module
from console.services.home import (
    NotSetUp,
    change_home,
    change_kept,
    home_in,
    household_in,
    publish_home,
    read_in,
    try_change,
)
from console.store.database.changes import BY_FILE, Changed, Note, changes_in
from console.store.database.homes import HomeKind
from console.store.household_file import HouseholdFile
from policy.compile import PROTECTIVE_DEFAULT
from policy.document import MAX_RULES, household_from_toml
from policy.household import Carer, Household
from policy.names import from_text
from policy.rules import RuleSet
from tests.console import homes
from tests.console.running import ROOT

FULL = household_from_toml(homes.FULL)
NOTE = Note(who="Sam", what=Changed.PERSON_ADDED, about="Kim", why="Kim moved in")

KILLED = """
import os, signal, sys
from pathlib import Path
from console.store.published import Published
from console.services.home import change_home
from tests.console import homes
from tests.console.services.test_home import NOTE, with_carer

house = homes.house_at(Path(sys.argv[1]), homes.FULL)
Published.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
change_home(house, NOTE, with_carer("Kim"))
"""


class with_carer:  # noqa: N801 - it reads as the change it is
    """The change that brings one more carer into a home."""

    def __init__(self, name: str) -> None:
        """Bring `name`."""
        self.name = name

    def __call__(self, household: Household) -> Household:
        """Return the home with the carer in it."""
        return replace(household, carers=(*household.carers, Carer(name=self.name)))


def _notes(house: House) -> list[Note]:
    with house.database.reading() as session:
        return [change.note for change in changes_in(session)]


def test_a_change_is_kept_listed_and_published(state: Path) -> None:
    """After it the database, the list of changes and the published rules say the same."""
    house = homes.house_at(state, homes.FULL)
    snapshot = change_home(house, NOTE, with_carer("Kim"))

    assert household_in(house) == with_carer("Kim")(FULL)
    assert snapshot == house.published.snapshot()
    assert (snapshot.version, snapshot.household) == (2, household_in(house))
    assert _notes(house) == [NOTE, Note(who=BY_FILE, what=Changed.FILE_READ)]


def test_a_change_that_cannot_be_made_changes_nothing(state: Path) -> None:
    """What goes wrong within the change takes all of it back."""
    house = homes.house_at(state, homes.FULL)

    def broken(_: Household) -> Household:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_home(house, NOTE, broken)

    assert household_in(house) == FULL
    assert house.published.snapshot().version == 1
    assert NOTE not in _notes(house)


def test_a_change_that_cannot_be_published_is_not_kept(state: Path) -> None:
    """Rules that the agent would refuse are refused before anything is written."""
    house = homes.house_at(state, homes.FULL)
    block = frozenset(from_text(f"n{number}.example") for number in range(MAX_RULES + 1))
    with pytest.raises(PublishRefused):
        change_home(house, NOTE, lambda home: replace(home, everyone=RuleSet(block=block)))

    assert household_in(house) == FULL
    assert NOTE not in _notes(house)


def test_a_change_that_is_only_tried_leaves_everything_as_it_was(state: Path) -> None:
    """What it would raise it raises; otherwise nothing is kept, listed or published by it."""
    house = homes.house_at(state, homes.FULL)
    before = (household_in(house), _notes(house), house.published.snapshot_path.stat().st_ino)
    try_change(house, NOTE, with_carer("Kim"))
    with pytest.raises(PublishRefused):
        try_change(house, NOTE, lambda _: replace(FULL, young_people=()))

    assert before == (
        household_in(house),
        _notes(house),
        house.published.snapshot_path.stat().st_ino,
    )


def test_a_kill_between_keeping_and_publishing_heals_at_the_next_start(state: Path) -> None:
    """A console that died after the commit leaves old rules in force, and the next start heals."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(state)], cwd=ROOT, capture_output=True, check=False
    )
    house = homes.house_at(state, homes.FULL)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert _notes(house)[0] == NOTE
    assert house.published.snapshot().version == 2
    assert house.published.snapshot().household == with_carer("Kim")(FULL)


def test_a_disk_that_refuses_the_last_step_is_said(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept and not published is an error of its own, and the next start publishes it."""
    house = homes.house_at(state, homes.FULL)

    def full(*_: object) -> None:
        raise PublishRefused("no space")

    with monkeypatch.context() as patch:
        patch.setattr(type(house.published), "replace", full)
        with pytest.raises(KeptUnpublished, match="kept, but not in force yet"):
            change_home(house, NOTE, with_carer("Kim"))

    assert household_in(house) == with_carer("Kim")(FULL)
    assert publish_home(house).household == with_carer("Kim")(FULL)


def test_many_changes_at_once_are_all_kept(state: Path) -> None:
    """Twelve people who change the home at the same moment each find their change in it."""
    house = homes.house_at(state, homes.FULL)
    names = [f"Carer {number}" for number in range(12)]
    with ThreadPoolExecutor(len(names)) as threads:
        versions = list(
            threads.map(lambda name: change_home(house, NOTE, with_carer(name)).version, names)
        )

    assert {carer.name for carer in household_in(house).carers} == {"Sam", *names}
    assert sorted(versions) == list(range(2, 14))
    assert house.published.snapshot().household == household_in(house)


def test_before_the_first_run_everyone_is_protected(state: Path) -> None:
    """Without a home the protective default is published, and nothing can be changed yet."""
    house = homes.house_at(state)
    with pytest.raises(NotSetUp):
        change_home(house, NOTE, with_carer("Kim"))

    assert home_in(house) is None
    assert house.published.snapshot().household == PROTECTIVE_DEFAULT
    assert _notes(house) == []


def test_the_same_file_again_changes_nothing(state: Path) -> None:
    """What was changed on the pages outlives a start with the file that was read last."""
    house = homes.house_at(state, homes.FULL)
    change_home(house, NOTE, with_carer("Kim"))
    again = homes.house_at(state, homes.FULL)

    assert household_in(again) == with_carer("Kim")(FULL)
    assert again.published.snapshot().version == 2
    assert len(_notes(again)) == 2


def test_another_file_takes_the_homes_place(state: Path) -> None:
    """A file that differs from the last one replaces the household, and that is listed."""
    house = homes.house_at(state, homes.FULL)
    before = home_in(house)
    change_home(house, NOTE, with_carer("Kim"))
    read_in(house, HouseholdFile(household=Household(), digest="another"))

    assert before
    assert home_in(house) == replace(before, household=Household(), file_digest="another")
    assert _notes(house)[0] == Note(who=BY_FILE, what=Changed.FILE_READ)
    assert before.kind is HomeKind.FOSTER


def test_what_is_given_is_changed_in_the_same_way(state: Path) -> None:
    """A change of anything else that the database keeps is listed in the one transaction."""
    house = homes.house_at(state, homes.FULL)
    change_kept(house, NOTE, lambda _: None)

    assert _notes(house)[0] == NOTE
    assert house.published.snapshot().version == 1


def test_a_start_publishes_nothing_new(state: Path) -> None:
    """Publishing what is published already leaves the very same file."""
    house = homes.house_at(state, homes.FULL)
    before = house.published.snapshot_path.stat().st_ino
    home_module.publish_home(house)

    assert house.published.snapshot_path.stat().st_ino == before
