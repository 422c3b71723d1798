from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console import words
from console.app import create_app
from console.forms import MAX_OCTETS, URL_ENCODED
from console.pages.home import HomePage
from console.routes import home as home_module
from console.security.headers import LASTING, PAGE
from console.security.hosts import OUR_NAMES
from console.static_files import FOLDER, address_of
from console.store.allowed_file import AllowedFile
from console.store.lists_folder import ListsFolder
from console.store.published import Published
from console.store.recorder import Recorder
from policy.document import household_from_toml
from policy.names import from_text
from tests.console import homes
from tests.console.recorder_home import recorder_home
from tests.console.running import ROOT

FOREIGN_HOSTS = {
    "another site": "evil.example",
    "a name that ends like ours": "notlocalhost",
    "ours below another": "localhost.evil.example",
    "the network's address of the box": "192.168.1.2",
    "two names": "localhost, evil.example",
    "user part": "localhost@evil.example",
    "empty": "",
}

NO_HEADERS: Mapping[str, str] = {}
OURS = {"sec-fetch-site": "same-origin", "content-type": URL_ENCODED}

HOME = household_from_toml(homes.FULL)

FORM = b"device=&name=bet.example"
STOP = b"agreement=" + b"0" * 64

NOT_OURS: dict[str, dict[str, str]] = {
    "another site": {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
    "another origin": {"origin": "http://evil.example"},
    "neither": {},
}

NOT_FORMS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "another kind": (415, {"content-type": "text/plain"}, FORM),
    "JSON": (415, {"content-type": "application/json"}, b"{}"),
    "too long": (413, {}, b"device=&name=" + b"x" * MAX_OCTETS),
    "empty": (400, {}, b""),
    "another field": (400, {}, b"device=&name=bet.example&category=adult"),
    "not text": (400, {}, b"device=&name=%ff"),
}

COLLECTOR = """
import sys
from pathlib import Path
from opentelemetry import trace

told = []

class Collector(trace.TracerProvider):
    def get_tracer(self, *_, **__):
        return Tracer()

class Tracer(trace.NoOpTracer):
    def start_span(self, name, *_, **__):
        told.append(name)
        return trace.INVALID_SPAN

trace.set_tracer_provider(Collector())
trace.get_tracer("own").start_span("own")
own, told[:] = bool(told), []

from console.app import create_app
from console.security.hosts import OUR_NAMES
from tests.console import homes
from tests.console.test_app import _ask

status, _, _ = _ask(create_app(homes.house_at(Path(sys.argv[1]), homes.FULL), OUR_NAMES))
print(f"told of an own span: {own}, status {status}, told: {told}")
"""


def test_the_home_page_is_what_the_documents_say(state: Path) -> None:
    """The page carries the truth line and the devices of the published home."""
    app = _app(state)
    with homes.agent_at(state):
        status, headers, body = _ask(app)

    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert words.IN_FORCE in body
    assert "Living room TV" in body


def test_a_new_snapshot_is_on_the_next_page(state: Path) -> None:
    """The documents are read for each request, so nothing old is shown."""
    app = _app(state)
    homes.house_at(state, homes.EMPTY)
    with homes.agent_at(state):
        _, _, body = _ask(app)

    assert "Living room TV" not in body
    assert words.NOT_YET in body


@pytest.mark.parametrize("case", FOREIGN_HOSTS)
def test_another_host_is_refused_before_anything_is_read(case: str, state: Path) -> None:
    """A page on the internet that points its name here learns nothing (DNS rebinding)."""
    status, _, body = _ask(_app(state), host=FOREIGN_HOSTS[case])

    assert status == 400
    assert "Maya" not in body
    assert len(body) < 100


@pytest.mark.parametrize("host", [*OUR_NAMES, "LOCALHOST:8080", "[::1]:8080", "127.0.0.1:1"])
def test_each_of_our_names_is_answered(host: str, state: Path) -> None:
    """Our names are ours with any port and in any case."""
    status, _, _ = _ask(_app(state), host=host)

    assert status == 200


def test_an_unknown_address_is_a_plain_page(state: Path) -> None:
    """What is not here is said in the look of the house, with a way back."""
    status, headers, body = _ask(_app(state), path="/nothing/here")

    assert status == 404
    assert words.NO_PAGE in body
    assert PAGE.items() <= headers.items()


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/static", "/static/"])
def test_no_door_stands_open_beside_the_page(path: str, state: Path) -> None:
    """What the libraries would add by themselves is not there."""
    status, _, _ = _ask(_app(state), path=path)

    assert status == 404


def test_a_page_can_only_be_read(state: Path) -> None:
    """Sending to a page changes nothing and is answered with what may be asked."""
    app = _app(state)
    before = _files(state)
    status, headers, body = _ask(app, method="POST", headers=OURS)

    assert status == 405
    assert set(headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert words.WRONG_METHOD_TEXT in body
    assert _files(state) == before


def test_a_page_can_be_asked_for_without_its_body(state: Path) -> None:
    """HEAD answers as GET does (RFC 9110, 9.3.2)."""
    status, headers, _ = _ask(_app(state), method="HEAD")

    assert status == 200
    assert PAGE.items() <= headers.items()


def test_a_missing_snapshot_is_a_page(state: Path) -> None:
    """Where nothing is published the page says so, and is not to be kept."""
    app = _app(state)
    Published(state).snapshot_path.unlink()
    status, headers, body = _ask(app)

    assert status == 503
    assert words.NOT_PUBLISHED in body
    assert PAGE.items() <= headers.items()


def test_a_damaged_snapshot_is_a_page(state: Path) -> None:
    """Where the published rules cannot be read the page says so."""
    app = _app(state)
    Published(state).replace(b"{}")
    status, _, body = _ask(app)

    assert status == 503
    assert words.DAMAGED in body


def test_a_fault_of_our_own_is_a_page_with_every_header(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a fault nobody foresaw tells a person what still works, and shows nothing inside."""

    def broken(*_: object, **__: object) -> HomePage:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(home_module, "home_page", broken)
    status, headers, body = _ask(_app(state), raises=ZeroDivisionError)

    assert status == 500
    assert words.BROKEN in body
    assert "inside" not in body
    assert PAGE.items() <= headers.items()


def test_no_request_is_described_to_anyone(state: Path) -> None:
    """A collector set up in this very process learns nothing of a page that was opened."""
    done = subprocess.run(
        [sys.executable, "-c", COLLECTOR, str(state)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("told of an own span: True, status 200, told: []\n", "")


@pytest.mark.parametrize("path", ["/why", "/allow", "/undo", "/"])
@pytest.mark.parametrize("case", NOT_OURS)
def test_what_another_page_sends_is_refused_and_changes_nothing(
    case: str, path: str, state: Path, tmp_path: Path
) -> None:
    """A page on the internet can make a browser send a form here, and nothing comes of it."""
    app = _app(state, homes.lists_in(tmp_path / "lists"))
    before = _files(state)
    headers = {"content-type": URL_ENCODED, **NOT_OURS[case]}
    status, came, body = _ask(app, path=path, method="POST", headers=headers, body=FORM)

    assert status == 403
    assert words.ELSEWHERE in body
    assert PAGE.items() <= came.items()
    assert _files(state) == before


@pytest.mark.parametrize("path", ["/why", "/allow", "/undo"])
@pytest.mark.parametrize("case", NOT_FORMS)
def test_what_is_no_form_of_ours_is_refused_and_changes_nothing(
    case: str, path: str, state: Path, tmp_path: Path
) -> None:
    """Another kind of content, too much of it, or other fields are answered in words."""
    expected, headers, sent = NOT_FORMS[case]
    app = _app(state, homes.lists_in(tmp_path / "lists"))
    before = _files(state)
    status, came, body = _ask(app, path=path, method="POST", headers=OURS | headers, body=sent)

    assert status == expected
    assert words.NOT_OUR_FORM in body
    assert PAGE.items() <= came.items()
    assert _files(state) == before


def test_a_question_is_answered_on_the_page_that_asked(state: Path, tmp_path: Path) -> None:
    """The answer comes to what was sent, and the address says nothing of it."""
    app = _app(state, homes.lists_in(tmp_path / "lists"))
    _, _, asked = _ask(app, path="/why")
    status, _, body = _ask(app, path="/why", method="POST", headers=OURS, body=FORM)

    assert words.WHY_ASK in asked
    assert status == 200
    assert "may not open bet.example" in body
    assert "The bets list" in body


def test_a_mistyped_name_keeps_the_field(state: Path) -> None:
    """The error stands on the page with the field as it was, and is announced with it."""
    sent = b"device=&name=https%3A%2F%2Fbet%2Bexample%2Fx"
    status, _, body = _ask(_app(state), path="/why", method="POST", headers=OURS, body=sent)

    assert status == 422
    assert 'value="https://bet+example/x"' in body
    assert 'aria-invalid="true"' in body
    assert "may hold only letters" in body


def test_after_a_change_the_browser_is_sent_on(state: Path, tmp_path: Path) -> None:
    """Allowing and undo lead to the home page, whose address says nothing of the name."""
    app = _app(state, homes.lists_in(tmp_path / "lists"))
    allowed = _ask(app, path="/allow", method="POST", headers=OURS, body=FORM)
    _, _, home = _ask(app)
    undone = _ask(app, path="/undo", method="POST", headers=OURS, body=b"name=bet.example")
    _, _, after = _ask(app)

    for status, headers, body in (allowed, undone):
        assert (status, headers["location"], body) == (303, "/#allowed", "")
        assert PAGE.items() <= headers.items()
    assert words.ALLOWED in home
    assert "bet.example" in home
    assert "bet.example" not in after


def test_the_household_file_as_read_is_what_is_published_with_it(
    state: Path, tmp_path: Path
) -> None:
    """Allowing a name publishes the home as it was read at the start, and that name."""
    app = _app(state, homes.lists_in(tmp_path / "lists"))
    _ask(app, path="/allow", method="POST", headers=OURS, body=FORM)
    household = Published(state).snapshot().household
    bet = frozenset({from_text("bet.example")})

    assert replace(household, everyone=HOME.everyone) == HOME
    assert household.everyone.allow == HOME.everyone.allow | bet


def test_a_damaged_file_of_what_was_allowed_leaves_the_page(state: Path, tmp_path: Path) -> None:
    """The home page says so, the button says so, and not an octet of the file is lost."""
    app = _app(state, homes.lists_in(tmp_path / "lists"))
    AllowedFile(state).path.write_bytes(b"precious")
    home = _ask(app)
    pressed = _ask(app, path="/allow", method="POST", headers=OURS, body=FORM)

    assert (home[0], words.ALLOWED_DAMAGED in home[2]) == (200, True)
    assert (pressed[0], words.ALLOWED_DAMAGED in pressed[2]) == (503, True)
    assert AllowedFile(state).path.read_bytes() == b"precious"


@pytest.mark.parametrize("damage", [b"", b"damaged", b"[]"])
def test_a_malformed_standing_leaves_the_page(damage: bytes, state: Path, tmp_path: Path) -> None:
    """The page works, says that the lists cannot be told, and answers questions all the same."""
    lists = homes.lists_in(tmp_path / "lists")
    (lists.folder / "lists.json").write_bytes(damage)
    app = _app(state, lists)
    home = _ask(app)
    answer = _ask(app, path="/why", method="POST", headers=OURS, body=FORM)

    assert (home[0], words.LISTS_UNREADABLE in home[2]) == (200, True)
    assert (answer[0], "may not open bet.example" in answer[2]) == (200, True)


def test_half_a_letter_in_a_lists_title_leaves_the_page(state: Path, tmp_path: Path) -> None:
    """What JSON can say and UTF-8 cannot is shown as a question mark."""
    odd = replace(homes.LISTS.lists[0], title="Half \ud800 letter")
    lists = homes.lists_in(tmp_path / "lists", replace(homes.LISTS, lists=(odd,)))
    app = _app(state, lists)
    home = _ask(app)
    answer = _ask(app, path="/why", method="POST", headers=OURS, body=FORM)

    assert (home[0], "Half ? letter" in home[2]) == (200, True)
    assert answer[0] == 200


def test_how_the_lists_stand_is_on_the_page(state: Path, tmp_path: Path) -> None:
    """The number in use, what is wrong, and each list with its credit."""
    lists = homes.lists_in(tmp_path / "lists", homes.LISTS_IN_TROUBLE)
    _, _, body = _ask(_app(state, lists))

    assert "3 lists are in use." in body
    assert "its publisher could not be reached" in body
    assert "lamplight lists accept adult-one" in body
    assert "People of bets. Licence: MIT." in body


def test_without_a_recorder_there_is_no_page_about_one(state: Path) -> None:
    """A home that records nothing has no page about it, and nothing that could be sent to one."""
    app = _app(state)
    page = _ask(app, path="/recorded")
    sent = _ask(app, path="/recorded/stop", method="POST", headers=OURS, body=STOP)
    _, _, front = _ask(app)

    assert (page[0], sent[0]) == (404, 404)
    assert words.RECORDED not in front


def test_a_recorder_that_is_not_there_is_a_page(state: Path, tmp_path: Path) -> None:
    """What cannot be told is said so, what was pressed is not said to be done."""
    app = _app(state, recorder=Recorder(tmp_path / "nobody"))
    page = _ask(app, path="/recorded")
    sent = _ask(app, path="/recorded/stop", method="POST", headers=OURS, body=STOP)
    again = _ask(app, path="/recorded/words", method="POST", headers=OURS, body=STOP)
    front = _ask(app)

    assert (page[0], words.RECORDED_SILENT in page[2]) == (503, True)
    assert (sent[0], words.STOP_UNANSWERED in sent[2]) == (503, True)
    assert PAGE.items() <= sent[1].items()
    assert (again[0], again[1]["location"]) == (303, "/recorded")
    assert (front[0], words.WRITTEN_AGREED in front[2]) == (200, True)


def test_a_press_is_answered_by_sending_on(state: Path, tmp_path: Path) -> None:
    """After Stop the browser is sent to the page, so that loading again presses nothing."""
    with recorder_home(tmp_path / "home") as home:
        app = _app(state, recorder=Recorder(home.socket))
        page = _ask(app, path="/recorded")
        sent = _ask(app, path="/recorded/stop", method="POST", headers=OURS, body=STOP)

    assert (page[0], words.RECORDED_UNKNOWN in page[2]) == (200, True)
    assert (sent[0], sent[1]["location"], sent[2]) == (303, "/recorded", "")


def test_a_page_is_packed_for_whoever_asks(state: Path) -> None:
    """The home page is sent in a quarter of its length, and plain to whoever cannot unpack."""
    app = _app(state)
    _, plain, body = _ask(app)
    _, packed, _ = _ask(app, headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in plain
    assert packed["content-encoding"] == "gzip"
    assert int(packed["content-length"]) * 4 < len(body.encode())


def test_static_files_are_kept_for_a_year(state: Path) -> None:
    """Each file is served below the address of all, with its kind and lasting."""
    static = address_of(FOLDER)
    for name, kind in (("app.css", "text/css"), ("icons.svg", "image/svg"), ("figtree.woff2", "")):
        status, headers, _ = _ask(_app(state), path=f"{static}/{name}")

        assert status == 200
        assert kind in headers["content-type"]
        assert LASTING.items() <= headers.items()


@pytest.mark.parametrize("path", ["/../app.py", "/..%2fapp.py", "/%2e%2e/app.py", "//etc/passwd"])
def test_nothing_beside_the_static_files_is_served(path: str, state: Path) -> None:
    """No path leads out of the folder of static files."""
    status, _, _ = _ask(_app(state), path=address_of(FOLDER) + path)

    assert status == 404


def test_a_number_that_is_none_is_answered_in_the_look_of_the_house(state: Path) -> None:
    """Whatever stands in an address in place of a number, the answer is a page of ours."""
    for number in ("x", "-1", "1.5", "9" * 5_000, "1e3", "0x1"):
        for below in ("devices", "tonight"):
            status, headers, _ = _ask(_app(state), path=f"/{below}/{number}")
            assert status in (404, 422), (below, number)
            assert headers["content-type"].startswith("text/html")


def test_an_answer_to_another_host_carries_our_headers(state: Path) -> None:
    """Also what refuses a stranger's name can be put in no frame and is kept by nobody."""
    status, headers, _ = _ask(_app(state), host="evil.example")

    # Over plain http a browser takes the opener's policy from this machine itself alone.
    expected = {name: value for name, value in PAGE.items() if "opener" not in name}

    assert status == 400
    assert expected.items() <= headers.items()


def test_a_form_before_the_first_run_leads_to_where_to_start(state: Path) -> None:
    """Where there is no home yet that could be changed, nothing is broken and nothing is done."""
    app = create_app(homes.house_at(state), OUR_NAMES)
    path, body = "/devices/1/rename", b"device=x&name=y"
    status, headers, _ = _ask(app, path=path, method="POST", headers=OURS, body=body)

    assert (status, headers["location"]) == (303, "/")


def _app(
    state: Path, lists: ListsFolder | None = None, recorder: Recorder | None = None
) -> ASGIApp:
    house = homes.house_at(state, homes.FULL, homes.IN_FORCE, lists=lists, recorder=recorder)
    return create_app(house, OUR_NAMES)


def _files(state: Path) -> dict[Path, tuple[int, bytes]]:
    return {
        path: (path.stat().st_ino, path.read_bytes())
        for path in state.rglob("*")
        # SQLite's own scratch files change by reading alone.
        if path.is_file() and not path.name.endswith("-shm")
    }


def _ask(
    app: ASGIApp,
    *,
    path: str = "/",
    method: str = "GET",
    host: str = "127.0.0.1",
    headers: Mapping[str, str] = NO_HEADERS,
    body: bytes = b"",
    raises: type[Exception] | None = None,
) -> tuple[int, dict[str, str], str]:
    """Ask the application itself, with no socket between."""
    sent: list[Message] = []
    said: list[Message] = []

    async def receive() -> Message:
        # After its one, empty body a browser says nothing more; the answer's end cancels the wait.
        if said:
            await asyncio.Event().wait()
        said.append({"type": "http.request", "body": body, "more_body": False})
        return said[0]

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", host.encode()),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    if raises is None:
        asyncio.run(_answer(app, scope, receive, send))
    else:
        with pytest.raises(raises):
            asyncio.run(_answer(app, scope, receive, send))
    start, *rest = sent
    came: Sequence[tuple[bytes, bytes]] = start["headers"]
    answer = b"".join(message.get("body", b"") for message in rest)
    return (
        start["status"],
        {name.decode(): value.decode() for name, value in came},
        answer.decode(errors="replace"),
    )


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)
