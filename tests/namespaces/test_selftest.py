from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, PREFIXES, ROUTER
from tests.agent.lab_home import lab_at
from tests.namespaces.console_at import PORT
from tests.namespaces.real_clients import Laptop
from tests.namespaces.watched import Watched
from tests.promises.programs import our_python

BOX_AT = f"{FOUR}.2"
CHECK = f"http://{BOX_AT}:{PORT}/check"
ROUTER_AT = f"{FOUR}.1"

ASKS = "This device asks the box"
ASKS_NOT = "This device does not ask the box"


@dataclass(frozen=True, slots=True)
class Browsing:
    """A home with a console, and a laptop whose browser makes the test."""

    home: Watched
    laptop: Laptop

    def result(self, *, mode: str = "off", template: str = "", server: str = BOX_AT) -> str:
        """Return what the page with the result says, after a browser opened the first."""
        opened = self.laptop.chromium(mode, template, url=CHECK, server=server).said
        found = re.search(r'href="(/check/[0-9a-f]{32})"', opened)
        assert found, opened
        result = self.laptop.curl(url=f"http://{BOX_AT}:{PORT}{found[1]}", server=server).said
        return re.sub(r"<[^>]+>", "", result)


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsing]:
    """Return the home, for every browser in turn."""
    folder: Path = tmp_path_factory.mktemp("tested")
    with lab_at(folder) as lab:
        home = Watched(lab)
        options = (BOX_AT, str(folder / "state"), str(home.socket))
        lab.start(BOX, *our_python("tests.namespaces.console_at", *options)).line_with("ready")
        # A resolver that is not the box, as a device may have been told of.
        other = lab.start(
            ROUTER, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--bind-interfaces",
            f"--listen-address={ROUTER_AT}", "--no-resolv", "--no-hosts",
        )  # fmt: skip
        other.complaint_with("started")
        yield Browsing(home, Laptop(lab, folder))


FAMILIES = {"IPv4": BOX_AT, "IPv6": f"{PREFIXES[0]}2"}


@pytest.mark.parametrize(("family", "server"), FAMILIES.items(), ids=FAMILIES)
def test_a_browser_that_asks_the_box_passes(tested: Browsing, family: str, server: str) -> None:
    """A browser whose device asks the box passes, and is told by which family it asked."""
    result = tested.result(server=server)

    assert ASKS in result
    assert f"over {family}." in result


ELSEWHERE = {
    "the device asks another resolver": {"server": ROUTER_AT},
    "the browser asks an encrypted service": {
        "mode": "secure",
        "template": f"https://{ROUTER_AT}/dns-query",
    },
}


@pytest.mark.parametrize("settings", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_browser_that_asks_elsewhere_does_not_pass(
    tested: Browsing, settings: dict[str, str]
) -> None:
    """Where the look-up went elsewhere it did not arrive, and the page says so."""
    result = tested.result(**settings)

    assert ASKS_NOT in result
    assert ASKS not in result.replace(ASKS_NOT, "")
