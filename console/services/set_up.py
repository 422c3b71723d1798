"""The set-up code: who types it is taken for somebody at the box, until the home has a carer.

Rules kept here:
- There is a code only while nobody here signs in and the first run is open. Whatever the file says,
  it opens nothing after that.
- What it opens is the first run up to the first carer, who is signed in then as at the box itself.
- What was typed is compared in a time that does not tell how much of it was right.

Source: console/decisions/0014-the-set-up-code.md.
"""

from __future__ import annotations

import secrets
from typing import Final

from consent.errors import ConsentError
from consent.words import letters_of, words_from_text
from console.errors import ConsoleError
from console.house import House
from console.services.first_run import step_in
from console.store.database.first_runs import Step
from console.store.database.sign_ins import is_anybody
from console.store.set_up_code import CODE_WORDS, code_kept, forget_code, path_below, read_code

WHOSE: Final = "set-up"
"""Whose the visits by code are: nobody knows more of them."""


class CodeNotKept(ConsoleError):
    """The set-up code could not be written or taken away."""


def is_open(house: House) -> bool:
    """Say whether a code opens anything: nobody signs in here, and the first run waits for it."""
    with house.database.reading() as session:
        if is_anybody(session):
            return False
    return step_in(house) in (Step.HOME, Step.CARER)


def code_at_start(house: House) -> tuple[str, ...] | None:
    """Return the code to print at the start; None, and there is none any more, where none is due.

    Raises CodeNotKept.
    """
    state = house.published.state
    try:
        if is_open(house):
            return code_kept(state)
        forget_code(state)
    except OSError as error:
        raise CodeNotKept(f"{path_below(state)}: {error.strerror}") from error
    return None


def token_for(house: House, typed: str) -> str | None:
    """Return what the browser of whoever typed the code shall keep, None for a wrong one."""
    code = read_code(house.published.state) if is_open(house) else None
    if code is None:
        return None
    try:
        letters = letters_of(words_from_text(typed, CODE_WORDS))
    except ConsentError:
        return None
    if not secrets.compare_digest(letters.encode(), letters_of(code).encode()):
        return None
    return house.setting_up.begin(WHOSE, house.clock())


def use_up(house: House) -> None:
    """Let the code be over once somebody can sign in. Raises CodeNotKept."""
    house.setting_up.end_all_of(WHOSE)
    code_at_start(house)
