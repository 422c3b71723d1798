from __future__ import annotations

import base64
import secrets
import zlib
from typing import Final

import pytest

from console.services.backup_states import Held
from console.store.backed_records import (
    MOST_OCTETS,
    MOST_PACKED,
    NO_RECORDS,
    Records,
    RecordsMalformed,
    records_around,
    records_from,
    records_to,
)


def packed(octets: bytes) -> str:
    """Return octets as a document holds them."""
    return base64.b64encode(octets).decode()


BAD: Final[dict[str, object]] = {
    "a list": ["none", ""],
    "a part less": {"held": "none"},
    "of another kind": {"held": "some", "packed": ""},
    "no base64": {"held": "held", "packed": "*"},
    "nothing held": {"held": "held", "packed": ""},
    "none, and some": {"held": "none", "packed": packed(b"x")},
    "not packed": {"held": "held", "packed": packed(b"x")},
    "cut short": {"held": "held", "packed": packed(zlib.compress(b"x")[:-1])},
    "something behind": {"held": "held", "packed": packed(zlib.compress(b"x") + b"y")},
    "no bundle": {"held": "held", "packed": packed(zlib.compress(b"x"))},
    "far too much": {"held": "held", "packed": packed(zlib.compress(bytes(MOST_OCTETS + 1)))},
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_records_is_refused(case: str) -> None:
    """A backup that somebody else put together cannot bring in what no box gives."""
    with pytest.raises(RecordsMalformed):
        records_from(BAD[case])


def test_that_there_are_none_is_said_and_read_again() -> None:
    """Why a backup holds none is kept with it."""
    for held in (Held.NONE, Held.SILENT, Held.LARGE):
        records = Records(held=held)

        assert records_from(records_to(records)) == records
    assert NO_RECORDS.held is Held.NONE


@pytest.mark.parametrize("octets", [bytes(MOST_OCTETS + 1), secrets.token_bytes(MOST_PACKED + 1)])
def test_what_no_page_could_take_in_again_is_left_out(octets: bytes) -> None:
    """Too much before it is packed or after: the rest of the backup is made, and says so."""
    assert records_around(octets) == Records(held=Held.LARGE)
