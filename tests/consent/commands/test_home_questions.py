from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from consent.commands import agency
from consent.commands.case_folder import CaseFolder
from consent.commands.home_questions import at_home
from consent.commands.questions import ManyOf, OneOf, Question
from consent.desk import DeskRefused
from consent.encoding import JsonValue
from consent.records.fields import AgencyRole, Revocation
from consent.records.home_card import HomeCard
from tests.consent.commands.ceremony import AT_THE_AGENCY, at_the_agency, nested
from tests.consent.commands.memory import MemoryDesk


def questions(
    desk: MemoryDesk, card: HomeCard | None = None, at: datetime | None = None
) -> dict[str, Question]:
    """Return the questions about a home, by where their answers go."""
    folder = CaseFolder(desk)
    asked = at_home(card or folder.home_card(), folder.keyset(), at or desk.now())
    return {one.path: one for one in asked}


def test_only_devices_that_one_person_alone_uses_are_offered() -> None:
    """The tablet in the kitchen is on the card and cannot be chosen."""
    answers = questions(at_the_agency())["home.devices"].answers

    assert isinstance(answers, ManyOf)
    assert list(answers.choices.values()) == ["Phone"]


def test_a_home_without_such_a_device_is_refused() -> None:
    """Where everything is shared, nothing can be agreed, and that is said."""
    desk = at_the_agency()
    card = CaseFolder(desk).home_card()
    shared = replace(card, devices=card.devices[1:])

    with pytest.raises(DeskRefused, match=r"no device that one person alone uses"):
        questions(desk, shared)


def test_the_only_worker_in_a_role_is_suggested_by_name() -> None:
    """Where there is one, Enter takes them; nobody types an id."""
    desk = at_the_agency()
    question = questions(desk)["process.team_manager"]
    keyid = next(
        one.keyid for one in CaseFolder(desk).keyset().keys if one.role is AgencyRole.TEAM_MANAGER
    )

    assert question.suggest({}) == keyid
    assert question.answers.value("1") == keyid
    assert "1. Tom Hill" in question.answers.hint()


def test_of_two_workers_none_is_suggested() -> None:
    """Whoever signs is chosen, never guessed."""
    desk = at_the_agency()
    agency.key(desk, "other")
    desk.answers = {**AT_THE_AGENCY, "Name of the social": "Jo Reed"}
    agency.enrol(desk, "other.public", AgencyRole.SOCIAL_WORKER)
    question = questions(desk)["giver.gillick.by"]

    assert question.suggest({}) is None
    assert "1. Priya Shah\n  2. Jo Reed" in question.answers.hint()


def test_who_cannot_sign_today_is_not_offered() -> None:
    """A key that was revoked, and one that has run out, leave nobody in the role."""
    desk = at_the_agency()
    later = desk.now().replace(year=2028)
    with pytest.raises(DeskRefused, match=r"^the agency's list has no social worker; enrol one"):
        questions(desk, at=later)
    keyid = CaseFolder(desk).keyset().keys[1].keyid
    agency.revoke(desk, keyid, Revocation.LEFT)
    with pytest.raises(DeskRefused, match=r"no team manager"):
        questions(desk)


WHEN: dict[str, tuple[str, dict[str, JsonValue], bool]] = {
    "a carer": ("home.carer_looks", {}, True),
    "which carer": ("home.carer", {"home.carer_looks": True}, True),
    "no carer": ("home.carer", {"home.carer_looks": False}, False),
    "why a carer": ("home.carer_why", {"home.carer_looks": True}, True),
    "why no carer": ("home.carer_why", {}, False),
    "how a young person": ("home.giver_how", {"giver.gillick.competent": True}, True),
    "how a parent": ("home.giver_how", {"giver.gillick.competent": False}, False),
}


@pytest.mark.parametrize(("path", "answers", "asked"), WHEN.values(), ids=WHEN)
def test_a_question_about_the_home_is_asked_where_it_counts(
    path: str, answers: dict[str, JsonValue], *, asked: bool
) -> None:
    """A carer is asked about where one would look; a parent signs on paper."""
    assert questions(at_the_agency())[path].when(nested(answers)) is asked


def test_a_home_without_a_carers_key_asks_for_none() -> None:
    """Where no carer has a key, nobody is asked whether one looks."""
    desk = at_the_agency()
    found = questions(desk, replace(CaseFolder(desk).home_card(), viewers=()))

    assert not found["home.carer_looks"].when({})
    assert isinstance(found["home.carer"].answers, OneOf)
