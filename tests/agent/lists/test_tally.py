from __future__ import annotations

from agent.lists.tally import KEPT_LINES, BadLine, Tally, UnsupportedLine
from policy.list_text.faults import Fault, Unsupported


def test_all_are_counted_and_the_first_ten_are_kept() -> None:
    """Of bad lines, unsupported ones and providers' endings, the first ten places stay."""
    tally = Tally()
    for number in range(1, 31):
        tally.count_bad(number, Fault.NUMBER if number % 2 else Fault.REDIRECT)
        tally.count_unsupported(number + 100, Unsupported.PATTERN)
        tally.count_private(number + 200)

    assert KEPT_LINES == 10
    assert (tally.bad, tally.private) == (30, 30)
    assert tally.faults == {Fault.NUMBER: 15, Fault.REDIRECT: 15}
    assert tally.unsupported == {Unsupported.PATTERN: 30}
    assert tally.first_bad == [
        BadLine(number, Fault.NUMBER if number % 2 else Fault.REDIRECT) for number in range(1, 11)
    ]
    assert tally.first_unsupported == [
        UnsupportedLine(number, Unsupported.PATTERN) for number in range(101, 111)
    ]
    assert tally.first_private == list(range(201, 211))


def test_two_tallies_share_nothing() -> None:
    """What one list held is not in the tally of the next."""
    Tally().count_bad(1, Fault.NUMBER)

    assert Tally() == Tally()
    assert Tally().first_bad == []
