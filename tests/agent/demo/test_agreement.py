from __future__ import annotations

from datetime import date

from agent.demo.agreement import CATEGORIES, answers
from consent.commands.draft_file import answer_at
from policy.categories import Category

WORKERS = {"social_worker": "a" * 64, "team_manager": "b" * 64, "service_manager": "c" * 64}


def test_days_count_from_the_day_it_is_drawn_up() -> None:
    """Whenever the demonstration is started, what came before it was before, and it ends later."""
    for issued_on, starts_on in (
        (date(2026, 11, 20), date(2026, 11, 21)),
        (date(2028, 2, 28), date(2028, 2, 29)),
    ):
        found = answers(issued_on, starts_on, device="d" * 32, workers=WORKERS)
        days = {
            path: date.fromisoformat(str(answer_at(found, path)))
            for path in ("process.assessed_on", "starts_on", "valid_until", "end_by")
        }

        assert list(days.values()) == sorted(days.values())
        assert days["process.assessed_on"] < issued_on
        assert days["starts_on"] == starts_on


def test_the_kinds_of_site_are_kinds_that_the_box_knows() -> None:
    """The agreement names categories under which the demonstration's lists really block."""
    assert {str(one) for one in Category} >= set(CATEGORIES)
