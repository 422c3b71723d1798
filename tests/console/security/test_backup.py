from __future__ import annotations

import base64
from typing import Final

import pytest

from console.security.backup import BackupRefused, seal, unseal
from console.security.passwords import TESTS

PHRASE: Final = "seven quiet herons"


def test_each_backup_is_sealed_anew() -> None:
    """Two backups of the same home have nothing in common but their first line."""
    one, two = seal(b"home", PHRASE, TESTS), seal(b"home", PHRASE, TESTS)

    assert one != two
    assert unseal(one, PHRASE, TESTS) == unseal(two, PHRASE, TESTS) == b"home"


def test_other_ends_of_lines_do_no_harm() -> None:
    """A file that went through an editor or a mail still opens."""
    backup = b"\n" + seal(b"home", PHRASE, TESTS).replace(b"\n", b"\r\n") + b"\r\n"

    assert unseal(backup, PHRASE, TESTS) == b"home"


def test_one_bit_of_difference_anywhere_opens_nothing() -> None:
    """Whatever octet of the sealed part is changed, the file does not open."""
    first, _, rest = seal(b"home", PHRASE, TESTS).partition(b"\n")
    body = bytearray(base64.b64decode(rest))
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1
        with pytest.raises(BackupRefused, match="wrong"):
            unseal(first + b"\n" + base64.b64encode(changed), PHRASE, TESTS)
