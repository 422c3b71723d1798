"""The names in a draft: each is one that a question asks for, or that a command keeps beside them.

Rules kept here:
- An answer under a name that nothing asks for is refused, with its name, before anything is asked:
  what is misspelt would be left out in silence, and asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from consent.commands.interview import LEFT_EMPTY, UNFINISHED, Parts, all_of
from consent.commands.questions import Answers, Rows
from consent.desk import DeskRefused
from consent.encoding import JsonObject, JsonValue

# What a draft holds about itself, beside the answers.
BESIDE_ANSWERS: Final = frozenset({LEFT_EMPTY, UNFINISHED})


def check_names(
    answers: JsonObject, parts: Parts, name: str, further: Collection[str] = ()
) -> None:
    """Refuse answers that nothing asks for. Raises DeskRefused, with their names.

    `further` are names that may stand in a draft without being asked for, with all below them.
    """
    asked = {question.path: question.answers for question in all_of(parts)}
    unknown = list(_unknown(answers, "", asked, BESIDE_ANSWERS | set(further)))
    if unknown:
        raise DeskRefused(
            f"{name} holds what nothing asks for: {', '.join(unknown)}; see how it is spelt, or"
            " take it out"
        )


def _unknown(
    answers: JsonObject, above: str, asked: Mapping[str, Answers], further: Collection[str]
) -> Iterator[str]:
    for key, value in answers.items():
        path = f"{above}{key}"
        # A name with a dot in it looks like two and is one.
        is_one_name = "." not in key
        if is_one_name and path in asked:
            yield from _unknown_in_rows(value, path, asked[path])
        elif is_one_name and path in further:
            continue
        elif isinstance(value, dict) and any(
            one.startswith(f"{path}.") for one in (*asked, *further)
        ):
            yield from _unknown(value, f"{path}.", asked, further)
        else:
            yield path


def _unknown_in_rows(value: JsonValue, path: str, kind: Answers) -> Iterator[str]:
    if isinstance(kind, Rows) and isinstance(value, list):
        known = {name for name, _, _ in kind.columns} | set(kind.fixed)
        for at, row in enumerate(value, start=1):
            extra = row.keys() - known if isinstance(row, dict) else ()
            yield from (f"{path} ({at}.) {key}" for key in sorted(extra))
