from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import dns.edns
import dns.exception
import dns.message
import dns.query
import dns.rcode
import pytest

from agent.__main__ import _report_fault, main
from agent.files import replace_file
from policy.categories import Category
from policy.household import Household
from policy.index import ListSource
from policy.names import from_text
from policy.rules import RuleSet
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from policy.status import AgentStatus, IndexState, Refusal, status_from_bytes
from tests.agent.dns import upstreams
from tests.agent.dns.packets import BY_HAND
from tests.agent.dns.upstream.tls_upstreams import certified, unbound
from tests.conftest import ROOT
from tests.policy.strategies import index_octets

PATIENCE_SECONDS = 30.0
SAM = "127.0.0.11"

HOUSEHOLD = """
format = "lamplight-household/v1"

[[young_people]]
name = "Sam"
block = ["blocked.example"]
block_categories = ["adult"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["127.0.0.11"]
"""


class Agent(NamedTuple):
    """A running agent and where it listens."""

    process: subprocess.Popen[str]
    addresses: list[tuple[str, int]]

    def ask(
        self, name: str, rdtype: str = "A", *, source: str | None = None, place: int = 0
    ) -> dns.message.Message:
        """Return the reply to a question over UDP."""
        host, port = self.addresses[place]
        query = dns.message.make_query(name, rdtype, use_edns=0)
        return dns.query.udp(query, host, PATIENCE_SECONDS, port, source=source)

    def blocks(self, name: str, source: str | None = None) -> bool:
        """Say whether a name is blocked."""
        reply = self.ask(name, source=source)
        codes = [one.code for one in reply.options if isinstance(one, dns.edns.EDEOption)]
        return dns.edns.EDECode.BLOCKED in codes

    def comes_to(self, name: str, *, blocked: bool) -> bool:
        """Ask until a name is blocked, or is not, as expected; False when patience ends."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.blocks(name) is not blocked:
            if time.monotonic() > until:
                return False
        return True

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Tell it to stop; return its status, and all it said that was not read before."""
        self.process.send_signal(number)
        said = "".join(self.process.communicate(timeout=PATIENCE_SECONDS))
        return self.process.returncode, said


def command(*options: str | Path) -> list[str]:
    """Return the command line of an agent with these options."""
    return [sys.executable, "-m", "agent", *map(str, options)]


ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@contextlib.contextmanager
def running(*options: str | Path, listen: Sequence[str] = ("127.0.0.1:0",)) -> Iterator[Agent]:
    """Run a real agent under a real dnsmasq that gives every name an address."""
    with upstreams.dnsmasq("--address=/#/192.0.2.9") as upstream:
        where = [word for address in listen for word in ("--listen", address)]
        arguments = command(*where, "--upstream", f"127.0.0.1:{upstream.port}", *options)
        with subprocess.Popen(
            arguments,
            cwd="/",
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield Agent(process, _addresses(process, len(listen)))
            finally:
                process.kill()


def _addresses(process: subprocess.Popen[str], how_many: int) -> list[tuple[str, int]]:
    assert process.stdout is not None
    addresses = []
    for _ in range(how_many):
        line = process.stdout.readline()
        found = re.fullmatch(r"listening on \[?(.+?)\]?:([0-9]+) \(UDP and TCP\)\n", line)
        assert found, process.communicate()
        addresses.append((found[1], int(found[2])))
    assert re.fullmatch(r"ready: policy [0-9]+, [0-9]+ listed names\n", process.stdout.readline())
    return addresses


def refused(*options: str | Path) -> tuple[int, str]:
    """Return the exit status and the words of an agent that cannot start."""
    done = subprocess.run(
        command(*options),
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


HERE = ("--listen", "127.0.0.1:0", "--upstream", "127.0.0.1:9")


def snapshot(version: int, *blocked: str) -> bytes:
    """Return a published policy that blocks these names for everyone."""
    rules = RuleSet(
        block=frozenset(map(from_text, blocked)), block_categories=frozenset({Category.ADULT})
    )
    household = Household(everyone=rules)
    return snapshot_to_bytes(PolicySnapshot(version=version, household=household))


def index(*listed: str) -> bytes:
    """Return an index of names listed as adult."""
    source = ListSource("adult", Category.ADULT)
    return index_octets([(source, [(from_text(name), False) for name in listed])])


def status_at(path: Path) -> AgentStatus:
    """Return what the agent says about itself."""
    return status_from_bytes(path.read_bytes())


def test_every_address_given_is_served() -> None:
    """Several addresses, of both families, are served over UDP and TCP."""
    listen = ("127.0.0.1:0", "127.0.0.31:0", "[::1]:0")
    with running(listen=listen) as agent:
        for place, (host, port) in enumerate(agent.addresses):
            assert agent.ask("example.org", place=place).answer
            query = dns.message.make_query("example.org", "A")
            assert dns.query.tcp(query, host, PATIENCE_SECONDS, port).answer

    assert [host for host, _ in agent.addresses] == ["127.0.0.1", "127.0.0.31", "::1"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_in_order(number: int) -> None:
    """SIGTERM and Ctrl-C end the agent with status 0 and without a word of complaint."""
    with running() as agent:
        agent.ask("example.org")

        assert agent.end(number) == (0, "")


def test_a_household_decides_for_its_devices(tmp_path: Path) -> None:
    """With a household file each device is answered by its own rules."""
    path = tmp_path / "household.toml"
    path.write_text(HOUSEHOLD, encoding="utf-8")
    with running("--household", path) as agent:
        assert agent.blocks("www.blocked.example", SAM)
        assert not agent.blocks("www.blocked.example", "127.0.0.12")
        assert not agent.blocks("childline.org.uk", SAM)


def test_lists_hold_for_everyone(tmp_path: Path) -> None:
    """Block lists given without a household hold for everyone who asks, as do several of them."""
    (tmp_path / "one.txt").write_text("0.0.0.0 bad.example\n", encoding="utf-8")
    (tmp_path / "two.txt").write_text("adult.example\n", encoding="utf-8")
    lists = ("--block", tmp_path / "one.txt", "--block", f"adult={tmp_path / 'two.txt'}")
    with running(*lists) as agent:
        assert agent.blocks("bad.example")
        assert agent.blocks("www.adult.example")
        assert not agent.blocks("example.org")


def test_a_list_and_a_household_go_together(tmp_path: Path) -> None:
    """A list of a category blocks only those whose rules block that category."""
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    (tmp_path / "adult.txt").write_text("adult.example\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("other.example\n", encoding="utf-8")
    with running(
        *("--household", tmp_path / "household.toml"),
        *("--block", f"adult={tmp_path / 'adult.txt'}"),
        *("--block", f"games={tmp_path / 'other.txt'}"),
    ) as agent:
        assert agent.blocks("adult.example", SAM)
        assert not agent.blocks("other.example", SAM)
        assert not agent.blocks("adult.example", "127.0.0.12")


def test_a_list_without_a_category_holds_for_everyone(tmp_path: Path) -> None:
    """A list that was simply given blocks for each device of a household that says no more."""
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    (tmp_path / "own.txt").write_text("own.example\nchildline.org.uk\n", encoding="utf-8")
    with running(
        *("--household", tmp_path / "household.toml", "--block", tmp_path / "own.txt")
    ) as agent:
        assert agent.blocks("own.example", SAM)
        assert agent.blocks("own.example", "127.0.0.12")
        assert not agent.blocks("childline.org.uk", SAM)


def test_adult_lists_given_together_must_agree(tmp_path: Path) -> None:
    """Of two adult lists one is not enough to block; one that is given by itself is."""
    (tmp_path / "one.txt").write_text("one.example\nboth.example\n", encoding="utf-8")
    (tmp_path / "two.txt").write_text("0.0.0.0 both.example\n0.0.0.0 two.example\n")
    one, two = f"adult={tmp_path}/one.txt", f"adult={tmp_path}/two.txt"
    with running("--block", one, "--block", two) as agent:
        assert agent.blocks("both.example")
        assert not agent.blocks("one.example")
        assert not agent.blocks("two.example")
    with running("--block", one) as agent:
        assert agent.blocks("one.example")


NO_LISTS = {"lists that are not there": None, "damaged lists": b"LAMPIDX2 and then nothing"}


@pytest.mark.parametrize("octets", NO_LISTS.values(), ids=NO_LISTS)
def test_without_lists_it_answers_says_so_and_takes_them_when_they_come(
    octets: bytes | None, tmp_path: Path
) -> None:
    """A home's first start without lists works, says what is missing, and needs no second start."""
    lists, status = tmp_path / "c.idx", tmp_path / "status.json"
    if octets:
        lists.write_bytes(octets)
    with running("--index", lists, "--status", status) as agent:
        assert not agent.blocks("adult.example")
        replace_file(lists, [index("adult.example")])
        assert agent.comes_to("adult.example", blocked=True)
        code, said = agent.end()

    assert code == 0
    assert f"lamplight dns: {lists}: " in said
    assert "kinds of site are let through until the lists are there" in said


def test_a_published_policy_comes_into_force_while_it_runs(tmp_path: Path) -> None:
    """The first policy, a later one, a broken one and an older one: the last good one holds."""
    policy, lists, status = (tmp_path / name for name in ("snapshot.json", "c.idx", "status.json"))
    replace_file(lists, [index("adult.example")])
    with running("--snapshot", policy, "--index", lists, "--status", status) as agent:
        assert agent.blocks("adult.example")
        assert status_at(status).snapshot_version == 0

        replace_file(policy, [snapshot(1, "one.example")])
        assert agent.comes_to("one.example", blocked=True)
        replace_file(policy, [snapshot(3, "three.example")])
        assert agent.comes_to("three.example", blocked=True)
        assert not agent.blocks("one.example")

        replace_file(policy, [b"{"])
        wait_for(status, snapshot_refused=Refusal.MALFORMED)
        replace_file(policy, [snapshot(2, "two.example")])
        wait_for(status, snapshot_refused=Refusal.ROLLBACK)

        assert agent.blocks("three.example")
        assert not agent.blocks("two.example")
        assert status_at(status).snapshot_version == 3


def test_an_index_is_replaced_while_it_runs(tmp_path: Path) -> None:
    """A new index is taken up; a truncated one is not, and the old one goes on answering."""
    lists, status = tmp_path / "categories.idx", tmp_path / "status.json"
    replace_file(lists, [index("one.example")])
    with running("--index", lists, "--status", status) as agent:
        assert agent.blocks("one.example")

        replace_file(lists, [index("two.example", "three.example")])
        assert agent.comes_to("two.example", blocked=True)
        assert not agent.blocks("one.example")

        replace_file(lists, [index("four.example")[:-9]])
        wait_for(status, index_refused=Refusal.MALFORMED)

        assert agent.blocks("two.example")
        assert (status_at(status).index, status_at(status).index_names) == (IndexState.IN_FORCE, 2)


def wait_for(path: Path, **expected: object) -> None:
    """Read a status until it says what is expected, or patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while any(getattr(status_at(path), name) != value for name, value in expected.items()):
        assert time.monotonic() < until, status_at(path)


def test_a_status_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """A disk that takes no status any more keeps no policy from coming into force."""
    policy, folder = tmp_path / "snapshot.json", tmp_path / "agent"
    folder.mkdir()
    with running("--snapshot", policy, "--status", folder / "status.json") as agent:
        shutil.rmtree(folder)
        replace_file(policy, [snapshot(1, "one.example")])

        assert agent.comes_to("one.example", blocked=True)

        replace_file(policy, [snapshot(2, "two.example")])

        assert agent.comes_to("two.example", blocked=True)


ODD = "qzx"
"""Every name asked below holds these letters, and nothing else does."""


def odd_packets() -> list[bytes]:
    """Return two hundred queries for odd names, whole and damaged ones."""
    odd = bytes((len(ODD),)) + ODD.encode()
    packets = [packet[:12] + odd + packet[12:] for packet in BY_HAND.values() if len(packet) > 12]
    return (packets * (200 // len(packets) + 1))[:200]


def test_what_is_asked_leaves_no_trace(tmp_path: Path) -> None:
    """Two hundred odd names stand in no output and no file, and the status does not even move."""
    status = tmp_path / "status.json"
    (tmp_path / "list.txt").write_text("0.0.0.0 bad.example\n", encoding="utf-8")
    with running("--block", tmp_path / "list.txt", "--status", status) as agent:
        before = (status.read_bytes(), status.stat().st_mtime_ns, status.stat().st_ino)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            for packet in odd_packets():
                sock.sendto(packet, agent.addresses[0])
                # What stands behind it was answered, so this one was dealt with.
                agent.ask(f"{ODD}.example")
        agent.blocks(f"{ODD}.bad.example")
        after = (status.read_bytes(), status.stat().st_mtime_ns, status.stat().st_ino)
        code, said = agent.end()

    assert code == 0
    assert ODD not in said.lower()
    assert before == after
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and ODD.encode() in path.read_bytes().lower()
    ]


def test_a_fault_is_reported_without_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """An internal fault is told by its kind and place, never by the values that led to it."""
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        try:
            from_text("qzx..example")
        except Exception as fault:  # noqa: BLE001 - any fault will do
            _report_fault(loop, {"exception": fault, "message": "qzx"})

    said = capsys.readouterr()

    assert re.fullmatch(r"lamplight dns: internal fault NameMalformed at names.py:\d+\n", said.err)
    assert not said.out


BROKEN_HOUSEHOLDS = {
    "no TOML": ("= 1", ("line 1",)),
    "an unknown key": (HOUSEHOLD + "colour = 'red'\n", ("devices[0]", "colour")),
    "a bad name": (HOUSEHOLD.replace("blocked.example", "not a name"), ("young_people[0]",)),
    "nobody's device": (HOUSEHOLD.replace('to = "Sam"', 'to = "Jo"'), ("devices[0]", "Jo")),
    "a bad address": (HOUSEHOLD.replace("127.0.0.11", "127.0.0"), ("devices[0].addresses[0]",)),
    "no format": ("", ("format",)),
    "not text": ("\udcff", ("UTF-8",)),
}


@pytest.mark.parametrize(("text", "words"), BROKEN_HOUSEHOLDS.values(), ids=BROKEN_HOUSEHOLDS)
def test_a_broken_household_is_refused(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    """A household that breaks its shape is refused with the file, the place and what is wrong."""
    path = tmp_path / "household.toml"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    code, said = refused(*HERE, "--household", path)

    assert code == 2
    assert all(word in said for word in (str(path), *words)), said
    assert said.count("\n") == 1


def test_a_port_in_use_is_refused() -> None:
    """An address that is taken is named, and the exit status is 2."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        code, said = refused("--listen", address, "--upstream", "127.0.0.1:9")

    assert (code, said) == (
        2,
        f"lamplight dns: cannot listen on {address}: address already in use\n",
    )


def test_zones_have_upstreams_of_their_own(tmp_path: Path) -> None:
    """A real agent asks a real router for the home's names, a real unbound over TLS for others."""
    tls = certified(tmp_path)
    with (
        upstreams.dnsmasq("--address=/printer.lan/192.168.1.7") as router,
        unbound(tmp_path, tls, "wiki.work.example. A 192.0.2.80") as office,
    ):
        pin = base64.b64encode(tls.pin).decode()
        zones = (
            *("--zone", f"lan=127.0.0.1:{router.port}"),
            *("--zone", f"work.example=tls://127.0.0.1:{office.port}#sha256/{pin}"),
        )
        with running(*zones) as agent:
            found = [
                agent.ask(name).answer[0][0].to_text()
                for name in ("printer.lan", "wiki.work.example", "www.example.org")
            ]
            backwards = agent.ask("7.1.168.192.in-addr.arpa", "PTR")

    assert found == ["192.168.1.7", "192.0.2.80", "192.0.2.9"]
    assert backwards.rcode() == dns.rcode.NXDOMAIN


REFUSED = {
    "an upstream over TLS without a name": (
        ("--listen", "127.0.0.1:0", "--upstream", "tls://192.0.2.1"),
        "whose certificate",
    ),
    "upstreams over TLS and without it": (
        (*HERE, "--upstream", "tls://192.0.2.1#dns.example"),
        "either all as tls:// or https://, or none",
    ),
    "a zone without an upstream": ((*HERE, "--zone", "lan"), "write it as lan=192.168.1.1:53"),
    "no address to listen on": (("--upstream", "127.0.0.1:9"), "--listen"),
    "no upstream": (("--listen", "127.0.0.1:0"), "--upstream"),
    "an upstream by name": (
        ("--listen", "127.0.0.1:0", "--upstream", "dns.example"),
        "--upstream: 'dns.example' is not an address; write it as 127.0.0.1:5301",
    ),
    "an upstream as a web address without a name": (
        ("--listen", "127.0.0.1:0", "--upstream", "https:///dns-query"),
        "is not an address",
    ),
    "lists and an index": ((*HERE, "--block", "a", "--index", "b"), "not allowed with"),
    "a household and a snapshot": ((*HERE, "--household", "a", "--snapshot", "b"), "not allowed"),
    "a household that is not there": ((*HERE, "--household", "/nowhere.toml"), "/nowhere.toml: "),
    "a list that is not there": ((*HERE, "--block", "/nowhere.txt"), "/nowhere.txt"),
    "a category nobody knows": ((*HERE, "--block", "odd=/nowhere.txt"), "odd"),
    "a status in no folder": ((*HERE, "--status", "/nowhere/status.json"), "/nowhere"),
    "a recorder whose path no socket can have": (
        (*HERE, "--recorder", "/" + "x" * 107),
        "cannot be a socket",
    ),
    "a recorder without a path": ((*HERE, "--recorder", ""), "cannot be a socket"),
    "an address of another machine": (
        ("--listen", "192.0.2.1:5300", "--upstream", "127.0.0.1:9"),
        "cannot listen on 192.0.2.1:5300",
    ),
}


@pytest.mark.parametrize(("options", "words"), REFUSED.values(), ids=REFUSED)
def test_what_a_person_can_mend_is_told(options: tuple[str, ...], words: str) -> None:
    """A mistake on the command line or in a file ends with status 2 and says what it is."""
    code, said = refused(*options)

    assert code == 2
    assert words in said


CONFINED = """
import ctypes, resource, runpy, sys
sys.argv = ["agent", "--help"]
try:
    runpy.run_module("agent", run_name="__main__")
except SystemExit:
    pass
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_it_is_confined_before_it_does_anything() -> None:
    """Started as a program, the agent gives up core files and being looked into first of all."""
    done = subprocess.run(
        [sys.executable, "-c", CONFINED],
        check=True,
        cwd="/",
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines()[-1] == "0 0 0"


def test_running_it_can_leave_no_core_file() -> None:
    """The limits of a running agent allow no core file of any size."""
    with running() as agent:
        limits = Path(f"/proc/{agent.process.pid}/limits").read_text(encoding="ascii")

    assert re.search(r"Max core file size +0 +0 ", limits)


def test_it_starts_without_what_decides_about_recording() -> None:
    """A restart keeps the home waiting for as little as filtering needs: no consent is judged."""
    program = "import agent.__main__, sys; print(*(one for one in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    loaded = set(done.stdout.decode().split())

    assert "consent.clock_report" in loaded
    assert not loaded & {"consent.decide", "consent.ledger", "consent.clock_judgement"}


def test_the_same_errors_are_returned_in_process(capsys: pytest.CaptureFixture[str]) -> None:
    """Called as a function, the agent returns its status and does not end its caller."""
    assert main([*HERE, "--household", "/nowhere.toml"]) == 2
    assert "/nowhere.toml" in capsys.readouterr().err
