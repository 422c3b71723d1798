from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from agent.bench import asked
from agent.bench.asked import LISTS, STREAM, Names, names_in


def test_made_up_names_need_no_folder() -> None:
    """Without a folder there are as many listed names as asked for, and none of them is allowed."""
    names = names_in(None, 300)

    assert len(set(names.listed)) == 300
    assert set(names.blocked) <= set(names.listed)
    assert not set(names.allowed) & set(names.listed)


def test_fewer_made_up_names_are_the_first_of_more() -> None:
    """What is listed in a small home is listed in a large one too."""
    assert [*asked.made_up(900)][:300] == [*asked.made_up(300)]
    assert tuple(asked.made_up(300)) == names_in(None, 300).listed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a list and a stream in the form of the real ones."""
    for path, text in (
        (LISTS, "# note\nbad.example\tA\nworse.example\tG\nz.example\tT\n"),
        (
            STREAM,
            "\tA\n".join(
                (
                    *("Www.Good.Example.", "www.bad.example.", "www.good.example.", "alone."),
                    *("worse.example.", "b\xfccher.example.", "more.example.", ""),
                )
            ),
        ),
    ):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_real_names_come_from_a_folder(folder: Path) -> None:
    """What the list holds is blocked; of the stream, each name once that no list is about."""
    names = names_in(folder, 1_000)

    assert names.listed == ("bad.example", "worse.example", "z.example")
    assert names.blocked == names.listed
    assert names.allowed == ("www.good.example", "more.example")


def test_fewer_names_are_taken_from_all_over_the_list(folder: Path) -> None:
    """A limit below the list's length is kept."""
    assert names_in(folder, 2).listed == ("bad.example", "worse.example")


def test_a_folder_without_lists_is_an_error(tmp_path: Path) -> None:
    """The file that is missing can be named to who gave the folder."""
    with pytest.raises(FileNotFoundError) as caught:
        names_in(tmp_path, 10)

    assert caught.value.filename == str(tmp_path / LISTS)


NAMES = Names(("b0.example",), ("b0.example", "b1.example"), ("a0.example", "a1.example"))


def test_three_hot_queries_in_ten_are_blocked_and_the_first_name_leads(seed: int) -> None:
    """Hot queries are drawn as homes ask, and the same seed draws the same."""
    first, again = random.Random(seed), random.Random(seed)  # noqa: S311 - it has to repeat
    lines = asked.hot(NAMES, 4_000, first)
    counted = Counter(line.split()[0] for line in lines)

    assert lines == asked.hot(NAMES, 4_000, again)
    assert 0.25 < (counted["b0.example"] + counted["b1.example"]) / 4_000 < 0.35
    assert counted["a0.example"] > 1.5 * counted["a1.example"]
    assert {line.split()[1] for line in lines} == {"A", "AAAA"}


def test_every_name_is_asked_once_before() -> None:
    """What is hot later was asked for every name and type."""
    assert len(set(asked.once_each(NAMES))) == len(asked.once_each(NAMES)) == 8


def test_what_is_missed_was_never_asked() -> None:
    """No two rounds, and no two queries of a round, ask for the same name."""
    lines = asked.missed(NAMES, 5, "r1") + asked.missed(NAMES, 5, "r2")

    assert len(set(lines)) == 10
    assert lines[0] == "r1-0.a0.example A"
