from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.lists.parse import Batch
from agent.lists.suspects import MAX_QUIET, Found, Offence, Suspects
from policy.categories import Category
from policy.index import ListSource, Reach
from policy.names import Name, from_text, is_at_or_below
from tests.policy.strategies import index_of, names

HELP, SCHOOL, MUSEUM = map(from_text, ("help.example", "www.school.example", "museum.example"))


def looked_at(*entries: tuple[str, Reach]) -> Suspects:
    """Return suspects that have looked at a list of these entries."""
    suspects = Suspects([HELP], [SCHOOL], [MUSEUM])
    suspects.look(batch_of([(from_text(text), reach) for text, reach in entries]))
    return suspects


def batch_of(entries: Sequence[tuple[Name, Reach]]) -> Batch:
    """Return the batch that a reader makes of entries."""
    of = {reach: [name for name, said in entries if said is reach] for reach in Reach}
    return Batch(of[Reach.BOTH], of[Reach.ITSELF], of[Reach.BELOW], of[Reach.EXCEPTION])


OFFENCES = {
    "nothing": ([("other.example", Reach.BOTH)], []),
    "a lifeline": ([("help.example", Reach.BOTH)], [("help.example", HELP, 0)]),
    "a lifeline as a hosts line": ([("help.example", Reach.ITSELF)], [("help.example", HELP, 0)]),
    "below a lifeline": ([("a.b.help.example", Reach.ITSELF)], [("a.b.help.example", HELP, 0)]),
    "above a lifeline, which stays reachable": ([("example", Reach.BOTH)], [
        ("example", SCHOOL, 1), ("example", MUSEUM, 2)]),
    "an everyday name": (
        [("www.school.example", Reach.BOTH)], [("www.school.example", SCHOOL, 1)]),
    "above an everyday name": ([("school.example", Reach.BOTH)], [("school.example", SCHOOL, 1)]),
    "above it, but that one name only": ([("school.example", Reach.ITSELF)], []),
    "only what is below its parent": (
        [("school.example", Reach.BELOW)], [("school.example", SCHOOL, 1)]),
    "only what is below itself": ([("www.school.example", Reach.BELOW)], []),
    "below an everyday name": ([("ads.www.school.example", Reach.BOTH)], []),
    "a known mistake": ([("museum.example", Reach.ITSELF)], [("museum.example", MUSEUM, 2)]),
    "a mistake with its exception": (
        [("museum.example", Reach.BOTH), ("museum.example", Reach.EXCEPTION)], []),
    "an exception above": ([("museum.example", Reach.BOTH), ("example", Reach.EXCEPTION)], []),
    "an exception beside": (
        [("museum.example", Reach.BOTH), ("www.museum.example", Reach.EXCEPTION)],
        [("museum.example", MUSEUM, 2)]),
    "the gravest first": (
        [("museum.example", Reach.BOTH), ("help.example", Reach.BOTH)],
        [("help.example", HELP, 0), ("museum.example", MUSEUM, 2)]),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "expected"), OFFENCES.values(), ids=OFFENCES)
def test_an_offence_is_found(
    entries: list[tuple[str, Reach]], expected: list[tuple[str, Name, int]]
) -> None:
    """What a list must not do is found, with the entry that does it and the name it hurts."""
    assert looked_at(*entries).found() == [
        Found(Offence(offence), from_text(entry), hurts) for entry, hurts, offence in expected
    ]


def test_an_entry_that_is_struck_out_does_no_harm() -> None:
    """Once an entry is struck out, what it would have done is no offence; others stay one."""
    suspects = looked_at(("help.example", Reach.BOTH), ("museum.example", Reach.BOTH))

    assert suspects.found(frozenset({HELP})) == [Found(Offence.BLOCKS_MISTAKE, MUSEUM, MUSEUM)]


SERVICE, CLINIC = map(from_text, ("service.uk", "clinic.service.uk"))

BELOW_A_SERVICE = {
    "a host of it": (["ads.service.uk"], [], ["ads.service.uk"]),
    "itself": (["service.uk"], ["service.uk"], []),
    "above it": (["uk"], ["uk"], []),
    "a name of our tables": (["clinic.service.uk"], ["clinic.service.uk"], ["clinic.service.uk"]),
}


@pytest.mark.parametrize(("listed", "loud", "quiet"), BELOW_A_SERVICE.values(), ids=BELOW_A_SERVICE)
def test_a_host_of_a_whole_public_service_is_left_out_quietly(
    listed: list[str], loud: list[str], quiet: list[str]
) -> None:
    """Below gov.uk or nhs.uk an entry is left out and says nothing against the list."""
    suspects = Suspects([SERVICE], [], [CLINIC], [SERVICE])
    suspects.look(batch_of([(from_text(text), Reach.BOTH) for text in listed]))

    assert {found.entry for found in suspects.found()} == set(map(from_text, loud))
    assert suspects.quiet() == frozenset(map(from_text, quiet))


def test_very_many_of_them_are_an_offence() -> None:
    """A list that names hosts of a public service by the hundred is not left out quietly."""
    suspects = Suspects([SERVICE], [], [], [SERVICE])
    listed = [(from_text(f"{number}.service.uk"), Reach.BOTH) for number in range(MAX_QUIET + 1)]
    suspects.look(batch_of(listed[:-1]))
    assert suspects.found() == []

    suspects.look(batch_of(listed[-1:]))

    assert {found.entry for found in suspects.found()} == {name for name, _ in listed}
    assert suspects.found()[0].offence is Offence.NAMES_LIFELINE


@given(
    st.lists(st.tuples(names(), st.sampled_from(Reach)), max_size=6), st.sets(names(), max_size=4)
)
def test_would_block_is_what_the_index_would_do(
    entries: list[tuple[Name, Reach]], everyday: set[Name]
) -> None:
    """For any list, the everyday names that it is said to block are those it would block."""
    suspects = Suspects([], everyday, [])
    suspects.look(batch_of(entries))
    index = index_of([(ListSource("it", Category.ADS), entries)])

    assert {found.hurts for found in suspects.found()} == {
        name for name in everyday if index.listings(name)
    }


@given(
    st.lists(st.tuples(names(), st.sampled_from(Reach)), max_size=6), st.sets(names(), max_size=4)
)
def test_a_lifeline_is_found_under_every_entry(
    entries: list[tuple[Name, Reach]], lifelines: set[Name]
) -> None:
    """For any list without exceptions, each entry at or below a lifeline is told."""
    held = [(name, reach) for name, reach in entries if reach is not Reach.EXCEPTION]
    suspects = Suspects(lifelines, [], [])
    suspects.look(batch_of(held))

    assert {found.entry for found in suspects.found()} == {
        name for name, _ in held if any(is_at_or_below(name, lifeline) for lifeline in lifelines)
    }
