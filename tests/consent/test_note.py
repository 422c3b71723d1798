from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import ConsentError
from consent.frozen import MAX_OCTETS
from consent.keys import PublicKey
from consent.note import NoteKey, NoteRefused, OpenedNote, opened_note, signed_note, with_signature
from tests.conftest import ROOT
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER

PUBLIC = ROOT / "tests" / "vectors" / "public" / "note"
NOTE = (PUBLIC / "sumdb-note.txt").read_bytes()
NAME, KEY_HASH, KEY_TEXT = (
    (PUBLIC / "sumdb-note.vkey").read_text(encoding="utf-8").strip().split("+", 2)
)
NEUMANN = NoteKey(NAME, PublicKey(base64.b64decode(KEY_TEXT)[1:]))

TEXT = "a box\nsays so\n"
BOX = NoteKey("lamplight/box", PRIYA.public_key)
WITNESS = NoteKey("lamplight/witness", MORGAN.public_key)
OURS = signed_note(TEXT, BOX.name, PRIYA)


def line_of(name: str, octets: bytes) -> bytes:
    """Return a signature line of anything."""
    return f"\u2014 {name} {base64.b64encode(octets).decode()}\n".encode()


def test_the_public_note_is_opened() -> None:
    """The note that Go documents is taken under the key it documents, with its text whole."""
    assert opened_note(NOTE, (NEUMANN,)) == OpenedNote(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n",
        (NEUMANN,),
    )


def test_a_key_s_hash_is_the_specification_s() -> None:
    """The four octets that name a key are those that Go gives for it, of name, type and key."""
    named = b"PeterNeumann\n\x01" + NEUMANN.key.octets

    assert base64.b64decode(KEY_TEXT)[:1] == b"\x01"
    assert NEUMANN.hash.hex() == KEY_HASH == hashlib.sha256(named).hexdigest()[:8]


def test_every_flipped_bit_of_the_public_note_is_refused() -> None:
    """A note that differs in one bit is not the note that was signed."""
    for bit in range(len(NOTE) * 8):
        flipped = bytearray(NOTE)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ConsentError):
            opened_note(bytes(flipped), (NEUMANN,))


def test_a_note_is_the_text_and_a_line_below_it() -> None:
    """The octets are text, an empty line, an em dash, the name, and key hash with signature."""
    octets = BOX.hash + PRIYA.sign(TEXT.encode())

    assert TEXT.encode() + b"\n" + line_of(BOX.name, octets) == OURS
    assert opened_note(OURS, (BOX,)) == OpenedNote(TEXT, (BOX,))


def test_several_may_stand_by_one_note() -> None:
    """Each signature of a key that is asked for counts, in the order of the lines."""
    both = with_signature(OURS, WITNESS.name, MORGAN)

    assert opened_note(both, (WITNESS, BOX)).signers == (BOX, WITNESS)
    assert opened_note(both, (WITNESS,)).signers == (WITNESS,)
    assert both.startswith(OURS)


UNKNOWN = {
    "another's line": line_of("somebody/else", b"4444" + bytes(64)),
    "our name with another hash": line_of(BOX.name, b"4444" + bytes(64)),
    "our hash under another name": line_of("somebody/else", BOX.hash + bytes(64)),
    "a longer kind of signature": line_of("somebody/else", b"4444" + bytes(2_420)),
    "one octet of signature": line_of("somebody/else", b"44441"),
}


@pytest.mark.parametrize("line", UNKNOWN.values(), ids=UNKNOWN)
def test_a_line_of_nobody_known_is_passed_over(line: bytes) -> None:
    """Signatures by unknown keys, or of kinds not known here, change nothing."""
    text, _, ours = OURS.rpartition(b"\n\n")

    assert opened_note(OURS + line, (BOX,)).signers == (BOX,)
    assert opened_note(text + b"\n\n" + line + ours, (BOX,)).signers == (BOX,)
    with pytest.raises(NoteRefused) as caught:
        opened_note(text + b"\n\n" + line, (BOX,))
    assert caught.value.code is Code.NOTE_UNKNOWN


REFUSED = {
    "nothing": (b"", Code.NOTE_FORM),
    "a text alone": (TEXT.encode(), Code.NOTE_FORM),
    "no line below": (TEXT.encode() + b"\n", Code.NOTE_FORM),
    "no empty line": (OURS.replace(b"\n\n", b"\n"), Code.NOTE_FORM),
    "no end of the last line": (OURS[:-1], Code.NOTE_FORM),
    "an empty line behind": (OURS + b"\n", Code.NOTE_FORM),
    "ends of lines as on Windows": (OURS.replace(b"\n", b"\r\n"), Code.NOTE_FORM),
    "a tab": (OURS.replace(b"says so", b"says\tso"), Code.NOTE_FORM),
    "a null": (OURS.replace(b"says so", b"says\0so"), Code.NOTE_FORM),
    "no UTF-8": (OURS.replace(b"says so", b"says\xffso"), Code.NOTE_FORM),
    "half of a pair": (OURS.replace(b"says so", b"\xed\xa0\x80"), Code.NOTE_FORM),
    "a hyphen for the dash": (OURS.replace("\u2014".encode(), b"-"), Code.NOTE_FORM),
    "two spaces": (OURS.replace("\u2014 ".encode(), "\u2014  ".encode()), Code.NOTE_FORM),
    "a third word": (OURS.replace(b"box ", b"box box "), Code.NOTE_FORM),
    "a name with plus": (OURS + line_of("a+b", b"4444" + bytes(64)), Code.NOTE_FORM),
    "a name with a hard space": (OURS + line_of("a\u00a0b", b"44445"), Code.NOTE_FORM),
    "a line without signature": (OURS + line_of("a", b"4444"), Code.NOTE_FORM),
    "a line that is no base64": (OURS + "\u2014 a Zm9v!\n".encode(), Code.TEXT_BASE64),
    "a line with bits left over": (OURS + "\u2014 a NDQ0NDV=\n".encode(), Code.TEXT_BASE64),
    "another text": (OURS.replace(b"says so", b"says no"), Code.NOTE_CHANGED),
    "a text that goes on": (b"more\n" + OURS, Code.NOTE_CHANGED),
    "an empty line in the text": (OURS.replace(b"\nsays", b"\n\nsays"), Code.NOTE_CHANGED),
    "half a signature": (
        TEXT.encode() + b"\n" + line_of(BOX.name, BOX.hash + bytes(32)),
        Code.NOTE_CHANGED,
    ),
    "another signature of ours behind": (
        OURS + line_of(BOX.name, BOX.hash + bytes(64)),
        Code.NOTE_FORM,
    ),
    "ours twice": (OURS + OURS.rpartition(b"\n\n")[2], Code.NOTE_FORM),
    "too long": (b"x" * MAX_OCTETS + OURS, Code.NOTE_FORM),
    "a crowd": (OURS + line_of("a", b"44445") * 16, Code.NOTE_FORM),
}


@pytest.mark.parametrize(("note", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_note_of_ours_is_refused(note: bytes, code: Code) -> None:
    """Whatever is cut, joined, changed or written in another way is refused as a whole."""
    with pytest.raises(ConsentError) as caught:
        opened_note(note, (BOX,))

    assert caught.value.code is code


def test_a_signature_that_is_wrong_spoils_those_that_are_right() -> None:
    """One wrong signature of a key that is asked for refuses the note, whoever else signed."""
    both = OURS + line_of(WITNESS.name, WITNESS.hash + bytes(64))

    assert opened_note(both, (BOX,)).signers == (BOX,)
    with pytest.raises(NoteRefused) as caught:
        opened_note(both, (BOX, WITNESS))
    assert caught.value.code is Code.NOTE_CHANGED


def test_a_note_may_be_as_long_as_a_record() -> None:
    """The last octet that fits is taken, and not one more."""
    below = len(OURS) - len(TEXT)
    longest = "x" * (MAX_OCTETS - below - 1) + "\n"

    assert len(signed_note(longest, BOX.name, PRIYA)) == MAX_OCTETS
    with pytest.raises(NoteRefused):
        signed_note(f"x{longest}", BOX.name, PRIYA)


def test_sixteen_may_sign() -> None:
    """As many signatures as the specification asks every reader to take are taken."""
    note = OURS + b"".join(line_of(f"w{at}", b"44445") for at in range(15))

    assert opened_note(note, (BOX,)).text == TEXT
    with pytest.raises(NoteRefused):
        with_signature(note, WITNESS.name, MORGAN)


UNWRITABLE = {
    "no text": "",
    "no end of the line": "a box",
    "a tab": "a\tbox\n",
    "half of a pair": "\ud800\n",
    "a last line like a signature": "a box\n\n\u2014 a NDQ0NDU=",
    "too much": "x" * MAX_OCTETS + "\n",
}


@pytest.mark.parametrize("text", UNWRITABLE.values(), ids=UNWRITABLE)
def test_a_text_that_could_not_be_read_is_not_signed(text: str) -> None:
    """Nothing is signed that the same room would refuse to read."""
    with pytest.raises(NoteRefused) as caught:
        signed_note(text, BOX.name, PRIYA)

    assert caught.value.code is Code.NOTE_FORM


NAMES = {
    "none": "",
    "a plus": "a+b",
    "a space": "a b",
    "a hard space": "a\u00a0b",
    "an ideographic space": "a\u3000b",
    "an end of a line": "a\nb",
    "a null": "a\0b",
    "half of a pair": "a\ud800",
    "the other half": "a\udfff",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_no_line_can_bear_is_none(name: str) -> None:
    """A key cannot go by a name that a signature line could not hold."""
    with pytest.raises(NoteRefused) as caught:
        NoteKey(name, PRIYA.public_key)

    assert caught.value.code is Code.NOTE_FORM


LINES = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20), min_size=1, max_size=6
)


@given(LINES)
def test_what_is_signed_is_opened_again(lines: list[str]) -> None:
    """Any text of lines, empty ones and lines that look like signatures among them, comes back."""
    text = "".join(f"{line}\n" for line in lines)
    note = with_signature(signed_note(text, "a/b", ALEX), "c", STRANGER)

    assert opened_note(note, (NoteKey("c", STRANGER.public_key),)).text == text
    assert opened_note(note, (NoteKey("a/b", ALEX.public_key),)).text == text
