from __future__ import annotations

import os
import sys
from pathlib import Path

from agent.lab.home import BOX
from tests.agent.lab_home import Lab, lab_at
from tests.promises.programs import Program, our_python, run

GIVING_UP = """
import socket
from agent.discovery.privilege import keep_only_raw_sockets
keep_only_raw_sockets()
socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
print(open("/proc/self/status").read())
try: socket.sethostname("liar")
except OSError as error: print("refused", error.errno)
"""


def on_the_box(lab: Lab, *command: str) -> Program:
    """Return a program that ran to its end on the box."""
    program = lab.start(BOX, *command)
    program.end()
    return program


def test_root_keeps_the_raw_socket_and_nothing_else(tmp_path: Path) -> None:
    """After giving up, a raw socket can be opened, and nothing else that root could do."""
    with lab_at(tmp_path) as lab:
        done = on_the_box(lab, sys.executable, "-P", "-c", GIVING_UP)
    held = dict(line.split(":\t", 1) for line in done.printed.splitlines() if ":\t" in line)

    assert {held[kind] for kind in ("CapPrm", "CapEff", "CapBnd")} == {"0000000000002000"}
    assert held["NoNewPrivs"] == "1"
    assert "refused 1" in done.printed


def test_a_program_that_is_started_later_wins_nothing_back(tmp_path: Path) -> None:
    """Another program, started by root's own number, has the raw socket at most."""
    starting = GIVING_UP + "import os; os.execvp('cat', ['cat', '/proc/self/status'])"
    with lab_at(tmp_path) as lab:
        done = on_the_box(lab, sys.executable, "-P", "-c", starting)
    held = [line for line in done.printed.splitlines() if line.startswith("CapEff")]

    assert held[-1].endswith("0000000000002000")


def test_without_the_capability_it_does_not_start() -> None:
    """Whoever lacks it, root too, is told in one sentence what it needs."""
    lacking = ("setpriv", "--inh-caps=-net_raw", "--bounding-set=-net_raw")
    command = our_python("agent.discovery", "--interface", "lo")
    done = run([*(() if os.geteuid() else lacking), *command])

    assert done.returncode == 2
    assert "needs the capability CAP_NET_RAW" in done.stderr
    assert "Traceback" not in done.stderr
