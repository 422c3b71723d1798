"""One case from an empty folder to its end, with the commands alone, as a page can show it.

Every command is a process of its own with real files. Two things are set, so that the page can be
compared: what the clock says, and chance. `python -m tests.consent.transcript.rebuild` writes the
page anew.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.promises.programs import where_compiled

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MOST_LINES = 14

# Nothing of a command is replaced but the two things that no page could show twice.
_PROGRAM = """
import hashlib, sys
from datetime import datetime
import consent.__main__ as desk
moment, seed, *arguments = sys.argv[1:]
drawn = 0
def chance(_, octets):
    global drawn
    drawn += 1
    return hashlib.shake_256(f"{seed} {drawn}".encode()).digest(octets)
desk.Terminal.chance = chance
desk.Terminal.now = lambda _: datetime.fromisoformat(moment)
raise SystemExit(desk.main(arguments))
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One command: what is typed behind `./lamplight`, what is answered, and what a reader is told.

    `status` is the exit status that it must have; a step without `told` is run and not shown.
    """

    command: str
    told: str = ""
    answers: tuple[str, ...] = ()
    after: timedelta = timedelta()
    status: int = 0


@dataclass(slots=True)
class Walk:
    """A folder in which the commands run, and what was said."""

    folder: Path
    at: datetime = START
    said: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    def run(self, step: Step) -> str:
        """Run one step; return what it said. Raises AssertionError for another exit status."""
        self._count += 1
        self.at += step.after
        done = subprocess.run(
            [
                *(sys.executable, "-c", _PROGRAM, self.at.isoformat(), f"{self._count}"),
                *step.command.split(),
            ],
            input="".join(f"{one.format_map(self.said)}\n" for one in step.answers),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **where_compiled()},
        )
        assert done.returncode == step.status, f"{step.command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def copy(self, *names: str) -> None:
        """Carry files from the agency's folder to the case's, as a stick or a mail would."""
        (self.folder / "case").mkdir(exist_ok=True)
        for name in names:
            shutil.copyfile(self.folder / "agency" / name, self.folder / "case" / name)


PASSPHRASE = "a long enough passphrase"  # noqa: S105 - nobody's
TWICE = (PASSPHRASE, PASSPHRASE)
VERIFIED = "verify case/root.json case/keyset.json case/agreement.json"

AGENCY = (
    Step(
        "agency init --domain kent.gov.uk --folder agency",
        "Once for each agency: three people make the keys that say who may sign.",
        ("Kent County Council", "www.kent.gov.uk/complaints", "0300 041 4141", *TWICE * 4),
    ),
    Step("agency key priya --folder priya", "A social worker makes her own keys.", TWICE),
    Step(
        "agency enrol ../priya/priya.public --role social_worker --folder agency",
        "The public half is put on the agency's list. So for two managers.",
        ("Priya Shah", "priya.shah@kent.gov.uk", "", PASSPHRASE),
    ),
    Step("agency key tom --folder tom", answers=TWICE),
    Step(
        "agency enrol ../tom/tom.public --role team_manager --folder agency",
        answers=("Tom Hill", "tom.hill@kent.gov.uk", "", PASSPHRASE),
    ),
    Step("agency key ann --folder ann", answers=TWICE),
    Step(
        "agency enrol ../ann/ann.public --role service_manager --folder agency",
        answers=("Ann Lee", "ann.lee@kent.gov.uk", "", PASSPHRASE),
    ),
)
AGREEMENT = (
    Step("agreement practice --folder case", "A made-up home, to practise with."),
    Step(
        "agreement draft --from agreement.toml --folder case",
        "Drawn up: from a file here; without one, question by question.",
        ("1", "", "", "", "yes", "no", "1"),
    ),
    Step(
        "agreement sign --key ../priya/priya.key --folder case",
        "The young person has signed the printed text. The social worker and a manager sign that.",
        ("21 November 2026", "{text}", PASSPHRASE, "yes"),
        timedelta(hours=4),
        1,
    ),
    Step(
        "agreement sign --key ../tom/tom.key --folder case",
        "The last signature.",
        (PASSPHRASE, "yes"),
        timedelta(hours=1),
    ),
    Step(f"{VERIFIED} --at 2026-11-24", "Anybody who has the files can check."),
)
REVIEW = (
    Step(
        f"{VERIFIED} --at 2026-12-23",
        "Without a review it ends by itself.",
        status=1,
    ),
    Step(
        "agreement review --from review.toml --folder case",
        "The review: less from now on.",
        after=timedelta(days=26),
    ),
    Step(
        "agreement sign --key ../priya/priya.key --folder case",
        answers=("17 December 2026", "{review}", PASSPHRASE, "yes"),
        status=1,
    ),
    Step("agreement sign --key ../tom/tom.key --folder case", answers=(PASSPHRASE, "yes")),
    Step(
        f"{VERIFIED} case/review-1.json --at 2027-01-15",
        "Signed by both, as before.",
    ),
)
ENDING = (
    Step(
        "agreement withdraw --folder case",
        "One day the young person has had enough. Their own five words are all it takes.",
        ("{card}",),
        timedelta(days=30),
    ),
    Step(
        f"{VERIFIED} case/review-1.json case/withdrawal.json --at 2027-01-17",
        "And that is that.",
        status=1,
    ),
)


def transcript(folder: Path) -> str:
    """Return the page's transcript, from commands that ran in an empty folder just now."""
    return "\n".join(_lines(Walk(folder))).rstrip()


def _lines(walk: Walk) -> Iterator[str]:
    for step in AGENCY:
        yield from _shown(step, walk.run(step))
    for name in ("agreement.toml", "review.toml"):
        (walk.folder / "case").mkdir(exist_ok=True)
        shutil.copyfile(HERE / name, walk.folder / "case" / name)
    walk.copy("root.json", "keyset.json")
    for step in (*AGREEMENT, *REVIEW, *ENDING):
        said = walk.run(step)
        yield from _shown(step, said)
        _remember(walk, step, said)


def _remember(walk: Walk, step: Step, said: str) -> None:
    """Keep what a person would have on paper: the card's words, and those of each text."""
    lines = said.splitlines()
    words = [line for line in lines if line.startswith("Its eight words")]
    if step.command.startswith("agreement draft"):
        walk.said["card"] = lines[lines.index("", 0) + 1].strip()
        walk.said["text"] = words[0].partition(": ")[2]
    if step.command.startswith("agreement review"):
        walk.said["review"] = words[0].partition(": ")[2]


def _shown(step: Step, said: str) -> Iterator[str]:
    if not step.told:
        return
    yield f"# {step.told}"
    yield f"$ ./lamplight {step.command}"
    lines = [line for line in said.splitlines() if line]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 8], "  …", *lines[-7:]]
    yield from lines
    yield ""
