"""The lamp on the box: it is on while anything at all is being recorded.

It is one of the lights under /sys/class/leds (the kernel's Documentation/leds/leds-class.rst): a
file `trigger` that lists what can drive it, the one in force in brackets, and a file `brightness`.

Rules kept here:
- It is given back as it was found, when recording ends or the recorder stops.
- Found on, and driven by nothing, it was left so by a recorder that was killed: it is then given
  back as off, for a lamp that says "recording" when there is none says something untrue.
- Where there is no such light, or no permission, nothing happens: recording does not hang on it,
  and whoever calls is told that nothing shows.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_IN_FORCE: Final = re.compile(r"\[([^\]]+)\]")
_BY_NOTHING: Final = "none"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a light is: what drives it, and how bright it is."""

    trigger: str
    brightness: str


_OUT: Final = _Look(_BY_NOTHING, "0")


class Light:
    """One light, which tells that something is being recorded."""

    def __init__(self, folder: Path | None) -> None:
        """Take a light by its folder, None where the box has none. It is left alone for now."""
        self._folder = folder
        self._found: _Look | None = None

    def show(self, *, is_recording: bool) -> bool:
        """Let the light tell whether anything is recorded; return whether it does. Raises nothing.

        Where it does not, a page should say so.
        """
        if self._folder is None:
            return False
        try:
            return self._lit(self._folder) if is_recording else self._given_back(self._folder)
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        """Give the light back as it was found. Raises nothing."""
        self.show(is_recording=False)

    def _lit(self, folder: Path) -> bool:
        if self._found is None:
            self._found = _to_give_back(folder)
        # Each time anew: somebody may have changed it meanwhile.
        _make(folder, _look_when_on(folder))
        return True

    def _given_back(self, folder: Path) -> bool:
        if self._found is not None:
            _make(folder, self._found)
            self._found = None
        elif _look_of(folder) == _look_when_on(folder):
            _make(folder, _OUT)
        return True


def _to_give_back(folder: Path) -> _Look:
    """Return how a light is to be given back. Raises OSError, ValueError."""
    look = _look_of(folder)
    return _OUT if look == _look_when_on(folder) else look


def _look_of(folder: Path) -> _Look:
    found = _IN_FORCE.search(_read(folder / "trigger"))
    if found is None:
        raise ValueError("no trigger is in force")
    return _Look(found[1], str(int(_read(folder / "brightness"))))


def _look_when_on(folder: Path) -> _Look:
    return _Look(_BY_NOTHING, str(int(_read(folder / "max_brightness"))))


def _make(folder: Path, look: _Look) -> None:
    # The trigger first: taking one away puts the light out.
    _write(folder / "trigger", look.trigger)
    # Only a light that nothing drives has a brightness of its own; to write 0 to another one would
    # take its trigger away.
    if look.trigger == _BY_NOTHING:
        _write(folder / "brightness", look.brightness)


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii")


def _write(path: Path, text: str) -> None:
    # Never made: where the kernel has no such file, there is no such light.
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
