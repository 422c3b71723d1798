from __future__ import annotations

import pickle

import pytest

from agent.dns.known import Known, Ready
from policy.categories import Category
from policy.names import from_text


def test_each_asker_is_told_by_what_is_blocked_for_them() -> None:
    """Whoever asks in turn, the nearest name decides, and what was not told yet is not known."""
    ads, malware = Category.ADS, Category.MALWARE  # the name itself, and one above it
    known = Known(from_text("a.example.org"), (), ((0, ads.bit), (2, malware.bit)))
    every, first, second = ads.bit | malware.bit, Ready(b"ads", 5), Ready(b"malware", 5)
    nothing = [known.denied(hit) for hit in (every, ads.bit, malware.bit)]
    known.deny(ads, first)
    one = [known.denied(hit) for hit in (every, malware.bit, ads.bit)]
    known.deny(malware, second)
    both = [known.denied(hit) for hit in (malware.bit, every, ads.bit, malware.bit)]
    known.deny(ads, newer := Ready(b"ads", 5))

    assert nothing == [None, None, None]
    assert one == [first, None, first]
    assert both == [second, first, first, second]
    assert (known.denied(ads.bit), known.denied(malware.bit)) == (newer, second)
    assert known.is_denied_by(ads)
    assert not known.is_denied_by(Category.ADULT)


def test_what_is_known_cannot_be_written_down() -> None:
    """What is kept of a question is neither printed nor pickled."""
    known, ready = Known(from_text("example.org"), (), ()), Ready(b"example", 0)

    for one in (known, ready):
        assert "example" not in repr(one)
        with pytest.raises(TypeError, match="not written to a file"):
            pickle.dumps(one)
