"""What translators need: `python -m console.words template|compile|check`.

- `template` writes `languages/lamplight.pot`: every sentence once, with the places that show it.
- `compile` makes of each `languages/TAG/LC_MESSAGES/lamplight.po` the catalogue beside it.
- `check` says what is not as these two would leave it, and which rights packs are not offered.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from console.words.catalogue import CatalogueRefused, mo_of, read_po, template_of
from console.words.collected import entries
from console.words.language import DOMAIN
from console.words.language import FOLDER as LANGUAGES
from console.words.rights_pack import FOLDER as RIGHTS
from console.words.rights_pack import read_packs


def main(
    arguments: Sequence[str] | None = None, languages: Path = LANGUAGES, rights: Path = RIGHTS
) -> int:
    """Do what was asked and return the exit status: 1 where `check` finds something."""
    parser = argparse.ArgumentParser(prog="python -m console.words")
    parser.add_argument("do", choices=("template", "compile", "check"))
    match parser.parse_args(arguments).do:
        case "template":
            template(languages).write_text(template_of(entries()), encoding="utf-8")
        case "compile":
            return _compile(languages)
        case _:
            found = [*_outdated(languages), *_refused(rights)]
            print("\n".join(found) if found else "All is as it should be.")
            return 1 if found else 0
    return 0


def template(languages: Path) -> Path:
    """Return where the template stands."""
    return languages / f"{DOMAIN}.pot"


def _compile(languages: Path) -> int:
    for written in _written(languages):
        try:
            found = read_po(written.read_text(encoding="utf-8"))
        except CatalogueRefused as error:
            print(f"{written}: {error}", file=sys.stderr)
            return 2
        found.pop("", None)
        written.with_suffix(".mo").write_bytes(mo_of(found))
        print(f"{written}: {len(found)} of {len(entries())} sentences")
    return 0


def _outdated(languages: Path) -> Iterator[str]:
    kept = template(languages)
    if not kept.is_file() or kept.read_text(encoding="utf-8") != template_of(entries()):
        yield "The template is not current. Run: python -m console.words template"
    for written in _written(languages):
        found = read_po(written.read_text(encoding="utf-8"))
        found.pop("", None)
        compiled = written.with_suffix(".mo")
        if not compiled.is_file() or compiled.read_bytes() != mo_of(found):
            yield f"{compiled.name} of {written.parts[-3]} is not made from its lamplight.po."


def _refused(rights: Path) -> Iterator[str]:
    for one in read_packs(rights).refused:
        yield f"The rights pack {one.tag} is not offered: {one.why}."


def _written(languages: Path) -> list[Path]:
    return sorted(languages.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


if __name__ == "__main__":
    raise SystemExit(main())
