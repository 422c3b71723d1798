from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consent.codes import Code
from consent.home import Press
from consent.recorder_answers import Answer, Done, NotDone, answer_to_octets
from consent.recorder_packets import MAX_ALL_OCTETS, packet_to_octets
from consent.recorder_requests import AskJournal, Stop, request_from_octets
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from tests.console.recorder_home import recorder_home

PATIENCE_SECONDS = 0.2


def packet_of(answer: Answer, *attached: bytes) -> bytes:
    """Return an answer as it is sent."""
    return packet_to_octets(answer_to_octets(answer), attached)


WHOLE = packet_of(Done(words=("one", "two")), b"first", b"")
MALFORMED = {
    "nothing at all": b"",
    "cut off in the lengths": WHOLE[:6],
    "cut off in the answer": WHOLE[:30],
    "cut off in what is attached": WHOLE[:-1],
    "not an answer": packet_to_octets(b"{}"),
    "not even JSON": packet_to_octets(b"done"),
    "a message too long to be one": b"\xff" * 8,
    "more attached than anybody reads": b"".join(
        number.to_bytes(4, "big") for number in (2, 1, MAX_ALL_OCTETS + 1)
    ),
    "another kind of answer": packet_of(Done()),
}


@contextmanager
def answering(path: Path, octets: bytes | None) -> Iterator[list[bytes]]:
    """Listen as a recorder that says these octets to whoever asks, or nothing at all."""
    heard: list[bytes] = []
    done = threading.Event()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen(1)

        def answer_one() -> None:
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(65_536))
                if octets is None:
                    done.wait()
                else:
                    connection.sendall(octets)

        thread = threading.Thread(target=answer_one)
        thread.start()
        try:
            yield heard
        finally:
            done.set()
            thread.join()


def test_a_real_recorder_says_how_things_stand(tmp_path: Path) -> None:
    """What the recorder answers arrives as it was said, with what is attached."""
    with recorder_home(tmp_path) as home:
        recorder = Recorder(home.socket)
        how = recorder.how()
        done, (note, *lines) = recorder.done(AskJournal())

    assert how.is_journal_sound
    assert done == Done()
    assert f"/{how.box[:16]}\n{len(lines)}\n".encode() in note
    assert b'"how":"reboot"' in lines[0]


def test_a_refusal_is_raised_with_its_code(tmp_path: Path) -> None:
    """What the recorder does not do is told with the code that says why."""
    with recorder_home(tmp_path) as home, pytest.raises(RecorderRefused) as refused:
        Recorder(home.socket).done(Stop(agreement="0" * 64, press=Press.YOUNG_PERSON))

    assert refused.value.code is Code.LEDGER_AGREEMENT


def test_one_request_is_one_packet(tmp_path: Path) -> None:
    """What is asked is the request in the form that both rooms read, and nothing beside it."""
    path = tmp_path / "recorder.sock"
    with answering(path, WHOLE) as heard:
        answer, attached = Recorder(path).done(AskJournal())

    [packet] = heard
    assert request_from_octets(packet[8:]) == AskJournal()
    assert (answer, attached) == (Done(words=("one", "two")), (b"first", b""))


def test_a_large_answer_is_read_whole(tmp_path: Path) -> None:
    """An answer longer than one reading arrives in as many as it takes."""
    path, long = tmp_path / "recorder.sock", bytes(range(256)) * 10_000
    with answering(path, packet_of(Done(), long)):
        _, attached = Recorder(path).done(AskJournal())

    assert attached == (long,)


@pytest.mark.parametrize("octets", MALFORMED.values(), ids=MALFORMED)
def test_what_cannot_be_read_is_silence(octets: bytes, tmp_path: Path) -> None:
    """An answer that is cut off, too long, of another kind or none at all tells nothing."""
    path = tmp_path / "recorder.sock"
    with answering(path, octets), pytest.raises(RecorderSilent):
        Recorder(path, PATIENCE_SECONDS).how()


def test_how_things_stand_is_not_that_something_is_done(tmp_path: Path) -> None:
    """A recorder that answers another question has not done what it was asked."""
    with recorder_home(tmp_path) as home:
        how = Recorder(home.socket).how()
    path = tmp_path / "other.sock"
    with answering(path, packet_of(how)), pytest.raises(RecorderSilent):
        Recorder(path).done(AskJournal())


def test_a_refusal_to_say_how_is_a_refusal(tmp_path: Path) -> None:
    """A refusal stays one, whatever was asked."""
    path = tmp_path / "recorder.sock"
    with answering(path, packet_of(NotDone(code=Code.DOUBT))), pytest.raises(RecorderRefused):
        Recorder(path).how()


def test_a_recorder_that_says_nothing_is_not_waited_for_long(tmp_path: Path) -> None:
    """Who opened the page is not kept waiting for a recorder that hangs."""
    path = tmp_path / "recorder.sock"
    with answering(path, None), pytest.raises(RecorderSilent, match="timed out"):
        Recorder(path, PATIENCE_SECONDS).how()


ABSENT = {
    "no socket": "recorder.sock",
    "a path too long for a socket": "x" * 200,
}


@pytest.mark.parametrize("name", ABSENT.values(), ids=ABSENT)
def test_where_nobody_listens_there_is_silence(name: str, tmp_path: Path) -> None:
    """A recorder that is not running is silent at once."""
    with pytest.raises(RecorderSilent):
        Recorder(tmp_path / name).how()


def test_a_socket_left_behind_is_silence(tmp_path: Path) -> None:
    """A recorder that ended answers nobody, whatever it left."""
    with recorder_home(tmp_path / "home") as home:
        pass
    path = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))

    for one in (home.socket, path):
        with pytest.raises(RecorderSilent):
            Recorder(one).how()
