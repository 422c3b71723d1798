from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from agent.recorder import devices, telling
from consent.calendar import london_day
from consent.codes import Code
from consent.home import Press
from consent.recorder_answers import Done, HowItStands, NotDone
from consent.recorder_requests import (
    Admit,
    AskBundle,
    AskHomeCard,
    AskHow,
    AskJournal,
    AskNonce,
    AskRecords,
    AskSpoken,
    AskStatus,
    Bind,
    Enrol,
    NoticeShown,
    Pause,
    Request,
    Stop,
    TogetherLooked,
    Unbind,
)
from tests.agent.recorder.choosy import Choosy, fill_all
from tests.agent.recorder.home import TABLET, Home, blocked, while_recording
from tests.consent.test_recorder_requests import REQUESTS


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home that records, on a card that can be filled, and its agreement."""
    kept, agreement = while_recording()
    return Home(folder, kept=kept, disk=Choosy), agreement


def name_of(request: Request) -> str:
    """Return a request's name."""
    return request.how


@pytest.mark.parametrize("request_", REQUESTS, ids=name_of)
def test_every_request_is_answered(request_: Request, tmp_path: Path) -> None:
    """Whatever is asked of a box, new or recording, there is one answer, and the box goes on."""
    kept, _ = while_recording()
    for folder, home in (("new", Home(tmp_path / "new")), ("on", Home(tmp_path / "on", kept=kept))):
        reply = home.ask(request_)
        assert isinstance(reply.answer, Done | NotDone | HowItStands), folder
        assert reply.answer != NotDone(code=Code.DOUBT), folder
        if not home.gate.is_ended:
            assert isinstance(home.ask(AskHow()).answer, HowItStands)


@pytest.mark.parametrize("request_", REQUESTS, ids=name_of)
def test_every_request_is_answered_on_a_full_card(request_: Request, tmp_path: Path) -> None:
    """Where nothing can be written any more everything is answered, and nothing is recorded."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    tablet = home.tablet
    fill_all(home)
    reply = home.ask(request_)
    assert isinstance(reply.answer, Done | NotDone | HowItStands)
    home.later(minutes=10)

    assert not agent.send(tablet, b"anything")
    assert home.recording.open == {}


ASKING = {
    "how it stands": AskHow(),
    "records": AskRecords(),
    "journal": AskJournal(),
    "a number": AskNonce(),
    "a status": AskStatus(challenge="482913"),
    "spoken words": AskSpoken(digits="4821"),
    "the home card": AskHomeCard(),
    "a bundle": AskBundle(),
}


@pytest.mark.parametrize("request_", ASKING.values(), ids=ASKING)
def test_asking_changes_nothing(request_: Request, tmp_path: Path) -> None:
    """What only asks is on nobody's journal, and goes round nothing."""
    home, _ = recording(tmp_path)
    places = len(home.entries)
    decided_at = home.rounds.decided_at
    home.time.advance(1)
    home.ask(request_)

    assert len(home.entries) == places
    assert home.rounds.decided_at == decided_at


def test_what_is_done_holds_before_it_is_answered(tmp_path: Path) -> None:
    """The round goes before the answer does: a stop is over when it is acknowledged."""
    home, agreement = recording(tmp_path)
    agent = home.settled()
    home.gate.answer(Stop(agreement=agreement, press=Press.CARER))

    assert not agent.send(home.tablet, b"anything")


def test_what_is_refused_goes_round_too(tmp_path: Path) -> None:
    """Also after a refusal everything is decided anew."""
    home, _ = recording(tmp_path)
    home.time.advance(1)
    home.refused(Admit(), b"rubbish")

    assert home.rounds.decided_at == home.time.now


@pytest.mark.parametrize("attached", [(), (b"one", b"two")], ids=["none", "two"])
def test_a_record_comes_alone(attached: tuple[bytes, ...], tmp_path: Path) -> None:
    """What is to be admitted is attached once, neither more nor less."""
    home = Home(tmp_path)

    assert home.refused(Admit(), *attached) == Code.PACKET_SIZE
    enrol = Enrol(domain="kent.gov.uk", words="some words", is_hosted=False)
    assert home.refused(enrol, *attached) == Code.PACKET_SIZE


def test_a_device_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    """An id of no device changes nothing."""
    home, agreement = recording(tmp_path)

    assert home.refused(Unbind(device="ff" * 16)) == Code.DEVICE_UNBOUND
    together = TogetherLooked(device="ff" * 16, agreement=agreement)
    assert home.refused(together) == Code.DEVICE_UNBOUND


def test_a_failure_is_answered_as_a_doubt_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One request that goes wrong in a way that nobody thought of leaves the gate standing."""

    def fails(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError

    home, _ = recording(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(devices, "bind", fails)
        patched.setattr(telling, "bundle", fails)
        bind = Bind(label="Phone", addresses=("::1",), sole_user=True)
        assert home.refused(bind) == Code.DOUBT
        assert home.refused(AskBundle()) == Code.DOUBT
    home.done(Bind(label="Phone", addresses=("::1",), sole_user=True))


def test_what_is_no_request_is_a_doubt(tmp_path: Path) -> None:
    """Whatever slips past the reader is refused here."""
    home = Home(tmp_path)

    assert home.gate.answer("how").answer == NotDone(code=Code.DOUBT)  # type: ignore[arg-type]  # that is it


def test_a_card_that_fails_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be read, whoever asked learns that the card is the matter."""

    def fails(*_: object, **__: object) -> NoReturn:
        raise OSError

    home, _ = recording(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(devices, "bind", fails)
        bind = Bind(label="Phone", addresses=("::1",), sole_user=True)
        assert home.refused(bind) == Code.AUDIT


def test_a_page_can_pause_right_after_it_showed_the_notice(tmp_path: Path) -> None:
    """Acts come one after another, each on what the one before left."""
    home, agreement = recording(tmp_path)
    home.done(NoticeShown(address=TABLET))
    home.done(Pause(agreement=agreement))

    assert home.why_off() == Code.PAUSED


def test_a_look_shows_what_came_a_moment_before(tmp_path: Path) -> None:
    """Who looks right after something was asked for finds it, and need not wait for minutes."""
    kept, agreement = while_recording()
    home = Home(tmp_path / "home", kept=kept)
    agent = home.settled()
    assert agent.send(home.tablet, blocked("example.com"))
    home.round()

    [row] = home.seen_by(agreement, london_day(home.time.now))

    assert row.domain == "example.com"


def test_what_waits_when_the_time_is_lost_is_not_written_for_a_look(tmp_path: Path) -> None:
    """Where recording would end at the next round, a look before it writes nothing more."""
    kept, agreement = while_recording()
    home = Home(tmp_path / "home", kept=kept)
    agent = home.settled()
    assert agent.send(home.tablet, blocked("example.com"))
    home.round()
    home.time.unsynchronise()

    home.ask(home.look_of(agreement, london_day(home.time.now)))

    assert home.recording.open[home.tablet].n == 0
