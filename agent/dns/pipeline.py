"""The route of a query, one screen. Each step says why it stands where it stands.

Rules kept here:
- A step either answers or lets the query go on; none looks at what an earlier one did.
- Nothing here waits: what must be asked above is handed back as a Forward.
- No answer says that it may be kept beyond the next change for whoever asked; what the cache holds
  is for everybody and keeps its own time.
- Nothing here logs, counts by device, or keeps a name together with who asked for it.
- A lens is told what was decided in the end, and only while one is lent for the asker; what it does
  with that is its own matter (`agent.gate`), and no answer depends on it.
- So are the count of a young person's minutes, and a device whose holder asks what is blocked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, NoReturn, TypeAlias

from agent.devices.directory import policy_for
from agent.dns import answers, message, wire
from agent.dns.again import Again
from agent.dns.answers import LocalAnswer, Record
from agent.dns.cache import Cache
from agent.dns.gate import FORMERR, bare_refusal, refuse_by_header
from agent.dns.noticing import Noticing, Observer
from agent.dns.rebinding import Rebinding
from agent.dns.renewing import Renewing
from agent.dns.resolving import LEADS_HOME, NOTHING_FOUND, Given, Resolving
from agent.dns.special import MINIMAL_ANY, TYPE_ANY, answer_locally
from agent.dns.upstream import Upstream
from agent.dns.wire import CLASS_IN, Question
from agent.in_force import Current, InForce
from policy.compiled import CompiledPolicy, DevicePolicy, safe_answer_for, ttl_cap
from policy.decide import NOTHING_SAID, decide
from policy.explain import short_reason
from policy.leads_to import block_by_target
from policy.names import Name
from policy.verdict import Block, Verdict

NO_RECURSION = LocalAnswer(
    answers.REFUSED, ede=(answers.EDE_NOT_AUTHORITATIVE, b"This box answers for its home only")
)
TOO_BUSY = LocalAnswer(
    answers.SERVFAIL, ede=(answers.EDE_NOT_READY, b"Too many questions are waiting")
)
OTHER_EDNS_VERSION = LocalAnswer(answers.BADVERS)

META_TYPES = frozenset({0, wire.TYPE_OPT, *range(249, 255)})
"""Types that are no data: reserved, OPT, TKEY, TSIG, transfers and mail groups (RFC 6895, 3.1)."""


class Forward(NamedTuple):
    """A query that only an upstream can answer, with all that is needed to answer it then.

    It was decided under `in_force` as `verdict` says. With an `alias` it is that name whose answer
    is needed. `lens` is whoever was to be told when it came, and nobody who came since.
    """

    packet: bytes
    question: Question
    limit: int
    write: Callable[[bytes, Question, LocalAnswer], bytes]
    source: str
    in_force: InForce
    alias: Name | None
    verdict: Verdict = NOTHING_SAID
    lens: Observer | None = None

    def __repr__(self) -> str:
        return "<Forward>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a query is not written to a file")


Judged: TypeAlias = tuple[
    bytes,
    Question,
    int,
    Callable[[bytes, Question, LocalAnswer], bytes],
    str,
    InForce,
    Name | None,
    Verdict,
    Observer | None,
]
"""The same as a Forward, of what need not wait; a plain tuple takes a tenth of its time."""


class Pipeline:
    """The steps, over the policy that is current at each query."""

    def __init__(
        self,
        current: Current,
        cache: Cache,
        upstream: Upstream,
        whose: Callable[[CompiledPolicy, str], DevicePolicy] = policy_for,
        noticing: Noticing | None = None,
        rebinding: Rebinding | None = None,
    ) -> None:
        """Join the steps; nothing is opened here. `whose` finds what is decided for an address."""
        self._current = current
        self._noticing = noticing or Noticing({}, {})
        tally = self._noticing.tally
        led_home = None if tally is None else tally.led_home
        self._resolving = Resolving(cache, upstream, rebinding, led_home)
        self.renewing = Renewing(self._resolving)
        """Answers that are fetched anew before they are over; whoever keeps time looks at it."""
        self._whose = whose
        self._clock = cache.clock
        self._again = Again(current, cache.clock, whose, self._noticing)
        self.again = self._again.answer
        """Returns the reply over UDP to a query that came before in the same octets, or None."""
        self.asker = self._again.asker
        """Returns what is known for an address, for as long as nothing else happens."""
        self.settle = self._again.settle
        """Counts what was given of it."""

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
        lens = self._noticing.lenses.get(source)
        return self._decided(packet, question, limit, write, source, lens)

    def _decided(
        self,
        packet: bytes,
        question: Question,
        limit: int,
        write: Callable[[bytes, Question, LocalAnswer], bytes],
        source: str,
        lens: Observer | None,
    ) -> bytes | Forward:
        """Return the reply by what is in force for whoever asked, or what to forward.

        `lens` is whoever was to be told when the question came.
        """
        # 5. Who asks and what is decided: before the cache, which is shared by all devices.
        in_force = self._current.in_force
        policy = self._whose(in_force.policy, source)
        verdict = decide(policy, question.name, in_force.listings)
        if isinstance(verdict, Block):
            self._told_by(source, lens).tell(policy, source, question.name, verdict, in_force)
            local = denial(verdict)
            if policy.valid_until is not None:
                local = answers.at_most(local, self._seconds_left(policy))
            reply = write(packet, question, local)
            if write is answers.reply and local.seconds == answers.DENIAL_SECONDS:
                self._again.keep_denial(packet, question, verdict, in_force, reply)
            return reply

        # 6. ANY: after the decision, so that a blocked name is blocked for every type.
        if question.qtype == TYPE_ANY:
            self._told_by(source, lens).tell(policy, source, question.name, verdict, in_force)
            return write(packet, question, answers.at_most(MINIMAL_ANY, self._seconds_left(policy)))

        # 7. Safe search: after the decision, which may close it, and for every type alike; before
        # the cache, in which another device's answer may stand.
        alias = safe_answer_for(policy, question.name)
        if alias is not None and question.qtype == answers.TYPE_CNAME:
            self._told_by(source, lens).tell(policy, source, question.name, verdict, in_force)
            local = answers.at_most(named(alias), self._seconds_left(policy))
            return write(packet, question, local)

        # 8. The cache, last before the way out: only names that this device may have reach it.
        query = (packet, question, limit, write, source, in_force, alias, verdict, lens)
        if (given := self._resolving.find(question, alias)) is None:
            return Forward(*query)
        return self._given(query, policy, given)

    async def forward(self, query: Forward) -> bytes:
        """Return the reply to a forwarded query; SERVFAIL where no upstream answers."""
        given = await self._resolving.ask(query.question, query.alias)
        if self._current.in_force is not query.in_force:
            # It changed while we waited, as at the beginning of a bedtime: it is decided anew.
            again = self._decided(*query[:5], query.lens)
            if isinstance(again, bytes):
                return again
            if again.alias != query.alias:
                return await self.forward(again)
            query = again
        return self._given(query, self._whose(query.in_force.policy, query.source), given)

    def _given(self, query: Judged, policy: DevicePolicy, given: Given | LocalAnswer) -> bytes:
        """Return the reply with what was found, or with why nothing was, for whoever asked."""
        packet, question, limit, write, source, in_force, alias, verdict, lens = query
        local: LocalAnswer | None = None
        if isinstance(given, LocalAnswer):
            local, given = given, NOTHING_FOUND

        # 9. Where it leads: behind another name may be a tracker's. For each device anew, since
        # what was found is for all of them.
        if targets := given.answer.targets:
            name, listings = question.name, in_force.listings
            if block := block_by_target(policy, name, verdict, targets, listings):
                verdict, local = block, denial(block)

        # 10. Who is told: of what was decided in the end. What leads into the home from outside was
        # nobody's doing.
        if local is not LEADS_HOME:
            self._told_by(source, lens).tell(policy, source, question.name, verdict, in_force)

        most = self._seconds_left(policy)
        if local is not None:
            return write(packet, question, answers.at_most(local, most))
        found = given.found
        reply = answers.forwarded(packet, question, given.answer, given.age, limit, most)
        if found is not None:
            if found.kept.is_due(self._clock()):
                self.renewing.want(question, alias, found.kept)
            if write is answers.reply and alias is None and limit != answers.OVER_TCP:
                self._again.keep(packet, question, found, in_force, reply)
        return reply

    def _told_by(self, source: str, lens: Observer | None) -> Noticing:
        """Return who is told of a question at whose coming this lens was lent, and no later one."""
        told = self._noticing
        if told.lenses and told.lenses.get(source) is not lens:
            return told._replace(lenses={})
        return told

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
