"""The pages about backups: making one, and bringing a home back on an empty box.

Rules kept here:
- No passphrase stands on a page again, whatever was wrong.
- What is wrong with a text is said in the words of its reader, with the place.
- Before a home is brought back, or made what a text says, it is told what it is now and what it
  would become, whole, in the sentences of `policy.plan_words`. A family home reads nothing of
  agreements.
- What was given for a time goes on with a backup, and may have been undone since, so it is told.
- Who would not live here any more is told by name, with what would go with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from console.pages.evening import given_line
from console.services.backup import Saved
from console.services.backup_states import Held, Unopened
from console.services.household_text import ReadText, TextRefused
from console.store.database.given import KeptGrant
from console.store.database.homes import HomeKind
from console.words import TITLE as PAGE_TITLE
from console.words import backup
from console.words.of_policy import household_in_words
from console.words.sentence import English
from policy.household import Household, ids_of
from policy.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPage:
    """The page of a home. `text_error` is what is wrong with a text, and what to do about it.

    `with_records` is that a backup of this home holds what was agreed, `lacks_records` that it
    would not now, since nobody answers who has it.
    """

    title: str
    is_short: bool
    is_taken: bool
    is_nightly: bool
    text_error: tuple[str, ...]
    with_records: bool
    lacks_records: bool

    @property
    def status(self) -> HTTPStatus:
        """The status of an answer with this page."""
        is_wrong = self.is_short or bool(self.text_error)
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

    `given` is what was given for a time and would go on. `records` is what becomes of what was
    agreed; `has_records` that it can be saved as a file.
    """

    title: str
    mark: str
    now: tuple[str, ...]
    then: tuple[str, ...]
    ends: tuple[ForWhom, ...]
    begins: tuple[ForWhom, ...]
    given: tuple[ForWhom, ...]
    records: tuple[str, ...]
    has_records: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """What a text would make of this home. `mark` is by which it is had again.

    `again` is that this home was another one a moment ago, `is_empty` that nothing would change;
    `leaves` is who lives here and is not in the text.
    """

    title: str
    mark: str
    again: bool
    is_empty: bool
    now: tuple[str, ...]
    then: tuple[str, ...]
    leaves: str | None
    ends: tuple[ForWhom, ...]
    begins: tuple[ForWhom, ...]


def backup_page(
    *,
    is_short: bool = False,
    is_taken: bool = False,
    is_nightly: bool = False,
    text_error: tuple[str, ...] = (),
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


def preview_page(before: Household, saved: Saved, mark: str, moment: Moment) -> PreviewPage:
    """Return the page that tells what a backup would make of this box, at a moment there."""
    after = saved.household
    is_foster = saved.kind is HomeKind.FOSTER
    return PreviewPage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        mark=mark,
        now=_told(before) or (backup.NOW_EMPTY,),
        then=(backup.KINDS[saved.kind], *_told(after), *_numbers(saved)),
        ends=_only_in(before, after),
        begins=_only_in(after, before),
        given=tuple(_given(saved, moment)),
        records=backup.RECORDS[saved.records.held] if is_foster else (),
        has_records=is_foster and saved.records.held is Held.HELD,
    )


def text_page(read: ReadText, mark: str, *, again: bool = False) -> TextPage:
    """Return the page that tells what a text would make of this home."""
    before, after = read.before, read.after
    stay = ids_of(after)
    leaves = tuple(name for name in ids_of(before) if name not in stay)
    return TextPage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        mark=mark,
        again=again,
        is_empty=before == after,
        now=_told(before) or (backup.TAKE_NOBODY,),
        then=_told(after) or (backup.TAKE_NOBODY,),
        leaves=backup.TAKE_LEAVES.format(names=", ".join(leaves)) if leaves else None,
        ends=_only_in(before, after),
        begins=_only_in(after, before),
    )


def text_error(error: TextRefused | None) -> tuple[str, ...]:
    """Return what is wrong with a text, where, and what to do; None is that it is no text."""
    if error is None:
        return (backup.TAKE_WRONG, backup.TAKE_NO_TEXT, backup.TAKE_NO_TEXT_TODO)
    return (backup.TAKE_WRONG, backup.TAKE_WHERE, English(str(error)), backup.TAKE_TODO)


def text_gone() -> tuple[str, ...]:
    """Return what is said where a yes came too late, or to a text that another one replaced."""
    return (backup.TAKE_OVER, backup.TAKE_OVER_TODO)


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


def _given(saved: Saved, moment: Moment) -> Iterator[ForWhom]:
    """Yield what was given in a home and is not over, by whom or what it is for."""
    for grant in saved.grants:
        if grant.until > moment.at:
            line = given_line(KeptGrant(number=0, grant=grant), saved.household, moment)
            whom = grant.young_person or grant.device or backup.GIVEN_ALL
            yield ForWhom(whom=whom, sentences=(line.text, *line.more, line.by))


def _only_in(one: Household, other: Household) -> tuple[ForWhom, ...]:
    """Return what holds in one home and not in the other, by whom it is for."""
    here, there = _in_words(one), _in_words(other)
    return tuple(
        ForWhom(whom=_capital(whom), sentences=kept)
        for whom, said in here.items()
        if (kept := tuple(text for text in said if text not in there.get(whom, ())))
    )


def _in_words(household: Household) -> dict[str, tuple[str, ...]]:
    """Return the plan of a home, and by what its devices are known wherever they are."""
    said = household_in_words(household)
    for device in household.devices:
        if device.links:
            known = backup.KNOWN_BY.format(names=", ".join(device.links))
            said[f'the device "{device.name}"'] += (known,)
    return said


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
