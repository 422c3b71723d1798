"""Drawing up an agreement: from a home's card and a worker's answers to a record ready to sign.

Rules kept here:
- It starts from the home's card, so nobody types an id of a device or a key.
- Answers that are there already are neither asked for again nor written over by a file.
- The text that people read is rendered from the record; nobody writes it.
- What a rule of the profile is against is told before anybody is asked to sign.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from consent.calendar import london_day
from consent.case_note import Event, Happening
from consent.commands.agreement_questions import PARTS
from consent.commands.cards import with_cards, with_nobodys_card
from consent.commands.case_folder import AGREEMENT, DRAFT, CaseFolder, refused
from consent.commands.case_standing import agreement_case
from consent.commands.draft_file import answer_at, draft_from_text, with_answer, with_nulls
from consent.commands.draft_names import BESIDE_ANSWERS, check_names
from consent.commands.home_questions import at_home
from consent.commands.interview import (
    HOW_TO,
    Parts,
    Paused,
    interview,
    is_complete,
    with_optional_left,
)
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject, JsonValue
from consent.errors import ConsentError
from consent.profiles import eng_foster_1
from consent.records.agency import Keyset, StaffKey
from consent.records.agreement import Agreement, Evidence, Paper, SignedText
from consent.records.fields import EvidenceKind
from consent.records.home_card import HomeCard
from consent.records.reading import payload_octets
from consent.schema import read, write
from consent.sentences import SENTENCES
from consent.texts.signed import render
from consent.texts.template import template_for
from consent.texts.text import Text

LANGUAGE: Final = "en"
SIGNED_PAPER: Final = "The agreement, signed on paper"
# What a draft holds that is made here, and what may be said without being asked for.
NOT_ASKED: Final = (
    *("home.id", "home.card", "home.stop_code", "young_person.ref"),
    *("scope.hours.start", "scope.hours.end"),
)
_NOT_YET: Final = "0" * 64


def draft(desk: Desk, from_file: str | None) -> bool:
    """Ask what is not answered yet; return whether the draft keeps every rule. Raises DeskRefused.

    `from_file` holds answers to begin with, as a draft does.
    """
    folder = CaseFolder(desk)
    if folder.has(AGREEMENT):
        raise DeskRefused("the agreement of this folder is signed already; to change it, end it")
    card, keyset = folder.home_card(), folder.keyset()
    # Missing later, it would cost the words of a card that were shown already.
    folder.trust_root()
    parts = {**PARTS, "Who is who": at_home(card, keyset, desk.now())}
    answers = _to_begin_with(desk, folder, parts, from_file)
    if is_complete(answers, parts):
        desk.note(f"Every question is answered already. To change an answer, change it in {DRAFT}.")
    else:
        desk.note(HOW_TO)
    try:
        answers = interview(desk, parts, answers, folder.keep_draft)
    except Paused:
        desk.say("Kept. `./lamplight agreement draft` goes on where you stopped.")
        return False
    # Before a card is made: its words are shown once, and should not be shown for nothing.
    assemble(folder, answers, desk.now(), is_trial=True)
    answers = with_cards(desk, answers)
    folder.keep_draft(answers)
    agreement = assemble(folder, answers, desk.now())
    text = text_of(agreement)
    desk.write("text.txt", text.plain().encode(), private=True)
    desk.write("text.html", text.print_page().encode(), private=True)
    desk.say(text.plain())
    desk.say(f"Its eight words, which the paper shows too: {' '.join(text.words)}\n")
    desk.note("Written: text.txt to read, and text.html to print on one page.")
    folder.tell(Event(what=Happening.DRAFTED, at=desk.now()), agreement)
    if not tell_broken(desk, folder, agreement):
        desk.say(f"Change the answer in {DRAFT}, then run `./lamplight agreement draft` again.")
        return False
    desk.say("It keeps every rule. Next: `./lamplight agreement sign`.")
    return True


def _to_begin_with(
    desk: Desk, folder: CaseFolder, parts: Parts, from_file: str | None
) -> JsonObject:
    """Return the answers there are already, from the folder or from a file. Raises DeskRefused."""
    if from_file is None:
        answers = folder.draft()
        check_names(answers, parts, DRAFT, NOT_ASKED)
        return answers
    if desk.exists(DRAFT):
        raise DeskRefused(
            f"this folder holds a draft already, and it was left as it is; go on with `./lamplight"
            f" agreement draft`, or move {DRAFT} away first"
        )
    answers = draft_from_text(desk.read(from_file), from_file)
    check_names(answers, parts, from_file, NOT_ASKED)
    # Whoever wrote a file has left out what is not in it.
    answers = with_optional_left(answers, parts)
    folder.keep_draft(answers)
    return answers


def assemble(
    folder: CaseFolder,
    answers: JsonObject,
    now: datetime,
    paper: Paper | None = None,
    *,
    is_trial: bool = False,
) -> Agreement:
    """Return the agreement that answers make, with the text that belongs to it.

    A trial is made with a card and a stop code that nobody has. Raises DeskRefused, with the
    answer's name, where one is missing or cannot be written down.
    """
    document = _document(folder, with_nobodys_card(answers) if is_trial else answers, now)
    try:
        first = read(Agreement, document)
        text = text_of(first)
        signed = SignedText(template=text.template, language=LANGUAGE, digest=text.digest)
        how = first.giver.how
        agreement = replace(first, text=signed)
        if isinstance(how, Paper):
            how = paper or replace(how, text_words=text.words)
            agreement = replace(
                agreement,
                giver=replace(first.giver, how=how),
                evidence=(*first.evidence, _signed_paper(how)),
            )
        # Nothing that could not be signed in the end.
        payload_octets(agreement)
    except ConsentError as error:
        raise refused(error, "this draft") from None
    return agreement


def text_of(agreement: Agreement) -> Text:
    """Return the text for whoever gives the agreement. Raises DeskRefused."""
    try:
        return render(agreement, template_for(agreement), LANGUAGE)
    except ConsentError as error:
        raise refused(error, "the text of this draft") from None


def tell_broken(desk: Desk, folder: CaseFolder, agreement: Agreement) -> bool:
    """Say which rules the agreement breaks; return whether it keeps all of them."""
    broken = eng_foster_1.broken_by(agreement_case(folder, agreement))
    for rule in broken:
        desk.say(f"Not right yet: {SENTENCES[rule.code].social_worker} ({rule.name})")
    return not broken


def _signed_paper(paper: Paper) -> Evidence:
    """Return the paper as a document of the case file, which is where it belongs (seed 004, 3)."""
    return Evidence(
        kind=EvidenceKind.SIGNED_AGREEMENT,
        title=SIGNED_PAPER,
        dated=paper.signed_on,
        held="case_file",
    )


def _document(folder: CaseFolder, answers: JsonObject, now: datetime) -> JsonObject:
    """Return the agreement's document, as far as the answers go."""
    root, keyset, card = folder.trust_root(), folder.keyset(), folder.home_card()
    home = answers.get("home")
    home = home if isinstance(home, dict) else {}
    known = {key: one for key, one in answers.items() if key not in {"home", *BESIDE_ANSWERS}}
    document = with_nulls(Agreement, known)
    chosen = home.get("devices")
    chosen = chosen if isinstance(chosen, list) else []
    competent = answer_at(answers, "giver.gillick.competent")
    for path, value in {
        "type": "agreement",
        "v": 1,
        "profile": eng_foster_1.NAME,
        "id": home.get("id"),
        "seq": 0,
        "prev": None,
        "issued_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "agency": {
            "domain": root.agency.domain,
            "root_version": root.version,
            "keyset_version": keyset.version,
        },
        "box": card.box,
        "young_person.card": home.get("card"),
        "devices": [write(one) for one in card.devices if one.id in chosen],
        "giver.capacity": "young_person" if competent else "pr_holder",
        "giver.is_agency": False,
        "giver.how": _how(home, now),
        "viewing.viewers": _viewers(home, answers, card, keyset),
        "stopping.code": home.get("stop_code"),
        "text": {"template": "none", "language": LANGUAGE, "digest": _NOT_YET},
    }.items():
        document = with_answer(document, path, cast("JsonValue", value))
    for path, value in {
        "giver.is_carer": False,
        "advocate.accepted": False,
        "advocate.arranged": False,
        "scope.categories": [],
        "scope.watch": [],
        "scope.never_recorded": [],
        "scope.never_list_version": 1,
    }.items():
        if answer_at(document, path) is None:
            document = with_answer(document, path, cast("JsonValue", value))
    return _with_numbers(document)


def _with_numbers(document: JsonObject) -> JsonObject:
    """Count documents of evidence from nought, as the record does; people count from one."""
    points = answer_at(document, "process.risk_points")
    for point in points if isinstance(points, dict) else ():
        path = f"process.risk_points.{point}.evidence"
        number = answer_at(document, path)
        if type(number) is int:
            document = with_answer(document, path, number - 1)
    return document


def _how(home: JsonObject, now: datetime) -> JsonObject:
    card = home.get("card")
    if home.get("giver_how") == "own_key" and isinstance(card, dict):
        return {"how": "own_key", "keyid": card.get("keyid"), "ed25519": card.get("ed25519")}
    # The day and the words are those of the paper, once it is there.
    day = london_day(now).isoformat()
    return {"how": "paper", "signed_on": day, "text_words": ["paper"] * 8}


def _viewers(
    home: JsonObject, answers: JsonObject, card: HomeCard, keyset: Keyset
) -> list[JsonValue]:
    viewers: list[JsonValue] = [
        {"role": "young_person", "label": "You", "keys": home.get("card"), "why": None}
    ]
    if home.get("social_worker_looks") is True:
        by = answer_at(answers, "giver.gillick.by")
        viewers += [_staff_viewer(one) for one in keyset.keys if one.keyid == by]
    for one in card.viewers:
        if home.get("carer_looks") is True and one.keys.keyid == home.get("carer"):
            why = home.get("carer_why")
            viewers.append({**write(one), "why": why})
    return viewers


def _staff_viewer(one: StaffKey) -> JsonObject:
    keys: JsonObject = {"keyid": one.keyid, "ed25519": one.ed25519, "x25519": one.x25519}
    return {"role": "social_worker", "label": "Social worker", "keys": keys, "why": None}
