from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest
from starlette.requests import Request
from starlette.types import Message

from console.forms import MAX_OCTETS, URL_ENCODED, FormRefused, fields_of, sent

FIELDS = ("device", "name")

SENT = {
    "plain": (b"device=TV&name=a.example", {"device": "TV", "name": "a.example"}),
    "another order": (b"name=a&device=b", {"device": "b", "name": "a"}),
    "empty fields": (b"device=&name=", {"device": "", "name": ""}),
    "spaces and letters": (
        b"device=Maya%27s+tablet&name=b%C3%BCcher.example",
        {"device": "Maya's tablet", "name": "bücher.example"},
    ),
    "a sign within": (b"device=a%26b%3Dc&name=x", {"device": "a&b=c", "name": "x"}),
}

MALFORMED = {
    "empty": b"",
    "a field missing": b"device=TV",
    "a field twice": b"device=TV&name=a&name=b",
    "one twice and one missing": b"name=a&name=b",
    "a field too many": b"device=TV&name=a&category=adult",
    "another field": b"device=TV&host=a",
    "no sign of equality": b"device&name",
    "broken UTF-8": b"device=TV&name=%ff",
    "half a surrogate": b"device=TV&name=%ed%a0%80",
    "octets beyond ASCII": "device=TV&name=bücher".encode(),
    "JSON": b'{"device": "TV", "name": "a"}',
    "very many fields": b"&".join(b"name=a" for _ in range(1_000)),
}

KINDS = {
    "none": None,
    "JSON": "application/json",
    "a form in parts": "multipart/form-data; boundary=x",
    "plain text": "text/plain",
    "two": f"text/plain, {URL_ENCODED}",
}


@pytest.mark.parametrize("case", SENT)
def test_a_form_is_read_as_it_was_filled_in(case: str) -> None:
    """Each field arrives once, decoded, whatever its order."""
    body, expected = SENT[case]

    assert fields_of(body, FIELDS) == expected


@pytest.mark.parametrize("case", MALFORMED)
def test_what_no_form_of_ours_sends_is_refused_and_not_repeated(case: str) -> None:
    """A malformed body is refused as a whole, and the error says nothing of what it held."""
    with pytest.raises(FormRefused) as caught:
        fields_of(MALFORMED[case], FIELDS)

    assert caught.value.status is HTTPStatus.BAD_REQUEST
    assert str(caught.value) == "the form was refused: Bad Request"


@pytest.mark.parametrize("case", KINDS)
def test_another_kind_of_content_is_refused(case: str) -> None:
    """Only what a plain form sends is read at all."""
    with pytest.raises(FormRefused) as caught:
        _read(b"device=a&name=b", kind=KINDS[case])

    assert caught.value.status == 415


def test_the_kind_may_name_its_letters() -> None:
    """A parameter behind the kind changes nothing."""
    assert _read(b"device=a&name=b", kind=f"{URL_ENCODED.title()}; charset=UTF-8") == {
        "device": "a",
        "name": "b",
    }


def test_a_form_may_come_in_pieces() -> None:
    """How the network cuts a body makes no difference."""
    assert _read(b"device=a", b"&name", b"=b") == {"device": "a", "name": "b"}


def test_the_longest_form_is_read_and_one_octet_more_is_not() -> None:
    """The bound is on what is sent, not on what is said of it."""
    body = b"device=a&name="
    body += b"x" * (MAX_OCTETS - len(body))

    assert len(_read(body)["name"]) == MAX_OCTETS - 14
    with pytest.raises(FormRefused) as caught:
        _read(body, b"x")

    assert caught.value.status == 413


def test_what_is_too_long_is_not_read_to_its_end() -> None:
    """Of a body without end no more is taken in than shows that it is too long."""
    pieces = [b"x" * 1_000] * 100
    left = list(pieces)
    with pytest.raises(FormRefused):
        _read_from(left, URL_ENCODED)

    assert len(pieces) - len(left) == MAX_OCTETS // 1_000 + 1


def _read(*pieces: bytes, kind: str | None = URL_ENCODED) -> dict[str, str]:
    return _read_from(list(pieces), kind)


def _read_from(left: list[bytes], kind: str | None) -> dict[str, str]:
    async def receive() -> Message:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    headers = [(b"content-type", kind.encode())] if kind else []
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)

    async def read() -> dict[str, str]:
        return dict(await sent(*FIELDS)(request))

    return asyncio.run(read())
