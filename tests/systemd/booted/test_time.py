"""How the box asks chrony for the time, as Debian sets chrony up."""

from __future__ import annotations

from typing import Final

from tests.systemd.booted.box import Box
from tests.systemd.booted.in_place import in_place_of

HERE: Final = """\
[Unit]
ConditionCapability=
[Service]
ExecStart=
ExecStart=!/usr/sbin/chronyd -F 1 -x
"""
"""chrony without a hand on the clock, which is the clock of the machine that tests. The name of the
file comes after that of our own, which says how chrony starts as well."""


def test_the_time_service_is_answered_by_chrony(box: Box) -> None:
    """In the place of the time service, which is not chrony's own, chrony answers what is asked."""
    folder = "/run/systemd/system/chrony.service.d"
    box.run("mkdir", "-p", folder)
    box.run("tee", f"{folder}/zz-here.conf", given=HERE)
    box.run("systemctl", "daemon-reload")
    try:
        box.run("systemctl", "restart", "chrony.service")
        ask = ("/usr/bin/chronyc", "-h", "/run/chrony/chronyd.sock", "-c", "-n")
        tracking, authdata = (
            in_place_of(box, "time", *ask, one) for one in ("tracking", "authdata")
        )
    finally:
        box.run("rm", f"{folder}/zz-here.conf")
        box.run("systemctl", "daemon-reload")
        box.run("systemctl", "stop", "--no-block", "chrony.service")

    assert "Not synchronised" in tracking
    assert authdata == ""  # no server was found in the lab, whose proofs could be told
