"""Answers from above as they may be given: looked through, kept, and old ones where nobody answers.

Rules kept here:
- An upstream is asked first, always. Only where it says nothing for a moment, or cannot answer, is
  an answer given whose life is over (RFC 8767 section 5); it says so, and lives 30 seconds.
- While a question has failed, it is not asked again for some seconds, by whoever (RFC 9520).
- An answer is looked through once, when it comes: where it leads, and whether it points into the
  home. What cannot be read is no answer.
- Nothing here knows who asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, NoReturn

from agent.dns import answers, message
from agent.dns.answers import LocalAnswer
from agent.dns.cache import Cache, Found, key_of
from agent.dns.rebinding import Rebinding, is_nowhere, is_of_a_home
from agent.dns.shortly import Shortly
from agent.dns.upstream import Upstream, UpstreamSilent
from agent.dns.wire import Answer, Question
from agent.dns.within import read_within
from policy.names import Name

NOT_ANSWERED = LocalAnswer(
    answers.SERVFAIL, ede=(answers.EDE_NETWORK_ERROR, b"No upstream resolver answered")
)
NOT_READABLE = LocalAnswer(
    answers.SERVFAIL, ede=(answers.EDE_INVALID, b"The resolver's answer cannot be read")
)
LEADS_HOME = LocalAnswer(
    answers.NOERROR,
    soa_at=0,
    ede=(answers.EDE_BLOCKED, b"Blocked in this home: a name from outside that leads inside"),
)
"""NODATA: the name may well exist, and no other server should be asked for it."""

HELD = frozenset({answers.NOERROR, answers.NXDOMAIN})
"""What an upstream may say that is an answer; all else says that it has none."""

PATIENCE_SECONDS: Final = 1.8
"""How long an upstream is waited for where an old answer is at hand (RFC 8767 section 5)."""
AGAIN_SECONDS: Final = 30.0
"""How long an old answer is given before an upstream is asked again (RFC 8767 section 5)."""
REFUSED_SECONDS: Final = 30.0
"""How long an answer that leads into the home is not asked for again."""
MOST_LATE: Final = 200
"""How many questions may go on above after an old answer was given."""


class Given(NamedTuple):
    """An answer to give, its age in seconds, and as what the cache holds it, where it does."""

    answer: Answer
    age: int = 0
    found: Found | None = None

    def __repr__(self) -> str:
        return "<Given>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("an answer is not written to a file")


NOTHING_FOUND: Final = Given(Answer(answers.SERVFAIL, (0, 0, 0), b"", (), 0, authentic=False))


class Resolving:
    """Asks an upstream, with a cache before it."""

    def __init__(
        self,
        cache: Cache,
        upstream: Upstream,
        rebinding: Rebinding | None = None,
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Ask nothing yet. `refused` is told that an answer led into the home, and nothing else."""
        self._cache = cache
        self._upstream = upstream
        self._rebinding = rebinding or Rebinding()
        self._refused = refused
        self._shortly = Shortly(cache.clock)
        self._late: set[asyncio.Task[Given | LocalAnswer]] = set()

    def find(self, question: Question, alias: Name | None) -> Given | LocalAnswer | None:
        """Return what can be given at once, None where an upstream has to be asked."""
        asked, is_alias = behind(question, alias), alias is not None
        if (found := self._cache.find(asked, is_alias=is_alias)) is not None:
            return Given(found.answer, found.age, found)
        if (failed := self._shortly.find(key_of(asked, is_alias=is_alias))) is None:
            return None
        if failed is LEADS_HOME:
            return failed
        return self._stale(asked, is_alias=is_alias) or failed

    async def ask(self, question: Question, alias: Name | None) -> Given | LocalAnswer:
        """Return what an upstream says, or what there is instead."""
        asked, is_alias = behind(question, alias), alias is not None
        if (stale := self._stale(asked, is_alias=is_alias)) is None:
            return await self.fetch(question, alias)
        fetching = asyncio.create_task(self.fetch(question, alias))
        self._late.add(fetching)
        fetching.add_done_callback(self._late.discard)
        try:
            await asyncio.wait((fetching,), timeout=PATIENCE_SECONDS)
        except asyncio.CancelledError:
            fetching.cancel()
            raise
        if fetching.done():
            given = fetching.result()
            return given if given is LEADS_HOME or _is_answer(given) else stale
        # It goes on beside, so that the next one who asks may have a new answer.
        if len(self._late) > MOST_LATE:
            fetching.cancel()
        self._fail(asked, NOT_ANSWERED, is_alias=is_alias, is_silence=True)
        return stale

    async def fetch(self, question: Question, alias: Name | None) -> Given | LocalAnswer:
        """Return what an upstream says, kept in the cache, whatever is there already."""
        asked, is_alias = behind(question, alias), alias is not None
        try:
            answer = await self._upstream.ask(asked)
        except UpstreamSilent:
            return self._fail(asked, NOT_ANSWERED, is_alias=is_alias, is_silence=True)
        if answer.rcode not in HELD:
            # An engine is answered by its safe name or not at all: never by its own addresses.
            says = NOT_ANSWERED if is_alias else _failed_lately(answer)
            self._fail(asked, says, is_alias=is_alias)
            return says if is_alias else Given(answer)
        if (within := read_within(asked, answer)) is None:
            return self._fail(asked, NOT_READABLE, is_alias=is_alias)
        if self._rebinding.is_refused(asked.name, within.addresses):
            if self._refused is not None and _leads_somewhere(within.addresses):
                self._refused()
            return self._fail(asked, LEADS_HOME, is_alias=is_alias)
        if alias is not None:
            written = message.behind_alias(asked, answer)
            if written is None:
                return self._fail(asked, NOT_READABLE, is_alias=is_alias)
            answer = written
        if within.targets:
            answer = answer._replace(targets=within.targets)
        self._cache.keep(asked, answer, is_alias=is_alias)
        self._shortly.answered(key_of(asked, is_alias=is_alias))
        return Given(answer)

    def _stale(self, asked: Question, *, is_alias: bool) -> Given | None:
        answer = self._cache.stale(asked, is_alias=is_alias)
        return None if answer is None else Given(answers.staled(answer))

    def _fail(
        self, asked: Question, says: LocalAnswer, *, is_alias: bool, is_silence: bool = False
    ) -> LocalAnswer:
        """Remember what is said of a question for now, and return it."""
        key = key_of(asked, is_alias=is_alias)
        if says is LEADS_HOME:
            self._shortly.failed(key, says, is_silence=False, at_least=REFUSED_SECONDS)
        elif self._cache.stale(asked, is_alias=is_alias) is not None:
            self._shortly.failed(key, says, is_silence=is_silence, at_least=AGAIN_SECONDS)
        else:
            self._shortly.failed(key, says, is_silence=is_silence)
        return says


def behind(question: Question, alias: Name | None) -> Question:
    """Return the question that is asked above: that of the alias, where there is one."""
    return question if alias is None else question._replace(name=alias)


def _leads_somewhere(addresses: Iterable[bytes]) -> bool:
    return any(is_of_a_home(one) and not is_nowhere(one) for one in addresses)


def _is_answer(given: Given | LocalAnswer) -> bool:
    return isinstance(given, Given) and given.answer.rcode in HELD


def _failed_lately(answer: Answer) -> LocalAnswer:
    """Return what is said while an upstream's failure is remembered (RFC 9520 section 3.2)."""
    text = b"The resolver above could not answer this a moment ago"
    return LocalAnswer(answer.rcode, ede=(answers.EDE_CACHED_ERROR, text))
