"""Who looked at what was written down about a device: the journal's own entries, the newest first.

Rules kept here:
- Every look and every export is a row, also the young person's own. None is left out or summed up.
- "Nobody has looked" is said only where the journal is whole and says so.
- Who looked is a role and the label that the agreement gave it, as everyone reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consent.acts import Exported, Viewed
from consent.audit_entry import AuditEntry
from consent.records.agreement import Agreement, Viewer
from consent.records.fields import LocalDate
from console import words
from console.pages.times import day_in_words, time_in_words

UNFOLDED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """One look: when, by whom, and what there is to know of it."""

    time: str
    who: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksPart:
    """The part of the page about looks; `text` stands in where there is no row."""

    rows: tuple[LookRow, ...]
    folded: tuple[LookRow, ...]
    fold: str | None
    text: str | None


def looks_part(
    looks: Sequence[AuditEntry] | None, device: str, agreements: Mapping[str, Agreement]
) -> LooksPart:
    """Return what to say of the looks at a device's agreements; None is that nobody can tell."""
    if looks is None:
        return LooksPart(rows=(), folded=(), fold=None, text=words.LOOKS_UNKNOWN)
    rows = [
        _row(entry, entry.act, device, agreements)
        for entry in reversed(looks)
        if isinstance(entry.act, Viewed | Exported)
    ]
    return LooksPart(
        rows=tuple(rows[:UNFOLDED]),
        folded=tuple(rows[UNFOLDED:]),
        fold=words.LOOKS_ALL.format(count=f"{len(rows):,}") if len(rows) > UNFOLDED else None,
        text=None if rows else words.LOOKS_NOBODY,
    )


def viewer_in_words(viewer: Viewer) -> str:
    """Return who somebody is that may look: a role, and what the agreement calls them."""
    return words.AGREED_VIEWERS[viewer.role].format(label=viewer.label)


def _row(
    entry: AuditEntry, look: Viewed | Exported, device: str, agreements: Mapping[str, Agreement]
) -> LookRow:
    agreement = agreements.get(look.agreement)
    viewers = agreement.viewing.viewers if agreement else ()
    named = [viewer_in_words(one) for one in viewers if one.keys.keyid == look.viewer]
    days = _days(look.days)
    texts = (
        (words.LOOKS_LOOKED.format(days=days), words.LOOKS_REASONS[look.reason])
        if isinstance(look, Viewed)
        else (words.LOOKS_TOOK.format(days=days), words.LOOKS_TOOK_WHY)
    )
    return LookRow(
        time=time_in_words(entry.at),
        who=named[0] if named else words.LOOKS_SOMEBODY,
        texts=texts if look.device == device else (*texts, words.LOOKS_ON),
    )


def _days(days: Sequence[LocalDate]) -> str:
    return ", ".join(day_in_words(day) for day in sorted(days))
