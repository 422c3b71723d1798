from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.document import (
    FORMAT,
    MAX_DEVICES,
    MAX_PEOPLE,
    MAX_RULES,
    MAX_TEXT,
    household_from_document,
    household_from_toml,
    household_to_document,
)
from policy.errors import HouseholdMalformed, PolicyError
from policy.household import EVERYONE, Carer, Device, Household, YoungPerson
from policy.names import from_text
from policy.rules import RuleSet
from tests.policy.strategies import whole_households

Document = dict[str, Any]

GOOD = """
format = "lamplight-household/v1"

[everyone]
block_categories = ["malware", "adult"]
block = ["bad.example"]
allow = ["good.example"]

[visitors]
block_categories = ["vpn"]

[[carers]]
name = "Jo"

[[young_people]]
name = "Sam"
block_categories = ["gambling"]
block = ["Bücher.example."]
allow = ["www.bad.example"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["192.168.1.20", "FD00:0::20"]
allow = ["example.org"]

[[devices]]
name = "Television"
belongs_to = "everyone"
addresses = []
"""


def rules() -> Document:
    """Return a rule set with one entry of each kind."""
    return {"block_categories": ["ads"], "block": ["b.example"], "allow": ["a.example"]}


def whole() -> Document:
    """Return a document with something at every place where something can stand."""
    return {
        "format": FORMAT,
        "everyone": rules(),
        "visitors": rules(),
        "carers": [{"name": "Jo", **rules()}],
        "young_people": [{"name": "Sam", **rules()}],
        "devices": [
            {"name": "Phone", "belongs_to": "Sam", "addresses": ["192.168.1.20"], **rules()},
            {"name": "TV", "belongs_to": "everyone", "addresses": ["fd00::20"]},
        ],
    }


def changed(*path: str | int, to: object) -> Document:
    """Return the whole document with another value at one place."""
    document: Any = whole()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return dict(document)


def without(*path: str | int) -> Document:
    """Return the whole document with one key left out."""
    document: Any = whole()
    place = document
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return dict(document)


def written(path: tuple[str | int, ...]) -> str:
    """Return a path as an error writes it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "the document"


MALFORMED = {
    "no format": (without("format"), "format", "at the top of the file"),
    "a later format": (changed("format", to="lamplight-household/v2"), "format", FORMAT),
    "a zone that is none": (changed("zone", to="../London"), "zone", "is no zone; expected one"),
    "a zone of a machine": (changed("zone", to="Europe/London\n"), "zone", "is no zone"),
    "a school site that is none": (
        changed("school_sites", to=["a b"]),
        "school_sites[0]",
        "only letters",
    ),
    "an unknown category": (
        changed("everyone", "block_categories", 0, to="adverts"),
        "everyone.block_categories[0]",
        "no category; the categories are ads, malware",
    ),
    "a category in upper case": (
        changed("young_people", 0, "block_categories", 0, to="ADS"),
        "young_people[0].block_categories[0]",
        "no category",
    ),
    "a bad name": (changed("visitors", "block", 0, to="a b"), "visitors.block[0]", "only letters"),
    "a web address as a name": (
        changed("devices", 0, "allow", 0, to="https://example.org"),
        "devices[0].allow[0]",
        "web address",
    ),
    "blocked and allowed": (
        changed("carers", 0, "allow", 0, to="B.example."),
        "carers[0]",
        "'b.example' is both blocked and allowed",
    ),
    "a person without a name": (without("carers", 0, "name"), "carers[0]", "'name' is missing"),
    "an empty name": (changed("carers", 0, "name", to=""), "carers[0].name", "1 to 60 letters"),
    "a name of 61 letters": (
        changed("young_people", 0, "name", to="x" * 61),
        "young_people[0].name",
        "1 to 60 letters",
    ),
    "a name with space at its end": (
        changed("devices", 1, "name", to="TV "),
        "devices[1].name",
        "no space at either end",
    ),
    "a name over two lines": (
        changed("devices", 1, "name", to="T\nV"),
        "devices[1].name",
        "letters",
    ),
    "a name that turns text round": (
        changed("devices", 1, "name", to="T\u202eV"),
        "devices[1].name",
        "letters",
    ),
    "half a letter": (changed("devices", 1, "name", to="\ud800"), "devices[1].name", "letters"),
    "a person called everyone": (
        changed("young_people", 0, "name", to="everyone"),
        "young_people[0].name",
        "choose another name",
    ),
    "two people of one name": (
        changed("young_people", 0, "name", to="Jo"),
        "young_people[0].name",
        "'Jo' is already the name",
    ),
    "two carers of one name": (
        changed("carers", to=[{"name": "Jo"}, {"name": "Jo"}]),
        "carers[1].name",
        "already the name",
    ),
    "a device of nobody known": (
        changed("devices", 0, "belongs_to", to="Alex"),
        "devices[0].belongs_to",
        "nobody here is called 'Alex'; expected a carer, a young person, 'everyone' or",
    ),
    "a device without an owner": (
        without("devices", 0, "belongs_to"),
        "devices[0]",
        "'belongs_to' is missing",
    ),
    "a device without a name": (without("devices", 0, "name"), "devices[0]", "'name' is missing"),
    "a device without addresses": (
        without("devices", 0, "addresses"),
        "devices[0]",
        "'addresses' is missing",
    ),
    "two devices of one name": (
        changed("devices", 1, "name", to="Phone"),
        "devices[1].name",
        "two devices are called 'Phone'",
    ),
    "two devices of one address": (
        changed("devices", 1, "addresses", to=["10.0.0.1", "192.168.1.20"]),
        "devices[1].addresses[1]",
        "192.168.1.20 already belongs to 'Phone'; one address can mean one device only",
    ),
    "one address twice on one device": (
        changed("devices", 1, "addresses", to=["fd00::20", "fd00::20"]),
        "devices[1].addresses[1]",
        "already belongs to 'TV'",
    ),
    "one IPv6 address in two spellings": (
        changed("devices", 0, "addresses", to=["FD00:0:0::20"]),
        "devices[1].addresses[0]",
        "fd00::20 already belongs to 'Phone'",
    ),
    "an IPv4 address in IPv6 clothes": (
        changed("devices", 1, "addresses", to=["::ffff:192.168.1.20"]),
        "devices[1].addresses[0]",
        "192.168.1.20 already belongs",
    ),
    "a name as an address": (
        changed("devices", 0, "addresses", to=["phone.local"]),
        "devices[0].addresses[0]",
        "'phone.local' is not an address; expected one such as 192.168.1.20",
    ),
    "a network as an address": (
        changed("devices", 0, "addresses", to=["192.168.1.0/24"]),
        "devices[0].addresses[0]",
        "not an address",
    ),
    "an address with leading zeros": (
        changed("devices", 0, "addresses", to=["192.168.001.020"]),
        "devices[0].addresses[0]",
        "not an address",
    ),
    "an address with an interface": (
        changed("devices", 0, "addresses", to=["fe80::1%eth0"]),
        "devices[0].addresses[0]",
        "without the part from %",
    ),
    "everybody's address": (
        changed("devices", 0, "addresses", to=["0.0.0.0"]),  # noqa: S104 - the one to refuse
        "devices[0].addresses[0]",
        "cannot be the address of one device",
    ),
    "a group's address": (
        changed("devices", 0, "addresses", to=["ff02::1"]),
        "devices[0].addresses[0]",
        "cannot be the address of one device",
    ),
    "too many carers": (
        changed("carers", to=[{"name": str(n)} for n in range(MAX_PEOPLE + 1)]),
        "carers",
        f"more than the {MAX_PEOPLE}",
    ),
    "too many young people": (
        changed("young_people", to=[{"name": str(n)} for n in range(MAX_PEOPLE + 1)]),
        "young_people",
        f"more than the {MAX_PEOPLE}",
    ),
    "too many devices": (
        changed("devices", to=[{}] * (MAX_DEVICES + 1)),
        "devices",
        f"more than the {MAX_DEVICES}",
    ),
    "too many rules": (
        changed("everyone", "block", to=["x.example"] * (MAX_RULES + 1)),
        "everyone.block",
        f"more than the {MAX_RULES}",
    ),
}


@pytest.mark.parametrize(("document", "where", "words"), MALFORMED.values(), ids=MALFORMED)
def test_a_broken_rule_is_named_by_place_and_in_words(
    document: Document, where: str, words: str
) -> None:
    """Each way of being wrong is refused with its path and what was expected."""
    with pytest.raises(HouseholdMalformed) as caught:
        household_from_document(document)

    assert caught.value.where == where
    assert words in caught.value.problem
    assert str(caught.value) == f"{where}: {caught.value.problem}"


AS_MANY_AS_FIT = {
    "people": changed("carers", to=[{"name": str(n)} for n in range(MAX_PEOPLE)]),
    "devices": changed(
        "devices",
        to=[
            {"name": str(n), "belongs_to": "Sam", "addresses": [f"fd00::{n + 1:x}"]}
            for n in range(MAX_DEVICES)
        ],
    ),
    "rules": changed("everyone", "block", to=[f"n{n}.example" for n in range(MAX_RULES)]),
    "letters": changed("carers", 0, "name", to="x" * MAX_TEXT),
}


@pytest.mark.parametrize("document", AS_MANY_AS_FIT.values(), ids=AS_MANY_AS_FIT)
def test_as_many_as_the_limit_says_are_accepted(document: Document) -> None:
    """A limit is the last number that fits, not the first that does not."""
    household = household_from_document(document)

    assert household_from_document(household_to_document(household)) == household


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value inside a document, its own included."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from places(inner, (*path, place))


def at(document: object, path: tuple[str | int, ...]) -> object:
    """Return what stands at a path."""
    place: Any = document
    for step in path:
        place = place[step]
    return place


PLACES = {written(path): path for path in places(whole())}
TABLES = {where: path for where, path in PLACES.items() if isinstance(at(whole(), path), dict)}
OTHER_TYPES: dict[str, object] = {
    "nothing": None,
    "a number": 7,
    "a fraction": 1.5,
    "true": True,
    "text": "seven",
    "an array": [],
    "a table": {},
    "a date": dt.date(2026, 1, 1),
}


@pytest.mark.parametrize("value", OTHER_TYPES.values(), ids=OTHER_TYPES)
@pytest.mark.parametrize(("where", "path"), PLACES.items(), ids=PLACES)
def test_a_wrong_type_is_refused_where_it_stands(
    where: str, path: tuple[str | int, ...], value: object
) -> None:
    """At every place of the document, a value of another type is refused with that path."""
    if type(value) is type(at(whole(), path)):
        return
    document = changed(*path, to=value) if path else value

    with pytest.raises(HouseholdMalformed) as caught:
        household_from_document(document)

    assert caught.value.where == where
    assert "expected" in caught.value.problem


@pytest.mark.parametrize(("where", "path"), TABLES.items(), ids=TABLES)
def test_an_unknown_key_is_refused_in_every_table(where: str, path: tuple[str | int, ...]) -> None:
    """A misspelt key is an error that lists the keys there are."""
    with pytest.raises(HouseholdMalformed) as caught:
        household_from_document(changed(*path, "blocked", to=["x.example"]))

    assert caught.value.where == where
    assert "'blocked' is not known here; the keys are" in caught.value.problem


def test_the_whole_document_is_accepted() -> None:
    """The document that the tables above damage is itself in order."""
    household = household_from_document(whole())

    assert [device.name for device in household.devices] == ["Phone", "TV"]


def test_toml_becomes_the_household_it_describes() -> None:
    """Every table and every key of a household file arrives where it belongs."""
    assert household_from_toml(GOOD) == Household(
        everyone=RuleSet(
            block_categories=frozenset({Category.MALWARE, Category.ADULT}),
            block=frozenset({from_text("bad.example")}),
            allow=frozenset({from_text("good.example")}),
        ),
        visitors=RuleSet(block_categories=frozenset({Category.VPN})),
        carers=(Carer(name="Jo"),),
        young_people=(
            YoungPerson(
                name="Sam",
                rules=RuleSet(
                    block_categories=frozenset({Category.GAMBLING}),
                    block=frozenset({from_text("xn--bcher-kva.example")}),
                    allow=frozenset({from_text("www.bad.example")}),
                ),
            ),
        ),
        devices=(
            Device(
                name="Sam's phone",
                belongs_to="Sam",
                addresses=("192.168.1.20", "fd00::20"),
                rules=RuleSet(allow=frozenset({from_text("example.org")})),
            ),
            Device(name="Television", belongs_to=EVERYONE, addresses=()),
        ),
    )


def test_the_shortest_file_is_an_empty_household() -> None:
    """Everything but the format may be left out."""
    assert household_from_toml(f'format = "{FORMAT}"') == Household()


BROKEN_TOML = {
    "a bracket left open": ('format = "x"\n[everyone\n', "line 2"),
    "a quote left open": ('\n\nformat = "x\n', "line 3"),
    "a key twice": ('format = "x"\nformat = "x"\n', "line 2"),
    "a table twice": ("[everyone]\n[everyone]\n", "line 2"),
    "a byte order mark": ("\ufeffformat = 1", "line 1"),
    "nested too deeply": ("a = " + "[" * 100_000, "nested too deeply"),
    "a number too long to read": ("a = " + "1" * 5_000, "4300"),
    "a date that does not exist": ("a = 2026-02-30", "line 1"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN_TOML.values(), ids=BROKEN_TOML)
def test_text_that_is_no_toml_is_refused_with_its_line(text: str, words: str) -> None:
    """Broken TOML is refused, and the line is named where there is one."""
    with pytest.raises(HouseholdMalformed, match="not valid TOML") as caught:
        household_from_toml(text)

    assert words in str(caught.value)


@given(whole_households())
def test_a_household_survives_its_document(household: Household) -> None:
    """A household written out and read back is the same household."""
    assert household_from_document(household_to_document(household)) == household


@given(whole_households())
def test_a_household_has_one_document(household: Household) -> None:
    """Writing what was read gives the same document again."""
    document = household_to_document(household)

    assert household_to_document(household_from_document(document)) == document


def test_writing_sorts_names_and_keeps_people_in_order() -> None:
    """Rules are written in one stable order, people and devices as the carer put them."""
    household = Household(
        everyone=RuleSet(
            block_categories=frozenset({Category.VPN, Category.ADS}),
            block=frozenset(map(from_text, ("b.example", "a.example"))),
        ),
        carers=(Carer(name="Zoe"), Carer(name="Al")),
    )

    assert household_to_document(household) == {
        "format": FORMAT,
        "everyone": {
            "block_categories": ["ads", "vpn"],
            "block": ["a.example", "b.example"],
            "allow": [],
        },
        "visitors": {"block_categories": [], "block": [], "allow": []},
        "carers": [
            {"name": "Zoe", "block_categories": [], "block": [], "allow": []},
            {"name": "Al", "block_categories": [], "block": [], "allow": []},
        ],
        "young_people": [],
        "devices": [],
    }


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from((*rules(), "name", "addresses", "x")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(PLACES)), _ANYTHING)
def test_whatever_stands_at_a_place_is_read_or_refused(where: str, value: object) -> None:
    """Any value at any place gives a household or HouseholdMalformed, and nothing else."""
    path = PLACES[where]
    try:
        household = household_from_document(changed(*path, to=value) if path else value)
    except PolicyError as error:
        assert isinstance(error, HouseholdMalformed)  # noqa: PT017 - either ending is right
        return

    assert household_from_document(household_to_document(household)) == household
