from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.screen_time.slots import MINIMUM, SlotCounter
from policy.screen_time.targets import NO_TARGET, TargetMask, bit_of, mask_of
from policy.timed import Target

ALL, GAMES = bit_of(Target()), bit_of(Target(category=Category.GAMES))
BOTH = mask_of((Target(), Target(category=Category.GAMES)))


def counted(*notes: tuple[int, TargetMask, int], upto: int = 100) -> list[tuple[int, object]]:
    """Return which slots were used by whom, of questions as (person, mask, slot)."""
    counter = SlotCounter()
    for person, mask, slot in notes:
        counter.note(person, mask, slot)
    counter.advance(upto)
    return [(slot, dict(seen)) for slot, seen in counter.take() if seen]


def test_a_slot_counts_from_a_minimum_on() -> None:
    """Two questions in five minutes are a device looking after itself; three are somebody."""
    assert counted(*[(1, ALL, 5)] * (MINIMUM - 1)) == []
    assert counted(*[(1, ALL, 5)] * MINIMUM) == [(5, {1: ALL})]
    assert MINIMUM == 3


def test_each_target_has_its_own_minimum() -> None:
    """Two questions for games and one for something else are no game."""
    assert counted((1, BOTH, 5), (1, BOTH, 5), (1, ALL, 5)) == [(5, {1: ALL})]


def test_two_devices_at_once_are_one_slot() -> None:
    """However many questions come from however many devices, it is one bit."""
    assert counted(*[(1, ALL, 5)] * 20) == [(5, {1: ALL})]


def test_each_young_person_counts_alone() -> None:
    """Two of them with two questions each are nobody's slot."""
    assert counted(*[(1, ALL, 5), (2, ALL, 5)] * 2) == []
    assert counted(*[(1, ALL, 5), (2, GAMES, 5)] * 3) == [(5, {1: ALL, 2: GAMES})]


def test_questions_of_two_slots_do_not_add_up() -> None:
    """Each slot begins with nothing."""
    assert counted((1, ALL, 5), (1, ALL, 5), (1, ALL, 6), (1, ALL, 6)) == []


def test_nobody_and_nothing_are_not_counted() -> None:
    """A device of nobody's, and a name that counts towards nothing, leave no trace."""
    counter = SlotCounter()
    counter.note(0, ALL, 5)
    counter.note(1, NO_TARGET, 5)

    assert counter._asked == {}


def test_what_comes_late_is_not_counted() -> None:
    """A question of a slot that is over changes nothing."""
    assert counted((1, ALL, 6), *[(1, ALL, 5)] * 9) == []


def test_what_was_taken_is_forgotten() -> None:
    """Nothing of a slot stays once it was handed over."""
    counter = SlotCounter()
    for _ in range(3):
        counter.note(1, ALL, 5)
    counter.advance(5)
    assert counter.take() == ()
    counter.advance(6)

    assert [slot for slot, _ in counter.take()] == [5]
    assert counter.take() == ()
    assert counter._asked == {}


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from((ALL, GAMES, BOTH)), st.integers(0, 3)),
        max_size=60,
    )
)
def test_it_counts_as_one_would_by_hand(notes: list[tuple[int, TargetMask, int]]) -> None:
    """For any questions in order, the bits are those of a plain count."""
    in_order = sorted(notes, key=lambda note: note[2])
    by_hand: dict[int, dict[int, int]] = defaultdict(dict)
    for slot in range(4):
        for person in range(1, 4):
            mine = [mask for who, mask, when in in_order if (who, when) == (person, slot)]
            mask = sum(bit for bit in (ALL, GAMES) if sum(bool(it & bit) for it in mine) >= MINIMUM)
            if mask:
                by_hand[slot][person] = mask

    assert counted(*in_order) == sorted(by_hand.items())
