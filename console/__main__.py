"""The console's composition root: `python -m console --household FILE --state DIR`.

Rules kept here:
- In this order: options, household, port, publish, serve. A step that fails leaves what the
  steps after it would have changed as it was, prints one message, and ends with status 2.
- SIGINT and SIGTERM end the process with status 0, from before the web libraries are loaded.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from console.config import DEFAULT_LISTEN, ConsoleConfig, ListenAddress, listen_address
from console.errors import ConsoleError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the console and return its exit status."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    try:
        _run(_config(arguments))
    except ConsoleError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    # uvicorn stops by itself and then raises its signal again, which brings us here.
    raise SystemExit(0)


def _config(arguments: Sequence[str] | None) -> ConsoleConfig:
    parser = argparse.ArgumentParser(
        prog="python -m console", description="Show what is in force in this home."
    )
    parser.add_argument("--household", type=Path, required=True, metavar="FILE")
    parser.add_argument("--state", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--listen", default=DEFAULT_LISTEN, metavar="ADDR:PORT", help=f"default: {DEFAULT_LISTEN}"
    )
    parser.add_argument(
        "--lists",
        type=Path,
        metavar="DIR",
        help="the folder that the lists job keeps, by which a page shows how the lists stand",
    )
    parser.add_argument(
        "--recorder",
        type=Path,
        metavar="SOCKET",
        help="where the recorder is asked, by which a device sees what is written down about it",
    )
    options = parser.parse_args(arguments)
    return ConsoleConfig(
        household=options.household,
        state=options.state,
        listen=listen_address(options.listen),
        lists=options.lists,
        recorder=options.recorder,
    )


def _run(config: ConsoleConfig) -> None:
    # These bring the web libraries, half a second of imports, during which a signal would print
    # a traceback; so they come after the signals are in hand.
    from console.app import create_app  # noqa: PLC0415 - see above
    from console.security.hosts import our_names  # noqa: PLC0415
    from console.serve import serve, take_port  # noqa: PLC0415
    from console.services.allow import publish_home  # noqa: PLC0415
    from console.store.household_file import read_household  # noqa: PLC0415
    from console.store.lists_folder import ListsFolder  # noqa: PLC0415
    from console.store.published import Published  # noqa: PLC0415
    from console.store.recorder import Recorder  # noqa: PLC0415

    household = read_household(config.household)
    published = Published(config.state)
    with take_port(config.listen) as holder:
        publish_home(published, household)
        listen = ListenAddress(host=config.listen.host, port=holder.getsockname()[1])
        url = f"http://{listen.authority}:{listen.port}/"
        lists = ListsFolder(config.lists) if config.lists else None
        recorder = Recorder(config.recorder) if config.recorder else None
        app = create_app(
            published, household, hosts=our_names(listen), lists=lists, recorder=recorder
        )
        # Flushed, since whoever starts us may wait on a pipe for this line and its port.
        serve(app, holder, lambda: print(f"The console is ready at {url}", flush=True))


if __name__ == "__main__":
    raise SystemExit(main())
