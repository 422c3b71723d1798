"""Scenario files: a home, what the upstream knows, and steps that are told and checked in order.

Rules kept here:
- An unknown key is an error, and so is an expectation that expects nothing: a misspelt check that
  checks nothing is worse than none.
- What fails says which step of which file, and what was answered instead.

The keys of a file, of its steps and of what they expect stand in tests/scenarios/README.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import dns.edns
import dns.message
import dns.rcode
import dns.rdatatype

from policy.categories import Category
from policy.document import FORMAT, household_from_document, household_from_toml
from policy.household import Household
from tests.house import HouseList, Script, Scripted, SimulatedHouse

Table: TypeAlias = Mapping[str, Any]
"""A table of a scenario file; its shape is checked before its values are used."""

FILE_KEYS: Final = ("story", "household", "lists", "upstream", "step")
LIST_KEYS: Final = ("category", "plain", "hosts")
UPSTREAM_KEYS: Final = ("name", "type", "address", "ttl", "status", "answer", "authority")
QUERY_KEYS: Final = ("device", "name", "type", "over", "recursion")


class StoryMalformed(Exception):
    """A scenario file is not in the form described above."""


class StoryFailed(AssertionError):
    """A step of a story did not go as it was told."""


def play(path: Path) -> int:
    """Play the story in a file; return the number of its steps.

    Raises StoryMalformed, and StoryFailed where the house does something else.
    """
    return play_text(path.read_text(encoding="utf-8"), path.name)


def play_text(text: str, name: str) -> int:
    """Play a story; `name` is what it is called where it fails."""
    story = table(tomllib.loads(text), name, FILE_KEYS, needed=("story", "step"))
    script = Script(_scripted(entry, f"{name}, upstream") for entry in story.get("upstream", ()))
    household = story.get("household")
    house = SimulatedHouse(
        None if household is None else household_of(household),
        [list_of(entry, f"{name}, lists") for entry in story.get("lists", ())],
        script,
    )
    for number, step in enumerate(story["step"], start=1):
        _take(house, step, f"{name}, step {number}")
    return len(story["step"])


def _take(house: SimulatedHouse, step: Table, where: str) -> None:
    kind = next(iter(step), "")
    if kind == "query":
        table(step, where, ("query", "expect"), needed=("query", "expect"))
        _query(house, step["query"], step["expect"], where)
        return
    table(step, where, ("query", "advance", "publish", "upstream", "replace_lists"))
    if len(step) != 1:
        raise StoryMalformed(f"{where}: expected one thing to happen, found {', '.join(step)}")
    match kind, step[kind]:
        case "advance", int() | float() as seconds:
            house.clock.advance(seconds)
        case "publish", household:
            house.publish(household_of(household))
        case "upstream", "silent" | "answering" as state:
            house.upstream.silent = state == "silent"
        case "replace_lists", lists:
            house.replace_lists([list_of(entry, where) for entry in lists])
        case _, value:
            raise StoryMalformed(f"{where}: {kind} cannot be {value!r}")


def _query(house: SimulatedHouse, query: Table, expect: Table, where: str) -> None:
    table(query, f"{where}, query", QUERY_KEYS, needed=("device", "name"))
    table(expect, f"{where}, expect", tuple(CHECKS), needed=("status",))
    if query.get("over", "UDP") not in ("UDP", "TCP"):
        raise StoryMalformed(f"{where}: over is UDP or TCP")
    try:
        house.address_of(query["device"])
    except KeyError:
        raise StoryMalformed(f"{where}: no device is called {query['device']!r}") from None
    before = house.upstream.asked
    response = house.ask(
        query["device"],
        query["name"],
        query.get("type", "A"),
        over_tcp=query.get("over") == "TCP",
        recursion=query.get("recursion", True),
    )
    asked_above = house.upstream.asked > before
    for key, wanted in expect.items():
        if key == "asked_above":
            found, holds = asked_above, asked_above == wanted
        else:
            read, compare = CHECKS[key]
            found = read(response)
            holds = compare(found, wanted)
        if not holds:
            raise StoryFailed(
                f"{where}: expected {key} {wanted!r}, found {found!r} in the answer\n{response}"
            )


def _status(response: dns.message.Message) -> str:
    return dns.rcode.to_text(response.rcode())


def _addresses(response: dns.message.Message) -> list[str]:
    return [
        rdata.to_text()
        for rrset in response.answer
        if rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA)
        for rdata in rrset
    ]


def _types(response: dns.message.Message) -> list[str]:
    return [dns.rdatatype.to_text(rrset.rdtype) for rrset in response.answer]


def _ttl(response: dns.message.Message) -> int | None:
    """Return how long a device may remember the answer; of a denial, what RFC 2308 section 5 says.

    None where nothing may be remembered.
    """
    if response.answer:
        return min(rrset.ttl for rrset in response.answer)
    soas = [rrset for rrset in response.authority if rrset.rdtype == dns.rdatatype.SOA]
    return min((min(rrset.ttl, rrset[0].minimum) for rrset in soas), default=None)


def _authority_owner(response: dns.message.Message) -> str | None:
    owners = [rrset.name.to_text(omit_final_dot=True) for rrset in response.authority]
    return owners[0] if len(owners) == 1 else None


def _extended_errors(response: dns.message.Message) -> list[dns.edns.EDEOption]:
    return [option for option in response.options if isinstance(option, dns.edns.EDEOption)]


def _ede(response: dns.message.Message) -> int | None:
    errors = _extended_errors(response)
    return int(errors[0].code) if errors else None


def _ede_text(response: dns.message.Message) -> str:
    return " ".join(error.text or "" for error in _extended_errors(response))


def _same(found: object, wanted: object) -> bool:
    return found == wanted


_Check: TypeAlias = tuple[Callable[[dns.message.Message], Any], Callable[[Any, Any], bool]]

CHECKS: Final[Mapping[str, _Check]] = {
    "status": (_status, _same),
    "address": (_addresses, lambda found, wanted: found == [wanted]),
    "answer_types": (_types, _same),
    "ede": (_ede, _same),
    "ede_contains": (_ede_text, lambda found, wanted: wanted in found),
    "ttl_at_most": (_ttl, lambda found, wanted: found is not None and found <= wanted),
    "ttl_at_least": (_ttl, lambda found, wanted: found is not None and found >= wanted),
    "authority_owner": (_authority_owner, _same),
    "asked_above": (_status, _same),  # not read from the answer; it stands here to be known
}
"""What can be expected: how it is read from an answer, and when it holds."""


def household_of(value: str | Table) -> Household:
    """Return the household of a story. Raises HouseholdMalformed."""
    if isinstance(value, str):
        return household_from_toml(value)
    return household_from_document({"format": FORMAT, **value})


def list_of(entry: Table, where: str) -> HouseList:
    """Return a block list of a story. Raises StoryMalformed."""
    table(entry, where, LIST_KEYS, needed=("category",))
    lines = [*entry.get("plain", ()), *entry.get("hosts", ())]
    category = Category(entry["category"])
    return HouseList(name=category, category=category, text="".join(f"{it}\n" for it in lines))


def _scripted(entry: Table, where: str) -> Scripted:
    table(entry, where, UPSTREAM_KEYS, needed=("name",))
    name, rtype, ttl = entry["name"], entry.get("type", "A"), entry.get("ttl", 300)
    answer = list(entry.get("answer", ()))
    if "address" in entry:
        answer.append(f"{name}. {ttl} IN {rtype} {entry['address']}")
    return Scripted(
        name=name,
        rtype=rtype,
        status=entry.get("status", "NOERROR"),
        answer=tuple(answer),
        authority=tuple(entry.get("authority", ())),
    )


def table(value: object, where: str, keys: Sequence[str], needed: Collection[str] = ()) -> Table:
    """Return a table that has only these keys, and those needed. Raises StoryMalformed."""
    if not isinstance(value, dict):
        raise StoryMalformed(f"{where}: expected a table")
    for key in value:
        if key not in keys:
            raise StoryMalformed(f"{where}: the key {key!r} is not known; it is one of {keys}")
    for key in needed:
        if key not in value:
            raise StoryMalformed(f"{where}: the key {key!r} is missing")
    return value
