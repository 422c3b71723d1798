from __future__ import annotations

import re
from dataclasses import fields

import pytest

from policy.coverage import Finding, FindingKind
from policy.coverage_words import Told, selftest_told, told

WHOLE = {
    kind: told(Finding(kind=kind, where=("192.0.2.7", "192.0.2.9"), devices=("phone", "tablet")))
    for kind in FindingKind
}
TESTED = [
    selftest_told(over_ipv4=four, over_ipv6=six) for four in (True, False) for six in (True, False)
]

BANNED = re.compile(r"\b(child|kid|user|parent|you tried|safe|guarantee\w*)\b", re.IGNORECASE)

ABOUT_LINKS = {
    *(FindingKind.RETURNING, FindingKind.MADE_UP_LINKS),
}


def sentences(words: Told) -> list[str]:
    """Return every text of a finding."""
    return [words.title, words.means, *words.todo, words.limit]


@pytest.mark.parametrize("kind", FindingKind)
def test_every_finding_says_what_it_means_what_to_do_and_its_limit(kind: FindingKind) -> None:
    """Each has a title without a full stop, sentences that end, steps and a limit."""
    words = WHOLE[kind]

    assert not words.title.endswith(".")
    assert all(text.endswith(".") for text in (words.means, *words.todo, words.limit))
    assert words.todo
    assert {one.name for one in fields(words)} == {"title", "means", "todo", "limit"}


@pytest.mark.parametrize("words", [*WHOLE.values(), *TESTED])
def test_the_words_are_plain(words: Told) -> None:
    """Sentences are short, none blames, none promises, and nothing is left to be filled in."""
    for text in sentences(words):
        assert not re.search(r"[{}]", text)
        assert not BANNED.search(text)
        for sentence in re.split(r"[.:] ", text):
            assert len(sentence.split()) <= 24, sentence


def test_a_device_is_named_for_its_link_address_alone() -> None:
    """Words about what was asked have no place for a device."""
    assert {kind for kind, words in WHOLE.items() if "phone" in " ".join(sentences(words))} - {
        kind for kind in FindingKind if "phone" in " ".join(sentences(told(Finding(kind=kind))))
    } == ABOUT_LINKS


def test_addresses_stand_where_they_help() -> None:
    """A finding about an address shows it, and one that has none says so."""
    assert WHOLE[FindingKind.DNS_BY_DHCP].title.endswith("192.0.2.7, 192.0.2.9")
    assert told(Finding(kind=FindingKind.ADDRESS_TWICE)).title.endswith("unknown")


def test_the_self_test_says_by_which_way() -> None:
    """A question that arrived is told with its ways; one that did not is told with what to do."""
    both, four, six, neither = TESTED

    assert "over IPv4 and IPv6." in both.means
    assert four.means.endswith("over IPv4.")
    assert six.means.endswith("over IPv6.")
    assert neither.title == "This device does not ask the box"
    assert neither.todo
    assert not both.todo
    assert both.limit == neither.limit
