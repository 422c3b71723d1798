from __future__ import annotations

import gzip
import socket
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, count, repeat
from pathlib import Path

import pytest

from agent.lists.fetch import (
    Failed,
    Fetched,
    FetchFault,
    Limits,
    Session,
    Unchanged,
    Validators,
)
from tests.agent.lists.fetching import BOTH, LIST, Home
from tests.agent.lists.publisher import (
    DATE,
    LATER_DATE,
    PATIENCE_SECONDS,
    Answer,
    Publisher,
    Visit,
    bomb,
    content,
    cut_chunks,
    cut_short,
    dripped,
    endless,
    etag,
    held,
    open_ended,
    raw,
    status,
)


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    """Give a publisher that serves LIST at /list."""
    with Publisher(tmp_path) as publisher:
        publisher.serve("/list", content(LIST))
        yield publisher


@pytest.fixture
def home(publisher: Publisher, tmp_path: Path) -> Iterator[Home]:
    """Give a home that trusts the publisher's authority."""
    with Session(authority=publisher.authority) as session:
        yield Home(publisher, session, tmp_path / "incoming")


def test_a_list_comes_whole_with_its_validators(home: Home) -> None:
    """A fresh list stands in its file octet by octet, and what to ask with next time is told."""
    outcome = home.fetch(home.publisher.url("/list"))

    assert outcome == Fetched(len(LIST), BOTH, None)
    assert home.file.read_bytes() == LIST


def test_a_publisher_learns_nothing_about_the_home(home: Home) -> None:
    """A request says where, what program, and how to answer, and nothing else."""
    home.fetch(home.publisher.url("/list"))
    asked = home.publisher.asked[0]

    assert asked.method == "GET"
    assert asked.headers == {
        "host": f"localhost:{home.publisher.port}",
        "user-agent": "Lamplight/0.1.0",
        "accept": "*/*",
        "accept-encoding": "gzip",
        "connection": "close",
    }


def test_how_far_it_is_is_told(home: Home) -> None:
    """Whoever waits hears octets that only rise, up to the length that was stated."""
    home.fetch(home.publisher.url("/list"))

    assert home.told == sorted(home.told)
    assert home.told[-1] == (len(LIST), len(LIST))


KNOWN = {
    "both": BOTH,
    "the ETag": Validators(etag(LIST), None),
    "the date": Validators(None, DATE),
}


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_a_list_that_is_here_is_not_sent_again(known: Validators, home: Home) -> None:
    """A publisher that is told which copy is here answers that it is the newest."""
    assert home.fetch(home.publisher.url("/list"), known) == Unchanged(BOTH, None)


def test_validators_that_are_not_repeated_are_kept(home: Home) -> None:
    """An answer without validators that the list is unchanged leaves those that are known."""
    home.publisher.serve("/list", status(304))

    assert home.fetch(home.publisher.url("/list"), BOTH) == Unchanged(BOTH, None)


def test_a_newer_list_is_sent(home: Home) -> None:
    """A publisher that has something newer than the copy here sends it, with its validators."""
    home.publisher.serve("/list", content(b"new.example\n", date=LATER_DATE))

    outcome = home.fetch(home.publisher.url("/list"), BOTH)

    assert outcome == Fetched(12, Validators(etag(b"new.example\n"), LATER_DATE), None)


def test_a_publisher_that_looks_at_no_validators_is_served_by(home: Home) -> None:
    """A publisher that sends the same list again and again is fetched from like any other."""
    home.publisher.serve("/list", content(LIST, tagged=False, date=None))

    assert home.fetch(home.publisher.url("/list"), BOTH) == Fetched(
        len(LIST), Validators(None, None), None
    )


def test_unchanged_is_no_answer_to_somebody_who_has_nothing(home: Home) -> None:
    """A home without a copy is not talked out of one."""
    home.publisher.serve("/list", status(304))

    assert home.fetch(home.publisher.url("/list")) == Failed(FetchFault.REFUSED, "status 304")


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

CAME: dict[str, tuple[Answer, bytes]] = {
    "packed": (content(LIST, packed=True), LIST),
    "empty": (content(b""), b""),
    "empty and packed": (content(b"", packed=True), b""),
    "in chunks": (raw(CHUNKED + b"1\r\na\r\n0\r\n\r\n"), b"a"),
    "up to an announced end": (open_ended(LIST, announced=True), LIST),
    "after an interim answer": (
        raw(b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"),
        b"a",
    ),
}


@pytest.mark.parametrize(("answer", "octets"), CAME.values(), ids=CAME)
def test_every_sound_way_of_sending_is_understood(
    answer: Answer, octets: bytes, home: Home
) -> None:
    """However a body travels, the file holds the list and nothing else."""
    outcome = home.fetch(home.publisher.serve("/list", answer))

    assert isinstance(outcome, Fetched)
    assert outcome.octets == len(octets)
    assert home.file.read_bytes() == octets


def test_a_packed_list_needs_little_memory(home: Home) -> None:
    """A list that was packed a thousandfold goes to the disk without passing memory as a whole."""
    limits = Limits(octets=32 * 2**20, seconds=60)
    address = home.publisher.serve("/list", bomb(megabytes=32))

    tracemalloc.start()
    outcome = home.fetch(address, limits=limits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(outcome, Fetched)
    assert outcome.octets == 32 * 2**20
    assert peak < 3 * 2**20


# Empty blocks without number (RFC 1951 section 3.2.4), and the last one (section 3.2.6).
NOTHING_PACKED_LARGE = gzip.compress(b"")[:10] + b"\0\0\0\xff\xff" * 200_000 + b"\x03\0" + b"\0" * 8

FAILS: dict[str, tuple[Answer, FetchFault]] = {
    "gone": (status(410), FetchFault.GONE),
    "not there": (status(404), FetchFault.GONE),
    "forbidden": (status(403), FetchFault.REFUSED),
    "in trouble": (status(500), FetchFault.REFUSED),
    "a part": (status(206), FetchFault.REFUSED),
    "another protocol": (status(101), FetchFault.UNREACHABLE),
    "a web page": (content(LIST, kind="text/html; charset=utf-8"), FetchFault.WRONG_TYPE),
    "an archive": (content(LIST, kind="application/zip"), FetchFault.WRONG_TYPE),
    "packed otherwise": (content(LIST, more={"Content-Encoding": "br"}), FetchFault.WRONG_TYPE),
    "a length not reached": (cut_short(LIST), FetchFault.CUT_OFF),
    "no last chunk": (cut_chunks(LIST), FetchFault.CUT_OFF),
    "an end nobody announced": (open_ended(LIST, announced=False), FetchFault.CUT_OFF),
    "packed in name only": (content(LIST, more={"Content-Encoding": "gzip"}), FetchFault.CUT_OFF),
    "a length beyond the limit": (cut_short(b"", missing=1_000_001), FetchFault.TOO_LARGE),
    "without end": (endless(), FetchFault.TOO_LARGE),
    "a packed bomb": (bomb(megabytes=64), FetchFault.TOO_LARGE),
    "nothing, packed large": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + NOTHING_PACKED_LARGE),
        FetchFault.TOO_LARGE,
    ),
    "interim answers without end": (
        dripped(b"", b"HTTP/1.1 103 Early\r\nLink: " + b"a" * 9000 + b"\r\n\r\n"),
        FetchFault.TOO_LARGE,
    ),
    "headers without end": (
        dripped(b"HTTP/1.1 200 OK\r\nA: ", b"a" * 9000),
        FetchFault.UNREACHABLE,
    ),
    "not HTTP": (raw(b"220 mail.example ESMTP\r\n"), FetchFault.UNREACHABLE),
    "nothing": (raw(b""), FetchFault.UNREACHABLE),
}


@pytest.mark.parametrize(("answer", "fault"), FAILS.values(), ids=FAILS)
def test_what_is_no_whole_list_leaves_no_file(
    answer: Answer, fault: FetchFault, home: Home
) -> None:
    """Each way in which a publisher fails has its reason, and a copy that lay there is gone."""
    home.file.write_bytes(b"left by a run that was cut off")

    assert home.fault(home.publisher.serve("/list", answer)) is fault


DRIPS = {
    "a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"a"),
    "chunks": (CHUNKED, b"1\r\na\r\n"),
    "the mark before a chunk": (CHUNKED + b"1;", b"a"),
    "a header": (b"HTTP/1.1 200 OK\r\nX: ", b"a"),
    "the first line": (b"HTTP/1.1 200 ", b"a"),
    "interim answers": (b"", b"HTTP/1.1 103 Early\r\n\r\n"),
}


@pytest.mark.parametrize(("octets", "drop"), DRIPS.values(), ids=DRIPS)
def test_whoever_drips_is_not_waited_for(octets: bytes, drop: bytes, home: Home) -> None:
    """A publisher that is never silent for long is still held to the time for the whole."""
    ticks = count()
    outcome = home.fetch(
        home.publisher.serve("/list", dripped(octets, drop)),
        limits=Limits(octets=1_000_000, seconds=30),
        now=lambda: float(next(ticks)),
    )

    assert outcome == Failed(FetchFault.TOO_SLOW, "not whole after 30 s")


def test_silence_in_the_middle_is_too_slow(home: Home) -> None:
    """A publisher that falls silent is left, and is fetched from again when it speaks."""
    address = home.publisher.serve("/list", held(LIST))
    limits = Limits(octets=1_000_000, seconds=60, idle_seconds=0.2)

    assert home.fault(address, limits) is FetchFault.TOO_SLOW
    assert home.publisher.reached.is_set()
    home.publisher.release.set()
    assert home.fault(address) is None
    assert home.file.read_bytes() == LIST


def test_one_wait_is_no_longer_than_what_is_left(home: Home) -> None:
    """The time for the whole ends a wait, too, when it is shorter than one wait may be."""
    address = home.publisher.serve("/list", held(LIST))

    assert home.fault(address, Limits(octets=1_000_000, seconds=0.2)) is FetchFault.TOO_SLOW


def test_what_is_left_is_counted_at_every_read(home: Home) -> None:
    """A wait in the middle lasts no longer than what is left then, however long one wait may be."""
    outcome = home.fetch(
        home.publisher.serve("/list", held(LIST)),
        limits=Limits(octets=1_000_000, seconds=60, idle_seconds=50),
        now=chain((0.0, 0.0), repeat(59.8)).__next__,
    )

    assert outcome == Failed(FetchFault.TOO_SLOW, "nothing came for too long")


def test_silence_before_an_answer_is_too_slow(home: Home) -> None:
    """A publisher that hears a request and says nothing to it is left."""

    def mute(visit: Visit) -> None:
        visit.publisher.release.wait(PATIENCE_SECONDS)

    outcome = home.fetch(
        home.publisher.serve("/list", mute), limits=Limits(octets=9, seconds=60, idle_seconds=0.2)
    )

    assert outcome == Failed(FetchFault.TOO_SLOW, "no answer in time")


def test_silence_before_tls_is_not_reachable(home: Home) -> None:
    """A machine that takes a connection and says nothing ends as one that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/list"

        assert home.fetch(address, limits=Limits(octets=9, seconds=0.1)) == Failed(
            FetchFault.UNREACHABLE, "no connection in time"
        )


def test_a_closed_door_is_not_reachable(home: Home) -> None:
    """A machine on which nobody listens is a reason, no exception."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))

        assert home.fault(f"https://127.0.0.1:{nobody.getsockname()[1]}/") is FetchFault.UNREACHABLE


def test_a_name_that_is_not_found_is_not_reachable(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no resolver knows the publisher, that is a reason, no exception."""

    # In place of the resolver, since asking a real one would leave this machine.
    def not_found(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)

    assert home.fault("https://nowhere.invalid/list") is FetchFault.UNREACHABLE


HOSTS = {
    "a label too long": "a" * 64 + ".invalid",
    "an empty label": "a..invalid",
}


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_a_name_that_cannot_be_looked_up_is_not_reachable(host: str, home: Home) -> None:
    """A host that no resolver could be asked for is a reason, no exception."""
    assert home.fault(f"https://{host}/list") is FetchFault.UNREACHABLE


def test_another_protocol_is_said_to_be_one(home: Home) -> None:
    """Where something answers that is no web server, the detail says so and repeats nothing."""
    address = home.publisher.serve("/list", raw(b"220 mail.example ESMTP\r\n"))

    assert home.fetch(address) == Failed(FetchFault.UNREACHABLE, "what answers does not speak HTTP")


def test_another_authority_is_not_trusted(home: Home, tmp_path: Path) -> None:
    """A publisher that an unknown authority vouches for is not read from."""
    with Publisher(tmp_path) as stranger:
        assert home.fault(stranger.serve("/list", content(LIST))) is FetchFault.UNTRUSTED
        assert stranger.asked == []


def test_without_an_authority_the_worlds_are_trusted_and_ours_is_not(
    publisher: Publisher, tmp_path: Path
) -> None:
    """The authority of these tests means nothing to a home that was not told of it."""
    with Session() as session:
        home = Home(publisher, session, tmp_path / "incoming")

        assert home.fault(publisher.url("/list")) is FetchFault.UNTRUSTED


CERTIFIED: dict[str, tuple[tuple[str, ...], datetime, str]] = {
    "for somebody else": (("elsewhere.example",), datetime(2099, 1, 1, tzinfo=UTC), "mismatch"),
    "until long ago": (("localhost",), datetime(2021, 1, 1, tzinfo=UTC), "expired"),
}


@pytest.mark.parametrize(("names", "until", "why"), CERTIFIED.values(), ids=CERTIFIED)
def test_a_certificate_must_be_the_publishers_own(
    names: tuple[str, ...], until: datetime, why: str, tmp_path: Path
) -> None:
    """A certificate for another name or another time proves nothing, and the detail says which."""
    with (
        Publisher(tmp_path, names=names, until=until) as publisher,
        Session(authority=publisher.authority) as session,
    ):
        home = Home(publisher, session, tmp_path / "incoming")
        outcome = home.fetch(publisher.serve("/list", content(LIST)))

        assert isinstance(outcome, Failed)
        assert outcome.fault is FetchFault.UNTRUSTED
        assert why in outcome.detail


def test_a_publisher_by_its_number_is_as_good(home: Home) -> None:
    """An address in numbers is asked like a name, if the certificate speaks for it."""
    assert home.fault(home.publisher.url("/list", host="127.0.0.1")) is None


def test_no_cookie_comes_back(home: Home) -> None:
    """A publisher cannot know a home again by a cookie, neither later nor on the way."""
    cookie = {"Set-Cookie": "home=1; Max-Age=99999999; Path=/"}
    home.publisher.serve("/here", content(LIST, more=cookie))
    home.publisher.serve(
        "/moved",
        raw(b"HTTP/1.1 302 Found\r\nSet-Cookie: home=1; Path=/\r\nLocation: /here\r\n\r\n"),
    )
    home.fetch(home.publisher.url("/here"))
    home.fetch(home.publisher.url("/moved"))

    assert [asked.path for asked in home.publisher.asked] == ["/here", "/moved", "/here"]
    assert not any("cookie" in asked.headers for asked in home.publisher.asked)


def test_the_environment_changes_nothing(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No variable sends a fetch through a proxy, or changes whom it trusts."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", str(publisher.authority))
    with Session() as ours, Session(authority=publisher.authority) as theirs:
        file = tmp_path / "incoming"

        assert Home(publisher, theirs, file).fault(publisher.url("/list")) is None
        assert Home(publisher, ours, file).fault(publisher.url("/list")) is FetchFault.UNTRUSTED


def test_a_file_that_cannot_be_written_is_not_the_publishers_fault(home: Home) -> None:
    """Where there is no room for a list, the one who called hears so."""
    home.file = home.file / "in a folder that is not there"

    with pytest.raises(FileNotFoundError):
        home.fetch(home.publisher.url("/list"))


def test_an_authority_that_is_none_is_said_at_the_start(tmp_path: Path) -> None:
    """A file that holds no certificate, or is not there, ends before anything is asked."""
    (tmp_path / "empty.pem").write_bytes(b"nothing")

    for name in ("empty.pem", "missing.pem"):
        with pytest.raises(OSError, match=r".+"):
            Session(authority=tmp_path / name)
