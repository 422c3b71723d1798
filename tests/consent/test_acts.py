from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from consent.acts import Act, Hex, Release, Viewed, ViewReason
from consent.audit_entry import AuditEntry
from consent.errors import RecordMalformed
from consent.schema import Bits128, Bits256, Items, Span, Text, read, write
from tests.consent.journal import AGREEMENT, DAYS, DEVICE

# Of a text, only these say exactly which characters it may hold, and none of them spells a word
# of anyone's; a number of 31 bits holds no name either.
TELLS_NOTHING = (Bits128, Bits256, Hex, Release, Span)


# What else may stand in a field: yes or no, a day, an instant, or nothing.
CLOSED = (bool, date, datetime, type(None))


def loose(hint: Any, where: str = "entry") -> Iterator[str]:  # noqa: ANN401 - any annotation
    """Yield the path of each field that could hold something a person wrote, or a site."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        base, *constraints = arguments
        bounds = Items if get_origin(base) is tuple else TELLS_NOTHING
        if not any(isinstance(one, bounds) for one in constraints):
            yield where
        elif bounds is Items:
            yield from loose(get_args(base)[0], where)
    elif origin in {Union, types.UnionType}:
        for one in arguments:
            yield from loose(one, where)
    elif is_dataclass(hint):
        for name, member in get_type_hints(hint, include_extras=True).items():
            yield from loose(member, f"{where}.{name}")
    elif origin is not Literal and not (hint in CLOSED or is_choice(hint)):
        yield where


def is_choice(hint: object) -> bool:
    """Say whether an annotation is a closed list of words of ours."""
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def test_no_field_of_an_entry_can_tell_of_a_case() -> None:
    """Each field is an id, a digest, a day, a number or a closed choice, and never free text."""
    assert list(loose(AuditEntry)) == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """Fields through which a site or a story could get in."""

    note: str
    label: Annotated[str, Text(40)]
    number: int
    unbounded: tuple[date, ...]
    names: Annotated[tuple[Annotated[str, Text(40)], ...], Items(0, 4)]
    fine: Annotated[str, Hex(8)] | None


def test_a_field_that_could_tell_is_found() -> None:
    """The check above names a text, also in a list, and a number or list without bounds."""
    assert list(loose(Loose)) == [
        f"entry.{name}" for name in ("note", "label", "number", "unbounded", "names")
    ]


def test_the_kinds_are_these() -> None:
    """What can stand on the journal is a closed list of names that never change."""
    names = [get_args(get_type_hints(one)["how"])[0] for one in get_args(Act)]

    assert names == [
        *("import", "refuse", "root", "keyset", "notice_started", "looked_together"),
        *("device_bound", "device_unbound", "on", "off", "pause", "resume", "day"),
        *("day_key_created", "viewers_keys_destroyed", "day_key_destroyed", "view", "export"),
        *("policy_changed", "withdrawn", "objected", "stopped", "stop_pressed", "closed"),
        *("update", "clock_lost", "clock_regained", "reboot", "login_failed"),
    ]


VIEW = Viewed(
    how="view",
    viewer="d1" * 32,
    device=DEVICE,
    agreement=AGREEMENT,
    days=DAYS,
    reason=ViewReason.WORRIED,
)


def test_an_act_is_read_as_it_was_written() -> None:
    """What is written of an act is read again as the same act."""
    assert read(Viewed, write(VIEW)) == VIEW


ADDED = {
    "a site": {"site": "example.com"},
    "a reason in words": {"reason": "because of what happened on Tuesday"},
    "another's act": {"how": "export"},
    "no day": {"days": []},
    "a name for a device": {"device": "Zo\u00eb's tablet"},
    "a key in capitals": {"viewer": "D1" * 32},
}


@pytest.mark.parametrize("change", ADDED.values(), ids=ADDED)
def test_nothing_else_can_be_said(change: dict[str, Any]) -> None:
    """A member that is not of the act, or that says it in other words, is refused."""
    with pytest.raises(RecordMalformed):
        read(Viewed, write(VIEW) | change)


TEXTS = {
    "eight digits": ("0123abcd", True),
    "seven": ("0123abc", False),
    "nine": ("0123abcde", False),
    "capitals": ("0123ABCD", False),
    "an end of a line": ("0123abcd\n", False),
}


@pytest.mark.parametrize(("text", "fits"), TEXTS.values(), ids=TEXTS)
def test_hexadecimal_digits_are_counted(text: str, *, fits: bool) -> None:
    """So many digits are asked for, in lower case and with nothing behind them."""
    assert Hex(8).allows(text) is fits


RELEASES = {
    "three numbers": ("1.4.2", True),
    "zeros": ("0.0.0", True),
    "two digits each": ("10.20.99", True),
    "a zero in front": ("1.04.2", False),
    "two numbers": ("1.4", False),
    "four numbers": ("1.4.2.0", False),
    "a word behind": ("1.4.2-for-sam", False),
    "a number too long": ("1.4.200", False),
    "an address": ("192.168.0.1", False),
}


@pytest.mark.parametrize(("text", "fits"), RELEASES.values(), ids=RELEASES)
def test_a_release_is_three_numbers(text: str, *, fits: bool) -> None:
    """A release cannot carry a word, nor an address of the home."""
    assert Release().allows(text) is fits
