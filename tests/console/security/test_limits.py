from __future__ import annotations

import sys
import threading
from types import SimpleNamespace

import limits.storage.memory
import pytest

from console.security.limits import A_MINUTE, Tries


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the clock by which the library counts, as a list of one."""
    now = [1_000.0]
    monkeypatch.setattr(limits.storage.memory, "time", SimpleNamespace(time=lambda: now[0]))
    return now


def test_five_tries_a_minute(clock: list[float]) -> None:
    """The sixth is refused until a minute after the first."""
    tries = Tries()
    first = [tries.may_try("sign-in 1", "192.168.77.21") for _ in range(A_MINUTE + 1)]
    clock[0] += 61

    assert first == [True] * 5 + [False]
    assert tries.may_try("sign-in 1", "192.168.77.21")


def test_each_source_has_its_own(clock: list[float]) -> None:
    """Somebody who guesses at many names runs out of tries as well."""
    tries = Tries()
    guesses = [tries.may_try(f"sign-in {number}", "192.168.77.21") for number in range(6)]

    assert guesses == [True] * 5 + [False]
    assert tries.may_try("sign-in 9", "192.168.77.22")
    assert clock


def test_each_sign_in_has_its_own(clock: list[float]) -> None:
    """Somebody with many addresses runs out of tries as well."""
    tries = Tries()
    guesses = [tries.may_try("sign-in 1", f"192.168.77.{number}") for number in range(6)]

    assert guesses == [True] * 5 + [False]
    assert tries.may_try("phone 1", "192.168.77.99")
    assert clock


def test_a_network_of_version_6_is_one_source(clock: list[float]) -> None:
    """A device that takes a new address for each guess is still one source."""
    tries = Tries()
    guesses = [tries.may_try(f"sign-in {n}", f"fd00:77:0:1::{n:x}") for n in range(6)]

    assert guesses == [True] * 5 + [False]
    assert tries.may_try("sign-in 9", "fd00:77:0:2::1")
    assert clock


def test_who_gets_it_right_begins_anew(clock: list[float]) -> None:
    """What was counted of this sign-in and source is forgotten, and of no other."""
    tries = Tries()
    for _ in range(5):
        tries.may_try("sign-in 1", "192.168.77.21")
        tries.may_try("sign-in 2", "192.168.77.22")
    tries.forget("sign-in 1", "192.168.77.21")

    assert tries.may_try("sign-in 1", "192.168.77.21")
    assert not tries.may_try("sign-in 2", "192.168.77.23")
    assert clock


def test_somebody_without_an_address_is_one_source(clock: list[float]) -> None:
    """What is no address counts as one and the same."""
    tries = Tries()

    assert [tries.may_try(f"{n}", "") for n in range(6)] == [True] * 5 + [False]
    assert clock


def test_tries_at_one_moment_are_five_that_pass() -> None:
    """However the threads of one moment meet, five of them may try: no more, and no fewer."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(40):
            assert sum(_at_one_moment(Tries(), 10)) == A_MINUTE
    finally:
        sys.setswitchinterval(before)


def _at_one_moment(tries: Tries, many: int) -> list[bool]:
    came: list[bool] = []
    start = threading.Barrier(many)

    def one() -> None:
        start.wait()
        came.append(tries.may_try("sign-in 1", "192.168.77.21"))

    threads = [threading.Thread(target=one) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
