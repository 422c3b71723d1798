"""Every promise that a page makes, and the test that fails when it stops being true."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from consent.acts import ViewReason
from consent.codes import Code
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
_AGREED = "tests/console/pages/test_agreed.py"
_AGREEMENTS = "tests/console/services/test_agreements.py"
_RECORDED = "tests/console/services/test_recorded.py"
_DEVICE = "tests/console/test_device_in_hand.py"
_AGREE = "tests/consent/test_decide.py"
_STOP = (_AGREEMENTS, "test_the_sentence_before_stop_is_what_is_decided_after_it")
_LENT = (_RECORDED, "test_where_the_page_says_nothing_is_written_down_nothing_is_lent")
_GONE = (_RECORDED, "test_stop_of_who_gave_it_is_for_good")

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
    words.WRITTEN_AGREED: (_AGREE, "test_no_required_signature_can_be_missing"),
    words.RECORDED_NO_TEXT: _LENT,
    words.RECORDED_UNKNOWN_TEXT: (_DEVICE, "test_what_no_device_has_is_lent_to_nobody"),
    words.RECORDED_TWO_TEXT: (
        "tests/console/pages/test_recorded.py",
        "test_two_devices_at_one_address_are_told_only_what_holds_for_both",
    ),
    words.WHY_OFF[Code.OBJECTED]: (_AGREE, "test_a_review_that_heard_them_lets_it_go_on"),
    words.AGREED_LAST_TEXT: (_AGREE, "test_outside_its_time_there_is_no_permit"),
    words.AGREED_LATEST: (_AGREE, "test_outside_its_time_there_is_no_permit"),
    words.AGREED_OBJECTED: _STOP,
    words.AGREED_CLOSED: _GONE,
    **dict.fromkeys(words.AGREED_LEVELS, (_AGREED, "test_what_exactly_is_the_permits_own_terms")),
    words.AGREED_NEVER: (
        _AGREED,
        "test_what_is_never_written_down_is_said_also_where_nothing_was_added",
    ),
    words.NOTICE_FIRST: (
        _AGREED,
        "test_before_the_notice_was_shown_the_page_says_what_holds_in_any_case",
    ),
    words.NOTICE_COUNTS: (_AGREE, "test_without_notice_there_is_no_permit"),
    words.NOTICE_FOREIGN: (
        _RECORDED,
        "test_a_text_in_a_language_not_talked_in_begins_nothing",
    ),
    words.NOTICE_UNSHOWN: (_RECORDED, "test_a_text_that_cannot_be_shown_is_no_notice"),
    words.NOTICE_CHECK_TEXT: (
        _AGREED,
        "test_words_to_compare_stand_only_beside_what_was_signed",
    ),
    **dict.fromkeys((*words.STOP_FOR_GOOD, *words.STOP_PAUSES, *words.STOP_EITHER), _STOP),
    words.STOP_FOR_GOOD[1]: _GONE,
    words.STOP_FOR_GOOD[3]: _GONE,
    words.LOOKS_NOBODY: (_RECORDED, "test_the_looks_are_those_that_everyone_reads"),
    words.KEEPS: (_DEVICE, "test_what_is_kept_without_an_agreement_is_on_the_list"),
    words.KEEPS_TEXT: ("tests/promises/test_nothing_is_written_down.py", ANY),
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
        words.RECORDED_TWO,  # what cannot be told
        words.RECORDED_SILENT,
        words.AGREED_UNREAD,
        words.STOP_UNANSWERED,
        words.LOOKS_UNKNOWN,
        words.LOOKS_ALL,  # the fold's label
        words.WHY_OFF[Code.AGREEMENT_TWO],  # why not, read off the recorder's own code
        words.WHY_OFF[Code.NO_GIVER],
        words.WHY_OFF[Code.SIG_INVALID],
        words.WHY_OFF[Code.AUDIT],
        words.WHY_OFF[Code.DAY_KEY_GONE],
        words.WHY_OFF[Code.DEVICE_AMBIGUOUS],
        words.WHY_OFF[Code.DEVICE_UNBOUND],
        words.LOOKS_REASONS[ViewReason.OWN_ENTRIES],  # why somebody looked
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
    spoken: list[object] = []
    for name, value in vars(words).items():
        if name.isupper():
            several = value.values() if isinstance(value, Mapping) else value
            spoken += several if isinstance(value, tuple | Mapping) else [value]
    loose = [
        text
        for text in spoken
        if isinstance(text, str)
        and SOUNDS_LIKE_A_PROMISE.search(text)
        and text not in HELD_BY
        and text not in NO_PROMISE
    ]

    assert loose == []
