"""A page value to HTML; the only module that knows the template engine.

Rules kept here:
- Everything is escaped, whoever wrote it, and a template that asks for what is not there fails.
- A template sees its page value, the words and the address of the static files, nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console import words
from console.pages.home import HomePage
from console.pages.recorded import RecordedPage
from console.pages.trouble import TroublePage
from console.pages.why import WhyPage

Page: TypeAlias = HomePage | RecordedPage | TroublePage | WhyPage

TEMPLATES: Final = Path(__file__).parent / "templates"

_TEMPLATE_OF: Final = {
    HomePage: "home.html",
    RecordedPage: "recorded.html",
    TroublePage: "trouble.html",
    WhyPage: "why.html",
}


class Renderer:
    """Turns pages into HTML. `static` is the address below which the static files stand."""

    def __init__(self, static: str) -> None:
        """Read no template yet; each is read at its first use and kept."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals = {"words": words, "static": static}

    def html(self, page: Page) -> str:
        """Return the whole document for a page."""
        return self._environment.get_template(_TEMPLATE_OF[type(page)]).render(page=page)
