from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consent.commands import agency, agreement
from consent.commands.case_folder import CaseFolder, record_in
from consent.commands.plain import plain, shown
from consent.commands.signing import sign
from consent.envelope import Envelope
from consent.frozen import Kind
from consent.records.acknowledgement import Acknowledgement
from consent.records.fields import Capacity, Revocation, StopReason
from consent.records.reading import payload_octets
from tests.consent.commands.ceremony import BY_A_PARENT, drafted, reviewing, signed, signing
from tests.consent.commands.memory import MemoryDesk
from tests.consent.samples import paper_notice


def said(desk: MemoryDesk, name: str) -> str:
    """Return a record of the folder in plain words."""
    envelope = CaseFolder(desk).envelope(name)
    return plain(record_in(envelope, name), envelope)


def test_a_time_is_what_clocks_in_london_show() -> None:
    """In summer it is an hour later than the record's; months are ours on every machine."""
    assert shown(datetime(2026, 7, 1, 23, 5, tzinfo=UTC)) == "2 July 2026, 00:05"
    assert shown(datetime(2026, 12, 8, 9, 0, tzinfo=UTC)) == "8 December 2026, 09:00"


def test_an_agreement_is_the_text_that_was_signed() -> None:
    """What people read before they signed is what is shown, with its words and its signatures."""
    desk = signed()
    text = desk.files["text.txt"].decode().strip()

    assert said(desk, "agreement").startswith(text)
    assert "Signatures on it: 2." in said(desk, "agreement")


def test_an_agency_says_who_may_change_it_and_who_may_sign() -> None:
    """Root and list are lines that a person can check; whoever was revoked is marked."""
    desk = signed()
    desk.answers = {"Passphrase": "a passphrase of some length"}
    keyid = CaseFolder(desk).keyset().keys[0].keyid
    agency.revoke(desk, keyid, Revocation.LEFT)

    assert "2 of these may change it:\n  principal social worker" in said(desk, "root")
    assert f"  {keyid[:16]}  social worker: Priya Shah, revoked: left" in said(desk, "keyset")
    assert "team manager: Tom Hill\n" in said(desk, "keyset")


def test_a_home_card_names_devices_and_says_which_are_shared() -> None:
    """Labels alone, as the home has them."""
    assert "  Phone\n  Tablet in the kitchen (used by several people)" in said(
        signed(), "home-card"
    )


def test_a_review_says_with_whom_and_until_when() -> None:
    """Who took part, who did not and why, and what was decided."""
    desk = reviewing({})
    sign(desk, "sw.key")
    text = said(desk, "review-1")

    assert text.startswith("Review 1, held on 17 December 2026: reduce.")
    assert "  iro: did not take part (Was told, and had no questions.)" in text
    assert "Valid until 22 February 2027" in text


def test_a_review_that_stops_has_no_days() -> None:
    """Nothing is valid after it."""
    stops = {
        "outcome": "stop",
        "narrower.level": None,
        "narrower.categories": None,
        "next_review_due": None,
        "giver_how": None,
    }
    desk = reviewing(stops)
    sign(desk, "sw.key")

    assert "Valid until" not in said(desk, "review-1")


def test_each_ending_is_one_sentence() -> None:
    """Withdrawal, objection, stop and acknowledgement say what they do."""
    desk = signed()
    agreement.withdraw(desk)
    agreement.stop(desk, "tm.key", StopReason.PLACEMENT_ENDED)
    parents = signing(drafted(BY_A_PARENT))
    sign(parents, "sw.key")
    assert CaseFolder(parents).agreement().giver.capacity is Capacity.PR_HOLDER
    agreement.withdraw(parents)

    assert said(desk, "withdrawal").startswith("A withdrawal, signed 17 December 2026, 12:30.")
    assert said(desk, "stop").startswith("A stop, signed 17 December 2026, 12:30: placement ended.")
    assert said(parents, "objection").startswith("The young person's objection, 21 November 2026")


@pytest.mark.parametrize("name", ["root", "agreement"])
def test_every_record_shows_its_words(name: str) -> None:
    """Eight words follow each, to compare over the telephone."""
    line = next(one for one in said(signed(), name).splitlines() if one.startswith("Its words"))

    assert len(line.partition(": ")[2].split()) == 8


def test_a_notice_on_paper_is_shown() -> None:
    """That paper was handed over is said with its day and its language."""
    record = paper_notice()
    envelope = Envelope(Kind.PAPER_NOTICE, payload_octets(record))

    assert plain(record, envelope).startswith(
        "Paper about the recording, in language en, was handed over on 1 December 2026."
    )


def test_an_acknowledgement_is_shown() -> None:
    """That a viewer has read how to use it is said with its time."""
    desk = signed()
    found = CaseFolder(desk).agreement()
    record = Acknowledgement(
        type="ack",
        v=1,
        agreement="00" * 32,
        box=found.box,
        id="00" * 16,
        issued_at=desk.now(),
        viewer=found.viewing.viewers[0].keys.keyid,
        card="eng-foster-1/viewing/1",
    )
    envelope = Envelope(Kind.ACKNOWLEDGEMENT, payload_octets(record))

    assert plain(record, envelope).startswith("A viewer has read how to use this, 17 December")
