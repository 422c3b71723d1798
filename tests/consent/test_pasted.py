from __future__ import annotations

import hashlib
import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import JsonObject, base64_from_octets
from consent.envelope import envelope_around, envelope_from_bytes, envelope_to_bytes, with_signature
from consent.errors import ConsentError
from consent.frozen import FINGERPRINT_WORDS, Kind
from consent.pasted import all_from_text, from_text, to_text
from consent.words import words_for
from tests.consent.people import ALEX, MORGAN, PRIYA, signed_by

RECORD = envelope_to_bytes(signed_by(PRIYA, MORGAN))
REVIEW = envelope_to_bytes(signed_by(PRIYA, kind=Kind.REVIEW))
TEXT = to_text(RECORD)
LINES = TEXT.splitlines()


def of_any_length(length: int) -> bytes:
    """Return an envelope around a record with a text of some length."""
    document: JsonObject = {"views": "a" * length}
    return envelope_to_bytes(with_signature(envelope_around(Kind.AGREEMENT, document), ALEX))


def test_a_record_as_text_is_a_block_between_two_lines() -> None:
    """The first and last line name the kind; the second holds words that people can compare."""
    envelope = envelope_from_bytes(RECORD)
    words = words_for(bytes.fromhex(envelope.digest), FINGERPRINT_WORDS)[:4]
    body = base64_from_octets(RECORD)

    assert LINES[0] == "-----BEGIN LAMPLIGHT AGREEMENT-----"
    assert LINES[-1] == "-----END LAMPLIGHT AGREEMENT-----"
    assert LINES[1].startswith(f"(words: {' '.join(words)}; letters: {len(body)}; check: ")
    assert LINES[2:-1] == re.findall(".{1,64}", body)
    assert TEXT.isascii()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_reads_back(kind: Kind) -> None:
    """Whatever kind of record it is, its text says the same octets."""
    octets = envelope_to_bytes(signed_by(PRIYA, kind=kind))

    assert from_text(to_text(octets)) == octets


@pytest.mark.parametrize("length", range(12))
def test_every_length_reads_back(length: int) -> None:
    """Lengths that fill base64 and its lines exactly, or leave a rest, make no difference."""
    octets = of_any_length(length * 5)

    assert from_text(to_text(octets)) == octets


def wrapped(text: str, width: int) -> str:
    """Return a text with each line broken after so many characters, wherever that is."""
    return "\n".join(
        part for line in text.splitlines() for part in re.findall(f".{{1,{width}}}", line)
    )


def filled(text: str) -> str:
    """Return a text as a program sets it that takes all lines for one paragraph."""
    return textwrap.fill(" ".join(text.split()), 40, break_on_hyphens=False)


def quoted(text: str, mark: str) -> str:
    """Return a text as a reply quotes it."""
    return "\n".join(f"{mark}{line}" for line in text.splitlines())


MANGLED = {
    "as it is": TEXT,
    "with line ends of two characters": TEXT.replace("\n", "\r\n"),
    "with old line ends": TEXT.replace("\n", "\r"),
    "on one line": TEXT.replace("\n", " "),
    "on one line without spaces": re.sub(r"\s", "", TEXT),
    "one character on each line": wrapped(TEXT, 1),
    "wrapped at 20": wrapped(TEXT, 20),
    "wrapped at 63": wrapped(TEXT, 63),
    "filled as a paragraph": filled(TEXT),
    "quoted": quoted(TEXT, "> "),
    "quoted twice": quoted(TEXT, ">> "),
    "quoted twice with gaps": quoted(TEXT, "> > "),
    "quoted, then wrapped": wrapped(quoted(TEXT, "> "), 30),
    "wrapped, then quoted": quoted(wrapped(TEXT, 30), "> "),
    "quoted, then filled": filled(quoted(TEXT, "> ")),
    "indented": textwrap.indent(TEXT, "    "),
    "with a tab before each line": textwrap.indent(TEXT, "\t"),
    "with spaces after each line": TEXT.replace("\n", "   \n"),
    "with empty lines between": TEXT.replace("\n", "\n\n"),
    "with hard spaces": TEXT.replace(" ", "\u00a0"),
    "with spaces of no width": TEXT.replace("\n", "\u200b\n\ufeff"),
    "with soft hyphens": TEXT.replace("\n", "\u00ad\n"),
    "with long dashes": TEXT.replace("-----", "\u2014\u2014-"),
    "with one long dash": TEXT.replace("-----", "\u2014"),
    "with short dashes": TEXT.replace("-----", "\u2013\u2013\u2013"),
    "with minus signs": TEXT.replace("-----", "\u2212" * 5),
    "with one hyphen": TEXT.replace("-----", "-"),
    "with spaces inside the dashes": TEXT.replace("-----", "- -- --"),
    "with its lines in small letters": TEXT.replace(LINES[0], LINES[0].lower()),
    "with text around": f"Dear carer,\nhere it is:\n\n{TEXT}\n-- \nP. Sharma\nTeam North-West\n",
    "with text on its first and last line": f"as agreed {TEXT[:-1]} best wishes",
    "twice": TEXT + TEXT,
    "with its quotation": f"{TEXT}\nOn Monday you wrote:\n{quoted(TEXT, '> ')}",
}


@pytest.mark.parametrize("text", MANGLED.values(), ids=MANGLED)
def test_what_mail_does_to_text_does_not_matter(text: str) -> None:
    """Wrapped, quoted, indented or with other dashes, the text says the same octets."""
    assert from_text(text) == RECORD


@given(st.integers(0, 200), st.randoms(use_true_random=False))
def test_any_mixture_of_manglings_reads_to_the_same_octets(
    length: int, chance: random.Random
) -> None:
    """Whatever mixture of wraps, quotes, spaces and dashes, any record reads the same."""
    octets = of_any_length(length)
    text = to_text(octets)
    for _ in range(chance.randint(1, 6)):
        mangle = chance.choice(
            [
                lambda text: wrapped(text, chance.randint(1, 90)),
                lambda text: quoted(text, chance.choice([">", "> ", ">> ", "> > "])),
                lambda text: textwrap.indent(text, chance.choice([" ", "\t", "\u00a0 "])),
                lambda text: text.replace("\n", chance.choice(["\r\n", " \n", "\n\n"])),
                lambda text: text.replace(" ", chance.choice(["\u00a0", "  ", "\u2009"])),
                lambda text: text.replace("--", chance.choice(["\u2013", "\u2014", "-"])),
                lambda text: f"Hello -\n{text}\n-- \nBye > now\n",
                filled,
            ]
        )
        text = mangle(text)

    assert from_text(text) == octets


def test_several_records_in_one_text_are_all_found() -> None:
    """Each record of a text comes once, in the order in which they stand."""
    text = f"first\n{quoted(TEXT, '> ')}\nthen\n{to_text(REVIEW)}\nand again\n{TEXT}"

    assert all_from_text(text) == (RECORD, REVIEW)
    with pytest.raises(ConsentError) as refused:
        from_text(text)
    assert refused.value.code is Code.PASTE_SEVERAL


def changed(at: int) -> str:
    """Return the text with one letter of one of its lines of letters changed."""
    line = LINES[at]
    other = "A" if line[5] != "A" else "B"
    return TEXT.replace(line, f"{line[:5]}{other}{line[6:]}")


def otherwise(old: str, new: str) -> str:
    """Return the text with something else in place of the first `old`, which must be there."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


WORDS_LINE = LINES[1]
DAMAGED = {
    "nothing": ("", Code.PASTE_NOTHING),
    "another text": ("Dear carer, the file is attached.", Code.PASTE_NOTHING),
    "another block": (
        "-----BEGIN PGP MESSAGE-----\nowGb\n-----END PGP MESSAGE-----",
        Code.PASTE_NOTHING,
    ),
    "letters alone": ("\n".join(LINES[2:-1]), Code.PASTE_NOTHING),
    "without its first line": ("\n".join(LINES[1:]), Code.PASTE_CUT),
    "without its last line": ("\n".join(LINES[:-1]), Code.PASTE_CUT),
    "without its second half": (TEXT[: len(TEXT) // 2], Code.PASTE_CUT),
    "without a line of letters": (otherwise(f"{LINES[3]}\n", ""), Code.PASTE_CUT),
    "without one letter": (otherwise(LINES[4], LINES[4][1:]), Code.PASTE_CUT),
    "without any letters": ("\n".join((*LINES[:2], LINES[-1])), Code.PASTE_CUT),
    "with its end first": ("\n".join((LINES[-1], *LINES[1:-1], LINES[0])), Code.PASTE_CUT),
    "with two first lines": (f"{LINES[0]}\n{LINES[0]}", Code.PASTE_CUT),
    "with the last line of another": (
        otherwise("END LAMPLIGHT AGREEMENT", "END LAMPLIGHT REVIEW"),
        Code.PASTE_CUT,
    ),
    "without the line in brackets": (otherwise(WORDS_LINE, ""), Code.PASTE_CHANGED),
    "without a bracket": (otherwise("(words", "words"), Code.PASTE_CHANGED),
    "with another word": (otherwise("(words: ", "(words: zoom "), Code.PASTE_CHANGED),
    "with another check": (
        re.sub("check: ........", "check: 00000000", TEXT),
        Code.PASTE_CHANGED,
    ),
    "with a letter of the record changed": (changed(3), Code.PASTE_CHANGED),
    "with a letter of a signature changed": (changed(-3), Code.PASTE_CHANGED),
    "with a line twice": (otherwise(LINES[3], f"{LINES[3]}\n{LINES[3]}"), Code.PASTE_CHANGED),
    "with two lines swapped": (
        otherwise(f"{LINES[3]}\n{LINES[4]}", f"{LINES[4]}\n{LINES[3]}"),
        Code.PASTE_CHANGED,
    ),
    "with a sign in it": (otherwise(LINES[3], f"[{LINES[3][1:]}"), Code.PASTE_CHANGED),
    "with a letter of another script": (
        otherwise(LINES[3], f"\u0430{LINES[3][1:]}"),
        Code.PASTE_CHANGED,
    ),
    "with a signature in the middle": (
        otherwise(LINES[3], f"{LINES[3]}\nSent from my phone"),
        Code.PASTE_CHANGED,
    ),
    "with another kind on its lines": (
        TEXT.replace("AGREEMENT", "REVIEW"),
        Code.PASTE_KIND,
    ),
    "with a kind that nobody knows": (TEXT.replace("AGREEMENT", "PARDON"), Code.ENV_TYPE),
    "with one whole and one cut": (f"{TEXT}\n{TEXT[: len(TEXT) // 2]}", Code.PASTE_CUT),
    "in a very long text": (TEXT + " " * 1_000_000, Code.PASTE_LONG),
}


@pytest.mark.parametrize(("text", "code"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_refused_by_its_kind(text: str, code: Code) -> None:
    """A text that is not whole is refused, and the code says what became of it."""
    for read in (from_text, all_from_text):
        with pytest.raises(ConsentError) as refused:
            read(text)
        assert refused.value.code is code


def block(octets: bytes, body: str | None = None) -> str:
    """Return a block whose second line fits, around anything at all."""
    body = base64_from_octets(octets) if body is None else body
    check = hashlib.sha256(octets).hexdigest()[:8]
    return (
        "-----BEGIN LAMPLIGHT AGREEMENT-----\n"
        f"(words: zoom; letters: {len(body)}; check: {check})\n{body}\n"
        "-----END LAMPLIGHT AGREEMENT-----\n"
    )


INSIDE = {
    "no envelope": (block(b"hello"), Code.JSON_UNREADABLE),
    "an empty envelope": (block(b"{}"), Code.ENV_MEMBERS),
    "words of another record": (block(RECORD), Code.PASTE_CHANGED),
    "base64 in another form": (block(b"a", "YR=="), Code.TEXT_BASE64),
    "base64 without its end": (block(b"a", "YQ"), Code.TEXT_BASE64),
    "an envelope that is too long": (block(b'{"a":"' + b"a" * 65_536 + b'"}'), Code.JSON_SIZE),
}


@pytest.mark.parametrize(("text", "code"), INSIDE.values(), ids=INSIDE)
def test_a_whole_block_around_something_else_is_refused(text: str, code: Code) -> None:
    """A block that says itself that it is whole must still hold an envelope, and its own words."""
    with pytest.raises(ConsentError) as refused:
        from_text(text)

    assert refused.value.code is code


def test_only_an_envelope_becomes_text() -> None:
    """What could not be read back is never written."""
    with pytest.raises(ConsentError):
        to_text(b"{}")


def test_a_refusal_repeats_nothing_of_the_text() -> None:
    """Neither the record nor the words around it stand in an error."""
    for text, _ in DAMAGED.values():
        with pytest.raises(ConsentError) as refused:
            from_text(text)
        assert not re.search("Dear|phone|PARDON|[A-Za-z0-9+/]{20}", refused.value.where)


@given(st.randoms(use_true_random=False))
def test_no_change_of_one_character_goes_unnoticed(chance: random.Random) -> None:
    """Any character put in another's place is refused, or was one that says nothing."""
    at = chance.randrange(len(TEXT))
    other = chance.choice("Aa0+/=-(;: >\n\u2014\u00a0\u0416")

    try:
        octets = from_text(f"{TEXT[:at]}{other}{TEXT[at + 1 :]}")
    except ConsentError:
        return
    assert octets == RECORD


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*LINES, LINES[0], LINES[-1], "(words:", "--", ">", "="]),
            st.text(max_size=30),
        ),
        max_size=40,
    ),
    st.sampled_from(["", "\n", " ", "\n> "]),
)
def test_nothing_that_is_pasted_surprises(parts: list[str], gap: str) -> None:
    """Whatever is pasted gives whole envelopes, or a refusal with a code."""
    try:
        found = all_from_text(gap.join(parts))
    except ConsentError:
        return
    assert found == (RECORD,)


def test_a_long_text_is_looked_through_quickly() -> None:
    """A million characters that nearly begin a record are no more work than others."""
    for piece in ("-", "-BEGIN", "-BEGINLAMPLIGHT", "-BEGINLAMPLIGHTA", "(words:"):
        with pytest.raises(ConsentError):
            from_text(piece * (1_000_000 // len(piece)))
