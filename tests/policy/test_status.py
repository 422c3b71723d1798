from __future__ import annotations

import json
from dataclasses import fields
from enum import StrEnum
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import StatusMalformed
from policy.status import (
    AgentStatus,
    ClockState,
    IndexState,
    PolicyState,
    Refusal,
    status_from_bytes,
    status_to_bytes,
)

GOOD = AgentStatus(
    policy=PolicyState.PUBLISHED,
    snapshot_version=3,
    snapshot_refused=Refusal.NONE,
    index=IndexState.IN_FORCE,
    index_names=1_000_000,
    index_refused=Refusal.MALFORMED,
    clock=ClockState.PLAUSIBLE,
    latest_hour=490_000,
)


def published(**changes: object) -> bytes:
    """Return a status's octets with some members changed."""
    return json.dumps(json.loads(status_to_bytes(GOOD)) | changes).encode()


@given(
    st.from_type(AgentStatus).filter(
        lambda s: min(s.snapshot_version, s.index_names, s.latest_hour) >= 0
    )
)
def test_a_status_survives_its_octets(status: AgentStatus) -> None:
    """A status written and read back is the same status."""
    assert status_from_bytes(status_to_bytes(status)) == status


def test_the_shape_is_closed() -> None:
    """A status holds whole numbers and words from fixed sets, and no room for anything asked."""
    hints = get_type_hints(AgentStatus)

    assert all(kind is int or issubclass(kind, StrEnum) for kind in hints.values())
    assert {field.name for field in fields(AgentStatus)} == {
        "policy",
        "snapshot_version",
        "snapshot_refused",
        "index",
        "index_names",
        "index_refused",
        "clock",
        "latest_hour",
    }


def test_the_octets_are_pinned() -> None:
    """The document is one line, and its members and words do not change unnoticed."""
    assert status_to_bytes(GOOD) == (
        b'{"format": "lamplight-agent-status/v1", "policy": "published", "snapshot_version": 3,'
        b' "snapshot_refused": "none", "index": "in-force", "index_names": 1000000,'
        b' "index_refused": "malformed", "clock": "plausible", "latest_hour": 490000}\n'
    )


MALFORMED = {
    "nothing": (b"", "not readable"),
    "an array": (b"[]", "expected the members"),
    "a member twice": (published()[:-1] + b', "index_names": 1}', "twice"),
    "a member missing": (b'{"format": "lamplight-agent-status/v1"}', "expected the members"),
    "a name that was asked": (published(last_name="example.org"), "and no others"),
    "another format": (published(format="lamplight-agent-status/v2"), "expected the members"),
    "a policy unknown": (published(policy="maybe"), "'maybe' is not a valid"),
    "a policy that is an array": (published(policy=[]), "is not a valid"),
    "an index unknown": (published(index=None), "is not a valid"),
    "a refusal unknown": (published(snapshot_refused="late"), "is not a valid"),
    "another refusal unknown": (published(index_refused={}), "is not a valid"),
    "a clock unknown": (published(clock="late"), "is not a valid"),
    "an hour before 1970": (published(latest_hour=-1), "latest_hour: expected"),
    "a version below zero": (published(snapshot_version=-1), "snapshot_version: expected"),
    "a version that is true": (published(snapshot_version=True), "snapshot_version: expected"),
    "a count that is text": (published(index_names="1"), "index_names: expected"),
    "a count that is a fraction": (published(index_names=1.0), "not whole"),
}


@pytest.mark.parametrize(("octets", "words"), MALFORMED.values(), ids=MALFORMED)
def test_a_status_of_another_shape_is_refused(octets: bytes, words: str) -> None:
    """Anything but the closed shape is refused, with the member that is wrong."""
    with pytest.raises(StatusMalformed, match=words):
        status_from_bytes(octets)


def test_the_document_that_the_table_damages_is_in_order() -> None:
    """The status that the table above starts from is itself accepted."""
    assert status_from_bytes(published()) == GOOD
