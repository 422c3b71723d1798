from __future__ import annotations

from consent.texts import TemplateId
from tests.consent.texts.reading_age import grade, hard, longest
from tests.consent.texts.sample import AGREEMENT, every_text, text_of

TEXTS = every_text(TemplateId.STANDARD_1)
MAX_GRADE = 7.0
MAX_GRADE_OF_ONE = 12.0
MAX_WORDS = 18


def test_it_can_be_read_at_this_age() -> None:
    """Whatever is agreed, the text as a whole stays under the grade of its readers."""
    grades = [grade(text.paragraphs) for text in TEXTS]

    assert max(grades) <= MAX_GRADE, f"grade {max(grades):.1f}"


def test_no_sentence_is_hard_or_long() -> None:
    """No whole sentence is far above its readers, and a longer one is two sentences."""
    assert {one for text in TEXTS for one in hard(text.paragraphs, MAX_GRADE_OF_ONE)} == set()
    assert max(longest(text.paragraphs) for text in TEXTS) <= MAX_WORDS


def test_it_says_that_calls_are_not_recorded_and_that_no_is_an_answer() -> None:
    """A parent reads that they may say no, how to stop, and what is never recorded."""
    said = text_of(TemplateId.STANDARD_1).paragraphs

    assert "You may say no. If you do not sign, nothing starts." in said
    assert any(line.startswith("Calls and messages are not recorded.") for line in said)
    assert any(line.startswith("You can stop it at any time. Tell Priya") for line in said)


def test_it_names_no_carer_and_no_device() -> None:
    """Whoever reads it learns neither who the carer is nor what a device is called."""
    hidden = [
        *(device.label for device in AGREEMENT.devices),
        *(viewer.label for viewer in AGREEMENT.viewing.viewers[2:]),
        *(viewer.why for viewer in AGREEMENT.viewing.viewers if viewer.why),
    ]
    page = text_of(TemplateId.STANDARD_1).print_page()

    assert len(hidden) == 4
    assert [label for label in hidden if f"“{label}" in page or f" {label} " in page] == []
