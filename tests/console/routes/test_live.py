"""The streams of live pages, over real sockets: what they say, to whom, and when they end."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Final

import pytest

from console.routes.live import LIVE_PAGES, UNCLEAR, VERSION_HEADER, live_at
from console.security.permissions import Level, Role
from console.security.sessions import IDLE, Kept, Visit, digest_of, token
from console.services.grants import MoreTime, Pause, give
from console.services.live import MOST_OF_ONE
from console.services.requests import Asking, ask
from console.store.database.sign_ins import add_sign_in, begin_visit, visit_with
from policy.list_standing import standing_to_bytes
from policy.names import from_text
from tests.console import homes
from tests.console.at_hand import at_hand, here
from tests.console.evening_home import ALEX, SAM, TABLET, EveningHome, evening_home
from tests.console.given_home import GAMES, GivenHome, given_home
from tests.console.running import Console
from tests.console.serving import LIMIT_SECONDS, MOST_LOOKS, Heard, serving
from tests.console.test_over_tls import YOUNG, box_in
from tests.policy.evening import clock

LINES: Final = re.compile(
    rb"(event: (version|beat)\ndata: ([0-9a-f]{24}|-)\n|event: (over|full)\ndata: \.\n)*"
)
FIELDS: Final = {"accept": "text/event-stream", "sec-fetch-site": "same-origin"}


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home at six in the evening, with no agent."""
    return given_home(tmp_path)


@pytest.fixture
def port(home: GivenHome) -> Iterator[int]:
    """Return where its pages are."""
    with serving(home.house) as port:
        yield port


def _asked(home: GivenHome, site: str) -> None:
    asking = Asking(young_person="Sam", name=from_text(site), words="")
    assert ask(home.house, asking) is None


def _visit(home: GivenHome, name: str = "Jo", role: Role = Role.CARER) -> str:
    """Let somebody sign in; return the cookie of their browser."""
    kept, now = token(), home.clock()
    with home.house.database.changing() as session:
        sign_in = add_sign_in(session, name, role, "", now)
        begin_visit(
            session,
            Visit(
                digest=digest_of(kept),
                sign_in=sign_in.number,
                phone=None,
                level=Level.FULL,
                began_at=now,
                seen_at=now,
            ),
        )
    return f"{Kept.VISIT}={kept}"


def _answer(port: int, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Ask for something that ends; return its status and version."""
    line = HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.headers.get(VERSION_HEADER, "")


def test_a_stream_begins_with_what_the_page_is_now(port: int) -> None:
    """Whoever opened the page has its version, and hears at once whether it is still so."""
    heard = Heard(port, "/tonight")
    first = heard.event()
    heard.close()

    assert heard.answer.getheader("content-type", "").startswith("text/event-stream")
    assert first == ("version", _answer(port, "/tonight", {})[1])


def test_a_change_is_told_once_and_nothing_but_that_there_is_one(
    home: GivenHome, port: int
) -> None:
    """A request gives another version, the next looks say that it stayed, and that is all."""
    heard = Heard(port, "/tonight")
    before = heard.version()
    _asked(home, "secret.example")
    after = heard.version()
    stayed = [heard.event(), heard.event()]
    heard.close()

    assert before != after
    assert stayed == [("beat", after), ("beat", after)]
    assert LINES.fullmatch(heard.octets)


def test_each_asker_hears_of_their_own_page(home: GivenHome, port: int) -> None:
    """What is given to Sam changes Sam's page, and not Alex's."""
    sams, alexs = Heard(port, "/mine", SAM), Heard(port, "/mine", ALEX)
    before = sams.version(), alexs.version()
    assert give(home.house, "Jo", MoreTime(young_person="Sam", target=GAMES)) is None
    after = sams.version()
    stayed = [alexs.event(), alexs.event()]
    sams.close()
    alexs.close()

    assert after != before[0]
    assert stayed == [("beat", before[1])] * 2


def test_the_clock_alone_can_change_a_page(home: GivenHome, port: int) -> None:
    """What ends at midnight is another page after it."""
    assert give(home.house, "Jo", MoreTime(young_person="Sam", target=GAMES)) is None
    heard = Heard(port, "/mine", SAM)
    before = heard.version()
    home.clock.goes(hours=24)
    after = heard.version()
    heard.close()

    assert before != after


def test_a_device_that_comes_is_heard_on_the_page_of_devices(state: Path) -> None:
    """Whoever waits for a new phone in the inbox sees it come."""
    with at_hand(state, homes.FULL) as hand, serving(hand.house) as port:
        heard = Heard(port, "/devices")
        before = heard.version()
        hand.sees(here("3c:22:fb:10:20:99", "192.168.77.77"))
        after = heard.version()
        heard.close()

    assert before != after


def test_lists_that_go_on_are_heard_on_the_page_of_what_is_in_force(
    state: Path, tmp_path: Path
) -> None:
    """Each list that the lists job has done is seen as it is done."""
    lists = homes.lists_in(tmp_path / "lists")
    with at_hand(state, homes.FULL, lists=lists) as hand, serving(hand.house) as port:
        heard = Heard(port, "/")
        before = heard.version()
        octets = standing_to_bytes(homes.LISTS_IN_TROUBLE)
        (tmp_path / "lists" / "lists.json").write_bytes(octets)
        after = heard.version()
        heard.close()

    assert before != after


def test_streams_keep_no_visit_from_locking(home: GivenHome, port: int) -> None:
    """With a page open, and loading itself, a visit locks as if nobody were there."""
    cookie = _visit(home)
    seen_at = home.clock()
    heard = Heard(port, "/tonight", visit=cookie)
    heard.version()
    home.clock.goes(minutes=14)
    loads = _answer(port, "/tonight", {"cookie": cookie, "lamplight-live": "1"})
    heard.until("beat")
    with home.house.database.reading() as session:
        visit = visit_with(session, digest_of(cookie.partition("=")[2]))
    home.clock.goes(minutes=2)
    heard.until("over")
    heard.close()

    assert loads[0] == 200
    assert visit is not None
    assert visit.seen_at == seen_at
    assert IDLE.total_seconds() == 15 * 60


def test_somebody_at_the_page_keeps_the_visit(home: GivenHome, port: int) -> None:
    """The same time with one load by hand between leaves the visit open, and the stream too."""
    cookie = _visit(home)
    heard = Heard(port, "/tonight", visit=cookie)
    heard.version()
    home.clock.goes(minutes=14)
    _answer(port, "/tonight", {"cookie": cookie})
    home.clock.goes(minutes=14)
    heard.until("version")
    beat = heard.until("beat")
    heard.close()

    assert beat == _answer(port, "/tonight", {"cookie": cookie})[1]


def test_who_signs_out_hears_no_more(home: GivenHome, port: int) -> None:
    """The stream of a visit that was ended is over at the next look."""
    cookie = _visit(home)
    heard = Heard(port, "/tonight", visit=cookie)
    heard.version()
    line = HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
    headers = {"cookie": cookie, "sec-fetch-site": "same-origin"}
    headers["content-type"] = "application/x-www-form-urlencoded"
    line.request("POST", "/sign-out", body=b"out=yes", headers=headers)
    status = line.getresponse().status
    line.close()
    heard.until("over")
    ended = heard.event()
    heard.close()

    assert status == 303
    assert ended == ("", "")


@pytest.mark.parametrize("path", ["/tonight", "/health", "/changes", "/devices"])
def test_who_may_not_see_a_page_hears_nothing_of_it(path: str, port: int) -> None:
    """On a young person's phone a carer's stream says only that it is over."""
    heard = Heard(port, path, SAM)
    events = [heard.event(), heard.event()]
    heard.close()

    assert events == [("over", "."), ("", "")]


def test_of_one_asker_the_oldest_page_is_told_that_it_stays_as_it_is(port: int) -> None:
    """It is not left to grow old in silence."""
    streams = [Heard(port, "/tonight")]
    streams[0].version()
    for _ in range(MOST_OF_ONE):
        streams.append(Heard(port, "/tonight"))
        streams[-1].version()
    streams[0].until("full")
    others = [one.until("beat") for one in streams[1:]]
    for one in streams:
        one.close()

    assert len(set(others)) == 1


def test_a_house_full_of_open_pages_still_answers(port: int) -> None:
    """With every stream taken the next is refused, pages come, and who goes away makes room."""
    streams = [Heard(port, "/mine", f"127.0.1.{number}") for number in range(1, 65)]
    statuses = {one.answer.status for one in streams}
    refused = Heard(port, "/tonight")
    page = _answer(port, "/tonight", {})
    for one in (*streams, refused):
        one.close()
    for _ in range(MOST_LOOKS):
        again = Heard(port, "/tonight")
        if again.answer.status == HTTPStatus.OK:
            break
        again.close()
    version = again.version()
    again.close()

    assert statuses == {200}
    assert refused.answer.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert page == (200, version)


REFUSED = {
    "another site's page": ("/live/tonight", {"sec-fetch-site": "cross-site"}, 403),
    "another name of this network": ("/live/tonight", {"sec-fetch-site": "same-site"}, 403),
    "no reader of streams": ("/live/tonight", {"accept": "*/*"}, 404),
    "a page that nobody keeps up": ("/live/help", {}, 404),
    "no page": ("/live/nothing", {}, 404),
    "a stream of a stream": ("/live/live/tonight", {}, 404),
    "an address that begins alike": ("/lively", {}, 404),
}


@pytest.mark.parametrize(("path", "headers", "status"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_stream_of_ours_is_refused(
    path: str, headers: dict[str, str], status: int, port: int
) -> None:
    """The answer ends, and holds no line of the house."""
    assert _answer(port, path, FIELDS | headers) == (status, "")


def test_a_page_that_cannot_be_drawn_is_told_and_so_is_its_return(
    home: GivenHome, port: int
) -> None:
    """While the rules cannot be read there is no version, and with them there is one again."""
    path = home.house.published.snapshot_path
    heard = Heard(port, "/tonight")
    before = heard.version()
    octets = path.read_bytes()
    path.write_bytes(b"{")
    during = heard.version()
    path.write_bytes(octets)
    after = heard.version()
    heard.close()

    assert (during, after) == (UNCLEAR, before)


def test_open_pages_do_not_keep_the_console_from_ending(console: Console) -> None:
    """A stop closes their streams at once, and nothing is said to be wrong."""
    heard = Heard(console.port, "/")
    heard.version()
    status, errors = console.end(signal.SIGTERM)
    rest = heard.answer.read()
    heard.close()

    assert (status, errors) == (0, "")
    assert rest == b""


def test_a_stream_travels_over_tls(tmp_path: Path) -> None:
    """A young person's page is kept up to date over TLS too, by a console as it is installed."""
    with box_in(tmp_path) as box:
        line = HTTPSConnection(
            "127.0.0.1",
            box.port,
            timeout=LIMIT_SECONDS,
            context=box.trusting(),
            source_address=(YOUNG, 0),
        )
        line.request("GET", "/live/mine", headers=FIELDS)
        answer = line.getresponse()
        first = answer.readline(), answer.readline()
        box.console.process.send_signal(signal.SIGTERM)
        # As a browser does: over TLS the side that closes waits for the other to say the same.
        rest = answer.read()
        line.close()
        _, errors = box.console.process.communicate(timeout=LIMIT_SECONDS)

    assert first[0] == b"event: version\n"
    assert LINES.fullmatch(b"".join(first))
    assert rest.strip() == b""
    assert (box.console.process.returncode, errors) == (0, "")


NUMBERED: Final = {
    "/tonight/1",
    "/rules/person-1",
    "/rules/everyone/saved",
    "/rules/device-2/saved",
}


@pytest.mark.parametrize("path", sorted(LIVE_PAGES | NUMBERED))
def test_only_what_was_asked_for_and_is_in_order_is_live(path: str) -> None:
    """What was sent or is refused, and what is asked for by its headers alone, stays as it is."""
    assert live_at("GET", path, HTTPStatus.OK) == f"/live{path}"
    assert live_at("POST", path, HTTPStatus.OK) is None
    assert live_at("HEAD", path, HTTPStatus.OK) is None
    assert live_at("GET", path, HTTPStatus.UNPROCESSABLE_ENTITY) is None
    assert live_at("GET", f"{path}//", HTTPStatus.OK) is None


ASKED_IN_ONE: Final = ("bets.example", "blocked.example", "childline.org.uk", "secret.example")
ASKED_IN_THE_OTHER: Final = ("bbc.co.uk", "example.org", "nhs.uk", "open.example")


def test_streams_do_not_tell_what_was_asked(tmp_path: Path) -> None:
    """Two evenings that differ in the names asked alone give the same events on adults' pages."""
    told = [
        _events_of(tmp_path / folder, names)
        for folder, names in (("one", ASKED_IN_ONE), ("other", ASKED_IN_THE_OTHER))
    ]

    assert told[0] == told[1]
    assert all(len(set(events)) == 2 for events in told[0])


def _events_of(folder: Path, names: tuple[str, ...]) -> list[list[int]]:
    """Live an evening; return for each adult page its versions, numbered as they came."""
    paths = ("/tonight", "/changes", "/")
    with evening_home(folder, clock("2026-11-20 20:30")) as home, serving(home.house) as port:
        assert home.is_taken_up()
        streams = [Heard(port, path) for path in paths]
        found = [[one.version()] for one in streams]
        for name in names:
            for source in (SAM, TABLET):
                home.ask(source, name)
        for one, versions in zip(streams, found, strict=True):
            # Two looks that began after the last name was asked.
            versions += [one.until("beat"), one.until("beat")]
        _pause(home)
        for one, versions in zip(streams, found, strict=True):
            versions += [one.version()]
        for one in streams:
            one.close()
    return [[versions.index(one) for one in versions] for versions in found]


def _pause(home: EveningHome) -> None:
    pause = Pause(young_person="Sam", reason="dinner")
    assert give(home.house, "Jo", pause) is None
    assert home.is_taken_up()
