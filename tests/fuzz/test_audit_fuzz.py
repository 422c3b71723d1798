"""Untrusted notes, checkpoints, statements and audit lines may raise only ConsentError."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from consent.audit import journal_from_lines, unmatched, verify_lines
from consent.audit_entry import entry_from_line, entry_to_line
from consent.bundle import bundle_from_octets, bundle_to_octets
from consent.checkpoint import checkpoint_from_text, opened_checkpoint
from consent.errors import ConsentError
from consent.note import NoteKey, opened_note, signed_note
from consent.status import opened_status, status_from_text
from tests.conftest import Scale
from tests.consent.journal import BOX_SIGNER, LINES, SIGNED
from tests.consent.test_bundle import OCTETS as BUNDLE
from tests.consent.test_status import ASKED, AT
from tests.consent.test_status import SIGNED as STATUS
from tests.fuzz.damage import damaged

KEY = BOX_SIGNER.public_key

READERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "a checkpoint": (SIGNED, lambda note: opened_checkpoint(note, KEY)),
    "a statement": (STATUS, lambda note: opened_status(note, KEY, challenge=ASKED, now=AT)),
}


@pytest.mark.parametrize(("sent", "read"), READERS.values(), ids=READERS)
def test_a_damaged_note_is_refused(
    sent: bytes, read: Callable[[bytes], object], dice: random.Random, scale: Scale
) -> None:
    """A note that is not, octet for octet, what the box signed is refused, or says the same."""
    whole = read(sent)
    for _ in range(scale(5_000, 300_000)):
        try:
            # A line of somebody unknown below it is passed over, so what is signed may still stand.
            assert read(damaged(sent, dice)) == whole
        except ConsentError:
            continue


@pytest.mark.parametrize("sent", [SIGNED, STATUS], ids=READERS)
def test_a_damaged_text_that_is_signed_is_read_or_refused(
    sent: bytes, dice: random.Random, scale: Scale
) -> None:
    """Whatever stands in a text that the box did sign, each reader reads or refuses it."""
    text = sent.rpartition(b"\n\n")[0] + b"\n"
    name = NoteKey("a/b", KEY)
    read = 0
    for _ in range(scale(3_000, 100_000)):
        wrong = damaged(text, dice).decode("utf-8", "replace")
        for reader in (checkpoint_from_text, status_from_text):
            try:
                found = reader(wrong)
            except ConsentError:
                continue
            assert found.text == wrong
            read += 1
        try:
            note = signed_note(wrong, name.name, BOX_SIGNER)
        except ConsentError:
            continue
        assert opened_note(note, (name,)).text == wrong

    assert read


def test_a_damaged_line_is_read_or_refused(dice: random.Random, scale: Scale) -> None:
    """A line is refused, or read as an entry whose one form it is."""
    read = 0
    for _ in range(scale(5_000, 300_000)):
        line = damaged(dice.choice(LINES), dice)
        try:
            assert entry_to_line(entry_from_line(line)) == line
        except ConsentError:
            continue
        read += 1

    assert read


def test_a_damaged_bundle_is_read_in_its_one_form_or_refused(
    dice: random.Random, scale: Scale
) -> None:
    """A whole home's file, damaged anywhere, is refused, or is the one form of what it says."""
    refused = 0
    for _ in range(scale(600, 60_000)):
        # Its ends as often as all that lies between them, where chance hardly ever comes.
        here = dice.choice((0, dice.randrange(len(BUNDLE)), len(BUNDLE) - 40))
        there = here + dice.randrange(400)
        octets = BUNDLE[:here] + damaged(BUNDLE[here:there], dice) + BUNDLE[there:]
        try:
            assert bundle_to_octets(bundle_from_octets(octets)) == octets
        except ConsentError:
            refused += 1

    assert refused


def test_a_damaged_journal_is_refused(dice: random.Random, scale: Scale) -> None:
    """Lines that are not those that were signed raise a reason with a place, and nothing else."""
    for _ in range(scale(300, 20_000)):
        lines = damaged(b"\n".join(LINES), dice).split(b"\n")
        if tuple(lines) == LINES:
            continue
        with pytest.raises(ConsentError):
            verify_lines(lines, SIGNED, KEY)
        for read in (lambda these: journal_from_lines(these, KEY.keyid), unmatched):
            try:
                read(lines)
            except ConsentError:
                continue


def test_rubbish_is_refused(dice: random.Random, scale: Scale) -> None:
    """Octets that were never a note or a line are refused."""
    for _ in range(scale(1_000, 50_000)):
        rubbish = dice.randbytes(dice.randrange(300))
        for read in (entry_from_line, lambda note: opened_checkpoint(note, KEY)):
            with pytest.raises(ConsentError):
                read(rubbish)
