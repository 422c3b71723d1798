"""Reading the file in which a carer wrote down the home, `household.toml`.

Rules kept here:
- `policy.document` alone decides what the text may say; this module finds the text.
- Every failure begins with the file's name, then the place, then what was expected there.
"""

from __future__ import annotations

from pathlib import Path

from console.errors import HouseholdUnreadable
from policy.document import household_from_toml
from policy.errors import HouseholdMalformed
from policy.household import Household


def read_household(path: Path) -> Household:
    """Return the household that the file describes. Raises HouseholdUnreadable."""
    try:
        return household_from_toml(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise HouseholdUnreadable(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise HouseholdUnreadable(f"{path}: line {line}: this is not UTF-8 text") from error
    except HouseholdMalformed as error:
        raise HouseholdUnreadable(f"{path}: {error.where}: {error.problem}") from error
