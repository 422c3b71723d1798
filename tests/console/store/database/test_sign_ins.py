from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from console.security.permissions import Level, Role
from console.security.sessions import Visit
from console.store.database.engine import Database
from console.store.database.sign_ins import (
    Phone,
    SignIn,
    add_phone,
    add_sign_in,
    begin_visit,
    change_password,
    end_visit,
    is_anybody,
    keep_app,
    keep_paper_codes,
    keep_wrong_pins,
    note_seen,
    paper_codes_left,
    phone_with,
    phones_in,
    remove_phone,
    remove_sign_in,
    sign_in_named,
    sign_in_of,
    sign_ins_in,
    use_paper_code,
    visit_with,
    visits_in,
)
from tests.console.homes import WHEN

SAM = SignIn(
    number=1,
    name="Sam",
    role=Role.CARER,
    password="kept",  # noqa: S106 - what is kept of one
    app_secret=None,
    app_step=0,
    added_at=WHEN,
)
PHONE = Phone(number=1, sign_in=1, label="Blue", pin="kept", wrong_pins=0, paired_at=WHEN)
VISIT = Visit(digest="v1", sign_in=1, phone=1, level=Level.QUICK, began_at=WHEN, seen_at=WHEN)


@pytest.fixture
def database(state: Path) -> Database:
    """Return a database in which Sam has a phone, two codes on paper and a visit."""
    database = Database.open(state)
    with database.changing() as session:
        add_sign_in(session, "Sam", Role.CARER, "kept", WHEN)
        add_phone(session, 1, "Blue", ("p1", "kept"), WHEN)
        keep_paper_codes(session, 1, ("c1", "c2"))
        begin_visit(session, VISIT)
    return database


def test_everything_is_read_back_as_it_was_kept(database: Database) -> None:
    """Sign-in, phone, codes and visit come back the same, by each way of finding them."""
    with database.reading() as session:
        assert sign_ins_in(session) == (SAM,)
        assert sign_in_of(session, 1) == sign_in_named(session, " SAM") == SAM
        assert phones_in(session) == (PHONE,)
        assert phone_with(session, "p1") == PHONE
        assert visits_in(session) == (VISIT,)
        assert visit_with(session, "v1") == VISIT
        assert paper_codes_left(session, 1) == 2
        assert is_anybody(session)


def test_what_is_not_there_is_none(database: Database) -> None:
    """A number, name or digest of nobody finds nothing, and takes nothing away."""
    with database.changing() as session:
        assert sign_in_of(session, 9) is None
        assert sign_in_named(session, "Kim") is None
        assert phone_with(session, "v1") is None
        assert visit_with(session, "p1") is None
        assert remove_phone(session, 9) is None
        assert not use_paper_code(session, 1, "c9")
        note_seen(session, "v9", WHEN)
        end_visit(session, "v9")
        assert visits_in(session) == (VISIT,)


def test_an_empty_home_has_nobody(state: Path) -> None:
    """Before the first sign-in there is none."""
    with Database.open(state).reading() as session:
        assert not is_anybody(session)


def test_what_belongs_to_a_sign_in_goes_with_it(database: Database) -> None:
    """Phones, codes and visits of somebody who is taken away are gone as well."""
    with database.changing() as session:
        remove_sign_in(session, 1)
    with database.reading() as session:
        assert (phones_in(session), visits_in(session)) == ((), ())
        assert paper_codes_left(session, 1) == 0


def test_a_visit_goes_with_its_phone(database: Database) -> None:
    """What went on upon a phone that is removed is over."""
    with database.changing() as session:
        assert remove_phone(session, 1) == PHONE
    with database.reading() as session:
        assert visits_in(session) == ()
        assert sign_ins_in(session) == (SAM,)


def test_a_new_password_ends_every_visit(database: Database) -> None:
    """Whoever came in by the old one is out."""
    with database.changing() as session:
        change_password(session, 1, "another")
    with database.reading() as session:
        found = sign_in_of(session, 1)
        assert found
        assert (found.password, visits_in(session)) == ("another", ())
        assert phones_in(session) == (PHONE,)


def test_a_code_on_paper_is_its_owners_and_counts_once(database: Database) -> None:
    """Nobody uses another's, and one that was used is gone."""
    with database.changing() as session:
        kim = add_sign_in(session, "Kim", Role.HELPER, "kept", WHEN)
        used = [use_paper_code(session, number, "c1") for number in (kim.number, 1, 1)]

        assert used == [False, True, False]
        assert paper_codes_left(session, 1) == 1


def test_new_codes_take_the_place_of_the_old(database: Database) -> None:
    """Codes that were written down before are of no use once there are new ones."""
    with database.changing() as session:
        keep_paper_codes(session, 1, ("c3",))

        assert paper_codes_left(session, 1) == 1
        assert not use_paper_code(session, 1, "c2")


def test_app_pins_and_visits_are_kept_up(database: Database) -> None:
    """Which code counted last, how many PINs were wrong and when a visit was seen are kept."""
    with database.changing() as session:
        keep_app(session, 1, "SECRET", 7)
        keep_wrong_pins(session, 1, 3)
        note_seen(session, "v1", WHEN.replace(minute=59))
    with database.reading() as session:
        found = sign_in_of(session, 1)
        visit = visit_with(session, "v1")
        assert found
        assert visit
        assert (found.app_secret, found.app_step) == ("SECRET", 7)
        assert phones_in(session)[0].wrong_pins == 3
        assert visit.seen_at.minute == 59


def test_a_name_is_one_persons(database: Database) -> None:
    """The table itself refuses a second sign-in of a name."""
    with pytest.raises(IntegrityError), database.changing() as session:
        add_sign_in(session, "Sam", Role.HELPER, "kept", WHEN)
