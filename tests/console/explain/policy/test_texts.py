from __future__ import annotations

from pathlib import Path

import pytest

from console.explain.policy.texts import MAX_OCTETS, FileUnreadable, text_of

UNREADABLE: dict[str, tuple[bytes | None, str]] = {
    "not there": (None, "cannot be read: No such file"),
    "not UTF-8": (b"\xff", "this is not UTF-8 text"),
    "too long": (b"#" * (MAX_OCTETS + 1), "longer than any such file"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_told_with_its_file(case: str, tmp_path: Path) -> None:
    """Each way of not being text begins with the name of the file."""
    octets, words = UNREADABLE[case]
    path = tmp_path / "some.toml"
    if octets is not None:
        path.write_bytes(octets)

    with pytest.raises(FileUnreadable, match=f"some.toml: .*{words}"):
        text_of(path)


def test_a_file_of_text_is_read_as_it_is(tmp_path: Path) -> None:
    """Letters of any language come back as they were written."""
    path = tmp_path / "some.toml"
    path.write_text("سارا 李 🦊", encoding="utf-8")

    assert text_of(path) == "سارا 李 🦊"
