"""The first run: an empty box becomes a home, screen by screen.

Rules kept here:
- Each screen is one change, kept with the step after it in one transaction: after a power cut the
  very next screen is shown, and nothing is done twice.
- Whoever sends a screen that is over already is shown the one that is next, and nothing changes.
- A new young person has help and filters from the first minute, and no limits of time in the first
  week unless somebody chose them. In a family home the limits are then there when a carer wants
  them, and begin by themselves nowhere.
- It ends when a device passed the test, or when a way for this router was named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from console.errors import ConsoleError
from console.house import House
from console.security.passwords import is_long_enough, kept_of
from console.security.permissions import Role
from console.services.accounts import MAX_NAME
from console.services.first_run_wrong import Wrong
from console.services.home import change_kept
from console.services.publish import await_taken_up
from console.services.worried import NumbersRefused, checked
from console.store.database.changes import Changed, Note, add_change
from console.store.database.first_runs import Step, keep_step, step_of
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.database.own_numbers import OwnNumber, keep_own_numbers
from console.store.database.sign_ins import add_sign_in, sign_in_named
from policy.age_templates import AgeBand, template_for
from policy.compile import PROTECTIVE_DEFAULT
from policy.household import EVERYONE, NOBODY, Carer, Household, YoungPerson, ids_of
from policy.letters import is_readable
from policy.placements import Placement
from policy.time_templates import with_template


class StepRefused(ConsoleError):
    """A screen was not taken; `wrong` says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(f"this step of the first run was not taken: {wrong}")
        self.wrong = wrong


class AnotherStep(ConsoleError):
    """This screen is over already, or its time has not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCarer:
    """What the first carer typed."""

    name: str
    password: str
    numbers: Sequence[OwnNumber] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPerson:
    """What was typed of a young person. `age` is the tag of a band, or nothing."""

    name: str
    age: str
    limits: bool


def step_in(house: House) -> Step:
    """Return the screen that is next; a home that a file set up has none."""
    with house.database.reading() as session:
        return _step(session)


def choose_kind(house: House, who: str, kind: str) -> None:
    """Begin the home as one of a kind. Raises StepRefused, AnotherStep."""
    if kind not in set(HomeKind):
        raise StepRefused(Wrong.KIND)

    def kept(session: Session) -> None:
        home = Home(household=PROTECTIVE_DEFAULT, kind=HomeKind(kind), set_up_at=house.clock())
        save_home(session, home)

    _take(house, Step.HOME, Note(who=who, what=Changed.SET_UP), kept)


def add_carer(house: House, typed: TypedCarer) -> str:
    """Add the first carer, who chose their own password; return their name as it is kept.

    Raises StepRefused, AnotherStep.
    """
    name = _name(typed.name)
    if not is_long_enough(typed.password):
        raise StepRefused(Wrong.SHORT)
    try:
        numbers = checked(typed.numbers)
    except NumbersRefused:
        raise StepRefused(Wrong.NUMBERS) from None
    password = kept_of(typed.password, house.profile)

    def kept(session: Session) -> None:
        home = _home(session)
        carers = home.household.carers
        if name not in {one.name for one in carers}:  # a backup brings its carers along
            _check_free(home.household, name)
            carers = (*carers, Carer(name=name))
        if sign_in_named(session, name):
            raise StepRefused(Wrong.NAME_TAKEN)
        save_home(session, replace(home, household=replace(home.household, carers=carers)))
        add_sign_in(session, name, Role.CARER, password, house.clock())
        add_change(session, Note(who=name, what=Changed.SIGN_IN_ADDED, text=name), house.clock())
        keep_own_numbers(session, numbers)

    _take(house, Step.CARER, Note(who=name, what=Changed.PERSON_ADDED, about=name), kept)
    return name


def add_young_person(house: House, who: str, typed: TypedPerson) -> None:
    """Add the first young person with the beginning for their age. Raises as `add_carer` does."""
    name = _name(typed.name)
    if typed.age not in set(AgeBand) or typed.age == AgeBand.ADULTS:
        raise StepRefused(Wrong.AGE)
    band = AgeBand(typed.age)

    def kept(session: Session) -> None:
        home = _home(session)
        _check_free(home.household, name)
        person = _young_person(house, home, name, band, limits=typed.limits)
        people = (*home.household.young_people, person)
        save_home(session, replace(home, household=replace(home.household, young_people=people)))

    _take(house, Step.PERSON, Note(who=who, what=Changed.PERSON_ADDED, about=name), kept)


def pass_device(house: House, who: str, *, has_passed: bool, way: str) -> None:
    """Leave the test behind: a device passed it, or a way for this router was named.

    Raises StepRefused, AnotherStep.
    """
    if not has_passed and not way:
        raise StepRefused(Wrong.NOT_YET)
    text = "" if has_passed else way
    _take(house, Step.DEVICE, Note(who=who, what=Changed.NETWORK, text=text), _nothing)


def end(house: House, who: str) -> None:
    """End the first run: they looked at the young person's page together. Raises AnotherStep."""
    _take(house, Step.TOGETHER, Note(who=who, what=Changed.SET_UP), _nothing)


def _take(house: House, step: Step, note: Note, change: Callable[[Session], None]) -> None:
    def kept(session: Session) -> None:
        if _step(session) is not step:
            raise AnotherStep("this screen is not the one that is next")
        change(session)
        keep_step(session, _after(step, session))

    snapshot = change_kept(house, note, kept)
    await_taken_up(house.published, snapshot.version)


def _after(step: Step, session: Session) -> Step:
    if step is Step.CARER and _home(session).household.young_people:
        return Step.DEVICE  # a backup brings its young people along
    steps = list(Step)
    return steps[steps.index(step) + 1]


def _step(session: Session) -> Step:
    kept = step_of(session)
    if kept is not None:
        return kept
    return Step.HOME if home_of(session) is None else Step.DONE


def _home(session: Session) -> Home:
    home = home_of(session)
    assert home is not None  # the first screen made it
    return home


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= MAX_NAME or not is_readable(name) or name in (EVERYONE, NOBODY):
        raise StepRefused(Wrong.NAME)
    return name


def _check_free(household: Household, name: str) -> None:
    taken = [one.name for one in household.carers]
    taken += [one.name for one in household.young_people]
    if name.casefold() in {one.casefold() for one in taken}:
        raise StepRefused(Wrong.NAME_TAKEN)


def _young_person(
    house: House, home: Home, name: str, band: AgeBand, *, limits: bool
) -> YoungPerson:
    number = max(ids_of(home.household).values(), default=0) + 1
    person = YoungPerson(name=name, id=number)
    if home.kind is HomeKind.FOSTER:
        today = house.clock().astimezone(ZoneInfo(home.household.zone)).date()
        stay = Placement(since=today)
        return replace(with_template(person, band), placement=stay, limits_from_first_day=limits)
    if limits:
        return with_template(person, band)
    template = template_for(band)
    rules = replace(
        person.rules,
        block_categories=template.categories,
        safe_search=template.safe_search,
    )
    return replace(person, age=band, rules=rules)


def _nothing(_: Session) -> None:
    """Change nothing but the step."""
