from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import cast, get_args

import pytest

from consent.case_note import _ONLY, AnyRecord, Event, Happening, case_note
from consent.encoding import digest, json_from_object
from consent.records.acknowledgement import Acknowledgement
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement, Giver, Paper, Scope, SignedText
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import AgencyRole, Capacity, Outcome, StopReason, ViewerRole
from consent.records.home_card import HomeCard
from consent.records.paper_notice import PaperNotice
from consent.records.review import Review
from consent.schema import write
from consent.words import words_for
from tests.consent.filled import CANARY, filled

# A quarter to midnight of UTC is the next day in a London summer.
AT = datetime(2026, 7, 14, 23, 45, tzinfo=UTC)
AGREEMENT = filled(
    Agreement,
    starts_on=date(2026, 7, 16),
    valid_until=date(2026, 8, 14),
    end_by=date(2027, 1, 9),
    scope=filled(Scope, level=2),
    text=filled(SignedText, digest="00" * 32),
)
REVIEW = filled(
    Review,
    held_on=date(2026, 8, 10),
    outcome=Outcome.REDUCE,
    next_review_due=date(2026, 11, 9),
    valid_until=date(2026, 11, 8),
)
STOPPING = filled(
    Review,
    held_on=date(2026, 8, 10),
    outcome=Outcome.STOP,
    next_review_due=None,
    valid_until=None,
)
KINDS = cast("tuple[type[AnyRecord], ...]", get_args(AnyRecord))


def note(what: Happening, record: AnyRecord, by: AgencyRole | None = None) -> dict[str, str]:
    """Return a note's lines by what stands before the colon."""
    lines = case_note(Event(what=what, at=AT, by=by), record).removesuffix("\n").split("\n")
    return dict(cast("tuple[str, str]", line.split(": ", maxsplit=1)) for line in lines)


def test_a_note_of_an_agreement_in_force() -> None:
    """The whole note, as it is pasted."""
    words = " ".join(words_for(bytes.fromhex(digest(json_from_object(write(AGREEMENT)))), 8))

    assert case_note(Event(what=Happening.IN_FORCE, at=AT), AGREEMENT) == (
        "Lamplight: agreement, in force\n"
        "When: 15 July 2026, 00:45 London time\n"
        "What happened: Everyone who must sign has signed. It counts from its first day.\n"
        "Agreed by: young person, own key\n"
        "Level: 2 of 4\n"
        "First day: 16 July 2026\n"
        "Last day without a review: 14 August 2026\n"
        "Ends for good: 9 January 2027\n"
        "Words of the text that was read: "
        "abacus abacus abacus abacus abacus abacus abacus abacus\n"
        f"Check words: {words}\n"
        "Next step: Hold the review, and ask the young person alone first. "
        "Without a signed review recording stops by itself after this day.\n"
        "Next date: 14 August 2026\n"
    )


NEXT = {
    "an agreement drafted": (Happening.DRAFTED, AGREEMENT, "Read it with", "16 July 2026"),
    "an agreement signed by one": (Happening.SIGNED, AGREEMENT, "Read it with", "16 July 2026"),
    "an agreement in force": (Happening.IN_FORCE, AGREEMENT, "Hold the review", "14 August 2026"),
    "an agreement verified": (Happening.VERIFIED, AGREEMENT, "Hold the review", "14 August 2026"),
    "a review drafted": (Happening.DRAFTED, REVIEW, "See who has still to sign", "none"),
    "a review signed by one": (Happening.SIGNED, REVIEW, "See who has still to sign", "none"),
    "a review held": (Happening.REVIEWED, REVIEW, "Hold the review", "9 November 2026"),
    "a review verified": (Happening.VERIFIED, REVIEW, "Hold the review", "9 November 2026"),
    "a review that stops": (Happening.REVIEWED, STOPPING, "See on the visit", "15 July 2026"),
    "a stopping review signed": (Happening.SIGNED, STOPPING, "See who has still", "none"),
    "a withdrawal signed": (
        Happening.SIGNED,
        filled(Withdrawal),
        "Take it to the box",
        "15 July 2026",
    ),
    "a withdrawal": (
        Happening.WITHDRAWN,
        filled(Withdrawal),
        "See on the visit page",
        "15 July 2026",
    ),
    "an objection": (
        Happening.OBJECTED,
        filled(Objection, issued_at=AT),
        "Hold a review in which",
        "22 July 2026",
    ),
    "an objection drafted": (
        Happening.DRAFTED,
        filled(Objection),
        "Take it to the box",
        "15 July 2026",
    ),
    "an objection verified": (
        Happening.VERIFIED,
        filled(Objection, issued_at=AT),
        "Hold a review in which",
        "22 July 2026",
    ),
    "a stop": (Happening.STOPPED, filled(Stop), "See on the visit page", "15 July 2026"),
    "a stop signed": (Happening.SIGNED, filled(Stop), "Take it to the box", "15 July 2026"),
    "a keyset": (
        Happening.SIGNED,
        filled(Keyset, expires_at=AT),
        "Send the next list",
        "15 July 2026",
    ),
    "a trust root": (
        Happening.VERIFIED,
        filled(TrustRoot, expires_at=AT),
        "Send the next list",
        "15 July 2026",
    ),
    "a home card": (Happening.VERIFIED, filled(HomeCard), "Start the draft", "none"),
    "a notice on paper": (
        Happening.SIGNED,
        filled(PaperNotice),
        "Take it to the box",
        "15 July 2026",
    ),
    "a notice on paper verified": (Happening.VERIFIED, filled(PaperNotice), "None.", "none"),
    "an acknowledgement": (Happening.SIGNED, filled(Acknowledgement), "None.", "none"),
}


@pytest.mark.parametrize(("what", "record", "step", "on"), NEXT.values(), ids=NEXT)
def test_a_note_says_what_is_next_and_by_when(
    what: Happening, record: AnyRecord, step: str, on: str
) -> None:
    """Each event of each record has its next step, and a day where there is one."""
    found = note(what, record)

    assert found["Next step"].startswith(step)
    assert found["Next date"] == on


ROLES: dict[AgencyRole | Capacity | ViewerRole, str] = {
    AgencyRole.SOCIAL_WORKER: "social worker",
    AgencyRole.TEAM_MANAGER: "team manager",
    AgencyRole.SERVICE_MANAGER: "service manager",
    AgencyRole.IRO: "independent reviewing officer",
    AgencyRole.ADVOCATE: "advocate",
    Capacity.YOUNG_PERSON: "young person",
    Capacity.PR_HOLDER: "person with parental responsibility",
    ViewerRole.YOUNG_PERSON: "young person",
    ViewerRole.CARER: "carer",
    ViewerRole.SOCIAL_WORKER: "social worker",
}


@pytest.mark.parametrize(
    "role", [*AgencyRole, *Capacity, *ViewerRole], ids=lambda role: f"{type(role).__name__} {role}"
)
def test_a_note_says_in_which_role(role: AgencyRole | Capacity | ViewerRole) -> None:
    """Whoever signs is named by role, in words."""
    event = Event(what=Happening.SIGNED, at=AT, by=role)

    assert f"\nBy: {ROLES[role]}\n" in case_note(event, AGREEMENT)


def test_a_note_of_nobody_s_act_names_no_role() -> None:
    """What comes about by several acts is nobody's."""
    assert "By" not in note(Happening.IN_FORCE, AGREEMENT)


def test_a_note_says_how_it_was_agreed() -> None:
    """Paper is called paper, and a holder of parental responsibility is called that."""
    how = filled(Paper)
    record = filled(Agreement, giver=filled(Giver, capacity=Capacity.PR_HOLDER, how=how))

    assert note(Happening.DRAFTED, record)["Agreed by"] == (
        "person with parental responsibility, on paper"
    )


def test_a_note_of_a_review_says_what_was_decided() -> None:
    """A review is noted with its day, its outcome, and its last day where it has one."""
    going_on, stopping = note(Happening.REVIEWED, REVIEW), note(Happening.REVIEWED, STOPPING)

    assert going_on["Held on"] == stopping["Held on"] == "10 August 2026"
    assert (going_on["Decided"], going_on["Last day"]) == ("go on with less", "8 November 2026")
    assert (stopping["Decided"], "Last day" in stopping) == ("stop", False)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words(outcome: Outcome) -> None:
    """No outcome is written as a code."""
    assert note(Happening.DRAFTED, filled(Review, outcome=outcome))["Decided"]


@pytest.mark.parametrize("reason", StopReason)
def test_every_reason_to_stop_has_words(reason: StopReason) -> None:
    """A stop is noted with its reason, in words and not as a code."""
    assert re.fullmatch("[a-z ,]+", note(Happening.STOPPED, filled(Stop, reason=reason))["Reason"])


@pytest.mark.parametrize("kind", [Withdrawal, Objection, Stop, Acknowledgement, PaperNotice])
def test_a_note_names_its_agreement_by_words(kind: type[AnyRecord]) -> None:
    """What belongs to an agreement is noted with that agreement's check words."""
    found = note(Happening.VERIFIED, filled(kind, agreement="00" * 32))

    assert found["Agreement's check words"] == " ".join(["abacus"] * 8)


def test_a_note_of_paper_says_when_it_was_handed_over() -> None:
    """The day on which paper changed hands is in the note; when it counts from, the box says."""
    found = note(Happening.SIGNED, filled(PaperNotice, handed_over_on=date(2026, 12, 1)))

    assert found["Handed over on"] == "1 December 2026"


@pytest.mark.parametrize("kind", [TrustRoot, Keyset])
def test_a_note_of_an_agency_s_list_says_which(kind: type[AnyRecord]) -> None:
    """An agency's list is noted by its version and the London day on which it expires."""
    found = note(Happening.SIGNED, filled(kind, version=3, expires_at=AT))

    assert (found["Version"], found["Expires"]) == ("3", "15 July 2026")


PAIRS = [(what, kind) for what in Happening for kind in KINDS]
POSSIBLE = [(what, kind) for what, kind in PAIRS if _ONLY.get(what, kind) is kind]


def possible_id(value: object) -> str:
    """Return how a case of a table is called."""
    return value.__name__ if isinstance(value, type) else str(value)


def test_what_cannot_happen_is_not_noted() -> None:
    """An event of another kind of record is a mistake of whoever asks."""
    for what, kind in PAIRS:
        if (what, kind) not in POSSIBLE:
            with pytest.raises(ValueError, match="never"):
                case_note(Event(what=what, at=AT), filled(kind))
    assert len(POSSIBLE) == 3 * 10 + 5


@pytest.mark.parametrize(("what", "kind"), POSSIBLE, ids=possible_id)
def test_no_note_holds_anything_that_somebody_wrote(what: Happening, kind: type[AnyRecord]) -> None:
    """No name, label, contact, reason or site of a record stands in its note."""
    record = filled(kind)
    text = case_note(Event(what=what, at=AT, by=AgencyRole.SOCIAL_WORKER), record)

    assert CANARY.lower() in str(write(record)).lower() or not holds_text(kind)
    assert CANARY.lower() not in text.lower()
    assert not re.search("[0-9a-f]{16}|None(?!\\.)|_|@", text)
    assert all(re.fullmatch("[A-Z][A-Za-z' ]+: .+", line) for line in text.splitlines())


def holds_text(kind: type) -> bool:
    """Say whether a record of this kind has any field that people write into."""
    assert is_dataclass(kind)
    return {one.name for one in fields(kind)} - {
        *("type", "v", "agreement", "box", "id", "issued_at", "reason", "viewer", "card")
    } != set()
