"""The journal in plain words, the newest last: who looked and why, what was on, what was stopped.

Rules kept here:
- Every entry is one line; none is left out or summed up.
- A device is what it is called here, a person a role and the label that an agreement gave it.
- Where the journal is not as the box signed it, that is said first, and the rest is told all the
  same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import how_it_stands, journal_of, ledger_of
from agent.recorder.commands.meant import named
from agent.recorder.commands.standing import agreements_in, labels_of, viewer_called, why
from consent.acts import Act, Erasure, NoticeStarted, StoppedByPress, ViewReason
from consent.audit_entry import AuditEntry
from consent.commands.audit_words import ERASURES, REASONS, ROLES
from consent.commands.plain import shown
from consent.commands.questions import day_shown
from consent.desk import Desk
from consent.errors import Reader
from consent.frozen import Kind
from consent.home import ClockState
from consent.recorder_answers import HowItStands
from consent.records.agreement import Agreement

AS_SIGNED, DAMAGED = 0, 1

_START: Final = 8


def show(desk: Desk, recorder: Recorder) -> int:
    """Tell every entry of the journal; return the exit status. Raises ConsentError."""
    stands = how_it_stands(recorder)
    ledger = ledger_of(recorder, stands)
    kinds = {one.digest: one.envelope.kind for one in ledger.entries} if ledger else {}
    names = Names(stands, agreements_in(ledger), kinds)
    journal = journal_of(recorder)
    if journal.fault is not None:
        desk.say(words.SHOW_DAMAGED.format(why=journal.fault.explain(Reader.CARER)))
    for entry in journal.entries:
        desk.say(words.SHOW_UNREAD if entry is None else entry_told(entry, names))
    if not journal.entries:
        desk.say(words.SHOW_NONE)
    return AS_SIGNED if journal.fault is None else DAMAGED


@dataclass(frozen=True, slots=True)
class Names:
    """What devices, agreements and viewers are called here, and of which kind each record is."""

    stands: HowItStands
    agreements: dict[str, Agreement]
    kinds: Mapping[str, Kind]

    def device(self, device: str) -> str:
        """Return what a device is called, or was."""
        gone = words.SHOW_GONE_DEVICE.format(start=device[:_START])
        return labels_of(self.stands, self.agreements).get(device, gone)

    def viewer(self, agreement: str, keyid: str) -> str | None:
        """Return what an agreement calls a viewer, None where it names no such key."""
        found = self.agreements.get(agreement)
        for one in found.viewing.viewers if found else ():
            if one.keys.keyid == keyid:
                return viewer_called(one.role, one.label)
        return None

    def record(self, digest: str) -> str:
        """Return what a record is."""
        kind = self.kinds.get(digest)
        said = words.RECORDS.get(kind or "", words.RECORD_UNKNOWN)
        return said.format(called=named(digest))


def entry_told(entry: AuditEntry, names: Names) -> str:
    """Return an entry as one line."""
    act = entry.act
    facts = {one.name: getattr(act, one.name) for one in fields(act)}
    told = {
        name: tell(facts[name])
        for name, tell in _tellers(names).items()
        if facts.get(name) is not None
    }
    viewer, agreement = facts.get("viewer"), facts.get("agreement", "")
    named_viewer = None if viewer is None else names.viewer(agreement, viewer)
    said = words.ACTS[_kind(act)].format(**told, who=named_viewer or ROLES[entry.actor.role])
    return words.SHOW_ENTRY.format(
        time=shown(entry.at),
        doubt="" if entry.clock is ClockState.TRUSTED else words.SHOW_DOUBT,
        said=said[:1].upper() + said[1:],
    )


def _tellers(names: Names) -> Mapping[str, Callable[[Any], str]]:
    """Return how each fact of an act is told, by its name; a sentence uses those it needs."""
    return {
        "device": names.device,
        "agreement": named,
        "record": names.record,
        "code": why,
        "day": day_shown,
        "days": lambda days: ", ".join(map(day_shown, days)),
        "level": lambda level: words.WHAT.get(level, ""),
        "reason": _reason,
        "observations": str,
        "release": str,
        "times": str,
    }


def _reason(reason: ViewReason | Erasure) -> str:
    return REASONS[reason] if isinstance(reason, ViewReason) else ERASURES[reason]


def _kind(act: Act) -> str:
    match act:
        case NoticeStarted(way=way):
            return f"{act.how} {way}"
        case StoppedByPress(press=press):
            return f"{act.how} {press}"
        case _:
            return act.how
