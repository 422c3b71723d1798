from __future__ import annotations

from pathlib import Path

import pytest

from agent.lists.catalogue import Own, Services, load_catalogue
from agent.lists.inspection import inspect
from agent.lists.our_tables import OUR_TABLES
from agent.lists.ours import text_of_ours
from agent.lists.own_lists import load_own_list
from agent.lists.parse import Tally, read_names
from policy.categories import Category
from policy.names import to_text
from policy.services import category_names

OURS = {
    entry.id: entry for entry in load_catalogue().lists if isinstance(entry.origin, Own | Services)
}


def read(text: str) -> tuple[set[bytes], Tally]:
    """Return the names that a list's text holds, with everything below them."""
    tally = Tally()
    return {name for batch in read_names([text.encode()], tally) for name in batch.both}, tally


@pytest.mark.parametrize("list_id", OURS)
def test_a_list_of_ours_reads_like_any_other(list_id: str) -> None:
    """What is written out is read back whole: each name, and no line that is bad."""
    origin, category = OURS[list_id].origin, OURS[list_id].category
    assert isinstance(origin, Own | Services)
    expected = (
        load_own_list(origin.list_id).names if isinstance(origin, Own) else category_names(category)
    )

    names, tally = read(text_of_ours(origin, category))

    assert names == expected
    assert tally.bad == 0
    assert text_of_ours(origin, category) == text_of_ours(origin, category)


def test_each_line_says_why() -> None:
    """Beside each name stands the reason, so that the line answers why it is listed."""
    text = text_of_ours(Own("weapons"), Category.VIOLENCE)
    lines = [line for line in text.splitlines() if not line.startswith("#")]

    for entry in load_own_list("weapons").entries:
        assert f"{to_text(entry.name)}  # {entry.why}" in lines


def test_lists_of_ours_do_nothing_that_holds_a_list_back(tmp_path: Path) -> None:
    """No list of ours names a lifeline, or would block an everyday name or a known mistake."""
    for list_id, entry in OURS.items():
        assert isinstance(entry.origin, Own | Services)
        path = tmp_path / list_id
        path.write_text(text_of_ours(entry.origin, entry.category))

        assert inspect(path, OUR_TABLES, frozenset()).found == (), list_id
