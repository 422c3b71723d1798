from __future__ import annotations

from policy.assemble import Seat, assembled
from policy.categories import Category
from policy.compiled import DevicePolicy
from policy.decide import decide
from policy.given.grants import GrantKind
from policy.in_time import Because
from policy.listings import no_lists
from policy.moment import Clockwork
from policy.names import Name, from_text
from policy.rules import RuleSet, Scope, YouTube
from policy.standing import standing_of
from policy.terms import Terms
from policy.timed import Effect, TimedRule
from policy.verdict import Allow, Block, Why
from policy.what import EVERYTHING, NOTHING_NAMED, What
from policy.windows import Window
from tests.policy.evening import clock, grant, moment

SCOPES = (Scope.EVERYONE, Scope.PERSON, Scope.DEVICE)
DAY = (Window(start=600, end=1_200),)
SITE = from_text("site.example")


def rule(effect: Effect, what: What, title: str = "x", leaves: What = NOTHING_NAMED) -> TimedRule:
    """Return a rule that holds in the afternoon."""
    return TimedRule(title=title, effect=effect, what=what, leaves=leaves, windows=DAY)


def seat(*rule_sets: RuleSet, **more: object) -> DevicePolicy:
    """Return what holds at two in the afternoon under everyone's, a person's, a device's rules."""
    clockwork = Clockwork(moment("14:00"))
    sets = (*rule_sets, *(RuleSet() for _ in SCOPES))[: len(SCOPES)]
    standings = tuple(
        standing_of(scope, rules, Terms(), clockwork)
        for scope, rules in zip(SCOPES, sets, strict=True)
    )
    fields: dict[str, object] = {"kept": {}} | more
    return assembled(
        Seat(device="d", person="p", rule_sets=sets, standings=standings, **fields)  # type: ignore[arg-type]  # the fields of a Seat
    )


def why(policy: DevicePolicy, text: str) -> tuple[bool, Why]:
    """Return whether a name may open, and the kind of reason."""
    verdict = decide(policy, from_text(text), no_lists)
    return isinstance(verdict, Allow), verdict.why


def timed(*rules: TimedRule) -> RuleSet:
    """Return a rule set of rules in time."""
    return RuleSet(timed=rules)


CLOSED = timed(rule(Effect.BLOCK, EVERYTHING, leaves=What(names=frozenset({SITE}))))
OPENS = timed(rule(Effect.ALLOW, What(names=frozenset({from_text("radio.example")})), title="r"))
ALL_OPEN = timed(rule(Effect.ALLOW, EVERYTHING, title="free"))


def test_who_opens_for_fewer_opens_through_what_is_closed_for_more() -> None:
    """A device's exception opens through everyone's hours, and not the other way round."""
    assert why(seat(CLOSED, RuleSet(), OPENS), "radio.example") == (True, Why.RULE)
    assert why(seat(timed(*CLOSED.timed, *OPENS.timed)), "radio.example") == (True, Why.RULE)
    assert why(seat(OPENS, RuleSet(), CLOSED), "radio.example") == (False, Why.CLOCK)


def test_to_allow_everything_opens_what_is_closed_for_as_many_or_more() -> None:
    """Filters that are off for a device are off there, also in everyone's hours."""
    assert why(seat(CLOSED, RuleSet(), ALL_OPEN), "x.example") == (True, Why.NOTHING)
    assert why(seat(ALL_OPEN, RuleSet(), CLOSED), "x.example") == (False, Why.CLOCK)


def test_two_that_close_leave_open_what_both_leave() -> None:
    """What one of them closes is closed."""
    study = timed(rule(Effect.ALLOW_ONLY, What(names=frozenset({from_text("b.site.example")}))))
    found = seat(CLOSED, study)

    assert why(found, "b.site.example")[0]
    assert not why(found, "site.example")[0]


def test_kinds_of_site_add_up_and_a_narrower_allow_takes_them_back() -> None:
    """Everyone's games are opened for a person by the clock; everything but malware by `all`."""
    games = frozenset({Category.GAMES, Category.MALWARE})
    allow = timed(rule(Effect.ALLOW, What(categories=frozenset({Category.GAMES}))))
    blocked = RuleSet(block_categories=games)

    assert seat(blocked, allow).category_scopes == {Category.MALWARE: Scope.EVERYONE}
    assert seat(blocked, ALL_OPEN).category_scopes == {Category.MALWARE: Scope.EVERYONE}
    assert seat(allow, blocked).category_scopes.keys() == games


def test_a_kind_that_hangs_on_time_has_its_title_and_its_end() -> None:
    """The narrowest rule is told; one for always has no title."""
    blocks = timed(rule(Effect.BLOCK, What(categories=frozenset({Category.GAMES})), title="g"))
    found = seat(RuleSet(block_categories=frozenset({Category.GAMES})), blocks)

    assert found.category_titles == {Category.GAMES: ("g", clock("20:00"))}
    assert seat(RuleSet(block_categories=frozenset({Category.GAMES}))).category_titles == {}


def test_what_services_share_is_blocked_when_all_of_them_are_in_whatever_scope() -> None:
    """One service for everyone, the other for a person: the name both need is blocked too."""
    hbo = timed(rule(Effect.BLOCK, What(services=frozenset({"hbo-max"})), title="hbo"))
    discovery = timed(rule(Effect.BLOCK, What(services=frozenset({"discovery-plus"})), title="d"))
    allowed = timed(rule(Effect.ALLOW, What(services=frozenset({"hbo-max"})), title="a"))

    assert why(seat(hbo), "discomax.com") == (True, Why.NOTHING)
    assert why(seat(hbo, discovery), "discomax.com") == (False, Why.RULE)
    assert why(seat(hbo, allowed, discovery), "discomax.com") == (True, Why.RULE)


def test_the_narrower_setting_of_search_holds() -> None:
    """A person's word about search replaces everyone's, a device's that of both."""
    safe, off = RuleSet(safe_search=True), RuleSet(safe_search=False)
    yandex, google = from_text("yandex.com"), from_text("www.google.com")

    assert yandex in seat(safe).explicit
    assert seat(safe).explicit[yandex].scope is Scope.EVERYONE
    assert seat(safe, safe).explicit[yandex].scope is Scope.PERSON
    assert yandex not in seat(safe, off).explicit
    assert google in seat(safe, off, safe).safe_answers
    strict = seat(safe, RuleSet(youtube=YouTube.STRICT))
    assert strict.safe_answers[from_text("m.youtube.com")] == from_text("restrict.youtube.com")


def test_an_allow_opens_an_engine_that_cannot_be_made_safe() -> None:
    """Who allows that very name has decided."""
    yandex = from_text("yandex.com")

    assert why(seat(RuleSet(safe_search=True, allow=frozenset({yandex}))), "yandex.com") == (
        *(True, Why.RULE),
    )


def test_nothing_above_what_stays_open_is_denied_with_all_below() -> None:
    """A closed name above an open one is answered so that the open one can be asked for."""
    kept = {from_text("call.example"): Because(why=Why.FAMILY_TIME, title="Mum")}
    opened = grant(
        GrantKind.OPEN,
        "13:00",
        "15:00",
        what=What(names=frozenset({from_text("a.given.example")})),
    )
    found = seat(CLOSED, kept=kept, grants=(opened,))
    for text in ("example", "given.example"):
        verdict = decide(found, from_text(text), no_lists)
        assert isinstance(verdict, Block)
        assert not verdict.denies_below
    closed = decide(found, from_text("x.example"), no_lists)

    assert isinstance(closed, Block)
    assert closed.denies_below


def test_a_device_on_which_nothing_hangs_on_time_has_no_part_for_it() -> None:
    """It costs what it did before there were clocks."""
    assert seat(RuleSet(block=frozenset({SITE}))).in_time is None
    assert seat(RuleSet(block=frozenset({SITE}))).valid_until is None
    assert seat(CLOSED).valid_until == clock("20:00")


def test_the_soonest_of_all_that_changes_is_when_it_ends() -> None:
    """Grants and what the seat itself knows count beside rules."""
    opened = grant(GrantKind.OPEN, "13:00", "15:00", what=What(names=frozenset({Name(SITE)})))

    assert seat(CLOSED, grants=(opened,)).valid_until == clock("15:00")
    assert seat(CLOSED, changes=clock("14:30")).valid_until == clock("14:30")
