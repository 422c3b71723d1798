from __future__ import annotations

from pathlib import Path

import pytest

from console import words
from console.questions import Questions
from console.services import publish as publish_module
from console.store.allowed_file import AllowedFile
from console.store.lists_folder import ListsFolder
from policy.names import from_text
from tests.console import homes


@pytest.fixture
def questions(state: Path, tmp_path: Path) -> Questions:
    """Return what answers in a home with lists; no agent runs."""
    return Questions(homes.house_at(state, homes.FULL, lists=homes.lists_in(tmp_path / "lists")))


def test_a_question_is_answered(questions: Questions) -> None:
    """What a person typed is understood as the agent would understand it."""
    page = questions.answered("Living room TV", "  WWW.Bet.Example. ")

    assert page.status == 200
    assert page.answer
    assert page.answer.name == "www.bet.example"


ADDRESSES = {
    "with a path": "https://www.bet.example/a/b?c=d#e",
    "with a port": "http://www.bet.example:8080/",
    "with somebody's name": "https://maya@www.bet.example/x",
    "without a scheme": " www.bet.example/x",
    "with a question only": "www.bet.example?x=1",
}


@pytest.mark.parametrize("typed", ADDRESSES.values(), ids=ADDRESSES)
def test_a_web_address_that_was_pasted_means_its_site(typed: str, questions: Questions) -> None:
    """Whoever pastes a whole address is told about its site."""
    page = questions.answered("Living room TV", typed)

    assert page.answer
    assert page.answer.name == "www.bet.example"
    assert page.typed == typed


@pytest.mark.parametrize(
    "typed", ["", "https://", "https:///x", "two words", ".", "a..b", "é" * 90]
)
def test_what_is_no_name_is_told_and_kept(typed: str, questions: Questions) -> None:
    """Nothing that can be typed is a fault; the field keeps it and an error says what to write."""
    page = questions.answered("", typed)

    assert (page.status, page.typed, page.answer) == (422, typed, None)
    assert page.name_error


def test_a_device_that_is_gone_is_told(questions: Questions) -> None:
    """A device that the home no longer has is an error on the same page."""
    assert questions.answered("Toaster", "bet.example").device_error == words.WHY_NO_DEVICE
    page = questions.allowed("Sam", "Toaster", "bet.example")
    assert page
    assert page.device_error == words.WHY_NO_DEVICE


def test_asking_writes_nothing(questions: Questions, state: Path) -> None:
    """No file comes, goes or changes by a question."""
    before = {path: path.read_bytes() for path in state.rglob("*") if path.is_file()}
    questions.answered("", "bet.example")
    after = {path: path.read_bytes() for path in state.rglob("*") if path.is_file()}

    assert after == before


def test_a_wrong_list_is_overruled_and_the_overruling_undone(questions: Questions) -> None:
    """The name is open after the button, and blocked again after undo."""
    done = questions.allowed("Sam", "", "bet.example")
    after = questions.answered("", "bet.example").answer
    questions.taken_back("Sam", "bet.example")
    again = questions.answered("", "bet.example").answer

    assert done is None
    assert after
    assert again
    assert (after.allowed, again.allowed) == (True, False)


@pytest.mark.parametrize("name", ["chat.example", "fine.example", "mask.icloud.com", "nhs.uk"])
def test_the_button_cannot_be_pressed_for_anything_else(
    name: str, questions: Questions, state: Path
) -> None:
    """Whatever a browser sends, only a block by a list can be overruled from a page."""
    page = questions.allowed("Sam", "", name)

    assert page
    assert page.answer
    assert not AllowedFile(state).path.exists()


def test_a_second_tap_is_done_already(questions: Questions) -> None:
    """Pressing twice keeps the name once, and leads to the same page."""
    first = questions.allowed("Sam", "", "bet.example")
    before = questions.house.published.snapshot()
    second = questions.allowed("Sam", "", "bet.example")

    assert (first, second) == (None, None)
    assert questions.house.published.snapshot() == before


def test_taking_back_what_is_no_name_changes_nothing(questions: Questions) -> None:
    """A text that is no name was never allowed."""
    before = questions.house.published.snapshot()
    questions.taken_back("Sam", "https://")

    assert questions.house.published.snapshot() == before


@pytest.mark.parametrize("damage", ["gone", "cut off", "empty"])
def test_without_an_index_the_sentence_says_so(
    damage: str, questions: Questions, tmp_path: Path
) -> None:
    """A missing or damaged index is no fault; nothing is called allowed by lists never read."""
    index = tmp_path / "lists" / "categories.idx"
    octets = index.read_bytes()
    index.unlink()
    if damage != "gone":
        index.write_bytes(octets[:-1] if damage == "cut off" else b"")
    page = questions.answered("", "bet.example")

    assert page.answer
    assert "the category lists were not there to be checked" in page.answer.sentence


def test_a_home_without_lists_is_answered_by_its_rules(state: Path) -> None:
    """A console that was not told where the lists are still explains every rule."""
    page = Questions(homes.house_at(state, homes.FULL)).answered("", "chat.example")

    assert page.answer
    assert not page.answer.allowed


def test_a_silent_agent_is_not_waited_for_without_end(
    questions: Questions, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent that never takes up the rules costs a moment, and the change stands."""
    monkeypatch.setattr(publish_module, "PATIENCE_SECONDS", 0.2)
    homes.leave_status(questions.house.published, homes.IN_FORCE)
    with homes.agent_at(state):
        questions.allowed("Sam", "", "bet.example")

    assert from_text("bet.example") in questions.house.published.snapshot().household.everyone.allow


def test_the_folder_may_come_later(state: Path, tmp_path: Path) -> None:
    """Lists that are fetched while the console runs count at the next question."""
    house = homes.house_at(state, homes.FULL, lists=ListsFolder(tmp_path / "lists"))
    questions = Questions(house)
    before = questions.answered("", "bet.example").answer
    homes.lists_in(tmp_path / "lists")
    after = questions.answered("", "bet.example").answer

    assert before
    assert after
    assert (before.allowed, after.allowed) == (True, False)
