"""Lists on the box: who reads them has no network, and has them fetched by who can write nowhere.

The publisher is a real one on the router, whom the box is told to trust; the lists of the home stay
as they are, for what is tried here has a folder of its own below theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from agent.lab.home import FOUR, ROUTER
from tests.agent.lists.publisher import Publisher, content, held, moved
from tests.agent.lists.test_at_home import CATALOGUE, GOOD, NEWER
from tests.systemd.booted.box import Box, until
from tests.systemd.booted.place import standing_in
from tests.systemd.starting import PATIENCE_SECONDS

HOUSE: Final = "/opt/lamplight/current"
TRIED: Final = "/var/lib/lamplight/lists/tried"
SOCKET: Final = "/run/lamplight/fetch/fetch.sock"
JOB, FETCH, ASKED_AT = (
    "lamplight-lists.service",
    "lamplight-fetch.service",
    "lamplight-fetch.socket",
)
AUTHORITY, CATALOGUE_AT = "/run/tried-authority.pem", "/run/tried-catalogue.toml"

CONNECTS: Final = """
import socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
    asking.connect(sys.argv[1])
print("let in")
"""


@pytest.fixture
def publisher(box: Box, tmp_path: Path) -> Iterator[Publisher]:
    """Give a publisher on the router, and a box that fetches its list into a folder aside."""
    at = f"{FOUR}.1"
    with standing_in(box.place(ROUTER)):
        opened = Publisher(tmp_path, names=(at,), at=at)
    with opened as publisher:
        address = publisher.url("/bets.txt", at)
        for path, text in (
            (AUTHORITY, publisher.authority.read_text()),
            (CATALOGUE_AT, CATALOGUE.format(address=address)),
        ):
            box.run("tee", path, given=text)
        box.run("chmod", "0644", AUTHORITY, CATALOGUE_AT)
        python = f"{HOUSE}/venv/bin/python"
        job = f"agent.lists update --state {TRIED} --fetch-by {SOCKET} --catalogue {CATALOGUE_AT}"
        drop_ins = {
            FETCH: f"{python} -m agent.fetching --authority {AUTHORITY}",
            JOB: f"{python} -m {job}",
        }
        for unit, command in drop_ins.items():
            folder = f"/run/systemd/system/{unit}.d"
            box.run("mkdir", "-p", folder)
            box.run(
                "tee", f"{folder}/tried.conf", given=f"[Service]\nExecStart=\nExecStart={command}\n"
            )
        _known_anew(box)
        try:
            yield publisher
        finally:
            for unit in drop_ins:
                box.run("rm", "-r", f"/run/systemd/system/{unit}.d")
            box.run("rm", "-rf", TRIED, AUTHORITY, CATALOGUE_AT)
            _known_anew(box)


def _known_anew(box: Box) -> None:
    box.run("systemctl", "stop", JOB, FETCH)
    box.run("systemctl", "daemon-reload")
    box.tries("systemctl", "reset-failed", JOB, FETCH)


def updated(box: Box) -> dict[str, Any]:
    """Run the job as its timer does, to its end; return how each list stands then."""
    box.tries("systemctl", "start", JOB)
    document = json.loads(box.path(f"{TRIED}/lists/lists.json").read_text())
    box.tries("systemctl", "reset-failed", JOB)
    return {one["id"]: one for one in document["lists"]}


def test_the_job_gets_its_lists_through_the_socket(box: Box, publisher: Publisher) -> None:
    """A list is fetched by a process of another user, judged, and in the index that is built."""
    publisher.serve("/bets.txt", content(GOOD))

    stand = updated(box)

    assert (stand["bets"]["use"], stand["bets"]["names"]) == ("in-use", 1000)
    assert box.path(f"{TRIED}/lists/copies/bets").read_bytes() == GOOD
    assert box.path(f"{TRIED}/lists/categories.idx").stat().st_size
    assert [one.path for one in publisher.asked] == ["/bets.txt"]
    pid = box.state(FETCH, "MainPID")
    assert box.run("stat", "--format=%U", f"/proc/{pid}").strip() == "lamplight-fetch"


def test_a_killed_fetcher_leaves_the_old_copy_and_comes_again(
    box: Box, publisher: Publisher
) -> None:
    """Killed in the middle, it costs one list its newer copy; the next run asks it again."""
    publisher.serve("/bets.txt", content(GOOD))
    updated(box)
    publisher.serve("/bets.txt", held(NEWER))
    box.run("systemctl", "start", "--no-block", JOB)
    assert publisher.reached.wait(PATIENCE_SECONDS)
    box.run("systemctl", "kill", "--signal=KILL", FETCH)
    until(lambda: box.state(JOB, "ActiveState") != "activating")
    stand = {
        one["id"]: one
        for one in json.loads(box.path(f"{TRIED}/lists/lists.json").read_text())["lists"]
    }

    assert (stand["bets"]["use"], stand["bets"]["names"]) == ("in-use", 1000)
    assert stand["bets"]["trouble"] in {"unreachable", "cut-off"}
    assert stand["weapons"]["trouble"] is None
    publisher.serve("/bets.txt", content(NEWER))
    assert updated(box)["bets"]["names"] == 1001


def test_an_unsafe_address_is_not_followed_on_the_box(box: Box, publisher: Publisher) -> None:
    """A list that leads to the box's own pages over a plain line is not fetched from there."""
    publisher.serve("/bets.txt", moved("http://127.0.0.1/"))

    assert updated(box)["bets"]["trouble"] == "sent-astray"


def test_a_publisher_that_is_not_reached_is_said_to_be(box: Box, publisher: Publisher) -> None:
    """Where nobody listens, the answer that comes through the socket is that; ours are in use."""
    # Port 1 of the router: nobody listens there, and it says so at once.
    address = f"https://{FOUR}.1:1/bets.txt"
    box.run("tee", CATALOGUE_AT, given=CATALOGUE.format(address=address))

    stand = updated(box)

    assert (stand["bets"]["use"], stand["bets"]["trouble"]) == ("waiting", "unreachable")
    assert (stand["weapons"]["use"], stand["weapons"]["trouble"]) == ("in-use", None)
    assert publisher.asked == []


@pytest.mark.parametrize("who", ["agent", "console", "recorder", "discovery", "fetch"])
def test_nobody_else_can_have_anything_fetched(box: Box, who: str) -> None:
    """The socket's folder lets the lists job in, and no other service."""
    asks = ("/usr/bin/python3", "-c", CONNECTS, SOCKET)
    refused = box.tries("runuser", "-u", f"lamplight-{who}", "--", *asks)

    assert "Permission denied" in refused.stderr
    assert box.run("runuser", "-u", "lamplight-lists", "--", *asks) == "let in\n"


def test_a_box_of_an_older_release_comes_to_have_it(box: Box) -> None:
    """Without unit, folder and user, as an older release leaves a box, an upgrade makes them."""
    box.run("systemctl", "disable", "--now", ASKED_AT)
    box.run("systemctl", "stop", FETCH, JOB)
    units = [f"/etc/systemd/system/{unit}" for unit in (ASKED_AT, FETCH)]
    box.run("rm", "-r", *units, "/run/lamplight/fetch")
    box.run("userdel", "lamplight-fetch")
    box.run("systemctl", "daemon-reload")
    take = (
        "from pathlib import Path; from agent.install import units;"
        f"room = Path('{HOUSE}/house/systemd');"
        "units.take(Path('/'), room); units.start_others(room)"
    )
    box.run("env", f"PYTHONPATH={HOUSE}/house", "python3", "-c", take)
    stands = box.states([ASKED_AT], "ActiveState", "UnitFileState")[ASKED_AT]

    assert stands == {"ActiveState": "active", "UnitFileState": "enabled"}
    assert re.search(r"^lamplight-fetch:", box.run("cat", "/etc/passwd"), re.MULTILINE)
    asks = ("/usr/bin/python3", "-c", CONNECTS, SOCKET)
    assert box.run("runuser", "-u", "lamplight-lists", "--", *asks) == "let in\n"
