"""A home card at a desk: whose box it is, by its eight words, with its devices and who could look.

Rules kept here:
- The words are what counts: they stand on the box's own page, on paper, and here. A card whose
  words are not those was changed on its way.
- Names are not shown, because a card holds none: labels, roles, and the words of keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from consent.commands.box_key import card_key
from consent.commands.case_folder import envelope_in, record_in
from consent.commands.checking_bundle import box_words
from consent.commands.plain import shown
from consent.commands.questions import day_shown
from consent.desk import Desk, DeskRefused
from consent.records.home_card import HomeCard

RIGHT: Final = 0


def show_card(desk: Desk, file: str) -> int:
    """Say what a home card holds, with the words to compare. Raises DeskRefused."""
    envelope = envelope_in(desk.read(file), file)
    card = record_in(envelope, file)
    if not isinstance(card, HomeCard):
        raise DeskRefused(f"{file} is a record of another kind ({card.type})")
    card_key(card, envelope, file)
    for line in _lines(card):
        desk.say(line)
    return RIGHT


def _lines(card: HomeCard) -> Iterator[str]:
    yield f"A home's card of {shown(card.issued_at)}, signed by its box. The box's eight words:"
    yield f"  {box_words(card.box)}"
    yield "  Compare them with the box's own page, or over the telephone."
    yield "Devices:"
    for device in card.devices:
        use = "one young person's own" if device.sole_user else "used by several people"
        yield f"  {device.label}: {use}, bound on {day_shown(device.bound_on)}"
    yield "Who has made keys to look with:"
    for viewer in card.viewers:
        words = box_words(viewer.keys.keyid)
        yield f"  {viewer.label} ({viewer.role.replace('_', ' ')}): {words}"
    if not card.viewers:
        yield "  Nobody yet."
