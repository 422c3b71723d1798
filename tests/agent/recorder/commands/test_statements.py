from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.commands.asked import home_card
from agent.recorder.commands.meant import named
from agent.recorder.commands.square_code import square_code
from agent.recorder.commands.statements import bundle, card, deletion, shared, spoken, status
from agent.recorder.errors import RecorderRefused
from consent.bundle import bundle_from_octets
from consent.bundle_audit import audited
from consent.codes import Code
from consent.commands import key_file
from consent.commands.checking_bundle import box_words
from consent.deletion import check_deletion, opened_deletion
from consent.desk import DeskRefused
from consent.errors import TextMalformed
from consent.home import Press
from consent.keys import PublicKey
from consent.pasted import from_text
from consent.pasted_note import NoteKind, note_from_pasted
from consent.recorder_requests import Stop
from consent.shared_words import home_secret, opened_shared_words
from consent.spoken import HomeSecret, are_spoken_words
from consent.spoken_about import AGREEMENT_DIGITS, VisitState, about_of
from consent.status import On, opened_status
from tests.agent.recorder.commands.at_home import AtHome, at_home, with_entries
from tests.agent.recorder.home import moved_in
from tests.consent.commands import ceremony


def key_of(home: AtHome) -> PublicKey:
    """Return the box's public key, out of its home card."""
    _, found = home_card(home.recorder)
    return PublicKey(bytes.fromhex(found.box_key))


def workers_keys(home: AtHome) -> key_file.PrivateKeys:
    """Return the social worker's keys, out of her own key file."""
    home.desk.answers = {"Passphrase": ceremony.PASSPHRASE}
    return key_file.unlock(home.desk, "sw.key")


def test_a_bundle_is_whole_for_whoever_checks_it(tmp_path: Path) -> None:
    """The bundle that is written is one in which nobody finds anything odd."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        bundle(desk, home.recorder, "home.bundle")

    assert audited(bundle_from_octets(desk.files["home.bundle"])).findings == ()
    assert desk.private == {"home.bundle"}
    assert "home.bundle is written." in desk.noted[0]


@pytest.mark.parametrize("typed", ["482913", " 482 913 "])
def test_a_status_answers_the_digits_that_were_asked(typed: str, tmp_path: Path) -> None:
    """What is shown answers the six digits, and is right for whoever asked them, out of a mail."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        status(desk, home.recorder, typed, None)
        note = note_from_pasted(f"> {desk.said[0]}".encode(), NoteKind.STATUS)
        found = opened_status(note, key_of(home), challenge="482913", now=home.time.now)

    assert isinstance(found.recording, On)
    assert found.agreement is not None
    assert digest.startswith(found.agreement.start)
    assert desk.files == {}


def test_a_square_code_holds_what_is_shown(tmp_path: Path) -> None:
    """The picture that is drawn is of the very text on the terminal."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        status(desk, home.recorder, "482913", "status.svg")

    assert desk.files["status.svg"] == square_code(f"{desk.said[0]}\n".encode())
    assert desk.noted[-1] == "status.svg holds the same as a square code."


def test_digits_that_are_none_are_not_answered(tmp_path: Path) -> None:
    """Anything but the digits that are asked for is refused."""
    with at_home(tmp_path) as home:
        with pytest.raises((TextMalformed, RecorderRefused)) as five:
            status(home.somebody(), home.recorder, "12345", None)
        with pytest.raises((TextMalformed, RecorderRefused)) as six:
            spoken(home.somebody(), home.recorder, "482913")

    assert [five.value.code, six.value.code] == [Code.SPOKEN_DIGITS] * 2


def test_the_spoken_words_vouch_for_what_is_so(tmp_path: Path) -> None:
    """Four digits get the four words that vouch for the state of the home now."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        spoken(desk, home.recorder, "48 21")
        secret = HomeSecret((home.state / "spoken.key").read_bytes())
        until = home.how().devices[0].until
        now = home.time.now

    about = about_of(
        VisitState(is_on=True, agreement=digest[:AGREEMENT_DIGITS], level=2, until=until)
    )
    heard = desk.said[0].partition(":")[2]
    assert are_spoken_words(heard, secret, "4821", now, about=about)


def test_a_deletion_is_written_once_nothing_is_left(tmp_path: Path) -> None:
    """Once nothing of an agreement is left, its statement is written, and the journal bears it."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.CARER))
        desk = home.somebody()
        deletion(desk, home.recorder, "deleted.txt", None)
        lines = (home.state / "journal.jsonl").read_bytes().split(b"\n")[:-1]
        found = opened_deletion(desk.files["deleted.txt"], key_of(home))

    assert check_deletion(found, tuple(lines)) == digest
    assert named(digest) in desk.noted[0]


def test_there_is_no_deletion_while_something_is_left(tmp_path: Path) -> None:
    """While an agreement goes on there is no statement, and nothing is written."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        with pytest.raises(DeskRefused, match="No agreement here is over so far"):
            deletion(desk, home.recorder, "deleted.txt", None)
        with pytest.raises(RecorderRefused) as refused:
            deletion(desk, home.recorder, "deleted.txt", digest)

    assert refused.value.code == Code.NOT_CLOSED
    assert desk.files == {}


def test_the_home_card_is_text_with_the_boxs_words(tmp_path: Path) -> None:
    """The card is text to paste, signed by the box, and its eight words stand beside it."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        octets, _ = home_card(home.recorder)
        desk = home.somebody()
        card(desk, home.recorder, "card.svg")
        box = home.how().box

    assert from_text(desk.said[0]) == octets
    assert box_words(box) in desk.noted[0]
    assert desk.files["card.svg"] == square_code(f"{desk.said[0]}\n".encode())


def test_the_shared_words_open_for_the_social_worker_alone(tmp_path: Path) -> None:
    """The home's shared words are sealed to the key that was named, and are the box's own."""
    with at_home(tmp_path, moved_in()) as home:
        keys = workers_keys(home)
        keyid = keys.signer.public_key.keyid
        desk = home.somebody()
        shared(desk, home.recorder, keyid[:8].upper(), "words.svg")
        secret = (home.state / "spoken.key").read_bytes()
        box = key_of(home)

    found = opened_shared_words(note_from_pasted(desk.said[0].encode(), NoteKind.SHARED_WORDS))
    assert found.box_key == box
    assert home_secret(found, keyid, keys.opening_key).octets == secret
    assert "words.svg" in desk.files


STARTS = {
    "nobody's": ("zz", "Nobody in the council's list"),
    "several people's": ("", "More than one key in the council's list"),
}


@pytest.mark.parametrize(("start", "said"), STARTS.values(), ids=STARTS)
def test_shared_words_are_for_one_worker(start: str, said: str, tmp_path: Path) -> None:
    """Where a key could be nobody's or several people's, nothing is sealed."""
    with at_home(tmp_path, moved_in()) as home:
        desk = home.somebody()
        with pytest.raises(DeskRefused, match=said):
            shared(desk, home.recorder, start, None)

    assert desk.said == []


def test_a_box_that_trusts_nobody_seals_nothing(tmp_path: Path) -> None:
    """Before a council is trusted there is nobody whom the words could be for."""
    with at_home(tmp_path) as home, pytest.raises(RecorderRefused) as refused:
        shared(home.somebody(), home.recorder, "ab", None)

    assert refused.value.code == Code.LEDGER_NO_AGENCY
