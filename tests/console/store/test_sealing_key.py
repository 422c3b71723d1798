from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.security.backup import sealing_key
from console.security.passwords import TESTS
from console.store.sealing_key import FORMAT, keep_sealing_key, path_below, sealing_key_in

KEY = sealing_key("seven quiet herons", TESTS)


def test_what_was_kept_is_there_again_and_only_for_this_account(tmp_path: Path) -> None:
    """Salt and public half come back as they were; nobody else may read them."""
    keep_sealing_key(tmp_path, KEY)

    assert sealing_key_in(tmp_path) == KEY
    assert path_below(tmp_path).stat().st_mode & 0o777 == 0o600


GOOD = {"format": FORMAT, "salt": KEY.salt.hex(), "public": KEY.public.hex()}
BAD = {
    "nothing": b"",
    "no object": b"[]",
    "a number": b"5",
    "another format": json.dumps(GOOD | {"format": "lamplight-sealing-key/v2"}).encode(),
    "a member more": json.dumps(GOOD | {"passphrase": "x"}).encode(),
    "a member less": json.dumps({"format": FORMAT, "salt": KEY.salt.hex()}).encode(),
    "no hexadecimal": json.dumps(GOOD | {"public": "zz"}).encode(),
    "no text": json.dumps(GOOD | {"public": 7}).encode(),
    "too short": json.dumps(GOOD | {"public": "00"}).encode(),
    "too long": b" " * 1_000 + json.dumps(GOOD).encode(),
}


@pytest.mark.parametrize("octets", BAD.values(), ids=BAD)
def test_anything_else_is_no_key(octets: bytes, tmp_path: Path) -> None:
    """A damaged file seals nothing: better no backup than one that nobody can open."""
    path = path_below(tmp_path)
    path.parent.mkdir()
    path.write_bytes(octets)

    assert sealing_key_in(tmp_path) is None


def test_where_there_is_none_there_is_none(tmp_path: Path) -> None:
    """A home that did not begin it has no key."""
    assert sealing_key_in(tmp_path) is None
