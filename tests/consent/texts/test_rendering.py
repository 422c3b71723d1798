from __future__ import annotations

from dataclasses import replace

import pytest

from consent.records.agreement import Agreement, Scope
from consent.records.fields import ViewerRole
from consent.texts import TemplateId, render, render_review
from tests.consent.texts.sample import (
    AGREEMENT,
    MOTHER_GIVES,
    REVIEW,
    SCOPES,
    agreement_for,
    changed,
    review_text_of,
)

TEEN = TemplateId.THIRTEEN_TO_FIFTEEN_1
MOTHER_GAVE = replace(AGREEMENT, giver=MOTHER_GIVES)

LEVELS = {
    "counts": (SCOPES[0], "it counts that: games. It keeps one number a day for each kind."),
    "blocked names": (SCOPES[1], "its short name and the hour: dating, games and social media."),
    "a watch list": (SCOPES[2], "its short name and the hour: chat.example and meet.example."),
    "every name": (SCOPES[3], "the short name of every site that your device asks for"),
}


def said(agreement: Agreement) -> str:
    """Return all that a young person of fourteen reads."""
    return render(agreement, TEEN).plain()


@pytest.mark.parametrize(("scope", "expected"), LEVELS.values(), ids=LEVELS)
def test_each_level_is_said_and_no_other(scope: Scope, expected: str) -> None:
    """Whoever reads knows exactly what is written down at this level."""
    text = said(replace(AGREEMENT, scope=scope))

    assert [words for _, words in LEVELS.values() if words in text] == [expected]


def test_a_stop_is_what_it_will_be() -> None:
    """Who gave decides whether a stop ends or pauses, and the text says the one that is true."""
    own, mothers = said(AGREEMENT), said(MOTHER_GAVE)

    assert "With the card or the button it ends at once." in own
    assert "pauses" not in own
    assert "With the card or the button it pauses at once." in mothers
    assert "If there is none within 7 days, it ends. Your mother can end it at any time too." in (
        mothers
    )
    assert "it ends at once" not in mothers


def test_a_parent_reads_that_the_young_person_can_stop_it_too() -> None:
    """Neither of the two learns of the other's right only from the other."""
    text = render(MOTHER_GAVE, TemplateId.STANDARD_1).plain()

    assert "You can stop it at any time. Tell Priya on 01632 960 123." in text
    assert "The young person can stop it at any time too." in text
    assert "You are asked because you have parental responsibility (mother)." in text


def test_each_viewer_is_named_and_a_carer_with_a_reason() -> None:
    """Who looks is a list of people, and a carer is on it for a reason."""
    text = said(AGREEMENT)

    assert "A social worker can look at it: “Priya”." in text
    assert "A carer can look at it: “Ash”. The reason: “Ash is there when a bad day" in text
    assert "A carer can look at it: “Ash”.\n" in said(
        changed(AGREEMENT, "viewing.viewers.2.why", None)
    )


def test_only_a_carer_s_reason_is_shown() -> None:
    """What stands beside another viewer is not a reason for a carer to look."""
    viewers = changed(AGREEMENT, "viewing.viewers.1.why", "Only by the way.")

    assert "Only by the way." not in said(viewers)


def test_where_nobody_else_looks_the_text_says_so() -> None:
    """A young person who alone can look reads nothing about when others do."""
    alone = [one for one in AGREEMENT.viewing.viewers if one.role is ViewerRole.YOUNG_PERSON]
    text = said(changed(AGREEMENT, "viewing.viewers", tuple(alone)))

    assert "You can look at it.\nIt is for nobody else to look at.\nEvery look is" in text


def test_what_there_is_none_of_is_left_out() -> None:
    """No heading stands over nothing, and no sentence speaks of an empty list."""
    scope = replace(AGREEMENT.scope, never_recorded=(), why_not_lower=None)
    text = said(replace(AGREEMENT, scope=scope, action_plan=()))

    assert "What we do instead" not in text
    assert "none" not in text.replace("If there is none", "")


def test_an_agreement_says_when_it_may_start_and_a_review_that_it_has() -> None:
    """Notice is for a start; a review goes on with what has been seen."""
    assert "First you see a notice about it. It starts 24 hours" in said(AGREEMENT)
    assert "It is urgent. First you see a notice about it. It starts one hour" in said(
        changed(AGREEMENT, "urgent", True)
    )
    assert "notice" not in review_text_of(TEEN).plain()
    assert "It started on 2 December 2026 or later." in review_text_of(TEEN).plain()


def test_a_review_says_what_was_found_and_what_holds_now() -> None:
    """Its decision, who was heard, how often people looked, and the new dates."""
    text = review_text_of(TEEN).plain()

    assert "There was a review on 30 December 2026.\nIt said: this goes on, and less is" in text
    assert "You were heard on 30 December 2026.\nTimes that somebody looked" in text
    assert "The last day is 20 March 2027." in text
    assert "It is due by 28 March 2027." in text
    assert "it counts that: chat with strangers or machines." in text
    assert "If you do not sign, it does not go on." in text


def test_a_review_that_nobody_looked_for_says_why_it_goes_on() -> None:
    """Recording that nobody reads goes on for a reason that the young person reads."""
    review = changed(changed(REVIEW, "looks", 0), "why_continue_unread", "It is still there.")
    text = render_review(review, AGREEMENT, AGREEMENT.scope, TEEN).plain()

    assert "Nobody looked, and it still goes on. The reason: “It is still there.”" in text
    assert "Nobody looked" not in review_text_of(TEEN).plain()


def test_a_review_says_so_if_the_young_person_was_not_heard() -> None:
    """It is not passed over that nobody asked them."""
    review = changed(REVIEW, "young_person_heard_on", None)

    assert "You were not heard." in (
        render_review(review, AGREEMENT, AGREEMENT.scope, TEEN).paragraphs
    )


HOSTILE = "{contact} {0} {domain.x} {{"


@pytest.mark.parametrize("template", TemplateId)
@pytest.mark.parametrize(
    "path",
    [
        "stopping.contact",
        "necessity.plain_reason",
        "viewing.then",
        "scope.why_not_lower",
        "action_plan.0.step",
    ],
)
def test_what_a_record_says_is_never_read_as_a_template(path: str, template: TemplateId) -> None:
    """Braces in a record's own words are printed as they are."""
    text = render(changed(agreement_for(template), path, HOSTILE), template).plain()

    assert HOSTILE in text


@pytest.mark.parametrize("path", ["devices.0.label", "viewing.viewers.2.label"])
def test_a_label_is_never_read_as_a_template(path: str) -> None:
    """Braces in a label are printed as they are."""
    assert f"“{HOSTILE}”" in said(changed(AGREEMENT, path, HOSTILE))
