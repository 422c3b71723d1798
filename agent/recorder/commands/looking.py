"""Looking at what was written down: with the young person's card, or a carer's own words.

Rules kept here:
- The look is on the journal before anything is handed out: whoever asks gets sealed days, and opens
  them here, in memory. Nothing that was opened is written anywhere.
- A line tells that the device asked, and what that does not show is said with every day.
- Whoever looks is told what to do with a worry, each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import NO_NUMBER, UNSIGNED, how_it_stands, ledger_of, proven
from agent.recorder.commands.handed_out import Asked, agreement_kept, days_meant, sealed_days
from agent.recorder.commands.meant import device_meant
from agent.recorder.commands.personal_words import Person, carers, recognised, young_person
from agent.recorder.commands.standing import agreements_in
from agent.recorder.errors import RecorderRefused
from consent.acts import ViewReason
from consent.codes import Code
from consent.commands.audit_words import REASONS
from consent.commands.questions import day_shown
from consent.desk import Desk, DeskRefused
from consent.exported import SealedDay
from consent.passphrase import PersonalKeys
from consent.recorder_answers import HowItStands
from consent.recorder_requests import Look
from consent.records.fields import ViewerRole
from consent.sealed_day import Row, opened_day_key, opened_rows, slip_from_octets
from consent.texts.languages import language_named

LANGUAGE: Final = "en"


def look(desk: Desk, recorder: Recorder, asked: Asked) -> None:
    """Show what was written down about a device. Raises DeskRefused, ConsentError."""
    how = how_it_stands(recorder)
    device = device_meant(how, asked.label)
    agreements = agreements_in(ledger_of(recorder, how))
    kept = [one for one in how.days if one.device == device.id]
    digest = agreement_kept(desk, kept, list(agreements), asked.agreement, device.label)
    agreement = agreements[digest]
    who, keys = recognised(
        desk,
        (young_person(agreement), *carers(agreement, how)),
        question=words.WORDS_QUESTION,
        otherwise=words.LOOK_OTHERWISE,
    )
    mine = [one.day for one in kept if one.agreement == digest and who.keys.keyid in one.viewers]
    request = Look(
        nonce=NO_NUMBER,
        viewer=who.keys.keyid,
        device=device.id,
        agreement=digest,
        days=days_meant(asked.days, mine, device.label),
        reason=_reason(desk, who, asked.reason),
        signature=UNSIGNED,
    )
    for line in _shown(_handed_out(desk, recorder, how, request, keys), who, keys, device.label):
        desk.say(line)


def _reason(desk: Desk, who: Person, typed: str | None) -> ViewReason:
    """Return why somebody looks. Raises DeskRefused."""
    if who.role is ViewerRole.YOUNG_PERSON:
        return ViewReason.OWN_ENTRIES
    choices = list(words.REASONS)
    if typed is None:
        listed = [
            words.LOOK_CHOICE.format(at=at, reason=REASONS[words.REASONS[one]])
            for at, one in enumerate(choices, start=1)
        ]
        typed = desk.ask(words.LOOK_WHY.format(choices=", ".join(listed))).strip().lower()
    for at, one in enumerate(choices, start=1):
        if typed in {one, str(at)}:
            return words.REASONS[one]
    raise DeskRefused(words.LOOK_WHY_NOT.format(words=", ".join(choices)))


def _handed_out(
    desk: Desk, recorder: Recorder, how: HowItStands, request: Look, keys: PersonalKeys
) -> list[SealedDay]:
    try:
        parts = proven(recorder, how, request, keys.signer)
    except RecorderRefused as refused:
        if refused.code is Code.LOOK_NOT_READ:
            [label] = [one.label for one in how.viewers if one.keys.keyid == request.viewer]
            desk.note(words.LOOK_NOT_READ.format(label=label))
        raise
    return list(sealed_days(parts))


def _shown(days: Sequence[SealedDay], who: Person, keys: PersonalKeys, label: str) -> Iterator[str]:
    is_counted = False
    for one in days:
        slip = slip_from_octets(one.slip)
        day_key = opened_day_key(slip, who.keys.keyid, one.sealed_key, keys.opening_key)
        rows = opened_rows(slip, one.frames, day_key)
        is_counted |= any(row.hour is None for row in rows)
        yield words.LOOK_HEAD.format(label=label, day=day_shown(slip.day))
        yield from (f"  {_row(row)}" for row in rows)
        yield f"  {words.LOOK_ASKED if rows else words.LOOK_EMPTY}"
        yield ""
    is_own = who.role is ViewerRole.YOUNG_PERSON
    yield words.LOOK_COUNTS if is_counted else words.LOOK_SOME
    yield words.LOOK_OWN_LISTED if is_own else words.LOOK_LISTED
    yield ""
    yield words.WORRIED_YOUNG_PERSON if is_own else words.WORRIED


def _row(row: Row) -> str:
    kinds = language_named(LANGUAGE).phrases.kinds
    kind = "" if row.category is None else kinds.get(row.category, row.category)
    if row.hour is None:
        return words.LOOK_ROW_COUNT.format(times=row.times, kind=kind)
    hours = words.LOOK_HOURS.format(start=row.hour, end=(row.hour + 1) % 24)
    in_brackets = words.LOOK_KIND.format(kind=kind) if kind else ""
    return words.LOOK_ROW.format(hours=hours, site=row.domain, kind=in_brackets)
