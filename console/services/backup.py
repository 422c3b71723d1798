"""A backup of this home: what stands in it, making one, and taking one up at the first run.

Rules kept here:
- It holds what people decided: the household, which kind of home it is, what was given, and the
  numbers to ring. Nothing that anybody looked up, nothing recorded, no sign-in and no key stands in
  it, so whoever opens one learns nothing of what young people do.
- It is taken up only by a box that is not set up, in one transaction: all of it or nothing.
- What is opened is read by the very readers that read it everywhere else.
- A household can also be had and taken up as text, `household.toml`, which people can read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from console.errors import ConsoleError, PublishRefused
from console.house import House
from console.security.backup import FULL, BackupRefused, Unopened, seal, unseal
from console.security.passwords import Profile
from console.services.first_run import AnotherStep, step_in
from console.services.home import change_home, change_kept, home_in, household_in
from console.services.worried import NumbersRefused, checked
from console.store.database.changes import Changed, Note
from console.store.database.first_runs import Step, keep_step
from console.store.database.given import add_grant, grants_in
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.database.own_numbers import OwnNumber, keep_own_numbers, own_numbers
from policy.document import household_from_document, household_from_toml, household_to_document
from policy.errors import PolicyError
from policy.given.document import grants_from, grants_to
from policy.given.grants import Grant
from policy.household import Household
from policy.strict_json import parse_strict_json
from policy.toml_text import to_toml

FORMAT: Final = "lamplight-home/v1"
MEMBERS: Final = frozenset({"format", "kind", "household", "grants", "numbers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a backup holds."""

    kind: HomeKind
    household: Household
    grants: tuple[Grant, ...]
    numbers: tuple[OwnNumber, ...]


class TextRefused(ConsoleError):
    """A household's text breaks a rule of its shape; the message says which."""


def backup_of(house: House, passphrase: str, profile: Profile = FULL) -> bytes:
    """Return this home, sealed. Raises ConsoleError where what is kept cannot be read."""
    home = home_in(house)
    assert home is not None  # nobody signs in before there is one
    with house.database.reading() as session:
        given = tuple(one.grant for one in grants_in(session) if one.ended is None)
        numbers = own_numbers(session)
    saved = Saved(kind=home.kind, household=home.household, grants=given, numbers=numbers)
    return seal(_written(saved), passphrase, profile)


def restore(
    house: House, who: str, backup: bytes, passphrase: str, profile: Profile = FULL
) -> None:
    """Make an empty box the home that a backup holds.

    Raises BackupRefused, AnotherStep, and PublishRefused; then nothing has changed.
    """
    if step_in(house) is not Step.HOME:
        raise AnotherStep("a backup is taken up by an empty box alone")
    saved = _read(unseal(backup, passphrase, profile))

    def kept(session: Session) -> None:
        if home_of(session) is not None:
            raise AnotherStep("a backup is taken up by an empty box alone")
        save_home(
            session, Home(household=saved.household, kind=saved.kind, set_up_at=house.clock())
        )
        for grant in saved.grants:
            if grant.until > house.clock():
                add_grant(session, grant)
        keep_own_numbers(session, saved.numbers)
        keep_step(session, Step.CARER)

    change_kept(house, Note(who=who, what=Changed.BACKUP), kept)


def household_text(house: House) -> str:
    """Return the household as text that `python -m console --household` reads too."""
    return to_toml(household_to_document(household_in(house)), always=("addresses",))


def take_text(house: House, who: str, text: str) -> None:
    """Make the household what a text says. Raises TextRefused and as `change_home` does."""
    try:
        household = household_from_toml(text)
    except PolicyError as error:
        raise TextRefused(str(error)) from error
    change_home(house, Note(who=who, what=Changed.FILE_READ), lambda _: household)


def _written(saved: Saved) -> bytes:
    document = {
        "format": FORMAT,
        "kind": saved.kind.value,
        "household": household_to_document(saved.household),
        "grants": grants_to(saved.grants),
        "numbers": [[one.name, one.number] for one in saved.numbers],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _read(octets: bytes) -> Saved:
    try:
        document = parse_strict_json(octets)
        if not isinstance(document, Mapping) or set(document) != MEMBERS:
            raise BackupRefused(Unopened.CONTENTS)
        if document["format"] != FORMAT:
            raise BackupRefused(Unopened.NEWER)
        saved = Saved(
            kind=HomeKind(str(document["kind"])),
            household=household_from_document(document["household"]),
            grants=grants_from(document, "grants"),
            numbers=checked(_numbers(document["numbers"])),
        )
    except (PolicyError, PublishRefused, NumbersRefused, ValueError, TypeError):
        raise BackupRefused(Unopened.CONTENTS) from None
    return saved


def _numbers(rows: object) -> list[OwnNumber]:
    if not isinstance(rows, list):
        raise TypeError("these are no rows")
    return [OwnNumber(name=_text(name), number=_text(number)) for name, number in rows]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("this is no text")
    return value
