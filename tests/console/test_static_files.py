from __future__ import annotations

import re
from pathlib import Path

from console.static_files import FOLDER, address_of


def test_the_address_changes_with_any_file(tmp_path: Path) -> None:
    """One changed octet anywhere gives every file a new address."""
    (tmp_path / "a.css").write_bytes(b"1")
    (tmp_path / "b.css").write_bytes(b"2")
    before = address_of(tmp_path)
    (tmp_path / "b.css").write_bytes(b"3")

    assert address_of(tmp_path) != before


def test_the_address_stays_with_the_files(tmp_path: Path) -> None:
    """The same files have the same address on every start."""
    (tmp_path / "a.css").write_bytes(b"1")

    assert address_of(tmp_path) == address_of(tmp_path)


def test_one_files_end_is_not_anothers_beginning(tmp_path: Path) -> None:
    """Moving octets from one file to the next changes the address."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"23")
    before = address_of(tmp_path)
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "b").write_bytes(b"3")

    assert address_of(tmp_path) != before


def test_the_style_asks_no_other_host_and_names_only_files_that_are_there() -> None:
    """Every address in the stylesheet is a file beside it."""
    style = (FOLDER / "app.css").read_text(encoding="utf-8")
    named = re.findall(r"url\(([^)]+)\)", style)

    assert named
    assert all((FOLDER / name).is_file() for name in named)
    assert "@import" not in style
    assert "//" not in style


def test_each_file_of_other_people_is_named_with_its_licence() -> None:
    """Whatever was not written here stands in LICENSES.md beside the text of its licence."""
    listed = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
    missing = [path.name for path in FOLDER.iterdir() if f"`{path.name}`" not in listed]

    assert missing == []


def test_no_mark_or_font_of_the_government_is_carried() -> None:
    """The font and the marks of GOV.UK are not ours to use."""
    text = " ".join(
        path.read_text(encoding="utf-8")
        for path in FOLDER.iterdir()
        if path.suffix not in {".woff2", ".wav"}
    )

    assert "GDS Transport" not in text
    assert "crown" not in text
