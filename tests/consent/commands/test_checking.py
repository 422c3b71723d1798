from __future__ import annotations

import json
from datetime import date

import pytest

from consent.codes import Code
from consent.commands.check_options import CheckOptions
from consent.commands.checking import check
from consent.commands.seen_file import SEEN
from consent.desk import DeskRefused
from consent.status import On
from tests.consent.commands.ceremony import signed
from tests.consent.commands.handed import (
    DIGITS,
    bundle_of,
    deletion_by,
    desk_with,
    ended,
    status_of,
)
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import STRANGER
from tests.consent.played import PlayedBox, recording
from tests.consent.profiles.sample import BOX_KEY

RECORDS = ("root.json", "keyset.json", "agreement.json")
ALL = (*RECORDS, "home-card.json", "bundle.txt", "deletion.txt", "status.txt")


def everything() -> MemoryDesk:
    """Return a desk with all that a home can send."""
    box = ended()
    return desk_with(box, deletion=deletion_by(box), status=status_of(box, Code.WITHDRAWN))


def test_records_alone_are_judged_as_before() -> None:
    """Without a bundle or a statement it is asked what the records allow."""
    desk = signed()
    status = check(desk, RECORDS, CheckOptions(at="2026-11-24"))

    assert status == 0
    assert "IN FORCE. This may be recorded:" in desk.text
    assert check(desk, RECORDS, CheckOptions(at="2026-11-24", fingerprint="no words")) == 1
    assert check(desk, RECORDS, CheckOptions(at="2027-11-24", json=True)) == 1


def test_whatever_a_home_sent_is_checked_at_once() -> None:
    """A bundle with its statements, records and card: each is known by what stands in it."""
    desk = everything()
    status = check(desk, ALL, CheckOptions(digits=DIGITS))

    assert status == 0, desk.text
    assert desk.said[0] == "ALL RIGHT."
    assert "They are those of home-card.json." in desk.text
    assert "\ndeletion.txt:\n  On 7 December 2026" in desk.text
    assert "The bundle bears it out" in desk.text
    assert "\nstatus.txt:\n  The statement is right, and of just now." in desk.text
    assert desk.exists(SEEN)


def test_the_worst_of_all_is_the_status() -> None:
    """One statement that is wrong makes the whole something to look at."""
    desk = everything()

    assert check(desk, ALL, CheckOptions(digits="111111")) == 1
    assert "ALL RIGHT." in desk.said
    assert "  NOT RIGHT. Do not rely on it." in desk.said


def test_a_program_gets_one_object() -> None:
    """With JSON there is one object for all: the bundle, and each statement."""
    desk = everything()
    check(desk, ALL, CheckOptions(digits=DIGITS, json=True))
    found = json.loads(desk.text)

    assert found["bundle"]["status"] == 0
    assert [one["file"] for one in found["statements"]] == ["deletion.txt", "status.txt"]
    desk.said.clear()
    check(desk, ["status.txt"], CheckOptions(digits=DIGITS, json=True))
    assert json.loads(desk.text)["bundle"] is None


def test_a_statement_alone_needs_to_know_which_box() -> None:
    """The folder's card, one beside it, or a typed key says which; without any it is refused."""
    desk = everything()
    key = BOX_KEY.public_key.octets.hex()

    assert check(desk, ["deletion.txt"], CheckOptions()) == 0
    assert check(desk, ["deletion.txt"], CheckOptions(box_key=key)) == 0
    desk.files["card.json"] = desk.files.pop("home-card.json")
    assert check(desk, ["deletion.txt", "card.json"], CheckOptions()) == 0
    assert check(desk, ["deletion.txt"], CheckOptions(card="card.json")) == 0
    with pytest.raises(DeskRefused, match="home-card"):
        check(desk, ["deletion.txt"], CheckOptions())


def test_a_typed_key_counts_more_than_the_bundles_own() -> None:
    """A statement beside a stranger's bundle is held against the box that is meant."""
    desk = everything()
    desk.files["bundle.txt"] = bundle_of(PlayedBox(STRANGER))
    key = BOX_KEY.public_key.octets.hex()

    assert check(desk, ["bundle.txt", "deletion.txt"], CheckOptions()) == 1
    assert "E_NOTE_UNKNOWN" in desk.text
    desk.said.clear()
    check(desk, ["bundle.txt", "deletion.txt"], CheckOptions(box_key=key))
    assert "E_CHECKPOINT_FORKED" in desk.text or "E_CHECKPOINT_SHORTER" in desk.text


def test_a_bundle_that_is_refused_counts_no_keys() -> None:
    """A statement beside a bundle that is not right stays the box's word."""
    desk = everything()
    desk.files["bundle.txt"] = bundle_of(ended()).replace(b'"reboot"', b'"rebout"')
    status = check(desk, ["bundle.txt", "deletion.txt"], CheckOptions())

    assert status == 1
    assert "It is the box's word." in desk.text


def test_two_bundles_are_checked_one_at_a_time() -> None:
    """Two at once would be two answers to one question."""
    desk = everything()
    desk.files["other.txt"] = desk.files["bundle.txt"]

    with pytest.raises(DeskRefused, match="both bundles"):
        check(desk, ["bundle.txt", "other.txt"], CheckOptions())


def test_shared_words_are_for_another_command() -> None:
    """Whoever checks them as a file is told what they are for."""
    with pytest.raises(DeskRefused, match="verify spoken"):
        check(everything(), ["words.txt"], CheckOptions())


def test_a_box_that_records_is_no_fault() -> None:
    """Recording that goes on as agreed is all right."""
    box = recording(2)
    desk = desk_with(box, status=status_of(box, On(devices=1, until=date(2027, 1, 2))))

    assert check(desk, ["bundle.txt", "status.txt"], CheckOptions(digits=DIGITS)) == 0
