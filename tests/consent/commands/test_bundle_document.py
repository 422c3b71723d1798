from __future__ import annotations

import json

from consent.acts import Refused
from consent.bundle_audit import audited
from consent.codes import Code
from consent.commands.bundle_document import audit_document
from tests.consent.people import ALEX, STRANGER
from tests.consent.played import AGREEMENT, PHONE, PlayedBox, day, recording


def test_a_program_reads_what_a_person_is_told() -> None:
    """Spans, looks, stops, keys, gaps, refusals and what is odd stand in one object."""
    box = recording(2)
    box.look(ALEX, day(2))
    box.look(STRANGER, day(2))
    box.note(Refused(how="refuse", code=Code.PASTE_CUT))
    box.pause()
    box.restart()
    found = audit_document(audited(box.bundle()))
    again = json.loads(json.dumps(found))

    assert again == found
    assert found["entries"] == len(box.lines)
    assert found["on"] == [
        {
            "device": PHONE,
            "agreement": AGREEMENT,
            "level": 2,
            "since": f"2026-12-0{number}T15:00:00Z",
            "until": until,
            "code": code,
        }
        for number, until, code in (
            (2, "2026-12-02T22:00:00Z", "E_TIME_HOURS"),
            (3, "2026-12-03T18:00:00Z", "E_PAUSED"),
        )
    ]
    assert [one["act"]["way"] for one in again["notices"]] == ["shown"]
    assert [one["act"]["how"] for one in again["looks"]] == ["view", "view"]
    assert [one["act"]["how"] for one in again["stops"]] == ["pause"]
    assert [one["act"]["code"] for one in again["refused"]] == ["E_PASTE_CUT"]
    assert again["keys"] == [
        {
            "agreement": AGREEMENT,
            "made": 2,
            "left": ["2026-12-02", "2026-12-03"],
            "young_persons": [],
            "closed_at": None,
            "reason": None,
        }
    ]
    assert [one["code"] for one in again["gaps"]] == [None]
    assert [one["what"] for one in again["to_look_at"]] == ["look_not_named"]
    [agreement] = again["agreements"]
    assert (agreement["level"], agreement["ended"], agreement["objected"]) == (2, None, False)


def test_what_is_over_says_so() -> None:
    """An agreement that was ended, and closed, bears the code and the reason."""
    box = recording(1)
    box.press()
    box.restart()
    box.until(box.at.replace(day=8))
    again = json.loads(json.dumps(audit_document(audited(box.bundle()))))

    assert again["agreements"][0]["ended"] == "E_WITHDRAWN"
    assert again["keys"][0]["reason"] == "withdrawn"
    assert again["to_look_at"] == []


def test_a_box_that_knows_nothing_says_nothing() -> None:
    """Without any agreement the lists are empty, and the journal's length is still there."""
    found = audit_document(audited(PlayedBox().bundle()))

    assert found["entries"] == 1
    assert found["last_trusted"] == "2026-11-26T16:00:00Z"
    assert [found[name] for name in ("agreements", "on", "looks", "keys")] == [[], [], [], []]
