from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consent.acts import Closed, Erasure
from consent.audit import journal_of
from consent.checkpoint import CheckpointRefused
from consent.codes import Code
from consent.deletion import (
    NOT_UNDONE,
    Deletion,
    DeletionRefused,
    check_deletion,
    deletion_from_text,
    deletion_of,
    opened_deletion,
    signed_deletion,
)
from consent.errors import ConsentError
from consent.home import ClockState
from consent.note import NoteRefused, signed_note
from tests.consent.journal import (
    AGREEMENT,
    BOX_SIGNER,
    JOURNAL,
    LINES,
    OTHER_BOX,
    WALK,
    destroyed,
    made,
    written,
)

KEY = BOX_SIGNER.public_key
DELETION = deletion_of(LINES, JOURNAL.checkpoint, AGREEMENT)
NOTE = signed_deletion(DELETION, BOX_SIGNER)
TEXT = DELETION.text


def test_a_statement_is_what_the_journal_counts() -> None:
    """How many day keys were made and destroyed, why, and when it was closed, come from entries."""
    expected = Deletion(
        agreement="a1" * 8,
        reason=Erasure.WITHDRAWN,
        at=datetime(2026, 11, 20, 18, 15, tzinfo=UTC),
        clock=ClockState.TRUSTED,
        made=2,
        destroyed=2,
        checkpoint=JOURNAL.checkpoint,
    )

    assert expected == DELETION


def test_a_statement_is_text_that_people_can_read() -> None:
    """It stands there in eight lines, and the last of them says what deleting does not undo."""
    lines = NOTE.decode().split("\n")

    assert lines[:7] == [
        "lamplight-deletion/v1",
        f"lamplight/{KEY.keyid[:16]}",
        "agreement a1a1a1a1a1a1a1a1",
        "reason withdrawn",
        "at 2026-11-20T18:15:00Z trusted",
        "day-keys 2 made 2 destroyed",
        TEXT.split("\n")[6],
    ]
    assert lines[7] == NOT_UNDONE == "not undone: what somebody copied, printed or photographed"


def test_a_statement_is_read_as_it_was_signed() -> None:
    """Whoever knows the box's key reads the same statement, and the journal bears it out."""
    assert opened_deletion(NOTE, KEY) == DELETION
    assert check_deletion(DELETION, LINES) == AGREEMENT


def test_a_statement_stays_true_while_the_journal_goes_on() -> None:
    """What is written after it does not make an old statement wrong."""
    later = written([*WALK, WALK[0]])[1]

    assert check_deletion(DELETION, later) == AGREEMENT


NOT_MADE = {
    "before it was closed": LINES[:-1],
    "with a key that is left": written([*WALK[:13], WALK[13], WALK[15]])[1],
    "of an agreement that nobody knows": written([WALK[0]])[1],
}


@pytest.mark.parametrize("lines", NOT_MADE.values(), ids=NOT_MADE)
def test_a_box_that_has_a_key_left_does_not_say_that_it_has_none(lines: tuple[bytes, ...]) -> None:
    """A statement that the journal does not bear out cannot be made."""
    with pytest.raises(DeletionRefused) as refused:
        deletion_of(lines, JOURNAL.checkpoint, AGREEMENT)
    assert refused.value.code is Code.DELETION_LEFT


MALFORMED = {
    "nothing": "",
    "another first line": TEXT.replace("deletion/v1", "deletion/v2"),
    "without its last line": TEXT.replace(f"{NOT_UNDONE}\n", ""),
    "with a softer last line": TEXT.replace(NOT_UNDONE, "all is undone"),
    "a reason that is none of ours": TEXT.replace("withdrawn", "forgotten"),
    "a clock that is none of ours": TEXT.replace("Z trusted", "Z true"),
    "a day that there is not": TEXT.replace("11-20", "11-31"),
    "the end of a day as an hour": TEXT.replace("18:15:00", "24:00:00"),
    "a count with a zero before": TEXT.replace("2 made", "02 made"),
    "an agreement by half its digits": TEXT.replace("a1a1 ", "a1 ").replace("a1" * 8, "a1" * 4),
    "a line more": f"{TEXT}more\n",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_a_statement_is_read_in_one_form_only(text: str) -> None:
    """What is not a whole statement is refused, whoever signed it."""
    with pytest.raises(DeletionRefused) as refused:
        deletion_from_text(text)
    assert refused.value.code is Code.DELETION_FORM


def test_a_statement_with_keys_left_is_refused() -> None:
    """A count that does not come out even is not a statement that all is gone."""
    with pytest.raises(DeletionRefused) as refused:
        deletion_from_text(TEXT.replace("2 destroyed", "1 destroyed"))
    assert refused.value.code is Code.DELETION_LEFT


def test_a_box_signs_for_itself_alone() -> None:
    """A statement of another box, or one that cannot be read, is not signed."""
    with pytest.raises(DeletionRefused):
        signed_deletion(DELETION, OTHER_BOX)
    with pytest.raises(DeletionRefused):
        signed_deletion(replace(DELETION, destroyed=1), BOX_SIGNER)
    with pytest.raises(DeletionRefused):
        signed_deletion(replace(DELETION, at=DELETION.at.replace(microsecond=1)), BOX_SIGNER)


def test_a_statement_of_another_box_is_refused() -> None:
    """A box cannot state that another one has deleted something."""
    other = journal_of(OTHER_BOX.public_key.keyid).checkpoint
    foreign = replace(DELETION, checkpoint=other)
    note = signed_note(foreign.text, f"lamplight/{KEY.keyid[:16]}", BOX_SIGNER)

    with pytest.raises(DeletionRefused) as refused:
        opened_deletion(note, KEY)
    assert refused.value.code is Code.DELETION_FORM
    with pytest.raises(NoteRefused):
        opened_deletion(NOTE, OTHER_BOX.public_key)


NOT_BORNE_OUT: dict[str, tuple[Deletion, tuple[bytes, ...], type[ConsentError]]] = {
    "a shorter journal": (DELETION, LINES[:-1], CheckpointRefused),
    "another journal": (DELETION, written([WALK[1], *WALK[1:]])[1], CheckpointRefused),
    "another count": (replace(DELETION, made=3, destroyed=3), LINES, DeletionRefused),
    "another reason": (replace(DELETION, reason=Erasure.STOPPED), LINES, DeletionRefused),
    "an agreement that was not closed": (
        replace(DELETION, agreement="b2" * 8),
        LINES,
        DeletionRefused,
    ),
    "a key that was made since": (
        DELETION,
        written([*WALK, (replace(made(0), fingerprint="b9" * 32), WALK[0][1])])[1],
        DeletionRefused,
    ),
    "a key made and destroyed since": (
        DELETION,
        written(
            [
                *WALK,
                (replace(made(0), fingerprint="b9" * 32), WALK[0][1]),
                (replace(destroyed(0), fingerprint="b9" * 32), WALK[0][1]),
            ]
        )[1],
        DeletionRefused,
    ),
}


@pytest.mark.parametrize(
    ("deletion", "lines", "expected"), NOT_BORNE_OUT.values(), ids=NOT_BORNE_OUT
)
def test_a_statement_that_the_journal_does_not_bear_out_is_refused(
    deletion: Deletion, lines: tuple[bytes, ...], expected: type[ConsentError]
) -> None:
    """Counted again over the whole journal, each key that was made is destroyed, or it is named."""
    with pytest.raises(expected):
        check_deletion(deletion, lines)


def test_two_agreements_that_begin_alike_are_not_mixed_up() -> None:
    """Where the digits in a statement stand for two agreements, it stands for neither."""
    twin = Closed(how="closed", agreement="a1" * 8 + "b2" * 24, reason=Erasure.WITHDRAWN)
    journal, lines = written([*WALK, (twin, WALK[0][1])])

    with pytest.raises(DeletionRefused):
        check_deletion(replace(DELETION, checkpoint=journal.checkpoint), lines)
