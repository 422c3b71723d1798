"""Questions whose answers are known by now: from the home's card and the agency's list.

Rules kept here:
- Nobody types an id: a device is chosen by its label, a worker by their name at work.
- Only who can sign today is offered, and only a device that one person alone uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consent.commands.draft_file import answer_at
from consent.commands.questions import ManyOf, OneOf, Question, Words, YesNo
from consent.desk import DeskRefused
from consent.encoding import JsonValue
from consent.parties import is_current
from consent.records.agency import Keyset, StaffKey
from consent.records.fields import AgencyRole, ViewerRole
from consent.records.home_card import HomeCard


def at_home(card: HomeCard, keyset: Keyset, now: datetime) -> Sequence[Question]:
    """Return the questions whose answers are on the home's card and on the agency's list."""
    devices: dict[JsonValue, str] = {one.id: one.label for one in card.devices if one.sole_user}
    carers: dict[JsonValue, str] = {
        one.keys.keyid: one.label for one in card.viewers if one.role is ViewerRole.CARER
    }
    if not devices:
        raise DeskRefused("the home's card shows no device that one person alone uses")
    return (
        Question(
            path="home.devices",
            asks="Which devices? Only those that nobody else uses",
            why="A device that several people use can never be recorded.",
            answers=ManyOf(devices),
        ),
        _worker(
            "giver.gillick.by",
            "Whose key: who assessed competence, and signs",
            _working(keyset, AgencyRole.SOCIAL_WORKER, now),
        ),
        *(
            _worker(f"process.{role}", "Which manager", _working(keyset, role, now))
            for role in (AgencyRole.TEAM_MANAGER, AgencyRole.SERVICE_MANAGER)
        ),
        Question(
            path="home.social_worker_looks",
            asks="Will the social worker look at it?",
            why="Each day's key is sealed to those who may look, and to nobody else.",
            answers=YesNo(),
        ),
        Question(
            path="home.carer_looks",
            asks="Will the carer look at it?",
            why="Only where the agreement says why.",
            answers=YesNo(),
            when=lambda _: bool(carers),
        ),
        Question(
            path="home.carer",
            asks="Which carer?",
            why="One person, with a key of their own.",
            answers=OneOf(carers),
            when=lambda answers: answer_at(answers, "home.carer_looks") is True,
        ),
        Question(
            path="home.carer_why",
            asks="Why does the carer look, and not only the social worker?",
            why="Only where the agreement says why.",
            answers=Words(),
            when=lambda answers: answer_at(answers, "home.carer_looks") is True,
        ),
        Question(
            path="home.giver_how",
            asks="How will whoever agrees sign?",
            why="In writing. A recorded call does not count.",
            answers=OneOf({"paper": "on paper", "own_key": "with the words of their own card"}),
            when=lambda answers: answer_at(answers, "giver.gillick.competent") is True,
        ),
    )


def _working(keyset: Keyset, role: AgencyRole, now: datetime) -> tuple[StaffKey, ...]:
    """Return who can sign in a role now. Raises DeskRefused where it is nobody."""
    found = tuple(one for one in keyset.keys if one.role is role and is_current(one, keyset, now))
    if not found:
        raise DeskRefused(f"the agency's list has no {role.replace('_', ' ')}; enrol one first")
    return found


def _worker(path: str, asks: str, working: Sequence[StaffKey]) -> Question:
    held: dict[JsonValue, str] = {one.keyid: one.name for one in working}
    return Question(
        path=path,
        asks=f"{asks} ({working[0].role.replace('_', ' ')})?",
        why="From the agency's list of who may sign.",
        answers=OneOf(held),
        suggest=lambda _: next(iter(held)) if len(held) == 1 else None,
    )
