"""Pictures of every page, at three sizes, in light and dark: `python -m tests.console.pictures`.

They are to be looked at by whoever changes a page. They go into the folder `pictures`, which git
does not keep, or into the one that is named; a folder that is there is drawn over.

Which pages there are, in which homes and for whom, is said in `every_page`, which a test holds
against the addresses that the console has. So none is left out.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.console.conftest import chromium
from tests.console.every_page import AS, LOOKS, Look, OneHome, every_home
from tests.console.test_browser import SCHEMES, WIDTHS

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def take(browser: Browser, home: OneHome, look: Look, folder: Path) -> bool:
    """Take a picture of a page in each size and dress; say whether it was there."""
    name = _NOT_IN_A_NAME.sub("-", look.name.lower()).strip("-")
    context = browser.new_context(extra_http_headers={AS: look.header})
    try:
        page = context.new_page()
        answer = page.goto(f"http://127.0.0.1:{home.port}{home.place(look)}", wait_until="load")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
    finally:
        context.close()
    return answer is not None and answer.ok


def main(arguments: Sequence[str]) -> int:
    """Take all pictures and return the exit status: 1 where a page was not there."""
    folder = Path(arguments[0] if arguments else "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures") as room, sync_playwright() as playwright:
        browser = chromium(playwright)
        with every_home(Path(room)) as homes:
            missing = [one for one in LOOKS if not take(browser, homes[one.home], one, folder)]
        browser.close()
    sys.stdout.write(f"{len(LOOKS) * len(WIDTHS) * len(SCHEMES)} pictures in {folder}\n")
    sys.stdout.writelines(f"not there: {look.name}\n" for look in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
