"""A home in which people sign in, for the tests of whoever may do what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pyotp
from starlette.types import ASGIApp

from console.app import create_app
from console.house import House
from console.security.hosts import OUR_NAMES
from console.security.passwords import TESTS
from console.security.permissions import Role
from console.services.accounts import First, add
from tests.console import homes
from tests.console.browsing import HERE, Browser, Came, hidden

PIN: Final = "4711"
LABEL: Final = "Blue phone"


@dataclass(slots=True)
class Clock:
    """A clock that a test sets."""

    now: datetime = homes.WHEN

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.now

    def passes(self, **length: float) -> None:
        """Let time pass."""
        self.now += timedelta(**length)


@dataclass(slots=True, kw_only=True)
class Home:
    """A running home: its house, its application, its clock, the passwords and codes on paper."""

    house: House
    app: ASGIApp
    clock: Clock
    passwords: dict[str, str] = field(default_factory=dict)
    paper: list[str] = field(default_factory=list)

    def add(self, name: str, role: Role = Role.CARER) -> First:
        """Let somebody sign in."""
        first = add(self.house, "Sam", name, role)
        assert isinstance(first, First)
        self.passwords[name] = first.password
        return first

    def browser(self, source: str = HERE, scheme: str = "http") -> Browser:
        """Return a browser that nobody used yet."""
        return Browser(self.app, source, scheme)

    def sign_in(self, browser: Browser, name: str, code: str = "") -> Came:
        """Sign somebody in."""
        fields = {"name": name, "password": self.passwords[name], "code": code}
        return browser.send("/sign-in", **fields)

    def signed_in(self, name: str, source: str = HERE, scheme: str = "http") -> Browser:
        """Return a browser in which somebody signed in."""
        browser = self.browser(source, scheme)
        came = self.sign_in(browser, name)
        assert came.status == 303, came.body
        return browser

    def signed_in_elsewhere(self, secret: str) -> Browser:
        """Return another browser, over TLS, in which Sam signed in by the app's code."""
        self.clock.passes(minutes=2)
        browser = self.browser("192.168.77.160", "https")
        assert self.sign_in(browser, "Sam", self.code(secret)).status == 303
        return browser

    def signed_in_elsewhere_as(self, name: str) -> Browser:
        """Return a browser in which somebody who has an app signed in by a code on paper."""
        browser = self.browser("192.168.77.161", "https")
        assert self.sign_in(browser, name, self.paper[0]).status == 303
        return browser

    def code(self, secret: str) -> str:
        """Return what an authenticator app shows now."""
        return pyotp.TOTP(secret).at(self.clock.now)

    def pair(self, browser: Browser, pin: str = PIN, label: str = LABEL) -> tuple[Came, str]:
        """Pair the browser for whoever is signed in; return the answer and the app's secret."""
        secret = hidden(browser.open("/pair"), "secret")
        fields = {"secret": secret, "code": self.code(secret), "label": label, "pin": pin}
        came = browser.send("/pair", **fields)
        self.paper = re.findall(r"<li><code>([^<]+)</code></li>", came.body)
        return came, secret


def home_in(state: Path, *names: str, text: str | None = homes.FULL, **parts: Any) -> Home:  # noqa: ANN401 - parts of a House
    """Return a home below `state` in which these carers sign in."""
    clock = Clock()
    house = homes.house_at(state, text, clock=clock, profile=TESTS, **parts)
    home = Home(house=house, app=create_app(house, OUR_NAMES), clock=clock)
    for name in names:
        home.add(name)
    return home
