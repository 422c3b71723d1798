from __future__ import annotations

import pytest

from agent.lists.allowance import SPARE_OCTETS, Allowance, FetchEnded, FetchFault, Limits
from policy.list_standing import Trouble

LIMITS = Limits(octets=100, seconds=60, idle_seconds=20)


def test_a_wait_is_never_longer_than_what_is_left() -> None:
    """One wait lasts at most as long as one may, and less when the whole is nearly over."""
    at = [1000.0]
    allowance = Allowance(LIMITS, lambda: at[0])

    assert allowance.next_wait() == 20
    at[0] = 1055
    assert allowance.next_wait() == 5
    at[0] = 1060
    with pytest.raises(FetchEnded) as ended:
        allowance.next_wait()
    assert ended.value.fault is FetchFault.TOO_SLOW


def test_octets_are_counted_to_the_last() -> None:
    """What may come may come whole, and not one octet more."""
    allowance = Allowance(LIMITS, lambda: 0.0)
    allowance.spend(200)
    allowance.spend(SPARE_OCTETS)

    with pytest.raises(FetchEnded) as ended:
        allowance.spend(1)
    assert ended.value.fault is FetchFault.TOO_LARGE


def test_every_fault_has_its_trouble() -> None:
    """Whatever can go wrong with a fetch can be told in the standing of a list."""
    assert {fault.name for fault in FetchFault} <= {trouble.name for trouble in Trouble}


def test_every_fault_is_said_differently() -> None:
    """No two reasons read the same, which would make one of them disappear."""
    assert len(FetchFault.__members__) == len(FetchFault)
