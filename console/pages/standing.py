"""What the agent says it has taken up, as the first lines of the page.

Rules kept here:
- "In force" is said only when the agent's status carries the version that this page shows.
- A status that cannot be had is said to be so; nothing is guessed from an old one.
- Everything refused is told in plain words, with what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from console import words
from console.store.published import Silence
from console.words.of_policy import KINDS
from policy.categories import Category
from policy.compile import PROTECTIVE_DEFAULT
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus, IndexState, PolicyState, Refusal


class Tone(StrEnum):
    """How a notice looks; its icon and its words say the same without the colour."""

    FINE = "fine"
    CARE = "care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to know: what is so, and what to do about it where something can be done."""

    tone: Tone
    icon: str
    heading: str
    texts: tuple[str, ...]
    todo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the published policy stands with the agent.

    `rules_in_force` is False also where that cannot be told; `lists_missing` is True only where
    the agent says so.
    """

    rules_in_force: bool
    lists_missing: bool
    truth: Notice
    notes: tuple[Notice, ...]


def standing(snapshot: PolicySnapshot, status: AgentStatus | Silence) -> Standing:
    """Return what may be said of the snapshot, given what the agent says of itself."""
    if isinstance(status, Silence):
        truth = _silent(status)
        return Standing(rules_in_force=False, lists_missing=False, truth=truth, notes=())
    rules_in_force = (
        status.policy is PolicyState.PUBLISHED and status.snapshot_version == snapshot.version
    )
    return Standing(
        rules_in_force=rules_in_force,
        lists_missing=status.index is IndexState.MISSING,
        truth=_in_force(status) if rules_in_force else _not_in_force(snapshot, status),
        notes=_notes(status),
    )


def listed(kinds: frozenset[Category]) -> str:
    """Return the labels of some categories for the middle of a sentence, in their own order."""
    return ", ".join(str(KINDS[kind]) for kind in Category if kind in kinds)  # str: as it is read


def _silent(silence: Silence) -> Notice:
    match silence:
        case Silence.NOT_RUNNING:
            heading, text = words.NOT_RUNNING, words.NOT_RUNNING_TEXT
        case Silence.ABSENT:
            heading, text = words.SILENT, words.SILENT_TEXT
        case Silence.UNREADABLE:
            heading, text = words.SILENT, words.SILENT_UNREADABLE_TEXT
        case _:
            assert_never(silence)
    return _care("unplug", heading, text, words.SILENT_TODO)


def _in_force(status: AgentStatus) -> Notice:
    texts = [words.IN_FORCE_TEXT.format(version=status.snapshot_version)]
    if status.index is IndexState.IN_FORCE:
        texts.append(_lists_in_force(status.index_names))
    return Notice(tone=Tone.FINE, icon="circle-check", heading=words.IN_FORCE, texts=tuple(texts))


def _lists_in_force(count: int) -> str:
    if count == 1:
        return words.LISTS_IN_FORCE_ONE
    return words.LISTS_IN_FORCE.format(count=f"{count:,}")


def _not_in_force(snapshot: PolicySnapshot, status: AgentStatus) -> Notice:
    if status.policy is PolicyState.PUBLISHED:
        text = words.NOT_YET_TEXT.format(version=snapshot.version, held=status.snapshot_version)
        return _care("hourglass", words.NOT_YET, text, words.NOT_YET_TODO)
    kinds = listed(PROTECTIVE_DEFAULT.everyone.block_categories)
    in_force = status.index is IndexState.IN_FORCE
    default = words.DEFAULT_KINDS if in_force else words.DEFAULT_NO_LISTS
    return Notice(
        tone=Tone.CARE,
        icon="hourglass",
        heading=words.DEFAULT,
        texts=(words.DEFAULT_TEXT, default.format(kinds=kinds)),
        todo=words.NOT_YET_TODO,
    )


def _notes(status: AgentStatus) -> tuple[Notice, ...]:
    notes = []
    match status.snapshot_refused:
        case Refusal.NONE:
            pass
        case Refusal.MALFORMED:
            notes.append(
                _alert(words.RULES_DAMAGED, words.RULES_DAMAGED_TEXT, words.RULES_DAMAGED_TODO)
            )
        case Refusal.ROLLBACK:
            text = words.RULES_OLDER_TEXT.format(held=status.snapshot_version)
            notes.append(_alert(words.RULES_OLDER, text, words.RULES_OLDER_TODO))
        case _:
            assert_never(status.snapshot_refused)
    if status.index is IndexState.MISSING:
        notes.append(
            _alert(words.LISTS_MISSING, words.LISTS_MISSING_TEXT, words.LISTS_MISSING_TODO)
        )
    match status.index_refused:
        case Refusal.NONE:
            pass
        case Refusal.MALFORMED:
            notes.append(
                _alert(words.LISTS_DAMAGED, words.LISTS_DAMAGED_TEXT, words.LISTS_DAMAGED_TODO)
            )
        case Refusal.ROLLBACK:
            notes.append(_alert(words.LISTS_OLDER, words.LISTS_OLDER_TEXT, words.LISTS_OLDER_TODO))
        case _:
            assert_never(status.index_refused)
    return tuple(notes)


def _alert(heading: str, text: str, todo: str) -> Notice:
    return _care("triangle-alert", heading, text, todo)


def _care(icon: str, heading: str, text: str, todo: str) -> Notice:
    return Notice(tone=Tone.CARE, icon=icon, heading=heading, texts=(text,), todo=todo)
