from __future__ import annotations

from consent.records.fields import LookInterval, PrBasis
from consent.texts.en.shared import PHRASES
from policy.categories import Category

NEVER_RECORDED = {Category.ADS, Category.MALWARE, Category.HOME_LIST}


def test_every_kind_that_may_be_recorded_has_words_and_no_other() -> None:
    """Adverts, harmful software and a home's own list have no words to agree to them with."""
    assert set(PHRASES.kinds) == {str(kind) for kind in Category} - NEVER_RECORDED


def test_no_two_kinds_have_the_same_words() -> None:
    """Whoever reads one kind of site cannot mean another."""
    assert len(set(PHRASES.kinds.values())) == len(PHRASES.kinds)


def test_there_are_words_for_every_choice() -> None:
    """Each interval and each basis of parental responsibility can be said."""
    assert set(PHRASES.how_often) == set(LookInterval)
    assert set(PHRASES.givers) == set(PHRASES.bases) == set(PrBasis)
    assert len(set(PHRASES.bases.values())) == len(PrBasis)


def test_there_are_twelve_months() -> None:
    """A month has a name of its own."""
    assert len(PHRASES.months) == len(set(PHRASES.months)) == 12


def test_what_is_never_promised_is_looked_for_in_lower_case() -> None:
    """A sentence that must not be said is found however it is written."""
    assert all(promise == promise.casefold() for promise in PHRASES.never_promised)
    assert len(PHRASES.never_promised) == 3
