"""The visit page over the wire, with a real recorder behind it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Final, cast

import pytest

from consent.bundle import bundle_from_octets
from consent.codes import Code
from consent.encoding import JsonValue
from consent.home import Press
from consent.passphrase import stop_code_for
from consent.recorder_requests import NoticeShown, Pause, Resume, Stop
from consent.schema import write
from consent.sentences import SENTENCES
from consent.spoken import HomeSecret, are_receipt_words, are_spoken_words
from consent.spoken_about import VisitState, about_of
from console import words
from console.app import create_app
from console.routes.visit import STOP_AT
from console.security.hosts import OUR_NAMES
from console.security.limits import A_MINUTE
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.recorder import Recorder
from tests.console import homes
from tests.console.browsing import Browser, Came
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.running import Answer, running
from tests.console.visit_home import Box, box_in, own_console

AT: Final = "/visit"
STOP_CODE: Final = "4071 9926"
CODE: Final = cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))


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


def on(home: RecorderHome, changes: Mapping[str, JsonValue] | None = None) -> str:
    """Let an agreement about the tablet begin; return its digest."""
    digest = home.agreed(changes)
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    return digest


@pytest.fixture
def own(home: RecorderHome, state: Path) -> Browser:
    """Return a browser at a console of its own: how often words were asked for begins anew."""
    return Browser(own_console(home, state))


def said(answer: Answer | Came) -> str:
    """Return the words of a page, as somebody reads them."""
    text = re.sub(r"<(head|svg)\b.*?</\1>|<[^>]*>", " ", answer.body, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def secret(home: RecorderHome) -> HomeSecret:
    """Return what the box shares with the social worker."""
    return HomeSecret((home.state / "spoken.key").read_bytes())


def receipt(answer: Answer | Came) -> str:
    """Return the words that a page has for the telephone."""
    return str(re.findall(r'class="receipt"><bdi>(.*?)</bdi>', answer.body)[0])


def test_the_page_says_what_is_on_until_when_and_what_happened(
    box: Box, home: RecorderHome
) -> None:
    """State, last day, review, check words, looks and what happened stand on one page."""
    before = said(box.console.ask(AT))
    digest = on(home)
    home.looked(digest)
    page = said(box.console.ask(AT))
    paper = home.desk.text

    assert words.visit.NOBODY_YET in before
    assert words.visit.YES_TEXT.format(devices="Tablet") in page
    assert "It goes on until 22 December 2026" in page
    assert "The next review is due by 23 December 2026" in page
    [check] = re.findall(r"Check words ((?:[a-z-]+ ){5}[a-z-]+) The signed", page)
    assert check in " ".join(paper.split())
    assert "The young person, with their card. Days: 23 November 2026." in page
    assert words.visit.ACTS["on"].format(device="Tablet") in page
    assert words.visit.GAPS_NONE in page


def test_off_is_told_with_its_reason_and_gaps_with_theirs(box: Box, home: RecorderHome) -> None:
    """A pause shows as the reason why it is off, and afterwards as a gap from when to when."""
    digest = on(home)
    home.done(Pause(agreement=digest))
    paused = said(box.console.ask(AT))
    home.later(hours=2)
    home.done(Resume(agreement=digest))
    home.decide()
    after = said(box.console.ask(AT))

    assert words.visit.NO_TEXT in paused
    assert words.visit.PAUSED in paused
    assert f"Tablet: off. {SENTENCES[Code.PAUSED].carer}" in paused
    assert "Since 23 November 2026, 17:30" in paused
    assert "From 23 November 2026, 17:30 to 23 November 2026, 19:30" in after
    assert words.visit.YES_TEXT.format(devices="Tablet") in after


def test_the_four_words_vouch_for_what_the_page_shows(home: RecorderHome, own: Browser) -> None:
    """Words answer the four digits for this state alone, and what are no digits is said so."""
    digest = on(home)
    answer = own.send(f"{AT}/spoken", digits="12 34")
    wrong = own.send(f"{AT}/spoken", digits="12a4")
    until = home.how().agreements[0].valid_until
    state = VisitState(is_on=True, agreement=digest[:16], level=2, until=until)
    other = VisitState(is_on=False, agreement=digest[:16], level=2, until=until)

    def fits(about: VisitState) -> bool:
        now = home.time.now
        return are_spoken_words(receipt(answer), secret(home), "1234", now, about=about_of(about))

    assert (fits(state), fits(other)) == (True, False)
    assert (wrong.status, words.visit.DIGITS_WRONG in said(wrong)) == (422, True)
    assert 'value="12a4"' in wrong.body


def test_the_statement_answers_six_digits_and_is_signed(box: Box, home: RecorderHome) -> None:
    """The text on the page is the box's own, for these digits, with a square code beside it."""
    on(home)
    answer = box.console.send(f"{AT}/status", challenge="482 913")
    text = html.unescape(re.findall(r"<pre.*?<code>(.*?)</code>", answer.body, re.DOTALL)[0])
    wrong = box.console.send(f"{AT}/status", challenge="48")

    assert "\nasked 482913\n" in text
    assert re.search(r'class="square".*?<path d="M', answer.body)
    assert wrong.status == 422


def test_the_stop_code_stops_and_gives_four_words(box: Box, home: RecorderHome) -> None:
    """Whoever types it has the receipt, also after loading again; another code stops nothing."""
    digest = on(home, {"home.stop_code": CODE})
    wrong = box.console.send(f"{AT}/stop", code="1111 2222", source=LAPTOP)
    before = home.device().off
    pressed = box.console.send(f"{AT}/stop", code=STOP_CODE, source=LAPTOP)
    shown = box.console.ask(pressed.headers["location"], source=LAPTOP)
    again = box.console.ask(pressed.headers["location"], source=LAPTOP)

    assert (wrong.status, before) == (422, None)
    assert SENTENCES[Code.STOP_CODE_WRONG].carer in said(wrong)
    assert pressed.status == 303
    assert home.device().off == Code.STOPPED
    assert are_receipt_words(receipt(shown), secret(home), digest)
    assert receipt(again) == receipt(shown)
    assert box.console.ask(f"{AT}/stop/nothing").status == 404


def test_the_list_can_be_taken_away(box: Box, home: RecorderHome) -> None:
    """What is saved is the box's whole list, as a social worker's desk opens it."""
    on(home)
    asking = HTTPConnection("127.0.0.1", box.console.port, source_address=(TABLET, 0))
    asking.request("GET", f"{AT}/list")
    answer = asking.getresponse()
    octets = answer.read()
    asking.close()
    opened = bundle_from_octets(octets)

    assert answer.status == 200
    assert "attachment" in str(answer.getheader("content-disposition"))
    assert len(opened.journal) == len(home.journal())


def test_a_young_person_sees_what_is_about_their_own_device(box: Box, home: RecorderHome) -> None:
    """On the tablet there is its agreement, on another young person's laptop nothing of it."""
    on(home)
    mine, others = (
        said(box.console.ask(AT, source=TABLET)),
        said(box.console.ask(AT, source=LAPTOP)),
    )

    assert words.visit.YES_TEXT.format(devices="Tablet") in mine
    assert "Tablet" not in others
    assert words.visit.AGREEMENT not in others


def test_a_review_that_is_due_and_overdue_is_said(box: Box, home: RecorderHome) -> None:
    """Once no review came in time the page says that it is over, and why."""
    on(home)
    home.later(days=35)
    page = said(box.console.ask(AT))

    assert SENTENCES[Code.TIME_REVIEW].carer in page
    assert words.visit.NO_TEXT in page


def test_while_the_recorder_is_silent_nothing_is_guessed(
    box: Box, home: RecorderHome, own: Browser
) -> None:
    """The page says that it cannot say, and no part of it shows an older answer."""
    on(home)
    home.stop()
    page = box.console.ask(AT)
    spoken = own.send(f"{AT}/spoken", digits="1234")
    listed = box.console.ask(f"{AT}/list")
    home.start()

    assert (page.status, listed.status) == (503, 503)
    assert words.visit.SILENT in page.body
    assert words.visit.NO_ANSWER in spoken.body
    assert words.visit.NO_TEXT not in page.body


def test_without_a_recorder_there_is_no_such_page(tmp_path: Path) -> None:
    """A home that cannot record anything has no page about it."""
    file = tmp_path / "household.toml"
    file.write_text(homes.FULL, encoding="utf-8")
    with running(file, tmp_path / "state") as console:
        found = {at: console.ask(at).status for at in (AT, f"{AT}/stop", f"{AT}/list")}

    assert set(found.values()) == {404}


def test_that_all_is_erased_is_stated_to_take_away(home: RecorderHome, own: Browser) -> None:
    """Only once nothing can be opened any more are carer and young person given the statement."""
    # Before that, on another's device, and of what is no agreement, nobody is.
    digest = on(home)
    at = f"{AT}/erased/{digest}"
    young, others = Browser(own.app, TABLET), Browser(own.app, LAPTOP)
    before = [one.open(at).status for one in (own, young)]
    home.done(Stop(agreement=digest, press=Press.YOUNG_PERSON))
    home.later(hours=73)
    stated = [one.open(at) for one in (own, young)]
    leads = [
        f'href="{at}"' in one.body for one in (own.open("/agreements"), young.open("/recorded"))
    ]
    others_status = [others.open(at).status, own.open(f"{AT}/erased/{'0' * 64}").status]

    assert before == [404, 404]
    assert [one.status for one in stated] == [200, 200]
    assert all(f"agreement {digest[:16]}\n" in one.body for one in stated)
    assert all("lamplight-erased.txt" in one["content-disposition"] for one in stated)
    assert leads == [True, True]
    assert others_status == [404, 404]


def test_spoken_words_are_asked_for_a_few_times_a_minute(home: RecorderHome, own: Browser) -> None:
    """Nobody has all of them shown in order to read them out another day."""
    asked = [own.send(f"{AT}/spoken", digits=f"{at:04}") for at in range(A_MINUTE + 2)]
    others = Browser(own.app, TABLET).send(f"{AT}/spoken", digits="1234")
    refused = [words.visit.TOO_MANY in said(answer) for answer in (*asked, others)]

    assert home.how().agreements == ()
    assert refused == [False] * A_MINUTE + [True, True, True]


def test_in_a_family_home_none_of_these_pages_is_there(home: RecorderHome, state: Path) -> None:
    """With a recorder on the same machine too, no address answers, and no page leads to one."""
    house = homes.house_at(state, homes.FULL, homes.IN_FORCE, recorder=Recorder(home.socket))
    with house.database.changing() as session:
        kept = home_of(session)
        assert kept is not None
        save_home(session, replace(kept, kind=HomeKind.FAMILY))
    app = create_app(house, OUR_NAMES)
    ats = (
        "/visit",
        STOP_AT,
        "/visit/list",
        "/agreements",
        "/agreements/end",
        "/viewing",
        "/my-words",
    )
    pages = Browser(app)
    found = {at: pages.open(at).status for at in ats}
    start = pages.open("/")

    assert set(found.values()) == {404}
    assert start.status == 200
    assert [at for at in ats if f'href="{at}"' in start.body] == []
