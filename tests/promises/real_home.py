"""A real home for one evening: the real agent and the real console, asked by real devices.

Rules kept here:
- Agent and console are started as they are at home, with every folder they could write in below
  one folder of the test.
- Every name that is asked holds a word made for this home alone; where the word turns up
  afterwards, a name was written down.
- What could not be seen from outside any more once they ended (open files) is looked at before.
"""

from __future__ import annotations

import http.client
import itertools
import os
import re
import signal
import socket
import sqlite3
import stat
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import dns.message
import dns.rcode

from tests.house import Script, Scripted
from tests.promises.malformed import malformed
from tests.promises.programs import (
    PATIENCE_SECONDS,
    Program,
    our_python,
    port_in,
    run,
    surroundings,
)
from tests.promises.sockets import SocketUpstream, ask_tcp, ask_udp

HOUSEHOLD: Final = """\
format = "lamplight-household/v1"

[everyone]
block_categories = ["malware", "adult", "games"]

[[young_people]]
name = "Leo"
block = ["ruled.example"]
allow = ["allowed.games.example"]

[[devices]]
name = "Leo's tablet"
belongs_to = "Leo"
addresses = ["127.0.0.12"]

[[devices]]
name = "Television"
belongs_to = "everyone"
addresses = ["127.0.0.13"]
"""

LISTS: Final = {"games": "games.example\n", "adult": "0.0.0.0 adult.example\n"}

ADDRESSES: Final = ("127.0.0.12", "127.0.0.13", "127.0.0.99")

KINDS: Final = {
    "answered": "{word}.answered.example",
    "listed": "{word}.games.example",
    "ruled": "{word}.ruled.example",
    "allowed": "{word}.allowed.games.example",
    "missing": "{word}.missing.example",
    "failing": "{word}.failing.example",
    "an alias": "{word}.alias.example",
    "a lifeline": "{word}.childline.org.uk",
    "a bypass signal": "{word}.mask.icloud.com",
    "localhost": "{word}.localhost",
    "resolver.arpa": "{word}.resolver.arpa",
    "onion": "{word}.onion",
    "silent": "silent.{word}.example",
}
TYPES: Final = ("A", "AAAA", "HTTPS", "ANY")


class Asked(NamedTuple):
    """One ordinary question."""

    kind: str
    name: str
    rtype: str
    source: str
    over_tcp: bool


Stamps: TypeAlias = dict[str, tuple[int, int, int]]
"""Inode, time of change and size of each file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """All that could be seen of a home in which questions were asked.

    `outcomes` counts reply codes by kind of question; `writable` are regular files that a process
    held open for writing; `stamps` and `pages` were taken before and after the asking.
    """

    folder: Path
    word: str
    outcomes: Counter[tuple[str, str]]
    heard: Sequence[bytes]
    printed: str
    writable: Sequence[str]
    stamps: tuple[Stamps, Stamps]
    pages: tuple[bytes, bytes]
    statuses: tuple[int, int]

    @property
    def state(self) -> dict[str, bytes]:
        """Every file of the state folder with its octets; of a database, what it says.

        Its octets hold when each change was made, in which no two homes are alike.
        """
        state = self.folder / "state"
        return {
            str(path.relative_to(state)): _said(path) if path.suffix == ".db" else path.read_bytes()
            for path in state.rglob("*")
            if path.is_file()
        }


def live(folder: Path, word: str, kinds: Sequence[str], index: Path | None = None) -> Evening:
    """Start the home in `folder`, ask, end it, and return what could be seen.

    `index` is a ready index to use; without one it is built from LISTS.
    """
    state = folder / "state"
    for name in ("state/console", "state/agent", "state/lists", "cwd", "tmp", "home"):
        (folder / name).mkdir(parents=True)
    household, compiled = folder / "household.toml", state / "lists" / "categories.idx"
    household.write_text(HOUSEHOLD, encoding="utf-8")
    environment = surroundings(TMPDIR=str(folder / "tmp"), HOME=str(folder / "home"))
    if index:
        compiled.write_bytes(index.read_bytes())
    else:
        _build(folder, compiled)
    asked = questions(word, kinds)
    with SocketUpstream(_script(asked)) as upstream:
        console = our_python(
            "console", "--household", str(household), "--state", str(state),
            "--listen", "127.0.0.1:0",
        )  # fmt: skip
        agent = our_python(
            "agent", "--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{upstream.port}",
            "--snapshot", str(state / "console" / "snapshot.json"), "--index", str(compiled),
            "--status", str(state / "agent" / "status.json"),
        )  # fmt: skip
        with ExitStack() as running:
            page = running.enter_context(
                Program(console, cwd=folder / "cwd", environment=environment)
            )
            web = port_in(page.line_with("ready"))
            # The agent second, so that it finds a published policy and begins with it.
            box = running.enter_context(Program(agent, cwd=folder / "cwd", environment=environment))
            there = ("127.0.0.1", port_in(box.line_with("listening")))
            box.line_with("ready: policy 1")
            stamps, shown = _stamps(state), _get(web, "/")
            outcomes = Counter(_outcome(question, there) for question in asked)
            _ask_badly(word, there)
            _get(web, f"/{word}?{word}={word}")
            stamps_after, shown_after = _stamps(state), _get(web, "/")
            writable = (*_writable(box.pid), *_writable(page.pid))
            for program in (box, page):
                program.tell(signal.SIGTERM)
            statuses = box.end(), page.end()
    return Evening(
        folder=folder,
        word=word,
        outcomes=outcomes,
        heard=upstream.heard,
        printed=box.printed + box.complained + page.printed + page.complained,
        writable=writable,
        stamps=(stamps, stamps_after),
        pages=(shown, shown_after),
        statuses=statuses,
    )


def questions(word: str, kinds: Sequence[str]) -> list[Asked]:
    """Return ordinary questions of these kinds, from every device, over UDP and TCP.

    Of the kind that takes seconds, since nobody answers it, there is only one.
    """
    ways = list(itertools.product(ADDRESSES, TYPES, (False, True)))
    return [
        Asked(kind, KINDS[kind].format(word=f"q{number}-{word}"), rtype, source, over_tcp)
        for kind in kinds
        for number, (source, rtype, over_tcp) in enumerate(ways[:1] if kind == "silent" else ways)
    ]


def _build(folder: Path, compiled: Path) -> None:
    lists = []
    for category, text in LISTS.items():
        path = folder / f"{category}.txt"
        path.write_text(text, encoding="utf-8")
        lists.append(f"{category}={path}")
    built = run(our_python("agent.lists", "build", "--out", str(compiled), *lists))
    assert built.returncode == 0, built.stderr


def _script(asked: Sequence[Asked]) -> Script:
    """Return an upstream that knows every name, but fails, denies or redirects some."""
    entries = []
    for question in asked:
        name, rtype = question.name, question.rtype
        match question.kind:
            case "failing":
                entries.append(Scripted(name=name, rtype=rtype, status="SERVFAIL"))
            case "missing":
                soa = "example. 60 IN SOA ns.example. nobody.example. 1 2 3 4 60"
                entries.append(
                    Scripted(name=name, rtype=rtype, status="NXDOMAIN", authority=(soa,))
                )
            case "an alias":
                alias = (f"{name}. 60 IN CNAME target.example.",)
                entries.append(Scripted(name=name, rtype=rtype, answer=alias))
    return Script(entries, otherwise="192.0.2.80")


def _outcome(question: Asked, there: tuple[str, int]) -> tuple[str, str]:
    query = dns.message.make_query(question.name, question.rtype, use_edns=0, payload=1232)
    ask = ask_tcp if question.over_tcp else ask_udp
    response = dns.message.from_wire(ask(query.to_wire(), question.source, there))
    return question.kind, dns.rcode.to_text(response.rcode())


def _ask_badly(word: str, there: tuple[str, int]) -> None:
    """Send what is malformed, and wait until the box has read all of it."""
    for packet in malformed(word).values():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind((ADDRESSES[0], 0))
            sock.sendto(packet, there)
        ask_tcp(packet, ADDRESSES[0], there)
    # What waits at one socket is read in order, so an answer to this one means all were read.
    last = Asked("answered", f"last-{word}.answered.example", "A", ADDRESSES[0], over_tcp=False)
    _outcome(last, there)


def _get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def _stamps(folder: Path) -> Stamps:
    return {
        str(path.relative_to(folder)): (
            (found := path.stat()).st_ino,
            found.st_mtime_ns,
            found.st_size,
        )
        for path in folder.rglob("*")
    }


def _said(database: Path) -> bytes:
    """Return all that a database says, without the times at which it was said."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        said = "\n".join(opened.iterdump())
    return re.sub(r"\b[12]\d{9}\b", "then", said).encode()  # seconds since 1970


def _writable(pid: int) -> list[str]:
    """Return the regular files that a process has open, or mapped, so that it can write them.

    The agent lets nobody but root look; for others this returns nothing of it.
    """
    found: list[str] = []
    if not os.access(f"/proc/{pid}/fd", os.R_OK):
        return found
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed while we look: a connection that has ended
            flags = Path(f"/proc/{pid}/fdinfo/{link.name}").read_text(encoding="ascii")
            mode = int(flags.partition("flags:")[2].split()[0], 8) & 0o3
            if stat.S_ISREG(link.stat().st_mode) and mode != os.O_RDONLY:
                found.append(str(link.readlink()))
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
        _, rights, *_, path = line.split(maxsplit=5)
        if rights == "rw-s" and path.startswith("/"):
            found.append(path)
    return found
