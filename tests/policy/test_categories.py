from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import NOTHING, Category, first_of, mask_of

# These tags stand in files in people's homes. One may be added; none may change or go.
PERMANENT_TAGS = {
    "ads",
    "malware",
    "adult",
    "gambling",
    "dating",
    "drugs",
    "violence",
    "self-harm",
    "piracy",
    "social-media",
    "messaging",
    "games",
    "streaming",
    "shopping",
    "strangers",
    "vpn",
    "home-list",
}


def test_no_tag_was_lost() -> None:
    """Every tag that a home may have written is still a category."""
    assert set(Category) == PERMANENT_TAGS


@pytest.mark.parametrize("category", Category)
def test_every_category_has_a_label_for_the_middle_of_a_sentence(category: Category) -> None:
    """A carer reads a label, which is no tag and neither starts nor ends a sentence."""
    assert category.label
    assert category.label[-1].isalnum()
    assert category.label[0].islower() or category.label.startswith("VPN")


def test_labels_tell_categories_apart() -> None:
    """No two categories are called the same."""
    assert len({category.label for category in Category}) == len(Category)


def test_bits_tell_categories_apart() -> None:
    """Each category has one bit and shares it with none."""
    assert all(category.bit.bit_count() == 1 for category in Category)
    assert mask_of(Category).bit_count() == len(Category)


@given(st.frozensets(st.sampled_from(Category)))
def test_a_mask_holds_exactly_its_categories(chosen: frozenset[Category]) -> None:
    """The mask of some categories has their bits and no others."""
    mask = mask_of(chosen)

    assert {category for category in Category if mask & category.bit} == chosen


@given(st.lists(st.sampled_from(Category), min_size=1))
def test_the_first_category_explains(chosen: list[Category]) -> None:
    """A block is explained by the category that stands first in the table."""
    assert first_of(mask_of(chosen)) is min(chosen, key=list(Category).index)


def test_an_empty_mask_has_no_first() -> None:
    """Nothing cannot explain a block."""
    with pytest.raises(KeyError):
        first_of(NOTHING)


def test_nothing_is_the_mask_of_no_categories() -> None:
    """No categories make the empty mask."""
    assert mask_of(()) == NOTHING
