from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from console.security.limits import Tries
from console.security.pins import MAX_WRONG
from console.services import accounts
from console.services.sign_in import (
    Begun,
    Browser,
    Paired,
    Refused,
    choose_password,
    has_app,
    pair,
    phone_in_hand,
    sign_in,
    sign_out,
    unlock,
)
from console.store.database.sign_ins import keep_wrong_pins, phones_in, visits_in
from tests.console.signing_in import LABEL, PIN, Home, home_in

HERE = Browser(source="127.0.0.1", here=True)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - a published one


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


def _paired(home: Home) -> Paired:
    paired = pair(home.house, HERE, 1, (SECRET, home.code(SECRET), LABEL, PIN))
    assert isinstance(paired, Paired)
    return paired


def test_a_code_that_two_use_at_once_counts_for_one(home: Home) -> None:
    """Of many who send the same code at the same moment exactly one is let in."""
    _paired(home)
    home.clock.passes(minutes=2)
    code = home.code(SECRET)

    def attempt(number: int) -> object:
        source = Browser(source=f"192.168.77.{number}", here=False)
        return sign_in(home.house, source, "Sam", home.passwords["Sam"], code)

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(attempt, range(4)))

    assert sum(isinstance(one, Begun) for one in outcomes) == 1
    assert outcomes.count(Refused.WRONG) == 3


def test_wrong_pins_at_once_are_all_counted(home: Home) -> None:
    """Guessing in parallel gives no more tries than one after the other."""
    browser = Browser(source="192.168.77.9", here=False, phone=_paired(home).phone)
    with ThreadPoolExecutor(MAX_WRONG) as threads:
        list(threads.map(lambda n: unlock(home.house, browser, f"90{n}5"), range(MAX_WRONG)))
    with home.house.database.reading() as session:
        (phone,) = phones_in(session)

    assert phone.wrong_pins == MAX_WRONG
    assert unlock(home.house, browser, PIN) is Refused.SPENT


def test_somebody_who_was_taken_away_meanwhile_pairs_nothing(home: Home) -> None:
    """A page that stood open while the sign-in went does nothing any more."""
    home.add("Kim")
    accounts.remove(home.house, "Kim", 1)

    assert pair(home.house, HERE, 1, (SECRET, home.code(SECRET), LABEL, PIN)) is Refused.CODE
    assert not has_app(home.house, 1)


def test_a_phone_that_was_removed_meanwhile_unlocks_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the phone and believing its PIN it may go, and then it is none."""
    browser = Browser(source="192.168.77.9", here=False, phone=_paired(home).phone)
    real = Tries.may_try

    def removing(tries: Tries, whose: str, source: str) -> bool:
        accounts.remove_paired(home.house, "Sam", 1)
        return real(tries, whose, source)

    monkeypatch.setattr(Tries, "may_try", removing)

    assert unlock(home.house, browser, PIN) is Refused.NO_PHONE
    assert phone_in_hand(home.house, browser) is None


def test_a_pin_that_was_spent_meanwhile_unlocks_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last wrong guess of another at the same moment counts before this one's right PIN."""
    browser = Browser(source="192.168.77.9", here=False, phone=_paired(home).phone)
    real = Tries.may_try

    def spending(tries: Tries, whose: str, source: str) -> bool:
        with home.house.database.changing() as session:
            keep_wrong_pins(session, 1, MAX_WRONG)
        return real(tries, whose, source)

    monkeypatch.setattr(Tries, "may_try", spending)

    assert unlock(home.house, browser, PIN) is Refused.SPENT


def test_an_app_that_was_reset_meanwhile_is_no_second_step(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the helper resets the sign-in while somebody types, the code counts for nothing."""
    _paired(home)
    home.clock.passes(minutes=2)
    real = Tries.may_try

    def resetting(tries: Tries, whose: str, source: str) -> bool:
        with home.house.database.changing() as session:
            session.connection().exec_driver_sql("UPDATE sign_in SET app_secret = NULL")
        return real(tries, whose, source)

    monkeypatch.setattr(Tries, "may_try", resetting)
    outcome = sign_in(home.house, HERE, "Sam", home.passwords["Sam"], home.code(SECRET))

    assert outcome is Refused.WRONG


def test_visits_that_are_over_are_forgotten(home: Home) -> None:
    """What ended by time goes from the disk with the next sign-in."""
    sign_in(home.house, HERE, "Sam", home.passwords["Sam"], "")
    home.clock.passes(hours=13)
    sign_in(home.house, HERE, "Sam", home.passwords["Sam"], "")
    with home.house.database.reading() as session:
        (visit,) = visits_in(session)

    assert visit.began_at == home.clock.now


def test_signing_out_without_a_visit_is_no_fault(home: Home) -> None:
    """A second press of the button finds nothing to end."""
    sign_out(home.house, HERE)

    assert has_app(home.house, 1) is False
    assert choose_password(home.house, HERE, "Sam", "", "x") is Refused.SHORT
