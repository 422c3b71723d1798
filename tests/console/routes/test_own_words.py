"""A young person's own words over the wire, on their own device, with a real recorder."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from consent.recorder_requests import NoticeShown
from console import words
from tests.consent.commands import ceremony
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.running import Answer
from tests.console.visit_home import Box, box_in

AT: Final = "/my-words"
CARERS: Final = "/agreements"
OPEN, LOCKED = "I like it here.", "I do not like the new rule."


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return one console for all the homes here."""
    with box_in(tmp_path_factory.mktemp("box")) as box:
        yield box


@pytest.fixture
def home(box: Box, tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices, and the console asks its recorder."""
    with recorder_home(tmp_path / "home") as home:
        box.point_at(home)
        # The console is the same for all tests here, so what it kept is erased first.
        for number in re.findall(
            r'name="number" value="(\d+)"', box.console.ask(AT, source=TABLET).body
        ):
            box.console.send(f"{AT}/erase", source=TABLET, number=number)
        yield home.enrolled()


def said(answer: Answer) -> str:
    """Return the words of a page, as somebody reads them."""
    text = re.sub(r"<(head|svg)\b.*?</\1>|<[^>]*>", " ", answer.body, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def written(box: Box, text: str, readers: str = "carers", purpose: str = "review") -> Answer:
    """Write something on the tablet."""
    return box.console.send(AT, source=TABLET, purpose=purpose, readers=readers, text=text)


def test_words_are_for_carers_or_locked_for_the_card(box: Box, home: RecorderHome) -> None:
    """What is not for a carer stands nowhere in the open, and the five words open it."""
    home.agreed()
    assert {written(box, OPEN).status, written(box, LOCKED, "private").status} == {303}
    mine, carers = said(box.console.ask(AT, source=TABLET)), said(box.console.ask(CARERS))
    wrong = box.console.send(f"{AT}/open", source=TABLET, card="one two three four five")
    opened = box.console.send(f"{AT}/open", source=TABLET, card=" ".join(ceremony.CARD))
    again = said(box.console.ask(AT, source=TABLET))
    kept = b"".join(path.read_bytes() for path in (box.state / "console").glob("household.db*"))

    assert words.own_words.PRIVATE in mine
    assert (OPEN in mine, LOCKED in mine, words.own_words.LOCKED in mine) == (True, False, True)
    assert (OPEN in carers, LOCKED in carers) == (True, False)
    assert words.own_words.CARERS_LINE.split("{", maxsplit=1)[0] in carers
    assert (wrong.status, LOCKED in said(wrong)) == (422, False)
    assert LOCKED in said(opened)
    assert LOCKED not in again
    assert (OPEN.encode() in kept, LOCKED.encode() in kept) == (True, False)


def test_without_a_card_nothing_is_promised_to_be_locked(box: Box, home: RecorderHome) -> None:
    """Where no agreement names a card the choice is not there, and asking for it keeps nothing."""
    page = said(box.console.ask(AT, source=TABLET))
    answer = written(box, LOCKED, "private")

    assert home.how().agreements == ()
    assert words.own_words.PRIVATE not in page
    assert words.own_words.CARERS in page
    assert (answer.status, LOCKED in said(answer)) == (422, True)
    assert words.own_words.NOTHING in said(box.console.ask(AT, source=TABLET))


def test_only_the_own_device_reads_writes_and_erases(box: Box, home: RecorderHome) -> None:
    """Another young person's device shows its own words alone, and erases none of these."""
    home.agreed()
    written(box, OPEN, purpose="house")
    page = box.console.ask(AT, source=TABLET)
    [number] = re.findall(r'name="number" value="(\d+)"', page.body)
    other = said(box.console.ask(AT, source=LAPTOP))
    box.console.send(f"{AT}/erase", source=LAPTOP, number=number)
    still = said(box.console.ask(AT, source=TABLET))
    box.console.send(f"{AT}/erase", source=TABLET, number=number)
    gone = said(box.console.ask(AT, source=TABLET))
    carer = box.console.ask(AT)

    assert "A line for the house agreement" in said(page)
    assert (OPEN in other, OPEN in still, OPEN in gone) == (False, True, False)
    assert carer.status == 403


@pytest.mark.parametrize(
    ("text", "why"),
    {
        "nothing": ("  ", words.own_words.WRONG),
        "too long": ("a" * 2_001, words.own_words.WRONG),
    }.values(),
)
def test_what_cannot_be_kept_is_said_and_stays_typed(
    box: Box, home: RecorderHome, text: str, why: dict[object, str]
) -> None:
    """A refused text is still in its field."""
    answer = written(box, text)

    assert home.how().box
    assert answer.status == 422
    assert any(one in said(answer) for one in why.values())
    assert text.strip() in answer.body


def test_words_go_once_no_device_was_heard_for_sixty_days(box: Box, home: RecorderHome) -> None:
    """A device that still shows its pages keeps them; 60 days without it erase them."""
    home.agreed()
    home.done(NoticeShown(address=TABLET))
    written(box, OPEN)
    home.later(days=59)
    kept = said(box.console.ask(CARERS))
    home.later(days=1)
    gone = said(box.console.ask(CARERS))

    assert (OPEN in kept, OPEN in gone) == (True, False)


def test_a_page_that_is_opened_keeps_them_longer(box: Box, home: RecorderHome) -> None:
    """The days count from when the device was heard last."""
    home.agreed()
    written(box, OPEN)
    home.later(days=40)
    box.console.ask(AT, source=TABLET)
    home.later(days=40)

    assert OPEN in said(box.console.ask(CARERS))


def test_the_end_of_a_placement_erases_them(box: Box, home: RecorderHome) -> None:
    """What the page of the end says about them is done with it."""
    home.agreed()
    written(box, OPEN)
    ended = box.console.send("/agreements/end", sure="yes")

    assert ended.status == 303
    assert OPEN not in said(box.console.ask(AT, source=TABLET))
