"""Several upstreams as one: the best is asked, and the next beside it when it is slow.

Rules kept here:
- An upstream that is slow, dead or lies holds no question back: after a while that fits it, the
  next one is asked too, and whoever answers first is right.
- A question goes to no more upstreams than it must.
- How fast they are is found out with a question that says nothing of this home, beside the
  answering: the root's own name servers.
- When all that speak say that they cannot, that is the answer; it is nobody's failure.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence

from agent.dns.upstream.asking import UpstreamSilent, Way
from agent.dns.upstream.choice import Choice
from agent.dns.upstream.query import UNWILLING, question_for
from agent.dns.wire import Answer, Question
from policy.names import ROOT

_TYPE_NS = 2
MEASURE = question_for(ROOT, _TYPE_NS)
"""What everybody is asked to see how fast they are."""


class Several:
    """One or more resolvers, each by its own way."""

    def __init__(
        self,
        ways: Sequence[Way],
        *,
        rounds: Sequence[float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask `ways` in this order at first. Each has so many seconds in each round."""
        self._ways = tuple(ways)
        self._rounds = tuple(rounds)
        self._clock = clock
        self._choice = Choice(len(self._ways))
        self._measuring: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question) -> Answer:
        """Return what the first upstream that can answer says. Raises UpstreamSilent."""
        if len(self._ways) > 1:
            self._measure_who_is_due()
        for seconds in self._rounds:
            answer = await self._round(question, seconds)
            if answer is not None:
                return answer
        raise UpstreamSilent

    async def _round(self, question: Question, seconds: float) -> Answer | None:
        """Ask one after the other, once each; return None where all are silent."""
        if len(self._ways) == 1:
            return await self._ways[0].ask(question, seconds)
        order = list(self._choice.order())
        waiting: dict[asyncio.Task[Answer | None], int] = {}
        refused: dict[int, Answer] = {}
        try:
            while order or waiting:
                patience = None
                if order:
                    number = order.pop(0)
                    asking = asyncio.create_task(self._ways[number].ask(question, seconds))
                    waiting[asking] = number
                    patience = self._choice.patience(number) if order else None
                done, _ = await asyncio.wait(
                    waiting, timeout=patience, return_when=asyncio.FIRST_COMPLETED
                )
                for asking in done:
                    number, answer = waiting.pop(asking), asking.result()
                    if answer is None:
                        self._choice.failed(number, self._clock())
                    elif answer.rcode in UNWILLING:
                        refused[number] = answer
                    else:
                        self._note(number, refused, waiting.values())
                        return answer
        finally:
            for asking in waiting:
                asking.cancel()
        # Every upstream that speaks at all says no (a broken zone, say); that is news.
        return next(iter(refused.values()), None)

    def _note(self, right: int, wrong: Iterable[int], late: Iterable[int]) -> None:
        """Note who could answer a question, who said that they cannot, and who was later."""
        now = self._clock()
        for number in wrong:
            self._choice.failed(number, now)
        for number in late:
            self._choice.was_overtaken(number, now)
        self._choice.answered(right)

    def _measure_who_is_due(self) -> None:
        for number in self._choice.due(self._clock()):
            task = asyncio.create_task(self._measure(number))
            self._measuring.add(task)
            task.add_done_callback(self._measuring.discard)

    async def _measure(self, number: int) -> None:
        began = self._clock()
        answer = await self._ways[number].ask(MEASURE, self._rounds[0])
        if answer is None or answer.rcode in UNWILLING:
            self._choice.failed(number, self._clock())
        else:
            self._choice.measured(number, self._clock() - began)
