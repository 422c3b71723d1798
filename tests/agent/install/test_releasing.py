from __future__ import annotations

import io
from pathlib import Path

import pytest

from agent.install.release_keys import release_keys_in
from agent.install.releasing import Passphrase, make_key, make_release, signer_of
from agent.install.steps import StepFailed
from tests.architecture.tree import ROOT


@pytest.fixture
def passphrase(tmp_path: Path) -> Passphrase:
    """Return a passphrase that stands in a file."""
    (tmp_path / "words").write_text("a passphrase for a release\n")
    return Passphrase(file=tmp_path / "words")


def test_a_key_is_made_and_signs(tmp_path: Path, passphrase: Passphrase) -> None:
    """The line that is printed is that of the key in the file, which nobody else can read."""
    line = make_key(tmp_path / "key", passphrase)

    (tmp_path / "release.keys").write_text(f"needs 1\n{line} a maker\n")
    assert set(release_keys_in(tmp_path / "release.keys").keys) == {
        signer_of(tmp_path / "key", passphrase).public_key.keyid
    }
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in (tmp_path / "key").read_bytes()


def test_a_key_is_never_written_over(tmp_path: Path, passphrase: Passphrase) -> None:
    """Whoever asks twice keeps the first one."""
    make_key(tmp_path / "key", passphrase)
    before = (tmp_path / "key").read_bytes()

    with pytest.raises(StepFailed, match="is there already"):
        make_key(tmp_path / "key", passphrase)
    assert (tmp_path / "key").read_bytes() == before


def test_a_short_passphrase_makes_no_key(tmp_path: Path) -> None:
    """A file can be tried without end, so its words are long."""
    (tmp_path / "words").write_text("short\n")

    with pytest.raises(StepFailed, match="at least 16 characters"):
        make_key(tmp_path / "key", Passphrase(file=tmp_path / "words"))
    assert not (tmp_path / "key").exists()


def test_a_key_that_cannot_be_opened_signs_nothing(tmp_path: Path, passphrase: Passphrase) -> None:
    """Another passphrase, another file: a sentence each."""
    make_key(tmp_path / "key", passphrase)
    (tmp_path / "others").write_text("another passphrase altogether\n")
    with pytest.raises(StepFailed, match="not the passphrase"):
        signer_of(tmp_path / "key", Passphrase(file=tmp_path / "others"))

    with pytest.raises(StepFailed, match="not a key file"):
        signer_of(tmp_path / "words", passphrase)


def test_without_a_key_no_release_is_made(tmp_path: Path, passphrase: Passphrase) -> None:
    """It says how to get one."""
    with pytest.raises(StepFailed, match="--new-key"):
        make_release(ROOT, tmp_path / "out.tar", [], passphrase, None)


def test_where_nobody_sits_the_file_of_the_passphrase_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run without a terminal ends, and says which option it needs."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    monkeypatch.setattr("getpass.getpass", lambda _: _nobody())

    with pytest.raises(StepFailed, match="--passphrase-file"):
        Passphrase(file=None).of(tmp_path / "key")


def _nobody() -> str:
    raise EOFError
