from __future__ import annotations

import json
import os
import subprocess
import sys
from html import unescape
from typing import Any, Final

import pytest

from console import words
from tests.namespaces.bad_card_over_tls import KEYS, PATHS
from tests.namespaces.test_bad_card import KINDS, SAYS
from tests.promises.programs import ROOT, surroundings

TELLS: Final = {
    "fresh": None,
    "expired": words.health.KEYS_RENEWED,
    "none": words.health.KEYS_NONE,
    "damaged": words.health.KEYS_NONE,
}
"""What Health says of the keys."""


@pytest.fixture(scope="module", params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - JSON
    """Return what consoles over TLS answered on bad cards, and which kind of card it was."""
    folder = tmp_path_factory.mktemp("card")
    command = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    command += [sys.executable, "-P", "-m", "tests.namespaces.bad_card_over_tls"]
    done = subprocess.run(
        [*command, request.param, str(folder)],
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {"kind": request.param, **json.loads(done.stdout)}


@pytest.mark.parametrize("case", KEYS)
def test_the_pages_come_up_over_tls(case: str, day: dict[str, Any]) -> None:
    """With the keys that are there, and with keys in memory only where none can be used."""
    told = day[case]

    assert {path: page["status"] for path, page in told["pages"].items()} == dict.fromkeys(
        PATHS, 200
    )
    assert all(page["lasts"] for page in told["pages"].values())
    assert "Traceback" not in told["says"]
    assert told["ends"] == 0


@pytest.mark.parametrize("case", KEYS)
def test_health_says_it_in_words(case: str, day: dict[str, Any]) -> None:
    """Whoever opens it reads of the card, and of the keys where these are not all on it."""
    page = unescape(day[case]["pages"]["/health"]["body"])

    assert SAYS[day["kind"]] in page
    for says in (words.health.KEYS_RENEWED, words.health.KEYS_NONE):
        assert (says in page) is (says == TELLS[case])


@pytest.mark.parametrize("case", KEYS)
def test_only_what_outlives_the_start_is_offered_to_devices(case: str, day: dict[str, Any]) -> None:
    """An adult's device is asked to trust the authority on the card, and no other."""
    page = day[case]["pages"]["/trust"]["body"]
    is_kept = TELLS[case] != words.health.KEYS_NONE

    assert (words.trust.FETCH in page) is is_kept
    assert (words.trust.PASSING in page) is not is_kept


@pytest.mark.parametrize("case", KEYS)
def test_nothing_on_the_card_is_touched(case: str, day: dict[str, Any]) -> None:
    """Every file is there with the same octets, as old as it was, and none beside them."""
    assert day[case]["after"] == day[case]["before"]
    assert ("console/tls/box.pem" in day[case]["after"]) is (case != "none")
