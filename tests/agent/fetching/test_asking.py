from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from io import FileIO
from itertools import chain, count
from pathlib import Path

import pytest

from agent.fetching.asking import Asking
from agent.fetching.messages import Told, answer_to_octets
from agent.lists.bringing import Outcome, Wanted
from agent.lists.fetch import (
    Failed,
    Fetched,
    FetchFault,
    Session,
    Unchanged,
    Validators,
)
from tests.agent.fetching.fetchers import Fetcher, Plays, fetcher, in_its_place, listening
from tests.agent.lists.fetching import BOTH, LIMITS, LIST, Home
from tests.agent.lists.publisher import (
    Answer,
    Publisher,
    bomb,
    content,
    cut_chunks,
    cut_short,
    endless,
    held,
    moved,
    open_ended,
    raw,
    status,
)
from tests.systemd.starting import PATIENCE_SECONDS

NONE = Validators(None, None)
NOWHERE, TOO_LONG = Path("/nowhere/fetch.sock"), Path("/" + "x" * 200)


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """Give a publisher of whom nothing is known yet."""
    with Publisher(tmp_path_factory.mktemp("publisher")) as publisher:
        yield publisher


@pytest.fixture(scope="module")
def fetching(publisher: Publisher) -> Iterator[Fetcher]:
    """Give a process that fetches, and trusts this publisher."""
    with fetcher("--authority", publisher.authority) as fetching:
        yield fetching


WAYS: dict[str, Answer] = {
    "a list": content(LIST),
    "an empty list": content(b""),
    "packed": content(LIST, packed=True),
    "without validators": content(LIST, tagged=False, date=None),
    "up to an announced end": open_ended(LIST, announced=True),
    "unchanged": status(304),
    "gone": status(410),
    "in trouble": status(500),
    "a web page": content(LIST, kind="text/html"),
    "a length not reached": cut_short(LIST),
    "no last chunk": cut_chunks(LIST),
    "an end nobody announced": open_ended(LIST, announced=False),
    "without end": endless(),
    "a packed bomb": bomb(megabytes=64),
    "sent to an unsafe address": moved("http://localhost/list"),
    "sent to a file": moved("file:///etc/passwd"),
    "sent round and round": moved("/here"),
    "not HTTP": raw(b"220 mail.example ESMTP\r\n"),
    "moved for good": moved("/there"),
    "moved for now": moved("/there", 302),
}


@pytest.mark.parametrize("known", [None, BOTH, NONE], ids=["new", "known", "known by nothing"])
@pytest.mark.parametrize("answer", WAYS.values(), ids=WAYS)
def test_it_is_as_if_it_were_fetched_here(
    answer: Answer,
    known: Validators | None,
    publisher: Publisher,
    fetching: Fetcher,
    tmp_path: Path,
) -> None:
    """However a publisher answers, outcome, file and what is told are those of fetching by hand."""
    publisher.serve("/there", content(LIST))
    address = publisher.serve("/here", answer)
    with Session(publisher.authority) as session:
        here = Home(publisher, session, tmp_path / "here")
        there = Home(publisher, Asking(fetching.path), tmp_path / "there")
        outcomes = [home.fetch(address, known) for home in (here, there)]

    assert outcomes[0] == outcomes[1]
    if isinstance(outcomes[0], Fetched):
        assert here.file.read_bytes() == there.file.read_bytes()
        assert here.told[-1:] == there.told[-1:]


def test_one_connection_after_another_is_served(
    publisher: Publisher, fetching: Fetcher, tmp_path: Path
) -> None:
    """The same process brings the lists of a whole run."""
    address = publisher.serve("/list", content(LIST))
    home = Home(publisher, Asking(fetching.path), tmp_path / "incoming")

    assert [type(home.fetch(address)) for _ in range(5)] == [Fetched] * 5


def asked(path: Path, tmp_path: Path, known: Validators | None = None) -> Outcome:
    """Ask whoever listens at a path for a list; there is a file only where one came."""
    home = Home(None, Asking(path), tmp_path / "incoming")  # type: ignore[arg-type] # nobody publishes
    return home.fetch("https://publisher.example/list", known)


def test_where_nobody_fetches_it_says_so(tmp_path: Path) -> None:
    """No socket, and one on which nobody listens, are a reason and no exception."""
    with listening() as (dead, one):
        one.close()
        outcomes = {path: asked(path, tmp_path) for path in (NOWHERE, dead, TOO_LONG)}

    assert outcomes == {
        path: Failed(FetchFault.UNREACHABLE, f"nobody who fetches is at {path}: {why}")
        for path, why in (
            (NOWHERE, "No such file or directory"),
            (dead, "Connection refused"),
            (TOO_LONG, "AF_UNIX path too long"),
        )
    }


def says(*answers: Fetched | Unchanged | Failed | Told | bytes, first: bytes = b"") -> Plays:
    """Put octets into the pipe, and then say these things."""

    def play(asking: socket.socket, way: FileIO) -> None:
        way.write(first)
        way.close()
        for one in answers:
            asking.send(one if isinstance(one, bytes) else answer_to_octets(one))

    return play


def floods(asking: socket.socket, way: FileIO) -> None:
    """Put octets into the pipe without end."""
    asking.send(answer_to_octets(Told(1, 1)))
    while True:
        way.write(b"a.example\n" * 5_000)


def goes_on(asking: socket.socket, way: FileIO) -> None:
    """Say that all has come, and put more into the pipe."""
    way.write(LIST)
    asking.send(answer_to_octets(Fetched(len(LIST), NONE, None)))
    way.write(b"nhs.uk\n")


NO_SENSE: dict[str, tuple[Plays, FetchFault]] = {
    "hangs up at once": (lambda *_: None, FetchFault.UNREACHABLE),
    "hangs up in the middle": (lambda _, way: way.write(LIST), FetchFault.CUT_OFF),
    "says how far it is and hangs up": (says(Told(1, 2)), FetchFault.UNREACHABLE),
    "speaks no JSON": (says(b"200 OK"), FetchFault.UNREACHABLE),
    "says what nobody says": (
        says(b'{"format": "lamplight-fetch/v1", "what": "kept"}'),
        FetchFault.UNREACHABLE,
    ),
    "says more than was sent": (
        says(Fetched(len(LIST) + 1, NONE, None), first=LIST),
        FetchFault.CUT_OFF,
    ),
    "says less than was sent": (
        says(Fetched(len(LIST) - 1, NONE, None), first=LIST),
        FetchFault.CUT_OFF,
    ),
    "says that nothing changed to who has nothing": (
        says(Unchanged(NONE, None)),
        FetchFault.REFUSED,
    ),
    "sends without end": (floods, FetchFault.TOO_LARGE),
    "sends more after the end": (goes_on, FetchFault.CUT_OFF),
}


@pytest.mark.parametrize(("plays", "fault"), NO_SENSE.values(), ids=NO_SENSE)
def test_whoever_fetches_and_makes_no_sense_brings_no_list(
    plays: Plays, fault: FetchFault, tmp_path: Path
) -> None:
    """Whatever the process does that fetches, there is a reason and no file, and no exception."""
    with in_its_place(plays) as path:
        outcome = asked(path, tmp_path)

    assert isinstance(outcome, Failed)
    assert outcome.fault is fault


def test_whoever_tells_without_end_is_not_waited_for(tmp_path: Path) -> None:
    """Signs of life that lead nowhere are held to the time for the whole."""

    def tells(asking: socket.socket, _: FileIO) -> None:
        while True:
            asking.send(answer_to_octets(Told(1, None)))

    ticks = count(step=10.0)
    with in_its_place(tells) as path:
        home = Home(None, Asking(path), tmp_path / "incoming")  # type: ignore[arg-type] # nobody publishes
        outcome = home.fetch("https://publisher.example/", now=lambda: next(ticks))

    assert outcome == Failed(FetchFault.TOO_SLOW, "who fetches took too long")
    assert home.told


def test_silence_ends_with_the_time_for_the_whole(tmp_path: Path) -> None:
    """Whoever takes a request and says nothing is left when the time is over."""
    with in_its_place(lambda asking, _: asking.recv(1)) as path:
        home = Home(None, Asking(path), tmp_path / "incoming")  # type: ignore[arg-type] # nobody publishes
        now = chain((0.0,), iter(lambda: 119.95, None))
        outcome = home.fetch("https://publisher.example/", now=lambda: next(now))

    assert outcome == Failed(FetchFault.TOO_SLOW, "who fetches took too long")


def test_a_killed_one_is_a_list_that_was_cut_off(publisher: Publisher, tmp_path: Path) -> None:
    """The real process, killed in the middle of a list, leaves no file and a reason."""
    address = publisher.serve("/held", held(LIST))
    with fetcher("--authority", publisher.authority) as fetching:

        def tell(*_: object) -> None:
            fetching.started.process.send_signal(signal.SIGKILL)
            fetching.started.process.wait(PATIENCE_SECONDS)

        file = tmp_path / "incoming"
        with file.open("wb") as into:
            outcome = Asking(fetching.path).bring(
                Wanted(address=address, validators=None, limits=LIMITS),
                into=into,
                tell=tell,
                now=lambda: 0.0,
            )

    assert isinstance(outcome, Failed)
    assert outcome.fault in {FetchFault.CUT_OFF, FetchFault.UNREACHABLE}
    assert outcome.detail == "who fetches ended before its answer"


def test_a_full_card_is_not_the_publishers_fault(publisher: Publisher, fetching: Fetcher) -> None:
    """Where there is no room for a list, the one who asked hears so, as by hand."""
    address = publisher.serve("/list", content(LIST))
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(OSError, match="No space left"),
    ):
        Asking(fetching.path).bring(
            Wanted(address=address, validators=None, limits=LIMITS),
            into=full,
            tell=lambda *_: None,
            now=lambda: 0.0,
        )


def test_nothing_is_left_open(publisher: Publisher, fetching: Fetcher, tmp_path: Path) -> None:
    """However many lists are asked for, neither side comes to hold more and more descriptors."""
    address = publisher.serve("/list", content(LIST))
    home = Home(publisher, Asking(fetching.path), tmp_path / "incoming")
    sides = [Path("/proc/self/fd"), Path(f"/proc/{fetching.started.process.pid}/fd")]
    before = [len(list(side.iterdir())) for side in sides]
    for _ in range(20):
        home.fetch(address)
    after = [len(list(side.iterdir())) for side in sides]

    # The last connection may still be closing.
    assert all(then <= first + 5 for first, then in zip(before, after, strict=True))
