"""Programs that people use, on the lab's laptop: curl, Chromium and systemd-resolved, unaltered.

Each runs with the box as the resolver that it was told of, and looks for a page in the home.
Nothing of this machine is changed: what they read of it is laid over in a mount namespace of their
own.

Rules kept here:
- A program is told what a person would tell it, in its own settings; nothing in it is replaced.
- Each has a folder of its own for what it keeps, a `/run` of its own, and no setting of whoever
  runs the tests: it finds no bus, no proxy and no service of this machine.
- systemd-resolved runs without a bus and as root, for the lab may have no second account. What it
  asks on the network is the same, and programs reach it at 127.0.0.53, as ever.
- How it is told where to ask is its own file of settings, as no network manager runs in the lab.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.lab.home import BOX, FOUR, ROUTER
from tests.agent.lab_home import Lab
from tests.promises.programs import PATIENCE_SECONDS, Program, our_python, run

LAPTOP: Final = "laptop"
SITE: Final = "page.example"
PAGE: Final = "the page itself"

_BOX_AT: Final = f"{FOUR}.2"
_SITE_AT: Final = f"{FOUR}.1"
_PAGE_AT: Final = f"http://{SITE}/"
_STUB: Final = "127.0.0.53"
"""Where systemd-resolved serves the programs of its own machine."""

_SOURCES: Final = "passwd: files\nhosts: files dns\n"
_ACCOUNTS: Final = "root:x:0:0::/:/bin/sh\nsystemd-resolve:x:0:0::/:/bin/sh\n"

# Lays a folder's files over those of this machine. On some, resolv.conf leads into /run, which is
# new and empty here.
_LAID_OVER: Final = """
folder=$1; shift
mount -t tmpfs none /run
[ ! -e "$folder/run" ] || cp -r "$folder/run/." /run
for file in resolv.conf nsswitch.conf passwd; do
    [ -e "$folder/$file" ] || continue
    at=$(readlink -m "/etc/$file")
    case $at in /run/*) mkdir -p "${at%/*}"; : >"$at" ;; esac
    mount --bind "$folder/$file" "$at"
done
exec "$@"
"""

_CURL: Final = ("curl", "--silent", "--show-error", "--max-time", "20")
_CHROMIUM: Final = (
    "chromium",
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-features=HttpsUpgrades",  # nothing serves TLS in the lab
    "--dump-dom",
)


@dataclass(frozen=True, slots=True)
class Saw:
    """What came of a look: whether it was the page, and all that was said."""

    page: bool
    said: str


def serve(lab: Lab, folder: Path) -> None:
    """Serve a page on the router, and its name where the box of `Watched` has its upstream."""
    site = folder / "site"
    site.mkdir()
    (site / "index.html").write_text(f"<!doctype html><p>{PAGE}", encoding="utf-8")
    server = our_python("http.server", "--bind", _SITE_AT, "--directory", str(site), "80")
    lab.start(ROUTER, "env", "PYTHONUNBUFFERED=1", *server).line_with("Serving")
    upstream = lab.start(
        BOX, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=1", "--bind-interfaces",
        f"--listen-address={_BOX_AT}", "--no-resolv", "--no-hosts", f"--address=/{SITE}/{_SITE_AT}",
    )  # fmt: skip
    upstream.complaint_with("started")


class Laptop:
    """The laptop of a home, on which one program after another is used."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        """Plug it in, and wait until its network is at rest: a browser gives up when it changes."""
        self._lab = lab
        self._folder = folder
        self._uses = 0
        lab.home.plug_in(LAPTOP)
        # Its own IPv4 address, a link-local one, and one of each prefix of the home.
        lab.until(lambda: len(lab.home.addresses(LAPTOP)) == 4)

    def curl(self, *options: str, url: str = _PAGE_AT, server: str = _BOX_AT) -> Saw:
        """Fetch a page with curl."""
        return self._look(self._use(server), *_CURL, *options, url=url)

    def chromium(
        self, mode: str, template: str = "", *, url: str = _PAGE_AT, server: str = _BOX_AT
    ) -> Saw:
        """Open a page in Chromium with secure DNS `off`, `automatic`, or on, which is `secure`.

        The setting stands where the browser itself keeps it, in `Local State`.
        """
        folder = self._use(server)
        kept = folder / "kept"
        kept.mkdir()
        setting = {"dns_over_https": {"mode": mode, "templates": template}}
        (kept / "Local State").write_text(json.dumps(setting), encoding="utf-8")
        return self._look(folder, *_CHROMIUM, f"--user-data-dir={kept}", url=url)

    def curl_by_resolved(self) -> Saw:
        """Fetch the page with curl, which asks the laptop's own systemd-resolved."""
        return self.curl(server=_STUB)

    @contextmanager
    def resolved(self, over_tls: str) -> Iterator[Program]:
        """Run systemd-resolved with the box as its server, and DNSOverTLS set to `over_tls`."""
        folder = self._use(_STUB)
        (folder / "passwd").write_text(_ACCOUNTS, encoding="utf-8")
        settings = folder / "run/systemd/resolved.conf.d"
        settings.mkdir(parents=True)
        text = f"[Resolve]\nDNS={_BOX_AT}\nFallbackDNS=\nDNSOverTLS={over_tls}\n"
        (settings / "lab.conf").write_text(text, encoding="utf-8")
        # It says that it is ready as it says so to systemd.
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(str(folder / "told"))
            told.settimeout(PATIENCE_SECONDS)
            surroundings = {**_surroundings(folder), "NOTIFY_SOCKET": str(folder / "told")}
            with Program(self._inside(folder, resolved()), environment=surroundings) as program:
                while b"READY=1" not in told.recv(4096):
                    pass
                yield program

    def _use(self, server: str) -> Path:
        """Make what a program finds on the laptop: a folder, and whom to ask for names."""
        self._uses += 1
        folder = self._folder / f"use-{self._uses}"
        folder.mkdir()
        (folder / "resolv.conf").write_text(f"nameserver {server}\n", encoding="utf-8")
        (folder / "nsswitch.conf").write_text(_SOURCES, encoding="utf-8")
        return folder

    def _inside(self, folder: Path, *command: str) -> list[str]:
        over = ("unshare", "--mount", "sh", "-ec", _LAID_OVER, "sh", str(folder))
        return self._lab.home.inside(LAPTOP, *over, *command)

    def _look(self, folder: Path, *command: str, url: str) -> Saw:
        looking = self._inside(folder, *command, url)
        done = run(looking, environment=_surroundings(folder))
        return Saw(PAGE in done.stdout, f"{done.stdout}{done.stderr}")


def resolved() -> str:
    """Return where systemd-resolved is: of this machine, or unpacked with its resolvectl."""
    beside = shutil.which("resolvectl")
    assert beside, "systemd-resolved is missing; ./lamplight test unpacks it"
    root = Path(beside).resolve().parents[2]
    # Debian 12 has it below /lib, later ones below /usr/lib.
    places = (root / folder / "systemd-resolved" for folder in ("usr/lib/systemd", "lib/systemd"))
    return str(next(one for one in places if one.exists()))


def _surroundings(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
