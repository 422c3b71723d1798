"""A foster home comes back on another box: what its backup holds, and what holds there then.

Both boxes are real, with a real recorder each; on the first, something is really written down.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from agent.recorder.errors import RecorderRefused
from agent.recorder.serving import LEASES_SOCKET
from consent.acts import Admitted
from consent.bundle import bundle_from_octets
from consent.bundle_audit import Audit, audited
from consent.codes import Code
from consent.envelope import envelope_to_bytes
from consent.recorder_requests import Admit
from consent.records.agreement import Agreement
from console import words
from console.house import House
from console.pages.agreement import KeptHere, agreements_page
from console.pages.recorded import recorded_page
from console.security.backup import unseal
from console.security.passwords import TESTS
from console.services.backed_records import records_of
from console.services.backup import backup_of, opened, restore
from console.services.backup_states import Held
from console.services.home import home_in
from console.services.recorded import Recorded
from console.services.visit import visit_of
from console.store.backed_records import bundle_in
from console.store.database.homes import HomeKind
from console.store.recorder import Recorder
from tests.agent.recorder.home import AgentEnd
from tests.console import homes
from tests.console.recorder_home import TABLET, RecorderHome, recorder_home
from tests.console.viewing_home import asks_for, with_carer
from tests.console.whole_home import CARER, whole_home
from tests.promises.test_nothing_is_written_down import forms

PHRASE: Final = "seven quiet herons"
SECRET: Final = "zqsecretname.example"  # noqa: S105 - a name that a young person looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was sealed on the first box, what lay on its card, and the other box."""

    sealed: bytes
    inside: bytes
    bundle: bytes
    card: dict[str, bytes]
    recorder: RecorderHome
    house: House


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restored]:
    """Return a home that came back on another box."""
    folder = tmp_path_factory.mktemp("boxes")
    with whole_home(folder / "old", lambda one: with_carer(one, CARER)) as old:
        assert old.recorder is not None
        asks_for(old.recorder, SECRET)
        sealed = backup_of(old.house, PHRASE, TESTS)
        card = _files(old.recorder.state)
    inside = unseal(sealed, PHRASE, TESTS)
    saved = opened(sealed, PHRASE, TESTS)
    with recorder_home(folder / "box") as recorder:
        house = homes.house_at(
            folder / "state", clock=lambda: recorder.time.now, recorder=Recorder(recorder.socket)
        )
        restore(house, "this box", saved)
        yield Restored(
            sealed=sealed,
            inside=inside,
            bundle=bundle_in(saved.records),
            card=card,
            recorder=recorder,
            house=house,
        )
        house.database.close()


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_no_name_that_anybody_looked_up_is_in_a_backup(restored: Restored) -> None:
    """Something was written down, and nothing of it is in what was opened, in any writing."""
    assert any("frames" in name and octets for name, octets in restored.card.items())
    assert json.loads(restored.inside)["records"]["held"] == Held.HELD
    for octets in (restored.sealed, restored.inside, restored.bundle):
        for form in forms(SECRET).values():
            assert form.search(octets) is None


def test_no_key_that_opens_anything_is_in_a_backup(restored: Restored) -> None:
    """The box's own keys, the sealed day keys and the sealed frames all stay behind."""
    kept = {
        name: octets
        for name, octets in restored.card.items()
        # A count of frames is no key, and a slip is what the desk checks the others by.
        if name.endswith(".key")
        or (name.startswith("days/") and not name.endswith(("/count", "/slip.json")))
    }
    assert {"box.key", "spoken.key"} < set(kept)
    for name, octets in kept.items():
        for line in octets.splitlines() if "frames" in name else (octets,):
            for said in (line, line.hex().encode()):
                assert said
                assert said not in restored.bundle, name
                assert said not in restored.inside, name


def test_what_was_agreed_is_checked_as_any_list_of_a_box(restored: Restored) -> None:
    """The file that a carer saves is whole: who agreed, who looked, and nothing that is odd."""
    audit = _audit(restored)

    assert len(audit.agreements) == 1
    assert audit.findings == ()
    assert any(isinstance(one.act, Admitted) for one in audit.entries)


def _audit(restored: Restored) -> Audit:
    return audited(bundle_from_octets(restored.bundle))


def test_it_is_another_box_whose_journal_begins_anew(restored: Restored) -> None:
    """No entry of the old journal is in the new one, and who signs it is another."""
    old = bundle_from_octets(restored.bundle)
    new = bundle_from_octets(bundle_in(records_of(restored.house, HomeKind.FOSTER)))

    assert old.box_key != new.box_key
    assert set(old.journal).isdisjoint(new.journal)


def test_nothing_is_written_down_until_something_new_is_agreed(restored: Restored) -> None:
    """Old agreements are refused there, and both sides are told the same before and after that."""
    recorder = restored.recorder
    assert recorder.how().agreements == ()
    recorder.enrolled()
    ledger = _audit(restored).ledger
    assert ledger is not None
    old = [one.envelope for one in ledger.entries if isinstance(one.record, Agreement)]
    assert len(old) == 1
    for envelope in old:
        with pytest.raises(RecorderRefused):
            recorder.done(Admit(), envelope_to_bytes(envelope))
    recorder.later(hours=25)
    agent = AgentEnd(recorder.folder / "run" / LEASES_SOCKET)
    recorder.decide()
    agent.hear()
    try:
        assert agent.lent == {}
    finally:
        agent.close()
    assert [one.off for one in recorder.how().devices] == [Code.AGREEMENT_NONE] * 3
    _say_the_same(restored, is_on=False)

    with_carer(recorder, CARER)
    _say_the_same(restored, is_on=True)


def _say_the_same(restored: Restored, *, is_on: bool) -> None:
    """Hold a carer's page and the young person's own against each other, at one moment."""
    home = home_in(restored.house)
    asked = restored.house.recorder
    assert home is not None
    assert asked is not None
    assert home.kind is HomeKind.FOSTER
    carers = agreements_page(visit_of(asked), KeptHere())
    own = recorded_page(Recorded(asked).told(TABLET))

    assert own.verdict.is_on is is_on
    assert len(carers.agreements) == len(own.current) == int(is_on)
    assert len(carers.over) == len(own.over) == 0
    if is_on:
        short = {fact.label: fact.texts for fact in carers.agreements[0].short.facts}
        assert short[words.visit.DEVICES] == (words.visit.DEVICE_ON.format(device="Tablet"),)
    else:
        assert words.WHY_OFF[Code.AGREEMENT_NONE] in own.verdict.texts
