from __future__ import annotations

import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import base64_from_octets, digest
from consent.errors import ConsentError, TextMalformed
from consent.exported import ExportedDays, export_to_octets
from consent.pasted_days import MOST_CHARACTERS, days_from_file, days_from_text, days_to_text
from consent.rows import MAX_ROWS
from tests.consent.days import SAMPLE, named, sealed_sample
from tests.consent.test_exported import EXPORT, FILE, VIEWER, for_priya
from tests.consent.test_pasted import filled, quoted, wrapped

TEXT = days_to_text(EXPORT)
LINES = TEXT.splitlines()
OTHER = days_to_text(ExportedDays(viewer=VIEWER, days=(for_priya(SAMPLE),)))


def test_days_as_text_are_a_block_between_two_lines() -> None:
    """The first and last line say what it is, the second how long, the rest is the file."""
    body = base64_from_octets(FILE)

    assert LINES[0] == "-----BEGIN LAMPLIGHT DAYS-----"
    assert LINES[1] == f"(letters: {len(body)}; check: {digest(FILE)[:8]})"
    assert LINES[2:-1] == re.findall(".{1,64}", body)
    assert LINES[-1] == "-----END LAMPLIGHT DAYS-----"
    assert TEXT.isascii()


MANGLED = {
    "as it is": TEXT,
    "with line ends of two characters": TEXT.replace("\n", "\r\n"),
    "on one line": TEXT.replace("\n", " "),
    "on one line without spaces": re.sub(r"\s", "", TEXT),
    "one character on each line": wrapped(TEXT, 1),
    "wrapped at 20": wrapped(TEXT, 20),
    "filled as a paragraph": filled(TEXT),
    "quoted": quoted(TEXT, "> "),
    "quoted twice": quoted(TEXT, ">> "),
    "quoted with bars": quoted(TEXT, "| "),
    "quoted, then wrapped": wrapped(quoted(TEXT, "> "), 30),
    "wrapped, then quoted": quoted(wrapped(TEXT, 30), "> "),
    "indented": textwrap.indent(TEXT, "    "),
    "with hard spaces": TEXT.replace(" ", "\u00a0"),
    "with spaces of no width": TEXT.replace("\n", "\u200b\n\ufeff"),
    "with long dashes": TEXT.replace("-----", "\u2014\u2014-"),
    "with one long dash": TEXT.replace("-----", "\u2014"),
    "with one hyphen": TEXT.replace("-----", "-"),
    "in small letters": TEXT.replace(LINES[0], LINES[0].lower()),
    "with a check in capitals": TEXT.replace(digest(FILE)[:8], digest(FILE)[:8].upper()),
    "with text around": f"Dear Priya,\nhere it is:\n\n{TEXT}\n-- \nAsh\n",
    "twice": TEXT + TEXT,
    "with its quotation": f"{TEXT}\nOn Monday you wrote:\n{quoted(TEXT, '> ')}",
}


@pytest.mark.parametrize("text", MANGLED.values(), ids=MANGLED)
def test_what_mail_does_to_text_does_not_matter(text: str) -> None:
    """Wrapped, quoted, indented or with other dashes, the text says the same days."""
    assert days_from_text(text) == EXPORT
    assert days_from_file(text.encode()) == EXPORT


def test_the_file_itself_is_read_too() -> None:
    """A file that came as an attachment needs no block around it."""
    assert days_from_file(FILE) == EXPORT


def otherwise(old: str, new: str) -> str:
    """Return the text with something else in place of the first `old`, which must be there."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def block(octets: bytes, body: str | None = None) -> str:
    """Return a block whose second line fits, around anything at all."""
    body = base64_from_octets(octets) if body is None else body
    head = f"(letters: {len(body)}; check: {digest(octets)[:8]})"
    return "\n".join((LINES[0], head, body, LINES[-1]))


FLIPPED = "A" if LINES[3][5] != "A" else "B"
DAMAGED: dict[str, tuple[str, Code]] = {
    "nothing": ("", Code.PASTE_NOTHING),
    "another text": ("Dear Priya, the file is attached.", Code.PASTE_NOTHING),
    "a record": (TEXT.replace("DAYS", "AGREEMENT"), Code.PASTE_NOTHING),
    "letters alone": ("\n".join(LINES[2:-1]), Code.PASTE_NOTHING),
    "without its first line": ("\n".join(LINES[1:]), Code.PASTE_CUT),
    "without its last line": ("\n".join(LINES[:-1]), Code.PASTE_CUT),
    "without its second half": (TEXT[: len(TEXT) // 2], Code.PASTE_CUT),
    "with its end first": ("\n".join((LINES[-1], *LINES[1:-1], LINES[0])), Code.PASTE_CUT),
    "with two first lines": (f"{LINES[0]}\n{LINES[0]}", Code.PASTE_CUT),
    "with one whole and one cut": (f"{TEXT}\n{TEXT[: len(TEXT) // 2]}", Code.PASTE_CUT),
    "without a line of letters": (otherwise(f"{LINES[3]}\n", ""), Code.PASTE_CUT),
    "without any letters": ("\n".join((*LINES[:2], LINES[-1])), Code.PASTE_CUT),
    "without the line in brackets": (otherwise(LINES[1], ""), Code.PASTE_CHANGED),
    "with another check": (
        re.sub("check: ........", "check: 00000000", TEXT),
        Code.PASTE_CHANGED,
    ),
    "with a letter changed": (
        otherwise(LINES[3], f"{LINES[3][:5]}{FLIPPED}{LINES[3][6:]}"),
        Code.PASTE_CHANGED,
    ),
    "with a line twice": (otherwise(LINES[3], f"{LINES[3]}\n{LINES[3]}"), Code.PASTE_CHANGED),
    "with a sign in it": (otherwise(LINES[3], f"[{LINES[3][1:]}"), Code.PASTE_CHANGED),
    "with a signature in the middle": (
        otherwise(LINES[3], f"{LINES[3]}\nSent from my phone"),
        Code.PASTE_CHANGED,
    ),
    "with days of another mail": (f"{TEXT}\n{OTHER}", Code.PASTE_SEVERAL),
    "in a very long text": (TEXT + " " * MOST_CHARACTERS, Code.EXPORT_LONG),
    "around something else": (block(b"hello"), Code.EXPORT_FORM),
    "around nothing": (block(b""), Code.EXPORT_FORM),
    "in another base64": (block(b"a", "YR=="), Code.TEXT_BASE64),
}


@pytest.mark.parametrize(("text", "code"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_refused_by_its_kind(text: str, code: Code) -> None:
    """A text that is not whole is refused, and the code says what became of it."""
    for read in (days_from_text, lambda pasted: days_from_file(pasted.encode())):
        with pytest.raises(ConsentError) as refused:
            read(text)
        assert refused.value.code is code
        assert not re.search("Dear|phone|[A-Za-z0-9+/]{20}", refused.value.where)


def test_what_is_no_text_is_refused() -> None:
    """A picture or a program that somebody picked by mistake is refused as any other text."""
    with pytest.raises(TextMalformed) as refused:
        days_from_file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert refused.value.code is Code.PASTE_NOTHING


def test_more_than_a_mail_holds_is_no_text() -> None:
    """What is too long to be read as text is not written as such either."""
    rows = [named(hour % 24, f"{'a' * 60}.{'b' * 60}.{'c' * 60}.example") for hour in range(128)]
    busy = for_priya(sealed_sample([rows[:MAX_ROWS]] * 18))
    with pytest.raises(TextMalformed) as refused:
        days_to_text(ExportedDays(viewer=VIEWER, days=(busy,)))
    assert refused.value.code is Code.EXPORT_LONG


def test_a_text_of_the_greatest_length_is_read() -> None:
    """The limit is the longest text that is read, not the shortest that is not."""
    assert days_from_text(TEXT.ljust(MOST_CHARACTERS)) == EXPORT


@given(st.randoms(use_true_random=False))
def test_any_mixture_of_manglings_reads_to_the_same_days(chance: random.Random) -> None:
    """Whatever mixture of wraps, quotes, spaces and dashes, the days are the same."""
    text = OTHER
    for _ in range(chance.randint(1, 4)):
        mangle = chance.choice(
            [
                lambda text: wrapped(text, chance.randint(1, 90)),
                lambda text: quoted(text, chance.choice([">", "> ", ">> ", "| "])),
                lambda text: text.replace("\n", chance.choice(["\r\n", " \n", "\n\n"])),
                lambda text: text.replace(" ", chance.choice(["\u00a0", "  ", "\u2009"])),
                lambda text: text.replace("--", chance.choice(["\u2013", "\u2014", "-"])),
                filled,
            ]
        )
        text = mangle(text)

    assert days_from_text(text) == days_from_text(OTHER)


@given(st.randoms(use_true_random=False))
def test_no_change_of_one_character_goes_unnoticed(chance: random.Random) -> None:
    """Any character put in another's place is refused, or was one that says nothing."""
    at = chance.randrange(len(TEXT))
    other = chance.choice("Aa0+/=-(;: >|\n\u2014\u00a0\u0416")
    try:
        found = days_from_text(f"{TEXT[:at]}{other}{TEXT[at + 1 :]}")
    except ConsentError:
        return
    assert export_to_octets(found) == FILE


def test_a_long_text_is_looked_through_quickly() -> None:
    """A million characters that nearly hold days are no more work than others."""
    head = "-BEGINLAMPLIGHTDAYS-(letters:1;check:00000000)"
    dashes = "-" * (MOST_CHARACTERS - 100)
    with pytest.raises(ConsentError):
        days_from_text(f"{LINES[0]}{LINES[1]}{dashes}a{LINES[-1]}"[:MOST_CHARACTERS])
    for piece in ("-", "-BEGIN", "-BEGINLAMPLIGHTDAYS", head, f"{head}-ENDLAMPLIGHTDAYS-"):
        with pytest.raises(ConsentError):
            days_from_text(piece * (MOST_CHARACTERS // len(piece)))
