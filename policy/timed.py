"""Rules that hang on the clock: what, when, and with what effect; budgets; family time.

Rules kept here:
- A rule is for whom its rule set is for; when is any number of windows, and always where none is
  said.
- Whoever closes everything says what stays open: the call apps, sleep sounds, audio stories.
- A budget is for everything, for one of four kinds, or for a service of these, and for a day or a
  week. Only young people have budgets.
- What cannot be such a rule cannot be built. Whoever reads one from a document says where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy import services
from policy.categories import Category
from policy.what import HAVE_SERVICES, NOTHING_NAMED, What
from policy.windows import ALWAYS, EVERY_DAY, During, Window

MAX_DAY: Final = 24 * 60
MAX_WEEK: Final = 7 * MAX_DAY
SLOT_MINUTES: Final = 5
"""Screen time is counted in steps of five minutes, so a budget is a number of these."""

COUNTED: Final = (
    Category.SOCIAL_MEDIA,
    Category.GAMES,
    Category.STREAMING,
    Category.MESSAGING,
)
"""The kinds of site a budget can be for."""


class Effect(StrEnum):
    """What a rule in time does while it holds. The value is the permanent tag."""

    BLOCK = "block"
    ALLOW = "allow"
    ALLOW_ONLY = "allow-only"


class Period(StrEnum):
    """For how long a budget is."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedRule:
    """One rule: `title` is what the family calls it, as in "Bedtime".

    `leaves` is what a rule that blocks everything leaves open.
    """

    title: str
    effect: Effect
    what: What
    leaves: What = NOTHING_NAMED
    windows: tuple[Window, ...] = (ALWAYS,)

    def __post_init__(self) -> None:
        """Refuse what says nothing, or what nobody could say what it means."""
        if not self.what:
            raise ValueError("say what it is about: everything, categories, services or names")
        if not self.windows:
            raise ValueError("say when, or leave the key out for always")
        if self.leaves and not (self.effect is Effect.BLOCK and self.what.everything):
            raise ValueError("only a rule that blocks everything can leave something open")
        if self.leaves.everything:
            raise ValueError("a rule that leaves everything open blocks nothing")
        if self.effect is Effect.ALLOW_ONLY and self.what.everything:
            raise ValueError("allow only what? Name the services, categories or sites")
        _check_opened_by_kind(self.open_meanwhile)

    @property
    def closes_everything(self) -> bool:
        """Say whether all but a named rest is closed while the rule holds."""
        return self.effect is Effect.ALLOW_ONLY or (
            self.effect is Effect.BLOCK and self.what.everything
        )

    @property
    def open_meanwhile(self) -> What:
        """Return what stays open while everything else is closed by this rule."""
        return self.what if self.effect is Effect.ALLOW_ONLY else self.leaves

    @property
    def is_always(self) -> bool:
        """Say whether the clock does not matter for this rule."""
        return ALWAYS in self.windows


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTime:
    """Windows in which chosen call apps stay open through bedtime, budget and pause."""

    title: str
    what: What
    windows: tuple[Window, ...] = (ALWAYS,)

    def __post_init__(self) -> None:
        """Refuse what is no app to call with."""
        if not self.what or self.what.everything:
            raise ValueError("say which apps or sites stay open in family time")
        if not self.windows:
            raise ValueError("say when, or leave the key out for always")
        _check_opened_by_kind(self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What minutes are counted for: everything where both are None."""

    category: Category | None = None
    service: str | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody may be given minutes of."""
        if self.category is not None and self.service is not None:
            raise ValueError("a budget is for a category or for a service; write two budgets")
        if self.category is not None and self.category not in COUNTED:
            raise ValueError(f"minutes are counted for everything, {', '.join(COUNTED)}")
        if self.service is not None:
            service = services.BY_TAG.get(self.service)
            if service is None:
                raise ValueError(f"{self.service!r} is no service that is known here")
            if service.category not in COUNTED:
                raise ValueError(f"minutes are counted for services of {', '.join(COUNTED)}")

    @property
    def label(self) -> str:
        """Return what a family calls it, ready to stand inside a sentence."""
        if self.service is not None:
            return services.by_tag(self.service).label
        return self.category.label if self.category is not None else "everything"


EVERYTHING_COUNTED: Final = Target()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """So many minutes of something a day or a week. Minutes come in steps of five.

    A budget of a day holds on `weekdays` and `during` a part of the year; one of a week, always.
    """

    minutes: int
    target: Target = EVERYTHING_COUNTED
    period: Period = Period.DAY
    weekdays: frozenset[int] = EVERY_DAY
    during: During = During.ALL_YEAR

    def __post_init__(self) -> None:
        """Refuse what cannot be counted."""
        most = MAX_DAY if self.period is Period.DAY else MAX_WEEK
        if not 0 <= self.minutes <= most or self.minutes % SLOT_MINUTES:
            raise ValueError(f"expected 0 to {most} minutes, in steps of {SLOT_MINUTES}")
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a budget needs weekdays, from 1 for Monday to 7 for Sunday")
        if self.period is Period.WEEK and (
            self.weekdays != EVERY_DAY or self.during is not During.ALL_YEAR
        ):
            raise ValueError("a budget of a week holds for the whole of each week")


def _check_opened_by_kind(what: What) -> None:
    for category in sorted(what.categories - HAVE_SERVICES):
        raise ValueError(f"no services are known of the kind {category}; name the sites instead")
