from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent.recorder.shared_words import sealed_words
from consent.commands.bundle_words import called
from consent.commands.checking_bundle import box_words
from consent.commands.spoken_check import RIGHT, WRONG, Heard, receipt, spoken
from consent.desk import DeskRefused
from consent.spoken import receipt_words, spoken_words
from consent.spoken_about import NO_AGREEMENT, VisitState, about_of
from tests.consent import scene
from tests.consent.commands.handed import SECRET, desk_with
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import STRANGER
from tests.consent.played import AGREEMENT, recording
from tests.consent.profiles import sample
from tests.consent.profiles.sample import BOX_KEY
from tests.consent.samples import record_digest

DIGITS = "4821"
START = AGREEMENT[:16]
UNTIL = date(2027, 1, 2)
UNDER = f"the agreement whose check words begin {called(AGREEMENT)}"


def desk_of() -> MemoryDesk:
    """Return a desk with the home's shared words, the worker's key file and the agreement."""
    return desk_with(recording(2))


def words_for(state: VisitState, desk: MemoryDesk) -> str:
    """Return what the box reads out in a state."""
    return " ".join(spoken_words(SECRET, DIGITS, desk.at, about=about_of(state)))


def heard(words: str, **changes: str) -> Heard:
    """Return what was heard."""
    given = {"key": "my.key", "shared": "words.txt", "words": words, "digits": DIGITS, **changes}
    return Heard(**given)


STATES = {
    "on": (
        VisitState(is_on=True, agreement=START, level=2, until=UNTIL),
        f"recording is ON, level 2, until 2 January 2027 at the latest, under {UNDER}.",
    ),
    "off for now": (
        VisitState(is_on=False, agreement=START, level=1, until=scene.AGREEMENT.end_by),
        f"recording is off now. It may go on, level 1, until 30 April 2027, under {UNDER}.",
    ),
    "over": (
        VisitState(is_on=False, agreement=START),
        f"recording is off, and {UNDER} is over.",
    ),
    "nothing": (NO_AGREEMENT, "recording is off. There is no agreement on the box."),
    "shortened by an objection": (
        VisitState(is_on=False, agreement=START, level=2, until=date(2026, 12, 1)),
        f"recording is off now. It may go on, level 2, until 1 December 2026, under {UNDER}.",
    ),
}


@pytest.mark.parametrize(("state", "expected"), STATES.values(), ids=STATES)
def test_the_words_say_which_state_they_are_right_for(state: VisitState, expected: str) -> None:
    """Whatever somebody read out, the desk says what the box vouched for."""
    desk = desk_of()
    status = spoken(desk, heard(words_for(state, desk)), [])

    assert status == RIGHT
    assert desk.said == [
        f"The words are right for: {expected}",
        "If the page was read out to you otherwise, believe the words.",
    ]


def test_digits_are_read_however_they_are_typed() -> None:
    """Spaces between digits and capitals in words do not matter."""
    desk = desk_of()
    words = words_for(NO_AGREEMENT, desk).upper()

    assert spoken(desk, heard(words, digits="48 21"), ["agreement.json"]) == RIGHT


def test_wrong_words_are_right_for_nothing() -> None:
    """Other words, other digits, or words of a quarter of an hour ago vouch for nothing."""
    desk = desk_of()
    words = words_for(NO_AGREEMENT, desk)

    assert spoken(desk, heard("abacus abdomen abdominal abide"), []) == WRONG
    assert spoken(desk, heard(words, digits="4822"), []) == WRONG
    desk.at += timedelta(minutes=15)
    assert spoken(desk, heard(words), []) == WRONG
    assert "Say four new digits" in desk.said[-1]


def test_without_an_agreement_the_box_is_named() -> None:
    """Where no agreement is at hand, nobody vouches for the box, and only one state is tried."""
    desk = desk_of()
    del desk.files["agreement.json"]
    on = words_for(STATES["on"][0], desk)

    assert spoken(desk, heard(words_for(NO_AGREEMENT, desk)), []) == RIGHT
    assert box_words(BOX_KEY.public_key.keyid) in desk.noted[0]
    assert spoken(desk, heard(on), []) == WRONG
    assert desk.said[-1] == "No agreement was at hand here: give its file with --agreement."


def test_a_stop_is_receipted() -> None:
    """The four words after a stop are right for that agreement, and for no other."""
    desk = desk_of()
    words = " ".join(receipt_words(SECRET, AGREEMENT))
    desk.files["mothers.json"] = scene.octets_of(scene.MOTHERS, *scene.signers_of(scene.MOTHERS))
    other = " ".join(receipt_words(SECRET, record_digest(scene.MOTHERS)))

    assert receipt(desk, heard(words), []) == RIGHT
    assert desk.said[0].startswith("The words are the receipt: the box has stopped the agreement")
    assert called(AGREEMENT) in desk.said[0]
    assert receipt(desk, heard(other), []) == WRONG
    assert receipt(desk, heard(other), ["agreement.json", "mothers.json"]) == RIGHT


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "too few digits": ({"digits": "482"}, "--digits: "),
    "no shared words": ({"shared": "agreement.json"}, "agreement.json: .*E_NOTE_FORM"),
}


@pytest.mark.parametrize(("changes", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_asked_for(changes: dict[str, str], expected: str) -> None:
    """A check that cannot be made says what is wrong, before a passphrase where it can."""
    desk = desk_of()

    with pytest.raises(DeskRefused, match=expected):
        spoken(desk, heard("abacus abdomen abdominal abide", **changes), [])
    assert desk.asked == []


def test_shared_words_of_another_box_or_key_are_refused() -> None:
    """Nobody can put a secret of their own in the place of the home's."""
    desk = desk_of()
    keys = sample.personal(STRANGER, "somebody else")
    desk.files["words.txt"] = sealed_words(SECRET, STRANGER, keyid=keys.keyid, x25519=keys.x25519)
    with pytest.raises(DeskRefused, match="of another box than the agreement"):
        spoken(desk, heard("abacus abdomen abdominal abide"), [])

    desk.files["words.txt"] = sealed_words(SECRET, BOX_KEY, keyid=keys.keyid, x25519=keys.x25519)
    with pytest.raises(DeskRefused, match="E_SHARED_WORDS_CLOSED"):
        spoken(desk, heard("abacus abdomen abdominal abide"), [])


def test_a_receipt_is_of_an_agreement() -> None:
    """Without one there is nothing to hold it against, and another record is none."""
    desk = desk_of()
    with pytest.raises(DeskRefused, match="another kind"):
        receipt(desk, heard("abacus abdomen abdominal abide"), ["root.json"])
    del desk.files["agreement.json"]
    with pytest.raises(DeskRefused, match="--agreement"):
        receipt(desk, heard("abacus abdomen abdominal abide"), [])
