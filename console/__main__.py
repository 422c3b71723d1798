"""The console's composition root: `python -m console --state DIR [--household FILE]`.

Rules kept here:
- In this order: options, household file, port, database, publish, serve. A step that fails leaves
  what the steps after it would have changed as it was, prints one message, and ends with status 2.
- The database is the home. A household file replaces what it holds where it is not the very file
  that was read last; without one the database stays as it is.
- SIGINT and SIGTERM end the process with status 0, from before the web libraries are loaded.
"""

from __future__ import annotations

import argparse
import signal
import socket
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
    parser.add_argument(
        "--household",
        type=Path,
        metavar="FILE",
        help="a household file to take over; it replaces what was changed on the pages since"
        " another one was read",
    )
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
    parser.add_argument(
        "--agent", type=Path, metavar="SOCKET", help="where the running agent is asked"
    )
    parser.add_argument(
        "--neighbours",
        type=Path,
        metavar="FILE",
        help="where discovery says what it saw in the network",
    )
    parser.add_argument(
        "--tls-listen",
        metavar="ADDR:PORT",
        help="where the pages are served over TLS, with a certificate that this box makes",
    )
    options = parser.parse_args(arguments)
    return ConsoleConfig(
        household=options.household,
        state=options.state,
        listen=listen_address(options.listen, in_reach=options.tls_listen is not None),
        lists=options.lists,
        recorder=options.recorder,
        agent=options.agent,
        neighbours=options.neighbours,
        tls_listen=(
            listen_address(options.tls_listen, "--tls-listen", in_reach=True)
            if options.tls_listen
            else None
        ),
    )


def _run(config: ConsoleConfig) -> None:
    # These bring the web libraries, half a second of imports, during which a signal would print
    # a traceback; so they come after the signals are in hand.
    from console.app import create_app  # noqa: PLC0415 - see above
    from console.house import House  # noqa: PLC0415
    from console.security.authority import open_authority  # noqa: PLC0415
    from console.security.hosts import BOX_NAMES, our_names  # noqa: PLC0415
    from console.serve import Secured, serve, take_port  # noqa: PLC0415
    from console.services.home import publish_home, read_in  # noqa: PLC0415
    from console.services.upkeep import keep_tidy  # noqa: PLC0415
    from console.store.database.engine import Database  # noqa: PLC0415
    from console.store.household_file import read_household_file  # noqa: PLC0415
    from console.store.lists_folder import ListsFolder  # noqa: PLC0415
    from console.store.published import Published  # noqa: PLC0415
    from console.store.recorder import Recorder  # noqa: PLC0415

    file = read_household_file(config.household) if config.household else None
    with take_port(config.listen) as holder:
        house = House(
            database=Database.open(config.state),
            published=Published(config.state),
            lists=ListsFolder(config.lists) if config.lists else None,
            recorder=Recorder(config.recorder) if config.recorder else None,
            agent=config.agent,
            neighbours=config.neighbours,
        )
        if file:
            read_in(house, file)
        else:
            publish_home(house)
        listen = _bound(config.listen, holder)
        hosts = our_names(listen)
        url = f"http://{listen.authority}:{listen.port}/"
        if config.tls_listen is None:
            app = create_app(house, hosts=hosts)
            # Flushed, since whoever starts us may wait on a pipe for this line and its port.
            serve(
                app,
                holder,
                lambda: print(f"The console is ready at {url}", flush=True),
                keep_tidy=lambda: keep_tidy(house),
            )
            return
        with take_port(config.tls_listen, "--tls-listen") as tls_holder:
            tls = _bound(config.tls_listen, tls_holder)
            hosts = tuple(dict.fromkeys((*hosts, *our_names(tls))))
            authority = open_authority(
                config.state / "console" / "tls", BOX_NAMES, (tls.host,), house.clock()
            )
            context = authority.context()
            secured = Secured(
                tls_holder, context, lambda: authority.refresh(context, house.clock())
            )
            app = create_app(house, hosts=hosts, authority=authority, tls_port=tls.port)
            safe = f"https://{tls.authority}:{tls.port}/"
            serve(
                app,
                holder,
                lambda: print(f"The console is ready at {safe} and {url}", flush=True),
                secured,
                keep_tidy=lambda: keep_tidy(house),
            )


def _bound(listen: ListenAddress, holder: socket.socket) -> ListenAddress:
    return ListenAddress(host=listen.host, port=holder.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
