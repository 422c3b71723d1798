"""A day of a home, by hand: `python -m tests.day [--questions N] [--every SECONDS] [--folder DIR]`.

It prints what the tests hold, as figures.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import SEED, SHARED_DATA
from tests.day.household import household
from tests.day.running import home

SECTORS_WRITTEN, SECTOR_OCTETS = 6, 512
"""Linux, Documentation/block/stat.rst."""


def main() -> None:
    """Let a day pass, and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.day")
    parser.add_argument("--questions", type=int, default=1_500_000)
    parser.add_argument("--every", type=int, default=1, metavar="SECONDS")
    parser.add_argument("--sites", type=int, default=1_000)
    parser.add_argument("--names", type=int, default=1_000)
    parser.add_argument("--folder", type=Path, help="where the home's files lie, such as a card")
    options = parser.parse_args()
    data = SHARED_DATA if SHARED_DATA.is_dir() else None
    who = household(
        *(SEED, options.questions, data), most_sites=options.sites, most_names=options.names
    )
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="lamplight-day-", dir=options.folder) as folder,
        home(Path(folder), who) as running,
    ):
        os.sync()
        before = on_device(Path(folder))
        passed = running.passes_a_day(options.every)
        os.sync()
        device = on_device(Path(folder)) - before
    say = sys.stdout.write
    say(f"seed {SEED}, {time.monotonic() - began:.0f} s\n")
    say(f"asked {passed.asked}, unanswered {passed.unanswered}, above {passed.asked_above}\n")
    say(f"rcodes {dict(passed.rcodes)}, pages {dict(passed.pages)}\n")
    for hour, figures in enumerate(passed.hours):
        say(f"hour {hour:2}: {figures}\n")
    say(f"written {dict(passed.written)}, together {sum(passed.written.values())}\n")
    say(f"files replaced {dict(passed.replaced)}\n")
    say(f"written to the whole device meanwhile, by whoever: {device}\n")


def on_device(folder: Path) -> int:
    """Return how many octets were written to the device below a folder since it is there."""
    at = folder.stat().st_dev
    counts = Path(f"/sys/dev/block/{os.major(at)}:{os.minor(at)}/stat").read_text(encoding="ascii")
    return int(counts.split()[SECTORS_WRITTEN]) * SECTOR_OCTETS


if __name__ == "__main__":
    main()
