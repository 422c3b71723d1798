"""Why a device may or may not have a name, with the line of each list that says so.

Rules kept here:
- The decision and its sentence are `policy.explain`'s; here only lists and lines are added.
- The name that is asked about is in the answer and nowhere else: nothing is written, kept or
  counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.store.lists_folder import HeldLine, ListsFolder, shown
from policy.compile import CompiledPolicy, DevicePolicy
from policy.explain import Explanation, Listed, explain
from policy.index import CategoryIndex
from policy.list_standing import ListsStanding, ListStanding
from policy.names import Name


@dataclass(frozen=True, slots=True)
class Naming:
    """One list that names a name. `standing` and `line` are None where they cannot be told."""

    listed: Listed
    standing: ListStanding | None
    line: HeldLine | None

    @property
    def title(self) -> str:
        """What the list is called: by its publisher, or else by the index."""
        return shown(self.standing.title if self.standing else self.listed.source.name)


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """A decision and the lists it rests on."""

    found: Explanation
    namings: tuple[Naming, ...]


def policy_of(compiled: CompiledPolicy, device: str | None) -> DevicePolicy | None:
    """Return what holds on a device, or for visitors (None); None for a device not of the home."""
    return compiled.visitors if device is None else compiled.by_device.get(device)


def why(
    policy: DevicePolicy, name: Name, index: CategoryIndex | None, lists: ListsFolder | None
) -> WhyAnswer:
    """Return what is decided for `name` under `policy`, and which lines of which lists say so."""
    found = explain(policy, name, index)
    standings: dict[str, ListStanding] = {}
    if lists and found.lists and isinstance(told := lists.standing(), ListsStanding):
        standings = {one.id: one for one in told.lists}
    return WhyAnswer(
        found,
        tuple(
            Naming(
                listed,
                standings.get(listed.source.name),
                lists.line_naming(listed.source.name, listed.name) if lists else None,
            )
            for listed in found.lists
        ),
    )
