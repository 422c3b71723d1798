from __future__ import annotations

import base64
import json
import traceback
from pathlib import Path
from typing import cast

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import (
    JsonObject,
    JsonValue,
    base64_from_octets,
    digest,
    json_from_object,
    object_from_json,
    octets_from_base64,
    octets_from_hex,
)
from consent.errors import ConsentError, JsonMalformed, TextMalformed
from consent.frozen import MAX_DEPTH, MAX_OCTETS, MAX_WHOLE_NUMBER
from tests.conftest import ROOT

EXAMPLES = ROOT / "tests" / "vectors" / "public" / "rfc8785"


def is_plain(text: str) -> bool:
    """Say whether a record may hold a text."""
    try:
        json_from_object({text: None})
    except JsonMalformed:
        return False
    return True


texts = st.text(alphabet=st.characters(categories=["L", "Nd", "Po", "Zs"]), max_size=20).filter(
    is_plain
)
numbers = st.integers(-MAX_WHOLE_NUMBER, MAX_WHOLE_NUMBER)
values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: cast("JsonValue", items))
        | st.dictionaries(texts, inner, max_size=4).map(lambda tree: cast("JsonValue", tree))
    ),
    max_leaves=12,
)
objects: st.SearchStrategy[JsonObject] = st.dictionaries(texts, values, max_size=5)


@given(st.binary(max_size=100))
def test_base64_is_read_as_it_was_written(octets: bytes) -> None:
    """Every string of octets comes back from its text."""
    text = base64_from_octets(octets)

    assert octets_from_base64(text, "x") == octets
    assert text == base64.b64encode(octets).decode()


BASE64 = {
    "no padding": "aGk",
    "too much padding": "aGk==",
    "padding twice": "aGk=aGk=",
    "bits left over": "aGl=",
    "bits left over of four": "aB==",
    "the URL-safe alphabet": "_-8=",
    "a line end": "aGVs\nbG8=",
    "a line end behind": "aGVsbG8=\n",
    "a blank": "aGVs bG8=",
    "no letter of it": "a*k=",
    "a letter of another script": "aék=",
    "a digit of another script": "aG٣k",
    "a number": 7,
    "nothing": None,
}


@pytest.mark.parametrize("text", BASE64.values(), ids=BASE64)
def test_base64_in_any_other_form_is_refused(text: object) -> None:
    """A text that stands for octets in a second way is refused."""
    with pytest.raises(TextMalformed) as caught:
        octets_from_base64(text, "payload")

    assert (caught.value.code, caught.value.where) == (Code.TEXT_BASE64, "payload")


HEX = {
    "upper case": "0A",
    "half an octet": "0a1",
    "a blank": "0a 0b",
    "a line end": "0a\n",
    "a prefix": "0x0a",
    "a digit of another script": "٣٣",
    "a number": 10,
}


@pytest.mark.parametrize("text", HEX.values(), ids=HEX)
def test_hexadecimal_in_any_other_form_is_refused(text: object) -> None:
    """Hexadecimal is whole octets in lower case, and nothing else."""
    with pytest.raises(TextMalformed) as caught:
        octets_from_hex(text, "keyid")

    assert caught.value.code is Code.TEXT_HEX


def test_hexadecimal_is_read() -> None:
    """Octets come out of their digits."""
    assert octets_from_hex("00ff0a", "x") == b"\0\xff\n"


def test_a_digest_is_sha_256() -> None:
    """The digest of a known text is the one that FIPS 180 gives."""
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(objects)
def test_an_object_is_read_as_it_was_written(document: JsonObject) -> None:
    """What this module writes it reads, and the tree is the same."""
    assert object_from_json(json_from_object(document)) == document


@given(objects)
def test_any_other_form_of_the_same_object_is_refused(document: JsonObject) -> None:
    """Spaces, another order and escapes are refused, although they would say the same."""
    canonical = json_from_object(document)
    for other in (
        json.dumps(document, ensure_ascii=False).encode(),
        json.dumps(document, separators=(",", ":")).encode(),
        canonical + b"\n",
        b" " + canonical,
    ):
        if other != canonical:
            with pytest.raises(JsonMalformed) as caught:
                object_from_json(other)
            assert caught.value.code is Code.JSON_FORM


def nested(levels: int, inner: JsonValue = 0) -> bytes:
    """Return JSON of so many objects inside each other."""
    value = inner
    for _ in range(levels):
        value = {"a": value}
    return json.dumps(value, separators=(",", ":")).encode()


JSON = {
    "nothing": (b"", Code.JSON_UNREADABLE),
    "no JSON": (b"agreement", Code.JSON_UNREADABLE),
    "a byte order mark": (b'\xef\xbb\xbf{"a":1}', Code.JSON_UNREADABLE),
    "UTF-16": ('{"a":1}'.encode("utf-16-le"), Code.JSON_UNREADABLE),
    "octets that are no UTF-8": (b'{"a":"\xff"}', Code.JSON_UNREADABLE),
    "an overlong form": (b'{"a":"\xc0\x80"}', Code.JSON_UNREADABLE),
    "half a pair in UTF-8": (b'{"a":"\xed\xa0\x80"}', Code.JSON_UNREADABLE),
    "cut off": (b'{"a":1', Code.JSON_UNREADABLE),
    "two of them": (b'{"a":1}{}', Code.JSON_UNREADABLE),
    "a comma too many": (b'{"a":1,}', Code.JSON_UNREADABLE),
    "a raw control": (b'{"a":"\x01"}', Code.JSON_UNREADABLE),
    "a comment": (b'{"a":1}//', Code.JSON_UNREADABLE),
    "very deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, Code.JSON_DEPTH),
    "very deep in lists": (b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}", Code.JSON_DEPTH),
    "a level too deep": (nested(MAX_DEPTH + 1), Code.JSON_DEPTH),
    "a level too deep by a list": (nested(MAX_DEPTH, [1]), Code.JSON_DEPTH),
    "a member twice": (b'{"a":1,"a":1}', Code.JSON_DUPLICATE),
    "a member twice, deep inside": (b'{"a":[{"b":1,"b":2}]}', Code.JSON_DUPLICATE),
    "a member twice, once escaped": (rb'{"a":1,"\u0061":2}', Code.JSON_DUPLICATE),
    "a fraction": (b'{"a":1.5}', Code.JSON_NUMBER),
    "a fraction of nothing": (b'{"a":1.0}', Code.JSON_NUMBER),
    "an exponent": (b'{"a":1e3}', Code.JSON_NUMBER),
    "not a number": (b'{"a":NaN}', Code.JSON_NUMBER),
    "infinity": (b'{"a":Infinity}', Code.JSON_NUMBER),
    "minus infinity": (b'{"a":-Infinity}', Code.JSON_NUMBER),
    "a number that would be rounded": (b'{"a":9007199254740992}', Code.JSON_NUMBER),
    "the same below nothing": (b'{"a":-9007199254740992}', Code.JSON_NUMBER),
    "a number of many digits": (b'{"a":' + b"7" * 60_000 + b"}", Code.JSON_NUMBER),
    "minus nothing": (b'{"a":-0}', Code.JSON_FORM),
    "a right-to-left override": ('{"a":"x\u202ey"}'.encode(), Code.JSON_CHARACTER),
    "an isolate in a member's name": ('{"\u2066":1}'.encode(), Code.JSON_CHARACTER),
    "an escaped control": (rb'{"a":"\u0000"}', Code.JSON_CHARACTER),
    "an escaped line end": (rb'{"a":"\n"}', Code.JSON_CHARACTER),
    "half of a pair": (rb'{"a":"\ud800"}', Code.JSON_CHARACTER),
    "half of a pair as a name": (rb'{"\udfff":1}', Code.JSON_CHARACTER),
    "a tag in a list": ('{"a":["\U000e0041"]}'.encode(), Code.JSON_CHARACTER),
    "a letter and its accent": ('{"a":"Zoe\u0308"}'.encode(), Code.JSON_COMPOSITION),
    "a name with an accent": ('{"e\u0301":1}'.encode(), Code.JSON_COMPOSITION),
    "a list": (b"[1]", Code.JSON_SHAPE),
    "a text": (b'"a"', Code.JSON_SHAPE),
    "null": (b"null", Code.JSON_SHAPE),
    "members out of order": (b'{"b":1,"a":2}', Code.JSON_FORM),
    "order by code point where UTF-16 differs": (
        '{"\ufb00":1,"\U0001f602":2}'.encode(),
        Code.JSON_FORM,
    ),
    "an escape without need": (rb'{"a":"\u0062"}', Code.JSON_FORM),
    "an escaped slash": (rb'{"a":"\/"}', Code.JSON_FORM),
    "a blank": (b'{"a": 1}', Code.JSON_FORM),
    "a line end behind": (b'{"a":1}\n', Code.JSON_FORM),
    "too long to be looked at": (b"x" * (MAX_OCTETS + 1), Code.JSON_SIZE),
    "one octet too long": (b'{"a":"' + b"x" * (MAX_OCTETS - 7) + b'"}', Code.JSON_SIZE),
}


@pytest.mark.parametrize(("octets", "code"), JSON.values(), ids=JSON)
def test_json_that_two_readers_could_understand_differently_is_refused(
    octets: bytes, code: Code
) -> None:
    """Whatever is not the one form of an object is refused with the rule that it breaks."""
    with pytest.raises(JsonMalformed) as caught:
        object_from_json(octets)

    assert caught.value.code is code


EDGES = {
    "the greatest number": b'{"a":9007199254740991}',
    "the least number": b'{"a":-9007199254740991}',
    "as deep as may be": nested(MAX_DEPTH),
    "as long as may be": b'{"a":"' + b"x" * (MAX_OCTETS - 8) + b'"}',
    "nothing in it": b"{}",
    "a member without a name": b'{"":null}',
    "order by UTF-16": '{"\U0001f602":2,"\ufb00":1}'.encode(),
    "a quotation mark": rb'{"a":"\"\\"}',
}


@pytest.mark.parametrize("octets", EDGES.values(), ids=EDGES)
def test_what_is_just_within_the_rules_is_read(octets: bytes) -> None:
    """The rules refuse nothing that lies on their own edge."""
    assert json_from_object(object_from_json(octets)) == octets


DRAFTS: dict[str, tuple[object, Code]] = {
    "a fraction": ({"a": 0.5}, Code.JSON_NUMBER),
    "a number too great": ({"a": [MAX_WHOLE_NUMBER + 1]}, Code.JSON_NUMBER),
    "octets": ({"a": b"x"}, Code.JSON_VALUE),
    "a number as a name": ({1: "x"}, Code.JSON_VALUE),
    "a control": ({"a": "x\n"}, Code.JSON_CHARACTER),
    "a long text": ({"a": "x" * MAX_OCTETS}, Code.JSON_SIZE),
}


@pytest.mark.parametrize(("draft", "code"), DRAFTS.values(), ids=DRAFTS)
def test_what_would_not_be_read_is_not_written(draft: object, code: Code) -> None:
    """A draft that breaks a rule is refused when it is written, not when it arrives."""
    with pytest.raises(JsonMalformed) as caught:
        json_from_object(cast("JsonObject", draft))

    assert caught.value.code is code


def test_a_draft_that_holds_itself_is_refused() -> None:
    """A tree without an end is refused like any that is too deep."""
    draft: JsonObject = {}
    draft["a"] = draft

    with pytest.raises(JsonMalformed) as caught:
        json_from_object(draft)

    assert caught.value.code is Code.JSON_DEPTH


CANARY = "canary-of-placement"
SPEAKING = {
    "cut off": f'{{"{CANARY}":"{CANARY}"',
    "no UTF-8": f'{{"{CANARY}":"\udcff"}}',
    "twice": f'{{"{CANARY}":1,"{CANARY}":2}}',
    "a fraction": f'{{"{CANARY}":1.5}}',
    "hidden": f'{{"{CANARY}":"\u202e{CANARY}"}}',
    "spaced": f'{{"{CANARY}": "{CANARY}"}}',
}


@pytest.mark.parametrize("text", SPEAKING.values(), ids=SPEAKING)
def test_an_error_repeats_nothing_of_the_file(text: str) -> None:
    """A traceback in a journal shows no word of the record that could not be read."""
    with pytest.raises(ConsentError) as caught:
        object_from_json(text.encode("utf-8", "surrogateescape"))

    assert CANARY not in "".join(traceback.format_exception(caught.value, chain=True))


def examples() -> list[str]:
    """Return the names of the public examples of RFC 8785."""
    return sorted(path.name for path in (EXAMPLES / "input").iterdir())


@pytest.mark.parametrize("name", examples())
def test_the_library_writes_the_canonical_form(name: str) -> None:
    """The six public examples of RFC 8785 come out as published."""
    document = json.loads((EXAMPLES / "input" / name).read_text(encoding="utf-8"))

    assert rfc8785.dumps(document) == published(name).rstrip(b"\n")


def published(name: str) -> bytes:
    """Return the canonical form of a public example."""
    return Path(EXAMPLES / "output" / name).read_bytes()


STRICTER: dict[str, Code | None] = {
    "arrays.json": Code.JSON_SHAPE,
    "french.json": None,
    "structures.json": Code.JSON_CHARACTER,
    "unicode.json": Code.JSON_COMPOSITION,
    "values.json": Code.JSON_NUMBER,
    "weird.json": Code.JSON_CHARACTER,
}


def test_of_the_public_examples_ours_reads_what_a_record_may_hold() -> None:
    """Each published output is read, or refused for the rule of ours that it breaks."""
    assert {name: refusal(published(name).rstrip(b"\n")) for name in examples()} == STRICTER


def refusal(octets: bytes) -> Code | None:
    """Return why octets are refused, None where they are read."""
    try:
        object_from_json(octets)
    except JsonMalformed as error:
        return error.code
    return None
