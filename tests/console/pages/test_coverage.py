from __future__ import annotations

from http import HTTPStatus

import pytest

from console.pages.coverage import Wrong, coverage_page
from console.services.health import Answers, NetworkNow
from console.store.known_roads import digest_of
from console.words import health as words
from policy.coverage import NOTES, Finding, FindingKind, Roads
from policy.coverage_words import told
from tests.policy.test_coverage import KNOWN

NOW = NetworkNow(findings=(), answers=Answers.CAME, roads=KNOWN, known=KNOWN)
OTHER = Roads(routers=frozenset({"3c:22:fb:00:00:01"}))


def with_findings(*found: Finding) -> NetworkNow:
    """Return a network with these findings."""
    return NetworkNow(findings=found, answers=Answers.CAME, roads=KNOWN, known=KNOWN)


@pytest.mark.parametrize("kind", FindingKind)
def test_each_finding_is_told_with_its_fix_and_its_limit(kind: FindingKind) -> None:
    """A finding stands on the page in the words that the rest of Lamplight has for it."""
    found = Finding(kind=kind, where=("192.0.2.1",), devices=("blue phone",))
    [row] = coverage_page(with_findings(found)).found

    assert row.told == told(found)
    assert row.told.limit
    assert row.is_note is (kind in NOTES)


def test_the_guides_for_routers_are_always_there() -> None:
    """Whoever looks for the steps finds them, also where nothing is wrong."""
    assert all(guide.steps for guide in coverage_page(NOW).guides)
    assert len(coverage_page(NOW).guides) == 3


KNOWNS = {
    "nobody said so": (KNOWN, None, words.KNOWN_TEXT, words.KNOWN_PRESS),
    "it changed since": (OTHER, KNOWN, words.KNOWN_TEXT, words.KNOWN_AGAIN),
    "it is the very one": (KNOWN, KNOWN, words.KNOWN_SAID, None),
}


@pytest.mark.parametrize(("roads", "known", "says", "press"), KNOWNS.values(), ids=KNOWNS)
def test_a_carer_is_asked_whether_a_network_is_theirs(
    roads: Roads, known: Roads | None, says: str, press: str | None
) -> None:
    """Where the network is not the one that was said to be right, the page offers to say so."""
    page = coverage_page(NetworkNow(findings=(), answers=Answers.CAME, roads=roads, known=known))

    assert page.known is not None
    assert (page.known.says, page.known.press) == (says, press)
    assert page.known.digest == digest_of(roads)
    assert page.status is HTTPStatus.OK


def test_a_network_that_nobody_sees_is_nobodys() -> None:
    """Without discovery there is nothing to say yes to."""
    now = NetworkNow(findings=(), answers=Answers.SILENT, roads=None, known=None)

    assert coverage_page(now).known is None
    assert not coverage_page(now).is_whole


WRONG = {Wrong.CHANGED: words.KNOWN_CHANGED, Wrong.NOT_KEPT: words.KNOWN_NOT_KEPT}


@pytest.mark.parametrize(("wrong", "says"), WRONG.items())
def test_what_was_not_done_is_said(wrong: Wrong, says: str) -> None:
    """A press that came to nothing is answered on the same page, with the reason."""
    page = coverage_page(NOW, wrong)

    assert page.known is not None
    assert page.known.wrong == says
    assert page.status is HTTPStatus.CONFLICT
