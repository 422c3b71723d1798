"""Answers of upstreams, kept as long as they say, for every device alike.

Rules kept here:
- What is kept does not depend on who asked, and who asked is not kept: of how often a name was
  asked for there is one small number, for all devices together.
- `find` gives no answer after its own lifetime (RFC 2308 section 5). For a day more it can be had
  from `stale`, for when nobody above answers (RFC 8767).
- The size is bounded; the oldest entry goes first. One that was asked for again since it came, or
  since it was spared, is spared once more: so no stream of new names drives out what is in use.
- Whoever made something of an answer is told when another takes its place, so that the two never
  say different things.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple, NoReturn, Protocol

from agent.dns.answers import MAX_TTL_SECONDS
from agent.dns.wire import Answer, Question

MAX_ENTRIES = 20_000
LEAVING_PART = 200
"""Which part of all that are kept leaves at once, where one more comes than there is room for."""
MAX_NEGATIVE_SECONDS = 3_600
MAX_KEPT_OCTETS = 8_192

MOST_MADE = 8
"""How many things are made of one answer: one for each way to write the question, mostly one."""

MAX_STALE_SECONDS = 86_400
"""For how long after its life an answer may be given in need (RFC 8767 section 5: 1 to 3 days)."""

POPULAR = 3
"""How often an answer was asked for before it is fetched anew while it still lives."""
LAST_PART = 0.1
SHORTEST_RENEWED_SECONDS = 10.0
"""What lives shorter is over before anybody could fetch it anew."""


class Key(bytes):
    """What must be equal for an answer to fit, as octets: there are many, and so they are small."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<Key>"

    __str__ = __repr__

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a name is not written to a file")


class Ends(Protocol):
    """What was made of an answer."""

    def end(self) -> None:
        """Be given to nobody any more."""


class Kept:
    """One answer, when it came and when it ends, by the cache's clock.

    `asked` is how often it was asked for, about; `is_renewed` says that somebody fetches it anew.
    """

    __slots__ = ("_made", "_spared_at", "answer", "asked", "came", "is_renewed", "until")

    def __init__(self, answer: Answer, came: float, until: float) -> None:
        self.answer = answer
        self.came = came
        self.until = until
        self.asked = 0
        self.is_renewed = False
        self._made: tuple[Ends, ...] = ()
        self._spared_at = 0

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("an answer is not written to a file")

    def made(self, made: Ends) -> None:
        """Take note of what was made of this answer."""
        if len(self._made) >= MOST_MADE:
            self._made[0].end()
            self._made = self._made[1:]
        self._made = (*self._made, made)

    def is_due(self, now: float) -> bool:
        """Say whether it is asked for often and nearly over, and nobody fetches it anew yet."""
        if self.asked < POPULAR or self.is_renewed:
            return False
        life = self.until - self.came
        return life >= SHORTEST_RENEWED_SECONDS and now > self.until - life * LAST_PART

    def spare(self, now: float) -> bool:
        """Say whether it lives and was asked for since it was last spared; it is spared then."""
        asked, self._spared_at = self.asked - self._spared_at, self.asked
        return asked > 0 and now < self.until

    def end(self) -> None:
        """End what was made of this answer."""
        for made in self._made:
            made.end()
        self._made = ()


class Found(NamedTuple):
    """An answer, its age in whole seconds, and where it is kept."""

    answer: Answer
    age: int
    kept: Kept

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
        self._entries: dict[Key, Kept] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, question: Question, *, is_alias: bool = False) -> Found | None:
        """Return what is kept, None where there is none to give."""
        kept = self._entries.get(key_of(question, is_alias=is_alias))
        if kept is None or (now := self.clock()) >= kept.until:
            return None
        kept.asked += 1
        return Found(kept.answer, int(now - kept.came), kept)

    def stale(self, question: Question, *, is_alias: bool = False) -> Answer | None:
        """Return an answer whose life is over, None where there is none or it is too old."""
        key = key_of(question, is_alias=is_alias)
        kept = self._entries.get(key)
        if kept is None or (over := self.clock() - kept.until) < 0:
            return None
        if over >= MAX_STALE_SECONDS:
            self._drop(key)
            return None
        return kept.answer

    def keep(self, question: Question, answer: Answer, *, is_alias: bool = False) -> None:
        """Keep an answer, unless it says itself that it must not be kept."""
        negative = answer.rcode != 0 or not answer.counts[0]
        lifetime = min(answer.lifetime, MAX_NEGATIVE_SECONDS if negative else MAX_TTL_SECONDS)
        key = key_of(question, is_alias=is_alias)
        # Also where the new one is not kept: it is what holds now, and the old one is not.
        self._drop(key)
        if lifetime <= 0 or len(answer.body) > MAX_KEPT_OCTETS:
            return
        now = self.clock()
        if len(self._entries) >= self._max_entries:
            self._make_room(now)
        self._entries[key] = Kept(answer, now, now + lifetime)

    def _make_room(self, now: float) -> None:
        # Some at once: finding the first of a table takes a look at each that left before it.
        some = tuple(islice(self._entries, 1 + self._max_entries // LEAVING_PART))
        for oldest in some:
            if self._entries[oldest].spare(now):
                self._entries[oldest] = self._entries.pop(oldest)
            else:
                self._drop(oldest)
        if len(self._entries) >= self._max_entries:
            self._drop(some[0])  # all of them are in use

    def _drop(self, key: Key) -> None:
        if (kept := self._entries.pop(key, None)) is not None:
            kept.end()


def key_of(question: Question, *, is_alias: bool = False) -> Key:
    """Return under which key the answer to a question is kept.

    DO and CD change what an upstream sends. `is_alias` says that it is kept as it stands behind an
    alias of the name. A name says itself where it ends, so no two questions have one key.
    """
    flags = question.dnssec_ok | question.checking_disabled << 1 | is_alias << 2
    return Key(question.name + (question.qtype << 8 | flags).to_bytes(3))
