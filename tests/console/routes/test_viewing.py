"""Looking at what was written down over the wire, with a real recorder and a device that asks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from consent.acts import Viewed, ViewReason
from consent.recorder_answers import Done
from consent.recorder_requests import Look, NoticeShown, Request
from console import words
from console.security.limits import A_MINUTE
from console.security.permissions import Role
from console.services.viewing_wrong import Wrong
from console.store.recorder import Recorder
from tests.consent.commands import ceremony
from tests.console.browsing import Browser, Came
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.running import Answer
from tests.console.signing_in import Home, home_in
from tests.console.viewing_home import CARER, CARERS_WORDS, asks_for, carers_keys, with_carer
from tests.console.visit_home import HOUSEHOLD, Box, box_in, own_console

AT: Final = "/viewing"
CARD: Final = " ".join(ceremony.CARD)
CARERS: Final = " ".join(CARERS_WORDS)
SITE: Final = "chat.example"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return one console for all the homes here."""
    with box_in(tmp_path_factory.mktemp("box")) as box:
        yield box


@pytest.fixture
def home(box: Box, tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home in which something is written down about the tablet."""
    with recorder_home(tmp_path / "home") as home:
        box.point_at(home)
        home.enrolled().agreed()
        home.done(NoticeShown(address=TABLET))
        home.later(days=2, hours=8)
        yield home


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecorderHome]:
    """Return a home in which a site was written down, and a carer is named as viewer."""
    with recorder_home(tmp_path_factory.mktemp("watched")) as home:
        with_carer(home.enrolled())
        asks_for(home, SITE)
        yield home


def signed_in(watched: RecorderHome, state: Path, **parts: Recorder) -> Home:
    """Return the console of that home, in which its carer can sign in."""
    return home_in(state, CARER, text=HOUSEHOLD, **{"recorder": Recorder(watched.socket), **parts})


def fields_of(page: Came, typed: str, **more: str) -> dict[str, str]:
    """Return what the form of a page sends, with its first day and these words."""
    fields = dict(re.findall(r'name="(agreement|device)" value="(\w+)"', page.body))
    [day, *_] = re.findall(r'name="day" value="([0-9-]+)"', page.body)
    return {**fields, "day": day, "words": typed, **more}


def said(answer: Answer | Came) -> str:
    """Return the words of a page, as somebody reads them."""
    text = re.sub(r"<(head|svg)\b.*?</\1>|<[^>]*>", " ", answer.body, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def looked(box: Box, page: Answer, card: str, source: str = TABLET, **more: str) -> Answer:
    """Send the form of a page, as the browser of a device does."""
    fields = dict(re.findall(r'name="(agreement|device)" value="(\w+)"', page.body))
    [day, *_] = re.findall(r'name="day" value="([0-9-]+)"', page.body)
    return box.console.send(AT, source=source, **{**fields, "day": day, "words": card, **more})


def looks(home: RecorderHome) -> list[Viewed]:
    """Return every look on the list."""
    return [entry.act for entry in home.journal() if isinstance(entry.act, Viewed)]


def test_a_young_person_reads_their_own_with_their_card(box: Box, home: RecorderHome) -> None:
    """Nothing is shown before the look is on the list, and other words show nothing."""
    page = box.console.ask(AT, source=TABLET)
    wrong = looked(box, page, "one two three four five")
    before = looks(home)
    shown = looked(box, page, CARD)

    assert words.viewing.SHOWN not in said(page)
    assert words.viewing.WORDS in said(page)
    assert words.AGREED_ANY_HOUR in said(page)
    assert (wrong.status, before) == (422, [])
    assert (shown.status, len(looks(home))) == (200, 1)
    assert words.viewing.SHOWN in said(shown)
    assert words.viewing.DAY_EMPTY in said(shown)
    assert f"<title>{words.viewing.TITLE} - Lamplight</title>" in shown.body


def test_another_device_sees_and_opens_nothing_of_it(box: Box, home: RecorderHome) -> None:
    """A sibling's device has no form of it, and the form sent from there opens nothing."""
    page = box.console.ask(AT, source=TABLET)
    other = box.console.ask(AT, source=LAPTOP)
    sent = looked(box, page, CARD, source=LAPTOP)

    assert "Tablet" not in said(other)
    assert sent.status == 400
    assert looks(home) == []


def test_whoever_no_record_names_sees_nothing(box: Box, home: RecorderHome) -> None:
    """At the box itself, without a sign-in that a record names, there is no such page."""
    page = box.console.ask(AT)
    sent = looked(box, box.console.ask(AT, source=TABLET), CARD, source="127.0.0.1")

    assert (page.status, sent.status) == (403, 403)
    assert looks(home) == []


def test_the_eye_is_on_every_page_of_the_device_while_it_is_on(
    box: Box, home: RecorderHome
) -> None:
    """Help, rules, what is written down and a page that is not there bear it, on that device."""
    pages = ("/help", "/mine", "/recorded", "/nothing", "/my-words")
    on = [words.visit.EYE in said(box.console.ask(at, source=TABLET)) for at in pages]
    others = [words.visit.EYE in said(box.console.ask(at, source=LAPTOP)) for at in pages]
    recorded = box.console.ask("/recorded", source=TABLET).body
    pressed = re.findall(r'name="agreement" value="(\w+)"', recorded)[0]
    box.console.send("/recorded/stop", source=TABLET, agreement=pressed)
    off = [words.visit.EYE in said(box.console.ask(at, source=TABLET)) for at in pages]

    assert home.device().off is not None
    assert on == [True] * len(pages)
    assert others == off == [False] * len(pages)


def test_days_are_needed_and_tries_are_few(home: RecorderHome, state: Path) -> None:
    """Days that are none are refused in words, and words can be tried a few times a minute."""
    pages = Browser(own_console(home, state), TABLET)
    page = pages.open(AT)
    none = pages.send(AT, **fields_of(page, CARD, day="tomorrow"))
    other = pages.send(AT, **fields_of(page, CARD, day="2026-01-01"))
    wrong = fields_of(page, "one two three four five")
    tried = [pages.send(AT, **wrong) for _ in range(A_MINUTE - 1)]

    assert {one.status for one in (none, other, *tried)} == {422}
    assert words.viewing.WRONG[Wrong.DAYS] in said(none)
    assert [words.viewing.WRONG[Wrong.TOO_OFTEN] in said(one) for one in tried] == [
        *[False] * (A_MINUTE - 2),
        True,
    ]
    assert looks(home) == []


def test_a_carer_whom_a_record_names_sees_rows_once_the_look_is_listed(
    watched: RecorderHome, state: Path
) -> None:
    """Signed in, with a reason and their own words; the list has the look before a row is open."""
    listed: list[int] = []

    class Watching(Recorder):
        def done(self, request: Request, *attached: bytes) -> tuple[Done, tuple[bytes, ...]]:
            came = super().done(request, *attached)
            if isinstance(request, Look):
                listed.append(len(looks(watched)))
            return came

    before = len(looks(watched))
    pages = signed_in(watched, state, recorder=Watching(watched.socket)).signed_in(CARER)
    page = pages.open(AT)
    unsaid = pages.send(AT, **fields_of(page, CARERS))
    wrong = pages.send(AT, **fields_of(page, CARD, reason="worried"))
    refused = len(looks(watched))
    shown = pages.send(AT, **fields_of(page, CARERS, reason="worried"))
    again = pages.open(AT)
    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    [look] = looks(watched)[before:]

    assert (page.status, unsaid.status, wrong.status, shown.status) == (200, 422, 422, 200)
    assert (refused, listed) == (before, [before + 1])
    assert (look.viewer, look.reason) == (carers_keys().public.keyid, ViewReason.WORRIED)
    assert SITE in said(shown)
    assert words.viewing.ASKED in said(shown)
    assert [SITE in one.body for one in (page, unsaid, wrong, again)] == [False] * 4
    assert SITE.encode() not in kept


def test_a_helper_and_a_carer_whom_no_record_names_are_refused(
    watched: RecorderHome, state: Path
) -> None:
    """Neither the page nor its form is theirs, whatever words they know."""
    before = looks(watched)
    home = signed_in(watched, state)
    home.add("Alex", Role.HELPER)
    home.add("Jo")
    page = home.signed_in(CARER).open(AT)
    found = {}
    for name in ("Alex", "Jo"):
        pages = home.signed_in(name)
        sent = pages.send(AT, **fields_of(page, CARERS, reason="worried"))
        found[name] = (pages.open(AT).status, sent.status, SITE in sent.body)

    assert found == {"Alex": (403, 403, False), "Jo": (403, 403, False)}
    assert looks(watched) == before


def test_the_young_person_sees_the_same_rows_on_their_own_device(
    watched: RecorderHome, state: Path
) -> None:
    """What a carer may see, the young person may see, without a reason."""
    pages = Browser(own_console(watched, state), TABLET)
    shown = pages.send(AT, **fields_of(pages.open(AT), CARD))

    assert shown.status == 200
    assert SITE in said(shown)
