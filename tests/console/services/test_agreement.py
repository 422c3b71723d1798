from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder.errors import RecorderBroken
from agent.recorder.errors import RecorderRefused as Refused
from consent.acts import Paused, Resumed
from consent.bundle import bundle_from_octets
from consent.codes import Code
from consent.envelope import envelope_from_bytes, envelope_to_bytes
from consent.frozen import Kind
from consent.pasted import to_text
from consent.recorder_answers import Done, NotDone
from consent.recorder_requests import Admit, AskRecords, EndPlacement, NoticeShown, Stop
from consent.spoken import HomeSecret, are_receipt_words
from console.services.agreement import (
    LastLists,
    TakenIn,
    end_placement,
    home_card,
    pause,
    resume,
    stop,
    take_in,
)
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from tests.console.recorder_home import TABLET, RecorderHome, recorder_home, until
from tests.console.saying import Answers, saying


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices, and nothing agreed yet."""
    with recorder_home(tmp_path / "home") as home:
        yield home.enrolled()


def recorder(home: RecorderHome) -> Recorder:
    """Return what the console asks the home's recorder with."""
    return Recorder(home.socket)


def on(home: RecorderHome) -> str:
    """Let an agreement about the tablet begin; return its digest."""
    digest = home.agreed()
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    return digest


def test_a_record_is_taken_in_as_text_and_as_it_is(home: RecorderHome) -> None:
    """A mail with the record in it and the record's own file are the same record."""
    octets = home.drawn_up()
    text = f"Dear Sam,\n\n{to_text(octets)}\n\nYours, Priya".encode()
    [first] = take_in(recorder(home), (text,))
    [again] = take_in(recorder(home), (b"\n  " + octets + b"\n",))

    assert first == TakenIn(kind=Kind.AGREEMENT)
    assert again == TakenIn(kind=Kind.AGREEMENT, was_known=True)
    assert len(home.how().agreements) == 1


def test_who_may_sign_is_taken_in_before_what_was_signed(
    tmp_path: Path, dice: random.Random
) -> None:
    """In whatever order one mail holds root, keyset and agreement, they come in this one."""
    with recorder_home(tmp_path / "home") as home:
        home.enrolled()
        octets = home.drawn_up()
        kinds = [home.desk.files["root.json"], home.desk.files["keyset.json"], octets]
        dice.shuffle(kinds)
        taken = take_in(recorder(home), ("\n\n".join(map(to_text, kinds)).encode(),))

        assert [one.kind for one in taken] == [Kind.TRUST_ROOT, Kind.KEYSET, Kind.AGREEMENT]
        assert [one.code for one in taken][-1] is None
        assert len(home.how().agreements) == 1


def test_one_that_is_refused_keeps_no_other_out(home: RecorderHome, tmp_path: Path) -> None:
    """Another box's agreement in the same mail is refused by its code, and ours is taken in."""
    with recorder_home(tmp_path / "other") as other:
        foreign = other.enrolled().drawn_up()
    mail = f"{to_text(foreign)}\n\n{to_text(home.drawn_up())}".encode()
    refused, ours = take_in(recorder(home), (mail,))

    assert refused.code is not None
    assert (ours.code, len(home.how().agreements)) == (None, 1)


NO_RECORD = {
    "a greeting": (b"See you on Monday", Code.PASTE_NOTHING),
    "octets that are no text": (b"\xff\xfe\x00", Code.PASTE_NOTHING),
}


@pytest.mark.parametrize(("octets", "code"), NO_RECORD.values(), ids=NO_RECORD)
def test_what_is_no_record_is_refused_and_asks_for_nothing(
    tmp_path: Path, octets: bytes, code: Code
) -> None:
    """Nothing of it is sent, so it is refused also while the recorder is silent."""
    silent = Recorder(tmp_path / "recorder.sock")

    assert take_in(silent, (octets,)) == (TakenIn(kind=None, code=code),)


def test_a_file_that_is_cut_off_is_refused_whole(home: RecorderHome) -> None:
    """Half a record is no record, and what comes with it in another text is taken in."""
    octets = home.drawn_up()
    broken, whole = take_in(recorder(home), (octets[: len(octets) // 2], octets))

    assert (broken.kind, broken.code is None) == (None, False)
    assert whole == TakenIn(kind=Kind.AGREEMENT)


def test_a_silent_recorder_takes_nothing_in(home: RecorderHome) -> None:
    """Nobody is told that a record was taken in, or refused, where nobody can say."""
    octets = home.drawn_up()
    home.stop()

    with pytest.raises(RecorderSilent):
        take_in(recorder(home), (octets,))


def test_an_end_that_could_not_be_kept_is_no_refusal(home: RecorderHome, tmp_path: Path) -> None:
    """What ends recording holds at once, so its unkept note is said; of others it is a refusal."""
    unkept: Answers = {Admit: (NotDone(code=Code.AUDIT), ()), AskRecords: (Done(), ())}
    envelope = envelope_from_bytes(home.drawn_up())
    found = {}
    for kind in (Kind.AGREEMENT, Kind.WITHDRAWAL, Kind.OBJECTION, Kind.STOP):
        with saying(tmp_path, unkept) as told:
            [taken] = take_in(told, (envelope_to_bytes(replace(envelope, kind=kind)),))
        found[taken.kind] = (taken.is_unkept, taken.code)

    assert found == {
        Kind.AGREEMENT: (False, Code.AUDIT),
        Kind.WITHDRAWAL: (True, None),
        Kind.OBJECTION: (True, None),
        Kind.STOP: (True, None),
    }


def test_the_home_card_is_the_boxs_own(home: RecorderHome) -> None:
    """What a social worker drafts from is a signed card of this kind."""
    assert envelope_from_bytes(home_card(recorder(home))).kind is Kind.HOME_CARD


def test_a_pause_stops_it_until_a_carer_ends_it(home: RecorderHome) -> None:
    """The tablet is off by the pause and on again after it, and both are on the box's list."""
    digest = on(home)
    pause(recorder(home), digest)
    off = home.device().off
    resume(recorder(home), digest)
    acts = [one.act for one in home.journal() if isinstance(one.act, Paused | Resumed)]

    assert (off, home.device().off) == (Code.PAUSED, None)
    assert [type(act) for act in acts] == [Paused, Resumed]


def test_a_stop_gives_the_agreements_own_receipt(home: RecorderHome) -> None:
    """Its words can be checked by the social worker, and nothing of it is kept."""
    digest = on(home)
    words = stop(recorder(home), digest)
    secret = HomeSecret((home.state / "spoken.key").read_bytes())

    assert are_receipt_words(" ".join(words), secret, digest)
    assert home.device().off is Code.STOPPED
    assert home.how().days == ()


def test_a_stop_that_could_not_be_kept_has_no_words(tmp_path: Path) -> None:
    """It holds all the same; whatever else the recorder refuses is a refusal."""
    with saying(tmp_path, {Stop: (NotDone(code=Code.AUDIT), ())}) as told:
        assert stop(told, "0" * 64) == ()
    with (
        saying(tmp_path, {Stop: (NotDone(code=Code.AGREEMENT_NONE), ())}) as told,
        pytest.raises(RecorderRefused),
    ):
        stop(told, "0" * 64)


def test_the_end_of_a_placement_hands_out_the_last_list(home: RecorderHome) -> None:
    """The list is whole, and the box is another one after it, with nothing agreed."""
    digest, before = on(home), home.how().box
    octets = end_placement(recorder(home))

    def is_another() -> bool:
        with suppress(Refused, RecorderBroken):  # while it ends, and before it began anew
            return home.how().box != before
        return False

    until(is_another)

    assert digest
    assert bundle_from_octets(octets).journal
    assert (home.how().agreements, home.how().devices) == ((), ())


def test_a_damaged_list_is_none(tmp_path: Path) -> None:
    """Where the box could hand out no list, it is empty, and the end has come all the same."""
    with saying(tmp_path, {EndPlacement: (Done(), ())}) as told:
        assert end_placement(told) == b""


def test_of_several_last_lists_the_newest_is_kept() -> None:
    """A list is held until the next one, under a mark that nobody can guess."""
    lists = LastLists()
    first, second = lists.keep(b"first"), lists.keep(b"second")

    assert (lists.under(first), lists.under(second)) == (None, b"second")
    assert lists.under("a guess") is None
    assert len(second) >= 20
