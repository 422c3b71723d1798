"""The same octets again: a question answered without being read, as the pipeline's steps would.

Rules kept here:
- It may only decline. Whatever it gives is, octet for octet, what `Pipeline.answer` would give at
  this moment: the steps are the specification, and a property test holds the two together.
- What is kept does not depend on who asked, and who asked is not kept: an answer for everybody, and
  what the lists say of its name. Whether an asker may have it is found out anew for each query.
- A query with any EDNS option is not kept: a cookie (RFC 7873) or a client's subnet (RFC 7871) in
  its octets would tell who asked.
- It declines wherever more than the lists decide: a rule that names it, a lifeline, a signal, safe
  search, anything that hangs on time, a change that is nearer than the answer's own end.
- It declines for whoever is told of: a device that is recorded, a young person whose minutes are
  counted, a device that shows what is blocked on it. So nothing is told twice, or not at all.
- It declines where any name that the answer leads to could be denied to whoever asks, and where an
  answer is due to be fetched anew.
- An answer is given no longer than its upstream lets it live, and not once a newer one is there.
  What is kept is bounded; the oldest goes first.
- What a policy says beside the lists is looked up once for all that one address asks in a batch,
  and nothing of it stays: between batches anything may change.
- Where `agent.switches` says so nothing is kept, and the steps answer everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from math import inf
from typing import Final

from agent.dns import answers
from agent.dns.cache import LEAVING_PART, Found
from agent.dns.known import ID_OCTETS, TTL_OCTETS, Known, Ready, above
from agent.dns.noticing import Noticing
from agent.dns.wire import Question
from agent.in_force import Current, InForce
from agent.switches import is_without_again
from policy.compiled import CompiledPolicy, DevicePolicy, ttl_cap
from policy.index import CategoryIndex
from policy.never_blocked import NEVER_BLOCKED
from policy.special import BYPASS_SIGNALS
from policy.verdict import Block
from policy.ways_around import is_way_around

MAX_KEPT: Final = 24_576
"""More than the cache's answers, or these would push each other out before they are over."""

NOTHING_OF_THE_ASKER: Final = frozenset({0, 11})
"""How many octets may stand behind the question: none, or an OPT record that is without options."""


class Asker:
    """Whoever asks from one address, for as long as nothing else happens.

    `left` is how many answers they may have, `given` how many they had since; `is_told` says that
    who asks beyond that hears nothing more for now; `longest` for how many seconds an answer may be
    remembered; `now` the moment.
    """

    __slots__ = (
        *("_blocked", "_explicit", "_known", "_longest", "_now", "_parents", "_safe", "given"),
        *("is_told", "left"),
    )

    def __init__(
        self, known: Mapping[bytes, Known], policy: DevicePolicy, longest: int, now: float
    ) -> None:
        self._known = known
        self._blocked = policy.blocked
        self._explicit = policy.explicit.keys()
        self._parents = policy.allow_parents
        self._safe = policy.safe_answers
        self._longest = longest
        self._now = now
        self.left = inf
        self.given = 0
        self.is_told = False

    def answer(self, packet: bytes) -> bytes | None:
        """Return the reply over UDP to a query that is known, None to go through the steps."""
        if (known := self._known.get(packet[ID_OCTETS:])) is None:
            return None
        if self._explicit and not self._explicit.isdisjoint(known.suffixes):
            return None
        if hit := known.mask & self._blocked:
            ready = None if known.name in self._parents else known.denied(hit)
        elif known.leads & self._blocked or known.name in self._safe:
            return None
        else:
            ready = known.ready
        if ready is None or (ready.fresh_until <= self._now and not ready.age(self._now)):
            return None
        return packet[:ID_OCTETS] + ready.tail if ready.longest <= self._longest else None


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
        if is_without_again():
            self._max_kept = 0

    def __len__(self) -> int:
        return len(self._known)

    def answer(self, packet: bytes, source: str) -> bytes | None:
        """Return the reply over UDP to a query that is known, None to go through the steps."""
        return self.asker(source).answer(packet)

    def asker(self, source: str) -> Asker:
        """Return what may be given at an address at this moment.

        It holds until anything else happens: then ask for another one.
        """
        in_force, known = self._current.in_force, self._known
        if in_force.index is not self._index:
            self._forget(in_force.index)
        policy = self._whose(in_force.policy, source)
        if (
            policy.in_time is not None
            or policy.strictest_of
            or self._noticing.is_told(policy, source)
        ):
            known = {}
        return Asker(known, policy, longest_for(policy, self._current.now), self._clock())

    def settle(self, source: str, asker: Asker) -> None:
        """Count what an asker was given since."""
        if self._noticing.tally is not None and asker.given:
            self._noticing.tally.asked_plainly(source, asker.given)

    def keep(
        self, packet: bytes, question: Question, found: Found, in_force: InForce, reply: bytes
    ) -> None:
        """Keep a reply over UDP that the fast writer made of what the cache holds."""
        known, body_at = self._place(packet, question, in_force), question.end
        if known is None or known.is_of(found):
            return
        # What was cut short, or given a shorter life for whoever asked, is not for everybody.
        if is_as_found(reply, body_at, found):
            known.take(reply, body_at, found, in_force.listings)

    def keep_denial(
        self, packet: bytes, question: Question, block: Block, in_force: InForce, reply: bytes
    ) -> None:
        """Keep how the fast writer told a block, if the lists alone decided it."""
        category = block.category
        if category is None or not block.denies_below:
            return
        # First what costs least: mostly it is kept already. It goes by the octets alone, so the
        # lists may be older than these; `answer` forgets them before it gives any of it.
        known = self._known.get(packet[ID_OCTETS:])
        if known is not None and known.is_denied_by(category):
            return
        if (known := self._place(packet, question, in_force)) is not None:
            known.deny(category, Ready(reply[ID_OCTETS:], answers.DENIAL_SECONDS))

    def _place(self, packet: bytes, question: Question, in_force: InForce) -> Known | None:
        """Return where a question is kept; None where more than the lists decide about it."""
        if in_force.index is not self._index:
            self._forget(in_force.index)
        key = packet[ID_OCTETS:]
        if (known := self._known.get(key)) is not None:
            return known
        if len(packet) - question.end not in NOTHING_OF_THE_ASKER:
            return None
        if not self._max_kept:
            return None
        name = question.name
        suffixes = tuple(above(name))
        if is_way_around(name) or not (
            NEVER_BLOCKED.isdisjoint(suffixes) and BYPASS_SIGNALS.isdisjoint(suffixes)
        ):
            return None
        known = Known(name, suffixes, in_force.listings(name))
        if len(self._known) >= self._max_kept:
            for oldest in tuple(islice(self._known, 1 + self._max_kept // LEAVING_PART)):
                del self._known[oldest]
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


def longest_for(policy: DevicePolicy, now: Callable[[], datetime]) -> int:
    """Return for how many seconds an answer may be remembered until something changes."""
    if policy.valid_until is None:
        return answers.MAX_TTL_SECONDS
    return ttl_cap(policy, now()) or 0
