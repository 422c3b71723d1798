from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.fetching.asking import Asking
from agent.lists.fetch import Failed, Fetched, FetchFault
from tests.agent.fetching.fetchers import ENVIRONMENT, fetcher
from tests.agent.lists.fetching import LIST, Home
from tests.agent.lists.publisher import Publisher, content
from tests.systemd.starting import PATIENCE_SECONDS

# Python announces each file that it opens, makes, renames or removes. Reading is left out; so is
# what Python itself compiled, which an installation compiles beforehand.
TELLS = """
import os, runpy, sys
file = sys.argv.pop(1)
told = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
OTHERS = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate",
          "os.chmod", "os.chown", "os.utime", "os.mkfifo", "os.mknod", "subprocess.Popen",
          "os.exec", "os.fork", "os.posix_spawn"}
def tell(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, int):
            path = os.readlink(f"/proc/self/fd/{path}").partition(":")[0]
        if not flags & WRITES:
            return
    elif event in OTHERS:
        path = arguments[0]
    else:
        return
    os.write(told, f"{event} {path}\\n".encode())
sys.addaudithook(tell)
sys.dont_write_bytecode = True
runpy.run_module("agent.fetching", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    """Give a publisher of one list."""
    with Publisher(tmp_path) as publisher:
        publisher.serve("/list", content(LIST))
        yield publisher


def test_it_fetches_and_ends_when_nobody_asks_any_more(
    publisher: Publisher, tmp_path: Path
) -> None:
    """Started by its socket, it brings a list, and after a while without a question it is done."""
    with fetcher("--authority", publisher.authority, "--ends-after", "0.2") as fetching:
        home = Home(publisher, Asking(fetching.path), tmp_path / "incoming")
        outcome = home.fetch(publisher.url("/list"))
        ended = fetching.started.process.wait(PATIENCE_SECONDS)
        said = fetching.started.process.communicate()

    assert isinstance(outcome, Fetched)
    assert home.file.read_bytes() == LIST
    assert (ended, said) == (0, ("", ""))


def test_whom_to_trust_is_said_to_it(publisher: Publisher, tmp_path: Path) -> None:
    """Without its own option it trusts whom the world trusts, and not the authority of a test."""
    with fetcher() as fetching:
        home = Home(publisher, Asking(fetching.path), tmp_path / "incoming")
        outcome = home.fetch(publisher.url("/list"))

    assert isinstance(outcome, Failed)
    assert outcome.fault is FetchFault.UNTRUSTED


def test_nothing_is_written_but_what_goes_into_the_pipe(
    publisher: Publisher, tmp_path: Path
) -> None:
    """Whatever it is asked for, it opens, makes and removes no file, and starts no program."""
    told = tmp_path / "told"
    with fetcher("--authority", publisher.authority, python=("-c", TELLS, str(told))) as fetching:
        home = Home(publisher, Asking(fetching.path), tmp_path / "incoming")
        for address in (publisher.url("/list"), publisher.url("/gone"), "file:///etc/passwd"):
            home.fetch(address)

    assert sorted(set(told.read_text().splitlines())) == ["open pipe"]


def ended(*options: object) -> subprocess.CompletedProcess[str]:
    """Start it by hand, and wait for its end."""
    return subprocess.run(
        [sys.executable, "-m", "agent.fetching", *map(str, options)],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
        cwd="/",
        timeout=PATIENCE_SECONDS,
    )


def test_by_hand_it_says_who_starts_it() -> None:
    """Without a socket it has nobody to fetch for, and says so in a sentence: status 2."""
    done = ended()

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "lamplight fetching: start it by a socket unit that names one socket fetch\n"
    )


def test_an_authority_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """A file that is no certificate ends it with a sentence, and whoever asked has no list."""
    (tmp_path / "file").write_text("")
    with fetcher("--authority", tmp_path / "file") as fetching:
        said = fetching.started.process.communicate(timeout=PATIENCE_SECONDS)

    assert fetching.started.process.returncode == 2
    assert f"{tmp_path}/file is not a file of certificates that can be used" in said[1]


def test_it_loads_nothing_that_knows_the_home() -> None:
    """What has the network holds no code of questions, people, agreements or the index."""
    code = "import json, sys, agent.fetching.__main__; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    loaded = set(json.loads(done.stdout))

    assert "httpx" in loaded
    assert not [
        name
        for name in loaded
        if name.startswith(("agent.dns", "agent.recorder", "agent.devices", "consent", "console"))
        or name in {"agent.lists.update", "agent.lists.copies", "policy.decide", "policy.index"}
    ]
