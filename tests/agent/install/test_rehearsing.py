from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from agent.install.rehearsing import (
    Programs,
    program_words,
    sentences_in,
    try_filter,
    try_programs,
    what_would_change,
)
from agent.install.steps import StepFailed
from policy.compile import PROTECTIVE_DEFAULT
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from tests.agent.install.standing_box import database_at
from tests.architecture.tree import ROOT

OURS = Programs(python=Path(sys.executable), house=ROOT, account=None)


def house_of(folder: Path, **modules: str) -> Programs:
    """Return a release of a few modules, and the units that start them."""
    (folder / "systemd").mkdir(parents=True)
    for name, text in modules.items():
        path = folder / f"{name.replace('_', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if "/" not in name and not name.startswith("agent_"):
            unit = folder / "systemd" / f"lamplight-{name}.service"
            unit.write_text(f"[Service]\nExecStart=/x/python -m {name} serve --state \\\n    /x\n")
    return Programs(python=Path(sys.executable), house=folder, account=None)


def test_every_program_of_the_house_is_tried() -> None:
    """What a service starts, with its verb, is what is tried."""
    found = {tuple(words) for words in program_words(ROOT / "systemd")}

    assert len(found) == len(list((ROOT / "systemd").glob("*.service")))
    assert {
        *{("agent",), ("agent.discovery",), ("agent.timekeeping",), ("console",)},
        ("agent.fetching",),
        *{("agent.install", "way-back"), ("agent.lists", "update"), ("agent.recorder", "serve")},
    } <= found


GATE = {"agent_recorder_vectors": "print('as it must')\n"}


def test_a_release_whose_programs_start_is_taken(tmp_path: Path) -> None:
    """Each program says its help, and the gate judges its cases."""
    tried = "import sys\nassert sys.argv[-1] == '--help'\n"

    try_programs(house_of(tmp_path, one=tried, **GATE))


BROKEN = {
    "a program that does not start": {"one": "import nowhere\n", **GATE},
    "a gate that judges wrongly": {"agent_recorder_vectors": "raise SystemExit(1)\n"},
    "no gate": {},
}


@pytest.mark.parametrize("modules", BROKEN.values(), ids=BROKEN)
def test_a_release_that_is_broken_is_found_out_before_it_is_used(
    tmp_path: Path, modules: dict[str, str]
) -> None:
    """It fails here, with its own last words, and nothing was changed."""
    with pytest.raises(StepFailed, match=r"failed: .+"):
        try_programs(house_of(tmp_path, **modules))


def test_the_filter_answers_aside_with_the_home_s_rules(tmp_path: Path) -> None:
    """The real filter is started at a port of its own and asked, and is gone afterwards."""
    rules = tmp_path / "snapshot.json"
    rules.write_bytes(snapshot_to_bytes(PolicySnapshot(version=1, household=PROTECTIVE_DEFAULT)))
    (tmp_path / "run").mkdir()

    try_filter(OURS, rules, tmp_path / "run")

    assert list((tmp_path / "run").iterdir()) == []


def test_a_filter_that_falls_is_found_out(tmp_path: Path) -> None:
    """Its last words are told, and no device has noticed anything."""
    broken = house_of(tmp_path / "house", agent="raise SystemExit('it is broken')\n")

    with pytest.raises(StepFailed, match="does not answer: it is broken"):
        try_filter(broken, tmp_path / "none.json", tmp_path)


def test_the_same_release_changes_nothing_and_touches_nothing(tmp_path: Path) -> None:
    """A home is tried on a copy: what it keeps is the same octets afterwards."""
    from console.store.database.engine import Database  # noqa: PLC0415

    Database.open(tmp_path).close()
    (tmp_path / "run").mkdir()
    before = {path.name: path.read_bytes() for path in (tmp_path / "console").iterdir()}

    changes = what_would_change(OURS, OURS, tmp_path / "console", 1_795_000_000, tmp_path / "run")

    assert changes == ()
    assert {path.name: path.read_bytes() for path in (tmp_path / "console").iterdir()} == before
    assert list((tmp_path / "run").iterdir()) == []


@pytest.mark.parametrize("name", ["allowed.json", "household.db"])
def test_a_link_among_the_settings_is_not_followed(tmp_path: Path, name: str) -> None:
    """Root copies for the pages what is theirs, and nothing that a link of theirs leads to."""
    for folder in ("console", "run"):
        (tmp_path / folder).mkdir()
    (tmp_path / "secret").write_text("{}")
    (tmp_path / "console" / name).symlink_to(tmp_path / "secret")

    with pytest.raises(StepFailed, match="link"):
        what_would_change(OURS, OURS, tmp_path / "console", 1_795_000_000, tmp_path / "run")
    assert list((tmp_path / "run").iterdir()) == []


TURNS_ROOT_ASTRAY = """
import json, os, pathlib, sys

state = pathlib.Path(sys.argv[sys.argv.index("--state") + 1])
try:
    (state.parent / "told.json").symlink_to(os.environ["PYTHONPATH"] + "/../secret")
except OSError:
    pass
print(json.dumps({"changes": []}))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a program as somebody else")
def test_what_is_tried_cannot_lead_root_astray() -> None:
    """A program that is tried cannot put a link where root writes next."""
    with tempfile.TemporaryDirectory() as name:  # where others may go, unlike a test's own folder
        open_to_all = Path(name)
        open_to_all.chmod(0o711)
        for folder in ("console", "run"):
            (open_to_all / folder).mkdir()
        (open_to_all / "secret").write_text("what is root's")
        house = house_of(open_to_all / "house", console_rehearsal=TURNS_ROOT_ASTRAY)
        # As the pages have: an account with a group of its own name.
        tried = replace(house, python=Path("/usr/bin/python3"), account="daemon")

        what_would_change(tried, tried, open_to_all / "console", 1, open_to_all / "run")

        assert (open_to_all / "secret").read_text() == "what is root's"


def test_settings_that_a_release_cannot_read_stop_it(tmp_path: Path) -> None:
    """A home of a newer release is not taken back by an older one unnoticed."""
    (tmp_path / "console").mkdir()
    (tmp_path / "run").mkdir()
    database_at(tmp_path / "console/household.db", "9999", 0)

    with pytest.raises(StepFailed, match="a newer Lamplight wrote this file"):
        what_would_change(OURS, OURS, tmp_path / "console", 1_795_000_000, tmp_path / "run")
    assert list((tmp_path / "run").iterdir()) == []


def test_what_it_says_cannot_steer_a_terminal() -> None:
    """Root's terminal shows letters, whatever a name at home is made of."""
    said = json.dumps({"changes": ["For Maya\x1b[2J, this\r ends"]})

    assert sentences_in(said) == ("For Maya[2J, this ends",)


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"changes": 1}'])
def test_a_release_that_does_not_say_is_not_taken(said: str) -> None:
    """Not to say what would change is not to say that nothing would."""
    with pytest.raises(StepFailed, match="did not say what would change"):
        sentences_in(said)
