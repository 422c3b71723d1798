from __future__ import annotations

import pytest

from consent.codes import Code
from consent.errors import Reader
from consent.texts.languages import LANGUAGES, kinds_with_words, language_named
from consent.texts.template import TemplateId, TextRefused

UNKNOWN = {"nothing": "", "Dari": "prs", "a region": "en-GB", "in capitals": "EN"}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_every_template(tag: str) -> None:
    """Nobody is given half of a language: each template is there."""
    assert set(language_named(tag).wordings) == set(TemplateId)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_two_readers_get_the_same_words(tag: str) -> None:
    """Each template is written for its reader."""
    wordings = list(language_named(tag).wordings.values())

    assert all(one != two for at, one in enumerate(wordings) for two in wordings[:at])


@pytest.mark.parametrize("tag", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_language_is_refused_with_sentences(tag: str) -> None:
    """A language that there are no texts in is refused by its code, never replaced by another."""
    with pytest.raises(TextRefused) as refused:
        language_named(tag)

    assert refused.value.code is Code.TEMPLATE_LANGUAGE
    assert all(refused.value.explain(reader) for reader in Reader)


def test_the_kinds_that_can_be_named_are_listed() -> None:
    """Whoever draws an agreement up can ask which kinds of site there are words for."""
    assert "dating" in kinds_with_words()
    assert "ads" not in kinds_with_words()
