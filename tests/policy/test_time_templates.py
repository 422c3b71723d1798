from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from policy.age_templates import AgeBand, template_for
from policy.facts.never_blocked import Kind
from policy.household import YoungPerson
from policy.names import from_text, is_at_or_below
from policy.never_blocked import LIFELINES
from policy.rules import RuleSet
from policy.time_templates import BEDTIME, BEDTIME_LEAVES, bedtime_of, with_template
from policy.timed import Effect, TimedRule
from policy.what import What, opened_by
from policy.windows import DAY, starts_on

YOUNG = [band for band in AgeBand if band is not AgeBand.ADULTS]
MONDAY = date(2025, 3, 24)


def awake(band: AgeBand, day: int) -> int:
    """Return for how many minutes of a weekday (0 for Monday) bedtime is not."""
    today, before = MONDAY + timedelta(days=7 + day), MONDAY + timedelta(days=6 + day)
    windows = bedtime_of(band).windows
    return sum(
        not any(
            (it.start <= minute < it.runs_until and starts_on(it, today, holiday=False))
            or (minute + DAY < it.runs_until and starts_on(it, before, holiday=False))
            for it in windows
        )
        for minute in range(DAY)
    )


@pytest.mark.parametrize("band", YOUNG)
def test_every_night_of_the_week_has_a_bedtime(band: AgeBand) -> None:
    """No day is without a night, and none without a day."""
    assert all(12 * 60 <= awake(band, day) <= 18 * 60 for day in range(7))


def test_the_older_the_later() -> None:
    """On no day has somebody older less time than somebody younger."""
    for younger, older in pairwise(YOUNG):
        assert all(awake(younger, day) < awake(older, day) for day in range(7))


def test_from_sixteen_on_nothing_is_counted() -> None:
    """Younger people begin with minutes, sixteen-year-olds with none."""
    counted = {band: bool(with_template(YoungPerson(name="x"), band).budgets) for band in YOUNG}

    assert [band for band, has in counted.items() if not has] == [AgeBand.SIXTEEN_AND_SEVENTEEN]


def test_an_adult_has_no_bedtime() -> None:
    """There is none to be given."""
    with pytest.raises(KeyError):
        bedtime_of(AgeBand.ADULTS)


LEFT = {
    "a call": "web.whatsapp.com",
    "another": "signal.org",
    "a story": "www.audible.co.uk",
    "a card to listen to": "yotoplay.com",
    "sleep sounds": "www.calm.com",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_bedtime_leaves_calls_sleep_sounds_and_stories(text: str) -> None:
    """What somebody needs at night is open."""
    name = from_text(text)

    assert any(is_at_or_below(name, it) for it in opened_by(BEDTIME_LEAVES))


def test_calls_over_wifi_are_open_anyway() -> None:
    """They are never blocked, so no template has to say so."""
    assert any(line.kind is Kind.WIFI_CALLS for line in LIFELINES)


@pytest.mark.parametrize("band", YOUNG)
def test_a_template_takes_the_place_of_what_it_speaks_of_alone(band: AgeBand) -> None:
    """Kinds of site, bedtime and minutes are those of the age; names and other rules stay."""
    other = TimedRule(
        title="Tea", effect=Effect.BLOCK, what=What(names=frozenset({from_text("x.example")}))
    )
    old = TimedRule(title=BEDTIME, effect=Effect.BLOCK, what=other.what)
    before = YoungPerson(
        name="Sam",
        id=7,
        rules=RuleSet(block=frozenset({from_text("bad.example")}), timed=(old, other)),
    )
    after = with_template(before, band)

    assert (after.name, after.id, after.age) == ("Sam", 7, band)
    assert after.rules.block == before.rules.block
    assert after.rules.block_categories == template_for(band).categories
    assert after.rules.safe_search is True
    assert after.rules.timed == (bedtime_of(band), other)
    assert with_template(after, band) == after
