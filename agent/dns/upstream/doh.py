"""Asking a resolver over HTTPS (RFC 8484): one connection of HTTP/2, a stream for each question.

Rules kept here:
- Each question is a POST of its own, so that it stands in no address and in nobody's log of them;
  its id is 0 (RFC 8484 section 4.1), and it is padded (RFC 8467). No header says who we are.
- An answer is one of status 200 and of the right media type, no larger than a message can be, that
  repeats the question. Anything else is no answer; nothing is followed elsewhere.
- What is refused, reset, or on its way when a connection is closed (GOAWAY) is asked once more.
- No more streams are open than the upstream allows; nothing that it pushes is taken.
- Whom we talk to is `secured`'s matter, and how long a connection is kept is `kept`'s.

Imported only where an upstream over HTTPS is named: nobody else pays for HTTP/2 in memory.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)
from h2.exceptions import H2Error
from h2.settings import SettingCodes, Settings

from agent.dns.upstream.asking import Whereabouts
from agent.dns.upstream.freshness import Freshness, aged, freshness
from agent.dns.upstream.kept import MAX_ON_THEIR_WAY, SILENT_SECONDS, Connection, Ended, Kept
from agent.dns.upstream.query import Query, fits, padded_query_for, read
from agent.dns.upstream.secured import Identity, Opened, Secured
from agent.dns.wire import Answer, Question

MEDIA_TYPE = b"application/dns-message"
PROTOCOL = "h2"
_ID = 0
_READ_OCTETS = 65_536
_MAX_MESSAGE_OCTETS = 65_535
_MAX_HEADER_OCTETS = 16_384
_LENGTHS = {128: b"128", 256: b"256", 384: b"384"}
"""All that a padded query can have: a name has 255 octets at most, and what is around it 31."""
_CONFIGURATION = H2Configuration(
    client_side=True,
    header_encoding=None,
    # Ours are the same for every question, and right (a test looks at them): half of the work.
    validate_outbound_headers=False,
    normalize_outbound_headers=False,
)
_SETTINGS = {
    SettingCodes.ENABLE_PUSH: 0,
    SettingCodes.INITIAL_WINDOW_SIZE: _MAX_MESSAGE_OCTETS,
    SettingCodes.MAX_HEADER_LIST_SIZE: _MAX_HEADER_OCTETS,
}


class Doh(Kept):
    """One resolver, asked over HTTPS."""

    def __init__(
        self,
        where: Whereabouts,
        identity: Identity,
        url: tuple[str, str],
        *,
        authorities: str | None = None,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        """Ask at `where` for `url`: its host with any port (RFC 9110 section 7.2), and its path."""
        authority, path = url
        head = [
            (b":method", b"POST"),
            (b":scheme", b"https"),
            (b":authority", authority.encode("ascii")),
            (b":path", path.encode("ascii")),
            (b"accept", MEDIA_TYPE),
            (b"content-type", MEDIA_TYPE),
        ]
        super().__init__(
            Secured(where, identity, authorities=authorities, protocol=PROTOCOL),
            partial(_Doh, silent_seconds=silent_seconds, head=head),
        )


class _Awaited:
    """One stream: what was asked on it, and what came of the answer so far.

    It `is_lost` where nothing can come of it here, and something may on another connection.
    """

    __slots__ = ("body", "found", "fresh", "is_lost", "is_right", "query")

    def __init__(self, query: Query) -> None:
        self.query = query
        self.found: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self.fresh = Freshness()
        self.is_lost = False
        self.is_right = False
        self.body = b""

    def lose(self) -> None:
        """Tell who waits that nothing will come."""
        if not self.found.done():
            self.is_lost = True
            self.found.set_result(None)

    def answer(self) -> Answer | None:
        """Return what came, None where it cannot be used."""
        if not self.is_right or not fits(self.body, self.query):
            return None
        answer = read(self.body, self.query)
        return answer and aged(answer, self.fresh)


class _Doh(Connection):
    """A connection of HTTP/2 (RFC 9113)."""

    ERRORS: ClassVar[tuple[type[Exception], ...]] = (OSError, H2Error)

    def __init__(
        self, opened: Opened, silent_seconds: float, head: list[tuple[bytes, bytes]]
    ) -> None:
        self._head = head
        self._waiting: dict[int, _Awaited] = {}
        self._queued = 0
        self._has_room = asyncio.Event()
        self._h2 = H2Connection(_CONFIGURATION)
        self._h2.local_settings = Settings(client=True, initial_values=_SETTINGS)
        self._h2.initiate_connection()
        super().__init__(opened, silent_seconds)
        self._send()

    async def ask(self, question: Question) -> Answer | None:
        """Return the answer, None where what came cannot be used. Raises Ended."""
        query = padded_query_for(_ID, question)
        await self._wait_for_room(len(query.packet))
        try:
            stream = self._h2.get_next_available_stream_id()
            length = (b"content-length", _LENGTHS[len(query.packet)])
            self._h2.send_headers(stream, [*self._head, length])
            self._h2.send_data(stream, query.packet, end_stream=True)
        except H2Error as error:  # the stream ids are used up, or it was just closed
            self._end()
            raise Ended from error
        awaited = self._waiting[stream] = _Awaited(query)
        if self._silence is None:
            self._await_a_word()
        self._send()
        try:
            answer = await awaited.found
            if awaited.is_lost:
                raise Ended
            return answer
        finally:
            if self._waiting.pop(stream, None) is not None:  # nobody waits for it any more
                self._reset(stream)

    async def _wait_for_room(self, octets: int) -> None:
        """Return when one more question may be sent. Raises Ended."""
        if self._queued + len(self._waiting) >= MAX_ON_THEIR_WAY:
            raise Ended
        self._queued += 1
        try:
            while self.is_open and not self._may_send(octets):
                if self._silence is None:
                    self._await_a_word()
                self._has_room.clear()
                await self._has_room.wait()
        finally:
            self._queued -= 1
        if not self.is_open:
            raise Ended

    def _may_send(self, octets: int) -> bool:
        theirs = self._h2.remote_settings
        return (
            self._h2.open_outbound_streams < theirs.max_concurrent_streams
            and min(self._h2.outbound_flow_control_window, theirs.initial_window_size) >= octets
        )

    async def _read_on(self) -> None:
        octets = await self._reader.read(_READ_OCTETS)
        if not octets:
            self.is_open = False
            return
        events = self._h2.receive_data(octets)
        for event in events:
            self._take(event)
        self._send()
        if events:
            # Not for octets alone: a frame that never ends must not keep a dead connection.
            self._has_room.set()
            self._await_a_word()

    def _take(self, event: Event) -> None:
        if isinstance(event, ConnectionTerminated):
            self.is_open = False
            return
        if isinstance(event, DataReceived):
            # The upstream may send as much again, whether or not we wait for it.
            self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        awaited = self._waiting.get(getattr(event, "stream_id", None) or 0)
        if awaited is None:
            return
        if isinstance(event, ResponseReceived):
            headers = [(bytes(name), bytes(value)) for name, value in event.headers]
            awaited.is_right = _is_right(headers)
            awaited.fresh = freshness(headers)
        elif isinstance(event, DataReceived):
            awaited.body += event.data
            if len(awaited.body) > _MAX_MESSAGE_OCTETS:
                self._reset(event.stream_id)
                self._hand_on(event.stream_id, None)
        elif isinstance(event, StreamEnded):
            self._hand_on(event.stream_id, awaited.answer())
        elif isinstance(event, StreamReset):
            del self._waiting[event.stream_id]
            awaited.lose()

    def _hand_on(self, stream: int, answer: Answer | None) -> None:
        found = self._waiting.pop(stream).found
        if not found.done():
            found.set_result(answer)

    def _reset(self, stream: int) -> None:
        """Tell the upstream that nobody waits for an answer any more."""
        try:
            self._h2.reset_stream(stream, ErrorCodes.CANCEL)
        except H2Error:  # it has just ended by itself
            return
        self._send()
        self._has_room.set()

    def _send(self) -> None:
        if octets := self._h2.data_to_send():
            self._writer.write(octets)

    def _is_awaiting(self) -> bool:
        return bool(self._waiting or self._queued)

    def _let_go(self) -> None:
        left, self._waiting = self._waiting, {}
        for awaited in left.values():
            awaited.lose()
        self._has_room.set()


def _is_right(headers: list[tuple[bytes, bytes]]) -> bool:
    """Say whether an answer follows (RFC 8484 section 4.2.1)."""
    said = dict(headers)
    media_type = said.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return said.get(b":status") == b"200" and media_type == MEDIA_TYPE
