"""The line that is shown for a name is one that the reader took the name from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ListMalformed
from agent.lists.build import by_reach
from agent.lists.parse import read_names
from agent.lists.tally import Tally
from policy.list_line import first_line_naming
from policy.names import Name
from tests.policy.list_text.lines import BAD, NAMING, UNSUPPORTED

_LINES = [line for table in (NAMING, UNSUPPORTED, BAD) for line, _ in table.values()]


def names_of(octets: bytes) -> set[Name]:
    """Return the names that the reader takes from a list, even from one that it refuses."""
    found: set[Name] = set()
    try:
        for batch in read_names([octets], Tally()):
            found.update(name for _, names in by_reach(batch) for name in names)
    except ListMalformed:
        pass
    return found


@given(st.lists(st.sampled_from(_LINES), min_size=1, max_size=12), st.booleans())
def test_the_line_found_is_one_that_holds_the_name(lines: list[bytes], upper: bool) -> None:  # noqa: FBT001 - drawn
    """For each name that a list gives a line is found, and read by itself it gives that name."""
    if upper:
        lines = [line.upper() for line in lines]
    for name in names_of(b"\n".join(lines)):
        found = first_line_naming([line + b"\n" for line in lines], name)

        assert found is not None
        assert name in names_of(lines[found[0] - 1])
        assert not any(name in names_of(line) for line in lines[: found[0] - 1])


@given(st.lists(st.sampled_from(_LINES), max_size=12), st.sampled_from(_LINES))
def test_a_name_that_the_list_does_not_give_has_no_line(lines: list[bytes], other: bytes) -> None:
    """A name that the reader does not take from a list is found in none of its lines."""
    held = names_of(b"\n".join(lines))
    for name in names_of(other) - held:
        assert first_line_naming(lines, name) is None
