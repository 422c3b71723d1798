from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.timekeeping.chrony import Answers, Asked, LastSet, reported
from consent.clock_report import ClockReport, Leap, report_from_octets, report_to_octets
from tests.agent.timekeeping.answers import DISAGREEING, SET, SILENT, STARTED

BOOT = "0a" * 16
SET_AT_MS = 1_795_260_555_931
"""When the recorded chrony says that it set the clock: cut off to the millisecond."""
UP_MS = 3_600_000
ASKED = Asked(boot_id=BOOT, boot_ms=UP_MS, wall_ms=SET_AT_MS + 4_000)
LATER = Asked(boot_id=BOOT, boot_ms=UP_MS + 60_000, wall_ms=SET_AT_MS + 64_000)
NOT_SET = ClockReport(
    boot_id=BOOT,
    asked_ms=UP_MS,
    leap=Leap.UNSYNCHRONISED,
    updated_ms=None,
    agreeing=0,
    unproven=0,
    offset_ms=0,
)


def said(
    answers: Answers | None, asked: Asked = ASKED, before: LastSet | None = None
) -> ClockReport:
    """Return the report of what chrony answered."""
    return reported(answers, asked, before)[0]


def last_set(answers: Answers = SET) -> LastSet:
    """Return what the job remembers of a chrony that was set."""
    last = reported(answers, ASKED)[1]
    assert last is not None
    return last


def test_three_that_agree_are_three() -> None:
    """What chrony says when all is well becomes a report that says so, on the boot clock."""
    assert said(SET) == ClockReport(
        boot_id=BOOT,
        asked_ms=UP_MS,
        leap=Leap.NORMAL,
        updated_ms=UP_MS - 4_000,
        agreeing=3,
        unproven=0,
        offset_ms=0,
    )


NOTHING_SAID: dict[str, Answers | None] = {
    "nobody there": None,
    "just started": STARTED,
    "never set": replace(SET, tracking=SET.tracking.replace("1795260555.931310629", "0.000000000")),
    "set and says not": replace(SET, tracking=SET.tracking.replace("Normal", "Not synchronised")),
}


@pytest.mark.parametrize("answers", NOTHING_SAID.values(), ids=NOTHING_SAID)
def test_a_clock_that_was_never_set_is_not_set(answers: Answers | None) -> None:
    """Without chrony, before its first setting, and where it says so, nothing is known."""
    assert reported(answers, ASKED, last_set()) == (NOT_SET, None)


@pytest.mark.parametrize(
    ("word", "leap"), [("Insert second", Leap.INSERT), ("Delete second", Leap.DELETE)]
)
def test_a_leap_second_ahead_is_told(word: str, leap: Leap) -> None:
    """A leap second to come does not make a clock unset."""
    assert said(replace(SET, tracking=SET.tracking.replace("Normal", word))).leap is leap


def states(letters: str, *, unproven: int = 0, answers: Answers = SET) -> Answers:
    """Return answers in which the sources are in these states, the last so many without proof."""
    lines = [f"^,{one},192.0.2.{at},3,6,377,9,0.1,0.1,0.1" for at, one in enumerate(letters)]
    proofs = [
        f"192.0.2.{at},NTS,1,15,256,9,0,0,8,100"
        if at < len(letters) - unproven
        else f"192.0.2.{at},-,0,0,0,4294967295,0,0,0,0"
        for at in range(len(letters))
    ]
    return replace(answers, sources="\n".join(lines), authdata="\n".join(proofs))


COUNTS = {
    "followed alone": (states("*"), (1, 0)),
    "combined": (states("*++"), (3, 0)),
    "right but farther away": (states("*--"), (3, 0)),
    "found wrong": (states("*+x"), (2, 0)),
    "not to be judged": (states("*?~"), (1, 0)),
    "one without proof is followed": (states("++*", unproven=1), (2, 1)),
    "one without proof is combined": (states("*++", unproven=1), (2, 1)),
    "one without proof is left alone": (states("*+-", unproven=1), (2, 0)),
    "none with proof": (states("*+-", unproven=3), (0, 2)),
    "nobody is followed": (states("+++"), (0, 0)),
    "nobody at all": (states(""), (0, 0)),
    "as recorded, with one that is wrong": (DISAGREEING, (2, 0)),
    "a radio clock": (
        replace(SET, sources="#,*,PPS0,0,4,377,9,0.1,0.1,0.1"),
        (0, 1),
    ),
    "keys not agreed on yet": (
        replace(SET, authdata=SET.authdata.replace("NTS,1,15,256", "NTS,0,0,0")),
        (0, 3),
    ),
    "a shared key is no proof of theirs": (
        replace(SET, authdata=SET.authdata.replace("NTS", "SK")),
        (0, 3),
    ),
}


@pytest.mark.parametrize(("answers", "expected"), COUNTS.values(), ids=COUNTS)
def test_who_agrees_is_counted_by_proof(answers: Answers, expected: tuple[int, int]) -> None:
    """A source agrees if it proves itself and was found right, while chrony follows one."""
    asked = replace(ASKED, wall_ms=max(ASKED.wall_ms, 1_795_260_709_612))
    found = said(answers, asked)

    assert (found.agreeing, found.unproven) == expected


def test_when_nobody_is_heard_the_last_word_stands() -> None:
    """When all servers are out of reach, those that agreed at the last setting still count."""
    found, last = reported(SILENT, LATER, last_set())

    assert last == last_set()
    assert found.leap is Leap.NORMAL
    assert (found.agreeing, found.unproven) == (3, 0)
    assert found.updated_ms == UP_MS - 4_000


SILENCE = {
    "nothing is known of before": (SILENT, None),
    "the last setting was another": (SILENT, replace(last_set(), set_at_ms=SET_AT_MS - 1)),
    "one that proves itself says no": (
        replace(SILENT, sources=SILENT.sources.replace("^,?,127.9.0.3", "^,x,127.9.0.3")),
        last_set(),
    ),
}


@pytest.mark.parametrize(("answers", "before"), SILENCE.values(), ids=SILENCE)
def test_silence_alone_proves_nothing(answers: Answers, before: LastSet | None) -> None:
    """Without a word from before, or against somebody's word, nobody counts as agreeing."""
    assert said(answers, LATER, before).agreeing == 0


def test_silence_does_not_clear_whoever_proved_nothing() -> None:
    """A clock that was set without proof is not better once that source has gone."""
    before = last_set(states("*++", unproven=1))

    assert said(SILENT, LATER, before).unproven == 1


def test_one_that_says_no_without_proof_is_nobody() -> None:
    """In silence anybody can claim another time, which changes nothing."""
    answers = replace(
        SILENT,
        sources=f"{SILENT.sources}^,x,127.9.0.4,3,1,77,1,0.1,0.1,0.1\n",
        authdata=f"{SILENT.authdata}127.9.0.4,-,0,0,0,4294967295,0,0,0,0\n",
    )

    assert said(answers, LATER, last_set()).agreeing == 3


def test_a_setting_is_dated_once() -> None:
    """A step of the wall clock does not move the moment at which the clock was last set."""
    stepped = replace(LATER, wall_ms=LATER.wall_ms - 30_000)

    assert said(SET, stepped, last_set()).updated_ms == UP_MS - 4_000


def test_a_new_setting_is_dated_anew() -> None:
    """What chrony set since the last question is counted from then."""
    answers = replace(SET, tracking=SET.tracking.replace("1795260555.9", "1795260605.9"))

    assert said(answers, LATER, last_set()).updated_ms == LATER.boot_ms - 14_000


IMPOSSIBLE = {
    "in a time to come": SET_AT_MS - 1,
    "before this boot": SET_AT_MS + UP_MS + 1,
}


@pytest.mark.parametrize("wall_ms", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_setting_that_cannot_have_been_is_none(wall_ms: int) -> None:
    """A setting at a time that this boot has not seen is not dated at all."""
    assert said(SET, replace(ASKED, wall_ms=wall_ms)) == NOT_SET


@pytest.mark.parametrize("ago_ms", [0, UP_MS], ids=["just now", "at the start"])
def test_a_setting_within_this_boot_is_dated(ago_ms: int) -> None:
    """From the first to the last moment of this boot a setting counts."""
    assert said(SET, replace(ASKED, wall_ms=SET_AT_MS + ago_ms)).updated_ms == UP_MS - ago_ms


OFFSETS = {
    "-0.000002829": 0,
    "0.001000000": 1,
    "-0.001999999": 1,
    "-31536000.250000000": 31_536_000_250,
    "999999999999.999999999": 999_999_999_999_999,
}


@pytest.mark.parametrize(("text", "offset_ms"), OFFSETS.items())
def test_how_far_the_clock_is_from_right_is_told_either_way(text: str, offset_ms: int) -> None:
    """The distance is in whole milliseconds, ahead or behind."""
    tracking = SET.tracking.replace("-0.000002829", text)

    assert said(replace(SET, tracking=tracking)).offset_ms == offset_ms


def without(text: str, place: int) -> str:
    """Return the lines of a text without one of their values."""
    lines = [line.split(",") for line in text.splitlines()]
    return "\n".join(",".join(line[:place] + line[place + 1 :]) for line in lines)


MALFORMED: dict[str, Answers] = {
    "no tracking": replace(SET, tracking=""),
    "tracking twice": replace(SET, tracking=SET.tracking * 2),
    "a value less in tracking": replace(SET, tracking=without(SET.tracking, 7)),
    "a value more in tracking": replace(SET, tracking=SET.tracking.replace(",Normal", ",,Normal")),
    "an unknown leap": replace(SET, tracking=SET.tracking.replace("Normal", "Fine")),
    "a time in words": replace(SET, tracking=SET.tracking.replace("1795260555.931310629", "now")),
    "a time without decimals": replace(SET, tracking=SET.tracking.replace(".931310629", "")),
    "a time in other digits": replace(
        SET, tracking=SET.tracking.replace("1795260555", "١٧٩٥٢٦٠٥٥٥")
    ),
    "an endless time": replace(SET, tracking=SET.tracking.replace("1795260555", "9" * 4_000)),
    "no distance": replace(SET, tracking=SET.tracking.replace("-0.000002829", "")),
    "a distance that is none": replace(SET, tracking=SET.tracking.replace("-0.000002829", "nan")),
    "a value less in sources": replace(SET, sources=without(SET.sources, 3)),
    "an unknown state": replace(SET, sources=SET.sources.replace("^,*", "^,!")),
    "an unknown mode": replace(SET, sources=SET.sources.replace("^,*", "@,*")),
    "a source twice": replace(SET, sources=SET.sources.replace("127.9.0.2", "127.9.0.1")),
    "too many sources": states("*" + "+" * 64),
    "a value less in authdata": replace(SET, authdata=without(SET.authdata, 9)),
    "an error for sources": replace(SET, sources="506 Cannot talk to daemon\n"),
    "an error for authdata": replace(SET, authdata="501 Not authorised\n"),
}


@pytest.mark.parametrize("answers", MALFORMED.values(), ids=MALFORMED)
def test_another_form_says_nothing(answers: Answers) -> None:
    """Answers in a form that is not known here leave a clock that is not set."""
    assert reported(answers, ASKED, last_set()) == (NOT_SET, None)


def test_no_proof_at_all_is_no_damage() -> None:
    """A chrony without any proof is one whose sources prove nothing."""
    assert said(replace(SET, authdata="")).unproven == 3


pieces = st.sampled_from([*SET.tracking, *"^*+-?x~#=,.\n0123456789", "NTS", "Normal", "127.9.0.1"])
texts = st.lists(pieces, max_size=80).map("".join)


@given(
    answers=st.builds(
        Answers,
        tracking=st.just(SET.tracking) | texts,
        sources=st.just(SET.sources) | texts,
        authdata=st.just(SET.authdata) | texts,
    ),
    before=st.none() | st.just(last_set()),
)
def test_whatever_is_answered_can_be_written(answers: Answers, before: LastSet | None) -> None:
    """Every answer ends in a report that the recorder can read, and raises nothing."""
    found = said(answers, LATER, before)

    assert report_from_octets(report_to_octets(found)) == found
