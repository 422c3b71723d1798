"""From a card to a deletion statement: what everybody does, through programs of their own.

The agency's desk, the box's recorder, filter and console, and each verb are processes of their own.
Only the value of the clock is played, and where the council's name leads.
"""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from agent.demo.agreement import answers
from agent.recorder.commands.trusting import enrol
from agent.recorder.commands.well_known import KEYSET, ROOT
from consent.calendar import london_day
from consent.codes import Code
from consent.commands.agency import fingerprint
from consent.commands.draft_file import draft_to_text
from consent.commands.opening_words import THE_DEVICE_ASKED
from consent.encoding import object_from_json
from consent.envelope import envelope_from_bytes
from console import words
from console.pages.times import day_in_words
from tests.agent.lists.publisher import content
from tests.agent.recorder.commands.council import COUNCIL, council_at
from tests.consent.commands.memory import MemoryDesk
from tests.promises.at_the_gate import until
from tests.promises.gated_home import TABLET, GatedHome, gated_home
from tests.promises.programs import PATIENCE_SECONDS, Program, our_python, port_in

PASSPHRASE = "a passphrase of some length"  # noqa: S105 - nobody's
TWICE = (PASSPHRASE, PASSPHRASE)
ABOUT = ("Kent County Council", "www.kent.gov.uk/complaints", "0300 123 4567")
WORKERS = {
    "sw": ("social_worker", "Priya Shah"),
    "tm": ("team_manager", "Tom Hill"),
    "sm": ("service_manager", "Ann Lee"),
}
SITE = "strangers.example"
BEFORE = f"www.{SITE}"
# Blocked in the same way, but asked for before anything was on, and after it was off.
EARLY, LATE = "gambling.example", "casino.example"


@dataclass(slots=True)
class Family:
    """A home with its box and console, and the office of its social worker."""

    home: GatedHome
    office: Path
    console: int

    def at_the_box(self, *typed: str, lines: tuple[str, ...] = ()) -> str:
        """Run a verb of the box; return what it said."""
        command = our_python("agent.recorder", *typed, "--run", str(self.home.run))
        return self.run(command, lines)

    def at_the_office(self, *typed: str, lines: tuple[str, ...] = (), ends: int = 0) -> str:
        """Run a verb of the desk; return what it said."""
        command = our_python("tests.promises.desk_at", str(self.home.clock), *typed)
        return self.run(command, lines, ends=ends)

    def on_the_tablet(self, path: str = "/recorded") -> str:
        """Open a page on the young person's tablet; return its words, as somebody reads them."""
        browser = HTTPConnection(
            "127.0.0.1", self.console, timeout=PATIENCE_SECONDS, source_address=(TABLET, 0)
        )
        browser.request("GET", path, headers={"Accept": "text/html"})
        page = browser.getresponse().read().decode()
        browser.close()
        text = re.sub(r"<(head|svg)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
        return " ".join(html.unescape(text).split())

    def file(self, name: str) -> bytes:
        """Return a file of the office's folder."""
        return (self.office / name).read_bytes()

    def run(self, command: list[str], lines: tuple[str, ...] = (), *, ends: int = 0) -> str:
        """Run a command to its end; return what it said."""
        done = subprocess.run(
            command,
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.office,
            env=self.home.environment,
            timeout=PATIENCE_SECONDS,
        )
        assert done.returncode == ends, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    """Start a home, and its console beside it."""
    with gated_home(tmp_path / "home") as home:
        (tmp_path / "office").mkdir()
        console = home.stack.enter_context(
            Program(
                our_python(
                    "console",
                    *("--household", str(home.folder / "household.toml")),
                    *("--state", str(home.folder / "console"), "--listen", "127.0.0.1:0"),
                    *("--recorder", str(home.run / "recorder.sock")),
                ),
                environment=home.environment,
            )
        )
        yield Family(home, tmp_path / "office", port_in(console.line_with("ready")))


def found_agency(family: Family) -> None:
    """Found an agency with three workers."""
    family.at_the_office("agency", "init", "--domain", COUNCIL, lines=(*ABOUT, *TWICE * 4))
    for name, (role, called) in WORKERS.items():
        family.at_the_office("agency", "key", name, lines=TWICE)
        family.at_the_office(
            *("agency", "enrol", f"{name}.public", "--role", role),
            lines=(called, f"{name}@{COUNCIL}", "", PASSPHRASE),
        )


def visit(family: Family, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the council, make the tablet known, and take the home's card away."""
    root, keyset = family.file("root.json"), family.file("keyset.json")
    with council_at(folder, monkeypatch) as council:
        council.serve(ROOT, content(root, kind="application/json"))
        council.serve(KEYSET, content(keyset, kind="application/json"))
        helper = MemoryDesk(answers={"eight words": fingerprint(envelope_from_bytes(root))})
        enrol(helper, family.home.recorder, COUNCIL, council.authority)
    family.at_the_box("bind", "--label", "Tablet", "--address", TABLET)
    card = family.at_the_box("home-card")
    (family.office / "home-card.json").write_text(card, encoding="utf-8")


def agree(family: Family) -> str:
    """Draw up an agreement, have everyone sign it; return the young person's words."""
    issued_on = london_day(family.home.time.now)
    workers = {
        role: str(object_from_json(family.file(f"{name}.public"))["keyid"])
        for name, (role, _) in WORKERS.items()
    }
    said = answers(
        issued_on,
        issued_on + timedelta(days=1),
        device=family.home.device("Tablet").id,
        workers=workers,
    )
    (family.office / "answers.toml").write_bytes(draft_to_text(said))
    shown = family.at_the_office("agreement", "draft", "--from", "answers.toml")
    cards: list[str] = re.findall(r"^  ((?:[a-z-]+ ){4}[a-z-]+)$", shown, re.MULTILINE)
    [card] = cards
    # While somebody is missing, the status is 1.
    family.at_the_office("agreement", "sign", "--card", lines=(card, "yes"), ends=1)
    for key, ends in (("sw.key", 1), ("tm.key", 0)):
        family.at_the_office(
            "agreement", "sign", "--key", key, lines=(PASSPHRASE, "yes"), ends=ends
        )
    return card


def test_the_one_walk(family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written before all agreed and had time; what is, is seen, ended, and gone."""
    home = family.home
    found_agency(family)
    visit(family, tmp_path, monkeypatch)
    assert words.WHY_OFF[Code.AGREEMENT_NONE] in family.on_the_tablet()

    # Everyone signs, the carer pastes it in, and the tablet shows it.
    card = agree(family)
    family.at_the_box("import", "agreement.json")
    home.ask(EARLY, TABLET)
    assert words.WHY_OFF[Code.NOTICE_NONE] in family.on_the_tablet()
    # The page is there a moment before the box is told that it was shown.
    until(lambda: bool(home.how().notices))
    home.later(hours=23)
    home.ask(EARLY, TABLET)
    assert words.WHY_OFF[Code.NOTICE_WAIT] in family.on_the_tablet()

    # A day later it is on, and the tablet says so.
    home.later(hours=2)
    home.settled()
    page = family.on_the_tablet()
    assert words.RECORDED_YES_TEXT in page
    assert words.LOOKS_NOBODY in page
    home.ask(BEFORE, TABLET)
    home.slowly(minutes=8)

    # The social worker takes the days with her and reads them at her desk; both sides see that.
    opened = look_at_the_desk(family)
    assert SITE in opened
    assert THE_DEVICE_ASKED in opened
    page = family.on_the_tablet()
    assert words.LOOKS_NOBODY not in page
    assert words.LOOKS_TOOK.format(days=day_in_words(london_day(home.time.now))) in page
    assert SITE in family.at_the_box("look", "Tablet", lines=(card,))

    # The young person takes it back. It is off when the command ends, and the tablet says so.
    family.at_the_box("withdraw", lines=("yes", card))
    assert words.WHY_OFF[Code.WITHDRAWN] in family.on_the_tablet()
    assert "Tablet: off." in family.at_the_box("how")
    home.ask(LATE, TABLET)
    home.slowly(minutes=8)
    own = family.at_the_box("look", "Tablet", lines=(card,))
    assert SITE in own
    assert not {name for name in (EARLY, LATE) if name in own}

    # Three days later nothing is left, which the box signs, and the desk finds borne out.
    home.later(hours=73)
    assert not (home.state / "days").exists() or not any((home.state / "days").iterdir())
    family.at_the_box("audit", "deletion", "deletion.txt")
    family.at_the_box("audit", "bundle", "last.bundle")
    checked = family.at_the_office("verify", "first.bundle", "days.txt", "--card", "home-card.json")
    assert checked.startswith("ALL RIGHT.")
    assert "as the box wrote it" in checked
    checked = family.at_the_office(
        "verify", "last.bundle", "deletion.txt", "--card", "home-card.json"
    )
    assert checked.startswith("ALL RIGHT.")
    for sentence in (
        "handed out for a social worker's desk: Tablet",
        "the young person looked at Tablet",
        "withdrawn by the young person",
        "day keys: 1 made, 1 destroyed, 0 left.",
        "The bundle bears it out: its keys were counted again.",
    ):
        assert sentence in checked


def look_at_the_desk(family: Family) -> str:
    """Have the box hand out its days for the social worker; return what her desk shows."""
    keyid = str(object_from_json(family.file("sw.public"))["keyid"])
    days = family.at_the_box("export", "Tablet", "--to", keyid[:8])
    (family.office / "days.txt").write_text(days, encoding="utf-8")
    family.at_the_box("audit", "bundle", "first.bundle")
    return family.at_the_office(
        *("agreement", "open", "days.txt", "--key", "sw.key", "--bundle", "first.bundle"),
        lines=(PASSPHRASE,),
    )
