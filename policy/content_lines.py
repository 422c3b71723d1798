"""The lines of a calendar file, put together again and taken apart (RFC 5545, 3.1).

Rules kept here:
- A line that begins with a space goes on where the one before it stopped. What is wrong is told
  with the line on which the whole began, counted as an editor counts.
- Parts begin and end inside each other; a part that ends out of turn, or not at all, refuses the
  file. Half a calendar would be half of the holidays.
- Every refusal says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Never

from policy.errors import PolicyError

MAX_LETTERS: Final = 1_000_000
MAX_DEPTH: Final = 10

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')


class CalendarMalformed(PolicyError):
    """A text is not a calendar that can be read; `line` is counted as an editor counts."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class ContentLine:
    """NAME;PARAMETER=...:VALUE, with names in capitals.

    `inside` are the parts around it, the outermost first.
    """

    line: int
    name: str
    parameters: Mapping[str, str]
    value: str
    inside: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """Return the value as one of the words that the format knows."""
        return self.value.strip().upper()


def content_lines(text: str) -> Iterator[ContentLine]:
    """Yield each line of a calendar, also those with which parts begin and end.

    A BEGIN is inside its own part, and so is its END. Raises CalendarMalformed, with the line.
    """
    if len(text) > MAX_LETTERS:
        refuse(1, f"the file is longer than {MAX_LETTERS:,} letters; ask for one year at a time")
    begun: list[ContentLine] = []
    found = None
    for line, content in _unfolded(text):
        found = _taken_apart(line, content)
        if not begun and (found.name, found.word) != ("BEGIN", "VCALENDAR"):
            refuse(line, "expected BEGIN:VCALENDAR; choose a file that ends in .ics")
        if found.name == "BEGIN":
            begun.append(found)
        if len(begun) > MAX_DEPTH:
            refuse(line, f"more than {MAX_DEPTH} parts inside each other; save the file anew")
        inside = tuple(part.word for part in begun)
        if found.name == "END" and begun.pop().word != found.word:
            refuse(line, f"{shown(inside[-1])} should end here first; save the file anew")
        yield ContentLine(line, found.name, found.parameters, found.value, inside)
    if found is None:
        refuse(1, "there is nothing in the file; choose one that ends in .ics")
    if begun:
        part = f"{shown(begun[-1].word)}, begun on line {begun[-1].line},"
        refuse(found.line, f"the file stops before {part} ends; it was cut short, fetch it again")


def shown(text: str) -> str:
    """Return the beginning of a text from outside, in quotes."""
    short = 40
    return repr(text if len(text) <= short else f"{text[:short]}...")


def refuse(line: int, problem: str) -> Never:
    """Raise CalendarMalformed."""
    raise CalendarMalformed(line, problem)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    line, pieces = 1, [""]
    # Not splitlines(): it would also break at letters that may stand inside a name.
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1):
        if raw.startswith((" ", "\t")):
            pieces.append(raw[1:])
        elif raw:
            if any(pieces):
                yield line, "".join(pieces)
            line, pieces = number, [raw]
    if any(pieces):
        yield line, "".join(pieces)


def _taken_apart(line: int, content: str) -> ContentLine:
    name = _NAME.match(content)
    place = name.end() if name else 0
    parameters: dict[str, str] = {}
    while found := _PARAMETER.match(content, place):
        parameters[found[1].upper()] = found[2].strip('"')
        place = found.end()
    if name is None or content[place : place + 1] != ":":
        refuse(line, f"expected NAME:VALUE, found {shown(content)}; save the file anew")
    return ContentLine(line, name[0].upper(), parameters, content[place + 1 :])
