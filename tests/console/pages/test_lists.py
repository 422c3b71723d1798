from __future__ import annotations

from dataclasses import replace

import pytest

from console import words
from console.pages.lists import ListsPart, credit, day_and_hour, lists_part
from console.pages.standing import Tone
from console.store.lists_folder import Unknown
from policy.list_standing import ListsStanding, Use
from policy.list_words import list_sentence, list_todo
from tests.console import homes

IN_TROUBLE = lists_part(homes.LISTS_IN_TROUBLE)

TIMES = {
    "2026-11-21T04:43:15Z": "21 November 2026, 04:43 UTC",
    "2026-01-01T00:00:00Z": "1 January 2026, 00:00 UTC",
    "2026-13-01T00:00:00Z": "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z": "2026-00-01T00:00:00Z",
}


def test_lists_in_order_are_a_number_and_a_fold() -> None:
    """Where nothing is wrong there is no notice, and the page stays short."""
    part = lists_part(homes.LISTS)

    assert part.texts[0] == "4 lists are in use."
    assert part.notices == ()
    assert part.fold == "Show all 4 lists"


@pytest.mark.parametrize(
    ("count", "said"), [(0, words.LISTS_IN_USE_NONE), (1, words.LISTS_IN_USE_ONE)]
)
def test_none_and_one_are_said_as_people_say_them(count: int, said: str) -> None:
    """No list and a single one have sentences of their own."""
    lists = homes.LISTS.lists[:count]

    assert lists_part(ListsStanding(made=homes.CHECKED, lists=lists)).texts[0] == said


def test_a_list_that_waits_is_not_counted_as_in_use() -> None:
    """Only what can block something now is in use."""
    assert IN_TROUBLE.texts[0] == "3 lists are in use."


def test_each_list_is_told_in_the_words_of_the_command_line_and_credited() -> None:
    """A row has the sentence, the kind, the names, when it was asked for, and whose it is."""
    for one, row in zip(homes.LISTS.lists, lists_part(homes.LISTS).rows, strict=True):
        assert row.sentence == list_sentence(one)
        assert (row.kind, row.names) == (one.category.label, "1,234")
        assert row.checked == "21 November 2026, 04:43 UTC"
        assert one.publisher in row.credit
        assert one.licence in row.credit
        assert one.home in row.credit


def test_a_list_without_a_place_of_its_own_is_credited_without_one() -> None:
    """What comes with Lamplight names who made it and its licence, and ends there."""
    ours = replace(homes.LISTS.lists[0], publisher="Lamplight", home="")

    assert credit(ours) == "Lamplight. Licence: MIT."


def test_a_list_that_was_never_asked_for_says_so() -> None:
    """Where no publisher was asked there is a sentence and no day."""
    assert IN_TROUBLE.rows[3].checked == words.LIST_NEVER_ASKED


def test_what_is_wrong_stands_outside_the_fold_with_what_to_do() -> None:
    """Each list in trouble or waiting is in a notice that says what can be done about it."""
    told = [(text, notice.todo) for notice in IN_TROUBLE.notices for text in notice.texts]
    wrong = [one for one in homes.LISTS_IN_TROUBLE.lists if one.trouble or one.use is Use.WAITING]

    assert {notice.tone for notice in IN_TROUBLE.notices} == {Tone.CARE}
    assert sorted(told) == sorted(
        (list_sentence(one), list_todo(one) or words.LISTS_UPDATE) for one in wrong
    )


def test_lists_with_the_same_thing_to_do_share_a_notice() -> None:
    """When the internet is gone there is one notice and not one for every list."""
    lists = tuple(replace(homes.LISTS_IN_TROUBLE.lists[0], id=str(place)) for place in range(20))
    part = lists_part(replace(homes.LISTS, lists=lists))

    assert len(part.notices) == 1
    assert len(part.notices[0].texts) == 20


def test_a_list_in_use_and_one_that_is_not_are_told_apart() -> None:
    """Whether the old copy still blocks is the first thing to know."""
    headings = [notice.heading for notice in IN_TROUBLE.notices]

    assert headings == [words.LIST_KEPT, words.LIST_KEPT, words.LIST_WAITING, words.LIST_WAITING]


def test_a_first_start_says_how_lists_are_fetched() -> None:
    """Where nothing was fetched yet the page names the command."""
    (notice,) = lists_part(Unknown.NEVER_FETCHED).notices

    assert notice.heading == words.LISTS_NONE
    assert "./lamplight lists update" in (notice.todo or "")


def test_a_damaged_document_is_said_in_words() -> None:
    """What cannot be read is one notice; there is nothing to fold."""
    part = lists_part(Unknown.UNREADABLE)

    assert part == ListsPart(texts=(), notices=part.notices, fold=None, rows=())
    assert part.notices[0].heading == words.LISTS_UNREADABLE


@pytest.mark.parametrize("time", TIMES)
def test_a_time_is_written_as_people_write_it(time: str) -> None:
    """Day, month in words, year and hour; what is no month is shown as it stands."""
    assert day_and_hour(time) == TIMES[time]
