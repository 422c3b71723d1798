from __future__ import annotations

import re

import pytest

from consent.commands import opening_words
from consent.commands.opening_words import THE_DEVICE_ASKED, row_said
from consent.rows import Row
from tests.consent.days import counted, named

ROWS: dict[str, tuple[Row, str]] = {
    "a count of one": (
        counted("strangers", 1),
        "artificial companions and chat with strangers: blocked once.",
    ),
    "a count of more": (counted("gambling", 12), "gambling: blocked 12 times."),
    "a blocked site": (
        named(15, "example.com", "gambling"),
        "15:00 to 16:00: example.com was blocked (gambling).",
    ),
    "a kind that came later": (
        named(9, "example.com", "new-kind"),
        "09:00 to 10:00: example.com was blocked (new-kind).",
    ),
    "any site": (named(0, "example.com"), "00:00 to 01:00: example.com."),
    "the last hour": (named(23, "example.com"), "23:00 to 24:00: example.com."),
}


@pytest.mark.parametrize(("row", "said"), ROWS.values(), ids=ROWS)
def test_every_row_says_that_only_the_device_asked(row: Row, said: str) -> None:
    """A row tells what was asked for, in plain words, and that this shows no more."""
    assert row_said(row) == f"{said} {THE_DEVICE_ASKED}"


SENTENCES = {
    name: text
    for name, text in vars(opening_words).items()
    if name.isupper() and name != "CATEGORIES"
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_what_is_said_is_plain(text: str) -> None:
    """Sentences are short, end with a full stop, and use no words of the craft."""
    assert text.endswith(".")
    assert max(len(part.split()) for part in re.split(r"[.:;](?: |$)", text)) <= 20
    assert not re.search(r"(?i)\b(hash|digest|key|encrypt\w*|cipher|json|log)\b", text)


def test_the_sentences_that_were_promised_are_there() -> None:
    """Design and agreement promise these two sentences by their words."""
    assert THE_DEVICE_ASKED == "The device asked; this does not show that anyone opened it."
    assert opening_words.SOME_NAMES_ONLY == "This shows some site names only."
