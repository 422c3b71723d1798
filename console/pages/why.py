"""Why a name is blocked or allowed on a device: the question, the answer, the lists behind it.

Rules kept here:
- The name asked about stands in the page's body and nowhere else: never in a title, which
  browsers keep, and never in an address.
- Where a block is a moment to offer help, that comes right behind the sentence.
- What the form held is kept in it, also behind an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from console import words
from console.pages.lists import credit
from console.pages.standing import Notice, standing
from console.services.allow import can_be_allowed
from console.services.why import Naming, WhyAnswer
from console.store.published import Silence
from console.words.of_policy import KINDS, explained
from policy import names
from policy.names import Name
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus
from policy.verdict import Why

VISITOR: Final = ""
"""What the form sends for a device that nobody has named; no device can be called so."""

MAX_TYPED: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One device to choose: what the form sends, what a person reads."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRow:
    """One list that names the name. `line` says which line it is, `text` what stands there."""

    title: str
    kind: str
    holds: str
    line: str
    text: str | None
    credit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is decided, and why. `allow` is the label of the button against a wrong list."""

    sentence: str
    allowed: bool
    offers_help: bool
    not_in_force: Notice | None
    rows: tuple[NamingRow, ...]
    device: str
    name: str
    allow: str | None
    todo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """The page. An error stands beside its field."""

    title: str
    status: HTTPStatus
    devices: tuple[Choice, ...]
    typed: str
    device_error: str | None = None
    name_error: str | None = None
    answer: Answer | None = None


def question_page(snapshot: PolicySnapshot) -> WhyPage:
    """Return the page before anything was asked."""
    return WhyPage(
        title=words.TITLE.format(page=words.WHY),
        status=HTTPStatus.OK,
        devices=_choices(snapshot, None),
        typed="",
    )


def device_gone_page(snapshot: PolicySnapshot, device: str, typed: str) -> WhyPage:
    """Return the page for a question about a device that is not of the home any more."""
    return replace(_mistyped(snapshot, device, typed), device_error=words.WHY_NO_DEVICE)


def mistyped_page(snapshot: PolicySnapshot, device: str, typed: str, told: str) -> WhyPage:
    """Return the page for what is no name; `told` says what to write instead."""
    told = words.WHY_TOO_LONG if len(typed) > MAX_TYPED else told[:1].upper() + told[1:]
    return replace(_mistyped(snapshot, device, typed), name_error=told)


def answer_page(
    snapshot: PolicySnapshot,
    status: AgentStatus | Silence,
    asked: tuple[str, str, Name],
    answer: WhyAnswer,
) -> WhyPage:
    """Return the page with the answer; `asked` is device, what was typed, and the name it means."""
    device, typed, name = asked
    now = standing(snapshot, status)
    found, text = answer.found, names.to_text(name)
    by_rule = not found.allowed and found.why is Why.RULE
    return WhyPage(
        title=words.TITLE.format(page=words.WHY_ANSWER),
        status=HTTPStatus.OK,
        devices=_choices(snapshot, device),
        typed=typed,
        answer=Answer(
            sentence=explained(found.sentence),
            allowed=found.allowed,
            offers_help=found.offers_help,
            not_in_force=None if now.rules_in_force else now.truth,
            rows=tuple(map(_row, answer.namings)),
            device=device,
            name=text,
            allow=words.WRONG_ALLOW.format(name=text) if can_be_allowed(found) else None,
            todo=words.WHY_RULE_TODO if by_rule else None,
        ),
    )


def _mistyped(snapshot: PolicySnapshot, device: str, typed: str) -> WhyPage:
    return WhyPage(
        title=words.TITLE.format(page=words.WHY_ERROR),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        devices=_choices(snapshot, device),
        typed=typed[:MAX_TYPED],
    )


def _choices(snapshot: PolicySnapshot, chosen: str | None) -> tuple[Choice, ...]:
    named: Iterable[tuple[str, str]] = (
        *((device.name, device.name) for device in snapshot.household.devices),
        (VISITOR, words.WHY_VISITOR),
    )
    return tuple(Choice(value=value, label=label, chosen=value == chosen) for value, label in named)


def _row(naming: Naming) -> NamingRow:
    line = naming.line
    return NamingRow(
        title=naming.title,
        kind=KINDS[naming.listed.source.category],
        holds=names.to_text(naming.listed.name),
        line=words.WHY_LINE.format(number=f"{line.number:,}") if line else words.WHY_NO_LINE,
        text=line.text if line else None,
        credit=credit(naming.standing) if naming.standing else None,
    )
