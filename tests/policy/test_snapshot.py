from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import snapshot
from policy.confirmed import ConfirmedTime
from policy.errors import SnapshotMalformed, SnapshotRollback
from policy.given.grants import GrantKind
from policy.given.turns import Turn
from policy.household import Household, YoungPerson
from policy.snapshot import (
    MAX_OCTETS,
    MAX_VERSION,
    PolicySnapshot,
    check_rises,
    snapshot_from_bytes,
    snapshot_to_bytes,
)
from tests.policy.evening import clock, grant
from tests.policy.strategies import whole_households
from tests.policy.time_strategies import evenings


def published(**changes: object) -> bytes:
    """Return a snapshot's octets with some members changed."""
    document: dict[str, object] = {
        "format": "lamplight-policy/v1",
        "version": 7,
        "household": {"format": "lamplight-household/v1"},
    }
    return json.dumps(document | changes).encode()


@given(st.data(), whole_households(), st.integers(1, MAX_VERSION))
def test_what_was_written_is_read_back(
    data: st.DataObject, household: Household, version: int
) -> None:
    """A snapshot survives its octets, grants and turns too, and they are the same written again."""
    lately = data.draw(evenings(household))
    policy = PolicySnapshot(
        version=version, household=household, grants=lately.grants, turns=lately.turns
    )
    octets = snapshot_to_bytes(policy)

    assert snapshot_from_bytes(octets) == policy
    assert snapshot_to_bytes(snapshot_from_bytes(octets)) == octets


def test_a_snapshot_can_be_read_by_a_person() -> None:
    """The document is lines of plain text, letters of any language as they are."""
    household = Household(young_people=(YoungPerson(name="Zoë"),))
    octets = snapshot_to_bytes(PolicySnapshot(version=1, household=household))

    assert "Zoë" in octets.decode()
    assert octets.endswith(b"}\n")
    assert octets.startswith(b'{\n "format": "lamplight-policy/v1",\n "version": 1,\n')


def test_what_was_given_travels_with_the_household() -> None:
    """A grant and a turn come out as they went in, and stand in the document only where given."""
    pause = grant(GrantKind.PAUSE, "14:00", "15:00")
    turn = Turn(device="Tablet", person="Sam", since=clock("14:00"))
    given_lately = PolicySnapshot(version=1, household=Household(), grants=(pause,), turns=(turn,))
    nothing = snapshot_to_bytes(PolicySnapshot(version=1, household=Household()))

    assert snapshot_from_bytes(snapshot_to_bytes(given_lately)) == given_lately
    assert json.loads(nothing).keys() == {"format", "version", "household"}


CONFIRMED = ConfirmedTime(
    at=clock("2025-09-29 21:00"), clock=clock("21:00"), boot_id="0f" * 16, boot_ms=90_000
)


def test_a_confirmed_time_travels_with_the_household() -> None:
    """What a carer said of the time comes out as it went in, and is pinned."""
    policy = PolicySnapshot(version=1, household=Household(), confirmed=CONFIRMED)
    octets = snapshot_to_bytes(policy)

    assert snapshot_from_bytes(octets) == policy
    assert json.loads(octets)["confirmed_time"] == CONFIRMED_DOCUMENT


CONFIRMED_DOCUMENT = {
    "at": "2025-09-29T20:00:00Z",
    "clock": "2025-03-29T21:00:00Z",
    "boot_id": "0f" * 16,
    "boot_ms": 90_000,
}


def confirmed(**changes: object) -> bytes:
    """Return a snapshot with a confirmed time, some of whose members are changed."""
    return published(confirmed_time=CONFIRMED_DOCUMENT | changes)


WRONG_TIMES = {
    "a time that is text": (published(confirmed_time="21:00"), "confirmed_time: expected"),
    "a member missing": (published(confirmed_time={}), "the key 'at' is missing"),
    "a member unknown": (confirmed(by="Jo"), "the key 'by' is not known"),
    "a local time": (confirmed(at="2025-09-29T20:00:00"), "confirmed_time.at: .* is no instant"),
    "a fraction of a second": (confirmed(clock="2025-03-29T21:00:00.5Z"), "is no instant"),
    "another form of a boot": (confirmed(boot_id="0F" * 16), "32 hexadecimal digits"),
    "a boot that is a number": (confirmed(boot_id=7), "confirmed_time.boot_id: expected"),
    "a time before the start": (confirmed(boot_ms=-1), "confirmed_time.boot_ms: expected"),
    "a start that is true": (confirmed(boot_ms=True), "confirmed_time.boot_ms: expected"),
    "a start without end": (confirmed(boot_ms=2**53), "confirmed_time.boot_ms: expected"),
}


@pytest.mark.parametrize(("octets", "words"), WRONG_TIMES.values(), ids=WRONG_TIMES)
def test_a_confirmed_time_of_another_shape_is_refused(octets: bytes, words: str) -> None:
    """A time that no agent could reckon with is refused, with the place that is wrong."""
    with pytest.raises(SnapshotMalformed, match=words):
        snapshot_from_bytes(octets)


def test_a_snapshot_is_read_as_strict_json() -> None:
    """What `strict_json` refuses is refused as a snapshot too, with the same words."""
    with pytest.raises(SnapshotMalformed, match="a member stands twice"):
        snapshot_from_bytes(published()[:-1] + b', "version": 8}')


WRONG_SHAPE = {
    "an array": (b"[]", "expected the members"),
    "text": (b'"policy"', "expected the members"),
    "nothing at all": (b"null", "expected the members"),
    "no members": (b"{}", "expected the members"),
    "a member missing": (
        b'{"format": "lamplight-policy/v1", "version": 1}',
        "expected the members",
    ),
    "a member unknown": (published(signature=""), "expected the members"),
    "another format": (published(format="lamplight-policy/v2"), "format: expected"),
    "a format that is a number": (published(format=1), "format: expected"),
    "version zero": (published(version=0), "version: expected"),
    "a version below zero": (published(version=-1), "version: expected"),
    "a version that is true": (published(version=True), "version: expected"),
    "a version that is text": (published(version="7"), "version: expected"),
    "a version no other reader can hold": (published(version=MAX_VERSION + 1), "version: expected"),
    "grants that are no array": (published(grants={}), "grants: expected an array"),
    "a grant without an end": (
        published(grants=[{"kind": "pause", "giver": "Jo", "given": "2025-03-29T20:00:00Z"}]),
        r"grants\[0\]: the key 'until' is missing",
    ),
    "a turn of nobody": (published(turns=[{}]), r"turns\[0\]: the key 'device' is missing"),
    "minutes, which the agent counts": (published(minutes={}), "expected the members"),
    "a household that is text": (published(household="x"), "household: the document: expected"),
    "a household without a format": (published(household={}), "household: format: expected"),
    "a household with an unknown key": (
        published(household={"format": "lamplight-household/v1", "rules": []}),
        "household: the document: the key 'rules' is not known",
    ),
    "half a letter in a name": (
        published(household={"format": "lamplight-household/v1", "carers": [{"name": "\ud800"}]}),
        "household: carers",
    ),
}


@pytest.mark.parametrize(("octets", "words"), WRONG_SHAPE.values(), ids=WRONG_SHAPE)
def test_a_document_of_another_shape_is_refused(octets: bytes, words: str) -> None:
    """A document that is not a published policy is refused, with the place that is wrong."""
    with pytest.raises(SnapshotMalformed, match=words):
        snapshot_from_bytes(octets)


def test_the_document_that_the_tables_damage_is_in_order() -> None:
    """The document that the tables above start from is itself accepted."""
    assert snapshot_from_bytes(published()) == PolicySnapshot(version=7, household=Household())
    assert snapshot_from_bytes(published(version=MAX_VERSION)).version == MAX_VERSION


def test_a_snapshot_that_is_too_long_is_refused_unread() -> None:
    """Octets above the limit are refused by their number alone."""
    with pytest.raises(SnapshotMalformed, match="longer than"):
        snapshot_from_bytes(b" " * (MAX_OCTETS + 1))
    assert snapshot_from_bytes(published().ljust(MAX_OCTETS)).version == 7


def test_a_policy_that_nobody_could_read_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A household too long for a reader is refused where somebody can still be told."""
    published_policy = PolicySnapshot(version=1, household=Household())
    length = len(snapshot_to_bytes(published_policy))

    monkeypatch.setattr(snapshot, "MAX_OCTETS", length)
    assert len(snapshot_to_bytes(published_policy)) == length
    monkeypatch.setattr(snapshot, "MAX_OCTETS", length - 1)
    with pytest.raises(SnapshotMalformed, match="longer than"):
        snapshot_to_bytes(published_policy)


def test_the_highest_version_is_the_last_that_every_reader_holds() -> None:
    """Above it, a reader that keeps numbers as JavaScript does takes two versions for one."""
    assert float(MAX_VERSION) != float(MAX_VERSION - 1)
    assert float(MAX_VERSION + 1) == float(MAX_VERSION + 2)


ROLLBACKS = {"the same": (5, 5), "one older": (4, 5), "the first again": (1, 5)}


@pytest.mark.parametrize(("version", "in_force"), ROLLBACKS.values(), ids=ROLLBACKS)
def test_a_version_that_does_not_rise_is_refused(version: int, in_force: int) -> None:
    """An older policy, or the same once more, never takes the place of the one in force."""
    with pytest.raises(
        SnapshotRollback, match=f"version {version} is not above version {in_force}"
    ):
        check_rises(version, in_force)


@pytest.mark.parametrize(("version", "in_force"), [(1, 0), (6, 5), (MAX_VERSION, 1)])
def test_a_version_that_rises_is_taken(version: int, in_force: int) -> None:
    """A newer policy may take the place of the one in force, also after versions left out."""
    check_rises(version, in_force)
