"""Holding a review: from a worker's answers to a record that follows the one before.

Rules kept here:
- It follows what stands in the case folder: the agreement, or the newest review.
- Its text is rendered like the agreement's, from what will hold afterwards.
- What a rule of the profile is against is told before anybody is asked to sign.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from consent.calendar import london_day
from consent.case_note import Event, Happening
from consent.commands.case_folder import AGREEMENT, CaseFolder, refused
from consent.commands.case_standing import (
    Standing,
    agreement_case,
    missing_on,
    review_case,
    standing,
)
from consent.commands.draft_file import (
    answer_at,
    draft_from_text,
    draft_to_text,
    with_answer,
    with_nulls,
    without_answer,
)
from consent.commands.draft_names import BESIDE_ANSWERS, check_names
from consent.commands.drafting import LANGUAGE
from consent.commands.interview import (
    HOW_TO,
    Parts,
    Paused,
    interview,
    is_complete,
    with_optional_left,
)
from consent.commands.review_questions import review_questions
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject, JsonValue
from consent.errors import ConsentError
from consent.profiles import eng_foster_1
from consent.records.agreement import Agreement, OwnKey, Paper, Scope, SignedText
from consent.records.fields import Capacity, Outcome
from consent.records.reading import payload_octets
from consent.records.review import Review
from consent.schema import read, write
from consent.sentences import SENTENCES
from consent.texts.signed import render_review
from consent.texts.template import template_for_review
from consent.texts.text import Text

REVIEW_DRAFT: Final = "review-draft.toml"
# What a draft holds that is made here, and what may be said without being asked for.
NOT_ASKED: Final = ("id", "narrower.never_recorded", "narrower.hours.start", "narrower.hours.end")


def review(desk: Desk, from_file: str | None) -> bool:
    """Ask what a review decides; return whether it keeps every rule. Raises DeskRefused."""
    folder = CaseFolder(desk)
    now = standing(folder)
    _refuse_unsigned(folder, now)
    parts = review_questions(now.agreement, now.scope)
    answers = _answers(desk, folder, parts, from_file)

    def keep(given: JsonObject) -> None:
        desk.write(REVIEW_DRAFT, draft_to_text(given), private=True)

    if from_file:
        keep(answers)
    if is_complete(answers, parts):
        desk.note(
            f"Every question is answered already. To change an answer, change it in {REVIEW_DRAFT}."
        )
    else:
        desk.note(HOW_TO)
    try:
        answers = interview(desk, parts, answers, keep)
    except Paused:
        desk.say("Kept. `./lamplight agreement review` goes on where you stopped.")
        return False
    if answer_at(answers, "id") is None:
        answers = with_answer(answers, "id", desk.chance(16).hex())
    keep(answers)
    drawn_up = assemble_review(folder, answers, desk.now())
    text = text_of_review(drawn_up, now)
    if text is not None:
        desk.write("review-text.txt", text.plain().encode(), private=True)
        desk.write("review-text.html", text.print_page().encode(), private=True)
        desk.say(text.plain())
        desk.say(f"Its eight words, which the paper shows too: {' '.join(text.words)}\n")
    folder.tell(Event(what=Happening.DRAFTED, at=desk.now()), drawn_up)
    if not tell_broken_review(desk, folder, drawn_up):
        desk.say(
            f"Change the answer in {REVIEW_DRAFT}, then run `./lamplight agreement review` again."
        )
        return False
    desk.say("It keeps every rule. Next: `./lamplight agreement sign`.")
    return True


def assemble_review(
    folder: CaseFolder, answers: JsonObject, at: datetime, paper: Paper | None = None
) -> Review:
    """Return the review that answers make, with the text that belongs to it. Raises DeskRefused."""
    now = standing(folder)
    try:
        drawn_up = read(Review, _document(folder, now, answers, at))
        text = text_of_review(drawn_up, now)
        if text is not None:
            signed = SignedText(template=text.template, language=LANGUAGE, digest=text.digest)
            how: OwnKey | Paper | None = drawn_up.giver
            if isinstance(how, Paper):
                how = paper or replace(how, text_words=text.words)
            drawn_up = replace(drawn_up, text=signed, giver=how)
        # Nothing that could not be signed in the end.
        payload_octets(drawn_up)
    except ConsentError as error:
        raise refused(error, "this review") from None
    return drawn_up


def text_of_review(drawn_up: Review, now: Standing) -> Text | None:
    """Return the text of what holds after a review, None for one that stops. Raises DeskRefused."""
    if drawn_up.valid_until is None:
        return None
    try:
        template = template_for_review(drawn_up, now.agreement)
        return render_review(drawn_up, now.agreement, now.scope, template, LANGUAGE)
    except ConsentError as error:
        raise refused(error, "the text of this review") from None


def tell_broken_review(desk: Desk, folder: CaseFolder, drawn_up: Review) -> bool:
    """Say which rules a review breaks; return whether it keeps all of them."""
    broken = eng_foster_1.broken_by(review_case(folder, drawn_up))
    for rule in broken:
        desk.say(f"Not right yet: {SENTENCES[rule.code].social_worker} ({rule.name})")
    return not broken


def _refuse_unsigned(folder: CaseFolder, now: Standing) -> None:
    """Refuse a review of what is not signed by everyone. Raises DeskRefused."""
    name, case = AGREEMENT, agreement_case(folder, now.agreement)
    missing: tuple[str, ...] = ()
    try:
        missing = missing_on(folder.envelope(AGREEMENT), case)
        if now.before is not None:
            name = f"review-{now.before.seq}"
            before = review_case(folder, now.before, until=now.before.seq)
            missing = missing_on(folder.envelope(name), before)
    except ConsentError as error:
        raise refused(error, name) from None
    if missing:
        raise DeskRefused(
            f"{name} is not signed by everyone yet; still missing: {', '.join(missing)}"
        )
    if now.before is not None and now.before.outcome is Outcome.STOP:
        raise DeskRefused(f"{name} stopped it, so there is nothing to review")


def _answers(desk: Desk, folder: CaseFolder, parts: Parts, from_file: str | None) -> JsonObject:
    """Return the answers there are already. Raises DeskRefused."""
    held = desk.exists(REVIEW_DRAFT)
    answers = draft_from_text(desk.read(REVIEW_DRAFT), REVIEW_DRAFT) if held else {}
    # What is signed is done with: the next review begins with nothing.
    if any(review.id == answers.get("id") for _, _, review in folder.reviews()):
        held, answers = False, {}
    if from_file is None:
        check_names(answers, parts, REVIEW_DRAFT, NOT_ASKED)
        return answers
    if held:
        raise DeskRefused(
            "this folder holds the draft of a review already, and it was left as it is; go on with"
            f" `./lamplight agreement review`, or move {REVIEW_DRAFT} away first"
        )
    answers = draft_from_text(desk.read(from_file), from_file)
    check_names(answers, parts, from_file, NOT_ASKED)
    # Whoever wrote a file has left out what is not in it; and it may be that of an older review.
    return with_optional_left(without_answer(answers, "id"), parts)


def _document(folder: CaseFolder, now: Standing, answers: JsonObject, at: datetime) -> JsonObject:
    outside = {"narrower", "giver_how", *BESIDE_ANSWERS}
    document = with_nulls(Review, {key: one for key, one in answers.items() if key not in outside})
    goes_on = answers.get("outcome") in {"continue", "reduce"}
    root, keyset = folder.trust_root(), folder.keyset()
    return {
        **document,
        "type": "review",
        "v": 1,
        "seq": now.number,
        "prev": now.tip,
        "issued_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "agency": {
            "domain": root.agency.domain,
            "root_version": root.version,
            "keyset_version": keyset.version,
        },
        "box": now.agreement.box,
        "scope": _narrower(now.scope, answers),
        "progress": _from_nought(answers.get("progress")),
        "giver": _how(now.agreement, answers, at) if goes_on else None,
        "valid_until": answers.get("next_review_due") if goes_on else None,
        "text": {"template": "none", "language": LANGUAGE, "digest": "0" * 64} if goes_on else None,
    }


def _from_nought(rows: JsonValue) -> list[JsonValue]:
    """Return what became of each step; people count steps from one, the record from nought."""
    counted: list[JsonValue] = []
    for row in rows if isinstance(rows, list) else ():
        step = row.get("step") if isinstance(row, dict) else None
        if isinstance(row, dict) and isinstance(step, int):
            counted.append({**row, "step": step - 1})
        else:
            counted.append(row)
    return counted


def _narrower(scope: Scope, answers: JsonObject) -> JsonObject | None:
    narrower = answers.get("narrower")
    if answers.get("outcome") != "reduce" or not isinstance(narrower, dict):
        return None
    # The least there is needs no reason why less would not do.
    least: JsonObject = {"why_not_lower": None} if narrower.get("level") == 1 else {}
    return {**write(scope), **narrower, **least}


def _how(agreement: Agreement, answers: JsonObject, at: datetime) -> JsonObject:
    is_givers = agreement.giver.capacity is Capacity.YOUNG_PERSON
    has_become_theirs = not is_givers and answers.get("gillick_competent") is True
    if has_become_theirs or (is_givers and answers.get("giver_how") == "own_key"):
        card = agreement.young_person.card
        return {"how": "own_key", "keyid": card.keyid, "ed25519": card.ed25519}
    return {
        "how": "paper",
        "signed_on": london_day(at).isoformat(),
        "text_words": ["paper"] * 8,
    }
