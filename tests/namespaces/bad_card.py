"""A box whose card is full, or takes nothing any more, with the real agent and the real console.

It runs as `unshare --mount python -m tests.namespaces.bad_card KIND FOLDER`, with a small card of
its own (a tmpfs) below FOLDER, spoils the card while both programs run, and prints as JSON what was
answered before, meanwhile, and after a new start of each. What is right is judged outside.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import dns.edns
import dns.message

from tests.house import Script
from tests.promises.programs import Program, our_python, port_in
from tests.promises.sockets import SocketUpstream, ask_udp

CARD = "size=4m,mode=755"
TABLET = "127.0.0.21"
HOUSEHOLD = f"""\
format = "lamplight-household/v1"

[everyone]
block = ["ruled.example"]

[[young_people]]
name = "Maya"

[[devices]]
name = "Tablet"
belongs_to = "Maya"
addresses = ["{TABLET}"]
"""
KEPT, LOST = "Nan", "Uncle"
"""Whose number a carer keeps before the card is spoiled, and whose they would keep after it."""

PAGES = {
    **dict.fromkeys(("/", "/health", "/worried", "/help", "/rules"), "127.0.0.1"),
    "/mine": TABLET,
    "/mine/rules": TABLET,
}


def main() -> int:
    """Live a bad day, and print it."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    state, household = folder / "state", folder / "household.toml"
    state.mkdir()
    household.write_text(HOUSEHOLD, encoding="utf-8")
    _run("mount", "-t", "tmpfs", "-o", CARD, "none", str(state))
    for name in ("console", "agent", "recorder", "run"):
        (folder / "run" if name == "run" else state / name).mkdir()
    with ExitStack() as stack:
        above = stack.enter_context(SocketUpstream(Script(otherwise="192.0.2.9")))
        page, web = _console(stack, household, state)
        agent, box = _agent(stack, state, above.port)
        told: dict[str, object] = {"before": _names(box), "kept": _keep_number(web, KEPT)}
        SPOILS[kind](state)
        told["meanwhile"] = _names(box)
        _, told["health"] = _get(web, "/health")
        agent.tell(signal.SIGKILL)
        agent.end()
        agent, box = _agent(stack, state, above.port)
        told["after"] = _names(box)
        doctor = our_python("console.doctor", "--state", str(state), "--run", str(folder / "run"))
        told["doctor"] = subprocess.run(doctor, capture_output=True, text=True, check=False).stdout
        recorder = Program(
            our_python(
                "agent.recorder", "serve", "--state", str(state / "recorder"),
                "--run", str(folder / "run"), "--clock-report", str(folder / "clock.json"),
            )
        )  # fmt: skip
        with recorder:
            told["recorder"] = recorder.end()
            told["recorder says"] = recorder.complained
        told["names after the recorder"] = _names(box)
        page.tell(signal.SIGKILL)  # as by a power cut: what was kept last is in SQLite's journal
        page.end()
        page, web = _console(stack, household, state)
        told["pages after"] = {path: _get(web, path, whose) for path, whose in PAGES.items()}
        told["changed after"] = _keep_number(web, LOST)
        _, told["numbers after"] = _get(web, "/worried")
        told["names after the pages"] = _names(box)
        page.tell(signal.SIGTERM)
        told["pages end"] = page.end()
        told["pages say"] = page.complained
    sys.stdout.write(json.dumps(told))
    return 0


def _console(stack: ExitStack, household: Path, state: Path) -> tuple[Program, int]:
    command = our_python(
        "console", "--household", str(household), "--state", str(state), "--listen", "127.0.0.1:0"
    )
    page = stack.enter_context(Program(command))
    return page, port_in(page.line_with("ready"))


def _agent(stack: ExitStack, state: Path, above: int) -> tuple[Program, tuple[str, int]]:
    command = our_python(
        "agent", "--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{above}",
        "--snapshot", str(state / "console" / "snapshot.json"),
        "--status", str(state / "agent" / "status.json"),
        "--minutes", str(state / "agent" / "minutes.json"),
    )  # fmt: skip
    agent = stack.enter_context(Program(command))
    box = ("127.0.0.1", port_in(agent.line_with("listening")))
    agent.line_with("ready")
    return agent, box


def _names(box: tuple[str, int]) -> dict[str, bool]:
    """Return which names are blocked."""
    found = {}
    for name in ("ruled.example", "open.example"):
        packet = dns.message.make_query(name, "A", use_edns=0).to_wire()
        answer = dns.message.from_wire(ask_udp(packet, "127.0.0.21", box))
        codes = [one.code for one in answer.options if isinstance(one, dns.edns.EDEOption)]
        found[name] = dns.edns.EDECode.BLOCKED in codes
    return found


def _get(web: int, path: str, whose: str = "127.0.0.1") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", web, timeout=30, source_address=(whose, 0))
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _keep_number(web: int, name: str) -> tuple[int, str]:
    fields = {f"{part}-{n}": "" for n in range(1, 5) for part in ("name", "number")}
    fields |= {"name-1": name, "number-1": "020 7946 0000"}
    headers = {
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = HTTPConnection("127.0.0.1", web, timeout=30)
    try:
        connection.request("POST", "/worried/numbers", urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _fill(state: Path) -> None:
    """Write until nothing more fits, in pieces that get smaller."""
    with (state / "filler").open("wb", buffering=0) as filler:
        for octets in (65_536, 1_024, 1):
            try:
                while filler.write(bytes(octets)):
                    pass
            except OSError:
                os.fsync(filler.fileno())


def _make_read_only(state: Path) -> None:
    """Have the kernel refuse every file that is opened to be written from now on.

    A whole file system is not made so while anybody has a file open in it, so what is open stays.
    """
    _run("mount", "--bind", str(state), str(state))
    _run("mount", "-o", "remount,bind,ro", str(state))


SPOILS: dict[str, Callable[[Path], None]] = {"full": _fill, "read-only": _make_read_only}


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
