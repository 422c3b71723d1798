from __future__ import annotations

import asyncio
import errno
import ipaddress
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest

from agent.discovery.netlink import Entry, Kernel, NoSuchInterface, Own
from agent.discovery.published import Published
from agent.discovery.watching import Watching
from agent.lab.home import FOUR, LIAR, LINKS
from policy.neighbours import Freshness, Neighbours
from policy.neighbours_document import neighbours_from_bytes
from tests.agent.lab_home import lab_at
from tests.promises.programs import our_python

TABLET, BOX = LINKS["tablet"], LINKS["box"]


class PlayedKernel:
    """A kernel that tells what a test gives it; an error among that is raised in its turn."""

    def __init__(self, *told: Entry | OSError | None) -> None:
        """Tell these, one after the other, and then nothing."""
        self.told = list(told)
        self.table: list[Entry] = []
        self.there = True
        self.asked = 0

    async def own(self) -> Own:
        """Return a box without an interface to open: its socket cannot be, which ends nothing."""
        self.asked += 1
        if not self.there:
            raise NoSuchInterface("gone")
        raise OSError(errno.ENODEV, "No such device")

    async def neighbours(self) -> list[Entry]:
        """Return the table as it is after events were lost."""
        return self.table

    async def changes(self) -> AsyncIterator[Entry | None]:
        """Yield what is left to tell."""
        while self.told:
            one = self.told.pop(0)
            if isinstance(one, OSError):
                raise one
            yield one
        await asyncio.Event().wait()


def watched(tmp_path: Path, kernel: PlayedKernel, done: Callable[[Neighbours], bool]) -> Neighbours:
    """Return what is published, once it is as asked for."""
    path = tmp_path / "neighbours.json"

    async def watch() -> Neighbours:
        watching = Watching("eth0", Published(path), asyncio.get_running_loop().time)
        watching._table.own_addresses = (ipaddress.ip_interface(f"{FOUR}.2/24"),)
        keeping = asyncio.create_task(watching.keep(cast("Kernel", kernel)))
        try:
            async with asyncio.timeout(30):
                while True:
                    await asyncio.sleep(0)
                    with suppress(FileNotFoundError):
                        seen = neighbours_from_bytes(path.read_bytes())
                        if done(seen):
                            return seen
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping

    return asyncio.run(watch())


def entry(last: int, *, reachable: bool = True) -> Entry:
    """Return an entry of the tablet."""
    return Entry(link=TABLET, address=f"{FOUR}.{last}", reachable=reachable)


def test_what_the_kernel_tells_is_published(tmp_path: Path) -> None:
    """A neighbour that the kernel is sure of is published as confirmed."""
    seen = watched(tmp_path, PlayedKernel(entry(20)), lambda seen: bool(seen.neighbours))

    assert seen.neighbours[0].addresses == {f"{FOUR}.20": Freshness.CONFIRMED}


@pytest.mark.parametrize("there", [True, False], ids=["the interface stays", "it is gone"])
def test_nothing_that_the_kernel_says_ends_the_watching(tmp_path: Path, *, there: bool) -> None:
    """After lost events, a vanished interface and a refused socket, the next word is heard."""
    kernel = PlayedKernel(None, OSError(errno.ENOBUFS, "No buffer space"), None, entry(21))
    kernel.there = there
    seen = watched(tmp_path, kernel, lambda seen: bool(seen.neighbours))

    assert [one.link for one in seen.neighbours] == [TABLET]
    assert bool(seen.neighbours[0].addresses) is there  # without an interface no network is ours
    assert kernel.asked >= 2


def test_a_flood_of_claims_is_published_a_few_times_a_second(tmp_path: Path) -> None:
    """However many frames change the table, readers get few new documents."""
    with lab_at(tmp_path) as lab:
        lab.watch()
        lab.home.plug_in(LIAR)
        flood = lab.start(LIAR, *our_python("tests.namespaces.garbage", "7", "2000"))
        written = {lab.published.stat().st_ino}

        def ended() -> bool:
            written.add(lab.published.stat().st_ino)
            return flood.pid not in flood.family()

        lab.until(ended)
        lab.until(lambda: lab.seen_of(LIAR))

    assert 1 < len(written) < 40
