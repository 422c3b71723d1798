"""The plug is pulled at any moment: the home has names after each boot, and nothing opens by it."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from typing import Final

import dns.rcode

from tests.conftest import Scale
from tests.systemd.booted.box import ANSWER, BLOCKED, KNOWN, SERVICES, Box

CUTS_IN_CI: Final = 8
"""For each of the two Debians, which makes the fifteen of a change's own run, and one more."""

CUTS_IN_SOAK: Final = 100

NEXT: Final = "/srv/next"


class Home:
    """The home whose box is cut off, and what was acknowledged to its carer."""

    def __init__(self, box: Box) -> None:
        """Begin with the home that is set up."""
        self.box = box
        self.acknowledged = {BLOCKED}

    def holds(self, where: str) -> None:
        """Hold that names are answered, and that whatever a carer was told is so."""
        known = self.box.dig(KNOWN)
        assert known.rcode() == dns.rcode.NOERROR, where
        assert [record.to_text() for record in known.answer[0]] == [ANSWER], where
        for name in self.acknowledged:
            assert self.box.says_no(name), f"{where}: {name} is open"
        assert self.box.phone.ask("/rules").status == 200, where


@contextmanager
def going_on(act: Callable[[], object]) -> Iterator[None]:
    """Do something beside what the context does; how it ends is nobody's concern."""
    doing = threading.Thread(target=act)
    doing.start()
    try:
        yield
    finally:
        doing.join()


def _told(home: Home, dice: random.Random) -> None:
    """Cut it off the very moment that a change was acknowledged."""
    wanted = {*home.acknowledged, f"n{dice.randrange(10**9)}.example"}
    assert home.box.block(*sorted(wanted))
    home.box.cut()
    home.acknowledged = wanted


def _publish(home: Home, dice: random.Random) -> None:
    name = f"n{dice.randrange(10**9)}.example"
    wanted = {*home.acknowledged, name}

    def change() -> None:
        with suppress(OSError, HTTPException, AssertionError, IndexError):
            if home.box.block(*sorted(wanted)):
                home.acknowledged = wanted

    with going_on(change):
        time.sleep(dice.uniform(0, 1))
        home.box.cut()


def _restart(home: Home, dice: random.Random) -> None:
    with going_on(lambda: home.box.tries("systemctl", "restart", *SERVICES)):
        time.sleep(dice.uniform(0, 2))
        home.box.cut()


def _boot(home: Home, dice: random.Random) -> None:
    home.box.cut()
    home.box.switch_on()
    time.sleep(dice.uniform(0, 3))
    home.box.cut()


def _look(home: Home, dice: random.Random) -> None:
    def look() -> None:
        for _ in range(20):
            python = ("env", "PYTHONPATH=/opt/lamplight/current/house")
            done = home.box.tries(
                *(*python, "/opt/lamplight/current/venv/bin/python", "-m", "agent.recorder"),
                *("audit", "--run", "/run/lamplight/recorder"),
            )
            if done.returncode:
                return

    with going_on(look):
        time.sleep(dice.uniform(0, 1))
        home.box.cut()


def _install(home: Home, dice: random.Random) -> None:
    """Cut off an installation of another release over the one that runs."""
    box = home.box
    box.run("rm", "-rf", NEXT)
    box.run("cp", "-r", box.clone, NEXT)
    box.run("tee", "-a", f"{NEXT}/agent/__init__.py", given=f"# {dice.random()}\n")
    with going_on(
        lambda: box.tries(f"{NEXT}/lamplight", "install", "--yes", "--wheels", box.wheels)
    ):
        time.sleep(dice.uniform(0, 15))
        box.cut()


ACTS: Final = (_told, _restart, _boot, _publish, _look, _publish, _install, _told)
"""In turn; a change on the pages most often, for something is acknowledged there."""


def test_a_power_cut_leaves_names_answered_and_opens_nothing(
    spare_box: Box, dice: random.Random, scale: Scale, seed: int
) -> None:
    """After every boot names are answered, and each change that was acknowledged is in force."""
    home, done = Home(spare_box), Counter[str]()
    begin = time.monotonic()
    for number in range(scale(CUTS_IN_CI, CUTS_IN_SOAK)):
        act = ACTS[number % len(ACTS)]
        act(home, dice)
        home.box.boot()
        home.holds(f"seed {seed}, cut {number}, {act.__name__[1:]}")
        done[act.__name__[1:]] += 1
    seconds = time.monotonic() - begin
    print(f"seed {seed}: {dict(done)}, {len(home.acknowledged) - 1} changes, {seconds:.0f} s")  # noqa: T201
