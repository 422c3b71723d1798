from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.commands.asked import (
    NO_NUMBER,
    UNSIGNED,
    attached_one,
    done,
    home_card,
    how_it_stands,
    journal_of,
    kept,
    ledger_of,
    proven,
)
from agent.recorder.errors import RecorderBroken, RecorderRefused
from consent.codes import Code
from consent.envelope import envelope_to_bytes
from consent.home import Press
from consent.recorder_answers import Done
from consent.recorder_requests import AskBundle, AskHow, AskRecords, GiveUpCopy, Pause, Stop
from tests.agent.recorder.commands.asking import answering
from tests.agent.recorder.commands.at_home import at_home, with_entries
from tests.consent.commands.ceremony import young_persons_keys


def test_how_things_stand_comes_as_it_was_told(tmp_path: Path) -> None:
    """What the recorder tells of itself is handed on as it is."""
    with at_home(tmp_path) as home:
        stands = how_it_stands(home.recorder)

    assert (stands.agency, stands.devices, stands.at) == (None, (), home.time.now)


def test_an_answer_to_something_else_is_no_answer(tmp_path: Path) -> None:
    """Whoever answers something else than was asked is not believed."""
    with answering(tmp_path, Done()) as recorder, pytest.raises(RecorderBroken, match="else"):
        how_it_stands(recorder)


def test_how_things_stand_is_not_that_it_is_done(tmp_path: Path) -> None:
    """An answer that tells how things stand does not say that anything was done."""
    with at_home(tmp_path) as home, pytest.raises(RecorderBroken, match="else"):
        done(home.recorder, AskHow())


@pytest.mark.parametrize("parts", [(), (b"one", b"two")], ids=["nothing", "two things"])
def test_what_should_be_one_thing_is_one(parts: tuple[bytes, ...], tmp_path: Path) -> None:
    """An answer that should bring one thing, and brings none or two, is not believed."""
    with (
        answering(tmp_path, Done(), *parts) as recorder,
        pytest.raises(RecorderBroken, match="else"),
    ):
        attached_one(recorder, AskBundle())


def test_a_number_to_sign_has_to_be_there(tmp_path: Path) -> None:
    """Nothing is signed where the recorder gave no number."""
    with at_home(tmp_path) as home:
        how = home.how()
    asked = GiveUpCopy(nonce=NO_NUMBER, agreement="ab" * 32, signature=UNSIGNED)
    with answering(tmp_path, Done()) as recorder, pytest.raises(RecorderBroken, match="else"):
        proven(recorder, how, asked, young_persons_keys().signer)


def test_a_signed_number_counts_once_it_is_put_in(tmp_path: Path) -> None:
    """A request that a personal key has to ask for is believed: it fails for what it asks alone."""
    held, agreement = with_entries()
    asked = GiveUpCopy(nonce=NO_NUMBER, agreement=agreement, signature=UNSIGNED)
    with at_home(tmp_path, held) as home, pytest.raises(RecorderRefused) as refused:
        proven(home.recorder, home.how(), asked, young_persons_keys().signer)

    assert refused.value.code == Code.COPY_NONE


def test_the_ledger_is_what_the_box_has_admitted(tmp_path: Path) -> None:
    """The ledger is put together anew, record by record, from the box's own lines."""
    held, agreement = with_entries()
    with at_home(tmp_path, held) as home:
        how = home.how()
        ledger = ledger_of(home.recorder, how)
        _, lines = done(home.recorder, AskRecords())

    assert ledger is not None
    assert tuple(line.decode() for line in lines) == ledger.to_lines()
    assert ledger.agreements == (agreement,)


def test_a_box_that_trusts_nobody_has_no_ledger(tmp_path: Path) -> None:
    """Before an agency is trusted there is no ledger."""
    with at_home(tmp_path) as home:
        assert ledger_of(home.recorder, home.how()) is None


def test_what_stops_is_told_apart_from_what_was_noted(tmp_path: Path) -> None:
    """A stop that the box could not make a note of has stopped, and is told apart."""
    held, agreement = with_entries()
    with at_home(tmp_path, held) as home:
        journal = home.state / "journal.jsonl"
        journal.rename(home.state / "elsewhere")
        journal.mkdir()
        answer = kept(home.recorder, Pause(agreement=agreement))
        [stands] = home.how().agreements

    assert answer is None
    assert stands.is_paused


def test_what_is_refused_did_not_happen(tmp_path: Path) -> None:
    """A stop that is refused for what it is raises its code."""
    with at_home(tmp_path) as home, pytest.raises(RecorderRefused) as refused:
        kept(home.recorder, Stop(agreement="ab" * 32, press=Press.CARER))

    assert refused.value.code == Code.LEDGER_AGREEMENT


def test_the_home_card_is_read_and_handed_on(tmp_path: Path) -> None:
    """The home card comes as it is signed, and as what it says."""
    with at_home(tmp_path) as home:
        _, card = home_card(home.recorder)

        assert card.box == home.how().box


def test_another_record_is_not_taken_for_the_home_card(tmp_path: Path) -> None:
    """A record of another kind in the card's place is not believed."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        ledger = ledger_of(home.recorder, home.how())
    assert ledger is not None
    root = envelope_to_bytes(ledger.entries[0].envelope)
    with answering(tmp_path, Done(), root) as recorder, pytest.raises(RecorderBroken, match="else"):
        home_card(recorder)


def test_a_whole_journal_is_told_without_a_fault(tmp_path: Path) -> None:
    """Every entry of a journal that is as the box signed it is told, and no fault."""
    held, _ = with_entries()
    lines = held.card["journal.jsonl"]
    assert lines is not None
    with at_home(tmp_path, held) as home:
        journal = journal_of(home.recorder)

    # That the box was started, and that recording is on again, came at the end.
    assert len(journal.entries) == lines.count(b"\n") + 2
    assert journal.fault is None


def test_a_journal_that_was_changed_is_told_with_its_fault(tmp_path: Path) -> None:
    """A journal that somebody changed on the card is told as far as it can be read."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        home.end()
        path = home.state / "journal.jsonl"
        first, second, *rest = path.read_bytes().split(b"\n")
        path.write_bytes(b"\n".join([first, second[:-2] + b"xx", *rest]))
        home.start()
        journal = journal_of(home.recorder)

    assert journal.fault is not None
    assert [place for place, one in enumerate(journal.entries) if one is None] == [1]
