"""The plug is pulled at any moment: the home has names after each boot, and nothing opens by it."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path
from typing import Final

import dns.rcode

from agent.lab.home import FOUR
from tests.conftest import Scale
from tests.systemd.booted import acts
from tests.systemd.booted.acts import Home, going_on
from tests.systemd.booted.box import ANSWER, BLOCKED, BOX_AT, KNOWN, Box, set_up
from tests.systemd.booted.conftest import Ground

CUTS_IN_CI: Final = 7
"""For each of the two Debians; with one first installation that makes the fifteen of a change."""

CUTS_IN_SOAK: Final = 100
FIRST_CUTS_IN_SOAK: Final = 12

TURNS: Final = {
    "12": (acts.told, acts.install, acts.boot, acts.publish, acts.look, acts.seal, acts.carry),
    "13": (
        *(acts.record, acts.told, acts.publish, acts.restart, acts.withdraw),
        *(acts.publish, acts.told),
    ),
}
"""In turn, so that a change's own run has each on one Debian. A change on the pages comes most
often, for something is acknowledged there."""

IN_SOAK: Final = {
    "12": (*TURNS["12"], *TURNS["13"], acts.upgrade, acts.record, acts.seal),
    "13": (*TURNS["13"], *TURNS["12"], acts.upgrade, acts.record, acts.seal),
}


def test_a_power_cut_leaves_names_answered_and_opens_nothing(
    ground: Ground, spare_box: Box, tmp_path: Path, dice: random.Random, scale: Scale, seed: int
) -> None:
    """After every boot names are answered, and all that anybody was told is so."""
    home, done = Home(spare_box, tmp_path), Counter[str]()
    cuts = scale(CUTS_IN_CI, CUTS_IN_SOAK)
    turn = (TURNS if cuts == CUTS_IN_CI else IN_SOAK)[ground.debian.version]
    begin = time.monotonic()
    for number in range(cuts):
        act = turn[number % len(turn)]
        act(home, dice)
        home.boot()
        home.holds(f"seed {seed}, cut {number}, {act.__name__}")
        done[act.__name__] += 1
    seconds = time.monotonic() - begin
    print(f"seed {seed}: {dict(done)}, {len(home.acknowledged) - 1} changes, {seconds:.0f} s")  # noqa: T201


BEFORE: Final = f"""\
import os, socket

asked = socket.socket(type=socket.SOCK_DGRAM)
asked.bind(("{BOX_AT}", 53))
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
    systemd.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
while True:
    question, who = asked.recvfrom(4096)
    with socket.socket(type=socket.SOCK_DGRAM) as above:
        above.settimeout(5)
        try:
            above.sendto(question, ("{FOUR}.1", 53))
            asked.sendto(above.recv(4096), who)
        except OSError:
            pass
"""
UNIT_BEFORE: Final = """\
[Service]
Type=notify
ExecStart=/usr/local/sbin/dnsmasq -I /srv/before.py
[Install]
WantedBy=multi-user.target
"""
EARLIER: Final = "dnsmasq.service"


def _with_an_earlier_resolver(box: Box) -> None:
    """Let somebody answer the home already, under a name that an installation knows.

    What it is does not matter; the root that a test boots has no resolver of its own.
    """
    box.run("sh", "-c", "cp $(readlink -f /usr/bin/python3) /usr/local/sbin/dnsmasq")
    box.run("tee", "/srv/before.py", given=BEFORE)
    box.run("tee", f"/etc/systemd/system/{EARLIER}", given=UNIT_BEFORE)
    box.run("systemctl", "enable", "--now", EARLIER)
    # The machine's own way to names: by its stub, where it has one.
    if box.tries("systemctl", "cat", "systemd-resolved.service").returncode == 0:
        box.run("mkdir", "-p", "/etc/systemd/resolved.conf.d")
        box.run(
            *("tee", "/etc/systemd/resolved.conf.d/home.conf"), given=f"[Resolve]\nDNS={FOUR}.1\n"
        )
        box.run("ln", "-sf", "../run/systemd/resolve/stub-resolv.conf", "/etc/resolv.conf")
        box.run("systemctl", "restart", "systemd-resolved.service")
    else:
        box.run("tee", "/etc/resolv.conf", given=f"nameserver {FOUR}.1\n")


def _who_answers(box: Box) -> str:
    """Return who answers the home: we, or who did before. Raises AssertionError, Timeout."""
    if box.dig("use-application-dns.net").rcode() == dns.rcode.NXDOMAIN:
        return "ours"
    assert [record.to_text() for record in box.dig(KNOWN).answer[0]] == [ANSWER]
    return "the earlier one"


def test_a_power_cut_in_the_first_installation_leaves_a_resolver(
    bare_box: Box, dice: random.Random, scale: Scale, seed: int
) -> None:
    """Whoever answered before still does, or we do; and a second installation comes to its end."""
    box, found = bare_box, Counter[str]()
    _with_an_earlier_resolver(box)
    words = (f"{box.clone}/lamplight", "install", "--yes", "--wheels", box.wheels)
    for cut in range(scale(1, FIRST_CUTS_IN_SOAK)):
        with going_on(lambda: box.tries(*words)):
            time.sleep(dice.uniform(0, 15))
            box.cut()
        box.boot()
        where = f"seed {seed}, first installation, cut {cut}"
        found[_who_answers(box)] += 1
        assert ANSWER in box.tries("getent", "ahostsv4", KNOWN).stdout, where
    _, seconds = box.install()
    print(f"seed {seed}: after the boots answers {dict(found)}; {seconds:.0f} s to install again")  # noqa: T201

    assert box.tries("systemctl", "is-enabled", EARLIER).stdout.strip() == "disabled"
    assert ANSWER in box.tries("getent", "ahostsv4", KNOWN).stdout
    box.asks_the_router()
    set_up(box)
    assert box.says_no(BLOCKED)
    assert not box.says_no(KNOWN)
