"""One question by its octets, and what is ready to be given to it.

Rules kept here:
- What is kept does not depend on who asked, and who asked is not kept.
- What is ready is given until its moment and no longer: then its lifetimes are brought up to date,
  or it has ended. Whoever still holds what has ended sees that it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from math import inf
from typing import Final, NoReturn

from agent.dns.cache import Found, Kept
from policy.categories import Category, first_of
from policy.leads_to import JUDGED
from policy.names import Name, suffix_offsets

ID_OCTETS: Final = 2
TTL_OCTETS: Final = 4


class Ready:
    """The octets of a reply behind its id, until when they hold, and the largest TTL in them.

    What an upstream said is brought up to date by `age`; what is our own holds for ever.
    """

    __slots__ = ("_aged_at", "_body_at", "_kept", "_places", "fresh_until", "longest", "tail")

    def __init__(self, tail: bytes, longest: int) -> None:
        """Begin with what holds for ever."""
        self.tail = tail
        self.longest = longest
        self.fresh_until = inf
        self._aged_at = 0.0
        self._body_at = 0
        self._places: Sequence[int] = ()
        self._kept: Kept | None = None

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("an answer is not written to a file")

    def is_of(self, kept: Kept) -> bool:
        """Say whether this is made of this very answer."""
        return self._kept is kept

    def follow(self, kept: Kept, age: int, body_at: int) -> None:
        """Live as long as what is kept, which stands in the tail from there on, at this age."""
        kept.made(self)
        self._kept = kept
        self._body_at, self._places = body_at, kept.answer.ttl_places
        self._aged_at = kept.came + age
        self._write_all(0)
        self._is_fresh(kept)

    def end(self) -> None:
        """Be given to nobody any more: a newer answer is there, or none."""
        self.fresh_until = -inf
        self._kept = None

    def age(self, now: float) -> bool:
        """Bring the TTLs to this moment; False where the answer's life is over, or nearly."""
        if (kept := self._kept) is None:
            return False
        if now >= kept.until:
            self.end()
            return False
        kept.asked += 1
        if kept.is_due(now):
            return False
        older = int(now - self._aged_at)
        self._aged_at += older
        self._write(older)
        self._is_fresh(kept)
        return True

    def _write(self, older: int) -> None:
        """Write TTLs that are so many seconds older."""
        if len(self._places) == 1:  # mostly: then the largest is the only one
            at, tail = self._body_at + self._places[0], self.tail
            self.longest = longest = max(0, self.longest - older)
            self.tail = tail[:at] + longest.to_bytes(TTL_OCTETS) + tail[at + TTL_OCTETS :]
        else:
            self._write_all(older)

    def _is_fresh(self, kept: Kept) -> None:
        """Hold for the second in which the TTLs are what was written."""
        self.fresh_until = min(kept.until, self._aged_at + 1)

    def _write_all(self, older: int) -> None:
        tail, longest = bytearray(self.tail), 0
        for place in self._places:
            at = self._body_at + place
            ends = at + TTL_OCTETS
            ttl = max(0, int.from_bytes(tail[at:ends]) - older)
            tail[at:ends] = ttl.to_bytes(TTL_OCTETS)
            longest = max(longest, ttl)
        self.tail, self.longest = bytes(tail), longest


class Known:
    """What is answered to one question, by its octets behind the id.

    `ready` is the upstream's answer, None where none is kept; most names are denied to nobody.
    `mask` is all that the lists say of the name.
    `leads` is what the lists say of the names that the answer leads to, as far as that counts;
    these names, and all above them, are among `suffixes`.
    """

    __slots__ = (
        "_denials",
        "_hit",
        "_listed",
        "_told",
        "leads",
        "mask",
        "name",
        "ready",
        "suffixes",
    )

    def __init__(
        self, name: Name, suffixes: Sequence[Name], listed: Sequence[tuple[int, int]]
    ) -> None:
        """Begin with a name, all above it, and what the lists say of these, and no answer yet."""
        self.name = name
        self.suffixes: Collection[Name] = suffixes
        self.leads = 0
        self.mask = 0
        for _, mask in listed:
            self.mask |= mask
        self.ready: Ready | None = None
        self._listed = listed
        self._denials: tuple[tuple[Category, Ready], ...] = ()
        self._hit = 0
        self._told: Ready | None = None

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a question is not written to a file")

    def denied(self, hit: int) -> Ready | None:
        """Return how a block is told, by that part of the mask which is blocked for whoever asks.

        None where it was not told in this way yet. The nearest listed name decides (`decide`); what
        is blocked of it, is blocked of the whole mask, so that alone finds it. The last is kept:
        mostly the same is blocked for all who ask.
        """
        if hit != self._hit:
            category = first_of(next(mask & hit for _, mask in self._listed if mask & hit))
            self._hit, self._told = hit, self._denial_by(category)
        return self._told

    def is_denied_by(self, category: Category) -> bool:
        """Say whether it is known how a block by this category is told."""
        return self._denial_by(category) is not None

    def deny(self, category: Category, ready: Ready) -> None:
        """Keep how a block by this category is told."""
        others = (one for one in self._denials if one[0] is not category)
        self._denials = (*others, (category, ready))
        self._hit = 0

    def _denial_by(self, category: Category) -> Ready | None:
        return next((ready for of, ready in self._denials if of is category), None)

    def is_of(self, found: Found) -> bool:
        """Say whether what is ready is of this very answer already."""
        return self.ready is not None and self.ready.is_of(found.kept)

    def take(
        self,
        reply: bytes,
        body_at: int,
        found: Found,
        listings: Callable[[Name], Iterable[tuple[int, int]]],
    ) -> None:
        """Take up a reply, in which what was found stands from `body_at` on."""
        if self.ready is not None:
            self.ready.end()  # whoever holds it still gives it no more
            self.leads, self.suffixes = 0, tuple(above(self.name))
        if targets := found.answer.targets:
            for target in targets:
                for _, mask in listings(target):
                    self.leads |= mask & JUDGED
            self.suffixes = {*self.suffixes, *(one for target in targets for one in above(target))}
        self.ready = Ready(reply[ID_OCTETS:], 0)
        self.ready.follow(found.kept, found.age, body_at - ID_OCTETS)


def above(name: Name) -> Iterator[Name]:
    """Yield a name and all above it, without the root."""
    for offset in suffix_offsets(name):
        yield Name(name[offset:])
