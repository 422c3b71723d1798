from __future__ import annotations

import pytest

from consent.encoding import JsonObject, JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members, part_of

WORKER = part_of(Kind.KEYSET, "keys.0")
HOLDER = part_of(Kind.TRUST_ROOT, "root.keys.0")
REVOKED: JsonObject = {
    "keyid": "0f" * 32,
    "reason": "left",
    "accept_before": "2026-11-01T09:00:00Z",
}

TRUST_ROOTS: dict[str, tuple[str, JsonValue, bool]] = {
    "a domain below the agency's": ("agency.domain", "care.northmoor.gov.uk", True),
    "a suffix for a domain": ("agency.domain", "gov.uk", False),
    "a domain in capitals": ("agency.domain", "Northmoor.gov.uk", False),
    "no place for complaints": ("agency.complaints", "", False),
    "no advocacy": ("agency.advocacy", None, False),
    "version 0": ("version", 0, False),
    "the last version": ("version", 2**31 - 1, True),
    "a version too high": ("version", 2**31, False),
    "no keys": ("root.keys", [], False),
    "nine keys": ("root.keys", [HOLDER] * 9, False),
    # Readable, so that it is refused for its own reason and in its own words.
    "a threshold of none": ("root.threshold", 0, True),
    "a threshold below none": ("root.threshold", -1, False),
    "a threshold of nine": ("root.threshold", 9, False),
    "a person by name": ("root.keys.0.person", "Priya", False),
    "a key in base64": ("delegator.keys.0.ed25519", "q83vEjRWeJA=", False),
    "no end": ("expires_at", None, False),
}
KEYSETS: dict[str, tuple[str, JsonValue, bool]] = {
    "nobody": ("keys", [], True),
    "two hundred": ("keys", [WORKER] * 200, True),
    "two hundred and one": ("keys", [WORKER] * 201, False),
    "an unknown post": ("keys.0.role", "director", False),
    "a carer": ("keys.0.role", "carer", False),
    "a number in the register": ("keys.0.register", "SWE: SW12345", True),
    "no number in the register": ("keys.0.register", None, True),
    "no number but a text": ("keys.0.register", "", False),
    "a key revoked": ("revoked", [REVOKED], True),
    "a key revoked for no reason": ("revoked", [{**REVOKED, "reason": None}], False),
    "an agreement ended": ("withdrawn", ["0f" * 32], True),
    "an agreement ended by a short name": ("withdrawn", ["0f" * 16], False),
    "the least that an agency can allow": ("limits.max_level", 1, True),
    "the most that an agency can allow": ("limits.max_level", 4, True),
    "a level that there is not": ("limits.max_level", 5, False),
    "no level at all": ("limits.max_level", 0, False),
    "six months": ("limits.max_end_months", 6, True),
    "seven months": ("limits.max_end_months", 7, False),
    "no limits": ("limits", None, False),
}


@pytest.mark.parametrize(("path", "value", "expected"), TRUST_ROOTS.values(), ids=TRUST_ROOTS)
def test_a_trust_root_holds_what_it_may(path: str, value: JsonValue, *, expected: bool) -> None:
    """A trust root has a domain, versions from 1, one to eight keys for a role, and an end."""
    assert is_read(Kind.TRUST_ROOT, path, value) is expected


@pytest.mark.parametrize(("path", "value", "expected"), KEYSETS.values(), ids=KEYSETS)
def test_a_keyset_holds_what_it_may(path: str, value: JsonValue, *, expected: bool) -> None:
    """A keyset has workers in five roles, reasons from a list, and limits that only tighten."""
    assert is_read(Kind.KEYSET, path, value) is expected


def test_the_members_are_spelt_out() -> None:
    """The names of a trust root's and a keyset's members are as they were when first signed."""
    assert members(Kind.TRUST_ROOT) == ("type v agency version issued_at expires_at root delegator")
    assert members(Kind.TRUST_ROOT, "agency") == "domain name complaints advocacy"
    assert members(Kind.TRUST_ROOT, "root") == "keys threshold"
    assert members(Kind.TRUST_ROOT, "root.keys.0") == "keyid ed25519 person title"
    assert members(Kind.KEYSET) == (
        "type v agency root_version version issued_at expires_at keys revoked withdrawn limits"
    )
    assert members(Kind.KEYSET, "keys.0") == (
        "keyid ed25519 x25519 person name contact role register not_before expires_at"
    )
    assert members(Kind.KEYSET, "limits") == "max_level max_end_months"
