"""A sentence that is looked up in the reader's language at the moment when it is shown.

Rules kept here:
- It is its own English: it compares, sorts and is stored as that, in every language. So what the
  program decides by a sentence does not hang on who reads.
- What is shown of it is looked up late: as HTML (`__html__`, which markupsafe asks for), when it
  is filled (`format`), within another text (`f"{...}"`, `+`) and as `str(...)`.
- `", ".join(...)`, slices and `lower()` see the English, so they have no place near sentences.
  `tests/console/words/test_sentence.py` names what works; what does not, no page does.
- English is the text that stands in the program, and nothing is looked up for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from html import escape
from typing import Final, TypeAlias

from console.words.unsaid import unsaid

Lookup: TypeAlias = Callable[[str], str]
"""What a language says for an English sentence. One that it lacks comes back marked as English."""

IN_FORCE: Final[ContextVar[Lookup | None]] = ContextVar("lookup")
"""Set for each request by the language that was chosen; None, and unset, is English."""


class Sentence(str):
    """One sentence of a page, in English, with what varies in braces."""

    __slots__ = ()

    def shown(self) -> str:
        """Return it in the language of this request."""
        english = str.__str__(self)
        lookup = IN_FORCE.get(None)
        return english if lookup is None else lookup(english)

    def format(self, *args: object, **kwargs: object) -> str:
        """Fill it, in the language of this request."""
        return self.shown().format(*args, **kwargs)

    def __html__(self) -> str:
        """Return it escaped, in the language of this request."""
        # The same signs for the same characters as markupsafe's own.
        return escape(self.shown()).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")

    def __str__(self) -> str:
        """Return it in the language of this request."""
        return self.shown()

    def __format__(self, how: str) -> str:
        """Stand within another text, in the language of this request."""
        return format(self.shown(), how)

    def __add__(self, after: str) -> str:
        """Stand before another text, in the language of this request."""
        return self.shown() + (after.shown() if isinstance(after, Sentence) else after)

    def __radd__(self, before: str) -> str:
        """Stand after another text, in the language of this request."""
        return before + self.shown()


class English(Sentence):
    """A text that is made of parts elsewhere and has no translation: shown as the English it is."""

    __slots__ = ()

    def shown(self) -> str:
        """Return it, marked as English where another language is in force."""
        english = str.__str__(self)
        return english if IN_FORCE.get(None) is None else unsaid(english)


def _(english: str) -> str:
    """Mark a sentence, so that it is looked up and comes into the template for translators.

    It is given as `str`: pages mix sentences with what people typed, and know no difference.
    """
    return Sentence(english)
