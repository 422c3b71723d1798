from __future__ import annotations

from console import words
from console.pages.allowed import UNFOLDED, AllowedPart, allowed_part
from console.store.allowed_file import AllowedName, with_allowed
from policy.categories import Category
from policy.household import Household
from policy.names import from_text
from policy.rules import RuleSet
from policy.snapshot import PolicySnapshot

BET = from_text("bet.example")
ENTRY = AllowedName(BET, Category.GAMBLING, ("bets",))
NOBODY = Household()


def _part(
    *allowed: AllowedName, written: Household = NOBODY, published: Household | None = None
) -> AllowedPart:
    household = with_allowed(written, allowed) if published is None else published
    snapshot = PolicySnapshot(version=1, household=household)
    part = allowed_part(allowed, written, snapshot, rules_in_force=True)
    assert part
    return part


def test_where_nothing_was_allowed_there_is_nothing_to_say() -> None:
    """A home in which nobody pressed the button has no such part."""
    snapshot = PolicySnapshot(version=1, household=NOBODY)

    assert allowed_part((), NOBODY, snapshot, rules_in_force=True) is None


def test_a_name_is_shown_with_where_it_was_listed() -> None:
    """The name and the kind of its lists stand in its row, with nothing more to know."""
    (row,) = _part(ENTRY).rows

    assert (row.name, row.note) == ("bet.example", None)
    assert "gambling" in row.why


def test_in_force_is_said_only_when_it_is() -> None:
    """Until the agent has taken up the rules, the names are not said to be in force."""
    snapshot = PolicySnapshot(version=1, household=with_allowed(NOBODY, (ENTRY,)))
    texts = [
        part.text
        for in_force in (True, False)
        if (part := allowed_part((ENTRY,), NOBODY, snapshot, rules_in_force=in_force))
    ]

    assert texts == [words.ALLOWED_IN_FORCE, words.ALLOWED_NOT_YET]


def test_what_the_household_file_says_is_said() -> None:
    """Where the file blocks or allows the very name for everyone, its row says who decides."""
    blocks = Household(everyone=RuleSet(block=frozenset({BET})))
    allows = Household(everyone=RuleSet(allow=frozenset({BET})))

    assert _part(ENTRY, written=blocks).rows[0].note == words.ALLOWED_FILE_BLOCKS
    assert _part(ENTRY, written=allows).rows[0].note == words.ALLOWED_FILE_ALLOWS


def test_what_is_kept_but_not_published_is_said_to_wait() -> None:
    """After a kill between keeping and publishing nothing is claimed that does not hold."""
    assert _part(ENTRY, published=NOBODY).rows[0].note == words.ALLOWED_UNPUBLISHED


def test_a_damaged_file_is_said_with_what_to_do() -> None:
    """Where the names cannot be read the part is a notice."""
    snapshot = PolicySnapshot(version=1, household=NOBODY)
    part = allowed_part(None, NOBODY, snapshot, rules_in_force=True)

    assert part
    assert part.notice
    assert part.notice.todo == words.ALLOWED_DAMAGED_TODO
    assert part.rows == ()


def test_the_newest_comes_first_and_many_are_folded() -> None:
    """What was just allowed is always in sight."""
    many = [
        AllowedName(from_text(f"n{place:02}.example"), Category.ADULT, ()) for place in range(20)
    ]
    part = _part(*many)

    assert part.rows[0].name == "n19.example"
    assert (len(part.rows), len(part.folded)) == (UNFOLDED, 20 - UNFOLDED)
    assert part.fold == words.NAMES_ALL.format(count="20")
