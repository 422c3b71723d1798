from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace

import pytest

from consent.encoding import object_from_json
from consent.errors import JsonMalformed
from consent.frozen import UNSEEN_CHARACTERS
from consent.texts import TemplateId
from consent.texts.wording import Section
from consent.words import words_for
from tests.consent.texts.sample import every_text, text_of

TEXT = text_of(TemplateId.TEN_TO_TWELVE_1)

UNSIGNABLE = {
    "a line end": "one\ntwo",
    "a return": "one\rtwo",
    "a turn of the reading order": "one\u202etwo",
    "no width": "one\u200btwo",
    "a tag": "one\U000e0041two",
    "a letter and its accent apart": "cafe\u0301",
}


def test_what_is_signed_is_template_language_and_lines() -> None:
    """Anybody can make the same octets: canonical JSON of three members."""
    document = object_from_json(TEXT.octets)

    assert document == {
        "template": "eng-foster-1/10-12/1",
        "language": "en",
        "paragraphs": list(TEXT.paragraphs),
    }
    assert json.loads(TEXT.octets) == document
    assert TEXT.digest == hashlib.sha256(TEXT.octets).hexdigest()


def test_headings_are_lines_like_others() -> None:
    """A heading is signed with what stands below it."""
    assert TEXT.paragraphs[:2] == (
        TEXT.sections[0].heading,
        TEXT.sections[0].paragraphs[0],
    )
    assert len(TEXT.paragraphs) == sum(1 + len(one.paragraphs) for one in TEXT.sections)


def test_eight_words_stand_for_the_digest() -> None:
    """The words on paper are those of the digest in the record."""
    assert TEXT.words == words_for(bytes.fromhex(TEXT.digest), 8)
    assert len(TEXT.words) == 8


@pytest.mark.parametrize("template", TemplateId)
def test_no_text_holds_what_cannot_be_seen(template: TemplateId) -> None:
    """Every line of every text is one line of characters that people can see."""
    unseen = re.compile(f"[{UNSEEN_CHARACTERS}]")

    assert [
        line for text in every_text(template) for line in text.paragraphs if unseen.search(line)
    ] == []


@pytest.mark.parametrize("line", UNSIGNABLE.values(), ids=UNSIGNABLE)
def test_a_text_with_what_must_not_be_signed_cannot_exist(line: str) -> None:
    """Nobody can be shown a text that reads otherwise than it is signed."""
    with pytest.raises(JsonMalformed):
        replace(TEXT, sections=(*TEXT.sections, Section("More", (line,))))


def test_the_plain_text_is_the_lines_with_gaps() -> None:
    """Without its gaps, the plain text is what is signed, line for line."""
    plain = TEXT.plain()

    assert tuple(line for line in plain.splitlines() if line) == TEXT.paragraphs
    assert plain.count("\n\n") == len(TEXT.sections) - 1
    assert plain.endswith(".\n")


def test_another_template_or_language_is_another_text() -> None:
    """The same lines under another name have another digest."""
    others = [
        replace(TEXT, template=TemplateId.SIX_TO_NINE_1),
        replace(TEXT, language="cy"),
        replace(TEXT, sections=TEXT.sections[1:]),
    ]

    assert len({text.digest for text in (TEXT, *others)}) == 4


def test_the_page_is_of_the_same_text() -> None:
    """The print form carries the text's own check words."""
    assert " ".join(TEXT.words) in TEXT.print_page()
