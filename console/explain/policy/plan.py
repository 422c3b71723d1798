"""Taking a young person's plan along: out of one home's file, into another's.

Rules kept here:
- What would change is told in sentences first. The household file changes only with --write, whole
  or not at all, and only once what is written reads back as what was told.
- Whoever is taken in is added at the end of the file, so that what a carer noted in it stays. Where
  that cannot be done the file is written anew, and as it was it stays beside it.
- A file that is there already is never written over.
- A plan holds rules. Nothing that was recorded, counted or asked is in it, on either way.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Final

from console.explain.policy.texts import FileUnwritable, text_of
from console.store.household_file import read_household
from console.store.whole_file import holding, replace_whole
from policy.document import household_from_toml, household_to_document
from policy.errors import HouseholdMalformed
from policy.household import Household
from policy.people_document import young_person_to
from policy.plan_file import Plan, plan_from_toml, plan_of, plan_to_toml, taken_in
from policy.plan_words import differences, rules_in_words
from policy.toml_text import to_toml

BEFORE: Final = ".before"
"""What a household file that was written anew is called afterwards, behind its name."""


def add_plan(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `plan export` and `plan import` to the verbs."""
    plan = verbs.add_parser("plan", help="take a young person's plan along to another home")
    ways = plan.add_subparsers(dest="way", required=True)
    out = ways.add_parser("export", help="print a young person's plan as a file, or write it")
    out.add_argument("name", metavar="NAME", help="a young person as the household file names them")
    out.add_argument("--household", type=Path, required=True, metavar="FILE")
    out.add_argument("--out", type=Path, metavar="FILE", help="a new file to write it to")
    into = ways.add_parser(
        "import", help="say what a plan would bring here, and with --write do it"
    )
    into.add_argument("plan", type=Path, metavar="PLAN", help="the file that came along")
    into.add_argument("--household", type=Path, required=True, metavar="FILE")
    into.add_argument("--called", metavar="NAME", help="what they are called here")
    into.add_argument(
        "--stay-from",
        metavar="DAY",
        help="the first day of their stay, such as 2026-11-23; in its first week nothing is limited"
        " by the clock, unless the plan says otherwise",
    )
    into.add_argument(
        "--with-house-rules",
        action="store_true",
        help="make the rules for everyone here those of the home they come from",
    )
    into.add_argument("--write", action="store_true", help="change the household file")


def run_plan(options: argparse.Namespace) -> str:
    """Export or import, and return what to print. Raises ConsoleError and HouseholdMalformed."""
    if options.way == "export":
        return _export(options.name, options.household, options.out)
    # A link stays a link: what it leads to is written.
    path: Path = options.household.resolve()
    before, after, told = _import(options, path)
    if not options.write:
        return told + "Nothing was changed. With --write, it is.\n"
    kept = _write(path, before, after)
    told += (
        f"{path} was changed. Say in it which devices are theirs; then start the console again.\n"
    )
    if kept:
        told += f"The file was written anew. As it was, with all that was noted in it: {kept}\n"
    return told


def _export(name: str, household_file: Path, out: Path | None) -> str:
    household = read_household(household_file)
    young = [person.name for person in household.young_people]
    if name not in young:
        known = ", ".join(repr(one) for one in young) or "none yet"
        raise HouseholdMalformed(
            "NAME", f"no young person here is called {name!r}; they are: {known}"
        )
    text = plan_to_toml(plan_of(household, name))
    if out is None:
        return text
    _write_new(out, text)
    return f"The plan of {name} is in {out}. It holds rules, and nothing about what anybody did.\n"


def _import(options: argparse.Namespace, path: Path) -> tuple[Household, Household, str]:
    """Return the household as it is, as it would be, and the difference in sentences."""
    plan = _plan_from(options.plan)
    since = None if options.stay_from is None else _day(options.stay_from)
    before = read_household(path)
    try:
        after = taken_in(
            before,
            plan,
            called=options.called,
            since=since,
            with_house=options.with_house_rules,
        )
    except HouseholdMalformed as error:
        raise HouseholdMalformed(
            error.where, f"{error.problem}. With --called NAME they have another name here"
        ) from error
    here = rules_in_words(after.everyone)
    sentences = [
        *differences(before, after),
        *(
            f"In the home they come from, this held for everyone: {sentence}"
            for sentence in rules_in_words(plan.house)
            if sentence not in here
        ),
    ]
    return before, after, "".join(f"{sentence}\n" for sentence in sentences)


def _plan_from(path: Path) -> Plan:
    try:
        return plan_from_toml(text_of(path))
    except HouseholdMalformed as error:
        raise HouseholdMalformed(f"{path}: {error.where}", error.problem) from error


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise HouseholdMalformed("--stay-from", f"{text!r} is no day; write one such as 2026-11-23")
    return found


def _write(path: Path, before: Household, after: Household) -> Path | None:
    """Write a household with one young person more; return where the old file is, if it is kept."""
    [new] = after.young_people[len(before.young_people) :]
    try:
        with holding(path.parent):
            old = text_of(path)
            if not _reads_as(old, before):
                raise FileUnwritable(f"{path}: somebody changed it just now; try again")
            longer = old + to_toml({"young_people": [young_person_to(new)]})
            if _reads_as(longer, after):
                _replace(path, longer)
                return None
            kept = path.with_name(path.name + BEFORE)
            _write_new(kept, old)
            _replace(path, to_toml(household_to_document(after), always=("addresses",)))
            return kept
    except OSError as error:
        raise FileUnwritable(f"{path}: cannot be written: {error.strerror}") from error


def _reads_as(text: str, household: Household) -> bool:
    try:
        return household_from_toml(text) == household
    except HouseholdMalformed:
        return False


def _write_new(path: Path, text: str) -> None:
    try:
        if path.exists():
            raise FileUnwritable(
                f"{path}: this is there already, and is not written over; move it away"
            )
        replace_whole(path, text.encode())
    except OSError as error:
        raise FileUnwritable(f"{path}: cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    mode = path.stat().st_mode & 0o777
    replace_whole(path, text.encode())
    path.chmod(mode)
