from __future__ import annotations

from datetime import date

import pytest

from consent.agencies import (
    CONTROLLED_SUFFIXES,
    DEMONSTRATION_DOMAIN,
    REVIEWED_DOMAINS,
    Reviewed,
    is_controlled,
)
from consent.suffixes import is_registrable, public_suffix

DOMAINS = {
    "a council's": ("kent.gov.uk", True),
    "a part of a council's": ("childrens-services.kent.gov.uk", True),
    "the suffix itself": ("gov.uk", False),
    "below another suffix of the government's": ("agency.service.gov.uk", False),
    "below the suffix for interfaces": ("agency.api.gov.uk", False),
    "what ends like it": ("kent-gov.uk", False),
    "what has it in front": ("gov.uk.example", False),
    "what has it at its end": ("notgov.uk", False),
    "a company's": ("kent.co.uk", False),
    "anybody's": ("kent-council.org.uk", False),
    "a school's": ("kent.sch.uk", False),
    "a government's elsewhere": ("kent.gov", False),
    "in capitals": ("KENT.GOV.UK", False),
    "with a dot at its end": ("kent.gov.uk.", False),
    "a name of the home": ("fritz.box", False),
    "an address": ("192.168.0.1", False),
    "nothing": ("", False),
    "a dot": (".", False),
    "the demonstration's": ("demo.invalid", False),
}


@pytest.mark.parametrize(("domain", "expected"), DOMAINS.values(), ids=DOMAINS)
def test_an_agency_is_below_a_controlled_suffix(domain: str, *, expected: bool) -> None:
    """Only a domain of which it is known who may hold it can be an agency's."""
    assert is_controlled(domain) is expected


def test_the_demonstration_counts_in_the_demonstration_alone() -> None:
    """The demonstration's domain is an agency where the caller says so, and nowhere else."""
    assert is_controlled(DEMONSTRATION_DOMAIN, demonstration=True)
    assert not is_controlled(DEMONSTRATION_DOMAIN)
    assert not is_controlled(f"more.{DEMONSTRATION_DOMAIN}", demonstration=True)
    assert not is_controlled("other.invalid", demonstration=True)
    assert not is_controlled("kent-council.org.uk", demonstration=True)


def test_a_reviewed_domain_counts_with_what_is_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A domain on the reviewed list is an agency, and its neighbours under the suffix are not."""
    trust = Reviewed(name="trust.org.uk", source="a letter", reviewed_on=date(2026, 11, 21))
    monkeypatch.setattr("consent.agencies.REVIEWED_DOMAINS", (trust,))

    assert is_controlled("trust.org.uk")
    assert is_controlled("signing.trust.org.uk")
    assert not is_controlled("nottrust.org.uk")
    assert not is_controlled("org.uk")


@pytest.mark.parametrize(
    "line", [*CONTROLLED_SUFFIXES, *REVIEWED_DOMAINS], ids=lambda one: one.name
)
def test_each_line_says_who_says_so_and_when(line: Reviewed) -> None:
    """Each line of the shipped table has a source that can be read and a day of review."""
    assert line.source.startswith("https://")
    assert line.reviewed_on >= date(2026, 11, 21)


def test_each_line_is_what_its_table_says() -> None:
    """A suffix is one of the Public Suffix List, and a domain is one that somebody registers."""
    assert [
        one.name for one in CONTROLLED_SUFFIXES if public_suffix(f"a.{one.name}") != one.name
    ] == []
    assert [one.name for one in REVIEWED_DOMAINS if not is_registrable(one.name)] == []
