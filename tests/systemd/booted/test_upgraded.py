"""A release that falls, one that is good, going back by hand, and a cut in the middle."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from agent.release import NUMBER
from tests.agent.install.releases import MAKER, line_of
from tests.systemd.booted.acts import going_on
from tests.systemd.booted.asking import asking
from tests.systemd.booted.box import BLOCKED, BOX_AT, CLONE, KNOWN, LAPTOP, Box, until
from tests.systemd.booted.releases import next_release


def in_use(box: Box) -> str:
    """Return which slot is in use."""
    return box.run("readlink", "/opt/lamplight/current").strip()


def answers_as_before(box: Box) -> bool:
    """Say whether names lead where they led, and what was blocked is blocked."""
    return box.says_no(BLOCKED) and not box.says_no(KNOWN)


def test_a_release_that_falls_is_left_and_a_good_one_stays(spare_box: Box, tmp_path: Path) -> None:
    """Not a question is lost meanwhile, and the home's rules hold before, between and after."""
    box, lamplight = spare_box, f"{CLONE}/lamplight"
    box.path("/etc/lamplight/release.keys").write_text(f"needs 1\n{line_of(MAKER)}")
    bad = next_release(box, tmp_path, NUMBER + 2, falls=True)
    good = next_release(box, tmp_path, NUMBER + 1, falls=False)

    with asking(box.place(LAPTOP), BOX_AT, BLOCKED) as failing:
        left = box.tries(lamplight, "upgrade", bad, "--yes")
    assert left.returncode == 2, left
    assert "The filter fell" in left.stderr
    assert "Nothing that was decided at home is lost" in left.stderr
    assert (in_use(box), answers_as_before(box)) == ("a", True)

    with asking(box.place(LAPTOP), BOX_AT, BLOCKED) as passing:
        taken = box.run(lamplight, "upgrade", good, "--yes")
        assert "No rule of this home changes for anybody." in taken
        assert (in_use(box), answers_as_before(box)) == ("b", True)
        assert box.block(BLOCKED, "later.example")

    with asking(box.place(LAPTOP), BOX_AT, BLOCKED) as returning:
        back = box.run(lamplight, "upgrade", "--back", "--yes")
        assert "One change made in between is gone." in back
        assert (in_use(box), answers_as_before(box)) == ("a", True)

    print(f"failing: {failing}; passing: {passing}; going back by hand: {returning}")  # noqa: T201
    assert (failing.lost, passing.lost, returning.lost) == (0, 0, 0)
    said = box.run(lamplight, "status")
    assert "slot a: release 0.1.0, in use" in said
    assert "set-aside/household-of-" in said


NEEDS_ITS_OWN_UNIT: Final = """
if __name__ == "__main__":
    import os
    if "LISTEN_FDS" in os.environ and "LAMPLIGHT_NEXT" not in os.environ:
        raise SystemExit("it is started by the unit of another release")
"""
STANDS_STILL: Final = """\
#!/bin/sh
touch /run/stands-still
exec sleep infinity
"""


def test_an_installation_over_another_that_is_cut_leaves_no_half_of_each(spare_box: Box) -> None:
    """New programs never stand there with the old services: after the boot names are answered."""
    box, tree, agent = spare_box, "/srv/next", "systemd/lamplight-agent.service"
    box.run("cp", "-r", box.clone, tree)
    start = box.path(f"{tree}/agent/__main__.py")
    head, name, tail = start.read_text().partition("from __future__ import annotations\n")
    start.write_text(f"{head}{name}{NEEDS_ITS_OWN_UNIT}{tail}")
    unit = box.path(f"{tree}/{agent}")
    unit.write_text(
        unit.read_text().replace("[Service]", "[Service]\nEnvironment=LAMPLIGHT_NEXT=1")
    )
    box.run("tee", "-a", f"{tree}/systemd/lamplight.sysusers", given="# another release\n")
    # The accounts are made after the programs are there and before systemd knows the services.
    box.run("tee", "/usr/local/sbin/systemd-sysusers", given=STANDS_STILL)
    box.run("chmod", "0755", "/usr/local/sbin/systemd-sysusers")
    words = (f"{tree}/lamplight", "install", "--yes", "--wheels", box.wheels)
    with going_on(lambda: box.tries(*words)):
        until(lambda: box.tries("test", "-e", "/run/stands-still").returncode == 0)
        assert in_use(box) == "b"
        box.cut()
    box.path("/usr/local/sbin/systemd-sysusers").unlink()

    box.boot()

    assert (in_use(box), answers_as_before(box)) == ("a", True)
    said = box.run(*words)
    assert "It is installed." in said
    assert (in_use(box), answers_as_before(box)) == ("b", True)
    assert "names are answered" in box.run(f"{box.clone}/lamplight", "status").splitlines()


OPENED = """
from pathlib import Path
from agent.install import kept_home, unconfirmed
from agent.install.slots import Slots

slots, state = Slots(Path("/opt/lamplight")), Path("/var/lib/lamplight")
kept_home.keep(state / "console", state / "upgrade")
slots.keep_way_back("a")
note = unconfirmed.Unconfirmed(from_slot="a", to_slot="b", from_release="1", to_release="2")
unconfirmed.write_note(state / "upgrade", note)
slots.use("b")
"""


def test_a_cut_in_the_middle_leads_back_at_the_next_start(spare_box: Box) -> None:
    """The box starts from the release before, answers, and has no upgrade open any more."""
    box = spare_box
    # A release that would never start: only its house is there.
    box.run("mkdir", "-p", "/opt/lamplight/b/house/systemd")
    box.run("env", "PYTHONPATH=/opt/lamplight/a/house", "python3", "-c", OPENED)
    box.cut()

    box.boot()

    assert (in_use(box), answers_as_before(box)) == ("a", True)
    said = box.run(f"{CLONE}/lamplight", "status")
    assert "The upgrade was cut off before it was checked." in said
    assert not box.path("/var/lib/lamplight/upgrade/unconfirmed.json").exists()
    assert box.state("lamplight-way-back.service", "Result") == "success"
