from __future__ import annotations

from datetime import date

import pytest

from consent.profiles.rules import AgreementCase
from consent.records.agreement import Happened, Panel
from consent.records.fields import EvidenceKind, PanelRoute
from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import (
    AGREEMENTS,
    MOTHER_GIVES_ON_PAPER,
    YOUNG_PERSON_GIVES,
)


def place_of(case: AgreementCase, kind: EvidenceKind) -> str:
    """Return the path to the kind of the document that shows something."""
    at = [one.kind for one in case.agreement.evidence].index(kind)
    return f"agreement.evidence.{at}.kind"


NOT_ASKED = {
    "minutes of a discussion that was not held": (
        EvidenceKind.STRATEGY_MINUTES,
        ("agreement.process.strategy_discussion", Happened(on=None, why_not="The panel met.")),
    ),
    "minutes of a panel that was not asked": (
        EvidenceKind.PANEL_MINUTES,
        (
            "agreement.process.panel",
            Panel(route=PanelRoute.NONE, on=None, why_none="No need was seen."),
        ),
    ),
    "legal advice that was not taken": (
        EvidenceKind.LEGAL_ADVICE,
        ("agreement.process.legal_advice.taken", False),
    ),
}


@pytest.mark.parametrize(("kind", "change"), NOT_ASKED.values(), ids=NOT_ASKED)
def test_what_did_not_take_place_has_no_document(
    kind: EvidenceKind, change: tuple[str, object]
) -> None:
    """Minutes and advice are asked for only where there was something to write down."""
    gone = (place_of(YOUNG_PERSON_GIVES, kind), EvidenceKind.OTHER)

    assert broken_with(YOUNG_PERSON_GIVES, gone, change) == ()


ALWAYS = {
    EvidenceKind.RISK_ASSESSMENT: "P8_EVIDENCE",
    EvidenceKind.LESS_RESTRICTIVE: "P4_EVIDENCE",
    EvidenceKind.DECISION: "P12_EVIDENCE",
    EvidenceKind.COMPETENCE: "P15_COMPETENCE_EVIDENCE",
}


@pytest.mark.parametrize("name", AGREEMENTS)
@pytest.mark.parametrize("kind", ALWAYS)
def test_some_documents_are_always_there(kind: EvidenceKind, name: str) -> None:
    """Assessment, what else was tried, decision and competence: whoever agrees, at every level."""
    gone = (place_of(AGREEMENTS[name], kind), EvidenceKind.OTHER)

    assert broken_with(AGREEMENTS[name], gone) == (ALWAYS[kind],)


FROM_A_PARENT_ON_PAPER = {
    EvidenceKind.PARENTAL_RESPONSIBILITY: "P15_PR_EVIDENCE",
    EvidenceKind.SIGNED_AGREEMENT: "P16_EVIDENCE",
}


@pytest.mark.parametrize("kind", FROM_A_PARENT_ON_PAPER)
def test_paper_and_responsibility_are_shown(kind: EvidenceKind) -> None:
    """Where a parent signs on paper, that paper and their responsibility are in the case file."""
    gone = (place_of(MOTHER_GIVES_ON_PAPER, kind), EvidenceKind.OTHER)

    assert broken_with(MOTHER_GIVES_ON_PAPER, gone) == (FROM_A_PARENT_ON_PAPER[kind],)


def test_a_document_of_the_same_day_is_there_in_time() -> None:
    """What is dated on the day of issue can be relied on."""
    changes = ("agreement.evidence.0.dated", date(2026, 11, 30))

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ()
