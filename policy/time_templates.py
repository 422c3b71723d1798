"""How a day may look at each age to begin with: bedtime and minutes, which a carer then changes.

Rules kept here:
- A template is a beginning and no rule; a new young person has none of it for their first week,
  unless somebody chooses it (`policy.placements`).
- Bedtime leaves calls to family, sleep sounds and audio stories; help is never closed anyway.
- The older the person, the later and the freer. From sixteen on nothing is counted.
- Names stand here only where it is known whose they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from policy.age_templates import AgeBand, template_for
from policy.categories import Category
from policy.household import YoungPerson
from policy.names import from_text
from policy.timed import Budget, Effect, Target, TimedRule
from policy.what import EVERYTHING, What
from policy.windows import Window

BEDTIME: Final = "Bedtime"

CALLS: Final = frozenset({"whatsapp", "signal", "viber", "imo", "botim", "wechat"})
"""Apps by which families call each other, here and abroad."""

BEDTIME_LEAVES: Final = What(
    services=CALLS | {"audible", "bbc-sounds", "spotify"},
    names=frozenset(
        from_text(text)
        for text in ("yotoplay.com", "tonies.com", "calm.com", "headspace.com", "moshikids.com")
    ),
)
"""Calls, and what one falls asleep to: radio, stories (Yoto, Tonies, Moshi), Calm, Headspace."""

_SCHOOL_NIGHTS: Final = frozenset({1, 2, 3, 4, 7})
_OTHER_NIGHTS: Final = frozenset({5, 6})
_GAMES: Final = Target(category=Category.GAMES)
_SOCIAL: Final = Target(category=Category.SOCIAL_MEDIA)

# For each age: bedtime before school days and before others as hour and minute, when the night is
# over, and the minutes of a day.
_NIGHTS: Final = {
    AgeBand.SIX_TO_NINE: ((19, 30), (20, 0), (7, 0)),
    AgeBand.TEN_TO_TWELVE: ((20, 30), (21, 0), (7, 0)),
    AgeBand.THIRTEEN_TO_FIFTEEN: ((21, 30), (22, 30), (7, 0)),
    AgeBand.SIXTEEN_AND_SEVENTEEN: ((23, 0), (0, 0), (6, 30)),
}
_MINUTES: Final = {
    AgeBand.SIX_TO_NINE: (Budget(minutes=120), Budget(minutes=60, target=_GAMES)),
    AgeBand.TEN_TO_TWELVE: (Budget(minutes=180), Budget(minutes=90, target=_GAMES)),
    AgeBand.THIRTEEN_TO_FIFTEEN: (
        Budget(minutes=120, target=_GAMES),
        Budget(minutes=90, target=_SOCIAL),
    ),
    AgeBand.SIXTEEN_AND_SEVENTEEN: (),
}


def bedtime_of(band: AgeBand) -> TimedRule:
    """Return the bedtime of an age. Raises KeyError for adults, who have none."""
    school_night, other_night, morning = _NIGHTS[band]
    return TimedRule(
        title=BEDTIME,
        effect=Effect.BLOCK,
        what=EVERYTHING,
        leaves=BEDTIME_LEAVES,
        windows=(
            _night(_SCHOOL_NIGHTS, school_night, morning),
            _night(_OTHER_NIGHTS, other_night, morning),
        ),
    )


def with_template(person: YoungPerson, band: AgeBand) -> YoungPerson:
    """Return a young person with the beginning for an age, in place of what it speaks of.

    Names that were blocked or allowed, other rules in time and family time stay. Raises KeyError
    for adults.
    """
    template = template_for(band)
    others = tuple(rule for rule in person.rules.timed if rule.title != BEDTIME)
    return replace(
        person,
        age=band,
        rules=replace(
            person.rules,
            block_categories=template.categories,
            safe_search=template.safe_search,
            timed=(bedtime_of(band), *others),
        ),
        budgets=_MINUTES[band],
    )


def _night(weekdays: frozenset[int], start: tuple[int, int], end: tuple[int, int]) -> Window:
    # A night that begins at midnight belongs to the day after.
    days = weekdays if start[0] else frozenset(day % 7 + 1 for day in weekdays)
    return Window(weekdays=days, start=start[0] * 60 + start[1], end=end[0] * 60 + end[1])
