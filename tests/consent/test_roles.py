from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import RoleMalformed
from consent.keys import KeyId
from consent.roles import Counted, Holder, PersonId, Requirement, Role, VerificationResult

A, B, C, D = (
    Holder(KeyId(f"key {name}"), PersonId(name)) for name in ("ann", "bea", "cem", "dora")
)
ANN_TOO = Holder(KeyId("key ann 2"), PersonId("ann"))


def keys(*holders: Holder) -> frozenset[KeyId]:
    """Return the ids of some holders' keys."""
    return frozenset(holder.keyid for holder in holders)


def one_of_each(workers: tuple[Holder, ...], managers: tuple[Holder, ...]) -> Requirement:
    """Return the requirement of one of each."""
    return Requirement((Role("worker", workers, 1), Role("manager", managers, 1)))


BAD_ROLES = {
    "a threshold of nobody (GHSA-fphv-w9fq-2525)": ((A, B), 0, Code.ROLE_THRESHOLD),
    "a threshold below nobody": ((A, B), -1, Code.ROLE_THRESHOLD),
    "nobody asked of nobody": ((), 0, Code.ROLE_THRESHOLD),
    "one asked of nobody": ((), 1, Code.ROLE_TOO_FEW),
    "more than there are": ((A, B), 3, Code.ROLE_TOO_FEW),
    "one person with two keys for two": ((A, ANN_TOO), 2, Code.ROLE_TOO_FEW),
    "a key listed twice (GHSA-pwqf-9h7j-7mv8)": ((A, B, A), 2, Code.ROLE_KEY_TWICE),
    "a key under two people": (
        (A, Holder(A.keyid, PersonId("eve"))),
        2,
        Code.ROLE_KEY_TWICE,
    ),
}


@pytest.mark.parametrize(("holders", "threshold", "code"), BAD_ROLES.values(), ids=BAD_ROLES)
def test_a_role_that_nobody_or_anybody_meets_is_refused(
    holders: tuple[Holder, ...], threshold: int, code: Code
) -> None:
    """A role asks for at least one person and for no more than it names, each key once."""
    with pytest.raises(RoleMalformed) as caught:
        Role("root", holders, threshold)

    assert caught.value.code is code


def test_a_requirement_without_roles_is_refused() -> None:
    """All of nothing is true of everything, so it cannot be asked for."""
    with pytest.raises(RoleMalformed) as caught:
        Requirement(())

    assert caught.value.code is Code.ROLE_NOBODY


def test_a_key_held_by_two_people_is_refused() -> None:
    """One key cannot stand for one person as worker and for another as manager."""
    with pytest.raises(RoleMalformed) as caught:
        one_of_each((A,), (Holder(A.keyid, PersonId("eve")),))

    assert caught.value.code is Code.ROLE_KEY_SHARED


ONE_EACH = one_of_each((A, B, ANN_TOO), (B, C))
TWO_OF_THREE = Requirement((Role("root", (A, B, C), 2),))
JUDGED: dict[str, tuple[Requirement, frozenset[KeyId], tuple[str, ...], tuple[str, ...]]] = {
    "nobody": (ONE_EACH, keys(), (), ("worker", "manager")),
    "a stranger": (ONE_EACH, keys(D), (), ("worker", "manager")),
    "a worker": (ONE_EACH, keys(A), ("worker ann",), ("manager",)),
    "a manager": (ONE_EACH, keys(C), ("manager cem",), ("worker",)),
    "one of each": (ONE_EACH, keys(A, C), ("worker ann", "manager cem"), ()),
    "a worker with two keys": (ONE_EACH, keys(A, ANN_TOO), ("worker ann",), ("manager",)),
    "whoever is both, alone": (ONE_EACH, keys(B), ("worker bea",), ("manager",)),
    "whoever is both, and a worker": (ONE_EACH, keys(A, B), ("worker ann", "manager bea"), ()),
    "whoever is both, and a manager": (ONE_EACH, keys(B, C), ("worker bea", "manager cem"), ()),
    "one more than needed": (ONE_EACH, keys(A, B, C), ("worker ann", "manager bea"), ()),
    "one of two": (TWO_OF_THREE, keys(B), ("root bea",), ("root",)),
    "two of three": (TWO_OF_THREE, keys(C, A), ("root ann", "root cem"), ()),
    "all of three": (TWO_OF_THREE, keys(C, A, B), ("root ann", "root bea"), ()),
    "none of two": (TWO_OF_THREE, keys(), (), ("root", "root")),
}


@pytest.mark.parametrize(
    ("requirement", "signers", "signed", "missing"), JUDGED.values(), ids=JUDGED
)
def test_who_signed_and_who_is_missing_is_told(
    requirement: Requirement,
    signers: frozenset[KeyId],
    signed: tuple[str, ...],
    missing: tuple[str, ...],
) -> None:
    """The result names each place that somebody fills and each that nobody does."""
    result = requirement.judge(signers)

    assert tuple(f"{one.title} {one.person}" for one in result.signed) == signed
    assert result.missing == missing
    assert bool(result) is (missing == ())


def test_a_result_is_a_value() -> None:
    """Two results that say the same are the same."""
    assert ONE_EACH.judge(keys(A)) == VerificationResult(
        signed=(Counted("worker", PersonId("ann")),), missing=("manager",)
    )


def test_a_role_tells_its_keys() -> None:
    """Whoever looks for keys finds those of a role."""
    assert Role("worker", (A, ANN_TOO), 1).keyids == keys(A, ANN_TOO)


def test_a_chain_of_people_moves_up() -> None:
    """Three people who each fit two places fill all three, whoever is seated first."""
    requirement = Requirement(
        (Role("one", (A, B), 1), Role("two", (B, C), 1), Role("three", (A,), 1))
    )

    assert requirement.judge(keys(A, B, C))
    assert requirement.judge(keys(A, B)).missing == ("three",)


crews = st.lists(
    st.tuples(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True), st.integers(1, 3)),
    min_size=1,
    max_size=3,
)


def most_seats(places: list[set[int]], present: frozenset[int]) -> int:
    """Return how many places can be filled, by trying every way."""
    if not places:
        return 0
    first, rest = places[0], places[1:]
    ways = [most_seats(rest, present)]
    ways += [1 + most_seats(rest, present - {who}) for who in first & present]
    return max(ways)


@given(crews, st.frozensets(st.integers(0, 4)))
def test_a_requirement_is_met_exactly_when_people_can_be_seated(
    crew: list[tuple[list[int], int]], present: frozenset[int]
) -> None:
    """The answer is that of trying every way to give each place another person."""
    roles = tuple(
        Role(
            f"role {at}",
            tuple(Holder(KeyId(f"key {who}"), PersonId(f"{who}")) for who in members),
            min(threshold, len(members)),
        )
        for at, (members, threshold) in enumerate(crew)
    )
    places = [
        set(members)
        for (members, _), role in zip(crew, roles, strict=True)
        for _ in range(role.threshold)
    ]
    seats = most_seats(places, present)

    result = Requirement(roles).judge(frozenset(KeyId(f"key {who}") for who in present))

    assert len(result.signed) == seats
    assert len(result.missing) == len(places) - seats
    assert bool(result) is (seats == len(places))
    assert len({one.person for one in result.signed}) == len(result.signed)
