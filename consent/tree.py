"""The Merkle tree over a list that only grows, and what proves that an entry or a list is in it.

This is RFC 6962 section 2.1, which RFC 9162 section 2.1 takes over: SHA-256, no padding of leaves.

Rules kept here:
- A leaf and a node are hashed apart, so neither can be taken for the other.
- What grows is kept as its peaks: the roots of the full trees that it is made of, largest first.
  So one more entry costs a hash for each power of two, however long the list is.
- A list of no entries proves nothing: whatever is asked about one is answered with no.
- A proof is right as a whole. One hash too many, too few, or of another length, and it is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from consent.frozen import DIGEST_OCTETS

EMPTY_ROOT: Final = hashlib.sha256().digest()
"""The root of a list of no entries (RFC 6962 section 2.1)."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash under which an entry stands in the tree."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """How many leaves there are, and the peaks above them: all that appending needs.

    Raises ValueError where the two do not go together.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError("one peak for each power of two in the number of leaves")
        if any(len(peak) != DIGEST_OCTETS for peak in self.peaks):
            raise ValueError(f"a peak is {DIGEST_OCTETS} octets")

    def append(self, leaf: bytes) -> CompactRange:
        """Return the range with one leaf more, given by its hash."""
        peaks = [*self.peaks, leaf]
        merged = self.size
        # Two full trees of one size become one: as many times as an addition of one carries.
        while merged & 1:
            right = peaks.pop()
            peaks.append(node_hash(peaks.pop(), right))
            merged >>= 1
        return CompactRange(self.size + 1, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root over all leaves."""
        if not self.peaks:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))


def range_of(leaves: Iterable[bytes]) -> CompactRange:
    """Return the range over leaves, given by their hashes."""
    return reduce(CompactRange.append, leaves, CompactRange())


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return what proves that a leaf stands at its place (RFC 6962 section 2.1.1).

    Raises ValueError where there is no such place.
    """
    if not 0 <= index < len(leaves):
        raise ValueError(f"no leaf {index} of {len(leaves)}")
    proof: list[bytes] = []
    while len(leaves) > 1:
        split = _split(len(leaves))
        left, right = leaves[:split], leaves[split:]
        if index < split:
            leaves, sibling = left, right
        else:
            leaves, sibling, index = right, left, index - split
        proof.append(range_of(sibling).root)
    return tuple(reversed(proof))


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """Return what proves that the first so many leaves are how these began (section 2.1.2).

    Raises ValueError for none, or for more than there are.
    """
    if not 0 < first <= len(leaves):
        raise ValueError(f"no beginning of {first} in {len(leaves)} leaves")
    proof: list[bytes] = []
    # Whoever checks knows the root of the first ones, while these are still all on the left.
    is_known = True
    while first < len(leaves):
        split = _split(len(leaves))
        left, right = leaves[:split], leaves[split:]
        if first <= split:
            leaves, sibling = left, right
        else:
            leaves, sibling, first = right, left, first - split
            is_known = False
        proof.append(range_of(sibling).root)
    if not is_known:
        proof.append(range_of(leaves).root)
    return tuple(reversed(proof))


def is_included(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a leaf is proven to stand at its place (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            # A node without a sibling moves up as it is, so levels without one leave no hash.
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the larger tree is proven to begin with the smaller (RFC 9162, 2.1.4.2)."""
    if first == second > 0:
        return not proof and first_root == second_root
    if not 0 < first < second or not _are_hashes(first_root, second_root, *proof):
        return False
    # Where the first is one full tree, its root is known and left out of the proof.
    path = [first_root, *proof] if first.bit_count() == 1 else list(proof)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_first = found_second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            found_first = node_hash(sibling, found_first)
            found_second = node_hash(sibling, found_second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found_second = node_hash(found_second, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found_first == first_root and found_second == second_root


def _split(size: int) -> int:
    """Return the largest power of two below a size: where a tree parts into two."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*octets: bytes) -> bool:
    return all(len(one) == DIGEST_OCTETS for one in octets)
