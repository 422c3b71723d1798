"""Signing what was drawn up: the agreement, or the newest review of a case folder.

Rules kept here:
- Whoever signs sees the text first, and says yes to it.
- What breaks a rule is not signed, by nobody and with no override.
- A key that the record does not ask for signs nothing: one signature too many spoils a record.
- The first signature fixes the record: from then on, no answer in it can change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from consent.calendar import london_day
from consent.case_note import Event, Happening
from consent.commands import key_file
from consent.commands.cards import card_signer
from consent.commands.case_folder import AGREEMENT, DATES, CaseFolder, refused
from consent.commands.case_standing import (
    agreement_case,
    missing_on,
    requirements_of,
    review_case,
    standing,
)
from consent.commands.draft_file import answer_at, draft_from_text
from consent.commands.drafting import assemble, tell_broken, text_of
from consent.commands.plain import plain
from consent.commands.questions import AnswerRefused, day_typed
from consent.commands.reviewing import (
    REVIEW_DRAFT,
    assemble_review,
    tell_broken_review,
    text_of_review,
)
from consent.dates_file import dates_file
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject
from consent.envelope import Envelope, with_signature
from consent.errors import ConsentError
from consent.keys import KeyId
from consent.parties import keys_of
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agreement import Agreement, OwnKey, Paper
from consent.records.fields import AgencyRole, Capacity
from consent.records.reading import kind_of, payload_octets
from consent.records.review import Review
from consent.signer import Signer
from consent.texts.text import Text
from consent.verification import check_signatures
from consent.words import check_words

Case: TypeAlias = AgreementCase | ReviewCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A record that waits for signatures: its name in the folder, and who is asked for."""

    name: str
    envelope: Envelope
    case: Case
    text: Text | None

    @property
    def record(self) -> Agreement | Review:
        """The record itself."""
        return self.case.agreement if isinstance(self.case, AgreementCase) else self.case.review

    @property
    def shown(self) -> str:
        """What whoever signs reads first; a review that stops has no text of its own."""
        return plain(self.record, self.envelope) if self.text is None else self.text.plain()


def sign(desk: Desk, key_name: str | None) -> bool:
    """Sign the newest record of the folder; return whether nobody is missing any more.

    `key_name` is a worker's key file; None asks for the words of the young person's card. Raises
    DeskRefused.
    """
    folder = CaseFolder(desk)
    waiting = _waiting(desk, folder)
    try:
        return _sign(desk, folder, waiting, key_name)
    except ConsentError as error:
        raise refused(error, waiting.name) from None


def _sign(desk: Desk, folder: CaseFolder, waiting: Waiting, key_name: str | None) -> bool:
    wanted = requirements_of(waiting.case)
    allowed = {
        keyid for requirement in wanted for role in requirement.roles for keyid in role.keyids
    }
    signed = check_signatures(waiting.envelope, keys_of(waiting.case)).signers
    desk.say(waiting.shown)
    signer = _signer(desk, waiting, key_name, allowed)
    keyid = signer.public_key.keyid
    if keyid not in allowed:
        raise DeskRefused("this record does not ask for a signature by that key; nothing is signed")
    if keyid in signed:
        raise DeskRefused("that key has signed this already")
    if desk.ask("Sign this? (yes or no) ").strip().casefold() not in {"yes", "y"}:
        raise DeskRefused("nothing was signed")
    folder.keep(waiting.name, with_signature(waiting.envelope, signer))
    missing = [title for one in wanted for title in one.judge(signed | {keyid}).missing]
    event = Event(
        what=Happening.SIGNED if missing else _whole(waiting.record),
        at=desk.now(),
        by=_role(waiting.case, keyid),
    )
    folder.tell(event, waiting.record)
    if missing:
        desk.say(f"Still missing: {', '.join(missing)}.")
        return False
    desk.write(DATES, _dates(waiting).encode(), private=True)
    desk.say("Everyone has signed. Send it to the home; dates.ics is for your calendar.")
    return True


def _signer(
    desk: Desk, waiting: Waiting, key_name: str | None, allowed: Collection[KeyId]
) -> Signer:
    """Return the signer of a key file, or of the young person's card. Raises DeskRefused."""
    if key_name is not None:
        return key_file.unlock(desk, key_name).signer
    agreement = waiting.case.agreement
    if agreement.young_person.card.keyid not in allowed:
        # Before the words are asked for: nobody should type them for nothing.
        raise DeskRefused(
            "this is not signed with the young person's card: whoever agrees signs the printed"
            " text, and workers sign here with their keys"
        )
    return card_signer(desk, agreement)


def _whole(record: Agreement | Review) -> Happening:
    return Happening.IN_FORCE if isinstance(record, Agreement) else Happening.REVIEWED


def _waiting(desk: Desk, folder: CaseFolder) -> Waiting:
    """Return what waits for signatures: what some have signed already, or what was drawn up.

    Raises DeskRefused where nothing does.
    """
    if not folder.has(AGREEMENT):
        return _first_agreement(desk, folder)
    newest = _newest(folder)
    try:
        missing = missing_on(newest.envelope, newest.case)
    except ConsentError as error:
        raise refused(error, newest.name) from None
    if missing:
        return newest
    answers = (
        draft_from_text(desk.read(REVIEW_DRAFT), REVIEW_DRAFT) if desk.exists(REVIEW_DRAFT) else {}
    )
    if not answers or any(one.id == answers.get("id") for _, _, one in folder.reviews()):
        raise DeskRefused(f"everyone has signed {newest.name} already; send it to the home")
    if "id" not in answers:
        raise DeskRefused(
            "the review is not drawn up yet; go on with `./lamplight agreement review`"
        )
    return _first_review(desk, folder, answers)


def _newest(folder: CaseFolder) -> Waiting:
    """Return the newest record that somebody has signed. Raises DeskRefused."""
    reviews = [*folder.reviews()]
    if not reviews:
        agreement = folder.agreement()
        return Waiting(
            name=AGREEMENT,
            envelope=folder.envelope(AGREEMENT),
            case=agreement_case(folder, agreement),
            text=text_of(agreement),
        )
    name, envelope, review = reviews[-1]
    return Waiting(
        name=name,
        envelope=envelope,
        case=review_case(folder, review, until=review.seq),
        text=text_of_review(review, standing(folder, until=review.seq)),
    )


def _first_agreement(desk: Desk, folder: CaseFolder) -> Waiting:
    answers, now = folder.draft(), desk.now()
    if answer_at(answers, "home.card") is None:
        raise DeskRefused("nothing is drawn up here yet; go on with `./lamplight agreement draft`")
    agreement = assemble(folder, answers, now)
    if isinstance(agreement.giver.how, Paper):
        agreement = assemble(folder, answers, now, _paper(desk, text_of(agreement), now))
    if not tell_broken(desk, folder, agreement):
        raise DeskRefused("what breaks a rule is not signed; change the draft first")
    return Waiting(
        name=AGREEMENT,
        envelope=Envelope(kind_of(agreement), payload_octets(agreement)),
        case=agreement_case(folder, agreement),
        text=text_of(agreement),
    )


def _first_review(desk: Desk, folder: CaseFolder, answers: JsonObject) -> Waiting:
    now, at = standing(folder), desk.now()
    drawn_up = assemble_review(folder, answers, at)
    text = text_of_review(drawn_up, now)
    if isinstance(drawn_up.giver, Paper) and text is not None:
        drawn_up = assemble_review(folder, answers, at, _paper(desk, text, at))
    if not tell_broken_review(desk, folder, drawn_up):
        raise DeskRefused("what breaks a rule is not signed; change the review first")
    return Waiting(
        name=f"review-{now.number}",
        envelope=Envelope(kind_of(drawn_up), payload_octets(drawn_up)),
        case=review_case(folder, drawn_up),
        text=text,
    )


def _paper(desk: Desk, text: Text, now: datetime) -> Paper:
    """Ask for the paper: the day on it, and its eight words. Raises DeskRefused."""
    words = " ".join(text.words)
    desk.note("It is signed on paper. You and the manager sign that you saw it.")
    try:
        signed_on = day_typed(desk.ask("On which day was the paper signed? ").strip())
    except AnswerRefused as error:
        raise DeskRefused(str(error)) from None
    if signed_on > london_day(now):
        raise DeskRefused("that day has not come yet")
    if not check_words(desk.ask("The eight words on that paper: "), text.words):
        raise DeskRefused(
            f"those are not the words of this text, which are: {words}. The draft was changed after"
            " the paper was printed; print it again and have it signed again"
        )
    return Paper(how="paper", signed_on=signed_on, text_words=text.words)


def _role(case: Case, keyid: str) -> AgencyRole | Capacity:
    """Return in which role a key signs, as far as the record itself says."""
    for one in case.keyset.keys:
        if one.keyid == keyid:
            return one.role
    how = case.agreement.giver.how
    if isinstance(how, OwnKey) and how.keyid == keyid:
        return case.agreement.giver.capacity
    return Capacity.YOUNG_PERSON


def _dates(waiting: Waiting) -> str:
    case = waiting.case
    review = None if isinstance(case, AgreementCase) else case.review
    return dates_file(case.agreement, review=review, keyset=case.keyset)
