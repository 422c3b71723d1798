"""How everything stands, in plain words: each device, each agreement, who was told, what is kept.

Rules kept here:
- On or off is what the recorder last decided, with the sentence of its reason. Nothing is judged
  here.
- What is not there is said not to be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import how_it_stands, ledger_of
from agent.recorder.commands.meant import named
from consent.codes import Code
from consent.commands.checking_bundle import box_words
from consent.commands.plain import shown
from consent.commands.questions import day_shown
from consent.desk import Desk
from consent.home import ClockState
from consent.ledger import TrustedLedger
from consent.profiles.dates import NOTICE, NOTICE_IF_URGENT
from consent.recorder_answers import (
    AgreementStanding,
    DeviceStanding,
    HowItStands,
    KeptDay,
    NoticeStanding,
)
from consent.records.agreement import Agreement
from consent.records.fields import ViewerRole
from consent.sentences import SENTENCES


def how(desk: Desk, recorder: Recorder) -> None:
    """Say how everything stands. Raises what asking raises."""
    stands = how_it_stands(recorder)
    agreements = agreements_in(ledger_of(recorder, stands))
    for line in _lines(stands, agreements):
        desk.say(line)


def agreements_in(ledger: TrustedLedger | None) -> dict[str, Agreement]:
    """Return every agreement that was admitted, by its digest, the newest last."""
    entries = ledger.entries if ledger else ()
    return {one.digest: one.record for one in entries if isinstance(one.record, Agreement)}


def labels_of(stands: HowItStands, agreements: dict[str, Agreement]) -> dict[str, str]:
    """Return what each device is called: now, or in an agreement about it."""
    said = {one.id: one.label for each in agreements.values() for one in each.devices}
    return {**said, **{one.id: one.label for one in stands.devices}}


def why(code: Code) -> str:
    """Return the sentence of a code, for whoever is at home."""
    return SENTENCES[code].carer


def viewer_called(role: ViewerRole, label: str) -> str:
    """Return what a viewer is called: a role, and the label that tells two of them apart."""
    if role is ViewerRole.YOUNG_PERSON:
        return words.VIEWERS[role]
    return words.SHOW_NAMED.format(role=words.VIEWERS[role], label=label)


def _lines(stands: HowItStands, agreements: dict[str, Agreement]) -> Iterator[str]:
    labels = labels_of(stands, agreements)
    yield words.HOW_BOX.format(words=box_words(stands.box))
    yield words.HOW_TIME.format(time=shown(stands.at), clock=words.CLOCKS[stands.clock])
    yield (
        words.HOW_NO_AGENCY
        if stands.agency is None
        else words.HOW_AGENCY.format(agency=stands.agency)
    )
    yield words.HOW_AGENT if stands.is_agent_there else words.HOW_NO_AGENT
    if not stands.is_journal_sound:
        yield words.HOW_NO_JOURNAL
    yield from _part(words.HOW_DEVICES, (_device(one) for one in stands.devices))
    yield from _part(words.HOW_AGREEMENTS, (_agreement(one) for one in stands.agreements))
    yield from _part(
        words.HOW_NOTICES,
        ((_notice(one, stands, labels, agreements),) for one in stands.notices),
    )
    yield from _part(words.HOW_KEPT, ((_kept(one, labels, agreements),) for one in stands.days))
    yield from _part(
        words.HOW_VIEWERS,
        (
            (words.HOW_VIEWER.format(label=one.label, role=words.VIEWERS[one.role]),)
            for one in stands.viewers
        ),
    )


def _part(title: str, found: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield title
    is_empty = True
    for first, *rest in found:
        is_empty = False
        yield f"  {first}"
        yield from (f"    {line}" for line in rest)
    if is_empty:
        yield f"  {words.NOTHING_YET}"


def _device(one: DeviceStanding) -> tuple[str, ...]:
    if one.off is not None:
        first = words.HOW_OFF.format(label=one.label, why=why(one.off))
    else:
        what = "" if one.level is None else words.WHAT[one.level]
        first = words.HOW_ON.format(label=one.label, what=what, until=_day(one.until))
    where = words.HOW_WHERE.format(
        use=words.HOW_SOLE if one.sole_user else words.HOW_SHARED,
        day=day_shown(one.bound_on),
        addresses=", ".join(one.addresses),
    )
    return first, where


def _agreement(one: AgreementStanding) -> tuple[str, ...]:
    lines = [
        words.HOW_UNTIL.format(
            called=named(one.agreement), until=_day(one.valid_until), end_by=_day(one.end_by)
        )
        if one.over is None
        else words.HOW_OVER.format(called=named(one.agreement), why=why(one.over))
    ]
    if one.over is None and one.is_objected:
        lines.append(words.HOW_OBJECTED)
    if one.over is None and one.is_paused:
        lines.append(words.HOW_PAUSED)
    if one.is_closed:
        lines.append(words.HOW_CLOSED)
    lines.append(words.HOW_REVIEWS.format(count=one.seq))
    return tuple(lines)


def _notice(
    one: NoticeStanding,
    stands: HowItStands,
    labels: dict[str, str],
    agreements: dict[str, Agreement],
) -> str:
    if one.told_at is None:
        said = words.HOW_NOTICE_NONE
    elif one.is_lapsed:
        said = words.HOW_NOTICE_LAPSED
    else:
        said = _wait(one.told_at, stands, agreements.get(one.agreement))
    label = labels.get(one.device, one.device)
    return words.HOW_NOTICE.format(label=label, called=named(one.agreement), standing=said)


def _wait(told_at: datetime, stands: HowItStands, agreement: Agreement | None) -> str:
    is_urgent = agreement is not None and agreement.urgent
    until = told_at + (NOTICE_IF_URGENT if is_urgent else NOTICE)
    # Without trusted time nobody knows that the wait is over.
    is_over = stands.clock is ClockState.TRUSTED and stands.at >= until
    sentence = words.HOW_NOTICE_OVER if is_over else words.HOW_NOTICE_WAITS
    return sentence.format(since=shown(told_at), until=shown(until))


def _kept(one: KeptDay, labels: dict[str, str], agreements: dict[str, Agreement]) -> str:
    agreement = agreements.get(one.agreement)
    viewers = agreement.viewing.viewers if agreement else ()
    who = [
        viewer_called(each.role, each.label) for each in viewers if each.keys.keyid in one.viewers
    ]
    return words.HOW_KEPT_DAY.format(
        label=labels.get(one.device, one.device),
        day=day_shown(one.day),
        who=", ".join(who) or words.NOTHING_YET,
    )


def _day(day: date | None) -> str:
    return words.NOTHING_YET if day is None else day_shown(day)
