from __future__ import annotations

import pytest

from consent.encoding import JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members, part_of

DEVICE = part_of(Kind.HOME_CARD, "devices.0")
VIEWER = part_of(Kind.HOME_CARD, "viewers.0")

FIELDS: dict[str, tuple[str, JsonValue, bool]] = {
    "no device yet": ("devices", [], True),
    "thirty-two devices": ("devices", [DEVICE] * 32, True),
    "thirty-three devices": ("devices", [DEVICE] * 33, False),
    "a device's link address": ("devices.0.mac", "02:00:00:00:00:01", False),
    "a device by its link address": ("devices.0.id", "02:00:00:00:00:01", False),
    "a device without a label": ("devices.0.label", "", False),
    "perhaps shared": ("devices.0.sole_user", None, False),
    "nobody with a key": ("viewers", [], True),
    "sixteen people": ("viewers", [VIEWER] * 16, True),
    "seventeen people": ("viewers", [VIEWER] * 17, False),
    "a manager in the home": ("viewers.0.role", "team_manager", False),
    "a key without its opening half": ("viewers.0.keys.x25519", None, False),
    "where the home is": ("address", "1 High Street", False),
    "whose home it is": ("name", "Ash", False),
}


@pytest.mark.parametrize(("path", "value", "expected"), FIELDS.values(), ids=FIELDS)
def test_a_home_card_holds_what_it_may(path: str, value: JsonValue, *, expected: bool) -> None:
    """A home card names devices by label and people by key, and says neither who nor where."""
    assert is_read(Kind.HOME_CARD, path, value) is expected


def test_the_members_are_spelt_out() -> None:
    """The names of a home card's members are as they were when the first one was signed."""
    assert members(Kind.HOME_CARD) == "type v box box_key issued_at devices viewers"
    assert members(Kind.HOME_CARD, "devices.0") == "id label sole_user bound_on"
    assert members(Kind.HOME_CARD, "viewers.0") == "role label keys"
    assert members(Kind.HOME_CARD, "viewers.0.keys") == "keyid ed25519 x25519"
