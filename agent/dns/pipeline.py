"""The route of a query, one screen. Each step says why it stands where it stands.

Rules kept here:
- A step either answers or lets the query go on; none looks at what an earlier one did.
- Nothing here waits: what must be asked above is handed back as a Forward.
- No answer says that it may be kept beyond the next change for whoever asked; what the cache holds
  is for everybody and keeps its own time.
- Nothing here logs, counts by device, or keeps a name together with who asked for it.
- A lens is told what was decided, and only while one is lent for the asker; what it does with that
  is its own matter (`agent.gate`), and no answer depends on it.
- So are the count of a young person's minutes, and a device whose holder asks what is blocked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, NoReturn

from agent.devices.directory import policy_for
from agent.dns import answers, message, wire
from agent.dns.again import Again
from agent.dns.answers import LocalAnswer, Record
from agent.dns.cache import Cache
from agent.dns.gate import FORMERR, bare_refusal, refuse_by_header
from agent.dns.noticing import Noticing, Observer
from agent.dns.special import MINIMAL_ANY, TYPE_ANY, answer_locally
from agent.dns.upstream import Upstream, UpstreamSilent
from agent.dns.wire import CLASS_IN, Answer, Question
from agent.in_force import Current, InForce
from policy.compiled import CompiledPolicy, DevicePolicy, safe_answer_for, ttl_cap
from policy.decide import decide
from policy.explain import short_reason
from policy.names import Name
from policy.verdict import Block

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

HELD = frozenset({answers.NOERROR, answers.NXDOMAIN})
"""What an upstream may say of a safe name that is worth passing on."""

META_TYPES = frozenset({0, wire.TYPE_OPT, *range(249, 255)})
"""Types that are no data: reserved, OPT, TKEY, TSIG, transfers and mail groups (RFC 6895, 3.1)."""


class Forward(NamedTuple):
    """A query that only an upstream can answer, with all that is needed to answer it then.

    It was decided under `in_force`. With an `alias` it is that name whose answer is needed.
    """

    packet: bytes
    question: Question
    limit: int
    write: Callable[[bytes, Question, LocalAnswer], bytes]
    source: str
    in_force: InForce
    alias: Name | None

    def __repr__(self) -> str:
        return "<Forward>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a query is not written to a file")


class Pipeline:
    """The steps, over the policy that is current at each query."""

    def __init__(
        self,
        current: Current,
        cache: Cache,
        upstream: Upstream,
        lenses: Mapping[str, Observer] | None = None,
        whose: Callable[[CompiledPolicy, str], DevicePolicy] = policy_for,
        noticing: Noticing | None = None,
    ) -> None:
        """Join the steps; nothing is opened here. `lenses` may change while queries are answered.

        They are found by source address. `whose` finds what is decided for an address.
        """
        self._current = current
        self._cache = cache
        self._upstream = upstream
        self._noticing = noticing or Noticing({}, {})
        if lenses is not None:
            self._noticing = self._noticing._replace(lenses=lenses)
        self._whose = whose
        self._again = Again(current, cache.clock, whose, self._noticing)
        self.again = self._again.answer
        """Returns the reply over UDP to a query that came before in the same octets, or None."""

    def answer(self, packet: bytes, source: str, *, over_tcp: bool) -> bytes | Forward:
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
            if self._noticing.arrivals is not None:
                self._noticing.arrivals.notice(question.name, source)
            return write(packet, question, local)

        limit = answers.OVER_TCP if over_tcp else min(question.payload, answers.OUR_PAYLOAD)
        return self._decided(packet, question, limit, write, source)

    def _decided(
        self,
        packet: bytes,
        question: Question,
        limit: int,
        write: Callable[[bytes, Question, LocalAnswer], bytes],
        source: str,
        *,
        is_told: bool = True,
    ) -> bytes | Forward:
        """Return the reply by what is in force for whoever asked, or what to forward."""
        # 5. Who asks and what is decided: before the cache, which is shared by all devices.
        in_force = self._current.in_force
        policy = self._whose(in_force.policy, source)
        verdict = decide(policy, question.name, in_force.listings)
        # Only here: what was refused above was never decided, and below a block has left. Once
        # for each query: one that is decided anew was told when it came.
        if is_told:
            self._noticing.tell(policy, source, question.name, verdict, in_force)
        if isinstance(verdict, Block):
            local = denial(verdict)
            if policy.valid_until is not None:
                local = answers.at_most(local, self._seconds_left(policy))
            reply = write(packet, question, local)
            if write is answers.reply and local.seconds == answers.DENIAL_SECONDS:
                self._again.keep_denial(packet, question, verdict, in_force, reply)
            return reply

        # 6. ANY: after the decision, so that a blocked name is blocked for every type.
        if question.qtype == TYPE_ANY:
            return write(packet, question, answers.at_most(MINIMAL_ANY, self._seconds_left(policy)))

        # 7. Safe search: after the decision, which may close it, and for every type alike; before
        # the cache, in which another device's answer may stand.
        asked, alias = question, safe_answer_for(policy, question.name)
        if alias is not None:
            if question.qtype == answers.TYPE_CNAME:
                local = answers.at_most(named(alias), self._seconds_left(policy))
                return write(packet, question, local)
            asked = question._replace(name=alias)

        # 8. The cache, last before the way out: only names that this device may have reach it.
        if (found := self._cache.find(asked, is_alias=alias is not None)) is not None:
            most = self._seconds_left(policy)
            reply = answers.forwarded(packet, question, found.answer, found.age, limit, most)
            if write is answers.reply and alias is None and limit != answers.OVER_TCP:
                self._again.keep(packet, question, found, in_force, reply)
            return reply
        return Forward(packet, question, limit, write, source, in_force, alias)

    async def forward(self, query: Forward) -> bytes:
        """Return the reply to a forwarded query; SERVFAIL where no upstream answers."""
        alias, asked = query.alias, query.question
        if alias is not None:
            asked = asked._replace(name=alias)
        try:
            answer: Answer | None = await self._upstream.ask(asked)
        except UpstreamSilent:
            answer = None
        if answer is not None and alias is not None:
            # An engine is answered by its safe name or not at all: never by its own addresses.
            answer = message.behind_alias(asked, answer) if answer.rcode in HELD else None
        if answer is not None:
            self._cache.keep(asked, answer, is_alias=alias is not None)
        if (in_force := self._current.in_force) is not query.in_force:
            # It changed while we waited, as at the beginning of a bedtime: it is decided anew.
            again = self._decided(*query[:5], is_told=False)
            if isinstance(again, bytes):
                return again
            if again.alias != alias:
                return await self.forward(again)
        if answer is None:
            return query.write(query.packet, query.question, NOT_ANSWERED)
        most = self._seconds_left(self._whose(in_force.policy, query.source))
        return answers.forwarded(query.packet, query.question, answer, 0, query.limit, most)

    def _seconds_left(self, policy: DevicePolicy) -> int:
        """Return for how long an answer may be kept by whoever a policy is for."""
        if policy.valid_until is None:
            return answers.MAX_TTL_SECONDS
        seconds = ttl_cap(policy, self._current.now())
        return answers.MAX_TTL_SECONDS if seconds is None else seconds


@lru_cache(maxsize=1_024)
def denial(block: Block) -> LocalAnswer:
    """Return how a block is told: NXDOMAIN, or NODATA where an allowed name lies below it."""
    return LocalAnswer(
        answers.NXDOMAIN if block.denies_below else answers.NOERROR,
        soa_at=block.offset,
        ede=(answers.EDE_BLOCKED, short_reason(block).encode()),
    )


@lru_cache(maxsize=64)
def named(target: Name) -> LocalAnswer:
    """Return the alias by which a search engine is made safe, as an answer of its own."""
    record = Record(answers.TYPE_CNAME, answers.ALIAS_SECONDS, target)
    return LocalAnswer(answers.NOERROR, records=(record,))
