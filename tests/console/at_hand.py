"""A browser on a device of the home, asking the application itself with no socket between.

From which address it asks is said with each request, as a socket would say it.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.types import Message, Scope

from console.app import create_app
from console.house import House
from console.security.hosts import OUR_NAMES
from console.security.passwords import TESTS
from console.security.permissions import Level, Role
from console.security.sessions import Kept, Visit, digest_of, token
from console.store.database.sign_ins import add_sign_in, begin_visit
from policy.neighbours import NOTHING_SEEN, Freshness, Neighbour, Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.console import homes

BOX: Final = "127.0.0.1"
"""Where the box itself asks from; while nobody signs in, whoever is there may what a carer may."""

Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back."""

    status: int
    leads_to: str
    body: str

    @property
    def text(self) -> str:
        """The words of the page, as somebody reads them."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.body))

    def value(self, name: str) -> str:
        """Return the value of a hidden field or a button."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.body)
        assert found, f"there is no {name} on this page"
        return html.unescape(found[1])

    def hidden(self) -> dict[str, list[str]]:
        """Return every hidden field of the page's forms."""
        found: dict[str, list[str]] = {}
        for name, value in re.findall(
            r'<input type="hidden" name="([^"]*)" value="([^"]*)"', self.body
        ):
            found.setdefault(name, []).append(html.unescape(value))
        return found


@dataclass(slots=True)
class AtHand:
    """A console's application over a home, with its clock and its network in hand."""

    house: House
    neighbours: Path
    clock: list[datetime]
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        """Make the application."""
        self.app = create_app(self.house, [*OUR_NAMES, "testserver"])

    def signed_in(self, name: str, role: Role = Role.CARER) -> str:
        """Have somebody sign in, over TLS; return what their browser keeps."""
        kept = token()
        with self.house.database.changing() as session:
            sign_in = add_sign_in(session, name, role, "", self.clock[0])
            begin_visit(
                session,
                Visit(
                    digest=digest_of(kept),
                    sign_in=sign_in.number,
                    phone=None,
                    level=Level.FULL,
                    began_at=self.clock[0],
                    seen_at=self.clock[0],
                ),
            )
        return kept

    @contextmanager
    def taken_up(self) -> Iterator[None]:
        """Be there as an agent is that has taken up what is published."""
        published = self.house.published
        with homes.agent_at(published.state):
            version = published.snapshot().version
            homes.leave_status(published, replace(homes.IN_FORCE, snapshot_version=version))
            yield

    def later(self, **span: float) -> None:
        """Let time go by."""
        self.clock[0] += timedelta(**span)

    def sees(self, *neighbours: Neighbour, **more: object) -> None:
        """Let discovery publish these neighbours and no others."""
        seen = Neighbours(neighbours=neighbours, **more)  # type: ignore[arg-type]  # parts by name
        self.neighbours.write_bytes(neighbours_to_bytes(seen))

    def get(self, path: str, source: str = BOX, visit: str = "") -> Seen:
        """Open a page; `visit` is what the browser of somebody keeps who signed in."""
        return self._ask("GET", path, source, b"", _cookie(visit))

    def send(self, path: str, fields: Fields, source: str = BOX, visit: str = "") -> Seen:
        """Send a form as a page of ours does."""
        body = urlencode(fields, doseq=True).encode()
        headers = {
            "sec-fetch-site": "same-origin",
            "content-type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, source, body, headers | _cookie(visit))

    def _ask(
        self, method: str, path: str, source: str, body: bytes, headers: Mapping[str, str]
    ) -> Seen:
        sent: list[Message] = []
        told: list[bool] = []

        async def receive() -> Message:
            if told:
                await asyncio.Event().wait()
            told.append(True)
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https" if "cookie" in headers else "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [
                (b"host", b"127.0.0.1"),
                *((name.encode(), value.encode()) for name, value in headers.items()),
            ],
            "client": (source, 1),
            "server": ("127.0.0.1", 2),
        }
        asyncio.run(self.app(scope, receive, send))
        start = next(one for one in sent if one["type"] == "http.response.start")
        answered = {name.decode(): value.decode() for name, value in start["headers"]}
        text = b"".join(one.get("body", b"") for one in sent)
        return Seen(start["status"], answered.get("location", ""), text.decode())


def _cookie(visit: str) -> dict[str, str]:
    return {"cookie": f"__Host-{Kept.VISIT}={visit}"} if visit else {}


@contextmanager
def at_hand(state: Path, text: str, **parts: object) -> Iterator[AtHand]:
    """Yield the application over a home, at `homes.WHEN`."""
    clock = [homes.WHEN]
    neighbours = state / "neighbours.json"
    state.mkdir(parents=True, exist_ok=True)
    neighbours.write_bytes(neighbours_to_bytes(NOTHING_SEEN))
    usual: dict[str, Any] = {
        "clock": lambda: clock[0],
        "neighbours": neighbours,
        "profile": TESTS,
    }
    house = homes.house_at(state, text, **(usual | parts))
    yield AtHand(house, neighbours, clock)
    house.database.close()


def here(link: str, *addresses: str, **more: object) -> Neighbour:
    """Return a neighbour whose addresses are confirmed."""
    held = dict.fromkeys(addresses, Freshness.CONFIRMED)
    return Neighbour(link=link, addresses=held, **more)  # type: ignore[arg-type]  # parts by name
