from __future__ import annotations

from pathlib import Path

import pytest

from console import words
from console.pages.why import (
    MAX_TYPED,
    VISITOR,
    WhyPage,
    answer_page,
    device_gone_page,
    mistyped_page,
    question_page,
)
from console.render import Renderer
from console.services.why import policy_of, why
from console.store.index_file import open_index
from console.store.published import Silence
from policy.compile import compile_policy
from policy.names import from_text
from policy.status import AgentStatus
from tests.console import homes

SNAPSHOT = homes.snapshot_of(homes.FULL)
RENDERER = Renderer("/static")


def _answered(
    folder: Path,
    name: str,
    device: str = VISITOR,
    status: AgentStatus | Silence = homes.IN_FORCE,
) -> WhyPage:
    lists = homes.lists_in(folder)
    policy = policy_of(compile_policy(SNAPSHOT.household, 1), device or None)
    assert policy
    found = why(policy, from_text(name), open_index(lists.index_path), lists)
    return answer_page(SNAPSHOT, status, (device, name, from_text(name)), found)


def test_every_device_can_be_chosen_and_so_can_a_visitor() -> None:
    """The choices are the home's devices, then one that nobody has named."""
    choices = question_page(SNAPSHOT).devices

    assert [choice.label for choice in choices] == [
        *(device.name for device in SNAPSHOT.household.devices),
        words.WHY_VISITOR,
    ]
    assert choices[-1].value == VISITOR
    assert not any(choice.chosen for choice in choices)


def test_the_answer_is_the_sentence_with_each_list_behind_it(tmp_path: Path) -> None:
    """Title, kind, the name held, line and text, and whose list it is."""
    answer = _answered(tmp_path, "www.bet.example").answer

    assert answer
    assert answer.sentence.startswith("A device nobody has named may not open www.bet.example")
    (row,) = answer.rows
    assert (row.title, row.kind, row.holds) == ("The bets list", "gambling", "bet.example")
    assert (row.line, row.text) == ("Line 2", "0.0.0.0 bet.example")
    assert row.credit == "People of bets. Licence: MIT. From https://bets.lists.example/"


def test_a_line_that_cannot_be_found_is_said_so(tmp_path: Path) -> None:
    """Where the copy is gone the list is still named."""
    lists = homes.lists_in(tmp_path)
    index = open_index(lists.index_path)
    (tmp_path / "copies" / "bets").unlink()
    policy = compile_policy(SNAPSHOT.household, 1).visitors
    name = from_text("bet.example")
    page = answer_page(
        SNAPSHOT, homes.IN_FORCE, (VISITOR, "bet.example", name), why(policy, name, index, lists)
    )

    assert page.answer
    assert (page.answer.rows[0].line, page.answer.rows[0].text) == (words.WHY_NO_LINE, None)


def test_help_stands_behind_the_sentence_and_before_all_else(tmp_path: Path) -> None:
    """A block that may need it shows whom to talk to, before lists, buttons and the form."""
    html = RENDERER.html(_answered(tmp_path, "harm.example", "Maya's tablet"))
    order = [
        html.index(text)
        for text in ("may not open harm.example", "Childline", words.WHY_LISTED, words.WRONG)
    ]

    assert order == sorted(order)
    assert html.count("</p>", order[0], order[1]) == 0


def test_help_is_not_offered_where_nobody_may_need_it(tmp_path: Path) -> None:
    """A block of a wager shows no number to ring."""
    assert "Childline" not in RENDERER.html(_answered(tmp_path, "bet.example"))


@pytest.mark.parametrize(
    ("name", "button", "todo"),
    [
        ("bet.example", "This is wrong: allow bet.example", None),
        ("chat.example", None, words.WHY_RULE_TODO),
        ("fine.example", None, None),
        ("mask.icloud.com", None, None),
        ("nhs.uk", None, None),
    ],
)
def test_only_a_block_by_a_list_has_a_button(
    name: str, button: str | None, todo: str | None, tmp_path: Path
) -> None:
    """A rule of the household file is changed in that file, and the page says so."""
    answer = _answered(tmp_path, name).answer

    assert answer
    assert (answer.allow, answer.todo) == (button, todo)


def test_the_name_is_in_no_title(tmp_path: Path) -> None:
    """Titles are kept by browsers, so they are the same whatever was asked."""
    titles = {_answered(tmp_path, name).title for name in ("bet.example", "chat.example", "nhs.uk")}

    assert titles == {words.TITLE.format(page=words.WHY_ANSWER)}


def test_rules_that_are_not_in_force_are_not_told_as_if_they_were(tmp_path: Path) -> None:
    """While the agent does not hold this version, the answer says so."""
    behind = _answered(tmp_path, "bet.example", status=homes.BEHIND).answer
    ahead = _answered(tmp_path, "bet.example").answer

    assert behind
    assert ahead
    assert behind.not_in_force
    assert behind.not_in_force.heading == words.NOT_YET
    assert ahead.not_in_force is None


def test_what_was_filled_in_is_kept(tmp_path: Path) -> None:
    """Behind an answer and behind an error alike, the form holds what it held."""
    pages = (
        _answered(tmp_path, "bet.example", "Maya's tablet"),
        mistyped_page(SNAPSHOT, "Maya's tablet", "bet.example", "it is wrong"),
    )

    for page in pages:
        assert page.typed == "bet.example"
        assert [choice.value for choice in page.devices if choice.chosen] == ["Maya's tablet"]


def test_a_mistyped_name_is_told_beside_its_field() -> None:
    """The sentence begins with a capital letter and says what to write."""
    page = mistyped_page(SNAPSHOT, VISITOR, "", "the name is empty; write a site's name")

    assert page.name_error == "The name is empty; write a site's name"
    assert (page.device_error, page.answer, page.status) == (None, None, 422)


def test_far_too_much_is_cut_and_told_briefly() -> None:
    """A page is never made long by what was typed."""
    page = mistyped_page(SNAPSHOT, VISITOR, "x" * 8_000, "x" * 8_000)

    assert page.name_error == words.WHY_TOO_LONG
    assert len(page.typed) == MAX_TYPED


def test_a_device_that_is_gone_is_told_beside_its_field() -> None:
    """Between opening the page and asking, the home may have changed."""
    page = device_gone_page(SNAPSHOT, "Toaster", "bet.example")

    assert (page.device_error, page.name_error) == (words.WHY_NO_DEVICE, None)
    assert page.typed == "bet.example"


def test_what_strangers_and_people_wrote_cannot_become_markup(tmp_path: Path) -> None:
    """A list's line, and what was typed, are shown as they are written."""
    evil = "<script>\"&'"
    lists = homes.lists_in(tmp_path)
    (tmp_path / "copies" / "bets").write_bytes(b"bet.example # <script>alert(1)</script>\n")
    policy = compile_policy(SNAPSHOT.household, 1).visitors
    name = from_text("bet.example")
    found = why(policy, name, open_index(lists.index_path), lists)
    html = RENDERER.html(answer_page(SNAPSHOT, homes.IN_FORCE, (VISITOR, evil, name), found))

    assert "<script" not in html
    assert "&lt;script&gt;&#34;&amp;&#39;" in html
