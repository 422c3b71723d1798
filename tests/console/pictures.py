"""Pictures of every page, at three sizes, in light and dark: `python -m tests.console.pictures`.

They are to be looked at by whoever changes a page. They go into the folder `pictures`, which git
does not keep, or into the one that is named; a folder that is there is drawn over.

A carer's pages are of a home where something was stopped, a young person's of one where something
is written down; both are made up. The agent does not run, and the pages say so.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from consent.home import Press
from consent.recorder_requests import Bind, NoticeShown, Stop
from tests.console.conftest import chromium
from tests.console.recorder_home import TABLET, recorder_home
from tests.console.test_agreements_in_browser import PHONE
from tests.console.test_browser import SCHEMES, WIDTHS
from tests.console.visit_home import HERE, HOUSEHOLD, box_in

CARERS: Final = (
    *("/", "/tonight", "/tonight/1", "/rules", "/rules/everyone", "/devices"),
    *(
        "/devices/1",
        "/changes",
        "/health",
        "/coverage",
        "/why",
        "/agreements",
    ),
    *("/agreements/home-card", "/agreements/end", "/agreements/numbers", "/sign-ins", "/backup"),
    *(
        "/visit",
        "/visit/stop",
        "/worried",
        "/kitchen",
        "/check",
        "/sign-in",
        "/lost",
    ),
)
YOUNG_PEOPLES: Final = (
    *("/", "/mine", "/mine/ask", "/mine/rules", "/mine/fix", "/recorded", "/my-words", "/visit"),
    *("/help", "/worried", "/bind"),
)


def taken(browser: Browser, url: str, pages: Sequence[str], folder: Path) -> Iterator[str]:
    """Take a picture of each page in each size and dress; yield those that are not there."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 844}, color_scheme=scheme
            )
            opened = context.new_page()
            for page in pages:
                answer = opened.goto(url.rstrip("/") + page)
                if answer is None or answer.status != 200:
                    yield page
                name = page.strip("/").replace("/", "-") or "home"
                opened.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()


@contextmanager
def street(folder: Path) -> Iterator[dict[str, tuple[str, Sequence[str]]]]:
    """Run a carer's console and a young person's; yield where each is and what it has."""
    with ExitStack() as stack:
        boxes = {}
        for whose, text in (("carer", HOUSEHOLD), ("young-person", PHONE)):
            home = stack.enter_context(recorder_home(folder / whose / "home"))
            box = stack.enter_context(box_in(folder / whose, text))
            home.enrolled()
            box.point_at(home)
            boxes[whose] = box.console.url
            if whose == "carer":
                home.done(Stop(agreement=home.agreed(), press=Press.YOUNG_PERSON))
                home.done(NoticeShown(address=TABLET))
            else:
                home.done(Bind(label="Phone", addresses=(HERE,), sole_user=True))
                home.agreed({"home.devices": [home.device("Phone").id]})
                home.done(NoticeShown(address=HERE))
            home.later(days=2, hours=8)
        yield {
            "carer": (boxes["carer"], CARERS),
            "young-person": (boxes["young-person"], YOUNG_PEOPLES),
        }


def main(arguments: Sequence[str]) -> int:
    """Take all pictures and return the exit status: 1 where a page was not there."""
    folder = Path(arguments[0] if arguments else "pictures")
    missing = set[str]()
    with tempfile.TemporaryDirectory(prefix="pictures") as home, sync_playwright() as playwright:
        browser = chromium(playwright)
        with street(Path(home)) as found:
            for whose, (url, pages) in found.items():
                (folder / whose).mkdir(parents=True, exist_ok=True)
                gone = taken(browser, url, pages, folder / whose)
                missing.update(f"{whose} {page}" for page in gone)
        browser.close()
    count = len(list(folder.rglob("*.png")))
    sys.stdout.write(f"{count} pictures in {folder}\n")
    sys.stdout.writelines(f"not there: {page}\n" for page in sorted(missing))
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
