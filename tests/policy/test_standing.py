from __future__ import annotations

from policy.categories import Category
from policy.in_time import Because
from policy.moment import Clockwork
from policy.names import Name, from_text
from policy.rules import Action, RuleSet, Scope
from policy.standing import Standing, block_services, scope_of, standing_of, without_limits
from policy.terms import Terms
from policy.timed import Effect, TimedRule
from policy.what import EVERYTHING, What
from policy.why import Why
from policy.windows import ALWAYS, Window
from tests.policy.evening import clock, moment

DAY = (Window(start=600, end=1_200),)
NIGHT = (Window(start=1_200, end=600),)
SITE, OTHER = from_text("site.example"), from_text("other.example")
GAMES, ROBLOX = Category.GAMES, from_text("roblox.com")


def names(*found: Name) -> What:
    """Return names."""
    return What(names=frozenset(found))


def rule(
    effect: Effect, what: What, windows: tuple[Window, ...] = DAY, title: str = "x"
) -> TimedRule:
    """Return a rule."""
    return TimedRule(title=title, effect=effect, what=what, windows=windows)


def standing(
    *timed: TimedRule,
    now: str | None = "14:00",
    block: frozenset[Name] = frozenset(),
    allow: frozenset[Name] = frozenset(),
    categories: frozenset[Category] = frozenset(),
) -> Standing:
    """Return what a person's rule set says at two in the afternoon, or without a clock."""
    rules = RuleSet(timed=timed, block=block, allow=allow, block_categories=categories)
    clockwork = Clockwork(None if now is None else moment(now))
    return standing_of(Scope.PERSON, rules, Terms(), clockwork)


def test_within_one_set_what_hangs_on_time_beats_what_always_holds() -> None:
    """A name allowed for always is blocked by the clock, and one blocked for always opened."""
    found = standing(
        rule(Effect.BLOCK, names(SITE)),
        rule(Effect.ALLOW, names(OTHER), title="y"),
        allow=frozenset({SITE}),
        block=frozenset({OTHER}),
    )

    assert found.explicit[SITE].action is Action.BLOCK
    assert found.explicit[SITE].title == "x"
    assert found.explicit[OTHER].action is Action.ALLOW


def test_an_allow_is_the_exception_from_a_block_whatever_their_order() -> None:
    """Of a name, a service and a kind that are blocked and allowed now, the allow holds."""
    what = What(
        names=frozenset({SITE}), services=frozenset({"roblox"}), categories=frozenset({GAMES})
    )
    allow, block = rule(Effect.ALLOW, what), rule(Effect.BLOCK, what, title="y")

    for found in (standing(allow, block), standing(block, allow)):
        assert found.explicit[SITE].action is Action.ALLOW
        assert found.explicit[ROBLOX].action is Action.ALLOW
        assert found.categories == {}
        assert found.services == {}


def test_a_service_is_blocked_by_its_names() -> None:
    """Its own names are blocked, what it shares is not, and a rule in time beats an old allow."""
    tiktok = rule(Effect.BLOCK, What(services=frozenset({"tiktok"})))
    found = standing(tiktok, allow=frozenset({from_text("tiktok.com")}))

    assert found.explicit[from_text("tiktok.com")].title == "x"
    assert from_text("ibyteimg.com") not in found.explicit


def test_one_name_of_a_service_can_be_excepted_by_the_clock() -> None:
    """The service is closed but for that name; its other names are blocked."""
    found = standing(
        rule(Effect.BLOCK, What(services=frozenset({"tiktok"}))),
        rule(Effect.ALLOW, names(from_text("tiktok.com")), title="y"),
    )

    assert found.explicit[from_text("tiktok.com")].action is Action.ALLOW
    assert found.explicit[from_text("tiktokv.com")].action is Action.BLOCK


def test_two_rules_of_one_service_have_one_reason() -> None:
    """The one that stands last in the document is told."""
    found = standing(
        rule(Effect.BLOCK, What(services=frozenset({"tiktok"}))),
        rule(Effect.BLOCK, What(services=frozenset({"tiktok"})), title="y"),
    )

    assert found.services["tiktok"].title == "y"


def test_to_allow_everything_lifts_all_kinds_but_malware() -> None:
    """Filters that are off by the clock still keep harm from a device."""
    off = rule(Effect.ALLOW, EVERYTHING)
    found = standing(off, categories=frozenset({GAMES, Category.MALWARE}))

    assert found.categories.keys() == {Category.MALWARE}
    assert found.all_categories_allowed


def test_what_closes_and_what_opens_is_told_apart() -> None:
    """A rule that does not hold is in neither, and the first change of all is known."""
    bedtime = rule(Effect.BLOCK, EVERYTHING, NIGHT)
    study = rule(Effect.ALLOW_ONLY, names(SITE), title="study")
    radio = rule(Effect.ALLOW, names(OTHER), (Window(start=840, end=845),), title="radio")
    found = standing(bedtime, study, radio)

    assert [holding.rule for holding in found.closing] == [study]
    assert [holding.rule for holding in found.opening] == [radio]
    assert found.changes == clock("14:05")
    assert found.closing[0].because == Because(
        why=Why.CLOCK, title="study", until=clock("20:00"), scope=Scope.PERSON
    )


def test_without_a_clock_the_stricter_side_holds_and_nothing_is_all_closed() -> None:
    """Windows that block names, services or kinds hold; those that allow or close all do not."""
    found = standing(
        rule(Effect.BLOCK, What(categories=frozenset({GAMES}))),
        rule(Effect.BLOCK, names(SITE), title="site"),
        rule(Effect.ALLOW, names(OTHER), title="radio"),
        rule(Effect.BLOCK, EVERYTHING, title="bedtime"),
        rule(Effect.ALLOW_ONLY, names(SITE), title="study"),
        now=None,
    )

    assert found.categories.keys() == {GAMES}
    assert found.explicit.keys() == {SITE}
    assert (found.closing, found.opening, found.changes) == ([], [], None)


def test_what_is_for_always_needs_no_clock() -> None:
    """A rule without windows holds, whatever it does."""
    found = standing(
        rule(Effect.ALLOW_ONLY, names(SITE), (ALWAYS,)),
        rule(Effect.ALLOW, names(OTHER), (ALWAYS,), title="y"),
        now=None,
    )

    assert len(found.closing) == len(found.opening) == 1


def test_limits_are_what_blocks_by_the_clock() -> None:
    """A first week has what is for always and what opens, and nothing else in time."""
    always = rule(Effect.BLOCK, names(SITE), (ALWAYS,))
    opens = rule(Effect.ALLOW, names(OTHER), title="y")
    bedtime = rule(Effect.BLOCK, EVERYTHING, title="z")
    rules = RuleSet(timed=(always, bedtime, opens), block=frozenset({SITE}))

    assert without_limits(rules).timed == (always, opens)
    assert without_limits(rules).block == {SITE}
    assert without_limits(without_limits(rules)) == without_limits(rules)


def test_of_shared_names_the_narrowest_rule_is_told() -> None:
    """A name that two services need is blocked by both, and its reason is the narrower scope's."""
    wide = Because(why=Why.CLOCK, title="wide", scope=Scope.EVERYONE)
    narrow = Because(why=Why.CLOCK, title="narrow", scope=Scope.DEVICE)
    shared = from_text("discomax.com")
    found = standing().explicit
    block_services(found, {"hbo-max": wide, "discovery-plus": narrow})
    beyond = standing().explicit
    block_services(beyond, {"hbo-max": wide, "discovery-plus": narrow}, beyond=frozenset({shared}))

    assert found[shared].title == "narrow"
    assert found[from_text("hbomax.com")].title == "wide"
    assert shared not in beyond
    assert scope_of(wide) is Scope.EVERYONE
