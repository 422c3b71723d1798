"""Sealed days at a desk: opened with the viewer's own key, said in plain words, and not kept.

Rules kept here:
- Nothing that was opened is written to any file: it is said, and gone with the window.
- No passphrase and no words are asked for where the file could not be opened with them anyway.
- A day that cannot be opened keeps no other day from being shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from consent.audit import verify_lines
from consent.bundle import bundle_from_octets
from consent.commands import key_file
from consent.commands.case_folder import AGREEMENT, CaseFolder, refused
from consent.commands.checking_bundle import box_words
from consent.commands.key_file import PrivateKeys
from consent.commands.opened_day import Known, opened_day
from consent.commands.opening_words import (
    HELD_AGAINST,
    IF_WORRIED,
    IF_YOU_ARE_WORRIED,
    NOT_KEPT,
    NOT_PROVEN,
    SOME_NAMES_ONLY,
)
from consent.desk import Desk, DeskRefused
from consent.errors import ConsentError, Reader
from consent.exported import ExportedDays
from consent.frozen import CARD_WORDS, FINGERPRINT_WORDS
from consent.passphrase import PersonalKeys, keys_from_words
from consent.pasted_days import days_from_file
from consent.records.agreement import Agreement
from consent.words import words_for, words_from_text

RIGHT: Final = 0
TO_LOOK_AT: Final = 1
_TRIES: Final = 3


def open_days(desk: Desk, file: str, *, key: str | None, bundle: str | None = None) -> int:
    """Say what the days of a file hold; return the exit status. Raises DeskRefused.

    `key` is a key file, None for the young person's card; `bundle` is a file with the box's
    journal. Status 1 is that something does not fit.
    """
    try:
        export = days_from_file(desk.read(file))
    except ConsentError as error:
        raise refused(error, file) from None
    known = _known(desk, bundle, needs_agreement=key is None)
    if key is None:
        keys: PrivateKeys | PersonalKeys = _card_keys(desk, known.agreement, export, file)
    else:
        keys = _file_keys(desk, key, export, file)
    days = [opened_day(one, export.viewer, keys.opening_key, known) for one in export.days]
    lines = [SOME_NAMES_ONLY, *(line for one in days for line in ("", *one.lines)), ""]
    for line in (*lines, *_afterwords(known, is_young_person=key is None)):
        desk.say(line)
    return RIGHT if all(one.is_right for one in days) else TO_LOOK_AT


def _known(desk: Desk, bundle: str | None, *, needs_agreement: bool) -> Known:
    """Return what lies in the folder and in the bundle. Raises DeskRefused."""
    folder = CaseFolder(desk)
    agreement, digest = None, None
    if needs_agreement or folder.has(AGREEMENT):
        agreement, digest = folder.agreement(), folder.envelope(AGREEMENT).digest
    if bundle is None:
        return Known(agreement=agreement, digest=digest)
    try:
        found = bundle_from_octets(desk.read(bundle))
        journal = verify_lines(found.journal, found.checkpoint, found.box_key)
    except ConsentError as error:
        raise refused(error, bundle) from None
    box = found.box_key.keyid
    if agreement is not None and agreement.box != box:
        raise DeskRefused(f"{bundle} is of another box than the agreement in this folder")
    return Known(agreement=agreement, digest=digest, journal=journal, box=box)


def _file_keys(desk: Desk, key: str, export: ExportedDays, file: str) -> PrivateKeys:
    """Return the keys of a key file, which the days are sealed for. Raises DeskRefused."""
    keys = key_file.unlock(desk, key)
    if keys.public.keyid != export.viewer:
        raise DeskRefused(
            f"{file} is sealed for another key. Its eight words are: {_key_words(export.viewer)};"
            f" those of {key} are: {_key_words(keys.public.keyid)}"
        )
    return keys


def _card_keys(
    desk: Desk, agreement: Agreement | None, export: ExportedDays, file: str
) -> PersonalKeys:
    """Return the keys of the young person's card. Raises DeskRefused after three tries."""
    assert agreement is not None
    card = agreement.young_person.card
    if card.keyid != export.viewer:
        raise DeskRefused(f"{file} is not sealed for the card of the agreement in this folder")
    desk.note("The young person types their own words. Nobody else needs to see them.")
    for _ in range(_TRIES):
        try:
            words = words_from_text(desk.ask_secret("The five words of the card: "), CARD_WORDS)
        except ConsentError as error:
            desk.note(error.explain(Reader.SOCIAL_WORKER))
            continue
        desk.note("One moment.")
        keys = keys_from_words(words, agreement.young_person.ref)
        if keys.public == card:
            return keys
        desk.note("Those are not the words of the card that this agreement names.")
    raise DeskRefused("the card was not recognised; nothing was opened")


def _afterwords(known: Known, *, is_young_person: bool) -> Iterator[str]:
    """Yield what is true of all the days together."""
    yield NOT_PROVEN if known.box is None else HELD_AGAINST.format(words=box_words(known.box))
    yield IF_YOU_ARE_WORRIED if is_young_person else IF_WORRIED
    yield NOT_KEPT


def _key_words(keyid: str) -> str:
    return " ".join(words_for(bytes.fromhex(keyid), FINGERPRINT_WORDS))
