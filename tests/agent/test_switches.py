from __future__ import annotations

import pytest

from agent.switches import WITHOUT_AGAIN, is_without_again
from tests.agent.dns import house
from tests.agent.dns.packets import query


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), ("", False)])
def test_what_repeats_is_left_to_the_steps_where_that_is_said(
    monkeypatch: pytest.MonkeyPatch, value: str, *, expected: bool
) -> None:
    """Only the word 1 turns off what answers the same octets again; the replies are the same."""
    monkeypatch.setenv(WITHOUT_AGAIN, value)
    route = house.pipeline()
    packets = (query("example.org"), query("bad.example"))
    replies = [[house.ask(route, packet)[0] for packet in packets] for _ in range(3)]

    assert is_without_again() is expected
    assert [route.again(packet, house.SAM) is None for packet in packets] == [expected] * 2
    assert replies[1] == replies[2]


def test_a_home_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is said, what repeats is answered at once."""
    monkeypatch.delenv(WITHOUT_AGAIN, raising=False)

    assert not is_without_again()
