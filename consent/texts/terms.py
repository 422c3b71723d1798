"""What a text is rendered from: an agreement, and what its last review left of it.

Rules kept here:
- Every value that can stand between braces is made here, from fields of the record alone.
- A kind of site without plain words is refused: nobody can agree to what they cannot read. Adverts,
  trackers, harmful software and a home's own list have none, because they are never recorded.
- What a level does not use is not said: levels 1 and 2 name kinds, level 3 names sites.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from consent.codes import Code
from consent.records.agreement import Agreement, Scope
from consent.records.fields import Capacity
from consent.records.review import Review
from consent.texts.template import TextRefused
from consent.texts.wording import Phrases

_DAY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds: the agreement's fields, with scope and dates as of its last review.

    `review` is None for an agreement that has had none.
    """

    agreement: Agreement
    scope: Scope
    valid_until: date
    next_review: date
    review: Review | None = None

    @property
    def they_gave(self) -> bool:
        """Whether the young person gives the agreement."""
        return self.agreement.giver.capacity is Capacity.YOUNG_PERSON


def terms_of_agreement(agreement: Agreement) -> Terms:
    """Return the terms of an agreement. Its last day is the day by which it must be reviewed."""
    return Terms(
        agreement=agreement,
        scope=agreement.scope,
        valid_until=agreement.valid_until,
        next_review=agreement.valid_until,
    )


def terms_of_review(review: Review, agreement: Agreement, scope: Scope) -> Terms:
    """Return the terms after a review; `scope` is what held until then.

    Raises TextRefused where the review ends the agreement: then there is nothing to agree to.
    """
    if review.valid_until is None or review.next_review_due is None:
        raise TextRefused(Code.TEMPLATE_ENDED, "valid_until")
    return Terms(
        agreement=agreement,
        scope=review.scope or scope,
        valid_until=review.valid_until,
        next_review=review.next_review_due,
        review=review,
    )


def values_of(terms: Terms, phrases: Phrases) -> Mapping[str, str]:
    """Return what stands between the braces of every paragraph. Raises TextRefused."""
    agreement, scope, giver = terms.agreement, terms.scope, terms.agreement.giver
    hours = scope.hours
    return {
        "domain": agreement.agency.domain,
        "contact": agreement.stopping.contact,
        "giver": phrases.givers[giver.pr_basis] if giver.pr_basis else phrases.none,
        "basis": phrases.bases[giver.pr_basis] if giver.pr_basis else phrases.none,
        "talked": day_in_words(agreement.discussion.with_young_person, phrases),
        "reason": quoted(agreement.necessity.plain_reason, phrases),
        "kinds": listed([_kind(name, phrases) for name in scope.categories], phrases),
        "sites": listed(scope.watch, phrases),
        "never_sites": listed(scope.never_recorded, phrases),
        "never_list": str(scope.never_list_version),
        "hours_from": _time(hours.start, phrases) if hours else phrases.none,
        "hours_to": _time(hours.end, phrases) if hours else phrases.none,
        "why_not_less": quoted(scope.why_not_lower or phrases.none, phrases),
        "devices": listed([quoted(one.label, phrases) for one in agreement.devices], phrases),
        "devices_counted": _counted(
            len(agreement.devices), phrases.one_device, phrases.more_devices
        ),
        "starts": day_in_words(agreement.starts_on, phrases),
        "until": day_in_words(terms.valid_until, phrases),
        "review": day_in_words(terms.next_review, phrases),
        "latest": day_in_words(agreement.end_by, phrases),
        "how_often": phrases.how_often[agreement.viewing.how_often],
        "then": quoted(agreement.viewing.then, phrases),
        "days": _counted(agreement.retention_days, phrases.one_day, phrases.more_days),
        **(_values_of_review(terms.review, phrases) if terms.review else {}),
    }


def day_in_words(day: date, phrases: Phrases) -> str:
    """Return a day as people write it."""
    return phrases.date.format(day=day.day, month=phrases.months[day.month - 1], year=day.year)


def quoted(text: str, phrases: Phrases) -> str:
    """Return what people wrote, marked as theirs."""
    return phrases.quoted.format(text=text)


def listed(items: Sequence[str], phrases: Phrases) -> str:
    """Return several things as one part of a sentence."""
    if not items:
        return phrases.none
    *first, last = items
    return phrases.last_comma.join([phrases.comma.join(first), last] if first else [last])


def _values_of_review(review: Review, phrases: Phrases) -> Mapping[str, str]:
    heard = review.young_person_heard_on
    return {
        "held": day_in_words(review.held_on, phrases),
        "heard": day_in_words(heard, phrases) if heard else phrases.none,
        "looks": str(review.looks),
        "unread": quoted(review.why_continue_unread or phrases.none, phrases),
    }


def _kind(name: str, phrases: Phrases) -> str:
    if name not in phrases.kinds:
        raise TextRefused(Code.TEMPLATE_KIND, "scope.categories")
    return phrases.kinds[name]


def _time(minutes: int, phrases: Phrases) -> str:
    if minutes % _DAY_MINUTES == 0:
        return phrases.midnight
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _counted(number: int, one: str, more: str) -> str:
    return one if number == 1 else more.format(number=number)
