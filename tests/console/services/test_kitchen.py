from __future__ import annotations

from pathlib import Path

import pytest

from console.security.permissions import Asker, AtTheBox, Level, Nobody, OnDevice, Role, SignedIn
from console.services.kitchen import is_kitchens, kitchen_now
from console.store.agent import AgentSilence
from policy.document import household_from_toml
from tests.console import homes

SEATS: dict[str, tuple[Asker, bool]] = {
    "a shared tablet": (OnDevice(device="Tablet", owner="everyone"), True),
    "whoever is at the box": (AtTheBox(), True),
    "a carer": (SignedIn(number=1, name="Sam", role=Role.CARER, session="x"), True),
    "a carer by PIN": (
        SignedIn(number=1, name="Sam", role=Role.CARER, session="x", level=Level.QUICK),
        False,
    ),
    "a helper": (SignedIn(number=2, name="Jo", role=Role.HELPER, session="y"), False),
    "a young person": (OnDevice(device="Phone", owner="Maya", young_person=1), False),
    "a device that is nobody's yet": (OnDevice(device="Thing", owner="nobody yet"), False),
    "nobody": (Nobody(), False),
}


@pytest.mark.parametrize("case", SEATS)
def test_it_is_for_a_shared_tablet_and_for_carers(case: str) -> None:
    """Nobody else reads what time everybody has."""
    asker, expected = SEATS[case]

    assert is_kitchens(asker) is expected


def test_without_an_agent_nothing_is_guessed(state: Path) -> None:
    """Where the filter is not asked, both answers say why."""
    found = kitchen_now(homes.house_at(state, homes.FULL))

    assert (found.left, found.due) == (AgentSilence.NOT_THERE, AgentSilence.NOT_THERE)
    assert found.household == household_from_toml(homes.FULL)
