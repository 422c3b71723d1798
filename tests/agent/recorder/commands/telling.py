"""What a running recorder's journal tells, for tests of its verbs."""

from __future__ import annotations

from typing import TypeVar

from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import journal_of
from consent.acts import Act

SomeAct = TypeVar("SomeAct", bound=Act)


def acts_of(recorder: Recorder, kind: type[SomeAct]) -> list[SomeAct]:
    """Return every act of a kind that the journal tells of, first to last."""
    entries = [one for one in journal_of(recorder).entries if one is not None]
    return [one.act for one in entries if isinstance(one.act, kind)]
