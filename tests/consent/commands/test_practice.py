from __future__ import annotations

import pytest

from consent.commands.case_folder import CaseFolder
from consent.commands.practice import practice
from consent.desk import DeskRefused
from consent.keys import public_key_listed
from consent.records.fields import ViewerRole
from consent.verification import check_signatures
from tests.consent.commands.memory import MemoryDesk


def test_a_made_up_home_is_signed_by_a_box_that_nobody_has() -> None:
    """Its card reads as any other, and no private key of it is left anywhere."""
    desk = MemoryDesk()
    practice(desk)
    folder = CaseFolder(desk)
    card = folder.home_card()
    checked = check_signatures(
        folder.envelope("home-card"), [public_key_listed(card.box, card.box_key)]
    )

    assert checked.signers == {card.box}
    assert sorted(desk.files) == ["home-card.json", "home-card.txt"]
    assert [one.sole_user for one in card.devices] == [True, False]
    assert [one.role for one in card.viewers] == [ViewerRole.CARER]
    assert "made up" in desk.text


def test_two_made_up_homes_are_two() -> None:
    """Chance makes each, so that nothing practised in one counts in another."""
    one, other = MemoryDesk(seed="one"), MemoryDesk(seed="other")
    practice(one)
    practice(other)

    assert CaseFolder(one).home_card().box != CaseFolder(other).home_card().box


def test_a_home_card_that_is_there_stays() -> None:
    """A real home's card is never written over by a made-up one."""
    desk = MemoryDesk(files={"home-card.txt": b"x"})

    with pytest.raises(DeskRefused, match=r"a home card already"):
        practice(desk)
    assert desk.files == {"home-card.txt": b"x"}
