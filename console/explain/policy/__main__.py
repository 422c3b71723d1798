"""Trying rules before they hold: `python -m console.explain.policy test|diff|plan`.

Rules kept here:
- It asks the same policy room that answers queries. Only `plan` writes, and only where it is told
  to (`console.explain.policy.plan`).
- `test` prints a line for each expectation, and why, and ends with 1 where one does not hold;
  `diff` prints what would change, in sentences; `plan export` prints a young person's plan as a
  file, and `plan import` says what such a file would bring here.
- What cannot be read is one message on stderr that says what to do, and status 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from console.errors import ConsoleError
from console.explain.policy.plan import add_plan, run_plan
from console.explain.policy.texts import text_of
from console.explain.times import zone_of
from console.store.household_file import read_household
from console.store.index_file import open_index
from policy.errors import HouseholdMalformed
from policy.expectations import expectations_from_toml, judged
from policy.plan_words import differences


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked, and return the exit status."""
    options = _options(arguments)
    try:
        if options.verb == "test":
            return _test(options.file, options.household, options.index)
        if options.verb == "diff":
            return _diff(options.before, options.after)
        print(run_plan(options), end="")
    except (ConsoleError, HouseholdMalformed) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lamplight policy", description="Try rules before they hold."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    test = verbs.add_parser("test", help="check a table of what you expect")
    test.add_argument("file", type=Path, metavar="FILE")
    test.add_argument("--household", type=Path, required=True, metavar="FILE")
    test.add_argument("--index", type=Path, metavar="FILE", help="the lists, as they were built")
    diff = verbs.add_parser("diff", help="say what would change from one household to another")
    diff.add_argument("before", type=Path, metavar="BEFORE")
    diff.add_argument("after", type=Path, metavar="AFTER")
    add_plan(verbs)
    return parser.parse_args(arguments)


def _test(file: Path, household_file: Path, index_file: Path | None) -> int:
    household = read_household(household_file)
    expectations = expectations_from_toml(text_of(file))
    index = open_index(index_file) if index_file else None
    wrong = 0
    for row in judged(expectations, household, zone_of(household), index):
        wrong += not row.holds
        at = f"{row.expectation.at:%Y-%m-%d %H:%M}" if row.expectation.at else "without a clock"
        print(f"{'yes' if row.holds else 'NO '}  {at}: {row.found.sentence}")
    print(f"{len(expectations) - wrong} of {len(expectations)} are as you expect.")
    return 1 if wrong else 0


def _diff(before: Path, after: Path) -> int:
    changes = differences(read_household(before), read_household(after))
    print("\n".join(changes) if changes else "Nothing would change.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
