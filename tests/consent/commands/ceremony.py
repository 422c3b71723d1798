"""An agency with three workers, a made-up home, an agreement drawn up and one signed: for desks.

Everything goes through the commands themselves, each stage once; a test gets a desk of its own with
copies of the files. Of the costly derivations only one is made: that of the young person's card.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from consent.commands import agency, practice
from consent.commands.case_folder import CaseFolder
from consent.commands.draft_file import draft_to_text, with_answer, without_answer
from consent.commands.drafting import draft
from consent.commands.reviewing import review
from consent.commands.signing import sign
from consent.encoding import JsonObject, JsonValue
from consent.passphrase import Cost, PersonalKeys, keys_from_words, stop_code_for
from consent.records.fields import AgencyRole
from consent.schema import write
from tests.consent.commands.memory import MemoryDesk

PASSPHRASE = "a passphrase of some length"  # noqa: S105 - nobody's
CARD = ("credibly", "neon", "rants", "aspirate", "trickle")
REF = "5e" * 16
WORKERS = {
    "sw": AgencyRole.SOCIAL_WORKER,
    "tm": AgencyRole.TEAM_MANAGER,
    "sm": AgencyRole.SERVICE_MANAGER,
}
AT_THE_AGENCY = {
    "agency's name": "Kent County Council",
    "complain": "https://www.kent.gov.uk/complaints",
    "an advocate": "0300 123 4567",
    "Name of the social": "Priya Shah",
    "Name of the team": "Tom Hill",
    "Name of the service": "Ann Lee",
    "address for mail": "someone@kent.gov.uk",
    "register": "",
    "Passphrase": PASSPHRASE,
    "once more": PASSPHRASE,
}

_POINTS = (
    *("specific_risk", "why_device", "other_children", "current_use", "safety_knowledge"),
    *("relationship_with_carer", "age_appropriate", "carer_ability", "parents_and_carers"),
    "who_pays",
)
_EVIDENCE = {
    "risk_assessment": "Risk assessment",
    "strategy_minutes": "Strategy discussion, minutes",
    "panel_minutes": "EFRH panel, minutes",
    "less_restrictive": "What was tried",
    "decision": "Decision and reasons",
    "competence": "Competence assessment",
    "parental_responsibility": "Who holds parental responsibility",
}
ANSWERS: Mapping[str, JsonValue] = {
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
    "process.assessed_on": "2026-11-02",
    "process.with_young_person.on": "2026-11-02",
    "process.with_family.on": "2026-11-03",
    "process.with_carers.on": "2026-11-03",
    "process.strategy_discussion.on": "2026-11-05",
    "process.panel.route": "efrh",
    "process.panel.on": "2026-11-10",
    "process.plans_updated_on": "2026-11-11",
    "process.evaluated_on": "2026-11-12",
    "process.legal_advice.taken": False,
    "process.legal_advice.reason": "The measures are within the procedure.",
    "process.reasons_recorded_on": "2026-11-13",
    "evidence": [
        {"kind": kind, "title": title, "dated": "2026-11-13", "held": "case_file"}
        for kind, title in _EVIDENCE.items()
    ],
    **{f"process.risk_points.{point}.evidence": 1 for point in _POINTS},
    "discussion.with_young_person": "2026-11-16",
    "discussion.with_family.on": "2026-11-16",
    "discussion.language": "en",
    "discussion.interpreter": "none",
    "discussion.views": "I want it to stop. I want to see the list too.",
    "advocate.family_support": True,
    "advocate.recommended": True,
    "advocate.accepted": False,
    "giver.gillick.competent": True,
    "giver.gillick.assessed_on": "2026-11-14",
    "giver.objection_known": False,
    "giver.countersign.state": "signed",
    "scope.level": 2,
    "scope.why_not_lower": "A count would not show which kind of site it is.",
    "scope.categories": ["strangers", "messaging"],
    "retention_days": 7,
    "viewing.how_often": "weekly",
    "viewing.then": "It is talked over with you at your weekly meeting.",
    "starts_on": "2026-11-23",
    "valid_until": "2026-12-22",
    "end_by": "2027-02-22",
    "urgent": False,
    "action_plan": [
        {"step": "Six sessions about safe contact", "by": "2027-01-15"},
        {"step": "A phone agreement without recording", "by": "2027-02-15"},
    ],
    "stopping.contact": "Duty team, 0300 123 4567",
    "left_empty": ["scope.never_recorded", "lawful_basis"],
}
REVIEW: Mapping[str, JsonValue] = {
    "held_on": "2026-12-17",
    **{f"participants.{who}.took_part": True for who in ("young_person", "family", "carer")},
    **{f"participants.{who}.took_part": False for who in ("iro", "advocate")},
    "participants.iro.why_not": "Was told, and had no questions.",
    "participants.advocate.why_not": "They did not want one.",
    "young_person_heard_on": "2026-12-16",
    "views": "It is better now.",
    "gillick_competent": True,
    "looks": 4,
    "still_necessary": True,
    "less_restrictive_reconsidered": True,
    "helpful_contact_kept": True,
    "benefits": "Stayed in touch with their brother.",
    "reflection": "Talking weekly helped more than the list.",
    "progress": [
        {"step": 1, "progress": "Four of six sessions held."},
        {"step": 2, "progress": "Not begun."},
    ],
    "outcome": "reduce",
    "narrower.level": 1,
    "narrower.categories": ["strangers"],
    "next_review_due": "2027-02-22",
    "giver_how": "paper",
}
# What is different where somebody with parental responsibility agrees.
BY_A_PARENT: Mapping[str, JsonValue] = {
    "giver.gillick.competent": False,
    "giver.pr_basis": "mother",
    "giver.pr_checked_on": "2026-11-12",
    "giver.is_carer": False,
    "giver.countersign.state": None,
    "home.giver_how": None,
}
EVERY_SITE: Mapping[str, JsonValue] = {"scope.level": 4, "scope.categories": None}
A_LIST: Mapping[str, JsonValue] = {
    "scope.level": 3,
    "scope.categories": None,
    "scope.watch": ["example.com", "example.org"],
}
OWN_WORDS: Mapping[str, JsonValue] = {"home.giver_how": "own_key"}


def at_the_agency() -> MemoryDesk:
    """Return a desk with an agency of three workers, their key files, and a made-up home."""
    return MemoryDesk(answers=AT_THE_AGENCY, files=dict(_agency()), seed="later")


@cache
def young_persons_keys() -> PersonalKeys:
    """Return the keys that the card's words turn into."""
    return keys_from_words(CARD, REF)


def answers(changes: Mapping[str, JsonValue] | None = None) -> JsonObject:
    """Return all that is answered for an agreement, with some answers changed or left out."""
    folder = CaseFolder(at_the_agency())
    card, keyset = folder.home_card(), folder.keyset()
    keyids = {one.role: one.keyid for one in keyset.keys}
    stop_code = stop_code_for("12345678", "5c" * 16, cost=Cost(memory_kib=64, passes=1, lanes=1))
    return nested(
        {
            **ANSWERS,
            "giver.gillick.by": keyids[AgencyRole.SOCIAL_WORKER],
            "process.team_manager": keyids[AgencyRole.TEAM_MANAGER],
            "process.service_manager": keyids[AgencyRole.SERVICE_MANAGER],
            "home.devices": [card.devices[0].id],
            "home.social_worker_looks": True,
            "home.carer_looks": False,
            "home.giver_how": "paper",
            "home.id": "1d" * 16,
            "home.card": cast("JsonValue", write(young_persons_keys().public)),
            "home.stop_code": cast("JsonValue", write(stop_code)),
            "young_person.ref": REF,
        },
        changes,
    )


def nested(
    flat: Mapping[str, JsonValue], changes: Mapping[str, JsonValue] | None = None
) -> JsonObject:
    """Return answers as a draft holds them; a change to None leaves one out."""
    found: JsonObject = {}
    for path, value in {**flat, **(changes or {})}.items():
        left_out = value is None
        found = without_answer(found, path) if left_out else with_answer(found, path, value)
    return found


def with_draft(changes: Mapping[str, JsonValue] | None = None) -> MemoryDesk:
    """Return a desk with everything answered, and nothing drawn up."""
    desk = at_the_agency()
    desk.files["in.toml"] = draft_to_text(answers(changes))
    return desk


def drafted(changes: Mapping[str, JsonValue] | None = None) -> MemoryDesk:
    """Return a desk with an agreement that is drawn up and keeps every rule."""
    desk = with_draft(changes)
    assert draft(desk, "in.toml"), desk.text
    return desk


def signing(desk: MemoryDesk, day: str = "21 November 2026") -> MemoryDesk:
    """Return the desk with somebody at it who says yes, and has the paper with the words."""
    words = [one.partition(": ")[2] for one in desk.said if one.startswith("Its eight words")]
    desk.answers = {
        "Sign this": "yes",
        "Passphrase": PASSPHRASE,
        "eight words on": words[-1].strip() if words else "",
        "which day was the paper": day,
        "five words of the card": " ".join(CARD),
    }
    return desk


@cache
def _signed() -> Mapping[str, bytes]:
    desk = signing(drafted())
    assert not sign(desk, "sw.key")
    assert sign(desk, "tm.key")
    return desk.files


def signed() -> MemoryDesk:
    """Return a desk with an agreement that everyone has signed, and a whole review to begin with.

    It is the day of that review.
    """
    desk = MemoryDesk(files=dict(_signed()), seed="signed")
    desk.later(days=26, hours=3)
    desk.files["r.toml"] = draft_to_text(nested(REVIEW))
    return signing(desk)


def reviewing(changes: Mapping[str, JsonValue], desk: MemoryDesk | None = None) -> MemoryDesk:
    """Return a desk with a review that is drawn up and keeps every rule."""
    desk = desk or signed()
    desk.files["r.toml"] = draft_to_text(nested(REVIEW, changes))
    assert review(desk, "r.toml"), desk.text
    return signing(desk, "17 December 2026")


@cache
def _agency() -> Mapping[str, bytes]:
    desk = MemoryDesk(answers=AT_THE_AGENCY)
    agency.init(desk, "kent.gov.uk")
    for name, role in WORKERS.items():
        agency.key(desk, name)
        agency.enrol(desk, f"{name}.public", role)
    practice.practice(desk)
    return desk.files
