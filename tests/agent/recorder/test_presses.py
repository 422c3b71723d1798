from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.memory import FILE as MEMORY_FILE
from agent.recorder.presses import TRIES, known_agreements
from consent.acts import ActorRole, LoginFailed, Paused, Resumed, StoppedByPress
from consent.codes import Code
from consent.home import Press
from consent.recorder_requests import Pause, Resume, Stop, TypeStopCode
from consent.spoken import receipt_words
from tests.agent.recorder.choosy import Choosy, fill
from tests.agent.recorder.home import STOP_CODE, Home, moved_in, while_recording
from tests.consent.commands import ceremony

ACTORS = {
    Press.YOUNG_PERSON: (Code.WITHDRAWN, ActorRole.YOUNG_PERSON),
    Press.STOP_CODE: (Code.STOPPED, ActorRole.ANYONE),
    Press.CARER: (Code.STOPPED, ActorRole.CARER),
}


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home that records, on a card that can be filled, and its agreement."""
    kept, agreement = while_recording()
    return Home(folder, kept=kept, disk=Choosy), agreement


@pytest.mark.parametrize("press", Press)
def test_whoever_presses_it_stops(press: Press, tmp_path: Path) -> None:
    """A press ends recording before it is answered, says who it was, and stays over a restart."""
    home, agreement = recording(tmp_path)
    agent = home.settled()
    words = home.done(Stop(agreement=agreement, press=press)).words
    code, role = ACTORS[press]
    [entry] = [one for one in home.entries if isinstance(one.act, StoppedByPress)]

    assert not agent.send(home.tablet, b"anything")
    assert home.why_off() == code
    assert words == receipt_words(home.box.identity.secret, agreement)
    assert entry.act == StoppedByPress(how="stop_pressed", agreement=agreement, press=press)
    assert entry.actor.role is role

    home.restart()

    assert home.why_off() == code


def test_a_second_press_is_answered_like_the_first(tmp_path: Path) -> None:
    """The receipt can be heard again, and nothing is noted twice."""
    home, agreement = recording(tmp_path)
    pressed = Stop(agreement=agreement, press=Press.YOUNG_PERSON)
    words = home.done(pressed).words

    assert home.done(pressed).words == words
    home.restart()
    assert home.done(pressed).words == words
    assert len(home.told(StoppedByPress)) == 1
    assert len(home.box.memory.stopped) == 1


def test_a_stop_is_of_one_agreement(tmp_path: Path) -> None:
    """What nobody agreed on cannot be stopped, and is refused as unknown."""
    home, _ = recording(tmp_path)

    for request in (
        Stop(agreement="ff" * 32, press=Press.CARER),
        Pause(agreement="ff" * 32),
        Resume(agreement="ff" * 32),
    ):
        assert home.refused(request) == Code.LEDGER_AGREEMENT


def test_where_a_parent_agreed_the_button_is_an_objection(tmp_path: Path) -> None:
    """A young person who did not give the agreement pauses it at once by the same button."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed(ceremony.BY_A_PARENT)
    home.done(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
    [standing] = home.how().agreements

    assert standing.is_objected
    assert standing.over is None
    assert home.why_off() == Code.OBJECTED


@pytest.mark.parametrize("full", [JOURNAL_FILE, MEMORY_FILE])
@pytest.mark.parametrize("press", Press)
def test_a_stop_that_cannot_be_written_stops_all_the_same(
    press: Press, full: str, tmp_path: Path
) -> None:
    """Whatever the card refuses, it is off at once and stays off, and nobody is told otherwise."""
    home, agreement = recording(tmp_path)
    agent = home.settled()
    fill(home, full)
    pressed = Stop(agreement=agreement, press=press)
    for _ in range(2):
        assert home.refused(pressed) == Code.AUDIT
    assert not agent.send(home.tablet, b"anything")
    fill(home)
    home.later(minutes=2)
    assert home.why_off() == ACTORS[press][0]
    assert not agent.send(home.tablet, b"anything")


def test_a_stop_is_made_up_for_when_there_is_room(tmp_path: Path) -> None:
    """Pressed again, a stop that found no room is kept, and then it is acknowledged."""
    home, agreement = recording(tmp_path)
    pressed = Stop(agreement=agreement, press=Press.CARER)
    fill(home, MEMORY_FILE)
    assert home.refused(pressed) == Code.AUDIT
    fill(home)
    home.done(pressed)
    assert len(home.told(StoppedByPress)) == 1
    home.restart()

    assert home.why_off() == Code.STOPPED


def test_a_stop_that_cannot_be_noted_is_remembered_all_the_same(tmp_path: Path) -> None:
    """Where only the journal takes nothing, a restart finds the stop nevertheless."""
    home, agreement = recording(tmp_path)
    fill(home, JOURNAL_FILE)
    assert home.refused(Stop(agreement=agreement, press=Press.CARER)) == Code.AUDIT
    fill(home)
    home.restart()
    assert home.why_off() == Code.STOPPED

    home.done(Stop(agreement=agreement, press=Press.CARER))

    assert len(home.told(StoppedByPress)) == 1


def test_anyone_types_the_stop_code(tmp_path: Path) -> None:
    """The code ends the agreement that it is for, and answers with the receipt's four words."""
    home, agreement = recording(tmp_path)
    words = home.done(TypeStopCode(code=STOP_CODE)).words

    assert words == receipt_words(home.box.identity.secret, agreement)
    assert home.why_off() == Code.STOPPED
    assert home.box.memory.stopped[0].press is Press.STOP_CODE


def test_a_wrong_code_stops_nothing_and_is_noted(tmp_path: Path) -> None:
    """Only so many are tried in an hour, and then the right one waits too."""
    home, _ = recording(tmp_path)
    for n in range(TRIES):
        assert home.refused(TypeStopCode(code=f"8765 432{n % 10}")) == Code.STOP_CODE_WRONG
    assert home.refused(TypeStopCode(code=STOP_CODE)) == Code.STOP_CODE_TRIES
    assert home.why_off() is None
    assert len(home.told(LoginFailed)) == TRIES
    home.later(hours=1)
    home.done(TypeStopCode(code=STOP_CODE))

    assert home.why_off() == Code.STOPPED


def test_a_wrong_code_is_wrong_also_where_nothing_can_be_noted(tmp_path: Path) -> None:
    """A full card makes no wrong code right, and no right one wrong."""
    home, _ = recording(tmp_path)
    fill(home, JOURNAL_FILE)

    assert home.refused(TypeStopCode(code="8765 4321")) == Code.STOP_CODE_WRONG
    assert home.refused(TypeStopCode(code=STOP_CODE)) == Code.AUDIT
    assert home.box.memory.stopped[0].press is Press.STOP_CODE


def test_a_box_without_an_agreement_has_no_stop_code(tmp_path: Path) -> None:
    """Where nothing was agreed every code is wrong."""
    home = Home(tmp_path)

    assert known_agreements(home.box) == {}
    assert home.refused(TypeStopCode(code=STOP_CODE)) == Code.STOP_CODE_WRONG


def test_a_carers_pause_is_ended_by_the_carer(tmp_path: Path) -> None:
    """A pause is off at once, once, over a restart, until it is ended; and so is its end."""
    home, agreement = recording(tmp_path)
    for _ in range(2):
        home.done(Pause(agreement=agreement))
    assert home.why_off() == Code.PAUSED
    home.restart()
    assert home.why_off() == Code.PAUSED
    for _ in range(2):
        home.done(Resume(agreement=agreement))
    assert home.why_off() is None
    home.restart()
    assert home.why_off() is None
    home.done(Pause(agreement=agreement))

    assert home.why_off() == Code.PAUSED
    assert len(home.told(Paused)) == 2
    assert len(home.told(Resumed)) == 1


@pytest.mark.parametrize("full", [JOURNAL_FILE, MEMORY_FILE])
def test_a_pause_that_cannot_be_written_pauses_all_the_same(full: str, tmp_path: Path) -> None:
    """Whatever the card refuses, it is off at once, and a second try says so again."""
    home, agreement = recording(tmp_path)
    fill(home, full)
    for _ in range(2):
        assert home.refused(Pause(agreement=agreement)) == Code.AUDIT
    assert home.why_off() == Code.PAUSED


def test_a_resume_that_cannot_be_written_resumes_nothing(tmp_path: Path) -> None:
    """What permits needs the card: where it refuses, the pause goes on."""
    for full in (JOURNAL_FILE, MEMORY_FILE):
        home, agreement = recording(tmp_path / full)
        home.done(Pause(agreement=agreement))
        fill(home, full)
        assert home.refused(Resume(agreement=agreement)) == Code.AUDIT
        fill(home)
        home.restart()

        assert home.why_off() == Code.PAUSED


def test_a_pause_outlives_no_ending(tmp_path: Path) -> None:
    """To end a pause ends nothing else that stands against recording."""
    home, agreement = recording(tmp_path)
    home.done(Pause(agreement=agreement))
    home.done(Stop(agreement=agreement, press=Press.CARER))
    home.done(Resume(agreement=agreement))

    assert home.why_off() == Code.STOPPED
