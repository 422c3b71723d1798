from __future__ import annotations

import ipaddress
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from console.security.authority import FILES, LASTS, Authority, AuthorityDamaged, open_authority
from console.security.kept_keys import Keeping, keeping, open_keys

NAMES: Final = ("lamplight.local",)
HERE: Final = (ipaddress.ip_address("127.0.0.1"),)
NOW: Final = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
LATER: Final = NOW + LASTS * 2


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Return the folder of the keys on a card."""
    return tmp_path / "card" / "tls"


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Return a folder that is gone with the process."""
    path = tmp_path / "memory"
    path.mkdir()
    return path


def on_card(card: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below the keys' folder, with when it was written last."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(card.glob("*"))
    }


def copied(card: Path, memory: Path, now: datetime = NOW) -> Authority:
    """Return the authority of a card that takes nothing."""
    return open_keys(card, memory, NAMES, HERE, now)


def test_keys_that_are_there_are_used_and_not_touched(card: Path, memory: Path) -> None:
    """Adults' devices go on knowing the box, by the very certificate that it had."""
    first = open_authority(card, NAMES, HERE, NOW)
    before = on_card(card)
    authority = copied(card, memory)

    assert authority.octets == first.octets
    assert authority.box_certificate() == first.box_certificate()
    assert keeping(authority, NOW) is Keeping.ALL
    assert on_card(card) == before


def test_a_renewal_that_cannot_be_kept_is_of_the_same_authority(card: Path, memory: Path) -> None:
    """The old certificate ended, the new one is in memory, and no device has to be told anew."""
    first = open_authority(card, NAMES, HERE, NOW)
    before = on_card(card)
    authority = copied(card, memory, LATER)
    held = authority.box_certificate()

    assert authority.octets == first.octets
    assert held is not None
    assert held.not_valid_before_utc < LATER < held.not_valid_after_utc
    assert keeping(authority, LATER) is Keeping.NOT_THE_LATEST
    assert on_card(card) == before


@pytest.mark.parametrize("there", ["nothing", "half a key", "a folder in its place"])
def test_keys_are_made_in_memory_where_none_can_be_used(
    there: str, card: Path, memory: Path
) -> None:
    """The pages come up, and it is known that these keys are gone after the next start."""
    if there == "half a key":
        path = open_authority(card, NAMES, HERE, NOW).folder / FILES[0]
        path.write_bytes(path.read_bytes()[:100])
    elif there == "a folder in its place":
        (card / FILES[0]).mkdir(parents=True)
    before = on_card(card) if there == "half a key" else None
    authority = copied(card, memory)

    assert authority.box_certificate() is not None
    assert keeping(authority, NOW) is Keeping.NONE
    assert card.exists() is (there != "nothing")
    assert before is None or on_card(card) == before


def test_copies_are_for_this_account_alone(card: Path, memory: Path) -> None:
    """A key in memory is as hard to come by as one on the card."""
    open_authority(card, NAMES, HERE, NOW)
    folder = copied(card, memory).folder

    assert folder.is_relative_to(memory)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in FILES} == {0o600}


def test_a_card_that_takes_something_has_no_copy(card: Path) -> None:
    """There the keys are made and renewed on it, and a damaged one ends the start."""
    authority = open_keys(card, None, NAMES, HERE, NOW)
    again = open_keys(card, None, NAMES, HERE, LATER)

    assert (authority.folder, authority.card) == (card, None)
    assert keeping(again, LATER) is Keeping.ALL
    (card / FILES[0]).write_bytes(b"")
    with pytest.raises(AuthorityDamaged, match="move the file away"):
        open_keys(card, None, NAMES, HERE, LATER)


DUE: Final = {
    "fresh": (timedelta(), Keeping.ALL),
    "due since this hour": (LASTS - timedelta(days=61) + timedelta(hours=1), Keeping.ALL),
    "due since two days": (LASTS - timedelta(days=59), Keeping.NOT_THE_LATEST),
}


@pytest.mark.parametrize("case", DUE)
def test_a_running_box_says_when_its_card_kept_no_renewal(case: str, card: Path) -> None:
    """A certificate that is due is renewed within the hour, or the card did not take it."""
    later, expected = DUE[case]
    authority = open_keys(card, None, NAMES, HERE, NOW)

    assert keeping(authority, NOW + later) is expected
