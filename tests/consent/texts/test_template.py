from __future__ import annotations

import pytest

from consent.codes import Code
from consent.errors import Reader
from consent.records.fields import AgeBand
from consent.texts.template import (
    TemplateId,
    TextRefused,
    is_same_reader,
    template_for,
    template_for_review,
    template_named,
)
from tests.consent.texts.sample import (
    AGREEMENT,
    BANDS,
    MOTHER_GIVES,
    REVIEW,
    agreement_for,
    changed,
)

UNKNOWN = {
    "nothing": "",
    "another profile": "eng-foster-2/standard/1",
    "another version": "eng-foster-1/standard/2",
    "another age": "eng-foster-1/0-5/1",
    "in capitals": "ENG-FOSTER-1/STANDARD/1",
    "the name of the choice": "STANDARD_1",
}


@pytest.mark.parametrize("template", TemplateId)
def test_the_giver_reads_the_text_that_is_meant_for_them(template: TemplateId) -> None:
    """A young person who gives reads the text of their age, a parent the standard one."""
    assert template_for(agreement_for(template)) is template


@pytest.mark.parametrize("band", AgeBand)
def test_every_age_has_a_text(band: AgeBand) -> None:
    """No young person is left with a text for somebody else."""
    agreement = changed(AGREEMENT, "young_person.age_band", band)

    assert template_for(agreement) in BANDS


def test_another_profile_has_no_text_here() -> None:
    """An agreement under a profile without templates is refused, not given another's text."""
    with pytest.raises(TextRefused) as refused:
        template_for(changed(AGREEMENT, "profile", "eng-family-1"))

    assert refused.value.code is Code.TEMPLATE_UNKNOWN


REVIEWS = {
    "the young person gave": (True, True, TemplateId.THIRTEEN_TO_FIFTEEN_1),
    "and is not competent by now": (True, False, TemplateId.THIRTEEN_TO_FIFTEEN_1),
    "a parent gave": (False, False, TemplateId.STANDARD_1),
    "and the young person is competent by now": (False, True, TemplateId.THIRTEEN_TO_FIFTEEN_1),
}


@pytest.mark.parametrize(("they_gave", "competent", "expected"), REVIEWS.values(), ids=REVIEWS)
def test_who_is_competent_by_now_reads_the_review(
    *, they_gave: bool, competent: bool, expected: TemplateId
) -> None:
    """A young person who can decide by now is the one who reads and signs the review."""
    agreement = AGREEMENT if they_gave else changed(AGREEMENT, "giver", MOTHER_GIVES)
    review = changed(REVIEW, "gillick_competent", competent)

    assert template_for_review(review, agreement) is expected


@pytest.mark.parametrize("name", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_template_is_refused_with_sentences(name: str) -> None:
    """A record that names no template of ours says so by its code, in words for each reader."""
    with pytest.raises(TextRefused) as refused:
        template_named(name)

    assert refused.value.code is Code.TEMPLATE_UNKNOWN
    assert all(refused.value.explain(reader) for reader in Reader)
    assert str(refused.value) == "E_TEMPLATE_UNKNOWN: text.template"


def test_the_names_are_for_ever() -> None:
    """What stands in signed records is spelt out here once more."""
    assert [str(template) for template in TemplateId] == [
        "eng-foster-1/standard/1",
        "eng-foster-1/6-9/1",
        "eng-foster-1/10-12/1",
        "eng-foster-1/13-15/1",
        "eng-foster-1/16-17/1",
    ]
    assert all(template_named(str(template)) is template for template in TemplateId)


def test_readers_are_told_apart_by_profile_and_age() -> None:
    """Two templates are for the same reader only if everything but the version is the same."""
    same = {(one, two) for one in TemplateId for two in TemplateId if is_same_reader(one, two)}

    assert same == {(one, one) for one in TemplateId}
