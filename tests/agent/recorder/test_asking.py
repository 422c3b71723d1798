from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from agent.recorder.asking import Recorder
from agent.recorder.errors import RecorderBroken, RecorderRefused
from consent.codes import Code
from consent.errors import ConsentError
from consent.recorder_answers import Done, NotDone, answer_to_octets
from consent.recorder_packets import packet_to_octets
from consent.recorder_requests import AskBundle, AskNonce, request_from_octets


def answering(path: Path, octets: bytes) -> threading.Thread:
    """Listen once at a path, read a request, and send these octets."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    listening.listen(1)

    def serve() -> None:
        with listening:
            connection, _ = listening.accept()
            with connection:
                request_from_octets(connection.recv(65_536)[8:])
                connection.sendall(octets)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def test_an_answer_comes_with_what_is_attached(tmp_path: Path) -> None:
    """The answer and each attached part arrive as they were sent, also where one is empty."""
    parts = (b"", b"one", bytes(100_000))
    thread = answering(tmp_path / "s", packet_to_octets(answer_to_octets(Done(id="x")), parts))
    answer, attached = Recorder(tmp_path / "s").ask(AskBundle())
    thread.join()

    assert answer == Done(id="x")
    assert attached == parts


def test_a_refusal_is_raised_with_its_code(tmp_path: Path) -> None:
    """What the recorder does not do is raised, and can be explained."""
    octets = packet_to_octets(answer_to_octets(NotDone(code=Code.AUDIT)))
    thread = answering(tmp_path / "s", octets)
    with pytest.raises(RecorderRefused) as caught:
        Recorder(tmp_path / "s").ask(AskNonce())
    thread.join()

    assert caught.value.code is Code.AUDIT


def test_an_answer_that_ends_early_is_no_answer(tmp_path: Path) -> None:
    """Half an answer is told as a recorder that does not answer."""
    octets = packet_to_octets(answer_to_octets(Done()), (b"attached",))
    thread = answering(tmp_path / "s", octets[:-3])
    with pytest.raises(RecorderBroken, match="does not answer"):
        Recorder(tmp_path / "s").ask(AskNonce())
    thread.join()


def test_a_recorder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """One sentence names the socket, and what to look at."""
    with pytest.raises(RecorderBroken, match="see that it is running"):
        Recorder(tmp_path / "nobody").ask(AskNonce())


def test_a_recorder_that_is_silent_is_not_waited_for(tmp_path: Path) -> None:
    """Who does not answer in time is told as one that does not answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        silent.bind(str(tmp_path / "s"))
        silent.listen(1)
        with pytest.raises(RecorderBroken, match="does not answer"):
            Recorder(tmp_path / "s", patience_seconds=0.05).ask(AskNonce())


WRONG = {
    "no packet": b"\xff" * 100,
    "no answer": packet_to_octets(b"{}"),
    "no JSON": packet_to_octets(b"hello"),
}


@pytest.mark.parametrize("octets", WRONG.values(), ids=WRONG)
def test_an_answer_that_is_none_is_not_taken_for_one(octets: bytes, tmp_path: Path) -> None:
    """What cannot be read is refused with its code, as anything else that arrives."""
    thread = answering(tmp_path / "s", octets)
    with pytest.raises(ConsentError):
        Recorder(tmp_path / "s").ask(AskNonce())
    thread.join()


def test_what_cannot_be_asked_is_not_sent(tmp_path: Path) -> None:
    """More than anybody would read is refused before anything is opened."""
    with pytest.raises(ConsentError):
        Recorder(tmp_path / "nobody").ask(AskNonce(), (bytes(2**20),) * 65)
