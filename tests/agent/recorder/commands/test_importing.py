from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.commands.importing import ALL_TAKEN, SOME_REFUSED, import_records
from agent.recorder.commands.meant import named
from consent.codes import Code
from consent.desk import DeskRefused
from consent.envelope import envelope_from_bytes
from consent.pasted import to_text
from consent.sentences import SENTENCES
from tests.agent.recorder.commands.at_home import AtHome, at_home, with_entries
from tests.agent.recorder.home import Home, Kept, moved_in, somewhere


def quoted(text: str) -> bytes:
    """Return a text as a mail quotes it, with something written before."""
    return "".join(f"> {line}\n" for line in f"Dear all,\n\n{text}".splitlines()).encode()


def drawn_up() -> tuple[Kept, bytes]:
    """Return a home, and an agreement for it that it does not know yet."""
    with somewhere() as folder:
        home = Home(folder, kept=moved_in())
        record = home.drawn_up()
        found = home.kept()
        home.crash()
    return found, record


def told(home: AtHome, **files: bytes) -> tuple[int, list[str]]:
    """Have these files taken in; return the status and what was said."""
    desk = home.somebody()
    desk.files = files
    return import_records(desk, home.recorder, list(files)), desk.said


FORMS = {
    "as it is sent": bytes,
    "with an end of line": lambda record: record + b"\n",
    "as pasted text": lambda record: to_text(record).encode(),
    "quoted in a mail": lambda record: quoted(to_text(record)),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_agreement_is_taken_in(form: object, tmp_path: Path) -> None:
    """An agreement is taken in however it arrives, and it is said what comes next."""
    kept, record = drawn_up()
    assert callable(form)
    with at_home(tmp_path, kept) as home:
        status, said = told(home, file=form(record))
        [agreement] = home.how().agreements

    assert status == ALL_TAKEN
    assert agreement.agreement == envelope_from_bytes(record).digest
    assert named(agreement.agreement) in said[0]
    assert "Nothing is written down before it was seen there" in said[0]


def test_what_is_known_already_changes_nothing(tmp_path: Path) -> None:
    """A record that the box has is told as known, and nothing is written to the journal."""
    kept, record = drawn_up()
    with at_home(tmp_path, kept) as home:
        told(home, file=record)
        before = (home.state / "journal.jsonl").read_bytes()
        status, said = told(home, file=record)

        assert (status, said) == (ALL_TAKEN, ["The box knows this already. Nothing was changed."])
        assert (home.state / "journal.jsonl").read_bytes() == before


def test_several_records_of_one_text_are_each_told(tmp_path: Path) -> None:
    """Of several records in one mail each is taken in, and who may sign comes first."""
    kept, record = drawn_up()
    keyset = kept.desk.files["keyset.json"]
    with at_home(tmp_path, kept) as home:
        mail = quoted(to_text(record) + "\nand the list:\n" + to_text(keyset))
        status, said = told(home, file=mail)

    assert status == ALL_TAKEN
    assert said[0] == "The box knows this already. Nothing was changed."
    assert said[1].startswith("An agreement is taken in")


def test_a_refusal_gives_its_sentence_and_keeps_nothing_else_out(tmp_path: Path) -> None:
    """A record that is refused says why, in its sentence for a carer; the rest is taken in."""
    kept, record = drawn_up()
    card = kept.desk.files["home-card.json"]
    with at_home(tmp_path, kept) as home:
        status, said = told(home, first=card, second=record)

    assert status == SOME_REFUSED
    assert said[0] == f"Not taken in. {SENTENCES[Code.LEDGER_KIND].carer}"
    assert said[1].startswith("An agreement is taken in")


ENDINGS = {
    "withdrawal": "It is withdrawn. Recording has ended for good.",
    "objection": "The young person said stop. It is paused until a review hears them.",
}


@pytest.mark.parametrize(("kind", "expected"), ENDINGS.items(), ids=ENDINGS)
def test_an_ending_is_told_as_what_it_did(kind: str, expected: str, tmp_path: Path) -> None:
    """A record that ends something is told as what is so from now on."""
    kept, digest = with_entries()
    with somewhere() as folder:
        before = Home(folder, kept=kept)
        record = getattr(before, kind)(digest)
        before.crash()
    with at_home(tmp_path, kept) as home:
        status, said = told(home, file=record)

    assert (status, said) == (ALL_TAKEN, [expected])


def test_an_ending_that_cannot_be_noted_holds_and_that_is_said(tmp_path: Path) -> None:
    """An ending that the box cannot write down holds all the same, and that it may be forgotten."""
    kept, digest = with_entries()
    with somewhere() as folder:
        before = Home(folder, kept=kept)
        record = before.withdrawal(digest)
        before.crash()
    with at_home(tmp_path, kept) as home:
        journal = home.state / "journal.jsonl"
        journal.rename(home.state / "elsewhere")
        journal.mkdir()
        _, said = told(home, file=record)
        [tablet, _] = home.how().devices

    assert said[0].startswith("It holds from now on. But the box could not make a note of it")
    assert tablet.off == Code.WITHDRAWN


def test_an_agreement_that_cannot_be_noted_is_refused(tmp_path: Path) -> None:
    """What would begin something, and cannot be written down, does not count."""
    kept, record = drawn_up()
    with at_home(tmp_path, kept) as home:
        journal = home.state / "journal.jsonl"
        journal.rename(home.state / "elsewhere")
        journal.mkdir()
        status, said = told(home, file=record)

    assert (status, said) == (
        SOME_REFUSED,
        [f"Not taken in. {SENTENCES[Code.AUDIT].carer}"],
    )


UNREAD = {
    "no record": (b"Dear all, see you on Friday.", Code.PASTE_NOTHING),
    "a cut record": (b"-----BEGIN LAMPLIGHT AGREEMENT-----\n", Code.PASTE_CUT),
    "no envelope": (b'{"a":1}', Code.ENV_MEMBERS),
}


@pytest.mark.parametrize(("octets", "code"), UNREAD.values(), ids=UNREAD)
def test_what_is_no_record_says_so_by_its_file(octets: bytes, code: Code, tmp_path: Path) -> None:
    """A file without a whole record is named, with the sentence of what is wrong."""
    with at_home(tmp_path) as home, pytest.raises(DeskRefused) as refused:
        told(home, letter=octets)

    assert str(refused.value) == f"letter: {SENTENCES[code].carer}"


def test_what_is_typed_in_is_asked_for(tmp_path: Path) -> None:
    """With nothing but a hyphen the text is typed in, and how to end is said."""
    kept, record = drawn_up()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        desk.files = {"-": to_text(record).encode()}
        import_records(desk, home.recorder, ["-"])

    assert desk.noted == ["Paste the text, then press Ctrl-D."]
    assert desk.said[0].startswith("An agreement is taken in")
