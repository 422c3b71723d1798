"""What is watched in a browser while somebody uses it, and told at the end of their story.

Rules kept here:
- The browser's own console stays empty: no complaint about a policy of ours, no fault of a script.
- Nothing is asked of anybody but the box.
- No page's title or address holds the name of a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Request

from tests.console.stories.network import BOX_NAME

SELFTEST: Final = ".selftest.lamplight.home.arpa"
"""The end of a made-up name by which a device tests itself; its picture is nowhere."""
_OF_AN_ANSWER: Final = "Failed to load resource: the server responded with a status of 4"
"""What Chromium says where a form comes back with what is wrong with it: no fault of a page."""


@dataclass  # not slotted: the browser's driver keeps notes on whose methods it calls
class Watch:
    """What came up while somebody used a browser. `names` are those of people of the home."""

    names: tuple[str, ...]
    found: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a browser."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.found.append(f"a script: {error.error}"))
        context.on("request", self._asked)

    def of(self, page: Page) -> None:
        """Watch where a page goes."""
        page.on("framenavigated", self._went)

    def titled(self, title: str) -> None:
        """Look at the title of the page that somebody reads now."""
        self._no_name("the title", title)

    def _said(self, message: ConsoleMessage) -> None:
        host = urlsplit(message.location["url"]).hostname or ""
        if not host.endswith(SELFTEST) and not message.text.startswith(_OF_AN_ANSWER):
            self.found.append(f"the browser said: {message.text}")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if host != BOX_NAME and not host.endswith(SELFTEST):
            self.found.append(f"asked of another: {request.url}")

    def _went(self, frame: Frame) -> None:
        self.pages.append(frame.url)
        self._no_name("the address", unquote(frame.url))

    def _no_name(self, where: str, text: str) -> None:
        self.found += [
            f"{where} names somebody: {text}"
            for name in self.names
            if name.casefold() in text.casefold()
        ]
