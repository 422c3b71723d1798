"""Why a device may or may not have a name: `python -m console.explain`.

Rules kept here:
- It asks the same policy room that answers queries, so the two cannot disagree.
- One sentence on stdout, then with --lists the line of each list behind it, then whom to talk to
  where that may help; or one JSON object with --json. Everything else is an error on stderr that
  says what to write instead, and status 2.
- What holds at a time is asked with --at; without it, what holds now by the machine's clock. What
  was given for a time counts with --snapshot, and minutes that are used up with --minutes.
- The web libraries are not imported: this runs on a box whose console is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from console import words
from console.errors import ConsoleError
from console.explain.lately import minutes_at, published_at
from console.explain.times import moment_asked, zone_of
from console.services.why import WhyAnswer, policy_of, why
from console.store.allowed_file import AllowedFile, with_allowed
from console.store.household_file import read_household
from console.store.index_file import open_index
from console.store.lists_folder import ListsFolder
from policy import names
from policy.compile import CompiledPolicy, DevicePolicy, compile_policy
from policy.errors import HouseholdMalformed, NameMalformed
from policy.explain import explain
from policy.household import Household
from policy.index import CategoryIndex
from policy.tonight import Tonight

VISITOR = "visitor"
"""Stands for a device nobody has named, unless some device bears this name."""


class DeviceUnknown(ConsoleError):
    """No device of the household has the name that was asked about."""


def main(arguments: Sequence[str] | None = None, *, now: datetime | None = None) -> int:
    """Print why, and return the exit status: 0 for allowed and blocked alike.

    `now` is the time of the machine where it is left out.
    """
    options = _options(arguments)
    lists = ListsFolder(options.lists) if options.lists else None
    try:
        household, tonight = _home(options)
        zone = zone_of(household)
        moment = moment_asked(options.at, zone, now or datetime.now(UTC))
        compiled = compile_policy(household, version=1, moment=moment, tonight=tonight)
        policy = _policy_of(compiled, options.device)
        name = names.from_text(options.name)
        index = _index(options.index, lists)
    except (ConsoleError, HouseholdMalformed, NameMalformed) as error:
        print(error, file=sys.stderr)
        return 2
    answer = replace(why(policy, name, index, lists), found=explain(policy, name, index, zone))
    if options.json:
        document = _document(options.device, names.to_text(name), answer)
        print(json.dumps(document, ensure_ascii=False))
    else:
        print("\n".join(_spoken(answer, with_lines=lists is not None)))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lamplight explain",
        description="Say whether a device may have a name, and why.",
    )
    home = parser.add_mutually_exclusive_group(required=True)
    home.add_argument("--household", type=Path, metavar="FILE", help="the home as a carer wrote it")
    home.add_argument(
        "--snapshot",
        type=Path,
        metavar="FILE",
        help="the home as the console published it, with what was given for a time and whose turn"
        " it is",
    )
    parser.add_argument(
        "--device",
        required=True,
        metavar="NAME",
        help=f"a device as the file names it, or {VISITOR!r} for one nobody has named",
    )
    parser.add_argument("--name", required=True, metavar="DOMAIN", help="such as example.org")
    parser.add_argument(
        "--at",
        metavar="TIME",
        help='a time by the home\'s clocks, such as "2026-11-23 21:30"; now, where left out',
    )
    parser.add_argument("--index", type=Path, metavar="FILE", help="the lists, as they were built")
    parser.add_argument(
        "--lists",
        type=Path,
        metavar="DIR",
        help="the folder that the lists job keeps: its index, unless --index names another, and the"
        " copies from which lines are shown",
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help="the console's state, by which names that were allowed from a page count as allowed",
    )
    parser.add_argument(
        "--minutes",
        type=Path,
        metavar="FILE",
        help="the sums of minutes that the agent keeps, so that what is used up counts",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    return parser.parse_args(arguments)


def _home(options: argparse.Namespace) -> tuple[Household, Tonight]:
    """Return the household, and what was given and used. Raises ConsoleError."""
    if options.snapshot:
        return published_at(options.snapshot, options.minutes)
    household = read_household(options.household)
    if options.state:
        household = with_allowed(household, AllowedFile(options.state).read())
    return household, Tonight(minutes=minutes_at(options.minutes))


def _index(path: Path | None, lists: ListsFolder | None) -> CategoryIndex | None:
    """Return the index to look into. Raises IndexUnreadable.

    A folder of the lists job in which nothing was fetched yet has none, and that is no fault.
    """
    if path is None and lists is not None and lists.index_path.exists():
        path = lists.index_path
    return open_index(path) if path else None


def _policy_of(compiled: CompiledPolicy, device: str) -> DevicePolicy:
    if policy := policy_of(compiled, device):
        return policy
    if device == VISITOR:
        return compiled.visitors
    known = ", ".join(repr(name) for name in compiled.by_device) or "none yet"
    raise DeviceUnknown(
        f"--device {device}: no device here has this name. The devices are: {known}."
        f" For a device nobody has named, write {VISITOR}"
    )


def _spoken(answer: WhyAnswer, *, with_lines: bool) -> list[str]:
    spoken = [answer.found.sentence]
    for naming in answer.namings if with_lines else ():
        line = naming.line
        spoken.append(
            f"  {naming.title}, line {line.number}: {line.text}"
            if line
            else f"  {naming.title}: {words.WHY_NO_LINE}"
        )
    if answer.found.offers_help:
        spoken.append(f"{words.HELP}:")
        spoken += [f"  {line.name}, {line.number}. {line.text}" for line in words.HELP_LINES]
    return spoken


def _document(device: str, name: str, answer: WhyAnswer) -> dict[str, object]:
    found = answer.found
    return {
        "device": device,
        "name": name,
        "allowed": found.allowed,
        "why": found.why,
        "matched": names.to_text(found.matched) if found.matched else None,
        "category": found.category,
        "lists": [
            {
                "list": naming.listed.source.name,
                "name": names.to_text(naming.listed.name),
                "line": naming.line.number if naming.line else None,
                "text": naming.line.text if naming.line else None,
            }
            for naming in answer.namings
        ],
        "offers_help": found.offers_help,
        "rule": found.title,
        "until": found.until.astimezone(UTC).isoformat() if found.until else None,
        "sentence": found.sentence,
    }


if __name__ == "__main__":
    raise SystemExit(main())
