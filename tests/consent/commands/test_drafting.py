from __future__ import annotations

import pytest

from consent.commands import agency
from consent.commands.case_folder import CaseFolder
from consent.commands.case_standing import agreement_case
from consent.commands.draft_file import draft_from_text, draft_to_text
from consent.commands.drafting import SIGNED_PAPER, assemble, draft, tell_broken, text_of
from consent.commands.signing import sign
from consent.desk import DeskRefused
from consent.encoding import JsonValue
from consent.profiles import eng_foster_1
from consent.records.agreement import OwnKey, Paper
from consent.records.fields import AgencyRole, Capacity, Revocation, ViewerRole
from tests.consent.commands.ceremony import (
    A_LIST,
    ANSWERS,
    BY_A_PARENT,
    EVERY_SITE,
    OWN_WORDS,
    answers,
    at_the_agency,
    drafted,
    nested,
    signed,
    signing,
    with_draft,
    young_persons_keys,
)
from tests.consent.commands.memory import MemoryDesk


def carers_keyid() -> str:
    """Return the id of the key of the made-up home's carer."""
    return CaseFolder(at_the_agency()).home_card().viewers[0].keys.keyid


CASES: dict[str, dict[str, JsonValue]] = {
    "on paper": {},
    "with the words of the card": {**OWN_WORDS},
    "by a parent": {**BY_A_PARENT},
    "a list": {**A_LIST},
    "every site": {**EVERY_SITE},
    "the carer looks too": {
        "home.carer_looks": True,
        "home.carer": carers_keyid(),
        "home.carer_why": "They talk it over each evening.",
    },
    "certain hours": {"scope.hours.start": 960, "scope.hours.end": 1320},
    "the youngest": {"young_person.age_band": "6-9"},
    "the oldest": {"young_person.age_band": "16-17", "giver.countersign.state": None},
    "never recorded": {"scope.never_recorded": ["example.com"], "left_empty": ["lawful_basis"]},
    "no panel": {
        "process.panel.route": "none",
        "process.panel.on": None,
        "process.panel.why_none": "It does not meet here.",
    },
    "a point that does not apply": {
        "process.risk_points.who_pays.evidence": None,
        "process.risk_points.who_pays.not_applicable": "The phone is theirs already.",
    },
}


@pytest.mark.parametrize("changes", CASES.values(), ids=CASES)
def test_a_whole_draft_becomes_an_agreement_that_keeps_every_rule(
    changes: dict[str, JsonValue],
) -> None:
    """From a file alone, nothing is asked, and the text is there to read and to print."""
    desk = drafted(changes)
    folder = CaseFolder(desk)
    agreement = assemble(folder, folder.draft(), desk.now())

    assert eng_foster_1.broken_by(agreement_case(folder, agreement)) == ()
    assert not any("?" in asked for asked in desk.asked)
    assert desk.files["text.txt"].decode() == text_of(agreement).plain()
    assert " ".join(text_of(agreement).words) in desk.text
    assert b"<html" in desk.files["text.html"]
    assert desk.said[-1] == "It keeps every rule. Next: `./lamplight agreement sign`."


def test_the_first_run_makes_the_card_and_the_next_one_keeps_it() -> None:
    """The five words and the stop code are shown once, and the draft that follows is the same."""
    desk = at_the_agency()
    made = ("home.card", "home.id", "home.stop_code", "young_person.ref")
    desk.files["in.toml"] = draft_to_text(nested({}, {**flat(answers()), **dict.fromkeys(made)}))
    assert draft(desk, "in.toml")
    assert "The young person's own card. Five words" in desk.text
    before = desk.files["draft.toml"]
    desk.said.clear()

    assert draft(desk, None)
    assert desk.files["draft.toml"] == before
    assert "Five words" not in desk.text
    assert "Every question is answered already" in "".join(desk.noted)


def flat(
    nested_answers: dict[str, JsonValue], above: str = "", depth: int = 0
) -> dict[str, JsonValue]:
    """Return answers by their whole paths, down to what is no table or is the card's."""
    found: dict[str, JsonValue] = {}
    for key, value in nested_answers.items():
        path = f"{above}{key}"
        if isinstance(value, dict) and path not in {"home.card", "home.stop_code"}:
            found |= flat(value, f"{path}.", depth + 1)
        else:
            found[path] = value
    return found


def test_an_interview_from_nothing_ends_as_a_file_does() -> None:
    """Question by question, with a break in the midst, the record is what a file would make."""
    desk = at_the_agency()
    lines = [
        *("Talked about it, three times", "The contact went on"),
        *("Private settings on the phone", "Another way was found", ""),
        *("1", "3", "1", "yes", str(ANSWERS["necessity.plain_reason"])),
        *(str(ANSWERS["necessity.effective.how_it_helps"]), *["yes"] * 6),
        *("2 November 2026", "2/11/2026", "3/11/2026", "3/11/2026", "5/11/2026"),
        *("1", "10/11/2026", "11/11/2026", "12/11/2026", "no"),
        *("The measures are within the procedure.", "13/11/2026"),
        *("1", "Risk assessment", "13/11/2026", "2", "Strategy discussion, minutes", "13/11/2026"),
        *("3", "EFRH panel, minutes", "13/11/2026", "5", "What was tried", "13/11/2026"),
        *("6", "Decision and reasons", "13/11/2026", "7", "Competence assessment", "13/11/2026"),
        *("8", "Who holds parental responsibility", "13/11/2026", "", *["1"] * 10),
        *("16/11/2026", "16/11/2026", "", "1", str(ANSWERS["discussion.views"])),
        *("yes", "yes", "no", "yes", "14/11/2026", "no", "1"),
        *("2", str(ANSWERS["scope.why_not_lower"]), "7, 9", "", "", "3"),
        str(ANSWERS["viewing.then"]),
        *("23/11/2026", "", "", "yes", ""),
        *("Six sessions about safe contact", "15/1/2027"),
        *("A phone agreement without recording", "15/2/2027", ""),
        *("Duty team, 0300 123 4567", ""),
        *("1", "", "", "", "yes", "no", "1"),
    ]
    desk.answers = {"": [*lines[:30], "stop"]}
    assert not draft(desk, None)
    assert desk.said == ["Kept. `./lamplight agreement draft` goes on where you stopped."]
    # That was in the midst of a row, which is begun anew.
    left = lines[29:]
    desk.answers = {"": left}
    assert draft(desk, None), desk.said[-3:]
    folder = CaseFolder(desk)
    asked, by_file = folder.draft(), answers()

    assert left == []
    for made in ("home", "young_person", "left_empty"):
        asked.pop(made)
        by_file.pop(made)
    assert asked == by_file


def test_stopping_at_once_keeps_what_a_file_said() -> None:
    """Whoever begins from a file and stops at the first question finds its answers again."""
    desk = with_draft({"necessity.plain_reason": None})
    desk.answers = {"": "stop"}
    assert not draft(desk, "in.toml")

    assert CaseFolder(desk).draft() == answers({"necessity.plain_reason": None})


def test_a_file_is_not_taken_where_a_draft_is_there_already() -> None:
    """Nothing that was answered, and no card that was given out, is written over."""
    desk = drafted()
    before = dict(desk.files)

    with pytest.raises(DeskRefused, match=r"holds a draft already, and it was left as it is"):
        draft(desk, "in.toml")
    assert desk.files == before


BAD: dict[str, tuple[bytes | None, str]] = {
    "no such file": (None, "^in.toml cannot be read"),
    "no draft": (b"hello", "^in.toml is not a draft"),
    "an unknown name": (
        draft_to_text({**answers(), "setings": "foster_care"}),
        "^in.toml holds what nothing asks for: setings;",
    ),
    "a choice that is none": (
        draft_to_text(answers({"setting": "a boat"})),
        r"^this draft: .*\(E_RECORD_VALUE, setting\)$",
    ),
    "a day that is none": (
        draft_to_text(answers({"starts_on": "2026-11-31"})),
        r"^this draft: .*starts_on\)$",
    ),
    "a document that is none": (
        draft_to_text(answers({"process.risk_points.who_pays.evidence": True})),
        r"^this draft: .*process.risk_points.who_pays.evidence\)$",
    ),
    "an unseen character": (
        draft_to_text(answers({"discussion.views": "a\u202eb"})),
        r"^this draft: .*E_JSON_CHARACTER",
    ),
    "a kind without words": (
        draft_to_text(answers({"scope.categories": ["adverts"]})),
        r"^the text of this draft: .*E_TEMPLATE_KIND",
    ),
    "a device that is gone": (
        draft_to_text(answers({"home.devices": ["00" * 16]})),
        r"^this draft: .*devices\)$",
    ),
}


@pytest.mark.parametrize(("octets", "said"), BAD.values(), ids=BAD)
def test_a_draft_that_cannot_be_is_told_in_one_sentence(octets: bytes | None, said: str) -> None:
    """It is said what is wrong and where; no card is made, no text written, nothing asked."""
    desk = at_the_agency()
    if octets is not None:
        desk.files["in.toml"] = octets

    with pytest.raises(DeskRefused, match=said):
        draft(desk, "in.toml")
    assert desk.said == []
    assert desk.asked == []
    assert "text.txt" not in desk.files


def test_a_mistake_is_found_before_a_card_is_shown() -> None:
    """Words that are shown once are not shown for a draft that cannot be drawn up."""
    desk = at_the_agency()
    flat_answers = flat(answers({"setting": "a boat"}))
    del flat_answers["home.card"]
    desk.files["in.toml"] = draft_to_text(nested(flat_answers))

    with pytest.raises(DeskRefused):
        draft(desk, "in.toml")
    assert desk.said == []


@pytest.mark.parametrize("name", ["home-card", "keyset", "root"])
def test_without_home_or_agency_nothing_is_asked(name: str) -> None:
    """What the folder lacks is named before the first question."""
    desk = at_the_agency()
    del desk.files[f"{name}.json"], desk.files[f"{name}.txt"]

    with pytest.raises(DeskRefused, match=f"no {name}.json"):
        draft(desk, None)
    assert desk.asked == []


BROKEN: dict[str, tuple[dict[str, JsonValue], str]] = {
    "a children's home": ({"setting": "childrens_home"}, "P1_SETTING"),
    "too soon": ({"starts_on": "2026-11-21"}, "NOTICE"),
    "one test not met": ({"necessity.tests.minimum": False}, "P6_TESTS"),
    "competence long ago": ({"giver.gillick.assessed_on": "2026-09-01"}, "P15_COMPETENCE_RECENT"),
    "nobody to show it to": ({"home.social_worker_looks": False}, "VIEWER_SOCIAL_WORKER"),
}


@pytest.mark.parametrize(("changes", "rule"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_told_by_name_with_what_to_do(
    changes: dict[str, JsonValue], rule: str
) -> None:
    """The draft stays, the rule is said in plain words, and where to change the answer."""
    desk = with_draft(changes)
    assert not draft(desk, "in.toml")

    told = [one for one in desk.said if one.startswith("Not right yet: ")]
    assert any(one.endswith(f"({rule})") for one in told)
    assert "draft.toml" in desk.said[-1]


def test_a_mended_draft_goes_straight_to_its_text() -> None:
    """Whoever changes an answer in the file is asked nothing and gets the text anew."""
    desk = with_draft({"starts_on": "2026-11-21"})
    draft(desk, "in.toml")
    desk.files["draft.toml"] = desk.files["draft.toml"].replace(b"2026-11-21", b"2026-11-23")

    assert draft(desk, None)
    assert not any("begin" in asked for asked in desk.asked)


def test_a_misspelt_name_in_a_mended_draft_is_refused() -> None:
    """Also in the folder's own draft a name must be one that is asked for."""
    desk = drafted()
    desk.files["draft.toml"] += b"starts_onn = 2026-11-24\n"

    with pytest.raises(DeskRefused, match=r"draft.toml holds what nothing asks for: starts_onn"):
        draft(desk, None)


def test_what_is_signed_is_not_drawn_up_again() -> None:
    """Once somebody signed, the answers are fixed."""
    desk = signing(drafted())
    sign(desk, "sw.key")

    with pytest.raises(DeskRefused, match=r"signed already; to change it, end it"):
        draft(desk, None)
    with pytest.raises(DeskRefused, match=r"signed already"):
        draft(signed(), "in.toml")


def test_the_record_has_what_is_known_without_asking() -> None:
    """Box, devices and keys come from cards and lists; people count documents from one."""
    desk = drafted()
    folder = CaseFolder(desk)
    found = assemble(folder, folder.draft(), desk.now())
    paper = found.giver.how

    assert found.box == folder.home_card().box
    assert found.devices == folder.home_card().devices[:1]
    assert found.young_person.card == young_persons_keys().public
    assert found.process.risk_points.who_pays.evidence == 0
    assert [one.role for one in found.viewing.viewers] == [
        ViewerRole.YOUNG_PERSON,
        ViewerRole.SOCIAL_WORKER,
    ]
    assert isinstance(paper, Paper)
    assert (found.evidence[-1].title, found.evidence[-1].dated) == (SIGNED_PAPER, paper.signed_on)


def test_the_giver_is_who_the_answers_say() -> None:
    """A parent signs on paper; a young person by their card or on paper; the agency never."""
    for changes, capacity, how in (
        (OWN_WORDS, Capacity.YOUNG_PERSON, OwnKey),
        ({}, Capacity.YOUNG_PERSON, Paper),
        (BY_A_PARENT, Capacity.PR_HOLDER, Paper),
    ):
        desk = drafted(changes)
        folder = CaseFolder(desk)
        giver = assemble(folder, folder.draft(), desk.now()).giver
        assert (giver.capacity, type(giver.how), giver.is_agency) == (capacity, how, False)


def test_a_carer_looks_only_with_a_reason_and_a_key_of_their_own() -> None:
    """The carer of the home's card is named as a viewer, with why."""
    desk = drafted(CASES["the carer looks too"])
    folder = CaseFolder(desk)
    carer = assemble(folder, folder.draft(), desk.now()).viewing.viewers[-1]

    assert (carer.role, carer.keys.keyid) == (ViewerRole.CARER, carers_keyid())
    assert carer.why == "They talk it over each evening."


def test_the_text_does_not_change_with_the_day_on_which_it_is_signed() -> None:
    """The words on the paper of yesterday are those of today's record."""
    desk = drafted()
    folder = CaseFolder(desk)
    today = assemble(folder, folder.draft(), desk.now())
    desk.later(hours=30)

    assert text_of(assemble(folder, folder.draft(), desk.now())).words == text_of(today).words


def test_answers_that_are_missing_are_named() -> None:
    """An empty draft is refused by the name of what it lacks first."""
    desk = at_the_agency()
    folder = CaseFolder(desk)

    with pytest.raises(DeskRefused, match=r"E_RECORD_"):
        assemble(folder, {"home": 3, "process": {"risk_points": 3}}, desk.now())


def test_a_worker_who_left_meanwhile_is_told_before_anybody_signs() -> None:
    """Rules are judged by the list as it is now."""
    desk = drafted()
    folder = CaseFolder(desk)
    found = assemble(folder, folder.draft(), desk.now())
    assert tell_broken(desk, folder, found)
    keyid = next(one.keyid for one in folder.keyset().keys if one.role is AgencyRole.TEAM_MANAGER)
    agency.revoke(desk, keyid, Revocation.COMPROMISED)

    assert not tell_broken(desk, folder, found)
    assert "P10_MANAGERS" in desk.said[-1]


def test_the_file_to_begin_with_is_left_as_it_is() -> None:
    """What a colleague sent is read and never written."""
    desk: MemoryDesk = with_draft()
    before = desk.files["in.toml"]
    draft(desk, "in.toml")

    assert desk.files["in.toml"] == before
    assert draft_from_text(before, "in.toml") == answers()
