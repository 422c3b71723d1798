"""The boxes that tests may use; how, stands in this package's own description.

Rules kept here:
- Each Debian is installed on once in a run, by whoever needs it first; the others wait for it.
- Tests of one Debian come together, and only one box runs at a time: the shared one is switched off
  while a test has one of its own. So tests with a box of their own stand in the files that come
  last.
- Left out only where that was asked for, and said; see tests/namespaces/conftest.py.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.agent.lab_home import Lab, lab_at
from tests.conftest import is_part_of_a_run
from tests.systemd.booted.box import (
    CLONE,
    LAPTOP,
    WHEELS,
    Box,
    box_at,
    copy_of_the_tree,
    jar_in,
    set_up,
    start_upstream,
)
from tests.systemd.booted.container import CANNOT_BOOT
from tests.systemd.booted.roots import ALL, Debian, NotMade, root_of, wheels_for
from tests.systemd.booted.trees import LOOKED_AT, Held, tree_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every box of one Debian stands on."""

    debian: Debian
    lab: Lab
    root: Path
    shows: dict[str, Path]
    folder: Path
    started: list[Box] = field(default_factory=list)

    def alone(self, box: Box) -> None:
        """Let a box run, and no other: they would be one machine in the same network."""
        for other in self.started:
            if other is not box and other.leader:
                other.off()
        if not box.leader:
            box.boot()
        if box not in self.started:
            self.started.append(box)

    def said(self) -> tuple[str, float]:
        """Return what the installation said, and its seconds to the first filtered answer."""
        kept = self.folder / f"installed-{self.debian.version}"
        said, seconds = json.loads((kept / "said.json").read_text(encoding="utf-8"))
        return str(said), float(seconds)

    def bare_tree(self) -> dict[str, Held]:
        """Return what lay on the card before the installation."""
        kept = self.folder / f"installed-{self.debian.version}"
        tree = json.loads((kept / "bare.json").read_text(encoding="utf-8"))
        return {path: Held(*held) for path, held in tree.items()}

    def bare(self, folder: Path) -> Box:
        """Return a box on which nothing was installed."""
        return box_at(self.lab, folder, [self.root], self.shows, {})

    def installed(self, folder: Path) -> Box:
        """Return a box with a home, made from the layer that one box of this run wrote."""
        kept = self.folder / f"installed-{self.debian.version}"
        with (self.folder / f"{kept.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                self._install(kept)
        layers = [kept / "written", self.root]
        return box_at(self.lab, folder, layers, self.shows, jar_in(kept))

    def _install(self, kept: Path) -> None:
        beside = kept.with_suffix(".part")
        shutil.rmtree(beside, ignore_errors=True)
        box = self.bare(beside)
        with closing(box):
            self.alone(box)
            bare = tree_of(box, *LOOKED_AT)
            said, seconds = box.install()
            box.asks_the_router()
            set_up(box)
            box.off()
        (beside / "jar.json").write_text(json.dumps(box.jar), encoding="utf-8")
        (beside / "said.json").write_text(json.dumps([said, seconds]), encoding="utf-8")
        (beside / "bare.json").write_text(json.dumps(bare), encoding="utf-8")
        beside.rename(kept)


@pytest.fixture(scope="session", params=ALL, ids=lambda debian: f"Debian {debian.version}")
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """Raise the lab, with a resolver on its router, and have a root and packages."""
    debian: Debian = request.param
    if os.environ.get("LAMPLIGHT_WITHOUT_NAMESPACES") == "1":
        pytest.skip("left out, as asked: it needs network namespaces")
    if os.geteuid() != 0:
        pytest.fail(CANNOT_BOOT.format(why="you are not root"), pytrace=False)
    if not shutil.which("systemd-nspawn"):
        pytest.fail(CANNOT_BOOT.format(why="systemd-nspawn is missing"), pytrace=False)
    try:
        root, wheels = root_of(debian), wheels_for(debian)
    except NotMade as error:
        pytest.fail(f"No Debian {debian.version} to boot: {error}", pytrace=False)
    base = tmp_path_factory.getbasetemp()
    run_s = base.parent if is_part_of_a_run(request.config) else base
    clone = copy_of_the_tree(tmp_path_factory.mktemp("clone"))
    with lab_at(tmp_path_factory.mktemp("lab")) as lab:
        lab.home.plug_in(LAPTOP)
        start_upstream(lab)
        shows = {CLONE: clone, WHEELS: wheels}
        yield Ground(debian=debian, lab=lab, root=root, shows=shows, folder=run_s)


@pytest.fixture(scope="session")
def box(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return the installed box that all tests share."""
    with closing(ground.installed(tmp_path_factory.mktemp("box"))) as box:
        ground.alone(box)
        yield box


@pytest.fixture(autouse=True)
def _the_shared_box_runs(request: pytest.FixtureRequest) -> None:
    """Switch the shared box on again where a spare one ran meanwhile."""
    if "box" in request.fixturenames:
        request.getfixturevalue("ground").alone(request.getfixturevalue("box"))


@pytest.fixture
def spare_box(ground: Ground, tmp_path: Path) -> Iterator[Box]:
    """Return an installed box of the test's own, running; the shared one stays as it is."""
    with closing(ground.installed(tmp_path)) as box:
        ground.alone(box)
        yield box


@pytest.fixture
def bare_box(ground: Ground, tmp_path: Path) -> Iterator[Box]:
    """Return a Debian of the test's own on which nothing was installed, running."""
    with closing(ground.bare(tmp_path)) as box:
        ground.alone(box)
        yield box
