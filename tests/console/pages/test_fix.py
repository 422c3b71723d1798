from __future__ import annotations

import pytest

from console.pages.fix import fix_page
from console.store.agent import AgentSilence
from console.words import fix
from policy.agent_answers import BlockedName, JustBlocked, NotDone, Refused
from policy.categories import Category
from policy.why import Why

BLOCKED = JustBlocked(
    names=(
        BlockedName("bets.example", Why.CATEGORY, Category.GAMBLING),
        BlockedName("bad.example", Why.CATEGORY, Category.MALWARE),
        BlockedName("ruled.example", Why.RULE, None),
    ),
    seconds=77,
)


def test_each_name_has_why_and_what_harms_says_so() -> None:
    """The kind of reason stands beside each, so nobody asks for one without knowing."""
    page = fix_page(BLOCKED)

    assert [(row.name, row.harms) for row in page.rows] == [
        ("bets.example", None),
        ("bad.example", fix.HARMS),
        ("ruled.example", None),
    ]
    assert page.rows[0].why == fix.WHY[Why.CATEGORY].format(kind="gambling")
    assert page.running == fix.RUNNING.format(count=77)


def test_no_name_shows_where_a_value_is_printed() -> None:
    """Neither the page nor a row says a name in a trace of errors."""
    page = fix_page(BLOCKED)

    assert "bets" not in repr(page) + repr(page.rows[0]) + page.title


TOLD = {
    "not begun": (NotDone(why=Refused.NOT_ASKED), None),
    "too many": (NotDone(why=Refused.TOO_MANY), fix.REFUSED[Refused.TOO_MANY]),
    "silence": (AgentSilence.NOT_THERE, fix.SILENT),
}


@pytest.mark.parametrize(("told", "trouble"), TOLD.values(), ids=TOLD)
def test_where_nothing_is_looked_at_it_says_why(
    told: NotDone | AgentSilence, trouble: str | None
) -> None:
    """Not begun is no trouble; anything else is told."""
    page = fix_page(told)

    assert (page.running, page.rows, page.trouble) == (None, (), trouble)


def test_every_reason_and_refusal_has_its_words() -> None:
    """Whatever the agent says can be told."""
    assert set(fix.WHY) == set(Why)
    assert set(fix.REFUSED) == set(Refused)
