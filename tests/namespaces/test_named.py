from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, LINKS, PREFIXES
from console import words
from policy.links import is_made_up
from tests.agent.lab_home import Lab, lab_at
from tests.console.at_hand import AtHand, at_hand
from tests.namespaces.watched import Asking
from tests.promises.programs import our_python

HOUSEHOLD = """\
format = "lamplight-household/v1"

[visitors]
block = ["visitors.example"]

[[young_people]]
name = "Maya"
block = ["mayas.example"]

[[carers]]
name = "Sam"
"""
NAMES = ("mayas.example", "visitors.example")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Return a home that is up, and is watched."""
    with lab_at(tmp_path) as lab:
        lab.watch()
        yield lab


@pytest.fixture
def home(lab: Lab, tmp_path: Path) -> Iterator[AtHand]:
    """Return the console's application over it, and the real agent on the box."""
    state = tmp_path / "state"
    with at_hand(state, HOUSEHOLD, neighbours=lab.published) as home:
        (state / "agent").mkdir(exist_ok=True)
        published = home.house.published
        options = ["--upstream", f"{FOUR}.2:1", "--snapshot", str(published.snapshot_path)]
        options += ["--status", str(published.status_path), "--neighbours", str(lab.published)]
        for address in (f"{FOUR}.2", *(f"[{prefix}2]" for prefix in PREFIXES)):
            options += ["--listen", f"{address}:53"]
        lab.start(BOX, *our_python("agent", *options)).line_with("ready")
        yield home


def test_a_new_phone_is_in_the_inbox_and_has_its_persons_rules_once_named(
    lab: Lab, home: AtHand
) -> None:
    """It joins by DHCP as a visitor, is named on the page, and is one person's at each address."""
    link = LINKS["phone"]
    assert link not in home.get("/devices").text
    lab.join("phone")
    lab.until(lambda: link in home.get("/devices").text)
    phone = Asking(lab, "phone", *NAMES)
    lab.until(lambda: _families(phone.blocked_now(), {"visitors.example"}) == {4, 6})
    page = home.get("/devices")
    done = home.send("/devices/name", {"link": link, "name": "phone", "owner": "Maya"})
    named = len(phone.told)
    lab.until(lambda: _families(phone.blocked_now(), {"mayas.example"}) == {4, 6})
    lab.until(lambda: set(map(frozenset, phone.blocked_now().values())) == {frozenset(NAMES[:1])})
    late = phone.told[named + 4 * len(phone.blocked_now()) * len(NAMES) :]

    assert (words.devices.MADE_UP in page.text) == is_made_up(link)
    assert words.devices.NEW_TEXT in page.text
    assert done.status == 303
    assert link not in home.get("/devices").text
    assert {name for _, _, name, status in late if status == "NXDOMAIN"} <= {"mayas.example"}


def _families(blocked: dict[str, set[str]], names: set[str]) -> set[int]:
    """Return the families of the addresses at which these very names are blocked."""
    return {6 if ":" in address else 4 for address, found in blocked.items() if found == names}
