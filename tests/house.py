"""A whole agent in memory, on a clock and with an upstream that a test holds in its hands.

Rules kept here:
- Everything between the packet and the answer is the real thing: the document, the compiler, the
  index, the pipeline, the cache. Only time and the upstream are played.
- A household comes in as it does at home: published as octets and read back, and its version
  rises.
- `FakeUpstream` says what a real upstream with the same script says; a contract test holds that.

`python -m tests.house --dump DIR` writes a house as files, to look at or to start the agent on.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from agent.dns import answers, wire
from agent.dns.cache import Cache
from agent.dns.gate import SILENCE
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.upstream import UpstreamSilent
from agent.dns.wire import Answer, Question
from agent.in_force import Current, InForce, protective_default
from agent.lists.parse import Tally, read_names
from policy.categories import Category
from policy.compile import CompiledPolicy, compile_policy
from policy.document import household_from_toml
from policy.household import Household
from policy.index import SALT_OCTETS, CategoryIndex, ListSource, Reach
from policy.index_build import IndexBuilder
from policy.snapshot import PolicySnapshot, check_rises, snapshot_from_bytes, snapshot_to_bytes
from tests.scenarios.household_toml import household_to_toml

VISITOR: Final = "a visitor"
"""Stands for a device that nobody has named."""

VISITOR_ADDRESS: Final = "192.0.2.250"

_SALT: Final = bytes(SALT_OCTETS)


class NotScripted(AssertionError):
    """The upstream was asked for something that its script does not hold."""


class FakeClock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        """Begin anywhere; only differences count."""
        self._seconds = 1_000.0

    def __call__(self) -> float:
        """Return seconds, as `time.monotonic` does."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """What an upstream says to one question. Records are written as in a zone file."""

    name: str
    rtype: str = "A"
    status: str = "NOERROR"
    answer: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()


class Script:
    """All that an upstream knows. `otherwise` is the address of every name that is not in it.

    That address `lives` so many seconds.
    """

    def __init__(
        self,
        entries: Iterable[Scripted] = (),
        *,
        otherwise: str | None = None,
        lives: int = 300,
    ) -> None:
        """Take the entries; a later one for the same question takes the place of an earlier."""
        self._entries = {
            (entry.name.lower(), dns.rdatatype.from_text(entry.rtype)): entry for entry in entries
        }
        self._otherwise = otherwise
        self._lives = lives

    def reply(self, packet: bytes) -> bytes:
        """Return the whole reply to a query. Raises NotScripted."""
        query = dns.message.from_wire(packet)
        [question] = query.question
        name = question.name.to_text(omit_final_dot=True).lower()
        entry = self._entries.get((name, question.rdtype))
        if entry is None:
            if self._otherwise is None:
                asked = f"{name} {dns.rdatatype.to_text(question.rdtype)}"
                raise NotScripted(f"the upstream was asked for {asked}, which nobody has scripted")
            records = (f"{name}. {self._lives} IN A {self._otherwise}",)
            is_address = question.rdtype == dns.rdatatype.A
            entry = Scripted(name=name, answer=records if is_address else ())
        response = dns.message.make_response(query, recursion_available=True)
        response.set_rcode(dns.rcode.from_text(entry.status))
        response.answer = [_rrset(line) for line in entry.answer]
        response.authority = [_rrset(line) for line in entry.authority]
        return response.to_wire(max_size=65_535)


def _rrset(line: str) -> dns.rrset.RRset:
    owner, ttl, rdclass, rtype, data = line.split(maxsplit=4)
    return dns.rrset.from_text(owner, int(ttl), rdclass, rtype, data)


class FakeUpstream:
    """An upstream in memory. `asked` counts the questions that reached it."""

    def __init__(self, script: Script) -> None:
        """Answer from the script until told to be silent."""
        self.script = script
        self.silent = False
        self.asked = 0

    async def ask(self, question: Question) -> Answer:
        """Return what the script says. Raises UpstreamSilent and NotScripted."""
        self.asked += 1
        if self.silent:
            raise UpstreamSilent
        query = answers.query(0, question, edns=True)
        end = query.index(b"\0", wire.HEADER_OCTETS) + 5
        answer = wire.read_answer(self.script.reply(query), end)
        assert answer is not None, "dnspython writes nothing that the fast reader declines"
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseList:
    """A block list as text: hosts lines or plain names."""

    name: str
    category: Category
    text: str


def index_of(lists: Iterable[HouseList]) -> bytes:
    """Return the index of lists, read as the lists job reads them."""
    builder = IndexBuilder(_SALT)
    for item in lists:
        builder.start_list(ListSource(item.name, item.category))
        for batch in read_names([item.text.encode()], Tally()):
            builder.add_many(batch.both, Reach.BOTH)
            builder.add_many(batch.itself, Reach.ITSELF)
    return b"".join(builder.finish())


class SimulatedHouse:
    """One home: its rules, its lists, its clock, its upstream, and the agent between them."""

    def __init__(
        self,
        household: Household | None = None,
        lists: Sequence[HouseList] = (),
        script: Script | None = None,
    ) -> None:
        """Build it. Without a household nothing was published yet; without lists there is no index.

        Whoever wants to count or silence the upstream finds it at `upstream`.
        """
        self.clock = FakeClock()
        self.upstream = FakeUpstream(script or Script())
        self.household = household or Household()
        self.lists = tuple(lists)
        self._current = Current(InForce(protective_default(), None))
        self._pipeline = Pipeline(self._current, Cache(self.clock), self.upstream)
        if household is not None:
            self.publish(household)
        if lists:
            self.replace_lists(lists)

    @property
    def policy(self) -> CompiledPolicy:
        """What is in force."""
        return self._current.in_force.policy

    def publish(self, household: Household) -> None:
        """Publish a household under the next version, and take it up at once."""
        self.household = household
        octets = snapshot_to_bytes(self._snapshot(self.policy.version + 1))
        snapshot = snapshot_from_bytes(octets)
        check_rises(snapshot.version, self.policy.version)
        self._current.replace(policy=compile_policy(snapshot.household, snapshot.version))

    def replace_lists(self, lists: Sequence[HouseList]) -> None:
        """Put the index of other lists in force."""
        self.lists = tuple(lists)
        self._current.replace(index=CategoryIndex(memoryview(index_of(lists))))

    def address_of(self, device: str) -> str:
        """Return a device's first address. Raises KeyError for a name that nobody bears."""
        addresses = {found.name: found.addresses[0] for found in self.household.devices}
        return {VISITOR: VISITOR_ADDRESS, **addresses}[device]

    def ask(
        self,
        device: str,
        name: str,
        rtype: str = "A",
        *,
        over_tcp: bool = False,
        recursion: bool = True,
    ) -> dns.message.Message:
        """Return what a device is answered, read by somebody else's library."""
        query = dns.message.make_query(name, rtype, use_edns=0, payload=answers.OUR_PAYLOAD)
        if not recursion:
            query.flags &= ~dns.flags.RD
        reply = self._pipeline.answer(query.to_wire(), self.address_of(device), over_tcp=over_tcp)
        if isinstance(reply, Forward):
            reply = asyncio.run(self._pipeline.forward(reply))
        assert reply != SILENCE, "an honest query is always answered"
        response = dns.message.from_wire(reply)
        assert query.is_response(response)
        return response

    def dump(self, folder: Path) -> None:
        """Write the house as files, laid out as its state is at home."""
        for room in ("console", "lists"):
            (folder / room).mkdir(parents=True, exist_ok=True)
        (folder / "household.toml").write_text(household_to_toml(self.household), encoding="utf-8")
        octets = snapshot_to_bytes(self._snapshot(max(1, self.policy.version)))
        (folder / "console" / "snapshot.json").write_bytes(octets)
        for item in self.lists:
            (folder / "lists" / f"{item.name}.txt").write_text(item.text, encoding="utf-8")
        (folder / "lists" / "categories.idx").write_bytes(index_of(self.lists))

    def _snapshot(self, version: int) -> PolicySnapshot:
        return PolicySnapshot(version=version, household=self.household)


EXAMPLE_HOUSEHOLD: Final = """\
format = "lamplight-household/v1"

[everyone]
block_categories = ["malware", "adult"]

[[carers]]
name = "Sam"

[[young_people]]
name = "Leo"
block_categories = ["games"]
block = ["youtube.com"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["192.0.2.11", "fd00::11"]

[[devices]]
name = "Leo's tablet"
belongs_to = "Leo"
addresses = ["192.0.2.12", "fd00::12"]
"""

EXAMPLE_LISTS: Final = (
    HouseList(name="bad-things", category=Category.MALWARE, text="malware.example\n"),
    HouseList(name="play", category=Category.GAMES, text="0.0.0.0 play.example\n"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the example house to a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.house", description=main.__doc__)
    parser.add_argument("--dump", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    SimulatedHouse(household_from_toml(EXAMPLE_HOUSEHOLD), EXAMPLE_LISTS).dump(options.dump)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
