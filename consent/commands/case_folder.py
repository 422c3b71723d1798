"""A case folder: which files it holds, by names that say nothing about anybody.

Rules kept here:
- Everything that is needed to go on stands in the folder, so that a second worker can.
- A record is written twice: as it is sent, and as text to paste. Either is read.
- A case note is added to the end of one file, and shown.
- Only what an agency publishes can be read by others who use this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from consent.case_note import Event, case_note
from consent.commands.draft_file import draft_from_text, draft_to_text
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.errors import ConsentError, Reader
from consent.frozen import Kind
from consent.pasted import from_text, to_text
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.records.home_card import HomeCard
from consent.records.reading import Record, record_from_payload
from consent.records.review import Review
from consent.verification import read_unverified

R = TypeVar("R", bound=Record)

ROOT: Final = "root"
KEYSET: Final = "keyset"
HOME_CARD: Final = "home-card"
AGREEMENT: Final = "agreement"
DRAFT: Final = "draft.toml"
NOTES: Final = "case-notes.txt"
DATES: Final = "dates.ics"
_PUBLIC: Final = frozenset({Kind.TRUST_ROOT, Kind.KEYSET})
_HINTS: Final = {
    ROOT: "; ask whoever looks after the agency's list for it",
    KEYSET: "; ask whoever looks after the agency's list for the newest",
    HOME_CARD: "; the home's own page shows it, and `./lamplight agreement practice` makes one up",
    AGREEMENT: "; nobody has signed one here yet",
}


def refused(error: ConsentError, what: str) -> DeskRefused:
    """Return a refusal that says to the worker at the desk what a reader of records found."""
    return DeskRefused(
        f"{what}: {error.explain(Reader.SOCIAL_WORKER)} ({error.code}, {error.where})"
    )


def envelope_in(octets: bytes, what: str) -> Envelope:
    """Return the envelope in a file, as it is sent or as pasted text. Raises DeskRefused."""
    try:
        if octets.lstrip().startswith(b"{"):
            return envelope_from_bytes(octets.strip())
        return envelope_from_bytes(from_text(octets.decode(errors="replace")))
    except ConsentError as error:
        raise refused(error, what) from None


def record_in(envelope: Envelope, what: str) -> Record:
    """Return what an envelope claims; who signed it is another question. Raises DeskRefused."""
    try:
        return record_from_payload(read_unverified(envelope))
    except ConsentError as error:
        raise refused(error, what) from None


class CaseFolder:
    """The files of one case at one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def envelope(self, name: str) -> Envelope:
        """Return the envelope of a record of this folder. Raises DeskRefused."""
        for file in (f"{name}.json", f"{name}.txt"):
            if self._desk.exists(file):
                return envelope_in(self._desk.read(file), file)
        raise DeskRefused(f"this folder has no {name}.json and no {name}.txt{_HINTS.get(name, '')}")

    def trust_root(self) -> TrustRoot:
        """Return the agency's trust root. Raises DeskRefused."""
        return _as(TrustRoot, record_in(self.envelope(ROOT), ROOT), ROOT)

    def keyset(self) -> Keyset:
        """Return the agency's keyset. Raises DeskRefused."""
        return _as(Keyset, record_in(self.envelope(KEYSET), KEYSET), KEYSET)

    def home_card(self) -> HomeCard:
        """Return the home's card. Raises DeskRefused."""
        return _as(HomeCard, record_in(self.envelope(HOME_CARD), HOME_CARD), HOME_CARD)

    def agreement(self) -> Agreement:
        """Return the agreement of this case. Raises DeskRefused."""
        return _as(Agreement, record_in(self.envelope(AGREEMENT), AGREEMENT), AGREEMENT)

    def has(self, name: str) -> bool:
        """Say whether the folder holds a record of this name."""
        return any(self._desk.exists(f"{name}.{ending}") for ending in ("json", "txt"))

    def reviews(self) -> Iterator[tuple[str, Envelope, Review]]:
        """Yield the reviews of this case in order, with their names. Raises DeskRefused."""
        number = 1
        while self.has(f"review-{number}"):
            name = f"review-{number}"
            envelope = self.envelope(name)
            yield name, envelope, _as(Review, record_in(envelope, name), name)
            number += 1

    def keep(self, name: str, envelope: Envelope) -> None:
        """Write a record, as it is sent and as text to paste."""
        octets = envelope_to_bytes(envelope)
        private = envelope.kind not in _PUBLIC
        self._desk.write(f"{name}.json", octets, private=private)
        self._desk.write(f"{name}.txt", to_text(octets).encode(), private=private)
        self._desk.note(f"Written: {name}.json, and {name}.txt to paste into a mail.")

    def draft(self) -> JsonObject:
        """Return the answers given so far. Raises DeskRefused."""
        if not self._desk.exists(DRAFT):
            return {}
        return draft_from_text(self._desk.read(DRAFT), DRAFT)

    def keep_draft(self, answers: JsonObject) -> None:
        """Write the answers given so far."""
        self._desk.write(DRAFT, draft_to_text(answers), private=True)

    def tell(self, event: Event, record: Record) -> None:
        """Show a case note, and add it to the end of the file of case notes."""
        note = case_note(event, record)
        before = self._desk.read(NOTES) if self._desk.exists(NOTES) else b""
        self._desk.write(NOTES, b"%b%b\n" % (before, note.encode()), private=True)
        self._desk.say(f"Case note, ready to paste:\n\n{note}")


def _as(kind: type[R], record: Record, what: str) -> R:
    if not isinstance(record, kind):
        raise DeskRefused(f"{what} is a record of another kind ({record.type})")
    return record
