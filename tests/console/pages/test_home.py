from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import pages, words
from console.pages.home import home_page
from console.render import Renderer
from console.store.allowed_file import AllowedName
from console.store.lists_folder import Unknown
from console.store.published import Silence
from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.document import household_from_toml
from policy.household import Household
from policy.list_standing import ListsStanding, ListStanding
from policy.names import from_text
from policy.never_blocked import LIFELINES
from policy.snapshot import PolicySnapshot
from policy.special import BYPASS_SIGNALS
from policy.status import AgentStatus, IndexState, PolicyState, Refusal
from policy.verdict import Why
from tests.console import homes
from tests.policy.strategies import households

SNAPSHOT = homes.snapshot_of(homes.FULL)
PAGE = home_page(SNAPSHOT, homes.IN_FORCE)
RENDERER = Renderer("/static")

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
COULD_VARY = frozenset({"os", "pathlib", "random", "secrets", "socket", "time", "uuid"})

STATUSES: st.SearchStrategy[AgentStatus | Silence] = st.one_of(
    st.sampled_from(Silence),
    st.builds(
        AgentStatus,
        policy=st.sampled_from(PolicyState),
        snapshot_version=st.integers(0, 3),
        snapshot_refused=st.sampled_from(Refusal),
        index=st.sampled_from(IndexState),
        index_names=st.integers(0, 10**9),
        index_refused=st.sampled_from(Refusal),
    ),
)


def test_young_people_come_first_then_carers_then_shared_devices() -> None:
    """The order of the cards is whom the home is for."""
    assert [(person.heading, person.text) for person in PAGE.people] == [
        ("Maya", words.YOUNG_PERSON),
        ("Leo", words.YOUNG_PERSON),
        ("Noor", words.YOUNG_PERSON),
        ("Sam", words.CARER),
        (words.SHARED, words.SHARED_TEXT),
    ]


def test_each_device_stands_with_whom_it_belongs_to() -> None:
    """Every device of the home is shown once, on the card of its person or of all."""
    found = {
        person.heading: [device.name for card in person.devices for device in card.devices]
        for person in PAGE.people
    }

    assert found == {
        "Maya": ["Maya's tablet", "Maya's phone"],
        "Leo": ["Leo's games console"],
        "Noor": [],
        "Sam": ["Sam's laptop"],
        words.SHARED: ["Living room TV", "Kitchen radio"],
    }


def test_a_person_without_a_device_is_told_which_rules_hold() -> None:
    """Someone whose device nobody named falls under the rules for visitors, and reads so."""
    noor = next(person for person in PAGE.people if person.heading == "Noor")

    assert (noor.devices, noor.empty) == ((), words.NO_DEVICE)


def test_a_gap_for_visitors_is_named_without_naming_anyone() -> None:
    """Kinds blocked for a young person and open to visitors are listed; no name is."""
    lax = PAGE.visitors.lax
    assert lax is not None
    text = " ".join((lax.heading, *lax.texts, lax.todo or ""))

    assert "dating, self-harm and eating disorders, social media" in text
    assert not any(name in text for name in ("Maya", "Leo", "Noor", "Sam"))


def test_no_gap_makes_no_note() -> None:
    """Where visitors have no more than young people, nothing is said of it."""
    assert home_page(homes.snapshot_of(homes.EMPTY), homes.IN_FORCE).visitors.lax is None


def test_a_home_without_devices_is_taught_how_to_name_one() -> None:
    """The empty page shows a start for the household file."""
    assert home_page(homes.snapshot_of(homes.EMPTY), homes.IN_FORCE).teach
    assert not PAGE.teach


def test_the_start_for_the_household_file_is_a_household() -> None:
    """The sample that the empty page teaches with is accepted as it stands."""
    household = household_from_toml(homes.EMPTY + words.EMPTY_SAMPLE)

    assert [device.belongs_to for device in household.devices] == ["Sam"]


def test_no_name_of_anyone_stands_in_the_title() -> None:
    """Browsers keep titles and printers print them, so they are the same in every home."""
    other = home_page(homes.snapshot_of(homes.EMPTY), Silence.NOT_RUNNING)

    assert PAGE.title == other.title == "What is in force - Lamplight"


def test_no_address_stands_on_the_page() -> None:
    """What a device's address is, is nobody's business here."""
    html = RENDERER.html(PAGE)

    assert "192.168.77" not in html
    assert "fd00:77" not in html


def test_every_lifeline_is_listed() -> None:
    """The list of what is never blocked is complete, with what each name is."""
    found = [name for line in PAGE.lifelines for name in line.names]

    assert sorted(map(from_text, found)) == sorted(lifeline.name for lifeline in LIFELINES)


@pytest.mark.parametrize("who", ["Childline", "Samaritans", "the NHS", "the police"])
def test_each_example_of_a_lifeline_is_one(who: str) -> None:
    """Whoever the card names as never blocked is in the table of lifelines."""
    assert who in words.LIFELINES_TEXT
    assert who in {lifeline.what for lifeline in LIFELINES}


def test_the_order_told_is_the_order_decided() -> None:
    """Lifeline, rule, request to go around, kind of site, and all else allowed, in this order."""
    everything = 2**64 - 1
    text = f"""{homes.EMPTY}
        [everyone]
        block_categories = ["games"]
        block = ["childline.org.uk", "a.example"]
        allow = ["mask.icloud.com", "b.a.example"]
    """
    policy = compile_policy(household_from_toml(text), 1).visitors
    asked = (
        "www.childline.org.uk",
        "x.b.a.example",
        "x.a.example",
        "mask.icloud.com",
        "mask-h2.icloud.com",
        "c.example",
    )
    found = [decide(policy, from_text(name), lambda _: [(0, everything)]).why for name in asked]
    unlisted = decide(policy, from_text("c.example"), lambda _: [])

    assert found == [
        Why.NEVER_BLOCKED,
        Why.RULE,
        Why.RULE,
        Why.RULE,
        Why.BYPASS_SIGNAL,
        Why.CATEGORY,
    ]
    assert unlisted.why is Why.NOTHING
    assert len(words.ORDER_STEPS) == 5


def test_a_request_to_go_around_the_rules_is_told_no_on_every_device() -> None:
    """No device of the sample home, nor a visitor's, may go around its rules."""
    compiled = compile_policy(SNAPSHOT.household, 1)
    found = {
        decide(policy, name, lambda _: []).why
        for policy in (*compiled.by_device.values(), compiled.visitors)
        for name in BYPASS_SIGNALS
    }

    assert found == {Why.BYPASS_SIGNAL}


@given(households(), STATUSES, st.sampled_from([homes.LISTS, homes.LISTS_IN_TROUBLE, *Unknown]))
def test_the_page_depends_on_its_documents_alone(
    household: Household, status: AgentStatus | Silence, lists: ListsStanding | Unknown
) -> None:
    """The same documents give the same page, to the letter, on every load."""
    snapshot = PolicySnapshot(version=2, household=household)
    allowed = (AllowedName(from_text("bet.example"), Category.GAMBLING, ("bets",)),)
    first, second = (
        RENDERER.html(home_page(snapshot, status, written=household, allowed=allowed, lists=lists))
        for _ in range(2)
    )

    assert first == second
    assert {
        name: str(parameter.annotation)
        for name, parameter in inspect.signature(home_page).parameters.items()
    } == {
        "snapshot": "PolicySnapshot",
        "status": "AgentStatus | Silence",
        "written": "Household",
        "allowed": "tuple[AllowedName, ...] | None",
        "lists": "ListsStanding | Unknown | None",
        "recorded": "bool",
    }


def test_what_the_lists_job_says_has_no_room_for_what_was_asked() -> None:
    """A list's standing speaks of publishers, and of names on their lists alone."""
    assert {field.name for field in fields(ListStanding)} == {
        *("id", "title", "category", "publisher", "licence", "home", "use", "names", "checked"),
        *("changed", "trouble", "told", "figures", "left_out", "moved_to"),
    }


def test_what_was_allowed_has_no_room_for_what_was_asked() -> None:
    """A name allowed from a page is kept with its lists, and with nothing about anybody."""
    assert {field.name for field in fields(AllowedName)} == {"name", "category", "lists"}


def test_a_home_that_keeps_no_lists_says_nothing_of_them() -> None:
    """Without the folder of the lists job the page has no part about it."""
    assert PAGE.lists is None
    assert home_page(SNAPSHOT, homes.IN_FORCE, lists=homes.LISTS).lists is not None


def test_the_agents_status_has_no_room_for_what_was_asked() -> None:
    """What the page is drawn from holds versions, words of closed sets, and the lists' size."""
    assert {(field.name, str(field.type)) for field in fields(AgentStatus)} == {
        ("policy", "PolicyState"),
        ("snapshot_version", "int"),
        ("snapshot_refused", "Refusal"),
        ("index", "IndexState"),
        ("index_names", "int"),
        ("index_refused", "Refusal"),
        ("clock", "ClockState"),
        ("latest_hour", "int"),
    }


def test_no_page_can_look_anywhere_else() -> None:
    """The modules of the pages import nothing by which a clock, a file or chance could come in."""
    (folder,) = pages.__path__
    nodes = [
        node
        for path in Path(folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    imported = {
        name.split(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }

    asked = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    assert not imported & COULD_VARY
    assert not asked & CLOCKS


def test_a_kind_is_shown_as_blocked_only_while_lists_are_there() -> None:
    """The same home with and without lists differs in what it says of kinds."""
    missing = home_page(SNAPSHOT, homes.ALL_WRONG)
    labels = {row.label for row in missing.everyone.rows}

    assert words.KINDS_WAITING in labels
    assert words.KINDS_BLOCKED not in labels
    assert Category.ADS.label.capitalize() in missing.everyone.rows[0].items
