"""The pages of agreements over the wire, with a real recorder behind them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from agent.recorder.errors import RecorderBroken, RecorderRefused
from consent.acts import Paused, Resumed
from consent.codes import Code
from consent.frozen import Kind
from consent.home import Press
from consent.pasted import to_text
from consent.recorder_requests import NoticeShown, Stop
from consent.sentences import SENTENCES
from consent.spoken import HomeSecret, are_receipt_words
from console import words
from console.store.published import Published
from tests.console import homes
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home, until
from tests.console.running import Answer, running
from tests.console.visit_home import Box, box_in

AT: Final = "/agreements"
EDGE: Final = "a-line-that-no-record-holds"


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


def said(answer: Answer) -> str:
    """Return the words of a page, as somebody reads them."""
    text = re.sub(r"<(head|svg)\b.*?</\1>|<[^>]*>", " ", answer.body, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def imported(box: Box, pasted: str = "", file: bytes = b"") -> Answer:
    """Send the form that takes papers in, as a browser does."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="pasted"\r\n\r\n{pasted}\r\n'.encode(),
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="r.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n".encode(),
        file,
        f"\r\n--{EDGE}--\r\n".encode(),
    ]
    return box.console.ask(
        f"{AT}/import",
        method="POST",
        headers={
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
        },
        body=b"".join(parts),
    )


def drawn_up(home: RecorderHome) -> str:
    """Have an agreement drawn up and signed; return it as the text that a mail holds."""
    return to_text(home.drawn_up())


def on(home: RecorderHome) -> str:
    """Let an agreement about the tablet begin; return its digest."""
    digest = home.agreed()
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    return digest


def test_a_pasted_mail_that_was_quoted_and_wrapped_is_taken_in(
    box: Box, home: RecorderHome
) -> None:
    """What survived a reply with quote marks and broken lines is the record that was signed."""
    text = drawn_up(home)
    lines = [line[at : at + 40] for line in text.splitlines() for at in range(0, len(line), 40)]
    quoted = "Hello Sam,\r\n" + "\r\n".join(f"> > {line}" for line in lines)
    answer = imported(box, quoted)
    page = said(box.console.ask(answer.headers["location"]))

    assert answer.status == 303
    assert len(home.how().agreements) == 1
    assert words.agreement.ADMITTED[Kind.AGREEMENT] in page
    assert "The agreement about Tablet" in page
    assert "How often: once a week" in page
    assert "Somebody you do not know keeps asking to meet you." in page


def test_a_file_is_taken_in_and_what_is_known_changes_nothing(box: Box, home: RecorderHome) -> None:
    """The same record as a file, and once more, which the page says it had already."""
    text = drawn_up(home).encode()
    first, again = imported(box, file=text), imported(box, file=text)

    assert (first.status, again.status) == (303, 303)
    assert words.agreement.KNOWN in said(box.console.ask(again.headers["location"]))
    assert len(home.how().agreements) == 1


@pytest.mark.parametrize(
    ("pasted", "why"),
    {
        "nothing": ("", words.agreement.IMPORT_NOTHING),
        "a greeting": ("Hello Sam, see you on Monday", SENTENCES[Code.PASTE_NOTHING].carer),
    }.values(),
)
def test_what_is_no_record_is_refused_in_words(
    box: Box, home: RecorderHome, pasted: str, why: str
) -> None:
    """The page says what is wrong, keeps what was typed, and nothing has changed."""
    answer = imported(box, pasted)

    assert answer.status == 422
    assert why in said(answer)
    assert pasted in answer.body
    assert home.how().agreements == ()


def test_a_record_of_another_box_is_refused_in_words(
    box: Box, home: RecorderHome, tmp_path: Path
) -> None:
    """What the recorder does not admit is told by its own sentence, and nothing has changed."""
    with recorder_home(tmp_path / "other") as other:
        text = drawn_up(other.enrolled())
    answer = imported(box, text)

    assert answer.status == 422
    assert words.agreement.REFUSED in said(answer)
    assert home.how().agreements == ()


@pytest.mark.parametrize(
    ("kind", "status"),
    {
        "another form": ("application/x-www-form-urlencoded", 415),
        "not this boundary": (f"multipart/form-data; boundary=other-{EDGE}", 400),
    }.values(),
)
def test_what_no_form_of_ours_sends_is_refused(box: Box, kind: str, status: int) -> None:
    """The door of the form takes its own kind and nothing else."""
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": kind}
    answer = box.console.ask(
        f"{AT}/import", method="POST", headers=headers, body=b"pasted=x&file=y"
    )

    assert answer.status == status


def test_a_mail_without_end_is_refused_before_it_is_read(box: Box) -> None:
    """More than all records of a home together is not read at all."""
    assert imported(box, "x" * 1_000_001).status == 413


def test_a_pause_and_its_end_are_one_press_each(box: Box, home: RecorderHome) -> None:
    """What is paused says so, with the one button that ends it; then it goes on as before."""
    digest = on(home)
    pressed = box.console.send(f"{AT}/pause", agreement=digest)
    page, off = box.console.ask(AT), home.device().off
    actions = set(re.findall(r'action="([^"]+)"', page.body))
    ended = box.console.send(f"{AT}/resume", agreement=digest)
    acts = [type(one.act) for one in home.journal()]

    assert (pressed.status, ended.status, ended.headers["location"]) == (303, 303, AT)
    assert off == Code.PAUSED
    assert words.agreement.PAUSED_TEXT in said(page)
    assert actions == {f"{AT}/stop", f"{AT}/import", f"{AT}/resume"}
    assert home.device().off is None
    assert (acts.count(Paused), acts.count(Resumed)) == (1, 1)


def test_the_end_of_a_pause_ends_nothing_else(box: Box, home: RecorderHome) -> None:
    """After the young person's stop, or the agreement's last day, nothing is written down again."""
    digest = on(home)
    box.console.send(f"{AT}/pause", agreement=digest)
    home.done(Stop(agreement=digest, press=Press.YOUNG_PERSON))
    box.console.send(f"{AT}/resume", agreement=digest)
    stopped = home.device().off
    young = box.console.send(f"{AT}/resume", source=TABLET, agreement=digest)

    assert stopped is not None
    assert stopped != Code.PAUSED
    assert young.status == 403


def test_a_carers_stop_ends_it_and_gives_four_words(box: Box, home: RecorderHome) -> None:
    """What the page said before the button is what is so after it."""
    digest = on(home)
    before = said(box.console.ask(AT))
    pressed = box.console.send(f"{AT}/stop", agreement=digest)
    page = box.console.ask(pressed.headers["location"])
    [receipt] = re.findall(r'class="receipt"><bdi>(.*?)</bdi>', page.body)
    secret = HomeSecret((home.state / "spoken.key").read_bytes())

    assert all(text in before for text in words.agreement.STOP_ENDS)
    assert home.device().off == Code.STOPPED
    assert [day for day in home.how().days if day.agreement == digest] == []
    assert are_receipt_words(receipt, secret, digest)


def test_a_press_about_nothing_changes_nothing(box: Box, home: RecorderHome) -> None:
    """An agreement that the box does not know is refused in words."""
    answers = [box.console.send(f"{AT}/{what}", agreement="0" * 64) for what in ("pause", "stop")]

    assert {answer.status for answer in answers} == {422}
    assert home.how().agreements == ()


def test_a_stop_waits_until_it_was_entered_who_was_told(box: Box, home: RecorderHome) -> None:
    """The card stands with the numbers to ring, over wrong entries, and goes by a right one."""
    digest = on(home)
    numbers = {
        f"{field}-{route}": "" for route in words.contacts.ROUTES for field in ("name", "number")
    }
    bad = box.console.send(
        f"{AT}/numbers", **numbers | {"name-out-of-hours": "Duty", "number-out-of-hours": "none"}
    )
    kept = box.console.send(
        f"{AT}/numbers",
        **numbers | {"name-out-of-hours": "Duty", "number-out-of-hours": "0300 555 0199"},
    )
    home.done(Stop(agreement=digest, press=Press.YOUNG_PERSON))
    before = box.console.ask(AT)
    [place] = re.findall(r'name="place" value="(\d+)"', before.body)
    told = f"{AT}/told"
    early = box.console.send(told, place=place, who="Priya", when="2020-01-01T10:00")
    late = box.console.send(told, place=place, who="Priya", when="2030-01-01T10:00")
    empty = box.console.send(told, place=place, who=" ", when="2026-11-23T17:30")
    still = box.console.ask(AT)
    done = box.console.send(told, place=place, who="Priya", when="2026-11-23T17:30")
    after = said(box.console.ask(AT))

    assert (bad.status, kept.status) == (422, 303)
    assert 'href="tel:03005550199"' in before.body
    assert words.contacts.TELL_STOP in said(before)
    assert (early.status, late.status, empty.status, done.status) == (422, 422, 422, 303)
    assert words.contacts.TELL_STOP in said(still)
    assert words.contacts.TELL_STOP not in after
    assert "Priya was told on 23 November 2026, 17:30." in after


def test_the_home_card_is_text_and_a_square_code_or_says_why_not(
    box: Box, home: RecorderHome
) -> None:
    """What a social worker drafts from can be copied off the page, with the box's eight words."""
    page = box.console.ask(f"{AT}/home-card")

    assert "-----BEGIN LAMPLIGHT HOME CARD-----" in page.body
    assert ("<path d=" in page.body) is (words.agreement.CARD_LARGE not in page.body)
    assert home.how().box


def test_the_end_of_a_placement_is_said_ticked_and_done(box: Box, home: RecorderHome) -> None:
    """Without the tick nothing ends; with it all is erased, and the list is there once."""
    on(home)
    first, rules = home.how().box, Published(box.state).snapshot_path.read_bytes()
    before = said(box.console.ask(f"{AT}/end"))
    unticked = box.console.ask(
        f"{AT}/end",
        method="POST",
        headers={
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        body=b"",
    )
    still = home.how().box
    ended = box.console.send(f"{AT}/end", sure="yes")
    page = box.console.ask(ended.headers["location"])
    listed = box.console.ask(re.findall(r'href="([^"]+/list)"', page.body)[0])

    assert all(text in before for text in words.agreement.END_TEXT)
    assert Published(box.state).snapshot_path.read_bytes() == rules
    assert (unticked.status, still == first, ended.status) == (422, True, 303)

    def is_another() -> bool:
        with suppress(RecorderRefused, RecorderBroken):  # while it ends, and before it began anew
            return home.how().box != first
        return False

    until(is_another)
    assert (home.how().agreements, home.how().devices) == ((), ())
    assert (listed.status, len(listed.body) > 1_000) == (200, True)
    assert box.console.ask(f"{AT}/ended/other").status == 404
    assert box.console.ask(f"{AT}/ended/other/list").status == 404


def test_it_is_for_carers_and_for_no_young_person(box: Box, home: RecorderHome) -> None:
    """On a young person's own device the page is not for them; theirs is another."""
    on(home)

    assert box.console.ask(AT, source=LAPTOP).status in {303, 403}
    assert box.console.send(f"{AT}/pause", source=LAPTOP, agreement="0" * 64).status == 403


def test_while_the_recorder_is_silent_the_numbers_are_there(box: Box, home: RecorderHome) -> None:
    """The page says that it cannot say, and nothing pressed is said to be done."""
    digest = on(home)
    home.stop()
    page = box.console.ask(AT)
    pressed = box.console.send(f"{AT}/pause", agreement=digest)
    card, ending = box.console.ask(f"{AT}/home-card"), box.console.send(f"{AT}/end", sure="yes")
    pasted = imported(box, "x")
    home.start()

    assert (page.status, pressed.status, card.status, ending.status) == (503, 503, 503, 422)
    assert words.agreement.SILENT in page.body
    assert words.agreement.NO_ANSWER in said(pressed)
    assert pasted.status in {422, 503}


def test_without_a_recorder_there_is_no_such_page(tmp_path: Path) -> None:
    """A home that cannot record anything has no page about it."""
    file = tmp_path / "household.toml"
    file.write_text(homes.FULL, encoding="utf-8")
    with running(file, tmp_path / "state") as console:
        found = {at: console.ask(at).status for at in (AT, f"{AT}/end", "/my-words")}

    assert set(found.values()) == {404}
