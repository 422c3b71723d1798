"""Checking a bundle at a desk: is it this box's, does it go on from the last one, what happened.

Rules kept here:
- Whose box and whose agency it is, nothing in a bundle can prove. Words that were given, a home
  card or an agency's root beside it do; else the words are shown, to be compared by a person.
- A journal that is shorter than the one seen last, or another one, is not audited: it is refused
  with what that means. Only a person can say that a card was changed.
- What was seen is remembered once everything that the box and the agency signed was found right.
  What the box did may be odd all the same: that changes nothing in what it signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from consent.bundle import Bundle, bundle_from_octets
from consent.bundle_audit import Audit, audited
from consent.codes import Code
from consent.commands.bundle_document import audit_document
from consent.commands.bundle_words import audit_lines
from consent.commands.case_folder import refused
from consent.commands.check_options import CheckOptions
from consent.commands.plain import shown
from consent.commands.seen_file import Seen, SeenBox, keep_seen, seen_in
from consent.commands.verify import Given
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject
from consent.errors import ConsentError, Reader
from consent.frozen import FINGERPRINT_WORDS, Kind
from consent.words import check_words, words_for

RIGHT: Final = 0
TO_LOOK_AT: Final = 1

_OTHER_TREE: Final = frozenset({Code.CHECKPOINT_SHORTER, Code.CHECKPOINT_FORKED})
_AGENCY_CARD: Final = "the agency's card"
_OLD_DAYS: Final = 2
_NEW_CARD: Final = (
    "If the card of this box was changed or put back from a backup, say so with --card-changed;"
    " then this is kept as a new tree after card change. Else somebody has cut the journal."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBundle:
    """A bundle, what it amounts to, what a page says of it, and its exit status.

    `audit` is None where it was refused; `code` is then why.
    """

    bundle: Bundle
    audit: Audit | None
    lines: tuple[str, ...]
    status: int
    code: Code | None = None

    @property
    def document(self) -> JsonObject:
        """The same as a JSON object."""
        found: JsonObject = {"box": self.bundle.box_key.keyid, "status": self.status}
        if self.audit is None:
            return {**found, "refused": None if self.code is None else str(self.code)}
        return {**found, "refused": None, **audit_document(self.audit)}


def check_bundle(
    desk: Desk, file: str, beside: Sequence[Given], options: CheckOptions
) -> CheckedBundle:
    """Return what a file that is a bundle amounts to, and remember it. Raises DeskRefused."""
    try:
        bundle = bundle_from_octets(desk.read(file))
    except ConsentError as error:
        raise refused(error, file) from None
    stranger = _stranger(bundle, beside, options)
    if stranger is not None:
        return _not_right(bundle, stranger)
    box = bundle.box_key.keyid
    remembered = seen_in(desk, options.seen)
    last = remembered.box(box)
    try:
        audit = audited(
            bundle,
            seen=None if last is None or options.card_changed else last.checkpoint,
            demonstration=options.demonstration,
        )
    except ConsentError as error:
        return _refused(bundle, file, error, last)
    missing = tuple(_missing(audit, beside))
    is_right = not missing and not audit.findings
    lines = (
        "ALL RIGHT." if is_right else "SOMETHING TO LOOK AT. It is told below.",
        *_heads(bundle, audit, beside, options),
        *_goes_on(audit, remembered, last, options),
        *_age(audit, desk.now()),
        *missing,
        *audit_lines(audit, is_first=last is None),
    )
    _remember(desk, options, remembered, box, audit)
    return CheckedBundle(
        bundle=bundle, audit=audit, lines=lines, status=RIGHT if is_right else TO_LOOK_AT
    )


def box_words(box: str) -> str:
    """Return the eight words of a box, by the id of its key."""
    return " ".join(_words(box))


def _words(digest: str) -> tuple[str, ...]:
    return words_for(bytes.fromhex(digest), FINGERPRINT_WORDS)


def _stranger(bundle: Bundle, beside: Sequence[Given], options: CheckOptions) -> str | None:
    """Return why a bundle is not of the box or the agency that is meant, None where it may be."""
    box, agency = bundle.box_key.keyid, bundle.agency
    if options.box is not None and not check_words(options.box, _words(box)):
        return (
            "This bundle is not of the box whose eight words you gave."
            f" Its words are: {box_words(box)}."
        )
    for one in beside:
        named = getattr(one.record, "box", box)
        if named != box:
            return (
                f"{one.file} is of another box than this bundle."
                f" The bundle's box has the words: {box_words(box)}."
            )
    typed = options.fingerprint
    if typed is not None and (agency is None or not check_words(typed, _words(agency.fingerprint))):
        trusts = "no agency" if agency is None else " ".join(_words(agency.fingerprint))
        return f"The box does not trust the agency whose eight words you gave, but: {trusts}."
    return None


def _not_right(bundle: Bundle, why: str, code: Code | None = None) -> CheckedBundle:
    lines = ("NOT RIGHT. Do not rely on this file, and tell somebody.", *why.split("\n"))
    return CheckedBundle(bundle=bundle, audit=None, lines=lines, status=TO_LOOK_AT, code=code)


def _refused(bundle: Bundle, file: str, error: ConsentError, last: SeenBox | None) -> CheckedBundle:
    why = f"{file}: {error.explain(Reader.SOCIAL_WORKER)} ({error.code}, {error.where})"
    if error.code in _OTHER_TREE and last is not None:
        why += f"\nYou last saw {last.size} entries, on {shown(last.at)}.\n{_NEW_CARD}"
    return _not_right(bundle, why, error.code)


def _missing(audit: Audit, beside: Sequence[Given]) -> Iterator[str]:
    """Yield a line for each record at the desk that the box does not have."""
    held = {one.digest for one in audit.ledger.entries} if audit.ledger else set()
    for one in beside:
        if one.kind is not Kind.HOME_CARD and one.envelope.digest not in held:
            yield f"The box does not have {one.file}. If it should, send it to the home again."


def _heads(
    bundle: Bundle, audit: Audit, beside: Sequence[Given], options: CheckOptions
) -> Iterator[str]:
    """Yield whose box and whose agency it is, and what vouches for that."""
    box, agency = bundle.box_key.keyid, bundle.agency
    yield "The box's eight words:"
    yield f"  {box_words(box)}"
    cards = [one.file for one in beside if one.kind is Kind.HOME_CARD]
    yield f"  {_vouched(given=options.box is not None, by=cards, else_by='the home card')}"
    if agency is None:
        yield "It trusts no agency, so nothing can be recorded on it."
        return
    yield f"It trusts the agency {agency.domain}, with the eight words:"
    yield f"  {' '.join(_words(agency.fingerprint))}"
    known = audit.ledger
    roots = [
        one.file
        for one in beside
        if one.kind is Kind.TRUST_ROOT and known is not None and known.knows(one.envelope)
    ]
    is_given = options.fingerprint is not None
    yield f"  {_vouched(given=is_given, by=roots, else_by=_AGENCY_CARD)}"
    if audit.ledger is not None and audit.ledger.demonstration:
        yield "  This is the demonstration. No real box takes such records."


def _vouched(*, given: bool, by: Sequence[str], else_by: str) -> str:
    if given:
        return "They are the words you gave."
    if by:
        return f"They are those of {by[0]}."
    return f"Compare them with {else_by}; nothing here can do that for you."


def _goes_on(
    audit: Audit, remembered: Seen, last: SeenBox | None, options: CheckOptions
) -> Iterator[str]:
    """Yield how long the journal is, and how it stands to what was seen before."""
    size = audit.checkpoint.size
    yield (
        f"The journal is whole: {size} entries, from {shown(audit.entries[0].at)} until"
        f" {shown(audit.entries[-1].at)}."
    )
    if last is not None and options.card_changed:
        yield (
            f"NEW TREE AFTER CARD CHANGE. The {last.size} entries seen on {shown(last.at)} do not"
            " count any more; what was in them, only your notes know."
        )
    elif last is not None:
        yield f"It goes on from the {last.size} entries that you saw on {shown(last.at)}."
    elif remembered.boxes:
        yield (
            "You have not checked this box before, but another. If the home's card was changed,"
            " this is a new tree after card change: note it in the case file."
        )


def _age(audit: Audit, now: datetime) -> Iterator[str]:
    """Yield that a bundle is old: a box that runs writes something each day."""
    days = (now - audit.entries[-1].at).days
    if days >= _OLD_DAYS:
        yield (
            f"Its newest entry is {days} days old. A box that is on writes something each day:"
            " ask for a fresh bundle, unless it has been off since."
        )


def _remember(desk: Desk, options: CheckOptions, remembered: Seen, box: str, audit: Audit) -> None:
    checkpoint = audit.checkpoint
    seen = SeenBox(box=box, size=checkpoint.size, root=checkpoint.root.hex(), at=desk.now())
    after = remembered.followed_by(seen, is_new_card=options.card_changed)
    try:
        keep_seen(desk, options.seen, after)
    except DeskRefused as error:
        # What was found stands. Next time it is held against an older checkpoint, or none.
        desk.note(f"{error}; so it is not remembered that this box was checked")
