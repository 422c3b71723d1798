from __future__ import annotations

import gettext
import io
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.words.catalogue import (
    CatalogueRefused,
    Entry,
    gaps_in,
    mo_of,
    read_po,
    template_of,
)

PO: Final = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#. words.HELLO
#, python-brace-format
msgid "Hello {who}"
msgstr "Shwmae {who}"

msgid ""
"Two "
"lines"
msgstr "Dwy "
"linell"

msgid "Nobody has done this"
msgstr ""

#, fuzzy
msgid "Perhaps"
msgstr "Efallai"

msgid "Other {gap}"
msgstr "Arall {bwlch}"
"""

REFUSED: Final = {
    "plural forms": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
    "a context": 'msgctxt "x"\nmsgid "a"\nmsgstr "b"\n',
    "no translation": 'msgid "a"\n',
    "two at once": 'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
    "the same twice": 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
    "no quotes": "msgid a\n",
    "a quote within": 'msgid "a"b"\nmsgstr ""\n',
    "a text of nothing": '"a"\n',
}


def test_what_a_translator_wrote_is_read() -> None:
    """Complete translations are read; what is empty, fuzzy or has other gaps is left out."""
    found = read_po(PO)

    assert found.pop("").startswith("Content-Type")
    assert found == {"Hello {who}": "Shwmae {who}", "Two lines": "Dwy linell"}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_understood_is_refused(case: str) -> None:
    """Nothing of a file is dropped in silence; the line is named."""
    with pytest.raises(CatalogueRefused, match=r"^line [0-9]+: "):
        read_po(REFUSED[case])


def test_the_catalogue_is_what_gettext_reads() -> None:
    """The standard library finds in the catalogue what stands in the translation."""
    found = read_po(PO)
    del found[""]

    read = gettext.GNUTranslations(io.BytesIO(mo_of(found)))

    assert [read.gettext(one) for one in found] == list(found.values())
    assert read.gettext("Nobody has done this") == "Nobody has done this"


@given(st.dictionaries(st.text(min_size=1).filter(lambda text: "\0" not in text), st.text()))
def test_any_text_comes_back(texts: dict[str, str]) -> None:
    """Whatever letters a translation has, gettext gives them back."""
    kept = {
        english: said
        for english, said in texts.items()
        if "\0" not in said and "\x04" not in english + said and _is_utf8(english + said)
    }

    read = gettext.GNUTranslations(io.BytesIO(mo_of(kept)))

    assert {english: read.gettext(english) for english in kept} == kept


def test_the_template_is_a_translation_of_nothing() -> None:
    """What the template says is read back as the sentences, with nothing translated."""
    entries = [
        Entry(english='He said "{what}"\n\\', places=("words.a.SAID", "words.b.SAID")),
        Entry(english="Go", places=("words.GO",)),
    ]
    template = template_of(entries)
    done = template.replace('msgid "Go"\nmsgstr ""', 'msgid "Go"\nmsgstr "Mynd"')

    assert template.count("#. ") == 3
    assert set(read_po(template)) == {""}
    assert read_po(done)["Go"] == "Mynd"


def test_gaps_are_found_by_their_names() -> None:
    """Each gap counts once, wherever it stands."""
    assert gaps_in("{who} and {who} on {day}") == {"who", "day"}


def _is_utf8(text: str) -> bool:
    return text == text.encode(errors="ignore").decode()
