from __future__ import annotations

import pytest

from consent.encoding import JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members

ENDINGS = (Kind.WITHDRAWAL, Kind.OBJECTION, Kind.STOP)

FIELDS: dict[str, tuple[str, JsonValue]] = {
    "a number in a chain": ("seq", 1),
    "what came before": ("prev", "0f" * 32),
    "a reason in words": ("why", "I want my games."),
    "nobody's agreement": ("agreement", None),
    "every agreement": ("agreement", "all"),
    "no home": ("box", None),
    "no instant": ("issued_at", "2026-12-09"),
}


@pytest.mark.parametrize("kind", ENDINGS)
@pytest.mark.parametrize(("path", "value"), FIELDS.values(), ids=FIELDS)
def test_whoever_ends_it_says_what_and_when_and_no_more(
    kind: Kind, path: str, value: JsonValue
) -> None:
    """To stop takes no reason in words and no knowledge of what was signed last."""
    assert not is_read(kind, path, value)


REASONS: dict[str, tuple[JsonValue, bool]] = {
    "the placement ended": ("placement_ended", True),
    "another": ("other", True),
    "in words": ("She ran away again.", False),
    "none": (None, False),
}


@pytest.mark.parametrize(("reason", "expected"), REASONS.values(), ids=REASONS)
def test_an_agency_stops_for_a_listed_reason(reason: JsonValue, *, expected: bool) -> None:
    """An agency's stop names one of a few reasons and tells nothing of the case."""
    assert is_read(Kind.STOP, "reason", reason) is expected


def test_the_members_are_spelt_out() -> None:
    """The names of the members are as they were when the first of each was signed."""
    assert members(Kind.WITHDRAWAL) == "type v agreement box id issued_at"
    assert members(Kind.OBJECTION) == "type v agreement box id issued_at"
    assert members(Kind.STOP) == "type v agreement box id issued_at reason"
