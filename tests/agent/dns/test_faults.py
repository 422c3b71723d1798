"""While something goes wrong, other devices get what is known, and soon: over real sockets.

The goal is a millisecond for 99 of 100 at a thousand questions a second; what is held here is
looser, and by what the machine gives just then to a server that nobody besieges: all of it shares
this machine with whatever else it does. `fault_figures` has the figures of a quiet one.
"""

from __future__ import annotations

import sys
from typing import Final

import pytest

from tests.agent.dns.faults import FAULTS, Fault, Measured, asked_for, besieged, server
from tests.conftest import Scale

LOOSELY_MS: Final = 20.0
AS_MUCH_AGAIN: Final = 20.0
TRIES: Final = 25
"""So many that what an address may ask at once is spent meanwhile, on a slow machine too."""


@pytest.mark.alone
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_others_get_what_is_known_while_it_lasts(
    fault: Fault, scale: Scale, capsys: pytest.CaptureFixture[str]
) -> None:
    """A device that does nothing wrong is answered out of the cache, soon, whatever others do."""
    found: list[Measured] = []
    with server(fault.above) as port:
        calm = [asked_for(port, scale(200, 2_000))]
        with besieged(port, fault.by):
            # Each is given its best of a few, so that a busy machine does not decide.
            for _ in range(TRIES):
                found.append(asked_for(port, scale(400, 5_000)))
                if found[-1].p99 <= LOOSELY_MS:
                    break
        calm.append(asked_for(port, scale(200, 2_000)))
    best, in_calm = min(one.p99 for one in found), max(one.p99 for one in calm)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{fault}: 99 of 100 in {best:.2f} ms; besieged by nobody {in_calm:.2f} ms; {found}\n"
        )

    # Several programs run on as many processors as there are; what is calm is two less.
    assert best <= LOOSELY_MS + AS_MUCH_AGAIN * in_calm
