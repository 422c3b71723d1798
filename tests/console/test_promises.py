"""Every promise that a page makes, and the test that fails when it stops being true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from console import words

ROOT = Path(__file__).resolve().parents[2]
ANY = "any test of the file"

_HOME = "tests/console/pages/test_home.py"
_SEAM = "tests/console/test_seam_with_agent.py"
_DECIDE = "tests/policy/test_decide.py"
_WRONG = "tests/console/test_wrong_list.py"
_ALLOW = "tests/console/services/test_allow.py"
_APP = "tests/console/test_app.py"
_MAIN = "tests/console/test_main.py"
_ORDER = (_HOME, "test_the_order_told_is_the_order_decided")

HELD_BY: dict[str, tuple[str, str]] = {
    words.WRITTEN_TEXT: ("tests/promises/test_nothing_is_written_down.py", ANY),
    words.WRITTEN_SAME: (_HOME, "test_the_page_depends_on_its_documents_alone"),
    words.LIFELINES_TEXT: (_DECIDE, "test_a_lifeline_is_answered_under_every_rule"),
    words.LIFELINES_ALL: (_HOME, "test_every_lifeline_is_listed"),
    words.LIFELINES: (_DECIDE, "test_a_lifeline_is_answered_under_every_rule"),
    words.FOOTER: ("tests/console/test_browser.py", "test_no_other_host_is_asked"),
    words.FOOTER_REACH: (
        "tests/console/test_main.py",
        "test_an_address_others_can_reach_is_refused",
    ),
    words.NOT_RUNNING: (
        "tests/console/store/test_published.py",
        "test_a_dead_agents_word_is_not_taken",
    ),
    words.NOT_RUNNING_TEXT: (
        "tests/console/store/test_published.py",
        "test_a_dead_agents_word_is_not_taken",
    ),
    words.DEFAULT_KINDS: (_SEAM, "test_until_rules_are_taken_up_the_starting_rules_hold"),
    words.IN_FORCE_TEXT: (_SEAM, "test_what_the_agent_took_up_is_said_to_be_in_force"),
    words.LISTS_MISSING_TEXT: (_SEAM, "test_without_lists_names_stay_blocked_and_kinds_do_not"),
    words.RULES_DAMAGED_TEXT: (_SEAM, "test_damaged_rules_leave_the_last_good_ones_in_force"),
    words.RULES_DAMAGED_TODO: (_SEAM, "test_damaged_rules_leave_the_last_good_ones_in_force"),
    words.RULES_OLDER_TEXT: (_SEAM, "test_older_rules_are_refused_and_starting_again_heals_it"),
    words.RULES_OLDER_TODO: (_SEAM, "test_older_rules_are_refused_and_starting_again_heals_it"),
    words.LISTS_DAMAGED_TEXT: (_SEAM, "test_damaged_lists_leave_the_last_good_ones_in_force"),
    words.DAMAGED_TODO: ("tests/console/test_main.py", "test_a_damaged_snapshot_is_left_alone"),
    words.NOT_PUBLISHED_TODO: ("tests/console/test_main.py", "test_a_lost_snapshot_is_put_back"),
    words.BROKEN_TEXT: (_SEAM, "test_the_agent_needs_no_console"),
    words.NO_DEVICE: (_HOME, "test_a_person_without_a_device_is_told_which_rules_hold"),
    words.EMPTY_TEXT: (_SEAM, "test_a_device_nobody_named_has_the_rules_for_visitors"),
    words.LAX_WHY: (_SEAM, "test_a_device_nobody_named_has_the_rules_for_visitors"),
    words.NAMES_WITHOUT_EFFECT: (
        "tests/console/pages/test_devices.py",
        "test_a_rule_against_a_lifeline_is_shown_to_do_nothing",
    ),
    words.FOR_EVERYONE_TEXT: (
        "tests/console/pages/test_devices.py",
        "test_a_rule_that_a_narrower_one_lifts_is_not_shown",
    ),
    words.WRONG_METHOD: ("tests/console/test_app.py", "test_a_page_can_only_be_read"),
    words.WRONG_METHOD_TEXT: ("tests/console/test_app.py", "test_a_page_can_only_be_read"),
    words.WHY_PRIVATE: (_WRONG, "test_a_question_is_written_nowhere"),
    words.WHY_RULE_TODO: (_MAIN, "test_a_changed_household_is_the_next_version"),
    words.WRONG_TEXT: (_WRONG, "test_the_agent_has_taken_it_up_when_the_page_comes_back"),
    words.ALLOWED_IN_FORCE: (_WRONG, "test_the_agent_has_taken_it_up_when_the_page_comes_back"),
    words.ALLOWED_FILE_BLOCKS: (
        _ALLOW,
        "test_the_household_file_wins_over_what_was_allowed_before",
    ),
    words.ALLOWED_FILE_ALLOWS: (_ALLOW, "test_undo_leaves_what_the_household_file_allows"),
    words.ALLOWED_UNPUBLISHED: (_WRONG, "test_a_kill_at_any_moment_heals_at_the_next_start"),
    words.ALLOWED_DAMAGED_TEXT: (_ALLOW, "test_a_damaged_file_is_never_written_over"),
    words.ALLOWED_DAMAGED_TODO: (_MAIN, "test_what_was_allowed_is_left_alone_where_damaged"),
    words.LISTS_NONE_TEXT: (_SEAM, "test_without_lists_names_stay_blocked_and_kinds_do_not"),
    words.LISTS_UNREADABLE_TEXT: (_SEAM, "test_the_agent_need_not_be_told_how_the_lists_stand"),
    words.ELSEWHERE_TEXT: (
        _APP,
        "test_what_another_page_sends_is_refused_and_changes_nothing",
    ),
    words.NOT_OUR_FORM_TEXT: (
        _APP,
        "test_what_is_no_form_of_ours_is_refused_and_changes_nothing",
    ),
    words.NOT_CHANGED_TEXT: (_ALLOW, "test_nothing_is_kept_that_cannot_be_published"),
    **dict.fromkeys(words.ORDER_STEPS, _ORDER),
}

# What a sentence that promises something is likely to hold. What it finds and the table does not
# is a promise without a test, or no promise after all and listed here.
SOUNDS_LIKE_A_PROMISE = re.compile(
    r"\b(never|always|nothing|nobody|no rule|only|every|all|keeps|put|stay|cannot|same|own|hold)\b",
    re.IGNORECASE,
)
NO_PROMISE = frozenset(
    {
        words.NO_RULES,  # what is so in this home, read off its rules
        words.VISITORS_TEXT,
        words.FOR_DEVICE,
        words.EACH_DEVICE,
        words.EACH_DEVICE_WRITTEN,
        words.LISTS_IN_FORCE,
        words.LISTS_IN_FORCE_ONE,
        words.NAMES_ALL,  # the fold's label
        words.NAMES_MORE,
        words.LISTS_ALL,
        words.WHY_VISITOR,
        words.WHY_TOO_LONG,  # what to write instead
        words.SILENT,  # what cannot be told
        words.LISTS_UNREADABLE,
        words.ALLOWED_NOT_YET,
        words.ALLOWED_DAMAGED,
        words.NOT_OUR_FORM,
        words.SILENT_UNREADABLE_TEXT,
        words.NOT_PUBLISHED,
        words.NOT_PUBLISHED_TEXT,
        words.DAMAGED,
        words.DAMAGED_TEXT,
        words.LISTS_OLDER_TEXT,  # the agent has no such refusal yet; the status has room for it
    }
)


@pytest.mark.parametrize("sentence", HELD_BY)
def test_each_promise_has_a_test_that_exists(sentence: str) -> None:
    """The test named beside a promise stands in the file named, and is collected."""
    path, name = HELD_BY[sentence]
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    tests = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }

    assert tests if name == ANY else name in tests


def test_no_sentence_promises_something_without_standing_in_the_table() -> None:
    """Whatever sounds like a promise is held by a test, or known to be none."""
    texts = [value for value in vars(words).values() if isinstance(value, str)]
    texts += words.ORDER_STEPS
    spoken = [text for text in texts if text != words.__doc__]
    loose = [
        text
        for text in spoken
        if SOUNDS_LIKE_A_PROMISE.search(text) and text not in HELD_BY and text not in NO_PROMISE
    ]

    assert loose == []
