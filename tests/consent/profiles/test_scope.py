from __future__ import annotations

import pytest

from consent.profiles.rules import AgreementCase
from consent.records.agreement import Hours
from consent.texts import kinds_with_words
from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import EVERY_SITE, LEAST, WATCHED, YOUNG_PERSON_GIVES

KINDS = ("agreement.scope.categories", ("strangers",))
NO_KINDS = ("agreement.scope.categories", ())
SITES = ("agreement.scope.watch", ("chat.example",))
NO_SITES = ("agreement.scope.watch", ())

LISTS = {
    "level 1 without kinds": (LEAST, NO_KINDS),
    "level 1 with sites": (LEAST, SITES),
    "level 2 without kinds": (YOUNG_PERSON_GIVES, NO_KINDS),
    "level 2 with sites": (YOUNG_PERSON_GIVES, SITES),
    "level 3 without sites": (WATCHED, NO_SITES),
    "level 3 with kinds": (WATCHED, KINDS),
    "level 4 with kinds": (EVERY_SITE, KINDS),
    "level 4 with sites": (EVERY_SITE, SITES),
}


@pytest.mark.parametrize(("base", "change"), LISTS.values(), ids=LISTS)
def test_a_level_has_its_own_list_and_no_other(
    base: AgreementCase, change: tuple[str, object]
) -> None:
    """Kinds for levels 1 and 2, sites for level 3, neither for level 4."""
    assert broken_with(base, change) == ("SCOPE_LISTS",)


@pytest.mark.parametrize("kind", ["malware", "trackers", "ads", "own-list", "everything"])
def test_a_kind_without_words_cannot_be_agreed_to(kind: str) -> None:
    """Adverts, trackers, harmful software and a home's own rules are never recorded."""
    changes = ("agreement.scope.categories", (kind,))

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ("SCOPE_KINDS",)


@pytest.mark.parametrize("kind", sorted(kinds_with_words()))
def test_each_kind_with_words_can_be_agreed_to(kind: str) -> None:
    """What the text can say, an agreement can name."""
    assert broken_with(YOUNG_PERSON_GIVES, ("agreement.scope.categories", (kind,))) == ()


def test_all_kinds_with_words_can_be_agreed_to_at_once() -> None:
    """Many kinds may be too many, but none of them is unknown."""
    kinds = tuple(sorted(kinds_with_words()))

    assert broken_with(YOUNG_PERSON_GIVES, ("agreement.scope.categories", kinds)) == ()


TWICE = {
    "a kind": (YOUNG_PERSON_GIVES, "categories", ("dating", "dating")),
    "a site that is watched": (WATCHED, "watch", ("chat.example", "chat.example")),
    "a site that is never recorded": (
        YOUNG_PERSON_GIVES,
        "never_recorded",
        ("clinic.example", "clinic.example"),
    ),
}


@pytest.mark.parametrize(("base", "field", "names"), TWICE.values(), ids=TWICE)
def test_nothing_is_named_twice(base: AgreementCase, field: str, names: tuple[str, ...]) -> None:
    """A list is a set, so that nothing can be hidden in its length."""
    assert broken_with(base, (f"agreement.scope.{field}", names)) == ("SCOPE_TWICE",)


HOURS = {
    "every hour": (None, ()),
    "a minute": (Hours(start=600, end=601), ()),
    "a whole day": (Hours(start=0, end=24 * 60), ()),
    "nothing": (Hours(start=600, end=600), ("SCOPE_HOURS",)),
    "over midnight": (Hours(start=22 * 60, end=6 * 60), ("SCOPE_HOURS",)),
}


@pytest.mark.parametrize(("hours", "expected"), HOURS.values(), ids=HOURS)
def test_hours_end_after_they_start(hours: Hours | None, expected: tuple[str, ...]) -> None:
    """A window lies within one day."""
    assert broken_with(YOUNG_PERSON_GIVES, ("agreement.scope.hours", hours)) == expected


@pytest.mark.parametrize(("most", "expected"), [(None, ()), (2, ()), (1, ("LIMIT_LEVEL",))])
def test_an_agency_may_allow_less(most: int | None, expected: tuple[str, ...]) -> None:
    """A keyset's greatest level holds, and none is no limit of its own."""
    assert broken_with(YOUNG_PERSON_GIVES, ("keyset.limits.max_level", most)) == expected
