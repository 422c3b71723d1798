from __future__ import annotations

import tomllib

import pytest

from agent.lists.allowance import FetchEnded, FetchFault
from agent.lists.headers import (
    MAX_VALIDATOR_LETTERS,
    VERSION,
    Validators,
    check_type,
    headers_of_request,
    is_packed,
    stated_octets,
    validators_in,
)
from tests.conftest import ROOT

DATE = "Sat, 21 Nov 2026 04:43:15 GMT"

ETAGS = {
    "strong": ('"0x8D-9"', True),
    "weak": ('W/"x"', True),
    "empty": ('""', True),
    "as long as may be": ('"' + "a" * (MAX_VALIDATOR_LETTERS - 2) + '"', True),
    "longer": ('"' + "a" * (MAX_VALIDATOR_LETTERS - 1) + '"', False),
    "without quotes": ("x", False),
    "two": ('"a", "b"', False),
    "a line more": ('"a"\r\nX: "b"', False),
    "a final line end": ('"a"\n', False),
    "a space": ('"a b"', False),
    "beyond ASCII": ('"ü"', False),
    "every copy": ("*", False),
}


@pytest.mark.parametrize(("etag", "good"), ETAGS.values(), ids=ETAGS)
def test_an_etag_is_kept_and_sent_only_in_its_form(etag: str, *, good: bool) -> None:
    """What is not a short ETag is neither remembered nor, if a memory held it, said."""
    assert validators_in({"etag": etag}) == Validators(etag if good else None, None)
    assert ("If-None-Match" in headers_of_request(Validators(etag, None))) is good


DATES = {
    "a date": (DATE, True),
    "an older form": ("Saturday, 21-Nov-26 04:43:15 GMT", False),
    "a number": ("1795236195", False),
    "other digits": ("Sat, ٢١ Nov 2026 04:43:15 GMT", False),
    "a line more": (f"{DATE}\r\nX: y", False),
    "a final line end": (f"{DATE}\n", False),
}


@pytest.mark.parametrize(("date", "good"), DATES.values(), ids=DATES)
def test_a_date_is_kept_and_sent_only_in_its_form(date: str, *, good: bool) -> None:
    """What is not a date of HTTP is neither remembered nor, if a memory held it, said."""
    assert validators_in({"last-modified": date}) == Validators(None, date if good else None)
    assert ("If-Modified-Since" in headers_of_request(Validators(None, date))) is good


def test_a_stranger_says_less() -> None:
    """Without validators a request says what every home's request says."""
    without = headers_of_request(None)

    assert without == headers_of_request(Validators(None, None))
    assert headers_of_request(Validators('"x"', DATE)) == without | {
        "If-None-Match": '"x"',
        "If-Modified-Since": DATE,
    }


def test_the_version_said_is_ours() -> None:
    """The version that publishers hear is the one in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["version"] == VERSION


TYPES = {
    "none": (None, True),
    "plain": ("text/plain", True),
    "with its letters": ("Text/Plain; charset=utf-8", True),
    "YAML": ("application/yaml", True),
    "unknown": ("application/octet-stream", True),
    "a web page": ("text/html", False),
    "a web page in capitals": ("TEXT/HTML;charset=x", False),
    "another web page": ("application/xhtml+xml", False),
    "two": ("text/plain, text/html", False),
    "half": ("text/", False),
    "a program": ("application/javascript", False),
    "an archive": ("application/gzip", False),
    "a line": ("names\r\nof/others", False),
}


@pytest.mark.parametrize(("kind", "good"), TYPES.values(), ids=TYPES)
def test_a_type_says_whether_it_may_be_a_list(kind: str | None, *, good: bool) -> None:
    """Text and unknown octets may be a list; a web page, an archive and a program are none."""
    headers = {} if kind is None else {"content-type": kind}
    if good:
        check_type(headers)
        return
    with pytest.raises(FetchEnded) as ended:
        check_type(headers)

    assert ended.value.fault is FetchFault.WRONG_TYPE
    assert ended.value.detail.isprintable()


PACKINGS = {
    "none": ("", False),
    "none by name": ("identity", False),
    "gzip": ("GZIP ", True),
    "its old name": ("x-gzip", True),
    "another": ("br", None),
    "twice": ("gzip, gzip", None),
}


@pytest.mark.parametrize(("packing", "packed"), PACKINGS.values(), ids=PACKINGS)
def test_only_gzip_is_unpacked(packing: str, packed: bool | None) -> None:  # noqa: FBT001 - a column of the table
    """A body is plain or gzip; what was packed otherwise was not asked for."""
    headers = {"content-encoding": packing}
    if packed is None:
        with pytest.raises(FetchEnded):
            is_packed(headers)
    else:
        assert is_packed(headers) is packed


LENGTHS = {
    "said": ("12", 12),
    "not said": ("", None),
    "twice": ("12, 12", None),
    "below zero": ("-1", None),
    "other digits": ("٣", None),
    "beyond reason": ("9" * 21, None),
}


@pytest.mark.parametrize(("said", "octets"), LENGTHS.values(), ids=LENGTHS)
def test_a_length_is_a_number_or_unknown(said: str, octets: int | None) -> None:
    """A length that is not one plain number counts as not stated."""
    assert stated_octets({"content-length": said}) == octets
