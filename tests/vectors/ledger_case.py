"""One case of the trust core as a file: what a box was sent and knows, and what must come of it.

`outcome` is how any implementation runs one: trust the root, admit everything in order, and, if
nothing was refused, decide. `tests/vectors/README.md` says what each member is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
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
from tests.consent import scene
from tests.consent.profiles.sample import DOMAIN
from tests.consent.samples import keyset, signed, trust_root

PERMIT: Final = "PERMIT"


@dataclass(frozen=True, slots=True)
class Sent:
    """The octets of one envelope, and when they were admitted (trusted time)."""

    octets: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `twin` names the case without the fault, `marks` those of another day's ledger.

    `seen` is when each device showed the notice of `agreement`, None where none did.
    """

    name: str
    source: str
    expect: str
    twin: str | None = None
    agreement: str = ""
    root: Sent = field(default_factory=lambda: Sent(scene.octets_of(trust_root()), scene.BEGUN))
    fingerprint: str = field(default_factory=lambda: signed(trust_root()).digest)
    keysets: tuple[Sent, ...] = field(
        default_factory=lambda: (Sent(scene.octets_of(keyset()), scene.BEGUN),)
    )
    envelopes: tuple[Sent, ...] = ()
    now: datetime = scene.NOW
    home: Mapping[str, Any] = field(default_factory=dict)
    device: DeviceFacts = field(default_factory=scene.device_of)
    clock: Clock | None = None
    marks: Marks | None = None
    notices: tuple[Notice, ...] | None = None

    def document(self) -> dict[str, object]:
        """Return the case as its file holds it."""
        home = {
            "box": scene.BOX,
            "proven_domain": DOMAIN,
            "hosted": False,
            "last_fetched_at": None,
            "paused": [],
            "stopped": [],
            "audit_writable": True,
            "marks": self.marks,
            "notices": self._notices(),
            **self.home,
        }
        return {
            "name": self.name,
            "source": self.source,
            "twin": self.twin,
            "root": _plain(self.root),
            "fingerprint": self.fingerprint,
            "keysets": _plain(self.keysets),
            "envelopes": _plain(self.envelopes),
            "state": {key: _plain(value) for key, value in home.items()},
            "now": _plain(self.now),
            "clock": _plain(self.clock or scene.clock_at(self.now)),
            "device": _plain(self.device),
            "expect": self.expect,
        }

    def _notices(self) -> tuple[Notice, ...]:
        if self.notices is not None:
            return self.notices
        seen = min(scene.SEEN, self.now)
        notice = Notice(
            device=self.device.id,
            agreement=self.agreement,
            first_seen_at=seen,
            last_seen_at=self.now,
        )
        return (notice,) if self.agreement else ()


def outcome(vector: Mapping[str, Any]) -> str:
    """Return what comes of a case, as its file holds it: `PERMIT:level`, or the code of the no."""
    state = vector["state"]
    try:
        ledger = TrustedLedger.begin(
            box=state["box"],
            root_octets=vector["root"]["envelope"].encode("utf-8", "surrogatepass"),
            fingerprint=vector["fingerprint"],
            proven_domain=state["proven_domain"],
            at=_at(vector["root"]["at"]),
        )
        # Sorting keeps the order of what was admitted at the same second: keysets first.
        for sent in sorted([*vector["keysets"], *vector["envelopes"]], key=lambda one: one["at"]):
            ledger = ledger.admit(
                sent["envelope"].encode("utf-8", "surrogatepass"), at=_at(sent["at"])
            )
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
    device = vector["device"]
    answer = decide(
        ledger,
        home,
        DeviceFacts(**{**device, "bound_on": date.fromisoformat(device["bound_on"])}),
        Clock(state=ClockState(vector["clock"]["state"]), mark=_at(vector["clock"]["mark"])),
        _at(vector["now"]),
    )
    return f"{PERMIT}:{answer.level}" if isinstance(answer, Permit) else answer.code


def text_of(case: Case) -> str:
    """Return the file of a case."""
    return json.dumps(case.document(), indent=1, ensure_ascii=True) + "\n"


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a case
    match value:
        case Sent():
            return {"at": _plain(value.at), "envelope": value.octets.decode("utf-8")}
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(one) for one in value]
        case frozenset():
            return sorted(value)
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case _:
            return {name: _plain(getattr(value, name)) for name in value.__slots__}


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


def at_other_time(case: Case, now: datetime, expect: str, name: str) -> Case:
    """Return the same case at another moment."""
    return replace(case, now=now, expect=expect, name=name, twin=case.name)
