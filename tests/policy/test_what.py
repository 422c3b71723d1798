from __future__ import annotations

import pytest

from policy.categories import Category
from policy.facts.background import BACKGROUND
from policy.names import from_text
from policy.services import in_category, names_of
from policy.special import BYPASS_SIGNALS
from policy.what import (
    EVERYTHING,
    HAVE_SERVICES,
    HOMEWORK_SITES,
    LEARNING,
    NOTHING_NAMED,
    What,
    in_words,
    listed,
    opened_by,
)

SITE = from_text("site.example")


def test_what_is_opened_is_opened_with_all_it_needs() -> None:
    """A service opens with the names it shares, a kind of site with all its services."""
    games = What(categories=frozenset({Category.GAMES}), names=frozenset({SITE}))

    assert opened_by(What(services=frozenset({"instagram"}))) == names_of(["instagram"])
    assert from_text("fbcdn.net") in opened_by(What(services=frozenset({"instagram"})))
    assert opened_by(games) == names_of(service.tag for service in in_category(Category.GAMES)) | {
        SITE
    }
    assert opened_by(NOTHING_NAMED) == opened_by(EVERYTHING) == frozenset()


def test_a_service_that_does_not_exist_is_refused() -> None:
    """A misspelt service is an error and not a rule that does nothing."""
    with pytest.raises(ValueError, match="'tictoc' is no service"):
        What(services=frozenset({"tictoc"}))


@pytest.mark.parametrize(
    "part",
    [
        {"categories": frozenset({Category.GAMES})},
        {"services": frozenset({"tiktok"})},
        {"names": frozenset({SITE})},
    ],
)
def test_everything_has_no_parts(part: dict[str, frozenset[object]]) -> None:
    """Everything and a part of it is said once too often."""
    with pytest.raises(ValueError, match="everything is said already"):
        What(everything=True, **part)  # type: ignore[arg-type]  # as from a document


def test_what_names_nothing_is_false() -> None:
    """Whoever asks whether anything is named gets a yes or a no."""
    assert not NOTHING_NAMED
    assert EVERYTHING
    assert What(names=frozenset({SITE}))


WORDS = {
    "everything": (EVERYTHING, "everything"),
    "nothing": (NOTHING_NAMED, "nothing"),
    "one of each": (
        What(
            categories=frozenset({Category.GAMES}),
            services=frozenset({"tiktok"}),
            names=frozenset({SITE}),
        ),
        "games, TikTok and site.example",
    ),
    "two": (What(services=frozenset({"youtube", "tiktok"})), "TikTok and YouTube"),
}


@pytest.mark.parametrize(("what", "expected"), WORDS.values(), ids=WORDS)
def test_it_is_told_as_a_family_says_it(what: What, expected: str) -> None:
    """Services stand by their labels, kinds of site by theirs, names as they are typed."""
    assert in_words(what) == expected


def test_parts_are_told_as_one_says_them() -> None:
    """One, two, several, none."""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(iter("abc")) == "a, b and c"
    assert listed([]) == ""


def test_learning_is_what_school_needs_and_no_way_around() -> None:
    """Sign-in, homework and exams are in it; nothing by which a device asks to go around is."""
    assert {from_text("classroom.google.com"), from_text("docs.google.com")} <= LEARNING
    assert LEARNING < HOMEWORK_SITES
    assert not HOMEWORK_SITES & BYPASS_SIGNALS
    assert not LEARNING & {row.name for row in BACKGROUND}


def test_kinds_without_services_are_known() -> None:
    """Games have services; malware has none, so it cannot be left open by kind."""
    assert Category.GAMES in HAVE_SERVICES
    assert Category.MALWARE not in HAVE_SERVICES
