from __future__ import annotations

from datetime import date

from consent.audit_entry import entry_from_line
from consent.codes import Code
from consent.findings import Finding, Oddity, found_at
from consent.schema import read, write
from tests.consent.journal import BEGUN, LINES


def test_a_finding_knows_its_entry() -> None:
    """What is found at an entry has its place and its time, and what it is about."""
    found = found_at(
        entry_from_line(LINES[0]),
        Oddity.KEY_NOT_ALLOWED,
        day=date(2026, 11, 21),
        code=Code.PAUSED,
        record="a1" * 32,
    )

    assert found == Finding(
        what=Oddity.KEY_NOT_ALLOWED,
        entry=0,
        at=BEGUN,
        day=date(2026, 11, 21),
        code=Code.PAUSED,
        record="a1" * 32,
    )


def test_a_finding_can_be_written_down() -> None:
    """A program reads the same finding that a person is told."""
    found = Finding(what=Oddity.NOT_CLOSED, at=BEGUN)

    assert read(Finding, write(found)) == found
