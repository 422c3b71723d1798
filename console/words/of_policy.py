"""What `policy` and `consent` say of a home, as a page of the console says it.

Rules kept here:
- Both are pure and know no language but English. What they call by one fixed text, such as a kind
  of site, is translated here whole.
- What they put together of parts is shown as the English it is, and says so: parts that were
  translated one by one make no sentence in most languages. Which they are stands in
  `tests/console/words/test_of_policy.py` (decision 19).
- Minutes are said here in sentences of their own, since a young person reads them first. A test
  holds that their English is that of `policy.screen_time.words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from consent.codes import Code
from consent.sentences import SENTENCES
from console.words.sentence import English, _
from policy import age_templates, coverage_words, list_words, plan_words, what
from policy.age_templates import AgeBand
from policy.categories import Category
from policy.coverage import Finding
from policy.coverage_words import Told
from policy.household import Household, YoungPerson
from policy.list_standing import ListStanding
from policy.never_blocked import LIFELINES
from policy.rules import RuleSet
from policy.screen_time.words import in_steps
from policy.services import SERVICES
from policy.timed import Period, Target
from policy.what import What


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _sentences(texts: Iterable[str]) -> Mapping[str, str]:
    return MappingProxyType({text: _(text) for text in texts if text})


# What is called by one fixed text. The English is the key and stays what the program compares.
KINDS: Final[Mapping[Category, str]] = MappingProxyType({kind: _(kind.label) for kind in Category})
KINDS_ALONE: Final[Mapping[Category, str]] = MappingProxyType(
    {kind: _(_capital(kind.label)) for kind in Category}
)
AGES: Final[Mapping[AgeBand, str]] = MappingProxyType(
    {one.band: _(one.label) for one in age_templates.TEMPLATES}
)
AGES_WHY: Final[Mapping[AgeBand, str]] = MappingProxyType(
    {one.band: _(one.why) for one in age_templates.TEMPLATES}
)
SERVICE_NOTES: Final = _sentences(one.note or "" for one in SERVICES)
LIFELINES_ARE: Final = _sentences(_capital(one.what) for one in LIFELINES)
FOR_CARER: Final[Mapping[Code, str]] = MappingProxyType(
    {code: _(said.carer) for code, said in SENTENCES.items()}
)
ROUTER_SETS_DNS: Final = tuple(_(one) for one in coverage_words.ROUTER_SETS_DNS)
ROUTER_LOCKED: Final = tuple(_(one) for one in coverage_words.ROUTER_LOCKED)
IPV6_STEPS: Final = tuple(_(one) for one in coverage_words.IPV6_STEPS)
EVERYTHING: Final = _("everything")

# Minutes.
LEFT: Final[Mapping[Period, str]] = MappingProxyType(
    {
        Period.DAY: _(
            "You have about {count} minutes of {target} left today. This is an estimate."
        ),
        Period.WEEK: _(
            "You have about {count} minutes of {target} left this week. This is an estimate."
        ),
    }
)
LEFT_NONE: Final[Mapping[Period, str]] = MappingProxyType(
    {
        Period.DAY: _(
            "Your time for {target} is used up for today."
            " This is an estimate. It can be wrong. A carer can give minutes back."
        ),
        Period.WEEK: _(
            "Your time for {target} is used up for this week."
            " This is an estimate. It can be wrong. A carer can give minutes back."
        ),
    }
)
LEFT_FOR_ADULTS: Final[Mapping[Period, str]] = MappingProxyType(
    {
        Period.DAY: _("Up to {count} minutes of {target} are left today. This is an estimate."),
        Period.WEEK: _(
            "Up to {count} minutes of {target} are left this week. This is an estimate."
        ),
    }
)
LEFT_NONE_FOR_ADULTS: Final[Mapping[Period, str]] = MappingProxyType(
    {
        Period.DAY: _(
            "The time for {target} is used up for today."
            " This is an estimate. It can be wrong. A carer can give minutes back."
        ),
        Period.WEEK: _(
            "The time for {target} is used up for this week."
            " This is an estimate. It can be wrong. A carer can give minutes back."
        ),
    }
)
BORROWED: Final = _(
    "Take {count} more minutes of {target} now, and have {count} minutes less tomorrow."
    " You can do this once a day. This is an estimate."
)


def target_label(target: Target) -> str:
    """Return what minutes are counted for; an app is called what it is called."""
    if target.category is not None:
        return KINDS[target.category]
    return EVERYTHING if target.service is None else target.label


def time_left(minutes: int, target: Target, period: Period) -> str:
    """Return what a young person reads about their own minutes."""
    said = LEFT if minutes else LEFT_NONE
    return said[period].format(count=minutes, target=target_label(target))


def time_left_for_adults(minutes: int, target: Target, period: Period) -> str:
    """Return what an adult reads about somebody's minutes."""
    said = LEFT_FOR_ADULTS if minutes else LEFT_NONE_FOR_ADULTS
    return said[period].format(count=in_steps(minutes), target=target_label(target))


def borrowed(minutes: int, target: Target) -> str:
    """Return what a young person reads before they borrow."""
    return BORROWED.format(count=minutes, target=target_label(target))


# What is put together of parts.
def rules_in_words(rules: RuleSet) -> tuple[str, ...]:
    """Return a rule set, a sentence for each decision."""
    return tuple(map(English, plan_words.rules_in_words(rules)))


def plan_in_words(person: YoungPerson) -> tuple[str, ...]:
    """Return a young person's own plan, a sentence for each decision."""
    return tuple(map(English, plan_words.plan_in_words(person)))


def household_in_words(household: Household) -> dict[str, tuple[str, ...]]:
    """Return the plan of a home: for everyone, for visitors, for each person and each device."""
    plan = plan_words.household_in_words(household)
    return {of: tuple(map(English, said)) for of, said in plan.items()}


def in_words(named: What) -> str:
    """Return what a family calls it, ready to stand inside a sentence."""
    return English(what.in_words(named))


def list_sentence(one: ListStanding) -> str:
    """Return how one list stands."""
    return English(list_words.list_sentence(one))


def list_todo(one: ListStanding) -> str | None:
    """Return what a person can do about a list, None where nothing needs to be done."""
    said = list_words.list_todo(one)
    return None if said is None else English(said)


def told(finding: Finding) -> Told:
    """Return a finding in words."""
    return _in_english(coverage_words.told(finding))


def selftest_told(*, over_ipv4: bool, over_ipv6: bool) -> Told:
    """Return what the test on a device's own page says."""
    return _in_english(coverage_words.selftest_told(over_ipv4=over_ipv4, over_ipv6=over_ipv6))


def explained(sentence: str) -> str:
    """Return why a name is blocked or allowed."""
    return English(sentence)


def _in_english(said: Told) -> Told:
    return Told(
        title=English(said.title),
        means=English(said.means),
        todo=tuple(map(English, said.todo)),
        limit=English(said.limit),
    )
