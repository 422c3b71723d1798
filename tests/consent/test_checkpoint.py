from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from consent.checkpoint import (
    Checkpoint,
    CheckpointRefused,
    check_goes_on,
    checkpoint_from_text,
    note_key_of,
    opened_checkpoint,
    origin_of,
    signed_checkpoint,
)
from consent.codes import Code
from consent.errors import ConsentError
from consent.note import signed_note, with_signature
from consent.tree import EMPTY_ROOT, consistency_proof, leaf_hash, range_of
from tests.consent.people import MORGAN, PRIYA

LEAVES = [leaf_hash(bytes([at])) for at in range(9)]
ORIGIN = origin_of(PRIYA.public_key.keyid)


def of_size(size: int) -> Checkpoint:
    """Return the checkpoint after so many entries of one list."""
    return Checkpoint(origin=ORIGIN, size=size, root=range_of(LEAVES[:size]).root)


SEVEN = of_size(7)


def test_a_checkpoint_is_three_lines() -> None:
    """The text is origin, length and root, each on a line of its own, as the specification says."""
    root = base64.b64encode(SEVEN.root).decode()

    assert SEVEN.text == f"lamplight/{PRIYA.public_key.keyid[:16]}\n7\n{root}\n"
    assert checkpoint_from_text(SEVEN.text) == SEVEN


def test_the_specification_s_example_is_read() -> None:
    """The text of the example in C2SP tlog-checkpoint is a checkpoint, and is written so again."""
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    read = checkpoint_from_text(text)

    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert read.text == text


def test_extension_lines_are_kept() -> None:
    """What others add below the root stays part of what is signed."""
    longer = replace(SEVEN, extensions=("one more", "and another"))

    assert longer.text == f"{SEVEN.text}one more\nand another\n"
    assert checkpoint_from_text(longer.text) == longer


def test_a_signed_checkpoint_is_opened_with_its_box_s_key() -> None:
    """What a box signs comes back under its key, also where a witness has signed as well."""
    note = signed_checkpoint(SEVEN, PRIYA)

    assert opened_checkpoint(note, PRIYA.public_key) == SEVEN
    assert opened_checkpoint(with_signature(note, "w", MORGAN), PRIYA.public_key) == SEVEN


ROOT_TEXT = base64.b64encode(SEVEN.root).decode()
EMPTY_TEXT = base64.b64encode(EMPTY_ROOT).decode()

TEXTS = {
    "nothing": ("", Code.CHECKPOINT_FORM),
    "two lines": (f"{ORIGIN}\n7\n", Code.CHECKPOINT_FORM),
    "no end of the last line": (SEVEN.text[:-1], Code.CHECKPOINT_FORM),
    "no origin": (f"\n7\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "an empty line behind": (f"{SEVEN.text}\n", Code.CHECKPOINT_FORM),
    "an empty line between": (f"{SEVEN.text}\nmore\n", Code.CHECKPOINT_FORM),
    "no size": (f"{ORIGIN}\n\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "a zero in front": (f"{ORIGIN}\n07\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "a sign in front": (f"{ORIGIN}\n+7\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "less than nothing": (f"{ORIGIN}\n-7\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "digits of another script": (f"{ORIGIN}\n\u0667\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "an underscore": (f"{ORIGIN}\n1_0\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "more than can be counted": (f"{ORIGIN}\n{2**53}\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
    "a root that is no base64": (f"{ORIGIN}\n7\n{ROOT_TEXT[:-1]}\n", Code.TEXT_BASE64),
    "half a root": (
        f"{ORIGIN}\n7\n{base64.b64encode(SEVEN.root[:16]).decode()}\n",
        Code.CHECKPOINT_FORM,
    ),
    "a root over nothing": (f"{ORIGIN}\n0\n{ROOT_TEXT}\n", Code.CHECKPOINT_FORM),
}


@pytest.mark.parametrize(("text", "code"), TEXTS.values(), ids=TEXTS)
def test_a_text_in_another_form_is_refused(text: str, code: Code) -> None:
    """There is one way to write a checkpoint, and anything else is none."""
    with pytest.raises(ConsentError) as caught:
        checkpoint_from_text(text)

    assert caught.value.code is code


def test_the_greatest_length_is_the_greatest_whole_number() -> None:
    """A list may be as long as any number that every reader reads alike."""
    assert checkpoint_from_text(f"{ORIGIN}\n{2**53 - 1}\n{ROOT_TEXT}\n").size == 2**53 - 1


def test_nothing_at_all_has_the_empty_root() -> None:
    """The checkpoint of an empty list is read with the one root that it can have."""
    assert checkpoint_from_text(f"{ORIGIN}\n0\n{EMPTY_TEXT}\n") == of_size(0)


def test_another_box_s_checkpoint_is_neither_signed_nor_opened() -> None:
    """The origin is that of the key that signs, whoever has signed."""
    others = replace(SEVEN, origin=origin_of(MORGAN.public_key.keyid))
    note = signed_note(others.text, ORIGIN, PRIYA)

    with pytest.raises(CheckpointRefused) as signing:
        signed_checkpoint(others, PRIYA)
    with pytest.raises(CheckpointRefused) as opening:
        opened_checkpoint(note, PRIYA.public_key)
    with pytest.raises(ConsentError) as by_another_key:
        opened_checkpoint(signed_checkpoint(SEVEN, PRIYA), MORGAN.public_key)

    assert signing.value.code is opening.value.code is Code.CHECKPOINT_OTHER_BOX
    assert by_another_key.value.code is Code.NOTE_UNKNOWN


def test_a_box_s_notes_go_by_its_origin() -> None:
    """The name in the signature line is the origin, as the specification recommends."""
    assert note_key_of(PRIYA.public_key).name == ORIGIN


def test_a_longer_list_goes_on_from_each_shorter_one() -> None:
    """Whatever was remembered, the same list grown is taken, with or without a proof."""
    for before in range(1, 10):
        for after in range(before, 10):
            proof = consistency_proof(LEAVES[:after], before)
            check_goes_on(of_size(after), of_size(before), proof)
            check_goes_on(of_size(after), of_size(before))
    check_goes_on(of_size(3), of_size(0))
    check_goes_on(of_size(0), of_size(0), ())
    check_goes_on(of_size(3), of_size(0), ())


OTHER_ROOT = replace(SEVEN, root=LEAVES[0])
ASIDE: dict[str, tuple[Checkpoint, Checkpoint, tuple[bytes, ...] | None, Code]] = {
    "a shorter one": (of_size(6), SEVEN, None, Code.CHECKPOINT_SHORTER),
    "none after some": (of_size(0), of_size(1), None, Code.CHECKPOINT_SHORTER),
    "as long with another root": (OTHER_ROOT, SEVEN, None, Code.CHECKPOINT_FORKED),
    "a proof of something else": (
        of_size(9),
        SEVEN,
        consistency_proof(LEAVES, 6),
        Code.CHECKPOINT_FORKED,
    ),
    "no proof where one is asked for": (of_size(9), SEVEN, (), Code.CHECKPOINT_FORKED),
    "from another root": (
        of_size(9),
        OTHER_ROOT,
        consistency_proof(LEAVES, 7),
        Code.CHECKPOINT_FORKED,
    ),
    "of another box": (replace(of_size(9), origin="x"), SEVEN, None, Code.CHECKPOINT_OTHER_BOX),
}


@pytest.mark.parametrize(("after", "before", "proof", "code"), ASIDE.values(), ids=ASIDE)
def test_a_list_that_does_not_go_on_is_refused(
    after: Checkpoint, before: Checkpoint, proof: tuple[bytes, ...] | None, code: Code
) -> None:
    """A list that was cut, written anew or exchanged is told from one that grew."""
    with pytest.raises(CheckpointRefused) as caught:
        check_goes_on(after, before, proof)

    assert caught.value.code is code
