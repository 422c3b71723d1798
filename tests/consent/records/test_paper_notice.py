from __future__ import annotations

import pytest

from consent.encoding import JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members

FIELDS: dict[str, tuple[str, JsonValue, bool]] = {
    "another device": ("device", "0b" * 16, True),
    "a device by label": ("device", "Blue phone", False),
    "every device": ("device", None, False),
    "another language": ("language", "fa-AF", True),
    "no language": ("language", "", False),
    "another day": ("handed_over_on", "2026-12-02", True),
    "a day as people write it": ("handed_over_on", "2 December 2026", False),
    "an instant": ("handed_over_on", "2026-12-02T10:00:00Z", False),
    "no day": ("handed_over_on", None, False),
    "who took it": ("to", "Alex", False),
    "what was said": ("note", "They were not happy.", False),
}


@pytest.mark.parametrize(("path", "value", "expected"), FIELDS.values(), ids=FIELDS)
def test_a_paper_notice_holds_what_it_may(path: str, value: JsonValue, *, expected: bool) -> None:
    """It says for which device, in which language and on which day, and tells of nobody."""
    assert is_read(Kind.PAPER_NOTICE, path, value) is expected


def test_the_members_are_spelt_out() -> None:
    """The names of the members are as they were when the first one was signed."""
    assert members(Kind.PAPER_NOTICE) == (
        "type v agreement box id issued_at device language handed_over_on"
    )
