from __future__ import annotations

from pathlib import Path

import pytest

from agent.install.release_keys import IN_THE_HOUSE, believed, release_keys_in
from agent.install.steps import StepFailed
from tests.agent.install.releases import MAKER, SECOND, line_of
from tests.architecture.tree import ROOT


def test_the_house_s_own_file_can_be_read() -> None:
    """Whoever ships keys adds lines to a file that is right to begin with."""
    assert release_keys_in(ROOT / IN_THE_HOUSE).needs >= 1


def test_what_was_stated_on_the_box_counts_alone(tmp_path: Path) -> None:
    """A home with keys of its own believes nobody whom the release names."""
    house, settings = tmp_path / "house", tmp_path / "etc"
    (house / IN_THE_HOUSE).parent.mkdir(parents=True)
    (house / IN_THE_HOUSE).write_text(f"needs 1\n{line_of(MAKER)}")
    settings.mkdir()
    assert set(believed(house, settings).keys) == {MAKER.public_key.keyid}

    (settings / "release.keys").write_text(f"# ours\n\nneeds 1\n{line_of(SECOND)}")

    assert set(believed(house, settings).keys) == {SECOND.public_key.keyid}


def test_a_box_that_believes_nobody_says_what_to_do(tmp_path: Path) -> None:
    """Without a key nothing can be checked, and no release is taken up unchecked."""
    (tmp_path / IN_THE_HOUSE).parent.mkdir(parents=True)
    (tmp_path / IN_THE_HOUSE).write_text("needs 1\n")

    with pytest.raises(StepFailed, match="names no key"):
        believed(tmp_path, tmp_path)


BAD = {
    "no count": line_of(MAKER),
    "a count of none": f"needs 0\n{line_of(MAKER)}",
    "more than there are": f"needs 2\n{line_of(MAKER)}",
    "the same key twice is one": f"needs 2\n{line_of(MAKER)}{line_of(MAKER)}",
    "two counts": f"needs 1\nneeds 1\n{line_of(MAKER)}",
    "a word that nobody knows": f"needs 1\nrsa 1234\n{line_of(MAKER)}",
    "a key cut off": f"needs 1\n{line_of(MAKER)[:40]}\n",
    "a key in capitals": f"needs 1\ned25519 {MAKER.public_key.octets.hex().upper()}\n",
    "a key of small order": f"needs 1\ned25519 {'01' + '00' * 31}\n",
    "no text": "needs 1\n\udcff",
    "a book": "needs 1\n" + "# words\n" * 4_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_slip_in_one_line_makes_the_file_count_for_nothing(tmp_path: Path, text: str) -> None:
    """A key that was meant to be taken away does not stay because another line is wrong."""
    (tmp_path / "keys").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(StepFailed, match="does not say who may release"):
        release_keys_in(tmp_path / "keys")
