from __future__ import annotations

from dataclasses import replace

import pytest

from consent.commands.checking_bundle import box_words
from consent.commands.showing_card import show_card
from consent.desk import DeskRefused
from consent.pasted import to_text
from tests.consent import scene
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import STRANGER
from tests.consent.profiles.sample import BOX_KEY
from tests.consent.samples import home_card, stop

CARD = home_card()
OCTETS = scene.octets_of(CARD, BOX_KEY)


def shown(octets: bytes) -> list[str]:
    """Return what is said of a card."""
    desk = MemoryDesk(files={"card.txt": octets})
    assert show_card(desk, "card.txt") == 0
    return desk.said


@pytest.mark.parametrize("octets", [OCTETS, to_text(OCTETS).encode()], ids=["sent", "pasted"])
def test_a_card_is_shown_with_its_words(octets: bytes) -> None:
    """The box's words to compare, each device, and whoever made keys with the words of these."""
    lines = shown(octets)

    assert lines[1] == f"  {box_words(CARD.box)}"
    assert "Compare them" in lines[2]
    for device in CARD.devices:
        assert any(line.startswith(f"  {device.label}: ") for line in lines)
    for viewer in CARD.viewers:
        assert any(box_words(viewer.keys.keyid) in line for line in lines)


def test_a_card_without_viewers_says_so() -> None:
    """Whether a device is shared, and that nobody has keys yet, is said."""
    [first, *_] = CARD.devices
    bare = home_card(viewers=(), devices=(first, replace(first, label="TV", sole_user=False)))
    lines = shown(scene.octets_of(bare, BOX_KEY))

    assert any("one young person's own" in line for line in lines)
    assert any(line.startswith("  TV: used by several people") for line in lines)
    assert lines[-1] == "  Nobody yet."


def test_a_card_that_is_none_is_refused() -> None:
    """Another record, or a card that its box did not sign, is not shown as one."""
    desk = MemoryDesk(
        files={
            "stop.json": scene.octets_of(stop()),
            "card.json": scene.octets_of(CARD, STRANGER),
        }
    )

    with pytest.raises(DeskRefused, match="another kind"):
        show_card(desk, "stop.json")
    with pytest.raises(DeskRefused, match="not signed by the box"):
        show_card(desk, "card.json")
    assert desk.said == []
