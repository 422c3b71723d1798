from __future__ import annotations

from pathlib import Path

from console.services.why import policy_of, why
from console.store.index_file import open_index
from console.store.lists_folder import HeldLine
from policy.compile import compile_policy
from policy.document import household_from_toml
from policy.explain import explain
from policy.names import from_text
from tests.console import homes

COMPILED = compile_policy(household_from_toml(homes.FULL), 1)
ADULT = from_text("www.adult.example")


def test_the_decision_is_the_policy_rooms(tmp_path: Path) -> None:
    """The answer holds the very explanation that the policy room gives."""
    lists = homes.lists_in(tmp_path)
    index = open_index(lists.index_path)
    found = why(COMPILED.visitors, ADULT, index, lists).found

    assert found == explain(COMPILED.visitors, ADULT, index)


def test_each_list_comes_with_its_standing_and_its_line(tmp_path: Path) -> None:
    """Every list that names the name shows its title, and the line at which it does so."""
    lists = homes.lists_in(tmp_path)
    answer = why(COMPILED.visitors, ADULT, open_index(lists.index_path), lists)

    assert [(naming.title, naming.line) for naming in answer.namings] == [
        ("The adult-one list", HeldLine(3, "adult.example")),
        ("The adult-two list", HeldLine(1, "adult.example")),
    ]
    assert [naming.standing for naming in answer.namings] == list(homes.LISTS.lists[2:])


def test_without_a_standing_a_list_is_called_as_the_index_calls_it(tmp_path: Path) -> None:
    """A damaged lists.json costs the title and nothing else."""
    lists = homes.lists_in(tmp_path)
    (tmp_path / "lists.json").write_bytes(b"damaged")
    answer = why(COMPILED.visitors, ADULT, open_index(lists.index_path), lists)

    assert [naming.title for naming in answer.namings] == ["adult-one", "adult-two"]
    assert all(naming.line for naming in answer.namings)


def test_without_the_folder_there_is_an_answer_all_the_same(tmp_path: Path) -> None:
    """An index alone gives the lists' names, and no lines."""
    index = open_index(homes.lists_in(tmp_path).index_path)
    answer = why(COMPILED.visitors, ADULT, index, None)

    assert [(naming.title, naming.line) for naming in answer.namings] == [
        ("adult-one", None),
        ("adult-two", None),
    ]


def test_a_device_and_a_visitor_have_their_own_policies() -> None:
    """None stands for a device that nobody has named; a device that is gone has no policy."""
    assert policy_of(COMPILED, None) is COMPILED.visitors
    assert policy_of(COMPILED, "Maya's phone") is COMPILED.by_device["Maya's phone"]
    assert policy_of(COMPILED, "Toaster") is None
