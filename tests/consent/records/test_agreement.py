from __future__ import annotations

import pytest

from consent.encoding import JsonObject, JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members, part_of

DEVICE = part_of(Kind.AGREEMENT, "devices.0")
PAPER: JsonObject = {"how": "paper", "signed_on": "2026-11-30", "text_words": ["abacus"] * 8}

FIELDS: dict[str, tuple[str, JsonValue, bool]] = {
    "a setting of other rules, to be refused in its own words": ("setting", "childrens_home", True),
    "a setting that is none": ("setting", "family", False),
    "a number in a chain": ("seq", 1, False),
    "a record before it": ("prev", "0f" * 32, False),
    "a name for the young person": ("young_person.ref", "Alex", False),
    "no card": ("young_person.card", None, False),
    "an age": ("young_person.age_band", "14", False),
    "an adult": ("young_person.age_band", "18+", False),
    "no device": ("devices", [], False),
    "five devices": ("devices", [DEVICE] * 5, False),
    "four devices": ("devices", [DEVICE] * 4, True),
    "a label too long": ("devices.0.label", "x" * 41, False),
    "the longest label": ("devices.0.label", "x" * 40, True),
    "a reason of 280 characters": ("necessity.plain_reason", "x" * 280, True),
    "a reason of 281 characters": ("necessity.plain_reason", "x" * 281, False),
    "no reason": ("necessity.plain_reason", "", False),
    "a recorded call": ("giver.how", {"how": "recorded_call", "on": "2026-11-30"}, False),
    "paper": ("giver.how", PAPER, True),
    "paper with seven words": ("giver.how", {**PAPER, "text_words": ["abacus"] * 7}, False),
    "paper with nine words": ("giver.how", {**PAPER, "text_words": ["abacus"] * 9}, False),
    "paper and a key": ("giver.how", {**PAPER, "keyid": "0f" * 32}, False),
    "no way of agreeing": ("giver.how", None, False),
    "a care order": ("giver.pr_basis", "care_order", False),
    "an interim care order": ("giver.pr_basis", "interim_care_order", False),
    "the authority": ("giver.pr_basis", "local_authority", False),
    "the authority as giver": ("giver.capacity", "agency", False),
    "level 0": ("scope.level", 0, False),
    "level 5": ("scope.level", 5, False),
    "a name below a site": ("scope.watch", ["www.chat.example"], False),
    "a web address for a site": ("scope.watch", ["https://chat.example"], False),
    "fifty-one sites": ("scope.watch", ["chat.example"] * 51, False),
    "an hour as people write it": ("scope.hours", {"start": "15:00", "end": "22:00"}, False),
    "no hours": ("scope.hours", None, True),
    "until midnight": ("scope.hours", {"start": 0, "end": 1440}, True),
    "past midnight": ("scope.hours", {"start": 1200, "end": 1441}, False),
    "no viewer": ("viewing.viewers", [], False),
    "a neighbour as viewer": ("viewing.viewers.2.role", "neighbour", False),
    "looks all the time": ("viewing.how_often", "always", False),
    "nothing done about it": ("viewing.then", "", False),
    "kept for no day": ("retention_days", 0, False),
    "kept for a fortnight": ("retention_days", 14, True),
    "kept for longer": ("retention_days", 15, False),
    "an interpreter from the family": ("discussion.interpreter", "family", False),
    "never discussed": ("discussion.with_young_person", None, False),
    "an hour of the start": ("starts_on", "2026-12-02T00:00:00Z", False),
    "no end": ("end_by", None, False),
    "evidence by its digest": ("evidence.0.sha256", "0f" * 32, False),
    "evidence held on the box": ("evidence.0.held", "box", False),
    "evidence without a title": ("evidence.0.title", "", False),
    "a stop code as it is": ("stopping.code", "12345678", False),
    "a stop code by its digest alone": ("stopping.code", {"digest": "0f" * 32}, False),
    "a lawful basis": ("lawful_basis", "Public task, Children Act 1989 section 22.", True),
    "an eleventh point": (
        "process.risk_points.other",
        {"evidence": 0, "not_applicable": None},
        False,
    ),
    "a document's place beyond the list": ("process.risk_points.who_pays.evidence", 32, False),
}


@pytest.mark.parametrize(("path", "value", "expected"), FIELDS.values(), ids=FIELDS)
def test_an_agreement_holds_what_it_may(path: str, value: JsonValue, *, expected: bool) -> None:
    """What the procedure has no place for cannot be written into an agreement at all."""
    assert is_read(Kind.AGREEMENT, path, value) is expected


MEMBERS = {
    "": "type v profile id seq prev issued_at agency box setting young_person devices starts_on"
    " valid_until end_by urgent necessity process discussion advocate giver scope viewing"
    " retention_days action_plan stopping text evidence lawful_basis",
    "agency": "domain root_version keyset_version",
    "young_person": "ref age_band ends_before_18 card",
    "young_person.card": "keyid ed25519 x25519",
    "devices.0": "id label sole_user bound_on",
    "necessity": "direction substantial_significant_harm less_restrictive effective tests"
    " plain_reason",
    "necessity.less_restrictive.0": "tried why_not_enough",
    "necessity.effective": "how_it_helps limits_understood",
    "necessity.tests": "legal necessary reasonable minimum proportionate",
    "process": "assessed_on with_young_person with_family with_carers strategy_discussion panel"
    " plans_updated_on evaluated_on team_manager service_manager legal_advice"
    " reasons_recorded_on risk_points",
    "process.with_family": "on why_not",
    "process.panel": "route on why_none",
    "process.legal_advice": "taken reason",
    "process.risk_points": "specific_risk why_device other_children current_use safety_knowledge"
    " relationship_with_carer age_appropriate carer_ability parents_and_carers who_pays",
    "process.risk_points.who_pays": "evidence not_applicable",
    "discussion": "with_young_person with_family language interpreter views",
    "advocate": "family_support recommended accepted arranged",
    "giver": "capacity gillick pr_basis pr_checked_on is_agency is_carer objection_known how"
    " countersign",
    "giver.gillick": "competent assessed_on by",
    "giver.how": "how keyid ed25519",
    "giver.countersign": "state reason",
    "scope": "level why_not_lower categories watch hours never_recorded never_list_version",
    "scope.hours": "start end",
    "viewing": "viewers how_often then",
    "viewing.viewers.0": "role label keys why",
    "action_plan.0": "step by",
    "stopping": "contact code",
    "stopping.code": "salt digest",
    "text": "template language digest",
    "evidence.0": "kind title dated held",
}


@pytest.mark.parametrize(("path", "expected"), MEMBERS.items(), ids=lambda one: one[:40])
def test_the_members_are_spelt_out(path: str, expected: str) -> None:
    """The names of an agreement's members are as they were when the first one was signed."""
    assert members(Kind.AGREEMENT, path) == expected
