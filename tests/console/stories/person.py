"""Somebody with a device in hand: what they open, read, press and type, and in which way.

Rules kept here:
- A story says what is done, and never how: the same one is run by thumb on a phone, and with the
  keys alone on a computer. With the keys nothing is clicked and nothing is focused by the test.
- Whatever is used is found by the name that is read, or read out. Where two things have one name,
  the story has to say in which part of the page it is meant, as somebody would on the telephone.
- Waiting is for something to be there, never for time to pass, and every wait is bounded.
"""

from __future__ import annotations

import time as clocks
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from playwright.sync_api import Browser, ElementHandle, Locator, Page, ViewportSize

from tests.console.stories.network import BOX_NAME, Network
from tests.console.stories.watch import Watch

PATIENCE_SECONDS: Final = 60.0
"""Far more than anything takes, since machines can be busy."""
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
COMPUTER: Final[ViewportSize] = {"width": 1280, "height": 800}

_Part: TypeAlias = Literal["region", "article", "group", "form"]

MOST_TABS: Final = 400
"""More stops than any page of ours has."""

_FIELDS: Final = "input, select, textarea"
_PARTS: Final[tuple[_Part, ...]] = ("region", "article", "group", "form")


@dataclass(slots=True)
class Person:
    """Somebody at a page. `safely` is whether they use the box's safe address (https)."""

    page: Page
    watch: Watch
    safely: bool = False

    def opens(self, path: str) -> None:
        """Type an address of the box."""
        scheme = "https" if self.safely else "http"
        self.page.goto(f"{scheme}://{BOX_NAME}{path}")
        self._arrived()

    def reads(self, *texts: str, within: str = "") -> None:
        """Find these texts on the page, as they are read."""
        wanted = [_flat(text) for text in texts]

        def missing() -> list[str]:
            shown = self.text(within)
            return [text for text in wanted if text not in shown]

        _until(lambda: not missing(), lambda: self._missing(", ".join(missing())))

    def reads_not(self, *texts: str, within: str = "") -> None:
        """Find none of these texts on the page."""
        shown = self.text(within)
        there = [text for text in texts if _flat(text) in shown]
        assert there == [], f"{self.page.url} says {there}: {shown}"

    def reads_soon(self, text: str, within: str = "") -> None:
        """Load the page again until a text stands on it."""
        end = clocks.monotonic() + PATIENCE_SECONDS
        while _flat(text) not in self.text(within):
            assert clocks.monotonic() < end, self._missing(text)
            self.page.reload()
        self._arrived()

    def reads_no_more(self, text: str) -> None:
        """Load the page again until a text stands on it no more."""
        end = clocks.monotonic() + PATIENCE_SECONDS
        while _flat(text) in self.text():
            assert clocks.monotonic() < end, f"{text!r} is still on {self.page.url}"
            self.page.reload()
        self._arrived()

    def text(self, within: str = "") -> str:
        """Return what can be read, or in one part of the page alone, with single spaces."""
        shown = self._part(within) if within else self.page.locator("body")
        return _flat(shown.inner_text())

    def presses(self, name: str, within: str = "") -> None:
        """Press a button, and read the page that comes."""
        self._follow(self._named("button", name, within))

    def follows(self, name: str, within: str = "") -> None:
        """Follow a link, and read the page that comes."""
        self._follow(self._named("link", name, within))

    def saves(self, name: str) -> list[str]:
        """Save each file that is offered under a name; return what they say."""
        offered = self.page.get_by_role("link", name=str(name))
        said = []
        for place in range(offered.count()):
            with self.page.expect_download() as saved:
                self._activate(offered.nth(place))
            said.append(saved.value.path().read_text(encoding="utf-8"))
        return said

    def unfolds(self, name: str, within: str = "") -> None:
        """Open a fold."""
        fold = self._scope(within).locator("summary", has_text=str(name))
        self._activate(self._only(fold, name))

    def types(self, label: str, text: str, within: str = "") -> None:
        """Type into a field, in place of what stands there."""
        self._type(self._field(label, within), text)

    def chooses(self, label: str, option: str, within: str = "") -> None:
        """Choose from a list."""
        field = self._field(label, within)
        self._choose(field, option)
        chosen = field.evaluate("field => field.selectedOptions[0].label")
        assert chosen == str(option)

    def ticks(self, label: str, within: str = "") -> None:
        """Tick a box, or take one of several."""
        field = self._field(label, within)
        if not field.is_checked():
            self._tick(field)
        assert field.is_checked()

    def presses_in_vain(self, name: str) -> None:
        """Press a button to which no answer comes."""
        self._activate(self._named("button", name, ""))

    # How it is done; each way of using a page says it.

    def _follow(self, part: Locator) -> None:
        with self.page.expect_navigation():
            self._activate(part)
        self._arrived()

    def _activate(self, part: Locator) -> None:
        raise NotImplementedError

    def _type(self, field: Locator, text: str) -> None:
        raise NotImplementedError

    def _choose(self, field: Locator, option: str) -> None:
        raise NotImplementedError

    def _tick(self, field: Locator) -> None:
        raise NotImplementedError

    # Finding things by their names.

    def _arrived(self) -> None:
        self.watch.titled(self.page.title())

    def _scope(self, within: str) -> Locator:
        return self._part(within) if within else self.page.locator("body")

    def _part(self, name: str) -> Locator:
        return self._first_found(
            name,
            *(
                self.page.get_by_role(role, name=str(name), exact=exact)
                for exact in (True, False)
                for role in _PARTS
            ),
        )

    def _named(self, role: Literal["button", "link"], name: str, within: str) -> Locator:
        scope = self._scope(within)
        return self._first_found(
            name,
            *(scope.get_by_role(role, name=str(name), exact=exact) for exact in (True, False)),
        )

    def _field(self, label: str, within: str) -> Locator:
        scope, fields = self._scope(within), self.page.locator(_FIELDS)
        return self._first_found(
            label,
            *(scope.get_by_label(str(label), exact=exact).and_(fields) for exact in (True, False)),
        )

    def _first_found(self, name: str, *ways: Locator) -> Locator:
        """Return what the first way finds that finds anything."""
        found = list[Locator]()

        def looks() -> bool:
            found.extend(way for way in ways if way.count())
            return bool(found)

        _until(looks, lambda: self._missing(name))
        return self._only(found[0], name)

    def _only(self, part: Locator, name: str) -> Locator:
        shown = part.filter(visible=True)
        count = shown.count()
        if count == 0:  # boxes to tick are drawn by their label
            shown, count = part, part.count()
        places = {shown.nth(place).get_attribute("href") for place in range(count)}
        if len(places) == 1 and None not in places:
            return shown.first  # links that lead to one place are one thing to whoever follows
        assert count == 1, f"{count} things are called {name!r} on {self.page.url}"
        return shown

    def _missing(self, text: str) -> str:
        return f"{text!r} is not on {self.page.url}, which says: {self.text()}"


class ByThumb(Person):
    """Somebody with a phone in hand, who taps."""

    __slots__ = ()

    def _activate(self, part: Locator) -> None:
        part.tap()

    def _type(self, field: Locator, text: str) -> None:
        field.tap()
        field.fill(text)

    def _choose(self, field: Locator, option: str) -> None:
        field.tap()
        field.select_option(label=str(option))  # the phone's own list
        self.page.keyboard.press("Escape")

    def _tick(self, field: Locator) -> None:
        field.tap()


class ByKeys(Person):
    """Somebody at a computer who uses no mouse: Tab, Enter, Space, arrows and letters."""

    __slots__ = ()

    def _activate(self, part: Locator) -> None:
        self._tab_to(part)
        self.page.keyboard.press("Enter")

    def _type(self, field: Locator, text: str) -> None:
        self._tab_to(field)
        match field.get_attribute("type"):
            case "time" | "date" | "datetime-local" as kind:
                self._type_time(field, kind, text)
            case _:
                self.page.keyboard.press("Control+a")
                self.page.keyboard.insert_text(text)  # typed or pasted, which a page cannot tell
        assert field.input_value() == text

    def _type_time(self, field: Locator, kind: str, text: str) -> None:
        """Type a day or a time part by part, in the order in which this browser shows the parts."""
        for order in _ORDERS[kind]:
            self.page.keyboard.type("".join(order(text)))
            if field.input_value() == text:
                return
            for _ in range(6):
                self.page.keyboard.press("ArrowLeft")

    def _choose(self, field: Locator, option: str) -> None:
        self._tab_to(field)
        for key, most in (("Home", 1), ("ArrowDown", 200)):
            for _ in range(most):
                if field.evaluate("field => field.selectedOptions[0].label") == str(option):
                    return
                self.page.keyboard.press(key)

    def _tick(self, field: Locator) -> None:
        self._tab_to(field)
        for _ in range(40):  # of several of which one is taken, Tab stops at one
            if field.evaluate("field => field === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not field.is_checked():
            self.page.keyboard.press("Space")

    def _tab_to(self, part: Locator) -> None:
        handle = part.element_handle()
        assert isinstance(handle, ElementHandle)
        for _ in range(MOST_TABS):
            if handle.evaluate(_IS_REACHED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {part} on {self.page.url}")


_IS_REACHED: Final = (
    "part => { const at = document.activeElement;"
    " return at === part || (part.type === 'radio' && at.type === 'radio'"
    " && at.name === part.name && at.form === part.form); }"
)


def _twelve(text: str) -> str:
    hour, minute = text.split(":")
    return f"{(int(hour) - 1) % 12 + 1:02}{minute}{'AM' if int(hour) < 12 else 'PM'}"


_ORDERS: Final[dict[str, tuple[Callable[[str], str], ...]]] = {
    "time": (lambda text: text.replace(":", ""), _twelve),
    "date": (
        lambda text: "".join(reversed(text.split("-"))),
        lambda text: f"{text[5:7]}{text[8:]}{text[:4]}",
    ),
    "datetime-local": (
        lambda text: f"{text[8:10]}{text[5:7]}{text[:4]}\t{text[11:].replace(':', '')}",
        lambda text: f"{text[5:7]}{text[8:10]}{text[:4]}\t{_twelve(text[11:])}",
    ),
}
"""What is typed into each kind of field: as Britain shows it, and as America does."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of using a page: what is in hand, and with what it is used."""

    called: str
    uses: type[Person]

    def takes(
        self,
        browser: Browser,
        network: Network,
        address: str,
        watch: Watch,
        *,
        safely: bool = False,
    ) -> Person:
        """Give somebody the device at an address, with a browser that nobody used yet."""
        touch = self.uses is ByThumb
        context = browser.new_context(
            viewport=PHONE if touch else COMPUTER,
            has_touch=touch,
            is_mobile=touch,
            locale="en-GB",
            ignore_https_errors=safely,
            proxy={"server": network.door(address), "bypass": "<-loopback>"},
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1_000)
        watch.over(context)
        page = context.new_page()
        watch.of(page)
        return self.uses(page, watch, safely)


THUMB: Final = Way("phone-by-thumb", ByThumb)
KEYS: Final = Way("computer-by-keys", ByKeys)


def _flat(text: str) -> str:
    return " ".join(str(text).split())


def _until(happened: Callable[[], bool], why: Callable[[], str]) -> None:
    """Look until something is there."""
    end = clocks.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert clocks.monotonic() < end, why()
