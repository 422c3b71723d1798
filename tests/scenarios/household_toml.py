"""Writing a household as a carer would have typed it, for people who look at a simulated house.

Rules kept here:
- `household_from_toml(household_to_toml(h)) == h` for every Household; a test holds it.
- Empty rule sets are left out, so that a reader sees what was decided.
"""

from __future__ import annotations

import json

from policy.document import household_to_document
from policy.household import Household


def household_to_toml(household: Household) -> str:
    """Return the household as TOML."""
    lines: list[str] = []
    for key, value in household_to_document(household).items():
        match value:
            case str():
                lines.append(f"{key} = {_toml(value)}")
            case dict():
                lines += [f"\n[{key}]", *_toml_table(value)] if any(value.values()) else []
            case list():
                for entry in value:
                    lines += [f"\n[[{key}]]", *_toml_table(entry)]
    return "\n".join(lines) + "\n"


def _toml_table(table: dict[str, object]) -> list[str]:
    rules = ("block_categories", "block", "allow")
    return [f"{key} = {_toml(value)}" for key, value in table.items() if value or key not in rules]


def _toml(value: object) -> str:
    # A JSON text or array of texts is a TOML one too: both escape quotes and backslashes alike.
    return json.dumps(value, ensure_ascii=False)
