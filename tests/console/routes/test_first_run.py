from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from console import words
from console.services.first_run import (
    AnotherStep,
    choose_kind,
    step_in,
)
from console.services.first_run_routers import ONE_DEVICE, ROUTERS, WAYS, Can, router_called
from console.services.first_run_wrong import Wrong
from console.services.home import home_in as kept_home
from console.services.home import household_in
from console.store.database.changes import Changed, changes_in
from console.store.database.first_runs import Step
from console.store.database.homes import HomeKind
from policy.age_templates import AgeBand, template_for
from policy.compile import PROTECTIVE_DEFAULT
from tests.console.browsing import ELSEWHERE, Browser, Came
from tests.console.signing_in import Home, home_in

AT: Final = "/first-run"
CHOSEN: Final = "four words in a row"
NUMBERS: Final = {f"{part}-{place}": "" for place in range(1, 5) for part in ("name", "number")}
AGENCY_WORDS: Final = ("placement", "agreement", "agency", "social worker")


@pytest.fixture
def home(state: Path) -> Home:
    """Return a box that nobody set up."""
    return home_in(state, text=None)


def carer(browser: Browser, name: str = "Sam", password: str = CHOSEN, **numbers: str) -> Came:
    """Send the screen of the first carer."""
    fields = {"name": name, "password": password, **NUMBERS, **numbers}
    return browser.send(f"{AT}/carer", **fields)


def person(browser: Browser, name: str = "Maya", age: str = "10-12", **more: str) -> Came:
    """Send the screen of the first young person."""
    return browser.send(f"{AT}/person", name=name, age=age, **more)


def up_to(home: Home, step: Step, kind: str = "family", **more: str) -> Browser:
    """Go through the run up to a screen; return the browser that did."""
    browser = home.browser()
    screens: dict[Step, Callable[[], Came]] = {
        Step.HOME: lambda: browser.send(f"{AT}/home", kind=kind),
        Step.CARER: lambda: carer(browser),
        Step.PERSON: lambda: person(browser, **more),
        Step.DEVICE: lambda: browser.send(f"{AT}/next", way=ONE_DEVICE),
        Step.TOGETHER: lambda: browser.send(f"{AT}/together"),
    }
    for one, send in screens.items():
        if one is step:
            break
        came = send()
        assert (came.status, came["location"]) == (303, AT), came.body
    return browser


def test_an_empty_box_becomes_a_home_in_five_screens(home: Home) -> None:
    """Screen after screen is shown at the one address, and the last leads home."""
    browser = home.browser()
    seen: list[str] = []
    for step in list(Step)[:-1]:
        browser = up_to(home, step) if not seen else browser
        seen.append(words.first_run.PROGRESS.format(number=len(seen) + 1, count=5))
        assert browser.open(AT).shows(seen[-1])
        match step:
            case Step.HOME:
                browser.send(f"{AT}/home", kind="family")
            case Step.CARER:
                carer(browser)
            case Step.PERSON:
                person(browser)
            case Step.DEVICE:
                browser.send(f"{AT}/next", way="bt")
            case _:
                browser.send(f"{AT}/together")
    kept = kept_home(home.house)
    assert kept is not None

    assert browser.open(AT)["location"] == "/"
    assert kept.kind is HomeKind.FAMILY
    assert [one.name for one in kept.household.carers] == ["Sam"]
    assert [one.name for one in kept.household.young_people] == ["Maya"]
    assert home.house.published.snapshot().household == kept.household


def test_whoever_sets_up_is_signed_in_and_nobody_else_goes_on(home: Home) -> None:
    """The first carer's browser goes on at once; another at the box has to sign in."""
    browser = up_to(home, Step.PERSON)
    stranger = home.browser()

    assert browser.open(AT).status == 200
    assert (stranger.open(AT).status, stranger.open(AT)["location"]) == (303, "/sign-in")
    assert person(stranger).status == 403
    assert household_in(home.house).young_people == ()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_first_screens_are_for_whoever_is_at_the_box(scheme: str, home: Home) -> None:
    """Nobody else in the network can make this home theirs."""
    browser = home.browser(ELSEWHERE, scheme)
    came = browser.send(f"{AT}/home", kind="family")

    assert came.status == 403
    assert kept_home(home.house) is None


WRONG: Final = {
    "no kind": (Step.HOME, "home", {}, Wrong.KIND),
    "another kind": (Step.HOME, "home", {"kind": "hotel"}, Wrong.KIND),
    "no name": (Step.CARER, "carer", {"name": " "}, Wrong.NAME),
    "a name that stands for all": (Step.CARER, "carer", {"name": "everyone"}, Wrong.NAME),
    "a long name": (Step.CARER, "carer", {"name": "x" * 41}, Wrong.NAME),
    "a short password": (Step.CARER, "carer", {"password": "123456789"}, Wrong.SHORT),
    "half a number": (Step.CARER, "carer", {"name-2": "Nan"}, Wrong.NUMBERS),
    "words for a number": (
        Step.CARER,
        "carer",
        {"name-1": "Nan", "number-1": "ask Jo"},
        Wrong.NUMBERS,
    ),
    "no nickname": (Step.PERSON, "person", {"name": ""}, Wrong.NAME),
    "the carer's name": (Step.PERSON, "person", {"name": "sam"}, Wrong.NAME_TAKEN),
    "no age": (Step.PERSON, "person", {"age": ""}, Wrong.AGE),
    "a grown-up": (Step.PERSON, "person", {"age": "adults"}, Wrong.AGE),
    "no test and no way": (Step.DEVICE, "next", {"way": ""}, Wrong.NOT_YET),
    "an unknown way": (Step.DEVICE, "next", {"way": "magic"}, Wrong.NOT_YET),
}
_TYPED: Final[dict[str, dict[str, str]]] = {
    "home": {},
    "carer": {"name": "Sam", "password": CHOSEN, **NUMBERS},
    "person": {"name": "Maya", "age": "10-12"},
    "next": {},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_on_the_same_screen(case: str, home: Home) -> None:
    """The screen says what is wrong, keeps what was typed, and nothing has changed."""
    step, screen, changed, wrong = WRONG[case]
    browser = up_to(home, step)
    before = kept_home(home.house)
    typed = _TYPED[screen] | changed
    came = browser.send(f"{AT}/{screen}", **typed)

    assert came.status == 422
    assert came.shows(words.first_run.WRONG_TEXTS[wrong])
    assert typed.get("name", "").strip() in came.body
    assert CHOSEN not in came.body
    assert step_in(home.house) is step
    assert kept_home(home.house) == before


@pytest.mark.parametrize("step", [one for one in Step if one is not Step.DONE])
def test_a_screen_that_is_sent_twice_changes_nothing(step: Step, home: Home) -> None:
    """Two taps are one change, and both lead to the screen that is next."""
    browser = up_to(home, step)
    for _ in range(2):
        match step:
            case Step.HOME:
                came = browser.send(f"{AT}/home", kind="family")
            case Step.CARER:
                came = carer(browser)
            case Step.PERSON:
                came = person(browser)
            case Step.DEVICE:
                came = browser.send(f"{AT}/next", way=ONE_DEVICE)
            case _:
                came = browser.send(f"{AT}/together")
        # The first sign-in ends that anybody at the box may set it up.
        assert came.status in ((303, 403) if step is Step.CARER else (303,))

    steps = list(Step)
    assert step_in(home.house) is steps[steps.index(step) + 1]


@pytest.mark.parametrize("screen", ["test", "router", "mine"])
def test_the_test_is_not_there_before_its_screen(screen: str, home: Home) -> None:
    """Whoever sends a later screen is led to the one that is next."""
    browser = up_to(home, Step.PERSON)
    fields = {"test": {"nonce": "0" * 32}, "router": {"router": "bt"}}.get(screen, {})
    came = browser.send(f"{AT}/{screen}", **fields)

    assert (came.status, came["location"]) == (303, AT)


@pytest.mark.parametrize("band", [band for band in AgeBand if band is not AgeBand.ADULTS])
@pytest.mark.parametrize("kind", list(HomeKind))
def test_a_new_young_person_has_filters_and_no_limits_unless_chosen(
    kind: HomeKind, band: AgeBand, home: Home
) -> None:
    """The filters for the age hold from the first minute; times wait for seven days or a choice."""
    up_to(home, Step.DEVICE, kind, age=band)
    (found,) = household_in(home.house).young_people
    template = template_for(band)

    assert found.rules.block_categories == template.categories
    assert found.rules.safe_search is template.safe_search
    assert (found.id, found.age, found.limits_from_first_day) == (1, band, False)
    if kind is HomeKind.FAMILY:
        assert (found.placement, found.budgets, found.rules.timed) == (None, (), ())
    else:
        assert found.placement is not None
        assert found.placement.since == home.clock.now.date()


@pytest.mark.parametrize("kind", list(HomeKind))
def test_limits_that_were_chosen_hold_from_the_first_day(kind: HomeKind, home: Home) -> None:
    """Whoever ticks the box has the bedtime for that age at once."""
    up_to(home, Step.DEVICE, kind, limits="yes")
    (found,) = household_in(home.house).young_people

    assert [rule.title for rule in found.rules.timed] == ["Bedtime"]
    assert found.limits_from_first_day or found.placement is None


def test_numbers_typed_at_the_first_run_stand_on_the_page_for_worries(home: Home) -> None:
    """What a carer typed once is one tap away in the evening."""
    browser = up_to(home, Step.CARER)
    carer(browser, **{"name-1": "Nan", "number-1": "020 7946 0000"})

    assert 'href="tel:02079460000"' in browser.open("/worried").body


@pytest.mark.parametrize("step", [one for one in Step if one is not Step.DONE])
def test_a_family_home_reads_nothing_of_agencies(step: Step, home: Home) -> None:
    """After a family home was chosen no screen speaks of what only foster homes have."""
    body = up_to(home, step).open(AT).body.lower()
    shown = body.replace(words.first_run.HOME_FOSTER_TEXT.lower(), "")

    assert [word for word in AGENCY_WORDS if word in shown] == []


@pytest.mark.parametrize("router", ROUTERS, ids=lambda router: router.tag)
def test_every_router_has_a_way(router: object, home: Home) -> None:
    """Whichever router it is, the screen names a way, and one that needs no router."""
    found = next(one for one in ROUTERS if one == router)
    browser = up_to(home, Step.DEVICE)
    page = browser.send(f"{AT}/router", router=found.tag)

    assert page.shows(words.first_run.ONE_DEVICE_STEPS[0])
    assert page.shows(words.first_run.ROUTER_STEPS[0]) is (found.can is Can.PERHAPS)
    assert browser.send(f"{AT}/next", way=found.tag).status == 303
    assert step_in(home.house) is Step.TOGETHER


def test_a_router_that_nobody_knows_shows_no_way(home: Home) -> None:
    """A form that was changed shows the screen as it was."""
    browser = up_to(home, Step.DEVICE)
    page = browser.send(f"{AT}/router", router="magic")

    assert (page.status, page.shows(words.first_run.GO_ON_WITHOUT)) == (200, False)
    assert router_called("magic") is None
    assert {router.tag for router in ROUTERS} | {ONE_DEVICE} == WAYS


def test_without_an_agent_nobody_says_that_it_works(home: Home) -> None:
    """Where the filter cannot be asked, the test has no result."""
    browser = up_to(home, Step.DEVICE)
    page = browser.send(f"{AT}/test", nonce="0" * 32)

    assert page.shows(words.first_run.DEVICE_UNKNOWN)
    assert not page.shows(words.first_run.DEVICE_PASSED)


def test_a_test_that_a_phone_passed_elsewhere_counts(home: Home) -> None:
    """The phone needs no sign-in: it passes on its own page, and the run goes on."""
    browser = up_to(home, Step.DEVICE)
    home.house.last_test.passed(home.clock.now)
    shown = browser.open(AT).shows(words.first_run.DEVICE_PASSED_EARLIER)
    came = browser.send(f"{AT}/next", way="")

    assert (shown, came.status, step_in(home.house)) == (True, 303, Step.TOGETHER)


def test_the_screen_lets_the_browser_ask_one_name_more(home: Home) -> None:
    """The policy of that one answer names the test's own name, which only this box knows."""
    page = up_to(home, Step.DEVICE).open(AT)

    assert ".selftest.lamplight.home.arpa" in page["content-security-policy"]


def test_a_phone_that_nobody_can_tell_is_not_made_anyones(home: Home) -> None:
    """Without discovery there is no button for it, and pressing one changes nothing."""
    browser = up_to(home, Step.DEVICE)

    assert not browser.open(AT).shows(words.first_run.MINE)
    assert not browser.send(f"{AT}/mine").shows(words.first_run.MINE_DONE)
    assert household_in(home.house).devices == ()


def test_a_home_that_a_file_set_up_has_no_first_run(state: Path) -> None:
    """Nothing of it is begun anew."""
    home = home_in(state)
    browser = home.browser()

    assert browser.open(AT)["location"] == "/"
    with pytest.raises(AnotherStep):
        choose_kind(home.house, "Sam", "family")


def test_each_screen_is_listed_with_who_did_it(home: Home) -> None:
    """The list of changes names the carer from the second screen on."""
    up_to(home, Step.DONE)
    with home.house.database.reading() as session:
        found = [(one.note.what, one.note.who) for one in changes_in(session)]

    assert found[::-1] == [
        (Changed.SET_UP, "this box"),
        (Changed.SIGN_IN_ADDED, "Sam"),
        (Changed.PERSON_ADDED, "Sam"),
        (Changed.PERSON_ADDED, "Sam"),
        (Changed.NETWORK, "Sam"),
        (Changed.SET_UP, "Sam"),
    ]


def test_before_anybody_is_added_everyone_is_protected(home: Home) -> None:
    """The home begins with what held before it was set up."""
    up_to(home, Step.CARER)

    assert household_in(home.house) == PROTECTIVE_DEFAULT
