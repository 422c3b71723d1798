"""Three time servers that prove who they are, on addresses of their own, and how a box asks them.

Rules kept here:
- They go by the clock of the machine that tests, and never set it.
- The box's own file about the time stays as the installation wrote it, but for the servers' names
  and for whom it trusts.
"""

from __future__ import annotations

import os
import pwd
import re
from pathlib import Path
from typing import Final

from tests.agent.timekeeping.chrony_lab import program_copied, write_certificate

SERVERS: Final = tuple(f"203.0.113.{last}" for last in (11, 12, 13))
TRUSTED: Final = "/etc/chrony/lab.pem"


def told_to(root: Path, folder: Path) -> None:
    """Write the servers' key into a folder, and let a box ask them."""
    write_certificate(folder, SERVERS)
    trusted = root / TRUSTED.lstrip("/")
    trusted.write_bytes((folder / "certificate.pem").read_bytes())
    trusted.chmod(0o644)
    asked = root / "etc/chrony/conf.d/lamplight.conf"
    own = re.sub(r"^server .*\n", "", asked.read_text(encoding="ascii"), flags=re.MULTILINE)
    lines = (*(f"server {one} iburst nts" for one in SERVERS), f"ntstrustedcerts {TRUSTED}", "")
    asked.write_text(own + "\n".join(lines), encoding="ascii")


def commands(folder: Path) -> list[list[str]]:
    """Return what starts the servers, each, from a folder with their key."""
    chronyd = program_copied("chronyd", folder)
    user = pwd.getpwuid(os.getuid()).pw_name
    return [
        [str(chronyd), "-d", "-x", "-U", "-u", user, "-f", str(_configuration(folder, one))]
        for one in SERVERS
    ]


def _configuration(folder: Path, address: str) -> Path:
    lines = (
        "local stratum 3",
        "allow all",
        f"bindaddress {address}",
        f"ntsserverkey {folder}/key.pem",
        f"ntsservercert {folder}/certificate.pem",
        "ntsprocesses 0",
        "cmdport 0",
        "bindcmdaddress /",
        f"pidfile {folder}/{address}.pid",
    )
    file = folder / f"{address}.conf"
    file.write_text("\n".join((*lines, "")), encoding="ascii")
    return file
