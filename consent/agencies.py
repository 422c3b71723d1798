"""Which domains can be an agency's: those below a suffix that somebody vets, and a reviewed few.

Rules kept here:
- An agency is a domain that proved itself, and only one of which it is known who may hold it. Any
  other is no agency here: off (people 11).
- Each line names its source and the day on which somebody looked at it.
- A suffix counts exactly as it stands: `service.gov.uk` is a suffix of its own on the Public Suffix
  List, so what is below it is not below `gov.uk`.
- The demonstration's domain counts nowhere else.

A council's children's services may be run by a trust whose domain is not below `gov.uk`. None of
them is listed yet: what belongs in a line is a letter of the council, not a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from consent.suffixes import is_domain, public_suffix, registrable

# Reserved for ever, so nobody can hold it: RFC 6761 section 6.4.
DEMONSTRATION_DOMAIN: Final = "demo.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A name, who says who may hold it, and when that was looked at."""

    name: str
    source: str
    reviewed_on: date


CONTROLLED_SUFFIXES: Final = (
    Reviewed(
        name="gov.uk",
        source="https://www.gov.uk/guidance/check-if-your-organisation-can-get-a-govuk-domain-name",
        reviewed_on=date(2026, 11, 21),
    ),
)
REVIEWED_DOMAINS: Final[tuple[Reviewed, ...]] = ()


def is_controlled(domain: str, *, demonstration: bool = False) -> bool:
    """Say whether a domain, in lower case and in A-labels, can be an agency's."""
    if domain == DEMONSTRATION_DOMAIN:
        return demonstration
    # Asked first: the list is also read for capitals and for a dot at the end, and answers.
    if not is_domain(domain):
        return False
    suffixes, domains = _names(CONTROLLED_SUFFIXES), _names(REVIEWED_DOMAINS)
    return public_suffix(domain) in suffixes or registrable(domain) in domains


def _names(lines: tuple[Reviewed, ...]) -> frozenset[str]:
    return frozenset(one.name for one in lines)
