from __future__ import annotations

import pytest

from consent.case_note import Event, Happening
from consent.codes import Code
from consent.commands.case_folder import CaseFolder, envelope_in, record_in, refused
from consent.commands.signing import sign
from consent.desk import DeskRefused
from consent.envelope import envelope_around, envelope_to_bytes, with_signature
from consent.errors import TextMalformed
from consent.frozen import Kind
from consent.pasted import to_text
from tests.consent.commands.ceremony import at_the_agency, reviewing, signed
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import PRIYA, signed_by

RECORD = envelope_to_bytes(signed_by(PRIYA))
TEXT = to_text(RECORD)


def test_a_refusal_speaks_to_a_social_worker_and_names_the_place() -> None:
    """What a reader of records found is said in plain words, with its code for whoever helps."""
    error = refused(TextMalformed(Code.PASTE_CUT, "the lines of letters"), "agreement.txt")

    assert str(error).startswith("agreement.txt: ")
    assert str(error).endswith(f"({Code.PASTE_CUT}, the lines of letters)")


WRITTEN = {
    "as it is sent": RECORD,
    "with a line end": RECORD + b"\n",
    "as text": TEXT.encode(),
    "pasted from a reply": "".join(f"> {line}\n" for line in TEXT.splitlines()).encode(),
    "in the midst of a mail": f"Dear colleague,\n\n{TEXT}\n\nKind regards".encode(),
}


@pytest.mark.parametrize("octets", WRITTEN.values(), ids=WRITTEN)
def test_a_record_is_read_however_it_came(octets: bytes) -> None:
    """Sent, saved, pasted and quoted, it is the same record."""
    assert envelope_to_bytes(envelope_in(octets, "x")) == RECORD


NO_RECORDS = {
    "nothing": b"",
    "a letter": b"Dear colleague",
    "no text": b"\xff\xfe\x00",
    "another object": b"{}",
    "cut off": RECORD[:-3],
    "a text cut off": TEXT.encode()[:-60],
}


@pytest.mark.parametrize("octets", NO_RECORDS.values(), ids=NO_RECORDS)
def test_what_is_no_record_is_refused_by_its_name(octets: bytes) -> None:
    """The sentence says which file it was."""
    with pytest.raises(DeskRefused, match=r"^agreement.txt: "):
        envelope_in(octets, "agreement.txt")


def test_a_record_that_is_not_what_it_says_is_refused() -> None:
    """An envelope of one kind around a record of another is none."""
    with pytest.raises(DeskRefused, match=r"^x: "):
        record_in(signed_by(PRIYA, kind=Kind.REVIEW), "x")


MISSING = {
    "root": "whoever looks after",
    "keyset": "newest",
    "home-card": "practice",
    "agreement": "nobody has signed",
    "review-9": "$",
}


@pytest.mark.parametrize(("name", "said"), MISSING.items(), ids=MISSING)
def test_a_file_that_is_missing_is_named_with_where_to_get_it(name: str, said: str) -> None:
    """A folder that lacks something says what, and who has it."""
    with pytest.raises(DeskRefused, match=f"no {name}.json and no {name}.txt.*{said}"):
        CaseFolder(MemoryDesk()).envelope(name)


def test_a_record_of_another_kind_in_a_place_is_refused() -> None:
    """A file under the wrong name is told, not taken."""
    desk = at_the_agency()
    desk.files["keyset.json"] = desk.files["root.json"]

    with pytest.raises(DeskRefused, match=r"^keyset is a record of another kind \(root\)$"):
        CaseFolder(desk).keyset()


def test_text_alone_is_enough() -> None:
    """A folder with what was pasted from a mail holds the record."""
    desk = at_the_agency()
    whole = CaseFolder(desk).keyset()
    del desk.files["keyset.json"]

    assert CaseFolder(desk).keyset() == whole
    assert CaseFolder(desk).has("keyset")
    assert not CaseFolder(desk).has("review-1")


def test_only_what_an_agency_publishes_is_open_to_others_at_this_machine() -> None:
    """What is about a young person is for its owner's eyes."""
    desk = reviewing({})
    sign(desk, "sw.key")
    about_them = {
        *("draft.toml", "text.txt", "text.html", "agreement.json", "agreement.txt"),
        *("review-1.json", "review-draft.toml", "review-text.txt", "case-notes.txt"),
    }

    assert {name for name in desk.private if name.startswith("review")} >= {
        name for name in about_them if name.startswith("review")
    }
    assert not desk.private & {"root.json", "keyset.json"}


def test_a_note_is_added_to_those_before() -> None:
    """Case notes grow at the end; none is lost."""
    desk = at_the_agency()
    before = desk.files["case-notes.txt"]
    folder = CaseFolder(desk)
    folder.tell(Event(what=Happening.SIGNED, at=desk.now()), folder.trust_root())

    assert desk.files["case-notes.txt"].startswith(before)
    assert len(desk.files["case-notes.txt"]) > len(before)
    assert "ready to paste" in desk.said[-1]
    assert "case-notes.txt" in desk.private


def test_reviews_are_found_in_order() -> None:
    """A case without a review has none, and one signed is number one."""
    desk = reviewing({})
    assert list(CaseFolder(desk).reviews()) == []
    sign(desk, "sw.key")

    assert [(name, one.seq) for name, _, one in CaseFolder(desk).reviews()] == [("review-1", 1)]


def test_answers_are_kept_for_their_owner() -> None:
    """A draft reads back, is empty where there is none, and is nobody else's to read."""
    desk = MemoryDesk()
    folder = CaseFolder(desk)
    assert folder.draft() == {}
    folder.keep_draft({"urgent": False})

    assert folder.draft() == {"urgent": False}
    assert desk.private == {"draft.toml"}


def test_a_record_with_more_signatures_takes_the_place_of_the_one_with_fewer() -> None:
    """Both forms of it are written anew."""
    desk = signed()
    folder = CaseFolder(desk)
    more = with_signature(folder.envelope("agreement"), PRIYA)
    folder.keep("agreement", more)

    assert folder.envelope("agreement") == more
    assert envelope_in(desk.files["agreement.txt"], "x") == more
    assert {"agreement.json", "agreement.txt"} <= desk.private


def test_an_envelope_around_anything_can_be_looked_into_only_as_a_record() -> None:
    """What is signed but no record is refused with a sentence."""
    envelope = with_signature(envelope_around(Kind.STOP, {"type": "stop"}), PRIYA)

    with pytest.raises(DeskRefused, match=f"{Code.RECORD_MISSING}"):
        record_in(envelope, "stop")
