from __future__ import annotations

from dataclasses import replace

import pytest

from consent.codes import Code
from consent.errors import ConsentError, JsonMalformed
from consent.lease import (
    MAX_LEASE_MS,
    MAX_MESSAGE_OCTETS,
    LeaseMessage,
    Lend,
    Renew,
    TakeBack,
    message_from_octets,
    message_to_octets,
)
from consent.observation import Terms

DEVICE = "d1" * 16
LEND = Lend(
    device=DEVICE,
    addresses=("192.168.7.21", "fd00::21"),
    links=("3c:22:fb:10:20:30",),
    level=3,
    categories=(),
    watch=("example.com",),
    never_recorded=("clinic.org",),
    until_ms=600_000,
    is_settling=True,
)
MESSAGES: dict[str, LeaseMessage] = {
    "lend": LEND,
    "renew": Renew(device=DEVICE, until_ms=660_000, is_settling=False),
    "take back": TakeBack(device=DEVICE),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_message_arrives_as_it_was_said(message: LeaseMessage) -> None:
    """What the recorder says in a packet, the agent reads from it."""
    assert message_from_octets(message_to_octets(message)) == message


def test_a_message_has_one_form() -> None:
    """The octets of a packet are spelt out, as two releases may have to understand each other."""
    assert message_to_octets(MESSAGES["renew"]) == (
        b'{"message":{"device":"' + b"d1" * 16 + b'",'
        b'"how":"renew","is_settling":false,"until_ms":660000}}'
    )
    assert message_to_octets(MESSAGES["take back"]) == (
        b'{"message":{"device":"' + b"d1" * 16 + b'","how":"take_back"}}'
    )


def test_a_lease_says_what_may_be_sent() -> None:
    """The terms of a lease are its level and its lists, as sets."""
    assert LEND.terms == Terms(
        level=3,
        categories=frozenset(),
        watch=frozenset({"example.com"}),
        never_recorded=frozenset({"clinic.org"}),
    )


def test_a_lease_is_ten_minutes_at_most() -> None:
    """The greatest length of a lease is that of the design."""
    assert MAX_LEASE_MS == 600_000


WHOLE = message_to_octets(LEND)
MALFORMED: dict[str, tuple[bytes, Code]] = {
    "nothing": (b"", Code.JSON_UNREADABLE),
    "no object": (b"[]", Code.JSON_SHAPE),
    "no message": (b"{}", Code.RECORD_MISSING),
    "another message": (WHOLE.replace(b'"lend"', b'"keep"'), Code.RECORD_VALUE),
    "more than a message": (WHOLE.replace(b'"level"', b'"label":"x","level"'), Code.RECORD_UNKNOWN),
    "a level too high": (WHOLE.replace(b'"level":3', b'"level":5'), Code.RECORD_VALUE),
    "a level that is none": (WHOLE.replace(b'"level":3', b'"level":0'), Code.RECORD_VALUE),
    "a device by its name": (WHOLE.replace(b"d1" * 16, b"tablet"), Code.RECORD_VALUE),
    "a host to watch": (WHOLE.replace(b'"example', b'"www.example'), Code.RECORD_VALUE),
    "a time before": (WHOLE.replace(b"600000", b"-1"), Code.RECORD_VALUE),
    "spread over lines": (WHOLE.replace(b",", b",\n"), Code.JSON_FORM),
    "too long": (WHOLE + b" " * MAX_MESSAGE_OCTETS, Code.JSON_SIZE),
}


@pytest.mark.parametrize(("octets", "code"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_message_is_refused(octets: bytes, code: Code) -> None:
    """A packet is a message in its one form, or nothing is lent by it."""
    with pytest.raises(ConsentError) as refused:
        message_from_octets(octets)

    assert refused.value.code is code


UNSAYABLE = {
    "no address": replace(LEND, addresses=()),
    "too many link addresses": replace(LEND, links=LEND.links * 17),
    "too long a link address": replace(LEND, links=("3c:22:fb:10:20:30:40",)),
    "too many addresses": replace(LEND, addresses=("192.168.7.21",) * 17),
    "a level that is none": replace(LEND, level=0),
    "too long a list": replace(LEND, watch=("example.com",) * 51),
    "a public suffix": replace(LEND, never_recorded=("co.uk",)),
}


@pytest.mark.parametrize("message", UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_could_not_be_read_is_not_said(message: Lend) -> None:
    """A message that the agent would refuse is refused before it is sent."""
    with pytest.raises(ConsentError):
        message_to_octets(message)


def test_the_longest_message_is_one_packet() -> None:
    """Full lists of the longest names stay below what one packet holds, with room to spare."""
    name = f"{'a' * 63}.{'b' * 63}"
    longest = replace(
        LEND,
        addresses=("f" * 64,) * 16,
        links=("f" * 17,) * 16,
        categories=("k" * 40,) * 32,
        watch=(name,) * 50,
        never_recorded=(name,) * 50,
        until_ms=2**53 - 1,
    )

    assert len(message_to_octets(longest)) < MAX_MESSAGE_OCTETS / 2
    with pytest.raises(JsonMalformed):
        message_from_octets(WHOLE + b"\n" * MAX_MESSAGE_OCTETS)


def test_a_lease_that_is_printed_names_no_site() -> None:
    """What somebody worries about does not end up in a journal of errors."""
    printed = f"{LEND} {LEND!r} {[LEND]}"

    assert "example" not in printed
    assert "clinic" not in printed
