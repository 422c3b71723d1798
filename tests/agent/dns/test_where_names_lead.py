"""Behind a site's own name may be a tracker's server: judged for each device, whoever asked before.

Cases as real pages have them stand in `tests/policy/test_leads_to.py`; here they go the whole way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.devices.directory import policy_for
from agent.devices.tally import Tally
from agent.dns import answers, wire
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.wire import Answer, Question
from agent.in_force import Current, InForce
from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.household import NOBODY, Carer, Device, Household, YoungPerson
from policy.index import ListSource
from policy.leads_to import block_by_target
from policy.names import Name, from_text, to_text
from policy.rules import RuleSet, YouTube
from policy.special import local_name
from policy.verdict import Allow, Block, Verdict
from tests.agent.dns import house
from tests.agent.dns.house import ALEX, SAM, STRANGER, ask
from tests.agent.dns.packets import AAAA, ANY, CNAME, HTTPS, A, opt, query, said
from tests.agent.dns.upstream_says import RR, Says
from tests.policy.strategies import entries, households, index_of, names

WITH_AGAIN = pytest.mark.usefixtures("with_again")

EDE_BLOCKED = b"\0\x0f"

HOME = Household(
    everyone=RuleSet(block_categories=frozenset({Category.MALWARE})),
    carers=(Carer(name="Alex"),),
    young_people=(
        YoungPerson(
            name="Sam",
            rules=RuleSet(
                block_categories=frozenset({Category.ADS, Category.ADULT}),
                block=frozenset({from_text("ruled.example")}),
                allow=frozenset({from_text("fine.example")}),
            ),
        ),
    ),
    devices=(
        Device(name="Sam's phone", belongs_to="Sam", addresses=(SAM,)),
        Device(name="Alex's laptop", belongs_to="Alex", addresses=(ALEX,)),
    ),
)
LISTED = [
    (ListSource("ads", Category.ADS), [(from_text("tracker.example"), False)]),
    (ListSource("bad", Category.MALWARE), [(from_text("bad.example"), False)]),
    (ListSource("adult", Category.ADULT), [(from_text("adult.example"), False)]),
]
SITE = "metrics.site.example"
PACKET = query(SITE, additional=[opt()])


def chain(*targets: str, ttl: int = 60) -> Says:
    """Return an answer that leads over these names to an address."""
    owners = ["", *targets]
    aliases = [
        RR("CNAME", f"{to}.", ttl, owner) for owner, to in zip(owners, targets, strict=False)
    ]
    return Says(answer=(*aliases, RR("A", "192.0.2.7", ttl, owners[-1])))


def says(told: Says) -> house.Told:
    """Return an upstream that says the same to every question."""

    def answer(question: Question) -> Answer | None:
        packet = told.to(answers.query(7, question, edns=True))
        return wire.read_answer(packet, 12 + len(question.name) + 4)

    return house.Told(answer)


def home(
    told: Says, noticing: Noticing | None = None, household: Household = HOME
) -> tuple[Pipeline, house.Told]:
    """Return a home below an upstream."""
    above = says(told)
    in_force = house.current(household, index_of(LISTED))
    return Pipeline(in_force, Cache(house.Clock()), above, noticing=noticing), above


def is_blocked(reply: bytes) -> bool:
    """Say whether a reply to a query with EDNS is a block."""
    return any(code == 15 and value[:2] == EDE_BLOCKED for code, value in said(reply).options)


def blocked_for(told: Says, name: str = SITE) -> list[bool]:
    """Return for whom a name is blocked, asked by each in turn: first asked above, then kept."""
    route, above = home(told)
    packet = query(name, additional=[opt()])
    replies = [ask(route, packet, source) for source in (SAM, ALEX, STRANGER, SAM, ALEX)]
    assert len(above.asked) == 1
    return [is_blocked(reply) for reply, _ in replies]


SAMS, ALL, NONE = [True, False, False, True, False], [True] * 5, [False] * 5
CASES = {
    "to a tracker": (chain("x.tracker.example"), SITE, SAMS),
    "over a server to a tracker": (chain("edge.cdn.example", "tracker.example"), SITE, SAMS),
    "to malware": (chain("bad.example"), SITE, ALL),
    "to a rule of Sam's": (chain("www.ruled.example"), SITE, SAMS),
    "to a name of another kind": (chain("adult.example"), SITE, NONE),
    "to nothing that is judged": (chain("cdn.example"), SITE, NONE),
    "from a name that Sam may have": (chain("tracker.example"), "www.fine.example", NONE),
    "over a name that Sam may have": (chain("fine.example", "tracker.example"), SITE, NONE),
    "from a lifeline": (chain("bad.example"), "www.childline.org.uk", NONE),
}


@pytest.mark.parametrize(("told", "name", "expected"), CASES.values(), ids=CASES)
def test_each_device_is_denied_by_its_own_rules(
    told: Says, name: str, expected: list[bool]
) -> None:
    """One answer from above is given to some and denied to others, asked for anew and kept."""
    assert blocked_for(told, name) == expected


SERVICES = {
    "HTTPS": (HTTPS, "1 svc.tracker.example. alpn=h2"),
    "an alias of the whole name": (HTTPS, "0 tracker.example."),
    "SVCB": (64, "1 tracker.example."),
}


@pytest.mark.parametrize(("qtype", "rdata"), SERVICES.values(), ids=SERVICES)
def test_a_service_that_leads_to_a_tracker_is_denied_for_its_type(qtype: int, rdata: str) -> None:
    """Where a name's service is at a tracker its type is denied, and its addresses are not."""
    kind = "HTTPS" if qtype == HTTPS else "SVCB"
    route, _ = home(Says(answer=(RR(kind, rdata),)))
    packet = query(SITE, qtype, additional=[opt()])
    assert [is_blocked(ask(route, packet, one)[0]) for one in (SAM, ALEX)] == [True, False]

    route, _ = home(Says(answer=(RR("A", "192.0.2.7"),)))
    assert not is_blocked(ask(route, PACKET, SAM)[0])


def test_the_block_is_told_with_where_it_leads() -> None:
    """The asked name is denied with no data for five seconds, and the few words say why."""
    route, _ = home(chain("x.tracker.example"))
    reply = said(ask(route, PACKET, SAM)[0])
    (owner, _, _, ttl, _) = reply.sections[1][0]

    assert (reply.rcode, reply.sections[0], owner, ttl) == (0, (), f"{SITE}.", 5)
    assert reply.options == (
        (
            15,
            EDE_BLOCKED
            + b"Blocked in this home: adverts and trackers; it leads to x.tracker.example",
        ),
    )


class Ears:
    """Somebody who is told."""

    def __init__(self) -> None:
        self.heard: list[Verdict] = []

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Take notice."""
        del name, in_force
        self.heard.append(verdict)


@pytest.mark.parametrize("again", [False, True], ids=["asked above", "kept"])
def test_whoever_is_told_hears_what_was_decided_in_the_end(*, again: bool) -> None:
    """A lens hears of a block, once, and never that the name was answered."""
    lens, shown = Ears(), Ears()
    lenses: dict[str, Ears] = {}
    noticing = Noticing({}, {"Sam's phone": shown}, lenses=lenses)
    route, _ = home(chain("tracker.example"), noticing)
    if again:
        ask(route, PACKET, ALEX)
    lenses[SAM] = lens
    ask(route, PACKET, SAM)

    [heard] = lens.heard
    assert isinstance(heard, Block)
    assert (heard.matched, heard.leads_to) == (from_text(SITE), from_text("tracker.example"))
    assert shown.heard == [heard]


def test_a_lens_that_came_since_is_not_told_of_what_was_asked_before() -> None:
    """What waited for an upstream is told to whoever was there when it came, and to nobody else."""
    early, late = Ears(), Ears()
    lenses: dict[str, Ears] = {}
    route, _ = home(chain("cdn.example"), Noticing({}, {}, lenses=lenses))
    first = route.answer(PACKET, SAM, over_tcp=False)
    lenses[SAM] = late
    assert not isinstance(first, bytes)
    house.finished(route, first)
    assert late.heard == []

    lenses[ALEX] = early
    other = route.answer(query("a.example"), ALEX, over_tcp=False)
    assert not isinstance(other, bytes)
    house.finished(route, other)
    assert [type(one) for one in early.heard] == [Allow]


CHANGES = {
    "closed since": (RuleSet(block=frozenset({from_text("site.example")})), A, SITE),
    "closed by where it leads": (RuleSet(block=frozenset({from_text("cdn.example")})), A, SITE),
    "as it was": (RuleSet(), A, SITE),
    "made safe since": (RuleSet(safe_search=True), A, "www.google.com"),
    "an alias since": (RuleSet(safe_search=True), CNAME, "www.google.com"),
}


@pytest.mark.parametrize("is_kept", [False, True], ids=["asked above", "kept meanwhile"])
@pytest.mark.parametrize(("rules", "qtype", "name"), CHANGES.values(), ids=CHANGES)
def test_what_is_decided_anew_is_told_to_nobody_who_came_since(
    rules: RuleSet, qtype: int, name: str, *, is_kept: bool
) -> None:
    """A question that waits while rules change is told to the lens of its own time, or to none."""
    early, late = Ears(), Ears()
    lenses = {ALEX: early}
    in_force = house.current(HOME, index_of(LISTED))
    noticing = Noticing({}, {}, lenses=lenses)
    route = Pipeline(in_force, Cache(house.Clock()), says(chain("cdn.example")), noticing=noticing)
    packet = query(name, qtype, additional=[opt()])
    waiting = [route.answer(packet, source, over_tcp=False) for source in (SAM, ALEX)]
    lenses[SAM] = late
    in_force.replace(policy=compile_policy(replace(HOME, everyone=rules), 2))
    if is_kept:
        ask(route, packet, STRANGER)
    for one in waiting:
        assert isinstance(one, Forward)
        house.finished(route, one)

    assert (len(early.heard), late.heard) == (1, [])


def test_what_leads_into_the_home_is_nobody_s_doing() -> None:
    """A refused answer is told to no lens and counted for nobody: it is one yes of the home's."""
    lens, count, shown, tally = Ears(), Ears(), Ears(), Tally(lambda: 0)
    noticing = Noticing({1: count}, {"Sam's phone": shown}, tally, lenses={SAM: lens})
    route, _ = home(Says(answer=(RR("A", "192.168.1.1"),)), noticing)
    replies = [ask(route, PACKET, SAM)[0] for _ in range(2)]

    assert [is_blocked(reply) for reply in replies] == [True, True]
    assert [said(reply).sections[0] for reply in replies] == [(), ()]
    assert (lens.heard, count.heard, shown.heard) == ([], [], [])
    assert tally.totals().led_home


def test_any_and_what_is_blocked_ask_nobody() -> None:
    """No upstream hears of a name that is denied by itself, and ANY is answered here."""
    route, above = home(chain("tracker.example"))
    ask(route, query("tracker.example"), SAM)
    ask(route, query(SITE, ANY), SAM)

    assert above.asked == []


def test_a_safe_name_is_judged_by_where_it_leads_on() -> None:
    """Behind the alias of a search engine the way is judged too, for each device."""
    safe = replace(HOME, everyone=replace(HOME.everyone, safe_search=True, youtube=YouTube.STRICT))
    route, _ = home(chain("tracker.example"), household=safe)
    packet = query("www.google.com", additional=[opt()])

    assert [is_blocked(ask(route, packet, one)[0]) for one in (SAM, ALEX)] == [True, False]


def test_a_change_while_it_waits_is_a_change_of_where_it_may_lead() -> None:
    """A target that is forbidden while an upstream is asked is forbidden for whoever waits."""
    free = Household(devices=(Device(name="x", belongs_to=NOBODY, addresses=(SAM,)),))
    in_force = Current(InForce(compile_policy(free, 1), index_of(LISTED)))
    route = Pipeline(in_force, Cache(house.Clock()), says(chain("tracker.example", ttl=0)))
    waiting = route.answer(PACKET, SAM, over_tcp=False)
    assert not isinstance(waiting, bytes)
    in_force.replace(policy=compile_policy(HOME, 2))

    assert is_blocked(house.finished(route, waiting))


@WITH_AGAIN
@pytest.mark.parametrize(
    "target", ["tracker.example", "bad.example", "ruled.example", "fine.example"]
)
def test_what_came_before_is_left_to_the_steps_for_whom_it_may_be_denied(target: str) -> None:
    """The same octets again are answered at once for those only whom no target could concern."""
    route, _ = home(chain(target))
    for _ in range(2):
        for source in (ALEX, STRANGER, SAM):
            ask(route, PACKET, source)
    known = [route.again(PACKET, source) for source in (ALEX, SAM)]

    assert known[1] is None
    assert (known[0] is None) is (target == "bad.example")
    if known[0] is not None:
        assert known[0] == route.answer(PACKET, ALEX, over_tcp=False)


@WITH_AGAIN
def test_another_answer_is_judged_by_its_own_way() -> None:
    """When a name leads elsewhere than before, what is known of the old way is not given."""
    clock, told = house.Clock(), [chain("cdn.example"), chain("tracker.example")]

    def answer(question: Question) -> Answer | None:
        packet = told[clock.now >= 1_060].to(answers.query(7, question, edns=True))
        return wire.read_answer(packet, 12 + len(question.name) + 4)

    in_force = house.current(HOME, index_of(LISTED))
    route = Pipeline(in_force, Cache(clock), house.Told(answer))
    for _ in range(2):
        ask(route, PACKET, SAM)
    assert route.again(PACKET, SAM) is not None
    clock.now += 60
    assert is_blocked(ask(route, PACKET, SAM)[0])
    assert route.again(PACKET, SAM) is None


@given(
    households(),
    entries(),
    st.lists(names(), max_size=3),
    st.lists(st.tuples(names(), st.integers(0, 5), st.sampled_from((A, AAAA))), max_size=12),
)
def test_every_reply_is_what_is_decided_of_the_name_and_its_way(
    household: Household,
    listed: list[tuple[ListSource, list[tuple[Name, bool]]]],
    ways: Sequence[Name],
    asked: list[tuple[Name, int, int]],
) -> None:
    """In any household a reply, known or not, is a block just where name or way says so."""
    index = index_of(listed)
    in_force = house.current(household, index)
    policy = in_force.in_force.policy
    sources = [*policy.by_address, STRANGER]
    route = Pipeline(in_force, Cache(house.Clock()), says(chain(*map(to_text, ways))))
    for name, which, qtype in asked * 3:
        source = sources[which % len(sources)]
        mine = policy_for(policy, source)
        verdict = decide(mine, name, index.listings)
        way = [one for one in dict.fromkeys(ways) if one != name]
        by_way = block_by_target(mine, name, verdict, way, index.listings)
        packet = query(name, qtype, additional=[opt()])
        known = route.again(packet, source)
        reply, _ = ask(route, packet, source)

        if not local_name(name) and name not in mine.safe_answers:
            assert is_blocked(reply) is (isinstance(verdict, Block) or by_way is not None)
        assert known is None or known == reply
