"""Who asks: found once for each request, from its visit or from the address it came from.

Rules kept here:
- A visit counts only over TLS or on this machine itself; on a plain line anybody could have read
  its token.
- A young person needs no password on their own device. It is known by the address it asks from and
  by what the network shows there, judged as the agent judges it; no header counts.
- While nobody here signs in, whoever is at the machine itself may do what a carer may, since
  somebody has to be first. The first sign-in ends that for good.
- What a card or the set-up code opened counts as a visit does: over TLS or on this machine itself.
  The code counts while nobody signs in, and never after. Of a card and a carer's visit in one
  browser the card counts, which may less.
- Who cannot be told is nobody.
- What an open page asks for by itself keeps no visit from locking.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime
from typing import Final

from sqlmodel import Session
from starlette.requests import HTTPConnection

from console.house import House
from console.security.opened import NOBODY, is_by_itself, source_of
from console.security.permissions import (
    Asker,
    AtTheBox,
    ByCard,
    Level,
    Nobody,
    OnDevice,
    SignedIn,
    WithSetUpCode,
)
from console.security.sessions import Kept, digest_of, is_due, kept_by, level_at
from console.services.inbox import in_hand
from console.store.database.homes import home_of
from console.store.database.sign_ins import is_anybody, note_seen, sign_in_of, visit_with
from console.store.neighbours import NeighboursFile, Unseen
from policy.household import Household, ids_of
from policy.neighbours import Neighbours

AT_THE_BOX: Final = "this box"
"""Who changed something before anybody here signs in."""


def asker_of(house: House, request: HTTPConnection) -> Asker:
    """Return who asks."""
    now = house.clock()
    holder = _by_card(house, request, now)
    if holder is not None:
        return holder
    kept = kept_by(request, Kept.VISIT) if is_safe(request) else None
    with house.database.reading() as session:
        visitor = _visitor(session, digest_of(kept), now) if kept else None
        has_sign_ins = is_anybody(session)
        home = home_of(session) if visitor is None else None
    if visitor is not None:
        if not is_by_itself(request):
            _note(house, visitor, now)
        return visitor
    on_device = _on_device(house, home.household, source_of(request)) if home else None
    if on_device is not None and on_device.young_person is not None:
        return on_device
    if not has_sign_ins and is_here(request):
        return AtTheBox()
    if not has_sign_ins and is_safe(request):
        code = house.setting_up.whose(
            kept_by(request, Kept.SET_UP), now, is_alone=is_by_itself(request)
        )
        if code is not None:
            return WithSetUpCode()
    return on_device or Nobody()


def device_at(
    household: Household, address: str, seen: Neighbours | Unseen = Unseen.NOT_LOOKED_AT
) -> OnDevice | None:
    """Return the device of this home that is at an address, None where that is in doubt.

    It is the judgement by which the agent answers it too (`policy.identity`).
    """
    device = None if address == NOBODY else in_hand(household, seen, address).device
    if device is None:
        return None
    return OnDevice(
        device=device.name,
        owner=device.belongs_to,
        young_person=ids_of(household).get(device.belongs_to),
    )


def name_of(asker: Asker) -> str:
    """Return what stands beside a change as the one who made it."""
    match asker:
        case SignedIn():
            return asker.name
        case OnDevice():
            return asker.owner
        case ByCard():
            return asker.person
        case _:
            return AT_THE_BOX


def is_here(request: HTTPConnection) -> bool:
    """Say whether a request came from this machine itself."""
    source = source_of(request)
    return source != NOBODY and ipaddress.ip_address(source).is_loopback


def is_safe(request: HTTPConnection) -> bool:
    """Say whether a sign-in may travel this way: over TLS, or on this machine itself."""
    return request.url.scheme == "https" or is_here(request)


def _by_card(house: House, request: HTTPConnection, now: datetime) -> ByCard | None:
    kept = kept_by(request, Kept.CARD) if is_safe(request) else None
    person = house.by_card.whose(kept, now, is_alone=is_by_itself(request))
    if kept is None or person is None:
        return None
    with house.database.reading() as session:
        home = home_of(session)
    number = ids_of(home.household).get(person) if home else None
    if number is None:
        return None
    return ByCard(person=person, number=number, session=digest_of(kept))


def _on_device(house: House, household: Household, address: str) -> OnDevice | None:
    return device_at(household, address, NeighboursFile(house.neighbours).seen())


def _visitor(session: Session, digest: str, now: datetime) -> SignedIn | None:
    visit = visit_with(session, digest)
    if visit is None or (level := level_at(visit, now)) is None:
        return None
    sign_in = sign_in_of(session, visit.sign_in)
    assert sign_in is not None  # a visit goes when its sign-in goes
    return SignedIn(
        number=sign_in.number,
        name=sign_in.name,
        role=sign_in.role,
        session=visit.digest,
        phone=visit.phone,
        level=level,
    )


def _note(house: House, visitor: SignedIn, now: datetime) -> None:
    """Note that a visit goes on; one that locked stays as it was, and so stays locked."""
    if visitor.level is Level.LOCKED or not house.database.takes_changes:
        return
    with house.database.reading() as session:
        visit = visit_with(session, visitor.session)
    if visit is not None and is_due(visit, now):
        with house.database.changing() as session:
            note_seen(session, visitor.session, now)
