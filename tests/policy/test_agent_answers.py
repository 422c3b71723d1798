from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.agent_answers import (
    FORMAT,
    MAX_MINUTES,
    MAX_TITLE,
    MAX_WARNINGS,
    Answer,
    BlockedName,
    DueWarning,
    JustBlocked,
    NotDone,
    Refused,
    SelftestCame,
    TargetLeft,
    TimeLeft,
    Totals,
    WarningKind,
    WarningsDue,
    answer_from_octets,
    answer_to_octets,
)
from policy.agent_packets import MAX_OCTETS, packet_of
from policy.categories import Category
from policy.coverage import Asked
from policy.errors import AgentMessageMalformed
from policy.given.fix_an_app import MAX_NAMES
from policy.names import MAX_NAME_OCTETS, Name, to_text
from policy.screen_time.targets import TARGETS, target_id
from policy.timed import Period
from policy.why import Why

PEOPLE = st.integers(1, 2**53 - 1)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=MAX_TITLE)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(
        TimeLeft,
        left=st.lists(
            st.builds(
                TargetLeft,
                young_person=PEOPLE,
                target=st.sampled_from(TARGETS),
                period=st.sampled_from(Period),
                minutes=st.integers(0, MAX_MINUTES),
                may_borrow=st.booleans(),
            ),
            max_size=5,
        ).map(tuple),
        knows_the_time=st.booleans(),
    ),
    st.builds(
        WarningsDue,
        warnings=st.lists(
            st.builds(
                DueWarning,
                number=PEOPLE,
                young_person=PEOPLE,
                kind=st.sampled_from(WarningKind),
                title=WORDS,
                minutes=st.sampled_from((5, 10)),
            ),
            max_size=5,
        ).map(tuple),
    ),
    st.builds(
        JustBlocked,
        names=st.lists(
            st.builds(
                BlockedName,
                WORDS,
                st.sampled_from(Why),
                st.none() | st.sampled_from(Category),
            ),
            max_size=5,
        ).map(tuple),
        seconds=st.integers(0, 120),
    ),
    st.builds(
        Totals,
        asked=st.builds(
            Asked,
            over_ipv4=PEOPLE,
            over_ipv6=PEOPLE,
            from_routers=PEOPLE,
            way_around=st.booleans(),
            quiet_minutes=PEOPLE,
            led_home=st.booleans(),
            too_much=st.booleans(),
            validates=st.none() | st.booleans(),
        ),
        yesterday=st.none() | st.sampled_from((0, 1_000, 2_000, 5_000, 10_000_000)),
    ),
    st.builds(SelftestCame, over_ipv4=st.booleans(), over_ipv6=st.booleans()),
    st.builds(NotDone, why=st.sampled_from(Refused)),
)


@given(ANSWERS)
def test_what_is_written_is_read(answer: Answer) -> None:
    """Every answer comes out of its octets as it went in."""
    assert answer_from_octets(answer_to_octets(answer)) == answer


@pytest.mark.parametrize("told", [1, 999, 1_001, 3_000, -1, 20_000_000, True, "1000"])
def test_a_total_between_two_steps_is_refused(told: object) -> None:
    """Whoever reads totals cannot be told more of a day than its step."""
    octets = answer_to_octets(Totals(asked=Asked(), yesterday=2_000))
    other = octets.replace(b"2000", json.dumps(told).encode())

    with pytest.raises(AgentMessageMalformed):
        answer_from_octets(other)


LONGEST_NAME = Name((b"\x3f" + b"\x01" * 63) * 3 + b"\x3d" + b"\x01" * 61 + b"\0")

LONGEST = {
    "minutes": TimeLeft(
        left=tuple(
            TargetLeft(
                young_person=2**53 - 1,
                target=max(TARGETS, key=target_id),
                period=Period.WEEK,
                minutes=MAX_MINUTES,
                may_borrow=False,
            )
            for _ in range(2_000)
        ),
        knows_the_time=True,
    ),
    "warnings": WarningsDue(
        warnings=tuple(
            DueWarning(
                number=2**53 - 1,
                young_person=2**53 - 1,
                kind=WarningKind.MINUTES,
                title="\N{GRINNING FACE}" * MAX_TITLE,
                minutes=10,
            )
            for _ in range(MAX_WARNINGS)
        )
    ),
    "names": JustBlocked(
        names=tuple(
            BlockedName(to_text(LONGEST_NAME), Why.BYPASS_SIGNAL, Category.SOCIAL_MEDIA)
            for _ in range(MAX_NAMES)
        ),
        seconds=120,
    ),
}


@pytest.mark.parametrize("answer", LONGEST.values(), ids=LONGEST)
def test_the_longest_answer_fits_a_packet(answer: Answer) -> None:
    """Nothing that can be answered is too long to be sent, or cannot be read."""
    octets = answer_to_octets(answer)

    assert len(LONGEST_NAME) == MAX_NAME_OCTETS
    assert len(packet_of(octets)) <= MAX_OCTETS
    assert answer_from_octets(octets) == answer


def octets(what: str, **members: object) -> bytes:
    """Return an answer with these members."""
    return json.dumps({"format": FORMAT, "what": what, **members}).encode()


def left(*row: object) -> bytes:
    """Return an answer about minutes of one row."""
    return octets("time-left", left=[list(row)], knows_the_time=True)


def due(*row: object) -> bytes:
    """Return an answer about warnings of one row."""
    return octets("warnings", warnings=[list(row)])


def blocked(*row: object, seconds: object = 5) -> bytes:
    """Return an answer about what was blocked of one row."""
    return octets("just-blocked", names=[list(row)], seconds=seconds)


MALFORMED = {
    "no JSON": b"[",
    "a request": octets("warnings", warnings=[]).replace(b"answer", b"request"),
    "an unknown kind": octets("look-ups"),
    "minutes of nobody": left(0, 1, "day", 5, True),
    "minutes of nothing": left(1, 99, "day", 5, True),
    "minutes of a month": left(1, 1, "month", 5, True),
    "minutes below nothing": left(1, 1, "day", -5, True),
    "a loan that is a number": left(1, 1, "day", 5, 1),
    "a clock that is a number": octets("time-left", left=[], knows_the_time=1),
    "a warning without a number": due(0, 1, "end", "Bedtime", 5),
    "a warning of nobody": due(1, 0, "end", "Bedtime", 5),
    "a warning of another kind": due(1, 1, "look-up", "Bedtime", 5),
    "a warning without a title": due(1, 1, "end", "", 5),
    "a title that is too long": due(1, 1, "end", "x" * (MAX_TITLE + 1), 5),
    "a warning of now": due(1, 1, "end", "Bedtime", 0),
    "a warning of tomorrow": due(1, 1, "end", "Bedtime", 61),
    "no name": blocked("", "rule", None),
    "a reason that is none": blocked("a.example", "because", None),
    "a reason that is a number": blocked("a.example", 1, None),
    "a kind of site that is none": blocked("a.example", "rule", "homework"),
    "too many seconds": blocked("a.example", "rule", None, seconds=121),
    "a refusal that is none": octets("not-done", why="because"),
    "a refusal that is a list": octets("not-done", why=["malformed"]),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_whole(message: bytes) -> None:
    """An answer that is not exactly one of the set is none of them."""
    with pytest.raises(AgentMessageMalformed):
        answer_from_octets(message)


@given(st.data(), ANSWERS)
def test_damaged_octets_are_an_answer_or_are_refused(data: st.DataObject, answer: Answer) -> None:
    """Octets changed, cut or added raise nothing but the one refusal."""
    whole = answer_to_octets(answer)
    place = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 6))
    damaged = whole[:place] + data.draw(st.binary(max_size=6)) + whole[place + cut :]
    try:
        found = answer_from_octets(damaged)
    except AgentMessageMalformed:
        return

    assert answer_from_octets(answer_to_octets(found)) == found


def test_what_holds_a_name_does_not_show_it() -> None:
    """Printed in any way, an answer of names shows none."""
    one = BlockedName("qzxword.example", Why.RULE, None)
    answer = JustBlocked(names=(one,), seconds=5)

    assert "qzxword" not in f"{one} {one!r} {answer} {answer!r} {[answer]} {ValueError(answer)}"
