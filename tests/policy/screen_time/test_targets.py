from __future__ import annotations

import pytest

from policy.categories import Category
from policy.facts.background import BACKGROUND
from policy.index import ListSource
from policy.listings import no_lists
from policy.names import Name, from_text
from policy.never_blocked import LIFELINES
from policy.screen_time.targets import (
    BY_ID,
    NO_TARGET,
    TARGETS,
    bit_of,
    counts_towards,
    mask_of,
    target_id,
)
from policy.timed import COUNTED, Target
from policy.what import LEARNING
from tests.policy.strategies import index_of

ALL = Target()
GAMES, SOCIAL, STREAMING = (
    Target(category=kind) for kind in (Category.GAMES, Category.SOCIAL_MEDIA, Category.STREAMING)
)
INDEX = index_of(
    [
        (ListSource("play", Category.GAMES), [(from_text("play.example"), False)]),
        (ListSource("bad", Category.ADULT), [(from_text("bad.example"), False)]),
        (ListSource("also", Category.GAMES), [(from_text("instagram.com"), False)]),
    ]
)

COUNTS = {
    "something": ("www.example.org", {ALL}),
    "a service": ("www.roblox.com", {ALL, GAMES, Target(service="roblox")}),
    "a listed name": ("a.play.example", {ALL, GAMES}),
    "a list that is not counted": ("bad.example", {ALL}),
    "a service that is listed too": (
        "instagram.com",
        {ALL, SOCIAL, GAMES, Target(service="instagram")},
    ),
    "what services of one kind share": ("discomax.com", {ALL, STREAMING}),
    "what services of several kinds share": ("fbcdn.net", {ALL}),
    "a service of no counted kind": ("www.amazon.co.uk", {ALL}),
    "a push service": ("push.apple.com", set()),
    "a check": ("connectivitycheck.gstatic.com", set()),
    "learning": ("classroom.google.com", set()),
    "a help line": ("www.childline.org.uk", set()),
}


@pytest.mark.parametrize(("asked", "expected"), COUNTS.values(), ids=COUNTS)
def test_a_name_counts_towards_what_the_table_says(asked: str, expected: set[Target]) -> None:
    """Everything, its kinds, its service; or nothing at all."""
    assert counts_towards(from_text(asked), INDEX.listings) == mask_of(expected)


@pytest.mark.parametrize("below", [b"", b"\1a"])
def test_background_learning_and_help_never_count(below: bytes) -> None:
    """No name of these tables, nor one below it, costs anybody a minute."""
    names = {
        *(row.name for row in BACKGROUND),
        *(line.name for line in LIFELINES),
        *LEARNING,
    }

    assert {counts_towards(Name(below + name), INDEX.listings) for name in names} == {NO_TARGET}


def test_every_target_has_a_bit_of_its_own() -> None:
    """Bits add up and never stand for two."""
    assert mask_of(TARGETS) == sum(bit_of(target) for target in TARGETS)
    assert len({bit_of(target) for target in TARGETS}) == len(TARGETS)
    assert mask_of(()) == NO_TARGET


def test_the_numbers_of_targets_are_for_good() -> None:
    """Files of a home hold these numbers; they do not move when services come or go."""
    assert [target_id(target) for target in (ALL, *(Target(category=it) for it in COUNTED))] == [
        *(1, 2, 3, 4, 5)
    ]
    assert target_id(Target(service="roblox")) == 7_306_467_118
    assert len(BY_ID) == len(TARGETS)
    assert all(BY_ID[target_id(target)] == target for target in TARGETS)


def test_without_lists_services_count_all_the_same() -> None:
    """A box that has no index yet still knows what is a game."""
    assert counts_towards(from_text("roblox.com"), no_lists) & bit_of(GAMES)
