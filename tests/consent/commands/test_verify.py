from __future__ import annotations

import json

import pytest

from consent.commands.agreement import stop, withdraw
from consent.commands.case_folder import CaseFolder
from consent.commands.signing import sign
from consent.commands.verify import IN_FORCE, NOT_IN_FORCE, verify
from consent.desk import DeskRefused
from consent.frozen import FINGERPRINT_WORDS
from consent.records.fields import StopReason
from consent.words import words_for
from tests.consent.commands.ceremony import (
    A_LIST,
    BY_A_PARENT,
    EVERY_SITE,
    OWN_WORDS,
    drafted,
    reviewing,
    signed,
    signing,
)
from tests.consent.commands.memory import MemoryDesk

FILES = ("root.json", "keyset.json", "agreement.json")


def verified(
    desk: MemoryDesk,
    *more: str,
    at: str | None = "2026-11-24",
    words: str | None = None,
    as_json: bool = False,
) -> tuple[int, str]:
    """Return the exit status and what was said."""
    desk.said.clear()
    status = verify(desk, (*FILES, *more), at=at, words=words, as_json=as_json)
    return status, desk.text


def all_signed(*keys: str, **changes: object) -> MemoryDesk:
    """Return a desk with an agreement that these keys have signed, and whoever has a card."""
    desk = signing(drafted(changes["answers"]))  # type: ignore[arg-type]  # answers of a draft
    for key in keys:
        sign(desk, key)
    return desk


def test_what_everyone_signed_is_in_force() -> None:
    """Who could record what, until when, who agreed, who looks and who signed stands there."""
    status, said = verified(signed())

    assert status == IN_FORCE
    for words in (
        "IN FORCE. This may be recorded:",
        "kinds of site: strangers, messaging",
        "on: Phone",
        "from 23 November 2026 until 22 December 2026",
        "at the very latest until 22 February 2027",
        "agreed by: the young person, on paper",
        "who can look: young person, social worker",
        "signed by: social worker, team manager",
        "kept for 7 days",
        "reviews: 0",
        "for the box: its visit page",
    ):
        assert words in said


def test_each_stage_is_explained() -> None:
    """Before the start, without a review and after the end it says why nothing may be recorded."""
    desk = signed()

    for at, code in (
        ("2026-11-22", "E_TIME_EARLY"),
        ("23 December 2026", "E_TIME_REVIEW"),
        ("2027-02-23T09:30:00Z", "E_TIME_ENDED"),
        ("2027-02-23T09:30:00", "E_TIME_ENDED"),
    ):
        status, said = verified(desk, at=at)
        assert status == NOT_IN_FORCE
        assert "NOT IN FORCE. Nothing may be recorded." in said
        assert code in said


def test_without_a_time_the_desks_own_counts() -> None:
    """Where no time is asked about, it is now."""
    desk = signed()
    status, said = verified(desk, at=None)

    assert status == IN_FORCE
    assert "As of 17 December 2026, 12:30, London time." in said


def test_a_review_and_its_scope_hold_after_it() -> None:
    """After a review the narrower scope and the new day stand there."""
    desk = reviewing({})
    sign(desk, "sw.key")
    sign(desk, "tm.key")
    status, said = verified(desk, "review-1.txt", at="2027-01-15")

    assert status == IN_FORCE
    assert "only how often a kind of site was blocked" in said
    assert "kinds of site: strangers\n" in said
    assert "reviews: 1" in said


def test_what_was_issued_later_is_left_out_and_told() -> None:
    """A record of a later day says nothing of an earlier one."""
    desk = reviewing({})
    sign(desk, "sw.key")
    sign(desk, "tm.key")
    status, said = verified(desk, "review-1.json", at="2026-11-24")

    assert status == IN_FORCE
    assert "Left out, because issued later: 1." in said
    assert "reviews: 0" in said


def test_a_review_that_one_alone_signed_is_refused_with_its_name() -> None:
    """A record that a box would refuse is named with the reason, and changes nothing."""
    desk = reviewing({})
    sign(desk, "sw.key")
    status, said = verified(desk, "review-1.json", at="2027-01-15")

    assert status == NOT_IN_FORCE
    assert "Refused: review-1.json: " in said
    assert "E_TIME_REVIEW" in said


@pytest.mark.parametrize("who", ["young person", "service manager"])
def test_an_ending_ends_it(who: str) -> None:
    """After one person's withdrawal or stop nothing may be recorded, and it says which it was."""
    desk = signed()
    if who == "young person":
        withdraw(desk)
        name, code = "withdrawal.txt", "E_WITHDRAWN"
    else:
        stop(desk, "sm.key", StopReason.NO_LONGER_NEEDED)
        name, code = "stop.json", "E_STOPPED"
    status, said = verified(desk, name, at="2026-12-18")

    assert status == NOT_IN_FORCE
    assert code in said


def test_one_signature_is_not_enough() -> None:
    """An agreement that a box would not admit is no agreement."""
    desk = signing(drafted())
    sign(desk, "sw.key")
    status, said = verified(desk)

    assert status == NOT_IN_FORCE
    assert "No agreement among these records is one that a box would admit." in said
    assert "Refused: agreement.json: " in said


def test_a_parents_agreement_names_the_capacity() -> None:
    """Who agreed is told by capacity, never by name."""
    desk = all_signed("sw.key", "tm.key", answers=BY_A_PARENT)
    status, said = verified(desk)

    assert status == IN_FORCE
    assert "agreed by: a person with parental responsibility (mother), on paper" in said


def test_a_list_of_sites_is_shown() -> None:
    """At level 3 the sites themselves stand there."""
    desk = all_signed("sw.key", "tm.key", answers=A_LIST)
    status, said = verified(desk)

    assert status == IN_FORCE
    assert "sites: example.com, example.org" in said


def test_a_young_persons_own_signature_is_named() -> None:
    """Where the young person signed with their card, that is among the signatures."""
    desk = signing(drafted(OWN_WORDS))
    for key in ("sw.key", "tm.key", None):
        sign(desk, key)
    status, said = verified(desk)

    assert status == IN_FORCE
    assert "agreed by: the young person, with their own key" in said
    assert "young person" in said.partition("signed by: ")[2].splitlines()[0]


def test_a_service_manager_is_missed() -> None:
    """Every site takes a third signature of the agency; without it nothing is in force."""
    desk = signing(drafted(EVERY_SITE))
    for key in ("sw.key", "tm.key"):
        sign(desk, key)
    before, _ = verified(desk)
    sign(desk, "sm.key")
    after, _ = verified(desk)

    assert (before, after) == (NOT_IN_FORCE, IN_FORCE)


def test_the_agencys_words_are_compared_where_they_are_given() -> None:
    """Eight words from the agency's card settle whose records these are."""
    desk = signed()
    digest = CaseFolder(desk).envelope("root").digest
    words = " ".join(words_for(bytes.fromhex(digest), FINGERPRINT_WORDS))
    right, told = verified(desk, words=words.upper())
    wrong, warned = verified(desk, words="abacus " * 8)

    assert (right, wrong) == (IN_FORCE, NOT_IN_FORCE)
    assert "They are the words you gave." in told
    assert "not of the agency whose eight words you gave" in warned
    assert "IN FORCE" not in warned


def test_as_json_it_says_the_same_in_short() -> None:
    """A program gets state, code and days, and no words of anybody."""
    desk = signed()
    in_force = json.loads(verified(desk, as_json=True)[1])
    over = json.loads(verified(desk, as_json=True, at="2026-12-23")[1])

    assert in_force["in_force"] is True
    [one] = in_force["agreements"]
    assert (one["code"], one["level"], one["valid_until"]) == (None, 2, "2026-12-22")
    assert over["in_force"] is False
    assert over["agreements"][0]["code"] == "E_TIME_REVIEW"


def test_a_home_card_among_the_files_is_no_fault() -> None:
    """Whoever verifies everything in a folder is not told of what needs no admission."""
    _, said = verified(signed(), "home-card.json")

    assert "Refused" not in said


def test_records_in_a_quoted_mail_are_read() -> None:
    """A reply that quotes a record is as good as the record."""
    desk = signed()
    quoted = "\n".join(f"> {line}" for line in desk.files["agreement.txt"].decode().splitlines())
    desk.files["agreement.json"] = f"Dear Tom,\n{quoted}\nBest, P".encode()

    assert verified(desk)[0] == IN_FORCE


NOT_READABLE: dict[str, tuple[dict[str, bytes], str | None, str]] = {
    "nothing": ({"agreement.json": b""}, None, "agreement.json: "),
    "cut off": ({"agreement.json": b'{"payload":'}, None, "agreement.json: "),
    "another file": ({"keyset.json": b"%PDF-1.7"}, None, "keyset.json: "),
    "no such day": ({}, "yesterday", "--at yesterday: write a day"),
    "no such instant": ({}, "2026-13-01T00:00:00Z", "write a day such as"),
}


@pytest.mark.parametrize(("files", "at", "words"), NOT_READABLE.values(), ids=NOT_READABLE)
def test_what_cannot_be_read_is_told_with_its_name(
    files: dict[str, bytes], at: str | None, words: str
) -> None:
    """A file that is no record, or a time that is none, ends it with a sentence that names it."""
    desk = signed()
    desk.files |= files

    with pytest.raises(DeskRefused, match=r".") as refused:
        verified(desk, at=at)
    assert words in str(refused.value)


def test_without_a_trust_root_nothing_can_be_said() -> None:
    """Whoever forgets the agency's trust root is told which file is missing."""
    desk = signed()

    with pytest.raises(DeskRefused, match="trust root"):
        verify(desk, ["agreement.json"], at=None, words=None, as_json=False)


def test_an_agency_that_is_none_is_refused() -> None:
    """A trust root below no controlled suffix is no agency, whoever signed it."""
    desk = MemoryDesk()
    from tests.consent.samples import signed as in_envelope  # noqa: PLC0415 - another `signed`
    from tests.consent.samples import trust_root  # noqa: PLC0415 - goes with it

    root = in_envelope(trust_root(domain="northmoor-council.example"))
    CaseFolder(desk).keep("root", root)

    with pytest.raises(DeskRefused, match=r"root\.json: "):
        verify(desk, ["root.json"], at=None, words=None, as_json=False)
