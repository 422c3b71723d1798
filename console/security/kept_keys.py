"""The box's keys, also where the card takes nothing: those that are there are used, as a copy.

Rules kept here:
- A card that takes nothing is read and not touched. The authority that adults trust goes on with a
  copy in memory; what it renews there is made once more at the next start.
- Keys are made in memory only where the card has none that can be used. They are gone with this
  start, so nobody is asked to have a device trust them, and Health says so.
- Copies are for this account alone (0600, in a folder that nobody else may enter).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from console.security.authority import (
    FILES,
    RENEWED_AHEAD,
    Address,
    Authority,
    AuthorityDamaged,
    open_authority,
)

_LOOKED_AFTER: Final = timedelta(days=1)
"""After how long a certificate that is due was not kept; it is looked at once an hour."""


class Keeping(StrEnum):
    """What of the box's keys is on its card."""

    ALL = "all"
    NOT_THE_LATEST = "not-the-latest"
    NONE = "none"


def open_keys(
    card: Path,
    memory: Path | None,
    names: Sequence[str],
    addresses: Sequence[Address],
    now: datetime,
) -> Authority:
    """Return the authority below the folder `card`, as `open_authority` does.

    With `memory`, a folder that is gone with this process, the card takes nothing: then it is a
    copy there, and one that is made there where the card has none that can be used.
    Raises AuthorityDamaged.
    """
    if memory is None:
        return open_authority(card, names, addresses, now)
    folder = memory / card.name
    folder.mkdir(mode=0o700)
    try:
        for name in FILES:
            if (card / name).exists():
                (folder / name).touch(mode=0o600)
                shutil.copyfile(card / name, folder / name)
        authority = open_authority(folder, names, addresses, now)
    except (OSError, AuthorityDamaged):
        # What cannot be read there cannot be put aside either, and the pages have to come up.
        shutil.rmtree(folder)
        authority = open_authority(folder, names, addresses, now)
    return replace(authority, card=card)


def keeping(authority: Authority, now: datetime) -> Keeping:
    """Return what of the keys that are in use is on the card."""
    if authority.card is None:
        held = authority.box_certificate()
        is_due = held is None or held.not_valid_after_utc - RENEWED_AHEAD + _LOOKED_AFTER < now
        return Keeping.NOT_THE_LATEST if is_due else Keeping.ALL
    first, latest = (
        _octets(authority.card / name) == _octets(authority.folder / name) for name in FILES
    )
    if not first:
        return Keeping.NONE
    return Keeping.ALL if latest else Keeping.NOT_THE_LATEST


def _octets(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
