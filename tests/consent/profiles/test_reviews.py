from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.profiles.reviews import REVIEWING_RULES, since, unless_it_stops
from consent.profiles.rules import ReviewCase
from consent.records.agreement import OwnKey, Paper
from consent.records.fields import Outcome
from consent.records.review import Participants, Progress, TookPart
from tests.consent.faults import sets
from tests.consent.people import ALEX, STRANGER
from tests.consent.profiles.judging import broken_in, broken_with
from tests.consent.profiles.sample import (
    CARER,
    COMPETENT_BY_NOW,
    CONTINUED,
    EARLY,
    EVERY_SITE_REVIEWED,
    KEYSET,
    MOTHER,
    MOTHER_CONTINUES,
    MOTHER_CONTINUES_BY_KEY,
    REDUCED,
    SECOND,
    STOPPED,
    TRUST_ROOT,
    own_key,
    paper,
    review_after,
)

PLACES = {
    "another trust root": ("trust_root.agency.domain", "southmoor.gov.uk", "REVIEW_AGENCY"),
    "another keyset": ("keyset.agency", "southmoor.gov.uk", "REVIEW_AGENCY"),
    "an older trust root": ("agreement.agency.root_version", 2, "REVIEW_AGENCY_VERSION"),
    "a trust root unknown": ("review.agency.root_version", 2, "REVIEW_AGENCY_VERSION"),
    "a keyset unknown": ("review.agency.keyset_version", 5, "REVIEW_AGENCY_VERSION"),
}


@pytest.mark.parametrize(("path", "to", "expected"), PLACES.values(), ids=PLACES)
def test_a_review_is_of_the_same_agency_and_not_older(path: str, to: object, expected: str) -> None:
    """One domain in all of them, and versions that never fall and are known."""
    assert broken_with(REDUCED, (path, to)) == (expected,)


def test_versions_do_not_fall_from_review_to_review() -> None:
    """The review before counts, not only the agreement."""
    newer = replace(SECOND, keyset=replace(KEYSET, version=5))
    risen = sets(newer, "before.agency.keyset_version", 5).case

    assert broken_in(newer) == ()
    assert broken_in(risen) == ("REVIEW_AGENCY_VERSION",)


@pytest.mark.parametrize("base", [REDUCED, CONTINUED])
@pytest.mark.parametrize("field", ["giver", "text"])
def test_to_go_on_takes_a_whole_review(field: str, base: ReviewCase) -> None:
    """Who agrees and a text are both there, with a key and on paper."""
    assert broken_with(base, (f"review.{field}", None)) == ("REVIEW_WHOLE",)


@pytest.mark.parametrize("base", [REDUCED, EARLY, EVERY_SITE_REVIEWED])
@pytest.mark.parametrize("field", ["next_review_due", "valid_until"])
def test_to_go_on_takes_both_days(field: str, base: ReviewCase) -> None:
    """Without a day there is no text either, and nothing else is asked of what is missing."""
    limited = sets(base, "keyset.limits.max_end_months", 6).case
    case = sets(limited, f"review.{field}", None, is_read_anew=False).case

    assert broken_in(case) == ("REVIEW_WHOLE", "REVIEW_TEXT")


STOPPING = {
    "a scope": ("scope", REDUCED.review.scope),
    "a giver": ("giver", REDUCED.review.giver),
    "a day": ("valid_until", REDUCED.review.valid_until),
    "another day": ("next_review_due", REDUCED.review.next_review_due),
    "a text": ("text", REDUCED.review.text),
}


@pytest.mark.parametrize(("field", "to"), STOPPING.values(), ids=STOPPING)
def test_a_review_that_stops_goes_no_further(field: str, to: object) -> None:
    """Stop means stop: no day, no scope and nobody to agree."""
    case = sets(STOPPED, f"review.{field}", to, is_read_anew=False).case

    assert broken_in(case) == ("REVIEW_WHOLE",)


def test_to_stop_needs_nothing_else() -> None:
    """Nobody has to have taken part, and no day has to be kept, for something to end."""
    nobody = TookPart(took_part=False, why_not=None)
    review = replace(
        STOPPED.review,
        participants=Participants(**{one.name: nobody for one in fields(Participants)}),
        held_on=date(2028, 1, 1),
        young_person_heard_on=None,
        less_restrictive_reconsidered=False,
        gillick_competent=False,
        looks=0,
        progress=(),
        issued_at=datetime(2028, 2, 1, tzinfo=UTC),
    )

    assert broken_in(replace(STOPPED, review=review)) == ()


def test_a_question_is_not_asked_of_a_stop() -> None:
    """What a review that goes on must answer, one that stops need not."""
    never = unless_it_stops(lambda _: False)

    assert never(STOPPED)
    assert not never(REDUCED)


SCOPES = {
    "to continue with less": (REDUCED, "outcome", Outcome.CONTINUE, ("REVIEW_OUTCOME",)),
    "to reduce to nothing named": (CONTINUED, "outcome", Outcome.REDUCE, ("REVIEW_OUTCOME",)),
    "to reduce to the same": (REDUCED, "scope", REDUCED.scope, ("REVIEW_OUTCOME",)),
    "to continue with the same": (CONTINUED, "scope", CONTINUED.scope, ()),
}


@pytest.mark.parametrize(("base", "field", "to", "expected"), SCOPES.values(), ids=SCOPES)
def test_a_review_does_what_it_says(
    base: ReviewCase, field: str, to: object, expected: tuple[str, ...]
) -> None:
    """To reduce is to name less; to continue is to leave it."""
    assert broken_with(base, (f"review.{field}", to)) == expected


TOOK_PART = {
    "they did": (TookPart(took_part=True, why_not=None), True),
    "they did not, and why": (TookPart(took_part=False, why_not="They were ill."), True),
    "they did not": (TookPart(took_part=False, why_not=None), False),
    "they did, and why not": (TookPart(took_part=True, why_not="They were ill."), False),
}


@pytest.mark.parametrize("who", [one.name for one in fields(Participants)])
@pytest.mark.parametrize(("part", "is_said"), TOOK_PART.values(), ids=TOOK_PART)
def test_everyone_was_asked(part: TookPart, who: str, *, is_said: bool) -> None:
    """Each of them took part, or there is a reason, and not both."""
    changes = (f"review.participants.{who}", part)

    assert broken_with(REDUCED, changes) == (() if is_said else ("P19_PARTIES",))


HEARD = {
    "on the day of the agreement": (date(2026, 11, 30), ()),
    "before the agreement": (date(2026, 11, 29), ("P19_HEARD",)),
    "after the review": (date(2026, 12, 29), ("P19_HEARD",)),
    "never": (None, ("P19_HEARD",)),
}


@pytest.mark.parametrize(("day", "expected"), HEARD.values(), ids=HEARD)
def test_a_young_person_who_took_part_was_heard(
    day: date | None, expected: tuple[str, ...]
) -> None:
    """Between what is reviewed and the review."""
    assert broken_with(REDUCED, ("review.young_person_heard_on", day)) == expected


def test_hearing_counts_from_the_last_review() -> None:
    """What they said before the last review is not what they say now."""
    assert since(SECOND) == date(2026, 12, 28)
    assert broken_with(SECOND, ("review.young_person_heard_on", date(2026, 12, 27))) == (
        "P19_HEARD",
    )


def test_where_they_took_no_part_there_is_a_reason() -> None:
    """Nobody is made to speak; the reason stands there instead."""
    changes: tuple[tuple[str, object], ...] = (
        ("review.participants.young_person", TookPart(took_part=False, why_not="Not today.")),
        ("review.young_person_heard_on", None),
    )

    assert broken_with(REDUCED, *changes) == ()


def test_what_nobody_looked_at_goes_on_for_a_reason() -> None:
    """Without a look since the last time, the reason is said."""
    unread = ("review.looks", 0)
    why = ("review.why_continue_unread", "The phone was away for repair.")

    assert broken_with(REDUCED, unread) == ("REVIEW_UNREAD",)
    assert broken_with(REDUCED, unread, why) == ()
    assert broken_with(REDUCED, ("review.looks", 1)) == ()


STEPS = {
    "each, in any order": ((1, 0), ()),
    "one twice": ((0, 1, 1), ("P18_PROGRESS",)),
    "one missing": ((1,), ("P18_PROGRESS",)),
    "one that the plan does not have": ((0, 1, 2), ("P18_PROGRESS",)),
    "none": ((), ("P18_PROGRESS",)),
}


@pytest.mark.parametrize(("steps", "expected"), STEPS.values(), ids=STEPS)
def test_each_step_of_the_plan_has_its_progress(
    steps: tuple[int, ...], expected: tuple[str, ...]
) -> None:
    """Every step once, and no other."""
    progress = tuple(Progress(step=step, progress="Begun.") for step in steps)

    assert broken_with(REDUCED, ("review.progress", progress)) == expected


GIVERS: dict[str, tuple[ReviewCase, OwnKey | Paper, tuple[str, ...]]] = {
    "a young person, on paper": (REDUCED, paper(date(2026, 12, 28)), ()),
    "a young person, with another key": (REDUCED, own_key(STRANGER), ("REVIEW_GIVER_KEY",)),
    "a mother, on paper": (MOTHER_CONTINUES, paper(date(2026, 12, 28)), ()),
    "a mother, with another key than before": (
        MOTHER_CONTINUES,
        own_key(STRANGER),
        ("REVIEW_GIVER_KEY",),
    ),
    "a mother, with a first key": (MOTHER_CONTINUES_BY_KEY, own_key(STRANGER), ()),
    "a mother, with the card": (
        MOTHER_CONTINUES_BY_KEY,
        own_key(ALEX),
        ("REVIEW_GIVER_KEY",),
    ),
    "a mother, with the carer's key": (
        MOTHER_CONTINUES_BY_KEY,
        own_key(CARER),
        ("REVIEW_GIVER_KEY",),
    ),
    "a mother, with half a key": (
        MOTHER_CONTINUES_BY_KEY,
        replace(own_key(STRANGER), ed25519=own_key(MOTHER).ed25519),
        ("REVIEW_GIVER_KEY",),
    ),
    "a mother, where the young person is competent": (
        COMPETENT_BY_NOW,
        own_key(MOTHER),
        ("REVIEW_GIVER_KEY",),
    ),
    "a competent young person, on paper": (
        COMPETENT_BY_NOW,
        paper(date(2026, 12, 28)),
        ("REVIEW_COMPETENT_SIGNS",),
    ),
}


@pytest.mark.parametrize(("base", "how", "expected"), GIVERS.values(), ids=GIVERS)
def test_whoever_agrees_again_is_who_may(
    base: ReviewCase, how: OwnKey | Paper, expected: tuple[str, ...]
) -> None:
    """The same giver with the same key, or the young person who has become competent."""
    assert broken_with(base, ("review.giver", how)) == expected


AGENCY_KEYS = [
    *(OwnKey(how="own_key", keyid=one.keyid, ed25519=one.ed25519) for one in KEYSET.keys),
    *(OwnKey(how="own_key", keyid=one.keyid, ed25519=one.ed25519) for one in TRUST_ROOT.root.keys),
]


@given(
    st.sampled_from(AGENCY_KEYS),
    st.sampled_from([REDUCED, MOTHER_CONTINUES, MOTHER_CONTINUES_BY_KEY, COMPETENT_BY_NOW]),
)
def test_no_key_of_the_agency_agrees_again(how: OwnKey, base: ReviewCase) -> None:
    """Whoever gave it and however, no key of trust root or keyset continues it."""
    assert "REVIEW_NOT_AGENCY" in broken_with(base, ("review.giver", how))


def test_what_they_decided_themselves_nobody_takes_over() -> None:
    """Once a young person has become competent and signed, their mother does not sign again."""
    second = review_after(COMPETENT_BY_NOW, replace(SECOND.review, giver=own_key(ALEX)))
    taken_over = (
        ("review.gillick_competent", False),
        ("review.giver", own_key(MOTHER)),
    )

    assert broken_in(second) == ()
    assert broken_with(second, *taken_over) == ("REVIEW_GIVER",)


def test_a_mother_may_give_again_and_again() -> None:
    """Where the young person was never found competent, the giver stays who it was."""
    again = replace(SECOND.review, gillick_competent=False, giver=own_key(MOTHER))

    assert broken_in(review_after(MOTHER_CONTINUES, again)) == ()


SIGNED_ON = {
    "before the review": (date(2026, 12, 27), ("REVIEW_PAPER_DAY",)),
    "on the day of the issue": (date(2026, 12, 29), ()),
    "after the issue": (date(2026, 12, 30), ("REVIEW_PAPER_DAY",)),
}


@pytest.mark.parametrize(("day", "expected"), SIGNED_ON.values(), ids=SIGNED_ON)
def test_paper_is_signed_after_the_review(day: date, expected: tuple[str, ...]) -> None:
    """Nobody agrees to a review that was not held yet."""
    assert broken_with(CONTINUED, ("review.giver.signed_on", day)) == expected


TEXTS = {
    "another age's text": ("text.template", "eng-foster-1/6-9/1"),
    "other looks than were read": ("looks", 4),
    "another day than was read": ("valid_until", date(2027, 3, 19)),
}


@pytest.mark.parametrize(("path", "to"), TEXTS.values(), ids=TEXTS)
def test_the_text_is_the_reviews_own(path: str, to: object) -> None:
    """What was read is exactly what comes out of the review."""
    case = sets(REDUCED, f"review.{path}", to, is_read_anew=False).case

    assert broken_in(case) == ("REVIEW_TEXT",)


def test_each_rule_of_the_table_is_of_a_review() -> None:
    """The samples of this module reach every rule in it."""
    assert all(rule.kept(REDUCED) for rule in REVIEWING_RULES)
