from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.agent_packets import MAX_OCTETS
from policy.agent_requests import (
    FORMAT,
    MAX_GIVEN_BACK,
    MAX_PERSON,
    AskJustBlocked,
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
    Request,
    request_from_octets,
    request_to_octets,
)
from policy.errors import AgentMessageMalformed
from policy.screen_time.targets import TARGETS

PEOPLE = st.integers(1, MAX_PERSON)
ADDRESSES = st.one_of(
    st.ip_addresses().map(str),
    st.ip_addresses(v=6, network="fe80::/64").map(lambda address: f"{address}%eth0"),
)
REQUESTS: st.SearchStrategy[Request] = st.one_of(
    st.just(AskTimeLeft()),
    st.just(AskWarnings()),
    st.builds(Borrow, young_person=PEOPLE, target=st.sampled_from(TARGETS)),
    st.builds(
        GiveBack,
        young_person=PEOPLE,
        target=st.sampled_from(TARGETS),
        minutes=st.integers(1, MAX_GIVEN_BACK // 5).map(lambda steps: 5 * steps),
    ),
    st.builds(BeginFix, address=ADDRESSES),
    st.builds(AskJustBlocked, address=ADDRESSES),
    st.just(AskTotals()),
    st.builds(AskSelftest, nonce=st.text("0123456789abcdef", min_size=32, max_size=32)),
)


@given(REQUESTS)
def test_what_is_written_is_read(request: Request) -> None:
    """Every request comes out of its octets as it went in."""
    octets = request_to_octets(request)

    assert request_from_octets(octets) == request
    assert len(octets) <= MAX_OCTETS


def octets(what: str, **members: object) -> bytes:
    """Return a request with these members."""
    return json.dumps({"format": FORMAT, "what": what, **members}).encode()


MALFORMED = {
    "no JSON": b"",
    "a number of the self-test that is short": octets("selftest", nonce="0" * 31),
    "one in capitals": octets("selftest", nonce="A" * 32),
    "one that is a name": octets("selftest", nonce="school.example.aaaaaaaaaaaaaaaaa"),
    "totals of one device": octets("totals", address="192.0.2.1"),
    "an answer": octets("time-left").replace(b"request", b"answer"),
    "an unknown kind": octets("names-of", address="192.0.2.1"),
    "a member too many": octets("time-left", young_person=1),
    "nobody": octets("borrow", young_person=0, target=1),
    "somebody by name": octets("borrow", young_person="Sam", target=1),
    "a target that is not known": octets("borrow", young_person=1, target=99),
    "a target below nothing": octets("borrow", young_person=1, target=-1),
    "no minutes": octets("give-back", young_person=1, target=1, minutes=0),
    "minutes that are no step": octets("give-back", young_person=1, target=1, minutes=7),
    "minutes taken": octets("give-back", young_person=1, target=1, minutes=-5),
    "more minutes than a carer gives": octets("give-back", young_person=1, target=1, minutes=245),
    "no address": octets("begin-fix", address=""),
    "a name for an address": octets("begin-fix", address="phone.example"),
    "an address in another writing": octets("just-blocked", address="2001:DB8::1"),
    "an address with zeros": octets("just-blocked", address="192.0.02.1"),
    "an interface that is empty": octets("just-blocked", address="fe80::1%"),
    "an address that is a number": octets("just-blocked", address=1),
    "an address that is too long": octets("just-blocked", address="fe80::1%" + "e" * 60),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_whole(message: bytes) -> None:
    """A request that is not exactly one of the set is none of them."""
    with pytest.raises(AgentMessageMalformed):
        request_from_octets(message)


@given(st.data(), REQUESTS)
def test_damaged_octets_are_a_request_or_are_refused(data: st.DataObject, request: Request) -> None:
    """Octets changed, cut or added raise nothing but the one refusal."""
    whole = request_to_octets(request)
    place = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 6))
    damaged = whole[:place] + data.draw(st.binary(max_size=6)) + whole[place + cut :]
    try:
        found = request_from_octets(damaged)
    except AgentMessageMalformed:
        return

    assert request_from_octets(request_to_octets(found)) == found
