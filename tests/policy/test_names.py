from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import NameMalformed, PolicyError
from policy.names import (
    MAX_LABEL_OCTETS,
    MAX_NAME_OCTETS,
    ROOT,
    Name,
    from_text,
    is_at_or_below,
    label_count,
    parents,
    suffix_offsets,
    to_text,
)
from tests.policy.strategies import name_texts, wire_names

LONGEST = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 61))

WELL_FORMED = {
    "plain": ("example.org", b"\7example\3org\0"),
    "one label": ("org", b"\3org\0"),
    "upper case": ("WWW.Example.ORG", b"\3www\7example\3org\0"),
    "final dot": ("example.org.", b"\7example\3org\0"),
    "space around": ("  example.org\t", b"\7example\3org\0"),
    "digits": ("4chan.org", b"\5" + b"4chan\3org\0"),
    "underscore": ("_dns.resolver.arpa", b"\4_dns\10resolver\4arpa\0"),
    "hyphens": ("a--b.org", b"\4a--b\3org\0"),
    "international": ("bücher.example", b"\15xn--bcher-kva\7example\0"),
    "international in upper case": ("BÜCHER.example", b"\15xn--bcher-kva\7example\0"),
    "ideographic stop": ("bücher。example", b"\15xn--bcher-kva\7example\0"),
    "already an A-label": ("xn--bcher-kva.example", b"\15xn--bcher-kva\7example\0"),
    "longest label": ("a" * 63, b"\x3f" + b"a" * 63 + b"\0"),
}

MALFORMED = {
    "empty": ("", "empty"),
    "only space": ("  ", "empty"),
    "only a dot": (".", "empty"),
    "a web address": ("https://example.org/", "web address"),
    "a path": ("example.org/page", "web address"),
    "a port": ("example.org:443", "web address"),
    "an IPv6 address": ("fd00::1", "web address"),
    "a star": ("*.example.org", "needs no star; write example.org"),
    "a star inside": ("www.*.org", "may hold only letters"),
    "two dots": ("example..org", "two dots"),
    "a dot at the start": (".example.org", "two dots"),
    "two dots at the end": ("example.org..", "two dots"),
    "a space inside": ("exam ple.org", "may hold only letters"),
    "a line end inside": ("example.org\nevil.org", "may hold only letters"),
    "a line end after a letter": ("example.org\x00", "may hold only letters"),
    "a label too long": ("a" * 64 + ".org", "at most 63"),
    "a name too long": (LONGEST + "d", "longer than"),
    "a hidden letter": ("exa\u200bmple\ud800.org", "cannot stand"),
    "an international label too long": ("ü" * 60 + ".org", "cannot stand"),
    "nothing but a soft hyphen": ("\u00ad.org", "cannot stand"),
    "a letter with two spellings": ("straße.example", "xn--"),
    "a final sigma": ("βόλος.example", "xn--"),
}


@pytest.mark.parametrize(("text", "wire"), WELL_FORMED.values(), ids=WELL_FORMED)
def test_text_becomes_lower_case_wire_form(text: str, wire: bytes) -> None:
    """What a person writes becomes the octets that a query carries."""
    assert from_text(text) == wire


@pytest.mark.parametrize(("text", "words"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_name_is_refused_with_what_to_write(text: str, words: str) -> None:
    """A text that is no name is refused in words that help."""
    with pytest.raises(NameMalformed, match=re.escape(words)):
        from_text(text)


def test_the_longest_name_fits() -> None:
    """A name of exactly 255 octets is accepted."""
    assert len(from_text(LONGEST)) == MAX_NAME_OCTETS


@given(st.text())
def test_any_text_is_a_name_or_refused(text: str) -> None:
    """Text of any kind gives a name within the limits, or NameMalformed and nothing else."""
    try:
        name = from_text(text)
    except PolicyError:
        return

    assert name == name.lower()
    assert 2 < len(name) <= MAX_NAME_OCTETS
    assert all(1 <= name[offset] <= MAX_LABEL_OCTETS for offset in suffix_offsets(name))


@given(name_texts())
def test_text_and_back_is_the_same_name(text: str) -> None:
    """A name written out and read again is the same name."""
    assert to_text(from_text(text)) == text


@given(wire_names())
def test_a_name_from_a_packet_is_written_in_plain_letters(name: Name) -> None:
    """Whatever octets a packet carries, the text holds nothing that could mislead a reader."""
    text = to_text(name)

    assert text.isascii()
    assert all(letter.isalnum() or letter in "-_.\\" for letter in text)


@given(wire_names(), wire_names())
def test_different_names_read_differently(one: Name, other: Name) -> None:
    """Two names share their text only if they are the same name."""
    assert (to_text(one) == to_text(other)) is (one == other)


def test_octets_that_could_mislead_are_escaped() -> None:
    """A dot, a space and an octet above ASCII inside a label are written as numbers."""
    assert to_text(Name(b"\4a. \xff\3org\0")) == "a\\046\\032\\255.org"


def test_the_root_is_a_dot() -> None:
    """The root has no labels, no parents, and is written as a dot."""
    assert to_text(ROOT) == "."
    assert label_count(ROOT) == 0
    assert list(suffix_offsets(ROOT)) == []
    assert list(parents(ROOT)) == []


def test_suffixes_start_at_each_label() -> None:
    """Each offset begins a name that is a suffix of the whole."""
    name = from_text("www.example.org")

    assert [name[offset:] for offset in suffix_offsets(name)] == [
        b"\3www\7example\3org\0",
        b"\7example\3org\0",
        b"\3org\0",
    ]


def test_parents_are_the_names_above() -> None:
    """The parents leave out the name itself and the root."""
    above = [to_text(name) for name in parents(from_text("a.b.example.org"))]

    assert above == ["b.example.org", "example.org", "org"]


@given(wire_names())
def test_a_name_has_one_parent_fewer_than_labels(name: Name) -> None:
    """The number of labels is the number of suffixes, and of parents but one."""
    assert label_count(name) == len(list(suffix_offsets(name)))
    assert len(list(parents(name))) == max(0, label_count(name) - 1)


BELOW = {
    "itself": ("example.org", "example.org", True),
    "below": ("www.example.org", "example.org", True),
    "far below": ("a.b.c.example.org", "org", True),
    "above": ("org", "example.org", False),
    "beside": ("example.com", "example.org", False),
    "the same letters without a dot": ("notexample.org", "example.org", False),
    "a label that ends alike": ("ww.example.org", "w.example.org", False),
}


@pytest.mark.parametrize(("name", "ancestor", "expected"), BELOW.values(), ids=BELOW)
def test_below_means_whole_labels(name: str, ancestor: str, *, expected: bool) -> None:
    """A name lies below another by whole labels, never by letters."""
    assert is_at_or_below(from_text(name), from_text(ancestor)) is expected


@given(wire_names())
def test_every_name_is_below_the_root(name: Name) -> None:
    """The root stands above every name."""
    assert is_at_or_below(name, ROOT)
