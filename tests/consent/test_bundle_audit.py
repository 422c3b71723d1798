from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.acts import LoginFailed, NoticeWay, Refused
from consent.bundle import BundleRefused, bundle_from_octets, bundle_to_octets, proof_since
from consent.bundle_audit import Gap, audited
from consent.checkpoint import CheckpointRefused, opened_checkpoint
from consent.codes import Code
from consent.errors import ConsentError
from consent.findings import Finding, Oddity
from consent.home import Press
from tests.conftest import Scale
from tests.consent import scene
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.played import AGREEMENT, PHONE, TABLET, PlayedBox, agreed, day, recording
from tests.consent.profiles.sample import CARER, DOMAIN
from tests.consent.samples import (
    DEMONSTRATION,
    acknowledgement,
    keyset,
    paper_notice,
    signed,
    trust_root,
    withdrawal,
)

HOUR = timedelta(hours=1)


def whole() -> PlayedBox:
    """Return a box on which much has happened, and nothing that the rules do not know."""
    box = agreed()
    box.until(datetime(2026, 12, 1, 20, tzinfo=UTC))
    box.admit(acknowledgement())
    box.admit(paper_notice(device=TABLET))
    box.until(datetime(2026, 12, 4, 18, tzinfo=UTC))
    box.look(CARER, day(2))
    box.look(ALEX, day(2), day(3))
    box.export(day(3))
    box.pause()
    box.at += HOUR
    box.resume()
    box.lose_clock()
    box.regain_clock()
    box.restart(3 * HOUR)
    box.note(Refused(how="refuse", code=Code.PASTE_CUT))
    box.note(LoginFailed(how="login_failed", times=2))
    box.until(datetime(2026, 12, 6, 18, tzinfo=UTC))
    box.admit(withdrawal())
    return box.until(datetime(2026, 12, 8, 12, tzinfo=UTC))


WHOLE = whole()
BUNDLE = WHOLE.bundle()
BUNDLE = replace(BUNDLE, proof=proof_since(BUNDLE.journal, 9))
AUDIT = audited(BUNDLE)
OTHER = recording(2).bundle()


def test_what_went_by_the_rules_is_told_and_not_odd() -> None:
    """Everything that happened is there, in its place, and nothing is named."""
    assert AUDIT.findings == ()
    assert [one.act.how for one in AUDIT.looks] == ["view", "view", "export"]
    assert [one.act.how for one in AUDIT.notices] == ["notice_started", "notice_started"]
    assert [one.act.how for one in AUDIT.stops] == ["pause", "resume", "withdrawn"]
    assert [one.act.how for one in AUDIT.refused] == ["refuse", "login_failed"]
    assert {one.device for one in AUDIT.spans} == {PHONE, TABLET}
    assert all(one.until is not None for one in AUDIT.spans)
    assert list(AUDIT.agreements) == list(AUDIT.standings) == [AGREEMENT]
    assert AUDIT.standings[AGREEMENT].ended is Code.WITHDRAWN
    assert AUDIT.last_trusted == AUDIT.entries[-1].at
    [count] = AUDIT.keys
    assert (count.left, count.young_persons) == (count.young_persons, count.left)


def test_gaps_are_told_with_their_reason() -> None:
    """When the box was off, or did not know the time, nothing was recorded, and it says so."""
    lost = datetime(2026, 12, 4, 19, tzinfo=UTC)

    assert AUDIT.gaps == (
        Gap(since=lost, until=lost + HOUR, code=Code.CLOCK_UNSYNCHRONISED),
        Gap(since=lost + HOUR, until=lost + 4 * HOUR, code=None),
    )


def test_a_gap_that_lasts_has_no_end() -> None:
    """A clock that is lost at the end is lost until nobody knows when; a restart begins anew."""
    box = recording(1)
    box.lose_clock()
    before = audited(box.bundle()).gaps
    box.restart(HOUR)
    after = audited(box.bundle())

    assert [(one.until, one.code) for one in before] == [(None, Code.CLOCK_UNSYNCHRONISED)]
    assert [(one.until, one.code) for one in after.gaps] == [
        (box.at, Code.CLOCK_UNSYNCHRONISED),
        (box.at, None),
    ]
    assert after.findings == ()


def test_a_box_without_an_agency_has_little_to_tell() -> None:
    """Before anybody is trusted there is a journal, and nothing that could be recorded."""
    found = audited(PlayedBox().bundle())

    assert (found.ledger, found.spans, found.keys, found.findings) == (None, (), (), ())


def test_a_look_at_a_day_without_a_key_is_named() -> None:
    """Nobody can have seen a day that nobody could open."""
    box = recording(1)
    box.look(PRIYA, day(9))

    assert [one.what for one in audited(box.bundle()).findings] == [Oddity.LOOK_NO_KEY]


def test_findings_stand_in_the_journals_order() -> None:
    """What is of one entry comes in order; what is of none comes last."""
    box = recording(1)
    box.look(PRIYA, day(9))
    box.look(MORGAN, day(9))
    bundle = replace(box.bundle(), slips=recording(2).bundle().slips)
    found = audited(bundle).findings

    assert [one.entry for one in found[:-1]] == sorted(one.entry or 0 for one in found[:-1])
    assert found[-1] == Finding(what=Oddity.SLIP_UNKNOWN, day=day(3))


def test_the_demonstration_is_taken_only_where_it_is_meant() -> None:
    """A bundle of the demonstration's agency is refused at a desk that does not ask for it."""
    box = PlayedBox()
    root = trust_root(domain=DEMONSTRATION)
    box.ledger = scene.begun(
        at=box.at,
        root_octets=scene.octets_of(root),
        fingerprint=signed(root).digest,
        proven_domain=DEMONSTRATION,
        demonstration=True,
    )
    bundle = box.bundle()

    with pytest.raises(ConsentError) as refused:
        audited(bundle)
    assert refused.value.code is Code.TRUST_UNCONTROLLED
    assert audited(bundle, demonstration=True).ledger is not None
    assert DOMAIN != DEMONSTRATION


def test_what_was_seen_before_must_still_be_there() -> None:
    """A journal that goes on is taken; one that was cut, or written anew, is refused."""
    earlier = opened_checkpoint(OTHER.checkpoint, OTHER.box_key)
    later = recording(3).bundle()
    forked = recording(1)
    forked.pause()
    forked.until(datetime(2026, 12, 9, 12, tzinfo=UTC))

    assert audited(later, seen=earlier).checkpoint.size > earlier.size
    for bundle, code in (
        (recording(1).bundle(), Code.CHECKPOINT_SHORTER),
        (forked.bundle(), Code.CHECKPOINT_FORKED),
    ):
        with pytest.raises(CheckpointRefused) as refused:
            audited(bundle, seen=earlier)
        assert refused.value.code is code


def test_a_proof_must_be_right() -> None:
    """A proof that is there and wrong spoils the bundle."""
    proof = BUNDLE.proof
    assert proof is not None
    wrong = [
        replace(proof, hashes=proof.hashes[1:]),
        replace(proof, since=proof.since + 1),
        replace(proof, since=len(BUNDLE.journal) + 1),
    ]

    for one in wrong:
        with pytest.raises(BundleRefused) as refused:
            audited(replace(BUNDLE, proof=one))
        assert refused.value.code is Code.BUNDLE_PROOF


# What somebody who holds the file could do to one line of it.

ROWS = bundle_to_octets(BUNDLE).split(b"\n")[:-1]
OTHER_ROWS = bundle_to_octets(OTHER).split(b"\n")[:-1]


def _altered(rows: list[bytes], place: int) -> Iterator[list[bytes]]:
    row = rows[place]
    for at in {0, len(row) // 3, len(row) // 2, len(row) - 1} if row else ():
        changed = bytes([row[at] ^ 1 if row[at] ^ 1 != 10 else row[at] ^ 3])
        yield [*rows[:place], row[:at] + changed + row[at + 1 :], *rows[place + 1 :]]


def _removed(rows: list[bytes], place: int) -> Iterator[list[bytes]]:
    yield [*rows[:place], *rows[place + 1 :]]
    yield _with_count([*rows[:place], *rows[place + 1 :]], rows, place, -1)


def _doubled(rows: list[bytes], place: int) -> Iterator[list[bytes]]:
    yield [*rows[: place + 1], *rows[place:]]
    yield _with_count([*rows[: place + 1], *rows[place:]], rows, place, 1)


def _swapped(rows: list[bytes], place: int) -> Iterator[list[bytes]]:
    if place + 1 < len(rows) and rows[place] != rows[place + 1]:
        yield [*rows[:place], rows[place + 1], rows[place], *rows[place + 2 :]]


def _foreign(rows: list[bytes], place: int) -> Iterator[list[bytes]]:
    kind = rows[place][:5]
    others = [one for one in OTHER_ROWS if one[:5] == kind and one not in rows]
    for other in others[place % 3 :: 9]:
        yield [*rows[:place], other, *rows[place + 1 :]]


def _with_count(changed: list[bytes], rows: list[bytes], place: int, by: int) -> list[bytes]:
    """Put the number of lines right that the part of a place says it has."""
    heads = [
        at
        for at in range(place)
        if rows[at].split(b" ")[0] in {b"checkpoint", b"journal", b"ledger", b"slips", b"proof"}
    ]
    if not heads:
        return changed
    name, count, *more = rows[heads[-1]].split(b" ")
    if not count.isdigit():
        return changed
    changed[heads[-1]] = b" ".join([name, b"%d" % (int(count) + by), *more])
    return changed


TAMPERING: dict[str, Callable[[list[bytes], int], Iterator[list[bytes]]]] = {
    "altered": _altered,
    "removed": _removed,
    "doubled": _doubled,
    "swapped": _swapped,
    "taken from another box": _foreign,
}


def verdict(rows: list[bytes]) -> str | tuple[Finding, ...]:
    """Return the code with which lines are refused, or what is named in them."""
    try:
        return audited(bundle_from_octets(b"\n".join([*rows, b""]))).findings
    except ConsentError as refused:
        return refused.code


@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING)
def test_a_line_that_was_tampered_with_is_refused_or_named(
    tamper: Callable[[list[bytes], int], Iterator[list[bytes]]], scale: Scale
) -> None:
    """Whatever is done to one line of a bundle, it is refused, or what it makes odd is named."""
    assert verdict(ROWS) == ()
    step = scale(5, 1)
    for place in range(0, len(ROWS), step):
        for rows in tamper(ROWS, place):
            assert verdict(rows) != (), (place, ROWS[place][:60])


def test_the_records_of_another_agency_do_not_stand_in() -> None:
    """Whoever puts a whole other ledger in finds the journal against them."""
    other = keyset(version=9)
    box = PlayedBox()
    box.enrol()
    box.admit(other)
    mixed = replace(BUNDLE, ledger=box.bundle().ledger)

    assert {Oddity.RECORD_NOT_TOLD, Oddity.RECORD_OTHER_TIME} & {
        one.what for one in audited(mixed).findings
    }


def _days(box: PlayedBox) -> list[date]:
    """Return the days of the phone that can still be opened."""
    return sorted(one.day for one in box.slips.values() if one.device == PHONE)


def _adults_may_look(box: PlayedBox) -> bool:
    return bool(_days(box)) and box.is_trusted and not box.is_over() and not box.is_past()


def _look(box: PlayedBox) -> None:
    if _adults_may_look(box):
        box.look(PRIYA, _days(box)[0])


def _own_look(box: PlayedBox) -> None:
    if _days(box):
        box.look(ALEX, *_days(box)[:3])


def _export(box: PlayedBox) -> None:
    if _adults_may_look(box):
        box.export(_days(box)[-1])


def _withdraw(box: PlayedBox) -> None:
    if not box.is_over():
        box.admit(withdrawal())


def _unbind(box: PlayedBox) -> None:
    if box.is_bound(TABLET):
        box.unbind(TABLET)


def _paper(box: PlayedBox) -> None:
    if box.is_bound(TABLET) and box.is_trusted:
        box.notice(TABLET, way=NoticeWay.PAPER)


def _seen_again(box: PlayedBox) -> None:
    if box.is_trusted:
        box.notice(PHONE)


def _carer_reads(box: PlayedBox) -> None:
    box.admit(acknowledgement())
    if _adults_may_look(box):
        box.look(CARER, _days(box)[0])


STEPS: dict[str, Callable[[PlayedBox], object]] = {
    "a little later": lambda box: box.until(box.at + timedelta(hours=5)),
    "much later": lambda box: box.until(box.at + timedelta(days=3)),
    "a pause": lambda box: box.pause(),
    "the pause ends": lambda box: box.resume(),
    "the social worker looks": _look,
    "the young person looks": _own_look,
    "days go to the desk": _export,
    "a restart": lambda box: box.restart(),
    "off for days": lambda box: box.restart(timedelta(days=2)),
    "no time": lambda box: box.lose_clock(),
    "time again": lambda box: box.regain_clock(),
    "stopped by the young person": lambda box: box.press(),
    "stopped by code": lambda box: box.press(Press.STOP_CODE),
    "withdrawn": _withdraw,
    "a device removed": _unbind,
    "paper": _paper,
    "seen again": _seen_again,
    "the carer reads and looks": _carer_reads,
}


@settings(deadline=None, max_examples=settings().max_examples // 5)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_a_box_that_keeps_its_rules_is_accused_of_nothing(steps: list[str]) -> None:
    """Whatever happens in a home, in whatever order: by the rules, so nothing is named."""
    box = recording(2)
    for step in steps:
        STEPS[step](box)

    assert audited(box.bundle()).findings == ()
