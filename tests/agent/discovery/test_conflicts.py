from __future__ import annotations

from agent.discovery.conflicts import IN_TURN_SECONDS, MOST_LINKS, TOLD_SECONDS, Conflicts, InTurn
from policy.neighbours import MAX_CONFLICTS, Conflict, ConflictKind

ONE, OTHER = "02:00:5e:00:53:03", "02:00:5e:00:53:06"
TWICE = ConflictKind.ADDRESS_TWICE


def test_a_conflict_is_told_for_ten_minutes_after_it_was_seen() -> None:
    """It stands as long as it is seen again, and then for ten minutes."""
    conflicts = Conflicts()
    conflicts.tell(TWICE, "192.0.2.20", {ONE, OTHER}, 0.0)
    conflicts.tell(TWICE, "192.0.2.20", {ONE, OTHER}, 100.0)
    conflicts.lapse(100.0 + TOLD_SECONDS)
    told = conflicts.now()
    conflicts.lapse(100.1 + TOLD_SECONDS)

    assert told == (Conflict(kind=TWICE, address="192.0.2.20", links=(ONE, OTHER)),)
    assert conflicts.now() == ()


def test_an_address_stands_in_a_conflict_or_does_not() -> None:
    """It can be asked whether an address is in conflict."""
    conflicts = Conflicts()
    conflicts.tell(TWICE, "192.0.2.20", {ONE, OTHER}, 0.0)

    assert conflicts.stands("192.0.2.20")
    assert not conflicts.stands("192.0.2.21")


def test_conflicts_about_links_stand_each_for_itself() -> None:
    """Two copied link addresses are two conflicts, and seen again they are no more."""
    conflicts = Conflicts()
    for link in (OTHER, ONE, OTHER):
        conflicts.tell(ConflictKind.LINK_TWICE, None, {link}, 0.0)

    assert [one.links for one in conflicts.now()] == [(ONE,), (OTHER,)]


def test_made_up_conflicts_push_out_the_oldest() -> None:
    """There are never more than a reader takes, and the latest stay."""
    conflicts = Conflicts()
    for last in range(MAX_CONFLICTS + 10):
        conflicts.tell(TWICE, f"fe80::{last + 1:x}", {ONE, OTHER}, float(last))

    assert len(conflicts.now()) == MAX_CONFLICTS
    assert conflicts.stands(f"fe80::{MAX_CONFLICTS + 10:x}")
    assert not conflicts.stands("fe80::1")


def test_one_conflict_names_few_link_addresses() -> None:
    """Whoever claims one address from thousands of links makes no long document."""
    conflicts = Conflicts()
    for last in range(256):
        conflicts.tell(TWICE, "192.0.2.20", {ONE, f"02:00:00:00:00:{last:02x}"}, 0.0)

    assert len(conflicts.now()[0].links) <= MOST_LINKS + 1


def test_going_back_soon_is_speaking_in_turn() -> None:
    """This, that and this again is in turn; a change for good is not, nor is a late return."""
    turn: InTurn[str] = InTurn()
    said = [turn.says(thing, at) for thing, at in (("a", 0), ("a", 1), ("b", 2), ("a", 3))]
    late: InTurn[str] = InTurn()
    for thing, at in (("a", 0.0), ("b", 1.0)):
        late.says(thing, at)

    assert said == [False, False, False, True]
    assert not late.says("a", 1.1 + IN_TURN_SECONDS)
