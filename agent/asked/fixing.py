"""Fix an app: what was just blocked on a device, for two minutes, for that very device alone.

Rules kept here:
- Nothing is noted before the device itself asked to see it, and nothing of any other device.
- A known device is found by its label, so that its other addresses count too; one that nobody named
  by its address alone. Where a label could be taken for an address, nothing is shown.
- Names stay in this memory; they leave it as one answer to whoever asks for that very device.
- With the two minutes, and with the agent, it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Final, NoReturn, final

from agent.in_force import InForce
from policy.agent_answers import BlockedName, JustBlocked, NotDone, Refused
from policy.given.fix_an_app import SECONDS, FixAnApp
from policy.names import Name, to_text
from policy.verdict import Block, Verdict

_SECOND_MS: Final = 1_000


@final
class Shown:
    """Notes what is blocked on one device."""

    __slots__ = ("_clock", "_device", "_fix")

    def __init__(self, device: str, fix: FixAnApp, clock: Callable[[], float]) -> None:
        self._device = device
        self._fix = fix
        self._clock = clock

    def __repr__(self) -> str:
        return "<Shown>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("what is shown is not written to a file")

    def observe(self, _: Name, verdict: Verdict, __: InForce) -> None:
        """Note a block. Never raises."""
        if isinstance(verdict, Block):
            self._fix.note(self._device, verdict, self._clock())


class Fixing:
    """The devices whose holders asked just now, and in `by_device` those that note."""

    def __init__(self, label_at: Callable[[str], str | None], clock: Callable[[], int]) -> None:
        """Begin with none. `clock` gives boot milliseconds.

        `label_at` gives the label of the device at an address, None where nobody named it.
        """
        self._label_at = label_at
        self._clock = clock
        self._fix = FixAnApp()
        self._until: dict[str, float] = {}
        self._by_device: dict[str, Shown] = {}

    @property
    def by_device(self) -> Mapping[str, Shown]:
        """What the pipeline tells, by label or address; always this one mapping.

        It is empty while nobody asked, and then costs a block one test.
        """
        return self._by_device

    def begin(self, address: str) -> JustBlocked | NotDone:
        """Begin two minutes for the device at an address, anew where they run already."""
        device = self._device_at(address)
        if device is None or not self._fix.begin(device, self._seconds()):
            return NotDone(why=Refused.TOO_MANY)
        self._until[device] = self._seconds() + SECONDS
        self._by_device[device] = Shown(device, self._fix, self._seconds)
        return JustBlocked(names=(), seconds=int(SECONDS))

    def just_blocked(self, address: str) -> JustBlocked | NotDone:
        """Return what was blocked on the device at an address since its holder asked."""
        self.forget()
        device = self._device_at(address)
        if device is None or device not in self._by_device:
            return NotDone(why=Refused.NOT_ASKED)
        now = self._seconds()
        return JustBlocked(
            names=tuple(
                BlockedName(to_text(one.name), one.why, one.category)
                for one in self._fix.just_blocked(device, now)
            ),
            seconds=int(self._until[device] - now),
        )

    def forget(self) -> None:
        """Forget every device whose two minutes are over; whoever keeps time calls this."""
        now = self._seconds()
        self._fix.forget(now)
        # A clock that ran backwards ends it as well.
        for device in [
            one for one, until in self._until.items() if not until - SECONDS <= now < until
        ]:
            del self._until[device]
            del self._by_device[device]

    def _device_at(self, address: str) -> str | None:
        """Return how a device is told from all others; None where it cannot be."""
        label = self._label_at(address)
        if label is None:
            return address
        return None if _is_address(label) else label

    def _seconds(self) -> float:
        return self._clock() / _SECOND_MS


def _is_address(label: str) -> bool:
    try:
        ip_address(label.partition("%")[0])
    except ValueError:
        return False
    return True
