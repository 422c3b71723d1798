"""A home of the lab in order, with discovery and the real agent, and what the report finds in it.

Rules kept here:
- Discovery and the agent are the real ones, started as on any box; only the agent's clock is held.
- What is found is made of what they say, by `policy.coverage`, and of nothing else.
"""

from __future__ import annotations

import json
import signal
from collections import defaultdict
from datetime import UTC, datetime
from typing import Final

from agent.lab.home import BOX, FOUR, PREFIXES
from policy.agent_answers import Totals
from policy.agent_requests import AskTotals
from policy.coverage import Finding, FindingKind, Roads, findings
from policy.household import Household
from tests.agent.asked.asking import ask
from tests.agent.lab_home import Lab
from tests.fake_time import FakeTime
from tests.promises.programs import our_python

EMPTY: Final = Household()
START: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NOBODY_NAMED: Final = 'format = "lamplight-household/v1"\n'


class Asking:
    """A machine that goes on asking, and what it was told."""

    def __init__(self, lab: Lab, machine: str, *names: str) -> None:
        command = our_python("tests.namespaces.asking_lab", *names)
        self._program = lab.start(machine, *command)
        self._program.line_with("[")

    def end(self) -> None:
        """Ask no more."""
        self._program.tell(signal.SIGKILL)
        self._program.end()

    @property
    def told(self) -> list[tuple[str, float, str, str]]:
        """Every answer so far: the address, its age, the name, and the status."""
        whole, _, _ = self._program.printed.rpartition("\n")
        return [tuple(json.loads(line)) for line in whole.splitlines()]

    def blocked_now(self) -> dict[str, set[str]]:
        """Return what is blocked at each address, by the last answer about each name."""
        last = {(address, name): status for address, _, name, status in self.told}
        found: defaultdict[str, set[str]] = defaultdict(set)
        for (address, name), status in last.items():
            if status == "NXDOMAIN":
                found[address].add(name)
        return dict(found)


class Watched:
    """A home with discovery and the real agent, and what is found in it."""

    def __init__(
        self, lab: Lab, *, household: str = NOBODY_NAMED, is_discovered: bool = True
    ) -> None:
        self.lab = lab
        self.known: Roads | None = None
        self.household = EMPTY
        folder = lab.published.parent
        self.clock = FakeTime(START, file=folder / "clock")
        self.socket = folder / "agent.sock"
        file = folder / "household.toml"
        file.write_text(household, encoding="utf-8")
        if is_discovered:
            lab.watch()
        options = ["--upstream", f"{FOUR}.2:1", "--household", str(file)]
        options += ["--neighbours", str(lab.published), "--asked", str(self.socket)]
        for address in (f"{FOUR}.2", *(f"[{prefix}2]" for prefix in PREFIXES)):
            options += ["--listen", f"{address}:53"]
        agent = lab.start(
            BOX, *our_python("tests.promises.agent_at", str(folder / "clock"), *options)
        )
        agent.line_with("ready")

    def all_found(self) -> tuple[Finding, ...]:
        """Return what is found now, in the order in which to look at it."""
        answer = ask(self.socket, AskTotals())
        assert isinstance(answer, Totals)
        seen = self.lab.seen() if self.lab.published.exists() else None
        return findings(self.household, seen, answer.asked, self.known)

    def found(self) -> dict[FindingKind, Finding]:
        """Return the same by its kind; of two of one kind, the last."""
        return {one.kind: one for one in self.all_found()}

    def until(self, kind: FindingKind) -> Finding:
        """Return a finding, once it is there."""
        self.lab.until(lambda: kind in self.found())
        return self.found()[kind]
