from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.exc import IntegrityError

from console.errors import (
    AllowedDamaged,
    AllowedRefused,
    KeptUnpublished,
    PublishedDamaged,
    PublishRefused,
)
from console.house import House
from console.services.allow import allow, can_be_allowed, take_back
from console.services.home import change_home, publish_home, read_in, sole_change
from console.store.allowed_file import MAX_LIST_NAME, AllowedFile, AllowedName, with_allowed
from console.store.database.changes import Changed, Note, changes_in
from console.store.household_file import HouseholdFile
from console.store.published import Published
from policy.categories import Category
from policy.compile import compile_policy
from policy.document import MAX_RULES, household_from_toml
from policy.explain import Explanation, Listed, explain
from policy.household import Household
from policy.index import ListSource
from policy.names import Name, from_text
from policy.rules import RuleSet
from policy.snapshot import PolicySnapshot
from policy.verdict import Why
from tests.console import homes
from tests.policy.strategies import index_of

FULL = household_from_toml(homes.FULL)
BET = from_text("bet.example")
INDEX = index_of([(homes.BETS, [(BET, False)])])
ENTRY = AllowedName(BET, Category.GAMBLING, ("bets",))


def _found(name: Name = BET, household: Household = FULL) -> Explanation:
    return explain(compile_policy(household, 1).visitors, name, INDEX)


def _lived_in(house: House, household: Household) -> PolicySnapshot:
    """Make `household` the home, as a person would on the pages."""
    note = Note(who="Sam", what=Changed.EVERYONE_RULES)
    return change_home(house, note, lambda _: household)


def test_who_allowed_a_name_is_listed(state: Path) -> None:
    """The list of changes says who allowed the name and who took it back, once each."""
    house = homes.house_at(state, homes.FULL)
    for who in ("Sam", "Kim"):
        allow(house, who, BET, _found())
    for who in ("Alex", "Sam"):
        take_back(house, who, BET)
    with house.database.reading() as session:
        back, allowed, _ = (one.note for one in changes_in(session))

    assert allowed == Note(who="Sam", what=Changed.NAME_ALLOWED)
    assert back == Note(who="Alex", what=Changed.NAME_TAKEN_BACK)


def test_a_name_is_kept_with_its_lists_and_published(state: Path) -> None:
    """The name, its category and its lists stand in the file; the rule is in the next version."""
    house = homes.house_at(state, homes.FULL)
    snapshot = allow(house, "Sam", BET, _found())

    assert AllowedFile(state).read() == (ENTRY,)
    assert snapshot.version == 2
    assert snapshot == house.published.snapshot()
    assert BET in snapshot.household.everyone.allow
    assert _found(household=snapshot.household).why is Why.RULE


def test_allowing_again_changes_nothing(state: Path) -> None:
    """A second tap writes neither of the two files."""
    house = homes.house_at(state, homes.FULL)
    first = allow(house, "Sam", BET, _found())
    before = [
        path.stat().st_mtime_ns for path in (AllowedFile(state).path, house.published.snapshot_path)
    ]
    second = allow(house, "Sam", BET, _found())
    after = [
        path.stat().st_mtime_ns for path in (AllowedFile(state).path, house.published.snapshot_path)
    ]

    assert (first, before) == (second, after)


def test_a_name_taken_back_is_listed_again(state: Path) -> None:
    """After undo the rules are those of the household file, one version on."""
    house = homes.house_at(state, homes.FULL)
    allow(house, "Sam", BET, _found())
    snapshot = take_back(house, "Sam", BET)

    assert snapshot.household == FULL
    assert AllowedFile(state).read() == ()


def test_taking_back_what_was_never_allowed_changes_nothing(state: Path) -> None:
    """A second undo is no fault, and no new version."""
    house = homes.house_at(state, homes.FULL)
    before = house.published.snapshot()

    assert take_back(house, "Sam", BET) == before
    assert not AllowedFile(state).path.exists()


def test_what_was_allowed_is_published_again_at_the_next_start(state: Path) -> None:
    """The household file changed meanwhile, and what was allowed holds beside it."""
    house = homes.house_at(state, homes.FULL)
    allow(house, "Sam", BET, _found())
    changed = household_from_toml(homes.EMPTY)
    snapshot = read_in(house, HouseholdFile(household=changed, digest="another"))

    assert snapshot.household == with_allowed(changed, (ENTRY,))
    assert snapshot.version == 3


def test_a_kill_between_keeping_and_publishing_heals_at_the_next_start(state: Path) -> None:
    """What was kept and not published is published by the next start."""
    house = homes.house_at(state, homes.FULL)
    homes.let_through(state, ENTRY)

    assert BET in publish_home(house).household.everyone.allow


REFUSES: Final = """
CREATE TABLE nowhere (number INTEGER REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TRIGGER refuses AFTER INSERT ON change BEGIN INSERT INTO nowhere VALUES (-1); END;
"""
"""By this SQLite takes every statement of a change, and refuses to keep it at the very end."""

ACTS: Final[dict[str, Callable[[House], PolicySnapshot]]] = {
    "allowing": lambda house: allow(house, "Sam", BET, _found()),
    "taking back": lambda house: take_back(house, "Sam", BET),
}


def _begun(state: Path, act: str) -> House:
    """Return a home in which an act would change something."""
    house = homes.house_at(state, homes.FULL)
    if act == "taking back":
        ACTS["allowing"](house)
    return house


@pytest.mark.parametrize("act", ACTS)
def test_what_the_database_refuses_changes_nothing(act: str, state: Path) -> None:
    """Whoever pressed was told no, so it is as it was, now and after the next start."""
    house = _begun(state, act)
    before, allowed = house.published.snapshot(), AllowedFile(state).read()
    files = {path.name for path in (state / "console").glob("allowed.json*")}
    with closing(sqlite3.connect(state / "console" / "household.db")) as database:
        database.executescript(REFUSES)
    with pytest.raises(IntegrityError):
        ACTS[act](house)

    assert AllowedFile(state).read() == allowed
    assert {path.name for path in (state / "console").glob("allowed.json*")} == files
    assert publish_home(house) == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", ["taken in", "published"])
def test_a_disk_that_refuses_the_last_steps_is_said(
    step: str, act: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept and not in force is an error of its own, and the next change brings it into force."""
    house = _begun(state, act)
    before = house.published.snapshot()

    def full(*_: object) -> None:
        raise AllowedRefused("no space") if step == "taken in" else PublishRefused("no space")

    def is_kept() -> bool:
        with house.database.reading() as session:
            return changes_in(session)[0].note.who == "Sam"

    take_in = AllowedFile.take_in
    with monkeypatch.context() as patch:
        if step == "published":
            patch.setattr(type(house.published), "replace", full)
        else:
            patch.setattr(
                AllowedFile,
                "take_in",
                lambda file, asked: full() if proposed_in(state) else take_in(file, asked),
            )
        with pytest.raises(KeptUnpublished, match="kept, but not in force yet"):
            ACTS[act](house)

    assert is_kept()
    assert house.published.snapshot() == before
    after = _lived_in(house, FULL)
    assert (BET in after.household.everyone.allow) is (act == "allowing")
    assert not proposed_in(state)


def proposed_in(state: Path) -> bool:
    """Say whether anything is proposed that no change has decided yet."""
    return any((state / "console").glob("allowed.json.next-*"))


def test_the_household_file_wins() -> None:
    """A name that the file blocks for everyone stays blocked, whatever was allowed from a page."""
    household = Household(everyone=RuleSet(block=frozenset({BET})))

    assert with_allowed(household, (ENTRY,)) == household


def test_the_household_file_wins_over_what_was_allowed_before(state: Path) -> None:
    """Blocking the name in the file later takes effect at the next start, and publishes well."""
    house = homes.house_at(state, homes.FULL)
    allow(house, "Sam", BET, _found())
    household = Household(everyone=RuleSet(block=frozenset({BET})))

    assert _lived_in(house, household).household == household


def test_undo_leaves_what_the_household_file_allows(state: Path) -> None:
    """A name that the file allows too stays allowed after undo."""
    house = homes.house_at(state, homes.FULL)
    household = Household(everyone=RuleSet(allow=frozenset({BET})))
    homes.let_through(state, ENTRY)
    _lived_in(house, household)

    assert take_back(house, "Sam", BET).household == household


def test_two_taps_at_once_are_two_changes(state: Path) -> None:
    """Many names allowed at the same moment are all kept and all house.published."""
    house = homes.house_at(state, homes.FULL)
    names = [from_text(f"n{place}.bet.example") for place in range(16)]
    with ThreadPoolExecutor(len(names)) as threads:
        versions = list(
            threads.map(lambda name: allow(house, "Sam", name, _found(name)).version, names)
        )

    assert {one.name for one in AllowedFile(state).read()} == set(names)
    assert house.published.snapshot().household.everyone.allow >= set(names)
    assert sorted(versions) == list(range(2, 18))


def test_a_damaged_file_is_never_written_over(state: Path) -> None:
    """Neither allowing nor undo nor a start touches a file that cannot be read."""
    house = homes.house_at(state, homes.FULL)
    AllowedFile(state).path.write_bytes(b"precious")
    changes: tuple[Callable[[], PolicySnapshot], ...] = (
        lambda: allow(house, "Sam", BET, _found()),
        lambda: take_back(house, "Sam", BET),
        lambda: publish_home(house),
    )
    for change in changes:
        with pytest.raises(AllowedDamaged):
            change()

    assert AllowedFile(state).path.read_bytes() == b"precious"
    assert house.published.snapshot().household == FULL


def test_nothing_is_kept_that_cannot_be_published(state: Path) -> None:
    """Where the rules are full or the published file is damaged, the name is not kept either."""
    full = Household(
        everyone=RuleSet(allow=frozenset(from_text(f"n{n}.example") for n in range(MAX_RULES)))
    )
    house = homes.house_at(state, homes.FULL)
    _lived_in(house, full)
    with pytest.raises(PublishRefused):
        allow(house, "Sam", BET, _found())
    house.published.replace(b"damaged")
    with pytest.raises(PublishedDamaged):
        allow(house, "Sam", BET, _found())

    assert not AllowedFile(state).path.exists()


def test_a_state_folder_that_cannot_be_made_is_refused(state: Path) -> None:
    """A file in the state folder's place is an error with a sentence, not a fault."""
    state.write_text("in the way", encoding="utf-8")
    with pytest.raises(PublishRefused, match="cannot be written"), sole_change(Published(state)):
        pass


def test_a_list_with_a_long_name_is_kept_so_that_it_can_be_read(state: Path) -> None:
    """Whatever the index calls its lists, what is kept is within the file's own bounds."""
    found = Explanation(
        allowed=False,
        why=Why.CATEGORY,
        matched=BET,
        category=Category.ADULT,
        lists=tuple(
            Listed(ListSource(f"{place} {'x' * 1_000}", Category.ADULT), BET)
            for place in range(300)
        ),
        sentence="",
    )
    allow(homes.house_at(state, homes.FULL), "Sam", BET, found)
    (kept,) = AllowedFile(state).read()

    assert len(kept.lists) == 100
    assert max(map(len, kept.lists)) == MAX_LIST_NAME


def test_only_a_block_by_a_list_can_be_wrong_about_a_name() -> None:
    """What a rule blocks, what is allowed, and a request to go around the rules have no button."""
    cases = {
        name: can_be_allowed(_found(from_text(name)))
        for name in ("bet.example", "chat.example", "fine.example", "nhs.uk", "mask.icloud.com")
    }

    assert cases == {
        "bet.example": True,
        "chat.example": False,
        "fine.example": False,
        "nhs.uk": False,
        "mask.icloud.com": False,
    }
