from __future__ import annotations

import base64
import hashlib
import json
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.tree import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    range_of,
)
from tests.conftest import ROOT

PUBLIC = ROOT / "tests" / "vectors" / "public" / "merkle"

LISTS = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def sha256(octets: bytes) -> bytes:
    """Return the digest that the oracle is built on."""
    return hashlib.sha256(octets).digest()


# The oracle: RFC 6962 section 2.1, word for word, over the entries themselves.


def k(n: int) -> int:
    """Return the largest power of two smaller than n."""
    power = 1
    while power * 2 < n:
        power *= 2
    return power


def mth(d: list[bytes]) -> bytes:
    """Return the Merkle Tree Hash of a list."""
    if not d:
        return sha256(b"")
    if len(d) == 1:
        return sha256(b"\0" + d[0])
    return sha256(b"\1" + mth(d[: k(len(d))]) + mth(d[k(len(d)) :]))


def path(m: int, d: list[bytes]) -> list[bytes]:
    """Return the Merkle audit path of entry m (section 2.1.1)."""
    n = len(d)
    if n == 1:
        return []
    if m < k(n):
        return [*path(m, d[: k(n)]), mth(d[k(n) :])]
    return [*path(m - k(n), d[k(n) :]), mth(d[: k(n)])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    """Return the Merkle consistency proof for the first m entries (section 2.1.2)."""
    return subproof(m, d, known=True)


def subproof(m: int, d: list[bytes], *, known: bool) -> list[bytes]:
    """Return a part of it, where the root of the first m may be known."""
    n = len(d)
    if m == n:
        return [] if known else [mth(d)]
    if m <= k(n):
        return [*subproof(m, d[: k(n)], known=known), mth(d[k(n) :])]
    return [*subproof(m - k(n), d[k(n) :], known=False), mth(d[: k(n)])]


class Inclusion(NamedTuple):
    """A public case of an inclusion proof."""

    leaf: bytes
    place: int
    size: int
    root: bytes
    proof: list[bytes]
    good: bool


class Consistency(NamedTuple):
    """A public case of a consistency proof."""

    sizes: tuple[int, int]
    roots: tuple[bytes, bytes]
    proof: list[bytes]
    good: bool


def hashes(texts: list[str] | None) -> list[bytes]:
    """Return the hashes of a public case; what it leaves out is an empty list."""
    return [base64.b64decode(text) for text in texts or []]


INCLUSION = {
    case["name"]: Inclusion(
        base64.b64decode(case["leafHash"]),
        case["leafIdx"],
        case["treeSize"],
        base64.b64decode(case["root"]),
        hashes(case["proof"]),
        not case["wantErr"],
    )
    for case in json.loads((PUBLIC / "inclusion.json").read_text(encoding="utf-8"))
}
CONSISTENCY = {
    case["name"]: Consistency(
        (case["size1"], case["size2"]),
        (base64.b64decode(case["root1"]), base64.b64decode(case["root2"])),
        hashes(case["proof"]),
        not case["wantErr"],
    )
    for case in json.loads((PUBLIC / "consistency.json").read_text(encoding="utf-8"))
}


def test_all_public_cases_are_here() -> None:
    """None of the 196 cases was left out, and each file holds good ones and bad ones."""
    assert (len(INCLUSION), len(CONSISTENCY)) == (98, 98)
    assert sum(case.good for case in INCLUSION.values()) == 6
    assert sum(case.good for case in CONSISTENCY.values()) == 6


@pytest.mark.parametrize("case", INCLUSION.values(), ids=INCLUSION)
def test_the_public_inclusion_proofs_agree(case: Inclusion) -> None:
    """Each public proof that an entry is in a tree is taken or refused as its authors say."""
    assert is_included(case.leaf, case.place, case.size, case.root, case.proof) is case.good


@pytest.mark.parametrize("case", CONSISTENCY.values(), ids=CONSISTENCY)
def test_the_public_consistency_proofs_agree(case: Consistency) -> None:
    """Each public proof that a tree goes on from another is taken or refused as theirs say."""
    assert is_consistent(*case.sizes, *case.roots, case.proof) is case.good


@given(LISTS)
def test_the_root_is_the_definition_s(entries: list[bytes]) -> None:
    """A list appended to entry by entry has the root of the recursive definition each time."""
    tree = CompactRange()
    assert tree.root == EMPTY_ROOT == mth([])
    for size, entry in enumerate(entries, start=1):
        tree = tree.append(leaf_hash(entry))
        assert (tree.size, tree.root) == (size, mth(entries[:size]))


@given(LISTS, st.data())
def test_an_inclusion_proof_is_the_definition_s(entries: list[bytes], draw: st.DataObject) -> None:
    """The proof for any entry is the one the RFC defines, and is taken."""
    index = draw.draw(st.integers(0, len(entries) - 1))
    leaves = [leaf_hash(entry) for entry in entries]
    made = inclusion_proof(leaves, index)

    assert list(made) == path(index, entries)
    assert is_included(leaves[index], index, len(leaves), mth(entries), made)


@given(LISTS, st.data())
def test_a_consistency_proof_is_the_definition_s(entries: list[bytes], draw: st.DataObject) -> None:
    """The proof from any earlier length is the one the RFC defines, and is taken."""
    first = draw.draw(st.integers(1, len(entries)))
    made = consistency_proof([leaf_hash(entry) for entry in entries], first)

    assert list(made) == proof(first, entries)
    assert is_consistent(first, len(entries), mth(entries[:first]), mth(entries), made)


def flipped(octets: bytes, bit: int) -> bytes:
    """Return octets with one bit turned."""
    left = bytearray(octets)
    left[bit // 8] ^= 1 << bit % 8
    return bytes(left)


def with_each_bit_flipped(made: tuple[bytes, ...]) -> list[list[bytes]]:
    """Return a proof in all ways in which one of its bits is wrong."""
    return [
        [*made[:at], flipped(one, bit), *made[at + 1 :]]
        for at, one in enumerate(made)
        for bit in range(256)
    ]


@pytest.mark.parametrize("size", [2, 3, 5, 7, 8, 13])
def test_every_flipped_bit_of_an_inclusion_proof_is_refused(size: int) -> None:
    """No bit of a proof, a leaf or a root can be other than it is, nor the place or the length."""
    leaves = [leaf_hash(bytes([at])) for at in range(size)]
    root = range_of(leaves).root
    for index, leaf in enumerate(leaves):
        made = inclusion_proof(leaves, index)
        assert is_included(leaf, index, size, root, made)
        for wrong in [*with_each_bit_flipped(made), made[1:], made[:-1], [*made, root]]:
            assert not is_included(leaf, index, size, root, wrong)
        for bit in range(256):
            assert not is_included(flipped(leaf, bit), index, size, root, made)
            assert not is_included(leaf, index, size, flipped(root, bit), made)
        for other in {*range(-1, size + 2)} - {index}:
            assert not is_included(leaf, other, size, root, made)


@pytest.mark.parametrize("size", [2, 3, 5, 7, 8, 13])
def test_every_flipped_bit_of_a_consistency_proof_is_refused(size: int) -> None:
    """No bit of a proof or of either root can be other than it is, nor its length."""
    leaves = [leaf_hash(bytes([at])) for at in range(size)]
    after = range_of(leaves).root
    for first in range(1, size):
        before = range_of(leaves[:first]).root
        made = consistency_proof(leaves, first)
        assert is_consistent(first, size, before, after, made)
        for wrong in [*with_each_bit_flipped(made), made[1:], made[:-1], [*made, after]]:
            assert not is_consistent(first, size, before, after, wrong)
        for bit in range(256):
            assert not is_consistent(first, size, flipped(before, bit), after, made)
            assert not is_consistent(first, size, before, flipped(after, bit), made)


LEAF = leaf_hash(b"one")


def test_a_list_of_nothing_proves_nothing() -> None:
    """Nothing is in an empty tree, and no tree is proven to go on from one."""
    assert not is_included(LEAF, 0, 0, EMPTY_ROOT, ())
    assert not is_included(EMPTY_ROOT, 0, 0, EMPTY_ROOT, ())
    assert not is_consistent(0, 0, EMPTY_ROOT, EMPTY_ROOT, ())
    assert not is_consistent(0, 1, EMPTY_ROOT, LEAF, ())
    assert not is_consistent(-1, 1, EMPTY_ROOT, LEAF, ())


def test_a_tree_is_consistent_with_itself_alone() -> None:
    """Of one length there is one root, and nothing needs to be proven."""
    assert is_consistent(1, 1, LEAF, LEAF, ())
    assert not is_consistent(1, 1, LEAF, EMPTY_ROOT, ())
    assert not is_consistent(1, 1, LEAF, LEAF, (LEAF,))
    assert not is_consistent(2, 1, LEAF, LEAF, ())


def test_a_proof_of_hashes_of_another_length_is_refused() -> None:
    """Two hashes in one, or half a hash, are no proof even where joined they would fit."""
    leaves = [leaf_hash(bytes([at])) for at in range(3)]
    root = range_of(leaves).root
    first, second = inclusion_proof(leaves, 0)

    assert not is_included(leaves[0], 0, 3, root, [first + second])
    assert not is_included(leaves[0], 0, 3, root, [first, second[:31]])
    assert not is_consistent(1, 3, leaves[0], root, [first + second])
    assert not is_consistent(3, 5, root, root, ())


def test_leaves_and_nodes_are_hashed_apart() -> None:
    """An entry that spells out a node is not taken for that node."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert leaf_hash(b"a") == sha256(b"\0a")
    assert node_hash(left, right) == sha256(b"\1" + left + right)
    assert leaf_hash(left + right) != node_hash(left, right)


RANGES: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "fewer than none": (-1, (LEAF,)),
    "a peak too few": (3, (LEAF,)),
    "a peak too many": (2, (LEAF, LEAF)),
    "half a peak": (1, (LEAF[:31],)),
}


@pytest.mark.parametrize(("size", "peaks"), RANGES.values(), ids=RANGES)
def test_peaks_that_no_list_has_are_refused(size: int, peaks: tuple[bytes, ...]) -> None:
    """A length and peaks that do not go together are no value at all."""
    with pytest.raises(ValueError, match="peak"):
        CompactRange(size, peaks)


def test_a_leaf_of_another_length_is_not_appended() -> None:
    """Only a hash is appended, also where it is merged at once."""
    with pytest.raises(ValueError, match="32 octets"):
        CompactRange().append(b"an entry and not its hash")


@pytest.mark.parametrize("index", [-1, 3])
def test_no_proof_is_made_for_an_entry_that_is_not_there(index: int) -> None:
    """Whoever asks for a place outside the list is told so."""
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof([LEAF] * 3, index)


@pytest.mark.parametrize("first", [-1, 0, 4])
def test_no_proof_is_made_from_a_length_that_never_was(first: int) -> None:
    """Nothing is proven from an empty list, nor from a longer one."""
    with pytest.raises(ValueError, match="no beginning"):
        consistency_proof([LEAF] * 3, first)


def test_appending_costs_a_hash_for_each_power_of_two() -> None:
    """A list of a million entries is kept as seven hashes, and as many as carries are made new."""
    million = range_of([LEAF] * 64).append(LEAF)
    kept = CompactRange(1_000_000, (LEAF,) * 7)

    assert len(million.peaks) == 2
    assert kept.append(LEAF).peaks[:7] == kept.peaks
    assert len(kept.append(LEAF).peaks) == 8
