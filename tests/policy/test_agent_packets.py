from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.agent_packets import (
    MAX_OCTETS,
    START_OCTETS,
    length_in,
    message_from_octets,
    message_to_octets,
    number,
    packet_of,
    rows,
    text,
    yes_or_no,
)
from policy.errors import AgentMessageMalformed

FORMAT = "a-format/v1"
KINDS = {"plain": frozenset[str](), "full": frozenset({"one", "two"})}


@given(st.binary(min_size=1, max_size=300))
def test_a_packet_is_its_length_and_its_message(message: bytes) -> None:
    """The octets before a message say how many there are."""
    packet = packet_of(message)

    assert length_in(packet[:START_OCTETS]) == len(message)
    assert packet[START_OCTETS:] == message


LENGTHS = {
    "nothing": bytes(4),
    "one too many": (MAX_OCTETS + 1).to_bytes(4, "big"),
    "as many as there can be": b"\xff" * 4,
    "half a length": b"\0\0",
    "no length": b"",
    "more than a length": b"\0\0\0\0\1",
}


@pytest.mark.parametrize("head", LENGTHS.values(), ids=LENGTHS)
def test_a_length_that_nobody_needs_is_refused(head: bytes) -> None:
    """Before anything is read it is known that it is not too much."""
    with pytest.raises(AgentMessageMalformed, match="1 to"):
        length_in(head)


def test_the_longest_message_is_one_and_a_longer_one_is_not_sent() -> None:
    """What nobody would read is not written either."""
    assert len(packet_of(bytes(MAX_OCTETS))) == MAX_OCTETS + START_OCTETS
    with pytest.raises(AgentMessageMalformed, match="1 to"):
        packet_of(bytes(MAX_OCTETS + 1))


def test_a_message_says_what_it_is_and_has_its_members() -> None:
    """What was written is read to the same kind and members."""
    what, members = message_from_octets(
        message_to_octets(FORMAT, "full", {"one": 1, "two": "x"}), FORMAT, KINDS
    )

    assert what == "full"
    assert (members["one"], members["two"]) == (1, "x")


def octets(**members: object) -> bytes:
    """Return a message with these members changed; None takes one away."""
    document = {"format": FORMAT, "what": "full", "one": 1, "two": 2, **members}
    return json.dumps({key: value for key, value in document.items() if value is not None}).encode()


MALFORMED = {
    "no JSON": (b"{", "readable"),
    "no UTF-8": (b'{"format": "\xff"}', "readable"),
    "a member twice": (b'{"format": 1, "format": 1}', "readable"),
    "no object": (b"[]", "a-format/v1"),
    "another format": (octets(format="a-format/v2"), "a-format/v1"),
    "no format": (octets(format=None), "a-format/v1"),
    "no kind": (octets(what=None), "no message"),
    "an unknown kind": (octets(what="secret"), "no message"),
    "a kind that is a list": (octets(what=["full"]), "no message"),
    "a member too many": (octets(three=3), "members of 'full'"),
    "a member too few": (octets(two=None), "members of 'full'"),
    "members of another kind": (octets(what="plain"), "members of 'plain'"),
}


@pytest.mark.parametrize(("message", "words"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_whole(message: bytes, words: str) -> None:
    """A message that is not exactly of its form is none, and what it says is not repeated."""
    with pytest.raises(AgentMessageMalformed, match=words) as refused:
        message_from_octets(message, FORMAT, KINDS)

    assert "secret" not in str(refused.value)


@given(st.binary(max_size=200))
def test_any_octets_are_a_message_or_are_refused(message: bytes) -> None:
    """No octets raise anything but the one refusal."""
    with pytest.raises(AgentMessageMalformed):
        message_from_octets(message, FORMAT, KINDS)


NUMBERS = {
    "true": True,
    "text": "1",
    "nothing": None,
    "a fraction": 1.0,
    "too small": 0,
    "too large": 11,
}


@pytest.mark.parametrize("value", NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_whole_and_between_two(value: object) -> None:
    """Only whole numbers within the bounds are numbers."""
    assert (number(1, 1, 10), number(10, 1, 10)) == (1, 10)
    with pytest.raises(AgentMessageMalformed, match="from 1 to 10"):
        number(value, 1, 10)


TEXTS = {"empty": "", "too long": "abcdef", "no text": 5, "half a character": "\ud800"}


@pytest.mark.parametrize("value", TEXTS.values(), ids=TEXTS)
def test_a_text_is_short_and_can_be_written(value: object) -> None:
    """Only texts of whole characters within the bounds are texts."""
    assert text("abcde", 5) == "abcde"
    with pytest.raises(AgentMessageMalformed, match="1 to 5 characters"):
        text(value, 5)


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_yes_and_no_are_no_numbers(value: object) -> None:
    """Only true and false are yes and no."""
    assert (yes_or_no(value=True), yes_or_no(value=False)) == (True, False)
    with pytest.raises(AgentMessageMalformed, match="true or false"):
        yes_or_no(value)


ROWS = {
    "no array": ({}, "an array of at most 2"),
    "too many": ([[1, 2]] * 3, "an array of at most 2"),
    "a row that is none": ([7], "rows of 2"),
    "a row too short": ([[1]], "rows of 2"),
    "a row too long": ([[1, 2], [1, 2, 3]], "rows of 2"),
}


@pytest.mark.parametrize(("value", "words"), ROWS.values(), ids=ROWS)
def test_rows_are_few_and_of_one_width(value: object, words: str) -> None:
    """Only arrays of rows of the width that was said are rows."""
    assert rows([[1, 2], [3, 4]], 2, 2) == [[1, 2], [3, 4]]
    with pytest.raises(AgentMessageMalformed, match=words):
        rows(value, 2, 2)
