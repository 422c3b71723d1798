from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from console.words.catalogue import mo_of
from console.words.language import (
    DOMAIN,
    ENGLISH,
    Language,
    chosen_here,
    is_sound,
    language_here,
    lookup_in,
    speaking,
    wanted,
)
from console.words.sentence import _
from console.words.unsaid import unsaid

WELSH: Final = Language(tag="cy", name="Cymraeg", lookup=str.upper)
URDU: Final = Language(tag="ur-PK", name="اردو", lookup=unsaid, is_for_pages=False)
OFFERED: Final = {one.tag: one for one in (ENGLISH, WELSH, URDU)}

ASKED: Final = {
    "cy": WELSH,
    "CY-gb": WELSH,
    "fr, cy;q=0.5": WELSH,
    "en-GB,en;q=0.9,cy;q=0.8": ENGLISH,
    "en": ENGLISH,
    "en-US": ENGLISH,
    "cy;q=0.2, ur-PK;q=0.9": URDU,
    "cy;q=0, en": ENGLISH,
    "fr": None,
    "": None,
    "*": None,
    "cy;q=nan": None,
    "cy;q=abc": None,
    "cy;q=2": None,
    "cy;level=1": None,
    ";;;,,,": None,
    "fr," * 1000 + "cy": None,
}


@pytest.mark.parametrize("accept", ASKED, ids=lambda text: text[:20] or "nothing")
def test_a_browser_gets_the_first_language_it_asks_for(accept: str) -> None:
    """By weight, then by place; only what is offered, and what is malformed counts for nothing."""
    assert wanted(accept, OFFERED) == ASKED[accept]


def test_a_language_is_in_force_for_a_while() -> None:
    """Within `speaking`, and not after it, sentences are in a language."""
    with speaking(WELSH):
        assert (str(_("a")), language_here(), chosen_here()) == ("A", WELSH, WELSH)

    assert (str(_("a")), language_here(), chosen_here()) == ("a", ENGLISH, ENGLISH)


def test_without_a_catalogue_pages_are_english() -> None:
    """A language that has no catalogue is chosen, and pages are whole in English all the same."""
    with speaking(URDU):
        assert (str(_("a")), language_here(), chosen_here()) == ("a", ENGLISH, URDU)


def test_a_catalogue_is_looked_up(tmp_path: Path) -> None:
    """What a catalogue has is said; what it lacks is English, marked as such."""
    _catalogue(tmp_path, "cy", {"Yes": "Ie"})
    lookup = lookup_in(tmp_path, "cy")

    assert lookup is not None
    assert [lookup("Yes"), lookup("No")] == ["Ie", unsaid("No")]


def test_what_is_no_catalogue_is_none(tmp_path: Path) -> None:
    """A language without a file, or with one that gettext cannot read, has no catalogue."""
    _catalogue(tmp_path, "fr", {})
    (tmp_path / "fr" / "LC_MESSAGES" / f"{DOMAIN}.mo").write_bytes(b"no catalogue")

    assert lookup_in(tmp_path, "cy") is None
    assert lookup_in(tmp_path, "fr") is None


def test_other_gaps_are_not_sound() -> None:
    """A catalogue that fills another gap than the English would break a page."""
    sentences = ("Hello {who}", "Yes")

    assert is_sound(unsaid, sentences)
    assert not is_sound(lambda english: english.replace("{who}", "{wer}"), sentences)


def _catalogue(folder: Path, tag: str, translations: dict[str, str]) -> None:
    path = folder / tag / "LC_MESSAGES" / f"{DOMAIN}.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(mo_of(translations))
