"""The young person's card and the stop code at a desk: made once, shown once, recognised later.

Rules kept here:
- Both are made by chance, shown once, and never kept: what stays are public keys and a digest.
- The words are typed unseen, and no answer repeats them.
- Whoever is not recognised is told how else it can be stopped.
"""

from __future__ import annotations

from typing import Final, cast

from consent.commands.draft_file import answer_at, with_answer
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject, JsonValue
from consent.errors import ConsentError, Reader
from consent.frozen import CARD_WORDS, STOP_CODE_DIGITS
from consent.passphrase import keys_from_words, stop_code_for
from consent.records.agreement import Agreement
from consent.schema import write
from consent.signer import Signer
from consent.words import WORDS, closest_word, words_for, words_from_text

_TRIES: Final = 3
_ON_THE_LIST: Final = frozenset(word.replace("-", "") for word in WORDS)
_NOBODYS: Final[dict[str, JsonValue]] = {
    "home.id": "0" * 32,
    "young_person.ref": "0" * 32,
    "home.card": {"keyid": "0" * 64, "ed25519": "0" * 64, "x25519": "0" * 64},
    "home.stop_code": {"salt": "0" * 32, "digest": "0" * 64},
}


def with_cards(desk: Desk, answers: JsonObject) -> JsonObject:
    """Make the young person's card and the stop code, once."""
    if answer_at(answers, "home.id") is None:
        answers = with_answer(answers, "home.id", desk.chance(16).hex())
    if answer_at(answers, "home.card") is None:
        ref = desk.chance(16).hex()
        words = words_for(desk.chance(32), CARD_WORDS)
        desk.say(
            "The young person's own card. Five words, shown once; write them on the card and give"
            f" it to them. They read what is recorded, and stop it:\n\n  {' '.join(words)}\n"
        )
        keys = keys_from_words(words, ref)
        answers = with_answer(answers, "young_person.ref", ref)
        answers = with_answer(answers, "home.card", cast("JsonValue", write(keys.public)))
    if answer_at(answers, "home.stop_code") is None:
        number = int.from_bytes(desk.chance(16), "big") % 10**STOP_CODE_DIGITS
        code = f"{number:0{STOP_CODE_DIGITS}}"
        desk.say(
            "The stop code. Anyone who types it on the box stops the recording; keep it where you"
            f" can read it out on the telephone:\n\n  {code[:4]} {code[4:]}\n"
        )
        kept = stop_code_for(code, desk.chance(16).hex())
        answers = with_answer(answers, "home.stop_code", cast("JsonValue", write(kept)))
    return answers


def with_nobodys_card(answers: JsonObject) -> JsonObject:
    """Return the answers with a card and a stop code that nobody has, where they have none."""
    for path, value in _NOBODYS.items():
        if answer_at(answers, path) is None:
            answers = with_answer(answers, path, value)
    return answers


def card_signer(desk: Desk, agreement: Agreement) -> Signer:
    """Return the young person's signer from the words of their card.

    Raises DeskRefused after three tries, and says how else it can be stopped.
    """
    desk.note("The young person types their own words. Nobody else needs to see them.")
    for _ in range(_TRIES):
        typed = desk.ask_secret("The five words of the card: ")
        try:
            words = words_from_text(typed, CARD_WORDS)
        except ConsentError as error:
            desk.note(_misspelt(typed) or error.explain(Reader.SOCIAL_WORKER))
            continue
        desk.note("One moment.")
        keys = keys_from_words(words, agreement.young_person.ref)
        if keys.public == agreement.young_person.card:
            return keys.signer
        desk.note("Those are not the words of the card that this agreement names.")
    raise DeskRefused(
        "the card was not recognised; nothing was signed. To stop the recording without it, type"
        f" the stop code on the box, or ring {agreement.stopping.contact}"
    )


def _misspelt(typed: str) -> str | None:
    """Return which word is misspelt and what it may be; the word itself is not repeated."""
    for at, word in enumerate(typed.split(), start=1):
        letters = "".join(filter(str.isalpha, word.casefold()))
        near = None if letters in _ON_THE_LIST else closest_word(letters)
        if near is not None:
            return f"Word {at} is not on the list. Did you mean {near}?"
    return None
