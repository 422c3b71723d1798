from __future__ import annotations

from collections.abc import Callable

import pytest

from policy.categories import Category
from policy.names import from_text
from policy.timed import (
    COUNTED,
    Budget,
    Effect,
    FamilyTime,
    Period,
    Target,
    TimedRule,
)
from policy.what import EVERYTHING, NOTHING_NAMED, What
from policy.windows import ALWAYS, During, Window

SITE = What(names=frozenset({from_text("site.example")}))
MALWARE = What(categories=frozenset({Category.MALWARE}))
NIGHT = (Window(start=21 * 60, end=7 * 60),)


def rule(
    effect: Effect = Effect.BLOCK,
    what: What = EVERYTHING,
    leaves: What = NOTHING_NAMED,
    windows: tuple[Window, ...] = NIGHT,
) -> TimedRule:
    """Return a rule."""
    return TimedRule(title="x", effect=effect, what=what, leaves=leaves, windows=windows)


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "about nothing": (lambda: rule(what=NOTHING_NAMED), "say what it is about"),
    "never": (lambda: rule(windows=()), "say when"),
    "leaving something of a part": (lambda: rule(what=SITE, leaves=SITE), "blocks everything"),
    "leaving something of an allow": (
        lambda: rule(Effect.ALLOW, leaves=SITE),
        "blocks everything",
    ),
    "leaving everything": (lambda: rule(leaves=EVERYTHING), "blocks nothing"),
    "allowing only everything": (lambda: rule(Effect.ALLOW_ONLY), "allow only what"),
    "leaving a kind without services": (lambda: rule(leaves=MALWARE), "name the sites instead"),
    "allowing only such a kind": (
        lambda: rule(Effect.ALLOW_ONLY, MALWARE),
        "name the sites instead",
    ),
    "family time of nothing": (
        lambda: FamilyTime(title="x", what=NOTHING_NAMED),
        "which apps or sites",
    ),
    "family time of everything": (
        lambda: FamilyTime(title="x", what=EVERYTHING),
        "which apps or sites",
    ),
    "family time never": (lambda: FamilyTime(title="x", what=SITE, windows=()), "say when"),
    "family time of such a kind": (lambda: FamilyTime(title="x", what=MALWARE), "no services"),
    "a target of two": (
        lambda: Target(category=Category.GAMES, service="roblox"),
        "write two budgets",
    ),
    "a target of another kind": (lambda: Target(category=Category.ADULT), "minutes are counted"),
    "a target of no service": (lambda: Target(service="tictoc"), "no service that is known"),
    "a target of a service of another kind": (
        lambda: Target(service="amazon"),
        "services of social-media, games, streaming, messaging",
    ),
    "minutes below nothing": (lambda: Budget(minutes=-5), "0 to 1440"),
    "more than a day": (lambda: Budget(minutes=1_445), "0 to 1440"),
    "more than a week": (
        lambda: Budget(minutes=10_085, period=Period.WEEK),
        "0 to 10080",
    ),
    "minutes that are not counted": (lambda: Budget(minutes=7), "steps of 5"),
    "no weekdays": (lambda: Budget(minutes=5, weekdays=frozenset()), "needs weekdays"),
    "an eighth weekday": (lambda: Budget(minutes=5, weekdays=frozenset({8})), "needs weekdays"),
    "a week of some days": (
        lambda: Budget(minutes=5, period=Period.WEEK, weekdays=frozenset({1})),
        "the whole of each week",
    ),
    "a week in term": (
        lambda: Budget(minutes=5, period=Period.WEEK, during=During.TERM),
        "the whole of each week",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_means_nothing_cannot_be_built(case: str) -> None:
    """Each of these is refused with a word on what to do."""
    make, words = REFUSED[case]

    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("made", "closes", "opened"),
    [
        (rule(), True, NOTHING_NAMED),
        (rule(leaves=SITE), True, SITE),
        (rule(Effect.ALLOW_ONLY, SITE), True, SITE),
        (rule(what=SITE), False, NOTHING_NAMED),
        (rule(Effect.ALLOW), False, NOTHING_NAMED),
    ],
)
def test_who_closes_everything_says_what_stays_open(
    made: TimedRule, *, closes: bool, opened: What
) -> None:
    """Block everything and allow only are the same act with the open part said in two ways."""
    assert made.closes_everything is closes
    assert made.open_meanwhile == opened


def test_always_is_told_from_every_night() -> None:
    """A rule with a window that is always open needs no clock."""
    assert rule(windows=(*NIGHT, ALWAYS)).is_always
    assert not rule().is_always


def test_targets_are_called_as_families_say() -> None:
    """Everything, a kind, a service."""
    assert Target().label == "everything"
    assert [Target(category=kind).label for kind in COUNTED] == [kind.label for kind in COUNTED]
    assert Target(service="tiktok").label == "TikTok"


def test_a_budget_may_be_nothing_or_all() -> None:
    """No minutes at all is a budget, and so is the whole day or week."""
    assert Budget(minutes=0).minutes == 0
    assert Budget(minutes=1_440).minutes == 1_440
    assert Budget(minutes=10_080, period=Period.WEEK).minutes == 10_080
