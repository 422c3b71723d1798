from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.codes import Code
from consent.encoding import digest
from consent.errors import ConsentError, RecordMalformed
from consent.frames import Frame, frame_from_line, frame_to_line
from consent.rows import rows_to_octets
from consent.sealed_day import (
    SUITE,
    SealedDayRefused,
    SealedFor,
    Slip,
    check_sealed_key,
    checked_frames,
    day_key_info,
    digest_of_line,
    fingerprint_of,
    opened_day_key,
    opened_rows,
    slip_from_octets,
    slip_to_octets,
)
from consent.signer import Ed25519Signer
from tests.conftest import Scale
from tests.consent.days import (
    DAY,
    DEVICE,
    FRAMES,
    OTHERS,
    ROWS,
    SAMPLE,
    SealedSample,
    named,
    octets_named,
    private_half,
    sealed_line,
    sealed_lines,
)
from tests.consent.people import ALEX, PRIYA, STRANGER
from tests.vectors import hpke

SLIP, LINES = SAMPLE.slip, SAMPLE.lines
OCTETS = slip_to_octets(SLIP)
VIEWERS = {"the young person": ALEX, "the social worker": PRIYA}


def opened(
    viewer: Ed25519Signer, day: SealedSample = SAMPLE, slip: Slip | None = None
) -> X25519PrivateKey:
    """Return a day's private half as somebody opens it."""
    own = slip or day.slip
    return opened_day_key(own, viewer.public_key.keyid, day.key_for(viewer), private_half(viewer))


def fault(
    lines: Iterable[bytes], day_key: X25519PrivateKey = SAMPLE.private
) -> tuple[Code, int | None] | None:
    """Return what is found when a day's frames are opened."""
    try:
        opened_rows(SLIP, lines, day_key)
    except SealedDayRefused as refused:
        return refused.code, refused.frame
    return None


def changed(octets: bytes, at: int, by: int = 1) -> bytes:
    """Return octets of which one was changed."""
    return octets[:at] + bytes([octets[at] ^ by]) + octets[at + 1 :]


@pytest.mark.parametrize("viewer", VIEWERS.values(), ids=VIEWERS)
def test_each_viewer_opens_the_whole_day(viewer: Ed25519Signer) -> None:
    """Whoever the day was sealed for reads every row of it, in the order of its frames."""
    assert opened_rows(SLIP, LINES, opened(viewer)) == ROWS
    assert opened_rows(SLIP, (), opened(viewer)) == ()


def test_the_slip_has_one_form() -> None:
    """What a day key's fingerprint is made of is spelt out."""
    slip = replace(SLIP, public="e1" * 32, sealed=(SealedFor(viewer="f1" * 32, digest="f2" * 32),))
    octets = (
        b'{"agreement":"' + b"a1" * 32 + b'","box":"' + b"b0" * 32 + b'","day":"2026-12-09",'
        b'"device":"' + b"d1" * 16 + b'","public":"' + b"e1" * 32 + b'","sealed":[{"digest":"'
        + b"f2" * 32 + b'","viewer":"' + b"f1" * 32 + b'"}],"type":"day-key","v":1}'
    )  # fmt: skip

    assert slip_to_octets(slip) == octets
    assert slip_from_octets(octets) == slip
    assert fingerprint_of(slip) == digest(octets)


def test_what_binds_a_sealed_key_is_spelt_out() -> None:
    """A sealed key opens under these words alone, for as long as days are kept."""
    public = SLIP.public.encode()

    assert day_key_info(SLIP, "f1" * 32) == (
        b"lamplight/day-key/v1|" + b"b0" * 32 + b"|" + b"d1" * 16 + b"|" + b"a1" * 32
        + b"|2026-12-09|" + public + b"|" + b"f1" * 32
    )  # fmt: skip
    assert day_key_info(replace(SLIP, sealed=SLIP.sealed[:1]), "f1" * 32) == (
        day_key_info(SLIP, "f1" * 32)
    )


NO_SLIPS = {
    "nothing": b"",
    "no JSON": OCTETS[:-1],
    "of another version": OCTETS.replace(b'"v":1', b'"v":2'),
    "of another type": OCTETS.replace(b'"day-key"', b'"key"'),
    "for nobody": OCTETS[: OCTETS.index(b'"sealed":')] + b'"sealed":[],"type":"day-key","v":1}',
    "for somebody twice": OCTETS.replace(
        PRIYA.public_key.keyid.encode(), ALEX.public_key.keyid.encode()
    ),
    "of no day": OCTETS.replace(b"2026-12-09", b"2026-12-32"),
    "with a label": OCTETS.replace(b'"device"', b'"label":"x","device"'),
    "of a short key": OCTETS.replace(SLIP.public.encode(), SLIP.public[:-2].encode()),
}


@pytest.mark.parametrize("octets", NO_SLIPS.values(), ids=NO_SLIPS)
def test_a_slip_is_read_in_one_form_only(octets: bytes) -> None:
    """What says more, less or something else than a day key is refused."""
    with pytest.raises(ConsentError):
        slip_from_octets(octets)


def test_a_slip_that_names_somebody_twice_does_not_exist() -> None:
    """For whom a day was sealed can be said in one way only."""
    with pytest.raises(RecordMalformed) as refused:
        replace(SLIP, sealed=(SLIP.sealed[0], SLIP.sealed[0]))
    assert refused.value.where == "sealed"


def test_any_octet_of_a_slip_that_is_changed_is_noticed(dice: random.Random, scale: Scale) -> None:
    """A slip with one octet changed is refused, or is another key's by its fingerprint."""
    for _ in range(scale(500, 50_000)):
        octets = changed(OCTETS, dice.randrange(len(OCTETS)), dice.randint(1, 255))
        try:
            slip = slip_from_octets(octets)
        except ConsentError:
            continue
        assert fingerprint_of(slip) != SAMPLE.fingerprint


def test_any_octet_of_a_sealed_key_that_is_changed_is_noticed() -> None:
    """A sealed key that is not the one that was made is named as altered, in every octet."""
    for viewer in VIEWERS.values():
        keyid, sealed = viewer.public_key.keyid, SAMPLE.key_for(viewer)
        check_sealed_key(SLIP, keyid, sealed)
        for octets in (*(changed(sealed, at) for at in range(len(sealed))), b"", sealed + b"x"):
            with pytest.raises(SealedDayRefused) as refused:
                opened_day_key(SLIP, keyid, octets, private_half(viewer))
            assert (refused.value.code, refused.value.frame) == (Code.DAY_KEY_ALTERED, None)


def test_nobody_else_opens_a_day() -> None:
    """A key that the slip does not name opens nothing, and neither does the wrong private half."""
    keyid, sealed = PRIYA.public_key.keyid, SAMPLE.key_for(PRIYA)
    tried = (
        (STRANGER.public_key.keyid, sealed, private_half(STRANGER)),
        (STRANGER.public_key.keyid, sealed, private_half(PRIYA)),
        (keyid, sealed, private_half(STRANGER)),
        (keyid, sealed, private_half(ALEX)),
    )
    for one in tried:
        with pytest.raises(SealedDayRefused) as refused:
            opened_day_key(SLIP, *one)
        assert (refused.value.code, refused.value.frame) == (Code.DAY_KEY_CLOSED, None)


MOVED = {
    "to another box": replace(SLIP, box="b1" * 32),
    "to another device": replace(SLIP, device="d2" * 16),
    "to another agreement": replace(SLIP, agreement="a2" * 32),
    "to another day": replace(SLIP, day=OTHERS["another day"].slip.day),
    "to another public half": replace(SLIP, public=OTHERS["another day"].slip.public),
}


@pytest.mark.parametrize("slip", MOVED.values(), ids=MOVED)
def test_a_sealed_key_opens_for_its_own_day_alone(slip: Slip) -> None:
    """With a slip that says anything else, the sealed key that it names stays shut."""
    with pytest.raises(SealedDayRefused) as refused:
        opened(PRIYA, slip=slip)
    assert refused.value.code is Code.DAY_KEY_CLOSED


def test_a_sealed_key_opens_for_its_own_viewer_alone() -> None:
    """The same private half under another viewer's name stays shut, also with the right key."""
    sealed = SAMPLE.key_for(PRIYA)
    slip = replace(
        SLIP, sealed=(SealedFor(viewer=STRANGER.public_key.keyid, digest=digest(sealed)),)
    )
    with pytest.raises(SealedDayRefused) as refused:
        opened_day_key(slip, STRANGER.public_key.keyid, sealed, private_half(PRIYA))
    assert refused.value.code is Code.DAY_KEY_CLOSED


def sealed_to_priya(octets: bytes) -> tuple[Slip, bytes]:
    """Return a slip that names a sealed key of any content, and that sealed key."""
    keyid = PRIYA.public_key.keyid
    public = private_half(PRIYA).public_key().public_bytes_raw()
    sealed = hpke.sealed(octets, public, octets_named("x"), info=day_key_info(SLIP, keyid))
    return replace(SLIP, sealed=(SealedFor(viewer=keyid, digest=digest(sealed)),)), sealed


NOT_THE_KEY = {
    "another private half": octets_named("another private half"),
    "an octet too few": SAMPLE.private.private_bytes_raw()[:-1],
    "an octet too many": SAMPLE.private.private_bytes_raw() + b"\0",
    "nothing": b"",
}


@pytest.mark.parametrize("octets", NOT_THE_KEY.values(), ids=NOT_THE_KEY)
def test_what_was_sealed_is_the_other_half(octets: bytes) -> None:
    """A sealed key that holds anything but the private half of the slip's key opens nothing."""
    slip, sealed = sealed_to_priya(octets)
    with pytest.raises(SealedDayRefused) as refused:
        opened_day_key(slip, PRIYA.public_key.keyid, sealed, private_half(PRIYA))
    assert refused.value.code is Code.DAY_KEY_CLOSED


TOO_SHORT = {length: bytes(length) for length in (0, 1, 31, 32, 47, 48)}


@pytest.mark.parametrize("sealed", TOO_SHORT.values(), ids=TOO_SHORT)
def test_what_is_too_short_to_be_sealed_stays_shut(sealed: bytes) -> None:
    """Octets that no sealing makes are refused as what they are given for, and nothing else."""
    keyid = PRIYA.public_key.keyid
    slip = replace(SLIP, sealed=(SealedFor(viewer=keyid, digest=digest(sealed)),))
    with pytest.raises(SealedDayRefused) as refused:
        opened_day_key(slip, keyid, sealed, private_half(PRIYA))
    assert refused.value.code is Code.DAY_KEY_CLOSED
    if sealed:
        line = frame_to_line(Frame(n=0, previous=SAMPLE.fingerprint, sealed=sealed))
        assert fault([line]) == (Code.FRAME_ALTERED, 0)


def test_any_octet_of_a_frame_that_is_changed_is_noticed_and_its_frame_named(
    dice: random.Random, scale: Scale
) -> None:
    """Whoever opens a day learns exactly which frame was changed, also while the day is open."""
    places = [(place, at) for place, line in enumerate(LINES) for at in range(len(line))]
    for place, at in dice.sample(places, min(len(places), scale(700, 100_000))):
        altered = changed(LINES[place], at, dice.randint(1, 255))
        lines = (*LINES[:place], altered, *LINES[place + 1 :])

        assert fault(lines) == (Code.FRAME_ALTERED, place)


@pytest.mark.parametrize("place", range(len(LINES)))
def test_a_frame_that_is_not_where_it_was_is_named(place: int) -> None:
    """Removed, doubled, exchanged or replaced from another day: the first wrong one is named."""
    removed = LINES[:place] + LINES[place + 1 :]
    doubled = (*LINES[: place + 1], *LINES[place:])
    last = place == len(LINES) - 1

    assert fault(removed) == (None if last else (Code.FRAME_REMOVED, place))
    assert fault(doubled) == (Code.FRAME_REORDERED, place + 1)
    if not last:
        swapped = (*LINES[:place], LINES[place + 1], LINES[place], *LINES[place + 2 :])
        assert fault(swapped) == (Code.FRAME_REORDERED, place)
    for other in OTHERS.values():
        in_place = (*LINES[:place], other.lines[place], *LINES[place + 1 :])
        assert fault(in_place) == (Code.FRAME_ALTERED, place)
        put_in = (*LINES[:place], other.lines[place], *LINES[place:])
        assert fault(put_in) == (Code.FRAME_FOREIGN, place)


def test_of_two_faults_the_first_is_named() -> None:
    """A frame that is missed before an altered one is named, and one altered before a swap."""
    altered = changed(LINES[3], -20)

    assert fault((LINES[0], LINES[2], altered)) == (Code.FRAME_REMOVED, 1)
    assert fault((changed(LINES[0], -20), LINES[2], LINES[1])) == (Code.FRAME_ALTERED, 0)


def test_a_frame_opens_in_its_own_place_alone() -> None:
    """What was sealed for one place does not open in another, though its line says so."""
    frame = frame_from_line(LINES[1])
    moved = frame_to_line(replace(frame, n=2, previous=digest_of_line(LINES[1])))

    assert fault((*LINES[:2], moved)) == (Code.FRAME_ALTERED, 2)
    assert len(checked_frames(SAMPLE.fingerprint, (*LINES[:2], moved))) == 3


def test_another_days_key_opens_nothing() -> None:
    """The frames of a day open with its own key, and are else said to be not what they were."""
    other = OTHERS["another day"]

    assert fault(LINES, other.private) == (Code.FRAME_ALTERED, 0)
    assert fault(other.lines) == (Code.FRAME_ALTERED, 0)


NOT_ROWS = {
    "nothing": b"",
    "no JSON": b"rows",
    "no rows": b'{"padding":"","rows":[]}',
    "rows that are not padded": rows_to_octets([named(15, "example.com")]).replace(b"0", b"", 1),
}


@pytest.mark.parametrize("octets", NOT_ROWS.values(), ids=NOT_ROWS)
def test_what_opens_and_holds_no_rows_is_refused(octets: bytes) -> None:
    """Something else, rightly sealed in its place, is named as altered and never shown."""
    (first,) = sealed_lines(SLIP, FRAMES[:1])
    line = sealed_line(SLIP, 1, digest_of_line(first), octets)

    assert fault((first, line)) == (Code.FRAME_ALTERED, 1)


def test_the_library_seals_what_the_text_of_the_rfc_opens() -> None:
    """What the box seals, another implementation opens, and the other way round."""
    private = private_half(PRIYA)
    info = day_key_info(SLIP, PRIYA.public_key.keyid)
    sealed = SUITE.encrypt(b"32 octets", private.public_key(), info=info)

    assert hpke.opened(sealed, private.private_bytes_raw(), info=info) == b"32 octets"
    assert len(sealed) == len(b"32 octets") + 48
    assert SUITE.encrypt(b"32 octets", private.public_key(), info=info) != sealed


def test_the_error_names_nothing_that_was_sealed() -> None:
    """A day that cannot be read is refused without a word of what was in it."""
    rows = rows_to_octets([named(15, "somebody-asked-for-this.com")])
    for octets in (rows.replace(b"0", b"", 1), rows[:-3]):
        line = sealed_line(SLIP, 0, SAMPLE.fingerprint, octets)
        with pytest.raises(SealedDayRefused) as refused:
            opened_rows(SLIP, [line], SAMPLE.private)
        assert "somebody" not in f"{refused.value} {refused.value!r}"
        assert refused.value.__cause__ is None


def test_the_sample_is_what_it_is_taken_for() -> None:
    """The days that these tests hold against each other differ in one thing each."""
    assert (SLIP.day, SLIP.device) == (DAY, DEVICE)
    for other in OTHERS.values():
        assert other.fingerprint != SAMPLE.fingerprint
        assert opened_rows(other.slip, other.lines, other.private) == ROWS
