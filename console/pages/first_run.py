"""The first run: five screens, of which the one that is next is shown.

Rules kept here:
- What was typed stays in the form when something was wrong with it, save a password.
- Nothing of the page says how homes of the other kind are set up once a kind was chosen.
- It is said that the test was passed only where the agent said that the question came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from console.services.first_run_routers import ROUTERS, Can, Router
from console.services.first_run_wrong import Wrong
from console.services.selftest import NoResult, Result, has_come
from console.store.database.first_runs import Step
from console.store.database.homes import HomeKind
from console.store.database.own_numbers import MAX_NUMBERS, OwnNumber
from console.words import TITLE as PAGE_TITLE
from console.words import first_run
from console.words.of_policy import AGES as AGES_OF
from policy.age_templates import TEMPLATES, AgeBand

COUNT: Final = 5

AGES: Final = tuple(
    (template.band.value, AGES_OF[template.band])
    for template in TEMPLATES
    if template.band is not AgeBand.ADULTS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What was typed into a screen's form, and what is wrong with it."""

    kind: str = ""
    name: str = ""
    age: str = ""
    limits: bool = False
    numbers: tuple[OwnNumber, ...] = ()
    wrong: Wrong | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDevice:
    """The screen with the test: its name to look up, its result, and the router that was chosen."""

    nonce: str = ""
    name: str = ""
    result: Result | None = None
    passed_lately: bool = False
    router: Router | None = None
    may_be_mine: bool = False
    is_mine: bool = False

    @property
    def has_passed(self) -> bool:
        """Whether a device asks the box."""
        came = self.result
        now = came is not None and not isinstance(came, NoResult) and has_come(came)
        return now or self.passed_lately

    @property
    def said(self) -> str:
        """What the test said, as one word for the template."""
        if self.result is None:
            return "earlier" if self.passed_lately else "nothing"
        if isinstance(self.result, NoResult):
            return "earlier" if self.passed_lately else "unknown"
        return "passed" if has_come(self.result) else "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRunPage:
    """One screen."""

    title: str
    step: Step
    progress: str
    filled: Filled
    rows: tuple[OwnNumber, ...]
    ages: tuple[tuple[str, str], ...]
    starts: tuple[str, ...]
    routers: tuple[Router, ...]
    locked: Can
    device: OnDevice
    status: HTTPStatus = field(default=HTTPStatus.OK)

    @property
    def error(self) -> str | None:
        """What is wrong, in words."""
        return None if self.filled.wrong is None else first_run.WRONG_TEXTS[self.filled.wrong]


def first_run_page(
    step: Step,
    kind: HomeKind | None,
    filled: Filled | None = None,
    device: OnDevice | None = None,
) -> FirstRunPage:
    """Return the screen of a step."""
    filled = filled or Filled()
    rows = [*filled.numbers]
    rows += [OwnNumber(name="", number="")] * (MAX_NUMBERS - len(rows))
    is_foster = kind is HomeKind.FOSTER
    return FirstRunPage(
        title=PAGE_TITLE.format(page=first_run.TITLE),
        step=step,
        progress=first_run.PROGRESS.format(number=list(Step).index(step) + 1, count=COUNT),
        filled=filled,
        rows=tuple(rows),
        ages=AGES,
        starts=first_run.PERSON_STARTS if is_foster else first_run.PERSON_STARTS_FAMILY,
        routers=ROUTERS,
        locked=Can.NO,
        device=device or OnDevice(),
        status=HTTPStatus.OK if filled.wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
    )
