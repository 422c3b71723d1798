from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent.recorder.days import FOLDER, FRAMES, SLIP
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.looking import MOST_NONCES, NONCE_MS, Nonces
from consent.acts import ActorRole, Exported, LoginFailed, Viewed, ViewReason
from consent.codes import Code
from consent.commands import agency, key_file
from consent.home import Press
from consent.passphrase import PersonalKeys
from consent.recorder_requests import (
    Admit,
    AskNonce,
    Export,
    GiveUpCopy,
    Look,
    Pause,
    Stop,
    proof_of,
)
from consent.records.fields import Revocation
from consent.sealed_day import slip_from_octets
from tests.agent.recorder.choosy import Choosy, fill
from tests.agent.recorder.home import Home, Kept, moved_in, opened, personal_keys
from tests.consent.commands import ceremony

YOUNG_PERSON = ceremony.young_persons_keys()
DAY = date(2026, 11, 23)
NEXT = date(2026, 11, 24)


class Looked:
    """A home with two days recorded, looked at by a young person, a carer and a social worker."""

    kept: Kept | None = None
    agreement = ""

    @classmethod
    def begun(cls, folder: Path) -> Home:
        """Return the home, made once."""
        if cls.kept is None:
            home = Home(folder / "first", kept=moved_in())
            cls.agreement = home.agreed(home.with_carer())
            home.recorded_from(cls.agreement)
            home.done(Admit(), home.read_by_carer(cls.agreement))
            home.settled()
            home.observed("example.com", "example.org")
            home.live(days=1)
            home.later(minutes=16)
            home.observed("example.net")
            cls.kept = home.kept()
        return Home(folder / "home", kept=cls.kept, disk=Choosy)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return the home of two days."""
    return Looked.begun(tmp_path)


def look(home: Home, *days: date, keys: PersonalKeys = YOUNG_PERSON, **changes: object) -> Look:
    """Return a signed look."""
    viewer = None if keys is YOUNG_PERSON else keys.public.keyid
    asked = replace(home.look_of(Looked.agreement, *days, viewer=viewer), **changes)  # type: ignore[arg-type]  # by name
    found = home.proven(asked, keys.signer)
    assert isinstance(found, Look)
    return found


def export(home: Home, *days: date, viewer: str | None = None) -> Export:
    """Return an export to the social worker."""
    return Export(
        viewer=viewer or str(home.worker("sw.key").public_key.keyid),
        device=home.tablet,
        agreement=Looked.agreement,
        days=days,
    )


def seen(home: Home, *days: date, keys: PersonalKeys = YOUNG_PERSON) -> list[str | None]:
    """Return the names that somebody sees."""
    return [row.domain for row in home.seen_by(Looked.agreement, *days, keys=keys_or_none(keys))]


def keys_or_none(keys: PersonalKeys) -> PersonalKeys | None:
    """Return somebody's keys, None for the young person's."""
    return None if keys is YOUNG_PERSON else keys


def test_young_person_and_carer_see_the_same(home: Home) -> None:
    """Whoever the agreement names opens the same rows with keys of their own, day by day."""
    expected = ["example.com", "example.org", "example.net"]

    assert seen(home, DAY, NEXT) == expected
    assert seen(home, NEXT, DAY, keys=home.carer) == expected
    assert seen(home, NEXT, keys=home.carer) == expected[2:]


def test_a_look_is_on_the_journal_with_who_and_why(home: Home) -> None:
    """Viewer, days and reason stand there, and the beginning of the key that proved it."""
    home.done(look(home, DAY, NEXT))
    home.done(look(home, DAY, keys=home.carer, reason=ViewReason.WORRIED))
    mine, carers = home.entries[-2:]

    assert mine.act == Viewed(
        how="view",
        viewer=YOUNG_PERSON.public.keyid,
        device=home.tablet,
        agreement=Looked.agreement,
        days=(DAY, NEXT),
        reason=ViewReason.OWN_ENTRIES,
    )
    assert (mine.actor.role, mine.actor.key) == (
        ActorRole.YOUNG_PERSON,
        YOUNG_PERSON.public.keyid[:8],
    )
    assert isinstance(carers.act, Viewed)
    assert carers.act.reason is ViewReason.WORRIED
    assert (carers.actor.role, carers.actor.key) == (
        ActorRole.CARER,
        home.carer.public.keyid[:8],
    )
    assert home.findings() == ()


def test_what_cannot_be_noted_is_not_shown(home: Home) -> None:
    """Where the journal takes no entry, nothing is handed out: a look comes after its entry."""
    asked, taken = look(home, DAY), export(home, DAY)
    fill(home, JOURNAL_FILE)

    for request in (asked, taken):
        reply = home.ask(request)
        assert reply.attached == ()
        assert str(reply.answer).count("E_AUDIT")


def test_a_social_worker_takes_it_to_her_desk(home: Home) -> None:
    """What leaves for a desk is sealed to her alone, and it is on record that it left."""
    keys = ceremony_keys(home)
    reply = home.ask(export(home, DAY))

    assert [row.domain for row in opened(reply, keys)] == ["example.com", "example.org"]
    assert home.entries[-1].act == Exported(
        how="export",
        viewer=keys.public.keyid,
        device=home.tablet,
        agreement=Looked.agreement,
        days=(DAY,),
    )
    assert home.entries[-1].actor.role is ActorRole.ANYONE


def ceremony_keys(home: Home) -> PersonalKeys:
    """Return the social worker's keys."""
    home.desk.answers = {"Passphrase": ceremony.PASSPHRASE}
    keys = key_file.unlock(home.desk, "sw.key")
    return PersonalKeys(signer=keys.signer, opening_key=keys.opening_key)


STRANGER = personal_keys()


def test_nobody_looks_whom_the_agreement_does_not_name(home: Home) -> None:
    """A key of no viewer is refused before its signature is looked at."""
    assert home.refused(look(home, DAY, keys=STRANGER)) == Code.LOOK_VIEWER
    assert home.refused(export(home, DAY, viewer=STRANGER.public.keyid)) == Code.LOOK_VIEWER
    assert home.told(Viewed) == []


def test_each_looks_by_the_way_that_is_theirs(home: Home) -> None:
    """Who is at home is not exported to; a social worker looks at her desk."""
    worker = ceremony_keys(home)

    assert home.refused(look(home, DAY, keys=worker)) == Code.LOOK_VIEWER
    assert home.refused(export(home, DAY, viewer=home.carer.public.keyid)) == Code.LOOK_VIEWER


@pytest.mark.parametrize("keys", ["young person", "carer"])
def test_a_reason_belongs_to_who_looks(home: Home, keys: str) -> None:
    """Only the young person sees their own entries, and they need no other reason."""
    is_own = keys == "young person"
    who = YOUNG_PERSON if is_own else home.carer
    reason = ViewReason.WORRIED if is_own else ViewReason.OWN_ENTRIES

    assert home.refused(look(home, DAY, keys=who, reason=reason)) == Code.LOOK_VIEWER


def test_a_signature_is_good_for_one_request(home: Home) -> None:
    """A look that was sent before, or on a number that nobody gave, is refused and noted."""
    asked = look(home, DAY)
    home.done(asked)
    assert home.refused(asked) == Code.LOOK_PROOF
    made_up = replace(asked, nonce="ab" * 16)
    proof = proof_of(made_up, home.box.identity.box)
    signed = replace(made_up, signature=YOUNG_PERSON.signer.sign(proof).hex())

    assert home.refused(signed) == Code.LOOK_PROOF
    assert len(home.told(LoginFailed)) == 2


CHANGED: dict[str, dict[str, object]] = {
    "other days": {"days": (DAY, NEXT)},
    "no signature": {"signature": "00" * 64},
    "half a signature": {"signature": "00"},
    "no hexadecimal": {"signature": "zz" * 64},
    "another's signature": {"signature": "5a" * 64},
}


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED)
def test_what_was_changed_after_signing_is_refused(home: Home, changes: dict[str, object]) -> None:
    """A proof is of the whole request, and a number is used up also by a wrong one."""
    asked = look(home, DAY)
    wrong = replace(asked, **changes)  # type: ignore[arg-type]  # by name

    assert home.refused(wrong) == Code.LOOK_PROOF
    assert home.refused(asked) == Code.LOOK_PROOF


def test_a_proof_for_another_box_is_none(home: Home) -> None:
    """What was signed for one home opens nothing in another."""
    nonce = home.done(AskNonce()).id
    asked = replace(home.look_of(Looked.agreement, DAY), nonce=str(nonce))
    signature = YOUNG_PERSON.signer.sign(proof_of(asked, "b0" * 32)).hex()

    assert home.refused(replace(asked, signature=signature)) == Code.LOOK_PROOF


def test_a_wrong_proof_is_refused_also_where_nothing_can_be_noted(home: Home) -> None:
    """A full card opens nothing."""
    asked = replace(look(home, DAY), signature="00" * 64)
    fill(home, JOURNAL_FILE)

    assert home.refused(asked) == Code.LOOK_PROOF


def test_a_number_lasts_two_minutes() -> None:
    """A number is good from the moment it was given, once, and not later."""
    nonces = Nonces()
    one, two, three = (nonces.give(1_000) for _ in range(3))

    assert nonces.take(one, 1_000)
    assert not nonces.take(one, 1_000)
    assert nonces.take(two, 1_000 + NONCE_MS - 1)
    assert not nonces.take(three, 1_000 + NONCE_MS)
    assert not nonces.take(nonces.give(5_000), 4_999), "in another boot"
    assert not nonces.take("ab" * 16, 1_000)


def test_only_so_many_numbers_are_out() -> None:
    """Whoever asks for many takes no memory; the newest are good."""
    nonces = Nonces()
    given = [nonces.give(1_000) for _ in range(MOST_NONCES + 1)]

    assert [nonces.take(one, 1_000) for one in given] == [False] + [True] * MOST_NONCES

    nonces.give(0)
    nonces.give(NONCE_MS)

    assert len(nonces._given) == 1


DAYS = {
    "a day to come": (date(2026, 11, 25),),
    "a day before": (date(2026, 11, 22),),
    "one of two": (DAY, date(2026, 11, 25)),
    "the same twice": (DAY, DAY),
}


@pytest.mark.parametrize("days", DAYS.values(), ids=DAYS)
def test_days_that_are_not_kept_are_refused_as_a_whole(home: Home, days: tuple[date, ...]) -> None:
    """Nothing is handed out of a request that asks for more than there is."""
    assert home.refused(look(home, *days)) == Code.LOOK_DAYS
    assert home.refused(export(home, *days)) == Code.LOOK_DAYS


def test_another_device_has_no_days(home: Home) -> None:
    """What was recorded on one device is not found under another."""
    assert home.refused(look(home, DAY, device=home.laptop)) == Code.LOOK_DAYS


def test_a_carer_looks_after_they_have_read_how(tmp_path: Path) -> None:
    """Without their own word for that, nothing is shown to a carer."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed(home.with_carer())
    home.recorded_from(agreement)
    day = home.time.now.date()
    asked = home.look_of(agreement, day, viewer=home.carer.public.keyid)
    signed = home.proven(asked, home.carer.signer)
    assert home.refused(signed) == Code.LOOK_NOT_READ
    home.done(Admit(), home.read_by_carer(agreement))

    assert home.seen_by(agreement, day, keys=home.carer) == []


def test_after_a_withdrawal_only_the_young_person_looks(home: Home) -> None:
    """Every other viewer's key is destroyed within the call, and nothing is shown or exported."""
    worker = export(home, DAY)
    home.done(Admit(), home.withdrawal(Looked.agreement))
    files = [path.stem for path in (home.state / FOLDER).rglob("*.key")]

    assert files == [YOUNG_PERSON.public.keyid[:32]] * 2
    assert home.refused(look(home, DAY, keys=home.carer)) == Code.LOOK_VIEWER
    assert home.refused(worker) == Code.LOOK_VIEWER
    assert len(seen(home, DAY, NEXT)) == 3
    assert home.findings() == ()


def test_after_a_stop_nobody_looks(home: Home) -> None:
    """Every other end leaves nothing to look at, for the young person either."""
    home.done(Stop(agreement=Looked.agreement, press=Press.CARER))

    assert home.refused(look(home, DAY)) == Code.LOOK_DAYS
    assert home.refused(look(home, DAY, keys=home.carer)) == Code.LOOK_VIEWER


def test_a_pause_hides_nothing(home: Home) -> None:
    """While it is paused nothing new is recorded, and what there is can be looked at."""
    home.done(Pause(agreement=Looked.agreement))

    assert len(seen(home, DAY, keys=home.carer)) == 2


def test_who_left_looks_no_more(home: Home) -> None:
    """A social worker whose key was revoked gets nothing, though the day was sealed to her."""
    asked = export(home, DAY)
    home.desk.answers = dict(ceremony.AT_THE_AGENCY)
    home.desk.at = home.time.now
    agency.revoke(home.desk, asked.viewer, Revocation.LEFT)
    home.done(Admit(), home.desk.files["keyset.json"])

    assert home.refused(asked) == Code.LOOK_VIEWER


def test_without_the_time_only_the_young_person_looks(home: Home) -> None:
    """Where nobody knows whether it has ended, adults wait; what is theirs a young person sees."""
    worker = export(home, DAY)
    home.time.unsynchronise()

    assert home.refused(look(home, DAY, keys=home.carer)) == Code.CLOCK_UNSYNCHRONISED
    assert home.refused(worker) == Code.CLOCK_UNSYNCHRONISED
    assert len(seen(home, DAY)) == 2


def _frames(home: Home, fingerprint: str) -> Path:
    return home.state / FOLDER / fingerprint / FRAMES


def _folder_of(home: Home, day: date) -> str:
    return next(one for one, slip in home.box.days.slips.items() if slip.day == day)


def _flipped(home: Home, name: str) -> None:
    path = home.state / FOLDER / _folder_of(home, DAY) / name
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 1
    path.write_bytes(octets)


def _of_another_day(home: Home) -> None:
    mine, other = (_frames(home, _folder_of(home, day)) for day in (DAY, NEXT))
    mine.write_bytes(other.read_bytes())


def _keys_swapped(home: Home) -> None:
    folders = [home.state / FOLDER / _folder_of(home, day) for day in (DAY, NEXT)]
    name = f"{YOUNG_PERSON.public.keyid[:32]}.key"
    (folders[0] / name).write_bytes((folders[1] / name).read_bytes())


CHANGES = {
    "a frame altered": (lambda home: _flipped(home, FRAMES), Code.FRAME_ALTERED),
    "frames of another day": (_of_another_day, Code.FRAME_ALTERED),
    "a key altered": (
        lambda home: _flipped(home, f"{YOUNG_PERSON.public.keyid[:32]}.key"),
        Code.DAY_KEY_ALTERED,
    ),
    "a key of another day": (_keys_swapped, Code.DAY_KEY_ALTERED),
}


@pytest.mark.parametrize(("change", "code"), CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_not_handed_out(home: Home, change: object, code: Code) -> None:
    """A day that is not what was written is refused by name, and no look is noted for it."""
    assert callable(change)
    change(home)

    assert home.refused(look(home, DAY)) == code
    assert home.refused(look(home, DAY, NEXT)) == code
    assert home.told(Viewed) == []
    assert seen(home, NEXT) == ["example.net"]


def test_a_slip_that_was_changed_hands_out_nothing(home: Home) -> None:
    """A day whose slip is not its own is no day that anybody can ask for."""
    fingerprint = _folder_of(home, DAY)
    home.crash()
    (home.state / FOLDER / fingerprint / SLIP).write_bytes(b"{}")
    home.start()

    assert home.refused(look(home, DAY)) == Code.LOOK_DAYS
    assert seen(home, NEXT) == ["example.net"]


def give_up(home: Home, keys: PersonalKeys = YOUNG_PERSON) -> GiveUpCopy:
    """Return a signed giving up."""
    asked = GiveUpCopy(nonce="0" * 32, agreement=Looked.agreement, signature="0" * 128)
    found = home.proven(asked, keys.signer)
    assert isinstance(found, GiveUpCopy)
    return found


def test_only_the_card_gives_up_the_copy(home: Home) -> None:
    """What is kept for the young person goes sooner by their card, and by nobody else's key."""
    assert home.refused(give_up(home)) == Code.COPY_NONE
    home.done(Admit(), home.withdrawal(Looked.agreement))
    assert home.refused(give_up(home, home.carer)) == Code.LOOK_PROOF
    assert len(home.how().days) == 2
    home.done(give_up(home))
    assert home.how().days == ()
    assert home.kinds()[-3:] == ["day_key_destroyed", "day_key_destroyed", "closed"]
    home.done(give_up(home))
    unknown = replace(give_up(home), agreement="ff" * 32)
    assert home.refused(unknown) == Code.LEDGER_AGREEMENT


def test_a_stop_leaves_no_copy_to_give_up(home: Home) -> None:
    """Where everything was destroyed at once there is nothing to give up."""
    home.done(Stop(agreement=Looked.agreement, press=Press.CARER))

    assert home.refused(give_up(home)) == Code.COPY_NONE


def test_what_is_handed_out_is_what_lies_on_the_card(home: Home) -> None:
    """Slip, sealed key and frames leave as they are; the recorder opens nothing."""
    reply = home.ask(look(home, DAY))
    count, slip, key, *frames = reply.attached
    folder = home.state / FOLDER / _folder_of(home, DAY)

    assert slip == (folder / SLIP).read_bytes()
    assert key == (folder / f"{YOUNG_PERSON.public.keyid[:32]}.key").read_bytes()
    assert b"".join(line + b"\n" for line in frames) == (folder / FRAMES).read_bytes()
    assert int(count) == len(frames)
    assert slip_from_octets(slip).day == DAY
    assert b"example" not in b"".join(reply.attached)
