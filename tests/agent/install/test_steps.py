from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace

import pytest

from agent.install.steps import Step, StepFailed, carry_out


class Scribe:
    """A terminal that keeps what is said and answers as it was told."""

    def __init__(self, *, agreeing: bool = True) -> None:
        self.said: list[str] = []
        self._agreeing = agreeing

    def say(self, text: str) -> None:
        """Keep it."""
        self.said.append(text)

    def agrees(self, question: str) -> bool:
        """Keep the question, and answer."""
        self.said.append(question)
        return self._agreeing


class World:
    """Things that are there or not, and steps that bring them."""

    def __init__(self, *there: str) -> None:
        self.there = set(there)

    def step(
        self, name: str, *, asks: str | None = None, fails: Callable[[], None] | None = None
    ) -> Step:
        """Return a step that brings a thing, half of it where it fails."""

        def do() -> None:
            self.there.add(name)
            if fails is not None:
                fails()

        return Step(
            says=f"{name}.",
            asks=asks,
            is_done=lambda: name in self.there,
            do=do,
            undo=lambda: self.there.discard(name),
        )


def stumble() -> None:
    """Fail as a step does."""
    raise StepFailed("there is no room")


def lose_power_button() -> None:
    """Fail as somebody at the keyboard does."""
    raise KeyboardInterrupt


def no_file() -> None:
    """Fail as a file does."""
    raise OSError(28, "No space left on device", "/opt/lamplight")


def test_what_is_missing_is_said_and_then_done() -> None:
    """Each step is said once, in its order, and the world is as it should be."""
    world, scribe = World(), Scribe()

    assert carry_out([world.step("users"), world.step("folders")], scribe) == 2
    assert (scribe.said, world.there) == (["users.", "folders."], {"users", "folders"})


def test_what_is_there_is_left_alone() -> None:
    """A second time nothing is said, nothing is asked and nothing is done."""
    world, scribe = World("users"), Scribe(agreeing=False)

    assert carry_out([world.step("users", asks="May I?")], scribe) == 0
    assert scribe.said == []


FAILURES = {
    "a step": (stumble, "there is no room"),
    "a file": (no_file, "/opt/lamplight: No space left on device"),
    "the keyboard": (lose_power_button, "It was stopped from the keyboard."),
}


@pytest.mark.parametrize(("fails", "why"), FAILURES.values(), ids=FAILURES)
def test_a_failure_leaves_the_world_as_it_was(fails: Callable[[], None], why: str) -> None:
    """What this run brought goes again, half a step too; what was there before stays."""
    world, scribe = World("before"), Scribe()
    steps = [world.step("before"), world.step("users"), world.step("folders", fails=fails)]

    with pytest.raises(StepFailed) as told:
        carry_out(steps, scribe)

    assert (str(told.value), world.there) == (why, {"before"})


def test_a_no_changes_nothing() -> None:
    """Whoever says no finds that nothing was begun: the question came before the first step."""
    world, scribe = World(), Scribe(agreeing=False)

    with pytest.raises(StepFailed, match="You said no"):
        carry_out([world.step("users"), world.step("stop Pi-hole", asks="May it stop?")], scribe)

    assert world.there == set()
    assert scribe.said == ["May it stop?"]


def test_all_questions_come_first() -> None:
    """Nobody has to sit there while it works, to be asked something at its end."""
    world, scribe = World(), Scribe()
    steps = [
        world.step("users"),
        world.step("log", asks="May it?"),
        world.step("port", asks="And?"),
    ]

    assert carry_out(steps, scribe) == 3
    assert scribe.said == ["May it?", "And?", "users.", "log.", "port."]


class Interrupted(Scribe):
    """A terminal at which somebody stops it when they are asked."""

    def agrees(self, question: str) -> bool:
        """Be stopped."""
        super().agrees(question)
        raise KeyboardInterrupt


def test_stopped_at_a_question_it_has_changed_nothing() -> None:
    """Whoever presses Ctrl-C instead of an answer is told so, and nothing was begun."""
    world = World()

    with pytest.raises(StepFailed, match="from the keyboard"):
        carry_out([world.step("users"), world.step("port", asks="May it?")], Interrupted())
    assert world.there == set()


def test_an_undoing_that_fails_is_told_and_the_others_go_on() -> None:
    """One thing that cannot be taken back does not keep the rest."""
    world, scribe = World(), Scribe()
    stuck = Step(says="Stuck.", is_done=lambda: False, do=lambda: None, undo=stumble)

    with pytest.raises(StepFailed, match="no room"):
        carry_out([world.step("users"), stuck, world.step("more", fails=stumble)], scribe)

    assert world.there == set()
    assert "This could not be undone: Stuck. (there is no room)" in scribe.said


def test_ctrl_c_while_it_looks_undoes_too() -> None:
    """Whoever stops it between two steps finds the world as it was."""
    world = World()

    def stopped() -> bool:
        raise KeyboardInterrupt

    asked = Step(says="Looks.", is_done=stopped, do=lambda: None)

    with pytest.raises(StepFailed, match="from the keyboard"):
        carry_out([world.step("users"), asked], Scribe())
    assert world.there == set()


def test_a_second_ctrl_c_does_not_end_the_undoing() -> None:
    """Whoever is impatient is not left with half of it: each step is undone all the same."""
    world = World("Pi-hole")

    def again() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        world.there.add("Pi-hole")

    aside = Step(
        says="Pi-hole is stopped.",
        is_done=lambda: False,
        do=lambda: world.there.discard("Pi-hole"),
        undo=again,
    )

    with pytest.raises(StepFailed, match="from the keyboard"):
        carry_out([world.step("users"), aside, world.step("x", fails=lose_power_button)], Scribe())
    assert world.there == {"Pi-hole"}


def test_a_terminal_that_goes_away_ends_nothing() -> None:
    """A connection that is lost in the middle leaves no half installation."""
    world, before = World(), signal.getsignal(signal.SIGHUP)

    def lost() -> None:
        os.kill(os.getpid(), signal.SIGHUP)

    assert carry_out([world.step("users", fails=lost), world.step("folders")], Scribe()) == 2
    assert world.there == {"users", "folders"}
    assert signal.getsignal(signal.SIGHUP) == before


def test_a_no_to_what_may_be_left_leaves_only_that() -> None:
    """Where a step is a wish, the others are carried out without it, and that is said."""
    world, scribe = World(), Scribe(agreeing=False)
    wish = replace(world.step("log", asks="May it?"), may_be_left=True)

    assert carry_out([world.step("users"), wish, world.step("folders")], scribe) == 2
    assert world.there == {"users", "folders"}
    assert "It is left as it is." in scribe.said
