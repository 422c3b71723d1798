from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, LIAR, LINKS, PREFIXES
from policy.neighbours import ConflictKind
from tests.agent.lab_home import Lab, lab_at
from tests.namespaces.watched import Asking
from tests.promises.programs import Program, our_python

SECONDS = 2.0
"""Within which a new address has to have its device's rules."""

HOUSEHOLD = f"""\
format = "lamplight-household/v1"

[visitors]
block = ["visitors.example"]

[[young_people]]
name = "Sam"
block = ["sams.example"]

[[young_people]]
name = "Jo"
block = ["jos.example"]

[[devices]]
name = "phone"
belongs_to = "Sam"
links = ["{LINKS["phone"]}"]

[[devices]]
name = "laptop"
belongs_to = "Jo"
links = ["{LINKS["laptop"]}"]
"""

NAMES = ("sams.example", "jos.example", "visitors.example")
PHONES, LAPTOPS, VISITORS = ({one} for one in NAMES)
EVERYBODYS = {*NAMES}
"""The strictest rules: what anybody may not have, nobody has."""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Return a home that is up, and is watched."""
    with lab_at(tmp_path) as lab:
        yield lab


def agent_in(lab: Lab, *, is_told: bool = True) -> Program:
    """Start the real agent on the box, told by discovery or not, and wait until it answers."""
    household = lab.published.with_name("household.toml")
    household.write_text(HOUSEHOLD, encoding="utf-8")
    # Nobody answers there, so that whatever is not blocked is a failure, at once.
    options = ["--upstream", f"{FOUR}.2:1", "--household", str(household)]
    options += ["--neighbours", str(lab.published)] if is_told else []
    for address in (f"{FOUR}.2", *(f"[{prefix}2]" for prefix in PREFIXES)):
        options += ["--listen", f"{address}:53"]
    agent = lab.start(BOX, *our_python("agent", *options))
    agent.line_with("ready")
    return agent


@pytest.mark.alone
def test_a_phone_is_one_device_at_every_address_within_two_seconds(lab: Lab) -> None:
    """Over more than five addresses of both families, every answer is by the phone's own rules."""
    lab.watch()
    agent_in(lab)
    lab.join("phone")
    lab.home.plug_in("laptop")
    phone, laptop = Asking(lab, "phone", *NAMES), Asking(lab, "laptop", *NAMES)

    def settled() -> int:
        return len({address for address, age, *_ in phone.told if age > SECONDS})

    lab.until(lambda: settled() >= 5)
    lab.home.forget_temporary("phone")
    lab.start("phone", *our_python("agent.lab.solicit", "eth0")).end()
    lab.until(lambda: settled() >= 6)
    answers = [one for one in phone.told if one[3]]

    assert len({address for address, *_ in answers}) >= 6
    assert {":" in address for address, *_ in answers} == {True, False}
    late = [
        one for one in answers if one[1] > SECONDS and (one[3] == "NXDOMAIN") != (one[2] in PHONES)
    ]
    assert late == []
    anothers = [one for one in answers if one[2] in LAPTOPS and one[3] == "NXDOMAIN"]
    assert anothers == [], "nobody else's rules, however young the address"
    assert laptop.blocked_now() == dict.fromkeys({one for one, *_ in laptop.told}, LAPTOPS)


def test_an_address_that_two_claim_has_the_strictest_rules(lab: Lab) -> None:
    """While another machine claims the laptop's address, what anybody may not have is not had."""
    lab.watch()
    agent_in(lab)
    lab.home.plug_in("laptop")
    lab.ping("laptop", f"{FOUR}.2")
    lab.until(lambda: lab.seen_of("laptop"))
    lab.home.plug_in(LIAR)
    lab.start(LIAR, *our_python("agent.lab.liar", "arp", f"{FOUR}.20"))
    lab.until(lambda: lab.conflict(ConflictKind.ADDRESS_TWICE, f"{FOUR}.20"))
    laptop = Asking(lab, "laptop", *NAMES)
    lab.until(lambda: laptop.blocked_now().get(f"{FOUR}.20") == EVERYBODYS)


def test_without_discovery_a_first_query_is_not_guessed(lab: Lab) -> None:
    """The kernel says from the first question on whose an address is: a device's or a visitor's."""
    agent_in(lab, is_told=False)
    lab.home.plug_in("laptop")
    lab.home.plug_in(LIAR)
    laptop, stranger = Asking(lab, "laptop", *NAMES), Asking(lab, LIAR, *NAMES)
    lab.until(lambda: min(len(laptop.told), len(stranger.told)) >= len(NAMES))

    for asking, theirs in ((laptop, LAPTOPS), (stranger, VISITORS)):
        wrong = [one for one in asking.told if (one[3] == "NXDOMAIN") != (one[2] in theirs)]
        assert wrong == []
