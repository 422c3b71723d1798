from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import pytest

from consent.acts import Act, DayKeyCreated, Exported
from consent.audit import journal_of
from consent.bundle import Bundle, bundle_to_octets
from consent.checkpoint import signed_checkpoint
from consent.commands import key_file
from consent.commands.case_folder import CaseFolder
from consent.commands.opening import RIGHT, TO_LOOK_AT, open_days
from consent.commands.opening_words import (
    IF_WORRIED,
    IF_YOU_ARE_WORRIED,
    NOT_KEPT,
    NOT_PROVEN,
    NOTHING_WRITTEN,
    SOME_NAMES_ONLY,
    THE_DEVICE_ASKED,
)
from consent.desk import DeskRefused
from consent.encoding import object_from_json
from consent.exported import ExportedDays, SealedDay, export_to_octets
from consent.home import ClockState
from consent.pasted_days import days_to_text
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey
from consent.rows import Row
from consent.sealed_day import slip_to_octets
from consent.signer import Ed25519Signer
from tests.consent.commands.ceremony import CARD, PASSPHRASE, signed, young_persons_keys
from tests.consent.commands.memory import MemoryDesk
from tests.consent.days import FRAMES, SealedSample, named, sealed_sample
from tests.consent.journal import BEGUN, OTHER_BOX
from tests.consent.people import signer_named

NOTHING_ELSE: Mapping[str, str | list[str]] = {}
MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)


@cache
def workers_key() -> PersonalKey:
    """Return the public halves in the social worker's key file."""
    keys = key_file.from_file(signed().files["sw.key"], PASSPHRASE)
    assert keys is not None
    return keys.public


def day(
    on: date, *, box: str | None = None, frames: Sequence[Sequence[Row]] = FRAMES
) -> SealedSample:
    """Return a day of the phone under the folder's agreement, for whoever it names."""
    folder = CaseFolder(signed())
    agreement = folder.agreement()
    return sealed_sample(
        frames,
        viewers=[one.keys for one in agreement.viewing.viewers],
        box=box or agreement.box,
        device=agreement.devices[0].id,
        agreement=folder.envelope("agreement").digest,
        day=on,
    )


def exported(*days: SealedSample, viewer: str | None = None) -> ExportedDays:
    """Return days as they leave the box, for the social worker if nobody is named."""
    keyid = viewer or workers_key().keyid
    return ExportedDays(
        viewer=keyid,
        days=tuple(
            SealedDay(
                slip=slip_to_octets(one.slip), sealed_key=one.sealed_keys[keyid], frames=one.lines
            )
            for one in days
        ),
    )


def at_desk(
    export: ExportedDays, answers: Mapping[str, str | list[str]] = NOTHING_ELSE
) -> MemoryDesk:
    """Return the desk of the case, with days in a file and somebody who answers."""
    desk = signed()
    desk.answers = {"Passphrase": PASSPHRASE, "five words": " ".join(CARD), **answers}
    desk.files["days.txt"] = export_to_octets(export)
    return desk


def opened(desk: MemoryDesk, *, key: str | None = "sw.key", bundle: str | None = None) -> int:
    """Open the days, and hold that no file changes by it."""
    before = dict(desk.files)
    try:
        return open_days(desk, "days.txt", key=key, bundle=bundle)
    finally:
        assert desk.files == before


def test_the_agreement_names_the_key_of_the_key_file() -> None:
    """What is sealed to the social worker of the agreement, her key file opens."""
    viewers = CaseFolder(signed()).agreement().viewing.viewers
    [hers] = [one.keys for one in viewers if one.role is ViewerRole.SOCIAL_WORKER]

    assert hers == workers_key()


def test_the_social_worker_reads_what_was_recorded() -> None:
    """With her key file, each day is said in plain words, and it is said what that shows."""
    desk = at_desk(exported(day(MONDAY), day(TUESDAY, frames=())))

    assert opened(desk) == RIGHT
    assert desk.said[0] == SOME_NAMES_ONLY
    assert desk.text.count(THE_DEVICE_ASKED) == 6
    assert "7 December 2026:" in desk.text
    assert "  15:00 to 16:00: example.com was blocked" in desk.text
    assert desk.said[desk.said.index("") + 8 :][1].endswith("8 December 2026:")
    assert f"  {NOTHING_WRITTEN}" in desk.said
    assert desk.said[-3:] == [NOT_PROVEN, IF_WORRIED, NOT_KEPT]
    assert desk.asked == ["Passphrase of sw.key: "]


def test_the_young_person_reads_the_same_with_their_card() -> None:
    """Five words open the same rows, and below them stands who helps."""
    words = at_desk(exported(day(MONDAY), viewer=young_persons_keys().public.keyid))
    hers = at_desk(exported(day(MONDAY)))

    assert opened(words, key=None) == opened(hers) == RIGHT
    assert words.said[:-3] == hers.said[:-3]
    assert words.said[-3:] == [NOT_PROVEN, IF_YOU_ARE_WORRIED, NOT_KEPT]
    assert words.asked == ["The five words of the card: "]
    assert not any(word in words.text for word in CARD)


def test_days_that_were_pasted_open_as_well() -> None:
    """A mail with the block in it is as good as the file."""
    desk = at_desk(exported(day(MONDAY)))
    text = days_to_text(exported(day(MONDAY)))
    desk.files["days.txt"] = "\n".join(f"> {line}" for line in text.splitlines()).encode()

    assert opened(desk) == RIGHT
    assert desk.text.count(THE_DEVICE_ASKED) == 6


def test_what_was_opened_is_in_no_file() -> None:
    """Nothing that was recorded can be found in the folder afterwards, opened or refused."""
    desk = at_desk(exported(day(MONDAY)))
    opened(desk)

    assert "example.net" in desk.text
    assert not any(b"example.net" in octets for octets in desk.files.values())


def journal(signer: Ed25519Signer, *acts: Act) -> bytes:
    """Return a bundle with the journal of a box after some acts."""
    found, lines = journal_of(signer.public_key.keyid), list[bytes]()
    for act in acts:
        found, line = found.append(act, at=BEGUN, clock=ClockState.TRUSTED)
        lines.append(line)
    return bundle_to_octets(
        Bundle(
            box_key=signer.public_key,
            agency=None,
            checkpoint=signed_checkpoint(found.checkpoint, signer),
            journal=tuple(lines),
            ledger=(),
            slips=(),
        )
    )


def told(sample: SealedSample) -> tuple[Act, ...]:
    """Return that a day is made and handed out."""
    slip = sample.slip
    return (
        DayKeyCreated(
            how="day_key_created",
            device=slip.device,
            agreement=slip.agreement,
            day=slip.day,
            fingerprint=sample.fingerprint,
        ),
        Exported(
            how="export",
            viewer=workers_key().keyid,
            device=slip.device,
            agreement=slip.agreement,
            days=(slip.day,),
        ),
    )


def without_agreement(desk: MemoryDesk) -> MemoryDesk:
    """Return a desk that holds nothing of the case but keys and days."""
    desk.files = {
        name: octets
        for name, octets in desk.files.items()
        if name in {"sw.key", "tm.key", "days.txt", "box.bundle"}
    }
    return desk


def test_a_bundle_shows_that_the_box_wrote_the_days() -> None:
    """Held against the box's journal, days are said to be so, with the words to compare."""
    box = signer_named("a box of its own")
    sample = day(MONDAY, box=box.public_key.keyid)
    desk = without_agreement(at_desk(exported(sample)))
    desk.files["box.bundle"] = journal(box, *told(sample))

    assert opened(desk, bundle="box.bundle") == RIGHT
    assert NOT_PROVEN not in desk.said
    assert desk.said[-3].startswith("The days were held against the journal of the box")
    assert "A device without a name here" in desk.text


def test_a_day_that_the_bundle_does_not_know_is_not_shown() -> None:
    """Days that somebody else sealed to her key are named, and the others are shown."""
    box = signer_named("a box of its own")
    known, forged = (day(on, box=box.public_key.keyid) for on in (MONDAY, TUESDAY))
    desk = without_agreement(at_desk(exported(known, forged)))
    desk.files["box.bundle"] = journal(box, *told(known))

    assert opened(desk, bundle="box.bundle") == TO_LOOK_AT
    assert desk.text.count(THE_DEVICE_ASKED) == 6
    assert "E_DAY_KEY_UNMADE" in desk.text


def test_an_altered_day_does_not_hide_the_others() -> None:
    """A day that cannot be opened is named with the piece that is wrong; the next is shown."""
    monday, tuesday = day(MONDAY), day(TUESDAY, frames=([named(20, "example.org")],))
    export = exported(monday, tuesday)
    first = export.days[0]
    desk = at_desk(
        ExportedDays(
            viewer=export.viewer,
            days=(
                SealedDay(
                    slip=first.slip,
                    sealed_key=first.sealed_key,
                    frames=(first.frames[0], *first.frames[2:]),
                ),
                export.days[1],
            ),
        )
    )

    assert opened(desk) == TO_LOOK_AT
    assert "E_FRAME_REMOVED, piece 2 of 3" in desk.text
    assert desk.text.count(THE_DEVICE_ASKED) == 1


def refused(desk: MemoryDesk, said: str, **options: str | None) -> None:
    """Hold that opening is refused with these words."""
    with pytest.raises(DeskRefused, match=said):
        opened(desk, **options)
    assert THE_DEVICE_ASKED not in desk.text


def test_days_for_somebody_else_are_said_to_be_so() -> None:
    """Whose key it is sealed for is said in words that can be compared, and nothing is shown."""
    desk = at_desk(exported(day(MONDAY)))

    refused(
        desk,
        r"days.txt is sealed for another key. Its eight words are: .*; those of tm",
        key="tm.key",
    )
    refused(desk, "days.txt is not sealed for the card of the agreement", key=None)
    assert desk.asked == ["Passphrase of tm.key: "]


def test_without_an_agreement_a_card_opens_nothing() -> None:
    """What the words are bound to stands in the agreement, so it is asked for by name."""
    desk = without_agreement(at_desk(exported(day(MONDAY))))

    refused(desk, "this folder has no agreement.json", key=None)
    assert desk.asked == []


def test_three_tries_with_a_card() -> None:
    """Misspelt and wrong words are said to be so, and after three nothing is opened."""
    desk = at_desk(
        exported(day(MONDAY), viewer=young_persons_keys().public.keyid),
        {"five words": ["credibly neon rants", "abacus " * 5, "abacus " * 5]},
    )

    refused(desk, "the card was not recognised; nothing was opened", key=None)
    assert sum("are not the words of the card" in one for one in desk.noted) == 2
    assert len(desk.asked) == 3


def test_the_right_words_after_a_wrong_try_open() -> None:
    """Whoever mistypes once is not sent away."""
    desk = at_desk(
        exported(day(MONDAY), viewer=young_persons_keys().public.keyid),
        {"five words": ["credibly neon rants", " ".join(CARD)]},
    )

    assert opened(desk, key=None) == RIGHT


def test_a_wrong_passphrase_opens_nothing() -> None:
    """Without the passphrase of the key file nothing is shown."""
    desk = at_desk(exported(day(MONDAY)), {"Passphrase": "somebody else's passphrase"})

    refused(desk, "was not opened")


def test_what_is_not_days_is_refused_before_anything_is_asked() -> None:
    """Nobody types a passphrase for a file that could not be opened with it."""
    desk = at_desk(exported(day(MONDAY)))
    whole = desk.files["days.txt"]
    for octets, said in (
        (b"hello", "E_PASTE_NOTHING"),
        (whole[:-4], "E_EXPORT_FORM, end, line 11"),
    ):
        desk.files["days.txt"] = octets
        refused(desk, said)
    del desk.files["days.txt"]
    refused(desk, "days.txt cannot be read")
    assert desk.asked == []


def test_a_bundle_that_is_none_is_refused_before_anything_is_asked() -> None:
    """A bundle that is not whole, altered, or of another box shows nothing of any day."""
    desk = at_desk(exported(day(MONDAY)))
    bundle = journal(OTHER_BOX, *told(day(MONDAY)))
    altered = bundle.replace(b'"how":"export"', b'"how":"exporT"')
    for octets, said in (
        (b"hello", "E_BUNDLE_FORM"),
        (altered, "E_AUDIT"),
        (bundle, "box.bundle is of another box than the agreement in this folder"),
    ):
        desk.files["box.bundle"] = octets
        refused(desk, said, bundle="box.bundle")
    assert desk.asked == []


def test_the_file_says_nothing_that_was_recorded() -> None:
    """Whoever holds the file without a key reads ids, a day, and sealed octets."""
    octets = export_to_octets(exported(day(MONDAY)))

    assert b"example" not in octets
    assert object_from_json(octets.split(b"\n")[4])["day"] == "2026-12-07"
