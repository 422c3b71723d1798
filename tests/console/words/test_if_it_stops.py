from __future__ import annotations

import re

import pytest

from console.words import if_it_stops as words

WAYS = {
    "mobile data": (words.MOBILE, words.MOBILE_TEXT),
    "power": (words.POWER, words.POWER_TEXT),
    "one phone": (words.PHONE, words.PHONE_TEXT),
}


def test_one_phone_is_online_within_five_minutes() -> None:
    """The first way takes a minute; and who starts with the box needs five for the phone too."""
    minutes = {"one": 1, "two": 2, "three": 3}
    said = [re.search(r"\((\w+) minutes?\)", heading) for heading, _ in WAYS.values()]
    taken = [minutes[one[1]] for one in said if one is not None]

    assert taken[0] == 1
    assert sum(taken[1:]) == 5


@pytest.mark.parametrize("way", WAYS)
def test_no_way_needs_more_than_one_sheet_tells(way: str) -> None:
    """Nothing is looked up elsewhere: the internet that would show it is away."""
    _, texts = WAYS[way]

    assert not any(re.search(r"https?:|www\.|lamplight\.local", text) for text in texts)
    assert len(texts) <= 4
