"""A text on paper: one HTML page for A4, black on white, with boxes to sign in.

Rules kept here:
- Nothing on the page is fetched and nothing runs; the page itself forbids both.
- Every text that comes from a record or a language is escaped.
- The title names nobody: titles end up in the lists that browsers and printers keep.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Final, Protocol

from consent.texts.wording import Phrases, Section

_STYLE: Final = """
@page { size: A4; margin: 9mm 12mm; }
* { box-sizing: border-box; }
html { background: #fff; color: #000; }
body { margin: 0 auto; max-width: 186mm;
  font: 9.5pt/1.25 "Liberation Sans", Arial, Helvetica, sans-serif; }
h1 { font-size: 15pt; line-height: 1.2; margin: 0 0 1.5mm; }
h2 { font-size: 9.5pt; line-height: 1.25; margin: 0; }
p { margin: 0; overflow-wrap: anywhere; }
p + p { margin-top: .3mm; }
section { display: grid; grid-template-columns: 34mm 1fr; column-gap: 4mm;
  border-top: .2mm solid #000; padding: .7mm 0; break-inside: avoid; }
.opening { display: block; border: 0; padding-top: 0; }
.box { display: grid; grid-template-columns: 1fr 50mm; border: .4mm solid #000; height: 12mm;
  margin-top: 1.5mm; break-inside: avoid; }
.box p { margin: 0; padding: .5mm 1.5mm; }
.box p + p { border-left: .4mm solid #000; }
@media screen { body { padding: 4mm; } }
@media screen and (max-width: 36em) { section, .box { display: block; height: auto; }
  .box p { min-height: 12mm; } .box p + p { border-left: 0; border-top: .4mm solid #000; } }
footer { border-top: .4mm solid #000; margin-top: 2mm; padding-top: 1mm; break-inside: avoid; }
.words { font-weight: bold; font-size: 11pt; }
""".strip()
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


class Printable(Protocol):
    """What the page shows of a text."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The title with its opening, and everything below it."""
        ...

    @property
    def template(self) -> str:
        """Which template it is."""
        ...

    @property
    def domain(self) -> str:
        """The agency's domain."""
        ...

    @property
    def boxes(self) -> tuple[str, ...]:
        """What stands in each box to sign in."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """The check words."""
        ...

    @property
    def phrases(self) -> Phrases:
        """The words of a page in this language."""
        ...


def page_of(text: Printable) -> str:
    """Return the whole page."""
    phrases = text.phrases
    opening, *rest = text.sections
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{_safe(phrases.language)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_safe(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{_safe(phrases.page_title)}</title>",
            f"<style>\n{_STYLE}\n</style></head>",
            "<body>",
            "<main>",
            f"<h1>{_safe(opening.heading)}</h1>",
            f'<div class="opening">{_paragraphs(opening)}</div>',
            *(
                f"<section><h2>{_safe(one.heading)}</h2><div>{_paragraphs(one)}</div></section>"
                for one in rest
            ),
            *(_box(name, phrases) for name in text.boxes),
            "</main>",
            "<footer>",
            *_foot(text),
            "</footer>",
            "</body>",
            "</html>",
            "",
        )
    )


def _foot(text: Printable) -> Iterator[str]:
    phrases = text.phrases
    words = f'<span class="words">{_safe(" ".join(text.words))}</span>'
    yield f"<p>{_safe(phrases.check_words)} {words}</p>"
    yield f"<p>{_safe(phrases.check_words_use)}</p>"
    agency = f"{_safe(phrases.agency)} <b>{_safe(text.domain)}</b>"
    yield f"<p>{agency} · {_safe(phrases.template)} {_safe(text.template)}</p>"


def _paragraphs(section: Section) -> str:
    return "".join(f"<p>{_safe(one)}</p>" for one in section.paragraphs)


def _box(name: str, phrases: Phrases) -> str:
    return f'<div class="box"><p>{_safe(name)}</p><p>{_safe(phrases.date_of_signature)}</p></div>'


def _safe(text: str) -> str:
    return html.escape(text, quote=True)
