"""Catalogues: the template for translators, what they write, and what is read at run time.

Rules kept here:
- The template (`.pot`) and the translations (`.po`) are text, to be reviewed line by line; the
  catalogue (`.mo`) is made from a `.po` by `python -m console.words compile` and kept beside it. A
  test holds that the two agree, so a fresh clone needs no tool to speak a language.
- Of the formats only what Lamplight needs is read: one text, one translation, no plural forms
  (decision 19). What is more is refused with its line, so that nothing is dropped in silence.
- A translation that is marked fuzzy, or has other gaps than its English, is none.

Formats: GNU gettext manual, "The Format of PO Files" and "The Format of GNU MO Files".
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from console.errors import ConsoleError

HEADER: Final = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
_MAGIC: Final = 0x950412DE


class CatalogueRefused(ConsoleError):
    """A `.po` file cannot be read; the text says at which line and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sentence of a template: its English, and every place that shows it."""

    english: str
    places: tuple[str, ...]


def gaps_in(text: str) -> frozenset[str]:
    """Return the names of what varies within a sentence."""
    return frozenset(re.findall(r"{(\w*)}", text))


def template_of(entries: Iterable[Entry]) -> str:
    """Return the template: each sentence once, with the places that show it."""
    about = "# Every sentence of Lamplight's pages, once. What stands in braces stays as it is."
    parts = [f'{about}\nmsgid ""\nmsgstr ""\n{_quoted_lines(HEADER)}']
    for entry in entries:
        places = "".join(f"#. {place}\n" for place in entry.places)
        format_flag = "#, python-brace-format\n" if gaps_in(entry.english) else ""
        parts.append(f'{places}{format_flag}msgid {_quoted(entry.english)}\nmsgstr ""\n')
    return "\n".join(parts)


def read_po(text: str) -> dict[str, str]:
    """Return what a translator wrote, by the English. Raises CatalogueRefused.

    A translation that is empty, fuzzy or fills other gaps than its English is left out.
    """
    found: dict[str, str] = {}
    for number, entry in _entries(text):
        english, translated = entry.get("msgid"), entry.get("msgstr")
        if english is None or translated is None:
            raise CatalogueRefused(f"line {number}: expected a msgid and its msgstr")
        if english in found:
            raise CatalogueRefused(f"line {number}: this sentence stands here twice")
        if english and (not translated or "fuzzy" in entry.get("flags", "")):
            continue
        if english and gaps_in(english) != gaps_in(translated):
            continue
        found[english] = translated
    return found


def mo_of(translations: Mapping[str, str]) -> bytes:
    """Return the catalogue that gettext reads: two tables of lengths and places, then the texts."""
    pairs = sorted(
        (english.encode(), translated.encode())
        for english, translated in ({"": HEADER} | dict(translations)).items()
    )
    start = 28 + 16 * len(pairs)
    keys = b"".join(key + b"\0" for key, _ in pairs)
    tables: list[int] = []
    for texts, place in (
        ([key for key, _ in pairs], start),
        ([value for _, value in pairs], start + len(keys)),
    ):
        for text in texts:
            tables += [len(text), place]
            place += len(text) + 1  # noqa: PLW2901 - it runs along the texts
    head = (_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    values = b"".join(value + b"\0" for _, value in pairs)
    return struct.pack(f"<{7 + len(tables)}I", *head, *tables) + keys + values


def _entries(text: str) -> Iterable[tuple[int, dict[str, str]]]:
    entry: dict[str, str] = {}
    field = ""
    for number, line in enumerate([*text.splitlines(), ""], 1):
        match line.strip():
            case "":
                if "msgid" in entry:
                    yield number, entry
                entry, field = {}, ""
            case comment if comment.startswith("#,"):
                entry["flags"] = entry.get("flags", "") + comment
            case comment if comment.startswith("#"):
                pass
            case said if found := re.fullmatch(r'(msgid|msgstr) (".*")', said):
                field = found[1]
                if field in entry:
                    raise CatalogueRefused(f"line {number}: an empty line is missing before this")
                entry[field] = _unquoted(found[2], number)
            case said if field and re.fullmatch('".*"', said):
                entry[field] += _unquoted(said, number)
            case _:
                raise CatalogueRefused(f"line {number}: expected msgid, msgstr or a comment")


def _unquoted(quoted: str, number: int) -> str:
    try:
        return str(ast.literal_eval(quoted))
    except (SyntaxError, ValueError) as error:
        raise CatalogueRefused(f"line {number}: this text is not quoted as it must be") from error


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _quoted_lines(text: str) -> str:
    return "".join(f"{_quoted(line)}\n" for line in text.splitlines(keepends=True))
