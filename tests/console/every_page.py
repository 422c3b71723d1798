"""Every page of the console, and who looks at it in which home: for the tests that look at all.

The homes are made up and everything in them is real but the clocks and the agent's answers. A
browser says in a header as whom it looks, since all its requests come from this one machine.

Rules kept here:
- Every address that is opened by GET is in `LOOKS` or in `NO_PAGES`; a test holds it against the
  addresses that the console has.
- What is looked at is as full as a home can be: something is written down, given and asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Final, cast

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from consent.encoding import JsonValue
from consent.passphrase import stop_code_for
from consent.pasted import to_text
from consent.recorder_requests import NoticeShown
from consent.schema import write
from console.app import create_app
from console.config import listen_address
from console.security.hosts import OUR_NAMES
from console.security.passwords import TESTS
from console.serve import take_port
from console.services.grants import CutFamilyTime, Later, MoreTime, Opened, Pause, give
from console.services.requests import Asking, ask, say_no
from console.services.turns import take
from console.store.database.homes import HomeKind
from policy.agent_answers import (
    Answer,
    BlockedName,
    DueWarning,
    JustBlocked,
    SelftestCame,
    TargetLeft,
    TimeLeft,
    Totals,
    WarningKind,
    WarningsDue,
)
from policy.agent_requests import (
    AskJustBlocked,
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
    Request,
)
from policy.categories import Category
from policy.coverage import Asked
from policy.names import from_text
from policy.timed import Period
from policy.what import What
from policy.why import Why
from tests.console import homes
from tests.console.browsing import HERE, Browser
from tests.console.given_home import GAMES
from tests.console.recorder_home import LAPTOP, SHARED, TABLET, RecorderHome
from tests.console.serving import LIMIT_SECONDS, serving_app
from tests.console.signing_in import Clock
from tests.console.viewing_home import with_carer
from tests.console.whole_home import CARER, HELPER, VISITORS, YOUNG, YOUNGER, WholeHome, whole_home

STOP_CODE: Final = "40719926"
CODE: Final = cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))
AS: Final = "looks-as"
"""The header in which a browser says as whom it looks."""

_LEFT: Final = TimeLeft(
    left=(
        TargetLeft(young_person=1, target=GAMES, period=Period.DAY, minutes=35, may_borrow=True),
    ),
    knows_the_time=True,
)
_BLOCKED: Final = JustBlocked(
    names=(
        BlockedName("a-rather-long-name-of-a-site." * 4 + "example", Why.RULE, None),
        BlockedName("bad.example", Why.CATEGORY, Category.MALWARE),
    ),
    seconds=77,
)
ANSWERS: Final[Mapping[type[Request], Answer]] = {
    AskTimeLeft: _LEFT,
    AskWarnings: WarningsDue(
        warnings=(
            DueWarning(number=1, young_person=1, kind=WarningKind.END, title="Bedtime", minutes=10),
        )
    ),
    Borrow: _LEFT,
    GiveBack: _LEFT,
    BeginFix: _BLOCKED,
    AskJustBlocked: _BLOCKED,
    AskTotals: Totals(asked=Asked(), yesterday=5_000),
    AskSelftest: SelftestCame(over_ipv4=True, over_ipv6=False),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A page: its address as the console has it, who looks, in which home, and where it is.

    `at` may name what only the home knows: a mark that was given out there.
    """

    route: str
    whose: str = "carer"
    home: str = "foster"
    at: str = ""

    @property
    def name(self) -> str:
        """How a test names it."""
        return f"{self.home} {self.whose} {self.at or self.route}"

    @property
    def header(self) -> str:
        """What a browser says of itself that looks."""
        return self.whose.replace(" ", "-")


NO_PAGES: Final[Mapping[str, str]] = {
    "/agreements/ended/{mark}/list": "a file to keep",
    "/backup/text": "leads back to the page, where a text was made by a form",
    "/live{page:path}": "a stream of versions",
    "/rights/audio/{tag}/{name}": "a sound",
    "/trust/authority": "a certificate to keep",
    "/visit/erased/{agreement}": "a signed text to keep",
    "/visit/list": "a list to keep",
}
"""What is opened by GET and is no page."""

_OF_CARERS: Final = (
    *("/", "/tonight", "/changes", "/rules", "/rules/undone", "/devices", "/devices/saved"),
    *("/health", "/coverage", "/check", "/why", "/sign-ins", "/pair", "/rights"),
    *("/backup", "/backup/taken"),
    *("/trust", "/worried", "/kitchen", "/help", "/if-it-stops"),
)
_OF_FOSTER_CARERS: Final = (
    *("/agreements", "/agreements/end", "/agreements/home-card", "/agreements/numbers"),
    *("/visit", "/visit/stop", "/viewing"),
)
_OF_THE_YOUNG: Final = ("/mine", "/mine/ask", "/mine/rules", "/mine/fix", "/help", "/mine/card")
_OF_FOSTER_YOUNG: Final = ("/recorded", "/my-words", "/bind", "/visit", "/viewing")
_OF_NOBODY: Final = ("/", "/sign-in", "/lost", "/card", "/set-up", "/mine")
_AT: Final[Mapping[str, tuple[str, ...]]] = {
    "/check/{nonce}": (f"/check/{'0' * 32}",),
    "/devices/{number}": ("/devices/1", "/devices/3", "/devices/4"),
    "/rules/{subject}": (
        *("/rules/everyone", "/rules/visitors", "/rules/person-1", "/rules/person-2"),
        "/rules/device-1",
    ),
    "/rules/{subject}/saved": ("/rules/person-1/saved",),
    "/rules/{subject}/{part}": (
        *("/rules/person-1/kinds", "/rules/person-1/names", "/rules/person-1/minutes"),
        "/rules/person-1/age",
    ),
    "/rules/{subject}/{part}/{which}": (
        *("/rules/person-1/time/0", "/rules/person-1/time/new", "/rules/person-1/family/0"),
    ),
    "/tonight/{number}": ("/tonight/1", "/tonight/2"),
}

LOOKS: Final = (
    *(
        Look(route, "carer", home)
        for home in ("foster", "family")
        for route in _OF_CARERS
        if not (home == "family" and route in {"/trust", "/check"})
    ),
    *(Look(route) for route in _OF_FOSTER_CARERS),
    *(
        Look(route, at=at, home=home)
        for home in ("foster", "family")
        for route, places in _AT.items()
        for at in places[: None if home == "foster" else 1]
    ),
    Look("/unlock", "a phone left alone"),
    Look("/devices", "helper"),
    Look("/recorded/{place:int}", "card", at="/recorded/1"),
    Look("/mine", "card"),
    *(Look(route, "young person") for route in (*_OF_THE_YOUNG, *_OF_FOSTER_YOUNG)),
    *(Look(route, "young person", "family") for route in (*_OF_THE_YOUNG[:-1], "/rights")),
    Look("/mine", "another young person"),
    Look("/recorded", "another young person"),
    *(Look(route, "shared device") for route in ("/turn", "/mine")),
    *(Look(route, "nobody") for route in _OF_NOBODY),
    *(Look(route, "visitor", "family") for route in ("/", "/sign-in")),
    *(Look(route, "the box", "empty") for route in ("/", "/first-run", "/first-run/backup")),
    Look("/set-up", "nobody", "empty"),
    Look("/agreements", home="over"),
    Look("/changes", home="over"),
    Look("/recorded", "young person", "over"),
    Look("/agreements/taken/{mark}", home="over", at="taken"),
    Look("/agreements/stopped/{mark}", home="over", at="stopped"),
    Look("/agreements/ended/{mark}", home="over", at="ended"),
    Look("/visit/stop/{mark}", "young person", "by code", at="by code"),
    Look("/agreements", home="by code"),
)


@dataclass(slots=True)
class OneHome:
    """One home on a port: whoever looks is said in a header, and `marks` are what it gave out."""

    app: FastAPI
    browsers: Mapping[str, Browser]
    marks: Mapping[str, str]
    port: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as though it came from whoever it says."""
        if scope["type"] == "http":
            whose = dict(scope["headers"]).get(AS.encode(), b"").decode().replace("-", " ")
            browser = self.browsers[whose]
            kept = "; ".join(f"{name}={value}" for name, value in browser.jar.items())
            theirs = [(b"cookie", kept.encode())] if kept else []
            scope = {
                **scope,
                "client": (browser.source, 1),
                "scheme": browser.scheme,
                "headers": [*scope["headers"], *theirs],
            }
        await self.app(scope, receive, send)

    def opened(self, look: Look, **headers: str) -> tuple[int, bytes]:
        """Open a page over the wire; return the status and the octets that came."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_SECONDS)
        try:
            line.request("GET", self.place(look), headers={AS: look.header, **headers})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def place(self, look: Look) -> str:
        """Return where a page is, below this home."""
        return self.marks.get(look.at, look.at or look.route)


@contextmanager
def every_home(folder: Path) -> Iterator[Mapping[str, OneHome]]:
    """Yield all the homes by their names, each on a port."""
    # A browser that is driven from this thread has a loop in it, beside which none can be run.
    with ExitStack() as stack, ThreadPoolExecutor(1) as beside:
        yield beside.submit(_made, stack, folder).result()


def _made(stack: ExitStack, folder: Path) -> Mapping[str, OneHome]:
    makers: dict[str, Callable[[ExitStack, Path], OneHome]] = {
        "foster": _foster,
        "family": _family,
        "over": _over,
        "by code": _by_code,
        "empty": _empty,
    }
    made = {}
    for name, make in makers.items():
        home = make(stack, folder / name)
        home.port = stack.enter_context(_on_a_port(home, home.app))
        made[name] = home
    return made


@contextmanager
def _on_a_port(app: ASGIApp, inner: FastAPI) -> Iterator[int]:
    with (
        take_port(listen_address("127.0.0.1:0")) as holder,
        serving_app(app, inner.state.end_streams, holder) as port,
    ):
        yield port


def _foster(stack: ExitStack, folder: Path) -> OneHome:
    def begin(recorder: RecorderHome) -> None:
        with_carer(recorder, CARER)

    home = stack.enter_context(whole_home(folder, begin, ANSWERS))
    return _lived_in(stack, home)


def _family(stack: ExitStack, folder: Path) -> OneHome:
    home = stack.enter_context(whole_home(folder, lambda _: None, ANSWERS))
    home.is_kind(HomeKind.FAMILY)
    return _lived_in(stack, home)


def _over(stack: ExitStack, folder: Path) -> OneHome:
    """Return a home in which a carer stopped the agreement, and then ended everything."""
    shown, taken, agreement = _begun(stack, folder)
    carer = shown.browsers["carer"]
    stopped = carer.send("/agreements/stop", agreement=agreement)["location"]
    ended = carer.send("/agreements/end", sure="yes")["location"]
    return replace(shown, marks={"taken": taken, "stopped": stopped, "ended": ended})


def _by_code(stack: ExitStack, folder: Path) -> OneHome:
    """Return a home in which the agreement was stopped with the stop code."""
    shown, _, _ = _begun(stack, folder)
    by_code = shown.browsers["young person"].send("/visit/stop", code=STOP_CODE)["location"]
    return replace(shown, marks={"by code": by_code})


def _begun(stack: ExitStack, folder: Path) -> tuple[OneHome, str, str]:
    """Return a home with an agreement that begun, where its taking in is told, and its digest."""
    home = stack.enter_context(whole_home(folder, lambda _: None, ANSWERS))
    recorder = home.recorder
    assert recorder is not None
    home.clock.now = recorder.time.now
    text = to_text(recorder.drawn_up({"home.stop_code": CODE}))
    taken = _pasted(home.visiting(CARER), text)
    [agreement] = [one.agreement for one in recorder.how().agreements]
    recorder.done(NoticeShown(address=TABLET))
    recorder.later(days=2, hours=8)
    return _lived_in(stack, home), taken, agreement


def _pasted(carer: Browser, text: str) -> str:
    edge = "edge-of-a-test"
    parts = (
        f'--{edge}\r\nContent-Disposition: form-data; name="pasted"\r\n\r\n{text}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename=""\r\n'
        f"Content-Type: text/plain\r\n\r\n\r\n--{edge}--\r\n"
    )
    headers = {
        "sec-fetch-site": "same-origin",
        "content-type": f"multipart/form-data; boundary={edge}",
        "content-length": str(len(parts)),
    }
    return carer.ask("POST", "/agreements/import", headers, parts.encode())["location"]


def _empty(_: ExitStack, folder: Path) -> OneHome:
    house = homes.house_at(folder / "state", clock=Clock(), profile=TESTS)
    app = create_app(house, OUR_NAMES)
    return OneHome(
        app,
        {"the box": Browser(app, HERE, "http"), "nobody": Browser(app, "192.168.77.99", "https")},
        {},
    )


def _lived_in(stack: ExitStack, home: WholeHome) -> OneHome:
    assert home.recorder is not None
    home.clock.now = home.recorder.time.now
    _fill(home)
    stack.enter_context(homes.agent_at(home.house.published.state))
    version = home.house.published.snapshot().version
    homes.leave_status(home.house.published, replace(homes.IN_FORCE, snapshot_version=version))
    browsers = {
        "carer": home.visiting(CARER),
        "helper": home.visiting(HELPER),
        "a phone left alone": home.visiting(CARER, on_phone=True, ago=timedelta(minutes=16)),
        "young person": home.browser(TABLET),
        "another young person": home.browser(LAPTOP),
        "shared device": home.browser(SHARED),
        "visitor": home.browser(VISITORS),
        "nobody": home.browser(),
        "card": home.by_card(),
    }
    return OneHome(home.app, browsers, {})


def _fill(home: WholeHome) -> None:
    house = home.house
    site = What(names=frozenset({from_text("chess.example")}))
    for wanted in (
        Pause(young_person=None, reason="dinner is ready, and the food gets cold"),
        MoreTime(young_person=YOUNG, target=GAMES),
        Later(young_person=YOUNG, title="Bedtime"),
        Opened(young_person=YOUNG, what=site),
        CutFamilyTime(young_person=YOUNG, reason="we rest"),
    ):
        assert give(house, CARER, wanted) is None
    for asking in (
        Asking(young_person=YOUNG, name=from_text("go.example"), words="for a game together"),
        Asking(young_person=YOUNG, target=GAMES, minutes=30),
        Asking(young_person=YOUNG, title="Bedtime", words="film night"),
        Asking(young_person=YOUNGER, name=from_text("went.example")),
    ):
        assert ask(house, asking) is None
    assert say_no(house, CARER, 3, "Not tonight. We can talk about it tomorrow.") is None
    assert take(house, "Sofa tablet", YOUNG) is None
