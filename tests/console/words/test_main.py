from __future__ import annotations

from pathlib import Path

import pytest

from console.words.__main__ import main, template
from console.words.catalogue import template_of
from console.words.collected import entries
from console.words.language import FOLDER, lookup_in
from console.words.rights_pack import FOLDER as RIGHTS


def test_what_is_kept_here_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    """Template, catalogues and packs are as `python -m console.words check` wants them."""
    status = main(["check"])

    assert (status, capsys.readouterr().out) == (0, "All is as it should be.\n")


def test_the_template_holds_every_sentence(tmp_path: Path) -> None:
    """`template` writes what translators start from."""
    assert main(["template"], languages=tmp_path) == 0
    assert template(tmp_path).read_text(encoding="utf-8") == template_of(entries())
    assert template(FOLDER).is_file()


def test_a_translation_is_compiled_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`compile` makes the catalogue; `check` finds one that is not made from its translation."""
    written = tmp_path / "cy" / "LC_MESSAGES" / "lamplight.po"
    written.parent.mkdir(parents=True)
    written.write_text('msgid "Yes"\nmsgstr "Ie"\n', encoding="utf-8")
    main(["template"], languages=tmp_path)

    before = main(["check"], languages=tmp_path)
    compiled = main(["compile"], languages=tmp_path)
    after = main(["check"], languages=tmp_path)
    lookup = lookup_in(tmp_path, "cy")

    assert (before, compiled, after) == (1, 0, 0)
    assert lookup is not None
    assert lookup("Yes") == "Ie"
    assert "1 of " in capsys.readouterr().out


def test_a_translation_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its file and line are said, and nothing is written."""
    written = tmp_path / "cy" / "LC_MESSAGES" / "lamplight.po"
    written.parent.mkdir(parents=True)
    written.write_text("msgid nothing\n", encoding="utf-8")

    assert main(["compile"], languages=tmp_path) == 2
    assert "lamplight.po: line 1: " in capsys.readouterr().err
    assert not written.with_suffix(".mo").exists()


def test_what_is_not_current_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing template and a pack that is not offered are named, each with what to do or why."""
    rights = tmp_path / "rights"
    rights.mkdir()
    english = (RIGHTS / "en-GB.toml").read_text(encoding="utf-8")
    (rights / "en-GB.toml").write_text(english, encoding="utf-8")
    (rights / "cy.toml").write_text(english, encoding="utf-8")

    assert main(["check"], languages=tmp_path, rights=rights) == 1
    said = capsys.readouterr().out
    assert "python -m console.words template" in said
    assert "The rights pack cy is not offered: nobody is named who reviewed it." in said
