"""Which entry of a journal is wrong: by the place, the box and the leaf before that each names.

Rules kept here:
- The first that is wrong is named, and one word says how: altered, removed, in another place, or
  from elsewhere. Where one fault is all there is, the answer is exact.
- Of two neighbours that do not fit, what the box has signed decides which of them changed since.
- Whoever holds the box's disk can write all that follows an entry anew, and only the root shows
  it. Then the answer is a stretch: from what was last known to be right, to the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NoReturn

from consent.audit_entry import AuditEntry, entry_from_line, start_of_journal
from consent.checkpoint import Checkpoint
from consent.codes import Code
from consent.errors import ConsentError
from consent.tree import range_of


class AuditRefused(ConsentError):
    """A journal is not whole. `entry` is the first that is wrong, counted from 0.

    `earliest` is less than `entry` only where all that follows may have been written anew: then
    the first that is wrong lies between the two.
    """

    def __init__(self, code: Code, entry: int, earliest: int | None = None) -> None:
        super().__init__(code, f"entry {entry}")
        self.entry = entry
        self.earliest = entry if earliest is None else earliest


def entries_or_none(lines: Iterable[bytes]) -> tuple[AuditEntry | None, ...]:
    """Return what lines say, None for one that says nothing."""
    return tuple(map(_entry_or_none, lines))


def check_linked(
    entries: Sequence[AuditEntry | None],
    hashes: Sequence[bytes],
    box: str,
    claim: Checkpoint | None = None,
) -> None:
    """Raise AuditRefused for the first entry that does not follow from the one before it.

    `hashes` are the leaves of the lines as they are, `claim` is what the box has signed.
    """
    places = {entry.n for entry in entries if entry is not None}
    previous = start_of_journal(box)
    for place, entry in enumerate(entries):
        if entry is None:
            raise AuditRefused(Code.AUDIT_ALTERED, place)
        if entry.previous == previous:
            if (entry.n, entry.box) != (place, box):
                raise AuditRefused(Code.AUDIT_ALTERED, place)
        elif entry.box != box:
            raise AuditRefused(Code.AUDIT_FOREIGN, place)
        elif entry.n == place:
            raise AuditRefused(Code.AUDIT_ALTERED, _altered(place, entries, hashes, claim))
        else:
            if place:
                _check_rivals(place, entries, hashes)
            code = Code.AUDIT_REORDERED if place in places else Code.AUDIT_REMOVED
            raise AuditRefused(code, place)
        previous = hashes[place].hex()


def refuse_whole(
    hashes: Sequence[bytes], claim: Checkpoint, seen: Iterable[Checkpoint]
) -> NoReturn:
    """Raise AuditRefused for lines that follow from each other and are not what was signed."""
    if len(hashes) < claim.size or not hashes:
        raise AuditRefused(Code.AUDIT_REMOVED, len(hashes))
    if len(hashes) > claim.size:
        raise AuditRefused(Code.AUDIT_FOREIGN, claim.size)
    # No entry names the last one; and whoever alters another can link all that follow it anew.
    right = [
        one.size
        for one in seen
        if one.size < len(hashes) and one.root == range_of(hashes[: one.size]).root
    ]
    raise AuditRefused(Code.AUDIT_ALTERED, len(hashes) - 1, max(right, default=0))


def _entry_or_none(line: bytes) -> AuditEntry | None:
    try:
        return entry_from_line(line)
    except ConsentError:
        return None


def _altered(
    place: int,
    entries: Sequence[AuditEntry | None],
    hashes: Sequence[bytes],
    claim: Checkpoint | None,
) -> int:
    """Return which of two neighbours was altered, where the later does not name the earlier.

    The leaves that entries name are those that the box once made, but where naming them was altered
    too. So if they give the root that the box has signed, the earlier one has changed since; and if
    they do with the earlier one as it is now, it is the later one that names it wrongly.
    """
    if place == 0:
        return 0
    if claim is None or claim.size != len(hashes):
        return place - 1
    named = [
        hashes[at] if after is None else bytes.fromhex(after.previous)
        for at, (_, after) in enumerate(pairwise(entries))
    ]
    if claim.root == range_of([*named, hashes[-1]]).root:
        return place - 1
    named[place - 1] = hashes[place - 1]
    is_later = claim.root == range_of([*named, hashes[-1]]).root
    # Nobody names the last one. If it is not as it was, nothing else needs to be wrong.
    return place if is_later or place == len(hashes) - 1 else place - 1


def _check_rivals(
    place: int, entries: Sequence[AuditEntry | None], hashes: Sequence[bytes]
) -> None:
    """Raise AuditRefused where an entry was put before the one that it would take the place of."""
    earlier, later = entries[place - 1], entries[place]
    assert earlier is not None
    assert later is not None
    if (earlier.n, earlier.previous) == (later.n, later.previous):
        if hashes[place - 1] == hashes[place]:
            raise AuditRefused(Code.AUDIT_REORDERED, place)
        # The one that goes on is the one that the next entry names.
        named = {entry.previous for entry in entries if entry is not None}
        is_earlier_real = hashes[place - 1].hex() in named
        raise AuditRefused(Code.AUDIT_FOREIGN, place if is_earlier_real else place - 1)
