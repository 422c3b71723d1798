"""The console against its own description: whatever it allows to be sent, and more, by everybody.

The invariant: no answer is a fault of ours, and none has a status, a kind or headers that the
description does not name.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    status_code_conformance,
)

from console.app import create_app
from console.described import described
from console.forms import URL_ENCODED
from console.security.hosts import OUR_NAMES
from console.security.passwords import TESTS
from console.security.permissions import Level
from tests.conftest import Scale
from tests.console import homes
from tests.console.browsing import HERE, Browser, Came
from tests.console.recorder_home import SHARED, TABLET
from tests.console.signing_in import Clock
from tests.console.whole_home import CARER, HELPER, NAMES, WholeHome, whole_home

CHECKS: Final[tuple[CheckFunction, ...]] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
)
ENDLESS: Final = frozenset({"/live{page}"})
"""What is a stream, and has tests of its own (`tests/console/routes/test_live.py`)."""

SENT: Final = ("method", "url", "headers", "params", "data", "files", "json", "cookies")
"""What `requests` makes a request of."""

Damage = tuple[str, bytes] | None
DAMAGE: Final[st.SearchStrategy[Damage]] = st.none() | st.tuples(
    st.sampled_from((URL_ENCODED, "multipart/form-data; boundary=x", "application/json", "")),
    st.binary(max_size=200) | st.just(b"x=" + b"y" * 9_000),
)
"""A body of another kind, in place of the one that fits."""


@dataclass(slots=True)
class Sender:
    """Sends what schemathesis made up, and keeps what was wrong with the answers."""

    schema: Any
    wrong: list[str]

    @classmethod
    def of(cls, app: Any) -> Sender:  # noqa: ANN401 - an application
        """Return one for an application."""
        return cls(schemathesis.openapi.from_dict(described(app)), [])

    def operations(self) -> Iterator[Any]:
        """Yield every operation, in the order of the description."""
        for found in self.schema.get_all_operations():
            operation = found.ok()
            if operation.path not in ENDLESS:
                yield operation

    def send(self, browser: Browser, whose: str, case: Any, damage: Damage) -> None:  # noqa: ANN401
        """Send one request from a browser, and hold its answer to the description."""
        kwargs = case.as_transport_kwargs(f"https://{HERE}")
        request = requests.Request(
            **{name: kwargs[name] for name in SENT if name in kwargs}
        ).prepare()
        headers = {"sec-fetch-site": "same-origin"}
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        assert isinstance(body, bytes)
        if body and damage is not None:
            headers["content-type"], body = damage
        elif "content-type" in request.headers:
            headers["content-type"] = str(request.headers["content-type"])
        headers["content-length"] = str(len(body))
        came = _asked(browser, str(request.method), str(request.path_url), headers, body)
        found = Response(
            status_code=came.status,
            headers=_gathered(came.headers),
            content=came.body.encode(),
            request=request,
            elapsed=0.0,
            verify=False,
        )
        try:
            case.validate_response(found, checks=list(CHECKS))
            _check_no_name(came)
        except (FailureGroup, Failure, AssertionError) as failed:
            said = getattr(failed, "exceptions", (failed,))
            reasons = "; ".join(f"{type(one).__name__} {str(one)[:160]!r}" for one in said)
            self.wrong.append(f"{whose}: {request.method} {request.path_url} {body!r}: {reasons}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHome]:
    """Return a home in which every address has something behind it."""
    with whole_home(tmp_path_factory.mktemp("whole")) as home:
        yield home


def test_every_answer_is_one_that_the_description_names(home: WholeHome, scale: Scale) -> None:
    """Whatever is sent by nobody, carers, helpers and devices: no fault, nothing undocumented."""
    sender = Sender.of(home.app)
    signed_in = {"carer": home.browser(), "helper": home.browser(), "by PIN": home.browser()}
    browsers = signed_in | {
        "nobody": home.browser(),
        "young person": home.browser(TABLET),
        "shared device": home.browser(SHARED),
        "by card": home.by_card(),
    }

    def again(whose: str) -> None:
        """Let a visit begin that something sent has ended."""
        level = Level.QUICK if whose == "by PIN" else Level.FULL
        if whose == "by card":
            browsers[whose] = home.by_card()
        elif not home.is_visiting(browser := browsers[whose]):
            home.begin(browser, HELPER if whose == "helper" else CARER, level)

    for operation in sender.operations():

        @_hypothetical(scale(1, 40))
        @given(case=operation.as_strategy(), damage=DAMAGE)
        def run(case: Any, damage: Damage) -> None:  # noqa: ANN401 - a schemathesis.Case
            for whose in browsers:
                if whose in signed_in or whose == "by card":
                    again(whose)
                sender.send(browsers[whose], whose, case, damage)

        run()

    assert "\n".join(sender.wrong) == ""


def test_every_answer_before_the_first_run_is_one_that_the_description_names(
    tmp_path: Path, scale: Scale
) -> None:
    """On an empty box the same holds for whoever is at it, and for whoever is elsewhere."""
    house = homes.house_at(tmp_path / "state", clock=Clock(), profile=TESTS)
    app = create_app(house, OUR_NAMES)
    sender = Sender.of(app)
    at_the_box = Browser(app, HERE, "http")
    elsewhere = Browser(app, "192.168.77.99", "https")
    # What lets somebody sign in comes last: then whoever is at the box is nobody any more.
    operations = sorted(sender.operations(), key=lambda one: one.path == "/first-run/carer")

    for operation in operations:

        @_hypothetical(scale(1, 40))
        @given(case=operation.as_strategy(), damage=DAMAGE)
        def run(case: Any, damage: Damage) -> None:  # noqa: ANN401 - a schemathesis.Case
            sender.send(at_the_box, "at the box", case, damage)
            sender.send(elsewhere, "elsewhere", case, damage)

        run()

    assert "\n".join(sender.wrong) == ""


def test_an_answer_that_the_description_does_not_name_is_noticed(home: WholeHome) -> None:
    """The checks above can fail: one status taken out of the description is one wrong answer."""
    document = described(home.app)
    document["paths"] = {"/help": document["paths"]["/help"]}
    answers = document["paths"]["/help"]["get"]["responses"]
    answers["201"] = answers.pop("200")
    sender = Sender(schemathesis.openapi.from_dict(document), [])
    (operation,) = sender.operations()

    @_hypothetical(1)
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:  # noqa: ANN401 - a schemathesis.Case
        sender.send(home.browser(), "nobody", case, None)

    run()

    assert len(sender.wrong) == 1
    assert "UndefinedStatusCode" in sender.wrong[0]


def _hypothetical(examples: int) -> settings:
    """Return how many examples are made, of the run's seed, and none of them twice.

    What is wrong is kept and told at the end: the home is another one after each request, so that
    the same request again need not be answered alike.
    """
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def _asked(
    browser: Browser, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> Came:
    return asyncio.run(browser.asking(method, path, headers, body))


def _gathered(headers: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name, []).append(value)
    return found


def _check_no_name(came: Came) -> None:
    """Hold that nobody's name stands in a title or in an address. Raises AssertionError."""
    titles = re.findall(r"<title>([^<]*)</title>", came.body)
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', came.body)
    where = " ".join((*titles, *addresses, *(value for _, value in came.headers)))
    assert [name for name in NAMES if name.lower() in where.lower()] == []
