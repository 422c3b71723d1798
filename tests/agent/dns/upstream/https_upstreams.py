"""Upstream resolvers over HTTPS that follow a script, and say over HTTP what a test wants said.

Rules kept here:
- Each listens on a free port of a loopback address and is gone when its block ends.
- What is asked stays as it came: the headers, and the packet in the body.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from typing import NamedTuple

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, Event, RequestReceived, StreamEnded, StreamReset, WindowUpdated
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes, Settings

from agent.dns.upstream import Address


class Posted(NamedTuple):
    """One request as it reached an upstream."""

    headers: dict[bytes, bytes]
    packet: bytes
    port: int
    stream: int


class Reply(NamedTuple):
    """What is said to a request: a response, whole or not, and what comes instead or after it."""

    body: bytes = b""
    status: bytes = b"200"
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/dns-message"),)
    to: int | None = None
    """The stream that is answered, where it is not the one that was just asked on."""
    is_whole: bool = True
    reset: ErrorCodes | None = None
    goaway: bool = False
    closes: bool = False
    raw: bytes = b""


Tell = Callable[[Posted], Sequence[Reply]]
"""What to do about a request; nothing stands for silence."""


class Served(asyncio.Protocol):
    """An upstream that follows a script: the values that outlive its connections."""

    def __init__(self, tell: Tell, settings: dict[SettingCodes, int]) -> None:
        self.tell = tell
        self.settings = settings
        self.asked: list[Posted] = []
        self.resets: list[int] = []
        self.most_at_once = 0
        self.connections: list[_Serving] = []
        self.address = Address("", 0)


class _Serving(asyncio.Protocol):
    def __init__(self, served: Served) -> None:
        self._served = served
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self._h2.local_settings = Settings(client=False, initial_values=served.settings)
        self._asked: dict[int, tuple[dict[bytes, bytes], bytearray]] = {}
        self._left: dict[int, tuple[bytes, bool]] = {}
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Speak first, as HTTP/2 does."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._served.connections.append(self)
        self._h2.initiate_connection()
        transport.write(self._h2.data_to_send())

    def data_received(self, data: bytes) -> None:
        """Take what came, and answer by the script."""
        try:
            events = self._h2.receive_data(data)
        except ProtocolError:
            self.transport.abort()
            return
        for event in events:
            self._take(event)
        if not self.transport.is_closing():
            self.transport.write(self._h2.data_to_send())

    def _take(self, event: Event) -> None:
        if isinstance(event, RequestReceived):
            headers = {bytes(name): bytes(value) for name, value in event.headers}
            self._asked[event.stream_id] = headers, bytearray()
            at_once = self._h2.open_inbound_streams
            self._served.most_at_once = max(self._served.most_at_once, at_once)
        elif isinstance(event, DataReceived):
            self._asked[event.stream_id][1].extend(event.data)
            self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, StreamEnded):
            headers, body = self._asked[event.stream_id]
            port = self.transport.get_extra_info("peername")[1]
            posted = Posted(headers, bytes(body), port, event.stream_id)
            self._served.asked.append(posted)
            for reply in self._served.tell(posted):
                self._say(reply, posted.stream)
        elif isinstance(event, StreamReset):
            self._served.resets.append(event.stream_id)
            self._left.pop(event.stream_id, None)
        elif isinstance(event, WindowUpdated):
            for stream in list(self._left):
                self._send_what_is_left(stream)

    def _say(self, reply: Reply, stream: int) -> None:
        stream = reply.to or stream
        if reply.goaway:
            self._h2.close_connection(last_stream_id=0)
        elif reply.closes:
            self.transport.abort()
        elif reply.raw:
            self.transport.write(self._h2.data_to_send() + reply.raw)
        elif reply.reset is not None:
            self._h2.reset_stream(stream, reply.reset)
        else:
            status = [(b":status", reply.status), *reply.headers]
            self._h2.send_headers(stream, status, end_stream=reply.is_whole and not reply.body)
            if reply.body:
                self._left[stream] = reply.body, reply.is_whole
                self._send_what_is_left(stream)

    def _send_what_is_left(self, stream: int) -> None:
        """Send as much of a body as the asker takes now."""
        body, is_whole = self._left.pop(stream)
        size = self._h2.max_outbound_frame_size
        while body and (room := min(size, self._h2.local_flow_control_window(stream))):
            part, body = body[:room], body[room:]
            self._h2.send_data(stream, part, end_stream=is_whole and not body)
        if body:
            self._left[stream] = body, is_whole


@contextlib.asynccontextmanager
async def scripted_https(
    tell: Tell,
    context: ssl.SSLContext,
    *,
    settings: dict[SettingCodes, int] | None = None,
    protocol: str = "h2",
    port: int = 0,
) -> AsyncIterator[Served]:
    """Serve a script over HTTPS until the block ends."""
    context.set_alpn_protocols([protocol])
    served = Served(tell, settings or {})
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Serving(served), "127.0.0.1", port, ssl=context)
    served.address = Address(*server.sockets[0].getsockname())
    try:
        yield served
    finally:
        server.close()
        for connection in served.connections:
            connection.transport.abort()
        for _ in range(3):
            await asyncio.sleep(0)
