from __future__ import annotations

import pytest

from policy.letters import is_readable, made_readable

READABLE = {
    "plain": "Sam",
    "a Persian name": "علی\u200cرض\u0627",
    "a Dari verb": "می\u200cتو\u0627نید بپرسید",
    "with a mark above": "مِی\u200cرَوَد",
    "a Latin word with a Dari ending": "Lamplight\u200c\u0647\u0627",
    "a Sinhala name": "ශ්\u200dරී",
    "a Hindi word": "क्\u200cष",
    "a picture": "\U0001f9d1",
}
NOT_READABLE = {
    "a line's end": "Sam\n",
    "NUL": "Sa\0m",
    "half a pair": "\ud800",
    "the other way round": "\u202emaS",
    "a joiner in Latin": "Sa\u200cm",
    "a joiner at the start": "\u200cعلی",
    "a joiner at the end": "علی\u200c",
    "two joiners": "علی\u200c\u200cرض\u0627",
    "one that joins, in Arabic": "علی\u200dرض\u0627",
}


@pytest.mark.parametrize("case", READABLE)
def test_a_name_is_whole_in_its_own_script(case: str) -> None:
    """What keeps letters apart or shapes them belongs to a name, and stays in it."""
    assert is_readable(READABLE[case])
    assert made_readable(READABLE[case]) == READABLE[case]


@pytest.mark.parametrize("case", NOT_READABLE)
def test_what_nobody_could_see_is_not_in_a_name(case: str) -> None:
    """Two names that look alike are one, and nothing turns a page around."""
    text = NOT_READABLE[case]

    assert not is_readable(text)
    assert is_readable(made_readable(text))
    assert len(made_readable(text)) == len(text)
