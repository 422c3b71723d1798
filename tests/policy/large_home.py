"""A home larger than any: 60 young people, 500 devices, 5,000 rules in time; drawn from dice.

Rules kept here:
- Bedtimes and windows differ from person to person, so that nothing is found twice by chance only.
- Every rule has a name of its own and windows of the usual kinds.
"""

from __future__ import annotations

import random
from datetime import date

from policy.categories import Category
from policy.household import EVERYONE, Carer, Device, Household, YoungPerson
from policy.names import from_text
from policy.rules import RuleSet
from policy.terms import NamedDays, Terms
from policy.timed import Budget, Effect, Target, TimedRule
from policy.what import EVERYTHING, What
from policy.windows import DAY, During, Window

PEOPLE, DEVICES, RULES = 60, 500, 5_000
_TAGS = ("tiktok", "roblox", "youtube", "whatsapp", "spotify", "steam", "instagram")
_KINDS = (Category.GAMES, Category.STREAMING, Category.SOCIAL_MEDIA, Category.SHOPPING)


def large_home(dice: random.Random) -> Household:
    """Return the home: half of the rules are people's, a tenth everyone's, the rest devices'."""
    shares = [RULES // 2 // PEOPLE] * PEOPLE
    everyone, on_devices = RULES // 10, RULES - RULES // 10 - sum(shares)
    return Household(
        everyone=RuleSet(
            block_categories=frozenset({Category.ADULT}), timed=_rules(dice, everyone, "all")
        ),
        carers=(Carer(name="Jo"),),
        young_people=tuple(
            YoungPerson(
                name=f"person {place}",
                rules=RuleSet(timed=_rules(dice, share, f"p{place}"), safe_search=True),
                budgets=(
                    Budget(minutes=120),
                    Budget(minutes=60, target=Target(category=Category.GAMES)),
                ),
            )
            for place, share in enumerate(shares)
        ),
        devices=tuple(
            Device(
                name=f"device {place}",
                belongs_to=EVERYONE if place % 25 == 0 else f"person {place % PEOPLE}",
                addresses=(f"fd00::{place + 1:x}",),
                rules=RuleSet(
                    timed=_rules(
                        dice,
                        on_devices // DEVICES + (place < on_devices % DEVICES),
                        f"d{place}",
                    )
                ),
            )
            for place in range(DEVICES)
        ),
        terms=Terms(
            terms=(NamedDays("Spring", date(2025, 1, 6), date(2025, 4, 4)),),
            holidays=(NamedDays("Half term", date(2025, 2, 17), date(2025, 2, 21)),),
        ),
    )


def rules_in(household: Household) -> int:
    """Return how many rules in time a household holds."""
    people, devices = household.young_people, household.devices
    sets = (household.everyone, *(it.rules for it in people), *(it.rules for it in devices))
    return sum(len(rules.timed) for rules in sets)


def _rules(dice: random.Random, count: int, prefix: str) -> tuple[TimedRule, ...]:
    return tuple(_rule(dice, f"{prefix} {place}") for place in range(count))


def _rule(dice: random.Random, title: str) -> TimedRule:
    kind = dice.randrange(10)
    what = What(names=frozenset({from_text(f"{title.replace(' ', '-')}.example")}))
    if kind == 0:
        what = EVERYTHING
    elif kind < 4:
        what = What(services=frozenset({dice.choice(_TAGS)}))
    elif kind < 6:
        what = What(categories=frozenset({dice.choice(_KINDS)}))
    windows = tuple(
        Window(
            start=dice.randrange(DAY),
            end=dice.randrange(DAY + 1),
            weekdays=frozenset(dice.sample(range(1, 8), dice.randint(1, 7))),
            during=dice.choice(tuple(During)),
        )
        for _ in range(dice.choice((1, 1, 2)))
    )
    effect = Effect.ALLOW if kind == 9 else Effect.BLOCK
    return TimedRule(title=title, effect=effect, what=what, windows=windows)
