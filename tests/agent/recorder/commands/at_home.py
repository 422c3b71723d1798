"""A real recorder in a thread of this process, real sockets, and somebody at the box's terminal.

Time stands still until a test lets it go by; what the clock is worth is judged by the real rules.
Homes that took long to come about are made once, and taken up again on another card.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Final, TypeVar, cast

from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import how_it_stands
from agent.recorder.serving import REQUESTS_SOCKET, Setting, serve
from consent.encoding import JsonValue
from consent.observation import Observation, observation_to_octets
from consent.passphrase import keys_from_words, stop_code_for
from consent.recorder_answers import Answer, HowItStands
from consent.recorder_requests import Admit, NoticeShown, Request
from consent.schema import write
from tests.agent.recorder.home import BUILT_ON, START, TABLET, Home, Kept, put_card, somewhere
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.fake_time import FakeTime

CARD: Final = " ".join(ceremony.CARD)
CARERS_WORDS: Final = ("unwashed", "gallon", "pantry", "remake", "blooper")
STOP_CODE: Final = "1234 5678"
SITES: Final = ("example.com", "example.net")
LOOK_EVERY_SECONDS: Final = 0.01

Found = TypeVar("Found")


class AtHome:
    """A running recorder, the clock it goes by, and the desk of its social worker."""

    def __init__(self, folder: Path, kept: Kept | None) -> None:
        self.state, self.run = folder / "state", folder / "run"
        self.run.mkdir()
        self.time = FakeTime(START) if kept is None else copy(kept.time)
        self.desk = MemoryDesk() if kept is None else copy(kept.desk)
        self.recorder = Recorder(self.run / REQUESTS_SOCKET)
        if kept is not None:
            self.desk.files = dict(kept.desk.files)
            put_card(kept.card, self.state)
        self._is_ready = Event()
        self._thread = Thread(target=self._begin, name="recorder")

    def start(self) -> None:
        """Start the recorder, and wait until it answers."""
        self._is_ready.clear()
        self._thread = Thread(target=self._begin, name="recorder")
        self._thread.start()
        assert self._is_ready.wait(20)

    def end(self) -> None:
        """End the recorder, and wait for it."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def ask(self, request: Request, *attached: bytes) -> Answer:
        """Ask the recorder, as a part of the box."""
        answer, _ = self.recorder.ask(request, attached)
        return answer

    def how(self) -> HowItStands:
        """Return how everything stands."""
        return how_it_stands(self.recorder)

    def somebody(self, answers: Mapping[str, str | list[str]] | None = None) -> MemoryDesk:
        """Return somebody at the terminal, who answers so."""
        return MemoryDesk(answers=answers or {}, seed="at home")

    def later(self, **span: float) -> None:
        """Let at least a minute go by, and the round at the end of it."""
        self._in_the_loop(lambda: self.time.advance(timedelta(**span).total_seconds()))
        now = self.time.now.replace(microsecond=0)
        while (decided_at := self.how().decided_at) is None or decided_at < now:
            pass

    def lose_the_time(self) -> None:
        """Let the time service say that the time is not known."""
        self._in_the_loop(self.time.unsynchronise)

    @contextmanager
    def becoming_another(self) -> Iterator[None]:
        """Wait, at the end of the block, until the recorder goes on as another box."""
        self._is_ready.clear()
        yield
        assert self._is_ready.wait(20)

    def _in_the_loop(self, act: Callable[[], Found]) -> Found:
        async def acting() -> Found:
            return act()

        doing: Coroutine[None, None, Found] = acting()
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(20)

    def _begin(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            # Whoever waits for it is told by what it then does not answer.
            self._is_ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        await serve(
            Setting(state=self.state, run=self.run, look_every_seconds=LOOK_EVERY_SECONDS),
            self.time,
            built_on=BUILT_ON,
            stop=self._stop,
            ready=self._is_ready.set,
        )


@contextmanager
def at_home(folder: Path, kept: Kept | None = None) -> Iterator[AtHome]:
    """Yield a home whose recorder runs; it ends when the block does."""
    home = AtHome(folder, kept)
    home.start()
    try:
        yield home
    finally:
        home.end()


@cache
def with_entries() -> tuple[Kept, str]:
    """Return a home with two sites written down today, two viewers, and a carer who has read.

    The agreement's digest comes with it; the young person gave it.
    """
    return _with_entries({})


@cache
def with_entries_by_a_parent() -> tuple[Kept, str]:
    """Return the same home, but a parent gave the agreement."""
    return _with_entries(ceremony.BY_A_PARENT)


@cache
def with_counts() -> tuple[Kept, str]:
    """Return the same home, but only counts are kept, and the carer has read nothing yet."""
    return _with_entries({"scope.level": 1, "scope.why_not_lower": None}, has_read=False)


@cache
def costly_stop_code() -> JsonValue:
    """Return what an agreement keeps of the stop code, at the cost that the box works at."""
    return cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))


def _with_entries(changes: Mapping[str, JsonValue], *, has_read: bool = True) -> tuple[Kept, str]:
    with somewhere() as folder:
        home = Home(folder)
        home.carer = keys_from_words(CARERS_WORDS, "ca" * 16)
        home.enrolled().bound()
        changes = {"home.stop_code": costly_stop_code(), **home.with_carer(), **changes}
        digest = home.agreed(changes)
        home.later(hours=1)
        home.done(NoticeShown(address=TABLET))
        home.later(days=2)
        home.later(hours=8)
        if has_read:
            home.done(Admit(), home.read_by_carer(digest))
        home.settled()
        if changes.get("scope.level") == 1:
            for _ in SITES:
                counted = Observation(level=1, category="strangers", domain=None)
                assert home.agents[-1].send(home.tablet, observation_to_octets(counted))
            home.observed()
        else:
            home.observed(*SITES)
        found = home.kept()
        home.crash()
    return found, digest
