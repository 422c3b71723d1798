"""The household that asks is what the day's tests take it for."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Final

import dns.message
import pytest

from policy.document import household_from_toml
from policy.names import from_text, to_text
from tests.day.answering import Answering
from tests.day.household import A_DAY, AN_HOUR, CURVE, DEVICES, asked, household, looked_at

QUESTIONS: Final = 5_000


def test_a_seed_is_a_day() -> None:
    """The same seed asks the same, and another one something else."""
    days = [list(household(seed, QUESTIONS).day(600)) for seed in (1, 1, 2)]

    assert days[0] == days[1]
    assert days[0] != days[2]


def test_a_day_has_its_hours(seed: int) -> None:
    """All that was said is asked, mostly in the evening, and in the night there is some, too."""
    by_hour: Counter[int] = Counter()
    for second, now in household(seed, QUESTIONS).day(60):
        by_hour[(second - 60) // AN_HOUR] += len(now)

    assert by_hour.total() >= QUESTIONS
    assert sum(by_hour[hour] for hour in range(6)) > 5 * sum(by_hour[9 + hour] for hour in range(6))
    assert min(by_hour[hour] for hour in range(24)) > 0


def test_the_curve_is_a_day() -> None:
    """The shares of all hours are one day's, whatever the step."""
    assert len(CURVE) == 24
    assert sum(looked_at(second, 600) for second in range(0, A_DAY, 600)) == pytest.approx(1)


def test_fifty_devices_ask_as_devices_do(seed: int) -> None:
    """Every device has an address and rules of its own, and asks for A, AAAA or HTTPS."""
    who = household(seed, QUESTIONS)
    home = household_from_toml(who.text)
    now = [one for _, some in who.day(600) for one in some]
    read = [dns.message.from_wire(b"\0\0" + one.octets) for one in islice(now, 500)]

    assert len(home.devices) == len({one.source for one in DEVICES}) == 50
    assert {one.source for one in now} <= {one.source for one in DEVICES}
    assert {one.question[0].rdtype.name for one in read} == {"A", "AAAA", "HTTPS"}
    assert {one.edns for one in read} == {0}


def test_pages_are_the_recorded_ones(seed: int, shared_data: Path | None) -> None:
    """Where streams were recorded their names are asked, and some are trackers; or made-up ones."""
    who = household(seed, QUESTIONS, shared_data)
    names = {to_text(name) for name in who.known}

    assert len(who.sites) >= 400
    assert 0 < len(who.listed) < len(names)
    assert set(who.listed) <= names


SAID: Final = {
    "an address": ("www.example.org", 0),
    "nobody's name": ("www.nobody.example", 3),
}


@pytest.mark.parametrize(("name", "rcode"), SAID.values(), ids=SAID)
@pytest.mark.parametrize("rtype", [1, 28, 65])
def test_what_is_above_answers_as_resolvers_do(name: str, rcode: int, rtype: int) -> None:
    """Each answer can be read, repeats its question, and is the same another time."""
    packet = b"\1\2" + asked("127.0.0.1", name, rtype).octets
    above = Answering({from_text("www.example.org")})
    replies = [above.reply(packet) for _ in range(2)]
    above.close()
    reply = dns.message.from_wire(replies[0])

    assert replies[0] == replies[1]
    assert reply.rcode() == rcode
    assert reply.question == dns.message.from_wire(packet).question
    assert reply.answer or reply.authority
