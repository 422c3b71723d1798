from __future__ import annotations

from dataclasses import replace

import pytest

from console.pages.health import health_page
from console.pages.standing import Tone
from console.services.health import Answers, HealthNow, Recording
from console.store.lists_folder import Unknown
from console.store.published import Silence
from console.words import health as words
from policy.coverage import NOTES, Finding, FindingKind
from policy.status import ClockState
from tests.console import homes
from tests.console.test_words import MAX_GRADE, MAX_GRADE_OF_ONE, MAX_WORDS, _grade, _words

FINE = HealthNow(
    snapshot=homes.snapshot_of(homes.FULL),
    status=homes.IN_FORCE,
    lists=replace(homes.LISTS, lists=homes.LISTS.lists[:1]),
    answers=Answers.CAME,
    findings=(),
    recording=Recording.READY,
    is_tested=True,
)


def test_all_is_working_where_every_line_is_fine_and_a_device_was_tested() -> None:
    """Then, and only then, the page says that all is working."""
    page = health_page(FINE)

    assert page.answer.heading == words.ALL_WORKING
    assert {line.tone for line in page.lines} == {Tone.FINE}


def test_without_a_test_within_a_day_it_is_not_said() -> None:
    """What looks fine from here may reach nobody, and the page asks for a test."""
    page = health_page(replace(FINE, is_tested=False))

    assert page.answer.heading == words.NOT_TESTED
    assert page.answer.tone is Tone.CARE
    assert page.lines[-1].says == words.TEST_NONE


def wrong(kind: FindingKind) -> HealthNow:
    """Return a home in which one thing was found."""
    return replace(FINE, findings=(Finding(kind=kind),))


NOT_WORKING = {
    "no agent": replace(FINE, status=Silence.NOT_RUNNING),
    "no status": replace(FINE, status=Silence.ABSENT),
    "an older version": replace(FINE, status=homes.BEHIND),
    "everything refused": replace(FINE, status=homes.ALL_WRONG),
    "lists in trouble": replace(FINE, lists=homes.LISTS_IN_TROUBLE),
    "lists never fetched": replace(FINE, lists=Unknown.NEVER_FETCHED),
    "a clock that cannot be right": replace(
        FINE, status=replace(homes.IN_FORCE, clock=ClockState.IMPLAUSIBLE)
    ),
    "a zone that is not known": replace(
        FINE, status=replace(homes.IN_FORCE, clock=ClockState.ZONE_UNKNOWN)
    ),
    "an agent that does not answer": replace(FINE, answers=Answers.SILENT),
    "an agent that nobody named": replace(FINE, answers=Answers.NOT_ASKED),
    "no time that can be trusted": replace(FINE, recording=Recording.CLOCK),
    "a damaged journal": replace(FINE, recording=Recording.JOURNAL),
    "no recorder": replace(FINE, recording=Recording.SILENT),
    **{kind.value: wrong(kind) for kind in FindingKind if kind not in NOTES},
}


@pytest.mark.parametrize("now", NOT_WORKING.values(), ids=NOT_WORKING)
def test_one_thing_that_is_wrong_needs_a_look(now: HealthNow) -> None:
    """Whatever is wrong or cannot be told, the answer is not that all is working."""
    page = health_page(now)

    assert page.answer.heading == words.LOOK
    assert any(line.tone is Tone.CARE for line in page.lines)


@pytest.mark.parametrize("kind", sorted(NOTES))
def test_a_note_stands_in_nobodys_way(kind: FindingKind) -> None:
    """What is only good to know is said, and all is working."""
    page = health_page(wrong(kind))

    assert page.answer.heading == words.ALL_WORKING
    assert words.NETWORK_NOTES in {line.says for line in page.lines}


def test_lists_given_by_hand_are_fine() -> None:
    """A box without a job for lists says so, and that is no fault."""
    assert health_page(replace(FINE, lists=None)).answer.tone is Tone.FINE


def test_a_family_home_reads_nothing_of_recording() -> None:
    """Where nothing is recorded no line and no word speaks of it."""
    page = health_page(replace(FINE, recording=Recording.NONE_HERE))
    said = " ".join(f"{line.about} {line.says} {line.todo}" for line in page.lines)

    for word in (words.RECORDING, "written down", "agreement", "social worker"):
        assert word not in said


def sentences() -> list[str]:
    """Return every sentence of the module of words."""
    found: list[str] = []
    for name, value in vars(words).items():
        if name.isupper():
            found += [value] if isinstance(value, str) else list(value)
    return [
        part
        for text in found
        for part in text.replace("? ", "?\n").replace(". ", ".\n").split("\n")
        if _words(part)
    ]


def test_the_words_can_be_read_at_eleven() -> None:
    """Each sentence is short and plain, and all of them together are easier still."""
    hard = [
        one for one in sentences() if len(_words(one)) >= 5 and _grade([one]) > MAX_GRADE_OF_ONE
    ]

    assert hard == []
    assert [one for one in sentences() if len(_words(one)) > MAX_WORDS] == []
    assert _grade(sentences()) <= MAX_GRADE
