"""Services that fall, hang or are started again, while the home goes on asking."""

from __future__ import annotations

import pytest

from tests.systemd.booted.asking import asking
from tests.systemd.booted.box import BLOCKED, BOX_AT, KNOWN, LAPTOP, SERVICES, Box, until

AGENT = "lamplight-agent.service"
OTHERS = tuple(unit for unit in SERVICES if unit != AGENT)


@pytest.mark.parametrize("units", [(AGENT,), OTHERS], ids=["the filter", "all others"])
def test_what_falls_is_started_again(box: Box, units: tuple[str, ...]) -> None:
    """A service that is killed runs again by itself, and loses no more than what it had in hand."""
    before = {unit: box.state(unit, "MainPID") for unit in units}
    with asking(box.place(LAPTOP), BOX_AT, BLOCKED) as asked:
        box.run("systemctl", "kill", "--kill-whom=main", "--signal=KILL", *units)
        until(lambda: all(box.runs_anew(unit, before[unit]) for unit in units))
    print(f"{' '.join(units)} killed: {asked}")  # noqa: T201 - the figure of the acceptance

    assert asked.lost <= (AGENT in units)
    assert asked.sent


def test_no_question_is_lost_while_services_are_started_again(box: Box) -> None:
    """The home asks a hundred times a second over a restart of each service; all are answered."""
    box.dig(KNOWN)
    gaps = {}
    for units in ((AGENT,), OTHERS, *((unit,) for unit in OTHERS)):
        with asking(box.place(LAPTOP), BOX_AT, KNOWN) as asked:
            box.run("systemctl", "restart", *units)
        gaps[units] = asked
        said = "all others" if units == OTHERS else units[0]
        print(f"{said} started again: {asked}")  # noqa: T201 - the figure of the acceptance

    assert {units: asked.lost for units, asked in gaps.items() if asked.lost} == {}


def test_a_filter_that_hangs_is_ended_and_started_again(box: Box) -> None:
    """A filter that lives but does nothing is noticed by its watchdog, and one takes its place."""
    box.run("mkdir", "-p", f"/run/systemd/system/{AGENT}.d")
    dropped = f"/run/systemd/system/{AGENT}.d/sooner.conf"
    box.run("tee", dropped, given="[Service]\nWatchdogSec=2\n")
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "restart", AGENT)
    before = box.state(AGENT, "MainPID")
    try:
        box.run("systemctl", "kill", "--kill-whom=main", "--signal=STOP", AGENT)
        until(lambda: box.runs_anew(AGENT, before))

        assert box.says_no(BLOCKED)
        assert "watchdog" in box.run("journalctl", "-q", "-u", AGENT, "-n", "200").lower()
    finally:
        box.run("rm", "-r", f"/run/systemd/system/{AGENT}.d")
        box.run("systemctl", "daemon-reload")
        box.run("systemctl", "restart", AGENT)
