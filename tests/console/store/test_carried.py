from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from console.store.carried import carried_on, path_below


def noted(state: Path, text: str) -> None:
    """Leave a note as the job does."""
    path = path_below(state)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def note_of(day: str) -> str:
    """Return the note of a backup that was sealed on a day."""
    return f'{{"format": "lamplight-carried/v1", "sealed_on": "{day}"}}'


UNREAD: Final = {
    "no JSON": "{",
    "a list": "[]",
    "another format": '{"format": "v9", "sealed_on": "2026-11-20"}',
    "a member more": '{"format": "lamplight-carried/v1", "sealed_on": "2026-11-20", "who": 1}',
    "no day": note_of("tomorrow"),
    "a number": '{"format": "lamplight-carried/v1", "sealed_on": 7}',
    "too long": note_of("2026-11-20") + " " * 400 + "x" * 9,
}


@pytest.mark.parametrize("case", UNREAD)
def test_a_note_that_nobody_wrote_is_none(case: str, tmp_path: Path) -> None:
    """Whatever else stands there is not believed."""
    noted(tmp_path, UNREAD[case])

    assert carried_on(tmp_path) is None


def test_the_day_is_had(tmp_path: Path) -> None:
    """What the job wrote is read; where it wrote nothing, nothing is known."""
    assert carried_on(tmp_path) is None
    noted(tmp_path, note_of("2026-11-20"))

    assert carried_on(tmp_path) == date(2026, 11, 20)
