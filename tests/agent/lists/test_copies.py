from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import ListMalformed
from agent.lists.catalogue import Entry, Own, Published
from agent.lists.copies import MAX_LEFT_OUT_AT_FIRST, Copies, least
from agent.lists.inspection import Tables
from agent.lists.judge import HeldBack
from agent.lists.memory import Memory, read_memory
from agent.lists.shelf import Shelf
from policy.list_standing import Trouble
from policy.names import from_text
from tests.agent.lists.homes import GOOD, listed, published

HELP = from_text("help.example")
TABLES = Tables(lifelines=frozenset({HELP}), everyday=frozenset(), mistakes=frozenset())
BETS = listed("bets", published("https://publisher.example/bets.txt", least=10))


class Held:
    """Copies on a shelf of their own, and what they said."""

    def __init__(self, folder: Path, tables: Tables = TABLES) -> None:
        self.shelf = Shelf(folder)
        self.shelf.make()
        self.memory = read_memory(self.shelf.memory)
        self.told: list[str] = []
        self.copies = Copies(
            self.shelf, self.memory, tables, lambda: "2026-11-21T00:00:00Z", self.told.append
        )

    def comes(self, octets: bytes, entry: Entry = BETS) -> HeldBack | None:
        """Let a copy come, and return why it was not taken."""
        self.shelf.incoming(entry.id).write_bytes(octets)
        return self.copies.consider(entry)


def test_a_good_copy_takes_its_place_and_is_remembered(tmp_path: Path) -> None:
    """A copy that is judged good stands as the copy in use, and its memory is on the disk."""
    held = Held(tmp_path)

    assert held.comes(GOOD) is None

    assert held.shelf.copy("bets").read_bytes() == GOOD
    kept = read_memory(held.shelf.memory).of("bets")
    assert (kept.names, kept.digest) == (1000, held.shelf.digest("bets"))
    assert kept.judged_by == TABLES.digest()


def test_a_copy_that_is_held_back_is_put_aside(tmp_path: Path) -> None:
    """What is not taken waits beside, and a good copy that comes later clears it away."""
    held = Held(tmp_path)
    held.comes(GOOD)

    refusal = held.comes(GOOD + b"help.example\n")

    assert refusal == HeldBack(Trouble.NAMES_LIFELINE, ("help.example",), (1,))
    assert held.shelf.copy("bets").read_bytes() == GOOD
    assert held.shelf.held("bets").exists()
    assert held.comes(GOOD) is None
    assert not held.shelf.held("bets").exists()


def test_a_first_copy_may_have_a_few_mistakes_and_no_more(tmp_path: Path) -> None:
    """As many entries as are left out of a first copy are bounded."""
    for more, taken in ((0, True), (1, False)):
        held = Held(tmp_path / str(more))
        mistakes = [b"%d.help.example\n" % number for number in range(MAX_LEFT_OUT_AT_FIRST + more)]

        assert (held.comes(GOOD + b"".join(mistakes)) is None) is taken


def test_what_is_accepted_still_has_to_be_a_list(tmp_path: Path) -> None:
    """Accepting takes a copy without what offends, unless too little is left of it."""
    held = Held(tmp_path)
    held.comes(GOOD)
    assert held.comes(b"help.example\n" * 3 + b"a.example\n") is not None

    assert held.copies.accept(BETS) == HeldBack(Trouble.TOO_FEW, figures=(10, 1))
    assert held.shelf.copy("bets").read_bytes() == GOOD


def test_accepting_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """Where nothing was put aside there is nothing to accept."""
    with pytest.raises(ListMalformed, match="does not exist"):
        Held(tmp_path).copies.accept(BETS)


def test_what_cannot_be_read_is_told_with_its_reason(tmp_path: Path) -> None:
    """A copy that is no list is not taken, and the reason is said once, without its content."""
    held = Held(tmp_path)

    assert held.comes(b"<html>secret</html>\n" * 9) == HeldBack(Trouble.UNREADABLE)
    assert "web page" in held.told[0]
    assert "secret" not in held.told[0]


def test_newer_tables_take_out_of_a_copy_what_offends(tmp_path: Path) -> None:
    """A copy from before is held to today's tables before it is used again."""
    Held(tmp_path).comes(GOOD)
    site = from_text("site-7.example")
    newer = Held(tmp_path, replace(TABLES, everyday=frozenset({site})))

    newer.copies.check([BETS])

    assert newer.copies.strike(BETS) == {site}
    assert newer.memory.of("bets").names == 999


def test_a_copy_that_became_unreadable_is_removed(tmp_path: Path) -> None:
    """A copy that a failing card has spoilt is taken away, so that it is fetched again."""
    Held(tmp_path).comes(GOOD)
    again = Held(tmp_path)
    again.shelf.copy("bets").write_bytes(b"\0" * 100)

    again.copies.check([BETS])

    assert not again.shelf.copy("bets").exists()
    assert again.memory.of("bets").digest is None


def test_a_copy_that_is_not_the_remembered_one_is_no_measure(tmp_path: Path) -> None:
    """After a copy of unknown origin, the next one is not held back for being larger."""
    Held(tmp_path).comes(GOOD)
    again = Held(tmp_path)
    again.shelf.copy("bets").write_bytes(b"a.example\n")
    again.copies.check([BETS])

    assert again.comes(GOOD) is None


def test_the_names_left_out_are_the_catalogue_s_and_the_home_s(tmp_path: Path) -> None:
    """What the catalogue strikes and what this home strikes come together."""
    entry = listed("bets", BETS.origin, strike=["one.example"])
    memory = Memory()
    memory.note("bets", strike=("two.example",))
    copies = Copies(Shelf(tmp_path), memory, TABLES, lambda: "", lambda _: None)

    assert copies.strike(entry) == {from_text("one.example"), from_text("two.example")}


def test_the_floor_of_a_list_is_its_publisher_s_or_one() -> None:
    """A publisher's list has a floor of names, and one of ours holds at least one."""
    assert isinstance(BETS.origin, Published)
    assert least(BETS) == BETS.origin.least_names
    assert least(listed("weapons", Own("weapons"))) == 1
