from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from consent.records.agreement import Happened, Panel, RiskPoint, RiskPoints
from consent.records.fields import Interpreter, PanelRoute
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import SERVICE, YOUNG_PERSON_GIVES

LATE = date(2026, 12, 1)
NOT_SAID = {
    "a day still to come": Happened(on=LATE, why_not=None),
    "both a day and a reason": Happened(on=date(2026, 11, 9), why_not="They were ill."),
    "neither": Happened(on=None, why_not=None),
}
ASKED = {
    "with_young_person": "P8_WITH_WHOM",
    "with_family": "P8_WITH_WHOM",
    "with_carers": "P8_WITH_WHOM",
}


@pytest.mark.parametrize("happened", NOT_SAID.values(), ids=NOT_SAID)
@pytest.mark.parametrize("who", ASKED)
def test_everyone_took_part_or_there_is_a_reason(who: str, happened: Happened) -> None:
    """Young person, family and carers: a day that has been, or why not."""
    changes = (f"agreement.process.{who}", happened)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == (ASKED[who],)


@pytest.mark.parametrize("who", ASKED)
def test_a_reason_is_enough_where_somebody_took_no_part(who: str) -> None:
    """Where somebody could not be asked, the reason stands instead."""
    changes = (f"agreement.process.{who}", Happened(on=None, why_not="They were ill."))

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ()


POINTS = {
    "a document": (RiskPoint(evidence=6, not_applicable=None), ()),
    "a reason": (RiskPoint(evidence=None, not_applicable="It is not so."), ()),
    "a document that is not there": (
        RiskPoint(evidence=7, not_applicable=None),
        ("RISK_POINTS",),
    ),
    "a document and a reason": (
        RiskPoint(evidence=0, not_applicable="It is not so."),
        ("RISK_POINTS",),
    ),
    "nothing": (RiskPoint(evidence=None, not_applicable=None), ("RISK_POINTS",)),
}


@pytest.mark.parametrize(("point", "expected"), POINTS.values(), ids=POINTS)
@pytest.mark.parametrize("name", [one.name for one in fields(RiskPoints)])
def test_each_of_the_ten_points_is_covered(
    name: str, point: RiskPoint, expected: tuple[str, ...]
) -> None:
    """Each point names a document that is there, or says why it does not apply."""
    changes = (f"agreement.process.risk_points.{name}", point)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == expected


PANELS = {
    "Channel": (Panel(route=PanelRoute.CHANNEL, on=date(2026, 11, 30), why_none=None), ()),
    "none, and why": (Panel(route=PanelRoute.NONE, on=None, why_none="No need was seen."), ()),
    "none, and no reason": (
        Panel(route=PanelRoute.NONE, on=None, why_none=None),
        ("P9_PANEL",),
    ),
    "none, with a day": (
        Panel(route=PanelRoute.NONE, on=date(2026, 11, 30), why_none="No need was seen."),
        ("P9_PANEL",),
    ),
    "one, with a reason why none": (
        Panel(route=PanelRoute.EFRH, on=date(2026, 11, 30), why_none="No need was seen."),
        ("P9_PANEL",),
    ),
    "one, still to come": (
        Panel(route=PanelRoute.EFRH, on=LATE, why_none=None),
        ("P9_PANEL",),
    ),
}


@pytest.mark.parametrize(("panel", "expected"), PANELS.values(), ids=PANELS)
def test_a_panel_was_held_or_there_is_a_reason(panel: Panel, expected: tuple[str, ...]) -> None:
    """A route with its day, or no route and why."""
    assert broken_with(YOUNG_PERSON_GIVES, ("agreement.process.panel", panel)) == expected


DAYS = {
    "plans on the day of the assessment": ("process.plans_updated_on", date(2026, 11, 10), ()),
    "plans on the day of issue": ("process.plans_updated_on", date(2026, 11, 30), ()),
    "plans after the issue": ("process.plans_updated_on", LATE, ("P9_PLANS",)),
    "evaluated on the day of the assessment": ("process.evaluated_on", date(2026, 11, 10), ()),
    "evaluated after the reasons were recorded": (
        "process.evaluated_on",
        date(2026, 11, 19),
        ("P12_REASONS",),
    ),
    "reasons on the day of the evaluation": (
        "process.reasons_recorded_on",
        date(2026, 11, 16),
        (),
    ),
    "reasons after the issue": ("process.reasons_recorded_on", LATE, ("P12_REASONS",)),
    "talked on the day of issue": ("discussion.with_young_person", date(2026, 11, 30), ()),
    "talked before the assessment": (
        "discussion.with_young_person",
        date(2026, 11, 9),
        ("P13_DISCUSSED",),
    ),
}


@pytest.mark.parametrize(("path", "day", "expected"), DAYS.values(), ids=DAYS)
def test_the_steps_follow_each_other(path: str, day: date, expected: tuple[str, ...]) -> None:
    """Assessed, evaluated, recorded, talked over, issued: on one day or in this order."""
    assert broken_with(YOUNG_PERSON_GIVES, (f"agreement.{path}", day)) == expected


def test_all_of_it_may_fall_on_the_day_of_issue() -> None:
    """Evaluated, recorded and issued on one day, and talked over on the day of the assessment."""
    changes = (
        ("agreement.process.evaluated_on", date(2026, 11, 30)),
        ("agreement.process.reasons_recorded_on", date(2026, 11, 30)),
        ("agreement.discussion.with_young_person", date(2026, 11, 10)),
    )

    assert broken_with(YOUNG_PERSON_GIVES, *changes) == ()


def test_an_evaluation_after_the_issue_is_none() -> None:
    """An evaluation, and what rests on it, is over before the agreement is issued."""
    changes = (
        ("agreement.process.evaluated_on", LATE),
        (
            "agreement.process.reasons_recorded_on",
            LATE,
        ),
    )

    assert broken_with(YOUNG_PERSON_GIVES, *changes) == ("P10_EVALUATED", "P12_REASONS")


MANAGERS = {
    "a social worker for the team manager": ("team_manager", PRIYA.public_key.keyid),
    "a team manager for the service manager": ("service_manager", MORGAN.public_key.keyid),
    "a service manager for the team manager": ("team_manager", SERVICE.public_key.keyid),
    "somebody unknown for the team manager": ("team_manager", ALEX.public_key.keyid),
}


@pytest.mark.parametrize(("who", "keyid"), MANAGERS.values(), ids=MANAGERS)
def test_both_managers_evaluated_it(who: str, keyid: str) -> None:
    """A team manager and a service manager, each as the keyset knows them."""
    changes = (f"agreement.process.{who}", keyid)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ("P10_MANAGERS",)


def test_one_person_in_both_posts_is_one_manager() -> None:
    """Whoever holds both posts evaluates once."""
    team, service = YOUNG_PERSON_GIVES.keyset.keys[1:3]
    changes = ("keyset.keys.2.person", team.person)

    assert team.person != service.person
    assert broken_with(YOUNG_PERSON_GIVES, changes) == ("P10_MANAGERS",)


def test_an_interpreter_makes_up_for_the_language() -> None:
    """Where the text is in another language, somebody independent interprets it."""
    changes = (
        ("agreement.discussion.language", "prs"),
        ("agreement.discussion.interpreter", Interpreter.INDEPENDENT),
    )

    assert broken_with(YOUNG_PERSON_GIVES, *changes) == ()


ADVOCATES = {
    "family can support them": ((True, False, False, False), ()),
    "recommended, and not wanted": ((False, True, False, False), ()),
    "wanted, and not arranged": ((True, True, True, False), ("P14_ARRANGED",)),
    "neither family nor advocate": ((False, False, False, False), ("P14_ADVOCATE",)),
    "arranged without a word": ((False, False, True, True), ("P14_ADVOCATE",)),
}


@pytest.mark.parametrize(("said", "expected"), ADVOCATES.values(), ids=ADVOCATES)
def test_somebody_stands_by_the_young_person(
    said: tuple[bool, ...], expected: tuple[str, ...]
) -> None:
    """Family, or an advocate who was recommended; and who is wanted is arranged."""
    names = ("family_support", "recommended", "accepted", "arranged")
    changes = [
        (f"agreement.advocate.{name}", is_so) for name, is_so in zip(names, said, strict=True)
    ]

    assert broken_with(YOUNG_PERSON_GIVES, *changes) == expected


STRATEGY = {
    "none, and why": (Happened(on=None, why_not="The panel met the same day."), ()),
    **{name: (happened, ("P9_STRATEGY",)) for name, happened in NOT_SAID.items()},
}


@pytest.mark.parametrize(("happened", "expected"), STRATEGY.values(), ids=STRATEGY)
def test_there_was_a_strategy_discussion_or_a_reason(
    happened: Happened, expected: tuple[str, ...]
) -> None:
    """The procedure lets a case go on without one, and the reason is kept."""
    changes = ("agreement.process.strategy_discussion", happened)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == expected


@pytest.mark.parametrize("happened", NOT_SAID.values(), ids=NOT_SAID)
def test_family_was_asked_or_there_is_a_reason(happened: Happened) -> None:
    """The proposal is discussed with family where that is appropriate."""
    changes = ("agreement.discussion.with_family", happened)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ("P13_FAMILY",)
