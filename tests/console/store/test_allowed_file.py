from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.errors import AllowedDamaged, AllowedRefused
from console.store.allowed_file import MAX_ALLOWED, MAX_LISTS, MAX_OCTETS, AllowedFile, AllowedName
from policy.categories import Category
from policy.names import from_text
from tests.console import homes

CHESS = AllowedName(from_text("chess.example"), Category.GAMBLING, ("bets",))
ART = AllowedName(from_text("art.example"), Category.ADULT, ("adult-one", "adult-two"))

ONE = {"name": "chess.example", "category": "gambling", "lists": ["bets"]}


def _document(*items: object, **changed: object) -> bytes:
    document = {"format": "lamplight-allowed/v1", "allowed": list(items), **changed}
    return json.dumps(document).encode()


DAMAGED = {
    "empty": b"",
    "cut off": _document(ONE)[:-3],
    "too long": _document(ONE) + b" " * MAX_OCTETS,
    "no object": b"[]",
    "another format": _document(ONE, format="lamplight-allowed/v2"),
    "a member too many": _document(ONE, when="today"),
    "a member twice": _document(ONE)[:-1] + b', "allowed": []}',
    "no array": _document(allowed="x"),
    "too many": _document(*({**ONE, "name": f"n{n}.example"} for n in range(MAX_ALLOWED + 1))),
    "a name twice": _document(ONE, ONE),
    "the same name in other letters": _document(ONE, {**ONE, "name": "CHESS.example."}),
    "no name": _document({**ONE, "name": "https://chess.example/"}),
    "an unknown category": _document({**ONE, "category": "chess"}),
    "an item of another shape": _document({**ONE, "who": "Maya"}),
    "an item without lists": _document({"name": "a.example", "category": "adult"}),
    "a list that is no text": _document({**ONE, "lists": [1]}),
    "a list with a long name": _document({**ONE, "lists": ["x" * 1_000]}),
    "too many lists": _document({**ONE, "lists": ["x"] * (MAX_LISTS + 1)}),
    "a number that is not whole": _document({**ONE, "lists": [1.5]}),
}


def test_what_was_kept_is_read_back_in_its_order(state: Path) -> None:
    """Names, categories and lists come back as they were kept, the oldest first."""
    file = AllowedFile(state)
    homes.let_through(state, CHESS, ART)

    assert file.read() == (CHESS, ART)
    assert list(file.path.parent.iterdir()) == [file.path]


def test_where_there_is_no_file_nothing_is_allowed(state: Path) -> None:
    """A home in which nobody pressed the button has no such file."""
    assert AllowedFile(state).read() == ()


def test_the_file_holds_names_and_where_they_were_listed_and_nothing_else(state: Path) -> None:
    """Neither who pressed the button nor when is kept."""
    file = AllowedFile(state)
    homes.let_through(state, CHESS)

    assert json.loads(file.path.read_bytes()) == {
        "format": "lamplight-allowed/v1",
        "allowed": [ONE],
    }


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_file_says_what_to_do(case: str, state: Path) -> None:
    """The message names the file and the command that moves it away."""
    file = AllowedFile(state)
    file.path.parent.mkdir(parents=True)
    file.path.write_bytes(DAMAGED[case])
    with pytest.raises(
        AllowedDamaged, match=r"allowed\.json: .*(.|\n)*mv .*allowed\.json\.damaged"
    ):
        file.read()

    assert file.read_or_none() is None


def test_what_is_no_file_is_damaged(state: Path) -> None:
    """A folder in the file's place is an error with a sentence, not a fault."""
    AllowedFile(state).path.mkdir(parents=True)
    with pytest.raises(AllowedDamaged, match="cannot be read"):
        AllowedFile(state).read()


def test_there_is_an_end_to_how_many_are_kept(state: Path) -> None:
    """One name more than the file may hold is refused, and what stood there stands."""
    file = AllowedFile(state)
    most = tuple(
        AllowedName(from_text(f"n{place}.example"), Category.ADULT, ())
        for place in range(MAX_ALLOWED)
    )
    homes.let_through(state, *most)
    with pytest.raises(AllowedRefused, match=str(MAX_ALLOWED)):
        file.propose((*most, CHESS), 2)

    assert file.read() == most


def test_a_write_that_fails_is_an_error_with_a_sentence(state: Path) -> None:
    """A file in the state folder's place is told as what it is."""
    state.write_text("in the way", encoding="utf-8")
    with pytest.raises(AllowedRefused, match="cannot be written"):
        homes.let_through(state, CHESS)


def test_what_is_proposed_counts_once_its_change_is_kept(state: Path) -> None:
    """Until then the document stands as it was; what no change was kept for is forgotten."""
    file = AllowedFile(state)
    homes.let_through(state, CHESS)
    file.propose((CHESS, ART), 7)
    file.propose((), 8)
    proposed = file.read()
    file.take_in(lambda number: number == 7)

    assert proposed == (CHESS,)
    assert file.read() == (CHESS, ART)
    assert list(file.path.parent.iterdir()) == [file.path]


def test_of_two_that_are_kept_the_later_one_counts(state: Path) -> None:
    """Changes are numbered in their order, whatever the order of the files."""
    file = AllowedFile(state)
    file.propose((CHESS,), 10)
    file.propose((), 9)
    file.take_in(lambda _: True)

    assert file.read() == (CHESS,)


def test_a_file_of_another_name_is_left_alone(state: Path) -> None:
    """What somebody keeps beside the document is neither taken in nor deleted."""
    file = AllowedFile(state)
    homes.let_through(state, CHESS)
    others = [file.path.with_name(f"allowed.json{end}") for end in (".next-", ".next-x", ".bak")]
    for path in others:
        path.write_bytes(b"precious")
    file.take_in(lambda _: True)

    assert file.read() == (CHESS,)
    assert [path.read_bytes() for path in others] == [b"precious"] * 3


def test_what_cannot_be_taken_in_is_an_error_with_a_sentence(state: Path) -> None:
    """A folder in the document's place is told, and what was proposed waits."""
    file = AllowedFile(state)
    file.propose((CHESS,), 1)
    (file.path / "in the way").mkdir(parents=True)
    with pytest.raises(AllowedRefused, match="cannot be written"):
        file.take_in(lambda _: True)

    assert file.path.with_name("allowed.json.next-1").is_file()
