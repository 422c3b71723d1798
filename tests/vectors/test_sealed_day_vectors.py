from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.encoding import octets_from_base64
from consent.errors import ConsentError
from consent.frames import SealedDayRefused, check_day_closed
from consent.rows import Row
from consent.schema import read
from consent.sealed_day import fingerprint_of, opened_day_key, opened_rows, slip_from_octets
from tests.vectors.build_sealed_day import FOLDER, OPENED, files

VECTORS = {path.stem: path for path in sorted(FOLDER.glob("*.json"))}


def outcome(vector: dict[str, Any]) -> tuple[str, int | None, tuple[Row, ...]]:
    """Return what comes of a vector: slip, sealed key, journal, rows, in this order."""
    lines = tuple(line.encode() for line in vector["frames"])
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["x25519"]))
    sealed_key = octets_from_base64(vector["sealed_key"], "sealed_key")
    try:
        slip = slip_from_octets(vector["slip"].encode())
        day_key = opened_day_key(slip, vector["viewer"], sealed_key, private)
        if vector["closed"] is not None:
            check_day_closed(fingerprint_of(slip), lines, **vector["closed"])
        return OPENED, None, opened_rows(slip, lines, day_key)
    except SealedDayRefused as refused:
        return str(refused.code), refused.frame, ()
    except ConsentError as refused:
        return str(refused.code), None, ()


@pytest.mark.parametrize("name", VECTORS)
def test_a_day_is_opened_or_refused_as_its_file_says(name: str) -> None:
    """Each day of the files gives its rows, or the code and the frame that its file names."""
    vector = json.loads(VECTORS[name].read_text(encoding="utf-8"))
    expected = tuple(read(Row, row) for row in vector["rows"])

    assert outcome(vector) == (vector["expect"], vector["frame"], expected)


def test_the_files_are_what_the_fixed_keys_make() -> None:
    """Building the files anew gives, octet for octet, those that are here, and no others."""
    here = {path.name: path.read_text(encoding="utf-8") for path in VECTORS.values()}

    assert here == files()


def test_some_days_are_opened() -> None:
    """The files cannot all be refused, for then a reader that refuses everything would pass."""
    expected = [json.loads(path.read_text(encoding="utf-8"))["expect"] for path in VECTORS.values()]

    assert expected.count(OPENED) == 9
    assert len(expected) == 29
