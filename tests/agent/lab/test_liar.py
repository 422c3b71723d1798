from __future__ import annotations

from pathlib import Path

import pytest

from agent.discovery.frames.ethernet import read_frame
from agent.discovery.heard import Claim
from agent.lab.home import BOX, FOUR, LIAR, LINKS, SWITCH
from agent.lab.liar import LIES
from tests.agent.lab_home import lab_at
from tests.promises.programs import our_python

TOLD = {"arp": f"{FOUR}.1", "ndp": "fd00:1a3b::1"}


@pytest.mark.parametrize(("lie", "address"), TOLD.items(), ids=TOLD)
def test_a_lie_is_a_whole_frame_that_claims_another_s_address(lie: str, address: str) -> None:
    """Each lie is what a kernel believes: a claim of somebody's address for the liar's link."""
    frame = bytes(LIES[lie](LINKS[LIAR], address))

    assert read_frame(frame) == (Claim(link=LINKS[LIAR], address=address),)


def test_it_lies_as_often_as_asked_and_ends(tmp_path: Path) -> None:
    """In the lab it sends its frames and ends with 0."""
    with lab_at(tmp_path) as lab:
        lab.home.plug_in(LIAR)
        lying = lab.start(
            LIAR, *our_python("agent.lab.liar", "arp", f"{FOUR}.1", "--times", "2", "--every", "0")
        )
        status = lying.end()
        sent = lab.home._run(
            lab.home.inside(LIAR, "cat", "/sys/class/net/eth0/statistics/tx_packets")
        )

    assert status == 0
    assert int(sent) >= 2


def test_outside_the_lab_it_does_not_lie(tmp_path: Path) -> None:
    """On an interface that is not one of the lab's machines it refuses."""
    with lab_at(tmp_path) as lab:
        options = ("arp", f"{FOUR}.1", "--interface", f"to-{BOX}")
        lying = lab.start(SWITCH, *our_python("agent.lab.liar", *options))
        status = lying.end()

    assert status == 2
    assert "is not a machine of the lab" in lying.complained
