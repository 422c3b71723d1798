from __future__ import annotations

import pytest

from consent.commands.case_folder import CaseFolder
from consent.commands.case_standing import (
    agreement_case,
    missing_on,
    requirements_of,
    review_case,
    standing,
)
from consent.commands.signing import sign
from consent.desk import DeskRefused
from tests.consent.commands.ceremony import drafted, reviewing, signed, signing


def test_a_case_stands_at_its_agreement_before_any_review() -> None:
    """The first review follows the agreement by its digest, and has its scope to narrow."""
    folder = CaseFolder(signed())
    found = standing(folder)

    assert (found.number, found.before) == (1, None)
    assert found.tip == folder.envelope("agreement").digest
    assert found.scope == found.agreement.scope


def test_a_case_stands_at_its_newest_review_after_that() -> None:
    """The next review follows the last, with what that one left; the last still knows its place."""
    desk = reviewing({})
    sign(desk, "sw.key")
    folder = CaseFolder(desk)
    found, until = standing(folder), standing(folder, until=1)

    assert found.number == 2
    assert found.tip == folder.envelope("review-1").digest
    assert found.scope.level == 1
    assert until.number == 1


def test_a_review_that_keeps_the_scope_leaves_it() -> None:
    """Where a review names no scope of its own, the one before goes on."""
    desk = reviewing({"outcome": "continue", "narrower.level": None, "narrower.categories": None})
    sign(desk, "sw.key")

    assert standing(CaseFolder(desk)).scope.level == 2


def test_a_review_out_of_order_is_refused() -> None:
    """A file that follows something else does not count as the next one."""
    desk = reviewing({})
    sign(desk, "sw.key")
    desk.files["review-2.json"] = desk.files["review-1.json"]

    with pytest.raises(DeskRefused, match=r"^review-2 does not follow"):
        standing(CaseFolder(desk))


def test_who_is_missing_is_told_for_both_kinds() -> None:
    """With each signature one place fewer is empty."""
    desk = signing(drafted())
    sign(desk, "sw.key")
    folder = CaseFolder(desk)
    case = agreement_case(folder, folder.agreement())
    assert missing_on(folder.envelope("agreement"), case) == ("manager",)
    assert len(requirements_of(case)) == 1

    desk = reviewing({})
    sign(desk, "sw.key")
    folder = CaseFolder(desk)
    review = next(one for _, _, one in folder.reviews())
    of_review = review_case(folder, review, until=1)
    assert missing_on(folder.envelope("review-1"), of_review) == ("manager",)
