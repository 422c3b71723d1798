"""The trust core's cases as files: `python -m tests.vectors.build_ledger` writes them anew.

Keys are fixed and signatures deterministic (RFC 8032), so the octets are too. What must come of
each case is written down by hand beside it, never taken from the code that is tested.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.vectors.cases import box, endings, octets, paper, rules, signers, times, trust
from tests.vectors.ledger_case import Case, text_of

FOLDER: Final = Path(__file__).parent / "ledger"
GROUPS: Final = (rules, signers, trust, times, endings, paper, box, octets)


def cases() -> dict[str, Case]:
    """Return every case by its name. Raises AssertionError where two bear the same."""
    every = [case for group in GROUPS for make in group.GROUPS for case in make()]
    named = {case.name: case for case in every}
    assert len(named) == len(every), "two cases of one name"
    return named


def files() -> dict[str, str]:
    """Return each file's text by its name."""
    return {f"{name}.json": text_of(case) for name, case in cases().items()}


def main() -> None:
    """Write the files, and take away those that no case makes."""
    FOLDER.mkdir(exist_ok=True)
    texts = files()
    for path in FOLDER.glob("*.json"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
