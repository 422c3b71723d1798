"""The lab's home for tests: in namespaces of its own, gone when the test ends, whatever happens.

Rules kept here:
- Root here, or an ordinary user who is root inside only; where neither is allowed, the test fails
  and says what to do, or is left out where that was asked for.
- The home's namespaces live in a mount namespace that ends with one process, so that a test that is
  killed leaves nothing behind.
- Waiting is for something to happen, and every look starts a program; nothing sleeps.
"""

from __future__ import annotations

import os
import time as clocks
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.lab.home import BOX, INTERFACE, LINKS, Home, check_programs
from policy.neighbours import Conflict, ConflictKind, Neighbour, Neighbours
from policy.neighbours_document import neighbours_from_bytes
from tests.promises.programs import PATIENCE_SECONDS, Program, our_python, run

_WAYS_IN = (
    (("unshare", "--net", "--mount"), ("--net", "--mount")),
    (
        ("unshare", "--user", "--map-root-user", "--net", "--mount"),
        ("--user", "--preserve-credentials", "--net", "--mount"),
    ),
)
_HOLD = "mount -t tmpfs none /run; echo held; exec sleep infinity"

NOT_ALLOWED = """\
This machine allows no network namespace, which these tests need; see what tests/namespaces says of
it, or leave them out, and the run will say so:
    ./lamplight test --without-namespaces
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A home that is up, with its router serving; devices are plugged in by the test."""

    home: Home
    published: Path
    stack: ExitStack
    router: Program

    def start(self, machine: str, *command: str) -> Program:
        """Start a program on a machine; it ends with the home."""
        return self.stack.enter_context(Program(self.home.inside(machine, *command)))

    def watch(self) -> Program:
        """Start the real discovery on the box, and wait until it watches."""
        options = ("--interface", INTERFACE, "--publish", str(self.published))
        discovery = self.start(BOX, *our_python("agent.discovery", *options))
        discovery.line_with("ready")
        self.until(self.published.exists)
        return discovery

    def join(self, device: str, *more: str) -> None:
        """Plug a device in, and let it get an address by DHCP."""
        self.home.plug_in(device)
        asking = Program(self.home.dhcp_command(device, *more))
        self.stack.enter_context(asking)
        asking.complaint_with("lease of")

    def ping(self, machine: str, address: str) -> None:
        """Let a machine say something to an address, whatever comes of it."""
        run(self.home.inside(machine, "busybox", "ping", "-c", "1", "-W", "1", address))

    def seen(self) -> Neighbours:
        """Return what discovery says now."""
        return neighbours_from_bytes(self.published.read_bytes())

    def seen_of(self, machine: str) -> Neighbour | None:
        """Return what discovery says of one machine."""
        found = (one for one in self.seen().neighbours if one.link == LINKS[machine])
        return next(found, None)

    def conflict(self, kind: ConflictKind, address: str | None = None) -> Conflict | None:
        """Return the conflict of a kind about an address, if there is one now."""
        found = (one for one in self.seen().conflicts if (one.kind, one.address) == (kind, address))
        return next(found, None)

    def until(self, happened: Callable[[], object]) -> None:
        """Look until something has happened."""
        until(happened)


def until(happened: Callable[[], object]) -> None:
    """Look until something has happened. Each look starts a program, so nothing spins."""
    end = clocks.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert clocks.monotonic() < end, "it did not happen"
        run(["true"])


def hold() -> tuple[Program, tuple[str, ...]]:
    """Return a process that holds namespaces of its own, and what enters them."""
    if os.environ.get("LAMPLIGHT_WITHOUT_NAMESPACES") == "1":
        pytest.skip("left out, as asked: it needs network namespaces")
    for way, entering in _WAYS_IN:
        if run([*way, "true"]).returncode == 0:
            holder = Program([*way, "sh", "-ec", _HOLD])
            return holder, ("nsenter", f"--target={holder.pid}", *entering)
    pytest.fail(NOT_ALLOWED, pytrace=False)


@contextmanager
def lab_at(folder: Path) -> Iterator[Lab]:
    """Raise the home, with its router serving, for as long as the context lasts."""
    check_programs()
    with ExitStack() as stack:
        holder, enter = hold()
        stack.enter_context(holder)
        holder.line_with("held")
        home = Home(enter=enter)
        home.up()
        router = stack.enter_context(Program(home.router_command()))
        router.complaint_with("router advertisement")
        published = folder / "neighbours.json"
        yield Lab(home=home, published=published, stack=stack, router=router)
