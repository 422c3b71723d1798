"""An image of the card opens nothing: whoever has all that lies on it still needs a viewer's words.

The search tries every run of 32 octets that lies anywhere on the card, as it is and as hexadecimal
or base64 spell it, as the private half of a viewer's key and of a day's key.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent.recorder.box import LEDGER_FILE
from consent.frames import frame_from_line, frame_info
from consent.recorder_requests import Admit
from consent.sealed_day import SUITE, Slip, day_key_info, fingerprint_of, slip_from_octets
from tests.agent.recorder.home import Card, Home, card_at, while_recording
from tests.conftest import Scale
from tests.consent.commands import ceremony

KEY_OCTETS = 32
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]{64,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{43,}")


def recorded(folder: Path) -> tuple[Home, str]:
    """Return a home with two days recorded, and its agreement."""
    kept, agreement = while_recording()
    home = Home(folder, kept=kept)
    home.settled()
    home.observed("example.com", "example.org")
    home.live(days=1)
    home.later(minutes=16)
    home.observed("example.net")
    return home, agreement


def runs_in(octets: bytes) -> Iterator[bytes]:
    """Yield every run of 32 octets, as it is or as a text spells it."""
    for text in (octets, *_spelled(octets)):
        for at in range(len(text) - KEY_OCTETS + 1):
            yield text[at : at + KEY_OCTETS]


def _spelled(octets: bytes) -> Iterator[bytes]:
    """Yield what hexadecimal and base64 in some octets spell, from wherever it may begin."""
    for found in _HEXADECIMAL.finditer(octets):
        for start in (0, 1):
            digits = found[0][start:]
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    for found in _BASE64.finditer(octets):
        for start in range(4):
            letters = found[0][start:].translate(bytes.maketrans(b"-_", b"+/"))
            whole = letters[: len(letters) - (len(letters) % 4 == 1)]
            yield base64.b64decode(whole + b"=" * (-len(whole) % 4))


def keys_on(card: Card, publics: set[str]) -> dict[str, bytes]:
    """Return whatever on a card is the private half of one of these public keys."""
    tried: set[bytes] = set()
    found: dict[str, bytes] = {}
    for octets in card.values():
        for run in runs_in(octets or b""):
            if run in tried:
                continue
            tried.add(run)
            public = X25519PrivateKey.from_private_bytes(run).public_key().public_bytes_raw().hex()
            if public in publics:
                found[public] = run
    return found


def wanted_on(home: Home, agreement: str) -> set[str]:
    """Return the public keys that open something here: the viewers', and each day's."""
    assert home.box.ledger is not None
    viewers = home.box.ledger.standing(agreement).agreement.viewing.viewers
    slips = [
        slip_from_octets(octets or b"")
        for name, octets in card_at(home.state).items()
        if name.endswith("slip.json")
    ]
    return {one.keys.x25519 for one in viewers} | {one.public for one in slips}


def test_nothing_on_the_card_opens_anything(tmp_path: Path) -> None:
    """No run of octets on the whole card is a key to a day or to a sealed key."""
    home, agreement = recorded(tmp_path)
    card = card_at(home.state)
    home.crash()

    assert len(wanted_on(home, agreement)) == 4
    assert keys_on(card, wanted_on(home, agreement)) == {}


def test_every_octet_is_tried_against_what_is_sealed(tmp_path: Path, scale: Scale) -> None:
    """Tried on the sealed keys and frames themselves, the box's own secrets open none of them."""
    home, _ = recorded(tmp_path)
    card = card_at(home.state)
    names = [name for name in card if name in {"box.key", "spoken.key", "home.json", "checkpoint"}]
    if scale(0, 1):
        names = [name for name, octets in card.items() if octets is not None]
    tried = {run for name in names for run in runs_in(card[name] or b"")}
    sealed = list(_sealed(home))
    assert len(sealed) == 2 * 2 + 2

    opened = [
        run
        for run in sorted(tried)[:: scale(7, 1)]
        for octets, info in sealed[:: scale(3, 1)]
        if _opens(run, octets, info)
    ]

    assert opened == []
    assert len(tried) > 1_000


def _sealed(home: Home) -> Iterator[tuple[bytes, bytes]]:
    """Yield everything sealed on the card, with what binds it."""
    for fingerprint, slip in home.box.days.slips.items():
        for one in slip.sealed:
            octets = home.box.days.sealed_key(fingerprint, one.viewer)
            assert octets is not None
            yield octets, day_key_info(slip, one.viewer)
        for line in home.box.days.frames(fingerprint):
            frame = frame_from_line(line)
            yield frame.sealed, frame_info(fingerprint_of(slip), frame.n, frame.previous)


def _opens(run: bytes, octets: bytes, info: bytes) -> bool:
    try:
        SUITE.decrypt(octets, X25519PrivateKey.from_private_bytes(run), info=info)
    except (InvalidTag, ValueError):
        return False
    return True


SPELLINGS = {
    "as it is": lambda key: b"\0key:" + key + b"\n",
    "hexadecimal": lambda key: b'{"key":"a' + key.hex().encode() + b'"}',
    "upper case": lambda key: key.hex().upper().encode(),
    "base64": lambda key: b"xy" + base64.b64encode(key),
    "base64 for addresses": lambda key: base64.urlsafe_b64encode(key).rstrip(b"="),
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
def test_the_search_finds_a_key_that_lies_there(spelled: object, tmp_path: Path) -> None:
    """Had a private half been left on the card in any of these spellings, it would be found."""
    assert callable(spelled)
    key = ceremony.young_persons_keys().opening_key
    home, agreement = recorded(tmp_path)
    left = spelled(key.private_bytes_raw())
    found = keys_on({"left behind": left}, wanted_on(home, agreement))

    assert list(found.values()) == [key.private_bytes_raw()]
    [*_, (sealed, info)] = list(_sealed_for_card(home))
    assert _opens(next(iter(found.values())), sealed, info)


def _sealed_for_card(home: Home) -> Iterator[tuple[bytes, bytes]]:
    keyid = ceremony.young_persons_keys().public.keyid
    for fingerprint, slip in home.box.days.slips.items():
        assert isinstance(slip, Slip)
        yield home.box.days.sealed_key(fingerprint, keyid) or b"", day_key_info(slip, keyid)


def test_nothing_that_was_looked_up_lies_on_the_card(tmp_path: Path) -> None:
    """No name that a device asked for is found anywhere, spelled in any way."""
    home, _ = recorded(tmp_path)
    card = card_at(home.state)
    for octets in card.values():
        for text in ((octets or b""), *_spelled(octets or b"")):
            assert b"example" not in text
    assert LEDGER_FILE in card


def test_everything_on_the_card_is_the_recorders_alone(tmp_path: Path) -> None:
    """Every file is 0600 and every folder 0700, after a day, a withdrawal and a restart."""
    home, agreement = recorded(tmp_path)
    home.done(Admit(), home.withdrawal(agreement))
    home.restart()
    paths = [home.state, *home.state.rglob("*")]

    assert {path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {0o700}
    assert {(path.name, path.stat().st_mode & 0o777) for path in paths if path.is_file()} == {
        (path.name, 0o600) for path in paths if path.is_file()
    }
