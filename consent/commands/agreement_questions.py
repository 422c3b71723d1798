"""What is asked to draw up an agreement: in the order in which the procedure goes.

Rules kept here:
- What else could be tried comes first, and the least that could be recorded is suggested.
- Nothing here asks for a name, a date of birth, an address or a detail of the case.
- Each answer goes where the record has it; what can be known without asking is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from consent.calendar import months_later
from consent.commands.draft_file import answer_at
from consent.commands.questions import (
    Day,
    ManyOf,
    Names,
    Number,
    OneOf,
    Question,
    Rows,
    Words,
    YesNo,
    day_answered,
)
from consent.encoding import JsonObject, JsonValue

LEVELS: Final[dict[JsonValue, str]] = {
    1: "only how often a kind of site was blocked on a day",
    2: "the main name of blocked sites of the kinds agreed, by the hour",
    3: "only sites on a list that is agreed beforehand, by the hour",
    4: "the main name of every site asked for, by the hour (a service manager signs too)",
}
CATEGORIES: Final[dict[JsonValue, str]] = {
    "adult": "adult",
    "gambling": "gambling",
    "dating": "dating",
    "drugs": "drugs",
    "violence": "violence and weapons",
    "self-harm": "self-harm and eating disorders",
    "strangers": "artificial companions and chat with strangers",
    "social-media": "social media",
    "messaging": "messaging",
}
EVIDENCE_KINDS: Final[dict[JsonValue, str]] = {
    "risk_assessment": "the risk assessment",
    "strategy_minutes": "minutes of the strategy discussion",
    "panel_minutes": "minutes of the panel",
    "legal_advice": "legal advice",
    "less_restrictive": "why less restrictive measures are not enough",
    "decision": "the decision and its reasons",
    "competence": "the assessment of competence",
    "parental_responsibility": "who holds parental responsibility",
    "other": "something else",
}
RISK_POINTS: Final = {
    "specific_risk": "the specific risk to this young person",
    "why_device": "why a device is wanted",
    "other_children": "other young people at the address",
    "current_use": "what they do online now",
    "safety_knowledge": "what they know about staying safe, and how they would tell somebody",
    "relationship_with_carer": "how they get on with their carer",
    "age_appropriate": "whether what they use fits their age",
    "carer_ability": "whether the carer can look after this, and knows enough",
    "parents_and_carers": "how parents and carers get on",
    "who_pays": "who pays for the device, the account, and a loss",
}


def happened(path: str, asks: str, asks_why_not: str, why: str) -> tuple[Question, Question]:
    """Return the two questions about something that took place on a day, or why it did not."""
    return (
        Question(
            path=f"{path}.on",
            asks=asks,
            why=why,
            answers=Day(),
            optional=True,
            when=_unless(f"{path}.why_not", f"{path}.on"),
        ),
        Question(
            path=f"{path}.why_not",
            asks=asks_why_not,
            why="The procedure asks for the reason where this did not take place.",
            answers=Words(),
            when=lambda answers: answer_at(answers, f"{path}.on") is None,
        ),
    )


def _is(path: str, *values: JsonValue) -> Callable[[JsonObject], bool]:
    return lambda answers: answer_at(answers, path) in values


def _unless(reason: str, path: str) -> Callable[[JsonObject], bool]:
    """Ask unless a reason why not is given; where both are given, keep both for a rule to see."""
    return lambda answers: (
        answer_at(answers, reason) is None or answer_at(answers, path) is not None
    )


def _last_day(path: str, months: int) -> Callable[[JsonObject], JsonValue]:
    """Return what suggests the last day of so many months from a day that was answered."""

    def suggest(answers: JsonObject) -> JsonValue:
        day = day_answered(answer_at(answers, path))
        if day is None:
            return None
        return (months_later(day, months) - timedelta(days=1)).isoformat()

    return suggest


def _documents(answers: JsonObject) -> str | None:
    """Return the documents with the numbers by which the next questions ask for them."""
    named = answers.get("evidence")
    if not isinstance(named, list):
        return None
    titles = (one.get("title") if isinstance(one, dict) else None for one in named)
    lines = (f"\n  {at}. {title}" for at, title in enumerate(titles, start=1))
    return f"The documents in the case file are:{''.join(lines)}"


def _so(value: JsonValue) -> Callable[[JsonObject], JsonValue]:
    return lambda _: value


LEAST: Final = (
    Question(
        path="necessity.less_restrictive",
        asks="What else was tried, or could be? At least two things",
        why="Recording may be agreed only where nothing less restrictive is enough (seed 004, 2).",
        answers=Rows(
            (
                ("tried", "What was tried", Words()),
                ("why_not_enough", "Why it was not enough", Words()),
            ),
            least=2,
        ),
    ),
    Question(
        path="setting",
        asks="Where does the young person live?",
        why="Other rules hold in a children's home; there, this cannot be used.",
        answers=OneOf(
            {
                "foster_care": "foster care",
                "supported_lodgings": "supported lodgings",
                "supported_accommodation": "supported accommodation",
                "other_looked_after": "looked after otherwise",
                "childrens_home": "a children's home",
            }
        ),
    ),
    Question(
        path="young_person.age_band",
        asks="How old are they?",
        why="Their text is written for their age.",
        answers=OneOf(
            {"6-9": "6 to 9", "10-12": "10 to 12", "13-15": "13 to 15", "16-17": "16 or 17"}
        ),
    ),
    Question(
        path="necessity.direction",
        asks="Who would be harmed?",
        why="Only a substantial risk of significant harm counts, by others or to others.",
        answers=OneOf(
            {
                "by_others": "the young person, by others",
                "to_others": "others, by the young person",
                "both": "both",
            }
        ),
    ),
    Question(
        path="necessity.substantial_significant_harm",
        asks="Is the risk substantial, and the harm significant?",
        why="If not, the procedure does not allow it.",
        answers=YesNo(),
    ),
    Question(
        path="necessity.plain_reason",
        asks="Why is it needed? In words for the young person, without any detail",
        why="They read this sentence. The carer can read it too.",
        answers=Words(),
    ),
    Question(
        path="necessity.effective.how_it_helps",
        asks="How would a list of site names help?",
        why="It shows no messages, contacts, searches or pictures. Often it would not help.",
        answers=Words(),
    ),
    Question(
        path="necessity.effective.limits_understood",
        asks="Is it understood that it shows site names and nothing else?",
        why="What cannot help is neither necessary nor proportionate.",
        answers=YesNo(),
    ),
    *(
        Question(
            path=f"necessity.tests.{test}",
            asks=f"Is it {test if test != 'minimum' else 'the minimum that is needed'}?",
            why="One of the two tests of seed 004, section 2. The reason belongs in the case file.",
            answers=YesNo(),
        )
        for test in ("legal", "necessary", "reasonable", "minimum", "proportionate")
    ),
)

PROCESS: Final = (
    Question(
        path="process.assessed_on",
        asks="When was the risk assessed?",
        why="The social worker assesses it first (seed 004, section 3).",
        answers=Day(),
    ),
    *happened(
        "process.with_young_person",
        "When did the young person take part in that? (Enter if they did not)",
        "Why did the young person not take part in it?",
        "They are to be involved.",
    ),
    *happened(
        "process.with_family",
        "When did their family take part? (Enter if they did not)",
        "Why did their family not take part in it?",
        "They are to be involved where that is appropriate.",
    ),
    *happened(
        "process.with_carers",
        "When did the carers take part? (Enter if they did not)",
        "Why did the carers not take part in it?",
        "Care givers and officers are to be involved.",
    ),
    *happened(
        "process.strategy_discussion",
        "When was the strategy discussion? (Enter if there was none)",
        "Why was there no strategy discussion?",
        "Social worker and manager convene it where the assessment shows a significant risk.",
    ),
    Question(
        path="process.panel.route",
        asks="Which panel did it go to?",
        why="The minutes belong on the young person's file.",
        answers=OneOf({"efrh": "the EFRH panel", "channel": "the Channel panel", "none": "none"}),
    ),
    Question(
        path="process.panel.on",
        asks="When did the panel meet?",
        why="The minutes of that day belong on the young person's file.",
        answers=Day(),
        when=_is("process.panel.route", "efrh", "channel"),
    ),
    Question(
        path="process.panel.why_none",
        asks="Why did it go to no panel?",
        why="The procedure leaves it open, so the reason is kept.",
        answers=Words(),
        when=_is("process.panel.route", "none"),
    ),
    Question(
        path="process.plans_updated_on",
        asks="When were their plans updated?",
        why="Whichever route was followed, their plans are to be updated.",
        answers=Day(),
    ),
    Question(
        path="process.evaluated_on",
        asks="When was the assessment evaluated with the team manager and the service manager?",
        why="Both are asked before anything is proposed.",
        answers=Day(),
    ),
    Question(
        path="process.legal_advice.taken",
        asks="Was legal advice taken?",
        why="It is to be considered, and the reasons recorded either way.",
        answers=YesNo(),
    ),
    Question(
        path="process.legal_advice.reason",
        asks="Why was legal advice taken, or why not?",
        why="It is to be considered, and the reasons recorded either way.",
        answers=Words(),
    ),
    Question(
        path="process.reasons_recorded_on",
        asks="When were the reasons recorded in the case file?",
        why="With the evidence why less restrictive measures are not enough.",
        answers=Day(),
    ),
    Question(
        path="evidence",
        asks="Which documents in the case file show this? They stay there; only titles are named",
        why="The risk assessment, the minutes, the decision, the competence assessment.",
        answers=Rows(
            (
                (
                    "kind",
                    "What it shows",
                    OneOf(EVIDENCE_KINDS),
                ),
                ("title", "Its title, without a name", Words(120)),
                ("dated", "Its day", Day()),
            ),
            {"held": "case_file"},
        ),
    ),
    *(
        question
        for point, words in RISK_POINTS.items()
        for question in (
            Question(
                path=f"process.risk_points.{point}.evidence",
                asks=f"Which document covers {words}? Its number (Enter if it does not apply)",
                why="One of the ten points of the risk assessment in seed 001.",
                answers=Number(1, 32),
                optional=True,
                beside=_documents,
                when=_unless(
                    f"process.risk_points.{point}.not_applicable",
                    f"process.risk_points.{point}.evidence",
                ),
            ),
            Question(
                path=f"process.risk_points.{point}.not_applicable",
                asks=f"Why does this not apply: {words}?",
                why="One of the ten points of the risk assessment in seed 001.",
                answers=Words(),
                when=_is(f"process.risk_points.{point}.evidence", None),
            ),
        )
    ),
)

TALK: Final = (
    Question(
        path="discussion.with_young_person",
        asks="When was the proposal discussed with the young person?",
        why="Before it is signed, they are asked.",
        answers=Day(),
    ),
    *happened(
        "discussion.with_family",
        "When was it discussed with their family? (Enter if it was not)",
        "Why was it not discussed with their family?",
        "With their family where that is appropriate.",
    ),
    Question(
        path="discussion.language",
        asks="In which language?",
        why="A short code such as en.",
        answers=Words(20),
        suggest=_so("en"),
    ),
    Question(
        path="discussion.interpreter",
        asks="Who interpreted?",
        why="Never a carer, never family.",
        answers=OneOf({"none": "nobody, it was not needed", "independent": "an interpreter"}),
    ),
    Question(
        path="discussion.views",
        asks="What do they say, in their own words, for everyone to read? (Enter for nothing)",
        why="The carer can read this.",
        answers=Words(),
        optional=True,
    ),
    Question(
        path="advocate.family_support",
        asks="Could family support them in that talk?",
        why="If not, an advocate is to be recommended.",
        answers=YesNo(),
    ),
    Question(
        path="advocate.recommended",
        asks="Was an advocate recommended to them?",
        why="Recommended, and arranged if they agree.",
        answers=YesNo(),
    ),
    Question(
        path="advocate.accepted",
        asks="Did they want one?",
        why="Recommended, and arranged if they agree.",
        answers=YesNo(),
        when=_is("advocate.recommended", True),
    ),
    Question(
        path="advocate.arranged",
        asks="Has one been arranged?",
        why="Recommended, and arranged if they agree.",
        answers=YesNo(),
        when=_is("advocate.accepted", True),
    ),
    Question(
        path="giver.gillick.competent",
        asks="Were they found competent to decide this (Gillick)?",
        why="If they are, it is theirs to give, and nobody else's.",
        answers=YesNo(),
    ),
    Question(
        path="giver.gillick.assessed_on",
        asks="When was that assessed?",
        why="At most 31 days before the agreement is issued.",
        answers=Day(),
    ),
    Question(
        path="giver.pr_basis",
        asks="Who with parental responsibility agrees? The council itself never can",
        why="Written agreement of a person who holds it, but not the corporate parent (seed 004).",
        answers=OneOf(
            {
                "mother": "their mother",
                "father_registered_or_married": "their father, registered or married",
                "second_parent": "a second parent",
                "pr_agreement_or_order": "by an agreement or order for parental responsibility",
                "child_arrangements_order": "by a child arrangements order",
                "special_guardian": "a special guardian",
                "adopter": "an adopter",
                "guardian": "a guardian",
            }
        ),
        when=_is("giver.gillick.competent", False),
    ),
    Question(
        path="giver.pr_checked_on",
        asks="When was their parental responsibility checked?",
        why="The document that shows it is named among the evidence.",
        answers=Day(),
        when=_is("giver.gillick.competent", False),
    ),
    Question(
        path="giver.is_carer",
        asks="Are they also the carer in this home?",
        why="Only by an order in their favour; then a service manager signs too.",
        answers=YesNo(),
        when=_is("giver.gillick.competent", False),
    ),
    Question(
        path="giver.objection_known",
        asks="Is it known that somebody with parental responsibility objects?",
        why="Then a service manager signs too, and it is reviewed within seven days.",
        answers=YesNo(),
    ),
    Question(
        path="giver.countersign.state",
        asks="A parent's or carer's signature beside theirs?",
        why="Under sixteen it is wanted in most cases (seed 003).",
        answers=OneOf(
            {
                "signed": "signed",
                "not_appropriate": "not appropriate",
                "unobtainable": "cannot be had",
            }
        ),
        when=lambda answers: (
            answer_at(answers, "giver.gillick.competent") is True
            and answer_at(answers, "young_person.age_band") != "16-17"
        ),
    ),
    Question(
        path="giver.countersign.reason",
        asks="Why is it not signed by them?",
        why="Where it is not signed, the reason is kept.",
        answers=Words(),
        when=_is("giver.countersign.state", "not_appropriate", "unobtainable"),
    ),
)

SCOPE: Final = (
    Question(
        path="scope.level",
        asks="How much may be written down?",
        why="The least that helps. Never full addresses, never searches or messages.",
        answers=OneOf(LEVELS),
        suggest=_so(1),
    ),
    Question(
        path="scope.why_not_lower",
        asks="Why would less not do?",
        why="The least intrusive way that helps.",
        answers=Words(),
        when=_is("scope.level", 2, 3, 4),
    ),
    Question(
        path="scope.categories",
        asks="Which kinds of site?",
        why="Only these are looked at; a carer's own rules never are.",
        answers=ManyOf(CATEGORIES),
        when=_is("scope.level", 1, 2),
    ),
    Question(
        path="scope.watch",
        asks="Which sites?",
        why="Only these are looked at. At most fifty.",
        answers=Names(),
        when=_is("scope.level", 3),
    ),
    Question(
        path="scope.never_recorded",
        asks="Sites that must never be written down, beside help and health? (Enter for none)",
        why="Such as a solicitor, a clinic, a place of worship.",
        answers=Names(),
        optional=True,
    ),
    Question(
        path="retention_days",
        asks="For how many days is it kept?",
        why="Then it is erased by itself.",
        answers=Number(1, 14),
        suggest=_so(7),
    ),
    Question(
        path="viewing.how_often",
        asks="How often will it be looked at, at most?",
        why="Recording that nobody looks at serves nobody.",
        answers=OneOf(
            {
                "daily": "daily",
                "twice_a_week": "twice a week",
                "weekly": "weekly",
                "at_reviews": "at reviews",
            }
        ),
    ),
    Question(
        path="viewing.then",
        asks="What is done after each look?",
        why="Looking has a purpose, or it is not proportionate.",
        answers=Words(),
    ),
)

DATES: Final = (
    Question(
        path="starts_on",
        asks="On which day may it begin?",
        why="It begins a day after they saw the notice on their own device, at the earliest.",
        answers=Day(),
    ),
    Question(
        path="valid_until",
        asks="Until when, and so until which review?",
        why="At most one month. Without a review it stops by itself.",
        answers=Day(),
        suggest=_last_day("starts_on", 1),
    ),
    Question(
        path="end_by",
        asks="When does it end, whatever is found?",
        why="At most six months, and before they are eighteen.",
        answers=Day(),
        suggest=_last_day("starts_on", 3),
    ),
    Question(
        path="young_person.ends_before_18",
        asks="Is that before their eighteenth birthday?",
        why="The box does not know their birthday, and relies on this answer.",
        answers=YesNo(),
    ),
    Question(
        path="urgent",
        asks="Is it urgent? Notice is then one hour, and a service manager signs too",
        why="Otherwise they have a whole day between seeing it and its start.",
        answers=YesNo(),
        suggest=_so(value=False),
    ),
    Question(
        path="action_plan",
        asks="What will take its place, step by step? At least one step",
        why="Positive measures are to replace it over the agreed time (seed 004, section 3).",
        answers=Rows((("step", "Step", Words()), ("by", "By when", Day()))),
    ),
    Question(
        path="stopping.contact",
        asks="Whom can they ring to stop it? A work number, such as a duty team's",
        why="It stands in their text.",
        answers=Words(200),
    ),
    Question(
        path="lawful_basis",
        asks="The lawful basis, if the council has written one down (Enter for none)",
        why="It is the controller's to say; this agreement is the safeguard, not the basis.",
        answers=Words(),
        optional=True,
    ),
)

PARTS: Final[dict[str, tuple[Question, ...]]] = {
    "What else could be done": LEAST,
    "What was done before": PROCESS,
    "With whom it was talked over": TALK,
    "What may be written down": SCOPE,
    "From when, until when, and what then": DATES,
}
