"""Days, minutes and changes of the clock: the last second that counts, and the first after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeVar, cast

from consent.encoding import JsonObject
from consent.home import Clock, ClockState, Notice
from consent.profiles.rules import AgreementCase
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.schema import read, write
from tests.consent import scene
from tests.consent.profiles.sample import LEAST, YOUNG_PERSON_GIVES, digest_of, worded
from tests.consent.samples import keyset, signed, trust_root
from tests.consent.texts.sample import changed
from tests.vectors.cases.rules import of_agreement, sent
from tests.vectors.ledger_case import PERMIT, Case, Sent

R = TypeVar("R", Agreement, Keyset, TrustRoot)

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT.*Z")
TWIN: Final = "valid_a_young_person_gives_with_their_card"
ALWAYS: Final = "valid_a_young_person_gives_at_level_1_and_for_every_hour"
INCLUSIVE: Final = "consent.md B.3: local dates of Europe/London, both ends included"
CLAMP: Final = "consent.md B.6: calendar months clamp"
NOTICE: Final = "people 7, decision 10: 24 hours from when it was seen, unseen for 14 days pauses"
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


def ends() -> Iterator[Case]:
    """Yield the seconds around the first day, the last day and the window of hours."""
    base = of_agreement("", LEAST, INCLUSIVE, "")
    for name, now, expect in (
        ("first_day_begins", "2026-12-02T12:00:00Z", f"{PERMIT}:1"),
        ("last_second_of_the_last_day", "2027-01-02T23:59:59Z", f"{PERMIT}:1"),
        ("first_second_after_the_last_day", "2027-01-03T00:00:00Z", "E_TIME_REVIEW"),
        ("after_the_end_for_good", "2027-06-03T12:00:00Z", "E_TRUST_KEYSET_EXPIRED"),
    ):
        at = datetime.fromisoformat(now)
        yield replace(base, name=name, twin=ALWAYS, now=at, expect=expect)
    windowed = of_agreement("", YOUNG_PERSON_GIVES, "the hours that were agreed", "")
    for name, now, expect in (
        ("hours_last_minute_before", "2026-12-09T14:59:59Z", "E_TIME_HOURS"),
        ("hours_first_second", "2026-12-09T15:00:00Z", f"{PERMIT}:2"),
        ("hours_last_second", "2026-12-09T21:59:59Z", f"{PERMIT}:2"),
        ("hours_first_second_after", "2026-12-09T22:00:00Z", "E_TIME_HOURS"),
    ):
        at = datetime.fromisoformat(now)
        yield replace(windowed, name=name, twin=TWIN, now=at, expect=expect)


def before_the_start() -> Iterator[Case]:
    """Yield the day before the start, with notice long given."""
    agreement = worded(changed(LEAST, "agreement.starts_on", date(2026, 12, 5)))
    base = of_agreement("before_the_first_day", agreement, INCLUSIVE, "E_TIME_EARLY")
    yield replace(base, twin=ALWAYS, now=datetime(2026, 12, 4, 23, 59, 59, tzinfo=UTC))
    first = datetime(2026, 12, 5, tzinfo=UTC)
    yield replace(base, name="on_the_first_day", now=first, expect=f"{PERMIT}:1")


def shifted_days() -> Iterator[Case]:
    """Yield the same agreement moved to the ends of months, leap days and changes of the clock."""
    for name, start, last, expect in (
        ("month_from_31_january", "2027-01-31", "2027-02-28", f"{PERMIT}:1"),
        ("month_from_31_january_too_long", "2027-01-31", "2027-03-01", "E_RULE_P19_FIRST_MONTH"),
        ("month_from_31_january_in_a_leap_year", "2028-01-31", "2028-02-29", f"{PERMIT}:1"),
        ("month_from_leap_day", "2028-02-29", "2028-03-29", f"{PERMIT}:1"),
        ("month_from_leap_day_too_long", "2028-02-29", "2028-03-30", "E_RULE_P19_FIRST_MONTH"),
        ("month_from_31_may", "2027-05-31", "2027-06-30", f"{PERMIT}:1"),
        ("month_from_31_december", "2026-12-31", "2027-01-31", f"{PERMIT}:1"),
    ):
        yield _moved(name, date.fromisoformat(start), date.fromisoformat(last), expect, CLAMP)
    # Summer time: the day that has 23 hours, and the one that has 25.
    for name, last, seconds in (
        ("clocks_forward", "2027-03-28", ("2027-03-28T22:59:59Z", "2027-03-28T23:00:00Z")),
        ("clocks_back", "2027-10-31", ("2027-10-31T23:59:59Z", "2027-11-01T00:00:00Z")),
    ):
        day = date.fromisoformat(last)
        for title, now, expect in zip(
            ("last_second", "first_second_after"),
            seconds,
            (f"{PERMIT}:1", "E_TIME_REVIEW"),
            strict=True,
        ):
            made = _moved(f"{name}_{title}", day - 20 * _DAY, day, expect, INCLUSIVE)
            yield replace(made, now=datetime.fromisoformat(now))


def clocks() -> Iterator[Case]:
    """Yield every state of the clock, and a time before and long after what is known."""
    base = of_agreement("", YOUNG_PERSON_GIVES, "consent.md C.4", "")
    for state in ClockState:
        if state is not ClockState.TRUSTED:
            clock = Clock(state=state, mark=scene.NOW)
            expect = f"E_CLOCK_{state.upper()}"
            yield replace(base, name=f"clock_{state}", twin=TWIN, clock=clock, expect=expect)
    for name, behind, expect in (
        ("clock_five_seconds_behind", 5, f"{PERMIT}:2"),
        ("clock_six_seconds_behind", 6, "E_CLOCK_BACK"),
        ("clock_a_day_behind", 86_400, "E_CLOCK_BACK"),
        ("clock_a_year_behind", 365 * 86_400, "E_CLOCK_BACK"),
        ("clock_400_days_ahead", -400 * 86_400 - 1, "E_CLOCK_FORWARD"),
    ):
        mark = scene.NOW + timedelta(seconds=behind)
        # The ledger's own newest time is a mark too; only the other can be so far behind.
        clock = Clock(state=ClockState.TRUSTED, mark=mark)
        made = replace(base, name=name, twin=TWIN, clock=clock, expect=expect)
        if expect == "E_CLOCK_FORWARD":
            late = scene.ADMITTED + timedelta(days=400, seconds=1)
            mark = scene.ADMITTED
            made = replace(made, now=late, clock=Clock(state=ClockState.TRUSTED, mark=mark))
        yield made


def notices() -> Iterator[Case]:
    """Yield notice not given, given a second too late, by paper, and unseen for two weeks."""
    base = of_agreement("", YOUNG_PERSON_GIVES, NOTICE, "")
    urgent = worded(changed(YOUNG_PERSON_GIVES, "agreement.urgent", to=True))
    hurried = of_agreement("", urgent, NOTICE, "")
    for case, prefix, wait in ((base, "notice", _DAY), (hurried, "notice_urgent", _DAY / 24)):
        for title, seen, expect in (
            ("in_time", scene.NOW - wait, f"{PERMIT}:2"),
            ("a_second_short", scene.NOW - wait + _SECOND, "E_NOTICE_WAIT"),
        ):
            notice = _notice(case, first_seen_at=seen, last_seen_at=scene.NOW)
            yield replace(
                case, name=f"{prefix}_{title}", twin=TWIN, notices=(notice,), expect=expect
            )
    yield replace(base, name="notice_none", twin=TWIN, notices=(), expect="E_NOTICE_NONE")
    other = replace(_notice(base, first_seen_at=scene.SEEN), device="0b" * 16)
    yield replace(
        base, name="notice_on_another_device", twin=TWIN, notices=(other,), expect="E_NOTICE_NONE"
    )
    paper = _notice(base, paper_at=scene.NOW - _DAY)
    yield replace(base, name="notice_on_paper", twin=TWIN, notices=(paper,), expect=f"{PERMIT}:2")
    evening = datetime(2026, 12, 20, 18, tzinfo=UTC)
    fortnight = evening - 14 * _DAY
    for title, last, together, expect in (
        ("seen_14_days_ago", fortnight, None, f"{PERMIT}:2"),
        ("unseen_for_longer", fortnight - _SECOND, None, "E_NOTICE_LAPSED"),
        ("looked_together", fortnight - _SECOND, date(2026, 12, 20), f"{PERMIT}:2"),
    ):
        notice = _notice(
            base, first_seen_at=scene.SEEN, last_seen_at=last, looked_together_on=together
        )
        yield replace(
            base,
            name=f"notice_{title}",
            twin=TWIN,
            now=evening,
            notices=(notice,),
            expect=expect,
        )


def _notice(case: Case, **changes: Any) -> Notice:  # noqa: ANN401 - fields
    empty = Notice(device=case.device.id, agreement=case.agreement)
    return replace(empty, **changes)


def _moved(name: str, start: date, last: date, expect: str, source: str) -> Case:
    """Return the least agreement with every day moved; it starts on one and lasts to the other."""
    days = (start - LEAST.agreement.starts_on).days
    agreement = replace(_later(LEAST.agreement, days), valid_until=last)
    keys, root = _later(keyset(), days), _later(trust_root(), days)
    case = worded(AgreementCase(agreement=agreement, trust_root=root, keyset=keys))
    agreement = case.agreement
    span = timedelta(days=days)
    return Case(
        name=name,
        source=source,
        twin=ALWAYS,
        agreement=digest_of(agreement),
        root=Sent(scene.octets_of(root), scene.BEGUN + span),
        fingerprint=signed(root).digest,
        keysets=(Sent(scene.octets_of(keys), scene.BEGUN + span),),
        envelopes=(sent(agreement),),
        now=datetime(last.year, last.month, last.day, 12, tzinfo=UTC),
        notices=(
            Notice(
                device=scene.PHONE,
                agreement=digest_of(agreement),
                first_seen_at=scene.SEEN + span,
                last_seen_at=datetime(last.year, last.month, last.day, 6, tzinfo=UTC),
            ),
        ),
        device=replace(scene.device_of(), bound_on=agreement.devices[0].bound_on),
        expect=expect,
    )


def _later(record: R, days: int) -> R:
    """Return a record with every day and every instant in it so many days later."""
    return read(type(record), cast("JsonObject", _moved_on(write(record), timedelta(days=days))))


def _moved_on(value: object, span: timedelta) -> object:
    match value:
        case dict():
            return {key: _moved_on(one, span) for key, one in value.items()}
        case list():
            return [_moved_on(one, span) for one in value]
        case str() if _DATE.fullmatch(value):
            return (date.fromisoformat(value) + span).isoformat()
        case str() if _INSTANT.fullmatch(value):
            return (datetime.fromisoformat(value) + span).strftime("%Y-%m-%dT%H:%M:%SZ")
        case _:
            return value


GROUPS: Final = (ends, before_the_start, shifted_days, clocks, notices)
