"""Taking Lamplight off a box, and an installation that does not succeed."""

from __future__ import annotations

from typing import Final

from tests.systemd.booted.box import BLOCKED, Box
from tests.systemd.booted.conftest import Ground
from tests.systemd.booted.trees import LOOKED_AT, Held, tree_of

STAYS: Final = {
    "/etc/.pwd.lock": "made by whatever adds an account",
    "/etc/group-": "the accounts as they were before the last change",
    "/etc/gshadow-": "the same",
    "/etc/passwd-": "the same",
    "/etc/shadow-": "the same",
}
"""What is there afterwards and was not there before: by the machine's own programs."""

REWRITTEN: Final = {
    "/etc/group": "our accounts went in and out",
    "/etc/gshadow": "the same",
    "/etc/passwd": "the same",
    "/etc/shadow": "the same",
    "/etc/resolv.conf": "led elsewhere while the stub was off, and leads where it led",
}
"""What was written meanwhile, and holds what it held."""


def test_taken_off_with_its_records_it_leaves_nothing(ground: Ground, spare_box: Box) -> None:
    """First the programs go and the home's records stay; then everything is as it was before."""
    box = spare_box
    box.run(f"{box.clone}/lamplight", "uninstall", "--yes")
    kept = box.path("/var/lib/lamplight/console/household.db")
    assert kept.exists()
    assert not box.path("/opt/lamplight").exists()
    for known in ("list-units", "list-unit-files", "list-timers"):
        # Some of these end with 1 where there is nothing to list.
        assert box.tries("systemctl", known, "--plain", "--no-legend", "lamplight*").stdout == ""
    said = box.run(f"{box.clone}/lamplight", "uninstall", "--yes", "--and-records")
    assert "It is gone." in said
    before, after = ground.bare_tree(), tree_of(box, *LOOKED_AT)

    assert sorted(after.keys() - before.keys() - STAYS.keys()) == []
    assert sorted(before.keys() - after.keys()) == []
    assert [
        path
        for path, held in before.items()
        if path not in STAYS and as_lasting(path, held) != as_lasting(path, after[path])
    ] == []
    assert "lamplight" not in box.run("cat", "/etc/passwd", "/etc/group", "/etc/shadow")


def as_lasting(path: str, held: Held) -> Held:
    """Return what must be as before; of what was rewritten not the hour."""
    return held._replace(changed=0) if path in REWRITTEN else held


def test_an_installation_that_fails_leaves_the_one_before_it(spare_box: Box) -> None:
    """Another release that cannot be installed is undone, and the one before it goes on."""
    box, tree = spare_box, "/srv/next"
    box.run("cp", "-r", box.clone, tree)
    box.run("tee", "-a", f"{tree}/agent/__init__.py", given="# another release\n")
    box.run("tee", "-a", f"{tree}/requirements.lock", given=f"nobody==1 --hash=sha256:{'0' * 64}\n")
    before = box.path("/opt/lamplight/current").readlink()
    done = box.tries(f"{tree}/lamplight", "install", "--yes", "--wheels", box.wheels)

    assert done.returncode == 2
    assert "What was done is undone." in done.stdout
    assert box.path("/opt/lamplight/current").readlink() == before
    assert box.says_no(BLOCKED)
    assert "names are answered" in box.run(f"{box.clone}/lamplight", "status").splitlines()
