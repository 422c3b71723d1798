from __future__ import annotations

import pytest

from consent.codes import Code
from consent.errors import ConsentError
from consent.lines import Lines


def of(octets: bytes) -> Lines:
    """Return the lines of a file, of five octets at most."""
    return Lines(octets, 5, lambda part, line: ConsentError(Code.EXPORT_FORM, f"{part} {line}"))


def test_lines_are_taken_in_their_order_until_they_are_over() -> None:
    """Each is taken once, and the last one's end is the end of the file."""
    lines = of(b"one\n\nthree\n")
    taken = [(lines.are_over, lines.take("a part"), lines.number) for _ in range(3)]

    assert taken == [(False, b"one", 1), (False, b"", 2), (False, b"three", 3)]
    assert lines.are_over


@pytest.mark.parametrize("behind", [b"x", b"\xef\xbb\xbf", b" ", b"\n", b"one\n"])
def test_with_anything_behind_it_a_file_is_not_over(behind: bytes) -> None:
    """There is nothing that may stand behind what was read."""
    lines = of(b"one\n" + behind)
    lines.take("a part")

    assert not lines.are_over


@pytest.mark.parametrize("octets", [b"", b"one", b"longer\n"])
def test_what_is_no_line_is_refused_by_part_and_line(octets: bytes) -> None:
    """Where nothing is, where a line has no end, and where it is too long."""
    with pytest.raises(ConsentError) as refused:
        of(octets).take("a part")

    assert refused.value.where == "a part 1"
