from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from console import words
from console.security.backup import FULL, seal, unseal
from console.security.passwords import TESTS
from console.services.backup import (
    backup_of,
    opened,
    restore,
)
from console.services.backup_states import Held, Unopened
from console.services.first_run import AnotherStep, step_in
from console.services.grants import Opened, Pause, give
from console.services.home import change_home, household_in
from console.services.home import home_in as kept_home
from console.services.household_text import household_text
from console.services.outcomes import Length
from console.services.publish import publish
from console.store.allowed_file import AllowedName
from console.store.database.changes import Changed, Note, changes_in
from console.store.database.first_runs import Step
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.database.own_numbers import OwnNumber
from policy.categories import Category
from policy.document import MAX_RULES, household_from_toml
from policy.names import from_text
from policy.what import What
from tests.console import homes
from tests.console.browsing import ELSEWHERE, Browser, Came, hidden
from tests.console.signing_in import Home, home_in
from tests.promises.test_nothing_is_written_down import places

PHRASE: Final = "seven quiet herons"
NAN: Final = OwnNumber(name="Nan", number="020 7946 0000")
BOUNDARY: Final = "----frontier7"


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Return another box, that nobody set up."""
    return home_in(tmp_path / "another", text=None)


def sent_file(browser: Browser, path: str, file: bytes, **fields: str) -> Came:
    """Send a file as a form of a page does."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode()
        for name, text in fields.items()
    ]
    parts.append(
        b'Content-Disposition: form-data; name="file"; filename="Maya.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n" + file
    )
    body = b"".join(b"--%s\r\n%s\r\n" % (BOUNDARY.encode(), part) for part in parts)
    headers = {
        "sec-fetch-site": "same-origin",
        "content-type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    return browser.ask("POST", path, headers, body + f"--{BOUNDARY}--\r\n".encode())


def test_the_first_run_goes_on_with_the_home_that_came_back(home: Home, empty: Home) -> None:
    """Its carer chooses a new password under the old name; people are not asked for again."""
    restore(empty.house, "this box", opened(backup_of(home.house, PHRASE, TESTS), PHRASE, TESTS))
    browser = empty.browser()
    numbers = {f"{part}-{n}": "" for n in range(1, 5) for part in ("name", "number")}
    came = browser.send("/first-run/carer", name="Sam", password=PHRASE, **numbers)

    assert came.status == 303
    assert step_in(empty.house) is Step.DEVICE
    assert household_in(empty.house) == household_in(home.house)


def test_a_real_backup_takes_the_full_work(home: Home, empty: Home) -> None:
    """What leaves the box is sealed by the version's own amount of work, and opens by it."""
    came = home.signed_in("Sam").send("/backup", passphrase=PHRASE)
    browser = empty.browser()
    shown = sent_file(browser, "/first-run/backup", came.body.encode(), passphrase=PHRASE)
    restored = browser.send("/first-run/backup/now", mark=hidden(shown, "mark"), go="yes")

    assert (came.status, FULL.memory_kib, FULL.rounds) == (200, 65_536, 3)
    assert came["content-disposition"] == 'attachment; filename="lamplight-backup.txt"'
    assert came.body.startswith("lamplight-backup/v2\n")
    assert "Maya" not in came.body
    assert (restored.status, restored["location"]) == (303, "/first-run")
    assert household_in(empty.house) == household_in(home.house)


def _sealed(document: object) -> bytes:
    return seal(json.dumps(document).encode(), PHRASE, FULL)


GOOD: Final = {
    "format": "lamplight-home/v1",
    "kind": "family",
    "household": {"format": "lamplight-household/v1"},
    "grants": [],
    "numbers": [],
}
NO_RECORDS: Final = {"held": "none", "packed": ""}
HOLDS: Final = GOOD | {"format": "lamplight-home/v2", "records": NO_RECORDS}
BAD: Final[dict[str, tuple[bytes, Unopened]]] = {
    "empty": (b"", Unopened.NO_BACKUP),
    "another file": (b"PK\x03\x04", Unopened.NO_BACKUP),
    "a newer one": (b"lamplight-backup/v3\nAAAA\n", Unopened.NEWER),
    "cut short": (b"lamplight-backup/v1\nAAAA\n", Unopened.WRONG),
    "no base64": (b"lamplight-backup/v1\n****\n", Unopened.WRONG),
    "of another passphrase": (seal(b"{}", "another one", TESTS), Unopened.WRONG),
    "no document": (seal(b"home", PHRASE, FULL), Unopened.CONTENTS),
    "a member less": (_sealed({"format": "lamplight-home/v1"}), Unopened.CONTENTS),
    "newer inside": (_sealed(GOOD | {"format": "lamplight-home/v3"}), Unopened.NEWER),
    "no format": (_sealed({"kind": "family"}), Unopened.CONTENTS),
    "no records": (_sealed(GOOD | {"format": "lamplight-home/v2"}), Unopened.CONTENTS),
    "records of before": (_sealed(GOOD | {"records": NO_RECORDS}), Unopened.CONTENTS),
    "records that are none": (_sealed(HOLDS | {"records": []}), Unopened.CONTENTS),
    "another kind": (_sealed(GOOD | {"kind": "hotel"}), Unopened.CONTENTS),
    "no household": (_sealed(GOOD | {"household": {}}), Unopened.CONTENTS),
    "grants that are none": (_sealed(GOOD | {"grants": [1]}), Unopened.CONTENTS),
    "no rows": (_sealed(GOOD | {"numbers": "Nan"}), Unopened.CONTENTS),
    "a row of one": (_sealed(GOOD | {"numbers": [["Nan"]]}), Unopened.CONTENTS),
    "a number that is none": (_sealed(GOOD | {"numbers": [["Nan", 1]]}), Unopened.CONTENTS),
    "a number to click": (_sealed(GOOD | {"numbers": [["N", "x:1"]]}), Unopened.CONTENTS),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_opened_is_told_and_changes_nothing(case: str, empty: Home) -> None:
    """The page says what is wrong and what to do, and the box is as empty as before."""
    file, why = BAD[case]
    browser = empty.browser()
    came = sent_file(browser, "/first-run/backup", file, passphrase=PHRASE)

    assert came.status == 422
    assert came.shows(words.backup.RESTORE_WRONG[why])
    assert came.shows(words.backup.NOTHING_CHANGED)
    assert PHRASE not in came.body
    assert (kept_home(empty.house), step_in(empty.house)) == (None, Step.HOME)


def test_a_home_that_is_there_is_never_written_over(home: Home) -> None:
    """A backup is for an empty box; a home that is set up stays as it is."""
    backup = backup_of(home.house, PHRASE, TESTS)
    before = kept_home(home.house)
    with pytest.raises(AnotherStep):
        restore(home.house, "Sam", opened(backup, PHRASE, TESTS))
    came = sent_file(home.signed_in("Sam"), "/first-run/backup", backup, passphrase=PHRASE)

    assert came.status == 403
    assert kept_home(home.house) == before


def test_the_page_for_bringing_back_is_there_on_an_empty_box_alone(empty: Home) -> None:
    """Once the home has its kind, the address leads to the screen that is next."""
    browser = empty.browser()
    first = browser.open("/first-run/backup")
    browser.send("/first-run/home", kind="family")
    later = browser.open("/first-run/backup")
    sent = sent_file(browser, "/first-run/backup", b"", passphrase="")

    assert first.shows(words.backup.RESTORE)
    assert (later.status, later["location"]) == (303, "/first-run")
    assert (sent.status, sent["location"]) == (303, "/first-run")


def test_a_short_passphrase_makes_no_backup(home: Home) -> None:
    """What is easily guessed protects nothing, so it is not taken."""
    came = home.signed_in("Sam").send("/backup", passphrase=PHRASE[:9])

    assert (came.status, came.shows(words.backup.PHRASE_SHORT)) == (422, True)


@pytest.mark.parametrize("path", ["/backup", "/backup/text"])
@pytest.mark.parametrize("source", [ELSEWHERE, "192.168.77.21"])
def test_it_is_for_carers_who_signed_in(path: str, source: str, home: Home) -> None:
    """Nobody else in the network takes this home away."""
    browser = home.browser(source, "https")

    assert "Maya" not in browser.open(path).body
    assert browser.open(path).status != 200
    assert browser.send(path, passphrase=PHRASE).status == 403


def test_a_passphrase_is_not_typed_over_a_plain_line(home: Home) -> None:
    """Anybody could read it along, so the page is not there."""
    browser = home.signed_in("Sam")
    browser.source = ELSEWHERE

    assert browser.open("/backup").status != 200


CHANGED: Final = homes.FULL.replace('block = ["chat.example"', 'block = ["other.example"')
WITHOUT_NOOR: Final = homes.FULL.replace('[[young_people]]\nname = "Noor"\n', "")


def looked_at(browser: Browser, text: str) -> Came:
    """Send a text of the home; return the page that tells what would change."""
    page = sent_file(browser, "/backup/text", text.encode())
    assert page.status == 200, page.body
    return page


def say(browser: Browser, page: Came, go: str = "yes") -> Came:
    """Answer the question of that page."""
    return browser.send("/backup/text/now", mark=hidden(page, "mark"), go=go)


def in_all(home: Home) -> tuple[object, ...]:
    """Return all of a home that a text could change: what is kept, listed and published."""
    with home.house.database.reading() as session:
        listed = changes_in(session)
    published = home.house.published.snapshot_path
    return kept_home(home.house), listed, published.stat().st_ino, published.read_bytes()


def test_the_text_is_read_again_as_the_same_home(home: Home) -> None:
    """What is saved as text can be changed by hand and taken up, also at the start."""
    sam = home.signed_in("Sam")
    text = sam.open("/backup/text").body
    changed = text.replace('"chat.example"', '"other.example"', 1)
    came = say(sam, looked_at(sam, changed))

    assert household_from_toml(text) == household_from_toml(homes.FULL)
    assert (came.status, came["location"]) == (303, "/backup/taken")
    assert sam.open("/backup/taken").shows(words.backup.TAKE_DONE)
    assert household_in(home.house) == household_from_toml(changed)
    assert household_from_toml(household_text(home.house)) == household_in(home.house)


def test_a_text_is_told_before_it_is_taken(home: Home) -> None:
    """What would end and begin stands on the page; nothing is kept, listed or published yet."""
    sam = home.signed_in("Sam")
    before = in_all(home)
    page = looked_at(sam, CHANGED)

    for sentence in (
        words.backup.PREVIEW_TEXT,
        words.backup.TAKE_HOME_NOW,
        words.backup.YOUNG_PEOPLE.format(names="Maya, Leo, Noor"),
        words.backup.ENDS,
        "chat.example is blocked.",
        words.backup.BEGINS,
        "other.example is blocked.",
        words.backup.TAKE_YES,
    ):
        assert page.shows(sentence), sentence
    assert words.backup.TAKE_LEAVES_TEXT not in page.body
    assert in_all(home) == before
    assert places(home.house.published.state, "other.example") == []


def test_who_would_not_live_here_any_more_is_told_by_name(home: Home) -> None:
    """With them goes what they wrote, for good, so nobody takes them out by a slip."""
    page = looked_at(home.signed_in("Sam"), WITHOUT_NOOR)

    assert page.shows(words.backup.TAKE_LEAVES.format(names="Noor"))
    assert page.shows(words.backup.TAKE_LEAVES_TEXT)


def test_whoever_says_no_to_a_text_leaves_the_home_as_it_is(home: Home) -> None:
    """The box forgets the text: a yes that comes later is too late, and says so."""
    sam = home.signed_in("Sam")
    before = in_all(home)
    page = looked_at(sam, CHANGED)
    said = say(sam, page, "no")
    late = say(sam, page)

    assert (said.status, said["location"]) == (303, "/backup")
    assert (late.status, late.shows(words.backup.TAKE_OVER)) == (422, True)
    assert late.shows(words.backup.TAKE_OVER_TODO)
    assert in_all(home) == before


def test_a_second_yes_to_a_text_takes_nothing_again(home: Home) -> None:
    """It is taken once, and the list of changes has it once."""
    sam = home.signed_in("Sam")
    page = looked_at(sam, CHANGED)
    first = say(sam, page)
    before = in_all(home)
    second = say(sam, page)

    assert (first.status, second.status) == (303, 422)
    assert in_all(home) == before


def test_a_home_that_changed_meanwhile_is_compared_once_more(home: Home) -> None:
    """What somebody else did since would end unseen, so the page shows it before it takes it."""
    sam = home.signed_in("Sam")
    page = looked_at(sam, CHANGED)
    note = Note(who="Alex", what=Changed.EVERYONE_RULES)
    since = household_from_toml(homes.FULL.replace("chat.example", "since.example"))
    change_home(home.house, note, lambda _: since)
    before = in_all(home)
    again = say(sam, page)
    untouched = in_all(home) == before
    taken = say(sam, again)

    assert (again.status, again.shows(words.backup.TAKE_AGAIN)) == (409, True)
    assert again.shows("since.example is blocked.")
    assert untouched
    assert taken.status == 303
    assert household_in(home.house) == household_from_toml(CHANGED)


def test_a_text_that_changes_nothing_has_nothing_to_say_yes_to(home: Home) -> None:
    """The page says so, and has one button."""
    page = looked_at(home.signed_in("Sam"), homes.FULL)

    assert page.shows(words.backup.TAKE_NOTHING)
    assert not page.shows(words.backup.TAKE_YES)


UNFIT: Final = {
    "no text": (b"\xff", words.backup.TAKE_NO_TEXT),
    "another format": (b"format = 7", 'format: expected format = "lamplight-household/v1"'),
    "a line that is not whole": (b'format = "x"\n= =', "line 2"),
    "a rule of its shape": (
        f"{homes.FULL}\n[[devices]]\n".encode(),
        "the key 'belongs_to' is missing",
    ),
    "more rules than there may be": (
        homes.FULL.replace(
            'block = ["chat.example"',
            f"allow = {[f'n{number}.example' for number in range(MAX_RULES)]}\n"
            'block = ["chat.example"',
        ).encode(),
        "everyone",
    ),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_text_that_cannot_be_taken_changes_nothing(case: str, home: Home) -> None:
    """The page says that it cannot be used, where it is wrong, and what to do."""
    file, where = UNFIT[case]
    sam = home.signed_in("Sam")
    if "more rules" in case:  # than there may be together with what was allowed from a page
        entry = AllowedName(from_text("bet.example"), Category.GAMBLING, ("bets",))
        homes.let_through(home.house.published.state, entry)
    before = in_all(home)
    came = sent_file(sam, "/backup/text", file)

    assert (came.status, came.shows(words.backup.TAKE_WRONG)) == (422, True)
    assert came.shows(where)
    todo = words.backup.TAKE_NO_TEXT_TODO if case == "no text" else words.backup.TAKE_TODO
    assert came.shows(todo)
    assert in_all(home) == before


def test_a_carer_has_one_made_each_night(home: Home) -> None:
    """The passphrase is typed once; the page says then that it is on, and shows nothing of it."""
    sam = home.signed_in("Sam")
    assert words.backup.NIGHTLY_ON not in sam.open("/backup").body
    short = sam.send("/backup/nightly", passphrase=PHRASE[:9])
    begun = sam.send("/backup/nightly", passphrase=PHRASE)
    page = sam.open("/backup")

    assert (short.status, begun.status, begun["location"]) == (422, 303, "/backup")
    assert words.backup.NIGHTLY_ON in page.body
    assert PHRASE not in page.body


def shown_on(browser: Browser, home: Home) -> Came:
    """Give a backup of a home and its passphrase; return the page that tells what would change."""
    backup = seal(json.dumps(document_of(home)).encode(), PHRASE, FULL)
    return sent_file(browser, "/first-run/backup", backup, passphrase=PHRASE)


def document_of(home: Home) -> dict[str, object]:
    """Return what a backup of a home holds."""
    text = unseal(backup_of(home.house, PHRASE, TESTS), PHRASE, TESTS)
    document: dict[str, object] = json.loads(text)
    return document


def test_it_is_told_what_would_change_before_anything_does(home: Home, empty: Home) -> None:
    """Who and what would be here, and each rule, stand on the page; the box is still empty."""
    page = shown_on(empty.browser(), home)

    assert page.status == 200
    for sentence in (
        words.backup.PREVIEW_TEXT,
        words.backup.NOW_EMPTY,
        words.backup.KINDS[HomeKind.FOSTER],
        words.backup.CARERS.format(names="Sam"),
        words.backup.YOUNG_PEOPLE.format(names="Maya, Leo, Noor"),
        "chat.example is blocked.",
        "museum.example is allowed.",
        'The device "Maya\'s tablet"',
        "Its addresses are 192.168.77.21.",
    ):
        assert page.shows(sentence), sentence
    assert PHRASE not in page.body
    assert (kept_home(empty.house), step_in(empty.house)) == (None, Step.HOME)


def test_what_was_given_and_would_go_on_is_told_too(home: Home, empty: Home) -> None:
    """A site that was opened for a week is open again with the backup, so somebody reads that."""
    what = What(names=frozenset({from_text("chat.example")}))
    week = Opened(young_person="Maya", what=what, length=Length.WEEK)
    assert give(home.house, "Sam", week) is None
    assert give(home.house, "Sam", Pause(young_person=None, reason="We eat.")) is None
    page = shown_on(empty.browser(), home)

    assert page.shows(words.backup.GIVEN)
    opened_for_maya = r"<bdi>Maya</bdi>.*?<bdi>Open until [^<]+: chat\.example\.</bdi>"
    assert re.search(opened_for_maya, page.body, re.DOTALL)
    assert page.shows(words.given.FOR_ALL)
    assert page.shows(words.given.BY_WHY.format(who="Sam", reason="We eat."))


def test_nothing_of_an_opened_backup_is_on_the_card(home: Home, empty: Home) -> None:
    """Between the two presses no name of that home stands in any file of the box."""
    shown_on(empty.browser(), home)

    assert places(empty.house.published.state, "Maya") == []


def test_a_box_that_lost_its_settings_is_compared_with_what_holds(home: Home, empty: Home) -> None:
    """Where rules hold on without their settings, the page tells which of these would end."""
    household = household_from_toml(homes.FULL.replace("chat.example", "lost.example"))
    publish(empty.house.published, household)
    page = shown_on(empty.browser(), home)

    assert page.shows("lost.example is blocked.")
    assert page.shows("chat.example is blocked.")
    assert not page.shows("museum.example is allowed.")
    assert not page.shows(words.backup.NOW_EMPTY)


def test_whoever_says_no_leaves_the_box_as_it_is(home: Home, empty: Home) -> None:
    """The box forgets the file: a yes that comes later is too late, and says so."""
    browser = empty.browser()
    mark = hidden(shown_on(browser, home), "mark")
    said = browser.send("/first-run/backup/now", mark=mark, go="no")
    late = browser.send("/first-run/backup/now", mark=mark, go="yes")
    file = browser.send("/first-run/backup/records", mark=mark)

    assert (said.status, said["location"]) == (303, "/first-run/backup")
    for came in (late, file):
        assert (came.status, came.shows(words.backup.RESTORE_OVER)) == (422, True)
    assert kept_home(empty.house) is None


def test_a_second_yes_and_one_that_comes_too_late_change_nothing(home: Home, empty: Home) -> None:
    """Whoever was faster has made this box a home, and the next screen says where things are."""
    browser = empty.browser()
    first = hidden(shown_on(browser, home), "mark")
    empty.browser().send("/first-run/home", kind="family")
    before = kept_home(empty.house)
    for _ in range(2):
        came = browser.send("/first-run/backup/now", mark=first, go="yes")

        assert (came.status, came["location"]) == (303, "/first-run")
    assert kept_home(empty.house) == before


def test_a_backup_of_the_version_before_is_still_opened() -> None:
    """What was made before backups held records opens as it did, and has none."""
    saved = opened(_sealed(GOOD), PHRASE, FULL)

    assert saved.records.held is Held.NONE


def test_a_family_reads_nothing_of_agreements(home: Home, empty: Home) -> None:
    """Neither the page about backups nor the one before a restore names what a family has not."""
    with home.house.database.changing() as session:
        kept = home_of(session)
        assert kept is not None
        save_home(session, replace(kept, kind=HomeKind.FAMILY))
    page = shown_on(empty.browser(), home)
    own = home.signed_in("Sam").open("/backup")

    assert page.shows(words.backup.KINDS[HomeKind.FAMILY])
    for came in (page, own):
        assert not re.search("agree|social worker|journal", came.body)
