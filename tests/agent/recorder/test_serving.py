from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from agent.recorder.asking import Recorder
from agent.recorder.box import LEDGER_FILE
from agent.recorder.ending import ENDED_FILE
from agent.recorder.errors import RecorderBroken
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.kernel_time import StepNotice
from agent.recorder.memory import FILE as MEMORY_FILE
from agent.recorder.serving import LEASES_SOCKET, REQUESTS_SOCKET, Setting, serve
from consent.codes import Code
from consent.home import ClockState, Press
from consent.lease import Lend
from consent.recorder_answers import Answer, HowItStands
from consent.recorder_requests import AskHow, EndPlacement, Request, Stop
from tests.agent.recorder.home import (
    BUILT_ON,
    START,
    AgentEnd,
    card_at,
    put_card,
    while_recording,
)
from tests.fake_time import FakeTime


def asked(folder: Path, *requests: Request) -> list[object]:
    """Run a recorder, ask these things one after another, end it, and return the answers."""

    async def run() -> list[object]:
        stop, is_ready = asyncio.Event(), asyncio.Event()
        run_folder = folder / "run"
        run_folder.mkdir(exist_ok=True)
        setting = Setting(state=folder / "state", run=run_folder, look_every_seconds=0.01)
        serving = asyncio.create_task(
            serve(setting, FakeTime(START), built_on=BUILT_ON, stop=stop, ready=is_ready.set)
        )
        answers: list[object] = []
        recorder = Recorder(run_folder / REQUESTS_SOCKET)
        for request in requests:
            await is_ready.wait()
            if isinstance(request, EndPlacement):
                is_ready.clear()
            answer, _ = await asyncio.to_thread(recorder.ask, request)
            answers.append(answer)
        stop.set()
        await serving
        return answers

    return asyncio.run(run())


def test_a_recorder_answers_and_ends_well(tmp_path: Path) -> None:
    """It says when it is ready, answers over its socket, and leaves no socket behind."""
    [how] = asked(tmp_path, AskHow())

    assert isinstance(how, HowItStands)
    assert how.decided_at is not None
    assert not (tmp_path / "run" / REQUESTS_SOCKET).exists()


def test_what_lends_may_stand_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """Whoever may ask it things need not be able to reach where it lends, and the reverse."""
    run_folder, lend = tmp_path / "run", tmp_path / "lend"
    run_folder.mkdir()
    lend.mkdir()
    setting = Setting(state=tmp_path / "state", run=run_folder, lend=lend)

    def sockets() -> set[str]:
        return {str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*.sock")}

    async def run() -> set[str]:
        stop, is_ready = asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(
            serve(setting, FakeTime(START), built_on=BUILT_ON, stop=stop, ready=is_ready.set)
        )
        await is_ready.wait()
        found = sockets()
        stop.set()
        await serving
        return found

    assert asyncio.run(run()) == {f"run/{REQUESTS_SOCKET}", f"lend/{LEASES_SOCKET}"}


def test_after_the_end_of_a_placement_it_serves_as_another_box(tmp_path: Path) -> None:
    """The same process goes on, with another key."""
    before, _, after = asked(tmp_path, AskHow(), EndPlacement(), AskHow())

    assert isinstance(before, HowItStands)
    assert isinstance(after, HowItStands)
    assert before.box != after.box


class Running:
    """A recorder that runs on this loop, on a card and a clock that are held."""

    def __init__(self, folder: Path, time: FakeTime, *, step: StepNotice | None = None) -> None:
        self.setting = Setting(
            state=folder / "state", run=folder, look_every_seconds=0.01, settling_ms=0, step=step
        )
        self.time = time
        self.asking = Recorder(folder / REQUESTS_SOCKET)

    async def ask(self, request: Request) -> Answer:
        """Ask, whatever the answer. Raises RecorderRefused."""
        answer, _ = await asyncio.to_thread(self.asking.ask, request)
        return answer

    async def how(self) -> HowItStands:
        """Ask how everything stands."""
        answer = await self.ask(AskHow())
        assert isinstance(answer, HowItStands)
        return answer

    async def until(self, is_so: Callable[[HowItStands], bool]) -> HowItStands:
        """Ask until it is so; the recorder looks at its clock every hundredth of a second."""
        async with asyncio.timeout(30):
            while not is_so(found := await self.how()):
                pass
        return found

    def go(self, then: Callable[[], Awaitable[None]]) -> None:
        """Run the recorder while something is done, and end it."""

        async def run() -> None:
            stop, is_ready = asyncio.Event(), asyncio.Event()
            serving = asyncio.create_task(
                serve(self.setting, self.time, built_on=BUILT_ON, stop=stop, ready=is_ready.set)
            )
            ready = asyncio.create_task(is_ready.wait())
            await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            if is_ready.is_set():
                await then()
            stop.set()
            await serving

        asyncio.run(run())


def recording(folder: Path) -> tuple[Running, str]:
    """Return a recorder on the card of a home that records, and the agreement."""
    kept, agreement = while_recording()
    put_card(kept.card, folder / "state")
    return Running(folder, copy.copy(kept.time)), agreement


async def nothing() -> None:
    """Do nothing."""


def test_an_agent_is_lent_to_over_real_sockets(tmp_path: Path) -> None:
    """An agent that connects gets its lease at once, and loses it within the call that stops."""
    running, agreement = recording(tmp_path)

    async def then() -> None:
        agent = AgentEnd(tmp_path / LEASES_SOCKET)
        how = await running.until(lambda how: how.is_agent_there)
        heard = agent.hear()
        assert [type(one) for one in heard] == [Lend]
        device = how.devices[0].id
        assert agent.send(device, b"anything")
        await running.ask(Stop(agreement=agreement, press=Press.CARER))
        assert not agent.send(device, b"anything")
        agent.close()

    running.go(then)


def test_a_clock_that_is_lost_goes_round_without_being_asked(tmp_path: Path) -> None:
    """Time is looked at by itself; where it is lost, everything is taken back, and lent again."""
    running, _ = recording(tmp_path)

    async def then() -> None:
        running.time.unsynchronise()
        how = await running.until(lambda how: how.devices[0].off is not None)
        assert how.devices[0].off is Code.CLOCK_UNSYNCHRONISED
        assert how.clock is ClockState.UNSYNCHRONISED
        running.time.synchronise()
        await running.until(lambda how: how.devices[0].off is None)

    running.go(then)


def test_a_minute_later_the_round_goes(tmp_path: Path) -> None:
    """By the boot clock, whatever the wall says, everything is decided anew each minute."""
    running, _ = recording(tmp_path)

    async def then() -> None:
        before = (await running.how()).decided_at
        running.time.advance(59)
        assert (await running.how()).decided_at == before
        running.time.advance(1)
        await running.until(lambda how: how.decided_at != before)

    running.go(then)


class Rung(StepNotice):
    """A notice that rings when a test says so, through a real descriptor."""

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()
        self.cleared = 0

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._reads

    def ring(self) -> None:
        """Ring."""
        os.write(self._writes, b"x")

    def clear(self) -> bool:
        """Return that it rang, once for two times."""
        os.read(self._reads, 1)
        self.cleared += 1
        return self.cleared > 1

    def close(self) -> None:
        """Listen no more."""
        os.close(self._reads)
        os.close(self._writes)


def test_a_step_of_the_clock_goes_round_at_once(tmp_path: Path) -> None:
    """Where the kernel says that the clock was stepped, nobody waits; a false alarm is none."""
    kept, _ = while_recording()
    put_card(kept.card, tmp_path / "state")
    with Rung() as step:
        running = Running(tmp_path, copy.copy(kept.time), step=step)

        async def then() -> None:
            before = (await running.how()).decided_at
            running.time.advance(1)
            step.ring()
            assert (await running.until(lambda _: step.cleared == 1)).decided_at == before
            step.ring()
            await running.until(lambda how: how.decided_at != before)

        running.go(then)


def test_what_it_knew_is_kept_at_stop(tmp_path: Path) -> None:
    """A stop keeps the mark of trusted time, takes everything back, and leaves no agent a way."""
    running, _ = recording(tmp_path)
    agents: list[AgentEnd] = []

    async def then() -> None:
        agents.append(AgentEnd(tmp_path / LEASES_SOCKET))
        await running.until(lambda how: how.is_agent_there)
        running.time.advance(5)
        await running.until(lambda how: how.at == running.time.now)

    running.go(then)
    [agent] = agents
    agent.hear()

    assert not any(agent.send(device, b"anything") for device in list(agent.lent))
    assert running.time.now.isoformat()[:19] in (tmp_path / "state/clock.json").read_text()
    agent.close()


def test_a_second_recorder_leaves_the_first_ones_folder_alone(tmp_path: Path) -> None:
    """Whoever starts it twice is told, before a file was touched."""
    running, _ = recording(tmp_path)

    async def then() -> None:
        # What would be cut off or removed at a start.
        (tmp_path / "state/.home.json.0f0f0f0f.part").write_bytes(b"half")
        with (tmp_path / "state" / JOURNAL_FILE).open("ab") as journal:
            journal.write(b"half a line")
        before = card_at(tmp_path / "state")
        with pytest.raises(RecorderBroken, match="another recorder is running"):
            await serve(
                running.setting,
                running.time,
                built_on=BUILT_ON,
                stop=asyncio.Event(),
                ready=lambda: None,
            )
        assert card_at(tmp_path / "state") == before

    running.go(then)


BROKEN = {
    "the ledger": (LEDGER_FILE, b"rubbish\n", "ledger"),
    "the memory": (MEMORY_FILE, b"rubbish", "home"),
    "the key": ("box.key", b"short", "box"),
}


@pytest.mark.parametrize(("name", "octets", "told"), BROKEN.values(), ids=BROKEN)
def test_a_card_that_cannot_be_read_is_told_and_can_be_mended(
    name: str, octets: bytes, told: str, tmp_path: Path
) -> None:
    """The recorder ends with a sentence that names the file, and starts once it is put back."""
    running, _ = recording(tmp_path)
    before = (tmp_path / "state" / name).read_bytes()
    (tmp_path / "state" / name).write_bytes(octets)
    with pytest.raises(RecorderBroken, match=rf"{told}.* from a backup"):
        running.go(nothing)
    (tmp_path / "state" / name).write_bytes(before)
    running.go(nothing)


def test_an_end_that_was_cut_short_comes_first(tmp_path: Path) -> None:
    """A card that was being wiped is wiped to its end before anything is read from it."""
    running, _ = recording(tmp_path)
    key = (tmp_path / "state/box.key").read_bytes()
    (tmp_path / "state" / ENDED_FILE).write_bytes(b"")
    (tmp_path / "state" / LEDGER_FILE).write_bytes(b"\0" * 300)

    async def then() -> None:
        how = await running.how()
        assert how.agency is None
        assert how.devices == ()

    running.go(then)
    assert (tmp_path / "state/box.key").read_bytes() != key
