"""Rules about reviews: what was asked, with whom, who agrees again, and in which words.

Rules kept here:
- A review that stops needs nothing but to say so. Every other must be whole.
- Whoever has become competent to decide agrees for themselves, with their own key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from consent.codes import Code
from consent.parties import must_young_person_sign
from consent.profiles.facts import agency_keyids, is_key, issue_day
from consent.profiles.giver import is_givers_own_key
from consent.profiles.rules import ReviewCase, Rule
from consent.profiles.signed_words import shows_words
from consent.records.agreement import OwnKey, Paper
from consent.records.fields import Capacity, Outcome
from consent.texts import review_text_is_right


def unless_it_stops(is_kept: Callable[[ReviewCase], bool]) -> Callable[[ReviewCase], bool]:
    """Return a question that a review which stops need not answer."""
    return lambda case: case.review.outcome is Outcome.STOP or is_kept(case)


def since(case: ReviewCase) -> date:
    """Return the day of what a review follows: the review before it, or the agreement's issue."""
    return issue_day(case.agreement) if case.before is None else case.before.held_on


def _is_at_home(case: ReviewCase) -> bool:
    return case.review.box == case.agreement.box


def _is_of_this_agency(case: ReviewCase) -> bool:
    domain = case.agreement.agency.domain
    return (
        case.review.agency.domain == domain
        and case.trust_root.agency.domain == domain
        and case.keyset.agency == domain
    )


def _is_by_keys_known(case: ReviewCase) -> bool:
    under, last = case.review.agency, (case.before or case.agreement).agency
    return (
        last.root_version <= under.root_version <= case.trust_root.version
        and last.keyset_version <= under.keyset_version <= case.keyset.version
    )


def _says_all_or_stops(case: ReviewCase) -> bool:
    review = case.review
    said = (review.giver, review.next_review_due, review.valid_until, review.text)
    if review.outcome is Outcome.STOP:
        return review.scope is None and all(one is None for one in said)
    return all(one is not None for one in said)


def _does_as_it_says(case: ReviewCase) -> bool:
    scope = case.review.scope
    if case.review.outcome is Outcome.REDUCE:
        return scope is not None and scope != case.scope
    return scope is None or scope == case.scope


def _were_all_asked(case: ReviewCase) -> bool:
    asked = case.review.participants
    everybody = (asked.young_person, asked.family, asked.carer, asked.iro, asked.advocate)
    return all(one.took_part == (one.why_not is None) for one in everybody)


def _was_young_person_heard(case: ReviewCase) -> bool:
    heard = case.review.young_person_heard_on
    if heard is None:
        return not case.review.participants.young_person.took_part
    return since(case) <= heard <= case.review.held_on


def _is_still_necessary(case: ReviewCase) -> bool:
    return case.review.still_necessary


def _was_less_reconsidered(case: ReviewCase) -> bool:
    return case.review.less_restrictive_reconsidered


def _is_unread_explained(case: ReviewCase) -> bool:
    return case.review.looks > 0 or case.review.why_continue_unread is not None


def _has_progress_of_each_step(case: ReviewCase) -> bool:
    steps = sorted(one.step for one in case.review.progress)
    return steps == list(range(len(case.agreement.action_plan)))


def _is_there_a_giver(case: ReviewCase) -> bool:
    before, agreement = case.before, case.agreement
    # Once they have decided for themselves, nobody else takes that over at a later review.
    is_theirs = agreement.giver.capacity is Capacity.YOUNG_PERSON or (
        before is not None and must_young_person_sign(before, agreement)
    )
    return case.review.gillick_competent or not is_theirs


def _is_not_the_agency(case: ReviewCase) -> bool:
    how = case.review.giver
    barred = agency_keyids(case.trust_root, case.keyset)
    return not isinstance(how, OwnKey) or how.keyid not in barred


def _who_is_competent_signs(case: ReviewCase) -> bool:
    is_asked = must_young_person_sign(case.review, case.agreement)
    return not is_asked or not isinstance(case.review.giver, Paper)


def _is_the_key_theirs(case: ReviewCase) -> bool:
    review, agreement, how = case.review, case.agreement, case.review.giver
    if not isinstance(how, OwnKey):
        return True
    is_young_person = agreement.giver.capacity is Capacity.YOUNG_PERSON or must_young_person_sign(
        review, agreement
    )
    is_the_same = (
        is_young_person or isinstance(agreement.giver.how, Paper) or how == agreement.giver.how
    )
    return (
        is_the_same
        and is_key(how)
        and is_givers_own_key(how, agreement, is_young_person=is_young_person)
    )


def _was_paper_signed_in_time(case: ReviewCase) -> bool:
    review, how = case.review, case.review.giver
    return not isinstance(how, Paper) or review.held_on <= how.signed_on <= issue_day(review)


def _is_the_text_its_own(case: ReviewCase) -> bool:
    review = case.review
    return review.text is None or review_text_is_right(review, case.agreement, case.scope)


def _does_paper_show_it(case: ReviewCase) -> bool:
    how, text = case.review.giver, case.review.text
    return how is None or text is None or shows_words(how, text)


_ALL_PARTIES: Final = "seed 004, section 3, ¶8: with the young person, their family and all parties"

REVIEWING_RULES: Final[tuple[Rule[ReviewCase], ...]] = (
    Rule(
        name="REVIEW_BOX",
        citation="the project's decision (consent B.3): a record is of one home",
        code=Code.RULE_REVIEW_BOX,
        kept=_is_at_home,
    ),
    Rule(
        name="REVIEW_AGENCY",
        citation="the project's decision (people 11): an agency is the domain that proved itself",
        code=Code.RULE_REVIEW_AGENCY,
        kept=_is_of_this_agency,
    ),
    Rule(
        name="REVIEW_AGENCY_VERSION",
        citation="the project's decision (consent B.8): versions never fall",
        code=Code.RULE_REVIEW_AGENCY_VERSION,
        kept=_is_by_keys_known,
    ),
    Rule(
        name="REVIEW_WHOLE",
        citation="seed 004, section 3, ¶8; the project's decision (consent B.5): one can stop",
        code=Code.RULE_REVIEW_WHOLE,
        kept=_says_all_or_stops,
    ),
    Rule(
        name="REVIEW_OUTCOME",
        citation="the project's decision (consent B.6): a review says what it does",
        code=Code.RULE_REVIEW_OUTCOME,
        kept=unless_it_stops(_does_as_it_says),
    ),
    Rule(
        name="P19_PARTIES",
        citation=f"{_ALL_PARTIES}, or the reason; seed 004, section 2 (Ofsted)",
        code=Code.RULE_P19_PARTIES,
        kept=unless_it_stops(_were_all_asked),
    ),
    Rule(
        name="P19_HEARD",
        citation=f"{_ALL_PARTIES}; seed 000, principle 4: they are listened to",
        code=Code.RULE_P19_HEARD,
        kept=unless_it_stops(_was_young_person_heard),
    ),
    Rule(
        name="REVIEW_NECESSARY",
        citation="seed 004, section 2, ¶1: only where its absence would be a substantial risk",
        code=Code.RULE_REVIEW_NECESSARY,
        kept=unless_it_stops(_is_still_necessary),
    ),
    Rule(
        name="REVIEW_LESS",
        citation="seed 004, section 2, ¶1: no less restrictive means",
        code=Code.RULE_REVIEW_LESS,
        kept=unless_it_stops(_was_less_reconsidered),
    ),
    Rule(
        name="REVIEW_UNREAD",
        citation="the project's decision (people 10): what nobody looks at needs a reason to go on",
        code=Code.RULE_REVIEW_UNREAD,
        kept=unless_it_stops(_is_unread_explained),
    ),
    Rule(
        name="P18_PROGRESS",
        citation="seed 004, section 3, ¶7: replaced by positive measures over the agreed period",
        code=Code.RULE_P18_PROGRESS,
        kept=unless_it_stops(_has_progress_of_each_step),
    ),
    Rule(
        name="REVIEW_GIVER",
        citation="seed 004, section 3, ¶6: the young person, if competent",
        code=Code.NO_GIVER,
        kept=unless_it_stops(_is_there_a_giver),
    ),
    Rule(
        name="REVIEW_NOT_AGENCY",
        citation="seed 004, section 3, ¶6: but not the Corporate Parent",
        code=Code.CORPORATE_PARENT,
        kept=unless_it_stops(_is_not_the_agency),
    ),
    Rule(
        name="REVIEW_COMPETENT_SIGNS",
        citation="the project's decision (consent B.6): who has become competent must sign",
        code=Code.RULE_REVIEW_COMPETENT_SIGNS,
        kept=unless_it_stops(_who_is_competent_signs),
    ),
    Rule(
        name="REVIEW_GIVER_KEY",
        citation="the project's decision (people 15): everyone signs with a key of their own",
        code=Code.RULE_REVIEW_GIVER_KEY,
        kept=unless_it_stops(_is_the_key_theirs),
    ),
    Rule(
        name="REVIEW_PAPER_DAY",
        citation="seed 004, section 3, ¶6 and ¶8: agreed in writing, after it was reviewed",
        code=Code.RULE_REVIEW_PAPER_DAY,
        kept=unless_it_stops(_was_paper_signed_in_time),
    ),
    Rule(
        name="REVIEW_TEXT",
        citation="seed 003, informed consent; ICO Children's Code, standard 4",
        code=Code.RULE_REVIEW_TEXT,
        kept=unless_it_stops(_is_the_text_its_own),
    ),
    Rule(
        name="REVIEW_PAPER_WORDS",
        citation="the project's decision (consent B.3): what you read is what you sign",
        code=Code.RULE_REVIEW_PAPER_WORDS,
        kept=unless_it_stops(_does_paper_show_it),
    ),
)
