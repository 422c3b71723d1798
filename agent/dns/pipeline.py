"""The route of a query, one screen. Each step says why it stands where it stands.

Rules kept here:
- A step either answers or lets the query go on; none looks at what an earlier one did.
- Nothing here waits: what must be asked above is handed back as a Forward.
- Nothing here logs, counts by device, or keeps a name together with who asked for it.
- A lens is told what was decided, and only while one is lent for the asker; what it does with that
  is its own matter (`agent.gate`), and no answer depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, NoReturn, Protocol

from agent.devices.directory import policy_for
from agent.dns import answers, message, wire
from agent.dns.answers import LocalAnswer
from agent.dns.cache import Cache
from agent.dns.gate import FORMERR, bare_refusal, refuse_by_header
from agent.dns.special import MINIMAL_ANY, TYPE_ANY, answer_locally
from agent.dns.upstream import Upstream, UpstreamSilent
from agent.dns.wire import CLASS_IN, Question
from agent.in_force import Current, InForce
from policy.decide import decide
from policy.explain import short_reason
from policy.names import Name
from policy.verdict import Block, Verdict

NO_RECURSION = LocalAnswer(
    answers.REFUSED, ede=(answers.EDE_NOT_AUTHORITATIVE, b"This box answers for its home only")
)
NOT_ANSWERED = LocalAnswer(
    answers.SERVFAIL, ede=(answers.EDE_NETWORK_ERROR, b"No upstream resolver answered")
)
TOO_BUSY = LocalAnswer(
    answers.SERVFAIL, ede=(answers.EDE_NOT_READY, b"Too many questions are waiting")
)
OTHER_EDNS_VERSION = LocalAnswer(answers.BADVERS)

META_TYPES = frozenset({0, wire.TYPE_OPT, *range(249, 255)})
"""Types that are no data: reserved, OPT, TKEY, TSIG, transfers and mail groups (RFC 6895, 3.1)."""


class Forward(NamedTuple):
    """A query that only an upstream can answer, with all that is needed to answer it then."""

    packet: bytes
    question: Question
    limit: int
    write: Callable[[bytes, Question, LocalAnswer], bytes]

    def __repr__(self) -> str:
        return "<Forward>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a query is not written to a file")


class Observer(Protocol):
    """Whoever is told of the decided look-ups of one device."""

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Take notice, or not. Never waits and never raises."""


class Pipeline:
    """The steps, over the policy that is current at each query."""

    def __init__(
        self,
        current: Current,
        cache: Cache,
        upstream: Upstream,
        lenses: Mapping[str, Observer] | None = None,
    ) -> None:
        """Join the steps; nothing is opened here. `lenses` may change while queries are answered.

        They are found by source address.
        """
        self._current = current
        self._cache = cache
        self._upstream = upstream
        self._lenses = {} if lenses is None else lenses

    def answer(  # noqa: C901 - the steps in their order are what there is to read here
        self, packet: bytes, source: str, *, over_tcp: bool
    ) -> bytes | Forward:
        """Return the reply to send, `gate.SILENCE` to send nothing, or what to forward."""
        # 1. The header alone, first: rubbish must cost nothing and must never be amplified.
        if (refusal := refuse_by_header(packet)) is not None:
            return refusal

        # 2. Read: the fast reader declines what is unusual, and the slow one decides about it.
        write = answers.reply
        if (question := wire.read_question(packet)) is None:
            write = message.reply
            if (question := message.read_question(packet)) is None:
                return bare_refusal(packet, FORMERR)

        # 3. What we speak, before what is asked: the answer below would be in the wrong tongue.
        if question.edns:
            return write(packet, question, OTHER_EDNS_VERSION)
        # Without RD only what is cached could be given, and that would tell one device what
        # another one asked for.
        if (
            question.qclass != CLASS_IN
            or question.qtype in META_TYPES
            or not question.recursion_desired
        ):
            return write(packet, question, NO_RECURSION)

        # 4. The box's own names: before any rule, since no rule may change or forward them.
        if (local := answer_locally(question)) is not None:
            return write(packet, question, local)

        # 5. Who asks and what is decided: before the cache, which is shared by all devices.
        in_force = self._current.in_force
        verdict = decide(policy_for(in_force.policy, source), question.name, in_force.listings)
        # Only here: what was refused above was never decided, and below a block has left.
        if self._lenses and (lens := self._lenses.get(source)):
            lens.observe(question.name, verdict, in_force)
        if isinstance(verdict, Block):
            return write(packet, question, denial(verdict))

        # 6. ANY: after the decision, so that a blocked name is blocked for every type.
        if question.qtype == TYPE_ANY:
            return write(packet, question, MINIMAL_ANY)

        # 7. The cache, last before the way out: only names that this device may have reach it.
        limit = answers.OVER_TCP if over_tcp else min(question.payload, answers.OUR_PAYLOAD)
        if (found := self._cache.find(question)) is not None:
            return answers.forwarded(packet, question, *found, limit)
        return Forward(packet, question, limit, write)

    async def forward(self, query: Forward) -> bytes:
        """Return the reply to a forwarded query; SERVFAIL where no upstream answers."""
        try:
            answer = await self._upstream.ask(query.question)
        except UpstreamSilent:
            return query.write(query.packet, query.question, NOT_ANSWERED)
        self._cache.keep(query.question, answer)
        return answers.forwarded(query.packet, query.question, answer, 0, query.limit)


@lru_cache(maxsize=1_024)
def denial(block: Block) -> LocalAnswer:
    """Return how a block is told: NXDOMAIN, or NODATA where an allowed name lies below it."""
    return LocalAnswer(
        answers.NXDOMAIN if block.denies_below else answers.NOERROR,
        soa_at=block.offset,
        ede=(answers.EDE_BLOCKED, short_reason(block).encode()),
    )
