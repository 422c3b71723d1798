"""What the kernel knows of the time: whether it is set, and that somebody has stepped it.

Rules kept here:
- The kernel is only asked. Nothing here can set a clock, and no privilege is needed.
- What the kernel does not answer is a no: the clock counts as not set.
- A step is noticed by a timer that the kernel cancels (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).
  It says that there was one, not which way; whoever hears it reads the clocks anew.
"""

from __future__ import annotations

import ctypes
import errno
import os
import time
from types import TracebackType
from typing import Final, Self

_LIBC: Final = ctypes.CDLL(None, use_errno=True)

# adjtimex(2): what it returns where STA_UNSYNC or another doubt is set; 0 to 4 are a set clock,
# with or without a leap second ahead.
_TIME_ERROR: Final = 5

# timerfd_create(2), from <sys/timerfd.h>; the same on x86-64 and aarch64.
_TFD_NONBLOCK: Final = os.O_NONBLOCK
_TFD_CLOEXEC: Final = os.O_CLOEXEC
_TFD_TIMER_ABSTIME: Final = 1
_TFD_TIMER_CANCEL_ON_SET: Final = 2

_NEVER_SECONDS: Final = 2**33
"""When the timer would ring by itself: in the year 2242, so only a step wakes anybody."""

_TICKS_OCTETS: Final = 8


class Timex(ctypes.Structure):
    """`struct timex` of <linux/timex.h> where a long has 64 bits, which is both our machines."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("constant", ctypes.c_long),
        ("precision", ctypes.c_long),
        ("tolerance", ctypes.c_long),
        ("seconds", ctypes.c_long),
        ("microseconds", ctypes.c_long),
        ("tick", ctypes.c_long),
        ("ppsfreq", ctypes.c_long),
        ("jitter", ctypes.c_long),
        ("shift", ctypes.c_int),
        ("stabil", ctypes.c_long),
        ("jitcnt", ctypes.c_long),
        ("calcnt", ctypes.c_long),
        ("errcnt", ctypes.c_long),
        ("stbcnt", ctypes.c_long),
        ("tai", ctypes.c_int),
        # The kernel writes these too: a shorter structure would let it write beyond our memory.
        ("reserved", ctypes.c_int * 11),
    )


class _Timespec(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("interval", _Timespec), ("value", _Timespec))


def is_synchronised() -> bool:
    """Say whether the kernel holds the wall clock for set. Raises nothing."""
    asked = Timex(modes=0)  # changes nothing, so it needs no privilege
    return 0 <= int(_LIBC.adjtimex(ctypes.byref(asked))) < _TIME_ERROR


class StepNotice:
    """A descriptor that becomes readable when somebody steps the wall clock."""

    def __init__(self) -> None:
        """Begin to listen. Raises OSError."""
        self._timer = _checked(
            _LIBC.timerfd_create(time.CLOCK_REALTIME, _TFD_NONBLOCK | _TFD_CLOEXEC)
        )
        never = _Itimerspec(value=_Timespec(seconds=_NEVER_SECONDS))
        flags = _TFD_TIMER_ABSTIME | _TFD_TIMER_CANCEL_ON_SET
        try:
            _checked(_LIBC.timerfd_settime(self._timer, flags, ctypes.byref(never), None))
        except OSError:
            os.close(self._timer)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def fileno(self) -> int:
        """Return the descriptor, for an event loop."""
        return self._timer

    def clear(self) -> bool:
        """Return whether the clock was stepped since the last time, and listen on.

        Raises OSError.
        """
        try:
            os.read(self._timer, _TICKS_OCTETS)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno != errno.ECANCELED:
                raise
        # It rang by itself, or was cancelled: either way the wall clock is where nobody expected.
        return True

    def close(self) -> None:
        """Listen no more."""
        os.close(self._timer)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
