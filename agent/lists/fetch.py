"""Fetching one list over HTTPS, from a publisher who may be slow, broken or hostile.

Rules kept here:
- Only GET, only HTTPS, at every step of the way. Moves are followed by hand so that each address
  is looked at before it is asked.
- Whatever a publisher or the network does becomes a Failed. What comes is bounded, packed and
  unpacked, and is handed on in pieces.
- A list that may lack its end is no list: a length not reached, a last chunk not seen, a packed
  body without its end mark, a connection that ends without TLS having said so.
- Nothing keeps a cookie: requests go through httpx's bare transport, which knows no cookies, no
  moves, no proxies, no passwords and nothing of the environment.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import httpx

from agent.lists.allowance import Allowance, FetchEnded, FetchFault, Limits, held_socket
from agent.lists.bringing import (
    Failed,
    Fetched,
    Into,
    Outcome,
    Tell,
    Unchanged,
    Wanted,
    fetch,
)
from agent.lists.headers import (
    Validators,
    check_type,
    headers_of_request,
    is_packed,
    stated_octets,
    validators_in,
)
from agent.lists.unpack import unpacked

__all__ = [
    "Failed",
    "FetchFault",
    "Fetched",
    "Limits",
    "Session",
    "Unchanged",
    "Validators",
    "fetch",
]

MAX_ADDRESS_LETTERS: Final = 2000


class Session:
    """What all fetches share: whom to trust, and how to ask. One fetch at a time.

    With an `authority` only publishers that it vouches for are trusted, without one those that
    certifi's authorities vouch for. `types` are taken beside those of lists. Raises OSError where
    the file cannot be used.
    """

    def __init__(
        self, authority: Path | None = None, *, types: frozenset[str] = frozenset()
    ) -> None:
        self.types = types
        if authority is None:
            context = httpx.create_ssl_context(trust_env=False)
        else:
            context = ssl.create_default_context(cafile=authority)
        # Debian 12's Python asks OpenSSL to take a cut line for a proper end; a list that was cut
        # off would then pass for whole.
        context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
        context.sslsocket_class = held_socket(lambda: self.allowance)
        self.allowance = Allowance(Limits(octets=0, seconds=0), lambda: 0)
        # No connection outlives its answer: what a publisher sends behind it is not looked at.
        alone = httpx.Limits(max_keepalive_connections=0)
        self._transport = httpx.HTTPTransport(verify=context, trust_env=False, limits=alone)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def bring(self, wanted: Wanted, *, into: Into, tell: Tell, now: Callable[[], float]) -> Outcome:
        """Go for a list; see `agent.lists.bringing.Bringer`."""
        self.allowance = Allowance(wanted.limits, now)
        try:
            return _follow(wanted, _Target(into, tell), self)
        except FetchEnded as end:
            return Failed(end.fault, end.detail)

    @contextmanager
    def ask(self, url: httpx.URL, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """Give the answer to one GET, its body still to be read. Raises FetchEnded."""
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.allowance.next_wait())
        try:
            request = httpx.Request("GET", url, headers=headers, extensions={"timeout": waits})
            response = self._transport.handle_request(request)
        except _NETWORK as error:
            raise _not_answered(error) from error
        with closing(response):
            yield response


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a list goes, and who hears how far it is."""

    into: Into
    tell: Tell


_MOVED_FOR_GOOD: Final = frozenset({301, 308})
_MOVED: Final = _MOVED_FOR_GOOD | {302, 303, 307}
_GONE: Final = frozenset({404, 410})
_OK, _NOT_MODIFIED = 200, 304

_HOST: Final = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+")
"""A name, or an address of IPv4 or IPv6; httpx lets more through."""

_NETWORK: Final = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError)
"""What asking can raise. ValueError: a host that no resolver can be asked for."""


def _follow(wanted: Wanted, target: _Target, session: Session) -> Fetched | Unchanged:
    """Ask, go where it is said, ask again. Raises FetchEnded and OSError."""
    validators, limits = wanted.validators, wanted.limits
    headers = headers_of_request(validators)
    url = _safe(wanted.address, FetchFault.NOT_HTTPS)
    for_good = True
    for moves in range(limits.moves + 1):
        with session.ask(url, headers) as response:
            status = response.status_code
            if status in _MOVED:
                for_good &= status in _MOVED_FOR_GOOD
                url = _next(url, response)
                continue
            moved_to = str(url) if moves and for_good else None
            given = validators_in(response.headers)
            if status == _NOT_MODIFIED and validators:
                etag = given.etag or validators.etag
                last_modified = given.last_modified or validators.last_modified
                return Unchanged(Validators(etag, last_modified), moved_to)
            if status != _OK:
                fault = FetchFault.GONE if status in _GONE else FetchFault.REFUSED
                raise FetchEnded(fault, f"status {status}")
            check_type(response.headers, session.types)
            return Fetched(_write(response, limits, target), given, moved_to)
    raise FetchEnded(FetchFault.SENT_ASTRAY, f"more than {limits.moves} moves")


def _safe(address: str | httpx.URL, fault: FetchFault) -> httpx.URL:
    """Return an address that may be asked. Raises FetchEnded with the given fault."""
    try:
        url = httpx.URL(address).copy_with(fragment=None)
    except _NETWORK as error:
        raise FetchEnded(fault, "the address cannot be read") from error
    if url.scheme != "https" or not _HOST.fullmatch(url.raw_host):
        raise FetchEnded(fault, "the address does not begin with https:// and a host")
    if url.userinfo:
        raise FetchEnded(fault, "the address holds a name or a password")
    if (url.port or 443) >= 2**16 or len(str(url)) > MAX_ADDRESS_LETTERS:
        raise FetchEnded(fault, "the address cannot be asked")
    return url


def _next(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    """Return where an answer sends us. Raises FetchEnded."""
    said = response.headers.get_list("location")
    if len(said) != 1:
        raise FetchEnded(FetchFault.SENT_ASTRAY, f"status {response.status_code}, no one address")
    try:
        there = url.join(said[0])
    except _NETWORK as error:
        raise FetchEnded(FetchFault.SENT_ASTRAY, "the address cannot be read") from error
    return _safe(there, FetchFault.SENT_ASTRAY)


def _write(response: httpx.Response, limits: Limits, target: _Target) -> int:
    """Write the body where it goes and return how many octets that were.

    Raises FetchEnded and OSError.
    """
    pieces = _travelled(response, limits, target.tell)
    if is_packed(response.headers):
        pieces = unpacked(pieces)
    written = 0
    for piece in pieces:
        written += len(piece)
        if written > limits.octets:
            raise limits.too_large()
        target.into.write(piece)
    return written


def _travelled(response: httpx.Response, limits: Limits, tell: Tell) -> Iterator[bytes]:
    """Yield the body as it travels, packed or not. Raises FetchEnded."""
    of = stated_octets(response.headers)
    if of is not None and of > limits.octets:
        raise limits.too_large()
    octets = 0
    pieces = response.iter_raw()
    while True:
        try:
            piece = next(pieces, None)
        except httpx.TimeoutException as error:
            raise FetchEnded(FetchFault.TOO_SLOW, "nothing came for too long") from error
        except _NETWORK as error:
            raise FetchEnded(FetchFault.CUT_OFF, f"after {octets:,} octets") from error
        if piece is None:
            return
        octets += len(piece)
        if octets > limits.octets:
            raise limits.too_large()
        tell(octets, of)
        yield piece


def _not_answered(error: Exception) -> FetchEnded:
    """Return why there was no answer at all. Words of libraries may hold what was sent."""
    match error:
        case httpx.ConnectTimeout():
            return FetchEnded(FetchFault.UNREACHABLE, "no connection in time")
        case httpx.TimeoutException():
            return FetchEnded(FetchFault.TOO_SLOW, "no answer in time")
        case httpx.ProtocolError():
            return FetchEnded(FetchFault.UNREACHABLE, "what answers does not speak HTTP")
    cause: BaseException | None = error
    while cause is not None:
        match cause:
            case ssl.SSLCertVerificationError():
                return FetchEnded(FetchFault.UNTRUSTED, cause.verify_message)
            # The second is how Debian 12's Python calls it.
            case ssl.SSLEOFError() | ssl.SSLError(reason="UNEXPECTED_EOF_WHILE_READING"):
                break
            case ssl.SSLError():
                return FetchEnded(FetchFault.UNTRUSTED, "no safe connection could be made")
        cause = cause.__cause__ or cause.__context__
    return FetchEnded(FetchFault.UNREACHABLE, "no connection")
