from __future__ import annotations

import pytest

from policy.names import from_text
from policy.verdict import Allow, Block, Why

NAME = from_text("bad.example")
BLOCK = Block(Why.RULE, NAME, 0, denies_below=True)


def test_a_verdict_cannot_be_had_without_a_reason() -> None:
    """An allow needs its reason; a block also the name it rests on, and how to say no."""
    needed = {
        kind: [name for name in kind._fields if name not in kind._field_defaults]
        for kind in (Allow, Block)
    }

    assert needed == {Allow: ["why"], Block: ["why", "matched", "offset", "denies_below"]}


@pytest.mark.parametrize("verdict", [Allow(Why.NOTHING), BLOCK], ids=["allow", "block"])
def test_a_verdict_cannot_be_changed(verdict: Allow | Block) -> None:
    """Nobody can turn a decision round after it was made."""
    with pytest.raises(AttributeError):
        setattr(verdict, "why", Why.NOTHING)  # noqa: B010 - as a program without types would


def test_a_verdict_has_no_place_for_a_person_or_a_device() -> None:
    """What goes back over the network is made from a value that knows nobody."""
    held = {name for kind in (Allow, Block) for name in kind._fields}

    assert held == {
        *("why", "matched", "offset", "denies_below", "scope", "category"),
        "leads_to",  # a name that the asked one leads to, where that is why
        *("title", "until"),  # a carer's words for a rule in time; for pages of the home alone
    }
