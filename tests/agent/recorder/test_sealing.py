from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from agent.recorder.sealing import MintedDay, minted, rows_of, sealed_frame
from consent.codes import Code
from consent.encoding import digest
from consent.errors import KeyRefused, RecordMalformed
from consent.frames import checked_frames, digest_of_line, frame_from_line
from consent.frozen import MAX_OCTETS
from consent.observation import Observation
from consent.opening_keys import SMALL_ORDER_COORDINATES
from consent.records.home_card import PersonalKey
from consent.rows import MAX_ROWS, Row, merged
from consent.sealed_day import (
    SealedDayRefused,
    fingerprint_of,
    opened_day_key,
    opened_rows,
    slip_from_octets,
    slip_to_octets,
)
from tests.consent.days import DAY, counted, named, personal_key, private_half
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.test_rows import LONGEST

VIEWERS = tuple(map(personal_key, (ALEX, MORGAN, PRIYA)))


def fresh_day(viewers: tuple[PersonalKey, ...] = VIEWERS, day: date = DAY) -> MintedDay:
    """Return a new day key."""
    return minted(box="b0" * 32, device="d1" * 16, agreement="a1" * 32, day=day, viewers=viewers)


def opened(new: MintedDay, at: int) -> X25519PrivateKey:
    """Return a day's private half as one of the viewers opens it."""
    viewer = (ALEX, MORGAN, PRIYA)[at]
    keyid = viewer.public_key.keyid
    return opened_day_key(new.slip, keyid, new.sealed_keys[keyid], private_half(viewer))


def lines_of(new: MintedDay, *frames: tuple[Row, ...]) -> tuple[bytes, ...]:
    """Return frames sealed one after the other."""
    fingerprint, lines = fingerprint_of(new.slip), list[bytes]()
    previous = fingerprint
    for n, rows in enumerate(frames):
        lines.append(sealed_frame(fingerprint, new.slip.public, n, previous, rows))
        previous = digest_of_line(lines[-1])
    return tuple(lines)


def test_every_viewer_can_open_a_new_day_and_nobody_else() -> None:
    """The key is sealed to each viewer that was named, under the slip that tells of them."""
    new = fresh_day()
    frames = ((named(15, "example.com"),), (named(16, "example.org"),))
    lines = lines_of(new, *frames)

    for at in range(3):
        assert opened_rows(new.slip, lines, opened(new, at)) == frames[0] + frames[1]
    with pytest.raises(SealedDayRefused) as refused:
        opened_day_key(
            new.slip,
            PRIYA.public_key.keyid,
            new.sealed_keys[PRIYA.public_key.keyid],
            private_half(STRANGER),
        )
    assert refused.value.code is Code.DAY_KEY_CLOSED


def test_a_slip_says_whose_day_it_is_and_for_whom() -> None:
    """What is kept in clear are ids, a day, a public key, and a digest of each sealed key."""
    new = fresh_day()
    slip = new.slip

    assert (slip.box, slip.device, slip.agreement, slip.day) == (
        "b0" * 32,
        "d1" * 16,
        "a1" * 32,
        DAY,
    )
    assert [one.viewer for one in slip.sealed] == [one.keyid for one in VIEWERS]
    assert {one.viewer: one.digest for one in slip.sealed} == {
        keyid: digest(octets) for keyid, octets in new.sealed_keys.items()
    }
    assert opened(new, 0).public_key().public_bytes_raw().hex() == slip.public
    assert slip_from_octets(slip_to_octets(slip)) == slip


def test_no_two_days_share_a_key() -> None:
    """Whatever a viewer learns of one day opens no other, not even one of the same date."""
    made = [fresh_day() for _ in range(8)]

    assert len({one.slip.public for one in made}) == 8
    assert len({octets for one in made for octets in one.sealed_keys.values()}) == 24


def reachable(*roots: object) -> list[Any]:
    """Return everything that can be reached from some objects."""
    found: dict[int, Any] = {}
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) not in found and not isinstance(one, type):
            found[id(one)] = one
            waiting += gc.get_referents(one)
    return list(found.values())


def test_nothing_keeps_the_private_half() -> None:
    """From what minting returns and from its function, no private key and none of it is reached."""
    new = fresh_day()
    private = opened(new, 0).private_bytes_raw()
    kept = reachable(new)

    assert len(kept) > 10
    assert minted.__closure__ is None
    assert not any(isinstance(one, X25519PrivateKey) for one in kept)
    assert not any(private in one for one in kept if isinstance(one, bytes | bytearray))
    assert not any(private.hex() in one for one in kept if isinstance(one, str))


def test_a_new_day_that_is_printed_shows_no_sealed_key() -> None:
    """What is printed of a day key is its slip."""
    assert "sealed_keys" not in repr(fresh_day())


@pytest.mark.parametrize("coordinate", sorted(SMALL_ORDER_COORDINATES))
def test_nothing_is_sealed_to_a_key_that_opens_to_all(coordinate: int) -> None:
    """A viewer whose key hides nothing gets no day, and nobody else does either."""
    weak = coordinate.to_bytes(32, "little").hex()
    with pytest.raises(KeyRefused) as refused:
        fresh_day((VIEWERS[0], replace(VIEWERS[1], x25519=weak)))
    assert refused.value.code is Code.KEY_OPEN_TO_ALL

    with pytest.raises(KeyRefused) as refused:
        sealed_frame("f1" * 32, weak, 0, "f1" * 32, [named(15, "example.com")])
    assert refused.value.code is Code.KEY_OPEN_TO_ALL


FEW_OR_MANY = {
    "nobody": (),
    "somebody twice": (VIEWERS[0], VIEWERS[0]),
    "nine": tuple(replace(VIEWERS[0], keyid=f"{at:064}") for at in range(9)),
}


@pytest.mark.parametrize("viewers", FEW_OR_MANY.values(), ids=FEW_OR_MANY)
def test_a_day_that_nobody_could_open_is_not_made(viewers: tuple[PersonalKey, ...]) -> None:
    """A day is for one to eight viewers, each named once; else there is none."""
    with pytest.raises(RecordMalformed):
        fresh_day(viewers)


def test_frames_follow_from_each_other() -> None:
    """A frame tells its place and the frame before, and only the day's key opens it."""
    new = fresh_day()
    lines = lines_of(new, *(((named(hour, "example.com"),)) for hour in range(5)))
    frames = checked_frames(fingerprint_of(new.slip), lines)

    assert [one.n for one in frames] == list(range(5))
    other = fresh_day()
    with pytest.raises(SealedDayRefused) as refused:
        opened_rows(new.slip, lines, opened(other, 0))
    assert (refused.value.code, refused.value.frame) == (Code.FRAME_ALTERED, 0)


def test_the_same_rows_are_never_sealed_alike() -> None:
    """Two frames of the same rows share no octets that tell so, and have the same length."""
    new = fresh_day()
    fingerprint, rows = fingerprint_of(new.slip), [named(15, "example.com")]
    first, second = (
        frame_from_line(sealed_frame(fingerprint, new.slip.public, 0, fingerprint, rows)).sealed
        for _ in range(2)
    )

    assert first != second
    assert len(first) == len(second)
    assert len(first) == len(
        frame_from_line(
            sealed_frame(fingerprint, new.slip.public, 0, fingerprint, [counted("adult", 1)])
        ).sealed
    )


def test_the_longest_frame_is_a_line() -> None:
    """As many of the longest rows as a frame holds stay below 64 KiB, and one row more is none."""
    new = fresh_day()
    longest = (named(23, LONGEST, "k" * 40),) * MAX_ROWS
    (line,) = lines_of(new, longest)

    assert len(line) < MAX_OCTETS
    assert opened_rows(new.slip, [line], opened(new, 1)) == longest
    for rows in ((), (*longest, longest[0])):
        with pytest.raises(RecordMalformed):
            lines_of(new, rows)


def seen(level: int, category: str | None = None, domain: str | None = None) -> Observation:
    """Return an observation."""
    return Observation(level=level, category=category, domain=domain)


def test_at_level_one_kinds_are_counted() -> None:
    """However often and whenever a kind was blocked, one number is left of it."""
    observed = [
        (15, seen(1, "strangers")),
        (16, seen(1, "gambling")),
        (15, seen(1, "strangers")),
        (23, seen(1, "strangers")),
    ]

    assert rows_of(1, observed) == (counted("gambling", 1), counted("strangers", 3))
    assert rows_of(1, []) == ()


BY_NAME: dict[str, tuple[int, list[Observation], tuple[Row, ...]]] = {
    "level 2": (
        2,
        [
            seen(2, "strangers", "example.org"),
            seen(2, "gambling", "example.org"),
            seen(2, "strangers", "example.com"),
            seen(2, "strangers", "example.org"),
        ],
        (
            named(15, "example.com", "strangers"),
            named(15, "example.org", "gambling"),
            named(15, "example.org", "strangers"),
        ),
    ),
    "level 3": (
        3,
        [seen(3, None, "example.com"), seen(3, None, "example.com")],
        (named(15, "example.com"),),
    ),
    "level 4": (
        4,
        [seen(4, None, "example.net"), seen(4, None, "example.com")],
        (named(15, "example.com"), named(15, "example.net")),
    ),
}


@pytest.mark.parametrize(("level", "observed", "rows"), BY_NAME.values(), ids=BY_NAME)
def test_above_level_one_a_name_stands_once_for_an_hour(
    level: int, observed: list[Observation], rows: tuple[Row, ...]
) -> None:
    """How often within an hour, and in which order, is not written down."""
    assert rows_of(level, [(15, one) for one in observed]) == rows
    assert rows_of(level, [(15, one) for one in reversed(observed)]) == rows
    assert rows_of(level, [(16, observed[0]), (15, observed[0])]) == (
        replace(rows_of(level, [(15, observed[0])])[0], hour=15),
        replace(rows_of(level, [(15, observed[0])])[0], hour=16),
    )


@given(
    level=st.integers(1, 4),
    observed=st.lists(
        st.tuples(
            st.integers(0, 23),
            st.sampled_from(["strangers", "gambling"]),
            st.sampled_from(["example.com", "example.org", "example.net"]),
        )
    ),
)
def test_rows_lose_nothing_and_add_nothing(
    level: int, observed: list[tuple[int, str, str]]
) -> None:
    """Whatever is observed at a level is in its rows, once, and merging them changes nothing."""
    given_at = [
        (
            hour,
            seen(level, kind if level <= 2 else None, domain if level >= 2 else None),
        )
        for hour, kind, domain in observed
    ]
    rows = rows_of(level, given_at)

    if level == 1:
        assert sum(row.times or 0 for row in rows) == len(observed)
        assert {row.category for row in rows} == {kind for _, kind, _ in observed}
    else:
        assert {(row.hour, row.category, row.domain) for row in rows} == {
            (hour, one.category, one.domain) for hour, one in given_at
        }
        assert len(set(rows)) == len(rows)
    assert set(merged(rows)) == set(rows)
