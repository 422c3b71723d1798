from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from agent.in_force import InForce
from agent.screen_time import counting
from agent.screen_time.counting import MAX_REMEMBERED, Counting
from policy.categories import Category
from policy.given.grants import Grant, GrantKind
from policy.names import Name, from_text
from policy.screen_time.budgets import budgeted
from policy.screen_time.slots import MINIMUM
from policy.screen_time.targets import TargetMask, mask_of
from policy.timed import Target
from policy.tonight import Tonight
from policy.verdict import Verdict
from tests.agent.screen_time.at_home import ALEX, HOME, NOON, SAM, HomeClock, decided, in_force_at
from tests.promises.test_no_code_writes_names import could_write

ALL, GAMES = Target(), Target(category=Category.GAMES)
PLAY = "www.play.example"


class Desk:
    """Counting with a clock, and the policy of the home."""

    def __init__(self, *grants: Grant) -> None:
        """Let slot 100 run, with the budgets of the home."""
        self.clock = HomeClock()
        self.counting = Counting(self.clock)
        self.in_force = in_force_at(self.clock.moment(), tonight=Tonight(grants=grants))
        self.counting.arrange(budgeted(HOME))
        self.counting.begin(100)

    def ask(self, text: str, times: int = MINIMUM, apart: float = 2, **where: str) -> None:
        """Look a name up, so many times, so many seconds apart."""
        for _ in range(times):
            self.clock.pass_seconds(apart)
            verdict = decided(self.in_force, text, **where)
            self.counting.by_person[SAM].observe(from_text(text), verdict, self.in_force)

    def over(self) -> dict[int, TargetMask]:
        """Begin the next slot, and return what was used in the one before."""
        [(slot, seen)] = self.counting.begin(101)
        assert slot == 100
        return dict(seen)


def test_what_is_looked_up_again_and_again_counts_towards_its_kind_and_everything() -> None:
    """A game asked for in three moments of a slot counts as games and as everything."""
    desk = Desk()
    desk.ask(PLAY)

    assert desk.over() == {SAM: mask_of((ALL, GAMES))}


def test_only_what_has_a_budget_is_counted() -> None:
    """A kind of site without a budget leaves no bit; who has no budgets has no count at all."""
    desk = Desk()
    desk.ask("www.youtube.com")

    assert desk.over() == {SAM: mask_of((ALL,))}
    assert set(desk.counting.by_person) == {SAM}
    assert ALEX not in desk.counting.by_person


def test_fewer_than_three_moments_are_nobody_at_the_device() -> None:
    """Twice in five minutes is a device that looks after itself."""
    desk = Desk()
    desk.ask(PLAY, MINIMUM - 1)

    assert desk.over() == {}


def test_what_is_asked_within_a_second_is_one_look_up() -> None:
    """The questions for one name's addresses and services come together, as one moment."""
    desk = Desk()
    desk.ask(PLAY, 1)
    desk.ask(PLAY, 30, apart=0.03)
    desk.ask(PLAY, 1)

    assert desk.over() == {}


def test_a_moment_of_one_thing_hides_no_other() -> None:
    """Two names of different kinds in one second both count."""
    desk = Desk()
    for _ in range(MINIMUM):
        desk.ask("news.example", 1)
        desk.ask(PLAY, 1, apart=0.01)

    assert desk.over() == {SAM: mask_of((ALL, GAMES))}


def test_a_boot_clock_that_went_back_does_not_stop_the_counting() -> None:
    """Where the clock of this process is put back, as no kernel does, moments still differ."""
    desk = Desk()
    for _ in range(MINIMUM):
        desk.ask(PLAY, 1, apart=-60)

    assert desk.over() == {SAM: mask_of((ALL, GAMES))}


HOMEWORK = Grant(
    kind=GrantKind.HOMEWORK,
    giver="Jo",
    given=NOON,
    until=NOON.replace(hour=12),
    young_person="Sam",
)

NOT_COUNTED = {
    "a push service": ("push.apple.com", ()),
    "a check for a connection": ("captive.apple.com", ()),
    "learning": ("www.khanacademy.org", ()),
    "a help line": ("www.childline.org.uk", ()),
    "health": ("www.nhs.uk", ()),
    "what a rule blocks": ("www.closed.example", ()),
    "a family call": ("web.whatsapp.com", ()),
    "what homework closes": (PLAY, (HOMEWORK,)),
}


@pytest.mark.parametrize(("text", "grants"), NOT_COUNTED.values(), ids=NOT_COUNTED)
def test_what_never_counts_leaves_no_bit(text: str, grants: tuple[Grant, ...]) -> None:
    """What devices ask by themselves, learning, help, calls home and blocks are no screen time."""
    desk = Desk(*grants)
    desk.ask(text, 40)

    assert desk.over() == {}


def test_a_name_counts_by_the_lists_in_force_now() -> None:
    """Where the lists are replaced within a slot, what a name counted towards is asked anew."""
    desk = Desk()
    desk.ask(PLAY, 1)
    desk.in_force = InForce(desk.in_force.policy, None)
    desk.ask(PLAY, 3)

    assert desk.over() == {SAM: mask_of((ALL,))}


def test_names_are_forgotten_with_the_slot_and_are_never_many() -> None:
    """What names count towards is remembered for a slot at most, and for so many names."""
    desk = Desk()
    running = desk.counting._running
    for number in range(MAX_REMEMBERED + 10):
        running.mask_of(from_text(f"n{number}.example"), desk.in_force)
    assert len(running._masks) == 10

    desk.counting.begin(101)
    assert running._masks == {}

    desk.ask(PLAY)
    desk.counting.forget()
    assert running._masks == {}


def test_without_the_time_nothing_counts_and_the_table_is_empty() -> None:
    """Forgetting empties the very table that the pipeline holds, and a slot fills it again."""
    desk = Desk()
    table, count = desk.counting.by_person, desk.counting.by_person[SAM]
    desk.ask(PLAY)
    desk.counting.forget()

    assert table == {}
    count.observe(from_text(PLAY), decided(desk.in_force, PLAY), desk.in_force)
    desk.counting.arrange(budgeted(HOME))
    assert table == {}
    assert desk.counting.begin(101) == ()
    assert set(table) == {SAM}


def test_changed_budgets_change_what_counts_at_once() -> None:
    """With the budget of games goes its bit; with a new young person comes a count."""
    desk = Desk()
    desk.ask(PLAY, 1)
    desk.counting.arrange({SAM: (ALL,), ALEX: (GAMES,)})
    desk.ask(PLAY, 2)

    assert set(desk.counting.by_person) == {SAM, ALEX}
    assert desk.over() == {SAM: mask_of((ALL,))}


def test_a_fault_in_counting_stays_inside() -> None:
    """Where something is wrong in here, the answer is not kept up, and nothing is counted."""
    desk = Desk()
    count = desk.counting.by_person[SAM]

    class Broken(InForce):
        def listings(self, name: Name) -> list[tuple[int, int]]:
            """Fail with the name in the error."""
            raise LookupError(name)

    verdict: Verdict = decided(desk.in_force, PLAY)
    count.observe(from_text(PLAY), verdict, Broken(desk.in_force.policy, None))

    assert count.faults == 1
    assert desk.over() == {}


def test_nothing_in_here_can_be_printed_or_written_to_a_file() -> None:
    """Neither the count nor what it remembers shows a name, and neither can be kept or copied."""
    desk = Desk()
    desk.ask(PLAY)
    for value in (desk.counting.by_person[SAM], desk.counting._running):
        assert "play" not in repr([value]) + str(value)
        with pytest.raises(TypeError, match="not written to a file"):
            pickle.dumps(value)
        with pytest.raises(TypeError, match="not written to a file"):
            copy.deepcopy(value)


def test_the_module_can_write_nothing_down() -> None:
    """What counts imports nothing that writes, and prints nothing."""
    assert could_write(Path(counting.__file__).read_text(encoding="utf-8")) == []
