"""The golden files: what each template says for the sample, and the digest of it.

Rebuild them after a deliberate change, before anybody has signed, with

    python -m tests.consent.texts.rebuild

from the root of the repository, and read what git then shows as changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from consent.texts import TemplateId
from tests.consent.texts.sample import review_text_of, text_of

GOLDEN: Final = Path(__file__).with_name("golden")


def golden_files() -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every golden file."""
    digests = []
    for template in TemplateId:
        reader = template.split("/")[1]
        for name, text in (
            (reader, text_of(template)),
            (f"{reader}-review", review_text_of(template)),
        ):
            yield f"{name}.txt", text.plain()
            digests.append(f"{name} {text.digest} {' '.join(text.words)}\n")
    yield "digests.txt", "".join(digests)


if __name__ == "__main__":
    for file, content in golden_files():
        (GOLDEN / file).write_text(content, encoding="utf-8")
