from __future__ import annotations

from console import words
from console.pages.form_fields import (
    budget_rows,
    choices,
    kind_ticks,
    switch_groups,
    what_part,
    window_rows,
)
from policy import services
from policy.categories import Category


def test_every_app_stands_once_under_its_kind() -> None:
    """None is missing, and a fold stands open where something in it is set."""
    groups = switch_groups({"app-tiktok": ("closed",)})
    rows = [row.field for group in groups for row in group.rows]

    assert sorted(rows) == sorted(f"app-{tag}" for tag in services.BY_TAG)
    assert [group.is_open for group in groups].count(True) == 1


def test_what_is_set_is_offered_also_where_it_would_not_be() -> None:
    """Of a short list of apps nothing that is set is lost."""
    part = what_part({"service": ("tiktok",)}, "", None, Category, {"whatsapp"})
    values = {tick.value: tick.is_set for group in part.apps for tick in group.ticks}

    assert values == {"tiktok": True, "whatsapp": False}


def test_an_empty_row_has_every_day_ticked_to_begin_with() -> None:
    """Rows that say something keep their own days; a nonsense number of rows is none."""
    [first, spare] = window_rows({"rows": ("2",), "from-1": ("21:00",), "day-1": ("1",)})
    [minutes] = budget_rows({"rows": ("1",)})

    assert [tick.is_set for tick in first.days] == [True, *[False] * 6]
    assert all(tick.is_set for tick in (*spare.days, *minutes.days))
    assert window_rows({"rows": ("x",)}) == ()


def test_an_unknown_text_sets_nothing() -> None:
    """Whatever was sent, only what there is can be set."""
    assert not any(tick.is_set for tick in kind_ticks({"kind": ("fun",)}, "kind", Category))
    assert not any(tick.is_set for tick in choices({"a": "A"}, "b"))


def test_no_two_rows_of_an_empty_form_have_one_name() -> None:
    """Whoever hears the form read out can tell its rows apart: the first is never a spare one."""
    times = [row.heading for row in window_rows({"rows": ("2",)})]
    minutes = [row.heading for row in budget_rows({"rows": ("2",)})]

    assert times == [words.rules.ROW.format(number=1), words.rules.ROW_SPARE]
    assert minutes == [words.rules.BUDGET.format(number=1), words.rules.BUDGET_SPARE]
