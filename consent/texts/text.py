"""A text that people read and sign: its words, its digest, and its two forms.

Rules kept here:
- What is signed is the canonical JSON of template, language and paragraphs, headings among them.
  No paragraph holds a line end or a character that cannot be seen; a text that did cannot exist.
- The eight words stand for the digest. The same eight are on paper, in the record and on the box.
"""

from __future__ import annotations

from dataclasses import dataclass

from consent.encoding import digest, json_from_object
from consent.frozen import FINGERPRINT_WORDS
from consent.texts.print_form import page_of
from consent.texts.template import TemplateId
from consent.texts.wording import Phrases, Section
from consent.words import words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One rendered text. Raises JsonMalformed for characters that must not be signed.

    `boxes` are the names of the boxes to sign in; none where the reader is not asked to sign.
    """

    template: TemplateId
    language: str
    sections: tuple[Section, ...]
    domain: str
    boxes: tuple[str, ...]
    phrases: Phrases

    def __post_init__(self) -> None:
        # Making the octets once finds whatever must not be in them.
        _ = self.octets

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Every line in order; a heading is the line before its paragraphs."""
        return tuple(
            line for section in self.sections for line in (section.heading, *section.paragraphs)
        )

    @property
    def octets(self) -> bytes:
        """What the digest is made of."""
        return json_from_object(
            {
                "template": self.template,
                "language": self.language,
                "paragraphs": list(self.paragraphs),
            }
        )

    @property
    def digest(self) -> str:
        """The SHA-256 that a record names, in lower-case hexadecimal."""
        return digest(self.octets)

    @property
    def words(self) -> tuple[str, ...]:
        """The eight words by which paper, record and screen can be compared."""
        return words_for(bytes.fromhex(self.digest), FINGERPRINT_WORDS)

    def plain(self) -> str:
        """Return the text for a screen or a letter: one line each, a gap before each heading."""
        return "\n".join("\n".join((part.heading, *part.paragraphs, "")) for part in self.sections)

    def print_page(self) -> str:
        """Return the text as a page to print on A4: HTML that asks for nothing from anywhere."""
        return page_of(self)
