"""The words that people read and sign, rendered from the record that they are about.

Rules kept here:
- Machine scope and human promise are one: no sentence varies but by what the record says.
- The words stand in one folder for each language; everything else here is without words.
"""

from consent.texts.languages import kinds_with_words
from consent.texts.signed import render, render_review, review_text_is_right, text_is_right
from consent.texts.template import (
    TemplateId,
    TextRefused,
    template_for,
    template_for_review,
    template_named,
)
from consent.texts.text import Text

__all__ = [
    "TemplateId",
    "Text",
    "TextRefused",
    "kinds_with_words",
    "render",
    "render_review",
    "review_text_is_right",
    "template_for",
    "template_for_review",
    "template_named",
    "text_is_right",
]
