"""Whoever can be asked what a name means, and where they listen: the words of this folder."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from agent.dns.wire import Answer, Question


class UpstreamSilent(Exception):
    """No upstream gave an answer that could be used."""


class Upstream(Protocol):
    """Whoever can be asked what a name means."""

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises UpstreamSilent."""


class Way(Protocol):
    """One resolver over one transport."""

    async def ask(self, question: Question, seconds: float) -> Answer | None:
        """Return what it says, None where nothing that can be used comes in about that time."""


class Address(NamedTuple):
    """Where an upstream listens."""

    host: str
    port: int
