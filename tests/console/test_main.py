from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic

import pytest

from console import words
from console.__main__ import main
from console.security.headers import PAGE
from console.services.home import publish_home
from console.services.machine import Aside
from console.store.allowed_file import AllowedFile, AllowedName
from console.store.database.given import add_grant
from console.store.published import Published
from policy.categories import Category
from policy.compile import PROTECTIVE_DEFAULT
from policy.given.grants import Grant, GrantKind
from policy.names import from_text
from policy.snapshot import PolicySnapshot
from tests.console import homes
from tests.console.running import ANY_PORT, LIMIT_SECONDS, Console, refused, running


@dataclass(frozen=True, slots=True)
class Asked:
    """A running console that is only asked, by several tests in any order.

    What it had published when it said that it is ready is `first`.
    """

    console: Console
    first: PolicySnapshot


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Return a console that nobody changes, ends or starts again."""
    folder = tmp_path_factory.mktemp("asked")
    household, state = folder / "household.toml", folder / "state"
    household.write_text(homes.FULL, encoding="utf-8")
    with running(household, state) as console:
        yield Asked(console, Published(state).snapshot())


FOREIGN = {"no name of ours": "evil.example", "with our port": "evil.example:{port}"}


def test_it_publishes_then_says_where_it_is(asked: Asked) -> None:
    """Once the line is printed, version 1 is published and the page answers."""
    answer = asked.console.ask()

    assert asked.console.line == f"The console is ready at {asked.console.url}\n"
    assert asked.first == homes.snapshot_of(homes.FULL)
    assert answer.status == 200
    assert words.NOT_RUNNING in answer.body


def test_every_header_arrives_and_the_server_does_not_introduce_itself(asked: Asked) -> None:
    """Over the wire an answer carries our headers and no name of a library."""
    answer = asked.console.ask()

    assert PAGE.items() <= answer.headers.items()
    assert "server" not in answer.headers


@pytest.mark.parametrize("case", FOREIGN)
def test_a_foreign_host_is_refused_over_the_wire(case: str, asked: Asked) -> None:
    """A request that names another host gets nothing of the home."""
    foreign = FOREIGN[case].format(port=asked.console.port)
    answer = asked.console.ask(headers={"Host": foreign})

    assert answer.status == 400
    assert "Maya" not in answer.body


def test_forwarding_headers_change_nothing(asked: Asked) -> None:
    """Nobody stands before this server, so nobody may speak for another."""
    answer = asked.console.ask(
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    )

    assert answer.status == 200
    assert "evil.example" not in answer.body


def test_an_unknown_address_is_a_plain_page_over_the_wire(asked: Asked) -> None:
    """What is not here is said with status 404 and a way back."""
    answer = asked.console.ask("/nothing")

    assert (answer.status, words.NO_PAGE in answer.body) == (404, True)


def test_a_lost_snapshot_is_put_back(household_file: Path, state: Path) -> None:
    """While the file is gone the page says so; starting again publishes it anew."""
    published = Published(state)
    with running(household_file, state) as console:
        published.snapshot_path.unlink()
        answer = console.ask()
    with running(household_file, state):
        again = published.snapshot()

    assert (answer.status, words.NOT_PUBLISHED in answer.body) == (503, True)
    assert again == homes.snapshot_of(homes.FULL)


def test_starting_again_publishes_nothing_new(household_file: Path, state: Path) -> None:
    """The same household stays the same version, and the very same file."""
    published = Published(state)
    with running(household_file, state):
        before = published.snapshot_path.stat()
    with running(household_file, state):
        after = published.snapshot_path.stat()

    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_changed_household_is_the_next_version(household_file: Path, state: Path) -> None:
    """Starting with another household publishes it one version higher."""
    with running(household_file, state):
        pass
    household_file.write_text(homes.EMPTY, encoding="utf-8")
    with running(household_file, state):
        snapshot = Published(state).snapshot()

    assert snapshot == homes.snapshot_of(homes.EMPTY, version=2)


def test_a_malformed_household_changes_nothing(household_file: Path, state: Path) -> None:
    """The message names file, place and problem, and what was published stays."""
    homes.published_in(state, homes.FULL, None)
    before = Published(state).snapshot_path.read_bytes()
    household_file.write_text(homes.EMPTY + "[[devices]]\n", encoding="utf-8")
    status, errors = refused(household_file, state)

    assert status == 2
    assert errors == f"{household_file}: devices[0]: the key 'belongs_to' is missing\n"
    assert Published(state).snapshot_path.read_bytes() == before


def test_a_damaged_snapshot_is_put_aside(household_file: Path, state: Path) -> None:
    """A published file that cannot be read gets another name, and the rules are published anew."""
    path = Published(state).snapshot_path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"precious")
    with running(household_file, state) as console:
        _, errors = console.end(signal.SIGTERM)

    assert f"{path} was damaged. It was put aside as snapshot.json.damaged-1" in errors
    assert path.with_name("snapshot.json.damaged-1").read_bytes() == b"precious"
    assert Published(state).snapshot() == homes.snapshot_of(homes.FULL)


def test_without_a_household_file_the_database_is_the_home(
    household_file: Path, state: Path
) -> None:
    """A home that was read once is there for every start after it, without the file."""
    with running(household_file, state):
        pass
    household_file.unlink()
    with running(None, state) as console:
        answer = console.ask()

    assert Published(state).snapshot() == homes.snapshot_of(homes.FULL)
    assert "Living room TV" in answer.body


def test_a_box_that_nobody_set_up_protects_everyone(state: Path) -> None:
    """With neither file nor home it runs, publishes the protective default and says so."""
    with running(None, state) as console:
        answer = console.ask()

    assert Published(state).snapshot() == PolicySnapshot(version=1, household=PROTECTIVE_DEFAULT)
    assert (answer.status, words.start.TEXT in answer.body) == (200, True)


def test_a_damaged_database_is_put_aside_and_the_last_rules_stay(
    household_file: Path, state: Path
) -> None:
    """Nothing of it is deleted, nothing weaker is published, and the first page says what to do."""
    with running(household_file, state):
        pass
    before = Published(state).snapshot_path.read_bytes()
    path = state / "console" / "household.db"
    path.write_bytes(b"precious" * 1_000)
    for journal in path.parent.glob("household.db-*"):
        journal.unlink()  # out of which SQLite would put all of it back
    with running(None, state) as console:
        front = console.ask()
        health = console.ask("/health")
        status, errors = console.end(signal.SIGTERM)

    assert status == 0
    assert "household.db.damaged-1" in errors
    assert path.with_name("household.db.damaged-1").read_bytes() == b"precious" * 1_000
    assert Published(state).snapshot_path.read_bytes() == before
    assert words.start.DAMAGED_TODO in front.body
    assert words.start.NOTHING not in front.body
    assert words.health.ASIDE in health.body
    assert words.health.ASIDE_TODO[Aside.SETTINGS] in health.body


def test_what_was_allowed_is_put_aside_where_damaged(household_file: Path, state: Path) -> None:
    """A file of allowed names that cannot be read gets another name; those names are blocked."""
    path = AllowedFile(state).path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"precious")
    with running(household_file, state) as console:
        _, errors = console.end(signal.SIGTERM)

    assert "allowed.json.damaged-1" in errors
    assert path.with_name("allowed.json.damaged-1").read_bytes() == b"precious"
    assert not path.exists()
    assert Published(state).snapshot() == homes.snapshot_of(homes.FULL)


def test_a_card_that_takes_nothing_ends_the_start_with_what_is_wrong(
    household_file: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged file that cannot even be put aside stays, and a message says so: status 2."""
    path = Published(state).snapshot_path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"precious")

    def nowhere(_: Path) -> Path:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("console.__main__.put_aside", nowhere)

    options = ["--household", str(household_file), "--state", str(state), "--listen", ANY_PORT]
    assert main(options) == 2
    assert path.read_bytes() == b"precious"


def test_what_was_allowed_is_in_force_after_the_next_start(
    household_file: Path, state: Path
) -> None:
    """Names allowed from a page are published again with whatever the household file says then."""
    entry = AllowedName(from_text("bet.example"), Category.GAMBLING, ("bets",))
    with running(household_file, state):
        homes.let_through(state, entry)
    household_file.write_text(homes.EMPTY, encoding="utf-8")
    with running(household_file, state) as console:
        page = console.ask()
        allowed = Published(state).snapshot().household.everyone.allow

    assert allowed == {from_text("bet.example")}
    assert words.ALLOWED in page.body


def test_how_the_lists_stand_is_shown_where_it_is_told_where_they_are(
    household_file: Path, state: Path, tmp_path: Path
) -> None:
    """With the option the page speaks of lists, also of a folder that is not there yet."""
    lists = tmp_path / "lists"
    with running(household_file, state) as console:
        untold = console.ask().body
    with running(household_file, state, lists=lists) as console:
        none_yet = console.ask().body
        homes.lists_in(lists)
        fetched = console.ask().body

    assert words.LISTS not in untold
    assert words.LISTS_NONE in none_yet
    assert "4 lists are in use." in fetched


def test_a_port_in_use_changes_nothing(household_file: Path, state: Path) -> None:
    """A second console ends with the option to change, before it publishes anything."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, errors = refused(household_file, state, f"127.0.0.1:{port}")

    assert status == 2
    assert f"cannot listen on 127.0.0.1:{port}" in errors
    assert "--listen" in errors
    assert not state.exists()


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0", "192.168.1.2:8080"])
def test_an_address_others_can_reach_is_refused(
    listen: str, household_file: Path, state: Path
) -> None:
    """Without TLS only this machine itself is listened on, and the message says why."""
    status, errors = refused(household_file, state, listen)

    assert status == 2
    assert "refused, because" in errors
    assert not state.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals, console: Console) -> None:
    """Both signals end it with status 0 and without a word, also while a browser is connected."""
    connection = HTTPConnection(console.host, console.port, timeout=5)
    connection.request("GET", "/")
    connection.getresponse().read()
    ended = console.end(number)
    connection.close()

    assert ended == (0, "")


def test_it_listens_on_version_6_too(household_file: Path, state: Path) -> None:
    """The loopback address of either family will do."""
    with running(household_file, state, "[::1]:0") as console:
        answer = console.ask()

    assert console.url.startswith("http://[::1]:")
    assert answer.status == 200


def test_what_is_over_is_erased_at_the_start(household_file: Path, state: Path) -> None:
    """A grant that ended long ago is gone from the tables and from what is published."""
    long_ago = Grant(
        kind=GrantKind.PAUSE,
        giver="Sam",
        given=datetime(2020, 1, 1, 18, tzinfo=UTC),
        until=datetime(2020, 1, 1, 19, tzinfo=UTC),
        young_person="Maya",
        reason="Dinner",
    )
    house = homes.house_at(state, homes.FULL)
    with house.database.changing() as session:
        add_grant(session, long_ago)
    before = publish_home(house).grants
    with running(household_file, state) as console:
        limit = monotonic() + LIMIT_SECONDS
        while house.published.snapshot().grants and monotonic() < limit:
            console.ask()  # which goes over a socket, so nothing spins

    assert (before, house.published.snapshot().grants) == ((long_ago,), ())
