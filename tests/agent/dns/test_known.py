from __future__ import annotations

import pickle

import pytest

from agent.dns.cache import Found, Kept
from agent.dns.known import Known, Ready, above
from policy.categories import Category
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import query


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


def test_where_an_answer_led_is_forgotten_with_it() -> None:
    """A name is held back for where its answer leads, and no longer than it leads there."""
    name, target = from_text("www.example.org"), from_text("cdn.ads.example")
    own = tuple(above(name))
    known = Known(name, own, ())
    plain = house.address_of(house.question_of(query("www.example.org")))
    seen = []
    for answer in (plain, plain._replace(targets=(target,)), plain):
        found = Found(answer, 0, Kept(answer, 0, 60))
        known.take(b"\0" * 14 + answer.body, 14, found, lambda _: [(0, Category.ADS.bit)])
        seen.append((known.leads, set(known.suffixes)))

    assert seen[0] == seen[2] == (0, set(own))
    assert seen[1] == (Category.ADS.bit, {*own, *above(target)})


def test_what_is_known_cannot_be_written_down() -> None:
    """What is kept of a question is neither printed nor pickled."""
    known, ready = Known(from_text("example.org"), (), ()), Ready(b"example", 0)

    for one in (known, ready):
        assert "example" not in repr(one)
        with pytest.raises(TypeError, match="not written to a file"):
            pickle.dumps(one)
