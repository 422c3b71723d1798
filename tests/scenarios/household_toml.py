"""Writing a household as a carer would have typed it, for people who look at a simulated house.

Rules kept here:
- `household_from_toml(household_to_toml(h)) == h` for every Household; a test holds it.
- Empty rule sets are left out, so that a reader sees what was decided.
"""

from __future__ import annotations

from policy.document import household_to_document
from policy.household import Household
from policy.toml_text import to_toml


def household_to_toml(household: Household) -> str:
    """Return the household as TOML."""
    return to_toml(household_to_document(household), always=("addresses",))
