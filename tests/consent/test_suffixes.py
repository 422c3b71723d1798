from __future__ import annotations

import pytest

from consent.suffixes import is_domain, is_name, is_registrable, public_suffix, registrable

NAMES = {
    "one label below a suffix": ("kent.gov.uk", True, True),
    "two labels below a suffix": ("care.kent.gov.uk", True, False),
    "a suffix": ("gov.uk", False, False),
    "a suffix of one label": ("uk", False, False),
    "a suffix that a company runs": ("github.io", False, False),
    "below a suffix that a company runs": ("anybody.github.io", True, True),
    "below no known suffix": ("demo.invalid", True, True),
    "in A-labels": ("xn--bcher-kva.example", True, True),
    "in letters with marks": ("bücher.example", False, False),
    "in capitals": ("Kent.gov.uk", False, False),
    "with a dot at its end": ("kent.gov.uk.", False, False),
    "with a dot in front": (".kent.gov.uk", False, False),
    "with two dots": ("kent..gov.uk", False, False),
    "with a space": ("kent .gov.uk", False, False),
    "with a line end": ("kent.gov.uk\n", False, False),
    "with an underscore": ("_kent.gov.uk", False, False),
    "a hyphen first": ("-kent.gov.uk", False, False),
    "a hyphen last": ("kent-.gov.uk", False, False),
    "a label of 63": (f"{'a' * 63}.gov.uk", True, True),
    "a label of 64": (f"{'a' * 64}.gov.uk", False, False),
    "253 characters": (f"{'a.' * 123}gov.uk"[-253:].lstrip("."), True, False),
    "254 characters": ("a" + ".a" * 124 + ".co.uk", False, False),
    "an address of version 4": ("192.168.0.1", False, False),
    "digits at its end": ("kent.123", False, False),
    "digits in front": ("123.kent.gov.uk", True, False),
    "an address of version 6": ("::1", False, False),
    "a web address": ("https://kent.gov.uk", False, False),
    "nothing": ("", False, False),
}


@pytest.mark.parametrize(("text", "domain", "alone"), NAMES.values(), ids=NAMES)
def test_a_name_is_below_a_public_suffix(text: str, *, domain: bool, alone: bool) -> None:
    """A domain is below a suffix in lower case and A-labels; it is registrable just below it."""
    assert is_domain(text) is domain
    assert is_registrable(text) is alone


CATEGORIES = {
    "a word": ("games", True),
    "two words": ("self-harm", True),
    "a digit": ("pegi18", True),
    "forty": ("a" * 40, True),
    "forty-one": ("a" * 41, False),
    "nothing": ("", False),
    "capitals": ("Games", False),
    "a hyphen first": ("-games", False),
    "a hyphen last": ("games-", False),
    "two hyphens": ("self--harm", False),
    "a dot": ("self.harm", False),
    "a line end": ("games\n", False),
    "another script's digit": ("pegi१८", False),
}


@pytest.mark.parametrize(("text", "expected"), CATEGORIES.values(), ids=CATEGORIES)
def test_a_category_has_a_plain_name(text: str, *, expected: bool) -> None:
    """A category's name is lower-case letters, digits and single hyphens, forty at most."""
    assert is_name(text) is expected


def test_a_name_is_split_at_its_suffix() -> None:
    """The suffix of a name and what is registered below it come from the Public Suffix List."""
    assert public_suffix("care.kent.gov.uk") == "gov.uk"
    assert registrable("care.kent.gov.uk") == "kent.gov.uk"
    assert public_suffix("a.service.gov.uk") == "service.gov.uk"
    assert registrable("gov.uk") is None
