from __future__ import annotations

import pytest

from consent.encoding import JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members

FIELDS: dict[str, tuple[str, JsonValue, bool]] = {
    "the card there is": ("card", "eng-foster-1/viewing/1", True),
    "a card still to come": ("card", "eng-foster-1/viewing/2", False),
    "no card": ("card", None, False),
    "a viewer by name": ("viewer", "Ash", False),
    "nobody": ("viewer", None, False),
    "whatever is agreed": ("agreement", None, False),
    "an opinion": ("note", "I do not like it.", False),
}


@pytest.mark.parametrize(("path", "value", "expected"), FIELDS.values(), ids=FIELDS)
def test_an_acknowledgement_holds_what_it_may(
    path: str, value: JsonValue, *, expected: bool
) -> None:
    """A viewer acknowledges one card for one agreement, by their key, and says nothing else."""
    assert is_read(Kind.ACKNOWLEDGEMENT, path, value) is expected


def test_the_members_are_spelt_out() -> None:
    """The names of the members are as they were when the first one was signed."""
    assert members(Kind.ACKNOWLEDGEMENT) == "type v agreement box id issued_at viewer card"
