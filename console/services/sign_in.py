"""Signing in and out, pairing a phone, its PIN, and a new password for a lost one.

Rules kept here:
- A try is counted before anything is looked up, and what was wrong is not said: whoever guesses
  learns neither names nor which part was right.
- A password alone is enough only on a paired phone, or on this machine itself for somebody who has
  no app yet. From elsewhere it leads to pairing and to nothing else.
- A PIN opens nothing but the evening's quick actions, and only on the phone it was chosen on.
- Whoever signs in has a new token; the visit that this browser had before is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from console.house import House
from console.security import one_time_codes, passwords, pins
from console.security.permissions import Level
from console.security.sessions import Visit, digest_of, level_at, token
from console.store.database.changes import Changed, Note, add_change
from console.store.database.sign_ins import (
    Phone,
    SignIn,
    add_phone,
    begin_visit,
    change_password,
    end_visit,
    keep_app,
    keep_paper_codes,
    keep_wrong_pins,
    phone_with,
    sign_in_named,
    sign_in_of,
    use_paper_code,
    visits_in,
)

MAX_LABEL: Final = 40


class Refused(StrEnum):
    """Why somebody is not signed in, or their phone not paired."""

    WRONG = "wrong"
    TOO_OFTEN = "too-often"
    SPENT = "spent"
    NO_PHONE = "no-phone"
    CODE = "code"
    PIN = "pin"
    LABEL = "label"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """From where somebody asks, and what their browser keeps of us. `here` is this machine."""

    source: str
    here: bool
    visit: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A visit that began: what the browser shall keep, and how far it reaches."""

    token: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """A phone that was paired: what it shall keep, and new codes to write down, if any."""

    visit: str
    phone: str
    codes: tuple[str, ...]


def sign_in(house: House, browser: Browser, name: str, password: str, code: str) -> Begun | Refused:
    """Begin a visit by name and password, and the app's code or one from paper."""
    with house.database.reading() as session:
        found = sign_in_named(session, name)
        phone = _phone(session, browser)
    if phone is not None and (found is None or phone.sign_in != found.number):
        phone = None
    if not house.tries.may_try(_whose(found, phone), browser.source):
        return Refused.TOO_OFTEN
    if found is None:
        passwords.refuse_nobody(password, house.profile)
        return Refused.WRONG
    if not passwords.is_it(password, found.password):
        return Refused.WRONG
    with house.database.changing() as session:
        now = house.clock()
        if found.app_secret is None:
            level = Level.FULL if browser.here else Level.HALF
        elif phone is not None or _second_step(session, found, code, now):
            level = Level.FULL
        else:
            return Refused.WRONG
        if phone is not None:
            keep_wrong_pins(session, phone.number, 0)
        begun = _begin(session, browser, found, phone, level, now)
    house.tries.forget(_whose(found, phone), browser.source)
    return begun


def unlock(house: House, browser: Browser, pin: str) -> Begun | Refused:
    """Begin a quick visit by the PIN of the paired phone in hand."""
    with house.database.reading() as session:
        phone = _phone(session, browser)
    if phone is None:
        return Refused.NO_PHONE
    if pins.is_spent(phone.wrong_pins):
        return Refused.SPENT
    if not house.tries.may_try(_whose(None, phone), browser.source):
        return Refused.TOO_OFTEN
    right = passwords.is_it(pin, phone.pin)
    with house.database.changing() as session:
        again = _phone(session, browser)
        if again is None:
            return Refused.NO_PHONE  # it was removed meanwhile
        if pins.is_spent(again.wrong_pins):
            return Refused.SPENT
        if not right:
            keep_wrong_pins(session, again.number, again.wrong_pins + 1)
            return Refused.SPENT if pins.is_spent(again.wrong_pins + 1) else Refused.WRONG
        keep_wrong_pins(session, again.number, 0)
        found = sign_in_of(session, again.sign_in)
        assert found is not None  # a phone goes when its sign-in goes
        begun = _begin(session, browser, found, again, Level.QUICK, house.clock())
    house.tries.forget(_whose(None, phone), browser.source)
    return begun


def pair(
    house: House, browser: Browser, number: int, typed: tuple[str, str, str, str]
) -> Paired | Refused:
    """Pair the phone in hand for a sign-in; `typed` is the app's secret, its code, label and PIN.

    The secret counts only for somebody who has no app yet.
    """
    secret, code, label, pin = typed
    called = " ".join(label.split())
    if not 0 < len(called) <= MAX_LABEL:
        return Refused.LABEL
    if not pins.will_do(pin):
        return Refused.PIN
    if not house.tries.may_try(f"sign-in {number}", browser.source):
        return Refused.TOO_OFTEN
    kept_pin = passwords.kept_of(pin, house.profile)
    now = house.clock()
    with house.database.changing() as session:
        found = sign_in_of(session, number)
        if found is None:
            return Refused.CODE
        codes: tuple[str, ...] = ()
        if found.app_secret is not None:
            if not _second_step(session, found, code, now):
                return Refused.CODE
        elif (
            not one_time_codes.is_app_secret(secret)
            or (step := one_time_codes.step_of(secret, code, now, 0)) is None
        ):
            return Refused.CODE
        else:
            keep_app(session, number, secret, step)
            codes = one_time_codes.paper_codes()
            keep_paper_codes(session, number, map(one_time_codes.paper_digest, codes))
        kept = token()
        phone = add_phone(session, number, called, (digest_of(kept), kept_pin), now)
        begun = _begin(session, browser, found, phone, Level.FULL, now)
        add_change(session, Note(who=found.name, what=Changed.PHONE_PAIRED, text=called), now)
    house.tries.forget(f"sign-in {number}", browser.source)
    return Paired(visit=begun.token, phone=kept, codes=codes)


def choose_password(
    house: House, browser: Browser, name: str, code: str, password: str
) -> Refused | None:
    """Take a new password from somebody who has a code on paper; end the visits of the old one."""
    with house.database.reading() as session:
        found = sign_in_named(session, name)
    if not passwords.is_long_enough(password):
        return Refused.SHORT
    if not house.tries.may_try(_whose(found, None), browser.source):
        return Refused.TOO_OFTEN
    kept = passwords.kept_of(password, house.profile)
    with house.database.changing() as session:
        if found is None or not use_paper_code(
            session, found.number, one_time_codes.paper_digest(code)
        ):
            return Refused.WRONG
        change_password(session, found.number, kept)
        note = Note(who=found.name, what=Changed.SIGN_IN_RESET, text=found.name)
        add_change(session, note, house.clock())
    house.tries.forget(_whose(found, None), browser.source)
    return None


def sign_out(house: House, browser: Browser) -> None:
    """End the visit of this browser; its phone stays paired."""
    if browser.visit is not None:
        with house.database.changing() as session:
            end_visit(session, digest_of(browser.visit))


def phone_in_hand(house: House, browser: Browser) -> Phone | None:
    """Return the paired phone that a browser is, None where it is none."""
    with house.database.reading() as session:
        return _phone(session, browser)


def has_app(house: House, number: int) -> bool:
    """Say whether somebody who signs in has an authenticator app."""
    with house.database.reading() as session:
        found = sign_in_of(session, number)
    return found is not None and found.app_secret is not None


def _phone(session: Session, browser: Browser) -> Phone | None:
    return None if browser.phone is None else phone_with(session, digest_of(browser.phone))


def _whose(found: SignIn | None, phone: Phone | None) -> str:
    if phone is not None:
        return f"phone {phone.number}"
    return f"sign-in {found.number}" if found else "nobody"


def _second_step(session: Session, found: SignIn, code: str, at: datetime) -> bool:
    """Say whether a code is the app's, or one from paper; and use it up."""
    now = sign_in_of(session, found.number)  # as it is within this very transaction
    if now is None or now.app_secret is None:
        return False
    step = one_time_codes.step_of(now.app_secret, code, at, now.app_step)
    if step is not None:
        keep_app(session, now.number, now.app_secret, step)
        return True
    return use_paper_code(session, now.number, one_time_codes.paper_digest(code))


def _begin(
    session: Session,
    browser: Browser,
    found: SignIn,
    phone: Phone | None,
    level: Level,
    now: datetime,
) -> Begun:
    if browser.visit is not None:
        end_visit(session, digest_of(browser.visit))
    for visit in visits_in(session):
        if level_at(visit, now) is None:
            end_visit(session, visit.digest)
    kept = token()
    begin_visit(
        session,
        Visit(
            digest=digest_of(kept),
            sign_in=found.number,
            phone=phone.number if phone else None,
            level=level,
            began_at=now,
            seen_at=now,
        ),
    )
    return Begun(token=kept, level=level)
