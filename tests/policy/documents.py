"""A document with something at every place that hangs on time, and ways to damage it.

Rules kept here:
- Each entry of a table of damage is a path, a value to put there (GONE takes the key out), where
  the error has to stand, and words of it.
"""

from __future__ import annotations

import copy
from typing import Any, Final, TypeAlias

import pytest

from policy.document import FORMAT, household_from_document
from policy.errors import HouseholdMalformed

Document: TypeAlias = dict[str, Any]
Damage: TypeAlias = tuple[tuple[str | int, ...], object, str, str]

GONE: Final = object()

WHOLE: Final[Document] = {
    "format": FORMAT,
    "zone": "Europe/Dublin",
    "school_sites": ["school.example"],
    "school_year": {
        "terms": [{"name": "Spring", "first": "2026-01-05", "last": "2026-03-27"}],
        "holidays": [{"name": "Half term", "first": "2026-02-16", "last": "2026-02-20"}],
    },
    "everyone": {"safe_search": True, "youtube": "strict"},
    "carers": [{"name": "Jo"}],
    "young_people": [
        {
            "name": "Sam",
            "id": 7,
            "age": "13-15",
            "placement": {"from": "2026-01-10", "until": "2026-06-30"},
            "limits_from_first_day": True,
            "timed": [
                {
                    "title": "Bedtime",
                    "effect": "block",
                    "everything": True,
                    "leaves": {
                        "categories": ["messaging"],
                        "services": ["audible"],
                        "names": ["sleep.example"],
                    },
                    "when": [
                        {
                            "days": ["mon", "sun"],
                            "from": "21:00",
                            "until": "07:00",
                            "during": "term",
                            "first": "2026-01-05",
                            "last": "2026-12-31",
                        }
                    ],
                },
                {
                    "title": "Study",
                    "effect": "allow-only",
                    "names": ["study.example"],
                    "when": [{}],
                },
            ],
            "budgets": [
                {"minutes": 60, "category": "games", "days": ["sat"], "during": "holidays"},
                {"minutes": 300, "service": "roblox", "per": "week"},
                {"minutes": 90},
            ],
            "family_time": [{"title": "Mum", "services": ["signal"], "when": [{"from": "18:00"}]}],
            "school_year": {},
        }
    ],
    "devices": [
        {
            "name": "Tablet",
            "belongs_to": "everyone",
            "addresses": [],
            "shared_by": ["Sam", "Jo"],
            "hand_back_minutes": 30,
        },
        {"name": "Laptop", "belongs_to": "Sam", "addresses": [], "school": True},
        {"name": "Box", "belongs_to": "nobody yet", "addresses": []},
    ],
}

SAM: Final = ("young_people", 0)
BEDTIME: Final = (*SAM, "timed", 0)
TABLET: Final = ("devices", 0)


def damaged(path: tuple[str | int, ...], value: object) -> Document:
    """Return the whole document with another value at one place, or without it."""
    document = copy.deepcopy(WHOLE)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


def check(damage: Damage) -> None:
    """Fail unless the damage is refused, at its place and in its words."""
    path, value, where, words = damage
    with pytest.raises(HouseholdMalformed) as caught:
        household_from_document(damaged(path, value))

    assert caught.value.where == where
    assert words in caught.value.problem
