from __future__ import annotations

import re

import pytest

from consent.codes import Code
from consent.sentences import SENTENCES, Sentences

# Words of the craft. A carer is told what happened without them; a social worker knows a few more.
CRAFT = (
    "base64|json|unicode|utf|octets?|bytes?|hash|digest|envelope|payload|keyid|canonical|threshold"
    "|ed25519|hex|encod\\w*|pars\\w*|valid|invalid|malformed|verif\\w*|schema|null|error"
)
ONLY_FOR_WORKERS = "signatures?|version|nested|list of signers"
BLAME = "you (?:tried|failed|forgot|must not)|your (?:fault|mistake)|wrongly"


def test_every_code_has_its_sentences() -> None:
    """Nobody is ever refused without being told why and what to do."""
    assert set(SENTENCES) == set(Code)


def spoken(sentences: Sentences) -> list[str]:
    """Return both explanations of a code."""
    return [sentences.carer, sentences.social_worker]


@pytest.mark.parametrize("code", Code)
def test_an_explanation_says_what_and_what_to_do(code: Code) -> None:
    """Each explanation is two whole sentences or three: what was found, and the next step."""
    for text in spoken(SENTENCES[code]):
        assert text[0].isupper()
        assert text.endswith(".")
        assert 2 <= len(re.findall(r"[.:;](?: |$)", text)) <= 4, text


@pytest.mark.parametrize("code", Code)
def test_an_explanation_is_short_and_plain(code: Code) -> None:
    """No sentence is long, none speaks of bytes and formats, none blames its reader."""
    for text in spoken(SENTENCES[code]):
        assert re.findall(rf"(?i)\b(?:{CRAFT}|{BLAME})\b", text) == []
        assert max(len(part.split()) for part in re.split(r"[.:;] ", text)) <= 24, text
    assert re.findall(rf"(?i)\b(?:{ONLY_FOR_WORKERS})\b", SENTENCES[code].carer) == []
