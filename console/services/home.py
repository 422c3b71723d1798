"""Changing this home: one transaction that reads, changes, keeps and lists, and then publishes.

Rules kept here:
- A change is kept only once it is sure that it can be published, and published only once it is
  kept. A kill between the two heals at the next start, which publishes whatever is kept.
- Who changed what, and why, is in the same transaction as the change itself.
- What was allowed from a page counts once the database has kept that change, and not before.
- One change at a time, in whatever thread or process; two taps at once are two changes.
- With a young person who is taken out goes what was kept for them, in the same transaction
  (`console.services.leaving`).
- A device about which something is agreed stays with whom it is, whichever page would change that
  (`console.services.staying_devices`). A household file at the start is of whoever has root.
- A person is told that it is done when all of it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final

from sqlmodel import Session

from console.errors import KeptUnpublished, NothingPublished, PublishRefused
from console.house import House
from console.services.leaving import forget_who_left
from console.services.publish import prepare
from console.services.staying_devices import check_devices_stay
from console.store.allowed_file import AllowedFile, AllowedName, with_allowed
from console.store.database.changes import BY_FILE, Changed, Note, add_change, kind_of_change
from console.store.database.given import given_of
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.household_file import HouseholdFile
from console.store.published import Published
from console.store.whole_file import holding
from policy.compile import PROTECTIVE_DEFAULT
from policy.household import Household
from policy.snapshot import PolicySnapshot

_OF_ALLOWED: Final = (Changed.NAME_ALLOWED, Changed.NAME_TAKEN_BACK)


class NotSetUp(PublishRefused):
    """There is no home yet that could be changed."""


class _TriedOnlyError(Exception):
    """Ends a transaction of which nothing is to be kept."""


def home_in(house: House) -> Home | None:
    """Return the home as it is kept now, None before it was set up. Raises DatabaseUnusable."""
    with house.database.reading() as session:
        return home_of(session)


def household_in(house: House) -> Household:
    """Return who lives here and what holds; before the first run, what protects everyone."""
    home = home_in(house)
    return home.household if home else PROTECTIVE_DEFAULT


def change_home(
    house: House, note: Note, change: Callable[[Household], Household]
) -> PolicySnapshot:
    """Change the household as `change` says, list it as `note` says, and publish it.

    Raises NotSetUp, DeviceStays, PublishRefused, PublishedDamaged, AllowedDamaged and whatever
    `change` raises, and then nothing has changed; or KeptUnpublished.
    """
    return change_kept(house, note, _of_household(change))


def try_change(house: House, note: Note, change: Callable[[Household], Household]) -> None:
    """Do all of `change_home` but keep and publish it; raise what that would raise."""
    with (
        suppress(_TriedOnlyError),
        sole_change(house.published),
        house.database.changing() as session,
    ):
        _change(house, session, note, _of_household(change))
        raise _TriedOnlyError


def change_kept(house: House, note: Note, change: Callable[[Session], None]) -> PolicySnapshot:
    """Change what the database keeps, list it and publish it; for what is given and set up.

    Raises as `change_home` does.
    """
    with sole_change(house.published):
        with house.database.changing() as session:
            snapshot, octets = _change(house, session, note, change)
        put_out(house, octets)
    return snapshot


def read_in(house: House, file: HouseholdFile) -> PolicySnapshot:
    """Take over what a household file says, unless it is the very file that was read last.

    Raises as `change_home` does.
    """
    with sole_change(house.published):
        with house.database.changing() as session:
            before = home_of(session)
            if before is None or before.file_digest != file.digest:
                home = before or Home(
                    household=file.household, kind=HomeKind.FOSTER, set_up_at=house.clock()
                )
                home = replace(home, household=file.household, file_digest=file.digest)
                save_home(session, home)
                _forget_who_left(session, before)
                add_change(session, Note(who=BY_FILE, what=Changed.FILE_READ), house.clock())
            snapshot, octets = _prepared(house, session)
        put_out(house, octets)
    return snapshot


def publish_home(house: House) -> PolicySnapshot:
    """Publish whatever is kept, or what protects everyone where nothing is; for every start.

    What was published for people stays, where nothing is kept of them any more.

    Raises PublishRefused, PublishedDamaged and AllowedDamaged, and then nothing has changed.
    """
    with sole_change(house.published):
        with house.database.reading() as session:
            if home_of(session) is None and (kept := _of_a_home(house.published)) is not None:
                return kept
            snapshot, octets = _prepared(house, session)
        if octets is not None:
            house.published.replace(octets)
    return snapshot


def allowed_in(house: House, session: Session) -> tuple[AllowedName, ...]:
    """Return the names that were allowed from a page, by every change that is kept and no other.

    Whoever asks holds the home (`sole_change`). Raises AllowedDamaged, AllowedRefused.
    """
    file = AllowedFile(house.published.state)
    file.take_in(lambda number: kind_of_change(session, number) in _OF_ALLOWED)
    return file.read()


@contextmanager
def sole_change(published: Published) -> Iterator[None]:
    """Keep every other change of this home out, in whatever thread or process."""
    folder = published.snapshot_path.parent
    try:
        with holding(folder):
            yield
    except OSError as error:
        raise PublishRefused(f"{folder}: cannot be written: {error.strerror}") from error


def _of_household(change: Callable[[Household], Household]) -> Callable[[Session], None]:
    """Return the change of what is kept that a change of the household is."""

    def kept(session: Session) -> None:
        home = home_of(session)
        if home is None:
            raise NotSetUp("this home is not set up yet")
        save_home(session, replace(home, household=change(home.household)))

    return kept


def _change(
    house: House, session: Session, note: Note, change: Callable[[Session], None]
) -> tuple[PolicySnapshot, bytes | None]:
    """Change what the database keeps and list it; return what is to be published then."""
    before = home_of(session)
    change(session)
    _check_devices_stay(house, session, before)
    _forget_who_left(session, before)
    add_change(session, note, house.clock())
    return _prepared(house, session)


def _check_devices_stay(house: House, session: Session, before: Home | None) -> None:
    after = home_of(session)
    if before is not None and after is not None:
        check_devices_stay(house, before, after.household)


def _forget_who_left(session: Session, before: Home | None) -> None:
    after = home_of(session)
    if before is not None and after is not None:
        forget_who_left(session, before.household, after.household)


def _prepared(house: House, session: Session) -> tuple[PolicySnapshot, bytes | None]:
    home = home_of(session)
    household = home.household if home else PROTECTIVE_DEFAULT
    household = with_allowed(household, allowed_in(house, session))
    return prepare(house.published, household, given_of(session))


def _of_a_home(published: Published) -> PolicySnapshot | None:
    """Return what is published for people who live here, None where nobody does.

    Where the settings behind it are gone, it is all that is known of what was decided. What
    protects everyone would take away rules that hold, so it does not take its place.
    """
    try:
        kept = published.snapshot()
    except NothingPublished:
        return None
    household = kept.household
    return kept if household.devices or household.young_people or household.carers else None


def put_out(house: House, octets: bytes | None) -> None:
    """Publish what a change that is kept comes to. Raises KeptUnpublished."""
    if octets is None:
        return
    try:
        house.published.replace(octets)
    except PublishRefused as error:
        raise KeptUnpublished(f"it is kept, but not in force yet: {error}") from error
