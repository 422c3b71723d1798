from __future__ import annotations

from typing import Final

import pytest

from console.words.unsaid import marks_as_html, unsaid, without_marks

HELLO: Final = unsaid("Hello")
SHOWN: Final = {
    "in a text": (f"<p>{HELLO}</p>", '<p><span lang="en" dir="ltr">Hello</span></p>'),
    "beside others": (f"<p>a{HELLO}b</p>", '<p>a<span lang="en" dir="ltr">Hello</span>b</p>'),
    "within another": (
        f"<p>{unsaid(f'Say {HELLO}!')}</p>",
        '<p><span lang="en" dir="ltr">Say Hello!</span></p>',
    ),
    "in an attribute": (f'<a title="{HELLO}">x</a>', '<a title="Hello">x</a>'),
    "in the title": (f"<title>{HELLO} - L</title>", "<title>Hello - L</title>"),
    "in an option": (f'<option value="1">{HELLO}</option>', '<option value="1">Hello</option>'),
    "in a field": (f"<textarea>{HELLO}</textarea>", "<textarea>Hello</textarea>"),
    "never closed": ("<p>\ufdd0Hello</p>", '<p><span lang="en" dir="ltr">Hello</span></p>'),
    "never opened": ("<p>Hello\ufdd1</p>", "<p>Hello</p>"),
    "no mark": ("<p>Hello</p>", "<p>Hello</p>"),
}


@pytest.mark.parametrize("case", SHOWN)
def test_english_says_that_it_is_english(case: str) -> None:
    """Where there can be an element it says so, and no mark is left anywhere."""
    html, expected = SHOWN[case]

    assert marks_as_html(html) == expected


def test_a_mark_can_be_taken_away() -> None:
    """A text without its marks is the English."""
    assert without_marks(HELLO) == "Hello"
