from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from console.store.lists_folder import (
    MAX_LINE_OCTETS,
    MAX_SHOWN,
    HeldLine,
    ListsFolder,
    Unknown,
    shown,
)
from policy.names import from_text
from tests.console import homes

BET = from_text("bet.example")
SECRET = b"bet.example\n"

WAYS_OUT = {
    "a parent": "../secret",
    "an address from the top": "{folder}/secret",
    "a folder within": "deeper/secret",
    "the folder itself": ".",
    "the folder it is in": "..",
    "nothing": "",
    "a nought in the name": "bets\0",
    "a half of a letter": "\ud800",
    "far too long": "x" * 5_000,
}

MALFORMED = {
    "empty": b"",
    "cut off": b'{"format"',
    "not text": b"\xff\xfe",
    "another format": b'{"format": "x", "made": "x", "lists": []}',
    "too long": b" " * 5_000_000,
}

STEERING = {
    "a colour": ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
    "a turn of direction": ("a\u202eb", "a\ufffdb"),
    "a second line": ("a\nb", "a\ufffdb"),
    "a bell": ("a\x07", "a\ufffd"),
    "spaces at its ends": ("  a \n", "a"),
    "plain": ("0.0.0.0 bücher.example # é", "0.0.0.0 bücher.example # é"),
}


def test_what_the_lists_job_said_is_read(tmp_path: Path) -> None:
    """The standing arrives as it was written."""
    assert homes.lists_in(tmp_path).standing() == homes.LISTS


def test_a_home_without_lists_has_not_fetched_any(tmp_path: Path) -> None:
    """A folder that is empty, or not there at all, is that of a first start."""
    assert ListsFolder(tmp_path).standing() is Unknown.NEVER_FETCHED
    assert ListsFolder(tmp_path / "none").standing() is Unknown.NEVER_FETCHED


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_standing_is_a_value(case: str, tmp_path: Path) -> None:
    """What cannot be understood can be said on a page; nothing is raised."""
    (tmp_path / "lists.json").write_bytes(MALFORMED[case])

    assert ListsFolder(tmp_path).standing() is Unknown.UNREADABLE


def test_a_file_in_the_folders_place_is_unreadable(tmp_path: Path) -> None:
    """What is no folder is told as what cannot be read."""
    (tmp_path / "file").write_bytes(b"")

    assert ListsFolder(tmp_path / "file").standing() is Unknown.UNREADABLE


def test_the_line_that_names_a_name_is_found_in_the_copy(tmp_path: Path) -> None:
    """Number and text are those of the copy in use."""
    found = homes.lists_in(tmp_path).line_naming("bets", BET)

    assert found == HeldLine(2, "0.0.0.0 bet.example")


def test_without_copies_the_file_of_that_name_is_looked_at(tmp_path: Path) -> None:
    """An index that was built by hand stands beside the files it was built from."""
    (tmp_path / "bets").write_bytes(b"bet.example\n")

    assert ListsFolder(tmp_path).line_naming("bets", BET) == HeldLine(1, "bet.example")


def test_a_copy_that_is_gone_has_no_line(tmp_path: Path) -> None:
    """A list that is not there, or does not hold the name, is no fault."""
    lists = homes.lists_in(tmp_path)

    assert lists.line_naming("gone", BET) is None
    assert lists.line_naming("harm", BET) is None


@pytest.mark.parametrize("case", WAYS_OUT)
def test_no_lists_name_leads_out_of_the_folder(case: str, tmp_path: Path) -> None:
    """A name that is no plain file name opens nothing, whatever stands there."""
    lists = homes.lists_in(tmp_path / "lists")
    for place in (tmp_path, tmp_path / "lists", tmp_path / "lists" / "copies" / "deeper"):
        place.mkdir(exist_ok=True)
        (place / "secret").write_bytes(SECRET)

    assert lists.line_naming(WAYS_OUT[case].format(folder=tmp_path), BET) is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Neither a copy nor the folder of copies may be a sign to another place."""
    (tmp_path / "secret").write_bytes(SECRET)
    lists = homes.lists_in(tmp_path / "lists")
    (tmp_path / "lists" / "copies" / "link").symlink_to(tmp_path / "secret")
    through_a_copy = lists.line_naming("link", BET)
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "copies").symlink_to(tmp_path)
    through_the_folder = ListsFolder(linked).line_naming("secret", BET)

    assert (through_a_copy, through_the_folder) == (None, None)


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe in a copy's place is passed over at once."""
    lists = homes.lists_in(tmp_path)
    os.mkfifo(tmp_path / "copies" / "pipe")
    (tmp_path / "copies" / "folder").mkdir()

    assert lists.line_naming("pipe", BET) is None
    assert lists.line_naming("folder", BET) is None


def test_a_line_without_end_costs_no_memory_and_keeps_the_count(tmp_path: Path) -> None:
    """A copy of forty megabytes in two lines is read in a few thousand octets at a time."""
    lists = homes.lists_in(tmp_path)
    with (tmp_path / "copies" / "long").open("wb") as file:
        file.writelines(b"#" * 1_000_000 for _ in range(40))
        file.write(b"\nbet.example\n")
    tracemalloc.start()
    try:
        found = lists.line_naming("long", BET)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found == HeldLine(2, "bet.example")
    assert most < 1_000_000


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"], ids=["LF", "CR", "CR LF"])
def test_a_line_may_end_in_any_way(end: bytes, tmp_path: Path) -> None:
    """Lines are counted as the lists job counts them, in a copy far longer than one line may be."""
    lists = homes.lists_in(tmp_path)
    (tmp_path / "copies" / "many").write_bytes((b"fine.example" + end) * 1_000 + b"bet.example")

    assert lists.line_naming("many", BET) == HeldLine(1_001, "bet.example")


def test_a_part_of_a_line_names_nothing(tmp_path: Path) -> None:
    """A name that stands in a line too long to be read as one was not taken from that line."""
    lists = homes.lists_in(tmp_path)
    long = b"0.0.0.0 bet.example" + b" fine.example" * 1_000 + b"\n"
    (tmp_path / "copies" / "long").write_bytes(long + b"bet.example\n")

    assert lists.line_naming("long", BET) == HeldLine(2, "bet.example")


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_line_at_the_bound_is_one_line(over: int, tmp_path: Path) -> None:
    """A line just as long as is read at once is not taken for two."""
    lists = homes.lists_in(tmp_path)
    long = b"#" * (MAX_LINE_OCTETS + over - 1) + b"\n"
    (tmp_path / "copies" / "long").write_bytes(long + b"bet.example\n")

    assert lists.line_naming("long", BET) == HeldLine(2, "bet.example")


@pytest.mark.parametrize("case", STEERING)
def test_what_strangers_wrote_cannot_steer_a_terminal(case: str) -> None:
    """Letters that are not shown are replaced; all others stand as they are."""
    written, expected = STEERING[case]

    assert shown(written) == expected


def test_a_long_text_is_cut_where_all_can_see_it() -> None:
    """A line of a list takes a bounded place, and shows that it goes on."""
    assert shown("x" * 10_000) == "x" * MAX_SHOWN + "…"
