from __future__ import annotations

from pathlib import Path

import pytest

from console.security.permissions import Role
from console.services.first_run import TypedCarer, add_carer, choose_kind
from console.services.set_up import (
    WHOSE,
    CodeNotKept,
    code_at_start,
    is_open,
    token_for,
    use_up,
)
from console.store.set_up_code import path_below, read_code
from tests.console.signing_in import Home, home_in


@pytest.fixture
def home(state: Path) -> Home:
    """Return a box that nobody set up."""
    return home_in(state, text=None)


def test_a_code_is_there_until_the_first_carer_is(home: Home, state: Path) -> None:
    """It is the same at each start before and between the two first screens, and then gone."""
    first = code_at_start(home.house)
    choose_kind(home.house, "this box", "family")
    between = code_at_start(home.house)
    add_carer(home.house, TypedCarer(name="Sam", password="four words in a row"))  # noqa: S106 - made up
    was_open = is_open(home.house)
    use_up(home.house)

    assert first is not None
    assert first == between
    assert (was_open, code_at_start(home.house), read_code(state)) == (False, None, None)


def test_a_home_that_a_file_set_up_has_no_code(state: Path) -> None:
    """Where no first run is open there is nothing for a code to open."""
    home = home_in(state)

    assert code_at_start(home.house) is None
    assert not path_below(state).exists()


def test_only_the_codes_words_open_anything(home: Home) -> None:
    """Case, commas and numbers do not count; any other word, one more or one less does."""
    code = code_at_start(home.house)
    assert code is not None
    right = [" ".join(code), ", ".join(code).upper(), f"1 {code[0]} 2 {code[1]} 3 {code[2]}"]
    wrong = ["", code[0], " ".join(code[:2]), " ".join((*code, code[0])), " ".join(code[::-1])]
    visits = [token_for(home.house, one) for one in right]

    assert [home.house.setting_up.whose(one, home.clock.now) for one in visits] == [WHOSE] * 3
    assert [token_for(home.house, one) for one in wrong] == [None] * 5


def test_a_code_opens_nothing_once_somebody_can_sign_in(home: Home, state: Path) -> None:
    """Also where its file is still there, as after a sign-in that was made at the box."""
    code = code_at_start(home.house)
    assert code is not None
    home.add("Sam", Role.CARER)

    assert read_code(state) == code
    assert token_for(home.house, " ".join(code)) is None


def test_a_code_that_cannot_be_kept_is_said(home: Home, state: Path) -> None:
    """Where the file cannot be replaced, the error names it and the reason."""
    path_below(state).mkdir()

    with pytest.raises(CodeNotKept, match=r"set-up-code: Is a directory"):
        code_at_start(home.house)
