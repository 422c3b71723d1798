"""A release that falls, one that is good, going back by hand, and a cut in the middle."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from agent.install.packing import About, house_files, write_release
from agent.release import NUMBER, PYTHONS, RELEASE
from tests.agent.install.releases import ABOUT, MAKER, line_of
from tests.systemd.booted.asking import asking
from tests.systemd.booted.box import BLOCKED, BOX_AT, CLONE, KNOWN, LAPTOP, WHEELS, Box
from tests.systemd.booted.conftest import Ground

FALLS = """
if __name__ == "__main__" and __import__("os").environ.get("LISTEN_FDS"):
    raise SystemExit("it was tried aside, and falls on the box")
"""
STEP = '''"""A table more, for a test."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{before}"


def upgrade() -> None:
    """Make it."""
    op.create_table("more", sa.Column("id", sa.Integer, primary_key=True))
'''
VERSIONS = "console/store/database/migrations/versions"


def release_for(ground: Ground, box: Box, folder: Path, number: int, *, falls: bool) -> str:
    """Make a release with a table more, put it onto the box, and return where it lies there."""
    house = folder / f"house-{number}"
    shutil.copytree(ground.shows[CLONE], house)
    about: About = replace(ABOUT, release=f"0.{number}.0", number=number, pythons=PYTHONS)
    told = house / "agent" / "release.py"
    text = told.read_text(encoding="utf-8")
    text = text.replace(f'RELEASE: Final = "{RELEASE}"', f'RELEASE: Final = "{about.release}"')
    told.write_text(text.replace(f"NUMBER: Final = {NUMBER}\n", f"NUMBER: Final = {number}\n"))
    before = max(path.name for path in (house / VERSIONS).glob("[0-9]*.py"))[:4]
    (house / VERSIONS / "9000_more.py").write_text(STEP.format(before=before))
    if falls:
        start = house / "agent" / "__main__.py"
        head, name, tail = start.read_text(encoding="utf-8").rpartition(
            'if __name__ == "__main__":'
        )
        start.write_text(f"{head}{FALLS.lstrip()}{name}{tail}", encoding="utf-8")
    files = house_files(house)
    files |= {f"wheels/{path.name}": path for path in ground.shows[WHEELS].glob("*.whl")}
    write_release(files, box.path(f"/srv/{about.release}.tar"), about, [MAKER])
    return f"/srv/{about.release}.tar"


def in_use(box: Box) -> str:
    """Return which slot is in use."""
    return box.run("readlink", "/opt/lamplight/current").strip()


def answers_as_before(box: Box) -> bool:
    """Say whether names lead where they led, and what was blocked is blocked."""
    return box.says_no(BLOCKED) and not box.says_no(KNOWN)


def test_a_release_that_falls_is_left_and_a_good_one_stays(
    ground: Ground, spare_box: Box, tmp_path: Path
) -> None:
    """Not a question is lost meanwhile, and the home's rules hold before, between and after."""
    box, lamplight = spare_box, f"{CLONE}/lamplight"
    box.path("/etc/lamplight/release.keys").write_text(f"needs 1\n{line_of(MAKER)}")
    bad = release_for(ground, box, tmp_path, NUMBER + 2, falls=True)
    good = release_for(ground, box, tmp_path, NUMBER + 1, falls=False)

    with asking(box.place(LAPTOP), BOX_AT, BLOCKED) as asked:
        left = box.tries(lamplight, "upgrade", bad, "--yes")
        assert left.returncode == 2, left
        assert "The filter fell" in left.stderr
        assert "Nothing that was decided at home is lost" in left.stderr
        assert (in_use(box), answers_as_before(box)) == ("a", True)

        taken = box.run(lamplight, "upgrade", good, "--yes")
        assert "No rule of this home changes for anybody." in taken
        assert (in_use(box), answers_as_before(box)) == ("b", True)
        assert box.block(BLOCKED, "later.example")

        back = box.run(lamplight, "upgrade", "--back", "--yes")
        assert "One change made in between is gone." in back
        assert (in_use(box), answers_as_before(box)) == ("a", True)

    assert asked.lost == 0, asked
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
