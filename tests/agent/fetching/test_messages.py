from __future__ import annotations

import json

import pytest

from agent.fetching.messages import (
    FORMAT,
    MAX_OCTETS,
    MOST_ADDRESS_LETTERS,
    MOST_DETAIL_LETTERS,
    MOST_MILLISECONDS,
    MOST_OCTETS,
    Answer,
    Told,
    answer_from_octets,
    answer_to_octets,
    wanted_from_octets,
    wanted_to_octets,
)
from agent.lists.bringing import Failed, Fetched, Unchanged, Wanted
from agent.lists.catalogue import LARGEST_MEGABYTES
from agent.lists.fetch import MAX_ADDRESS_LETTERS, FetchFault, Limits, Validators
from agent.lists.update import FETCH_SECONDS
from policy.errors import AgentMessageMalformed

DATE = "Sat, 21 Nov 2026 04:43:15 GMT"
BOTH = Validators('"an-etag"', DATE)
NONE = Validators(None, None)
LIMITS = Limits(octets=1_000_000, seconds=600.0)
WANTED = Wanted(address="https://publisher.example/list", validators=BOTH, limits=LIMITS)

REQUESTS = {
    "with a copy": WANTED,
    "without one": Wanted(address=WANTED.address, validators=None, limits=LIMITS),
    "with a copy that came without validators": Wanted(
        address=WANTED.address, validators=NONE, limits=LIMITS
    ),
    "with other limits": Wanted(
        address=WANTED.address,
        validators=None,
        limits=Limits(octets=1, seconds=0.2, idle_seconds=0.05, moves=0),
    ),
    "an address of other letters": Wanted(
        address="https://höhle.example/\N{GRINNING FACE}", validators=None, limits=LIMITS
    ),
}


@pytest.mark.parametrize("wanted", REQUESTS.values(), ids=REQUESTS)
def test_a_request_arrives_as_it_was_written(wanted: Wanted) -> None:
    """Address, validators and every limit are those that were given."""
    assert wanted_from_octets(wanted_to_octets(wanted)) == wanted


ANSWERS: dict[str, Answer] = {
    "how far it is": Told(7, None),
    "how far it is of all": Told(7, 2**40),
    "a list": Fetched(7, BOTH, None),
    "an empty list": Fetched(0, NONE, None),
    "a list that moved": Fetched(7, NONE, "https://elsewhere.example/list"),
    "unchanged": Unchanged(BOTH, None),
    "unchanged and moved": Unchanged(NONE, "https://elsewhere.example/list"),
    "no words": Failed(FetchFault.REFUSED, ""),
    **{fault.name: Failed(fault, "status 404") for fault in FetchFault},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_arrives_as_it_was_given(answer: Answer) -> None:
    """Every way in which a fetch can end is the same on the other side."""
    assert answer_from_octets(answer_to_octets(answer)) == answer


def test_too_many_words_are_cut_and_still_an_answer() -> None:
    """A reason that is far too long is told as far as there is room for it."""
    answer = answer_from_octets(answer_to_octets(Failed(FetchFault.UNTRUSTED, "x" * 9_999)))

    assert answer == Failed(FetchFault.UNTRUSTED, "x" * MOST_DETAIL_LETTERS)


def test_the_upper_ends_are_those_of_the_catalogue_and_the_job() -> None:
    """No list that a home may have is refused for its bounds, and no larger one is asked for."""
    assert MOST_OCTETS == LARGEST_MEGABYTES * 1_000_000
    assert MOST_MILLISECONDS == FETCH_SECONDS * 1_000
    assert MOST_ADDRESS_LETTERS > MAX_ADDRESS_LETTERS
    longest = "\N{GRINNING FACE}" * MOST_ADDRESS_LETTERS
    wanted = Wanted(address=longest, validators=BOTH, limits=LIMITS)
    assert len(wanted_to_octets(wanted)) <= MAX_OCTETS


def changed(message: bytes, /, **members: object) -> bytes:
    """Return a message with some members changed."""
    return json.dumps({**json.loads(message), **members}).encode()


REQUEST = wanted_to_octets(WANTED)
BAD_REQUESTS = {
    "nothing": b"",
    "no JSON": b"{",
    "an answer": answer_to_octets(Told(1, None)),
    "another format": changed(REQUEST, format="lamplight-fetch/v2"),
    "one member more": changed(REQUEST, to="/etc/passwd"),
    "no address": changed(REQUEST, address=""),
    "an address that is a number": changed(REQUEST, address=7),
    "half a letter": changed(REQUEST, address="https://a.example/\ud800"),
    "an address without end": changed(REQUEST, address="x" * (MOST_ADDRESS_LETTERS + 1)),
    "a list larger than any": changed(REQUEST, octets=MOST_OCTETS + 1),
    "a list of nothing": changed(REQUEST, octets=0),
    "longer than any list": changed(REQUEST, milliseconds=MOST_MILLISECONDS + 1),
    "no time": changed(REQUEST, milliseconds=0),
    "no wait": changed(REQUEST, idle_milliseconds=0),
    "moves without end": changed(REQUEST, moves=10**6),
    "perhaps": changed(REQUEST, is_here="perhaps"),
    "too long": changed(REQUEST, address="x") + b" " * MAX_OCTETS,
}


@pytest.mark.parametrize("octets", BAD_REQUESTS.values(), ids=BAD_REQUESTS)
def test_what_is_no_request_is_refused_whole(octets: bytes) -> None:
    """Whoever asks says exactly what is wanted, within the bounds, or is not heard."""
    with pytest.raises(AgentMessageMalformed):
        wanted_from_octets(octets)


CAME = answer_to_octets(Fetched(7, BOTH, "https://elsewhere.example/list"))
FAILED = answer_to_octets(Failed(FetchFault.GONE, "status 410"))
BAD_ANSWERS = {
    "nothing": b"",
    "no JSON": b"\xff",
    "a request": REQUEST,
    "another kind": changed(CAME, what="kept"),
    "fewer than nothing": changed(CAME, octets=-1),
    "more than any list": changed(CAME, octets=MOST_OCTETS + 1),
    "half an octet": CAME.replace(b'"octets": 7', b'"octets": 7.5'),
    "moved to a file": changed(CAME, moved_to="file:///etc/passwd"),
    "moved to an unsafe address": changed(CAME, moved_to="http://elsewhere.example/"),
    "moved to what steers a terminal": changed(CAME, moved_to="https://a.example/\x1b[2J"),
    "moved to a number": changed(CAME, moved_to=7),
    "a fault that is none": changed(FAILED, fault="WEATHER"),
    "a fault that is a list": changed(FAILED, fault=[]),
    "words without end": changed(FAILED, detail="x" * (MOST_DETAIL_LETTERS + 1)),
    "words that are none": changed(FAILED, detail=None),
    "how far in words": changed(answer_to_octets(Told(1, 2)), of="all"),
    "too long": FAILED + b" " * MAX_OCTETS,
}


@pytest.mark.parametrize("octets", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_what_is_no_answer_is_refused_whole(octets: bytes) -> None:
    """Whoever fetches, taken over or not, says one of a few things and nothing else."""
    with pytest.raises(AgentMessageMalformed):
        answer_from_octets(octets)


@pytest.mark.parametrize("etag", ["no quotes", '"' + "x" * 200 + '"', 7, "", '"\x1b"'])
def test_validators_that_have_not_the_form_count_for_none(etag: object) -> None:
    """What no publisher could have given in a header is not remembered from here either."""
    answer = answer_from_octets(changed(CAME, etag=etag))

    assert isinstance(answer, Fetched)
    assert answer.validators == Validators(None, DATE)


def test_a_message_says_of_which_format_it_is() -> None:
    """A later release can tell what an earlier one said."""
    assert json.loads(REQUEST)["format"] == json.loads(CAME)["format"] == FORMAT
