from __future__ import annotations

import ast
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest

from consent.codes import Code
from console import words
from console.pages.recorded import recorded_page, unanswered_page
from tests.consent.profiles import sample
from tests.consent.scene import agreed
from tests.console.told import TABLET, here, phone, standing_of, told

ROOT = Path(__file__).resolve().parents[3]
DECIDING = "consent.decide"
GOING_ROUND = ("agent.recorder.rounds", "agent.recorder.box")
"""What a round says beside what was decided."""


def codes_answered() -> set[Code]:
    """Return every code that is named in a module from which a round's answer can come."""
    seen, found = set[str](), set[Code]()
    waiting = [DECIDING, *GOING_ROUND]
    while waiting:
        module = waiting.pop()
        place = ROOT / module.replace(".", "/")
        path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if module in seen or not path.is_file() or module == "consent.sentences":
            continue
        seen.add(module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ImportFrom(module=str(source), names=names) if (
                    source.startswith("consent") and module not in GOING_ROUND
                ):
                    waiting += [source, *(f"{source}.{one.name}" for one in names)]
                case ast.Attribute(value=ast.Name(id="Code"), attr=name):
                    found.add(Code[name])
                case _:
                    pass
    return found


@pytest.mark.parametrize("code", sorted(codes_answered()))
def test_every_reason_that_can_be_answered_has_words_of_its_own(code: Code) -> None:
    """A young person reads why, not that something has no name."""
    page = recorded_page(told(off=code))
    nameless = words.WHY_OFF[Code.DOUBT]

    assert page.verdict.large == words.RECORDED_NO
    assert page.verdict.texts == (words.RECORDED_NO_TEXT, words.WHY_OFF[code])
    assert words.WHY_OFF[code] != nameless or code is Code.DOUBT


def test_the_codes_looked_for_are_found() -> None:
    """The search for codes reaches the decision, a rule, a record's form, and a round's own."""
    assert {
        Code.NOTICE_WAIT,
        Code.RULE_P3_HARM,
        Code.JSON_FORM,
        Code.TEMPLATE_PROMISE,
        Code.DAY_KEY_GONE,
        Code.AUDIT,
    } <= codes_answered()


def test_there_are_words_for_every_code_there_is() -> None:
    """Whatever the recorder may answer one day, the page has a sentence."""
    assert set(words.WHY_OFF) == set(Code)


def test_yes_is_one_word_and_says_until_when() -> None:
    """While it goes on, the answer is yes, with its last day."""
    page = recorded_page(told(here()))

    assert (page.verdict.large, page.verdict.is_on) == (words.RECORDED_YES, True)
    assert page.verdict.texts == (
        words.RECORDED_YES_TEXT,
        words.RECORDED_UNTIL.format(date="2 January 2027"),
    )
    assert page.status is HTTPStatus.OK


def test_without_lists_it_is_said_that_nothing_comes_of_a_yes() -> None:
    """Where the filter has no lists nothing is observed, and a device that reads yes reads so."""
    yes = recorded_page(told(here()), lists_missing=True)
    no = recorded_page(told(here(), devices=(phone(Code.PAUSED),)), lists_missing=True)

    assert yes.verdict.texts[-1] == words.RECORDED_WITHOUT_LISTS
    assert words.RECORDED_WITHOUT_LISTS not in no.verdict.texts


def test_yes_without_a_day_is_still_yes() -> None:
    """Where the recorder cannot say until when, no day is made up."""
    page = recorded_page(told(here(), devices=(phone(until=None),)))

    assert page.verdict.texts == (words.RECORDED_YES_TEXT,)


def test_a_device_is_called_what_it_is_called() -> None:
    """Who holds it can see that the page is about the device in their hand."""
    assert recorded_page(told(here())).device == "This device: Blue phone"


def test_a_device_that_is_not_known_is_told_no_more_than_is_so() -> None:
    """A second address may be known, so the page speaks of this one alone."""
    page = recorded_page(told(devices=()))

    assert page.verdict.heading == words.RECORDED_UNKNOWN
    assert page.verdict.large is None
    assert words.RECORDED_NO_TEXT not in page.verdict.texts
    assert (page.device, page.current, page.over, page.looks) == (None, (), (), None)


@pytest.mark.parametrize("second", [Code.DEVICE_AMBIGUOUS, None])
def test_two_devices_at_one_address_are_told_only_what_holds_for_both(second: Code | None) -> None:
    """That nothing is written down is said of both or not at all."""
    devices = (phone(Code.DEVICE_AMBIGUOUS), replace(phone(second), id=TABLET))
    page = recorded_page(told(devices=devices))

    assert page.verdict.heading == words.RECORDED_TWO
    assert page.verdict.is_on == (second is None)
    assert page.verdict.texts == ((words.RECORDED_TWO_TEXT,) if second else ())
    assert page.current == ()


def test_a_silent_recorder_is_said_to_be_silent() -> None:
    """Nothing is said of yes or no, and asking again is one press."""
    page = recorded_page(None)

    assert page.status is HTTPStatus.SERVICE_UNAVAILABLE
    assert page.verdict.heading == "The box cannot say right now"
    assert page.verdict.texts == ("Ask again in a minute.",)
    assert (page.verdict.large, page.ask_again) == (None, True)
    assert page.looks is None


def test_a_press_that_nobody_answered_can_be_pressed_again() -> None:
    """It is not said to be stopped, nor not to be, and the button is there once more."""
    page = unanswered_page("0" * 64)

    assert page.status is HTTPStatus.SERVICE_UNAVAILABLE
    assert page.verdict.texts == (words.STOP_UNANSWERED_TEXT, words.STOP_OTHER_WAYS)
    assert page.press_again is not None
    assert page.press_again.agreement == "0" * 64
    assert page.press_again.texts == (*words.STOP_EITHER, words.STOP_FREE)


def test_what_goes_on_stands_before_what_is_over() -> None:
    """Agreements that are over are kept apart, so that nobody takes one for what holds."""
    over = here(standing=standing_of(agreed(), over=Code.STOPPED, is_closed=True))
    page = recorded_page(told(here(), over, off=Code.NOTICE_WAIT))

    assert [part.is_over for part in page.current] == [False]
    assert [part.is_over for part in page.over] == [True]


def test_what_nobody_can_read_is_told_all_the_same() -> None:
    """An agreement without a record is there, with its button, and its looks are."""
    page = recorded_page(told(here(read=None)))

    assert len(page.current) == 1
    assert page.looks is not None


def test_no_name_stands_in_the_title() -> None:
    """Titles are kept by browsers, so this one is the same for every device and every state."""
    pages = (
        recorded_page(told(here())),
        recorded_page(told(devices=())),
        recorded_page(None),
        unanswered_page("0" * 64),
    )

    assert {page.title for page in pages} == {"What is written down - Lamplight"}


NEVER_SAID = (
    "nobody can see what you do online",
    "you will be asked first",
    "you will not be in trouble",
    "are you sure",
)


@pytest.mark.parametrize("case", sample.AGREEMENTS)
def test_nothing_is_promised_that_nobody_can_keep(case: str) -> None:
    """No page promises what the box cannot hold, and none asks twice whether to stop."""
    agreement = sample.AGREEMENTS[case].agreement
    pages = (
        recorded_page(told(here(agreed(agreement)))),
        recorded_page(told(here(agreed(agreement), notice=None), off=Code.NOTICE_NONE)),
    )

    for page in pages:
        said = repr(page).casefold()
        assert [promise for promise in NEVER_SAID if promise in said] == []
