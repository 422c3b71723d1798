from __future__ import annotations

import pytest

from console import words
from console.pages.rule_form import rule_form_page
from console.services.rule_forms import FormAt, Part
from console.services.rules import Complaint, Field, RulesRefused
from console.services.subjects import Subject, Whom
from policy.document import household_from_toml
from tests.console import homes

HOME = household_from_toml(homes.FULL)
MAYA = Subject(Whom.YOUNG_PERSON, 1)


@pytest.mark.parametrize("complaint", [one for one in Complaint if one is not Complaint.NAME])
def test_every_complaint_has_its_words(complaint: Complaint) -> None:
    """It stands at the top and beside its field, and nowhere else."""
    at = FormAt(subject=MAYA, part=Part.TIME)
    page = rule_form_page(HOME, at, {}, RulesRefused(Field.TITLE, complaint))

    assert page.error == words.rules.COMPLAINTS[complaint] == page.errors[Field.TITLE]
    assert page.errors[Field.WHEN] is None
    assert page.status == 422


def test_every_part_has_a_heading_and_no_name_in_its_title() -> None:
    """A form shows whose it is, and its title does not."""
    pages = [rule_form_page(HOME, FormAt(subject=MAYA, part=part), {}) for part in Part]

    assert {page.who for page in pages} == {"Maya"}
    assert all(page.heading for page in pages)
    assert not any("Maya" in page.title for page in pages)
