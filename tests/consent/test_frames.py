from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import ConsentError
from consent.frames import (
    Frame,
    SealedDayRefused,
    check_day_closed,
    checked_frames,
    digest_of_line,
    frame_from_line,
    frame_info,
    frame_to_line,
)
from consent.frozen import MAX_OCTETS
from consent.rows import MAX_ROWS, rows_to_octets
from tests.conftest import Scale
from tests.consent.days import (
    FRAMES,
    OTHERS,
    SAMPLE,
    named,
    sealed_line,
    sealed_lines,
    sealed_sample,
)
from tests.consent.test_rows import LONGEST

LINES = SAMPLE.lines
FINGERPRINT = SAMPLE.fingerprint
FOREIGN = [one.lines for one in OTHERS.values()]


def fault(lines: Sequence[bytes]) -> tuple[Code, int | None] | None:
    """Return what is found in the frames of a day that is still open."""
    try:
        checked_frames(FINGERPRINT, lines)
    except SealedDayRefused as refused:
        return refused.code, refused.frame
    return None


def fault_once_closed(lines: Sequence[bytes]) -> tuple[Code, int | None] | None:
    """Return what is found in the frames of a day that the journal has closed."""
    try:
        check_day_closed(FINGERPRINT, lines, frames=len(LINES), last_frame=SAMPLE.last_frame)
    except SealedDayRefused as refused:
        return refused.code, refused.frame
    return None


def changed(line: bytes, at: int, by: int = 1) -> bytes:
    """Return a line with one octet of it changed."""
    return line[:at] + bytes([line[at] ^ by]) + line[at + 1 :]


def with_line(place: int, line: bytes) -> tuple[bytes, ...]:
    """Return the frames with another line in one place."""
    return (*LINES[:place], line, *LINES[place + 1 :])


def test_a_frame_is_one_line_and_read_again() -> None:
    """A frame's line holds no line's end, and says what the frame says."""
    frame = Frame(n=3, previous="c1" * 32, sealed=bytes(range(100)))
    line = frame_to_line(frame)

    assert frame_from_line(line) == frame
    assert line.startswith(b'{"n":3,"previous":"c1c1')
    assert b"\n" not in line
    assert "sealed" not in repr(frame)


def test_what_binds_a_frame_is_spelt_out() -> None:
    """A frame opens under these words alone, for as long as days are kept."""
    assert frame_info("f1" * 32, 12, "c1" * 32) == (
        b"lamplight/frame/v1|" + b"f1" * 32 + b"|12|" + b"c1" * 32
    )


def test_frames_that_follow_from_each_other_are_read() -> None:
    """A whole day is taken as it is, open or closed, and so is one in which nothing was."""
    frames = checked_frames(FINGERPRINT, LINES)

    assert [one.n for one in frames] == [0, 1, 2, 3]
    assert frames[0].previous == FINGERPRINT
    assert [one.previous for one in frames[1:]] == [digest_of_line(line) for line in LINES[:-1]]
    assert fault_once_closed(LINES) is None
    assert checked_frames(FINGERPRINT, ()) == ()
    check_day_closed(FINGERPRINT, (), frames=0, last_frame=None)


def test_the_longest_frame_stays_a_line() -> None:
    """As many rows as a frame holds, with the longest names there are, stay below 64 KiB."""
    rows = [named(23, LONGEST, "k" * 40)] * MAX_ROWS
    (line,) = sealed_lines(SAMPLE.slip, [rows])
    highest = sealed_line(SAMPLE.slip, 2**31 - 1, "c1" * 32, rows_to_octets(rows))

    assert len(LONGEST) == 253
    assert len(line) < len(highest) < MAX_OCTETS
    assert checked_frames(FINGERPRINT, [line])[0].n == 0


MALFORMED = {
    "nothing": b"",
    "no JSON": LINES[0][:-1],
    "a line's end": LINES[0] + b"\n",
    "a place before the first": LINES[0].replace(b'"n":0', b'"n":-1'),
    "a place too far": LINES[0].replace(b'"n":0', b'"n":2147483648'),
    "a place with a fraction": LINES[0].replace(b'"n":0', b'"n":0.5'),
    "no digest": LINES[0].replace(FINGERPRINT.encode(), b"f1"),
    "nothing sealed": frame_to_line(Frame(n=0, previous=FINGERPRINT, sealed=b"")),
    "base64 with bits left over": frame_to_line(
        Frame(n=0, previous=FINGERPRINT, sealed=b"x")
    ).replace(b"eA==", b"eB=="),
    "more than a frame": LINES[0].replace(b'"n":0', b'"hour":1,"n":0'),
}


@pytest.mark.parametrize("line", MALFORMED.values(), ids=MALFORMED)
def test_a_line_of_another_form_is_no_frame(line: bytes) -> None:
    """A frame has one form; a day with any other line in it is refused at that line."""
    with pytest.raises(ConsentError):
        frame_from_line(line)
    assert fault([line]) == (Code.FRAME_ALTERED, 0)
    assert fault_once_closed(with_line(2, line)) == (Code.FRAME_ALTERED, 2)


def test_any_octet_that_is_changed_is_noticed_and_its_frame_named(
    dice: random.Random, scale: Scale
) -> None:
    """Once the journal closed a day, one changed octet anywhere is found in the frame it is in."""
    places = [(place, at) for place, line in enumerate(LINES) for at in range(len(line))]
    for place, at in dice.sample(places, min(len(places), scale(700, 100_000))):
        altered = changed(LINES[place], at, dice.randint(1, 255))

        assert fault_once_closed(with_line(place, altered)) == (Code.FRAME_ALTERED, place)


def test_of_an_open_day_only_its_last_frame_can_change_unnoticed(
    dice: random.Random, scale: Scale
) -> None:
    """Before the journal closes a day, nobody names its last frame; every other is vouched for."""
    last = len(LINES) - 1
    for _ in range(scale(300, 20_000)):
        place = dice.randrange(len(LINES))
        altered = changed(LINES[place], dice.randrange(len(LINES[place])), dice.randint(1, 255))
        found = fault(with_line(place, altered))

        if place < last:
            assert found == (Code.FRAME_ALTERED, place)
        else:
            assert found in {None, (Code.FRAME_ALTERED, last), (Code.FRAME_ALTERED, last - 1)}


@pytest.mark.parametrize("place", range(len(LINES)))
def test_a_frame_that_was_removed_is_named(place: int) -> None:
    """Each frame is missed in its place; the last one once the journal closed the day."""
    left = LINES[:place] + LINES[place + 1 :]

    assert fault_once_closed(left) == (Code.FRAME_REMOVED, place)
    assert fault(left) == (None if place == len(LINES) - 1 else (Code.FRAME_REMOVED, place))


@pytest.mark.parametrize("place", range(len(LINES)))
@pytest.mark.parametrize("into", range(len(LINES) + 1))
def test_a_frame_that_stands_there_twice_is_named(place: int, into: int) -> None:
    """A copy of a frame is named wherever it was put, as is what it pushed away."""
    lines = (*LINES[:into], LINES[place], *LINES[into:])
    # Beside itself, either of the two is the copy.
    named_at = into + 1 if into == place else into
    found = fault_once_closed(lines)

    assert found is not None
    assert found[1] == named_at
    assert found[0] in {Code.FRAME_REORDERED, Code.FRAME_FOREIGN}
    assert fault(lines) == (Code.FRAME_REORDERED, named_at)


@pytest.mark.parametrize("first", range(len(LINES)))
@pytest.mark.parametrize("second", range(len(LINES)))
def test_frames_that_changed_places_are_named(first: int, second: int) -> None:
    """The first of two frames that were exchanged is named as out of its place."""
    lines = list(LINES)
    lines[first], lines[second] = lines[second], lines[first]
    expected = None if first == second else (Code.FRAME_REORDERED, min(first, second))

    assert fault(lines) == expected
    assert fault_once_closed(lines) == expected


@pytest.mark.parametrize("lines", FOREIGN, ids=OTHERS)
@pytest.mark.parametrize("taken", range(len(LINES)))
def test_a_frame_from_elsewhere_is_named(lines: tuple[bytes, ...], taken: int) -> None:
    """A frame of another day, device, box, agreement or key is named wherever it was put."""
    for place in range(len(LINES)):
        put_in = (*LINES[:place], lines[taken], *LINES[place:])
        in_place = with_line(place, lines[taken])
        found = fault_once_closed(in_place)

        assert fault(put_in) == fault_once_closed(put_in) == (Code.FRAME_FOREIGN, place)
        assert found is not None
        assert found[1] == place

    assert fault_once_closed((*LINES, lines[taken])) == (Code.FRAME_FOREIGN, len(LINES))


@pytest.mark.parametrize("lines", FOREIGN, ids=OTHERS)
def test_a_whole_day_from_elsewhere_is_not_this_one(lines: tuple[bytes, ...]) -> None:
    """The frames of another day follow from each other, and not from this day's slip."""
    assert fault(lines) == fault_once_closed(lines) == (Code.FRAME_ALTERED, 0)


def test_what_was_written_anew_is_noticed_once_the_day_is_closed() -> None:
    """Whoever holds the card can seal other rows to the day, and not in the journal's name."""
    anew = sealed_lines(SAMPLE.slip, [*FRAMES[:2], FRAMES[0], FRAMES[1]])
    shorter, longer = sealed_lines(SAMPLE.slip, FRAMES[:3]), (*anew, LINES[0])
    added = sealed_lines(SAMPLE.slip, [*FRAMES, FRAMES[0]])

    assert fault(anew) is None
    assert fault_once_closed(anew) == (Code.FRAME_ALTERED, 3)
    assert fault(shorter) is None
    assert fault_once_closed(shorter) == (Code.FRAME_REMOVED, 3)
    assert fault_once_closed(longer) == (Code.FRAME_REORDERED, 4)
    assert fault(added) is None
    assert fault_once_closed(added) == (Code.FRAME_FOREIGN, 4)


def test_a_day_that_was_closed_empty_stays_so() -> None:
    """What is added to a day in which nothing was written down is named."""
    with pytest.raises(SealedDayRefused) as refused:
        check_day_closed(FINGERPRINT, LINES, frames=0, last_frame=None)
    assert (refused.value.code, refused.value.frame) == (Code.FRAME_FOREIGN, 0)

    with pytest.raises(SealedDayRefused) as refused:
        check_day_closed(FINGERPRINT, (), frames=0, last_frame="c1" * 32)
    assert (refused.value.code, refused.value.frame) == (Code.FRAME_ALTERED, 0)


def test_what_stands_before_a_line_that_says_nothing_is_as_it_was() -> None:
    """Two faults do not hide each other: the first of them is named."""
    lines = (*LINES[:1], changed(LINES[1], -20), b"x", LINES[3])

    assert fault(lines) == (Code.FRAME_ALTERED, 2)
    assert fault((LINES[0], b"x", *LINES[1:])) == (Code.FRAME_FOREIGN, 1)
    wrong_name = LINES[1].replace(digest_of_line(LINES[0]).encode(), b"c1" * 32)
    assert fault((LINES[0], wrong_name, b"x")) == (Code.FRAME_ALTERED, 1)


@given(
    lengths=st.lists(st.integers(1, 5), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_any_other_order_is_noticed(lengths: list[int], order: random.Random) -> None:
    """However many frames there are, in no other order do they follow from each other."""
    rows = [[named(hour, "example.com")] * length for hour, length in enumerate(lengths)]
    day = sealed_sample(rows)
    lines = list(day.lines)
    order.shuffle(lines)
    moved = [place for place, line in enumerate(lines) if line != day.lines[place]]
    if not moved:
        assert len(checked_frames(day.fingerprint, lines)) == len(lines)
        return
    with pytest.raises(SealedDayRefused) as refused:
        checked_frames(day.fingerprint, lines)

    assert (refused.value.code, refused.value.frame) == (Code.FRAME_REORDERED, moved[0])
