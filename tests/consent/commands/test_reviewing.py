from __future__ import annotations

import pytest

from consent.commands.case_folder import CaseFolder
from consent.commands.case_standing import review_case, standing
from consent.commands.draft_file import draft_from_text, draft_to_text
from consent.commands.reviewing import assemble_review, review, text_of_review
from consent.commands.signing import sign
from consent.desk import DeskRefused
from consent.encoding import JsonValue
from consent.profiles import eng_foster_1
from consent.records.agreement import OwnKey, Paper
from tests.consent.commands.ceremony import (
    A_LIST,
    BY_A_PARENT,
    EVERY_SITE,
    OWN_WORDS,
    REVIEW,
    at_the_agency,
    drafted,
    nested,
    reviewing,
    signed,
    signing,
    young_persons_keys,
)
from tests.consent.commands.memory import MemoryDesk

GOES_ON: dict[str, JsonValue] = {
    "outcome": "continue",
    "narrower.level": None,
    "narrower.categories": None,
}
STOPS: dict[str, JsonValue] = {
    **GOES_ON,
    "outcome": "stop",
    "next_review_due": None,
    "giver_how": None,
}


def signed_with(changes: dict[str, JsonValue]) -> MemoryDesk:
    """Return a desk with another agreement that all have signed, on the day of its review."""
    desk = signing(drafted(changes))
    keys: list[str | None] = ["sw.key", "tm.key"]
    if changes.get("scope.level") == 4:
        keys.append("sm.key")
    if changes.get("home.giver_how") == "own_key":
        keys.append(None)
    for key in keys:
        sign(desk, key)
    desk.later(days=26, hours=3)
    desk.said.clear()
    return desk


REVIEWS: dict[str, tuple[dict[str, JsonValue], dict[str, JsonValue]]] = {
    "less": ({}, {}),
    "as before": ({}, GOES_ON),
    "it stops": ({}, STOPS),
    "nobody looked": ({}, {"looks": 0, "why_continue_unread": "It was the holidays."}),
    "with the card": ({}, {"giver_how": "own_key"}),
    "less of every site": (
        {**EVERY_SITE},
        {"narrower.level": 3, "narrower.categories": None, "narrower.watch": ["example.com"]},
    ),
    "a shorter list": (
        {**A_LIST},
        {"narrower.level": 3, "narrower.categories": None, "narrower.watch": ["example.com"]},
    ),
    "a parent again": ({**BY_A_PARENT}, {"gillick_competent": False, "giver_how": None}),
    "now their own": ({**BY_A_PARENT}, {"giver_how": None}),
    "the card, as before": ({**OWN_WORDS}, {"giver_how": "own_key"}),
}


@pytest.mark.parametrize(("agreed", "changes"), REVIEWS.values(), ids=REVIEWS)
def test_a_whole_review_keeps_every_rule(
    agreed: dict[str, JsonValue], changes: dict[str, JsonValue]
) -> None:
    """From a file alone, nothing is asked; what will hold is there to read, unless it stops."""
    desk = reviewing(changes, signed_with(agreed) if agreed else signed())
    folder = CaseFolder(desk)
    answers = draft_from_text(desk.files["review-draft.toml"], "x")
    drawn_up = assemble_review(folder, answers, desk.now())
    text = text_of_review(drawn_up, standing(folder))

    assert eng_foster_1.broken_by(review_case(folder, drawn_up)) == ()
    assert (text is None) is (drawn_up.outcome == "stop")
    assert ("review-text.txt" in desk.files) is (text is not None)
    assert "It keeps every rule." in desk.text


def test_who_agrees_again_is_who_must() -> None:
    """A parent on paper; the young person with their card once it is theirs to decide."""
    found = {}
    for name in ("a parent again", "now their own", "less", "with the card"):
        agreed, changes = REVIEWS[name]
        desk = reviewing(changes, signed_with(agreed) if agreed else signed())
        answers = draft_from_text(desk.files["review-draft.toml"], "x")
        found[name] = assemble_review(CaseFolder(desk), answers, desk.now()).giver
    own = found["now their own"]

    assert isinstance(found["a parent again"], Paper)
    assert isinstance(found["less"], Paper)
    assert isinstance(own, OwnKey)
    assert own.keyid == young_persons_keys().public.keyid
    assert found["with the card"] == own


def test_a_review_follows_the_one_before() -> None:
    """The second review begins with nothing answered, and follows the first by its digest."""
    desk = reviewing({})
    sign(desk, "sw.key")
    sign(desk, "tm.key")
    first = next(iter(CaseFolder(desk).reviews()))
    desk.later(days=60)
    later: dict[str, JsonValue] = {
        **GOES_ON,
        "held_on": "2027-02-15",
        "young_person_heard_on": "2027-02-14",
    }
    reviewing(later, desk)
    answers = draft_from_text(desk.files["review-draft.toml"], "x")
    second = assemble_review(CaseFolder(desk), answers, desk.now())

    assert (second.seq, second.prev) == (2, first[1].digest)
    assert second.id != first[2].id


def test_after_a_signed_review_the_next_begins_with_a_question() -> None:
    """What was answered for the last review is not taken for this one."""
    desk = reviewing({})
    sign(desk, "sw.key")
    sign(desk, "tm.key")
    desk.asked.clear()
    desk.answers = {"": "stop"}

    assert not review(desk, None)
    assert "held" in desk.asked[0]
    assert desk.said[-1].startswith("Kept. `./lamplight agreement review`")


def test_a_break_goes_on_where_it_stopped() -> None:
    """An answer given before a break is in the folder, and is not asked for again."""
    desk = signed()
    desk.answers = {"was the review held": "17 December 2026", "": "stop"}
    review(desk, None)
    desk.asked.clear()
    review(desk, None)

    assert draft_from_text(desk.files["review-draft.toml"], "x") == {"held_on": "2026-12-17"}
    assert "the young person take part" in desk.asked[0]
    assert "review-draft.toml" in desk.private


def test_a_file_is_not_taken_where_a_draft_is_there_already() -> None:
    """Nothing that was answered is written over."""
    desk = reviewing({})
    before = dict(desk.files)

    with pytest.raises(DeskRefused, match=r"draft of a review already, and it was left as it is"):
        review(desk, "r.toml")
    assert desk.files == before


def test_a_mended_review_goes_straight_to_its_text() -> None:
    """With every answer there, nothing is asked and that is said."""
    desk = reviewing({})
    desk.said.clear()

    assert review(desk, None)
    assert any("Every question is answered already" in note for note in desk.noted)
    assert "Its eight words" in desk.text


def test_the_draft_of_an_older_review_is_a_file_to_begin_with() -> None:
    """Its id is not taken over, so the new review is one of its own."""
    desk = signed()
    desk.files["old.toml"] = draft_to_text(nested(REVIEW, {"id": "11" * 16}))

    assert review(desk, "old.toml")
    assert draft_from_text(desk.files["review-draft.toml"], "x")["id"] != "11" * 16


def refused(desk: MemoryDesk, said: str, name: str | None = "r.toml") -> None:
    """Hold that a review is refused with these words before anything is asked or written."""
    before = dict(desk.files)
    desk.asked.clear()
    with pytest.raises(DeskRefused, match=said):
        review(desk, name)
    assert desk.asked == []
    assert {one: desk.files[one] for one in before} == before


def test_a_review_comes_after_an_agreement_that_all_have_signed() -> None:
    """Without one, with a signature missing, or out of order, it is refused in a sentence."""
    refused(at_the_agency(), "no agreement.json and no agreement.txt; nobody has signed", None)
    desk = signing(drafted())
    sign(desk, "sw.key")
    refused(desk, "^agreement is not signed by everyone yet; still missing: manager$", None)
    desk = reviewing({})
    sign(desk, "sw.key")
    refused(desk, "^review-1 is not signed by everyone yet; still missing: manager$")
    sign(desk, "tm.key")
    desk.files["review-2.json"] = desk.files["review-1.json"]
    refused(desk, "^review-2 does not follow")


def test_nothing_is_reviewed_that_was_stopped() -> None:
    """After a review that stops there is no other."""
    desk = reviewing(STOPS)
    sign(desk, "sw.key")

    refused(desk, "^review-1 stopped it, so there is nothing to review$")


def test_a_false_signature_is_told() -> None:
    """An agreement whose signature was tampered with is no ground for a review."""
    desk = signed()
    octets = desk.files["agreement.json"]
    at = octets.index(b'"sig":"') + 10
    desk.files["agreement.json"] = octets[:at] + b"AAAA" + octets[at + 4 :]

    refused(desk, "^agreement: .*E_SIG_INVALID")


BAD: dict[str, tuple[dict[str, JsonValue], str]] = {
    "an unknown name": ({"held_onn": "2026-12-17"}, "r.toml holds what nothing asks for: held_onn"),
    "no such step": ({"progress": [{"step": 99, "progress": "x"}]}, r"^this review: .*step\)$"),
    "no row": ({"progress": ["x", "y"]}, r"^this review: .*progress\[0\]\)$"),
    "no list of rows": ({"progress": "x"}, "."),
    "an unseen character": ({"benefits": "a\u202eb"}, "^this review: .*E_JSON_CHARACTER"),
    "a promise nobody can keep": ({"next_review_due": "soon"}, r"^this review: .*E_RECORD_DATE"),
}


@pytest.mark.parametrize(("changes", "said"), BAD.values(), ids=BAD)
def test_a_review_that_cannot_be_is_told_in_one_sentence(
    changes: dict[str, JsonValue], said: str
) -> None:
    """It is said what is wrong and where, and no text is written."""
    desk = signed()
    desk.files["r.toml"] = draft_to_text(nested(REVIEW, changes))
    if changes.get("progress") == "x":
        assert not review(desk, "r.toml")
        assert "P18_PROGRESS" in desk.text
        return

    with pytest.raises(DeskRefused, match=said):
        review(desk, "r.toml")
    assert "review-text.txt" not in desk.files


BROKEN: dict[str, tuple[dict[str, JsonValue], str]] = {
    "no longer needed": ({"still_necessary": False}, "REVIEW_NECESSARY"),
    "a step without a word": (
        {"progress": [{"step": 1, "progress": "x"}, {"step": 1, "progress": "y"}]},
        "P18_PROGRESS",
    ),
    "too late": ({"next_review_due": "2027-05-01"}, "P19_NEXT"),
    "more than before": ({"narrower.categories": ["adult"]}, "REVIEW_KINDS"),
}


@pytest.mark.parametrize(("changes", "rule"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_told_by_name_with_what_to_do(
    changes: dict[str, JsonValue], rule: str
) -> None:
    """The draft stays, the rule is said in plain words, and where to change the answer."""
    desk = signed()
    desk.files["r.toml"] = draft_to_text(nested(REVIEW, changes))
    assert not review(desk, "r.toml")

    assert any(one.endswith(f"({rule})") for one in desk.said)
    assert "review-draft.toml" in desk.said[-1]


def test_a_kind_that_has_no_words_has_no_text() -> None:
    """What could not be read by anybody is refused where the text is made."""
    desk = signed()
    desk.files["r.toml"] = draft_to_text(nested(REVIEW, {"narrower.categories": ["adverts"]}))

    with pytest.raises(DeskRefused, match=r"^the text of this review: .*E_TEMPLATE_KIND"):
        review(desk, "r.toml")
