from __future__ import annotations

from consent.texts import TemplateId
from tests.consent.texts.reading_age import grade, hard, longest
from tests.consent.texts.sample import every_text

TEXTS = every_text(TemplateId.TEN_TO_TWELVE_1)
MAX_GRADE = 4.0
MAX_GRADE_OF_ONE = 7.0
MAX_WORDS = 18


def test_it_can_be_read_at_this_age() -> None:
    """Whatever is agreed, the text as a whole stays under the grade of its readers."""
    grades = [grade(text.paragraphs) for text in TEXTS]

    assert max(grades) <= MAX_GRADE, f"grade {max(grades):.1f}"


def test_no_sentence_is_hard_or_long() -> None:
    """No whole sentence is far above its readers, and a longer one is two sentences."""
    assert {one for text in TEXTS for one in hard(text.paragraphs, MAX_GRADE_OF_ONE)} == set()
    assert max(longest(text.paragraphs) for text in TEXTS) <= MAX_WORDS
