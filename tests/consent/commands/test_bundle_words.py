from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from consent.acts import LoginFailed, NoticeWay, Refused
from consent.bundle_audit import audited
from consent.codes import Code
from consent.commands.bundle_words import audit_lines, called, device_called
from consent.findings import Finding, Oddity
from tests.consent import scene
from tests.consent.people import ALEX, PRIYA, STRANGER
from tests.consent.played import AGREEMENT, PHONE, TABLET, PlayedBox, day, recording
from tests.consent.samples import withdrawal

SECTIONS = [
    "Who could record what:",
    "When notice was given:",
    "When recording was on:",
    "Who looked:",
    "What was stopped or paused:",
    "What is left:",
    "When nothing could be recorded:",
    "What was refused:",
    "To look at:",
    "What this cannot say:",
]


def page(box: PlayedBox, *, is_first: bool = False) -> list[str]:
    """Return the page of what a box handed over."""
    return list(audit_lines(audited(box.bundle()), is_first=is_first))


def section(lines: list[str], title: str) -> list[str]:
    """Return the lines of one section."""
    start = lines.index(title) + 1
    rest = lines[start:]
    return [one.strip() for one in (rest[: rest.index("")] if "" in rest else rest)]


def test_every_section_is_there_in_its_order() -> None:
    """A page is read the same way each time, also where there is nothing to say."""
    for box in (PlayedBox(), recording(2)):
        assert [line for line in page(box) if line in SECTIONS] == SECTIONS
    empty = page(PlayedBox())
    assert section(empty, "Who looked:") == ["Nobody."]
    assert section(empty, "When recording was on:") == ["Nothing."]


def test_when_notice_was_given_is_told() -> None:
    """On which device, of which agreement, when and how; paper is told as paper."""
    box = recording(1)
    box.notice(TABLET, way=NoticeWay.PAPER)
    words = called(AGREEMENT)
    paper = f"2 December 2026, 18:00: Old tablet, agreement {words}"

    assert section(page(box), "When notice was given:") == [
        f"1 December 2026, 12:00: Blue phone, agreement {words}: the device showed it",
        f"{paper}: it was entered that paper was handed over",
    ]


def test_when_it_was_on_is_told_with_why_it_went_off() -> None:
    """Device, level, from when to when, and the reason; what is still on is said to be."""
    found = section(page(recording(2)), "When recording was on:")

    assert found[0] == (
        "Blue phone, level 2, from 2 December 2026, 15:00 until 2 December 2026, 22:00:"
        " The agreement holds only for certain hours of the day. It goes on when they begin."
        " (E_TIME_HOURS)"
    )
    assert found[1] == "Blue phone, level 2, from 3 December 2026, 15:00 still on at the end"


def test_who_looked_is_told_with_day_and_reason() -> None:
    """Each look stands there: who, at what, at which days, for which reason."""
    box = recording(3)
    box.look(ALEX, day(2), day(3))
    box.look(PRIYA, day(4))
    box.export(day(4))

    at = "4 December 2026, 18:00"
    days = "2 December 2026, 3 December 2026"
    assert section(page(box), "Who looked:") == [
        f"{at}: the young person looked at Blue phone, {days}. Reason: their own entries",
        f"{at}: a social worker looked at Blue phone, 4 December 2026. Reason: as agreed",
        f"{at}: handed out for a social worker's desk: Blue phone, 4 December 2026",
    ]


def test_what_is_left_is_told_with_what_deleting_does_not_undo() -> None:
    """Made, destroyed and left are counted; a closed agreement says why, and what is not undone."""
    box = recording(2)
    [kept] = section(page(box), "What is left:")
    box.admit(withdrawal())
    [alone] = section(page(box), "What is left:")
    box.until(box.at + timedelta(days=4))
    [gone] = section(page(box), "What is left:")

    words = called(AGREEMENT)
    assert kept == (
        f"agreement {words}: day keys: 2 made, 0 destroyed, 2 left:"
        " 2 December 2026, 3 December 2026"
    )
    assert alone == f"{kept}. For the young person alone: 2 December 2026, 3 December 2026"
    assert gone.startswith(f"agreement {words}: day keys: 2 made, 2 destroyed, 0 left. Closed")
    assert "because it was withdrawn. Deleting does not undo a picture of a screen" in gone
    assert section(page(box), "What was stopped or paused:") == [
        f"3 December 2026, 18:00: agreement {words}: withdrawn by the box"
    ]
    assert section(page(box), "Who could record what:")[0] == (
        f"agreement {words} is over (E_WITHDRAWN). It allowed:"
    )


def test_an_agreement_that_ran_out_is_said_to_have() -> None:
    """What is allowed is told as what is, what ran out as what was."""
    words = called(AGREEMENT)
    [now, *_] = section(page(recording(1)), "Who could record what:")
    [after, *_] = section(
        page(recording(1).until(datetime(2027, 1, 3, 12, tzinfo=UTC))), "Who could record what:"
    )
    last = audited(recording(1).bundle())
    timeless = list(audit_lines(replace(last, last_trusted=None), is_first=False))

    assert now == f"agreement {words} allows:"
    assert after == f"agreement {words} ran out on 2 January 2027. It allowed:"
    assert section(timeless, "Who could record what:")[0] == now


def test_gaps_and_refusals_are_counted() -> None:
    """When it was off, and what it did not do, is told by day, with how often."""
    box = recording(1)
    box.lose_clock()
    box.note(Refused(how="refuse", code=Code.PASTE_CUT))
    box.note(Refused(how="refuse", code=Code.PASTE_CUT))
    box.note(LoginFailed(how="login_failed", times=1))
    lines = page(box)

    [gap] = section(lines, "When nothing could be recorded:")
    assert gap.startswith("from 2 December 2026, 18:00 until the end of the journal: ")
    assert gap.endswith("(E_CLOCK_UNSYNCHRONISED)")
    refused, failed = section(lines, "What was refused:")
    assert refused.startswith("2 December 2026: 2 times: ")
    assert failed == "2 December 2026: once: wrong words or a wrong stop code"
    box.restart()
    assert section(page(box), "When nothing could be recorded:")[-1].endswith(
        "the box was started again"
    )


def test_what_is_odd_is_told_with_its_place() -> None:
    """Entry, time, what does not fit, which day, which record, and the reason why not."""
    box = recording(1)
    box.look(STRANGER, day(2))
    found = audited(box.bundle())
    [line] = section(list(audit_lines(found, is_first=False)), "To look at:")
    whole = Finding(
        what=Oddity.KEY_NOT_ALLOWED, day=day(4), code=Code.PAUSED, record=AGREEMENT, at=scene.NOW
    )
    [other] = section(
        list(audit_lines(replace(found, findings=(whole,)), is_first=False)), "To look at:"
    )

    assert line == (
        f"entry {len(box.lines) - 1}, 2 December 2026, 18:00: Somebody looked whom the agreement"
        " does not name, or not in that role. Visit the home."
    )
    assert other.startswith("9 December 2026, 18:00: A key for a day was made")
    assert f"It is about 4 December 2026. Its check words begin {called(AGREEMENT)}." in other
    assert other.endswith("(E_PAUSED)")
    [bare] = section(
        list(
            audit_lines(replace(found, findings=(Finding(what=Oddity.NOT_CLOSED),)), is_first=False)
        ),
        "To look at:",
    )
    assert bare.startswith("The agreement is over, and the box did not close it.")


def test_the_first_time_says_what_could_not_be_seen() -> None:
    """Whoever checks a box for the first time is told that an older journal may be missing."""
    first, later = page(recording(1), is_first=True), page(recording(1))

    assert len(first) == len(later) + 1
    assert "You had not checked this box before." in "\n".join(first)


def test_an_agreement_that_nobody_can_judge_is_said_to_be_one() -> None:
    """Where two reviews leave nobody sure, the page says so and goes on."""
    found = replace(audited(recording(1).bundle()), standings={})

    assert section(list(audit_lines(found, is_first=False)), "Who could record what:") == [
        f"agreement {called(AGREEMENT)}: nobody can say how it stands"
    ]


def test_a_device_that_no_agreement_names_is_its_number() -> None:
    """An unknown device is told by the beginning of its id."""
    found = audited(recording(1).bundle())

    assert device_called(found, PHONE) == "Blue phone"
    assert device_called(found, "9f" * 16) == "a device that no agreement names (9f9f9f9f)"
    assert datetime(2026, 12, 2, tzinfo=UTC) < scene.NOW
