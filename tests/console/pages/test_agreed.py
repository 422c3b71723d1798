from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consent.codes import Code
from consent.home import ClockState
from consent.permits import Permit
from consent.profiles.rules import AgreementCase
from consent.recorder_answers import NoticeStanding
from consent.records.fields import Countersign
from consent.texts.languages import language_named
from console import words
from console.pages.agreed import AgreementPart, agreement_part
from console.services.recorded import AgreementHere, Receipt
from tests.consent.profiles import sample
from tests.consent.scene import PHONE, SEEN, agreed, decided, reviewed
from tests.console.told import here, how_of, kept, only, standing_of

HOW = how_of(agreed())
FOUR = ("one", "two", "three", "four")
PHRASES = language_named("en").phrases


def part_of(one: AgreementHere) -> AgreementPart:
    """Return what is shown of an agreement."""
    return agreement_part(one, HOW)


def fact(part: AgreementPart, label: str) -> tuple[str, ...]:
    """Return what stands beside a label; nothing where the label is not there."""
    return next((one.texts for one in part.facts if one.label == label), ())


def of_case(case: AgreementCase) -> AgreementPart:
    """Return what is shown of an agreement that is going on."""
    return part_of(here(agreed(case.agreement)))


def untold(**changes: object) -> NoticeStanding:
    """Return the notice as it is before anybody was told."""
    digest = agreed().agreements[0]
    notice = NoticeStanding(
        device=PHONE, agreement=digest, told_at=None, last_seen_at=None, is_lapsed=False
    )
    return replace(notice, **changes)  # type: ignore[arg-type]  # the fields are a test's own


GIVEN = {
    "by card": (sample.YOUNG_PERSON_GIVES, "You, with your card"),
    "on paper": (sample.ON_PAPER, "You, on paper"),
    "by a mother's key": (sample.MOTHER_GIVES, "Your mother, with a key"),
    "by a mother on paper": (sample.MOTHER_GIVES_ON_PAPER, "Your mother, on paper"),
    "by a carer": (sample.GUARDIAN_GIVES, "Your special guardian, with a key"),
}


@pytest.mark.parametrize(("case", "who"), GIVEN.values(), ids=GIVEN)
def test_who_agreed_is_said_in_roles(case: AgreementCase, who: str) -> None:
    """The giver comes first, then the roles of those who signed, then whom they work for."""
    first, *staff, agency = fact(of_case(case), words.AGREED_WHO)

    assert first == who
    assert staff[:2] == ["A social worker", "A team manager"]
    assert agency == "They work for northmoor.gov.uk"


def test_who_signed_beside_them_is_said() -> None:
    """Where somebody who looks after them signed too, it is said; where nobody did, it is not."""
    agreement = sample.YOUNG_PERSON_GIVES.agreement
    assert agreement.giver.countersign is not None
    signed = replace(agreement.giver.countersign, state=Countersign.SIGNED, reason=None)
    giver = replace(agreement.giver, countersign=signed)
    case = sample.worded(
        replace(sample.YOUNG_PERSON_GIVES, agreement=replace(agreement, giver=giver))
    )

    assert words.AGREED_BESIDE in fact(of_case(case), words.AGREED_WHO)
    assert words.AGREED_BESIDE not in fact(part_of(here()), words.AGREED_WHO)


LEVELS = {
    "a count": (sample.LEAST, "How often the box blocks"),
    "kinds of site": (sample.YOUNG_PERSON_GIVES, "Sites of these kinds that the box blocks"),
    "a list": (sample.WATCHED, "asks for one of these sites, with the hour: chat.example, dates"),
    "every site": (sample.EVERY_SITE, "Every site that this device asks for"),
}


@pytest.mark.parametrize(("case", "said"), LEVELS.values(), ids=LEVELS)
def test_what_exactly_is_the_permits_own_terms(case: AgreementCase, said: str) -> None:
    """Level, kinds, sites and hours are those for which a permit would be given now."""
    ledger = agreed(case.agreement)
    permit = decided(ledger)
    part = part_of(here(ledger))
    [what] = fact(part, words.AGREED_WHAT)
    [hours] = fact(part, words.AGREED_HOURS)

    assert isinstance(permit, Permit)
    assert said in what
    assert [kind for kind, name in PHRASES.kinds.items() if name in what] == [
        kind for kind in PHRASES.kinds if kind in permit.categories and permit.level < 3
    ]
    assert all(site in what for site in permit.watch)
    assert hours == (words.AGREED_ANY_HOUR if permit.hours is None else "From 15:00 to 22:00")
    assert f"These sites: {', '.join(case.agreement.scope.never_recorded)}" in fact(
        part, words.AGREED_NEVER
    )


def test_after_a_review_what_it_left_is_said() -> None:
    """A review that leaves less is what holds, and its last day is the last day."""
    part = part_of(here(reviewed()))

    assert "How often the box blocks" in fact(part, words.AGREED_WHAT)[0]
    assert fact(part, words.AGREED_LAST) == (words.AGREED_LAST_TEXT.format(date="20 March 2027"),)


def test_what_is_never_written_down_is_said_also_where_nothing_was_added() -> None:
    """Help lines, calls and messages are never written down under any agreement."""
    scope = replace(sample.AGREEMENT.scope, never_recorded=())
    case = sample.worded(
        replace(sample.YOUNG_PERSON_GIVES, agreement=replace(sample.AGREEMENT, scope=scope))
    )

    assert fact(of_case(case), words.AGREED_NEVER) == words.AGREED_NEVER_TEXT


def test_the_very_last_day_is_told_from_one_that_can_move() -> None:
    """Where no review could let it go on, nobody is left to hope or to fear that one does."""
    last = standing_of(agreed(), valid_until=date(2027, 4, 30))

    assert fact(part_of(here()), words.AGREED_LAST) == (
        words.AGREED_LAST_TEXT.format(date="2 January 2027"),
    )
    assert fact(part_of(here(standing=last)), words.AGREED_LAST) == (
        words.AGREED_LATEST.format(date="30 April 2027"),
    )


STATES: dict[str, tuple[dict[str, object], list[str]]] = {
    "while it goes on": ({}, ["You, with your card", "A social worker: Priya", "A carer: Ash"]),
    "while a carer pauses it": (
        {"is_paused": True},
        ["You, with your card", "A social worker: Priya", "A carer: Ash"],
    ),
    "after a no": ({"is_objected": True}, ["You, with your card", "A social worker: Priya"]),
    "after its end": ({"over": Code.WITHDRAWN}, ["You, with your card"]),
    "once all of it is gone": ({"over": Code.WITHDRAWN, "is_closed": True}, ["No one"]),
}


@pytest.mark.parametrize(("changes", "can"), STATES.values(), ids=STATES)
def test_who_can_look_is_who_the_recorder_would_let(
    changes: dict[str, object], can: list[str]
) -> None:
    """No carer after a no, nobody but the young person after the end, nobody once it is gone."""
    part = part_of(here(standing=standing_of(agreed(), **changes)))

    assert list(fact(part, words.AGREED_LOOK)) == can


KEPT = {
    "none": ((), "None"),
    "one": ((date(2026, 12, 8),), "One: 8 December 2026"),
    "several": (
        (date(2026, 12, 8), date(2026, 12, 5)),
        "2, from 5 December 2026 to 8 December 2026",
    ),
}


@pytest.mark.parametrize(("days", "said"), KEPT.values(), ids=KEPT)
def test_days_that_are_kept_are_counted(days: tuple[date, ...], said: str) -> None:
    """How many days can still be opened, and from when to when."""
    assert fact(part_of(here(days=kept(*days))), words.AGREED_KEPT) == (said,)


def test_the_button_is_there_whatever_the_wait_or_a_pause() -> None:
    """What has not begun yet, or is paused, can be stopped as well as what goes on."""
    waiting = here(notice=untold())
    paused = here(standing=standing_of(agreed(), is_paused=True))

    for one in (here(), waiting, paused):
        stop = part_of(one).stop
        assert stop is not None
        assert stop.agreement == one.standing.agreement
        assert stop.texts == (*words.STOP_FOR_GOOD, words.STOP_FREE)
    assert words.AGREED_PAUSED in part_of(paused).texts


def test_the_button_is_there_where_nothing_can_be_read() -> None:
    """An agreement that this page cannot read says so, and can be stopped."""
    part = part_of(here(read=None))

    assert part.texts == (words.AGREED_UNREAD,)
    assert part.stop is not None
    assert part.stop.texts == (*words.STOP_EITHER, words.STOP_FREE)
    assert (part.facts, part.notice, part.text) == ((), (), None)


@pytest.mark.parametrize(
    "changes", [{"is_objected": True}, {"over": Code.STOPPED}, {"is_closed": True}]
)
def test_what_is_stopped_has_no_button(changes: dict[str, object]) -> None:
    """A button that would change nothing is not offered."""
    assert part_of(here(standing=standing_of(agreed(), **changes))).stop is None


def test_a_no_says_until_when_there_must_be_a_review() -> None:
    """What a pause means is said with its day, as before the press."""
    standing = standing_of(agreed(), is_objected=True, valid_until=date(2026, 12, 16))

    assert part_of(here(standing=standing)).texts == (
        words.AGREED_OBJECTED.format(date="16 December 2026"),
    )


def test_an_end_says_why_and_whether_anything_is_kept() -> None:
    """What is over says why, and once nothing of it can be opened, that too."""
    over = standing_of(agreed(), over=Code.WITHDRAWN)
    closed = replace(over, is_closed=True)

    assert part_of(here(standing=over)).texts == (words.WHY_OFF[Code.WITHDRAWN],)
    assert part_of(here(standing=closed)).texts == (
        words.WHY_OFF[Code.WITHDRAWN],
        words.AGREED_CLOSED,
    )
    assert part_of(here(standing=over)).heading == words.AGREED_OLD
    assert part_of(here(standing=over)).is_over
    assert part_of(here(standing=over)).notice == ()


OBJECTED = standing_of(agreed(), is_objected=True)


def test_a_receipt_is_shown_while_it_is_stopped() -> None:
    """The four words stand where the button stood, and are gone when it goes on again."""
    receipt = part_of(here(standing=OBJECTED, receipt=Receipt(words=FOUR))).receipt
    resumed = part_of(here(receipt=Receipt(words=FOUR), was_pressed=True)).receipt

    assert receipt is not None
    assert (receipt.words, receipt.again, receipt.text) == (FOUR, None, words.STOP_WORDS)
    assert resumed is None


def test_a_press_that_could_not_be_kept_says_what_to_do() -> None:
    """Where the box may forget it, a person is asked to tell somebody."""
    receipt = part_of(here(standing=OBJECTED, receipt=Receipt(words=()))).receipt

    assert receipt is not None
    assert (receipt.words, receipt.again, receipt.text) == ((), None, words.STOP_UNKEPT)


def test_words_that_this_console_forgot_are_offered() -> None:
    """Where it was pressed and the words are not known any more, a button has them shown again."""
    pressed = part_of(here(standing=OBJECTED, was_pressed=True)).receipt

    assert pressed is not None
    assert pressed.again == OBJECTED.agreement
    assert part_of(here(standing=OBJECTED)).receipt is None


def test_before_the_notice_was_shown_the_page_says_what_holds_in_any_case() -> None:
    """Not before a day from now, nor before its first day, whichever is later."""
    late = agreement_part(here(notice=None), HOW)
    early = agreement_part(
        here(notice=untold()), replace(HOW, at=datetime(2026, 11, 30, 12, tzinfo=UTC))
    )

    assert late.notice == (words.NOTICE_FIRST.format(time="10 December 2026, 18:00"),)
    assert early.notice == (words.NOTICE_FIRST.format(time="2 December 2026, 00:00"),)


def test_where_it_is_urgent_the_wait_is_an_hour() -> None:
    """The shorter wait, which a service manager signs, is said as it is."""
    urgent = sample.worded(
        replace(sample.YOUNG_PERSON_GIVES, agreement=replace(sample.AGREEMENT, urgent=True))
    ).agreement
    part = agreement_part(here(agreed(urgent), notice=None), HOW)

    assert part.notice == (words.NOTICE_FIRST.format(time="9 December 2026, 19:00"),)


def test_a_notice_that_counts_says_from_when_and_until_when() -> None:
    """Both ends of the wait are said while it lasts, and after it."""
    during = agreement_part(here(), replace(HOW, at=SEEN + timedelta(minutes=5)))
    after = part_of(here())

    assert during.notice == (
        words.NOTICE_COUNTS.format(since="1 December 2026, 12:00", time="2 December 2026, 12:00"),
    )
    assert after.notice == (
        words.NOTICE_PASSED.format(since="1 December 2026, 12:00", time="2 December 2026, 12:00"),
    )


def test_a_notice_that_nobody_opened_says_what_lets_it_go_on() -> None:
    """After two weeks unseen, opening the page is not enough, and the page says so."""
    lapsed = here(notice=untold(told_at=SEEN, is_lapsed=True))

    assert part_of(lapsed).notice[-1] == words.NOTICE_LAPSED


def test_without_a_trusted_clock_no_time_is_named() -> None:
    """Nobody names an hour from a clock that nobody trusts."""
    part = agreement_part(here(notice=None), replace(HOW, clock=ClockState.STALE))

    assert part.notice == (words.NOTICE_NO_TIME,)


def test_what_is_not_shown_starts_no_wait_and_the_page_says_so() -> None:
    """A text that cannot be rendered, or one in another language, is said not to count."""
    read = only(agreed())
    blank = here(read=replace(read, text=None), notice=None)
    discussion = replace(read.agreement.discussion, language="prs")
    foreign = here(
        read=replace(read, agreement=replace(read.agreement, discussion=discussion)), notice=None
    )

    assert part_of(blank).notice == (words.NOTICE_UNSHOWN,)
    assert part_of(blank).texts == (words.AGREED_UNREAD,)
    assert part_of(blank).facts != ()
    assert part_of(foreign).notice == (words.NOTICE_FOREIGN,)


def test_the_text_is_shown_whole() -> None:
    """Every paragraph of the record's own text stands on the page, with the words to compare."""
    read = only(agreed())
    text = part_of(here()).text
    assert text is not None
    assert read.text is not None
    shown = [line for one in text.sections for line in (one.heading, *one.paragraphs)]

    assert shown == list(read.text.paragraphs)
    assert text.check == words.NOTICE_CHECK.format(label=" ".join(read.text.words))
    assert text.language == "en-GB"


def test_words_to_compare_stand_only_beside_what_was_signed() -> None:
    """A mother signed other words than her son reads, so none are there to compare."""
    text = of_case(sample.MOTHER_GIVES).text

    assert text is not None
    assert text.check is None
