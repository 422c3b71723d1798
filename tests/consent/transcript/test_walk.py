"""A social worker's case, from an empty folder to its end, as the room's page shows it."""

from __future__ import annotations

from pathlib import Path

from tests.consent.transcript.rebuild import on_page
from tests.consent.transcript.walk import transcript


def test_the_page_shows_what_the_commands_really_say(tmp_path: Path) -> None:
    """From an empty folder to agreement, review and withdrawal: each command says what is shown."""
    assert transcript(tmp_path).splitlines() == on_page().splitlines()


def test_no_file_of_a_case_is_named_after_anybody(tmp_path: Path) -> None:
    """A folder that is seen on a screen or a stick tells nobody's name."""
    transcript(tmp_path)
    names = {path.name for path in (tmp_path / "case").iterdir()}

    assert names == {
        *("root.json", "keyset.json", "home-card.json", "home-card.txt", "draft.toml"),
        *("agreement.toml", "review.toml", "text.txt", "text.html", "review-text.txt"),
        *("review-text.html", "agreement.json", "agreement.txt", "review-draft.toml"),
        *("review-1.json", "review-1.txt", "withdrawal.json", "withdrawal.txt"),
        *("dates.ics", "case-notes.txt"),
    }


def test_private_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine can read a key file, and none is in clear."""
    transcript(tmp_path)
    keys = sorted(tmp_path.rglob("*.key"))

    assert len(keys) == 7
    for path in keys:
        assert path.stat().st_mode & 0o077 == 0
        assert path.read_bytes().count(b"BEGIN ENCRYPTED PRIVATE KEY") == 2
