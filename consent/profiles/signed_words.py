"""Rules about the text: what was read is what this record says, and the paper shows its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from consent.codes import Code
from consent.frozen import FINGERPRINT_WORDS
from consent.profiles.place import NAME
from consent.profiles.rules import AgreementCase, Rule
from consent.profiles.scope import has_words_for_kinds
from consent.records.agreement import OwnKey, Paper, SignedText
from consent.texts import text_is_right
from consent.words import letters_of, words_for


def shows_words(how: OwnKey | Paper, text: SignedText) -> bool:
    """Say whether paper, if that is how it was signed, shows the words of the text's digest."""
    if isinstance(how, OwnKey):
        return True
    expected = words_for(bytes.fromhex(text.digest), FINGERPRINT_WORDS)
    return letters_of(how.text_words) == letters_of(expected)


def _is_the_text_its_own(case: AgreementCase) -> bool:
    # Another profile, or a kind without words, has no text at all; their own rules say so better.
    agreement = replace(case.agreement, profile=NAME)
    return not has_words_for_kinds(agreement.scope) or text_is_right(agreement)


def _does_paper_show_it(case: AgreementCase) -> bool:
    return shows_words(case.agreement.giver.how, case.agreement.text)


TEXT_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="TEXT",
        citation="seed 003, informed consent; seed 000, principle 6: the same for all; ICO "
        "Children's Code, standard 4: in words for their age",
        code=Code.RULE_TEXT,
        kept=_is_the_text_its_own,
    ),
    Rule(
        name="PAPER_WORDS",
        citation="the project's decision (consent B.3): what you read is what you sign",
        code=Code.RULE_PAPER_WORDS,
        kept=_does_paper_show_it,
    ),
)
