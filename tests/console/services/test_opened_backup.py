from __future__ import annotations

from threading import Event

from console.services.opened_backup import LASTS_SECONDS, OpenedBackup

PATIENCE_SECONDS = 20.0


def test_it_is_had_by_its_mark_alone_until_it_is_forgotten() -> None:
    """No other mark gives it, and after a no it is gone."""
    held = OpenedBackup[str]()
    mark = held.hold("home")

    assert held.held_by(mark) == "home"
    assert [held.held_by(other) for other in ("", mark[:-1], mark + "x", "\udcff")] == [None] * 4
    held.forget("another")
    assert held.held_by(mark) == "home"
    held.forget(mark)
    assert held.held_by(mark) is None


def test_there_is_one_at_most() -> None:
    """Another one that is opened takes its place."""
    held = OpenedBackup[str]()
    first, second = held.hold("one"), held.hold("two")

    assert (held.held_by(first), held.held_by(second)) == (None, "two")
    held.forget()
    assert held.held_by(second) is None


def test_after_its_time_it_is_gone_though_nobody_comes() -> None:
    """Memory lets go of it by itself, in ten minutes."""
    gone = Event()

    class Watched(OpenedBackup[str]):
        def forget(self, mark: str | None = None) -> None:
            super().forget(mark)
            gone.set()

    held = Watched(lasts_seconds=0.01)
    mark = held.hold("home")

    assert LASTS_SECONDS == 600
    assert gone.wait(PATIENCE_SECONDS)
    assert held.held_by(mark) is None
