from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from consent.commands.check_options import CheckOptions
from consent.commands.checking_bundle import (
    RIGHT,
    TO_LOOK_AT,
    CheckedBundle,
    box_words,
    check_bundle,
)
from consent.commands.seen_file import SEEN, seen_in
from consent.commands.verify import records_in
from consent.desk import DeskRefused
from consent.words import words_for
from tests.consent import scene
from tests.consent.commands.handed import bundle_of, desk_with
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import STRANGER
from tests.consent.played import PlayedBox, day, recording
from tests.consent.profiles.sample import BOX_KEY
from tests.consent.samples import DEMONSTRATION, home_card, signed, trust_root, withdrawal

BOX = BOX_KEY.public_key.keyid
WORDS = box_words(BOX)
AGENCY_WORDS = " ".join(words_for(bytes.fromhex(signed(trust_root()).digest), 8))


def checked(desk: MemoryDesk, *beside: str, options: CheckOptions | None = None) -> CheckedBundle:
    """Return what becomes of the bundle of a desk."""
    return check_bundle(
        desk, "bundle.txt", list(records_in(desk, beside)), options or CheckOptions()
    )


def test_a_bundle_that_is_right_is_told_and_remembered() -> None:
    """Whose box, whose agency, how long the journal is, and all that follows; then it is known."""
    desk = desk_with(recording(2))
    found = checked(desk)

    assert found.status == RIGHT
    assert found.lines[:2] == ("ALL RIGHT.", "The box's eight words:")
    assert found.lines[2:4] == (
        f"  {WORDS}",
        "  Compare them with the home card; nothing here can do that for you.",
    )
    assert f"  {AGENCY_WORDS}" in found.lines
    assert "  Compare them with the agency's card; nothing here can do that for you." in found.lines
    assert "You had not checked this box before." in "\n".join(found.lines)
    [seen] = seen_in(desk, SEEN).boxes
    assert (seen.box, seen.size, seen.at) == (BOX, len(recording(2).lines), desk.at)


def test_what_vouches_is_said() -> None:
    """Words that were given, a card beside it, the agency's root: each is named as what vouches."""
    desk = desk_with(recording(2))
    by_words = checked(
        desk, options=CheckOptions(box=WORDS.upper(), fingerprint=AGENCY_WORDS)
    ).lines
    by_files = checked(desk, "home-card.json", "root.json", "keyset.json", "agreement.json").lines

    assert by_words.count("  They are the words you gave.") == 2
    assert "  They are those of home-card.json." in by_files
    assert "  They are those of root.json." in by_files


def test_a_root_that_the_box_does_not_have_vouches_for_nothing() -> None:
    """An agency's root that stands beside a bundle counts only where the box trusts it."""
    desk = desk_with(recording(2))
    desk.files["other.json"] = scene.octets_of(trust_root(version=1, issued_at=scene.NOW))
    found = checked(desk, "other.json")

    assert found.status == TO_LOOK_AT
    assert (
        "The box does not have other.json. If it should, send it to the home again." in found.lines
    )
    assert not any("other.json." in line and "They are" in line for line in found.lines)


STRANGERS = {
    "other words of a box": (CheckOptions(box=AGENCY_WORDS), "not of the box whose eight words"),
    "no words of a box": (CheckOptions(box=""), "not of the box whose eight words"),
    "other words of an agency": (
        CheckOptions(fingerprint=WORDS),
        f"does not trust the agency whose eight words you gave, but: {AGENCY_WORDS}.",
    ),
}


@pytest.mark.parametrize(("options", "expected"), STRANGERS.values(), ids=STRANGERS)
def test_a_strangers_bundle_is_not_taken(options: CheckOptions, expected: str) -> None:
    """Words that do not fit end the check; nothing of it is believed or remembered."""
    desk = desk_with(recording(2))
    found = checked(desk, options=options)

    assert (found.status, found.audit) == (TO_LOOK_AT, None)
    assert found.lines[0] == "NOT RIGHT. Do not rely on this file, and tell somebody."
    assert expected in found.lines[1]
    assert not desk.exists(SEEN)
    assert found.document == {"box": BOX, "status": 1, "refused": None}


def test_a_card_or_a_record_of_another_box_is_noticed() -> None:
    """What stands beside a bundle is of the same home, or the check ends."""
    desk = desk_with(recording(2))
    key = STRANGER.public_key
    card = home_card(box=key.keyid, box_key=key.octets.hex())
    desk.files["card.json"] = scene.octets_of(card, STRANGER)
    found = checked(desk, "card.json")

    assert found.lines[1].startswith("card.json is of another box than this bundle.")
    assert found.audit is None


def test_a_box_without_an_agency_is_said_to_have_none() -> None:
    """There is nothing to compare, and whoever gave words of an agency hears that."""
    desk = desk_with(PlayedBox())
    found = checked(desk)
    asked = checked(desk, options=CheckOptions(fingerprint=AGENCY_WORDS))

    assert "It trusts no agency, so nothing can be recorded on it." in found.lines
    assert found.status == RIGHT
    assert "but: no agency." in asked.lines[1]
    assert checked(desk, "keyset.json").status == TO_LOOK_AT


def test_a_record_that_the_box_does_not_have_is_named() -> None:
    """A withdrawal that lies at the desk and never reached the box is something to look at."""
    desk = desk_with(recording(2))
    desk.files["withdrawal.json"] = scene.octets_of(withdrawal())
    found = checked(desk, "withdrawal.json", "agreement.json")

    assert found.status == TO_LOOK_AT
    assert found.lines[0] == "SOMETHING TO LOOK AT. It is told below."
    assert sum("The box does not have" in line for line in found.lines) == 1


def test_conduct_that_is_odd_is_told_and_remembered_all_the_same() -> None:
    """What the box signed is right, so it is remembered; what it did is something to look at."""
    box = recording(2)
    box.look(STRANGER, day(2))
    desk = desk_with(box)
    found = checked(desk)

    assert found.status == TO_LOOK_AT
    assert seen_in(desk, SEEN).box(BOX) is not None
    assert found.document["to_look_at"] != []


def test_a_journal_that_goes_on_is_said_to() -> None:
    """The second time it is held against the first."""
    desk = desk_with(recording(2))
    checked(desk)
    desk.files["bundle.txt"] = bundle_of(recording(3))
    found = checked(desk)

    assert found.status == RIGHT
    assert (
        f"It goes on from the {len(recording(2).lines)} entries that you saw on"
        " 3 December 2026, 18:00." in found.lines
    )
    assert not any("You had not checked" in line for line in found.lines)


def test_an_old_bundle_is_said_to_be_old() -> None:
    """Whoever hands over the bundle of last week is asked for one of today."""
    desk = desk_with(recording(2))
    assert not any("days old" in line for line in checked(desk).lines)
    desk.later(days=2)

    assert any("Its newest entry is 2 days old." in line for line in checked(desk).lines)
    assert checked(desk).status == RIGHT


def cut() -> PlayedBox:
    """Return the box with a journal that is shorter than the one seen."""
    return recording(1)


def forked() -> PlayedBox:
    """Return the box with a journal that went another way."""
    box = recording(1)
    box.pause()
    return box.until(box.at + timedelta(days=6))


@pytest.mark.parametrize("box", [cut(), forked()], ids=["shorter", "another way"])
def test_a_journal_that_does_not_go_on_is_refused(box: PlayedBox) -> None:
    """A cut or rewritten journal is refused with what that means, and nothing is forgotten."""
    desk = desk_with(recording(3))
    checked(desk)
    before = desk.files[SEEN]
    desk.files["bundle.txt"] = bundle_of(box)
    found = checked(desk)

    assert (found.status, found.audit) == (TO_LOOK_AT, None)
    assert found.lines[2] == (
        f"You last saw {len(recording(3).lines)} entries, on 4 December 2026, 18:00."
    )
    assert "--card-changed" in found.lines[3]
    assert str(found.document["refused"]).startswith("E_CHECKPOINT_")
    assert desk.files[SEEN] == before


def test_a_changed_card_is_a_new_tree() -> None:
    """Once a person says that the card was changed, it is told so, and both are remembered."""
    desk = desk_with(recording(3))
    checked(desk)
    desk.files["bundle.txt"] = bundle_of(forked())
    found = checked(desk, options=CheckOptions(card_changed=True))
    seen = seen_in(desk, SEEN)

    assert found.status == RIGHT
    assert any(line.startswith("NEW TREE AFTER CARD CHANGE.") for line in found.lines)
    assert [one.size for one in seen.before] == [len(recording(3).lines)]
    assert [one.size for one in seen.boxes] == [len(forked().lines)]


def test_another_box_is_not_taken_for_the_one_before() -> None:
    """A home with a new box: nothing to hold it against, and it is said that it is another."""
    desk = desk_with(recording(2))
    checked(desk)
    desk.files["bundle.txt"] = bundle_of(PlayedBox(STRANGER))
    found = checked(desk)

    assert "new tree after card change: note it" in "\n".join(found.lines)
    assert len(seen_in(desk, SEEN).boxes) == 2


def test_what_cannot_be_read_is_refused() -> None:
    """A file that is no bundle is refused; one that is and was changed is not right."""
    desk = desk_with(recording(2))
    desk.files["bundle.txt"] = bundle_of(recording(2))[:-1]
    with pytest.raises(DeskRefused, match=r"bundle\.txt: .*E_BUNDLE_FORM, end, line"):
        checked(desk)

    desk.files["bundle.txt"] = bundle_of(recording(2))
    checked(desk)
    lines = bundle_of(recording(2)).split(b"\n")
    lines[10] = lines[10].replace(b"reboot", b"rebout")
    desk.files["bundle.txt"] = b"\n".join(lines)
    found = checked(desk)
    assert len(found.lines) == 2
    assert found.lines[1].endswith("(E_AUDIT_ALTERED, entry 0)")
    assert found.document == {"box": BOX, "status": 1, "refused": "E_AUDIT_ALTERED"}


def test_the_demonstration_says_that_it_is_one() -> None:
    """A bundle of the demonstration is refused, and where it is asked for it is called one."""
    box = PlayedBox()
    root = trust_root(domain=DEMONSTRATION)
    box.ledger = scene.begun(
        at=box.at,
        root_octets=scene.octets_of(root),
        fingerprint=signed(root).digest,
        proven_domain=DEMONSTRATION,
        demonstration=True,
    )
    desk = desk_with(box)

    assert checked(desk).document["refused"] == "E_TRUST_UNCONTROLLED"
    found = checked(desk, options=CheckOptions(demonstration=True))
    assert "  This is the demonstration. No real box takes such records." in found.lines


class _FullDesk(MemoryDesk):
    """A desk whose disk is full."""

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Refuse to write."""
        raise DeskRefused(f"{name} cannot be written ({len(octets)}, {private})")


def test_a_full_disk_changes_nothing_in_what_was_found() -> None:
    """Where it cannot be remembered that a box was checked, that is noted, and the rest stands."""
    desk = desk_with(recording(2))
    full = _FullDesk(files=desk.files, at=desk.at)
    found = checked(full)

    assert found.status == RIGHT
    assert "it is not remembered" in full.noted[-1]
    assert replace(found).status == RIGHT
