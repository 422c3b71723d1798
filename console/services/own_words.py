"""What a young person writes on their own device: for a review, or a line for the house agreement.

Rules kept here:
- Words that are not for a carer are sealed before they are kept. Where there is no card to seal
  them to, the choice is not there, and a form that asks for it all the same keeps nothing.
- Only the five words of the card open them, on the young person's own device; what was opened is
  shown once and kept nowhere.
- Whoever wrote them may erase them. They are all erased at the end of a placement, and once no
  device of the young person was heard for 60 days (people 26), by trusted time alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from consent.calendar import london_day
from consent.errors import ConsentError
from consent.frozen import CARD_WORDS
from consent.home import ClockState
from consent.passphrase import keys_from_words
from consent.recorder_answers import HowItStands
from consent.recorder_requests import AskRecords
from consent.records.home_card import PersonalKey
from consent.words import words_from_text
from console.errors import ConsoleError
from console.house import House
from console.security.own_words import NotOpened, opened_text, sealed_text
from console.services.agreements import ReadAgreement, read_agreements
from console.services.home import household_in
from console.services.own_words_wrong import Wrong
from console.store.database.own_words import (
    OwnWords,
    Sealed,
    add_words,
    erase_all_words,
    erase_words,
    heard_in,
    note_heard,
    words_in,
)
from console.store.neighbours import NeighboursFile, Unseen
from console.store.purposes import Purpose
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from policy.household import Household, ids_of

MAX_TEXT: Final = 2_000
MAX_KEPT: Final = 50
ERASED_AFTER_DAYS: Final = 60

_EPOCH: Final = date(1970, 1, 1)


class WordsRefused(ConsoleError):
    """Words were not kept, or not opened."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(f"words: {wrong}")
        self.wrong = wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card that words are sealed to: its keys, what its words are bound to, and where."""

    keys: PersonalKey
    ref: str
    box: str
    agreement: str


def card_at(recorder: Recorder | None, address: str) -> Card | None:
    """Return the card of the agreement about the device at an address; None where there is none.

    Of several agreements the newest counts, and none that is over.
    """
    if recorder is None:
        return None
    try:
        how = recorder.how()
        _, lines = recorder.done(AskRecords())
    except (RecorderSilent, RecorderRefused):
        return None
    devices = [one for one in how.devices if address in one.addresses]
    read = read_agreements(lines, how)
    if len(devices) != 1 or read is None:
        return None
    over = {one.agreement for one in how.agreements if one.over is not None}
    for digest, one in reversed(list(read.items())):
        if digest not in over and _is_about(one, devices[0].id):
            about = one.agreement.young_person
            return Card(keys=about.card, ref=about.ref, box=how.box, agreement=digest)
    return None


def write_words(
    house: House, person: int, purpose: Purpose, text: str, card: Card | None, *, is_private: bool
) -> None:
    """Keep what a young person wrote. Raises WordsRefused, and then nothing is kept."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise WordsRefused(Wrong.EMPTY)
    if len(text) > MAX_TEXT:
        raise WordsRefused(Wrong.LONG)
    words: str | Sealed = text
    if is_private:
        if card is None:
            raise WordsRefused(Wrong.NO_CARD)
        octets = sealed_text(text, x25519=card.keys.x25519, box=card.box, agreement=card.agreement)
        words = Sealed(octets=octets, to=card.keys.keyid, agreement=card.agreement)
    at = _now(house)
    with house.database.changing() as session:
        if len(words_in(session, person)) >= MAX_KEPT:
            raise WordsRefused(Wrong.FULL)
        add_words(session, OwnWords(person=person, purpose=purpose, words=words, at=at))
        note_heard(session, person, _day_of(at))


def words_of(house: House, person: int | None = None) -> tuple[OwnWords, ...]:
    """Return what a young person wrote, or everybody, the newest first."""
    with house.database.reading() as session:
        return words_in(session, person)


def open_words(words: Iterable[OwnWords], card: Card | None, typed: str) -> Mapping[int, str]:
    """Return what the card's five words open, by number. Raises WordsRefused where they are wrong.

    What was sealed to an earlier card stays closed.
    """
    if card is None:
        raise WordsRefused(Wrong.NO_CARD)
    try:
        keys = keys_from_words(words_from_text(typed, CARD_WORDS), card.ref)
    except ConsentError:
        raise WordsRefused(Wrong.CARD) from None
    if keys.public != card.keys:
        raise WordsRefused(Wrong.CARD)
    found = {}
    for one in words:
        if one.number is None or not isinstance(one.words, Sealed):
            continue
        try:
            found[one.number] = opened_text(
                one.words.octets, keys, box=card.box, agreement=one.words.agreement
            )
        except NotOpened:
            continue
    return found


def erase(house: House, person: int, number: int) -> None:
    """Erase one text of a young person."""
    with house.database.changing() as session:
        erase_words(session, person, number)


def erase_all(house: House) -> None:
    """Erase what everybody wrote, at the end of a placement."""
    with house.database.changing() as session:
        erase_all_words(session)


def erase_due(house: House, *, opened_by: int | None = None) -> None:
    """Note whose devices were heard, and erase the words of whoever's were not for 60 days.

    `opened_by` is the young person whose device opened a page just now. Without trusted time
    nothing is erased: a clock that jumps ahead erases nothing.
    """
    with house.database.reading() as session:
        people = {one.person for one in words_in(session)}
    if not people or house.recorder is None:
        return
    try:
        how = house.recorder.how()
    except (RecorderSilent, RecorderRefused):
        return
    if how.clock is not ClockState.TRUSTED:
        return
    today = _day_of(how.at)
    heard = _heard(house, how)
    if opened_by is not None:
        heard[opened_by] = today
    with house.database.changing() as session:
        for person, day in heard.items():
            if person in people:
                note_heard(session, person, day)
        for person, day in heard_in(session).items():
            if today - day >= ERASED_AFTER_DAYS:
                erase_words(session, person)


def _heard(house: House, how: HowItStands) -> dict[int, int]:
    """Return on which day the devices of each young person were heard last, as far as is known."""
    household = household_in(house)
    owners = _owners(household)
    found: dict[int, int] = {}

    def note(person: int | None, day: int) -> None:
        if person is not None:
            found[person] = max(day, found.get(person, day))

    seen = NeighboursFile(house.neighbours).seen()
    if not isinstance(seen, Unseen):
        links = {one.link for one in seen.neighbours}
        addresses = {address for one in seen.neighbours for address in one.addresses}
        for device in household.devices:
            if links & set(device.links) or addresses & set(device.addresses):
                note(owners.get(device.name), _day_of(how.at))
    bound = {one.id: one for one in how.devices}
    for notice in how.notices:
        if notice.last_seen_at is not None and notice.device in bound:
            at = set(bound[notice.device].addresses)
            for device in household.devices:
                if at & set(device.addresses) or bound[notice.device].label == device.name:
                    note(owners.get(device.name), _day_of(notice.last_seen_at))
    return found


def _owners(household: Household) -> dict[str, int]:
    """Return the number of the young person whose each device is."""
    numbers = ids_of(household)
    young = {person.name for person in household.young_people}
    return {
        device.name: numbers[device.belongs_to]
        for device in household.devices
        if device.belongs_to in young
    }


def _is_about(one: ReadAgreement, device: str) -> bool:
    return device in {named.id for named in one.agreement.devices}


def _now(house: House) -> datetime:
    """Return the time by the recorder's clock, or else by this machine's."""
    try:
        return house.recorder.how().at if house.recorder else house.clock()
    except (RecorderSilent, RecorderRefused):
        return house.clock()


def _day_of(at: datetime) -> int:
    return (london_day(at.astimezone(UTC)) - _EPOCH).days
