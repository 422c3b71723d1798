"""Write the transcript of the room's page anew: `python -m tests.consent.transcript.rebuild`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.consent.transcript.walk import ROOT, transcript

PAGE = ROOT / "consent" / "README.md"
BEGIN = "```console\n"
END = "\n```\n"


def on_page() -> str:
    """Return the transcript that stands on the page."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    """Put a fresh transcript in the place of the one on the page."""
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        fresh = transcript(Path(folder))
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}{fresh}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
