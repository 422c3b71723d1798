from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

import pytest

from consent.acts import Rebooted
from consent.bundle import bundle_from_octets
from consent.codes import Code
from consent.encoding import JsonValue
from consent.passphrase import stop_code_for
from consent.recorder_answers import HowItStands, NotDone
from consent.recorder_requests import AskHow, AskJournal, AskRecords, NoticeShown, TypeStopCode
from consent.schema import write
from consent.spoken import HomeSecret, are_receipt_words
from console.services.visit import (
    RECEIPTS_KEPT,
    Receipts,
    Visit,
    about_device,
    bundle,
    spoken,
    statement,
    stop_by_code,
    visit_of,
)
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from tests.consent.scene import NOW, agreed
from tests.console.recorder_home import TABLET, RecorderHome, recorder_home
from tests.console.saying import Answers, saying
from tests.console.told import ADDRESS, entries, how_of, phone, read_of, standing_of

STOP_CODE: Final = "4071 9926"
CODE: Final = cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))
LEDGER: Final = agreed()
FIRST: Final = standing_of(LEDGER)
OVER: Final = replace(FIRST, agreement="01" * 32, over=Code.STOPPED)
GOING: Final = replace(FIRST, agreement="02" * 32)
LATER: Final = replace(FIRST, agreement="03" * 32)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices."""
    with recorder_home(tmp_path / "home") as home:
        yield home.enrolled()


def on(home: RecorderHome, changes: Mapping[str, JsonValue] | None = None) -> str:
    """Let an agreement about the tablet begin; return its digest."""
    digest = home.agreed(changes)
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    return digest


def visit(how: HowItStands) -> Visit:
    """Return a visit of which the records can be read."""
    begun = entries((Rebooted(how="reboot"), NOW))
    return Visit(how=how, read=read_of(LEDGER), entries=begun)


MEANT = {
    "none": ((), None, []),
    "the only one": ((FIRST,), FIRST, [FIRST]),
    "the newest that goes on": ((FIRST, GOING, OVER), GOING, [GOING, OVER, FIRST]),
    "the newest where all are over": (
        (replace(FIRST, over=Code.STOPPED), OVER),
        OVER,
        [OVER, replace(FIRST, over=Code.STOPPED)],
    ),
}


@pytest.mark.parametrize(("known", "meant", "order"), MEANT.values(), ids=MEANT)
def test_the_one_that_is_vouched_for_is_the_newest_that_goes_on(
    known: tuple[object, ...], meant: object, order: list[object]
) -> None:
    """Where none is on, it is the newest that goes on, else the newest; it stands first."""
    found = visit(how_of(LEDGER, agreements=known))

    assert found.meant == meant
    assert list(found.agreements) == order


def test_the_one_that_is_on_is_vouched_for() -> None:
    """An agreement that is on comes before a newer one that has not begun."""
    how = how_of(LEDGER, devices=(phone(),), agreements=(FIRST, GOING, LATER))
    found = visit(how)

    assert found.meant == FIRST
    assert found.agreements == (FIRST, LATER, GOING)


def test_on_a_device_there_is_what_is_about_it() -> None:
    """Its agreement, on or off; of the others and their devices nothing."""
    other = phone(id="0c" * 16, addresses=("192.168.77.99",), agreement=LATER.agreement)
    off = phone(Code.PAUSED)
    how = how_of(LEDGER, devices=(off, other), agreements=(FIRST, LATER))
    mine = about_device(visit(how), ADDRESS)
    others = about_device(visit(how), "192.168.77.99")
    strangers = about_device(visit(how), "192.168.77.1")

    assert (mine.how.devices, mine.how.agreements) == ((off,), (FIRST,))
    assert (others.how.devices, others.how.agreements) == ((other,), (LATER,))
    assert (strangers.how.devices, strangers.how.agreements) == ((), ())


def test_an_agreement_that_is_on_is_shown_also_where_its_record_is_not_found() -> None:
    """What the recorder says is on for a device is never left out for what the records say."""
    on = phone(agreement=LATER.agreement)
    how = how_of(LEDGER, devices=(on,), agreements=(FIRST, LATER))

    assert set(about_device(visit(how), ADDRESS).how.agreements) == {FIRST, LATER}


def test_where_records_cannot_be_read_a_device_still_has_what_is_on() -> None:
    """The agreement under which something is written down now is never left out."""
    how = how_of(LEDGER, devices=(phone(),), agreements=(FIRST, LATER))
    unread = replace(visit(how), read=None)

    assert about_device(unread, ADDRESS).how.agreements == (FIRST,)


def test_the_words_of_the_last_few_receipts_are_kept() -> None:
    """Each stands under a mark of its own, and the oldest makes room."""
    receipts = Receipts()
    marks = [receipts.keep((str(place),)) for place in range(RECEIPTS_KEPT + 1)]
    found = [receipts.under(mark) for mark in marks]

    assert len(set(marks)) == len(marks)
    assert found == [None, *((str(place),) for place in range(1, RECEIPTS_KEPT + 1))]
    assert receipts.under("a guess") is None


def test_a_receipt_without_words_is_not_one_that_is_gone() -> None:
    """That a box could not keep a stop is told apart from a mark that nobody knows."""
    receipts = Receipts()

    assert receipts.under(receipts.keep(())) == ()


def test_everything_comes_of_one_moment(home: RecorderHome) -> None:
    """States, records and journal are the recorder's own; none where it is silent or undecided."""
    digest = on(home)
    found = visit_of(Recorder(home.socket))
    assert found is not None
    home.stop()

    assert found.meant is not None
    assert (found.meant.agreement, list(found.read or ())) == (digest, [digest])
    assert found.entries
    assert visit_of(Recorder(home.socket)) is None


def test_before_anything_was_decided_nothing_is_known(
    home: RecorderHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recorder that has not decided yet says off of every device, and means nothing by it."""
    undecided = replace(home.how(), decided_at=None)
    monkeypatch.setattr(Recorder, "how", lambda _: undecided)

    assert visit_of(Recorder(home.socket)) is None


def test_a_journal_that_is_not_whole_tells_no_entries(home: RecorderHome, tmp_path: Path) -> None:
    """Where a line was taken out of the middle, none is shown as if all were there."""
    on(home)
    how, (answer, (head, *lines)) = home.how(), home.asked(AskJournal())
    records, found = home.asked(AskRecords()), []
    for told in (lines, [*lines[:2], *lines[3:]]):
        answers: Answers = {
            AskHow: (how, ()),
            AskRecords: records,
            AskJournal: (answer, (head, *told)),
        }
        with saying(tmp_path, answers) as recorder:
            found.append(visit_of(recorder))
    whole, cut = found

    assert whole is not None
    assert cut is not None
    assert (whole.entries, cut.entries) == (home.journal(), None)


def test_digits_are_answered_and_what_is_none_is_refused(home: RecorderHome) -> None:
    """Words for four digits, a signed text for six, and each refusal by its code."""
    on(home)
    recorder = Recorder(home.socket)
    text = statement(recorder, "482913")
    with pytest.raises(RecorderRefused) as words_refused:
        spoken(recorder, "12a4")
    with pytest.raises(RecorderRefused):
        statement(recorder, "48")

    assert len(spoken(recorder, "1234")) == 4
    assert "\nasked 482913\n" in text
    assert words_refused.value.code is Code.SPOKEN_DIGITS


def test_the_list_is_the_whole_list(home: RecorderHome) -> None:
    """What is taken away opens at a desk, and holds every entry."""
    on(home)
    found = bundle_from_octets(bundle(Recorder(home.socket)))

    assert len(found.journal) == len(home.journal())


def test_a_stop_code_stops_what_it_is_for(home: RecorderHome) -> None:
    """What was kept is gone, its receipt is this agreement's, and another code stops nothing."""
    digest = on(home, {"home.stop_code": CODE})
    recorder = Recorder(home.socket)
    with pytest.raises(RecorderRefused) as refused:
        stop_by_code(recorder, "1111 2222")
    before, days = home.device().off, home.how().days
    words = stop_by_code(recorder, STOP_CODE)
    secret = HomeSecret((home.state / "spoken.key").read_bytes())

    assert (refused.value.code, before) == (Code.STOP_CODE_WRONG, None)
    assert home.device().off is Code.STOPPED
    assert (len(days), home.how().days) == (1, ())
    assert are_receipt_words(" ".join(words), secret, digest)


def test_a_stop_that_could_not_be_kept_has_no_words_and_is_no_refusal(tmp_path: Path) -> None:
    """It is stopped all the same, so nobody is told that it was not."""
    with saying(tmp_path, {TypeStopCode: (NotDone(code=Code.AUDIT), ())}) as recorder:
        assert stop_by_code(recorder, STOP_CODE) == ()


def test_a_silent_recorder_is_said_to_be_silent(tmp_path: Path) -> None:
    """Nothing asked of it is answered with a guess."""
    silent = Recorder(tmp_path / "recorder.sock")

    with pytest.raises(RecorderSilent):
        spoken(silent, "1234")
    with pytest.raises(RecorderSilent):
        stop_by_code(silent, STOP_CODE)
