from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from console import words
from console.forms import URL_ENCODED
from console.security.permissions import Role
from console.security.pins import MAX_WRONG
from console.security.sessions import IDLE, LONGEST, QUICK_IDLE
from console.services.outcomes import NotGiven
from console.store.database.changes import Changed, changes_in
from console.store.database.given import grants_in
from console.words import tonight
from policy.categories import Category
from policy.timed import Target
from tests.console import homes
from tests.console.browsing import ELSEWHERE, HERE, Browser, Came, hidden
from tests.console.signing_in import LABEL, PIN, Home, home_in

texts = words.sign_in
ODD = "three odd words"


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


def _is_in(browser: Browser) -> bool:
    """Say whether a browser is let in to the rules of the home."""
    return browser.open("/tonight").status == 200


def _codes(page: Came) -> list[str]:
    return re.findall(r"<li><code>([^<]+)</code></li>", page.body)


def test_the_first_sign_in_closes_the_door(state: Path) -> None:
    """Until somebody can sign in, whoever is at the box may; from then on nobody without."""
    home = home_in(state)
    before = home.browser().open("/tonight").status
    home.add("Sam")
    after = home.browser().open("/tonight")

    assert (before, after.status, after["location"]) == (200, 303, "/sign-in")
    assert _is_in(home.signed_in("Sam"))


def test_a_browser_elsewhere_was_never_let_in(state: Path) -> None:
    """Before anybody can sign in, only the machine itself is trusted."""
    came = home_in(state).browser(ELSEWHERE, "https").open("/tonight")

    assert (came.status, came["location"]) == (303, "/sign-in")


def test_a_name_is_found_as_people_type_it(home: Home) -> None:
    """Case and spaces round a name do not keep anybody out."""
    browser = home.browser()
    came = browser.send("/sign-in", name="  sAM ", password=home.passwords["Sam"], code="")

    assert (came.status, came["location"]) == (303, "/")


WRONG = {
    "another password": {"name": "Sam", "password": "wrong horse battery"},
    "no password": {"name": "Sam", "password": ""},
    "nobody's name": {"name": "Kim", "password": "wrong horse battery"},
    "nothing": {"name": "", "password": ""},
    "half a letter": {"name": "Sam", "password": "\ud800"},
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG)
def test_what_was_wrong_is_not_said(fields: dict[str, str], home: Home) -> None:
    """Whoever guesses reads the same sentence, whichever part was wrong, and has nothing."""
    browser = home.browser()
    typed = {name: text.encode(errors="replace").decode() for name, text in fields.items()}
    came = browser.send("/sign-in", **typed, code="")

    assert (came.status, came.shows(texts.WRONG)) == (422, True)
    assert f'value="{fields["name"]}"' in came.body
    assert "wrong horse" not in came.body
    assert browser.jar == {}


def test_five_wrong_tries_a_minute_are_enough(home: Home) -> None:
    """The sixth try is refused, also with the right password."""
    browser = home.browser()
    statuses = [
        browser.send("/sign-in", name="Sam", password=f"wrong {n}", code="").status
        for n in range(5)
    ]
    sixth = home.sign_in(browser, "Sam")

    assert statuses == [422] * 5
    assert (sixth.status, sixth.shows(texts.TOO_OFTEN), browser.jar) == (429, True, {})


def test_tries_are_counted_for_each_sign_in_from_wherever(home: Home) -> None:
    """Another address gives no more tries at the same name, and a paired phone has its own."""
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    for number in range(5):
        stranger = home.browser(f"192.168.77.{100 + number}", "https")
        stranger.send("/sign-in", name="Sam", password=f"wrong {number}", code="")
    refused = home.sign_in(home.browser("192.168.77.200", "https"), "Sam")
    let_in = home.sign_in(phone, "Sam")

    assert (refused.status, let_in.status) == (429, 303)


PLAIN = {
    "sign in": ("/sign-in", {"name": "Sam", "password": "x", "code": ""}),
    "PIN": ("/unlock", {"pin": PIN}),
    "pair": ("/pair", {"secret": "", "code": "", "label": "", "pin": ""}),
    "lost password": ("/lost", {"name": "Sam", "code": "", "password": ""}),
    "let somebody in": ("/sign-ins", {"name": "Kim", "role": "carer"}),
    "sign out": ("/sign-out", {}),
}


@pytest.mark.parametrize("case", PLAIN)
def test_a_sign_in_over_a_plain_line_is_refused(case: str, home: Home) -> None:
    """From elsewhere over http the page says why it cannot be, and nothing typed is looked at."""
    path, fields = PLAIN[case]
    browser = home.browser(ELSEWHERE)
    came = browser.send(path, **fields)

    assert (came.status, came.shows(texts.NOT_SAFE)) == (403, True)
    assert came.shows(texts.NOT_SAFE_TODO)
    assert browser.jar == {}


def test_a_token_that_was_read_along_opens_nothing(home: Home) -> None:
    """A visit begun over TLS does not count on a plain line, under either name of its cookie."""
    visitor = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(visitor)
    plain = home.browser(ELSEWHERE)
    kept = visitor.jar["__Host-lamplight-visit"]
    plain.jar = {"lamplight-visit": kept, "__Host-lamplight-visit": kept}

    assert _is_in(visitor)
    assert not _is_in(plain)


def test_over_tls_no_other_name_can_set_our_cookie(home: Home) -> None:
    """The cookie over TLS is bound to this host, and neither is seen by scripts or other sites."""
    (tls,) = home.sign_in(home.browser(ELSEWHERE, "https"), "Sam").cookies
    (here,) = home.sign_in(home.browser(), "Sam").cookies

    assert tls.startswith("__Host-lamplight-visit=")
    for attribute in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert attribute in tls
    assert "Domain" not in tls
    assert here.startswith("lamplight-visit=")
    assert "HttpOnly; Path=/; SameSite=lax" in here


def test_a_token_that_somebody_planted_is_not_taken_up(home: Home) -> None:
    """Whoever fixes a cookie beforehand has nothing once somebody signs in with it (fixation)."""
    browser = home.browser()
    browser.jar["lamplight-visit"] = "planted"
    home.sign_in(browser, "Sam")
    thief = home.browser()
    thief.jar["lamplight-visit"] = "planted"

    assert browser.jar["lamplight-visit"] != "planted"
    assert (_is_in(browser), _is_in(thief)) == (True, False)


@pytest.mark.parametrize("forged", ["", "x", "0" * 43, "../x", "é"])
def test_a_forged_token_opens_nothing(forged: str, home: Home) -> None:
    """A token that this box never made is nobody's."""
    browser = home.browser()
    browser.jar["lamplight-visit"] = forged.encode().decode("latin-1")

    assert not _is_in(browser)


def test_the_digest_in_the_database_opens_nothing(home: Home) -> None:
    """Whoever reads what the box keeps cannot visit with it."""
    browser = home.signed_in("Sam")
    with home.house.database.reading() as session:
        (digest,) = session.connection().exec_driver_sql("SELECT digest FROM visit").scalars()
    thief = home.browser()
    thief.jar["lamplight-visit"] = digest

    assert browser.jar["lamplight-visit"] != digest
    assert not _is_in(thief)


def test_a_token_is_over_when_somebody_signed_out(home: Home) -> None:
    """What the browser kept is of no use to anybody after signing out (replay)."""
    browser = home.signed_in("Sam")
    kept = dict(browser.jar)
    out = browser.send("/sign-out")
    thief = home.browser()
    thief.jar = kept

    assert (out.status, out["location"], browser.jar) == (303, "/sign-in", {})
    assert not _is_in(thief)


def test_signing_in_again_ends_the_visit_before(home: Home) -> None:
    """A browser has one visit, and its older token is over."""
    browser = home.signed_in("Sam")
    thief = home.browser()
    thief.jar = dict(browser.jar)
    home.sign_in(browser, "Sam")

    assert (_is_in(browser), _is_in(thief)) == (True, False)


@pytest.mark.parametrize(
    "path", ["/sign-in", "/unlock", "/lost", "/sign-out", "/sign-ins", "/pair"]
)
@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {}],
    ids=["another site", "another origin", "neither"],
)
def test_a_page_elsewhere_can_neither_sign_in_nor_out(
    headers: dict[str, str], path: str, home: Home
) -> None:
    """What another site makes a browser send is refused, with a visit in hand and without."""
    browser = home.signed_in("Sam")
    before = dict(browser.jar)
    body = f"name=Sam&password={home.passwords['Sam']}&code=".encode()
    came = browser.ask("POST", path, {"content-type": URL_ENCODED} | headers, body)

    assert (came.status, came.shows(words.ELSEWHERE)) == (403, True)
    assert browser.jar == before
    assert _is_in(browser)


def test_another_hosts_name_is_refused_before_the_visit_is_looked_at(home: Home) -> None:
    """A page that points its own name here has nothing of a visit (DNS rebinding)."""
    browser = home.signed_in("Sam")
    came = browser.ask("GET", "/", {"host": "evil.example"}, b"")

    assert came.status == 400
    assert "Maya" not in came.body


def test_a_visit_that_is_left_alone_locks(home: Home) -> None:
    """After a quarter of an hour it has to be begun anew, and goes on for whoever keeps at it."""
    browser = home.signed_in("Sam")
    for _ in range(4):
        home.clock.passes(seconds=IDLE.total_seconds() / 2)
        assert _is_in(browser)
    home.clock.passes(seconds=IDLE.total_seconds() + 1)
    came = browser.open("/")

    assert (came.status, came["location"]) == (303, "/sign-in")
    assert not _is_in(browser)


def test_a_clock_that_goes_back_locks(home: Home) -> None:
    """Where nobody can say how long a visit was left alone, it counts as left alone."""
    browser = home.signed_in("Sam")
    home.clock.passes(minutes=-5)

    assert not _is_in(browser)


def test_a_visit_without_a_paired_phone_ends_after_half_a_day(home: Home) -> None:
    """However busy somebody is, a borrowed computer forgets them."""
    browser = home.signed_in("Sam")
    for _ in range(int(LONGEST / (IDLE / 2)) + 1):
        home.clock.passes(seconds=IDLE.total_seconds() / 2)
        came = browser.open("/tonight")

    assert (came.status, came["location"]) == (303, "/sign-in")


def test_a_password_alone_from_elsewhere_leads_to_pairing(home: Home) -> None:
    """Somebody who has no app yet may set one up from elsewhere, and do nothing else."""
    browser = home.browser(ELSEWHERE, "https")
    came = home.sign_in(browser, "Sam")
    front, rules = browser.open("/"), browser.send("/undo", name="bet.example")

    assert (came.status, came["location"]) == (303, "/pair")
    assert (front.status, front["location"], rules.status) == (303, "/pair", 403)


def test_pairing_gives_a_pin_and_ten_codes_once(home: Home) -> None:
    """The picture, the secret as text, a PIN; then ten codes, on that one page only."""
    browser = home.signed_in("Sam", ELSEWHERE, "https")
    asked = browser.open("/pair")
    came, secret = home.pair(browser)
    again = browser.open("/pair")

    assert 'role="img"' in asked.body
    assert "<style" not in asked.body
    assert "style=" not in asked.body
    assert (came.status, len(set(_codes(came)))) == (200, 10)
    assert "__Host-lamplight-phone" in browser.jar
    assert _is_in(browser)
    assert secret not in again.body
    assert 'class="qr"' not in again.body


NOT_PAIRED = {
    "another code": ({"code": "000000"}, texts.PAIR_CODE_WRONG),
    "no code": ({"code": ""}, texts.PAIR_CODE_WRONG),
    "a PIN that counts": ({"pin": "1234"}, texts.PAIR_PIN_WRONG),
    "a PIN of one digit": ({"pin": "0000"}, texts.PAIR_PIN_WRONG),
    "a PIN of letters": ({"pin": "abcd"}, texts.PAIR_PIN_WRONG),
    "a short PIN": ({"pin": "471"}, texts.PAIR_PIN_WRONG),
    "no name": ({"label": "  "}, texts.PAIR_LABEL_WRONG),
    "a long name": ({"label": "x" * 41}, texts.PAIR_LABEL_WRONG),
    "a secret of their own": ({"secret": "short"}, texts.PAIR_CODE_WRONG),
}


@pytest.mark.parametrize("case", NOT_PAIRED)
def test_what_is_wrong_with_pairing_is_said_on_the_page(case: str, home: Home) -> None:
    """The page keeps what was typed and the app's secret, and nothing is paired."""
    changed, sentence = NOT_PAIRED[case]
    browser = home.signed_in("Sam")
    secret = hidden(browser.open("/pair"), "secret")
    fields = {"secret": secret, "code": home.code(secret), "label": LABEL, "pin": PIN} | changed
    came = browser.send("/pair", **fields)
    kept = hidden(came, "secret")

    assert (came.status, came.shows(sentence)) == (422, True)
    assert (kept == secret) is ("secret" not in changed)
    assert "lamplight-phone" not in browser.jar


def test_pairing_is_tried_five_times_a_minute(home: Home) -> None:
    """Guessing the six digits is slowed down as a sign-in is."""
    browser = home.signed_in("Sam")
    fields = {"secret": "A" * 32, "code": "000000", "label": LABEL, "pin": PIN}
    statuses = [browser.send("/pair", **fields).status for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_after_pairing_another_browser_needs_a_code(home: Home) -> None:
    """The password alone is no use elsewhere, nor here, once there is an app; with it all is."""
    _, secret = home.pair(home.signed_in("Sam"))
    home.clock.passes(minutes=2)
    other = home.browser(ELSEWHERE, "https")
    without = home.sign_in(other, "Sam")
    wrong = home.sign_in(other, "Sam", "000000")
    right = home.sign_in(other, "Sam", home.code(secret))

    assert (without.status, wrong.status, right.status) == (422, 422, 303)
    assert _is_in(other)


def test_a_code_of_the_app_counts_once(home: Home) -> None:
    """A code that was read over a shoulder is used up, and so is every one before it."""
    _, secret = home.pair(home.signed_in("Sam"))
    home.clock.passes(minutes=2)
    code = home.code(secret)
    first = home.sign_in(home.browser(), "Sam", code)
    again = home.sign_in(home.browser(), "Sam", code)

    assert (first.status, again.status) == (303, 422)


def test_a_code_on_paper_counts_once(home: Home) -> None:
    """It does for the app's, however it is typed, and is crossed out then."""
    came, _ = home.pair(home.signed_in("Sam"))
    code = _codes(came)[3]
    first = home.sign_in(home.browser(), "Sam", code.upper().replace("-", " "))
    again = home.sign_in(home.browser(), "Sam", code)

    assert (first.status, again.status) == (303, 422)


def test_who_gets_it_right_begins_anew(home: Home) -> None:
    """Four slips before a sign-in are not held against the next one."""
    browser = home.browser()
    for _ in range(2):
        for number in range(4):
            browser.send("/sign-in", name="Sam", password=f"wrong {number}", code="")
        assert home.sign_in(browser, "Sam").status == 303


def test_a_paired_phone_needs_no_code(home: Home) -> None:
    """On the phone itself name and password are enough, since the phone is the second thing."""
    browser = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(browser)
    browser.send("/sign-out")
    home.clock.passes(days=40)
    came = home.sign_in(browser, "Sam")

    assert (came.status, came["location"]) == (303, "/")
    assert _is_in(browser)


def test_somebody_elses_paired_phone_is_no_second_step(home: Home) -> None:
    """Kim's phone does not stand in for Sam's app."""
    home.add("Kim")
    phone = home.signed_in("Kim", ELSEWHERE, "https")
    home.pair(phone)
    home.pair(home.signed_in("Sam"))
    came = home.sign_in(phone, "Sam")

    assert came.status == 422


def test_a_second_phone_is_paired_with_the_same_app(home: Home) -> None:
    """It needs a code of the app, and no new codes are given."""
    first = home.signed_in("Sam")
    _, secret = home.pair(first)
    home.clock.passes(minutes=2)
    second = home.browser(ELSEWHERE, "https")
    home.sign_in(second, "Sam", home.code(secret))
    fields = {"secret": "", "label": "Tablet", "pin": "9035"}
    wrong = second.send("/pair", **fields, code="000000")
    home.clock.passes(minutes=2)
    came = second.send("/pair", **fields, code=home.code(secret))

    assert (wrong.status, came.status, _codes(came)) == (422, 200, [])
    assert hidden(wrong, "secret") == ""
    assert came.shows(texts.PAIRED_GO)


def test_a_pin_opens_the_evenings_quick_actions(home: Home) -> None:
    """From the lock to the buttons it is one PIN; the rest stays locked, and it locks again."""
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    home.clock.passes(hours=20)
    locked = phone.open("/unlock")
    came = phone.send("/unlock", pin=PIN)
    quick = phone.open("/unlock")
    front = phone.open("/")
    home.clock.passes(seconds=QUICK_IDLE.total_seconds() + 1)
    later = phone.open("/unlock")

    assert locked.shows(texts.UNLOCK_HEADING)
    assert (came.status, came["location"]) == (303, "/unlock")
    assert quick.shows(texts.UNLOCKED)
    assert quick.shows("Maya")
    assert (front.status, front["location"]) == (303, "/unlock")
    assert later.shows(texts.UNLOCK_HEADING)
    assert not later.shows("Maya")


def test_after_giving_by_pin_the_way_leads_back_to_what_a_pin_opens(state: Path) -> None:
    """Giving and undoing come back to the PIN's own page, also a second time; nothing is led on."""
    budget = '[[young_people.budgets]]\nminutes = 60\n\n[[young_people]]\nname = "Noor"\n'
    text = homes.FULL.replace('[[young_people]]\nname = "Noor"\n', budget, 1)
    home = home_in(state, "Sam", text=text)
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    home.clock.passes(hours=20)
    phone.send("/unlock", pin=PIN)
    given = phone.send("/tonight/more", number="2", target="1", minutes="15")
    undo = {"grant": hidden(phone.open("/unlock"), "grant")}
    ways = [given, phone.send("/tonight/undo", **undo), phone.send("/tonight/undo", **undo)]

    assert [(one.status, one["location"]) for one in ways] == [(303, "/unlock")] * 3


def test_a_pin_gives_minutes_of_what_they_are_counted_for(state: Path) -> None:
    """Whose games alone are counted is given games, in one tap, and the button says so."""
    noor = '[[young_people]]\nname = "Noor"\n'
    games = f'[[young_people.budgets]]\nminutes = 60\ncategory = "games"\n\n{noor}'
    text = homes.FULL.replace(noor, games, 1)
    home = home_in(state, "Sam", text=text)
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    home.clock.passes(hours=20)
    phone.send("/unlock", pin=PIN)
    page = phone.open("/unlock")
    fields = {name: hidden(page, name) for name in ("number", "target", "minutes")}
    came = phone.send("/tonight/more", **fields)
    with home.house.database.reading() as session:
        (kept,) = grants_in(session)

    assert page.shows(texts.QUICK_GIVE.format(target="games"))
    assert page.body.count('action="/tonight/more"') == 1
    assert page.shows(texts.QUICK_NOTHING)
    assert (came.status, came["location"]) == (303, "/unlock")
    assert (kept.grant.young_person, kept.grant.minutes) == ("Leo", 15)
    assert kept.grant.target == Target(category=Category.GAMES)


def test_what_cannot_be_given_by_pin_is_said_without_the_evening(home: Home) -> None:
    """Where no minutes are counted the reason is told, and no page of the home is shown for it."""
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    home.clock.passes(hours=20)
    phone.send("/unlock", pin=PIN)
    tries = {
        NotGiven.NO_BUDGET: {"number": "1", "target": "1", "minutes": "15"},
        NotGiven.NOBODY: {"number": "99", "target": "1", "minutes": "15"},
    }
    for why, fields in tries.items():
        came = phone.send("/tonight/more", **fields)

        assert (came.status, came.shows(tonight.NOT_GIVEN[why])) == (422, True)
        assert "Maya" not in came.body
        assert 'href="/unlock"' in came.body


def test_a_pin_works_with_the_boxs_clock_unset(home: Home) -> None:
    """A box that lost its clock is still a box to give fifteen minutes on."""
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    home.clock.now = home.clock.now.replace(year=2001)
    came = phone.send("/unlock", pin=PIN)

    assert came.status == 303
    assert phone.open("/unlock").shows(texts.UNLOCKED)


def test_five_wrong_pins_turn_the_pin_off(home: Home, state: Path) -> None:
    """After them the right one does not count either, until the password was typed there."""
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    phone.send("/sign-out")
    statuses = []
    for number in range(MAX_WRONG):
        again = home_in(state)  # as after a restart: the tries in memory begin anew
        browser = Browser(again.app, ELSEWHERE, "https", phone.jar)
        came = browser.send("/unlock", pin=f"90{number}5")
        statuses.append(came.status)
    right = phone.send("/unlock", pin=PIN)
    home.sign_in(phone, "Sam")
    after = phone.send("/unlock", pin=PIN)

    assert statuses == [422] * MAX_WRONG
    assert came.shows(texts.UNLOCK_SPENT)
    assert (right.status, right.shows(texts.UNLOCK_SPENT)) == (422, True)
    assert after.status == 303


def test_pins_are_tried_five_times_a_minute(home: Home) -> None:
    """Whoever has the phone in hand can guess no faster by asking at several doors at once."""
    phone = home.signed_in("Sam", HERE)
    home.pair(phone)
    for number in range(4):
        phone.send("/sign-in", name="Sam", password=f"wrong {number}", code="")
    statuses = [phone.send("/unlock", pin=pin).status for pin in ("1", PIN)]

    assert statuses == [422, 429]


def test_a_pin_is_for_its_phone(home: Home) -> None:
    """Typed anywhere else it opens nothing, and the page says that this phone is not paired."""
    home.pair(home.signed_in("Sam"))
    stranger = home.browser(ELSEWHERE, "https")
    asked, came = stranger.open("/unlock"), stranger.send("/unlock", pin=PIN)

    assert (asked.status, asked.shows(texts.UNLOCK_NONE)) == (200, True)
    assert (came.status, came.shows(texts.UNLOCK_NONE), stranger.jar) == (422, True, {})


def test_a_helpers_pin_opens_nothing(home: Home) -> None:
    """Somebody who sets up the box gives nobody minutes, by PIN or without."""
    home.add("Alex", Role.HELPER)
    phone = home.signed_in("Alex")
    home.pair(phone)
    phone.send("/unlock", pin=PIN)

    assert not phone.open("/unlock").shows("Maya")
    assert phone.send("/tonight/more", number="1", target="1", minutes="15").status in (403, 404)


def test_a_lost_password_is_replaced_with_a_code_on_paper(home: Home) -> None:
    """The code is used up, the old password and every visit of it are over."""
    came, secret = home.pair(home.signed_in("Sam"))
    old = home.signed_in_elsewhere(secret)
    code = _codes(came)[0]
    browser = home.browser()
    done = browser.send("/lost", name="sam", code=code, password=ODD)
    again = browser.send("/lost", name="Sam", code=code, password=ODD)
    home.clock.passes(minutes=2)
    refused = home.sign_in(home.browser("192.168.77.150", "https"), "Sam", home.code(secret))
    home.passwords["Sam"] = ODD
    let_in = home.sign_in(home.browser("192.168.77.151", "https"), "Sam", home.code(secret))

    assert (done.status, done.shows(texts.LOST_DONE)) == (200, True)
    assert (again.status, again.shows(texts.LOST_WRONG)) == (422, True)
    assert not _is_in(old)
    assert (refused.status, let_in.status) == (422, 303)


NOT_REPLACED = {
    "no such code": ({"code": "2222-2222-2222-2222"}, texts.LOST_WRONG),
    "nobody's name": ({"name": "Kim"}, texts.LOST_WRONG),
    "a short password": ({"password": "ninechars"}, texts.LOST_SHORT),
    "one letter": ({"password": "aaaaaaaaaaaaa"}, texts.LOST_SHORT),
}


@pytest.mark.parametrize("case", NOT_REPLACED)
def test_a_password_is_not_replaced_without_a_code(case: str, home: Home) -> None:
    """What is wrong is said, the name stays in its field, and the code is not used up by it."""
    changed, sentence = NOT_REPLACED[case]
    paired, _ = home.pair(home.signed_in("Sam"))
    fields = {"name": "Sam", "code": _codes(paired)[0], "password": ODD}
    came = home.browser().send("/lost", **fields | changed)
    after = home.browser().send("/lost", **fields)

    assert (came.status, came.shows(sentence)) == (422, True)
    assert f'value="{(fields | changed)["name"]}"' in came.body
    assert after.shows(texts.LOST_DONE)


def test_codes_on_paper_are_tried_five_times_a_minute(home: Home) -> None:
    """Guessing them is as slow as guessing a password."""
    browser = home.browser()
    fields = {"name": "Sam", "code": "2222", "password": ODD}
    statuses = [browser.send("/lost", **fields).status for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_every_page_of_signing_in_can_be_opened(home: Home) -> None:
    """The pages name nobody in their titles and keep nothing in the browser."""
    browser = home.signed_in("Sam")
    for path in ("/sign-in", "/unlock", "/pair", "/lost", "/sign-ins"):
        came = browser.open(path)
        title = re.search(r"<title>([^<]*)</title>", came.body)

        assert came.status == 200
        assert title
        assert "Sam" not in html.unescape(title[1])
        assert came["cache-control"] == "no-store"


def test_pairing_is_on_the_list_of_changes(home: Home) -> None:
    """Who paired which phone stands where everybody's changes stand."""
    home.pair(home.signed_in("Sam"))
    with home.house.database.reading() as session:
        note = changes_in(session)[0].note

    assert (note.who, note.what, note.text) == ("Sam", Changed.PHONE_PAIRED, LABEL)
