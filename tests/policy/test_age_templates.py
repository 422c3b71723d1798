from __future__ import annotations

from itertools import pairwise

import pytest

from policy.age_templates import (
    PROTECTIVE_DEFAULT,
    TEMPLATES,
    AgeBand,
    AgeTemplate,
    template_for,
)
from policy.categories import Category

YOUNG = [template for template in TEMPLATES if template.band is not AgeBand.ADULTS]

BLOCKED = {
    AgeBand.SIX_TO_NINE: "ads malware adult gambling dating drugs violence self-harm piracy"
    " social-media strangers vpn",
    AgeBand.TEN_TO_TWELVE: "ads malware adult gambling dating drugs violence self-harm piracy"
    " social-media strangers vpn",
    AgeBand.THIRTEEN_TO_FIFTEEN: "ads malware adult gambling dating drugs violence self-harm"
    " piracy strangers vpn",
    AgeBand.SIXTEEN_AND_SEVENTEEN: "malware adult gambling dating drugs violence self-harm"
    " strangers",
    AgeBand.ADULTS: "malware",
}


@pytest.mark.parametrize("band", AgeBand)
def test_a_template_blocks_what_the_table_says(band: AgeBand) -> None:
    """What each age begins with stands in one table that a reader can check."""
    assert template_for(band).band is band
    assert template_for(band).categories == {Category(tag) for tag in BLOCKED[band].split()}


def test_there_is_one_template_for_each_band() -> None:
    """Every band has its template, from the youngest to the oldest."""
    assert [template.band for template in TEMPLATES] == list(AgeBand)


def test_what_is_blocked_only_shrinks_with_age() -> None:
    """Nobody loses anything on a birthday."""
    for younger, older in pairwise(TEMPLATES):
        assert older.categories <= younger.categories
        assert older.safe_search <= younger.safe_search


@pytest.mark.parametrize("template", YOUNG, ids=lambda template: template.band)
def test_every_young_person_begins_protected(template: AgeTemplate) -> None:
    """Every young person has the protective default, safe search, and an offer of help."""
    assert template.categories >= PROTECTIVE_DEFAULT | {Category.SELF_HARM}
    assert template.safe_search


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.band)
def test_a_template_leaves_alone_what_is_not_its_own(template: AgeTemplate) -> None:
    """No template blocks a list of the home's own, the way to one's family, or what time is for."""
    left_alone = {
        Category.HOME_LIST,
        Category.MESSAGING,
        Category.GAMES,
        Category.STREAMING,
        Category.SHOPPING,
    }

    assert template.categories & left_alone == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.band)
def test_a_template_explains_itself_in_one_sentence(template: AgeTemplate) -> None:
    """Each template has a label and one short sentence, in words for a family."""
    assert template.label
    assert template.why.count(".") == 1
    assert template.why.endswith(".")
    assert len(template.why.split()) <= 20
