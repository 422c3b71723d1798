from __future__ import annotations

from enum import StrEnum

import pytest

from consent.records import fields
from consent.records.fields import (
    AgeBand,
    AgencyRole,
    Capacity,
    Countersign,
    Direction,
    EvidenceKind,
    Interpreter,
    LookInterval,
    Outcome,
    PanelRoute,
    PrBasis,
    Revocation,
    Setting,
    StopReason,
    ViewerRole,
)

CHOICES: dict[type[StrEnum], str] = {
    AgencyRole: "social_worker team_manager service_manager iro advocate",
    ViewerRole: "young_person carer social_worker",
    Revocation: "compromised left superseded",
    Setting: "foster_care supported_lodgings supported_accommodation other_looked_after"
    " childrens_home",
    AgeBand: "6-9 10-12 13-15 16-17",
    Direction: "by_others to_others both",
    PanelRoute: "efrh channel none",
    Interpreter: "none independent",
    Capacity: "young_person pr_holder",
    PrBasis: "mother father_registered_or_married second_parent pr_agreement_or_order"
    " child_arrangements_order special_guardian adopter guardian",
    Countersign: "signed not_appropriate unobtainable",
    EvidenceKind: "risk_assessment strategy_minutes panel_minutes legal_advice less_restrictive"
    " decision competence parental_responsibility signed_agreement other",
    LookInterval: "daily twice_a_week weekly at_reviews",
    Outcome: "continue reduce stop",
    StopReason: "no_longer_needed placement_ended young_person_asked not_lawful key_lost other",
}


@pytest.mark.parametrize(("choice", "values"), CHOICES.items(), ids=lambda one: str(one)[:30])
def test_every_choice_is_spelt_out(choice: type[StrEnum], values: str) -> None:
    """What may be chosen stands in signed records, so no value is ever renamed or taken away."""
    assert [str(one) for one in choice] == values.split()


def test_no_choice_is_left_out() -> None:
    """The table above names every closed choice that records have."""
    made_here = {
        one
        for one in vars(fields).values()
        if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
    }

    assert made_here == set(CHOICES)


@pytest.mark.parametrize(
    "word", ["care_order", "authority", "local", "la", "council", "s20", "epo"]
)
def test_the_corporate_parent_is_no_basis(word: str) -> None:
    """No basis for parental responsibility is a care order, an emergency order or an authority."""
    assert [one for one in PrBasis if word in one.split("_") or word == one] == []
    assert [one for one in Capacity if word in one.split("_")] == []
