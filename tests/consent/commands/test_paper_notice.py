from __future__ import annotations

from datetime import timedelta

import pytest

from consent.commands import agency
from consent.commands.case_folder import CaseFolder, envelope_in, record_in
from consent.commands.paper_notice import paper_notice
from consent.desk import DeskRefused
from consent.envelope import envelope_to_bytes
from consent.ledger import TrustedLedger
from consent.records.paper_notice import PaperNotice
from tests.consent.commands import ceremony
from tests.consent.commands.handed import desk_with
from tests.consent.commands.memory import START, MemoryDesk
from tests.consent.played import TABLET, recording

TODAY = "21 November 2026"


def desk_of() -> MemoryDesk:
    """Return a desk with a signed agreement, on the evening of its day."""
    desk = ceremony.signed()
    desk.at = START + timedelta(hours=8)
    return desk


def record_of(desk: MemoryDesk, name: str = "paper-notice-1.json") -> PaperNotice:
    """Return the statement that was signed."""
    record = record_in(envelope_in(desk.files[name], name), name)
    assert isinstance(record, PaperNotice)
    return record


@pytest.mark.parametrize("key", ["sw.key", "tm.key", "sm.key"])
def test_whoever_handed_it_over_signs_it(key: str) -> None:
    """A social worker or a manager says so alone, and the box takes it."""
    desk = desk_of()
    paper_notice(desk, key, device=None, handed_over=TODAY)
    folder, record = CaseFolder(desk), record_of(desk)
    agreement = folder.agreement()

    assert (record.device, record.language) == (agreement.devices[0].id, "en")
    assert (record.agreement, record.box) == (folder.envelope("agreement").digest, agreement.box)
    assert "The wait begins when it is entered on the box" in desk.text
    ledger = TrustedLedger.begin(
        box=agreement.box,
        root_octets=desk.files["root.json"],
        fingerprint=folder.envelope("root").digest,
        proven_domain="kent.gov.uk",
        at=desk.at,
    )
    for name in ("keyset", "agreement", "paper-notice-1"):
        ledger = ledger.admit(envelope_to_bytes(folder.envelope(name)), at=desk.at)
    assert ledger.handed_over(record.agreement) == {record.device: desk.at}


def test_a_case_note_tells_it() -> None:
    """The note says in which role it was signed, for which day, and where to take it."""
    desk = desk_of()
    paper_notice(desk, "sw.key", device="phone", handed_over=TODAY)

    assert "Lamplight: statement that paper was handed over, signed" in desk.text
    assert "By: social worker" in desk.text
    assert "Handed over on: 21 November 2026" in desk.text
    assert "Take it to the box in the home." in desk.text


def test_each_statement_is_a_file_of_its_own() -> None:
    """A second one, for another device or day, does not write over the first."""
    desk = desk_of()
    for _ in range(2):
        paper_notice(desk, "sw.key", device=" Phone ", handed_over=TODAY)

    assert record_of(desk).id != record_of(desk, "paper-notice-2.json").id
    assert "paper-notice-1.txt" in desk.files


REFUSED: dict[str, tuple[dict[str, str | None], str]] = {
    "a device that it does not name": ({"device": "Console"}, "the agreement names: Phone"),
    "a day to come": ({"handed_over": "22 November 2026"}, "between the agreement's day"),
    "a day before it was drawn up": ({"handed_over": "20 November 2026"}, "21 November 2026"),
    "no day": ({"handed_over": "soon"}, "day"),
}


@pytest.mark.parametrize(("changes", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_the_box_would_refuse_is_refused_at_the_desk(
    changes: dict[str, str | None], expected: str
) -> None:
    """Before a passphrase is asked for, it is said what cannot be."""
    desk = desk_of()
    given: dict[str, str | None] = {"device": None, "handed_over": TODAY, **changes}

    with pytest.raises(DeskRefused, match=expected):
        paper_notice(desk, "sw.key", device=given["device"], handed_over=given["handed_over"] or "")
    assert desk.asked == []
    assert "paper-notice-1.json" not in desk.files


def test_several_devices_need_to_be_told_apart() -> None:
    """Where an agreement names two, one has to be chosen, by its label."""
    desk = desk_with(recording(2))
    with pytest.raises(DeskRefused, match="the agreement names: Blue phone, Old tablet"):
        paper_notice(desk, "my.key", device=None, handed_over="1 December 2026")
    paper_notice(desk, "my.key", device="old tablet", handed_over="1 December 2026")

    assert record_of(desk).device == TABLET


def test_a_list_with_nobody_for_it_is_said_to_be_one() -> None:
    """Where every key has run out, the list of who may sign needs renewing first."""
    desk = desk_of()
    desk.later(days=500)

    with pytest.raises(DeskRefused, match="the list of who may sign"):
        paper_notice(desk, "sw.key", device=None, handed_over=TODAY)


def test_a_key_that_may_not_say_so_signs_nothing() -> None:
    """A key that is not of a social worker or a manager of this agency is refused."""
    desk = desk_of()
    stranger = ceremony.at_the_agency()
    stranger.answers = {**ceremony.AT_THE_AGENCY, "Name of the advocate": "Dora"}
    agency.key(stranger, "other")
    desk.files["other.key"] = stranger.files["other.key"]

    with pytest.raises(DeskRefused, match="nothing is signed"):
        paper_notice(desk, "other.key", device=None, handed_over=TODAY)
