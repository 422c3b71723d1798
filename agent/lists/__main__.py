"""The lists job: composition root of `./lamplight lists`. Files, clocks and network meet here.

Rules kept here:
- The old index stays until a new one is complete, checked and on the disk; whatever goes wrong
  before leaves it as it was.
- What was found goes to standard output; how far it is, and errors, to standard error.
- An error a person can mend is one sentence. Exit status 2: nothing was written. 1: what was asked
  for was done, and something in it needs a look (a list that cannot be used, a count too high).
"""

from __future__ import annotations

import argparse
import io
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from agent.errors import AgentError
from agent.files import replace_file
from agent.lists.build import Build, ListFile, agreeing, list_file, open_list
from agent.lists.report import Progress, bad_lines, shown, summary, table
from agent.lists.target import TargetRefused, sole_build
from policy.categories import Category
from policy.errors import IndexMalformed

_LIST_HELP = "a list, with the category it feeds; without one it is a list this home added"

_EPILOG = f"""categories: {", ".join(Category)}

Of a hosts file (`0.0.0.0 example.org`) each name means itself only. A plain name, one on each
line, covers everything below it. Lists for advert blockers (`||example.org^`), dnsmasq, unbound,
response policy zones (RPZ), mihomo and v2fly are read as far as they speak of whole names.
An ending such as co.uk is refused; one of a provider, such as github.io, is listed and counted.
Rules that a filter of names cannot follow are counted and passed over.

exit status: 0 all went well; 1 a list cannot be used; 2 nothing was written, and the reason
is on standard error. Single bad lines are counted and shown and do no harm; a list of which
more than half is bad is refused as a whole.
"""

_STATE_HELP = "the folder that holds the state of the home; the lists are in `lists` below it"


def arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight lists`."""
    parser = argparse.ArgumentParser(
        prog="lamplight lists",
        description="Turn block lists into the index that the filter reads.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    build = verbs.add_parser("build", help="read lists and write the index")
    build.add_argument("--out", type=Path, required=True, metavar="FILE", help="the index to write")
    check = verbs.add_parser("check", help="read lists, say what is in them, and write nothing")
    for verb in (build, check):
        verb.formatter_class = parser.formatter_class
        verb.epilog = _EPILOG
        verb.add_argument("lists", nargs="+", metavar="[CATEGORY=]FILE", help=_LIST_HELP)
    update = verbs.add_parser("update", help="fetch the home's lists and renew the index")
    update.add_argument("lists", nargs="*", metavar="ID", help="only these lists")
    update.add_argument("--due", action="store_true", help="only lists whose time has come")
    goes = update.add_mutually_exclusive_group()
    goes.add_argument(
        "--authority",
        type=Path,
        metavar="FILE",
        help="trust only this authority's publishers (PEM)",
    )
    goes.add_argument(
        "--fetch-by",
        type=Path,
        metavar="SOCKET",
        help="have each list fetched by the process that listens here, and use no network; whom to"
        " trust is said to that one",
    )
    accept = verbs.add_parser("accept", help="use a copy that was held back")
    accept.add_argument("lists", nargs=1, metavar="ID", help="the list, as `update` names it")
    for verb in (update, accept):
        verb.add_argument("--state", type=Path, required=True, metavar="DIR", help=_STATE_HELP)
        verb.add_argument("--catalogue", type=Path, metavar="FILE", help="another catalogue")
    report = verbs.add_parser("report", help="what the lists would block that people use")
    which = report.add_mutually_exclusive_group(required=True)
    which.add_argument("--state", type=Path, metavar="DIR", help=_STATE_HELP)
    which.add_argument("--index", type=Path, metavar="FILE", help="an index by itself")
    report.add_argument("--top", type=Path, metavar="FILE", help="popular names, one on each line")
    report.add_argument(
        "--ceilings", type=Path, metavar="FILE", help="counts that may not be passed"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Build or check; return the exit status."""
    options = arguments().parse_args(argv)
    # A file's name may hold letters that this terminal cannot show. That must not end a build.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        match options.verb:
            case "build":
                return _build(options.out, _given(options.lists))
            case "check":
                return _check(_given(options.lists))
            case _:
                # Here and not at the top: building, which the agent waits for at its start, must
                # not load what fetches.
                from agent.lists import at_home  # noqa: PLC0415 - the reason stands above

                return at_home.run(options, print, _tell)
    except (AgentError, IndexMalformed) as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"{error.filename or options.verb}: {error.strerror}")
    except KeyboardInterrupt:
        return _complain("stopped before the end", status=128 + signal.SIGINT)


def _given(texts: Sequence[str]) -> list[ListFile]:
    return agreeing([list_file(text) for text in texts])


def _build(out: Path, lists: Sequence[ListFile]) -> int:
    since = time.monotonic()
    for item in lists:
        # All of them before the first is read: a misspelt name should not cost a minute.
        open_list(item.path).close()
        if out.exists() and out.samefile(item.path):
            raise TargetRefused(f"{out} is one of the lists; write the index to another file")
    progress = Progress(time.monotonic, _tell)
    build = Build(time.monotonic, progress)
    with sole_build(out):
        reports = [build.read(item) for item in lists]
        built = build.finish()
        progress(f"writing {out}")
        replace_file(out, [built.octets])
    print(*table(reports), sep="\n")
    if any(report.tally.bad for report in reports):
        print("`lamplight lists check` shows where the bad lines stand.")
    print(summary(built, time.monotonic() - since))
    return 0


def _check(lists: Sequence[ListFile]) -> int:
    since = time.monotonic()
    build = Build(time.monotonic, Progress(time.monotonic, _tell))
    reports = []
    refused = 0
    for item in lists:
        try:
            reports.append(build.read(item))
        except AgentError as error:
            refused += _complain(str(error), status=1)
    if reports:
        print(*table(reports), sep="\n")
    for report in reports:
        for line in bad_lines(report):
            print(line)
    if refused:
        return 1
    print(summary(build.finish(), time.monotonic() - since))
    return 0


def _tell(sentence: str) -> None:
    print(f"lamplight lists: {shown(sentence)}", file=sys.stderr, flush=True)


def _complain(sentence: str, *, status: int = 2) -> int:
    """Say what went wrong; return the exit status that goes with it."""
    _tell(sentence)
    return status


if __name__ == "__main__":
    sys.exit(main())
