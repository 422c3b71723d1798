from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Final

import pytest

from console.security.backup import unseal
from console.security.passwords import TESTS
from console.services.backup import (
    DUE_SECONDS,
    MEMBERS,
    NotKept,
    backup_of,
    begin_nightly,
    is_nightly,
    opened,
    restore,
    seal_nightly,
    sealed_below,
)
from console.services.home import home_in as kept_home
from console.services.home import household_in
from console.services.worried import keep_numbers, numbers_in
from console.store.database.changes import Changed, changes_in
from console.store.database.given import grants_in
from console.store.database.own_numbers import OwnNumber
from tests.console.signing_in import Home, home_in
from tests.promises.test_nothing_is_written_down import places

PHRASE: Final = "seven quiet herons"
NAN: Final = OwnNumber(name="Nan", number="020 7946 0000")


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Return another box, that nobody set up."""
    return home_in(tmp_path / "another", text=None)


def test_a_home_comes_back_on_another_box(home: Home, empty: Home) -> None:
    """People, devices, rules, the kind of home and the numbers are there again, and published."""
    keep_numbers(home.house, [NAN])
    backup = backup_of(home.house, PHRASE, TESTS)
    restore(empty.house, "this box", opened(backup, PHRASE, TESTS))

    assert household_in(empty.house) == household_in(home.house)
    assert empty.house.published.snapshot().household == household_in(home.house)
    assert kept_home(empty.house) is not None
    assert numbers_in(empty.house) == (NAN,)
    with empty.house.database.reading() as session:
        assert grants_in(session) == ()
        assert changes_in(session)[0].note.what is Changed.BACKUP


def test_it_holds_what_people_decided_and_nothing_else(home: Home) -> None:
    """No sign-in, no password, no key and nothing that was recorded stands in a backup."""
    document = json.loads(unseal(backup_of(home.house, PHRASE, TESTS), PHRASE, TESTS))
    text = json.dumps(document)
    with home.house.database.reading() as session:
        secrets = [
            str(value)
            for row in session.connection().exec_driver_sql("SELECT password FROM sign_in")
            for value in row
        ]

    assert secrets
    assert set(document) == MEMBERS
    assert [secret for secret in secrets if secret in text] == []
    assert home.passwords["Sam"] not in text


def test_a_home_is_sealed_each_night_and_its_passphrase_is_nowhere(
    home: Home, empty: Home, state: Path
) -> None:
    """What was sealed without the passphrase opens with it; on the box it stands in no writing."""
    assert not is_nightly(home.house)
    begin_nightly(home.house, "zqsevenquietherons", TESTS)
    sealed = sealed_below(state)
    restore(empty.house, "this box", opened(sealed.read_bytes(), "zqsevenquietherons", TESTS))

    assert is_nightly(home.house)
    assert household_in(empty.house) == household_in(home.house)
    assert places(state, "zqsevenquietherons") == []
    assert sealed.stat().st_mode & 0o777 == 0o640


def test_it_holds_what_people_decided_alone(home: Home, state: Path) -> None:
    """The night's backup has the very members of one made by hand: nothing that was recorded."""
    begin_nightly(home.house, PHRASE, TESTS)

    assert set(json.loads(unseal(sealed_below(state).read_bytes(), PHRASE, TESTS))) == MEMBERS


def test_it_is_sealed_once_a_night(home: Home, state: Path) -> None:
    """Within a night the card is not written again; after it, or a clock set back, it is."""
    begin_nightly(home.house, PHRASE, TESTS)
    sealed = sealed_below(state)
    first = sealed.read_bytes()
    seal_nightly(home.house)
    assert sealed.read_bytes() == first
    now = sealed.stat().st_mtime
    for at in (now - DUE_SECONDS - 1, now + 3_600):
        os.utime(sealed, (at, at))
        before = sealed.read_bytes()
        seal_nightly(home.house)

        assert sealed.read_bytes() != before


def test_without_a_key_or_a_home_nothing_is_sealed(home: Home, empty: Home, state: Path) -> None:
    """It is off until a carer begins it, and an empty box has nothing to keep."""
    seal_nightly(home.house)
    begin_nightly(empty.house, PHRASE, TESTS)

    assert not sealed_below(state).exists()
    assert not sealed_below(empty.house.published.state).exists()


def test_a_new_passphrase_begins_anew(home: Home, state: Path) -> None:
    """What is sealed from then on opens with the new one, at once."""
    begin_nightly(home.house, PHRASE, TESTS)
    begin_nightly(home.house, "another ten letters", TESTS)

    assert unseal(sealed_below(state).read_bytes(), "another ten letters", TESTS)


class TornOut(Exception):
    """The plug was pulled."""


def test_a_power_cut_leaves_the_backup_of_the_passphrase_before(
    home: Home, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until one is sealed with the new passphrase the last one is there, and at the start it is."""
    begin_nightly(home.house, PHRASE, TESTS)
    sealed = sealed_below(state)
    an_hour_ago = sealed.stat().st_mtime - 3_600
    os.utime(sealed, (an_hour_ago, an_hour_ago))
    with monkeypatch.context() as torn:
        torn.setattr("console.services.backup.replace_whole", _torn_out)
        with pytest.raises(TornOut):
            begin_nightly(home.house, "another ten letters", TESTS)

    assert unseal(sealed.read_bytes(), PHRASE, TESTS)
    seal_nightly(home.house)
    assert unseal(sealed.read_bytes(), "another ten letters", TESTS)


def _torn_out(*_: object) -> None:
    raise TornOut


def test_a_card_that_takes_nothing_is_said(home: Home, state: Path) -> None:
    """Neither the key nor the backup is taken for kept where it is not."""
    begin_nightly(home.house, PHRASE, TESTS)
    shutil.rmtree(sealed_below(state).parent)
    sealed_below(state).parent.write_text("in the way", encoding="utf-8")

    with pytest.raises(NotKept):
        seal_nightly(home.house)
    with pytest.raises(NotKept):
        begin_nightly(home.house, PHRASE, TESTS)
