from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields

import pytest

from policy.names import from_text
from policy.verdict import Allow, Block, Why

NAME = from_text("bad.example")
BLOCK = Block(Why.RULE, NAME, 0, denies_below=True)


def test_a_verdict_cannot_be_had_without_a_reason() -> None:
    """An allow needs its reason; a block also the name it rests on, and how to say no."""
    needed = {
        kind: [field.name for field in fields(kind) if field.default is MISSING]
        for kind in (Allow, Block)
    }

    assert needed == {Allow: ["why"], Block: ["why", "matched", "offset", "denies_below"]}


@pytest.mark.parametrize("verdict", [Allow(Why.NOTHING), BLOCK], ids=["allow", "block"])
def test_a_verdict_cannot_be_changed(verdict: Allow | Block) -> None:
    """Nobody can turn a decision round after it was made."""
    with pytest.raises(FrozenInstanceError):
        setattr(verdict, "why", Why.NOTHING)  # noqa: B010 - as a program without types would


def test_a_verdict_has_no_place_for_a_person_or_a_device() -> None:
    """What goes back over the network is made from a value that knows nobody."""
    held = {field.name for kind in (Allow, Block) for field in fields(kind)}

    assert held == {
        *("why", "matched", "offset", "denies_below", "scope", "category"),
        *("title", "until"),  # a carer's words for a rule in time; for pages of the home alone
    }
