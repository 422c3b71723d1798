from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.acts import Act, ActorRole, Exported
from consent.audit import (
    AuditJournal,
    journal_from_lines,
    journal_of,
    unmatched,
    verify_lines,
    views_in,
)
from consent.audit_entry import BOX, Actor, entry_from_line
from consent.audit_links import AuditRefused
from consent.checkpoint import Checkpoint, CheckpointRefused, signed_checkpoint
from consent.codes import Code
from consent.errors import ConsentError, Reader, RecordMalformed
from consent.home import ClockState
from consent.tree import inclusion_proof, is_included, leaf_hash, range_of
from tests.conftest import Scale
from tests.consent.journal import (
    AGREEMENT,
    BEGUN,
    BOX_SIGNER,
    CARER,
    DAYS,
    DEVICE,
    JOURNAL,
    KEYS,
    LINES,
    OTHER_BOX,
    REBOOTED,
    SIGNED,
    SOCIAL_WORKER,
    WALK,
    YOUNG_PERSON,
    destroyed,
    looked,
    made,
    narrowed,
    written,
)

KEY = BOX_SIGNER.public_key
LAST = len(LINES) - 1


def test_a_journal_grows_by_one_line_for_each_act() -> None:
    """Each line holds its place, its box, the act, and the leaf of the line before it."""
    entries = [entry_from_line(line) for line in LINES]

    assert [entry.n for entry in entries] == list(range(len(WALK)))
    assert {entry.box for entry in entries} == {KEY.keyid[:16]}
    assert [(entry.act, entry.actor) for entry in entries] == list(WALK)
    assert [entry.previous for entry in entries[1:]] == [
        leaf_hash(line).hex() for line in LINES[:-1]
    ]


def test_the_leaves_of_the_tree_are_the_lines() -> None:
    """The root in the checkpoint is that of the lines themselves, each of which can be proven."""
    leaves = [leaf_hash(line) for line in LINES]
    claim = JOURNAL.checkpoint

    assert (claim.origin, claim.size) == (f"lamplight/{KEY.keyid[:16]}", len(LINES))
    assert claim.root == range_of(leaves).root
    assert is_included(leaves[5], 5, claim.size, claim.root, inclusion_proof(leaves, 5))


def test_an_act_that_cannot_be_written_leaves_the_journal_as_it_was() -> None:
    """Where the clock was never set no line is made, and the next one is as it would have been."""
    with pytest.raises(RecordMalformed):
        JOURNAL.append(REBOOTED, at=datetime(1970, 1, 1, tzinfo=UTC), clock=ClockState.STALE)

    assert JOURNAL.append(REBOOTED, at=BEGUN, clock=ClockState.STALE)[0].tree.size == LAST + 2


def test_a_box_goes_on_from_its_lines() -> None:
    """After a restart the journal is what it was, from the first line on."""
    assert journal_from_lines(LINES, KEY.keyid) == JOURNAL
    assert journal_from_lines((), KEY.keyid) == journal_of(KEY.keyid)


def test_a_box_does_not_go_on_from_damaged_lines() -> None:
    """A line that was cut off, or one of another box, stops the box from writing below it."""
    for lines in ([*LINES[:-1], LINES[-1][:40]], LINES[1:], written(WALK, OTHER_BOX)[1]):
        with pytest.raises(AuditRefused):
            journal_from_lines(lines, KEY.keyid)


def test_a_whole_journal_is_verified() -> None:
    """The lines of a box come back as entries under a checkpoint that the box has signed."""
    assert [entry.act for entry in verify_lines(LINES, SIGNED, KEY)] == [act for act, _ in WALK]


def test_each_beginning_is_verified_by_its_own_checkpoint() -> None:
    """A journal is whole at each of its lengths, and goes on from all that was seen before."""
    seen: list[Checkpoint] = []
    for size in range(1, len(WALK) + 1):
        journal, lines = written(WALK[:size])
        signed = signed_checkpoint(journal.checkpoint, BOX_SIGNER)
        assert len(verify_lines(lines, signed, KEY, seen)) == size
        seen.append(journal.checkpoint)


def test_a_flipped_bit_of_a_line_is_named(dice: random.Random, scale: Scale) -> None:
    """Whichever bit of a line is not as it was, that line is named as altered and no other."""
    for _ in range(scale(300, 50_000)):
        lines = [bytearray(line) for line in LINES]
        place = dice.randrange(len(lines))
        lines[place][dice.randrange(len(lines[place]))] ^= 1 << dice.randrange(8)
        with pytest.raises(AuditRefused) as caught:
            verify_lines([*map(bytes, lines)], SIGNED, KEY)
        assert (caught.value.code, caught.value.entry) == (Code.AUDIT_ALTERED, place)


@given(st.data())
def test_a_line_removed_or_moved_is_named(draw: st.DataObject) -> None:
    """Whichever line goes missing or stands elsewhere, the first wrong place is named."""
    place = draw.draw(st.integers(0, LAST))
    to = draw.draw(st.integers(0, LAST))
    rest = [line for at, line in enumerate(LINES) if at != place]
    moved = [*rest[:to], LINES[place], *rest[to:]]

    with pytest.raises(AuditRefused) as removed:
        verify_lines(rest, SIGNED, KEY)
    assert (removed.value.code, removed.value.entry) == (Code.AUDIT_REMOVED, place)
    if place == to:
        assert len(verify_lines(moved, SIGNED, KEY)) == LAST + 1
        return
    with pytest.raises(AuditRefused) as reordered:
        verify_lines(moved, SIGNED, KEY)
    assert reordered.value.code is Code.AUDIT_REORDERED
    assert reordered.value.entry == min(place, to)


def test_a_line_of_another_box_is_named() -> None:
    """An entry that was taken from another home is told from one that was altered."""
    others = written(WALK, OTHER_BOX)[1]

    with pytest.raises(AuditRefused) as caught:
        verify_lines([*LINES[:4], others[4], *LINES[5:]], SIGNED, KEY)

    assert (caught.value.code, caught.value.entry) == (Code.AUDIT_FOREIGN, 4)
    assert "another place" not in caught.value.explain(Reader.SOCIAL_WORKER)


def test_a_line_that_nobody_has_signed_is_named() -> None:
    """An entry below the last one that was signed is not believed, however well it links up."""
    longer, line = JOURNAL.append(REBOOTED, at=BEGUN, clock=ClockState.TRUSTED)

    with pytest.raises(AuditRefused) as caught:
        verify_lines([*LINES, line], SIGNED, KEY)

    assert (caught.value.code, caught.value.entry) == (Code.AUDIT_FOREIGN, LAST + 1)
    assert longer.tree.size == LAST + 2


def test_a_journal_of_nothing_proves_nothing() -> None:
    """No lines are refused, also under a checkpoint that says that there are none."""
    nothing = signed_checkpoint(journal_of(KEY.keyid).checkpoint, BOX_SIGNER)

    for checkpoint in (nothing, SIGNED):
        with pytest.raises(AuditRefused) as caught:
            verify_lines((), checkpoint, KEY)
        assert (caught.value.code, caught.value.entry) == (Code.AUDIT_REMOVED, 0)


def test_a_journal_written_anew_is_not_the_one_that_was_signed() -> None:
    """Whoever rewrites all that follows an entry is found out by the root, from there on."""
    before = written(WALK[:3])[0].checkpoint
    acts = [*WALK[:5], (REBOOTED, BOX), *WALK[6:]]

    with pytest.raises(AuditRefused) as caught:
        verify_lines(written(acts)[1], SIGNED, KEY, [before])

    assert caught.value.code is Code.AUDIT_ALTERED
    assert caught.value.earliest == 3
    assert caught.value.entry == LAST


def test_a_box_that_signs_another_journal_is_found_out() -> None:
    """A whole journal that does not begin with what was seen is refused, as is a shorter one."""
    seen = written([*WALK[:5], (REBOOTED, BOX)])[0].checkpoint
    longer = JOURNAL.append(REBOOTED, at=BEGUN, clock=ClockState.TRUSTED)[0].checkpoint

    with pytest.raises(CheckpointRefused) as forked:
        verify_lines(LINES, SIGNED, KEY, [seen])
    with pytest.raises(CheckpointRefused) as shorter:
        verify_lines(LINES, SIGNED, KEY, [longer])

    assert forked.value.code is Code.CHECKPOINT_FORKED
    assert shorter.value.code is Code.CHECKPOINT_SHORTER


def test_a_checkpoint_of_nothing_says_nothing_about_what_came_after() -> None:
    """Whoever saw an empty journal can take any later one of the same box."""
    empty = journal_of(KEY.keyid).checkpoint

    assert len(verify_lines(LINES, SIGNED, KEY, [empty])) == LAST + 1


def signed_lines(*lines: bytes) -> bytes:
    """Return a checkpoint that the box has signed over any lines at all."""
    tree = range_of(map(leaf_hash, lines))
    return signed_checkpoint(replace(JOURNAL, tree=tree).checkpoint, BOX_SIGNER)


def test_a_line_of_a_newer_box_is_not_called_altered() -> None:
    """A line that the box has signed and this room cannot read is said to be just that."""
    lines = [*LINES[:3], LINES[3].replace(b'"how":"on"', b'"how":"hum"'), *LINES[4:]]

    with pytest.raises(AuditRefused) as caught:
        verify_lines(lines, signed_lines(*lines), KEY)

    assert (caught.value.code, caught.value.entry) == (Code.AUDIT_LINE, 3)


def test_a_box_cannot_sign_its_way_out_of_a_gap() -> None:
    """Lines that do not follow from each other are refused, also where the box has signed them."""
    lines = [*LINES[:3], *LINES[4:]]

    with pytest.raises(AuditRefused) as caught:
        verify_lines(lines, signed_lines(*lines), KEY)

    assert (caught.value.code, caught.value.entry) == (Code.AUDIT_REMOVED, 3)


def test_a_checkpoint_of_another_key_is_refused() -> None:
    """Whoever else signs the right root has signed nothing for this box."""
    with pytest.raises(ConsentError) as caught:
        verify_lines(LINES, SIGNED, OTHER_BOX.public_key)

    assert caught.value.code is Code.NOTE_UNKNOWN


def left_open(*acts: tuple[Act, Actor]) -> tuple[list[int], list[int], list[int]]:
    """Return the places of keys, destructions and views that have nothing they belong to."""
    found = unmatched(written(acts)[1])
    return (
        [entry.n for entry in found.keys],
        [entry.n for entry in found.destroyed],
        [entry.n for entry in found.views],
    )


def exported(place: int) -> Exported:
    """Return that somebody took a day away."""
    return Exported(
        how="export",
        viewer="d1" * 32,
        device=DEVICE,
        agreement=AGREEMENT,
        days=(DAYS[place],),
    )


MADE = (made(0), BOX)
GONE = (destroyed(0), BOX)
ELSEWHERE = replace(looked(0), device="1f" * 16)
AGAIN = replace(made(0), fingerprint=KEYS[1])

OPEN: dict[str, tuple[tuple[tuple[Act, Actor], ...], tuple[list[int], list[int], list[int]]]] = {
    "nothing": ((), ([], [], [])),
    "a whole walk": (WALK, ([], [], [])),
    "a walk cut off before its end": (WALK[:-2], ([7], [], [])),
    "a walk while both keys live": (WALK[:9], ([4, 7], [], [])),
    "a key destroyed that never was": ((GONE,), ([], [0], [])),
    "a key destroyed twice": ((MADE, GONE, GONE), ([], [2], [])),
    "a look at a day with its key": ((MADE, (looked(0), CARER)), ([0], [], [])),
    "a look at a day without one": ((MADE, (looked(0, 1), CARER)), ([0], [], [1])),
    "a look after it was destroyed": ((MADE, GONE, (looked(0), CARER)), ([], [], [2])),
    "a look at another device": ((MADE, (ELSEWHERE, CARER)), ([0], [], [1])),
    "an export without a key": (((exported(0), SOCIAL_WORKER),), ([], [], [0])),
    "a viewer's look after a withdrawal": (
        (MADE, (narrowed(0), BOX), (looked(0), SOCIAL_WORKER)),
        ([0], [], [2]),
    ),
    "the young person's look after a withdrawal": (
        (MADE, (narrowed(0), BOX), (looked(0), YOUNG_PERSON)),
        ([0], [], []),
    ),
    "a second key of a day after a restart": (
        (MADE, (AGAIN, BOX), GONE, (looked(0), CARER)),
        ([1], [], []),
    ),
}


@pytest.mark.parametrize(("acts", "left"), OPEN.values(), ids=OPEN)
def test_what_a_journal_leaves_open_is_listed(
    acts: tuple[tuple[Act, Actor], ...], left: tuple[list[int], list[int], list[int]]
) -> None:
    """A key that still lives, and a destruction or look that belongs to none, is listed."""
    assert left_open(*acts) == left


def test_every_look_is_listed() -> None:
    """Who looked and who took something away is listed in order, the young person among them."""
    lines = written([*WALK, (exported(0), SOCIAL_WORKER)])[1]

    assert [(entry.n, entry.actor.role) for entry in views_in(lines)] == [
        (5, ActorRole.SOCIAL_WORKER),
        (12, ActorRole.YOUNG_PERSON),
        (16, ActorRole.SOCIAL_WORKER),
    ]


@given(st.lists(st.sampled_from(range(6)), max_size=12))
def test_every_beginning_of_a_journal_accounts_for_its_keys(choices: list[int]) -> None:
    """Keys made, less those destroyed that were there, are those left, after every single entry."""
    acts: list[Act] = [made(0), made(1), destroyed(0), destroyed(1), looked(0), REBOOTED]
    alive: set[str] = set()
    journal: AuditJournal = journal_of(KEY.keyid)
    lines: list[bytes] = []
    for choice in choices:
        journal, line = journal.append(acts[choice], at=BEGUN, clock=ClockState.TRUSTED)
        lines.append(line)
        if choice < 2:
            alive.add(KEYS[choice])
        elif choice < 4:
            alive.discard(KEYS[choice - 2])
        assert len(unmatched(lines).keys) == len(alive)
        signed = signed_checkpoint(journal.checkpoint, BOX_SIGNER)
        assert len(verify_lines(lines, signed, KEY)) == len(lines)
