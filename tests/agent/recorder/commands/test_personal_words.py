from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.commands.asked import ledger_of
from agent.recorder.commands.personal_words import Person, carers, recognised, young_person
from agent.recorder.commands.standing import agreements_in
from consent.desk import DeskRefused
from consent.passphrase import PersonalKeys, keys_from_words
from consent.recorder_answers import HowItStands
from consent.records.agreement import Agreement
from consent.records.fields import ViewerRole
from tests.agent.recorder.commands.at_home import CARD, CARERS_WORDS, at_home, with_entries
from tests.agent.recorder.home import moved_in
from tests.consent.commands.ceremony import young_persons_keys
from tests.consent.commands.memory import MemoryDesk

QUESTION = "Your words: "


def agreed(folder: Path) -> tuple[Agreement, HowItStands]:
    """Return the agreement of a home, and how the home stands."""
    held, digest = with_entries()
    with at_home(folder, held) as home:
        how = home.how()
        return agreements_in(ledger_of(home.recorder, how))[digest], how


@pytest.fixture
def people(tmp_path: Path) -> tuple[Person, ...]:
    """Return the young person and the carer of a home."""
    agreement, how = agreed(tmp_path)
    return (young_person(agreement), *carers(agreement, how))


def typing(people: tuple[Person, ...], *typed: str) -> tuple[MemoryDesk, ViewerRole | None]:
    """Return a desk at which somebody typed these, one after another, and as whom they count."""
    desk = MemoryDesk(answers={QUESTION: list(typed)})
    try:
        person, _ = recognised(desk, people, question=QUESTION, otherwise="Do something else.")
    except DeskRefused as refused:
        desk.note(str(refused))
        return desk, None
    return desk, person.role


def test_the_young_persons_words_are_theirs(people: tuple[Person, ...]) -> None:
    """The words of the card are recognised, and turn into the card's keys."""
    desk = MemoryDesk(answers={QUESTION: CARD.upper()})
    person, keys = recognised(desk, people, question=QUESTION, otherwise="")

    assert person.role is ViewerRole.YOUNG_PERSON
    assert keys.public == young_persons_keys().public


def test_a_carers_words_are_theirs(people: tuple[Person, ...]) -> None:
    """Nobody says who types: a carer's words are recognised as theirs."""
    desk, role = typing(people, " ".join(CARERS_WORDS))

    assert role is ViewerRole.CARER
    assert desk.asked == [QUESTION]


def test_words_may_be_typed_three_times(people: tuple[Person, ...]) -> None:
    """After two mistakes of whatever kind the right words still count."""
    _, role = typing(people, "five words that are wrong", " ".join(reversed(CARERS_WORDS)), CARD)

    assert role is ViewerRole.YOUNG_PERSON


def test_a_fourth_time_is_not_asked_for(people: tuple[Person, ...]) -> None:
    """After three wrong tries nobody asks again, and what else can be done is said."""
    desk, role = typing(people, *["unwashed"] * 3, CARD)

    assert role is None
    assert desk.asked == [QUESTION] * 3
    assert desk.noted[-1].endswith("Do something else.")


def test_a_misspelt_word_is_named_by_its_place(people: tuple[Person, ...]) -> None:
    """A typing error is told by the place of the word, with what may be meant from the list."""
    desk, _ = typing(people, "credibly neon rants aspirate tricklle")

    assert "Word 5 is not on the list. Did you mean trickle?" in desk.noted


def test_words_that_are_near_no_other_are_explained(people: tuple[Person, ...]) -> None:
    """What resembles no word of the list gets the sentence of its reason."""
    desk, _ = typing(people, "credibly neon qqqqqqqq")

    assert any("word" in one.lower() for one in desk.noted[1:2])


def test_no_answer_repeats_a_word(people: tuple[Person, ...]) -> None:
    """Nothing that is shown holds a word that was typed."""
    desk, _ = typing(people, "unwashed neon", "unwashed", " ".join(reversed(CARERS_WORDS)))
    shown = " ".join((*desk.said, *desk.noted))

    assert not [word for word in (*CARERS_WORDS, "neon") if word in shown]


def test_only_those_carers_are_asked_about_whom_the_agreement_names(tmp_path: Path) -> None:
    """Somebody who made words, and whom no agreement names, is no carer of it."""
    agreement, how = agreed(tmp_path)
    bare = moved_in()
    (tmp_path / "other").mkdir()
    with at_home(tmp_path / "other", bare) as home:
        nobody = home.how()

    assert [one.label for one in carers(agreement, how)] == ["Carer"]
    assert carers(agreement, nobody) == ()


def test_the_same_words_are_others_for_another_home() -> None:
    """A card's words bound to another id are other keys, so they are nobody's there."""
    keys: PersonalKeys = keys_from_words(CARERS_WORDS, "cb" * 16)
    carer = Person(role=ViewerRole.CARER, label="Carer", ref="ca" * 16, keys=keys.public)
    _, role = typing((carer,), *[" ".join(CARERS_WORDS)] * 3)

    assert role is None
