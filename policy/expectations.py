"""A table of what a carer expects: whether a name may open on a device, at a time.

Rules kept here:
- An unknown key is an error, and so is a device that is not here: an expectation that checks
  nothing is worse than none.
- Each is judged by what the agent would decide then, and told with the sentence that explains it.

The shape (those marked * are needed):

    format = "lamplight-expectations/v1" *
    [[expect]]
    device = "Sam's phone" *                 or "visitor"
    name = "tiktok.com" *
    at = "2026-11-23 21:30"                  by the home's clocks; without it, no clock is known
    allowed = false *
    because = "Bedtime"                      words that the sentence has to hold
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from policy import names, reading
from policy.compile import CompiledPolicy, DevicePolicy, compile_policy
from policy.errors import HouseholdMalformed, NameMalformed
from policy.explain import Explanation, explain
from policy.household import Household
from policy.index import CategoryIndex
from policy.moment import Moment
from policy.names import Name
from policy.zones import on_the_wall

FORMAT: Final = "lamplight-expectations/v1"
VISITOR: Final = "visitor"
"""Stands for a device nobody has named, unless some device bears this name."""

MAX_EXPECTATIONS: Final = 5_000
MAX_LETTERS: Final = 1_000_000

_KEYS: Final = ("device", "name", "at", "allowed", "because")
_FORM: Final = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One row. `at` is what the home's clocks show, None where none is known."""

    device: str
    name: Name
    at: datetime | None
    allowed: bool
    because: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An expectation with what is decided, and whether that is what was expected."""

    expectation: Expectation
    found: Explanation

    @property
    def holds(self) -> bool:
        """Say whether it came as expected, and for the expected reason."""
        because = self.expectation.because
        return self.found.allowed is self.expectation.allowed and (
            because is None or because in self.found.sentence
        )


def expectations_from_toml(text: str) -> tuple[Expectation, ...]:
    """Return the rows of a file. Raises HouseholdMalformed, with the place."""
    if len(text) > MAX_LETTERS:
        raise HouseholdMalformed("the file", f"it is longer than {MAX_LETTERS:,} letters")
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise HouseholdMalformed("not valid TOML", str(error)) from error
    table = reading.table(document, "the document", ("format", "expect"))
    if table.get("format") != FORMAT:
        raise HouseholdMalformed("format", f'expected format = "{FORMAT}" at the top of the file')
    found = tuple(
        _row(entry, here) for entry, here in reading.entries(table, "expect", "", MAX_EXPECTATIONS)
    )
    if not found:
        raise HouseholdMalformed("the document", "nothing is expected; write [[expect]]")
    return found


def judged(
    expectations: Iterable[Expectation],
    household: Household,
    zone: tzinfo,
    index: CategoryIndex | None,
) -> Iterator[Judged]:
    """Yield each expectation with what is decided.

    Raises HouseholdMalformed for a device that is not here, and a time that clocks leave out.
    """
    compiled: dict[datetime | None, CompiledPolicy] = {}
    for place, expectation in enumerate(expectations):
        wall = expectation.at
        if wall not in compiled:
            moment = None if wall is None else moment_at(wall, zone, f"expect[{place}].at")
            compiled[wall] = compile_policy(household, 1, moment=moment)
        policy = device_policy(compiled[wall], expectation.device, f"expect[{place}].device")
        yield Judged(expectation, explain(policy, expectation.name, index, zone))


def device_policy(compiled: CompiledPolicy, device: str, where: str) -> DevicePolicy:
    """Return what holds on a device. Raises HouseholdMalformed where there is none of that name."""
    if (found := compiled.by_device.get(device)) is not None:
        return found
    if device == VISITOR:
        return compiled.visitors
    known = ", ".join(repr(name) for name in compiled.by_device) or "none yet"
    raise HouseholdMalformed(
        where,
        f"no device here is called {device!r}. The devices are: {known}. For a device nobody has"
        f" named, write {VISITOR}",
    )


def wall_from_text(text: str, where: str) -> datetime:
    """Return a time on the wall as somebody wrote it. Raises HouseholdMalformed."""
    try:
        found = datetime.strptime(text, _FORM)  # noqa: DTZ007 - as the wall shows it
    except ValueError:
        found = None
    if found is None or found.strftime(_FORM) != text:
        raise HouseholdMalformed(
            where, f"{text!r} is no time; expected one such as 2026-11-23 21:30"
        )
    return found


def moment_at(wall: datetime, zone: tzinfo, where: str) -> Moment:
    """Return the moment at which clocks in a zone show a time; of two, the first.

    Raises HouseholdMalformed for a time that they leave out.
    """
    at = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    # In an hour that clocks leave out, a zone answers all the same, for another time.
    if on_the_wall(at, zone) != wall:
        raise HouseholdMalformed(where, f"clocks here do not show {wall:%Y-%m-%d %H:%M} at all")
    return Moment(at=at, zone=zone)


def _row(entry: object, where: str) -> Expectation:
    table = reading.table(entry, where, _KEYS)
    device = reading.label(table, "device", where)
    text = reading.text(reading.needed(table, "name", where), f"{where}.name")
    try:
        name = names.from_text(text)
    except NameMalformed as error:
        raise HouseholdMalformed(f"{where}.name", str(error)) from error
    at = None
    if "at" in table:
        at = wall_from_text(reading.text(table["at"], f"{where}.at"), f"{where}.at")
    reading.needed(table, "allowed", where)
    allowed = bool(reading.flag(table, "allowed", where))
    because = None
    if "because" in table:
        because = reading.a_label(table["because"], f"{where}.because", 200)
    return Expectation(device=device, name=name, at=at, allowed=allowed, because=because)
