"""The same octets again: a question answered without being read, as the pipeline's steps would.

Rules kept here:
- It may only decline. Whatever it gives is, octet for octet, what `Pipeline.answer` would give at
  this moment: the steps are the specification, and a property test holds the two together.
- What is kept does not depend on who asked, and who asked is not kept: an answer for everybody, and
  what the lists say of its name. Whether an asker may have it is found out anew for each query.
- It declines wherever more than the lists decide: a rule that names it, a lifeline, a signal, safe
  search, anything that hangs on time, a change that is nearer than the answer's own end.
- It declines for whoever is told of: a device that is recorded, a young person whose minutes are
  counted, a device that shows what is blocked on it. So nothing is told twice, or not at all.
- An answer is given no longer than its upstream lets it live. What is kept is bounded; the oldest
  goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NoReturn

from agent.dns import answers
from agent.dns.cache import Found
from agent.dns.noticing import Noticing
from agent.dns.wire import Question
from agent.in_force import Current, InForce
from policy.categories import Category, first_of
from policy.compiled import CompiledPolicy, DevicePolicy, ttl_cap
from policy.index import CategoryIndex
from policy.names import Name, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED
from policy.special import BYPASS_SIGNALS
from policy.verdict import Block
from policy.ways_around import is_way_around

MAX_KEPT: Final = 16_384

ID_OCTETS: Final = 2
TTL_OCTETS: Final = 4


class Known:
    """What is answered to one question, by its octets behind the id.

    `tail` is the upstream's answer behind the id, as it is until `fresh_until`; None where none is
    kept. `longest` is the largest TTL in it. `denials` are the tails of blocks by what blocks.
    """

    __slots__ = (
        *("_aged_at", "_pieces", "_ttls", "_until", "denials", "fresh_until", "listed", "longest"),
        *("mask", "name", "suffixes", "tail"),
    )

    def __init__(
        self, name: Name, suffixes: Sequence[Name], listed: Sequence[tuple[int, int]]
    ) -> None:
        """Begin with a name, all above it, and what the lists say of these, and no answer yet."""
        self.name = name
        self.suffixes = suffixes
        self.listed = listed
        self.mask = 0
        for _, mask in listed:
            self.mask |= mask
        self.denials: dict[Category, bytes] = {}
        self.tail: bytes | None = None
        self.fresh_until = 0.0
        self.longest = 0
        self._pieces: list[bytes] = []
        self._ttls: list[int] = []
        self._aged_at = self._until = 0.0

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a question is not written to a file")

    def is_of(self, found: Found) -> bool:
        """Say whether the tail is of this very answer already."""
        return self.tail is not None and self._until == found.until

    def take(self, reply: bytes, body_at: int, found: Found) -> None:
        """Take up a reply, in which what was found stands from `body_at` on."""
        places = [body_at + place for place in found.answer.ttl_places]
        ends, begins = [*places, len(reply)], [ID_OCTETS, *(at + TTL_OCTETS for at in places)]
        self._pieces = [reply[begin:end] for begin, end in zip(begins, ends, strict=True)]
        self._ttls = [int.from_bytes(reply[at : at + TTL_OCTETS], "big") for at in places]
        self._aged_at = found.came + found.age
        self.fresh_until = min(self._aged_at + 1, found.until)
        self.longest = max(self._ttls, default=0)
        self.tail = reply[ID_OCTETS:]
        self._until = found.until

    def age(self, now: float) -> bool:
        """Bring the TTLs to this moment; False where the answer's life is over."""
        if now >= self._until:
            self.tail = None
            return False
        older = int(now - self._aged_at)
        self._aged_at += older
        self.fresh_until = min(self._aged_at + 1, self._until)
        self._ttls = [max(0, ttl - older) for ttl in self._ttls]
        self.longest = max(self._ttls, default=0)
        parts = [self._pieces[0]]
        for ttl, piece in zip(self._ttls, self._pieces[1:], strict=True):
            parts += (ttl.to_bytes(TTL_OCTETS, "big"), piece)
        self.tail = b"".join(parts)
        return True


class Again:
    """What is known of questions, by their octets behind the id, over what is in force."""

    def __init__(
        self,
        current: Current,
        clock: Callable[[], float],
        whose: Callable[[CompiledPolicy, str], DevicePolicy],
        noticing: Noticing,
        max_kept: int = MAX_KEPT,
    ) -> None:
        """Know nothing yet. `clock` is the cache's."""
        self._current = current
        self._clock = clock
        self._whose = whose
        self._noticing = noticing
        self._max_kept = max_kept
        self._known: dict[bytes, Known] = {}
        self._index = current.in_force.index

    def __len__(self) -> int:
        return len(self._known)

    def answer(self, packet: bytes, source: str) -> bytes | None:
        """Return the reply over UDP to a query that is known, None to go through the steps."""
        if (known := self._known.get(packet[ID_OCTETS:])) is None:
            return None
        in_force = self._current.in_force
        if in_force.index is not self._index:
            self._forget(in_force.index)
            return None
        policy = self._whose(in_force.policy, source)
        if (
            policy.in_time is not None
            or policy.strictest_of
            or not policy.explicit.keys().isdisjoint(known.suffixes)
            or self._noticing.is_told(policy, source)
        ):
            return None
        if known.mask & policy.blocked:
            tail, longest = self._denied(known, policy), answers.DENIAL_SECONDS
        elif known.name in policy.safe_answers:
            return None
        else:
            if known.fresh_until <= (now := self._clock()):
                known.age(now)
            tail, longest = known.tail, known.longest
        if tail is None or not is_far(policy, longest, self._current.now):
            return None
        if self._noticing.tally is not None:
            self._noticing.tally.asked_plainly(source)
        return packet[:ID_OCTETS] + tail

    def keep(
        self, packet: bytes, question: Question, found: Found, in_force: InForce, reply: bytes
    ) -> None:
        """Keep a reply over UDP that the fast writer made of what the cache holds."""
        known, body_at = self._place(packet, question, in_force), question.end
        if known is None or known.is_of(found):
            return
        # What was cut short, or given a shorter life for whoever asked, is not for everybody.
        if is_as_found(reply, body_at, found):
            known.take(reply, body_at, found)

    def keep_denial(
        self, packet: bytes, question: Question, block: Block, in_force: InForce, reply: bytes
    ) -> None:
        """Keep how the fast writer told a block, if the lists alone decided it."""
        if block.category is None or not block.denies_below:
            return
        if (known := self._place(packet, question, in_force)) is not None:
            known.denials.setdefault(block.category, reply[ID_OCTETS:])

    def _denied(self, known: Known, policy: DevicePolicy) -> bytes | None:
        """Return the tail of a block, None where it was not told in this way yet."""
        if known.name in policy.allow_parents:
            return None
        for _, mask in known.listed:
            if hit := mask & policy.blocked:
                return known.denials.get(first_of(hit))
        return None

    def _place(self, packet: bytes, question: Question, in_force: InForce) -> Known | None:
        """Return where a question is kept; None where more than the lists decide about it."""
        if in_force.index is not self._index:
            self._forget(in_force.index)
        key = packet[ID_OCTETS:]
        if (known := self._known.get(key)) is not None:
            return known
        name = question.name
        suffixes = [Name(name[offset:]) for offset in suffix_offsets(name)]
        if is_way_around(name) or not (
            NEVER_BLOCKED.isdisjoint(suffixes) and BYPASS_SIGNALS.isdisjoint(suffixes)
        ):
            return None
        known = Known(name, suffixes, in_force.listings(name))
        while len(self._known) >= self._max_kept:
            del self._known[next(iter(self._known))]
        self._known[key] = known
        return known

    def _forget(self, index: CategoryIndex | None) -> None:
        """Forget all: other lists say other things."""
        self._known.clear()
        self._index = index


def is_as_found(reply: bytes, body_at: int, found: Found) -> bool:
    """Say whether each TTL of a reply is the answer's own at its age, and not cut for anybody."""
    body = found.answer.body
    for place in found.answer.ttl_places:
        ttl = int.from_bytes(body[place : place + TTL_OCTETS], "big")
        ttl = 0 if ttl & 0x80000000 else min(ttl, answers.MAX_TTL_SECONDS)
        at = body_at + place
        if reply[at : at + TTL_OCTETS] != max(0, ttl - found.age).to_bytes(TTL_OCTETS, "big"):
            return False
    return True


def is_far(policy: DevicePolicy, seconds: int, now: Callable[[], datetime]) -> bool:
    """Say whether nothing changes for a device while an answer of so many seconds is remembered."""
    return policy.valid_until is None or (ttl_cap(policy, now()) or 0) >= seconds
