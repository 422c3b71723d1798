from __future__ import annotations

import json

import pytest

from policy.errors import JsonMalformed
from policy.strict_json import parse_strict_json


def published(**changes: object) -> bytes:
    """Return a document's octets with some members changed."""
    document: dict[str, object] = {
        "format": "lamplight-policy/v1",
        "version": 7,
        "household": {"format": "lamplight-household/v1"},
    }
    return json.dumps(document | changes).encode()


def test_a_sound_document_is_read() -> None:
    """Members, whole numbers, text, arrays and null come out as they went in."""
    document = {"a": [1, -2, None, True], "b": {"c": "Zoë"}}

    assert parse_strict_json(json.dumps(document).encode()) == document


STRICT = {
    "nothing": (b"", "not readable"),
    "no JSON": (b"policy", "not readable"),
    "a byte order mark": (b"\xef\xbb\xbf" + published(), "not readable"),
    "UTF-16": (published().decode().encode("utf-16-le"), "not readable"),
    "octets that are no UTF-8": (published().replace(b"lamp", b"l\xffmp"), "not readable"),
    "cut off": (published()[:-1], "not readable"),
    "text behind the end": (published() + b"{}", "not readable"),
    "a comma at the end": (published()[:-1] + b",}", "not readable"),
    "a member twice": (published()[:-1] + b', "version": 8}', "a member stands twice"),
    "a member twice, deep inside": (
        published().replace(b'{"format"', b'{"everyone": {}, "everyone": {}, "format"'),
        "a member stands twice",
    ),
    "a member twice, once escaped": (
        published()[:-1] + rb', "v\u0065rsion": 8}',
        "a member stands twice",
    ),
    "a fraction": (published(version=7.0), "7.0 is not whole"),
    "an exponent": (published().replace(b": 7", b": 7e0"), "7e0 is not whole"),
    "not a number": (published().replace(b": 7", b": NaN"), "NaN is not whole"),
    "infinity": (published().replace(b": 7", b": Infinity"), "Infinity is not whole"),
    "minus infinity": (published().replace(b": 7", b": -Infinity"), "-Infinity is not whole"),
    "a number too long to read": (published().replace(b": 7", b": " + b"7" * 5_000), "4300"),
    "nested too deeply": (b"[" * 100_000 + b"]" * 100_000, "not readable"),
    "nested too deeply in tables": (b'{"a":' * 100_000, "not readable"),
    "a raw control character": (published().replace(b"lamp", b"l\nmp"), "not readable"),
}


@pytest.mark.parametrize(("octets", "words"), STRICT.values(), ids=STRICT)
def test_json_that_two_readers_could_understand_differently_is_refused(
    octets: bytes, words: str
) -> None:
    """Anything but strict JSON is refused before its meaning is looked at."""
    with pytest.raises(JsonMalformed, match=words):
        parse_strict_json(octets)
