from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts.table import a_day, a_name, one_of, read, words
from policy.names import Name, from_text


class Fruit(StrEnum):
    """A closed set of two."""

    APPLE = "apple"
    DRIED_PLUM = "dried plum"


@dataclass(frozen=True, slots=True)
class Basket:
    """One row with a column of each sort."""

    name: Name
    fruit: Fruit
    what: str
    day: dt.date


def baskets(text: str) -> tuple[Basket, ...]:
    """Read a table of four columns, one of each sort."""
    return read(
        "baskets", text, (a_name, one_of(Fruit), words, a_day), Basket, lambda row: row.name
    )


GOOD = """
# A heading.
a.example | apple | one | 2026-11-21

b.example | dried plum | two words | 2024-02-29
"""


def test_a_table_becomes_typed_rows_in_its_order() -> None:
    """Each row is read column by column; headings and empty lines are for the reader."""
    assert baskets(GOOD) == (
        Basket(from_text("a.example"), Fruit.APPLE, "one", dt.date(2026, 11, 21)),
        Basket(from_text("b.example"), Fruit.DRIED_PLUM, "two words", dt.date(2024, 2, 29)),
    )


MALFORMED = {
    "a column too few": ("b.example | apple | x", "3 columns; write 4 of them"),
    "a column too many": ("b.example | apple | x | y | 2026-11-21", "5 columns; write 4 of them"),
    "bars without blanks": ("b.example|apple|x|2026-11-21", "1 columns; write 4 of them"),
    "no name": ("b..example | apple | x | 2026-11-21", "two dots in a row"),
    "an empty name": (" | apple | x | 2026-11-21", "the name is empty"),
    "a web address": ("https://b.example | apple | x | 2026-11-21", "write only the site's name"),
    "a star": ("*.b.example | apple | x | 2026-11-21", "needs no star"),
    "capitals": ("B.example | apple | x | 2026-11-21", "write 'b.example' instead"),
    "a final dot": ("b.example. | apple | x | 2026-11-21", "write 'b.example' instead"),
    "an international name": ("bücher.example | apple | x | 2026-11-21", "'xn--bcher-kva.example'"),
    "blanks before a name": ("  b.example | apple | x | 2026-11-21", "write 'b.example' instead"),
    "another kind": ("b.example | pear | x | 2026-11-21", "write one of: apple, dried plum"),
    "a kind by its English name": ("b.example | APPLE | x | 2026-11-21", "write one of: apple"),
    "no words": ("b.example | apple |  | 2026-11-21", "write words"),
    "blanks around words": ("b.example | apple |  x | 2026-11-21", "no blanks around them"),
    "no such day": ("b.example | apple | x | 2026-02-30", "write it like 2026-11-21"),
    "a day the other way round": ("b.example | apple | x | 21.11.2026", "write it like 2026-11-21"),
    "a day without lines": ("b.example | apple | x | 20261121", "write 2026-11-21"),
    "a week": ("b.example | apple | x | 2026-W47-6", "write 2026-11-21"),
    "a name twice": ("a.example | apple | x | 2026-11-21", "says again what line 2 says"),
}


@pytest.mark.parametrize(("line", "todo"), MALFORMED.values(), ids=MALFORMED)
def test_a_wrong_row_is_refused_with_where_and_what_to_do(line: str, todo: str) -> None:
    """A mistake names the table, the line, what stands there and what to write."""
    with pytest.raises(ValueError, match=r"^table 'baskets', line 5 ") as caught:
        baskets(GOOD + line)

    assert repr(line) in str(caught.value)
    assert todo in str(caught.value)


@given(st.text(alphabet="ab.| \n#-0126éA", max_size=60))
def test_a_table_is_read_or_refused_and_nothing_else(text: str) -> None:
    """Whatever is written, the answer is rows or a ValueError that names the table."""
    try:
        rows = baskets(text)
    except ValueError as error:
        refusal, rows = str(error), ()
    else:
        refusal = "table 'baskets', line "

    assert refusal.startswith("table 'baskets', line ")
    assert len({row.name for row in rows}) == len(rows)
