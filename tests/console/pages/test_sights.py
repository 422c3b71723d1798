from __future__ import annotations

from types import MappingProxyType

import pytest

from console.pages import sights as sights_module
from console.pages.sights import sights_of
from console.security import permissions
from console.security.permissions import TABLE, Action, Seat
from console.words.sights import SIGHTS


def test_without_an_agreement_it_is_two_lists() -> None:
    """Adults see time, requests, rules and changes; what is looked up no one sees."""
    sights = sights_of(recorded=False)

    assert sights.adults == tuple(
        SIGHTS[action]
        for action in (
            *(Action.SEE_TONIGHT, Action.SEE_REQUESTS, Action.SEE_RULES, Action.SEE_CHANGES),
        )
    )
    assert sights.named == ()
    assert SIGHTS[Action.SEE_LOOKED_UP] in sights.no_one


def test_under_an_agreement_no_one_is_not_said_of_what_some_can_see() -> None:
    """What was written down is seen by those named, so it does not stand under no one."""
    sights = sights_of(recorded=True)

    assert sights.named == (SIGHTS[Action.SEE_RECORDED],)
    assert SIGHTS[Action.SEE_LOOKED_UP] not in sights.no_one
    assert SIGHTS[Action.SEE_MESSAGES] in sights.no_one


@pytest.mark.parametrize("action", [Action.SEE_ONLINE_NOW, Action.SEE_RULES])
def test_the_sentence_moves_with_the_table(action: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gives carers a sight, or takes one, changes the lists by that alone."""
    was = Seat.CARER in TABLE[action]
    changed = dict(TABLE) | {action: frozenset() if was else frozenset({Seat.CARER})}
    monkeypatch.setattr(permissions, "TABLE", MappingProxyType(changed))
    sights = sights_module.sights_of(recorded=False)

    assert (SIGHTS[action] in sights.adults) is not was
    assert (SIGHTS[action] in sights.no_one) is was
