"""A young person's own card: five words that open their own pages on any device at home.

Rules kept here:
- The words are drawn by chance, shown once, and never kept. What stays is a hash of them, or the
  keys that an agreement names.
- A card of this home is made by the young person, on their own device, and by nobody else. Whoever
  prints another's words has read them.
- Where an agreement names a card, its words open the same pages, until nothing is left of that
  agreement: from then on its device may be another young person's.
- Nothing is kept of when or where a card was used, and nobody is told.
- One try is reckoned at a time: each takes memory, and a small machine has little.

Source: console/decisions/0013-a-young-persons-card.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from consent.errors import ConsentError
from consent.frozen import CARD_WORDS
from consent.passphrase import keys_from_words
from consent.recorder_answers import DeviceStanding, HowItStands
from consent.words import letters_of, words_for, words_from_text
from console.house import House
from console.security.opened import NOBODY
from console.security.passwords import is_it, kept_of, refuse_nobody
from console.security.permissions import Asker, ByCard
from console.services.agreements import ReadAgreement, what_is_left
from console.services.binding import MAX_LABEL
from console.services.home import household_in
from console.services.inbox import in_hand
from console.store.database.cards import KeptCard, card_of, cards_in, erase_card, keep_card
from console.store.neighbours import NeighboursFile, Unseen
from policy.household import Device, Household, ids_of
from policy.neighbours import Neighbours

_CHANCE_OCTETS: Final = 32
_ONE_AT_A_TIME: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the recorder says: how everything stands, and each agreement that has something left.

    `owners` is whose each bound device is, by its id; None where nobody can tell.
    """

    how: HowItStands
    agreements: tuple[ReadAgreement, ...]
    owners: Mapping[str, str | None]


def person_with(house: House, typed: str) -> str | None:
    """Return whose card these words are, None for anything else."""
    try:
        words = words_from_text(typed, CARD_WORDS)
    except ConsentError:
        return None
    household = household_in(house)
    with house.database.reading() as session:
        kept = [one for one in cards_in(session) if one.person in ids_of(household)]
    letters = letters_of(words)
    for card in kept:
        if is_it(letters, card.hashed):
            return card.person
    if not kept:
        refuse_nobody(letters, house.profile)  # it takes as long where nobody has a card
    told = _told(house)
    return None if told is None else _named_by_agreement(told, household, words)


def make_card(house: House, person: str) -> tuple[str, ...]:
    """Make somebody's card anew and return its words, for once. The one before opens no more."""
    words = words_for(secrets.token_bytes(_CHANCE_OCTETS), CARD_WORDS)
    hashed = kept_of(letters_of(words), house.profile)
    with house.database.changing() as session:
        keep_card(session, KeptCard(person=person, hashed=hashed, made_at=house.clock()))
    house.by_card.end_all_of(person)
    return words


def take_card(house: House, person: str) -> None:
    """Take somebody's card away: it opens no more."""
    with house.database.changing() as session:
        erase_card(session, person)
    house.by_card.end_all_of(person)


def made_at(house: House, person: str) -> datetime | None:
    """Return when somebody made their card, None where they have none of this home."""
    with house.database.reading() as session:
        card = card_of(session, person)
    return None if card is None else card.made_at


def bound_addresses(house: House, person: str) -> tuple[str, ...]:
    """Return an address of each device of somebody that an agreement can be about.

    What is written down now stands first. There are none where nobody can say.
    """
    told = _told(house)
    if told is None:
        return ()
    devices = [one for one in told.how.devices if told.owners.get(one.id) == person]
    inner = sorted(devices, key=lambda one: one.off is not None)
    return tuple(one.addresses[0] for one in inner if one.addresses)


def addresses_for(house: House, asker: Asker, source: str) -> tuple[str, ...]:
    """Return the addresses of the devices that somebody's own pages are about; the first counts.

    By card these are their own devices, wherever they ask from. Otherwise it is the one in hand.
    """
    if isinstance(asker, ByCard):
        return bound_addresses(house, asker.person) or (NOBODY,)
    return (source,)


def _told(house: House) -> _Told | None:
    if house.recorder is None or (left := what_is_left(house.recorder)) is None:
        return None
    how, agreements = left
    household, seen = household_in(house), NeighboursFile(house.neighbours).seen()
    owners = {one.id: _owner(one, household, seen) for one in how.devices}
    return _Told(how=how, agreements=tuple(agreements.values())[::-1], owners=owners)


def _named_by_agreement(told: _Told, household: Household, words: tuple[str, ...]) -> str | None:
    tried: set[str] = set()
    for one in told.agreements:
        about = one.agreement.young_person
        if about.ref in tried:
            continue
        tried.add(about.ref)
        with _ONE_AT_A_TIME:
            is_theirs = keys_from_words(words, about.ref).public == about.card
        if is_theirs:
            return _whose(told, household, {device.id for device in one.agreement.devices})
    return None


def _whose(told: _Told, household: Household, ids: set[str]) -> str | None:
    """Return the one young person whose these devices are, None where there is not exactly one."""
    people = {told.owners.get(one.id) for one in told.how.devices if one.id in ids}
    people &= set(ids_of(household))
    return people.pop() if len(people) == 1 else None


def _owner(bound: DeviceStanding, household: Household, seen: Neighbours | Unseen) -> str | None:
    """Return whose a bound device is; a device known by its link has its address by the network."""
    for address in bound.addresses:
        if (device := in_hand(household, seen, address).device) is not None:
            return device.belongs_to
    return next((one.belongs_to for one in household.devices if _is_same(bound, one)), None)


def _is_same(bound: DeviceStanding, device: Device) -> bool:
    at_same = not set(bound.addresses).isdisjoint(device.addresses)
    return at_same or bound.label == device.name[:MAX_LABEL].strip()
