"""What the lists job asks of whoever fetches, and what it is answered: to octets and back.

Rules kept here:
- A message is one packet, judged by its length before it is read, and by its form before it is
  believed. It is one of a closed set, or it is refused whole.
- Nobody asks for more than a list may cost: octets, time and moves have an upper end.
- Whoever fetches has read foreign headers, and could have been taken over. So what it answers is
  held to the forms that foreign headers are held to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from agent.lists.allowance import FetchFault, Limits
from agent.lists.bringing import Failed, Fetched, Outcome, Unchanged, Wanted
from agent.lists.headers import Validators, validators_in
from policy.agent_packets import message_from_octets, message_to_octets, number, text, yes_or_no
from policy.errors import AgentMessageMalformed

FORMAT: Final = "lamplight-fetch/v1"
MAX_OCTETS: Final = 32 * 1024
"""Of a message. An address has two thousand letters, and JSON may need twelve octets for each."""

MOST_OCTETS: Final = 64_000_000
"""Of a list; the catalogue allows no more (`LARGEST_MEGABYTES`)."""

MOST_MILLISECONDS: Final = 600_000
MOST_MOVES: Final = 20
MOST_ADDRESS_LETTERS: Final = 2_100
"""More than may be asked, so that whoever fetches judges the address and says why."""

MOST_DETAIL_LETTERS: Final = 500
_ANY: Final = 2**53 - 1

_MOVED_TO: Final = re.compile(r"https://[\x21-\x7e]{1,2000}")
_FAULTS: Final = {fault.name: fault for fault in FetchFault}


@dataclass(frozen=True, slots=True)
class Told:
    """How far a list is: octets that have come, and how many there will be if that was said."""

    octets: int
    of: int | None


Answer: TypeAlias = Told | Outcome

_REQUESTS: Final[Mapping[str, frozenset[str]]] = {
    "fetch": frozenset(
        {
            *("address", "is_here", "etag", "last_modified"),
            *("octets", "milliseconds", "idle_milliseconds", "moves"),
        }
    ),
}
_ANSWERS: Final[Mapping[str, frozenset[str]]] = {
    "told": frozenset({"octets", "of"}),
    "fetched": frozenset({"octets", "etag", "last_modified", "moved_to"}),
    "unchanged": frozenset({"etag", "last_modified", "moved_to"}),
    "failed": frozenset({"fault", "detail"}),
}


def wanted_to_octets(wanted: Wanted) -> bytes:
    """Return a request as it is sent."""
    validators = wanted.validators or Validators(None, None)
    limits = wanted.limits
    members = {
        "address": wanted.address,
        "is_here": wanted.validators is not None,
        **_given(validators),
        "octets": limits.octets,
        "milliseconds": round(limits.seconds * 1_000),
        "idle_milliseconds": round(limits.idle_seconds * 1_000),
        "moves": limits.moves,
    }
    return message_to_octets(FORMAT, "fetch", members)


def wanted_from_octets(octets: bytes) -> Wanted:
    """Return the request that was sent. Raises AgentMessageMalformed."""
    _, members = _read(octets, _REQUESTS)
    limits = Limits(
        octets=number(members["octets"], 1, MOST_OCTETS),
        seconds=number(members["milliseconds"], 1, MOST_MILLISECONDS) / 1_000,
        idle_seconds=number(members["idle_milliseconds"], 1, MOST_MILLISECONDS) / 1_000,
        moves=number(members["moves"], 0, MOST_MOVES),
    )
    is_here, validators = yes_or_no(members["is_here"]), _validators(members)
    return Wanted(
        address=text(members["address"], MOST_ADDRESS_LETTERS),
        validators=validators if is_here else None,
        limits=limits,
    )


def answer_to_octets(answer: Answer) -> bytes:
    """Return an answer as it is sent."""
    match answer:
        case Told(octets, of):
            return message_to_octets(FORMAT, "told", {"octets": octets, "of": of})
        case Fetched(octets, validators, moved_to):
            members = {"octets": octets, **_given(validators), "moved_to": moved_to}
            return message_to_octets(FORMAT, "fetched", members)
        case Unchanged(validators, moved_to):
            return message_to_octets(
                FORMAT, "unchanged", {**_given(validators), "moved_to": moved_to}
            )
        case Failed(fault, detail):
            members = {"fault": fault.name, "detail": detail[:MOST_DETAIL_LETTERS]}
            return message_to_octets(FORMAT, "failed", members)


def answer_from_octets(octets: bytes) -> Answer:
    """Return the answer that was given. Raises AgentMessageMalformed."""
    what, members = _read(octets, _ANSWERS)
    match what:
        case "told":
            of = members["of"]
            octets_come = number(members["octets"], 0, _ANY)
            return Told(octets_come, None if of is None else number(of, 0, _ANY))
        case "fetched":
            count = number(members["octets"], 0, MOST_OCTETS)
            return Fetched(count, _validators(members), _moved_to(members))
        case "unchanged":
            return Unchanged(_validators(members), _moved_to(members))
        case _:
            return Failed(_fault(members["fault"]), _detail(members["detail"]))


def _read(octets: bytes, kinds: Mapping[str, frozenset[str]]) -> tuple[str, Mapping[str, object]]:
    if len(octets) > MAX_OCTETS:
        raise AgentMessageMalformed(f"a message has {MAX_OCTETS} octets at most")
    return message_from_octets(octets, FORMAT, kinds)


def _given(validators: Validators) -> dict[str, str | None]:
    return {"etag": validators.etag, "last_modified": validators.last_modified}


def _validators(members: Mapping[str, object]) -> Validators:
    """Return validators; one that has not the form of one counts for none, as in a header."""
    headers = {
        name: value
        for name, key in (("etag", "etag"), ("last-modified", "last_modified"))
        if isinstance(value := members[key], str)
    }
    return validators_in(headers)


def _moved_to(members: Mapping[str, object]) -> str | None:
    moved_to = members["moved_to"]
    if moved_to is None:
        return None
    if not isinstance(moved_to, str) or not _MOVED_TO.fullmatch(moved_to):
        raise AgentMessageMalformed("this is no address to which a list can have moved")
    return moved_to


def _fault(value: object) -> FetchFault:
    fault = _FAULTS.get(value) if isinstance(value, str) else None
    if fault is None:
        raise AgentMessageMalformed("no fault of this name is known")
    return fault


def _detail(value: object) -> str:
    return value if value == "" else text(value, MOST_DETAIL_LETTERS)
