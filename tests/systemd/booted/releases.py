"""Releases for a box: this very one, and the next: with a table more, or a filter that falls."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from agent.install.packing import WHEELS as PACKED_WHEELS
from agent.install.packing import About, house_files, write_release
from agent.install.releasing import THIS
from agent.release import NUMBER, PYTHONS, RELEASE
from tests.agent.install.releases import ABOUT, MAKER
from tests.systemd.booted.box import CLONE, WHEELS, Box

FALLS: Final = """
if __name__ == "__main__" and __import__("os").environ.get("LISTEN_FDS"):
    raise SystemExit("it was tried aside, and falls on the box")
"""
STEP: Final = '''"""A table more, for a test."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{before}"


def upgrade() -> None:
    """Make it."""
    op.create_table("more", sa.Column("id", sa.Integer, primary_key=True))
'''
VERSIONS: Final = "console/store/database/migrations/versions"


def unpacked_release(box: Box) -> str:
    """Put this release onto a box as one file, unpack it there, and return where it lies."""
    at = _written(box, box.shows[CLONE], THIS)
    box.run("tar", "--extract", f"--file={at}", "--directory=/srv")
    box.run("rm", at)
    return f"/srv/lamplight-{THIS.release}"


def next_release(box: Box, folder: Path, number: int, *, falls: bool) -> str:
    """Make a release with a table more, put it onto the box, and return where it lies there."""
    house = folder / f"house-{number}"
    shutil.copytree(box.shows[CLONE], house)
    about = replace(ABOUT, release=f"0.{number}.0", number=number, pythons=PYTHONS)
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
    return _written(box, house, about)


def _written(box: Box, house: Path, about: About) -> str:
    files = house_files(house)
    wheels = box.shows[WHEELS].glob("*.whl")
    files |= {f"{PACKED_WHEELS}/{path.name}": path for path in wheels}
    at = f"/srv/{about.release}.tar"
    write_release(files, box.path(at), about, [MAKER])
    return at
