"""What a whole machine shows of the installed box: its limits, its refusals, and its own clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import pytest

from tests.systemd.booted.box import ANSWER
from tests.systemd.booted.roots import BOOKWORM
from tests.systemd.whole_machine import guest
from tests.systemd.whole_machine.machine import Said
from tests.systemd.whole_machine.times import SERVERS

pytestmark = pytest.mark.parametrize(
    "ground", [BOOKWORM], indirect=True, ids=["Debian 12"], scope="session"
)

NETWORK: Final = {"agent", "console", "discovery", "fetch"}
"""Who may send anything at all."""

NO_FAMILY: Final = "EAFNOSUPPORT"
DENIED: Final = "EPERM"

Starts = Mapping[str, Said]


def found(starts: Starts, what: str, which: str = "") -> Any:  # noqa: ANN401 - JSON
    """Return one thing that a start found, the first where none is named."""
    return starts[which or next(iter(starts))].found[what]


@pytest.mark.parametrize("name", guest.HELD)
def test_who_takes_too_much_memory_is_killed(starts: Starts, name: str) -> None:
    """A service that takes more than it may is killed by the kernel before it has twice as much."""
    seen = found(starts, f"memory of {name}")
    came = [int(line) for line in seen["said"].split()]

    assert seen["Result"] == "oom-kill"
    assert seen["limit"] // 2 < max(came) <= seen["limit"]


@pytest.mark.parametrize("name", guest.HELD)
def test_a_service_sends_only_where_it_has_business(starts: Starts, name: str) -> None:
    """Who needs no network is refused the very socket; the others reach the home."""
    said = found(starts, f"sends as {name}")["said"]
    home, own = (line.partition(" ")[2] for line in said.splitlines())

    assert (home, own) == (("sent", "sent") if name in NETWORK else (NO_FAMILY, NO_FAMILY))


@pytest.mark.parametrize("name", guest.NO_ADDRESSES)
def test_no_address_is_reached_where_a_unit_denies_all(starts: Starts, name: str) -> None:
    """With the other two walls taken down, the denial of addresses alone refuses; so it is real."""
    said, without = (
        [line.partition(" ")[2] for line in found(starts, what)["said"].splitlines()]
        for what in (f"denied to {name}", f"not denied to {name}")
    )

    assert said == [DENIED, DENIED]
    assert without == ["sent", "sent"]


@pytest.mark.clock
def test_in_the_wrong_time_names_are_answered(starts: Starts) -> None:
    """A box whose clock is far off runs whole, and filters."""
    stands = found(starts, "in the wrong time")

    assert (stands["plain"], stands["blocked"]) == (ANSWER, "code 3")
    assert set(stands["running"].values()) == {"active"}


@pytest.mark.clock
def test_in_the_wrong_time_nothing_is_written_down(starts: Starts) -> None:
    """No server is believed whose proof is not valid yet; the recorder knows, and has no day."""
    stands = found(starts, "in the wrong time")

    assert "Not synchronised" in stands["tracking"]
    assert stands["report"]["agreeing"] == 0
    assert "It is not sure of the time, so nothing is written down." in stands["recorder"]
    assert not [path for path in stands["kept"] if "/days/" in path]


@pytest.mark.clock
def test_in_the_wrong_time_the_doctor_says_what_to_do(starts: Starts) -> None:
    """Whoever helps is told that the clock is not set, and of the one command that sets it."""
    assert "date -s" in found(starts, "doctor")


@pytest.mark.clock
def test_three_servers_prove_the_time(starts: Starts) -> None:
    """Once the day was set by hand, chrony goes by NTS, and the recorder is sure of the time."""
    stands = found(starts, "once the time is proven")
    proofs = [line.split() for line in stands["authdata"].splitlines() if line.startswith("203.")]

    # 15 is AEAD_AES_SIV_CMAC_256 (RFC 5297), by which each answer was sealed.
    assert [(proof[0], proof[1], proof[3]) for proof in proofs] == [
        (server, "NTS", "15") for server in SERVERS
    ]
    assert re.search(r"Leap status +: Normal", stands["tracking"])
    assert (stands["report"]["agreeing"], stands["report"]["unproven"]) == (len(SERVERS), 0)
    assert "It is sure of the time." in stands["recorder"]


@pytest.mark.clock
def test_after_a_power_cut_the_clock_goes_on_by_itself(starts: Starts) -> None:
    """A machine without a clock starts near the true time, and proves it with nobody's help."""
    stands = found(starts, "once the time is proven", "second")

    assert "It is sure of the time." in stands["recorder"]
    assert (stands["report"]["agreeing"], stands["report"]["unproven"]) == (len(SERVERS), 0)
    assert set(stands["running"].values()) == {"active"}
    assert (stands["plain"], stands["blocked"]) == (ANSWER, "code 3")
