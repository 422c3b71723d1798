from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.recorder.commands.audit_verbs import STATE, audit_arguments, home_card_arguments
from consent.bundle import bundle_from_octets
from consent.home import Press
from consent.pasted_note import NoteKind, note_kind
from consent.recorder_requests import Stop
from tests.agent.recorder.commands.asking import worker_of
from tests.agent.recorder.commands.at_home import AtHome, at_home, with_entries
from tests.agent.recorder.commands.typed import asked
from tests.consent.commands.memory import MemoryDesk


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHome]:
    """Give a home with something written down."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as found:
        yield found


def audit(home: AtHome, *words: str) -> MemoryDesk:
    """Type a verb of `./lamplight audit`; return the desk."""
    desk = home.somebody()
    assert not asked(home, desk, audit_arguments().parse_args(words))
    return desk


def test_show_tells_the_journal(home: AtHome) -> None:
    """`show` tells what happened."""
    assert "The box was started." in audit(home, "show").said[0]


def test_bundle_writes_a_file(home: AtHome) -> None:
    """`bundle` writes the bundle into the file that was named."""
    desk = audit(home, "bundle", "a.bundle")

    assert bundle_from_octets(desk.files["a.bundle"]).box_key.keyid == home.how().box


def test_status_shows_and_draws(home: AtHome) -> None:
    """`status` shows the statement, and draws it where that was asked for."""
    desk = audit(home, "status", "482913", "--qr", "a.svg")

    assert note_kind(desk.text.encode()) is NoteKind.STATUS
    assert "a.svg" in desk.files


def test_spoken_shows_four_words(home: AtHome) -> None:
    """`spoken` shows four words."""
    assert len(audit(home, "spoken", "4821").said[0].partition(":")[2].split()) == 4


def test_deletion_takes_an_agreement(home: AtHome) -> None:
    """`deletion` writes the statement of the agreement that was named."""
    [agreement] = home.how().agreements
    home.ask(Stop(agreement=agreement.agreement, press=Press.CARER))
    desk = audit(home, "deletion", "a.txt", "--agreement", agreement.agreement[:6])

    assert note_kind(desk.files["a.txt"]) is NoteKind.DELETION


def test_check_reads_a_folder(home: AtHome) -> None:
    """`check` reads the folder that was named, and one of its own where none was."""
    assert audit(home, "check", "--state", str(home.state)).said[0].startswith("All right.")
    assert audit_arguments().parse_args(["check"]).state == STATE


def test_the_home_card_is_shown(home: AtHome) -> None:
    """`home-card` shows the card, and with a key the home's shared words in its place."""
    desk = home.somebody()
    asked(home, desk, home_card_arguments().parse_args(["--qr", "a.svg"]))
    asked(home, desk, home_card_arguments().parse_args(["--for", worker_of(home)[:10]]))

    card, shared = desk.said
    assert card.startswith("-----BEGIN LAMPLIGHT HOME CARD-----")
    assert note_kind(shared.encode()) is NoteKind.SHARED_WORDS
    assert list(desk.files) == ["a.svg"]
