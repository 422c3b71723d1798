"""Another program in a service's place: its own unit, with all that it may and may not."""

from __future__ import annotations

import re
from typing import Final

from tests.systemd.booted.box import Box

_STARTS_IT: Final = re.compile(
    r"^(Exec\w+|Restart\w*|WatchdogSec|Type|Requires|After|Wants)=.*\n", re.MULTILINE
)
"""What starts the service, starts it again, or waits for others."""


def in_place_of(box: Box, name: str, *command: str) -> str:
    """Run a command once as a service would run; return what it printed. Raises Failed."""
    unit, said = f"probe-{name}.service", f"/run/probe-{name}.said"
    text = box.path(f"/etc/systemd/system/lamplight-{name}.service").read_text()
    text = _STARTS_IT.sub("", text.replace("\\\n", " "))
    begins = (
        "[Service]",
        "Type=oneshot",
        f"StandardOutput=truncate:{said}",
        f"ExecStart={' '.join(command)}",
    )
    box.run(
        "tee", f"/run/systemd/system/{unit}", given=text.replace("[Service]", "\n".join(begins))
    )
    box.run("systemctl", "daemon-reload")
    try:
        box.run("systemctl", "start", unit)
    finally:
        box.run("rm", f"/run/systemd/system/{unit}")
    return box.run("cat", said)
