"""The console killed at any moment: what was acknowledged stays, and nothing opens by it.

A second home does the same acts and is never killed. After each kill the first one must hold what
the second holds without the act that was under way, or with it, and never a mixture of both.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import shutil
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from os import kill
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlencode

import pytest

from console.app import create_app
from console.forms import URL_ENCODED
from console.security.hosts import OUR_NAMES
from console.security.passwords import TESTS
from console.security.permissions import Level, Role
from console.security.sessions import Kept, Visit, digest_of
from console.services.undoing import undoable
from console.store.allowed_file import AllowedFile
from console.store.database.changes import Changed
from console.store.database.given import grants_in, requests_in
from console.store.database.homes import home_of
from console.store.database.sign_ins import add_sign_in, begin_visit, sign_ins_in
from console.store.lists_folder import ListsFolder
from console.store.published import Published
from policy.names import from_text
from policy.snapshot import PolicySnapshot
from tests.conftest import Scale
from tests.console import homes
from tests.console.browsing import HERE, Browser, Came, hidden
from tests.console.running import ROOT
from tests.console.signing_in import Clock, Home
from tests.promises.programs import our_python, surroundings

PATIENCE_SECONDS: Final = 60.0
SAMS, ALEXS = "127.0.0.11", "127.0.0.12"
VISIT: Final = "a-visit-that-began-before-the-test"

TEXT: Final = f"""\
format = "lamplight-household/v1"

[everyone]
block_categories = ["adult", "gambling", "self-harm"]

[[carers]]
name = "Jo"

[[young_people]]
name = "Sam"
block = ["blocked.example"]

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{{from = "18:30", until = "07:00"}}]

[[young_people.budgets]]
minutes = 60
category = "games"

[[young_people]]
name = "Alex"

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["{SAMS}"]

[[devices]]
name = "Alex's phone"
belongs_to = "Alex"
addresses = ["{ALEXS}"]

[[devices]]
name = "Tablet"
belongs_to = "everyone"
shared_by = ["Sam", "Alex"]
hand_back_minutes = 30
addresses = ["127.0.0.13"]
"""

BY_CHANCE: Final = {"sign_in": {"password"}, "pin": {"hashed"}, "visit": {"seen_at"}}
"""What of a row is drawn by chance, or noted by the minute: no two homes have the same."""

Act = tuple[str, str, Mapping[str, str]]
"""Where something is sent from, whereto, and its fields."""


@dataclass(slots=True)
class Twin:
    """The second home, in this process, which nobody kills."""

    home: Home

    @property
    def state(self) -> Path:
        """Where it keeps everything."""
        return self.home.house.published.state

    @property
    def published(self) -> PolicySnapshot:
        """What is published now."""
        return self.home.house.published.snapshot()

    def does(self, act: Act) -> Came:
        """Do what the first home was asked to do."""
        source, path, fields = act
        return self._browser(source).send(path, **fields)

    def next_act(self, dice: random.Random) -> Act:
        """Return something that a person of this home could do now."""
        return dice.choice(ACTS)(self, dice)

    def _browser(self, source: str) -> Browser:
        browser = self.home.browser(source)
        if source == HERE:
            browser.jar[Kept.VISIT] = VISIT
        return browser


def _give(path: str, **fields: str) -> Callable[[Twin, random.Random], Act]:
    """Return what gives a young person something for a while."""

    def act(_: Twin, dice: random.Random) -> Act:
        length = dice.choice(("15", "30", "60", "120"))
        said = {"number": dice.choice("12")} | fields
        return HERE, path, {**said, **({"length": length} if "length" in fields else {})}

    return act


def _undo(twin: Twin, dice: random.Random) -> Act:
    with twin.home.house.database.reading() as session:
        numbers = [one.number for one in grants_in(session)]
    return HERE, "/tonight/undo", {"grant": str(dice.choice(numbers or [1]))}


def _ask(_: Twin, dice: random.Random) -> Act:
    fields = {"site": f"n{dice.randrange(10**6)}.example", "words": "please"}
    return dice.choice((SAMS, ALEXS)), "/mine/ask/site", fields


def _answer(twin: Twin, dice: random.Random) -> Act:
    with twin.home.house.database.reading() as session:
        found = [one.number for one in requests_in(session, twin.home.clock.now)]
    number = str(dice.choice(found or [1]))
    if dice.random() < 0.7:
        return HERE, "/tonight/yes", {"request": number, "length": "60"}
    return HERE, "/tonight/no", {"request": number, "reason": "0", "words": ""}


def _rules(twin: Twin, dice: random.Random) -> Act:
    subject = dice.choice(("everyone", "person-1", "person-2", "device-1"))
    path = f"/rules/{subject}/names"
    fields = {"block": f"n{dice.randrange(10**6)}.example", "allow": ""}
    compared = twin.does((HERE, path, fields))
    return HERE, path, {**fields, "check": hidden(compared, "check")}


def _undo_rules(twin: Twin, _: random.Random) -> Act:
    found = undoable(twin.home.house)
    return HERE, "/rules/undo", {"number": str(found.number if found else 1)}


def _devices(twin: Twin, dice: random.Random) -> Act:
    with twin.home.house.database.reading() as session:
        home = home_of(session)
    assert home is not None
    place = dice.randrange(3)
    what = dice.choice(("rename", "turn", "turn-end", "pin"))
    at = f"/devices/{place + 1}/{what}"
    fields = {"device": home.household.devices[place].name}
    match what:
        case "rename":
            return HERE, at, {**fields, "name": f"Device {dice.randrange(10**6)}"}
        case "turn":
            return HERE, at, {**fields, "person": dice.choice(("Sam", "Alex"))}
        case "pin":
            return HERE, at, {**fields, "person": "Sam", "pin": f"{dice.randrange(1000, 9999)}"}
        case _:
            return HERE, at, fields


def _accounts(twin: Twin, dice: random.Random) -> Act:
    with twin.home.house.database.reading() as session:
        others = [one.number for one in sign_ins_in(session)][1:]
    if len(others) > 3:
        return HERE, "/sign-ins/remove", {"sign_in": str(dice.choice(others))}
    name = f"Adult {dice.randrange(10**6)}"
    return HERE, "/sign-ins", {"name": name, "role": dice.choice(("carer", "helper"))}


def _numbers(_: Twin, dice: random.Random) -> Act:
    rows = {f"name-{place}": "" for place in range(1, 4)}
    rows |= {f"number-{place}": "" for place in range(1, 4)}
    return (
        HERE,
        "/worried/numbers",
        rows
        | {
            "name-1": "Somebody",
            "number-1": f"0{dice.randrange(10**9, 10**10)}",
        },
    )


def _allow(_: Twin, dice: random.Random) -> Act:
    name = dice.choice(("bet.example", "more.bet.example"))
    return HERE, "/allow", {"device": "", "name": name}


def _take_back(_: Twin, dice: random.Random) -> Act:
    return HERE, "/undo", {"name": dice.choice(("bet.example", "more.bet.example"))}


ACTS: Final[tuple[Callable[[Twin, random.Random], Act], ...]] = (
    _give("/tonight/more", target="3", minutes="15"),
    _give("/tonight/pause", length="15", reason="We talk."),
    _give("/tonight/open", length="15", site="open.example", service="-"),
    _give("/tonight/later", length="15", title="Bedtime"),
    _give("/tonight/homework", length="15"),
    _undo,
    _ask,
    _answer,
    _rules,
    _undo_rules,
    _devices,
    _accounts,
    _numbers,
    _allow,
    _take_back,
)


@dataclass(slots=True)
class Killed:
    """The first home: its state, and the process that is killed again and again."""

    state: Path
    lists: Path
    forks: subprocess.Popen[str]
    pid: int = 0
    port: int = 0
    version: int = 0
    is_gone: bool = True
    done: Counter[str] = field(default_factory=Counter)

    def start(self, steps: int, *, from_first_request: bool = False) -> bool:
        """Start a console that ends after so many steps, 0 for never; say whether it got ready."""
        options = ["--state", str(self.state), "--listen", f"{HERE}:0", "--lists", str(self.lists)]
        _pipe(self.forks.stdin).write(f"{json.dumps([steps, from_first_request, *options])}\n")
        _pipe(self.forks.stdin).flush()
        self.pid = int(self._line())
        line = self._line()
        found = re.search(r"http://[^:]+:(\d+)/$", line)
        self.port = int(found[1]) if found else 0
        self.is_gone = line == "ended"
        assert found or self.is_gone, line
        return not self.is_gone

    def kill(self) -> None:
        """Kill the console, as a power cut does, and wait until all it held is free."""
        with suppress(ProcessLookupError):
            if not self.is_gone:
                kill(self.pid, signal.SIGKILL)
        while not self.is_gone:
            self.is_gone = self._line() == "ended"

    def begin(self, act: Act) -> http.client.HTTPConnection:
        """Send what asks for an act, and wait for nothing."""
        source, path, fields = act
        sending = http.client.HTTPConnection(
            HERE, self.port, timeout=PATIENCE_SECONDS, source_address=(source, 0)
        )
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": URL_ENCODED}
        if source == HERE:
            headers["Cookie"] = f"{Kept.VISIT}={VISIT}"
        sending.request("POST", path, urlencode(fields), headers)
        return sending

    def acknowledged(self, sending: http.client.HTTPConnection) -> int | None:
        """Return the status of the answer, None where none came."""
        with closing(sending):
            try:
                answer = sending.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return None
            return answer.status

    @property
    def published(self) -> PolicySnapshot:
        """What is published now."""
        return Published(self.state).snapshot()

    def _line(self) -> str:
        line = _pipe(self.forks.stdout).readline().strip()
        assert line, "what forks the consoles has ended"
        return line


def test_killed_at_any_moment(tmp_path: Path, dice: random.Random, scale: Scale, seed: int) -> None:
    """Whatever was going on, a restart finds what was acknowledged, and permits no more than it."""
    kills = scale(40, 200)
    with both(tmp_path) as (real, twin):
        for number in range(kills):
            where = f"seed {seed}, kill {number}"
            stale = bare(real.published)
            # In turn: by a signal at a moment of chance, between two steps from the start on, and
            # twice between two steps of what is asked for.
            by_signal, in_requests = number % 4 == 0, number % 4 > 1
            steps = dice.randrange(1, 30)
            is_ready = real.start(0 if by_signal else steps, from_first_request=in_requests)
            if is_ready:
                assert bare(real.published) == bare(twin.published), where
                stale = bare(twin.published)
            in_flight = some_acts(real, twin, dice, by_signal=by_signal) if is_ready else None
            real.kill()
            hold(real, twin, in_flight, stale, where)
        assert real.start(0)
        assert bare(real.published) == bare(twin.published)
        assert rows_in(real.state) == rows_in(twin.state)
        real.kill()
    # What was to be killed was killed in the middle of something, and much was acknowledged.
    assert real.done["acknowledged"] > kills / 4
    assert min(real.done[which] for which in ("not done", "done")) > 0, real.done
    print(f"seed {seed}: {dict(real.done)}")  # noqa: T201 - how much was under way, for the soak


BET: Final = from_text("bet.example")
OF_NAMES: Final[Mapping[str, tuple[Act, bool]]] = {
    "let through": ((HERE, "/allow", {"device": "", "name": "bet.example"}), True),
    "taken back": ((HERE, "/undo", {"name": "bet.example"}), False),
}


@dataclass(frozen=True, slots=True)
class Stands:
    """Whether a name is open by what is published, by the list of changes, and by what is kept."""

    published: bool
    listed: bool
    kept: bool

    @classmethod
    def found(cls, state: Path) -> Stands:
        """Return how it stands below a state folder."""
        about = [
            row["what"]
            for row in rows_in(state)["change"]
            if row["what"] in {Changed.NAME_ALLOWED, Changed.NAME_TAKEN_BACK}
        ]
        return cls(
            published=BET in Published(state).snapshot().household.everyone.allow,
            listed=bool(about) and about[-1] == Changed.NAME_ALLOWED,
            kept=BET in {one.name for one in AllowedFile(state).read()},
        )


@pytest.mark.parametrize("which", OF_NAMES)
def test_ended_at_each_step_a_name_is_open_only_where_that_is_listed(
    which: str, tmp_path: Path
) -> None:
    """No power cut opens a name that nobody was told of, and what was told is in force."""
    act, wanted = OF_NAMES[which]
    status: int | None = None
    steps = 0
    with both(tmp_path) as (real, _):
        if which == "taken back":
            assert real.start(0)
            assert real.acknowledged(real.begin(OF_NAMES["let through"][0])) == 303
            real.kill()
        shutil.copytree(real.state, tmp_path / "before")
        before = Stands.found(real.state)
        while status is None:
            steps += 1
            shutil.rmtree(real.state)
            shutil.copytree(tmp_path / "before", real.state)
            assert real.start(steps, from_first_request=True)
            status = real.acknowledged(real.begin(act))
            real.kill()
            ended = Stands.found(real.state)
            homes.house_at(real.state).database.close()  # which publishes as every start does
            healed = Stands.found(real.state)

            assert before.published or ended.listed or not ended.published, steps
            assert healed.published == healed.listed == healed.kept == ended.listed, steps
            assert status is None or ended.published == ended.listed == wanted, steps
            assert not list((real.state / "console").glob("allowed.json.*")), steps
    assert status == 303
    assert before.published is not wanted
    assert (
        steps > 8
    )  # a document twice, a transaction, the rules: each put on the disk and in place


def some_acts(real: Killed, twin: Twin, dice: random.Random, *, by_signal: bool) -> Act | None:
    """Have a few things done; return what was under way when the console ended."""
    many = dice.randrange(1, 6)
    for number in range(many):
        act = twin.next_act(dice)
        try:
            sending = real.begin(act)
        except OSError:  # it was gone before this was sent
            return None
        if by_signal and number == many - 1:
            for _ in range(dice.randrange(dice.choice((10, 100_000, 1_000_000)))):
                pass  # nothing, for a time that is never the same
            kill(real.pid, signal.SIGKILL)
        status = real.acknowledged(sending)
        if status is None:
            return act
        came = twin.does(act)
        assert status == came.status, act
        real.done["acknowledged"] += came.status == 303
    return None


def hold(
    real: Killed, twin: Twin, in_flight: Act | None, stale: PolicySnapshot, where: str
) -> None:
    """Hold a home that was just killed to what was acknowledged."""
    found, published = rows_in(real.state), real.published
    may_be = [stale, bare(twin.published)]
    if in_flight is None or found == rows_in(twin.state):
        real.done["not done"] += in_flight is not None
    else:
        twin.does(in_flight)
        may_be.append(bare(twin.published))
        real.done["done"] += 1
    assert found == rows_in(twin.state), (where, in_flight)
    assert bare(published) in may_be, (where, in_flight)
    assert published.version >= real.version, where
    real.version = published.version


@contextmanager
def both(folder: Path) -> Iterator[tuple[Killed, Twin]]:
    """Yield the home that is killed, and its twin."""
    lists = homes.lists_in(folder / "lists").folder
    house = homes.house_at(folder / "twin", TEXT, profile=TESTS, lists=ListsFolder(lists))
    with house.database.changing() as session:
        jo = add_sign_in(session, "Jo", Role.CARER, "", homes.WHEN)
        begin_visit(
            session,
            Visit(
                digest=digest_of(VISIT),
                sign_in=jo.number,
                phone=None,
                level=Level.FULL,
                began_at=homes.WHEN,
                seen_at=homes.WHEN,
            ),
        )
    house.database.close()
    shutil.copytree(folder / "twin", folder / "real")
    home = Home(house=house, app=create_app(house, OUR_NAMES), clock=Clock())
    with subprocess.Popen(
        our_python("tests.console.forking"),
        cwd=ROOT,
        env=surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as forks:
        real = Killed(state=folder / "real", lists=lists, forks=forks)
        try:
            yield real, Twin(home)
        finally:
            real.kill()
            forks.kill()
    house.database.close()


def bare(snapshot: PolicySnapshot) -> PolicySnapshot:
    """Return what is published without its version, which counts the starts too."""
    return replace(snapshot, version=1)


def rows_in(state: Path) -> dict[str, list[dict[str, object]]]:
    """Return everything that a home's database holds, but for what is drawn by chance."""
    with closing(sqlite3.connect(state / "console" / "household.db")) as database:
        database.row_factory = sqlite3.Row
        tables = [
            str(row["name"])
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            table: [
                {
                    column: row[column]
                    for column in row.keys()  # noqa: SIM118 - a row is no dict
                    if column not in BY_CHANCE.get(table, ())
                }
                for row in database.execute(f'SELECT * FROM "{table}" ORDER BY rowid')  # noqa: S608 - a name that SQLite gave
            ]
            for table in tables
        }


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
