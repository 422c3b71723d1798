from __future__ import annotations

import re
import tomllib
from pathlib import Path

from agent.release import RELEASE, ROOMS, image
from tests.architecture.tree import ROOMS as ROOMS_OF_THE_HOUSE
from tests.architecture.tree import ROOT


def test_the_release_is_the_packages() -> None:
    """What the box says it runs is the number under which it was released."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == RELEASE
    assert re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2}){2}", RELEASE)


def test_every_room_is_part_of_the_digest() -> None:
    """No program runs on the box that the digest does not cover."""
    assert set(ROOMS) == set(ROOMS_OF_THE_HOUSE)


def test_the_digest_is_of_the_programs_alone(tmp_path: Path) -> None:
    """Any change of a program, of its name or of its place is another digest; nothing else is."""
    for room in ROOMS:
        (tmp_path / room / "deep").mkdir(parents=True)
        (tmp_path / room / "a.py").write_text("x = 1\n")
    found = [image(tmp_path)]

    def changed() -> str:
        image.cache_clear()
        return image(tmp_path)

    (tmp_path / "agent" / "README.md").write_text("prose")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "b.py").write_text("x = 1\n")
    assert changed() == found[0]

    (tmp_path / "agent" / "a.py").write_text("x = 2\n")
    found.append(changed())
    (tmp_path / "agent" / "a.py").rename(tmp_path / "agent" / "b.py")
    found.append(changed())
    (tmp_path / "agent" / "b.py").rename(tmp_path / "agent" / "deep" / "b.py")
    found.append(changed())
    (tmp_path / "policy" / "empty.py").write_text("")
    found.append(changed())
    # What one file loses another gains: the octets in a row are the same.
    (tmp_path / "consent" / "a.py").write_text("x = 1\nagent")
    found.append(changed())

    assert len(set(found)) == len(found)


def test_the_digest_is_of_this_house() -> None:
    """Asked without a place, it is that of the programs that are running."""
    assert image() == image(ROOT)
    assert re.fullmatch("[0-9a-f]{64}", image())
