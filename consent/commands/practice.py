"""A made-up home to practise with: a home card of a box that nobody has.

Rules kept here:
- Its key is made by chance and forgotten, so no box in any home takes what is drawn up with it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from consent.calendar import london_day
from consent.commands import key_file
from consent.commands.case_folder import HOME_CARD, CaseFolder
from consent.desk import Desk, DeskRefused
from consent.envelope import Envelope, with_signature
from consent.frozen import Kind
from consent.records.fields import ViewerRole
from consent.records.home_card import CardDevice, CardViewer, HomeCard
from consent.records.reading import payload_octets

_DEVICES: Final = (("Phone", True), ("Tablet in the kitchen", False))


def practice(desk: Desk) -> None:
    """Write a made-up home card. Raises DeskRefused where one is there already."""
    folder = CaseFolder(desk)
    if folder.has(HOME_CARD):
        raise DeskRefused("this folder holds a home card already")
    box = key_file.fresh_keys(desk.chance)
    now = desk.now()
    card = HomeCard(
        type="home-card",
        v=1,
        box=box.public.keyid,
        box_key=box.public.ed25519,
        issued_at=now,
        devices=tuple(
            CardDevice(
                id=desk.chance(16).hex(),
                label=label,
                sole_user=alone,
                bound_on=london_day(now) - timedelta(days=1),
            )
            for label, alone in _DEVICES
        ),
        viewers=(
            CardViewer(
                role=ViewerRole.CARER,
                label="Carer",
                keys=key_file.fresh_keys(desk.chance).public,
            ),
        ),
    )
    folder.keep(
        HOME_CARD, with_signature(Envelope(Kind.HOME_CARD, payload_octets(card)), box.signer)
    )
    desk.say("This home is made up. No real box will ever take what is drawn up with its card.")
