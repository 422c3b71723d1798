from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consent.acts import LoginFailed
from consent.audit_entry import (
    BOX,
    Actor,
    AuditEntry,
    entry_from_line,
    entry_to_line,
    start_of_journal,
)
from consent.codes import Code
from consent.errors import ConsentError, RecordMalformed
from consent.home import ClockState
from tests.consent.journal import BEGUN, BOX_SIGNER, LINES, REBOOTED, SOCIAL_WORKER, looked

NAME = BOX_SIGNER.public_key.keyid[:16]
ENTRY = AuditEntry(
    n=7,
    box=NAME,
    previous="e1" * 32,
    at=BEGUN,
    clock=ClockState.STALE,
    actor=SOCIAL_WORKER,
    act=looked(0),
)


def test_an_entry_is_one_line_of_canonical_json() -> None:
    """A line holds an entry's members in order, without spaces and without an end."""
    line = entry_to_line(replace(ENTRY, actor=BOX, act=REBOOTED))

    assert line.decode() == (
        '{"act":{"how":"reboot"},"actor":{"key":null,"role":"box"},"at":"2026-11-20T18:00:00Z",'
        f'"box":"{NAME}","clock":"stale","n":7,"previous":"{"e1" * 32}"}}'
    )


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_as_it_was_written(line: bytes) -> None:
    """Every kind of entry comes out of its line as it went in, and knows its kind."""
    entry = entry_from_line(line)

    assert entry_to_line(entry) == line
    assert entry.kind == json.loads(line)["act"]["how"]


UNSAYABLE = {
    "a clock that was never set": replace(ENTRY, at=datetime(1970, 1, 1, tzinfo=UTC)),
    "a fraction of a second": replace(ENTRY, at=BEGUN + timedelta(milliseconds=1)),
    "a place below none": replace(ENTRY, n=-1),
    "half a box": replace(ENTRY, box=NAME[:8]),
    "half a leaf": replace(ENTRY, previous="e1" * 16),
    "a whole key": replace(ENTRY, actor=Actor(role=SOCIAL_WORKER.role, key="a" * 64)),
    "no failure at all": replace(ENTRY, act=LoginFailed(how="login_failed", times=0)),
}


@pytest.mark.parametrize("entry", UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_could_not_be_read_is_not_written(entry: AuditEntry) -> None:
    """An entry that its own reader would refuse is refused before it is on disk."""
    with pytest.raises(RecordMalformed):
        entry_to_line(entry)


LINE = entry_to_line(ENTRY)
DAMAGED = {
    "nothing": (b"", Code.JSON_UNREADABLE),
    "half a line": (LINE[: len(LINE) // 2], Code.JSON_UNREADABLE),
    "an end of the line": (LINE + b"\n", Code.JSON_FORM),
    "a space": (LINE.replace(b":", b": ", 1), Code.JSON_FORM),
    "two lines": (LINE + LINE, Code.JSON_UNREADABLE),
    "a list": (b"[]", Code.JSON_SHAPE),
    "a kind that is none": (LINE.replace(b'"view"', b'"peek"'), Code.RECORD_VALUE),
    "facts of another kind": (LINE.replace(b'"view"', b'"export"'), Code.RECORD_UNKNOWN),
    "a role that is none": (LINE.replace(b'"social_worker"', b'"uncle"'), Code.RECORD_VALUE),
    "a place that is a text": (LINE.replace(b'"n":7', b'"n":"7"'), Code.RECORD_TYPE),
}


@pytest.mark.parametrize(("line", "code"), DAMAGED.values(), ids=DAMAGED)
def test_a_line_in_another_form_is_refused(line: bytes, code: Code) -> None:
    """There is one way to write an entry, and anything else is refused with its reason."""
    with pytest.raises(ConsentError) as caught:
        entry_from_line(line)

    assert caught.value.code is code


def test_each_box_begins_with_its_own() -> None:
    """What the first entry follows is made of the box's name, so no box can borrow a first line."""
    assert start_of_journal(NAME) == hashlib.sha256(f"lamplight/{NAME}".encode()).hexdigest()
