"""Somebody's own five words at the terminal: typed unseen, turned into keys, compared, forgotten.

Rules kept here:
- Whose words they are shows in the public keys that they turn into; nobody says beforehand who it
  is that types.
- No answer repeats a word. Three tries, then what else can be done is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.recorder import words
from consent.desk import Desk, DeskRefused
from consent.errors import ConsentError, Reader
from consent.frozen import CARD_WORDS
from consent.passphrase import PersonalKeys, keys_from_words
from consent.recorder_answers import HowItStands
from consent.records.agreement import Agreement
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey
from consent.words import WORDS, closest_word, words_from_text

TRIES: Final = 3

_LETTERS: Final = frozenset(word.replace("-", "") for word in WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose words may be typed: in which role, and what the words are bound to."""

    role: ViewerRole
    label: str
    ref: str
    keys: PersonalKey


def young_person(agreement: Agreement) -> Person:
    """Return the young person of an agreement."""
    about = agreement.young_person
    labels = [one.label for one in agreement.viewing.viewers if one.keys == about.card]
    label = labels[0] if labels else ""
    return Person(role=ViewerRole.YOUNG_PERSON, label=label, ref=about.ref, keys=about.card)


def carers(agreement: Agreement, how: HowItStands) -> tuple[Person, ...]:
    """Return the carers that an agreement names and whose words were made on this box."""
    named = {one.keys.keyid for one in agreement.viewing.viewers if one.role is ViewerRole.CARER}
    return tuple(
        Person(role=ViewerRole.CARER, label=one.label, ref=one.ref, keys=one.keys)
        for one in how.viewers
        if one.keys.keyid in named
    )


def recognised(
    desk: Desk, people: Sequence[Person], *, question: str, otherwise: str
) -> tuple[Person, PersonalKeys]:
    """Return whose words were typed, and the keys they are. Raises DeskRefused after three tries.

    `otherwise` is what can be done without.
    """
    desk.note(words.WORDS_UNSEEN)
    for _ in range(TRIES):
        typed = desk.ask_secret(question)
        try:
            chosen = words_from_text(typed, CARD_WORDS)
        except ConsentError as error:
            desk.note(_near(typed) or error.explain(Reader.CARER))
            continue
        desk.note(words.ONE_MOMENT)
        for person in people:
            keys = keys_from_words(chosen, person.ref)
            if keys.public == person.keys:
                return person, keys
        desk.note(words.WORDS_WRONG)
    raise DeskRefused(words.WORDS_GIVEN_UP.format(otherwise=otherwise))


def _near(typed: str) -> str | None:
    """Return what a misspelt word may be, by its place; None where nothing is near."""
    for at, word in enumerate(typed.split(), start=1):
        letters = "".join(filter(str.isalpha, word.casefold()))
        if letters not in _LETTERS and (near := closest_word(letters)) is not None:
            return words.WORDS_NEAR.format(at=at, near=near)
    return None
