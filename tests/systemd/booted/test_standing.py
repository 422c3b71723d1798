"""What stands after an installation, as systemd and the devices of the home see it."""

from __future__ import annotations

import dns.rcode
import pytest

from tests.systemd.booted.box import ANSWER, BLOCKED, KNOWN, SERVICES, Box
from tests.systemd.booted.conftest import Ground
from tests.systemd.booted.trees import changed, tree_of

STARTED = ("ExecMainStartTimestampMonotonic", "NRestarts", "ActiveState")


def test_it_says_each_step_and_how_to_go_on(ground: Ground, box: Box) -> None:
    """Whoever installs is told where the pages are, and names are filtered right after it."""
    said, seconds = ground.said()
    print(f"Debian {ground.debian.version}: {seconds:.0f} s to a filtered answer")  # noqa: T201

    assert "It is installed." in said
    assert "set-up code:" in said
    assert box.says_no(BLOCKED)


@pytest.mark.parametrize("unit", SERVICES)
def test_each_service_runs_as_nobody_else(box: Box, unit: str) -> None:
    """A service runs, by the one account that bears its name."""
    said = box.states([unit], "ActiveState", "MainPID")[unit]
    who = box.run("stat", "--format=%U", f"/proc/{said['MainPID']}").strip()

    assert said["ActiveState"] == "active"
    assert who == unit.removesuffix(".service")


@pytest.mark.parametrize("over_tcp", [False, True], ids=["UDP", "TCP"])
def test_names_are_answered_and_filtered(box: Box, *, over_tcp: bool) -> None:
    """A name leads to where the upstream says, and a blocked one leads nowhere."""
    known, blocked = (box.dig(name, over_tcp=over_tcp) for name in (KNOWN, BLOCKED))

    assert [record.to_text() for record in known.answer[0]] == [ANSWER]
    assert (blocked.rcode(), blocked.answer) == (dns.rcode.NXDOMAIN, [])


def test_pages_are_opened_over_both_lines(box: Box) -> None:
    """A carer's phone opens the rules over TLS, and over a plain line a page is answered too."""
    safely, plainly = box.phone.ask("/rules"), box.phone.plainly("/")

    assert (safely.status, plainly.status) == (200, 200)


def test_nothing_runs_that_failed(box: Box) -> None:
    """No unit of the whole machine stands as failed, ours or another's."""
    assert box.run("systemctl", "--failed", "--no-legend", "--plain") == ""


def test_the_front_door_says_that_it_is_well(box: Box) -> None:
    """`lamplight status` tells each unit and ends with 0."""
    done = box.tries(f"{box.clone}/lamplight", "status")

    assert (done.returncode, done.stderr) == (0, "")
    assert "names are answered" in done.stdout


def test_what_is_installed_is_asked_also_through_an_older_clone(box: Box) -> None:
    """Which units there are and what belongs to them is told by the release that runs."""
    box.run("cp", "-r", box.clone, "/srv/older")
    box.run("tee", "/srv/older/agent/install/__main__.py", given="raise SystemExit('an older one')")
    done = box.tries("/srv/older/lamplight", "status")
    box.run("rm", "-r", "/srv/older")

    assert (done.returncode, done.stderr) == (0, "")
    assert "names are answered" in done.stdout


def test_installing_twice_changes_nothing(box: Box) -> None:
    """A second installation leaves every file and every running service as it was."""
    below = ("/opt", "/etc", "/var/lib/lamplight")
    files, ran = tree_of(box, *below), box.states(SERVICES, *STARTED)
    said, _ = box.install()
    other = [path for path in changed(files, tree_of(box, *below)) if not _is_of_the_lists(path)]

    assert other == []
    assert box.states(SERVICES, *STARTED) == ran
    assert "nothing had to be done" in said


def _is_of_the_lists(path: str) -> bool:
    """Say whether it is the job's that fetches lists, which may run at any time."""
    return path.startswith("/var/lib/lamplight/lists")


def test_what_a_process_held_in_memory_is_never_written_down(box: Box) -> None:
    """No service leaves a core file, and none of its memory goes to swap."""
    for unit in SERVICES:
        pid = box.state(unit, "MainPID")
        limits = box.run("cat", f"/proc/{pid}/limits")
        said = box.states([unit], "LimitCORE", "MemorySwapMax")[unit]

        assert limits.partition("Max core file size")[2].split()[:2] == ["0", "0"]
        assert said == {"LimitCORE": "0", "MemorySwapMax": "0"}


def test_the_log_is_kept_in_memory_and_not_on_the_card(box: Box) -> None:
    """What the machine notes after the installation stands in memory alone."""
    word = "a-word-that-only-this-test-says"
    box.run("logger", word)
    box.run("journalctl", "--sync")
    found = [
        folder
        for folder in ("/run/log/journal", "/var/log")
        if box.tries("grep", "--recursive", "--quiet", word, folder).returncode == 0
    ]

    assert found == ["/run/log/journal"]
