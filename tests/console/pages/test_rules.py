from __future__ import annotations

from console import words
from console.pages.rules import rules_page, subject_page
from console.pages.standing import standing
from console.services.subjects import EVERYONE, VISITORS, Subject, Whom
from policy.document import household_from_toml
from policy.snapshot import PolicySnapshot
from tests.console import homes

HOME = household_from_toml(homes.FULL)
TAKEN_UP = standing(
    PolicySnapshot(version=homes.IN_FORCE.snapshot_version, household=HOME), homes.IN_FORCE
)


def test_everybody_has_a_link_without_a_name_in_it() -> None:
    """People come first, then the whole home, then devices; each says how much it holds."""
    page = rules_page(HOME)
    links = [link for group in page.groups for link in group.links]

    assert [group.heading for group in page.groups] == [
        words.rules.PEOPLE,
        words.rules.ALL_HERE,
        words.rules.DEVICES,
    ]
    assert len(links) == 3 + 2 + 1 + 6
    assert not any("maya" in link.at.lower() for link in links)
    assert words.rules.COUNT_NONE in {link.count for link in links}


def test_minutes_and_ages_are_for_young_people_alone() -> None:
    """An adult, a device and the whole home have rules and no budget."""
    parts = {
        subject: len(subject_page(HOME, subject).parts)
        for subject in (Subject(Whom.YOUNG_PERSON, 1), Subject(Whom.CARER, 1), EVERYONE, VISITORS)
    }

    assert list(parts.values()) == [6, 3, 3, 3]
    assert subject_page(HOME, VISITORS).text == words.rules.VISITORS_ALONE


def test_who_is_gone_has_a_page_that_says_so() -> None:
    """It shows nobody else's rules."""
    page = subject_page(HOME, Subject(Whom.DEVICE, 99), TAKEN_UP)

    assert (page.status, page.heading, page.parts, page.saved) == (404, words.rules.GONE, (), None)


def test_a_change_is_said_to_be_in_force_by_who_took_it_up_alone() -> None:
    """Without the agent's own word of this version the page says that it waits."""
    newer = PolicySnapshot(version=homes.IN_FORCE.snapshot_version + 1, household=HOME)
    waiting = standing(newer, homes.IN_FORCE)

    assert subject_page(HOME, VISITORS, TAKEN_UP).saved == words.rules.SAVED_TEXT
    assert subject_page(HOME, VISITORS, waiting).saved == words.rules.SAVED_WAITING
    assert subject_page(HOME, VISITORS).saved is None
