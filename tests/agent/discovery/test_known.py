from __future__ import annotations

from agent.discovery.known import Held, Known
from policy.neighbours import Freshness


def test_one_confirmed_address_makes_a_device_confirmed() -> None:
    """A device is confirmed where any of its addresses is, and not by claims alone."""
    claimed = Held(freshness=Freshness.CLAIMED, at=0.0, tentative=False)
    confirmed = Held(freshness=Freshness.CONFIRMED, at=0.0, tentative=False)

    assert not Known(at=0.0).is_confirmed()
    assert not Known(at=0.0, addresses={"fe80::1": claimed}).is_confirmed()
    assert Known(at=0.0, addresses={"fe80::1": claimed, "fe80::2": confirmed}).is_confirmed()
