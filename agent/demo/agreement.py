"""What is answered to draw up the demonstration's agreement: a made-up case.

Rules kept here:
- Nobody in it is real. It goes through every step of the procedure, so that each rule is met.
- Days count from the day on which it is drawn up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from consent.calendar import months_later
from consent.commands.draft_file import with_answer
from consent.encoding import JsonObject, JsonValue

CATEGORIES: Final = ("gambling", "strangers")

_POINTS: Final = (
    *("specific_risk", "why_device", "other_children", "current_use", "safety_knowledge"),
    *("relationship_with_carer", "age_appropriate", "carer_ability", "parents_and_carers"),
    "who_pays",
)
_EVIDENCE: Final = {
    "risk_assessment": "Risk assessment",
    "strategy_minutes": "Strategy discussion, minutes",
    "panel_minutes": "EFRH panel, minutes",
    "less_restrictive": "What was tried",
    "decision": "Decision and reasons",
    "competence": "Competence assessment",
    "parental_responsibility": "Who holds parental responsibility",
}
_SAID: Final[Mapping[str, JsonValue]] = {
    "setting": "foster_care",
    "young_person.age_band": "13-15",
    "young_person.ends_before_18": True,
    "necessity.direction": "by_others",
    "necessity.substantial_significant_harm": True,
    "necessity.less_restrictive": [
        {"tried": "Talked about it, three times", "why_not_enough": "The contact went on"},
        {"tried": "Private settings on the phone", "why_not_enough": "Another way was found"},
    ],
    "necessity.plain_reason": "Somebody you do not know keeps asking to meet you.",
    "necessity.effective.how_it_helps": "It shows if the sites that were used are asked for again.",
    "necessity.effective.limits_understood": True,
    **{
        f"necessity.tests.{test}": True
        for test in ("legal", "necessary", "reasonable", "minimum", "proportionate")
    },
    "process.panel.route": "efrh",
    "process.legal_advice.taken": False,
    "process.legal_advice.reason": "The measures are within the procedure.",
    **{f"process.risk_points.{point}.evidence": 1 for point in _POINTS},
    "discussion.language": "en",
    "discussion.interpreter": "none",
    "discussion.views": "I want it to stop. I want to see the list too.",
    "advocate.family_support": True,
    "advocate.recommended": True,
    "advocate.accepted": False,
    "giver.gillick.competent": True,
    "giver.objection_known": False,
    "giver.countersign.state": "signed",
    "scope.level": 2,
    "scope.why_not_lower": "A count would not show which kind of site it is.",
    "scope.categories": list(CATEGORIES),
    "retention_days": 7,
    "viewing.how_often": "weekly",
    "viewing.then": "It is talked over with you at your weekly meeting.",
    "urgent": False,
    "stopping.contact": "Duty team, 0300 000 0000",
    "home.social_worker_looks": True,
    "home.carer_looks": False,
    "home.giver_how": "own_key",
    "left_empty": ["scope.never_recorded", "lawful_basis"],
}
_DAYS_BEFORE: Final = {
    "process.assessed_on": 19,
    "process.with_young_person.on": 19,
    "process.with_family.on": 18,
    "process.with_carers.on": 18,
    "process.strategy_discussion.on": 16,
    "process.panel.on": 11,
    "process.plans_updated_on": 10,
    "process.evaluated_on": 9,
    "process.reasons_recorded_on": 8,
    "discussion.with_young_person": 5,
    "discussion.with_family.on": 5,
    "giver.gillick.assessed_on": 7,
}


def answers(
    issued_on: date, starts_on: date, *, device: str, workers: Mapping[str, str]
) -> JsonObject:
    """Return every answer; `workers` are the ids of three workers' keys by their roles."""
    end_by = months_later(starts_on, 3)
    days: dict[str, JsonValue] = {
        path: (issued_on - timedelta(days=before)).isoformat()
        for path, before in _DAYS_BEFORE.items()
    }
    found: JsonObject = {}
    said: dict[str, JsonValue] = {
        **_SAID,
        **days,
        "evidence": [
            {
                "kind": kind,
                "title": title,
                "dated": (issued_on - timedelta(days=8)).isoformat(),
                "held": "case_file",
            }
            for kind, title in _EVIDENCE.items()
        ],
        "giver.gillick.by": workers["social_worker"],
        "process.team_manager": workers["team_manager"],
        "process.service_manager": workers["service_manager"],
        "starts_on": starts_on.isoformat(),
        "valid_until": (starts_on + timedelta(days=27)).isoformat(),
        "end_by": end_by.isoformat(),
        "action_plan": [
            {
                "step": "Six sessions about safe contact",
                "by": (starts_on + timedelta(days=50)).isoformat(),
            },
            {
                "step": "A phone agreement without recording",
                "by": (end_by - timedelta(days=7)).isoformat(),
            },
        ],
        "home.devices": [device],
    }
    for path, value in said.items():
        found = with_answer(found, path, value)
    return found
