from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns.load import Load, Ticket, parent_of
from agent.dns.wire import Question
from policy.names import from_text, to_text
from tests.agent.dns import house
from tests.agent.dns.packets import query

PHONE, OTHER = "192.0.2.50", "192.0.2.51"

PARENTS = {
    "www.example.org": "example.org",
    "a.b.example.org": "example.org",
    "example.org": "example.org",
    "org": "org",
    "x.example.co.uk": "example.co.uk",
    "a.x.example.nhs.uk": "example.nhs.uk",
    "example.co.uk": "example.co.uk",
    "x.example.de": "example.de",
    "x.bbc.de": "x.bbc.de",
    "x.y.bbc.com": "bbc.com",
}


@pytest.mark.parametrize(("name", "expected"), PARENTS.items(), ids=PARENTS)
def test_names_are_counted_below_what_somebody_has(name: str, expected: str) -> None:
    """Names below about what one owner has are counted together, also below a country's endings."""
    assert to_text(parent_of(from_text(name))) == expected


def test_the_root_is_its_own_parent() -> None:
    """The root has nothing above it."""
    assert parent_of(house.question_of(query(b"\0")).name) == b"\0"


def asked(name: str) -> Question:
    """Return a question for a name."""
    return house.question_of(query(name))


def admitted(load: Load, source: str, names: list[str]) -> list[Ticket]:
    """Return room for those that have room."""
    return [found for name in names if (found := load.admit(source, asked(name)))]


def test_one_address_fills_its_own_share() -> None:
    """Who has too much on its way waits; another address has room still."""
    load = Load(in_all=10, from_one=3)
    first = admitted(load, PHONE, [f"a.n{one}.example" for one in range(5)])
    assert len(first) == 3
    assert len(admitted(load, OTHER, ["a.example"])) == 1
    load.give_back(first[0])

    assert len(admitted(load, PHONE, ["b.example", "c.example"])) == 1


def test_all_together_fill_what_there_is() -> None:
    """Beyond what is bounded in all, nobody has room."""
    load = Load(in_all=4, from_one=3)
    for number in range(9):
        admitted(load, f"192.0.2.{number}", [f"a.n{number}.example"])

    assert len(load) == 4


def test_names_made_up_below_one_fill_its_share_alone() -> None:
    """A storm below one name leaves room for every other, and for what is on its way there."""
    load = Load(below_one=3)
    storm = admitted(load, PHONE, [f"x{one}.victim.example" for one in range(9)])

    assert len(storm) == 3
    assert len(admitted(load, PHONE, ["www.other.org", "x1.victim.example"])) == 2
    assert admitted(load, OTHER, ["x9.victim.example"]) == []
    load.give_back(storm[2])
    assert len(admitted(load, OTHER, ["x9.victim.example"])) == 1


_STEPS = st.tuples(st.sampled_from((PHONE, OTHER)), st.sampled_from("abcd"), st.booleans())


@given(st.lists(_STEPS, max_size=40))
def test_what_was_given_back_leaves_nothing(steps: list[tuple[str, str, bool]]) -> None:
    """Over any run the bounds hold, and when all is answered nothing is left."""
    load = Load(in_all=5, from_one=4, below_one=3)
    out: list[Ticket] = []
    for source, letter, is_back in steps:
        if is_back and out:
            load.give_back(out.pop(0))
        elif ticket := load.admit(source, asked(f"{letter}.example.org")):
            out.append(ticket)
        assert len(load) == len(out) <= 5
        assert all(sum(one.source == each for one in out) <= 4 for each in (PHONE, OTHER))
        assert len({one.key for one in out}) <= 3
    for ticket in out:
        load.give_back(ticket)

    assert (len(load), load._from, load._below) == (0, {}, {})


def test_what_is_on_its_way_cannot_be_written_down() -> None:
    """Room for a question is neither printed nor pickled."""
    ticket = Load().admit(PHONE, asked("www.example.org"))

    assert "example" not in repr(ticket)
    with pytest.raises(TypeError, match="not written to a file"):
        pickle.dumps(ticket)
