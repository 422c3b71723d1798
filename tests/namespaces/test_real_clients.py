from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.lab.home import FOUR, LINKS
from policy.agent_answers import Totals
from policy.agent_requests import AskTotals
from policy.coverage import Finding, FindingKind, roads_of
from policy.coverage_words import told
from policy.household import Device, Household
from tests.agent.asked.asking import ask
from tests.agent.lab_home import lab_at
from tests.namespaces.real_clients import LAPTOP, Laptop, Saw, serve
from tests.namespaces.watched import Watched

SERVICES = {"one that is told no": "doh.dns.apple.com", "one that is answered": "dns.google"}
"""Encrypted DNS services by whose names the box knows that somebody looks for a way around."""

GAVE_UP_TLS = "Using degraded feature set UDP+EDNS0 instead of TLS+EDNS0"
"""What systemd-resolved says when a resolver that it would rather ask over TLS has none."""

LAPTOP_AT = f"{FOUR}.20"
NAMED = Household(devices=(Device(name=LAPTOP, belongs_to="Sam", addresses=(LAPTOP_AT,)),))
"""The laptop is known, so that a finding could name it."""


class Used:
    """A home in order, on whose laptop programs are used, and what is reported of it."""

    def __init__(self, home: Watched, laptop: Laptop) -> None:
        self._home = home
        home.household = NAMED
        self.laptop = laptop

    def found(self) -> list[Finding]:
        """Return what is found now."""
        return list(self._home.all_found())

    def queries(self) -> int:
        """Return how much the whole home has asked the box."""
        answer = ask(self._home.socket, AskTotals())
        assert isinstance(answer, Totals)
        return answer.asked.over_ipv4 + answer.asked.over_ipv6


@contextmanager
def home_at(folder: Path) -> Iterator[Used]:
    """Raise a home with a page in it, where nothing was asked yet, and nothing is found."""
    with lab_at(folder) as lab:
        home = Watched(lab)
        serve(lab, folder)
        laptop = Laptop(lab, folder)
        lab.until(lambda: len(lab.seen().routers) == 2)
        home.known = roads_of(lab.seen())
        used = Used(home, laptop)
        assert (used.queries(), used.found()) == (0, [])
        yield used


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Used]:
    """Return one home for all programs of which nothing is to be reported, in any order."""
    with home_at(tmp_path_factory.mktemp("quiet")) as used:
        yield used


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Used]:
    """Return a home of the test's own, for what the box remembers for an hour."""
    with home_at(tmp_path) as used:
        yield used


def is_in_order(used: Used, look: Callable[[], Saw]) -> None:
    """Hold that a program asked the box and got its page, and that nothing is reported."""
    before = used.queries()
    saw = look()

    assert saw.page, saw.said
    assert used.queries() > before
    assert used.found() == []


def is_told_of(used: Used, service: str, look: Callable[[], Saw]) -> None:
    """Hold that a program asked for a way around and got no page, and that nobody is named."""
    saw = look()
    found = used.found()

    assert not saw.page, saw.said
    assert used.queries() > 0
    assert found == [Finding(kind=FindingKind.WAYS_AROUND)]
    said = told(found[0])
    shown = " ".join((said.title, said.means, *said.todo, said.limit))
    for one in (LAPTOP, LAPTOP_AT, LINKS[LAPTOP], service):
        assert one not in shown


def test_nothing_is_reported_of_a_plain_curl(quiet: Used) -> None:
    """A curl as it comes asks the box and gets its page, and no finding comes of it."""
    is_in_order(quiet, quiet.laptop.curl)


@pytest.mark.parametrize(("over_tls", "gave_up"), [("no", False), ("opportunistic", True)])
def test_nothing_is_reported_of_systemd_resolved(
    quiet: Used, over_tls: str, *, gave_up: bool
) -> None:
    """A systemd-resolved without a bus, asked at 127.0.0.53, asks the box in plain: no finding."""
    with quiet.laptop.resolved(over_tls) as resolved:
        is_in_order(quiet, quiet.laptop.curl_by_resolved)

    assert gave_up == (GAVE_UP_TLS in resolved.complained)


@pytest.mark.parametrize("mode", ["off", "automatic"])
def test_nothing_is_reported_of_a_browser_that_leaves_it_to_the_home(
    quiet: Used, mode: str
) -> None:
    """Chromium with secure DNS off or automatic asks the box and shows its page: no finding."""
    is_in_order(quiet, lambda: quiet.laptop.chromium(mode))


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_curl_with_an_encrypted_service_is_a_fact_of_the_home(home: Used, service: str) -> None:
    """A curl with --doh-url gets no page by its service, which is reported of the home alone."""
    url = f"https://{service}/dns-query"

    is_told_of(home, service, lambda: home.laptop.curl("--doh-url", url))


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_browser_with_an_encrypted_service_is_a_fact_of_the_home(
    home: Used, service: str
) -> None:
    """Chromium with secure DNS on gets no page by its service: reported of the home alone."""
    url = f"https://{service}/dns-query{{?dns}}"

    is_told_of(home, service, lambda: home.laptop.chromium("secure", url))
