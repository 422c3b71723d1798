"""A backup of this home: what stands in it, making one, and taking one up at the first run.

Rules kept here:
- It holds what people decided: the household, which kind of home it is, what was given, and the
  numbers to ring; and, to be read alone, what was agreed and the box's own journal
  (`console.services.backed_records`). Nothing that anybody looked up, no name that was recorded, no
  sign-in and no key that opens anything stands in it.
- Opening one changes nothing. It is taken up only by a box that is not set up, in one transaction:
  all of it or nothing. Records are not taken up at all.
- Each night's backup is sealed with the public half of a key that only the passphrase makes again.
  The one before stays until the next is whole, also where the passphrase is another one.
- What is opened is read by the very readers that read it everywhere else.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from console.errors import ConsoleError, NothingPublished, PublishedDamaged, PublishRefused
from console.house import House
from console.security.backup import (
    FULL,
    BackupRefused,
    SealingKey,
    seal,
    seal_to,
    sealing_key,
    unseal,
)
from console.security.passwords import Profile
from console.services.backed_records import records_of
from console.services.backup_states import Unopened
from console.services.first_run import AnotherStep, step_in
from console.services.home import change_kept, home_in
from console.services.worried import NumbersRefused, checked
from console.store.backed_records import NO_RECORDS, Records, records_from, records_to
from console.store.database.changes import Changed, Note
from console.store.database.first_runs import Step, keep_step
from console.store.database.given import add_grant, grants_in
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.database.own_numbers import OwnNumber, keep_own_numbers, own_numbers
from console.store.sealing_key import keep_sealing_key, sealing_key_in
from console.store.sealing_key import path_below as key_below
from console.store.whole_file import replace_whole
from policy.compile import PROTECTIVE_DEFAULT
from policy.document import household_from_document, household_to_document
from policy.errors import PolicyError
from policy.given.document import grants_from, grants_to
from policy.given.grants import Grant
from policy.household import Household
from policy.strict_json import parse_strict_json

FORMAT: Final = "lamplight-home/v2"
_WITHOUT_RECORDS: Final = "lamplight-home/v1"
"""The one before, which is still opened: it held no records."""

DUE_SECONDS: Final = 20 * 3_600
"""After how long the next one is sealed: once a night, whenever the box runs."""

MEMBERS: Final = frozenset({"format", "kind", "household", "grants", "numbers", "records"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a backup holds."""

    kind: HomeKind
    household: Household
    grants: tuple[Grant, ...]
    numbers: tuple[OwnNumber, ...]
    records: Records = NO_RECORDS


class NotKept(ConsoleError):
    """What seals a backup each night, or the backup, could not be written."""


def backup_of(house: House, passphrase: str, profile: Profile = FULL) -> bytes:
    """Return this home, sealed. Raises ConsoleError where what is kept cannot be read."""
    home = home_in(house)
    assert home is not None  # nobody signs in before there is one
    return seal(_written(_saved(house, home)), passphrase, profile)


def begin_nightly(house: House, passphrase: str, profile: Profile = FULL) -> None:
    """Have a backup sealed each night for whoever has this passphrase. Raises NotKept."""
    key = sealing_key(passphrase, profile)
    try:
        keep_sealing_key(house.published.state, key)
    except OSError as error:
        raise NotKept(f"{house.published.state}: {error.strerror}") from error
    _seal(house, key)


def is_nightly(house: House) -> bool:
    """Say whether this box seals a backup by itself."""
    return sealing_key_in(house.published.state) is not None


def seal_nightly(house: House) -> None:
    """Seal this home where that is wanted and due; about once an hour. Raises NotKept."""
    state = house.published.state
    key = sealing_key_in(state)
    if key is not None and _is_due(state):
        _seal(house, key)


def _seal(house: House, key: SealingKey) -> None:
    state = house.published.state
    try:
        home = home_in(house)
        if home is None:
            return
        # Whoever carries it away reads sealed octets alone, and nothing else of this home.
        replace_whole(sealed_below(state), seal_to(_written(_saved(house, home)), key), 0o640)
    except (OSError, SQLAlchemyError) as error:
        raise NotKept(f"{sealed_below(state)}: not sealed ({type(error).__name__})") from error


def sealed_below(state: Path) -> Path:
    """Return where the sealed backup of the night stands, for the job that carries it away."""
    return state / "sealed" / "lamplight-backup.txt"


def _is_due(state: Path) -> bool:
    try:
        sealed, key = (one.stat().st_mtime for one in (sealed_below(state), key_below(state)))
    except OSError:
        return True
    # By the age of the file: a clock that was set back makes one backup more, never one less. One
    # that is older than the key is of a passphrase before, for a power cut came in between.
    return sealed < key or not 0 <= time.time() - sealed < DUE_SECONDS


def _saved(house: House, home: Home) -> Saved:
    with house.database.reading() as session:
        given = tuple(one.grant for one in grants_in(session) if one.ended is None)
        numbers = own_numbers(session)
    return Saved(
        kind=home.kind,
        household=home.household,
        grants=given,
        numbers=numbers,
        records=records_of(house, home.kind),
    )


def opened(backup: bytes, passphrase: str, profile: Profile = FULL) -> Saved:
    """Return what a backup holds; nothing changes by it. Raises BackupRefused."""
    return _read(unseal(backup, passphrase, profile))


def restore(house: House, who: str, saved: Saved) -> None:
    """Make an empty box the home that a backup holds.

    Raises AnotherStep and PublishRefused; then nothing has changed.
    """
    if step_in(house) is not Step.HOME:
        raise AnotherStep("a backup is taken up by an empty box alone")

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


def in_force(house: House) -> Household:
    """Return what holds on a box that has no home: that of the rules that were published last.

    Where settings were lost, these hold on; else what protects everyone does.
    """
    try:
        return house.published.snapshot().household
    except (NothingPublished, PublishedDamaged):
        return PROTECTIVE_DEFAULT


def _written(saved: Saved) -> bytes:
    document = {
        "format": FORMAT,
        "kind": saved.kind.value,
        "household": household_to_document(saved.household),
        "grants": grants_to(saved.grants),
        "numbers": [[one.name, one.number] for one in saved.numbers],
        "records": records_to(saved.records),
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _read(octets: bytes) -> Saved:
    try:
        document = parse_strict_json(octets)
        if not isinstance(document, Mapping) or "format" not in document:
            raise BackupRefused(Unopened.CONTENTS)
        is_before = document["format"] == _WITHOUT_RECORDS
        if not is_before and document["format"] != FORMAT:
            raise BackupRefused(Unopened.NEWER)
        if set(document) != MEMBERS - ({"records"} if is_before else set()):
            raise BackupRefused(Unopened.CONTENTS)
        saved = Saved(
            kind=HomeKind(str(document["kind"])),
            household=household_from_document(document["household"]),
            grants=grants_from(document, "grants"),
            numbers=checked(_numbers(document["numbers"])),
            records=NO_RECORDS if is_before else records_from(document["records"]),
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
