from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from console.pages.health import health_page
from console.pages.standing import Tone
from console.security.kept_keys import Keeping
from console.services.carrying import CarriedNow, Carrying
from console.services.health import Answers, HealthNow, Recording
from console.services.machine import Aside, MachineNow, Room
from console.store.lists_folder import Unknown
from console.store.published import Silence
from console.words import health as words
from console.words.rights_pack import Refused
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


@pytest.mark.parametrize("stands", list(Carrying))
def test_whether_the_backup_got_away_is_told_where_one_is_made(stands: Carrying) -> None:
    """Fine while it is of this week or waits for its first night; else what to do stands there."""
    now = CarriedNow(stands=stands, day=date(2026, 11, 20))
    found = [
        one for one in health_page(replace(FINE, carried=now)).lines if one.about == words.BACKUP
    ]
    is_told = stands is not Carrying.NOT_WANTED
    is_bad = stands in (Carrying.OLD, Carrying.NEVER)

    assert len(found) == is_told
    assert all((one.tone is Tone.CARE) is is_bad for one in found)
    assert all((one.todo == words.BACKUP_TODO) is is_bad for one in found)
    if stands in (Carrying.OLD, Carrying.FINE):
        assert "20 November 2026" in found[0].says


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
    "damaged notes": replace(FINE, recording=Recording.CARD),
    "nowhere to write down": replace(FINE, recording=Recording.NO_ROOM),
    "no rules that can be read": replace(FINE, snapshot=None),
    **{
        f"a card: {room}": replace(FINE, machine=MachineNow(room=room))
        for room in Room
        if room is not Room.FINE
    },
    **{f"keys: {one}": replace(FINE, keys=one) for one in Keeping if one is not Keeping.ALL},
    "little power": replace(FINE, machine=MachineNow(is_weak=True)),
    "much heat": replace(FINE, machine=MachineNow(is_hot=True)),
    **{f"put aside: {one}": replace(FINE, machine=MachineNow(aside=(one,))) for one in Aside},
    **{kind.value: wrong(kind) for kind in FindingKind if kind not in NOTES},
}


def test_of_a_recorder_that_is_silent_nothing_is_claimed() -> None:
    """It may be stuck and go on after that, so nobody says that nothing is written down."""
    page = health_page(replace(FINE, recording=Recording.SILENT))
    [line] = [line for line in page.lines if line.about == words.RECORDING]

    assert "written down" not in line.says


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


FACTS = {
    FindingKind.LED_HOME: (words.LED_HOME, words.LED_HOME_REFUSED, words.LED_HOME_TODO),
    FindingKind.TOO_MUCH: (words.TOO_MUCH, words.TOO_MUCH_SLOWED, words.TOO_MUCH_TODO),
    FindingKind.NOT_VALIDATED: (words.GENUINE, words.GENUINE_UNCHECKED, words.GENUINE_TODO),
}


@pytest.mark.parametrize("kind", FACTS)
def test_what_the_filter_did_by_itself_has_a_line_with_what_to_do(kind: FindingKind) -> None:
    """An answer that was refused, a device that was slowed, a resolver that checks nothing."""
    about, says, todo = FACTS[kind]
    page = health_page(wrong(kind))

    assert [(one.says, one.todo) for one in page.lines if one.about == about] == [(says, todo)]
    assert not {one.about for one in health_page(FINE).lines} & {one[0] for one in FACTS.values()}


def test_a_resolver_that_checks_names_is_said_to() -> None:
    """Health says that names are checked by whom the box asks, and only where it said so."""
    page = health_page(replace(FINE, validates=True))

    assert [one.says for one in page.lines if one.about == words.GENUINE] == [words.GENUINE_CHECKED]
    assert page.answer.heading == words.ALL_WORKING


def test_lists_given_by_hand_are_fine() -> None:
    """A box without a job for lists says so, and that is no fault."""
    assert health_page(replace(FINE, lists=None)).answer.tone is Tone.FINE


def test_every_line_that_needs_a_look_says_what_to_do() -> None:
    """Whatever is wrong with card, power, heat or a file can be read out, with what to do."""
    for now in NOT_WORKING.values():
        if now.machine.room is Room.UNKNOWN:
            continue
        for line in health_page(now).lines:
            if line.about in {words.CARD, words.POWER, words.HEAT, words.ASIDE}:
                assert (line.todo is None) is (line.tone is Tone.FINE)


def test_what_only_the_pages_know_is_left_out_elsewhere() -> None:
    """Where nobody can know of a test, it is not said that there was none."""
    page = health_page(replace(FINE, is_tested=None))

    assert words.TEST not in {line.about for line in page.lines}


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


def test_a_language_that_is_not_offered_says_why() -> None:
    """Whoever looks after the box reads which language is not there, and what is wrong with it."""
    why = "nobody is named who reviewed it"
    page = health_page(replace(FINE, packs_refused=(Refused(tag="cy", why=why),)))
    [line] = [one for one in page.lines if one.about == words.LANGUAGE]

    assert (line.tone, line.says) == (Tone.CARE, f"A language is not offered: cy: {why}.")
    assert page.answer.heading == words.LOOK
