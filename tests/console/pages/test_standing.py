from __future__ import annotations

from dataclasses import replace

import pytest

from console import words
from console.pages.standing import Tone, listed, standing
from console.store.published import Silence
from policy.categories import Category
from policy.status import AgentStatus, Refusal
from tests.console import homes

SNAPSHOT = homes.snapshot_of(homes.FULL)

NOT_IN_FORCE: dict[str, tuple[AgentStatus | Silence, str]] = {
    "another version": (homes.BEHIND, words.NOT_YET),
    "protective default": (homes.DEFAULT, words.DEFAULT),
    "no agent": (Silence.NOT_RUNNING, words.NOT_RUNNING),
    "no status": (Silence.ABSENT, words.SILENT),
    "damaged status": (Silence.UNREADABLE, words.SILENT),
}

REFUSED = {
    "damaged rules": (
        replace(homes.IN_FORCE, snapshot_refused=Refusal.MALFORMED),
        words.RULES_DAMAGED,
    ),
    "older rules": (replace(homes.IN_FORCE, snapshot_refused=Refusal.ROLLBACK), words.RULES_OLDER),
    "damaged lists": (
        replace(homes.IN_FORCE, index_refused=Refusal.MALFORMED),
        words.LISTS_DAMAGED,
    ),
    "older lists": (replace(homes.IN_FORCE, index_refused=Refusal.ROLLBACK), words.LISTS_OLDER),
}


def test_in_force_is_said_when_the_agent_carries_this_version() -> None:
    """The agent's own word for this very version is what makes the page say so."""
    now = standing(SNAPSHOT, homes.IN_FORCE)

    assert (now.rules_in_force, now.truth.heading, now.truth.tone, now.notes) == (
        True,
        words.IN_FORCE,
        Tone.FINE,
        (),
    )


@pytest.mark.parametrize("case", NOT_IN_FORCE)
def test_in_force_is_not_said_otherwise(case: str) -> None:
    """Another version, the default, silence or rubbish: each says what it is and what to do."""
    status, heading = NOT_IN_FORCE[case]
    now = standing(SNAPSHOT, status)

    assert (now.rules_in_force, now.truth.heading, now.truth.tone) == (False, heading, Tone.CARE)
    assert now.truth.todo


def test_the_default_is_not_taken_for_version_nought() -> None:
    """Under the protective default no published version is in force, whatever its number."""
    now = standing(replace(SNAPSHOT, version=0), homes.DEFAULT)

    assert not now.rules_in_force


def test_both_versions_are_told_while_the_agent_is_behind() -> None:
    """A carer can see which version is shown and which one holds."""
    now = standing(SNAPSHOT, homes.BEHIND)

    assert now.truth.texts == (words.NOT_YET_TEXT.format(version=1, held=7),)


def test_the_default_tells_what_it_blocks() -> None:
    """The starting rules are listed by name."""
    now = standing(SNAPSHOT, homes.DEFAULT)

    assert now.truth.texts[1] == words.DEFAULT_KINDS.format(kinds="malware and phishing, adult")


def test_the_default_without_lists_claims_no_block() -> None:
    """Without lists the starting rules can block nothing, and the page says so."""
    now = standing(SNAPSHOT, replace(homes.ALL_WRONG, policy=homes.DEFAULT.policy))

    assert now.truth.texts[1].startswith("Until it does, it should block")


def test_missing_lists_are_told() -> None:
    """Where the categories cannot be told apart, that is a note of its own."""
    now = standing(SNAPSHOT, homes.ALL_WRONG)

    assert now.lists_missing
    assert words.LISTS_MISSING in [note.heading for note in now.notes]


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_was_refused_is_told_with_what_to_do(case: str) -> None:
    """Each kind of refusal has its sentence and its next step."""
    status, heading = REFUSED[case]
    (note,) = standing(SNAPSHOT, status).notes

    assert note.heading == heading
    assert note.todo


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, words.LISTS_IN_FORCE.format(count="0")),
        (1, words.LISTS_IN_FORCE_ONE),
        (1_000_000, words.LISTS_IN_FORCE.format(count="1,000,000")),
    ],
)
def test_the_lists_are_counted_in_plain_words(count: int, expected: str) -> None:
    """The size of the lists is told with thousands apart, and one name is one name."""
    now = standing(SNAPSHOT, replace(homes.IN_FORCE, index_names=count))

    assert now.truth.texts[1] == expected


def test_kinds_are_listed_in_their_own_order() -> None:
    """A set of categories reads the same on every load."""
    assert listed(frozenset({Category.GAMES, Category.ADS})) == "adverts and trackers, games"
