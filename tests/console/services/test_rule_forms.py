from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given

from console.services.filled import Filled
from console.services.rule_forms import (
    NEW,
    ONLY_YOUNG,
    FormAt,
    FormGone,
    Part,
    applied,
    first_filled,
)
from console.services.rules import Complaint, RulesRefused
from console.services.subjects import EVERYONE, VISITORS, Subject, Whom, subjects_of
from policy.age_templates import AgeBand
from policy.categories import Category
from policy.document import household_from_document, household_from_toml, household_to_document
from policy.household import Household
from policy.plan_words import differences
from policy.time_templates import bedtime_of, with_template
from policy.timed import Budget, Effect, FamilyTime, Period, Target
from policy.what import What
from tests.console import homes
from tests.policy.strategies import households, whole_households

HOME = household_from_toml(homes.FULL)
MAYA = Subject(Whom.YOUNG_PERSON, 1)
WINDOW = {"rows": ("1",), "from-1": ("21:30",), "until-1": ("07:00",), "day-1": ("1",)}
BEDTIME: Filled = {"title": (" Bed  time ",), "does": ("close-all",), **WINDOW}
CALLS: Filled = {"title": ("Nan",), "service": ("whatsapp",), **WINDOW}

REFUSED: dict[str, tuple[Part, Filled, Complaint]] = {
    "no such kind": (Part.KINDS, {"kind": ("fun",)}, Complaint.NOTHING),
    "no such switch": (Part.KINDS, {"app-tiktok": ("maybe",)}, Complaint.NOTHING),
    "no such search": (Part.KINDS, {"safe_search": ("maybe",)}, Complaint.NOTHING),
    "no such video": (Part.KINDS, {"youtube": ("maybe",)}, Complaint.NOTHING),
    "it does nothing known": (Part.TIME, {**BEDTIME, "does": ("",)}, Complaint.NOTHING),
    "nothing is chosen": (Part.TIME, {**BEDTIME, "does": ("close",)}, Complaint.NOTHING),
    "no title": (Part.TIME, {**BEDTIME, "title": (" ",)}, Complaint.NO_TITLE),
    "left open by a kind without apps": (
        Part.TIME,
        {**BEDTIME, "leave-kind": ("malware",)},
        Complaint.NO_KIND,
    ),
    "the rule is gone": (Part.TIME, {**BEDTIME, "before": ("Gone",)}, Complaint.GONE),
    "minutes that are no number": (
        Part.MINUTES,
        {"rows": ("1",), "minutes-1": ("many",), "day-1": ("1",)},
        Complaint.STEPS,
    ),
    "minutes between two steps": (
        Part.MINUTES,
        {"rows": ("1",), "minutes-1": ("7",), "day-1": ("1",)},
        Complaint.STEPS,
    ),
    "minutes of what is not counted": (
        Part.MINUTES,
        {"rows": ("1",), "minutes-1": ("5",), "day-1": ("1",), "target-1": ("malware",)},
        Complaint.NOTHING,
    ),
    "minutes on no day": (Part.MINUTES, {"rows": ("1",), "minutes-1": ("5",)}, Complaint.NO_DAYS),
    "family time for nothing": (Part.FAMILY, {"title": ("Nan",), **WINDOW}, Complaint.NOTHING),
    "family time that is gone": (Part.FAMILY, {**CALLS, "before": ("Gone",)}, Complaint.GONE),
    "no such age": (Part.AGE, {"age": ("5",)}, Complaint.NOTHING),
    "an adult's age": (Part.AGE, {"age": ("adults",)}, Complaint.NOTHING),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(case: str) -> None:
    """Nothing is believed because a page of ours sent it."""
    part, filled, complaint = REFUSED[case]
    with pytest.raises(RulesRefused) as refused:
        applied(HOME, FormAt(subject=MAYA, part=part), filled)

    assert refused.value.complaint is complaint


@given(whole_households())
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(household: Household) -> None:
    """Every form of every subject, saved untouched, leaves each sentence of the plan."""
    # A day that ends at 00:00 is one that ends at 24:00; both are written alike beforehand.
    household = _ending_at_24(household)
    for at in _forms(household):
        try:
            filled = first_filled(household, at)
        except RulesRefused:
            continue
        if at.part is Part.AGE:
            continue  # to choose an age is to begin anew
        after = applied(household, at, filled)

        assert differences(household, after) == (), at


@given(households())
def test_whatever_a_form_asks_for_can_be_written_and_read(household: Household) -> None:
    """What comes out of a form is a household that its document says and reads back."""
    assume(household.young_people)
    [subject, *_] = subjects_of(household)
    for part, filled in ((Part.TIME, BEDTIME), (Part.FAMILY, CALLS), (Part.AGE, {"age": ("6-9",)})):
        after = applied(household, FormAt(subject=subject, part=part), filled)

        assert household_from_document(household_to_document(after)) == after


def test_a_bedtime_is_what_its_form_says() -> None:
    """Everything closes but what was chosen to stay open, in the windows that were typed."""
    filled = {**BEDTIME, "leave-service": ("whatsapp",), "leave-sites": ("tonies.com",)}
    [rule] = applied(HOME, FormAt(subject=EVERYONE, part=Part.TIME), filled).everyone.timed

    assert (rule.title, rule.effect, rule.what.everything) == ("Bed time", Effect.BLOCK, True)
    assert rule.leaves.services == {"whatsapp"}
    assert len(rule.leaves.names) == 1


def test_each_way_of_a_rule_in_time_has_its_effect() -> None:
    """Closing, opening, and opening nothing else, for what was chosen or for everything."""
    at = FormAt(subject=VISITORS, part=Part.TIME)
    found = {}
    for does in ("close-all", "close", "only", "open", "open-all"):
        filled = {**BEDTIME, "does": (does,), "kind": ("games",)}
        [rule] = applied(HOME, at, filled).visitors.timed
        found[does] = (rule.effect, rule.what.everything)

    assert found == {
        "close-all": (Effect.BLOCK, True),
        "close": (Effect.BLOCK, False),
        "only": (Effect.ALLOW_ONLY, False),
        "open": (Effect.ALLOW, False),
        "open-all": (Effect.ALLOW, True),
    }


def test_what_is_removed_is_gone_and_nothing_else() -> None:
    """A rule in time and a family time are removed by their titles."""
    home = HOME
    for part, filled in ((Part.TIME, BEDTIME), (Part.FAMILY, CALLS)):
        home = applied(home, FormAt(subject=MAYA, part=part), filled)
    for part, title in ((Part.TIME, "Bed time"), (Part.FAMILY, "Nan")):
        remove = {"before": (title,), "remove": ("yes",)}
        home = applied(home, FormAt(subject=MAYA, part=part), remove)

    assert home == HOME


def test_minutes_are_rows_and_an_empty_row_is_none() -> None:
    """A week's minutes are for the whole of it, whatever days are ticked."""
    filled = {
        "rows": ("3",),
        "minutes-1": ("30",),
        "target-1": ("service:tiktok",),
        "day-1": ("6", "7"),
        "minutes-3": ("600",),
        "period-3": ("week",),
        "target-3": ("games",),
    }
    person = applied(HOME, FormAt(subject=MAYA, part=Part.MINUTES), filled).young_people[0]

    assert person.budgets == (
        Budget(minutes=30, target=Target(service="tiktok"), weekdays=frozenset({6, 7})),
        Budget(minutes=600, target=Target(category=Category.GAMES), period=Period.WEEK),
    )


def test_an_age_begins_as_its_template_does() -> None:
    """Choosing an age gives the very beginning that `policy` has for it."""
    at = FormAt(subject=MAYA, part=Part.AGE)
    after = applied(HOME, at, {"age": ("10-12",)}).young_people[0]

    assert after == with_template(HOME.young_people[0], AgeBand.TEN_TO_TWELVE)
    assert after.rules.timed[0] == bedtime_of(AgeBand.TEN_TO_TWELVE)
    assert first_filled(replace(HOME, young_people=(after,)), at) == {"age": ("10-12",)}


def test_a_form_about_what_is_not_there_is_gone() -> None:
    """Somebody who moved away, minutes of an adult, and a rule that was removed have no form."""
    gone = [
        FormAt(subject=Subject(Whom.YOUNG_PERSON, 9), part=Part.NAMES),
        FormAt(subject=EVERYONE, part=Part.MINUTES),
        FormAt(subject=MAYA, part=Part.TIME, which="0"),
        FormAt(subject=MAYA, part=Part.TIME, which="x"),
    ]
    for at in gone:
        with pytest.raises(FormGone):
            first_filled(HOME, at)
    for at in gone[:2]:
        with pytest.raises(FormGone):
            applied(HOME, at, {})


def test_a_new_family_time_has_empty_rows() -> None:
    """A form for something new holds nothing but room for it."""
    filled = first_filled(HOME, FormAt(subject=MAYA, part=Part.FAMILY, which=NEW))
    kept = replace(
        HOME.young_people[0],
        family_time=(FamilyTime(title="Nan", what=What(services=frozenset({"imo"}))),),
    )
    home = replace(HOME, young_people=(kept,))

    assert filled == {"rows": ("2",)}
    assert first_filled(home, FormAt(subject=MAYA, part=Part.FAMILY, which="0"))["before"] == (
        "Nan",
    )


def _ending_at_24(household: Household) -> Household:
    document = json.dumps(household_to_document(household))
    alike = document.replace('"until": "00:00"', '"until": "24:00"')
    return household_from_document(json.loads(alike))


def _forms(household: Household) -> list[FormAt]:
    return [
        FormAt(subject=subject, part=part, which=which)
        for subject in subjects_of(household)
        for part in Part
        if part not in ONLY_YOUNG or subject.whom is Whom.YOUNG_PERSON
        for which in (("0", "1", "2") if part in (Part.TIME, Part.FAMILY) else ("",))
    ]
