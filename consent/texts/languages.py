"""The languages that there are texts in: for each its phrases and all of its templates.

Rules kept here:
- A language is here only when every template is: nobody signs what is half in another language.
- A translation is a new folder beside `en/` and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consent.codes import Code
from consent.texts.en import (
    shared,
    six_to_nine,
    sixteen_to_seventeen,
    standard,
    ten_to_twelve,
    thirteen_to_fifteen,
)
from consent.texts.template import TemplateId, TextRefused
from consent.texts.wording import Phrases, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: what its templates share, and the templates."""

    phrases: Phrases
    wordings: Mapping[TemplateId, Wording]


LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        "en": Language(
            phrases=shared.PHRASES,
            wordings=MappingProxyType(
                {
                    TemplateId.STANDARD_1: standard.WORDING,
                    TemplateId.SIX_TO_NINE_1: six_to_nine.WORDING,
                    TemplateId.TEN_TO_TWELVE_1: ten_to_twelve.WORDING,
                    TemplateId.THIRTEEN_TO_FIFTEEN_1: thirteen_to_fifteen.WORDING,
                    TemplateId.SIXTEEN_TO_SEVENTEEN_1: sixteen_to_seventeen.WORDING,
                }
            ),
        ),
    }
)


def language_named(tag: str) -> Language:
    """Return a language by the tag that a record names. Raises TextRefused."""
    if tag not in LANGUAGES:
        raise TextRefused(Code.TEMPLATE_LANGUAGE, "text.language")
    return LANGUAGES[tag]


def kinds_with_words(tag: str = "en") -> frozenset[str]:
    """Return the kinds of site that an agreement in this language can name.

    Raises TextRefused for an unknown language.
    """
    return frozenset(language_named(tag).phrases.kinds)
