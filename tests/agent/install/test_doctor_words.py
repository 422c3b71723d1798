from __future__ import annotations

import re

from agent.install import doctor_words as words

TEXTS = {name: text for name, text in vars(words).items() if name.isupper()}
HEADINGS = {
    *("SERVICE", "NAMES", "PORT", "ADDRESS", "FIXED", "CABLE", "TIME", "CARD", "JOURNAL", "POWER"),
    "ASIDE",
}


def test_a_heading_is_short_and_everything_else_is_sentences() -> None:
    """What can be read out down a telephone begins with what it is about, and then is whole."""
    for name, text in TEXTS.items():
        if name in HEADINGS:
            assert re.fullmatch(r"[A-Z][A-Za-z0-9 ]{2,24}", text), name
        else:
            assert text[-1] in ".}" or "less" in text, name


def test_nothing_blames_or_promises() -> None:
    """No word stands here that a family would not use, and none says that nothing can fail."""
    for text in TEXTS.values():
        assert not re.search(
            r"\b(child|kid|user|admin|cannot fail|guarantee\w*|always safe)\b", text
        )
