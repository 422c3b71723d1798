"""What a page says a stop will do, against what is so after it, for each giver and each age."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

import pytest

from consent.codes import Code
from consent.encoding import JsonValue
from consent.passphrase import stop_code_for
from consent.recorder_answers import AgreementStanding
from consent.recorder_requests import NoticeShown
from consent.records.fields import AgeBand
from consent.schema import write
from console import words
from console.pages.times import day_in_words
from tests.conftest import SOAK
from tests.consent.commands import ceremony
from tests.console.recorder_home import TABLET, RecorderHome, recorder_home
from tests.console.visit_home import Box, box_in

STOP_CODE: Final = "40719926"
CODE: Final = cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))
GIVERS: Final[dict[str, dict[str, JsonValue]]] = {
    "young person": {},
    "parent": dict(ceremony.BY_A_PARENT),
}
CASES: Final = [(giver, band) for giver in GIVERS for band in AgeBand]
FEW: Final = CASES if SOAK else CASES[::5]
"""Where nobody but an adult's press ends it, giver and age change nothing; all are in the soak."""


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
        yield home.enrolled()


def on(home: RecorderHome, giver: str, band: AgeBand) -> str:
    """Let an agreement of this giver about somebody of this age begin; return its digest."""
    changes = {**GIVERS[giver], "young_person.age_band": band.value, "home.stop_code": CODE}
    digest = home.agreed(changes)
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    assert home.device().off is None
    return digest


def said(box: Box, at: str, source: str) -> str:
    """Return the words of a page, as somebody reads them."""
    body = box.console.ask(at, source=source).body
    text = re.sub(r"<(head|svg)\b.*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def after(home: RecorderHome, digest: str) -> tuple[AgreementStanding, tuple[int, ...]]:
    """Return how an agreement stands, and for how many each of its days can be opened."""
    how = home.how()
    [standing] = [one for one in how.agreements if one.agreement == digest]
    return standing, tuple(len(day.viewers) for day in how.days if day.agreement == digest)


@pytest.mark.parametrize(("giver", "band"), CASES)
def test_the_young_persons_stop_does_what_its_page_said(
    box: Box, home: RecorderHome, giver: str, band: AgeBand
) -> None:
    """For good with their own copy for three days, or paused until a review by the day named."""
    digest = on(home, giver, band)
    before = said(box, "/recorded", TABLET)
    box.console.send("/recorded/stop", source=TABLET, agreement=digest)
    standing, openers = after(home, digest)
    by = day_in_words(standing.valid_until)
    is_for_good = all(text in before for text in words.STOP_FOR_GOOD)
    is_pause = all(text.format(date=by) in before for text in words.STOP_PAUSES)

    assert home.device().off in {Code.WITHDRAWN, Code.OBJECTED}
    assert is_for_good is (standing.over is Code.WITHDRAWN)
    assert is_pause is (standing.over is None and standing.is_objected)
    assert is_for_good is not is_pause
    assert set(openers) == ({1} if is_for_good else set(openers) - {0, 1})


@pytest.mark.parametrize(("giver", "band"), FEW)
def test_the_stop_code_does_what_the_visit_page_said(
    box: Box, home: RecorderHome, giver: str, band: AgeBand
) -> None:
    """It ends for good, and nothing that was written down can be opened by anyone."""
    digest = on(home, giver, band)
    before = said(box, "/visit/stop", TABLET)
    box.console.send("/visit/stop", source=TABLET, code=STOP_CODE)
    standing, openers = after(home, digest)

    assert all(text in before for text in words.visit.CODE_TEXT)
    assert (home.device().off, standing.over) == (Code.STOPPED, Code.STOPPED)
    assert (openers, standing.is_closed) == ((), True)


@pytest.mark.parametrize(("giver", "band"), FEW)
def test_a_carers_stop_does_what_the_agreement_page_said(
    box: Box, home: RecorderHome, giver: str, band: AgeBand
) -> None:
    """It ends for good, and nothing that was written down can be opened by anyone."""
    digest = on(home, giver, band)
    before = said(box, "/agreements", "")
    box.console.send("/agreements/stop", agreement=digest)
    standing, openers = after(home, digest)

    assert all(text in before for text in words.agreement.STOP_ENDS)
    assert (home.device().off, standing.over) == (Code.STOPPED, Code.STOPPED)
    assert (openers, standing.is_closed) == ((), True)
