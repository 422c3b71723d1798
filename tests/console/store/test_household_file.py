from __future__ import annotations

from pathlib import Path

import pytest

from console.errors import HouseholdUnreadable
from console.store.household_file import read_household
from policy.document import household_from_toml
from tests.console import homes

HEAD = 'format = "lamplight-household/v1"\n'

MALFORMED = {
    "broken TOML": (b"format = \n", r"not valid TOML: .*line 1"),
    "unknown key": ((HEAD + "wifi = 1\n").encode(), r"the document: the key 'wifi' is not known"),
    "bad name": (
        (HEAD + '[everyone]\nblock = ["https://x.example/"]\n').encode(),
        r"everyone\.block\[0\]: .*only the site's name",
    ),
    "not UTF-8": (HEAD.encode() + b'\n# "\xff"\n', r"line 3: this is not UTF-8 text"),
}


def test_a_file_gives_the_household_it_describes(household_file: Path) -> None:
    """What is read is what the policy room makes of the text."""
    assert read_household(household_file) == household_from_toml(homes.FULL)


@pytest.mark.parametrize("case", MALFORMED)
def test_a_broken_file_is_refused_with_its_name_and_place(case: str, tmp_path: Path) -> None:
    """The message begins with the file, then the place, then what was expected there."""
    octets, expected = MALFORMED[case]
    path = tmp_path / "household.toml"
    path.write_bytes(octets)
    with pytest.raises(HouseholdUnreadable, match=expected) as caught:
        read_household(path)

    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is named together with the system's reason."""
    path = tmp_path / "none.toml"
    with pytest.raises(HouseholdUnreadable, match=r"none\.toml: cannot be read: No such file"):
        read_household(path)
