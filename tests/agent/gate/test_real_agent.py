from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import dns.rcode
import pytest

from agent.boot import boot_clock_ms
from consent.lease import Renew, TakeBack, message_to_octets
from tests.agent.gate.lending import (
    MINUTE_MS,
    PATIENCE_SECONDS,
    SAMS_PHONE,
    TABLET,
    Recorder,
    arrived,
    ends,
    lend,
    pair,
)
from tests.agent.test_main import ENVIRONMENT, Agent, index, running

SAM, ALEX = "127.0.0.11", "127.0.0.12"

HOUSEHOLD = """
format = "lamplight-household/v1"

[everyone]
block_categories = ["adult"]

[[young_people]]
name = "Sam"
block = ["blocked-at-home.com"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["127.0.0.11"]
"""

Seen = list[tuple[str | None, str | None]]


@pytest.fixture
def path() -> Iterator[Path]:
    """Return where the recorder listens: in a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="lend") as folder:
        yield Path(folder, "lend.sock")


@contextlib.contextmanager
def at_home(path: Path) -> Iterator[Agent]:
    """Run a real agent that looks for a recorder at a path."""
    household, lists = path.with_name("household.toml"), path.with_name("categories.idx")
    household.write_text(HOUSEHOLD, encoding="utf-8")
    lists.write_bytes(index("adult-site.com", "blocked-at-home.com"))
    with running("--household", household, "--index", lists, "--recorder", path) as agent:
        yield agent


def seen_by(ours: socket.socket, agent: Agent, *texts: str) -> Seen:
    """Ask for names from Sam's phone, then return what was observed of them."""
    for text in texts:
        agent.ask(text, source=SAM)
    # What was observed was sent before its answer, so all of it is here.
    return [(observation.category, observation.domain) for observation in arrived(ours)]


def lent_now(recorder: Recorder, agent: Agent, ours: socket.socket) -> None:
    """Wait until what was lent is in use: until a look-up of its own is observed."""
    assert recorder.agent is not None
    until = time.monotonic() + PATIENCE_SECONDS
    number = 0
    while not seen_by(ours, agent, f"www.is-it-lent-{number}.com"):
        assert time.monotonic() < until
        number += 1


@pytest.mark.alone
def test_lent_it_observes_and_taken_back_it_does_not(path: Path) -> None:
    """Before it is taken back look-ups arrive, afterwards none does, and within a second."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        ours = recorder.lend(lend(boot_clock_ms(), addresses=(SAM,)))
        with ours:
            lent_now(recorder, agent, ours)

            assert seen_by(ours, agent, "www.before.com", "cdn.before.com") == [
                (None, "before.com")
            ]

            agent.ask("www.somebody-else.com", source=ALEX)
            began = time.monotonic()
            recorder.say(TakeBack(device=SAMS_PHONE))

            assert ends(ours)
            assert time.monotonic() - began < 1
            assert agent.ask("www.afterwards.com", source=SAM).answer
            assert agent.end() == (0, "")


def test_where_the_recorder_closes_its_end_nothing_can_arrive(path: Path) -> None:
    """Closing is enough: the agent that was told nothing answers on, and what it sends is lost."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        phone = recorder.lend(lend(boot_clock_ms(), addresses=(SAM,)))
        tablet = recorder.lend(lend(boot_clock_ms(), TABLET, addresses=(ALEX,)))
        with tablet:
            lent_now(recorder, agent, phone)
            phone.close()
            for number in range(20):
                assert agent.ask(f"www.late-{number}.com", source=SAM).answer
            agent.ask("www.other.com", source=ALEX)

            assert [one.domain for one in arrived(tablet)] == ["other.com"]


LEVELS = {
    1: [("adult", None)],
    2: [("adult", "adult-site.com")],
    3: [(None, "watched.com")],
    4: [(None, "adult-site.com"), (None, "watched.com")],
}


@pytest.mark.parametrize("level", LEVELS)
def test_only_what_the_level_lets_through_leaves_the_process(path: Path, level: int) -> None:
    """At each level a real agent sends what the level is for, and nothing of other look-ups."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        ours = recorder.lend(lend(boot_clock_ms(), level=level, addresses=(SAM,)))
        probe = recorder.lend(lend(boot_clock_ms(), TABLET, addresses=(ALEX,)))
        with ours, probe:
            # Lent second, so when this one is in use the first is as well.
            until = time.monotonic() + PATIENCE_SECONDS
            while not arrived(probe):
                agent.ask("www.is-it-lent.com", source=ALEX)
                assert time.monotonic() < until
            seen = seen_by(
                ours,
                agent,
                *("www.adult-site.com", "blocked-at-home.com", "a.watched.com", "mask.icloud.com"),
                *("time.apple.com", "printer", "phone.local", "childline.org.uk", "after.com"),
            )

            assert seen == LEVELS[level]


def test_a_lease_ends_by_the_boot_clock_alone(path: Path) -> None:
    """A lease that nobody renews ends at its moment, without a word from anybody."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        ours = recorder.lend(lend(boot_clock_ms(), addresses=(SAM,), minutes=10))
        with ours:
            lent_now(recorder, agent, ours)
            until_ms = boot_clock_ms() + 500
            recorder.say(Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False))

            assert ends(ours)
            assert boot_clock_ms() >= until_ms
            assert agent.ask("www.afterwards.com", source=SAM).answer


def test_renewed_it_goes_on_and_settling_is_over(path: Path) -> None:
    """While settling nothing arrives; renewed without it, look-ups do."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        ours = recorder.lend(lend(boot_clock_ms(), addresses=(SAM,), minutes=1, is_settling=True))
        with ours:
            settling = seen_by(ours, agent, *(f"www.early-{number}.com" for number in range(20)))
            until_ms = boot_clock_ms() + 9 * MINUTE_MS
            recorder.say(Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False))
            lent_now(recorder, agent, ours)

            assert settling == []


A_RECORDER = """
import socket, sys
listening = socket.socket(fileno=int(sys.argv[1]))
theirs = socket.socket(fileno=int(sys.argv[2]))
agent, _ = listening.accept()
socket.send_fds(agent, [bytes.fromhex(sys.argv[3])], [theirs.fileno()])
theirs.close()
print("lent", flush=True)
sys.stdin.read()
"""


@pytest.mark.alone
def test_a_recorder_that_is_killed_ends_every_lease(path: Path) -> None:
    """When the recorder's process is killed, the agent closes what it was lent, and answers on."""
    ours, theirs = pair()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening, ours:
        listening.bind(str(path))
        listening.listen(1)
        with at_home(path) as agent:
            message = message_to_octets(lend(boot_clock_ms(), addresses=(SAM,)))
            given = (listening.fileno(), theirs.fileno())
            with subprocess.Popen(
                [sys.executable, "-c", A_RECORDER, *map(str, given), message.hex()],
                pass_fds=given,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=ENVIRONMENT,
            ) as recorder:
                theirs.close()
                assert recorder.stdout is not None
                assert recorder.stdout.readline() == b"lent\n"
                before = seen_until(ours, agent)
                began = time.monotonic()
                recorder.kill()

                assert before
                assert ends(ours)
                assert time.monotonic() - began < 1
                assert agent.ask("www.afterwards.com", source=SAM).answer


def seen_until(ours: socket.socket, agent: Agent) -> Seen:
    """Ask until something is observed, and return it."""
    until = time.monotonic() + PATIENCE_SECONDS
    seen: Seen = []
    number = 0
    while not seen:
        assert time.monotonic() < until
        seen = seen_by(ours, agent, f"www.is-it-lent-{number}.com")
        number += 1
    return seen


def test_an_agent_that_is_killed_leaves_nothing_lent_and_comes_back(path: Path) -> None:
    """A killed agent's ways are closed by the kernel; started again, it has nothing until lent."""
    with Recorder(path) as recorder:
        with at_home(path) as agent:
            recorder.accept()
            with recorder.lend(lend(boot_clock_ms(), addresses=(SAM,))) as first:
                lent_now(recorder, agent, first)
                agent.process.send_signal(signal.SIGKILL)

                assert ends(first)
                assert recorder.was_left()

        recorder.hang_up()
        with at_home(path) as agent:
            recorder.accept()
            for number in range(5):
                agent.ask(f"www.unlent-{number}.com", source=SAM)
            with recorder.lend(lend(boot_clock_ms(), addresses=(SAM,))) as second:
                assert not [
                    domain for _, domain in seen_until(second, agent) if "unlent" in str(domain)
                ]


def test_a_recorder_that_reads_nothing_delays_no_answer(path: Path) -> None:
    """With the way full, every question is answered as before, and the agent ends in order."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        ours = recorder.lend(lend(boot_clock_ms(), addresses=(SAM,)))
        with ours:
            lent_now(recorder, agent, ours)
            for number in range(600):
                reply = agent.ask(f"www.site-{number}.com", source=SAM)

                assert reply.rcode() == dns.rcode.NOERROR
            assert agent.end() == (0, "")
            waiting = len(arrived(ours))

    # What found no room was lost, so that the rest could be answered at all.
    assert 0 < waiting < 600


def test_without_a_recorder_it_answers_and_says_nothing_about_it(path: Path) -> None:
    """A recorder that is not there, or is no recorder, is no fault of the agent's."""
    with at_home(path) as agent:
        assert agent.ask("www.news.com", source=SAM).answer
        path.write_text("no socket", encoding="ascii")
        assert agent.ask("www.news.com", source=SAM).answer
        assert agent.end() == (0, "")


def test_a_recorder_that_talks_rubbish_is_left(path: Path) -> None:
    """What is no message ends the connection and every lease; the agent answers on, and is back."""
    with Recorder(path) as recorder, at_home(path) as agent:
        recorder.accept()
        ours = recorder.lend(lend(boot_clock_ms(), addresses=(SAM,)))
        with ours:
            lent_now(recorder, agent, ours)
            recorder.send(b"\xff" * 100)

            assert ends(ours)
            assert recorder.was_left()

        recorder.hang_up()
        recorder.accept()

        assert agent.ask("www.news.com", source=SAM).answer
        assert agent.end() == (0, "")
