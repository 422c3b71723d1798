from __future__ import annotations

import pytest

from consent.commands.cards import card_signer, with_cards, with_nobodys_card
from consent.commands.case_folder import CaseFolder
from consent.commands.draft_file import answer_at
from consent.desk import DeskRefused
from consent.encoding import JsonObject
from consent.passphrase import keys_from_words, stop_code_matches
from consent.records.agreement import StopCode
from consent.schema import read, write
from tests.consent.commands.ceremony import CARD, signed, young_persons_keys
from tests.consent.commands.memory import MemoryDesk


def table(answers: JsonObject, path: str) -> JsonObject:
    """Return the part of some answers that stands at a path."""
    found = answer_at(answers, path)
    assert isinstance(found, dict)
    return found


def test_a_card_and_a_stop_code_are_shown_and_only_what_recognises_them_is_kept() -> None:
    """The five words give the keys that are kept, the eight digits the digest."""
    desk = MemoryDesk()
    answers = with_cards(desk, {})
    words = tuple(desk.said[0].strip().splitlines()[-1].split())
    code = desk.said[1].strip().splitlines()[-1].strip()
    ref = answer_at(answers, "young_person.ref")
    assert isinstance(ref, str)

    assert write(keys_from_words(words, ref).public) == table(answers, "home.card")
    assert stop_code_matches(code, read(StopCode, table(answers, "home.stop_code")))
    assert not any(word in str(answers) for word in words)
    assert code.replace(" ", "") not in str(answers)


def test_what_is_there_is_not_made_again() -> None:
    """The young person holds their card already: another run shows and changes nothing."""
    answers = with_cards(MemoryDesk(), {})
    desk = MemoryDesk(seed="another")

    assert with_cards(desk, answers) == answers
    assert desk.said == []


def test_nobodys_card_takes_no_place_that_is_taken() -> None:
    """To try out a draft, zeros stand where nothing is yet, and only there."""
    tried = with_nobodys_card({"home": {"id": "1d" * 16}})

    assert answer_at(tried, "home.id") == "1d" * 16
    assert answer_at(tried, "young_person.ref") == "0" * 32
    assert answer_at(tried, "home.card.keyid") == "0" * 64
    assert answer_at(tried, "home.stop_code.digest") == "0" * 64


AS_TYPED = {
    "as on the card": " ".join(CARD),
    "with numbers and capitals": " ".join(f"{at}. {word.upper()}," for at, word in enumerate(CARD)),
}


@pytest.mark.parametrize("typed", AS_TYPED.values(), ids=AS_TYPED)
def test_the_words_are_recognised(typed: str) -> None:
    """How they are spaced and numbered does not matter."""
    desk = MemoryDesk(answers={"five words": typed})
    signer = card_signer(desk, CaseFolder(signed()).agreement())

    assert signer.public_key.keyid == young_persons_keys().public.keyid


def test_three_tries_and_how_else_it_stops() -> None:
    """Wrong words end with a sentence that helps: the stop code, and whom to ring."""
    desk = MemoryDesk(
        answers={"five words": ["credibly neon rants", "abacus " * 5, "credbly neon"]}
    )

    with pytest.raises(DeskRefused, match=r"stop code on the box, or ring Duty team") as refused:
        card_signer(desk, CaseFolder(signed()).agreement())
    assert "Those are not the words of the card that this agreement names." in desk.noted
    assert "Word 1 is not on the list. Did you mean credibly?" in desk.noted
    assert not any(word in f"{refused.value} {desk.said}" for word in ("neon", "rants", "abacus"))


def test_a_word_like_none_on_the_list_is_told_without_repeating_it() -> None:
    """Where nothing is near, the sentence says how words look, and not what was typed."""
    desk = MemoryDesk(answers={"five words": "credibly neon qqqqqqqqqqqq rants aspirate"})

    with pytest.raises(DeskRefused):
        card_signer(desk, CaseFolder(signed()).agreement())
    assert not any("qqqq" in note for note in desk.noted)
    assert len(desk.noted) == 4
