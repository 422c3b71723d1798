"""Cases of which it is known what the gate says, for a release to be held to before it is used.

Rules kept here:
- A case is a file: what a box was sent and knows, and what must come of it. They are among those
  that the tests publish, octet for octet, one for each question that the gate asks.
- It is judged by the very functions that judge at home.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from consent.decide import decide
from consent.errors import ConsentError
from consent.home import (
    Clock,
    ClockState,
    DeviceFacts,
    HomeState,
    Marks,
    Notice,
    Press,
    Stopped,
    Tip,
)
from consent.ledger import TrustedLedger
from consent.permits import Permit

PERMIT: Final = "PERMIT"
FOLDER: Final = Path(__file__).parent


def wrong_cases(folder: Path = FOLDER) -> list[str]:
    """Return the names of the cases of which the gate says something else than it must."""
    cases = [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    return [case["name"] for case in cases if outcome(case) != case["expect"]]


def outcome(case: Mapping[str, Any]) -> str:
    """Return what comes of a case: `PERMIT:level`, or the code of the no."""
    state = case["state"]
    try:
        ledger = _ledger_of(case)
    except ConsentError as error:
        return error.code
    home = HomeState(
        box=state["box"],
        proven_domain=state["proven_domain"],
        hosted=state["hosted"],
        last_fetched_at=_at(state["last_fetched_at"]),
        marks=_marks(state["marks"]) or ledger.marks,
        notices=tuple(map(_notice, state["notices"])),
        paused=frozenset(state["paused"]),
        stopped=tuple(
            Stopped(agreement=one["agreement"], press=Press(one["press"]), at=_at(one["at"]))
            for one in state["stopped"]
        ),
        audit_writable=state["audit_writable"],
    )
    device = case["device"]
    answer = decide(
        ledger,
        home,
        DeviceFacts(**{**device, "bound_on": date.fromisoformat(device["bound_on"])}),
        Clock(state=ClockState(case["clock"]["state"]), mark=_at(case["clock"]["mark"])),
        _at(case["now"]),
    )
    return f"{PERMIT}:{answer.level}" if isinstance(answer, Permit) else answer.code


def _ledger_of(case: Mapping[str, Any]) -> TrustedLedger:
    ledger = TrustedLedger.begin(
        box=case["state"]["box"],
        root_octets=_octets(case["root"]),
        fingerprint=case["fingerprint"],
        proven_domain=case["state"]["proven_domain"],
        at=_at(case["root"]["at"]),
    )
    # Sorting keeps the order of what was admitted at the same second: keysets first.
    for sent in sorted([*case["keysets"], *case["envelopes"]], key=lambda one: one["at"]):
        ledger = ledger.admit(_octets(sent), at=_at(sent["at"]))
    return ledger


def _octets(sent: Mapping[str, str]) -> bytes:
    return sent["envelope"].encode("utf-8", "surrogatepass")


def _at(text: str | None) -> Any:  # noqa: ANN401 - a time, or None where the file has none
    return None if text is None else datetime.fromisoformat(text)


def _marks(found: Mapping[str, Any] | None) -> Marks | None:
    if found is None:
        return None
    tips = tuple(Tip(**one) for one in found["tips"])
    return Marks(**{**found, "newest_at": _at(found["newest_at"]), "tips": tips})


def _notice(found: Mapping[str, Any]) -> Notice:
    together = found["looked_together_on"]
    return Notice(
        device=found["device"],
        agreement=found["agreement"],
        first_seen_at=_at(found["first_seen_at"]),
        paper_at=_at(found["paper_at"]),
        last_seen_at=_at(found["last_seen_at"]),
        looked_together_on=None if together is None else date.fromisoformat(together),
    )
