"""The PIN of a paired phone: which ones will do, and when a phone's is spent.

Rules kept here:
- A PIN counts only together with the phone it was chosen on, so it may be short.
- After five wrong ones in a row that phone's PIN is off until somebody signs in on it with the
  password. The count stands on the disk: a restart gives no more tries.
"""

from __future__ import annotations

import re
from typing import Final

MAX_WRONG: Final = 5

_PIN: Final = re.compile(r"[0-9]{4,8}", re.ASCII)
_UP: Final = "01234567890"
_DOWN: Final = _UP[::-1]


def will_do(pin: str) -> bool:
    """Say whether somebody may choose this PIN: no single digit, and no counting."""
    return bool(_PIN.fullmatch(pin)) and len(set(pin)) > 1 and pin not in _UP and pin not in _DOWN


def is_spent(wrong: int) -> bool:
    """Say whether a phone's PIN is off after so many wrong ones."""
    return wrong >= MAX_WRONG
