"""The pages about backups: making one, and bringing a home back on an empty box.

Rules kept here:
- No passphrase stands on a page again, whatever was wrong.
- What is wrong with a text is said in the words of its reader, with the place.
- Before a home is brought back, it is told what this box is now and what it would become, whole, in
  the sentences of `policy.plan_words`. A family home reads nothing of agreements.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from console.services.backup import Saved
from console.services.backup_states import Held, Unopened
from console.store.database.homes import HomeKind
from console.words import TITLE as PAGE_TITLE
from console.words import backup
from console.words.of_policy import household_in_words
from policy.household import Household


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPage:
    """The page of a home. `text_error` is what is wrong with a text that was sent.

    `with_records` is that a backup of this home holds what was agreed, `lacks_records` that it
    would not now, since nobody answers who has it.
    """

    title: str
    is_short: bool
    is_taken: bool
    is_nightly: bool
    text_error: str | None
    with_records: bool
    lacks_records: bool

    @property
    def status(self) -> HTTPStatus:
        """The status of an answer with this page."""
        is_wrong = self.is_short or self.text_error is not None
        return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePage:
    """The page of an empty box."""

    title: str
    error: str | None

    @property
    def status(self) -> HTTPStatus:
        """The status of an answer with this page."""
        return HTTPStatus.OK if self.error is None else HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True, kw_only=True)
class ForWhom:
    """Sentences about one of a home: a person, a device, everyone."""

    whom: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What a backup would make of this box. `mark` is by which it is had again.

    `records` is what becomes of what was agreed; `has_records` that it can be saved as a file.
    """

    title: str
    mark: str
    now: tuple[str, ...]
    then: tuple[str, ...]
    ends: tuple[ForWhom, ...]
    begins: tuple[ForWhom, ...]
    records: tuple[str, ...]
    has_records: bool


def backup_page(
    *,
    is_short: bool = False,
    is_taken: bool = False,
    is_nightly: bool = False,
    text_error: str | None = None,
    records: Held = Held.NONE,
) -> BackupPage:
    """Return the page of a home."""
    return BackupPage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        is_short=is_short,
        is_taken=is_taken,
        is_nightly=is_nightly,
        text_error=text_error,
        with_records=records is Held.HELD,
        lacks_records=records is Held.SILENT,
    )


def restore_page(why: Unopened | None = None, *, is_over: bool = False) -> RestorePage:
    """Return the page of an empty box, with why a backup was not opened.

    `is_over` is that one was, and was not there any more when somebody said yes.
    """
    error = None if why is None else backup.RESTORE_WRONG[why]
    return RestorePage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        error=backup.RESTORE_OVER if is_over else error,
    )


def preview_page(before: Household, saved: Saved, mark: str) -> PreviewPage:
    """Return the page that tells what a backup would make of this box."""
    after = saved.household
    is_foster = saved.kind is HomeKind.FOSTER
    return PreviewPage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        mark=mark,
        now=_told(before) or (backup.NOW_EMPTY,),
        then=(backup.KINDS[saved.kind], *_told(after), *_numbers(saved)),
        ends=_only_in(before, after),
        begins=_only_in(after, before),
        records=backup.RECORDS[saved.records.held] if is_foster else (),
        has_records=is_foster and saved.records.held is Held.HELD,
    )


def _told(household: Household) -> tuple[str, ...]:
    """Return who and what is in a home, none for one in which nobody lives."""
    carers = tuple(one.name for one in household.carers)
    young = tuple(one.name for one in household.young_people)
    devices = tuple(one.name for one in household.devices)
    return tuple(
        said.format(names=", ".join(names))
        for said, names in (
            (backup.CARERS, carers),
            (backup.YOUNG_PEOPLE, young),
            (backup.DEVICES, devices),
        )
        if names
    )


def _numbers(saved: Saved) -> tuple[str, ...]:
    if not saved.numbers:
        return ()
    return (backup.NUMBERS.format(names=", ".join(one.name for one in saved.numbers)),)


def _only_in(one: Household, other: Household) -> tuple[ForWhom, ...]:
    """Return what holds in one home and not in the other, by whom it is for."""
    here, there = household_in_words(one), household_in_words(other)
    return tuple(
        ForWhom(whom=_capital(whom), sentences=kept)
        for whom, said in here.items()
        if (kept := tuple(text for text in said if text not in there.get(whom, ())))
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
