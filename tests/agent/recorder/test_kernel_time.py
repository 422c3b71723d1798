from __future__ import annotations

import asyncio
import ctypes
import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.recorder import kernel_time
from agent.recorder.kernel_time import StepNotice, Timex, is_synchronised

_ADJ_SETOFFSET = 0x0100
_ADJ_NANO = 0x2000


def step(nanoseconds: int) -> bool:
    """Step this machine's wall clock by a hair; return whether the machine allows that.

    Its kernel then calls the clock unset until the machine's time service sets it again, which is
    seconds or minutes.
    """
    wanted = Timex(modes=_ADJ_SETOFFSET | _ADJ_NANO)
    wanted.seconds, wanted.microseconds = divmod(nanoseconds, 10**9)
    done = int(ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(wanted)))
    if done < 0:
        assert ctypes.get_errno() == errno.EPERM
    return done >= 0


def step_and_back(monkeypatch: pytest.MonkeyPatch, notice: StepNotice) -> None:
    """Step the wall clock there and back, or where that is not allowed, let it look so."""
    if step(1_000):
        step(-1_000)
        return

    def cancelled(descriptor: int, size: int) -> bytes:
        monkeypatch.undo()
        assert (descriptor, size) == (notice.fileno(), 8)
        raise OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))

    monkeypatch.setattr(os, "read", cancelled)


def open_descriptors() -> int:
    """Return how many descriptors this process holds."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_the_structure_is_as_large_as_the_kernel_s() -> None:
    """A shorter one would let the kernel write beyond our memory, a longer one misplace a field."""
    assert ctypes.sizeof(Timex) == 208
    assert Timex.status.offset == 40
    assert Timex.seconds.offset == 72
    assert Timex.tai.offset == 160


def test_what_the_kernel_answers_stands_where_we_look() -> None:
    """The fields that say the time and the length of a tick hold what they can only hold."""
    asked = Timex(modes=0)
    before = int(time.time())

    state = int(kernel_time._LIBC.adjtimex(ctypes.byref(asked)))

    assert 0 <= state <= 5
    assert before - 1 <= asked.seconds <= time.time() + 1
    assert 9_000 <= asked.tick <= 11_000
    # Bit 6 is STA_UNSYNC: the same word in another place.
    assert is_synchronised() == (state != 5)
    assert (asked.status & 0x40 != 0) <= (state == 5)


ANSWERS = {
    "set": (0, True),
    "a leap second today": (1, True),
    "a leap second over": (4, True),
    "not set": (5, False),
    "no answer": (-1, False),
}


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_only_a_set_clock_is_synchronised(
    monkeypatch: pytest.MonkeyPatch, answer: int, *, expected: bool
) -> None:
    """Of the kernel's answers five say that the clock is set, and the rest do not."""

    class Kernel:
        def adjtimex(self, asked: object) -> int:
            # Any other mode would change the clock.
            assert asked._obj.modes == 0  # type: ignore[attr-defined] # what ctypes points to
            return answer

    monkeypatch.setattr(kernel_time, "_LIBC", Kernel())

    assert is_synchronised() is expected


def test_without_a_step_nothing_is_noticed() -> None:
    """A clock that only goes on makes nothing readable, and nothing stays open in the end."""
    before = open_descriptors()
    with StepNotice() as notice:
        assert notice.clear() is False
    assert open_descriptors() == before


def test_a_step_is_noticed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time that somebody steps the clock is told, and told once."""
    with StepNotice() as notice:
        told = []
        for _ in range(2):
            step_and_back(monkeypatch, notice)
            told += [notice.clear(), notice.clear()]

    assert told == [True, False, True, False]


def test_an_event_loop_can_wait_for_a_step() -> None:
    """The descriptor becomes readable with the step, which wakes whoever waits for it."""

    async def woken() -> bool:
        loop = asyncio.get_running_loop()
        heard = asyncio.Event()
        with StepNotice() as notice:
            loop.add_reader(notice.fileno(), heard.set)
            try:
                if step(1_000):
                    step(-1_000)
                    await asyncio.wait_for(heard.wait(), 5)
                return notice.clear() == heard.is_set()
            finally:
                loop.remove_reader(notice.fileno())

    assert asyncio.run(woken())


def test_a_timer_that_breaks_is_an_error() -> None:
    """What is neither silence nor a step is not taken for either."""
    notice = StepNotice()
    notice.close()

    with pytest.raises(OSError, match="Bad file descriptor"):
        notice.clear()


def test_no_timer_is_an_error() -> None:
    """Where the system gives no descriptor, whoever asks for one is told."""
    program = """
import resource
from agent.recorder.kernel_time import StepNotice
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
try:
    StepNotice()
except OSError as error:
    print(error.strerror)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("Too many open files\n", "")


def test_a_timer_that_cannot_be_set_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """No descriptor is left open where the timer cannot be set."""
    opened = open_descriptors()
    # No flag of the timer has this value, so the kernel refuses it.
    monkeypatch.setattr(kernel_time, "_TFD_TIMER_CANCEL_ON_SET", 1 << 20)

    with pytest.raises(OSError, match="Invalid argument"):
        StepNotice()

    assert open_descriptors() == opened
