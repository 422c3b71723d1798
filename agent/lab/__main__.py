"""The lab: composition root of `./lamplight lab`.

Rules kept here:
- What was started is ended and waited for, and the namespaces are taken down, however it ends.
- The real discovery runs on the lab's box, started as a process like on any box.
- An error a person can mend is one sentence and exit status 2.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

from agent.lab import words
from agent.lab.home import BOX, BY_DHCP, DEVICES, INTERFACE, LIAR, Home, LabRefused, check_programs

STOP_SECONDS = 5.0


def arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight lab`."""
    parser = argparse.ArgumentParser(
        prog="lamplight lab",
        description="A home in network namespaces: box, router, tablet, laptop, phone, and a liar.",
    )
    parser.add_argument(
        "--rotate-every",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="how long the phone keeps its temporary addresses (default: 60)",
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Bring the home up, and keep it until told to stop; return the exit status."""
    options = arguments().parse_args(argv)
    if os.geteuid():
        print(f"lamplight lab: {words.NEEDS_ROOT}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        check_programs()
        _keep(Home(), options.rotate_every)
    except LabRefused as error:
        print(f"lamplight lab: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    print(words.STOPPED)
    return 0


def _keep(home: Home, rotate_every: float) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lamplight-lab-")))
        stack.callback(home.down)
        try:
            home.up()
        except LabRefused as error:
            raise LabRefused(words.NOT_ALLOWED.format(why=error)) from error
        published = folder / "neighbours.json"
        stack.enter_context(_started(home.router_command(), "router advertisement"))
        watching = [
            sys.executable, "-m", "agent.discovery",
            "--interface", INTERFACE, "--publish", str(published),
        ]  # fmt: skip
        stack.enter_context(_started(home.inside(BOX, *watching), "ready"))
        for device in (*DEVICES, LIAR):
            home.plug_in(device)
        for device in BY_DHCP:
            stack.enter_context(_started(home.dhcp_command(device), "lease of"))
        print(words.welcome(home, published, sys.executable), flush=True)
        while True:
            time.sleep(rotate_every)
            home.forget_temporary("phone")
            asking = home.inside("phone", sys.executable, "-m", "agent.lab.solicit", INTERFACE)
            subprocess.run(asking, check=False)


@contextmanager
def _started(command: Sequence[str], ready: str) -> Iterator[None]:
    """Run a program for as long as the context lasts, once it said a word. Raises LabRefused."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if ready in line:
                break
        else:
            raise LabRefused(f"{' '.join(command)} did not start:\n{said}")
        # What it says later is read and dropped: a full pipe would make it stand still.
        Thread(target=process.stdout.read, daemon=True).start()
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
