"""What goes wrong around a server, and how long others wait for what is known meanwhile.

Rules kept here:
- Server, resolver above and whoever does harm are processes of their own; here is only measured.
- What never comes counts as half a second: it is not left out.
"""

from __future__ import annotations

import contextlib
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.agent.dns.besieged import PROBED
from tests.agent.dns.besieging import BEGUN, HOST
from tests.agent.dns.packets import opt, query

ROOT: Final = Path(__file__).parents[3]
KNOWN: Final = query("www.known.example", additional=[opt()])
A_SECOND: Final = 1_000
"""How many questions are asked in a second."""
LOST_SECONDS: Final = 0.5
"""After so long it is lost: a device asks again."""


class Fault(NamedTuple):
    """Who does harm (`besieging`), and what the resolver above does (`besieged_above`)."""

    by: str
    above: str = "dead"


FAULTS: Final = {
    "one address floods": Fault("flood"),
    "one address sends rubbish": Fault("flood_of_rubbish"),
    "many addresses are forged": Fault("forged"),
    "a storm of names, and a dead upstream": Fault("storm"),
    "a storm of names, and a slow one": Fault("storm", "slow"),
    "a storm of names, and one that lies by another id": Fault("storm", "another_id"),
    "a storm of names, and one that answers another question": Fault("storm", "another_question"),
    "a storm of names, and somebody who answers for it": Fault("storm", "another_source"),
    "a storm of names, and one that refuses": Fault("storm", "refuses"),
    "a storm of names from many, and a dead upstream": Fault("storm_of_many"),
    "connections that say nothing": Fault("half_open"),
    "a connection that never listens": Fault("deaf"),
}


class Measured(NamedTuple):
    """How long known answers took, in milliseconds, and how many never came."""

    median: float
    p99: float
    longest: float
    lost: int


@contextlib.contextmanager
def program(module: str, *arguments: str) -> Iterator[str]:
    """Run a module of the tests until the block ends; yield the first line that it prints."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()


@contextlib.contextmanager
def server(above: str) -> Iterator[int]:
    """Run a server below a resolver that does wrong, knowing what is asked for; yield its port."""
    with (
        program("tests.agent.dns.besieged_above", above) as upstream,
        program("tests.agent.dns.besieged", upstream) as port,
    ):
        asked_for(int(port), 2)  # it is fetched, and is known from here on
        yield int(port)


@contextlib.contextmanager
def besieged(port: int, by: str) -> Iterator[None]:
    """Have harm done to a server until the block ends."""
    with program("tests.agent.dns.besieging", by, str(port)) as begun:
        assert begun == BEGUN
        yield


def asked_for(port: int, questions: int) -> Measured:
    """Ask for what is known, a thousand times a second, and return how long it took."""
    took: list[float] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((PROBED, 0))
        sock.connect((HOST, port))
        sock.setblocking(False)
        sent: dict[int, float] = {}
        began = time.perf_counter()
        number = 0
        while number < questions or sent:
            now = time.perf_counter()
            if number < questions and now >= began + number / A_SECOND:
                sock.send(number.to_bytes(2, "big") + KNOWN[2:])
                sent[number] = now
                number += 1
            next_at = began + number / A_SECOND if number < questions else now + LOST_SECONDS
            if select.select([sock], [], [], max(0.0, next_at - time.perf_counter()))[0]:
                reply = sock.recv(4_096)
                at = sent.pop(int.from_bytes(reply[:2], "big"), None)
                if at is not None:
                    took.append(time.perf_counter() - at)
            elif number == questions:
                break
        lost = len(sent)
    took = sorted([*took, *[LOST_SECONDS] * lost])
    at_99 = took[len(took) * 99 // 100]
    return Measured(took[len(took) // 2] * 1e3, at_99 * 1e3, took[-1] * 1e3, lost)
