from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from consent.audit import journal_of
from consent.audit_entry import entry_from_line, entry_to_line
from consent.audit_links import AuditRefused, check_linked, entries_or_none, refuse_whole
from consent.checkpoint import Checkpoint
from consent.codes import Code
from consent.tree import leaf_hash
from tests.consent.journal import (
    BOX_SIGNER,
    JOURNAL,
    LINES,
    OTHER_BOX,
    REBOOTED,
    WALK,
    written,
)

BOX_NAME = BOX_SIGNER.public_key.keyid[:16]
CLAIM = JOURNAL.checkpoint
OTHERS = written(WALK, OTHER_BOX)[1]
LAST = len(LINES) - 1


def found(lines: Sequence[bytes], claim: Checkpoint | None = CLAIM) -> tuple[Code, int] | None:
    """Return what is wrong with lines and where, None where each follows from the one before."""
    try:
        check_linked(entries_or_none(lines), [leaf_hash(one) for one in lines], BOX_NAME, claim)
    except AuditRefused as refused:
        return refused.code, refused.entry
    return None


def changed(place: int, **change: object) -> list[bytes]:
    """Return the lines with one entry that says something else."""
    lines = list(LINES)
    lines[place] = entry_to_line(replace(entry_from_line(lines[place]), **change))  # type: ignore[arg-type] # any field
    return lines


def without(*places: int) -> list[bytes]:
    """Return the lines without some."""
    return [line for at, line in enumerate(LINES) if at not in places]


def moved(place: int, to: int) -> list[bytes]:
    """Return the lines with one in another place."""
    lines = without(place)
    lines.insert(to, LINES[place])
    return lines


def with_added(place: int, *more: bytes) -> list[bytes]:
    """Return the lines with others before one of them."""
    return [*LINES[:place], *more, *LINES[place:]]


def forged(place: int) -> bytes:
    """Return another entry for a place, which follows from the one before it as it should."""
    return changed(place, act=REBOOTED, at=entry_from_line(LINES[-1]).at)[place]


ANOTHER_LEAF = "e1" * 32

WRONG: dict[str, tuple[list[bytes], Code, int]] = {
    "the first altered": (changed(0, clock="stale"), Code.AUDIT_ALTERED, 0),
    "one altered": (changed(5, clock="stale"), Code.AUDIT_ALTERED, 5),
    "one for another": ([*LINES[:5], forged(5), *LINES[6:]], Code.AUDIT_ALTERED, 5),
    "the last but one altered": (changed(LAST - 1, clock="stale"), Code.AUDIT_ALTERED, LAST - 1),
    "the first altered in what it follows": (
        changed(0, previous=ANOTHER_LEAF),
        Code.AUDIT_ALTERED,
        0,
    ),
    "one altered in what it follows": (changed(5, previous=ANOTHER_LEAF), Code.AUDIT_ALTERED, 5),
    "the last altered in what it follows": (
        changed(LAST, previous=ANOTHER_LEAF),
        Code.AUDIT_ALTERED,
        LAST,
    ),
    "one altered in its place": (changed(5, n=9), Code.AUDIT_ALTERED, 5),
    "one altered in its place, to a place that is not": (
        changed(5, n=99),
        Code.AUDIT_ALTERED,
        5,
    ),
    "one altered in its box": (changed(5, box="0" * 16), Code.AUDIT_ALTERED, 5),
    "one cut in half": ([*LINES[:5], LINES[5][:40], *LINES[6:]], Code.AUDIT_ALTERED, 5),
    "one that is empty": ([*LINES[:5], b"", *LINES[6:]], Code.AUDIT_ALTERED, 5),
    "two altered": (
        [*changed(5, clock="stale")[:8], *changed(8, clock="stale")[8:]],
        Code.AUDIT_ALTERED,
        5,
    ),
    "two neighbours altered": (
        [*changed(5, clock="stale")[:6], *changed(6, clock="stale")[6:]],
        Code.AUDIT_ALTERED,
        5,
    ),
    "one altered and a later one cut in half": (
        [*changed(5, clock="stale")[:8], LINES[8][:40], *LINES[9:]],
        Code.AUDIT_ALTERED,
        5,
    ),
    "one altered, and another in what it follows": (
        [*changed(5, clock="stale")[:8], *changed(8, previous=ANOTHER_LEAF)[8:]],
        Code.AUDIT_ALTERED,
        5,
    ),
    "the first removed": (without(0), Code.AUDIT_REMOVED, 0),
    "one removed": (without(5), Code.AUDIT_REMOVED, 5),
    "two removed": (without(5, 6), Code.AUDIT_REMOVED, 5),
    "two neighbours changed round": (moved(5, 6), Code.AUDIT_REORDERED, 5),
    "the first two changed round": (moved(0, 1), Code.AUDIT_REORDERED, 0),
    "one moved to the end": (moved(5, LAST), Code.AUDIT_REORDERED, 5),
    "one moved to the front": (moved(5, 0), Code.AUDIT_REORDERED, 0),
    "one repeated": (with_added(6, LINES[5]), Code.AUDIT_REORDERED, 6),
    "the first repeated": (with_added(1, LINES[0]), Code.AUDIT_REORDERED, 1),
    "one of an earlier day again": (with_added(8, LINES[2]), Code.AUDIT_REORDERED, 8),
    "one for one of another day": (
        [*LINES[:5], LINES[9], *LINES[6:]],
        Code.AUDIT_REMOVED,
        5,
    ),
    "another box's for one": ([*LINES[:5], OTHERS[5], *LINES[6:]], Code.AUDIT_FOREIGN, 5),
    "another box's between": (with_added(5, OTHERS[5]), Code.AUDIT_FOREIGN, 5),
    "another box's first": ([OTHERS[0], *LINES[1:]], Code.AUDIT_FOREIGN, 0),
    "all of another box": (list(OTHERS), Code.AUDIT_FOREIGN, 0),
    "a forged one before the right one": (with_added(5, forged(5)), Code.AUDIT_FOREIGN, 5),
    "a forged one after the right one": (with_added(6, forged(5)), Code.AUDIT_FOREIGN, 6),
    "a forged one before the first": (with_added(0, forged(0)), Code.AUDIT_FOREIGN, 0),
}


@pytest.mark.parametrize(("lines", "code", "entry"), WRONG.values(), ids=WRONG)
def test_the_first_that_is_wrong_is_named(lines: list[bytes], code: Code, entry: int) -> None:
    """What was altered, removed, moved or brought in is named by its place and by a word."""
    assert found(lines) == (code, entry)


def test_lines_as_they_were_written_are_in_order() -> None:
    """A whole journal, and each beginning of it, links up."""
    assert all(found(LINES[:size]) is None for size in range(len(LINES) + 1))


def test_each_single_fault_is_named_in_each_place() -> None:
    """Wherever one entry is altered, removed or changed for another box's, it is that one."""
    for place in range(len(LINES)):
        if place < LAST:
            assert found(changed(place, clock="back")) == (Code.AUDIT_ALTERED, place)
            assert found(without(place)) == (Code.AUDIT_REMOVED, place)
            assert found(moved(place, place + 1)) == (Code.AUDIT_REORDERED, place)
        assert found(changed(place, previous=ANOTHER_LEAF)) == (Code.AUDIT_ALTERED, place)
        foreign = [*LINES[:place], OTHERS[place], *LINES[place + 1 :]]
        assert found(foreign) == (Code.AUDIT_FOREIGN, place)


def test_without_a_claim_the_earlier_of_two_is_named() -> None:
    """Where nobody says what was signed, of two that do not fit the earlier is the doubtful one."""
    shorter = replace(CLAIM, size=CLAIM.size - 1)

    assert found(changed(5, clock="stale"), None) == (Code.AUDIT_ALTERED, 5)
    assert found(changed(5, previous=ANOTHER_LEAF), None) == (Code.AUDIT_ALTERED, 4)
    assert found(changed(5, previous=ANOTHER_LEAF), shorter) == (Code.AUDIT_ALTERED, 4)


HASHES = [leaf_hash(line) for line in LINES]

NOT_AS_SIGNED: dict[str, tuple[list[bytes], Code, int]] = {
    "nothing": ([], Code.AUDIT_REMOVED, 0),
    "the end cut off": (HASHES[:-2], Code.AUDIT_REMOVED, LAST - 1),
    "more than was signed": ([*HASHES, HASHES[0]], Code.AUDIT_FOREIGN, LAST + 1),
    "another end": ([*HASHES[:-1], HASHES[0]], Code.AUDIT_ALTERED, LAST),
}


@pytest.mark.parametrize(("hashes", "code", "entry"), NOT_AS_SIGNED.values(), ids=NOT_AS_SIGNED)
def test_lines_that_link_up_are_held_against_what_was_signed(
    hashes: list[bytes], code: Code, entry: int
) -> None:
    """What was cut off, added or altered at the end is named by what the box has signed."""
    with pytest.raises(AuditRefused) as caught:
        refuse_whole(hashes, CLAIM, ())

    assert (caught.value.code, caught.value.entry) == (code, entry)
    assert caught.value.where == f"entry {entry}"


def test_nothing_is_refused_even_where_nothing_was_signed() -> None:
    """A box that signs that it has written nothing has proven nothing."""
    with pytest.raises(AuditRefused) as caught:
        refuse_whole([], journal_of(BOX_SIGNER.public_key.keyid).checkpoint, ())

    assert (caught.value.code, caught.value.entry) == (Code.AUDIT_REMOVED, 0)


def test_what_was_written_anew_lies_after_what_was_seen() -> None:
    """A journal rewritten from an entry on is in doubt from the last checkpoint that still fits."""
    rewritten = [*HASHES[:6], *(leaf_hash(line) for line in OTHERS[6:])]
    seen = [written(WALK[:size])[0].checkpoint for size in (9, 4, 2, 16)]

    with pytest.raises(AuditRefused) as remembered:
        refuse_whole(rewritten, CLAIM, seen)
    with pytest.raises(AuditRefused) as unremembered:
        refuse_whole(rewritten, CLAIM, ())

    assert (remembered.value.earliest, remembered.value.entry) == (4, LAST)
    assert (unremembered.value.earliest, unremembered.value.entry) == (0, LAST)
