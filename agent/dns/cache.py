"""Answers of upstreams, kept as long as they say, for every device alike.

Rules kept here:
- What is kept does not depend on who asked, and who asked is not kept.
- An answer is never given out after its own lifetime (RFC 2308 section 5, RFC 8767 is not used).
- The size is bounded; the oldest entry goes first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, NoReturn

from agent.dns.answers import MAX_TTL_SECONDS
from agent.dns.wire import Answer, Question
from policy.names import Name

MAX_ENTRIES = 20_000
MAX_NEGATIVE_SECONDS = 3_600
MAX_KEPT_OCTETS = 8_192


class Key(NamedTuple):
    """What must be equal for an answer to fit: DO and CD change what an upstream sends.

    `is_alias` says that it is kept as it stands behind an alias of the name.
    """

    name: Name
    qtype: int
    dnssec_ok: bool
    checking_disabled: bool
    is_alias: bool

    def __repr__(self) -> str:
        return "<Key>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a name is not written to a file")


class Found(NamedTuple):
    """An answer, its age in whole seconds, when it came and when it ends, by the cache's clock."""

    answer: Answer
    age: int
    came: float
    until: float

    def __repr__(self) -> str:
        return "<Found>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("an answer is not written to a file")


class Cache:
    """A bounded table of answers with the moment each one came."""

    def __init__(self, clock: Callable[[], float], max_entries: int = MAX_ENTRIES) -> None:
        """Start empty. `clock` gives seconds that never run backwards."""
        self.clock = clock
        self._max_entries = max_entries
        self._entries: dict[Key, tuple[Answer, float, float]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, question: Question, *, is_alias: bool = False) -> Found | None:
        """Return what is kept, None where there is none to give."""
        key = key_of(question, is_alias=is_alias)
        if (entry := self._entries.get(key)) is None:
            return None
        answer, came, until = entry
        now = self.clock()
        if now >= until:
            del self._entries[key]
            return None
        return Found(answer, int(now - came), came, until)

    def keep(self, question: Question, answer: Answer, *, is_alias: bool = False) -> None:
        """Keep an answer, unless it says itself that it must not be kept."""
        negative = answer.rcode != 0 or not answer.counts[0]
        lifetime = min(answer.lifetime, MAX_NEGATIVE_SECONDS if negative else MAX_TTL_SECONDS)
        if lifetime <= 0 or len(answer.body) > MAX_KEPT_OCTETS:
            return
        key = key_of(question, is_alias=is_alias)
        self._entries.pop(key, None)
        while len(self._entries) >= self._max_entries:
            del self._entries[next(iter(self._entries))]
        now = self.clock()
        self._entries[key] = (answer, now, now + lifetime)


def key_of(question: Question, *, is_alias: bool = False) -> Key:
    """Return under which key the answer to a question is kept."""
    return Key(
        question.name, question.qtype, question.dnssec_ok, question.checking_disabled, is_alias
    )
