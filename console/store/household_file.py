"""Reading the file in which a carer wrote down the home, `household.toml`.

Rules kept here:
- `policy.document` alone decides what the text may say; this module finds the text.
- Every failure begins with the file's name, then the place, then what was expected there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from console.errors import HouseholdUnreadable
from policy.document import household_from_toml
from policy.errors import HouseholdMalformed
from policy.household import Household


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFile:
    """What a file says, and the digest by which it is known again."""

    household: Household
    digest: str


def read_household(path: Path) -> Household:
    """Return the household that the file describes. Raises HouseholdUnreadable."""
    return read_household_file(path).household


def read_household_file(path: Path) -> HouseholdFile:
    """Return what the file says, with its digest. Raises HouseholdUnreadable."""
    try:
        octets = path.read_bytes()
        return HouseholdFile(
            household=household_from_toml(octets.decode("utf-8")),
            digest=hashlib.sha256(octets).hexdigest(),
        )
    except OSError as error:
        raise HouseholdUnreadable(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise HouseholdUnreadable(f"{path}: line {line}: this is not UTF-8 text") from error
    except HouseholdMalformed as error:
        raise HouseholdUnreadable(f"{path}: {error.where}: {error.problem}") from error
