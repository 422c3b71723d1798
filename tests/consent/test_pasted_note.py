from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.deletion import deletion_of, opened_deletion, signed_deletion
from consent.frozen import MAX_OCTETS
from consent.note import NoteRefused
from consent.pasted_note import NoteKind, note_from_pasted, note_kind
from tests.consent.journal import AGREEMENT, BOX_SIGNER, JOURNAL, LINES

DELETION = deletion_of(LINES, JOURNAL.checkpoint, AGREEMENT)
NOTE = signed_deletion(DELETION, BOX_SIGNER)
TEXT = NOTE.decode()
SIGNED = TEXT.split("\n")[-2]


def broken_at(width: int) -> str:
    """Return the note with the signature's line broken every so many characters."""
    rows = [SIGNED[at : at + width] for at in range(0, len(SIGNED), width)]
    return TEXT.replace(SIGNED, "\n".join(rows))


PASTED: dict[str, str] = {
    "as it is": TEXT,
    "with line ends of another system": TEXT.replace("\n", "\r\n"),
    "with line ends of an old system": TEXT.replace("\n", "\r"),
    "quoted": "".join(f"> {line}\n" for line in TEXT.split("\n")),
    "quoted twice and indented": "".join(f">>   {line}\n" for line in TEXT.split("\n")),
    "with spaces behind": TEXT.replace("\n", "  \n"),
    "with an empty line between": TEXT.replace("\n", "\n\n"),
    "without any empty line": TEXT.replace("\n\n", "\n"),
    "with a byte order mark": f"\ufeff{TEXT}",
    "with the signature broken at 76": broken_at(76),
    "with the signature broken behind the name": broken_at(28),
    "with a hyphen for the dash": TEXT.replace("\u2014", "-"),
    "with two hyphens for the dash": TEXT.replace("\u2014", "--"),
    "in a letter": f"Dear Priya,\nhere it is.\n\n{TEXT}\nKind regards\nAsh\n",
}


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED)
def test_a_note_survives_a_mail(pasted: str) -> None:
    """However a mail program quoted and broke it, the same octets come out, still signed."""
    octets = pasted.encode()

    assert note_kind(octets) is NoteKind.DELETION
    assert note_from_pasted(octets, NoteKind.DELETION) == NOTE
    opened = opened_deletion(note_from_pasted(octets, NoteKind.DELETION), BOX_SIGNER.public_key)
    assert opened == DELETION


REFUSED: dict[str, bytes] = {
    "nothing": b"",
    "another kind of note": TEXT.replace("deletion", "status").encode(),
    "two of them": NOTE + NOTE,
    "no signature": TEXT.replace(SIGNED, "").encode(),
    "a dash before somebody else's name": TEXT.replace(SIGNED, "\u2014 Ash").encode(),
    "too much": NOTE + b"x" * MAX_OCTETS,
}


@pytest.mark.parametrize("octets", REFUSED.values(), ids=REFUSED)
def test_what_is_no_such_note_is_refused(octets: bytes) -> None:
    """Where there is no note of that kind, or more than one, nobody guesses."""
    with pytest.raises(NoteRefused):
        note_from_pasted(octets, NoteKind.DELETION)


def test_a_file_is_known_by_its_first_line() -> None:
    """What stands in a file says what it is; a long file is no note."""
    assert note_kind(b"lamplight-status/v1\n") is NoteKind.STATUS
    assert note_kind(b"> lamplight-shared-words/v1\n") is NoteKind.SHARED_WORDS
    assert note_kind(b"{}") is None
    assert note_kind(b"see lamplight-status/v1 below") is None
    assert note_kind(NOTE + b"x" * MAX_OCTETS) is None


@given(
    change=st.sampled_from([str.upper, str.swapcase, lambda text: text[::-1]]),
    place=st.integers(0, len(TEXT) - 2),
)
def test_a_changed_letter_never_opens(change: Callable[[str], str], place: int) -> None:
    """Tidying up never makes a note right that was changed: it is the same one, or is refused."""
    changed = TEXT[:place] + change(TEXT[place]) + TEXT[place + 1 :]
    try:
        opened = opened_deletion(
            note_from_pasted(changed.encode(), NoteKind.DELETION), BOX_SIGNER.public_key
        )
    except Exception:  # noqa: BLE001 - refused, in whatever words
        return
    assert opened == DELETION
