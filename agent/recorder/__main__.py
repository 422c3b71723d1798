"""The recorder: composition root of `./lamplight recorder serve`, and of the verbs that ask it.

Rules kept here:
- The installed recorder has one time source, the machine's own, and trusts no demonstration.
- It has no network: it opens Unix sockets and the files of its own folder, and nothing else.
- What it prints names folders and codes, never a person, a device or a site.
- The verbs that ask it run in processes of their own, and have no right that the socket does not
  give. What they show is for whoever sits there.
- Exit status 2: nothing was done, or not all of it, and one sentence says why. `import` and `audit`
  tell more with 0 and 1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from agent.confine import confine
from agent.errors import AgentError
from agent.recorder.asking import Recorder
from agent.recorder.clock import REPORT, SystemClock
from agent.recorder.commands.audit_verbs import audit_arguments, home_card_arguments
from agent.recorder.commands.verbs import add_recorder_verbs
from agent.recorder.errors import CardDamaged
from agent.recorder.kernel_time import StepNotice
from agent.recorder.serving import REQUESTS_SOCKET, Setting, serve
from agent.recorder.terminal import Terminal
from agent.release import BUILT_ON
from consent.desk import DeskRefused
from consent.errors import ConsentError, Reader
from consent.recorder_answers import DAMAGED_MARK
from systemd.notices import Notices

NOT_DONE: Final = 2
STOPPED: Final = "stopped before the end"


def arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight recorder`."""
    parser = argparse.ArgumentParser(
        prog="lamplight recorder",
        description="The gate: what is written down, what was agreed, who looked, and stopping it.",
    )
    parser.set_defaults(ask=None)
    verbs = parser.add_subparsers(dest="verb", required=True)
    serving = verbs.add_parser("serve", help="run the recorder, in the foreground")
    serving.add_argument("--state", type=Path, required=True, metavar="DIR", help="its own folder")
    serving.add_argument("--run", type=Path, required=True, metavar="DIR", help="its sockets")
    serving.add_argument(
        "--lend",
        type=Path,
        metavar="DIR",
        help="where the filter asks for what it may hand over, where that is not for whoever may"
        " ask the rest (default: as --run)",
    )
    serving.add_argument(
        "--clock-report",
        type=Path,
        default=REPORT,
        metavar="FILE",
        help=f"what the job beside the time service writes (default: {REPORT})",
    )
    serving.add_argument(
        "--neighbours",
        type=Path,
        metavar="FILE",
        help="what discovery sees: a device is then bound by its link address, and a lease ends"
        " where that changes or is in doubt",
    )
    serving.add_argument(
        "--led", type=Path, metavar="DIR", help="a light below /sys/class/leds, on while recording"
    )
    add_recorder_verbs(verbs)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop, or run one verb; return the exit status."""
    options = _options(sys.argv[1:] if argv is None else argv)
    if options.ask is not None:
        return _ask(options)
    try:
        asyncio.run(_serve(options))
    except AgentError as error:
        print(f"lamplight recorder: {error}", file=sys.stderr)
        return NOT_DONE
    except OSError as error:
        print(f"lamplight recorder: {error.filename}: {error.strerror}", file=sys.stderr)
        return NOT_DONE
    return 0


def _options(typed: Sequence[str]) -> argparse.Namespace:
    """Return what was typed. `ask` is the verb to run; None is `serve`."""
    match typed:
        case ["audit", *rest]:
            parser = audit_arguments()
        case ["home-card", *rest]:
            parser = home_card_arguments()
        case _:
            parser, rest = arguments(), list(typed)
    return parser.parse_args(rest)


def _ask(options: argparse.Namespace) -> int:
    """Run a verb that asks the recorder; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter shows something else instead, and goes on.
            stream.reconfigure(errors="replace")
    desk = Terminal()
    try:
        return int(options.ask(desk, Recorder(options.folder / REQUESTS_SOCKET), options) or 0)
    except (DeskRefused, AgentError) as error:
        desk.note(f"lamplight: {error}")
    except ConsentError as error:
        desk.note(f"lamplight: {error.explain(Reader.CARER)} ({error.code})")
    except BrokenPipeError:
        # Whoever read along has seen enough. What follows goes nowhere, also at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        desk.note(f"lamplight: {error.filename}: {error.strerror}")
    except KeyboardInterrupt:
        desk.note(f"\nlamplight: {STOPPED}")
    return NOT_DONE


async def _serve(options: argparse.Namespace) -> None:
    confine()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with StepNotice() as step:
        setting = Setting(
            state=options.state,
            run=options.run,
            lend=options.lend,
            led=options.led,
            step=step,
            neighbours=options.neighbours,
        )
        notices = Notices(os.environ, os.getpid())

        def ready() -> None:
            print("ready: the gate", flush=True)
            notices.ready()

        damaged = options.run / DAMAGED_MARK
        try:
            damaged.unlink(missing_ok=True)
            await serve(
                setting,
                SystemClock(options.clock_report),
                built_on=BUILT_ON,
                stop=stop,
                ready=ready,
                alive=notices.alive,
            )
        except CardDamaged:
            # The pages ask nobody then, so they are told by a file that says nothing but this.
            with suppress(OSError):
                damaged.touch(mode=0o640)
            raise
        finally:
            notices.stopping()


if __name__ == "__main__":
    # Also the verbs: a card's words, and what was written down, pass through their memory.
    confine()
    sys.exit(main())
