from __future__ import annotations

import asyncio
import socket
import ssl

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from console import serve
from console.config import listen_address
from console.errors import ListenRefused
from console.security.authority import AuthorityDamaged
from console.security.headers import PAGE
from console.serve import Connection, Secured, take_port
from console.store.database.engine import DatabaseUnusable


@pytest.mark.parametrize("text", ["127.0.0.1:0", "[::1]:0"])
def test_a_port_is_held_and_listening_at_once(text: str) -> None:
    """Whoever connects before the first page is ready waits, and is not turned away."""
    with take_port(listen_address(text)) as holder:
        host, port = holder.getsockname()[:2]
        with socket.create_connection((host, port), timeout=5) as connection:
            reached = connection.getpeername()[1]

    assert reached == port


def test_a_port_in_use_names_the_option_that_changes_it() -> None:
    """Two consoles cannot hold one port, and the second one says what to do."""
    with take_port(listen_address("127.0.0.1:0")) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(ListenRefused, match=rf":{port}: .*in use.*--listen"):
            take_port(listen_address(f"127.0.0.1:{port}"))


def test_a_port_for_tls_in_use_names_its_own_option() -> None:
    """Whoever chose the wrong one of the two ports is told which."""
    with take_port(listen_address("127.0.0.1:0")) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(ListenRefused, match=r"another port with --tls-listen"):
            take_port(listen_address(f"127.0.0.1:{port}"), "--tls-listen")


def test_a_certificate_that_cannot_be_renewed_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full card ends nothing: the old certificate stays in use, and the next look tries anew."""
    looks = 0

    def renew() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise AuthorityDamaged("the card is full")
        if looks == 3:
            raise KeyboardInterrupt  # ends the test; nothing else ends looking

    monkeypatch.setattr(serve, "LOOK_SECONDS", 0)
    with socket.socket() as holder:
        secured = Secured([holder], ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), renew)
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(serve._looking(secured))

    assert (looks, capsys.readouterr().err) == (3, "the card is full\n")


class Ended(Exception):
    """Ends a test of what has no end."""


def test_tidying_that_failed_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The home is kept tidy at once and then by the hour, whatever was in the way before."""
    times = 0

    def keep_tidy() -> None:
        nonlocal times
        times += 1
        if times == 1:
            raise DatabaseUnusable("the card is full")
        if times == 3:
            raise Ended

    monkeypatch.setattr(serve, "LOOK_SECONDS", 0)
    with pytest.raises(Ended):
        asyncio.run(serve._tidying(keep_tidy))

    assert (times, capsys.readouterr().err) == (3, "the card is full\n")


NEVER_WHOLE = {
    "nothing at all": b"",
    "half a line": b"GET / HT",
    "headers without end": b"GET / HTTP/1.1\r\nhost: localhost\r\nx: y",
    "a body without its end": b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nab",
}


@pytest.mark.parametrize("case", NEVER_WHOLE)
def test_what_never_arrives_whole_is_cut_off(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends the beginning of a request and no more holds no place here for long."""
    monkeypatch.setattr(serve, "ARRIVING_SECONDS", 0.05)

    assert asyncio.run(_said(NEVER_WHOLE[case])) == b""


def test_an_answer_takes_longer_than_its_request_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a request is there whole, nothing cuts its answer off."""
    monkeypatch.setattr(serve, "ARRIVING_SECONDS", 0.05)
    answer = asyncio.run(_said(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))

    assert b"late" in answer


def test_what_is_no_request_is_refused_with_our_headers() -> None:
    """Also that answer may be put in no frame and is kept by nobody."""
    answer = asyncio.run(_said(b"\x16\x03\x01 this is TLS\r\n\r\n")).decode()

    assert answer.startswith("HTTP/1.1 400 ")
    assert [name for name, text in PAGE.items() if f"\r\n{name}: {text}\r\n" not in answer] == []


async def _late(_: Scope, receive: Receive, send: Send) -> None:
    """Read all that is sent, and answer once a request would have been cut off long ago."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass
    if message["type"] == "http.disconnect":
        return
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    loop.call_later(serve.ARRIVING_SECONDS * 3, over.set)
    await over.wait()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"late"})


async def _said(octets: bytes) -> bytes:
    """Return all that came back to what was sent, until the connection ended."""
    config = uvicorn.Config(_late, lifespan="off", log_level="critical")
    config.load()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(config, ServerState(), {}), "127.0.0.1", 0
    )
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(octets)
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()
