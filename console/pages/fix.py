"""Fix an app: what was just blocked on the device in hand, for two minutes, for nobody else.

Rules kept here:
- Names come from the agent's memory straight onto this page, on the device that asked, and go
  nowhere from here unless its holder asks for one (people.md, 21).
- The kind of reason stands beside each name, and what can harm a device says so.
- No name stands in the title or in an address.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.store.agent import AgentSilence
from console.words import TITLE as PAGE_TITLE
from console.words import fix
from console.words.of_policy import KINDS
from policy.agent_answers import BlockedName, JustBlocked, NotDone, Refused
from policy.categories import Category


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FixRow:
    """One name that was blocked: why, what to know of it, and the button that asks for it."""

    name: str
    why: str
    harms: str | None
    button: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FixPage:
    """The page. `running` is None where nothing is looked at just now."""

    title: str
    running: str | None
    rows: tuple[FixRow, ...]
    trouble: str | None


def fix_page(told: JustBlocked | NotDone | AgentSilence) -> FixPage:
    """Return the page for what the agent says of the device in hand."""
    running: str | None = None
    rows: tuple[FixRow, ...] = ()
    trouble: str | None = None
    match told:
        case JustBlocked(names=names, seconds=seconds):
            running = fix.RUNNING.format(count=seconds)
            rows = tuple(_row(one) for one in names)
        case NotDone(why=Refused.NOT_ASKED):
            pass
        case NotDone(why=why):
            trouble = fix.REFUSED[why]
        case AgentSilence():
            trouble = fix.SILENT
    return FixPage(
        title=PAGE_TITLE.format(page=fix.TITLE), running=running, rows=rows, trouble=trouble
    )


def _row(one: BlockedName) -> FixRow:
    kind = "" if one.category is None else KINDS[one.category]
    return FixRow(
        name=one.name,
        why=fix.WHY[one.why].format(kind=kind),
        harms=fix.HARMS if one.category is Category.MALWARE else None,
        button=fix.ASK.format(site=one.name),
    )
