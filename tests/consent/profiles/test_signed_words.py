from __future__ import annotations

import pytest

from consent.records.fields import AgeBand
from tests.consent.faults import sets
from tests.consent.profiles.judging import broken_in
from tests.consent.profiles.sample import MOTHER_GIVES, ON_PAPER, YOUNG_PERSON_GIVES

TEXTS = {
    "another age's text": ("text.template", "eng-foster-1/6-9/1"),
    "the standard text": ("text.template", "eng-foster-1/standard/1"),
    "a text that does not exist": ("text.template", "eng-foster-1/13-15/2"),
    "a language without texts": ("text.language", "prs"),
    "a record that was changed afterwards": ("retention_days", 14),
    "another reason than was read": ("necessity.plain_reason", "Something else."),
    "a promise that nobody can keep": (
        "necessity.plain_reason",
        "You will not be in trouble.",
    ),
}


@pytest.mark.parametrize(("path", "to"), TEXTS.values(), ids=TEXTS)
def test_the_text_is_the_records_own(path: str, to: object) -> None:
    """What was read is exactly what comes out of the record, for whoever gives it."""
    case = sets(YOUNG_PERSON_GIVES, f"agreement.{path}", to, is_read_anew=False).case
    expected = {"TEXT"} | ({"P13_LANGUAGE"} if path == "text.language" else set())

    assert set(broken_in(case)) == expected


@pytest.mark.parametrize("band", AgeBand)
def test_the_band_chooses_the_text(band: AgeBand) -> None:
    """A young person of another age would have read another text."""
    path = "agreement.young_person.age_band"
    case = sets(YOUNG_PERSON_GIVES, path, band, is_read_anew=False).case

    assert ("TEXT" in broken_in(case)) is (band is not AgeBand.THIRTEEN_TO_FIFTEEN)


def test_a_parent_reads_the_standard_text() -> None:
    """The age of the young person does not change what their mother reads."""
    path = "agreement.text.template"

    assert MOTHER_GIVES.agreement.text.template == "eng-foster-1/standard/1"
    assert broken_in(sets(MOTHER_GIVES, path, "eng-foster-1/13-15/1", is_read_anew=False).case) == (
        "TEXT",
    )


def test_a_record_that_cannot_be_worded_is_refused_for_that() -> None:
    """Where a kind has no words there is no text, and it is the kind that is at fault."""
    path = "agreement.scope.categories"

    assert broken_in(sets(YOUNG_PERSON_GIVES, path, ("malware",)).case) == ("SCOPE_KINDS",)


def test_paper_may_be_typed_as_people_write() -> None:
    """A hyphen more or less in a word of the paper is the same word; another word is not."""
    how = ON_PAPER.agreement.giver.how
    assert how.how == "paper"
    words = how.text_words
    path = "agreement.giver.how.text_words"
    typed = tuple(word.replace("-", "") for word in words)
    swapped = (words[1], words[0], *words[2:])

    assert broken_in(sets(ON_PAPER, path, typed, is_read_anew=False).case) == ()
    assert broken_in(sets(ON_PAPER, path, swapped, is_read_anew=False).case) == ("PAPER_WORDS",)
