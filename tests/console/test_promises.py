"""Every promise that a page makes, and the test that fails when it stops being true."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from consent.acts import ViewReason
from consent.codes import Code
from consent.frozen import Kind
from console import words
from console.services.own_words_wrong import Wrong as Empty
from console.services.viewing_wrong import Wrong as Damaged
from console.store.routes_to_people import Route

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
_STAYS = "tests/console/services/test_staying_devices.py"
_RECORDED = "tests/console/services/test_recorded.py"
_DEVICE = "tests/console/test_device_in_hand.py"
_AGREE = "tests/consent/test_decide.py"
_STOP = (_AGREEMENTS, "test_the_sentence_before_stop_is_what_is_decided_after_it")
_LENT = (_RECORDED, "test_where_the_page_says_nothing_is_written_down_nothing_is_lent")
_GONE = (_RECORDED, "test_stop_of_who_gave_it_is_for_good")

HELD_BY: dict[str, tuple[str, str]] = {
    words.WRITTEN_TEXT: ("tests/promises/test_nothing_is_written_down.py", ANY),
    words.this_device.WRITTEN_NO: (
        "tests/console/routes/test_home.py",
        "test_where_the_front_page_says_that_nothing_is_written_down_nothing_is",
    ),
    words.DEVICE_STAYS: (_STAYS, "test_while_something_is_agreed_a_device_stays"),
    words.DEVICE_STAYS_TODO: _GONE,
    words.WRITTEN_SAME: (_HOME, "test_the_page_depends_on_its_documents_alone"),
    words.LIFELINES_TEXT: (_DECIDE, "test_a_lifeline_is_answered_under_every_rule"),
    words.LIFELINES_ALL: (_HOME, "test_every_lifeline_is_listed"),
    words.LIFELINES: (_DECIDE, "test_a_lifeline_is_answered_under_every_rule"),
    words.FOOTER: ("tests/console/test_browser.py", "test_no_other_host_is_asked"),
    words.FOOTER_REACH: ("tests/console/test_browser.py", "test_no_other_host_is_asked"),
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
    words.RULES_DAMAGED_TODO: (_MAIN, "test_a_damaged_snapshot_is_put_aside"),
    words.RULES_OLDER_TEXT: (_SEAM, "test_older_rules_are_refused_and_starting_again_heals_it"),
    words.RULES_OLDER_TODO: (_SEAM, "test_older_rules_are_refused_and_starting_again_heals_it"),
    words.LISTS_DAMAGED_TEXT: (_SEAM, "test_damaged_lists_leave_the_last_good_ones_in_force"),
    words.DAMAGED_TODO: ("tests/console/test_main.py", "test_a_damaged_snapshot_is_put_aside"),
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
    words.ALLOWED_DAMAGED_TODO: (_MAIN, "test_what_was_allowed_is_put_aside_where_damaged"),
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
    words.RECORDED_WITHOUT_LISTS: (
        "tests/agent/gate/test_reduction.py",
        "test_without_lists_nothing_is_observed",
    ),
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

_A, _O, _L, _V = words.agreement, words.own_words, words.viewing, words.visit
_AGREEMENT_ROUTES = "tests/console/routes/test_agreement.py"
_AGREEMENT_PAGE = "tests/console/pages/test_agreement.py"
_AGREEMENT = "tests/console/services/test_agreement.py"
_OWN_ROUTES = "tests/console/routes/test_own_words.py"
_OWN = "tests/console/services/test_own_words.py"
_LOOKED = "tests/console/services/test_viewing.py"
_LOOK_ROUTES = "tests/console/routes/test_viewing.py"
_VISIT_ROUTES = "tests/console/routes/test_visit.py"
_VISIT_PAGE = "tests/console/pages/test_visit.py"
_ENDING = "tests/agent/recorder/test_ending.py"
_CARERS_STOP = (_AGREEMENT_ROUTES, "test_a_carers_stop_ends_it_and_gives_four_words")
_NEW_BOX = (_ENDING, "test_nothing_of_anybody_is_left_on_the_card")
_CODE_ENDS = (_VISIT_PAGE, "test_a_stop_code_ends_whatever_was_agreed")
_CODE_ERASES = ("tests/console/services/test_visit.py", "test_a_stop_code_stops_what_it_is_for")
_LOCKS = (_OWN_ROUTES, "test_words_are_for_carers_or_locked_for_the_card")
_CARER_LOOKS = (
    _LOOK_ROUTES,
    "test_a_carer_whom_a_record_names_sees_rows_once_the_look_is_listed",
)

HELD_IN_A_FOSTER_HOME: dict[str, tuple[str, str]] = {
    _A.AGREEMENTS_TEXT: (_AGREEMENT_ROUTES, "test_a_pause_and_its_end_are_one_press_each"),
    _A.PAUSED_TEXT: (_AGREEMENT_ROUTES, "test_the_end_of_a_pause_ends_nothing_else"),
    _A.NONE: (_AGREE, "test_without_a_whole_record_there_is_no_permit"),
    _A.PAUSE_TEXT: (_LOOKED, "test_after_a_stop_there_is_nothing_to_look_at"),
    **dict.fromkeys(_A.STOP_ENDS, _CARERS_STOP),
    _A.STOP_ENDS[0]: (_AGREEMENT_PAGE, "test_a_carers_stop_ends_whatever_was_agreed"),
    **dict.fromkeys(
        _A.STOP_UNSURE, (_AGREEMENT_PAGE, "test_what_a_stop_does_is_what_it_would_amount_to")
    ),
    _A.REFUSED: (_AGREEMENT_ROUTES, "test_what_is_no_record_is_refused_in_words"),
    _A.KNOWN: (
        _AGREEMENT_ROUTES,
        "test_a_file_is_taken_in_and_what_is_known_changes_nothing",
    ),
    _A.UNKEPT: (
        "tests/agent/recorder/test_presses.py",
        "test_a_stop_that_cannot_be_written_stops_all_the_same",
    ),
    _A.ADMITTED[Kind.AGREEMENT]: (_AGREE, "test_without_notice_there_is_no_permit"),
    _A.ADMITTED[Kind.WITHDRAWAL]: (_AGREE, "test_what_was_stopped_gives_no_permit"),
    _A.ADMITTED[Kind.OBJECTION]: (_AGREE, "test_a_review_that_heard_them_lets_it_go_on"),
    _A.ADMITTED[Kind.STOP]: (_AGREE, "test_what_was_stopped_gives_no_permit"),
    **dict.fromkeys(_A.END_TEXT[:3], _NEW_BOX),
    _A.END_TEXT[3]: (_OWN_ROUTES, "test_the_end_of_a_placement_erases_them"),
    _A.END_TEXT[4]: (_AGREEMENT_ROUTES, "test_the_end_of_a_placement_is_said_ticked_and_done"),
    _A.END_TEXT[5]: (_AGREEMENT_ROUTES, "test_the_end_of_a_placement_is_said_ticked_and_done"),
    _A.ENDED_TEXT: _NEW_BOX,
    _A.NOT_ENDED: (_ENDING, "test_an_end_that_cannot_be_marked_has_not_begun"),
    words.contacts.NUMBERS_TEXT: (
        _AGREEMENT_ROUTES,
        "test_it_is_for_carers_and_for_no_young_person",
    ),
    _O.WRONG_HERE_TEXT: ("tests/promises/test_nothing_is_written_down.py", ANY),
    _O.CARERS_HINT: _LOCKS,
    _O.PRIVATE_HINT: _LOCKS,
    _O.LOCKED: _LOCKS,
    _O.OPENED: _LOCKS,
    _O.ERASED: (_OWN, "test_words_go_on_the_day_that_is_said_and_not_before"),
    _L.BEFORE[0]: (
        "tests/agent/recorder/test_looking.py",
        "test_what_cannot_be_noted_is_not_shown",
    ),
    _L.BEFORE[1]: _CARER_LOOKS,
    _L.BEFORE_OWN[0]: (_LOOKED, "test_a_young_person_is_shown_their_rows_and_the_look_is_listed"),
    _L.SHOWN_ONCE: _CARER_LOOKS,
    _L.SOME: ("tests/consent/test_rows.py", ANY),
    _V.NO_TEXT: (_VISIT_PAGE, "test_yes_or_no_is_what_was_decided_last"),
    _V.NOBODY_YET: (_AGREE, "test_without_a_whole_record_there_is_no_permit"),
    _V.OVERDUE_TEXT: (
        "tests/agent/recorder/test_erasing.py",
        "test_a_missed_review_is_an_end",
    ),
    _V.CHECK_TEXT: (_VISIT_PAGE, "test_words_to_compare_stand_only_beside_what_was_signed"),
    _V.SPOKEN_LASTS: (_VISIT_ROUTES, "test_the_four_words_vouch_for_what_the_page_shows"),
    _V.STATUS_TEXT: (_VISIT_ROUTES, "test_the_statement_answers_six_digits_and_is_signed"),
    _V.CODE_TEXT[0]: _CODE_ENDS,
    _V.CODE_TEXT[1]: _CODE_ERASES,
    _V.CODE_TEXT[2]: _CODE_ENDS,
    _V.CODE_ANYONE: (_VISIT_ROUTES, "test_the_stop_code_stops_and_gives_four_words"),
    _V.BUNDLE_TEXT: (_VISIT_ROUTES, "test_the_list_can_be_taken_away"),
    _V.PRINT_TEXT: (
        "tests/console/test_agreements_in_browser.py",
        "test_the_visit_page_is_one_sheet_of_paper",
    ),
}
"""What the pages promise that only a foster home has."""

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


NO_PROMISE_IN_A_FOSTER_HOME = frozenset(
    {
        *(_A.SILENT, _V.SILENT, _L.SILENT),  # what cannot be told
        *(_A.HEADING_UNREAD, _V.UNREAD, _V.UNSOUND, _A.NO_ANSWER),
        _L.WRONG[Damaged.DAMAGED],
        _A.ADMITTED[Kind.TRUST_ROOT],  # what came in, read off the record
        *(_A.CARD_SQUARE, _A.CARD_LARGE, _V.SQUARE),  # what stands beside it
        *(_A.END_TICK, _L.BUTTON, _V.TIMELINE_ALL),  # what is pressed
        words.contacts.ROUTES[Route.FOSTERING],
        *(_O.TEXT, _O.NOT_YOURS, _O.NOT_YOURS_TEXT),  # whom the page is for
        _O.WRONG[Empty.EMPTY],
        *(_L.NOTHING, _L.DAY_EMPTY, _V.LOOKS_NOBODY, _V.TIMELINE_NONE),  # what is so now
        _V.REASONS[ViewReason.OWN_ENTRIES],  # what happened, read off the journal
        *(_V.ACTS["viewers_keys_destroyed"], _V.ACTS["closed"]),
        _V.STATUS_LIMIT,  # what it does not show
        _V.DIGITS_WRONG,  # what to write instead
    }
)


@pytest.mark.parametrize("sentence", HELD_BY | HELD_IN_A_FOSTER_HOME)
def test_each_promise_has_a_test_that_exists(sentence: str) -> None:
    """The test named beside a promise stands in the file named, and is collected."""
    path, name = (HELD_BY | HELD_IN_A_FOSTER_HOME)[sentence]
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


@pytest.mark.parametrize("page", [_A, words.contacts, _O, _L, _V], ids=lambda page: page.__name__)
def test_no_sentence_of_a_foster_home_promises_something_without_a_test(page: ModuleType) -> None:
    """Whatever sounds like a promise on these pages is held by a test, or known to be none."""
    spoken: list[object] = []
    for name, value in vars(page).items():
        if name.isupper():
            several = value.values() if isinstance(value, Mapping) else value
            spoken += several if isinstance(value, tuple | Mapping) else [value]
    loose = [
        text
        for text in spoken
        if isinstance(text, str)
        and SOUNDS_LIKE_A_PROMISE.search(text)
        and text not in HELD_IN_A_FOSTER_HOME
        and text not in NO_PROMISE_IN_A_FOSTER_HOME
    ]

    assert loose == []
