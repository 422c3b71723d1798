"""Whoever can be asked what a name means, and where they listen: the words of this folder."""

from __future__ import annotations

from collections.abc import Sequence
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


class Whereabouts(Protocol):
    """Where one upstream can be reached, which may have to be found out first."""

    async def addresses(self) -> Sequence[Address]:
        """Return all of them, the one to try first, first; none where none is known."""


class Known(NamedTuple):
    """The whereabouts of an upstream whose addresses were written down."""

    places: tuple[Address, ...]

    async def addresses(self) -> Sequence[Address]:
        """Return all of them."""
        return self.places
