from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent.recorder.commands.exporting import export
from agent.recorder.commands.handed_out import Asked
from consent.acts import Exported
from consent.commands import key_file
from consent.desk import DeskRefused
from consent.exported import export_from_octets
from consent.sealed_day import opened_day_key, opened_rows, slip_from_octets
from tests.agent.recorder.commands.at_home import SITES, AtHome, at_home, with_entries
from tests.agent.recorder.commands.telling import acts_of
from tests.consent.commands import ceremony

TABLET = Asked(label="Tablet")
TODAY = date(2026, 11, 23)


def workers_keys(home: AtHome) -> key_file.PrivateKeys:
    """Return the social worker's keys, out of her own key file."""
    home.desk.answers = {"Passphrase": ceremony.PASSPHRASE}
    return key_file.unlock(home.desk, "sw.key")


def test_the_social_worker_alone_opens_what_was_handed_out(tmp_path: Path) -> None:
    """What is handed out is a text that the social worker's own key opens at her desk."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        keys = workers_keys(home)
        keyid = keys.signer.public_key.keyid
        desk = home.somebody()
        export(desk, home.recorder, TABLET, keyid[:6].upper())

    [text] = desk.said
    exported = export_from_octets(f"{text}\n".encode())
    [day] = exported.days
    slip = slip_from_octets(day.slip)
    day_key = opened_day_key(slip, keyid, day.sealed_key, keys.opening_key)
    assert exported.viewer == keyid
    assert [row.domain for row in opened_rows(slip, day.frames, day_key)] == list(SITES)
    assert not [site for site in SITES if site in text]


def test_handing_out_is_on_the_journal(tmp_path: Path) -> None:
    """That days were handed out is on the journal, with the days and for whom."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        keyid = workers_keys(home).signer.public_key.keyid
        desk = home.somebody()
        export(desk, home.recorder, Asked(label="Tablet", days=(TODAY,)), keyid)
        [noted] = acts_of(home.recorder, Exported)

    assert (noted.viewer, noted.agreement, noted.days) == (keyid, digest, (TODAY,))
    assert desk.noted == [
        "It is sealed for the social worker, and it is on the list: 23 November 2026."
    ]


@pytest.mark.parametrize("start", ["zz", ""], ids=["nobody", "anybody"])
def test_it_goes_to_nobody_but_a_named_social_worker(start: str, tmp_path: Path) -> None:
    """Nothing is handed out for a key that is none, and a carer's is none."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        carers = home.how().viewers[0].keys.keyid
        with pytest.raises(DeskRefused, match="No social worker's key"):
            export(home.somebody(), home.recorder, TABLET, start or carers)

        assert acts_of(home.recorder, Exported) == []
