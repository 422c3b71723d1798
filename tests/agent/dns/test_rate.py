from __future__ import annotations

import pytest

from agent.dns.gate import SILENCE
from agent.dns.rate import (
    A_SECOND,
    AT_ONCE,
    MAX_KNOWN,
    TOLD_A_SECOND,
    Rate,
    come_over_tcp,
    is_the_box,
    rate_of,
)
from tests.agent.dns.packets import BY_HAND, RD, TC, opt, query, said

PHONE, OTHER = "192.0.2.50", "2001:db8::50"
PACKET = query("www.Example.org", additional=[opt()])


def asks(rate: Rate, source: str, times: int) -> int:
    """Return how many of so many questions are answered, asked as the server asks."""
    answered = 0
    for _ in range(times):
        if (left := rate.left[source]) > 0:
            rate.left[source] = left - 1
            answered += 1
    return answered


def test_an_address_has_a_store_that_fills_up() -> None:
    """So many at once, then so many a second, up to a full store again; and each for itself."""
    rate = Rate(300, 1_000, is_free=lambda _: False)
    counts = [asks(rate, PHONE, 2_000)]
    for seconds in (1, 1, 2, 10):
        for _ in range(seconds):
            rate.fill_up()
        counts.append(asks(rate, PHONE, 2_000))

    assert counts == [1_000, 300, 300, 600, 1_000]
    assert asks(rate, OTHER, 2_000) == 1_000


def test_whoever_has_a_full_store_is_not_known() -> None:
    """An address that asks little is forgotten within seconds."""
    rate = Rate()
    asks(rate, PHONE, 400)
    rate.fill_up()
    assert list(rate.left) == [PHONE]
    rate.fill_up()

    assert not rate.left


def test_forged_addresses_take_no_room() -> None:
    """However many addresses ask, only so many are known at a time."""
    rate = Rate()
    for number in range(3 * MAX_KNOWN):
        asks(rate, f"192.0.{number >> 8}.{number & 255}", 1)
        rate.over(PACKET, f"192.0.{number >> 8}.{number & 255}")
        assert len(rate.left) <= MAX_KNOWN
    assert len(rate._told) <= MAX_KNOWN


FREE = {"127.0.0.1": True, "127.9.9.9": True, "::1": True, "192.0.2.127": False, "::127": False}


@pytest.mark.parametrize(("source", "expected"), FREE.items(), ids=FREE)
def test_the_box_itself_may_ask_as_much_as_it_likes(source: str, *, expected: bool) -> None:
    """What comes from the box itself is not counted; all else is."""
    assert is_the_box(source) is expected
    assert (asks(Rate(), source, 5_000) == 5_000) is expected


def test_beyond_it_one_is_told_to_come_over_tcp_and_then_nothing() -> None:
    """So often in a second an address hears that it may use TCP; then silence, and a new second."""
    happened = []
    rate = Rate(too_much=lambda: happened.append(1))
    replies = [rate.over(PACKET, PHONE) for _ in range(TOLD_A_SECOND + 5)]
    reply = said(replies[0])

    assert reply.question is not None
    assert (reply.flags & TC, reply.flags & RD, reply.sections) == (TC, RD, ((), (), ()))
    assert (reply.message_id, reply.question[0][0]) == (0x1234, b"www")
    assert len(replies[0]) < len(PACKET)
    assert [one is SILENCE for one in replies] == [False] * TOLD_A_SECOND + [True] * 5
    assert happened == [1]
    rate.fill_up()
    assert rate.over(PACKET, PHONE) == replies[0]
    assert happened == [1, 1]


@pytest.mark.parametrize(
    "which",
    ["response", "eleven octets", "update", "two questions", "no question", "pointer to itself"],
)
def test_what_is_no_question_is_not_answered_in_a_flood(which: str) -> None:
    """What could not be repeated, or answers something, gets nothing back."""
    assert come_over_tcp(BY_HAND[which]) == SILENCE


def nothing() -> None:
    """Hear of it and do nothing."""


def test_the_option_is_a_number_or_none() -> None:
    """A number of questions a second is at once in store too; 0 counts nothing."""
    assert asks(rate_of(0, nothing), PHONE, 9_999) == 9_999
    assert asks(rate_of(A_SECOND, nothing), PHONE, 9_999) == AT_ONCE
    assert asks(rate_of(5_000, nothing), PHONE, 9_999) == 5_000
