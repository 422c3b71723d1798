"""Untrusted bytes may raise only PolicyError, from each reader of a document in policy/."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from policy.categories import Category
from policy.document import household_from_toml
from policy.errors import PolicyError
from policy.household import Carer, Device, Household, YoungPerson
from policy.names import from_text
from policy.rules import RuleSet
from policy.snapshot import PolicySnapshot, snapshot_from_bytes, snapshot_to_bytes
from policy.status import (
    AgentStatus,
    ClockState,
    IndexState,
    PolicyState,
    Refusal,
    status_from_bytes,
    status_to_bytes,
)
from tests.conftest import Scale
from tests.fuzz.damage import damaged

RULES = RuleSet(
    block_categories=frozenset({Category.ADULT, Category.VPN}),
    block=frozenset({from_text("bad.example")}),
    allow=frozenset({from_text("good.example"), from_text("bücher.example")}),
)
SNAPSHOT = snapshot_to_bytes(
    PolicySnapshot(
        version=7,
        household=Household(
            everyone=RULES,
            visitors=RULES,
            carers=(Carer(name="Jo", rules=RULES),),
            young_people=(YoungPerson(name="Zoë"),),
            devices=(Device(name="Phone", belongs_to="Zoë", addresses=("10.0.0.1", "fd00::1")),),
        ),
    )
)
STATUS = status_to_bytes(
    AgentStatus(
        policy=PolicyState.PUBLISHED,
        snapshot_version=7,
        snapshot_refused=Refusal.NONE,
        index=IndexState.IN_FORCE,
        index_names=1_000,
        index_refused=Refusal.NONE,
        clock=ClockState.PLAUSIBLE,
        latest_hour=498_758,
    )
)
TOML = b"""
format = "lamplight-household/v1"
everyone = {block_categories = ["ads"], block = ["bad.example"]}
[[young_people]]
name = "Sam"
[[devices]]
name = 'Phone'
belongs_to = "Sam"
addresses = ["10.0.0.1"]
"""


def from_toml_octets(octets: bytes) -> Household:
    """Return the household in octets as a file would hold them."""
    return household_from_toml(octets.decode("utf-8", errors="replace"))


READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "snapshot": (snapshot_from_bytes, SNAPSHOT),
    "status": (status_from_bytes, STATUS),
    "household": (from_toml_octets, TOML),
}


@pytest.mark.parametrize(("read", "octets"), READERS.values(), ids=READERS)
def test_damaged_documents_are_read_or_refused(
    read: Callable[[bytes], object], octets: bytes, dice: random.Random, scale: Scale
) -> None:
    """A damaged document gives a value or PolicyError, thousands of times over."""
    refused = 0
    for _ in range(scale(10_000, 200_000)):
        try:
            read(damaged(octets, dice))
        except PolicyError:
            refused += 1

    assert refused


@pytest.mark.parametrize(("read", "octets"), READERS.values(), ids=READERS)
def test_the_document_to_be_damaged_is_in_order(
    read: Callable[[bytes], object], octets: bytes
) -> None:
    """What the mutations start from is itself accepted, so that damage is what is refused."""
    assert read(octets)


def test_what_a_damaged_snapshot_still_says_can_be_published(
    dice: random.Random, scale: Scale
) -> None:
    """A damaged snapshot that is accepted has one meaning, which survives being written."""
    for _ in range(scale(10_000, 200_000)):
        try:
            snapshot = snapshot_from_bytes(damaged(SNAPSHOT, dice))
        except PolicyError:
            continue

        assert snapshot_from_bytes(snapshot_to_bytes(snapshot)) == snapshot


@pytest.mark.parametrize("read", [read for read, _ in READERS.values()], ids=READERS)
def test_rubbish_is_refused(
    read: Callable[[bytes], object], dice: random.Random, scale: Scale
) -> None:
    """Octets that were never a document are refused."""
    for _ in range(scale(1_000, 50_000)):
        with pytest.raises(PolicyError):
            read(dice.randbytes(dice.randrange(200)))
