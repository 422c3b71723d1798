from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from agent.recorder.commands.asked import ledger_of
from agent.recorder.commands.meant import named
from agent.recorder.commands.stopping import (
    Outcome,
    outcome_of,
    pause,
    resume,
    stop,
    stop_by_card,
    stop_by_code,
)
from agent.recorder.errors import RecorderRefused
from consent.acts import Objected, Withdrawn
from consent.codes import Code
from consent.desk import DeskRefused
from consent.home import Press
from consent.recorder_answers import AgreementStanding
from consent.recorder_requests import Admit, Stop
from consent.spoken import HomeSecret, are_receipt_words
from tests.agent.recorder.commands.at_home import (
    CARD,
    STOP_CODE,
    AtHome,
    at_home,
    with_entries,
    with_entries_by_a_parent,
)
from tests.agent.recorder.commands.telling import acts_of
from tests.agent.recorder.home import Home, Kept, moved_in, somewhere
from tests.consent.commands.memory import MemoryDesk

YES = {"yes or no": "yes"}
NO = {"yes or no": "no"}
CARDS = {**YES, "five words of the card": CARD}

Held: TypeAlias = Callable[[], tuple[Kept, str]]

FOR_GOOD = "It ends at once, for good. Only a new agreement can start it again."
COPY = "The young person's own copy is kept for 3 days."
PAUSES = "It pauses at once. No carer can look then. The social worker can."
UNTIL = "There has to be a review that hears the young person, by 30 November 2026."

GIVERS: dict[str, tuple[Held, tuple[str, ...], Outcome]] = {
    "the young person gave it": (with_entries, (FOR_GOOD, COPY), Outcome.FOR_GOOD),
    "a parent gave it": (with_entries_by_a_parent, (PAUSES, UNTIL), Outcome.PAUSED),
}


def is_receipt(home: AtHome, desk: MemoryDesk, agreement: str) -> bool:
    """Say whether the last that was said holds the four words of this stop."""
    secret = HomeSecret((home.state / "spoken.key").read_bytes())
    return are_receipt_words(desk.said[-1].split(":")[-1], secret, agreement)


def standing(home: AtHome) -> AgreementStanding:
    """Return how the agreement of a home stands."""
    [found] = home.how().agreements
    return found


@pytest.mark.parametrize(("held", "said", "outcome"), GIVERS.values(), ids=GIVERS)
def test_the_sentence_before_is_what_happens_after(
    held: Held, said: tuple[str, ...], outcome: Outcome, tmp_path: Path
) -> None:
    """What is said before the young person's stop is what the box then does, for this giver."""
    kept, digest = held()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody(YES)
        stop(desk, home.recorder, Press.YOUNG_PERSON, None)
        after = standing(home)
        has_receipt = is_receipt(home, desk, digest)

    assert all(sentence in desk.said[0] for sentence in (*said, named(digest)))
    assert (after.over is Code.WITHDRAWN) is (outcome is Outcome.FOR_GOOD)
    assert after.is_objected is (outcome is Outcome.PAUSED)
    assert has_receipt


@pytest.mark.parametrize(("held", "said", "outcome"), GIVERS.values(), ids=GIVERS)
def test_the_card_withdraws_or_objects_by_who_gave_it(
    held: Held, said: tuple[str, ...], outcome: Outcome, tmp_path: Path
) -> None:
    """With the card the young person signs a withdrawal of what they gave, else an objection."""
    kept, _ = held()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody(CARDS)
        stop_by_card(desk, home.recorder, None)
        after = standing(home)
        signed: list[Withdrawn | Objected] = [
            *acts_of(home.recorder, Withdrawn),
            *acts_of(home.recorder, Objected),
        ]

    assert all(sentence in desk.said[0] for sentence in said)
    assert (after.over is Code.WITHDRAWN) is (outcome is Outcome.FOR_GOOD)
    assert after.is_objected is (outcome is Outcome.PAUSED)
    assert [one.record is not None for one in signed] == [True]


def test_recording_is_off_when_the_answer_is_there(tmp_path: Path) -> None:
    """By the time somebody reads that it is stopped, the device is off."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        before = home.how().devices[0].off
        stop(home.somebody(YES), home.recorder, Press.YOUNG_PERSON, None)
        after = home.how().devices[0].off

    assert (before, after) == (None, Code.WITHDRAWN)


@pytest.mark.parametrize("press", [Press.YOUNG_PERSON, Press.CARER])
def test_without_a_yes_nothing_stops(press: Press, tmp_path: Path) -> None:
    """Whoever does not say yes has stopped nothing, and is told so."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody(NO)
        stop(desk, home.recorder, press, None)

        assert home.how().devices[0].off is None
    assert desk.said[-1] == "Nothing was done."


def test_the_card_without_a_yes_is_not_asked_for(tmp_path: Path) -> None:
    """Nobody types secret words for what they then do not want."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody(NO)
        stop_by_card(desk, home.recorder, None)

        assert home.how().devices[0].off is None
    assert len(desk.asked) == 1


def test_a_carers_stop_ends_it_for_good_and_says_so(tmp_path: Path) -> None:
    """A carer's stop destroys everything at once, as it says before."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody(YES)
        stop(desk, home.recorder, Press.CARER, digest[:6])
        after = home.how()

    assert "is destroyed now, the young person's copy too" in desk.said[0]
    assert (after.days, after.agreements[0].over) == ((), Code.STOPPED)


def test_a_wrong_card_says_how_else_it_can_be_stopped(tmp_path: Path) -> None:
    """Whoever has lost the card is told of the other ways, with the number to ring."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody({**YES, "five words": "abacus abacus abacus abacus abacus"})
        with pytest.raises(DeskRefused, match="Duty team, 0300 123 4567") as refused:
            stop_by_card(desk, home.recorder, None)

        assert home.how().devices[0].off is None
    assert "--young-person" in str(refused.value)


@pytest.mark.parametrize("typed", [STOP_CODE, "12345678", " 12 34 56 78 "])
def test_the_stop_code_stops(typed: str, tmp_path: Path) -> None:
    """Anyone who types the code has stopped it, and reads four words that show it."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody({"stop code": typed})
        stop_by_code(desk, home.recorder)
        after = standing(home)
        has_receipt = is_receipt(home, desk, digest)

    assert FOR_GOOD in desk.said[0]
    assert after.over is Code.STOPPED
    assert has_receipt


def test_a_wrong_stop_code_stops_nothing(tmp_path: Path) -> None:
    """A code that is none here stops nothing."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        with pytest.raises(RecorderRefused) as refused:
            stop_by_code(home.somebody({"stop code": "8765 4321"}), home.recorder)

        assert home.how().devices[0].off is None
    assert refused.value.code == Code.STOP_CODE_WRONG


def test_a_stop_that_cannot_be_noted_says_that_it_holds(tmp_path: Path) -> None:
    """Where the box cannot make a note of a stop, it holds, and who stopped it is told to ring."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        journal = home.state / "journal.jsonl"
        journal.rename(home.state / "elsewhere")
        journal.mkdir()
        desk = home.somebody(YES)
        stop(desk, home.recorder, Press.YOUNG_PERSON, None)
        off = home.how().devices[0].off

    assert desk.said[-1].startswith("It holds from now on. But the box could not make a note")
    assert off is Code.WITHDRAWN


def test_what_is_over_only_shows_its_words_again(tmp_path: Path) -> None:
    """A stop of what is over already says so, and shows the same words once more."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        first = home.somebody(YES)
        stop(first, home.recorder, Press.CARER, None)
        again = home.somebody(YES)
        stop(again, home.recorder, Press.CARER, digest)

    assert "is over already" in again.said[0]
    assert again.said[-1] == first.said[-1]


def test_where_nothing_goes_on_there_is_nothing_to_stop(tmp_path: Path) -> None:
    """Without an agreement that goes on, that is said."""
    with (
        at_home(tmp_path, moved_in()) as home,
        pytest.raises(DeskRefused, match="there is nothing to stop"),
    ):
        stop(home.somebody(YES), home.recorder, Press.YOUNG_PERSON, None)


def test_a_second_stop_says_the_day_of_the_first(tmp_path: Path) -> None:
    """After an objection the day by which a review is due stays that of the first."""
    kept, digest = with_entries_by_a_parent()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.YOUNG_PERSON))
        home.later(days=2)
        desk = home.somebody(NO)
        stop(desk, home.recorder, Press.YOUNG_PERSON, None)

    assert UNTIL in desk.said[0]


def test_what_has_ended_otherwise_is_neither_of_the_two(tmp_path: Path) -> None:
    """Of what the agency has ended meanwhile, nobody says that a stop would withdraw or pause."""
    kept, digest = with_entries_by_a_parent()
    with somewhere() as folder:
        before = Home(folder, kept=kept)
        record = before.agencys_stop(digest, before.worker("sw.key"))
        before.crash()
    with at_home(tmp_path, kept) as home:
        known = home.how()
        home.ask(Admit(), record)
        ledger = ledger_of(home.recorder, home.how())

    assert ledger is not None
    assert outcome_of(ledger, known, digest) == (Outcome.UNSURE, None)


def test_where_nobody_can_say_nobody_says(tmp_path: Path) -> None:
    """Of an agreement that the ledger does not hold, nobody says what a stop would do."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        how = home.how()
        ledger = ledger_of(home.recorder, how)

    assert ledger is not None
    assert outcome_of(ledger, how, "ab" * 32) == (Outcome.UNSURE, None)


def test_a_pause_and_its_end(tmp_path: Path) -> None:
    """A pause turns the device off until it is ended, and both are said."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        pause(desk, home.recorder, None)
        paused = home.how().devices[0].off
        resume(desk, home.recorder, digest[:8])
        after = home.how().devices[0].off

    assert (paused, after) == (Code.PAUSED, None)
    assert desk.said == [
        "It is paused. Nothing is written down until a carer ends the pause.",
        "The pause is over. Whatever else stands against it still does.",
    ]


def test_without_a_pause_there_is_none_to_end(tmp_path: Path) -> None:
    """Where nothing is paused, nothing is resumed."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home, pytest.raises(DeskRefused, match="no agreement here"):
        resume(home.somebody(), home.recorder, None)


def test_a_pause_that_cannot_be_noted_says_that_it_holds(tmp_path: Path) -> None:
    """Where the box cannot make a note of a pause, it holds, and that is said."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        journal = home.state / "journal.jsonl"
        journal.rename(home.state / "elsewhere")
        journal.mkdir()
        desk = home.somebody()
        pause(desk, home.recorder, None)

    assert desk.said[0].startswith("It holds from now on.")
