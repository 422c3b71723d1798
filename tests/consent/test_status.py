from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.checkpoint import Checkpoint, CheckpointRefused, origin_of
from consent.codes import Code
from consent.errors import ConsentError
from consent.home import ClockState
from consent.note import signed_note
from consent.status import (
    FRESH,
    MOST_OCTETS,
    AgreementStatus,
    On,
    Status,
    StatusRefused,
    opened_status,
    signed_status,
    status_from_text,
)
from tests.consent.journal import BOX_SIGNER, JOURNAL, OTHER_BOX, WALK, written

KEY = BOX_SIGNER.public_key
AT = datetime(2026, 11, 20, 18, 2, 11, tzinfo=UTC)
ASKED = "482913"

ON = Status(
    challenge=ASKED,
    at=AT,
    clock=ClockState.TRUSTED,
    release="1.4.2",
    image="0123456789abcdef" * 2,
    recording=On(devices=1, until=date(2026, 12, 20)),
    agreement=AgreementStatus(start="9c1e" * 4, seq=0),
    checkpoint=JOURNAL.checkpoint,
)
OFF = replace(ON, recording=Code.NOTICE_WAIT, agreement=None)
SIGNED = signed_status(ON, BOX_SIGNER)


def opened(note: bytes, **change: object) -> Status:
    """Return what a note says to the social worker who has just asked."""
    asked = {"challenge": ASKED, "now": AT + timedelta(minutes=2)} | change
    return opened_status(note, KEY, **asked)  # type: ignore[arg-type] # any of its arguments


def test_a_statement_is_eight_lines_that_people_can_read() -> None:
    """The text says who, what was asked, when, which release, on until when, under what."""
    lines = ON.text.split("\n")

    assert lines[:7] == [
        "lamplight-status/v1",
        f"lamplight/{KEY.keyid[:16]}",
        "asked 482913",
        "at 2026-11-20T18:02:11Z trusted",
        "release 1.4.2 0123456789abcdef0123456789abcdef",
        "on 1 until 2026-12-20",
        "agreement 9c1e9c1e9c1e9c1e seq 0",
    ]
    assert lines[7].startswith(f"journal {len(WALK)} ")
    assert OFF.text.split("\n")[5:7] == ["off E_NOTICE_WAIT", "agreement none"]


def test_a_statement_answers_who_asked() -> None:
    """What the box signs comes back to whoever asked those six digits, within ten minutes."""
    for status in (ON, OFF):
        assert opened(signed_status(status, BOX_SIGNER)) == status
    assert opened(SIGNED, challenge="48 29 13", before=JOURNAL.checkpoint) == ON


def test_the_longest_statement_fits_one_square_code() -> None:
    """With the most that each line can say, a statement is within a QR code of version 15-M."""
    longest = replace(
        ON,
        clock=max(ClockState, key=len),
        release="99.99.99",
        agreement=AgreementStatus(start="9c1e" * 4, seq=99),
        checkpoint=replace(JOURNAL.checkpoint, size=10**9 - 1),
    )
    off = [signed_status(replace(longest, recording=code), BOX_SIGNER) for code in Code]

    assert len(SIGNED) == 375
    assert len(signed_status(longest, BOX_SIGNER)) == 393
    assert max(map(len, off)) <= MOST_OCTETS == 412


REFUSED: dict[str, tuple[dict[str, object], Code]] = {
    "other digits": ({"challenge": "482914"}, Code.STATUS_CHALLENGE),
    "five digits": ({"challenge": "48291"}, Code.SPOKEN_DIGITS),
    "no digits": ({"challenge": "the one from before"}, Code.SPOKEN_DIGITS),
    "a second too old": (
        {"now": AT + FRESH + timedelta(seconds=1)},
        Code.STATUS_TIME,
    ),
    "of yesterday": ({"now": AT + timedelta(days=1)}, Code.STATUS_TIME),
    "of a second too late": (
        {"now": AT - FRESH - timedelta(seconds=1)},
        Code.STATUS_TIME,
    ),
    "shorter than what was seen": (
        {"before": replace(JOURNAL.checkpoint, size=99)},
        Code.CHECKPOINT_SHORTER,
    ),
    "other than what was seen": (
        {"before": replace(JOURNAL.checkpoint, root=bytes(32))},
        Code.CHECKPOINT_FORKED,
    ),
    "of another box than was seen": (
        {"before": written(WALK, OTHER_BOX)[0].checkpoint},
        Code.CHECKPOINT_OTHER_BOX,
    ),
}


@pytest.mark.parametrize(("change", "code"), REFUSED.values(), ids=REFUSED)
def test_a_statement_for_somebody_else_is_refused(change: dict[str, object], code: Code) -> None:
    """A statement that answers other digits, at another time, or a cut journal, is refused."""
    with pytest.raises(ConsentError) as caught:
        opened(SIGNED, **change)

    assert caught.value.code is code


@pytest.mark.parametrize("minutes", [-10, 0, 10])
def test_ten_minutes_either_way_are_fresh(minutes: int) -> None:
    """Two clocks that differ by ten minutes are still taken for the same time."""
    assert timedelta(minutes=10) == FRESH
    assert opened(SIGNED, now=AT + timedelta(minutes=minutes)) == ON


def test_another_box_s_statement_is_refused() -> None:
    """Neither another key's statement nor one about another box is this box's."""
    others = replace(ON, checkpoint=written(WALK, OTHER_BOX)[0].checkpoint)
    about_another = signed_note(others.text, origin_of(KEY.keyid), BOX_SIGNER)

    with pytest.raises(ConsentError) as by_another:
        opened(signed_status(others, OTHER_BOX))
    with pytest.raises(StatusRefused) as about:
        opened(about_another)
    with pytest.raises(StatusRefused) as signing:
        signed_status(others, BOX_SIGNER)

    assert by_another.value.code is Code.NOTE_UNKNOWN
    assert about.value.code is signing.value.code is Code.STATUS_FORM


def test_every_flipped_bit_of_a_statement_is_refused() -> None:
    """A statement that differs in one bit is not what the box said."""
    for bit in range(len(SIGNED) * 8):
        flipped = bytearray(SIGNED)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ConsentError):
            opened(bytes(flipped))


def replaced(old: str, new: str) -> str:
    """Return the text of the statement with a part of it exchanged."""
    assert old in ON.text
    return ON.text.replace(old, new)


TEXTS = {
    "nothing": "",
    "a checkpoint": JOURNAL.checkpoint.text,
    "another version": replaced("status/v1", "status/v2"),
    "a line more": ON.text + "and so on\n",
    "an empty line more": ON.text + "\n",
    "no end of the last line": ON.text[:-1],
    "five digits": replaced("482913", "48291"),
    "digits of another script": replaced("482913", "48291\u0663"),
    "no such day": replaced("2026-11-20", "2026-11-31"),
    "no such hour": replaced("T18:", "T25:"),
    "the end of a day": replaced("T18:02:11", "T24:00:00"),
    "another zone": replaced("11Z", "11+00:00"),
    "a clock that is none": replaced("trusted", "fine"),
    "a release with a word": replaced("1.4.2", "1.4.2b"),
    "half an image": replaced("0123456789abcdef0123", "0123"),
    "on for no device": replaced("on 1 ", "on 0 "),
    "on until no such day": replaced("2026-12-20", "2026-02-30"),
    "on under no agreement": replaced("agreement 9c1e9c1e9c1e9c1e seq 0", "agreement none"),
    "off for no reason of ours": replaced("on 1 until 2026-12-20", "off E_BORED"),
    "off without a reason": replaced("on 1 until 2026-12-20", "off"),
    "a zero in front": replaced("seq 0", "seq 00"),
    "a journal longer than any": replaced(f"journal {len(WALK)} ", "journal 1000000000 "),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_in_another_form_is_refused(text: str) -> None:
    """There is one way to write a statement, and anything else is none."""
    with pytest.raises(StatusRefused) as caught:
        status_from_text(text)

    assert caught.value.code is Code.STATUS_FORM


def test_a_journal_of_nothing_has_the_empty_root() -> None:
    """A statement about no entries with a root over some is no statement."""
    with pytest.raises(CheckpointRefused):
        status_from_text(replaced(f"journal {len(WALK)} ", "journal 0 "))


UNSAYABLE: dict[str, Callable[[Status], Status]] = {
    "a fraction of a second": lambda one: replace(one, at=AT + timedelta(milliseconds=1)),
    "no zone": lambda one: replace(one, at=AT.replace(tzinfo=None)),
    "another zone": lambda one: replace(one, at=AT.astimezone(timezone(timedelta(hours=1)))),
    "five digits": lambda one: replace(one, challenge="48291"),
    "a line in a release": lambda one: replace(one, release="1.4.2\noff"),
    "ten devices": lambda one: replace(one, recording=On(devices=10, until=date(2026, 12, 20))),
    "on under nothing": lambda one: replace(one, agreement=None),
}


@pytest.mark.parametrize("change", UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_could_not_be_read_is_not_signed(change: Callable[[Status], Status]) -> None:
    """The box signs no statement that its reader would refuse or read as something else."""
    with pytest.raises(StatusRefused):
        signed_status(change(ON), BOX_SIGNER)


STATUSES = st.builds(
    Status,
    challenge=st.from_regex("[0-9]{6}", fullmatch=True),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1)).map(  # noqa: DTZ001 - set next
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    clock=st.sampled_from(ClockState),
    release=st.builds("{}.{}.{}".format, *[st.integers(0, 99)] * 3),
    image=st.binary(min_size=16, max_size=16).map(bytes.hex),
    recording=st.builds(On, devices=st.integers(1, 9), until=st.dates(date(2000, 1, 1)))
    | st.sampled_from(Code),
    agreement=st.builds(
        AgreementStatus,
        start=st.binary(min_size=8, max_size=8).map(bytes.hex),
        seq=st.integers(0, 99),
    ),
    checkpoint=st.builds(
        Checkpoint,
        origin=st.just(ON.checkpoint.origin),
        size=st.integers(1, 10**9 - 1),
        root=st.binary(min_size=32, max_size=32),
    ),
)


@given(STATUSES)
def test_what_is_signed_is_opened_again(status: Status) -> None:
    """Whatever a box can say of itself comes back as it was said, in one square code."""
    note = signed_status(status, BOX_SIGNER)

    assert opened(note, challenge=status.challenge, now=status.at) == status
    assert len(note) <= MOST_OCTETS
