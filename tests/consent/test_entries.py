from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from consent.codes import Code
from consent.entries import Entry, LedgerRefused, entry_from_line
from consent.errors import ConsentError
from tests.consent.samples import agreement, signed
from tests.consent.scene import ADMITTED

ENTRY = Entry(ADMITTED, signed(agreement()))
LINE = ENTRY.to_line()

LINES = {
    "nothing": "",
    "no object": "[]",
    "a space": LINE.replace('","envelope"', '", "envelope"'),
    "another order": f'{{"envelope":{{}},"at":"{ADMITTED:%Y-%m-%dT%H:%M:%SZ}"}}',
    "a fraction of a second": LINE.replace("00Z", "00.5Z"),
    "another zone": LINE.replace("00Z", "00+00:00"),
    "no such day": LINE.replace("2026-11-30T", "2026-11-31T", 1),
    "something behind": f"{LINE} ",
    "a line's end": f"{LINE}\n",
    "half of a pair": f"\ud800{LINE}",
}


def test_an_entry_says_what_its_envelope_says() -> None:
    """The record of an entry is read from the envelope, and bears the payload's digest."""
    assert ENTRY.record == agreement()
    assert ENTRY.digest == signed(agreement()).digest


def test_an_entry_is_of_a_whole_second_of_utc() -> None:
    """Whatever zone and fraction the time is given in, what is kept is what a line can say."""
    in_summer = timezone(timedelta(hours=1))
    entry = Entry(datetime(2026, 11, 30, 13, 0, 0, 999, tzinfo=in_summer), ENTRY.envelope)

    assert entry == ENTRY
    assert entry.at.tzinfo is UTC


def test_a_line_is_read_as_it_was_written() -> None:
    """A line gives the same entry, and that one the same line."""
    assert entry_from_line(LINE) == ENTRY
    assert entry_from_line(LINE).to_line() == LINE
    assert "\n" not in LINE


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_in_another_form_is_refused(line: str) -> None:
    """There is one way to write an entry, and anything else is damage."""
    with pytest.raises(LedgerRefused) as caught:
        entry_from_line(line)

    assert caught.value.code is Code.LEDGER_LINE


def test_a_line_around_something_else_is_refused() -> None:
    """What stands in a line must be an envelope with a record in it."""
    with pytest.raises(ConsentError) as caught:
        entry_from_line('{"at":"2026-11-30T12:00:00Z","envelope":{"payload":""}}')

    assert caught.value.code is Code.ENV_MEMBERS


def test_an_entry_that_is_printed_names_no_one() -> None:
    """Neither names nor payload stand in what a journal would show of an entry."""
    assert repr(ENTRY) == f"Entry(at={ADMITTED!r})"
