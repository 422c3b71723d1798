from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from consent.acts import Act, Hex, Release
from consent.bundle import (
    MAX_LINE_OCTETS,
    MOST_OCTETS,
    Bundle,
    BundledProof,
    BundleRefused,
    bundle_from_octets,
    bundle_to_octets,
    proof_since,
)
from consent.codes import Code
from consent.schema import Bits128, Bits256, Items, Span
from consent.sealed_day import Slip, fingerprint_of
from tests.consent.journal import BOX_SIGNER, LINES, SIGNED
from tests.consent.played import recording

EMPTY = Bundle(
    box_key=BOX_SIGNER.public_key,
    agency=None,
    checkpoint=SIGNED,
    journal=LINES,
    ledger=(),
    slips=(),
)
WHOLE = replace(recording().bundle(), proof=proof_since(recording().bundle().journal, 5))
OCTETS = bundle_to_octets(WHOLE)
ROWS = OCTETS.split(b"\n")


def place_of(start: bytes) -> int:
    """Return where the line stands that begins so."""
    return next(place for place, row in enumerate(ROWS) if row.startswith(start))


def refusal(octets: bytes) -> tuple[str, int] | None:
    """Return part and line that are wrong, None where the file is read."""
    try:
        bundle_from_octets(octets)
    except BundleRefused as refused:
        return refused.part, refused.line
    return None


@pytest.mark.parametrize("bundle", [EMPTY, WHOLE], ids=["without an agency", "whole"])
def test_a_bundle_is_read_as_it_was_written(bundle: Bundle) -> None:
    """What a box hands over comes out as it went in, and is written in the same octets again."""
    octets = bundle_to_octets(bundle)

    assert bundle_from_octets(octets) == bundle
    assert bundle_to_octets(bundle_from_octets(octets)) == octets


def test_the_file_is_text_that_says_what_it_holds() -> None:
    """Each part is there, with its name and how many lines it has."""
    heads = [row.split(b" ")[0] for row in ROWS if not row.startswith((b"{", b"\xe2"))]

    assert ROWS[0] == b"lamplight-bundle/v1"
    for part in (b"box", b"agency", b"checkpoint", b"journal", b"ledger", b"slips", b"proof"):
        assert heads.count(part) == 1
    assert ROWS[-2:] == [b"end", b""]


def test_slips_have_no_order_of_their_own() -> None:
    """In whichever order a box keeps its days, the file is the same."""
    assert bundle_to_octets(replace(WHOLE, slips=WHOLE.slips[::-1])) == OCTETS
    assert list(WHOLE.slips) == sorted(WHOLE.slips, key=fingerprint_of)


def put(place: int, *rows: bytes, instead_of: int = 1) -> bytes:
    """Return the file with other lines at a place."""
    return b"\n".join([*ROWS[:place], *rows, *ROWS[place + instead_of :]])


BOX, AGENCY, JOURNAL = place_of(b"box "), place_of(b"agency "), place_of(b"journal ")
LEDGER, SLIPS, PROOF = place_of(b"ledger "), place_of(b"slips "), place_of(b"proof ")
MALFORMED: dict[str, tuple[bytes, tuple[str, int]]] = {
    "nothing": (b"", ("the first line", 1)),
    "another file": (b"lamplight-status/v1\n", ("the first line", 1)),
    "cut off in its last line": (OCTETS[:-2], ("end", len(ROWS) - 1)),
    "cut off after a line": (b"\n".join(ROWS[:JOURNAL]) + b"\n", ("journal", JOURNAL + 1)),
    "line ends of another system": (OCTETS.replace(b"\n", b"\r\n"), ("the first line", 1)),
    "a second file behind": (OCTETS + OCTETS, ("end", len(ROWS) - 1)),
    "the beginning of a line behind": (OCTETS + b"x", ("end", len(ROWS) - 1)),
    "a mark that no eye sees behind": (OCTETS + b"\xef\xbb\xbf", ("end", len(ROWS) - 1)),
    "a box without a key": (put(BOX, b"box none"), ("box", BOX + 1)),
    "a box of a weak key": (put(BOX, b"box " + b"00" * 32), ("box", BOX + 1)),
    "a key in capitals": (put(BOX, ROWS[BOX].upper()), ("box", BOX + 1)),
    "an agency by another name": (put(AGENCY, b"agency Kent " + b"0" * 64), ("agency", 3)),
    "an agency that is no domain": (put(AGENCY, b"agency gov.uk " + b"0" * 64), ("agency", 3)),
    "no agency and a ledger": (put(AGENCY, b"agency none"), ("ledger", 1)),
    "a part in another's place": (put(JOURNAL, b"ledger 3"), ("journal", JOURNAL + 1)),
    "a count with a zero before": (
        put(JOURNAL, ROWS[JOURNAL].replace(b" ", b" 0")),
        ("journal", JOURNAL + 1),
    ),
    "one line too few": (put(JOURNAL + 1), ("ledger", LEDGER + 1)),
    "a ledger's line that is no text": (put(LEDGER + 1, b"\xff"), ("ledger", LEDGER + 2)),
    "a slip that is none": (put(SLIPS + 1, b"{}"), ("slips", SLIPS + 2)),
    "slips in another order": (
        put(SLIPS + 1, ROWS[SLIPS + 2], ROWS[SLIPS + 1], instead_of=2),
        ("slips", PROOF),
    ),
    "a slip twice": (
        put(SLIPS, b"slips 4", ROWS[SLIPS + 1]),
        ("slips", PROOF + 1),
    ),
    "a proof of something else": (put(PROOF, b"proof 2"), ("proof", PROOF + 1)),
    "a hash that is too short": (put(PROOF + 1, b"AAAA"), ("proof", PROOF + 2)),
    "a hash in two ways": (
        put(PROOF + 1, ROWS[PROOF + 1].rstrip(b"=")),
        ("proof", PROOF + 2),
    ),
    "a hash that is no text": (put(PROOF + 1, b"\xff"), ("proof", PROOF + 2)),
    "another end": (put(len(ROWS) - 2, b"END"), ("end", len(ROWS) - 1)),
    "a line without end": (put(JOURNAL + 1, b"x" * (MAX_LINE_OCTETS + 1)), ("journal", 11)),
}


@pytest.mark.parametrize(("octets", "expected"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_wrong_is_named_by_part_and_line(octets: bytes, expected: tuple[str, int]) -> None:
    """A file that is not as a box writes it is refused, and a person is told where to look."""
    part, line = expected

    assert refusal(octets) == (part, line)
    with pytest.raises(BundleRefused, match=f"^E_BUNDLE_FORM: {part}, line {line}$") as refused:
        bundle_from_octets(octets)
    assert refused.value.code is Code.BUNDLE_FORM


def test_a_line_may_be_as_long_as_a_record() -> None:
    """The longest line that is read is longer than any that a box writes."""
    assert refusal(put(JOURNAL + 1, b"x" * MAX_LINE_OCTETS)) is None


def test_a_file_without_end_is_not_read() -> None:
    """What is larger than any box could hand over is refused before it is taken apart."""
    assert refusal(b"x" * (MOST_OCTETS + 1)) == ("the file", 1)


UNWRITABLE: dict[str, Callable[[Bundle], Bundle]] = {
    "a line of the journal that is two": lambda one: replace(
        one, journal=(b"\n".join(one.journal[:2]), *one.journal[2:])
    ),
    "a checkpoint without its end": lambda one: replace(
        one, checkpoint=one.checkpoint.removesuffix(b"\n")
    ),
    "a ledger without an agency": lambda one: replace(one, agency=None),
}


@pytest.mark.parametrize("change", UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_could_not_be_read_is_not_written(change: Callable[[Bundle], Bundle]) -> None:
    """A box never hands over what a desk would take for damage."""
    with pytest.raises(BundleRefused):
        bundle_to_octets(change(WHOLE))


def test_a_proof_begins_where_somebody_has_been() -> None:
    """There is a proof from each length that the journal had, and from no other."""
    assert proof_since(LINES, 0) is None
    assert proof_since(LINES, len(LINES) + 1) is None
    assert proof_since(LINES, len(LINES)) == BundledProof(since=len(LINES), hashes=())
    proof = proof_since(LINES, 1)
    assert proof is not None
    assert len(proof.hashes) == 4


def leaves(hint: Any) -> set[object]:  # noqa: ANN401 - an annotation can be anything
    """Return what a field can hold in the end: its base types with their constraints."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        if any(isinstance(one, Items) for one in inner[1:]):
            return leaves(inner[0])
        return {(inner[0], type(one)) for one in inner[1:]}
    if origin in {Union, UnionType, tuple}:
        return {leaf for one in inner if one is not ... for leaf in leaves(one)}
    if origin is Literal:
        return {"a fixed word"}
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        hints = get_type_hints(hint, include_extras=True)
        return {leaf for one in fields(hint) for leaf in leaves(hints[one.name])}
    return {"a closed choice" if issubclass(hint, StrEnum) else hint}


def test_nothing_that_was_looked_up_has_a_place_in_it() -> None:
    """No field of an entry or of a slip could hold a site, a name, or any text that is free."""
    found = {leaf for act in (*get_args(Act), Slip) for leaf in leaves(act)}

    assert found <= {
        (str, Hex),
        (str, Bits128),
        (str, Bits256),
        (str, Release),
        (int, Span),
        "a fixed word",
        "a closed choice",
        bool,
        date,
        datetime,
        type(None),
    }
