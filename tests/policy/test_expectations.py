from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from policy.compile import compile_policy
from policy.errors import HouseholdMalformed
from policy.expectations import (
    FORMAT,
    MAX_LETTERS,
    device_policy,
    expectations_from_toml,
    judged,
    moment_at,
    wall_from_text,
)
from policy.household import NOBODY, Device, Household
from policy.names import from_text
from tests.policy.evening import HOME, INDEX, LONDON

ROW = '[[expect]]\ndevice = "Sam\'s phone"\nname = "x.example"\nallowed = true\n'
HEAD = f'format = "{FORMAT}"\n'

ROWS = """
[[expect]]
device = "Sam's phone"
name = "x.example"
at = "2025-03-29 21:00"
allowed = false
because = "Bedtime"

[[expect]]
device = "Sam's phone"
name = "x.example"
at = "2025-03-29 21:00"
allowed = false
because = "Lunch"

[[expect]]
device = "visitor"
name = "play.example"
allowed = true
"""


def test_each_row_is_judged_and_told() -> None:
    """The first is as expected, the second for another reason, the third not at all."""
    found = list(judged(expectations_from_toml(HEAD + ROWS), HOME, LONDON, INDEX))

    assert [row.holds for row in found] == [True, False, False]
    assert found[0].found.sentence == (
        'Sam\'s phone may not open x.example: "Bedtime", a rule for Sam, closes it,'
        " until 07:00 on Sunday 30 March."
    )
    assert found[2].expectation.at is None


REFUSED = {
    "no TOML": ("[", "not valid TOML"),
    "nested too deeply": ("a = " + "[" * 100_000, "not valid TOML"),
    "too long": ("#" * (MAX_LETTERS + 1), "longer than"),
    "no format": (ROW, 'expected format = "lamplight-expectations/v1"'),
    "nothing expected": (HEAD, "nothing is expected"),
    "an unknown key": (HEAD + ROW + "when = 1", r"expect\[0\]: the key 'when' is not known"),
    "no device": (HEAD + ROW.replace("device", "#"), "'device' is missing"),
    "no name": (HEAD + ROW.replace("name", "#"), "'name' is missing"),
    "a bad name": (HEAD + ROW.replace("x.example", "a b"), r"expect\[0\].name: .*only letters"),
    "no word of what is expected": (HEAD + ROW.replace("allowed", "#"), "'allowed' is missing"),
    "a word that is none": (HEAD + ROW.replace("true", '"yes"'), r"expect\[0\].allowed: expected"),
    "a time that is none": (HEAD + ROW + 'at = "21:00"', r"expect\[0\].at: '21:00' is no time"),
    "no reason": (HEAD + ROW + 'because = ""', r"expect\[0\].because: expected 1 to 200"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_checks_nothing_is_refused(text: str, words: str) -> None:
    """Each way of being wrong says where it stands and what to write."""
    with pytest.raises(HouseholdMalformed, match=words):
        expectations_from_toml(text)


def test_a_device_that_is_not_here_is_refused_with_those_that_are() -> None:
    """The error names the devices; a home without any says so."""
    row = expectations_from_toml(HEAD + ROW.replace("Sam's phone", "Toaster"))

    with pytest.raises(HouseholdMalformed, match=r"expect\[0\].device: .*'Toaster'.*\"Sam's phone"):
        list(judged(row, HOME, LONDON, None))
    with pytest.raises(HouseholdMalformed, match="The devices are: none yet"):
        list(judged(row, Household(), LONDON, None))


def test_a_device_that_bears_the_word_comes_first() -> None:
    """A device that a carer called visitor is judged as itself."""
    device = Device(name="visitor", belongs_to=NOBODY, addresses=())
    compiled = compile_policy(Household(devices=(device,)), 1)

    assert device_policy(compiled, "visitor", "x").device == "visitor"


def test_a_time_that_clocks_leave_out_is_refused() -> None:
    """At half past one on 30 March no clock in London shows that."""
    row = expectations_from_toml(HEAD + ROW + 'at = "2025-03-30 01:30"')

    with pytest.raises(HouseholdMalformed, match="clocks here do not show 2025-03-30 01:30 at all"):
        list(judged(row, HOME, LONDON, None))


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    """On 26 October half past one in London is first that of summer."""
    wall = wall_from_text("2025-10-26 01:30", "x")

    assert moment_at(wall, LONDON, "x").at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_time_is_that_of_the_homes_clocks() -> None:
    """The same words mean another instant in another zone."""
    wall = wall_from_text("2026-11-23 21:30", "x")
    kathmandu = ZoneInfo("Asia/Kathmandu")

    assert moment_at(wall, kathmandu, "x").at == datetime(2026, 11, 23, 15, 45, tzinfo=UTC)


def test_a_row_is_read_whole() -> None:
    """Device, name, time, what is expected and why."""
    first = expectations_from_toml(HEAD + ROWS)[0]

    assert (first.device, first.name) == ("Sam's phone", from_text("x.example"))
    assert (str(first.at), first.allowed, first.because) == (
        *("2025-03-29 21:00:00", False, "Bedtime"),
    )
