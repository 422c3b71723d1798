from __future__ import annotations

import json
import os
import subprocess
import sys
from html import unescape
from typing import Any

import pytest

from console import words as console_words
from console.words import health as words
from tests.namespaces.bad_card import KEPT, LOST
from tests.promises.programs import ROOT, surroundings

KINDS = ("full", "read-only")
SAYS = {"full": words.CARD_FULL, "read-only": words.CARD_READ_ONLY}
RULES = {"ruled.example": True, "open.example": False}


@pytest.fixture(scope="module", params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - JSON
    """Return what a box with a bad card answered, and which kind of card it was."""
    folder = tmp_path_factory.mktemp("card")
    command = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    command += [sys.executable, "-P", "-m", "tests.namespaces.bad_card", request.param, str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {"kind": request.param, **json.loads(done.stdout)}


def test_names_are_answered_by_the_rules_all_the_time(day: dict[str, Any]) -> None:
    """Before, meanwhile, after a new start, and whatever else falls: DNS goes on, no weaker."""
    for when in ("before", "meanwhile", "after", "names after the recorder"):
        assert day[when] == RULES, when


def test_health_says_it_and_what_to_do(day: dict[str, Any]) -> None:
    """The running pages tell what is wrong with the card, in words that can be read out."""
    assert SAYS[day["kind"]] in unescape(day["health"])


def test_the_doctor_says_the_same(day: dict[str, Any]) -> None:
    """Whoever helps reads Health's own sentence, also where nothing can be written."""
    assert SAYS[day["kind"]] in day["doctor"]


def test_nothing_is_written_down_where_it_could_not_be_noted(day: dict[str, Any]) -> None:
    """A recorder that cannot keep its journal does not run, says why, and takes nobody along."""
    assert day["recorder"] == 2
    assert "Traceback" not in day["recorder says"]


def test_the_pages_start_again_and_can_be_read(day: dict[str, Any]) -> None:
    """After a power cut the pages are there, with what was kept last in the journal alone."""
    for path, (status, _) in day["pages after"].items():
        assert status == 200, path
    assert "Traceback" not in day["pages say"]
    assert "nothing can be changed" in day["pages say"]
    assert SAYS[day["kind"]] in unescape(day["pages after"]["/health"][1])
    assert KEPT in day["pages after"]["/worried"][1]
    assert day["pages end"] == 0


def test_a_change_that_could_not_be_kept_is_refused(day: dict[str, Any]) -> None:
    """Nobody relies on what only memory knows: the page says no, and nothing is another."""
    kept, refused = day["kept"], day["changed after"]

    assert (kept[0], refused[0]) == (303, 503)
    assert console_words.NOT_CHANGED in unescape(refused[1])
    assert KEPT in day["numbers after"]
    assert LOST not in day["numbers after"]
    assert day["names after the pages"] == RULES
