"""The household document: one closed shape, written by people as TOML and published as JSON.

Rules kept here:
- An unknown key is an error, never ignored: a misspelt rule that does nothing is worse than none.
- Every error names the place in the document and says what was expected.
- `household_from_document(household_to_document(h)) == h` for every Household.

The shape (every table and every key may be left out, except those marked *):

    format = "lamplight-household/v1"       *
    [everyone]  [visitors]                  a rule set each
    [[carers]]  [[young_people]]            name *, and a rule set
    [[devices]]                             name *, belongs_to *, addresses *, and a rule set

A rule set is `block_categories`, `block` and `allow`, each an array of strings.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from policy import names
from policy.categories import Category
from policy.errors import HouseholdMalformed, NameMalformed
from policy.household import EVERYONE, Carer, Device, Household, YoungPerson
from policy.names import Name
from policy.rules import RuleSet

FORMAT = "lamplight-household/v1"
MAX_PEOPLE = 100
MAX_DEVICES = 1_000
MAX_RULES = 20_000
MAX_TEXT = 60

_RULE_KEYS = ("block_categories", "block", "allow")
_HOUSEHOLD_KEYS = ("format", "everyone", "visitors", "carers", "young_people", "devices")

_Person = TypeVar("_Person", Carer, YoungPerson)


def household_from_toml(text: str) -> Household:
    """Return the household that a `household.toml` describes.

    Raises HouseholdMalformed with the line (for broken TOML) or the path (for a broken rule).
    """
    try:
        document = tomllib.loads(text)
    except ValueError as error:
        # Mostly TOMLDecodeError, which names the line; an integer too long to convert does not.
        raise HouseholdMalformed("not valid TOML", str(error)) from error
    except RecursionError as error:
        raise HouseholdMalformed("not valid TOML", "brackets are nested too deeply") from error
    return household_from_document(document)


def household_from_document(document: object) -> Household:
    """Return the household that a parsed document describes.

    Raises HouseholdMalformed with the path of the first rule broken.
    """
    table = _table(document, "the document", _HOUSEHOLD_KEYS)
    if table.get("format") != FORMAT:
        raise HouseholdMalformed("format", f'expected format = "{FORMAT}" at the top of the file')
    carers = tuple(
        _person(entry, f"carers[{place}]", Carer)
        for place, entry in enumerate(_array(table.get("carers", ()), "carers", MAX_PEOPLE))
    )
    young_people = tuple(
        _person(entry, f"young_people[{place}]", YoungPerson)
        for place, entry in enumerate(
            _array(table.get("young_people", ()), "young_people", MAX_PEOPLE)
        )
    )
    people = _distinct_people(carers, young_people)
    devices = tuple(
        _device(entry, f"devices[{place}]", people)
        for place, entry in enumerate(_array(table.get("devices", ()), "devices", MAX_DEVICES))
    )
    _check_devices_distinct(devices)
    return Household(
        everyone=_rules(_table(table.get("everyone", {}), "everyone", _RULE_KEYS), "everyone"),
        visitors=_rules(_table(table.get("visitors", {}), "visitors", _RULE_KEYS), "visitors"),
        carers=carers,
        young_people=young_people,
        devices=devices,
    )


def household_to_document(household: Household) -> dict[str, object]:
    """Return the household as plain tables, arrays and strings, in one stable order."""
    return {
        "format": FORMAT,
        "everyone": _rules_to_document(household.everyone),
        "visitors": _rules_to_document(household.visitors),
        "carers": [_person_to_document(carer) for carer in household.carers],
        "young_people": [_person_to_document(person) for person in household.young_people],
        "devices": [
            {
                "name": device.name,
                "belongs_to": device.belongs_to,
                "addresses": list(device.addresses),
                **_rules_to_document(device.rules),
            }
            for device in household.devices
        ],
    }


def _person_to_document(person: Carer | YoungPerson) -> dict[str, object]:
    return {"name": person.name, **_rules_to_document(person.rules)}


def _rules_to_document(rules: RuleSet) -> dict[str, object]:
    return {
        "block_categories": [tag for tag in Category if tag in rules.block_categories],
        "block": sorted(names.to_text(name) for name in rules.block),
        "allow": sorted(names.to_text(name) for name in rules.allow),
    }


def _table(value: object, where: str, keys: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise HouseholdMalformed(where, f"expected a table, found {_kind(value)}")
    for key in value:
        if key not in keys:
            raise HouseholdMalformed(
                where, f"the key {key!r} is not known here; the keys are {', '.join(keys)}"
            )
    return value


def _array(value: object, where: str, limit: int) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise HouseholdMalformed(where, f"expected an array, found {_kind(value)}")
    if len(value) > limit:
        raise HouseholdMalformed(where, f"{len(value)} entries are more than the {limit} allowed")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise HouseholdMalformed(where, f"expected text in quotes, found {_kind(value)}")
    return value


def _label(table: Mapping[str, object], key: str, where: str) -> str:
    """Return the name that a carer gave to someone or something: short, printable, trimmed."""
    if key not in table:
        raise HouseholdMalformed(where, f"the key {key!r} is missing")
    text = _text(table[key], f"{where}.{key}")
    if not text.isprintable() or text != text.strip() or not 0 < len(text) <= MAX_TEXT:
        raise HouseholdMalformed(
            f"{where}.{key}", f"expected 1 to {MAX_TEXT} letters, with no space at either end"
        )
    return text


def _rules(table: Mapping[str, object], where: str) -> RuleSet:
    categories = []
    tags = table.get("block_categories", ())
    for place, entry in enumerate(_array(tags, f"{where}.block_categories", MAX_RULES)):
        here = f"{where}.block_categories[{place}]"
        tag = _text(entry, here)
        try:
            categories.append(Category(tag))
        except ValueError:
            raise HouseholdMalformed(
                here, f"{tag!r} is no category; the categories are {', '.join(Category)}"
            ) from None
    block = _names(table.get("block", ()), f"{where}.block")
    allow = _names(table.get("allow", ()), f"{where}.allow")
    if both := block & allow:
        name = names.to_text(min(both))
        raise HouseholdMalformed(
            where, f"{name!r} is both blocked and allowed; remove it from one of the two"
        )
    return RuleSet(block_categories=frozenset(categories), block=block, allow=allow)


def _names(value: object, where: str) -> frozenset[Name]:
    found = set()
    for place, entry in enumerate(_array(value, where, MAX_RULES)):
        here = f"{where}[{place}]"
        try:
            found.add(names.from_text(_text(entry, here)))
        except NameMalformed as error:
            raise HouseholdMalformed(here, str(error)) from error
    return frozenset(found)


def _person(entry: object, where: str, kind: type[_Person]) -> _Person:
    table = _table(entry, where, ("name", *_RULE_KEYS))
    return kind(name=_label(table, "name", where), rules=_rules(table, where))


def _distinct_people(carers: Sequence[Carer], young_people: Sequence[YoungPerson]) -> set[str]:
    named = [(f"carers[{place}].name", carer.name) for place, carer in enumerate(carers)]
    named += [
        (f"young_people[{place}].name", person.name) for place, person in enumerate(young_people)
    ]
    people = {EVERYONE}
    for where, name in named:
        if name == EVERYONE:
            raise HouseholdMalformed(
                where, f"{EVERYONE!r} stands for shared devices; choose another name"
            )
        if name in people:
            raise HouseholdMalformed(where, f"{name!r} is already the name of someone here")
        people.add(name)
    return people


def _device(entry: object, where: str, people: set[str]) -> Device:
    table = _table(entry, where, ("name", "belongs_to", "addresses", *_RULE_KEYS))
    owner = _label(table, "belongs_to", where)
    if owner not in people:
        raise HouseholdMalformed(
            f"{where}.belongs_to",
            f"nobody here is called {owner!r}; expected a carer, a young person or {EVERYONE!r}",
        )
    if "addresses" not in table:
        raise HouseholdMalformed(where, "the key 'addresses' is missing")
    addresses = tuple(
        _address(_text(text, f"{where}.addresses[{place}]"), f"{where}.addresses[{place}]")
        for place, text in enumerate(_array(table["addresses"], f"{where}.addresses", MAX_DEVICES))
    )
    return Device(
        name=_label(table, "name", where),
        belongs_to=owner,
        addresses=addresses,
        rules=_rules(table, where),
    )


def _address(text: str, where: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise HouseholdMalformed(
            where, f"{text!r} is not an address; expected one such as 192.168.1.20 or fd00::20"
        ) from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            raise HouseholdMalformed(where, f"write {text!r} without the part from % on")
        # A dual-stack socket would show an IPv4 device in this form; one device, one spelling.
        address = address.ipv4_mapped or address
    if address.is_multicast or address.is_unspecified:
        raise HouseholdMalformed(where, f"{text!r} cannot be the address of one device")
    return str(address)


def _check_devices_distinct(devices: Sequence[Device]) -> None:
    seen: dict[str, str] = {}
    labels: set[str] = set()
    for place, device in enumerate(devices):
        if device.name in labels:
            raise HouseholdMalformed(
                f"devices[{place}].name", f"two devices are called {device.name!r}"
            )
        labels.add(device.name)
        for number, address in enumerate(device.addresses):
            if address in seen:
                raise HouseholdMalformed(
                    f"devices[{place}].addresses[{number}]",
                    f"{address} already belongs to {seen[address]!r};"
                    " one address can mean one device only",
                )
            seen[address] = device.name


def _kind(value: object) -> str:
    kinds = {str: "text", bool: "true or false", int: "a number", float: "a number"}
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "an array"
    return kinds.get(type(value), "something else")
