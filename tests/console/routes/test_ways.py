from __future__ import annotations

import asyncio

from starlette.types import Message, Receive, Scope, Send

from console.routes.ways import Ways, ways_here
from console.security.permissions import AtTheBox

Found = list[tuple[str, bool]]


def found_in(scope: Scope) -> Found:
    """Return the ways that are there while a request is answered."""
    found: Found = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        scope.setdefault("state", {})["asker"] = AtTheBox() if "known" in scope else None
        ways = await asyncio.to_thread(ways_here, has_recorder=False)
        found.extend((way.address, way.is_here) for way in ways)

    async def nothing() -> Message:
        raise AssertionError("nothing is received")

    async def nowhere(_: Message) -> None:
        raise AssertionError("nothing is sent")

    asyncio.run(Ways(page)(scope, nothing, nowhere))
    return found


def test_the_ways_are_those_of_who_was_let_in() -> None:
    """In whatever thread a page is made, its ways are of whoever the door found, at its address."""
    found = found_in({"type": "http", "path": "/rules/1", "known": True})

    assert ("/rules", True) in found
    assert ("/tonight", False) in found


def test_a_page_for_trouble_has_no_ways() -> None:
    """Where no door found out who asks, and outside any request, there are none."""
    assert found_in({"type": "http", "path": "/"}) == []
    assert ways_here(has_recorder=True) == ()
