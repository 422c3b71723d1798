"""A release that falls, one that is good, going back by hand, and a cut in the middle."""

from __future__ import annotations

from pathlib import Path

from agent.release import NUMBER
from tests.agent.install.releases import MAKER, line_of
from tests.systemd.booted.asking import asking
from tests.systemd.booted.box import BLOCKED, BOX_AT, CLONE, KNOWN, LAPTOP, Box
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
