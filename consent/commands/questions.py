"""One question at a time: what is asked, why, and how an answer is understood.

Rules kept here:
- A question says what it is for. An answer that cannot be understood is told what to write instead,
  and asked for again.
- An answer is what the record will hold. What no record could hold is told at once, where it was
  typed, and not at the end.
- A day is written as people here write it: the day, then the month.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from consent.encoding import JsonObject, JsonValue, json_from_object
from consent.errors import ConsentError
from consent.suffixes import is_registrable, registrable

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
MOST_NAMES: Final = 50
# As far as a record's calendar goes (`schema.py`).
_YEARS: Final = range(2000, 2200)
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRITTEN: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[ /.-]+(?:of )?([a-z]{3,}|[0-9]{1,2})[ /.,-]+([0-9]{4})"
)


class AnswerRefused(Exception):
    """What was typed is no answer; the text says what to write."""


class Answers(Protocol):
    """How one kind of answer is understood."""

    def hint(self) -> str:
        """Return what may be typed, in brackets behind the question."""
        ...

    def value(self, typed: str) -> JsonValue:
        """Return what the record will hold. Raises AnswerRefused."""
        ...


def always(_: JsonObject) -> bool:
    """Ask in any case."""
    return True


def nothing(_: JsonObject) -> JsonValue:
    """Suggest nothing."""
    return None


def _no_text(_: JsonObject) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: where its answer goes, what is asked, and when at all.

    `suggest` returns what Enter stands for, None where an answer must be typed; `optional` lets
    Enter leave it empty. `beside` returns what has to be in sight to answer, such as a list.
    """

    path: str
    asks: str
    why: str
    answers: Answers
    when: Callable[[JsonObject], bool] = always
    suggest: Callable[[JsonObject], JsonValue] = nothing
    optional: bool = False
    beside: Callable[[JsonObject], str | None] = _no_text


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of at most so many characters."""

    most: int = 280

    def hint(self) -> str:
        """Return the greatest length."""
        return f"at most {self.most} characters"

    def value(self, typed: str) -> JsonValue:
        """Return the sentence, with single spaces and composed letters."""
        text = unicodedata.normalize("NFC", " ".join(typed.split()))
        if len(text) > self.most:
            raise AnswerRefused(f"That is {len(text)} characters. Say it in {self.most}.")
        try:
            json_from_object({"typed": text})
        except ConsentError:
            raise AnswerRefused(
                "That holds a character that nobody can see. Type it instead of pasting it."
            ) from None
        return text


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    def hint(self) -> str:
        """Return both answers."""
        return "yes or no"

    def value(self, typed: str) -> JsonValue:
        """Return whether it was yes."""
        match typed.casefold():
            case "yes" | "y":
                return True
            case "no" | "n":
                return False
            case _:
                raise AnswerRefused("Please write yes or no.")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, in any of the ways in which people here write one."""

    def hint(self) -> str:
        """Return an example."""
        return "a day, such as 21 November 2026 or 2026-11-21"

    def value(self, typed: str) -> JsonValue:
        """Return the day as `YYYY-MM-DD`."""
        return day_typed(typed).isoformat()


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number between two."""

    least: int
    most: int

    def hint(self) -> str:
        """Return both ends."""
        return f"{self.least} to {self.most}"

    def value(self, typed: str) -> JsonValue:
        """Return the number."""
        if typed.isascii() and typed.isdigit() and self.least <= int(typed) <= self.most:
            return int(typed)
        raise AnswerRefused(f"Please write a number from {self.least} to {self.most}.")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several, by its number; what the record holds, and what a person reads."""

    choices: Mapping[JsonValue, str]

    def hint(self) -> str:
        """Return the choices, a line each."""
        lines = (f"\n  {at}. {text}" for at, text in enumerate(self.choices.values(), start=1))
        return "a number" + "".join(lines)

    def value(self, typed: str) -> JsonValue:
        """Return what the choice stands for."""
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self.choices):
            return list(self.choices)[int(typed) - 1]
        raise AnswerRefused(f"Please write a number from 1 to {len(self.choices)}.")


@dataclass(frozen=True, slots=True)
class ManyOf:
    """Any number of several, by their numbers."""

    choices: Mapping[JsonValue, str]

    def hint(self) -> str:
        """Return the choices, a line each."""
        lines = (f"\n  {at}. {text}" for at, text in enumerate(self.choices.values(), start=1))
        return "one number or more, with commas between" + "".join(lines)

    def value(self, typed: str) -> JsonValue:
        """Return what the choices stand for, in their own order."""
        one = OneOf(self.choices)
        chosen = [one.value(part) for part in re.split(r"[\s,]+", typed.strip(" ,"))]
        return [value for value in self.choices if value in chosen]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of sites, with commas or spaces between."""

    def hint(self) -> str:
        """Return an example."""
        return "such as example.org, with spaces between"

    def value(self, typed: str) -> JsonValue:
        """Return the names, each once."""
        names = {name.lower().rstrip(".") for name in re.split(r"[\s,]+", typed) if name}
        for name in sorted(names):
            if not is_registrable(name):
                raise AnswerRefused(_not_a_name(name))
        if not 1 <= len(names) <= MOST_NAMES:
            raise AnswerRefused(f"Please write 1 to {MOST_NAMES} names.")
        return sorted(names)


@dataclass(frozen=True, slots=True)
class Rows:
    """Several answers of the same shape, one after another, until a line is left empty.

    Whoever asks goes through `columns`: under which name, what is asked, and how it is understood.
    """

    columns: Sequence[tuple[str, str, Answers]]
    fixed: Mapping[str, JsonValue] = field(default_factory=dict)
    least: int = 1

    def hint(self) -> str:
        """Return how it ends."""
        return "one after another; Enter when there are no more"

    def value(self, typed: str) -> JsonValue:
        """Refuse: no one line stands for several rows."""
        raise AnswerRefused(f"Please answer one after another; {len(typed)} characters are no row.")


def day_typed(typed: str) -> date:
    """Return the day that somebody wrote. Raises AnswerRefused."""
    text = typed.casefold().strip()
    try:
        day = date.fromisoformat(text) if _ISO.fullmatch(text) else _day_written(text)
    except ValueError:
        raise AnswerRefused("Please write a day, such as 21 November 2026.") from None
    if day.year not in _YEARS:
        raise AnswerRefused(f"Please write a day of the years {_YEARS[0]} to {_YEARS[-1]}.")
    return day


def day_answered(answer: JsonValue) -> date | None:
    """Return the day that an answer holds, None where it holds none."""
    if not isinstance(answer, str) or _ISO.fullmatch(answer) is None:
        return None
    try:
        return day_typed(answer)
    except AnswerRefused:
        return None


def day_shown(day: date) -> str:
    """Return a day as people here write it, whatever language the machine speaks."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _day_written(text: str) -> date:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, month, year = found.groups()
    named = [at for at, name in enumerate(MONTHS, start=1) if name.casefold().startswith(month)]
    # As here: the day, then the month.
    return date(int(year), int(month) if month.isdigit() else named[0] if named else 0, int(day))


def _not_a_name(name: str) -> str:
    main = registrable(name)
    if main is not None and is_registrable(main):
        return f"Only the main name of a site can be listed; here that is {main}."
    return f"{name} is not the main name of a site, such as example.org."
