from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from consent.commands.check_options import CheckOptions
from consent.commands.checking import check
from consent.commands.checking_days import ALL_THERE
from consent.commands.opening_words import NOT_HANDED_OUT, NOT_OVER, OTHER_BOX
from consent.commands.questions import day_shown
from consent.desk import DeskRefused
from consent.exported import ExportedDays, SealedDay, export_to_octets
from consent.pasted_days import days_to_text
from tests.consent.commands.memory import MemoryDesk
from tests.consent.commands.test_opening import MONDAY, TUESDAY, day, exported, journal, told
from tests.consent.days import SealedSample, named
from tests.consent.people import signer_named

BOX = signer_named("a box of its own")


def sample() -> SealedSample:
    """Return a day of a box with four frames."""
    return day(MONDAY, box=BOX.public_key.keyid)


def desk_with(octets: bytes, *known: SealedSample) -> MemoryDesk:
    """Return a desk with days, and the bundle of the box that tells of some."""
    acts = [act for one in known for act in told(one)]
    return MemoryDesk(files={"days.txt": octets, "box.bundle": journal(BOX, *acts)})


def checked(desk: MemoryDesk) -> int:
    """Check the days beside the bundle."""
    return check(desk, ("box.bundle", "days.txt"), CheckOptions())


def changed(change: Callable[[SealedDay], SealedDay]) -> bytes:
    """Return the file of one day of which something was changed."""
    export = exported(sample())
    return export_to_octets(ExportedDays(viewer=export.viewer, days=(change(export.days[0]),)))


def test_days_of_the_box_are_said_to_be_so_without_a_key() -> None:
    """Nobody needs a passphrase to see that the days are those that the box wrote."""
    desk = desk_with(export_to_octets(exported(sample())), sample())
    # The bundle is a short one, in which nothing says who made the box record: that is odd.
    checked(desk)

    [line] = [one for one in desk.said if "as the box wrote it" in one]
    assert f"{day_shown(MONDAY)}: {ALL_THERE.format(frames='4 pieces')} " in line
    assert line.endswith(NOT_OVER)
    assert desk.asked == []
    assert "example" not in desk.text


def test_pasted_days_are_checked_as_well() -> None:
    """The text of a mail is as good as the file."""
    desk = desk_with(days_to_text(exported(sample())).encode(), sample())
    checked(desk)

    assert "as the box wrote it" in desk.text


def altered(one: SealedDay) -> SealedDay:
    """Return a day of which one letter of a frame was changed."""
    line = one.frames[1]
    at = line.index(b'"sealed":"') + 12
    letter = b"A" if line[at : at + 1] != b"A" else b"B"
    return replace(
        one, frames=(one.frames[0], line[:at] + letter + line[at + 1 :], *one.frames[2:])
    )


def foreign(one: SealedDay) -> SealedDay:
    """Return a day with a frame that is of another day."""
    other = exported(day(TUESDAY, box=BOX.public_key.keyid)).days[0]
    return replace(one, frames=(*one.frames[:2], other.frames[2], one.frames[3]))


WRONG = {
    "a frame altered": (altered, "E_FRAME_ALTERED", "piece 2 of 4"),
    "a frame removed": (
        lambda one: replace(one, frames=(one.frames[0], *one.frames[2:])),
        "E_FRAME_REMOVED",
        "piece 2 of 3",
    ),
    "frames in another order": (
        lambda one: replace(one, frames=(one.frames[1], one.frames[0], *one.frames[2:])),
        "E_FRAME",
        "piece 1 of 4",
    ),
    "a frame of another day": (foreign, "E_FRAME_ALTERED", "piece 3 of 4"),
    "the sealed key altered": (
        lambda one: replace(one, sealed_key=bytes(len(one.sealed_key))),
        "E_DAY_KEY_ALTERED",
        "",
    ),
    "the slip altered": (
        lambda one: replace(one, slip=one.slip.replace(b"2026-12-07", b"2026-12-06")),
        "E_DAY_KEY_UNMADE",
        "",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_whatever_was_changed_is_named(what: str) -> None:
    """A frame, a key or a slip that is not the box's own is named with its day and its piece."""
    change, code, piece = WRONG[what]
    desk = desk_with(changed(change), sample())

    assert checked(desk) == 1
    [line] = [one for one in desk.said if "NOT AS IT WAS." in one]
    assert code in line
    assert piece in line


def test_days_that_were_not_handed_out_are_days_all_the_same() -> None:
    """What is held against the journal is what the box wrote, whoever has the file."""
    one = sample()
    desk = MemoryDesk(
        files={
            "days.txt": export_to_octets(exported(one)),
            "box.bundle": journal(BOX, told(one)[0]),
        }
    )
    checked(desk)

    assert "as the box wrote it" in desk.text
    assert NOT_HANDED_OUT not in desk.text


def test_days_of_another_box_are_not_held_against_this_one() -> None:
    """Days and bundle of two boxes do not fit, and that is said."""
    other = signer_named("another box")
    desk = desk_with(export_to_octets(exported(day(MONDAY, box=other.public_key.keyid))), sample())

    assert checked(desk) == 1
    assert OTHER_BOX in desk.text


def test_days_alone_are_not_checked() -> None:
    """Without the journal nothing could be said of them."""
    desk = desk_with(export_to_octets(exported(sample())))

    with pytest.raises(DeskRefused, match="give the box's bundle beside it"):
        check(desk, ("days.txt",), CheckOptions())


def test_a_file_that_is_cut_is_not_relied_on() -> None:
    """Where the file itself is not whole, that is said, with the line."""
    desk = desk_with(export_to_octets(exported(sample()))[:-4], sample())

    assert checked(desk) == 1
    assert "NOT RIGHT. Do not rely on it." in desk.text
    assert "E_EXPORT_FORM" in desk.text


def test_a_program_gets_the_days_too() -> None:
    """As an object each day has its date, and the code of what is wrong."""
    desk = desk_with(changed(altered), sample())
    check(desk, ("box.bundle", "days.txt"), CheckOptions(json=True))

    assert '"day": "2026-12-07"' in desk.text
    assert '"wrong": "E_FRAME' in desk.text


def test_a_day_of_one_piece_is_counted_so() -> None:
    """One piece is one piece, in words."""
    one = day(MONDAY, box=BOX.public_key.keyid, frames=([named(20, "example.org")],))
    desk = desk_with(export_to_octets(exported(one)), one)
    checked(desk)

    assert "and one piece." in desk.text
