"""What is blocked for whom to begin with: a template for each age, which a carer then changes.

Rules kept here:
- A template is a beginning and no rule: nothing here takes anything from a household that has
  decided for itself.
- The older the person, the fewer the categories; nothing comes back on a birthday.
- Every young person begins with the protective default, and with safe search.
- `home-list` stands in no template: whoever adds a list says for whom it holds.
- Messaging, games, streaming and shopping stand in none. By messages a young person reaches their
  family; how long for games and films is a matter of time and not of names.
- `self-harm` stands in every young person's: there, a block is the moment that help is offered.

The bands are those of the Information Commissioner's Children's Code (age appropriate design,
annex B). Under six a person has a grown-up beside them; the youngest band is for them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.categories import Category

PROTECTIVE_DEFAULT: Final = frozenset({Category.MALWARE, Category.ADULT})
"""What every young person's template holds, and every device before anybody has decided."""


class AgeBand(StrEnum):
    """Whom a template is for. The value is the permanent tag."""

    SIX_TO_NINE = "6-9"
    TEN_TO_TWELVE = "10-12"
    THIRTEEN_TO_FIFTEEN = "13-15"
    SIXTEEN_AND_SEVENTEEN = "16-17"
    ADULTS = "adults"


@dataclass(frozen=True, slots=True)
class AgeTemplate:
    """A beginning for one band: `label` for a list to choose from, `why` in one sentence."""

    band: AgeBand
    label: str
    categories: frozenset[Category]
    safe_search: bool
    why: str


# From the oldest to the youngest, each on top of the one before, so that none can shrink upwards.
_UNDER_18 = PROTECTIVE_DEFAULT | {
    Category.GAMBLING,
    Category.DATING,
    Category.DRUGS,
    Category.VIOLENCE,
    Category.SELF_HARM,
    Category.STRANGERS,
}
# A way round the filter makes the rest a promise that nobody keeps; at sixteen it is also how a
# college or a first job is reached, and adverts are one's own affair.
_UNDER_16 = _UNDER_18 | {Category.ADS, Category.PIRACY, Category.VPN}
_UNDER_13 = _UNDER_16 | {Category.SOCIAL_MEDIA}

TEMPLATES: Final = (
    AgeTemplate(
        AgeBand.SIX_TO_NINE,
        "6 to 9 years, and younger",
        _UNDER_13,
        safe_search=True,
        why="At this age an adult is usually near, so sites for older people stay closed.",
    ),
    AgeTemplate(
        AgeBand.TEN_TO_TWELVE,
        "10 to 12 years",
        _UNDER_13,
        safe_search=True,
        why="Most social media says that people must be 13, so it waits until then.",
    ),
    AgeTemplate(
        AgeBand.THIRTEEN_TO_FIFTEEN,
        "13 to 15 years",
        _UNDER_16,
        safe_search=True,
        why="Social media opens now, and sites made for adults stay closed.",
    ),
    AgeTemplate(
        AgeBand.SIXTEEN_AND_SEVENTEEN,
        "16 and 17 years",
        _UNDER_18,
        safe_search=True,
        why="Near adult life more is their own choice, and what is for over-18s stays closed.",
    ),
    AgeTemplate(
        AgeBand.ADULTS,
        "Adults",
        frozenset({Category.MALWARE}),
        safe_search=False,
        why="Adults choose for themselves, and only sites that harm the device are closed.",
    ),
)

_BY_BAND: Final = {template.band: template for template in TEMPLATES}


def template_for(band: AgeBand) -> AgeTemplate:
    """Return the template of a band."""
    return _BY_BAND[band]
