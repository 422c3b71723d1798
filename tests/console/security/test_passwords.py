from __future__ import annotations

import pytest

from consent.word_list import WORDS
from console.security import passwords
from console.security.passwords import (
    BOX,
    MAX_LETTERS,
    TESTS,
    first_password,
    is_it,
    is_long_enough,
    kept_of,
    refuse_nobody,
)


@pytest.mark.parametrize("secret", ["correct horse", "", "ñandú \U0001f40e", "x" * 10_000])
def test_a_password_is_known_again(secret: str) -> None:
    """Whatever was kept matches what it was kept of, and nothing that differs from it."""
    kept = kept_of(secret, TESTS)

    assert is_it(secret, kept)
    assert not is_it(secret + " ", kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    """Two people with one password cannot be told from what is kept."""
    assert kept_of("the same", TESTS) != kept_of("the same", TESTS)


def test_the_boxs_profile_is_what_is_recommended() -> None:
    """A home's passwords cost 19 MiB and two rounds a try, and what is kept says so."""
    kept = kept_of("a password", BOX)

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_it("a password", kept)


def test_a_profile_can_change_and_old_passwords_stay() -> None:
    """What is kept says how it was made, so it is known whatever new ones are made by."""
    assert is_it("old", kept_of("old", passwords.Profile(memory_kib=16, rounds=2, lanes=2)))


def test_half_a_letter_is_a_wrong_password() -> None:
    """What UTF-8 cannot hold is no fault, and matches nothing."""
    assert not is_it("\ud800", kept_of("x", TESTS))


def test_nobody_is_refused_with_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody has costs one try by the very profile."""
    tried = []

    def noted(secret: str, kept: str) -> bool:
        tried.append((secret, kept))
        return False

    monkeypatch.setattr(passwords, "is_it", noted)
    refuse_nobody("guess", TESTS)
    ((guess, kept),) = tried

    assert guess == "guess"
    assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_a_first_password_is_five_words_of_the_list() -> None:
    """It can be read out and typed, holds 64 bits, and is another each time."""
    words = first_password().split(" ")

    assert len(words) == 5
    assert set(words) <= set(WORDS)
    assert first_password() != first_password()


LENGTHS = {
    "ten letters": ("abcdefghij", True),
    "nine": ("abcdefghi", False),
    "one letter over and over": ("a" * 20, False),
    "as long as may be": ("ab" * (MAX_LETTERS // 2), True),
    "longer": ("ab" * MAX_LETTERS, False),
}


@pytest.mark.parametrize(("password", "expected"), LENGTHS.values(), ids=LENGTHS)
def test_a_password_is_judged_by_its_length(password: str, *, expected: bool) -> None:
    """Length counts, kinds of letters do not."""
    assert is_long_enough(password) is expected
