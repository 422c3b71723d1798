"""The console's composition root: `python -m console --state DIR [--household FILE]`.

Rules kept here:
- In this order: options, household file, port, database, publish, serve. A step that fails leaves
  what the steps after it would have changed as it was, prints one message, and ends with status 2.
- The database is the home. A household file replaces what it holds where it is not the very file
  that was read last; without one the database stays as it is.
- Before the first run the code to set the home up with is printed, the same at each start, and kept
  where only this console and root can read it.
- A damaged file is put aside under another name, never deleted, and the start goes on without it;
  rules that were published last stay in force where the settings behind them are gone.
- Where the card takes nothing, the pages can be read and change nothing: the settings, and the keys
  for TLS, come from a copy in memory, and what is published stays as it is.
- SIGINT and SIGTERM end the process with status 0, from before the web libraries are loaded.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from console.config import DEFAULT_LISTEN, ConsoleConfig, ListenAddress, listen_address
from console.errors import ConsoleError, FileMalformed
from console.store.aside import put_aside
from systemd.notices import Notices
from systemd.sockets import SocketsMalformed, given_sockets

if TYPE_CHECKING:
    from console.house import House
    from console.store.database.engine import Database

PLAIN, SECURE = "web", "web-tls"
"""What socket units call the sockets for plain http, and for TLS (FileDescriptorName)."""


_FILES_IN_THE_WAY = 2
"""The published rules, and the names that were allowed from a page."""


def main(
    arguments: Sequence[str] | None = None, *, clock: Callable[[], datetime] | None = None
) -> int:
    """Run the console and return its exit status. The time is `clock`'s, or the machine's own."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    # What a start makes stays until the end, and looking through it again and again takes half of
    # the start; looking through all of it at the end takes as long, and for nothing.
    gc.disable()
    try:
        _run(_config(arguments), clock)
    except (ConsoleError, SocketsMalformed) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        gc.enable()
        gc.freeze()
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
    parser.add_argument(
        "--pseudo-languages",
        action="store_true",
        help="offer two languages that are made up, to see what pages do with others",
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
        pseudo_languages=options.pseudo_languages,
        tls_listen=(
            listen_address(options.tls_listen, "--tls-listen", in_reach=True)
            if options.tls_listen
            else None
        ),
    )


def _run(config: ConsoleConfig, clock: Callable[[], datetime] | None) -> None:
    # These bring the web libraries, half a second of imports, during which a signal would print
    # a traceback; so they come after the signals are in hand.
    from console.app import create_app  # noqa: PLC0415 - see above
    from console.house import House, utc_now  # noqa: PLC0415
    from console.security.hosts import BOX_NAMES, our_names  # noqa: PLC0415
    from console.security.kept_keys import open_keys  # noqa: PLC0415
    from console.serve import Meanwhile, Secured, serve, take_port  # noqa: PLC0415
    from console.services.backup import seal_nightly  # noqa: PLC0415
    from console.services.home import publish_home, read_in  # noqa: PLC0415
    from console.services.upkeep import keep_tidy  # noqa: PLC0415
    from console.store.household_file import read_household_file  # noqa: PLC0415
    from console.store.lists_folder import ListsFolder  # noqa: PLC0415
    from console.store.published import Published  # noqa: PLC0415
    from console.store.recorder import Recorder  # noqa: PLC0415
    from console.words.pseudo import PSEUDO  # noqa: PLC0415
    from console.words.rights_pack import read_packs  # noqa: PLC0415
    from console.words.shipped import languages_of  # noqa: PLC0415

    packs = read_packs()
    languages = dict(languages_of(packs))
    if config.pseudo_languages:
        languages |= {one.tag: one for one in PSEUDO}
    file = read_household_file(config.household) if config.household else None
    notices = Notices(os.environ, os.getpid())
    given = given_sockets(os.environ, os.getpid())
    with ExitStack() as held:
        plain = given.get(PLAIN) or [held.enter_context(take_port(config.listen))]
        house = House(
            database=_opened(config.state, held),
            published=Published(config.state),
            lists=ListsFolder(config.lists) if config.lists else None,
            recorder=Recorder(config.recorder) if config.recorder else None,
            agent=config.agent,
            neighbours=config.neighbours,
            clock=clock or utc_now,
            languages=languages,
            packs=packs,
        )
        if house.database.takes_changes:
            _past_damage(lambda: read_in(house, file) if file else publish_home(house))
        code = _code(house)
        listen = _bound(config.listen, plain[0])
        hosts = our_names(listen)
        url = f"http://{listen.authority}:{listen.port}/"
        if config.tls_listen is None:
            app = create_app(house, hosts=hosts)
            serve(
                app,
                plain,
                Meanwhile(
                    announce=lambda: _announce(url, code),
                    keep_tidy=lambda: _by_the_hour(keep_tidy, seal_nightly, house),
                    end_streams=app.state.end_streams,
                    notices=notices,
                ),
            )
            return
        secure = given.get(SECURE) or [
            held.enter_context(take_port(config.tls_listen, "--tls-listen"))
        ]
        tls = _bound(config.tls_listen, secure[0])
        hosts = tuple(dict.fromkeys((*hosts, *our_names(tls))))
        on_card = config.state / "console" / "tls"
        # Where the card takes nothing, the home stands in memory, and the keys beside it.
        memory = None if house.database.takes_changes else house.database.path.parent
        authority = open_keys(on_card, memory, BOX_NAMES, (tls.host,), house.clock())
        context = authority.context()
        secured = Secured(secure, context, lambda: authority.refresh(context, house.clock()))
        app = create_app(house, hosts=hosts, authority=authority, tls_port=tls.port)
        safe = f"https://{tls.authority}:{tls.port}/"
        serve(
            app,
            plain,
            Meanwhile(
                announce=lambda: _announce(f"{safe} and {url}", code),
                keep_tidy=lambda: _by_the_hour(keep_tidy, seal_nightly, house),
                end_streams=app.state.end_streams,
                notices=notices,
            ),
            secured,
        )


def _opened(state: Path, held: ExitStack) -> Database:
    """Return the home's database; a damaged one is put aside, and the home is set up anew.

    Until somebody has done that, the rules that were published last stay in force. Where the card
    takes nothing it is a copy in memory, until `held` is closed.
    """
    from console.store.card import read_only, room_in_memory, takes_nothing  # noqa: PLC0415
    from console.store.database.engine import Database, DatabaseDamaged  # noqa: PLC0415

    if takes_nothing(state / "console"):
        print(
            "The card takes nothing. The pages can be read, and nothing can be changed. Health says"
            " what to do.",
            file=sys.stderr,
            flush=True,
        )
        return read_only(state, Path(held.enter_context(room_in_memory())))
    try:
        return Database.open(state)
    except DatabaseDamaged as error:
        _put_aside(error.path)
        return Database.open(state)


def _code(house: House) -> Sequence[str] | None:
    """Return the code to set the home up with, None where there is none, or none can be kept."""
    from console.services.set_up import CodeNotKept, code_at_start  # noqa: PLC0415

    try:
        return code_at_start(house)
    except CodeNotKept:
        if house.database.takes_changes:
            raise
        return None


def _by_the_hour(
    keep_tidy: Callable[[House], None], seal_nightly: Callable[[House], None], house: House
) -> None:
    try:
        keep_tidy(house)
    finally:
        seal_nightly(house)


def _past_damage(publishes: Callable[[], object]) -> None:
    """Publish; a damaged file that is in the way is put aside, and it is published without it."""
    for _ in range(_FILES_IN_THE_WAY):
        try:
            publishes()
        except FileMalformed as error:
            _put_aside(error.path)
        else:
            return
    publishes()


def _put_aside(path: Path) -> None:
    try:
        aside = put_aside(path)
    except OSError as error:
        raise ConsoleError(f"{path} is damaged, and the card takes nothing: {error}") from error
    print(
        f"{path} was damaged. It was put aside as {aside.name}, and nothing was deleted. Health"
        " says what that means.",
        file=sys.stderr,
        flush=True,
    )


def _announce(where: str, code: Sequence[str] | None) -> None:
    """Say that the console is ready; before the first run, also the code to set it up with."""
    gc.freeze()
    gc.enable()
    if code is not None:
        print(f"Nobody has set up this home yet. The set-up code is: {' '.join(code)}")
    # Flushed, since whoever starts us may wait on a pipe for this line and its port.
    print(f"The console is ready at {where}", flush=True)


def _bound(listen: ListenAddress, holder: socket.socket) -> ListenAddress:
    return ListenAddress(host=listen.host, port=holder.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
