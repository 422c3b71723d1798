from __future__ import annotations

from policy.index import Reach
from policy.list_text.faults import Fault
from policy.list_text.line import Line, holding


def test_words_are_sorted_into_what_they_are() -> None:
    """Names are kept with what they mean; local names, addresses and the first fault apart."""
    words = (b"a.example", b"localhost", b"192.0.2.1", b"com", b"b.example.", b"..")

    assert Line().add(words, Reach.BELOW) == Line(
        entries=[(Reach.BELOW, b"a.example"), (Reach.BELOW, b"b.example")],
        local=1,
        addresses=1,
        fault=Fault.WHOLE_ENDING,
    )


def test_lines_share_nothing() -> None:
    """What one line holds is not in the next one."""
    first = holding(b"a.example", Reach.BOTH)

    assert holding(b"b.example", Reach.BOTH).entries == [(Reach.BOTH, b"b.example")]
    assert first.entries == [(Reach.BOTH, b"a.example")]
