from __future__ import annotations

import pytest

from consent.commands import agency, key_file
from consent.commands.case_folder import CaseFolder
from consent.commands.case_standing import agreement_case, missing_on, review_case
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.reviewing import review
from consent.commands.signing import sign
from consent.desk import DeskRefused
from consent.encoding import JsonValue
from consent.records.agreement import Paper
from consent.records.fields import AgencyRole, Revocation
from tests.consent.commands.ceremony import (
    AT_THE_AGENCY,
    BY_A_PARENT,
    EVERY_SITE,
    OWN_WORDS,
    PASSPHRASE,
    REVIEW,
    at_the_agency,
    drafted,
    nested,
    reviewing,
    signed,
    signing,
    with_draft,
)
from tests.consent.commands.memory import MemoryDesk

STOPS: dict[str, JsonValue] = {
    "outcome": "stop",
    "narrower.level": None,
    "narrower.categories": None,
    "next_review_due": None,
    "giver_how": None,
}


def refused(desk: MemoryDesk, said: str, key: str | None = "sw.key") -> None:
    """Hold that signing is refused with these words, and that no file changes."""
    before = dict(desk.files)
    with pytest.raises(DeskRefused, match=said):
        sign(desk, key)
    assert desk.files == before


CASES: dict[str, tuple[dict[str, JsonValue], list[str | None]]] = {
    "on paper": ({}, ["sw.key", "tm.key"]),
    "on paper, the manager first": ({}, ["tm.key", "sw.key"]),
    "on paper, the other manager": ({}, ["sw.key", "sm.key"]),
    "with the card": ({**OWN_WORDS}, ["sw.key", "tm.key", None]),
    "with the card first": ({**OWN_WORDS}, [None, "tm.key", "sw.key"]),
    "every site": ({**EVERY_SITE}, ["sw.key", "tm.key", "sm.key"]),
    "a parent": ({**BY_A_PARENT}, ["sw.key", "tm.key"]),
    "a parent who objects": (
        {**BY_A_PARENT, "giver.objection_known": True, "valid_until": "2026-11-29"},
        ["sw.key", "tm.key", "sm.key"],
    ),
}


@pytest.mark.parametrize(("changes", "keys"), CASES.values(), ids=CASES)
def test_it_is_whole_with_the_last_signature_and_not_before(
    changes: dict[str, JsonValue], keys: list[str | None]
) -> None:
    """Everyone who must sign signs once, in any order; each is told who is missing."""
    desk = signing(drafted(changes))
    for key in keys[:-1]:
        assert not sign(desk, key)
        assert desk.said[-1].startswith("Still missing: ")
        assert "dates.ics" not in desk.files
        desk.later(hours=1)
    assert sign(desk, keys[-1])
    folder = CaseFolder(desk)

    assert (
        missing_on(folder.envelope("agreement"), agreement_case(folder, folder.agreement())) == ()
    )
    assert len(folder.envelope("agreement").signatures) == len(keys)
    assert b"BEGIN:VCALENDAR" in desk.files["dates.ics"]
    assert "agreement, in force" in desk.text
    assert desk.said[-1].startswith("Everyone has signed.")


def test_whoever_signs_has_the_text_before_them() -> None:
    """Also the second, who sees the very text that the first one signed."""
    desk = signing(drafted())
    text = desk.files["text.txt"].decode()
    for key in ("sw.key", "tm.key"):
        desk.said.clear()
        sign(desk, key)
        assert desk.said[0] == text


def test_the_first_signature_fixes_the_record() -> None:
    """An answer that is changed afterwards changes nothing of what the second one signs."""
    desk = signing(drafted())
    sign(desk, "sw.key")
    payload = CaseFolder(desk).envelope("agreement").payload
    desk.files["draft.toml"] = desk.files["draft.toml"].replace(b"weekly", b"daily")
    desk.later(hours=2)
    sign(desk, "tm.key")

    assert CaseFolder(desk).envelope("agreement").payload == payload


def test_the_paper_is_in_the_record_as_it_was_signed() -> None:
    """Its day is asked for, and its words are compared with the text."""
    desk = signing(drafted(), "20/11/2026")
    sign(desk, "sw.key")
    paper = CaseFolder(desk).agreement().giver.how

    assert isinstance(paper, Paper)
    assert paper.signed_on.isoformat() == "2026-11-20"
    assert " ".join(paper.text_words) == desk.answers["eight words on"]


PAPERS = {
    "no day": ({"which day was the paper": "soon"}, "^Please write a day"),
    "a day to come": (
        {"which day was the paper": "22 November 2026"},
        "^that day has not come yet$",
    ),
    "other words": ({"eight words on": "abacus " * 8}, "was changed after the paper was printed"),
    "too few words": ({"eight words on": "abacus"}, "not the words of this text"),
    "before it was talked over": (
        {"which day was the paper": "2 November 2026"},
        "^what breaks a rule is not",
    ),
}


@pytest.mark.parametrize(("changes", "said"), PAPERS.values(), ids=PAPERS)
def test_another_paper_is_no_ground_to_sign(changes: dict[str, str], said: str) -> None:
    """What does not fit the paper ends it before any passphrase is asked for."""
    desk = signing(drafted())
    desk.answers = {**desk.answers, **changes}

    refused(desk, said)
    assert not any("Passphrase of" in asked for asked in desk.asked[-2:])


def test_a_draft_that_was_changed_after_printing_is_told_by_the_words() -> None:
    """The paper of the old text does not sign the new one."""
    desk = signing(drafted())
    desk.files["draft.toml"] = desk.files["draft.toml"].replace(b"weekly", b"daily")

    refused(desk, "print it again and have it signed again")


def test_what_breaks_a_rule_is_signed_by_nobody() -> None:
    """There is no override, whoever asks."""
    desk = with_draft({"setting": "childrens_home"})
    draft(desk, "in.toml")
    desk = signing(desk)

    refused(desk, "^what breaks a rule is not signed; change the draft first$")
    assert any("P1_SETTING" in one for one in desk.said)


def test_what_is_not_drawn_up_cannot_be_signed() -> None:
    """An empty folder, and a draft with questions left, say how to go on."""
    refused(at_the_agency(), "nothing is drawn up here yet")
    desk = with_draft({"home.card": None})
    desk.files["draft.toml"] = desk.files["in.toml"]
    refused(desk, "go on with `./lamplight agreement draft`")


def test_no_is_no() -> None:
    """Anything but yes signs nothing, and the folder is as it was."""
    desk = signing(drafted())
    desk.answers = {**desk.answers, "Sign this": "no"}

    refused(desk, "^nothing was signed$")


def test_a_key_signs_once() -> None:
    """The same key a second time is told, and the record stays as it is."""
    desk = signing(drafted())
    sign(desk, "sw.key")

    refused(desk, "^that key has signed this already$")


def test_a_key_that_is_not_asked_for_signs_nothing() -> None:
    """A stranger's key, a root key, and a worker in another role would spoil the record."""
    desk = signing(drafted())
    stranger = key_file.fresh_keys(desk.chance)
    desk.files["x.key"] = key_file.to_file(stranger, PASSPHRASE)

    refused(desk, "does not ask for a signature by that key", "x.key")
    refused(desk, "does not ask for a signature by that key", "root-1.key")
    desk.answers = {"Name of the ind": "Sam Roe", **AT_THE_AGENCY}
    agency.key(desk, "iro")
    agency.enrol(desk, "iro.public", AgencyRole.IRO)
    desk = signing(desk)
    refused(desk, "does not ask for a signature by that key", "iro.key")


def test_a_key_file_that_is_wrong_or_missing_signs_nothing() -> None:
    """Three wrong passphrases, no such file, no key file: each ends in its sentence."""
    desk = signing(drafted())
    refused(desk, "^my.key cannot be read", "my.key")
    refused(desk, "not a key file", "draft.toml")
    desk.answers = {**desk.answers, "Passphrase": "nobody's passphrase"}
    refused(desk, "^sw.key was not opened; nothing was signed$")
    assert desk.noted.count("That is not the passphrase of this file.") == 3


def test_a_card_that_is_not_asked_for_is_not_asked_for() -> None:
    """Where the agreement is on paper, nobody types the card's words for nothing."""
    desk = signing(drafted())

    refused(desk, "not signed with the young person's card", None)
    assert not any("five words" in asked for asked in desk.asked)


def test_another_card_signs_nothing() -> None:
    """Words of a card that this agreement does not name are told, three times, and that is all."""
    desk = signing(drafted(OWN_WORDS))
    desk.answers = {**desk.answers, "five words of the card": "abacus " * 5}

    refused(desk, "^the card was not recognised; nothing was signed", None)


def test_who_left_cannot_sign_any_more() -> None:
    """A worker revoked between drawing up and signing is no longer asked for."""
    desk = drafted()
    keyid = CaseFolder(desk).keyset().keys[2].keyid
    desk.later(hours=1)
    desk.answers = AT_THE_AGENCY
    agency.revoke(desk, keyid, Revocation.LEFT)
    desk.later(hours=1)

    refused(signing(desk), "does not ask for a signature by that key", "sm.key")


def test_a_role_that_nobody_fills_any_more_is_told_before_the_first_signature() -> None:
    """Where the only social worker left meanwhile, nobody is let to sign in vain."""
    desk = drafted()
    desk.answers = AT_THE_AGENCY
    desk.later(hours=1)
    agency.revoke(desk, CaseFolder(desk).keyset().keys[0].keyid, Revocation.LEFT)
    desk.later(hours=1)

    refused(signing(desk), r"^agreement: .*E_ROLE_TOO_FEW", "tm.key")


def test_nobody_left_in_a_role_is_told() -> None:
    """Where the list has no manager any more, signing says so instead of waiting for one."""
    desk = signing(drafted())
    sign(desk, "sw.key")
    desk.files["keyset.json"] = at_the_agency().files["keyset-1.json"]

    refused(desk, "^agreement: .*E_ROLE_TOO_FEW", "tm.key")


def test_a_key_that_was_unlocked_but_cannot_count_spoils_nothing() -> None:
    """A false signature in the record that waits is found before another is added."""
    desk = signing(drafted())
    sign(desk, "sw.key")
    octets = desk.files["agreement.json"]
    at = octets.index(b'"sig":"') + 10
    desk.files["agreement.json"] = octets[:at] + b"AAAA" + octets[at + 4 :]

    refused(desk, "^agreement: .*E_SIG_INVALID", "tm.key")


def test_a_record_pasted_from_a_reply_can_be_signed() -> None:
    """The second worker pastes the mail as it came, quotation marks and all, and signs."""
    desk = signing(drafted())
    sign(desk, "sw.key")
    del desk.files["agreement.json"]
    text = desk.files["agreement.txt"].decode()
    desk.files["agreement.txt"] = "".join(f"> {line}\n" for line in text.splitlines()).encode()

    assert sign(desk, "tm.key")


def test_when_everyone_has_signed_nobody_signs_again() -> None:
    """A third signature is refused before a passphrase is asked for, with what to do now."""
    desk = signed()

    refused(desk, "^everyone has signed agreement already; send it to the home$")
    assert desk.asked == []


def test_a_review_is_signed_as_the_agreement_was() -> None:
    """Paper, social worker, manager; then its days are in the calendar."""
    desk = reviewing({})
    desk.said.clear()
    assert not sign(desk, "sw.key")
    assert desk.said[0] == desk.files["review-text.txt"].decode()
    assert desk.said[-1] == "Still missing: manager."
    refused(desk, "^that key has signed this already$")
    desk.said.clear()
    assert sign(desk, "tm.key")
    folder = CaseFolder(desk)
    review_made = next(one for _, _, one in folder.reviews())

    assert desk.said[0] == desk.files["review-text.txt"].decode()
    assert "review, reviewed" in desk.text
    case = review_case(folder, review_made, until=1)
    assert missing_on(folder.envelope("review-1"), case) == ()
    refused(desk, "^everyone has signed review-1 already")


def test_a_review_that_stops_needs_one_signature() -> None:
    """Any one worker is enough, no paper is asked for, and what it says is shown first."""
    for key in ("sw.key", "tm.key", "sm.key"):
        desk = reviewing(STOPS)
        desk.said.clear()
        assert sign(desk, key)
        assert desk.said[0].startswith("Review 1, held on 17 December 2026: stop.")
        assert not any("paper" in asked for asked in desk.asked)


def test_a_review_with_the_card_asks_for_no_paper() -> None:
    """The young person agrees again with their own words."""
    desk = reviewing({"giver_how": "own_key"})
    assert not sign(desk, None)
    assert not sign(desk, "sw.key")

    assert sign(desk, "tm.key")
    assert not any("paper" in asked for asked in desk.asked)


def test_whoever_became_able_to_decide_signs_what_another_gave() -> None:
    """After a parent's agreement, a review in which they are competent waits for their card."""
    desk = signing(drafted(BY_A_PARENT))
    sign(desk, "sw.key")
    sign(desk, "tm.key")
    desk.later(days=26, hours=3)
    desk = reviewing({"giver_how": None}, desk)
    sign(desk, "sw.key")
    assert not sign(desk, "tm.key")
    assert desk.said[-1] == "Still missing: giver."

    assert sign(desk, None)


def test_a_review_that_is_not_drawn_up_is_not_signed() -> None:
    """Answers alone are no record: the sentence says how to go on."""
    desk = signed()
    desk.files["review-draft.toml"] = draft_to_text(nested({"held_on": "2026-12-17"}))

    refused(desk, "^the review is not drawn up yet; go on with `./lamplight agreement review`$")


def test_a_review_that_breaks_a_rule_is_not_signed() -> None:
    """Also where it was drawn up all the same."""
    desk = signed()
    desk.files["r.toml"] = draft_to_text(nested(REVIEW, {"still_necessary": False}))
    review(desk, "r.toml")

    refused(
        signing(desk, "17 December 2026"),
        "^what breaks a rule is not signed; change the review first$",
    )
