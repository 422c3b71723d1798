"""Every page that a carer may open is found by following links from the front door."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from fastapi.routing import APIRoute

from console.app import create_app
from console.security.hosts import OUR_NAMES
from tests.console.given_home import given_home
from tests.console.pressing import AT_THE_BOX, Pressing

FOUND_OTHERWISE: Final = {
    "/backup/taken": "it is what comes after a button",
    "/card": "it stands on a visitor's page, and on the sign-in",
    "/devices/saved": "it is what comes after a button",
    "/help": "it stands on every page of a young person's device",
    "/lost": "it stands on the sign-in",
    "/recorded": "it stands on every page of a young person's device",
    "/rules/undone": "it is what comes after a button",
    "/set-up": "an empty box leads there",
    "/sign-in": "whoever is not signed in is led there",
    "/turn": "a shared device is led there",
    "/unlock": "a paired phone that was left alone is led there",
}
"""Pages that no carer's page leads to, and how those whom they are for come there."""

YOUNG_PEOPLES: Final = ("/mine", "/own-card")


def test_no_page_of_a_carer_is_known_only_to_whoever_knows_its_address(tmp_path: Path) -> None:
    """From the front door one comes by links alone to every page that a carer may open."""
    home = given_home(tmp_path)
    pages = Pressing(home.house)
    found, waiting = set[str](), ["/"]
    while waiting:
        path = waiting.pop()
        shown = pages.open(path, AT_THE_BOX)
        if path in found or shown.status >= 300:
            continue
        found.add(path)
        links = re.findall(r'<a\b[^>]*href="(/[^"#?]*)', shown.body)
        waiting += [one for one in links if not one.startswith("/static")]
    plain = {
        route.path
        for route in create_app(home.house, OUR_NAMES).routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and "{" not in route.path
    }
    pages_there = {path for path in plain if _is_page(pages, path)}
    pages_there = {path for path in pages_there if not path.startswith(YOUNG_PEOPLES)}

    assert pages_there - found - FOUND_OTHERWISE.keys() == set()


def _is_page(pages: Pressing, path: str) -> bool:
    shown = pages.open(path, AT_THE_BOX)
    return shown.status == 200 and "<main" in shown.body
