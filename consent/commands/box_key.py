"""The key of a home's box at a desk: from the home card, or typed; each with what vouches for it.

Rules kept here:
- A home card is believed as far as it goes: it names a box, and that box's key has signed it.
- No file that the box itself sends now is taken as the proof of whose box it is.
"""

from __future__ import annotations

from consent.commands.case_folder import HOME_CARD, CaseFolder, envelope_in, record_in, refused
from consent.desk import Desk, DeskRefused
from consent.encoding import octets_from_hex
from consent.envelope import Envelope
from consent.errors import ConsentError
from consent.keys import PublicKey, public_key_listed
from consent.records.home_card import HomeCard
from consent.verification import check_signatures


def card_key(card: HomeCard, envelope: Envelope, what: str) -> PublicKey:
    """Return the key of the box that a home card is of. Raises DeskRefused."""
    try:
        key = public_key_listed(card.box, card.box_key)
        signers = check_signatures(envelope, [key]).signers
    except ConsentError as error:
        raise refused(error, what) from None
    if key.keyid not in signers:
        raise DeskRefused(
            f"{what} is not signed by the box that it names; ask the home for another"
        )
    return key


def box_key(desk: Desk, *, card: str | None = None, key: str | None = None) -> PublicKey:
    """Return the key that was typed, or that of a home card: this file's, or the folder's.

    Raises DeskRefused.
    """
    if key is not None:
        try:
            return PublicKey(octets_from_hex("".join(key.split()).lower(), "--box-key"))
        except ConsentError as error:
            raise refused(error, "--box-key") from None
    if card is None:
        folder = CaseFolder(desk)
        return card_key(folder.home_card(), folder.envelope(HOME_CARD), HOME_CARD)
    envelope = envelope_in(desk.read(card), card)
    record = record_in(envelope, card)
    if not isinstance(record, HomeCard):
        raise DeskRefused(f"{card} is a record of another kind ({record.type})")
    return card_key(record, envelope, card)
