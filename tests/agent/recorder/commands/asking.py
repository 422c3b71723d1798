"""What tests of the verbs ask a running recorder for, beside the verbs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import ledger_of
from consent.recorder_answers import Answer, answer_to_octets
from consent.recorder_packets import packet_to_octets
from tests.agent.recorder.commands.at_home import AtHome
from tests.consent.commands.ceremony import young_persons_keys


def acknowledged(home: AtHome, agreement: str) -> frozenset[str]:
    """Return whose keys signed that they read how looking is meant."""
    ledger = ledger_of(home.recorder, home.how())
    assert ledger is not None
    return ledger.acknowledged(agreement)


def worker_of(home: AtHome) -> str:
    """Return the id of the social worker's key, to whom the one day of a home is sealed."""
    [kept] = home.how().days
    in_the_home = {one.keys.keyid for one in home.how().viewers}
    [worker] = set(kept.viewers) - in_the_home - {young_persons_keys().public.keyid}
    return worker


@contextmanager
def answering(folder: Path, answer: Answer, *parts: bytes) -> Iterator[Recorder]:
    """Yield something at a recorder's place that always answers so, once."""
    path = folder / "recorder.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen()

        def once() -> None:
            connection, _ = listening.accept()
            # Nobody answers a second time.
            listening.close()
            with connection:
                connection.recv(65_536)
                connection.sendall(packet_to_octets(answer_to_octets(answer), parts))

        thread = Thread(target=once)
        thread.start()
        yield Recorder(path)
        thread.join()
